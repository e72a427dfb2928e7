package wire_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/wire"
)

const most = math.MaxUint32

// set makes a Set of ranges given by their ends.
func set(ends ...uint32) (s wire.Set) {
	for i := 0; i < len(ends); i += 2 {
		s.Ranges = append(s.Ranges, wire.Range{First: ends[i], Last: ends[i+1]})
	}
	return s
}

func TestSetAlgebra(t *testing.T) {
	all, saved := set(1, most), wire.Set{Saved: true}
	for _, tt := range []struct {
		a, b                           wire.Set
		union, intersect, aLess, bLess string
	}{
		{set(), set(), "", "", "", ""},
		{set(1, 3), set(), "1:3", "", "1:3", ""},
		{set(1, 3), set(4, 6), "1:6", "", "1:3", "4:6"},
		{set(1, 3), set(5, 6), "1:3,5:6", "", "1:3", "5:6"},
		{set(1, 5), set(3, 9), "1:9", "3:5", "1:2", "6:9"},
		{set(1, 9), set(3, 3, 5, 5, 9, 9), "1:9", "3,5,9", "1:2,4,6:8", ""},
		{set(1, 2, 4, 5, 7, 8), set(2, 7), "1:8", "2,4:5,7", "1,8", "3,6"},
		// Any order, both directions, overlaps and doubles.
		{set(9, 7, 3, 1, 2, 4), set(8, 8, 8, 8), "1:4,7:9", "8", "1:4,7,9", ""},
		// The ends of the domain.
		{all, all, "1:4294967295", "1:4294967295", "", ""},
		{all, set(most, most), "1:4294967295", "4294967295", "1:4294967294", ""},
		{all, set(1, 1), "1:4294967295", "1", "2:4294967295", ""},
		{all, set(7, 7), "1:4294967295", "7", "1:6,8:4294967295", ""},
		{set(most, 1), set(most-1, most-1), "1:4294967295", "4294967294", "1:4294967293,4294967295", ""},
		{set(most-1, most), set(most, most, 1, 1), "1,4294967294:4294967295", "4294967295", "4294967294", "1"},
		// "*" and "$" are no numbers.
		{set(5, wire.Star, 1, 2), set(1, 1), "1:2", "1", "2", ""},
		{set(wire.Star, wire.Star), all, "1:4294967295", "", "", "1:4294967295"},
		{saved, all, "1:4294967295", "", "", "1:4294967295"},
		{saved, saved, "", "", "", ""},
	} {
		a, b := tt.a.String(), tt.b.String()
		got := []string{tt.a.Union(tt.b).String(), tt.a.Intersect(tt.b).String(), tt.a.Subtract(tt.b).String(), tt.b.Subtract(tt.a).String()}
		if want := []string{tt.union, tt.intersect, tt.aLess, tt.bLess}; !slices.Equal(got, want) {
			t.Errorf("%s and %s: got %q, want %q", a, b, got, want)
		}
		if tt.b.Union(tt.a).String() != tt.union || tt.b.Intersect(tt.a).String() != tt.intersect {
			t.Errorf("%s and %s: the order of the two matters", a, b)
		}
		if tt.a.String() != a || tt.b.String() != b {
			t.Errorf("%s and %s have become %s and %s", a, b, tt.a, tt.b)
		}
	}
}

func TestSetAdd(t *testing.T) {
	for _, tt := range []struct {
		in   wire.Set
		n    uint32
		want string
	}{
		{set(), 5, "5"},
		{set(), wire.Star, ""},
		{set(2, 3), wire.Star, "2:3"},
		{set(2, 3), 4, "2:4"},
		{set(2, 3), 5, "2:3,5"},
		{set(2, 3), 1, "1:3"},
		{set(3, 3), 1, "1,3"},
		{set(2, 3), 2, "2:3"},
		{set(2, 3), 3, "2:3"},
		{set(1, 1, 3, 3), 2, "1:3"},
		{set(1, 2, 5, 6, 9, 9), 4, "1:2,4:6,9"},
		{set(1, 2, 5, 6, 9, 9), 7, "1:2,5:7,9"},
		{set(1, 2, 5, 6, 8, 9), 7, "1:2,5:9"},
		{set(1, 2, 9, 9), 5, "1:2,5,9"},
		{set(1, most), most, "1:4294967295"},
		{set(1, most-1), most, "1:4294967295"},
		{set(2, most), 1, "1:4294967295"},
		{set(most, most), most - 1, "4294967294:4294967295"},
		{set(most, most), 1, "1,4294967295"},
	} {
		s := wire.Set{Ranges: slices.Clone(tt.in.Ranges)}
		if s.Add(tt.n); s.String() != tt.want {
			t.Errorf("%s with %d is %s, want %s", tt.in, tt.n, s, tt.want)
		}
	}
}

// A model is what a set stands for on a small domain, as a list of numbers in
// the order of the set.
func model(s wire.Set) (list []uint32) {
	for _, r := range s.Ranges {
		if r.First != wire.Star && r.Last != wire.Star {
			for n := min(r.First, r.Last); n <= max(r.First, r.Last); n++ {
				list = append(list, n)
			}
		}
	}
	return list
}

// sorted returns the numbers in list for which keep holds, once each.
func sorted(list []uint32, keep func(uint32) bool) []uint32 {
	list = slices.DeleteFunc(slices.Clone(list), func(n uint32) bool { return !keep(n) })
	slices.Sort(list)
	return slices.Compact(list)
}

