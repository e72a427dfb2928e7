package wire

import (
	"cmp"
	"encoding/binary"
	"iter"
	"math"
	"slices"
)

// Star stands for "*" in a [Range]: the largest number in use.
const Star uint32 = 0

// A Range is an element of a [Set]: one number if First equals Last, else all
// numbers between the two, in either order. Star may stand on either side.
type Range struct{ First, Last uint32 }

// A Set is a set of message sequence numbers or unique identifiers, as ranges
// in the order in which they were written: "1:4294967295" costs as much as
// "1". The zero value is empty and cannot be encoded.
//
// What "*" and "$" stand for only the mailbox can tell. [Set.Resolve] replaces
// "*", the caller replaces "$"; until then the methods that count, list or
// combine numbers take both for none. What they return shares no memory with
// the sets they were given.
//
//	sequence-set = (seq-number / seq-range) ["," sequence-set]
//	sequence-set =/ seq-last-command
type Set struct {
	// Saved is "$", the result of the last SEARCH with RETURN (SAVE); Ranges
	// is empty then (RFC 9051, Section 6.4.4.1).
	Saved  bool
	Ranges []Range
}

// Numbers returns the set of the given numbers, joined into ranges where one
// follows the other.
func Numbers(numbers ...uint32) Set {
	var s Set
	for _, n := range numbers {
		s.Append(n)
	}
	return s
}

// RangeOf returns the set first:last.
func RangeOf(first, last uint32) Set { return Set{Ranges: []Range{{first, last}}} }

// IsZero reports whether s is empty and not "$".
func (s Set) IsZero() bool { return !s.Saved && len(s.Ranges) == 0 }

// Append adds n at the end, which must not be Star. If n follows the last
// number, that range grows.
func (s *Set) Append(n uint32) {
	if k := len(s.Ranges) - 1; k >= 0 {
		if r := &s.Ranges[k]; r.First != Star && r.Last != Star && r.First <= r.Last && r.Last+1 == n && n != 0 {
			r.Last = n
			return
		}
	}
	s.Ranges = append(s.Ranges, Range{n, n})
}

// Resolve returns the numbers of s as ascending ranges that neither touch nor
// overlap, with Star replaced by last, the largest number in use. If last is 0,
// the mailbox is empty and ranges with a Star vanish. Saved sets are the
// caller's to replace first.
func (s Set) Resolve(last uint32) Set {
	out := make([]Range, 0, len(s.Ranges))
	for _, r := range s.Ranges {
		if r.First == Star {
			r.First = last
		}
		if r.Last == Star {
			r.Last = last
		}
		if r.First > r.Last {
			r.First, r.Last = r.Last, r.First
		}
		if r.First != 0 {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b Range) int { return cmp.Compare(a.First, b.First) })
	n := 0
	for _, r := range out {
		if n > 0 && (out[n-1].Last == math.MaxUint32 || r.First <= out[n-1].Last+1) {
			out[n-1].Last = max(out[n-1].Last, r.Last)
			continue
		}
		out[n] = r
		n++
	}
	return Set{Ranges: out[:n]}
}

// Contains reports whether n is in s, where last stands for Star.
func (s Set) Contains(n, last uint32) bool {
	for _, r := range s.Ranges {
		lo, hi := r.First, r.Last
		if lo == Star {
			lo = last
		}
		if hi == Star {
			hi = last
		}
		// What is 0 now was a Star in an empty mailbox.
		if lo, hi = min(lo, hi), max(lo, hi); lo != 0 && lo <= n && n <= hi {
			return true
		}
	}
	return false
}

// Len returns how many numbers the ranges hold, counting overlaps twice: how
// many [Set.All] gives. A Star and "$" count for nothing.
func (s Set) Len() int64 {
	var n int64
	for first, last := range s.spans() {
		n += last - first + 1
	}
	return n
}

// All iterates over the numbers of s in the order of its ranges, each from its
// smaller to its larger end. A Star and "$" give none.
func (s Set) All() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for first, last := range s.spans() {
			for n := first; n <= last; n++ {
				if !yield(uint32(n)) {
					return
				}
			}
		}
	}
}

// AppendText appends the set as it stands on the wire.
func (s Set) AppendText(dst []byte) ([]byte, error) { return s.append(dst), nil }

// String returns the set as it stands on the wire.
func (s Set) String() string { return string(s.append(nil)) }

// A set of many ranges is given room first, by what a range of a mailbox takes.
const (
	manyRanges   = 100
	typicalRange = len("12345:12345,")
)

func (s Set) append(dst []byte) []byte {
	if s.Saved {
		return append(dst, '$')
	}
	for i, r := range s.Ranges {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendNumber(dst, r.First)
		if r.Last != r.First {
			dst = appendNumber(append(dst, ':'), r.Last)
		}
	}
	return dst
}

