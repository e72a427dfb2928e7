package state_test

import (
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"testing"

	"imapkit.example/state"
	"pgregory.net/rapid"
)

type message struct{ seq, uid uint32 }

func collect(all iter.Seq2[uint32, uint32]) []message {
	var list []message
	for seq, uid := range all {
		list = append(list, message{seq, uid})
	}
	return list
}

func numbered(uids []uint32) []message {
	var list []message
	for i, uid := range uids {
		list = append(list, message{uint32(i + 1), uid})
	}
	return list
}

func TestViewEmpty(t *testing.T) {
	var v state.View
	_, uidOK := v.UID(1)
	_, zeroOK := v.UID(0)
	_, seqOK := v.Seq(1)
	_, expungeOK := v.ExpungeUID(1)
	if v.Len() != 0 || uidOK || zeroOK || seqOK || expungeOK || collect(v.All()) != nil {
		t.Error("the zero View is not empty")
	}
	for _, seq := range []uint32{0, 1, 1<<32 - 1} {
		if _, err := v.Expunge(seq); !errors.Is(err, state.ErrNoMessage) {
			t.Errorf("Expunge(%d): %v", seq, err)
		}
	}
}

func TestViewOrder(t *testing.T) {
	var v state.View
	for _, tt := range []struct {
		uid uint32
		ok  bool
	}{{0, false}, {5, true}, {5, false}, {4, false}, {0, false}, {6, true}, {1<<32 - 1, true}, {1<<32 - 1, false}, {7, false}} {
		err := v.Append(tt.uid)
		if (err == nil) != tt.ok || err != nil && !errors.Is(err, state.ErrOrder) {
			t.Errorf("Append(%d): %v", tt.uid, err)
		}
	}
	want := []message{{1, 5}, {2, 6}, {3, 1<<32 - 1}}
	if got := collect(v.All()); !slices.Equal(got, want) {
		t.Errorf("view %v, want %v", got, want)
	}
	// A UID is not used again when its message is gone …
	if uid, err := v.Expunge(3); uid != 1<<32-1 || err != nil {
		t.Errorf("Expunge(3) = %d, %v", uid, err)
	}
	if err := v.Append(1<<32 - 1); !errors.Is(err, state.ErrOrder) {
		t.Errorf("Append of an expunged UID: %v", err)
	}
	// … but in another mailbox.
	v.Reset()
	if err := v.Append(1); err != nil || v.Len() != 1 {
		t.Errorf("Append after Reset: %v, Len %d", err, v.Len())
	}
}