// checkNormal checks that s holds the numbers in want and is in normal form.
func checkNormal(t *rapid.T, what string, s wire.Set, want []uint32) {
	t.Helper()
	if got := model(s); !slices.Equal(got, want) || s.Saved {
		t.Fatalf("%s is %s, want %d", what, s, want)
	}
	for i, r := range s.Ranges {
		if r.First == 0 || r.First > r.Last || i > 0 && s.Ranges[i-1].Last+1 >= r.First {
			t.Fatalf("%s is %s, not in normal form", what, s)
		}
	}
}

// The methods agree with plain lists of numbers.
func TestSetAlgebraModel(t *testing.T) {
	number := rapid.Uint32Range(0, 14) // 0 is Star
	anySet := rapid.Custom(func(t *rapid.T) wire.Set {
		return set(rapid.SliceOfN(number, 0, 12).Filter(func(l []uint32) bool { return len(l)%2 == 0 }).Draw(t, "ends")...)
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := anySet.Draw(t, "a"), anySet.Draw(t, "b")
		ma, mb := model(a), model(b)
		inA := func(n uint32) bool { return slices.Contains(ma, n) }
		inB := func(n uint32) bool { return slices.Contains(mb, n) }
		checkNormal(t, "union", a.Union(b), sorted(slices.Concat(ma, mb), func(uint32) bool { return true }))
		checkNormal(t, "intersection", a.Intersect(b), sorted(ma, inB))
		checkNormal(t, "difference", a.Subtract(b), sorted(ma, func(n uint32) bool { return !inB(n) }))
		var added wire.Set
		for i, n := range ma {
			added.Add(n)
			checkNormal(t, "sum", added, sorted(ma[:i+1], inA))
		}
		if got := slices.Collect(a.All()); !slices.Equal(got, ma) || a.Len() != int64(len(ma)) {
			t.Fatalf("%s gives %d, %d long, want %d", a, got, a.Len(), ma)
		}
		for i := int64(-1); i <= int64(len(ma)); i++ {
			n, ok := a.At(i)
			if want := i >= 0 && i < int64(len(ma)); ok != want || ok && n != ma[i] {
				t.Fatalf("%s at %d: %d, %v", a, i, n, ok)
			}
		}
		for n := uint32(0); n < 20; n++ {
			i, ok := a.Index(n)
			if want := slices.Index(ma, n); ok != (want >= 0) || ok && i != int64(want) {
				t.Fatalf("%s, index of %d: %d, %v", a, n, i, ok)
			}
		}
		i := 0
		for x, y := range a.Pairs(b) {
			if i >= min(len(ma), len(mb)) || x != ma[i] || y != mb[i] {
				t.Fatalf("pairs of %s and %s: the %dth is %d, %d", a, b, i, x, y)
			}
			i++
		}
		if i != min(len(ma), len(mb)) {
			t.Fatalf("%d pairs of %s and %s", i, a, b)
		}
	})
}

func TestSetPositions(t *testing.T) {
	s := set(most, most-1, 7, 7, 1, most)
	for i, want := range map[int64]uint32{0: most - 1, 1: most, 2: 7, 3: 1, most + 2: most} {
		if n, ok := s.At(i); n != want || !ok {
			t.Errorf("at %d: %d, %v", i, n, ok)
		}
	}
	for _, i := range []int64{-1, most + 3, math.MaxInt64, math.MinInt64} {
		if n, ok := s.At(i); n != 0 || ok {
			t.Errorf("at %d: %d, %v", i, n, ok)
		}
	}
	for n, want := range map[uint32]int64{most: 1, most - 1: 0, 7: 2, 1: 3, most - 2: most} {
		if i, ok := s.Index(n); i != want || !ok {
			t.Errorf("index of %d: %d, %v", n, i, ok)
		}
	}
	for _, s := range []wire.Set{{}, {Saved: true}, set(5, wire.Star)} {
		_, at := s.At(0)
		_, index := s.Index(5)
		_, zero := s.Index(0)
		if at || index || zero || s.Len() != 0 || slices.Collect(s.All()) != nil {
			t.Errorf("%s holds a number", s)
		}
		for range s.Pairs(set(1, 9)) {
			t.Errorf("%s has pairs", s)
		}
		for range set(1, 9).Pairs(s) {
			t.Errorf("%s has pairs", s)
		}
	}
	var got []string
	for a, b := range set(1, most).Pairs(set(most, most-1, 5, 5, most, 1)) {
		if got = append(got, fmt.Sprint(a, b)); len(got) == 5 {
			break
		}
	}
	if s := fmt.Sprint(got); s != "[1 4294967294 2 4294967295 3 5 4 1 5 2]" {
		t.Errorf("pairs: %s", s)
	}
}

// What a set costs depends on its ranges alone, not on the numbers in them.
func TestSetCost(t *testing.T) {
	a, b := set(1, most), set(2, most-1)
	var sink int64
	if n := testing.AllocsPerRun(100, func() {
		sink += a.Len() + b.Len()
		i, _ := a.Index(most)
		n, _ := a.At(most - 1)
		sink += i + int64(n)
		for n := range a.All() {
			if sink += int64(n); n == 3 {
				break
			}
		}
		for x, y := range a.Pairs(b) {
			if sink += int64(x) + int64(y); x == 3 {
				break
			}
		}
		if a.Contains(7, 0) {
			sink++
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if n := testing.AllocsPerRun(100, func() {
		sink += a.Subtract(b).Len() + a.Intersect(b).Len() + a.Union(b).Len()
	}); n > 8 {
		t.Errorf("%v allocations", n)
	}
}