func appendNumber(dst []byte, n uint32) []byte {
	if n == Star {
		return append(dst, '*')
	}
	return appendUint(dst, uint64(n))
}

// SequenceSet reads a sequence-set into s, whose memory it reuses.
//
//	seq-number       = nz-number / "*"
//	seq-range        = seq-number ":" seq-number
//	sequence-set     = (seq-number / seq-range) ["," sequence-set]
//	sequence-set     =/ seq-last-command
//	seq-last-command = "$"
func (d *Decoder) SequenceSet(s *Set) {
	s.Ranges = s.Ranges[:0]
	if s.Saved = d.TrySpecial('$'); s.Saved {
		return
	}
	d.ranges(s, true, "sequence-set")
}

// UIDSet reads a uid-set, which has no "*" and no "$", into s, whose memory it
// reuses.
//
//	uid-set   = (uniqueid / uid-range) *("," uid-set)
//	uid-range = (uniqueid ":" uniqueid)
func (d *Decoder) UIDSet(s *Set) {
	s.Ranges, s.Saved = s.Ranges[:0], false
	d.ranges(s, false, "uid-set")
}

func (d *Decoder) ranges(s *Set, star bool, rule string) {
	for d.err == nil {
		if d.plainRanges(s) {
			return
		}
		if len(s.Ranges) == d.opts.Limits.Ranges {
			d.failErr(rule, &LimitError{"Ranges", int64(d.opts.Limits.Ranges)})
			return
		}
		r := Range{First: d.setNumber(star, rule)}
		r.Last = r.First
		if d.TrySpecial(':') {
			r.Last = d.setNumber(star, rule)
		}
		if d.err != nil {
			return
		}
		s.Ranges = append(s.Ranges, r)
		if !d.TrySpecial(',') {
			return
		}
	}
}

// plainRanges reads elements that are numbers of up to ten digits, or two of
// them. It reports whether it has read the last one.
func (d *Decoder) plainRanges(s *Set) (end bool) {
	b, p := d.b, d.p
	limit := d.opts.Limits.Ranges
	for len(s.Ranges) < limit && b[p]-'1' < 9 {
		k := p
		first, i := plainNumber(b, p)
		if i-p > 10 {
			break
		}
		last := first
		if b[i] == ':' {
			k = i + 1
			if b[k]-'1' >= 9 {
				break
			}
			if last, i = plainNumber(b, k); i-k > 10 {
				break
			}
		}
		if max(first, last) > math.MaxUint32 {
			break
		}
		if len(s.Ranges) == cap(s.Ranges) {
			if n := min(countAhead(b[p:], ','), limit); n > 0 {
				s.Ranges = slices.Grow(s.Ranges, n)
			}
		}
		s.Ranges = append(s.Ranges, Range{uint32(first), uint32(last)})
		if b[i] != ',' {
			d.p = i
			return true
		}
		p = i + 1
		if i-k < 8 {
			p = s.evenRanges(b, p, i-k, limit)
		}
	}
	d.p = p
	return false
}

// evenRanges reads elements that others follow and returns where they end. As in
// plainNumbers, one number has as many digits as the one before, nearly always,
// of which there are up to seven, so that the separator is in the same eight octets.
// Whether it is a "," or a ":", of which only the latter has the bit 2 as it stands
// here, comes in no order, and there is no branch on it: see imapbench, search and
// sets.
func (s *Set) evenRanges(b []byte, p, digits, limit int) int {
	list, n := s.Ranges[:min(cap(s.Ranges), limit)], len(s.Ranges)
	width := uint(digits) * 8 & 63
	up := (64 - width) & 63
	first, inRange := uint32(0), uint32(0) // all ones behind a ":"
	for p+8 <= len(b) && n < len(list) {
		x := binary.LittleEndian.Uint64(b[p:]) ^ ones*'0'
		y := x << up
		behind := -uint32(x >> width & 2 >> 1)
		if noDigits(y) != 0 || uint8(x) == 0 || uint8(x>>width) != uint8((','^'0')^(','^':')&behind) || inRange&behind != 0 {
			break
		}
		last := uint32(eightDigitsIn(y))
		first = first&inRange | last&^inRange
		list[n] = Range{first, last}
		n += int(behind&1 ^ 1)
		inRange = behind
		p += digits + 1
	}
	if inRange != 0 { // what has begun is read again
		p -= digits + 1
	}
	s.Ranges = list[:n]
	return p
}

func (d *Decoder) setNumber(star bool, rule string) uint32 {
	if star && d.TrySpecial('*') {
		return Star
	}
	return uint32(d.number(math.MaxUint32, 1, rule))
}
