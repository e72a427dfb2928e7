package state_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"imapkit.example/state"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
	"pgregory.net/rapid"
)

// A peer is a mailbox as its server has announced it, and which UIDs a client
// has been told of.
type peer struct {
	uids  []uint32
	known []bool
	next  uint32 // a UID never used
}

func (p *peer) remove(i int) {
	p.uids = slices.Delete(p.uids, i, i+1)
	p.known = slices.Delete(p.known, i, i+1)
}

// same compares all that a View tells with the peer (the two have the same
// length at every moment, and agree about each message).
func (p *peer) same(t *rapid.T, v *state.View) {
	unknown := 0
	for _, k := range p.known {
		if !k {
			unknown++
		}
	}
	if v.Len() != len(p.uids) || v.Unknown() != unknown {
		t.Fatalf("%d messages, %d unknown; want %d, %d", v.Len(), v.Unknown(), len(p.uids), unknown)
	}
	i := 0
	for seq, uid := range v.All() {
		want := uint32(0)
		if p.known[i] {
			want = p.uids[i]
		}
		if int(seq) != i+1 || uid != want {
			t.Fatalf("message %d has UID %d, want %d with %d", seq, uid, i+1, want)
		}
		i++
	}
	if i != len(p.uids) {
		t.Fatalf("All gives %d messages of %d", i, len(p.uids))
	}
	for i, uid := range p.uids {
		got, ok := v.UID(uint32(i + 1))
		if ok != p.known[i] || ok && got != uid {
			t.Fatalf("UID(%d) = %d, %v; want %d, %v", i+1, got, ok, uid, p.known[i])
		}
		seq, ok := v.Seq(uid)
		if ok != p.known[i] || ok && int(seq) != i+1 || v.Has(uid) != ok {
			t.Fatalf("Seq(%d) = %d, %v; want %d, %v", uid, seq, ok, i+1, p.known[i])
		}
	}
}

// A client follows a server that tells of changes in any way it may, and learns
// UIDs in any order: the two agree at every moment, for a sequence
// number means the same message on both sides all the time.
func TestViewClientModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := peer{next: rapid.Uint32Range(1, 1<<31).Draw(t, "first UID")}
		var v state.View
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		learn := func(i int) {
			must(v.Learn(uint32(i+1), p.uids[i]))
			p.known[i] = true
		}
		t.Repeat(map[string]func(*rapid.T){
			"EXISTS": func(t *rapid.T) {
				n := rapid.SampledFrom([]int{0, 1, 2, 30, 300}).Draw(t, "new")
				for range n {
					p.uids = append(p.uids, p.next)
					p.known = append(p.known, false)
					p.next += rapid.SampledFrom([]uint32{1, 1, 1, 2, 9}).Draw(t, "gap")
				}
				must(v.Apply(&response.Exists{Count: uint32(len(p.uids))}))
			},
			"FETCH (UID) of some": func(t *rapid.T) {
				step := rapid.IntRange(1, 40).Draw(t, "one in")
				at := rapid.IntRange(0, 40).Draw(t, "from")
				down := rapid.Bool().Draw(t, "downwards")
				var list []int
				for i := at; i < len(p.uids); i += step {
					list = append(list, i)
				}
				if down {
					slices.Reverse(list)
				}
				for _, i := range list {
					learn(i)
				}
			},
			"EXPUNGE": func(t *rapid.T) {
				n := rapid.SampledFrom([]int{1, 1, 5, 100}).Draw(t, "n")
				for range min(n, len(p.uids)) {
					i := rapid.IntRange(0, len(p.uids)-1).Draw(t, "which")
					uid, err := v.Expunge(uint32(i + 1))
					if err != nil || p.known[i] && uid != p.uids[i] || !p.known[i] && uid != 0 {
						t.Fatalf("Expunge(%d) = %d, %v; want %d, %v", i+1, uid, err, p.uids[i], p.known[i])
					}
					p.remove(i)
				}
			},
			"VANISHED": func(t *rapid.T) {
				if len(p.uids) == 0 {
					return
				}
				var set wire.Set
				from := rapid.IntRange(0, len(p.uids)-1).Draw(t, "from")
				step := rapid.IntRange(1, 4).Draw(t, "one in")
				n := rapid.IntRange(1, 60).Draw(t, "n")
				var gone []uint32
				for i := from; i < len(p.uids) && n > 0; i, n = i+step, n-1 {
					gone = append(gone, p.uids[i])
				}
				for _, uid := range gone {
					set.Append(uid)
					p.remove(slices.Index(p.uids, uid))
				}
				must(v.Apply(&response.Vanished{UIDs: set}))
			},
			"FETCH (UID) that is wrong": func(t *rapid.T) {
				if len(p.uids) == 0 {
					return
				}
				i := rapid.IntRange(0, len(p.uids)-1).Draw(t, "which")
				low, high := uint64(0), uint64(1<<32)
				room := uint64(0)
				for j := i - 1; j >= 0; j-- {
					room++
					if p.known[j] {
						low = uint64(p.uids[j])
						break
					}
				}
				behind := uint64(0)
				for j := i + 1; j < len(p.uids); j++ {
					behind++
					if p.known[j] {
						high = uint64(p.uids[j])
						break
					}
				}
				if low == 0 {
					room++
				}
				if high == 1<<32 {
					behind++
				}
				uid := rapid.Uint32().Draw(t, "UID")
				switch rapid.IntRange(0, 3).Draw(t, "near") {
				case 0:
					uid = uint32(low + room - 1)
				case 1:
					uid = uint32(high - behind + 1)
				}
				fits := uint64(uid) >= low+room && uint64(uid) <= high-behind && uid != 0
				if p.known[i] {
					fits = uid == p.uids[i]
				}
				if fits {
					return
				}
				if err := v.Learn(uint32(i+1), uid); !errors.Is(err, state.ErrOrder) {
					t.Fatalf("Learn(%d, %d): %v", i+1, uid, err)
				}
			},
			"nonsense": func(t *rapid.T) {
				n := uint32(len(p.uids))
				if n > 0 {
					if err := v.Exists(n - 1); !errors.Is(err, state.ErrShrunk) {
						t.Fatalf("EXISTS %d of %d: %v", n-1, n, err)
					}
				}
				for _, seq := range []uint32{0, n + 1, 1<<32 - 1} {
					if _, err := v.Expunge(seq); !errors.Is(err, state.ErrNoMessage) {
						t.Fatalf("EXPUNGE %d of %d: %v", seq, n, err)
					}
					if err := v.Learn(seq, 7); !errors.Is(err, state.ErrNoMessage) {
						t.Fatalf("UID of message %d of %d: %v", seq, n, err)
					}
				}
				// A UID never used, if the last message is not known, can be its own.
				err := v.Vanished(wire.Numbers(p.next))
				if last := len(p.uids) - 1; last >= 0 && !p.known[last] && err == nil {
					p.remove(last)
				} else if !errors.Is(err, state.ErrNoMessage) {
					t.Fatalf("VANISHED of a UID never used: %v", err)
				}
				v.VanishedEarlier(wire.RangeOf(1, 1<<32-1)) // changes nothing
			},
			"": func(t *rapid.T) { p.same(t, &v) },
		})
	})
}

