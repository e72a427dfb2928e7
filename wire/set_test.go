package wire_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"imapkit.example/wire"
)

func readSet(t *testing.T, s string) (set wire.Set) {
	t.Helper()
	d := newDecoder(s+"\r\n", wire.Options{})
	next(t, d)
	d.SequenceSet(&set)
	if err := d.End(); err != nil {
		t.Fatal(err)
	}
	return set
}

func TestNumbers(t *testing.T) {
	for want, numbers := range map[string][]uint32{
		"":                          nil,
		"1":                         {1},
		"1:3":                       {1, 2, 3},
		"1:2,4,6:7":                 {1, 2, 4, 6, 7},
		"3,2,1":                     {3, 2, 1},
		"1,1":                       {1, 1},
		"4294967294:4294967295,1:2": {math.MaxUint32 - 1, math.MaxUint32, 1, 2},
	} {
		s := wire.Numbers(numbers...)
		if s.String() != want || s.IsZero() != (want == "") || s.Len() != int64(len(numbers)) || !slices.Equal(slices.Collect(s.All()), numbers) {
			t.Errorf("Numbers(%d) = %s, %d long", numbers, s, s.Len())
		}
		if b, err := s.AppendText([]byte("x")); string(b) != "x"+want || err != nil {
			t.Errorf("AppendText: %q, %v", b, err)
		}
	}
	for want, s := range map[string]wire.Set{"7:9": wire.RangeOf(7, 9), "9:*,5": readSet(t, "9:*"), "9:7,8": wire.RangeOf(9, 7)} {
		if i := slices.Index([]byte(want), ','); i >= 0 {
			s.Append(uint32(want[i+1] - '0'))
		}
		if s.String() != want {
			t.Errorf("got %s, want %s", s, want)
		}
	}
	if s := (wire.Set{Saved: true}); s.String() != "$" || s.IsZero() || s.Contains(1, 9) {
		t.Errorf("saved: %s", s)
	}
}

func TestResolve(t *testing.T) {
	for _, tt := range []struct {
		in   string
		last uint32
		want string
	}{
		{"1:3,2:5,6,9", 10, "1:6,9"},
		{"*", 7, "7"},
		{"*", 0, ""},
		{"5:*", 0, ""},
		{"*:5", 0, ""},
		{"5:*,3", 0, "3"},
		{"9:*", 7, "7:9"},
		{"3:1,*:2", 4, "1:4"},
		{"4294967295,1:4294967295,7", 1, "1:4294967295"},
		{"4294967294:4294967295,4294967295", 1, "4294967294:4294967295"},
	} {
		s := readSet(t, tt.in)
		if got := s.Resolve(tt.last).String(); got != tt.want || s.String() != tt.in {
			t.Errorf("%s up to %d is %q, want %q", tt.in, tt.last, got, tt.want)
		}
	}
	if n := wire.RangeOf(math.MaxUint32, 1).Len(); n != math.MaxUint32 {
		t.Errorf("Len = %d", n)
	}
	for n := range wire.RangeOf(math.MaxUint32, math.MaxUint32-1).All() {
		if n == math.MaxUint32 {
			break
		}
	}
}

// Resolve, Contains and All agree with a plain list of numbers.
func TestSetModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const most = 12
		number := rapid.Uint32Range(0, most) // 0 is Star
		var s wire.Set
		for range rapid.IntRange(0, 5).Draw(t, "ranges") {
			s.Ranges = append(s.Ranges, wire.Range{First: number.Draw(t, "first"), Last: number.Draw(t, "last")})
		}
		last := number.Draw(t, "last")
		in := map[uint32]bool{}
		for _, r := range s.Ranges {
			if last == 0 && (r.First == 0 || r.Last == 0) {
				continue
			}
			for _, end := range []*uint32{&r.First, &r.Last} {
				if *end == 0 {
					*end = last
				}
			}
			for n := min(r.First, r.Last); n <= max(r.First, r.Last); n++ {
				in[n] = true
			}
		}
		resolved := s.Resolve(last)
		var want []uint32
		for n := uint32(0); n <= most+1; n++ {
			if in[n] {
				want = append(want, n)
			}
			if s.Contains(n, last) != in[n] || resolved.Contains(n, last) != in[n] {
				t.Fatalf("%s up to %d: %d is %v", s, last, n, s.Contains(n, last))
			}
		}
		if got := slices.Collect(resolved.All()); !slices.Equal(got, want) || resolved.Len() != int64(len(want)) {
			t.Fatalf("%s up to %d resolves to %s, want %d", s, last, resolved, want)
		}
		if again := resolved.Resolve(last); again.String() != resolved.String() {
			t.Fatalf("%s resolves again to %s", resolved, again)
		}
	})
}

