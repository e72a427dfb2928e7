package wire

import (
	"cmp"
	"iter"
	"slices"
)

// NOTE: nothing here depends on how many numbers a range holds. A set is in
// normal form if its ranges are ascending, neither touch nor overlap and hold
// no Star:
//
//	1 ≤ first(i) ≤ last(i), last(i) + 1 < first(i+1)

// normal returns s in normal form, without a copy if it is so already.
func (s Set) normal() []Range {
	if s.Saved {
		return nil
	}
	for i, r := range s.Ranges {
		if r.First == Star || r.Last < r.First || i > 0 && s.Ranges[i-1].Last >= r.First-1 {
			return s.Resolve(0).Ranges
		}
	}
	return s.Ranges
}

// Add puts n, which must not be Star, where it belongs in s, whose ranges are
// ascending and neither touch nor overlap: those of an empty set, and those that
// Add, Resolve, Union, Intersect and Subtract give. They stay so. Adding
// numbers in ascending order costs as little as [Set.Append].
func (s *Set) Add(n uint32) {
	if n == Star {
		return
	}
	k := len(s.Ranges)
	if k > 0 && s.Ranges[k-1].Last >= n {
		// The first range that does not end in front of n.
		k, _ = slices.BinarySearchFunc(s.Ranges, n, func(r Range, n uint32) int { return cmp.Compare(r.Last, n) })
		if s.Ranges[k].First <= n {
			return
		}
	}
	before := k > 0 && s.Ranges[k-1].Last == n-1
	after := k < len(s.Ranges) && s.Ranges[k].First == n+1
	switch {
	case before && after:
		s.Ranges[k-1].Last = s.Ranges[k].Last
		s.Ranges = slices.Delete(s.Ranges, k, k+1)
	case before:
		s.Ranges[k-1].Last = n
	case after:
		s.Ranges[k].First = n
	default:
		s.Ranges = slices.Insert(s.Ranges, k, Range{n, n})
	}
}

// Union returns the numbers that are in s or in x, as ascending ranges that
// neither touch nor overlap. A Star and "$" stand for no number.
func (s Set) Union(x Set) Set {
	return Set{Ranges: slices.Concat(s.normal(), x.normal())}.Resolve(0)
}

// Intersect returns the numbers that are in s and in x, as ascending ranges
// that neither touch nor overlap. A Star and "$" stand for no number.
func (s Set) Intersect(x Set) Set {
	var out []Range
	for a, b := s.normal(), x.normal(); len(a) > 0 && len(b) > 0; {
		if first, last := max(a[0].First, b[0].First), min(a[0].Last, b[0].Last); first <= last {
			out = append(out, Range{first, last})
		}
		if a[0].Last < b[0].Last {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return Set{Ranges: out}
}

// Subtract returns the numbers that are in s and not in x, as ascending ranges
// that neither touch nor overlap. A Star and "$" stand for no number.
func (s Set) Subtract(x Set) Set {
	var out []Range
	cut := x.normal()
next:
	for _, r := range s.normal() {
		for len(cut) > 0 && cut[0].First <= r.Last {
			if cut[0].First > r.First {
				out = append(out, Range{r.First, cut[0].First - 1})
			}
			if cut[0].Last >= r.Last {
				continue next // what is left of the cut may reach the next range
			}
			r.First = max(r.First, cut[0].Last+1)
			cut = cut[1:]
		}
		out = append(out, r)
	}
	return Set{Ranges: out}
}

// At returns the number at the position i, counted from 0 in the order of
// [Set.All]. ok is false if there are not that many.
func (s Set) At(i int64) (n uint32, ok bool) {
	if i < 0 {
		return 0, false
	}
	for first, last := range s.spans() {
		if i <= last-first {
			return uint32(first + i), true
		}
		i -= last - first + 1
	}
	return 0, false
}

// Index returns the first position of n, counted from 0 in the order of
// [Set.All]. ok is false if n is not in s.
func (s Set) Index(n uint32) (i int64, ok bool) {
	for first, last := range s.spans() {
		if first <= int64(n) && int64(n) <= last {
			return i + int64(n) - first, true
		}
		i += last - first + 1
	}
	return 0, false
}

// Pairs iterates over the numbers of s and those of x together, both in the
// order of [Set.All]: the first of s with the first of x and so on, until one of
// the two ends. It serves sets of which the n-th numbers belong together, as
// those of COPYUID do. Nothing is expanded; but a peer can name four billion
// pairs in a few octets, so look single numbers up with [Set.Index] and
// [Set.At] instead.
func (s Set) Pairs(x Set) iter.Seq2[uint32, uint32] {
	return func(yield func(uint32, uint32) bool) {
		var from, left int64 // of x: the next number, and how many follow it
		rest := x.Ranges
		if x.Saved {
			rest = nil
		}
		for n := range s.All() {
			for left == 0 {
				if len(rest) == 0 {
					return
				}
				first, last := rest[0].span()
				from, left, rest = first, last-first+1, rest[1:]
			}
			if !yield(n, uint32(from)) {
				return
			}
			from, left = from+1, left-1
		}
	}
}

// span returns the ends of r in ascending order. Of a range with a Star, of
// which nobody knows what it holds, last is less than first by one.
func (r Range) span() (first, last int64) {
	if r.First == Star || r.Last == Star {
		return 1, 0
	}
	return int64(min(r.First, r.Last)), int64(max(r.First, r.Last))
}

// spans iterates over the ranges of s by their ends in ascending order.
func (s Set) spans() iter.Seq2[int64, int64] {
	return func(yield func(int64, int64) bool) {
		if s.Saved {
			return
		}
		for _, r := range s.Ranges {
			if !yield(r.span()) {
				return
			}
		}
	}
}