// VANISHED that names more than there is.
func TestViewVanishedMissing(t *testing.T) {
	view := func() *state.View {
		v := &state.View{}
		if v.Exists(6) != nil || v.Learn(1, 10) != nil || v.Learn(4, 20) != nil || v.Learn(5, 21) != nil {
			t.Fatal("cannot be")
		}
		return v // 10 ? ? 20 21 ?
	}
	for _, tt := range []struct {
		set     wire.Set
		ok      bool
		len     int
		unknown int
	}{
		{wire.Numbers(10), true, 5, 3},
		{wire.Numbers(11), true, 5, 2},
		{wire.Numbers(11, 19), true, 4, 1},
		{wire.Numbers(11, 15, 19), false, 4, 1},
		{wire.Numbers(9), false, 6, 3},
		{wire.Numbers(30), true, 5, 2},
		{wire.Numbers(30, 32), false, 5, 2},
		{wire.Numbers(20, 21), true, 4, 3},
		{wire.RangeOf(10, 12), true, 3, 1},
		{wire.RangeOf(12, 10), true, 3, 1},
		{wire.RangeOf(1, 1<<32-1), false, 0, 0},
		{wire.Set{Ranges: []wire.Range{{First: 20, Last: 20}, {First: 20, Last: 21}}}, true, 4, 3},
		{wire.Set{Saved: true}, false, 6, 3},
	} {
		v := view()
		err := v.Vanished(tt.set)
		if (err == nil) != tt.ok || err != nil && !errors.Is(err, state.ErrNoMessage) || v.Len() != tt.len || v.Unknown() != tt.unknown {
			t.Errorf("VANISHED %v: %v, %d messages, %d unknown; want %v, %d, %d", tt.set, err, v.Len(), v.Unknown(), tt.ok, tt.len, tt.unknown)
		}
	}
}