// The example of RFC 9051, Section 7.5.1: the last 5 of 9 messages.
func TestViewExpungeOrder(t *testing.T) {
	for _, seqs := range [][]uint32{{5, 5, 5, 5, 5}, {9, 8, 7, 6, 5}} {
		var v state.View
		fillView(t, &v, 9)
		for _, seq := range seqs {
			if _, err := v.Expunge(seq); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := collect(v.All()), numbered([]uint32{1, 2, 3, 4}); !slices.Equal(got, want) {
			t.Errorf("after EXPUNGE %v: %v, want %v", seqs, got, want)
		}
	}
}

func TestViewRange(t *testing.T) {
	var v state.View
	for _, uid := range []uint32{2, 4, 6, 8} {
		if err := v.Append(uid); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		low, high uint32
		want      []message
	}{
		{0, 1, nil},
		{9, 1<<32 - 1, nil},
		{3, 3, nil},
		{4, 4, []message{{2, 4}}},
		{3, 7, []message{{2, 4}, {3, 6}}},
		{7, 3, []message{{2, 4}, {3, 6}}},
		{0, 1<<32 - 1, numbered([]uint32{2, 4, 6, 8})},
	} {
		if got := collect(v.Range(tt.low, tt.high)); !slices.Equal(got, tt.want) {
			t.Errorf("Range(%d, %d) = %v, want %v", tt.low, tt.high, got, tt.want)
		}
	}
	for seq := range v.All() {
		if seq != 1 {
			t.Error("All goes on after break")
		}
		break
	}
}

// A View against a slice. Expunges come in runs, so that chunks empty and
// merge.
func TestViewModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var v state.View
		var model []uint32
		var highest uint32
		expunge := func(t *rapid.T, i int, byUID bool) {
			uid := model[i]
			if byUID {
				if seq, ok := v.ExpungeUID(uid); !ok || seq != uint32(i+1) {
					t.Fatalf("ExpungeUID(%d) = %d, %v, want %d", uid, seq, ok, i+1)
				}
			} else if got, err := v.Expunge(uint32(i + 1)); err != nil || got != uid {
				t.Fatalf("Expunge(%d) = %d, %v, want %d", i+1, got, err, uid)
			}
			model = slices.Delete(model, i, i+1)
		}
		t.Repeat(map[string]func(*rapid.T){
			"append": func(t *rapid.T) {
				n := rapid.SampledFrom([]int{1, 1, 2, 100, 512, 1300}).Draw(t, "n")
				gap := rapid.Uint32Range(1, 3).Draw(t, "gap")
				for range n {
					highest += gap
					if err := v.Append(highest); err != nil {
						t.Fatal(err)
					}
					model = append(model, highest)
				}
			},
			"append out of order": func(t *rapid.T) {
				uid := rapid.Uint32Range(0, highest).Draw(t, "uid")
				if err := v.Append(uid); !errors.Is(err, state.ErrOrder) {
					t.Fatalf("Append(%d) after %d: %v", uid, highest, err)
				}
			},
			"expunge": func(t *rapid.T) {
				if len(model) == 0 {
					return
				}
				at := rapid.IntRange(0, len(model)-1).Draw(t, "at")
				n := rapid.SampledFrom([]int{1, 1, 3, 300, 700}).Draw(t, "n")
				byUID := rapid.Bool().Draw(t, "by UID")
				for range min(n, len(model)-at) {
					expunge(t, at, byUID)
				}
			},
			"expunge most": func(t *rapid.T) {
				keep := rapid.IntRange(2, 40).Draw(t, "keep one in")
				for i := len(model) - 1; i >= 0; i-- {
					if i%keep != 0 {
						expunge(t, i, i&1 == 0)
					}
				}
			},
			"expunge none": func(t *rapid.T) {
				seq := rapid.SampledFrom([]uint32{0, uint32(len(model) + 1), 1<<32 - 1}).Draw(t, "seq")
				if _, err := v.Expunge(seq); !errors.Is(err, state.ErrNoMessage) {
					t.Fatalf("Expunge(%d) of %d: %v", seq, len(model), err)
				}
			},
			"look up": func(t *rapid.T) {
				seq := rapid.Uint32Range(0, uint32(len(model)+2)).Draw(t, "seq")
				uid, ok := v.UID(seq)
				if want := seq >= 1 && int(seq) <= len(model); ok != want || ok && uid != model[seq-1] || !ok && uid != 0 {
					t.Fatalf("UID(%d) = %d, %v", seq, uid, ok)
				}
				uid = rapid.Uint32Range(0, highest+2).Draw(t, "uid")
				i, want := slices.BinarySearch(model, uid)
				seq, ok = v.Seq(uid)
				if ok != want || ok && seq != uint32(i+1) || !ok && seq != 0 {
					t.Fatalf("Seq(%d) = %d, %v, want %d, %v", uid, seq, ok, i+1, want)
				}
				if !want {
					if seq, ok := v.ExpungeUID(uid); seq != 0 || ok {
						t.Fatalf("ExpungeUID(%d) = %d, %v", uid, seq, ok)
					}
				}
			},
			"range": func(t *rapid.T) {
				low := rapid.Uint32Range(0, highest+2).Draw(t, "low")
				high := rapid.Uint32Range(low, highest+2).Draw(t, "high")
				i, _ := slices.BinarySearch(model, low)
				j, _ := slices.BinarySearch(model, high+1)
				want := numbered(model)[i:j]
				if got := collect(v.Range(low, high)); !slices.Equal(got, want) {
					t.Fatalf("Range(%d, %d) = %v, want %v", low, high, got, want)
				}
			},
			"": func(t *rapid.T) {
				if v.Len() != len(model) {
					t.Fatalf("Len %d, want %d", v.Len(), len(model))
				}
				if got := collect(v.All()); !slices.Equal(got, numbered(model)) {
					t.Fatalf("All gives %d messages that are not those wanted", len(got))
				}
				// The counts too: All does not need them.
				for i := 0; i < len(model); i += 61 {
					if uid, ok := v.UID(uint32(i + 1)); !ok || uid != model[i] {
						t.Fatalf("UID(%d) = %d, %v, want %d", i+1, uid, ok, model[i])
					}
					if seq, ok := v.Seq(model[i]); !ok || seq != uint32(i+1) {
						t.Fatalf("Seq(%d) = %d, %v, want %d", model[i], seq, ok, i+1)
					}
				}
			},
		})
	})
}

func fillView(t testing.TB, v *state.View, n int) {
	t.Helper()
	for i := range n {
		if err := v.Append(uint32(i + 1)); err != nil {
			t.Fatal(err)
		}
	}
}

