package state

import (
	"math"

	"imapkit.example/wire"
)

// A target is a part of the messages of the selected mailbox. The zero value
// is all of them.
type target struct {
	known bool // set says which; else it is all
	uid   bool // set holds UIDs
	set   wire.Set
}

// maxPairs bounds how many pairs of ranges are compared: two sets of thousands
// of ranges whose ends do not tell are taken to overlap.
const maxPairs = 4096

// disjoint reports whether no message can be in both a and b. Sequence numbers
// and UIDs cannot be compared; see [Use.Resolve].
func (a *target) disjoint(b *target) bool {
	if !a.known || !b.known || a.uid != b.uid && !mixNumbers {
		return false
	}
	loA, hiA := bounds(a.set)
	loB, hiB := bounds(b.set)
	if hiA < loB || hiB < loA {
		return true
	}
	if len(a.set.Ranges)*len(b.set.Ranges) > maxPairs {
		return false
	}
	for _, r := range a.set.Ranges {
		lo, hi := ends(r)
		for _, q := range b.set.Ranges {
			if l, h := ends(q); lo <= h && l <= hi {
				return false
			}
		}
	}
	return true
}

// bounds returns the smallest and the largest number of a set.
func bounds(s wire.Set) (lo, hi uint32) {
	lo = math.MaxUint32
	for _, r := range s.Ranges {
		l, h := ends(r)
		lo, hi = min(lo, l), max(hi, h)
	}
	return lo, hi
}

// ends returns the ends of a range in order. A range with a "*" holds the last
// message, whichever that is: it can be any (RFC 9051, Section 6.4.9).
func ends(r wire.Range) (lo, hi uint32) {
	if r.First == wire.Star || r.Last == wire.Star {
		return 0, math.MaxUint32
	}
	return min(r.First, r.Last), max(r.First, r.Last)
}