func TestFlagMethods(t *testing.T) {
	for f, want := range map[wire.Flag][2]bool{ // Valid, IsKeyword
		`\Seen`: {true, false}, "$Junk": {true, true}, "x": {true, true}, "": {}, `\`: {}, `\\a`: {}, `\*`: {}, "a b": {}, "a]": {}, "é": {},
	} {
		if got := [2]bool{f.Valid(), f.IsKeyword()}; got != want {
			t.Errorf("%q: %v", f, got)
		}
	}
	if !wire.Flag(`\sEEN`).Equal(wire.Seen) || wire.Flag("Seen").Equal(wire.Seen) || wire.Flag("\u017feen").Equal("seen!") {
		t.Error("Equal")
	}
	// Flags beyond what is remembered, and too long for it, are still read.
	d := newDecoder("", wire.Options{})
	for i := range 1000 {
		in := wire.Flag([]byte{'a' + byte(i%26), 'a' + byte(i/26%26), 'a' + byte(i/676)})
		if i%100 == 0 {
			in += wire.Flag(strings.Repeat("k", 100))
		}
		d.Reset(&repeat{message: string(in) + "\r\n"}, wire.Options{})
		for range 3 {
			next(t, d)
			if f := d.Flag(); f != in || d.End() != nil {
				t.Fatalf("%q: %q, %v", in, f, d.Err())
			}
		}
	}
}

func TestDateMethods(t *testing.T) {
	zone := time.FixedZone("", 3600)
	d := wire.DateOf(time.Date(2024, 2, 29, 0, 30, 0, 0, zone))
	if d != (wire.Date{Year: 2024, Month: 2, Day: 29}) {
		t.Errorf("DateOf: %v", d)
	}
	for _, x := range []wire.Date{{Year: 2024, Month: 3, Day: 1}, {Year: 2025, Month: 1, Day: 1}} {
		if d.Compare(x) != -1 || x.Compare(d) != 1 || x.Compare(x) != 0 {
			t.Errorf("Compare %v with %v", d, x)
		}
	}
}

func TestFindExtension(t *testing.T) {
	list := []wire.Extension{{Name: "A"}, {Name: "B", Value: wire.Value("1")}}
	for name, want := range map[string]string{"a": " true", "B": "1 true", "c": " false"} {
		if v, ok := wire.FindExtension(list, name); fmt.Sprintf("%s %v", v, ok) != want {
			t.Errorf("%s: %q, %v", name, v, ok)
		}
	}
	if s := wire.Kind(99).String(); s != "invalid" || wire.KindCRLF.String() != "CRLF" {
		t.Errorf("Kind: %s", s)
	}
}

func TestSectionEqual(t *testing.T) {
	s := wire.Section{Part: []uint32{1}, Text: wire.SectionHeaderFields, Fields: []string{"From"}}
	same := wire.Section{Part: []uint32{1}, Text: wire.SectionHeaderFields, Fields: []string{"FROM"}}
	other := []wire.Section{{}, {Part: []uint32{2}, Text: s.Text, Fields: s.Fields}, {Part: s.Part, Text: s.Text, Fields: []string{"To"}}, {Part: s.Part, Text: wire.SectionMIME}}
	if !s.Equal(same) {
		t.Error("field names are case-insensitive")
	}
	for _, x := range other {
		if s.Equal(x) {
			t.Errorf("%v equals %v", s, x)
		}
	}
}