// Next to nothing for a mailbox without gaps, at most 16 bytes a message when
// expunges in order have left every other one or fewer, and 20 whatever the
// order was.
func TestViewMemory(t *testing.T) {
	const n = 1 << 18
	order := make([]uint32, n)
	for i := range order {
		order[i] = uint32(i + 1)
	}
	measure := func(n, keep int, most float64) {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var v state.View
		fillView(t, &v, n)
		for _, uid := range order {
			if keep > 1 && int(uid)%keep != 0 {
				v.ExpungeUID(uid)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		perMessage := float64(after.HeapAlloc-min(before.HeapAlloc, after.HeapAlloc)) / float64(v.Len())
		if perMessage > most {
			t.Errorf("one in %d kept: %.1f bytes a message", keep, perMessage)
		}
		runtime.KeepAlive(&v)
	}
	measure(1_000_000, 1, 0.1)
	for _, keep := range []int{2, 3, 10, 100} {
		measure(n, keep, 16)
	}
	slices.Reverse(order)
	measure(n, 2, 16)
	x := uint32(1)
	for i := range order { // shuffled
		x = x*1664525 + 1013904223
		j := int(uint64(x) * n >> 32)
		order[i], order[j] = order[j], order[i]
	}
	for _, keep := range []int{2, 3, 10, 100} {
		measure(n, keep, 20)
	}
}

func TestViewAllocs(t *testing.T) {
	for _, n := range []int{0, 1, 511, 512, 513, 100_000} {
		var v state.View
		fillView(t, &v, n)
		uid := uint32(n)
		turn := func() {
			uid++
			err := v.Append(uid)
			seq, ok := v.Seq(uid)
			got, ok2 := v.UID(seq)
			_, err2 := v.Expunge(seq)
			if err != nil || !ok || !ok2 || got != uid || err2 != nil {
				t.Fatal(uid, err, seq, ok, got, ok2, err2)
			}
		}
		turn()
		if got := testing.AllocsPerRun(1000, turn); got != 0 {
			t.Errorf("%d messages: %v allocations", n, got)
		}
		if got := testing.AllocsPerRun(10, func() {
			for seq := range v.Range(1, 700) {
				uid += seq
				uid -= seq
			}
		}); got != 0 {
			t.Errorf("%d messages: %v allocations to range", n, got)
		}
	}
}

func BenchmarkView(b *testing.B) {
	b.Run("Fragmented", func(b *testing.B) { // every other of 1,000,000 is gone
		const n = 1_000_000
		var v state.View
		fillView(b, &v, n)
		for uid := uint32(1); uid <= n; uid += 2 {
			v.ExpungeUID(uid)
		}
		x := uint32(1)
		next := func() uint32 {
			x = x*1664525 + 1013904223
			return uint32(uint64(x) * (n / 2) >> 32)
		}
		b.Run("UID", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := v.UID(next() + 1); !ok {
					b.Fatal("missing")
				}
			}
		})
		b.Run("Seq", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := v.Seq(2*next() + 2); !ok {
					b.Fatal("missing")
				}
			}
		})
	})
	b.Run("ExpungeAll/1000000", func(b *testing.B) { // in an order that leaves gaps everywhere
		const n = 1 << 20
		b.ReportAllocs()
		for b.Loop() {
			var v state.View
			fillView(b, &v, n)
			for i := range uint32(n) {
				if _, ok := v.ExpungeUID(i*0x9e3b1%n + 1); !ok {
					b.Fatal("missing")
				}
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/message")
	})
	for _, n := range []int{1000, 1_000_000} {
		var v state.View
		fillView(b, &v, n)
		// Steps through the mailbox without any order.
		x := uint32(1)
		next := func() uint32 {
			x = x*1664525 + 1013904223
			return uint32(uint64(x) * uint64(n) >> 32)
		}
		b.Run(fmt.Sprint("UID/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := v.UID(next() + 1); !ok {
					b.Fatal("missing")
				}
			}
		})
		b.Run(fmt.Sprint("Seq/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := v.Seq(next() + 1); !ok {
					b.Fatal("missing")
				}
			}
		})
		b.Run(fmt.Sprint("ExpungeAppend/", n), func(b *testing.B) {
			var v state.View
			fillView(b, &v, n)
			uid := uint32(n)
			b.ReportAllocs()
			for b.Loop() {
				uid++
				if v.Append(uid) != nil {
					b.Fatal("out of order")
				}
				if _, err := v.Expunge(next() + 1); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprint("Fill/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var v state.View
				fillView(b, &v, n)
			}
		})
		b.Run(fmt.Sprint("All/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for range v.All() {
				}
			}
		})
	}
}
