package tag_test

import (
	"math"
	"testing"

	"imapkit.example/tag"
	"pgregory.net/rapid"
)

func TestGenerator(t *testing.T) {
	for _, tt := range []struct {
		seed  uint64
		first tag.Tag
	}{
		{0, "AAAAAAA1"},
		{1, "AAAAAAB1"},
		{25, "AAAAAAZ1"},
		{26, "AAAAABA1"},
		{8031810175, "ZZZZZZZ1"},
		{8031810176, "AAAAAAA1"},
		{math.MaxUint32, "NXMRLXV1"},
	} {
		g := tag.NewGenerator(tt.seed)
		if got := g.Next(); got != tt.first {
			t.Errorf("seed %d: first tag %q, want %q", tt.seed, got, tt.first)
		}
	}
	var zero tag.Generator
	if got := zero.Next(); got != "AAAAAAA1" {
		t.Errorf("zero Generator: first tag %q", got)
	}
}

// Seeds of 32 bits all have prefixes of their own: that is the promise of 32
// unpredictable bits.
func TestGeneratorSeeds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Uint32().Draw(t, "a")
		b := rapid.Uint32().Draw(t, "b")
		g, h := tag.NewGenerator(uint64(a)), tag.NewGenerator(uint64(b))
		if x, y := g.Next(), h.Next(); (x == y) != (a == b) {
			t.Fatalf("seeds %d and %d: tags %q and %q", a, b, x, y)
		}
	})
}

func TestGeneratorTags(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := tag.NewGenerator(rapid.Uint64().Draw(t, "seed"))
		h := g
		seen := make(map[tag.Tag]bool)
		for range 1200 {
			next := g.Next()
			if !next.Valid() || next[0] == '+' || next[0] == '*' || len(next) > 27 {
				t.Fatalf("tag %q", next)
			}
			if seen[next] {
				t.Fatalf("tag %q twice", next)
			}
			seen[next] = true
			if again := string(h.AppendNext([]byte("x"))); again != "x"+string(next) {
				t.Fatalf("AppendNext gives %q, Next %q", again, next)
			}
		}
	})
}

func TestGeneratorAllocs(t *testing.T) {
	g := tag.NewGenerator(math.MaxUint64)
	b := make([]byte, 0, 27)
	if n := testing.AllocsPerRun(1000, func() { b = g.AppendNext(b[:0]) }); n != 0 {
		t.Errorf("AppendNext: %v allocations", n)
	}
	if n := testing.AllocsPerRun(1000, func() { _ = g.Next() }); n > 1 {
		t.Errorf("Next: %v allocations", n)
	}
}

func BenchmarkGenerator(b *testing.B) {
	g := tag.NewGenerator(math.MaxUint64)
	buf := make([]byte, 0, 27)
	b.ReportAllocs()
	for b.Loop() {
		buf = g.AppendNext(buf[:0])
	}
}