// A server can say that there are four billion messages: nothing grows with
// that, and they can be told of from both ends.
func TestViewHuge(t *testing.T) {
	var v state.View
	const most = min(1<<32-1, math.MaxInt)
	if n := testing.AllocsPerRun(1, func() {
		v.Reset()
		if err := v.Exists(most); err != nil {
			t.Fatal(err)
		}
	}); n > 10 {
		t.Errorf("%v allocations", n)
	}
	if v.Len() != most || v.Unknown() != most {
		t.Fatalf("%d messages, %d unknown", v.Len(), v.Unknown())
	}
	for _, n := range []uint32{most, 1, most/2 + 1} {
		// There is only one way to number so many.
		if err := v.Learn(n, n-1); !errors.Is(err, state.ErrOrder) {
			t.Errorf("Learn(%d, %d): %v", n, n-1, err)
		}
		if err := v.Learn(n, n); err != nil {
			t.Errorf("Learn(%d, %d): %v", n, n, err)
		}
	}
	if err := v.Append(1<<32 - 1); !errors.Is(err, state.ErrOrder) && !errors.Is(err, state.ErrTooMany) {
		t.Errorf("Append: %v", err)
	}
	if most < 1<<32-1 {
		if err := v.Exists(1<<32 - 1); !errors.Is(err, state.ErrTooMany) || v.Len() != most {
			t.Errorf("Exists: %v, %d messages", err, v.Len())
		}
	}
	if err := v.Vanished(wire.RangeOf(2, most)); err != nil || v.Len() != 1 {
		t.Errorf("%v, %d left", err, v.Len())
	}
}

// A range of UIDs may be wider than an int is on small machines.
func TestViewVanishedWide(t *testing.T) {
	for _, from := range []uint32{1, 4, 1 << 31} {
		var v state.View
		for _, uid := range []uint32{1, 5, math.MaxUint32} {
			if err := v.Append(uid); err != nil {
				t.Fatal(err)
			}
		}
		left := map[uint32]int{1: 0, 4: 1, 1 << 31: 2}[from]
		v.Resume()
		v.VanishedEarlier(wire.RangeOf(from, math.MaxUint32))
		if err := errors.Join(v.Exists(uint32(left)), v.Resumed()); err != nil || v.Len() != left {
			t.Errorf("from %d: %v, %d messages, want %d", from, err, v.Len(), left)
		}
		if err := v.Vanished(wire.RangeOf(1, math.MaxUint32)); err != state.ErrNoMessage || v.Len() != 0 {
			t.Errorf("from %d: %v, %d messages", from, err, v.Len())
		}
	}
}

// UIDONLY: there are UIDs and a number of messages, and no more.
func TestViewUIDOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := state.View{UIDOnly: true}
		var uids, known []uint32 // both ascend
		next := uint32(1)
		t.Repeat(map[string]func(*rapid.T){
			"EXISTS": func(t *rapid.T) {
				for range rapid.IntRange(0, 40).Draw(t, "new") {
					next += rapid.Uint32Range(0, 3).Draw(t, "gap")
					uids = append(uids, next)
					next++
				}
				if err := v.Exists(uint32(len(uids))); err != nil {
					t.Fatal(err)
				}
			},
			"UIDFETCH": func(t *rapid.T) {
				for range min(len(uids), 20) {
					uid := rapid.SampledFrom(uids).Draw(t, "UID")
					if err := v.LearnUID(uid); err != nil {
						t.Fatal(err)
					}
					if i, ok := slices.BinarySearch(known, uid); !ok {
						known = slices.Insert(known, i, uid)
					}
				}
			},
			"VANISHED": func(t *rapid.T) {
				if len(uids) == 0 {
					return
				}
				from := rapid.IntRange(0, len(uids)-1).Draw(t, "from")
				to := min(len(uids), from+rapid.IntRange(1, 9).Draw(t, "n"))
				gone := slices.Clone(uids[from:to])
				if err := v.Vanished(wire.Numbers(gone...)); err != nil {
					t.Fatal(err)
				}
				uids = slices.Delete(uids, from, to)
				known = slices.DeleteFunc(known, func(uid uint32) bool { return slices.Contains(gone, uid) })
			},
			"": func(t *rapid.T) {
				if v.Len() != len(uids) || v.Unknown() != len(uids)-len(known) {
					t.Fatalf("%d messages, %d unknown; want %d, %d", v.Len(), v.Unknown(), len(uids), len(uids)-len(known))
				}
				var got []uint32
				for _, uid := range v.Range(1, 1<<32-1) {
					got = append(got, uid)
				}
				if !slices.Equal(got, known) {
					t.Fatalf("UIDs %v, want %v", got, known)
				}
				for _, uid := range known {
					if _, ok := v.Seq(uid); ok || !v.Has(uid) {
						t.Fatalf("UID %d: has %v, numbered %v", uid, v.Has(uid), ok)
					}
				}
				if _, err := v.Expunge(1); !errors.Is(err, state.ErrNoMessage) {
					t.Fatal(err)
				}
				if len(known) == len(uids) {
					if err := v.LearnUID(next + 1); !errors.Is(err, state.ErrNoMessage) {
						t.Fatalf("one more than there are: %v", err)
					}
				}
			},
		})
	})
}

