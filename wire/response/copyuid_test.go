package response_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// copyUID reads a COPYUID code.
func copyUID(t *testing.T, sets string) *response.CopyUID {
	t.Helper()
	x, err := decode([]byte("A1 OK [COPYUID 1 "+sets+"] x\r\n"), wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return x.(*response.Status).Code.(*response.CopyUID)
}

func TestCopyUID(t *testing.T) {
	for _, tt := range []struct {
		sets   string
		paired bool
		pairs  string // the first four
	}{
		{"304,319:320 3956:3958", true, "304>3956 319>3957 320>3958 "},
		{"7 9", true, "7>9 "},
		{"4:2 12:10", true, "2>10 3>11 4>12 "}, // a range has no direction
		{"9,1:2 5:6,3", true, "9>5 1>6 2>3 "},
		{"1:4294967295 4294967295:1", true, "1>1 2>2 3>3 4>4 "},
		{"1:4294967295 1:2147483647,2147483648:4294967295", true, "1>1 2>2 3>3 4>4 "},
		{"1:4294967295 7", false, ""},
		{"1 1:4294967294", false, ""},
		{"1:3 1:2,9:10", false, ""},
	} {
		c := copyUID(t, tt.sets)
		pairs, n := "", 0
		for source, target := range c.All() {
			pairs += fmt.Sprintf("%d>%d ", source, target)
			a, found := c.TargetOf(source)
			b, foundBack := c.SourceOf(target)
			if a != target || b != source || !found || !foundBack {
				t.Errorf("%s: %d is at %d, %v and %d from %d, %v", tt.sets, source, a, found, target, b, foundBack)
			}
			if n++; n == 4 {
				break
			}
		}
		if c.Paired() != tt.paired || pairs != tt.pairs {
			t.Errorf("%s: paired %v, %q", tt.sets, c.Paired(), pairs)
		}
		if n, ok := c.TargetOf(1); ok && !tt.paired {
			t.Errorf("%s: 1 is at %d", tt.sets, n)
		}
		if _, ok := c.TargetOf(0); ok {
			t.Errorf("%s: 0 was copied", tt.sets)
		}
		if _, ok := c.SourceOf(0); ok {
			t.Errorf("%s: 0 is a copy", tt.sets)
		}
	}
	// What a lookup costs does not depend on how many there are.
	c := copyUID(t, "1:4294967295 4294967295:1")
	if n := testing.AllocsPerRun(100, func() {
		if n, ok := c.TargetOf(math.MaxUint32); n != math.MaxUint32 || !ok {
			t.Fatal(n, ok)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestCopyUIDModel(t *testing.T) {
	number := rapid.Uint32Range(1, 9)
	sets := rapid.Custom(func(t *rapid.T) (s wire.Set) {
		for range rapid.IntRange(1, 3).Draw(t, "ranges") {
			s.Ranges = append(s.Ranges, wire.Range{First: number.Draw(t, "first"), Last: number.Draw(t, "last")})
		}
		return s
	})
	rapid.Check(t, func(t *rapid.T) {
		c := response.CopyUID{UIDValidity: 1, Source: sets.Draw(t, "source"), Target: sets.Draw(t, "target")}
		var source, target []uint32
		for n := range c.Source.All() {
			source = append(source, n)
		}
		for n := range c.Target.All() {
			target = append(target, n)
		}
		if c.Paired() != (len(source) == len(target)) {
			t.Fatalf("%v: paired %v", c, c.Paired())
		}
		i := 0
		for a, b := range c.All() {
			if a != source[i] || b != target[i] {
				t.Fatalf("%v: pair %d is %d, %d", c, i, a, b)
			}
			i++
		}
		if want := len(source); i != want && c.Paired() || i != 0 && !c.Paired() {
			t.Fatalf("%v: %d pairs", c, i)
		}
	})
}