// A mailbox is resumed with QRESYNC: the order of EXISTS and VANISHED (EARLIER)
// does not matter, and the result is the server's view.
func TestViewResume(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var cache, now []uint32
		var gone wire.Set
		uid := uint32(0)
		for range rapid.IntRange(0, 200).Draw(t, "remembered") {
			uid += rapid.Uint32Range(1, 3).Draw(t, "gap")
			cache = append(cache, uid)
			if rapid.IntRange(0, 2).Draw(t, "gone") == 0 {
				gone.Append(uid)
			} else {
				now = append(now, uid)
			}
		}
		fresh := rapid.IntRange(0, 5).Draw(t, "new")
		if gone.IsZero() || rapid.Bool().Draw(t, "more than was known") {
			gone.Ranges = append(gone.Ranges, wire.Range{First: uid + 1, Last: uid + 9})
		}
		var v state.View
		for _, uid := range cache {
			if err := v.Append(uid); err != nil {
				t.Fatal(err)
			}
		}
		v.Resume()
		exists := &response.Exists{Count: uint32(len(now) + fresh)}
		responses := []response.Response{exists, &response.Vanished{Earlier: true, UIDs: gone}}
		if rapid.Bool().Draw(t, "EXISTS last") {
			slices.Reverse(responses)
		}
		for _, r := range responses {
			if err := v.Apply(r); err != nil {
				t.Fatal(err)
			}
		}
		if fresh > 0 && rapid.Bool().Draw(t, "FETCH") {
			if err := v.Learn(exists.Count, uid+20); err != nil {
				t.Fatal(err)
			}
		} else if err := v.Resumed(); err != nil {
			t.Fatal(err)
		}
		var got []uint32
		for _, uid := range v.Range(1, uid) {
			got = append(got, uid)
		}
		if !slices.Equal(got, now) || v.Len() != len(now)+fresh {
			t.Fatalf("%v of %d messages, want %v of %d", got, v.Len(), now, len(now)+fresh)
		}
	})
	// More is remembered than there is.
	var v state.View
	fillView(t, &v, 5)
	v.Resume()
	if v.Exists(4) != nil || !errors.Is(v.Resumed(), state.ErrShrunk) {
		t.Error("it is not noticed that messages have vanished")
	}
	// Another UIDVALIDITY.
	v.Reset()
	fillView(t, &v, 5)
	v.Resume()
	_ = v.Exists(4)
	v.Forget()
	if v.Len() != 4 || v.Unknown() != 4 || v.Learn(4, 4) != nil || v.Learn(1, 2) == nil {
		t.Errorf("%d messages, %d unknown", v.Len(), v.Unknown())
	}
}

func TestViewUIDs(t *testing.T) {
	var v state.View
	if v.Exists(6) != nil || v.Learn(1, 10) != nil || v.Learn(3, 20) != nil || v.Learn(4, 21) != nil || v.Learn(6, 30) != nil {
		t.Fatal("cannot be")
	}
	set := func(ranges ...wire.Range) wire.Set { return wire.Set{Ranges: ranges} }
	for _, tt := range []struct {
		numbers, want wire.Set
		err           error
	}{
		{wire.Numbers(1), wire.Numbers(10), nil},
		{wire.RangeOf(1, 3), wire.RangeOf(10, 20), nil},
		{wire.RangeOf(wire.Star, 4), wire.RangeOf(21, 30), nil},
		{set(wire.Range{First: 4, Last: 4}, wire.Range{First: 1, Last: 1}), set(wire.Range{First: 10, Last: 10}, wire.Range{First: 21, Last: 21}), nil},
		{wire.Numbers(2), wire.Set{}, state.ErrUnknownUID},
		{wire.Numbers(7), wire.Set{}, state.ErrNoMessage},
		{wire.RangeOf(1, 1<<32-1), wire.Set{}, state.ErrNoMessage},
		{wire.Set{}, wire.Set{}, state.ErrNoMessage},
	} {
		got, err := v.UIDs(tt.numbers)
		if !errors.Is(err, tt.err) || !slices.Equal(got.Ranges, tt.want.Ranges) {
			t.Errorf("UIDs(%v) = %v, %v; want %v, %v", tt.numbers, got, err, tt.want, tt.err)
		}
	}
}
