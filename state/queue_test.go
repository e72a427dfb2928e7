package state_test

import (
	"slices"
	"testing"

	"imapkit.example/state"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"pgregory.net/rapid"
)

// The queue against one that compares each command with all in flight, under
// random settings that change while commands wait.
//
// It holds that nothing is released that has to wait (sequence numbers, effects,
// barriers: each pair is the subject of TestEveryPair), in the order pushed;
// that Next and Why agree; and that everything is released in the end when what
// is in flight completes, in any order.
func TestQueueModel(t *testing.T) {
	uses := sampleUses(t, true)
	rapid.Check(t, func(t *rapid.T) {
		type command struct {
			id     int
			use    *state.Use
			ticket state.Ticket
		}
		var q state.Queue[int]
		var waiting, flight []command
		var sending state.Ticket
		q.Limit = rapid.SampledFrom([]int{0, 1, 2, 5}).Draw(t, "limit")
		limit := q.Limit
		if limit == 0 {
			limit = 1000
		}
		setting := state.Setting{}
		next, released := 0, -1
		why := func() state.Reason {
			switch {
			case len(waiting) == 0:
				return 0
			case sending != 0:
				return state.BecauseSending
			case len(flight) >= limit:
				return state.BecauseFull
			}
			for _, c := range flight {
				if r := setting.Wait(c.use, waiting[0].use); r != 0 {
					return r
				}
			}
			return 0
		}
		release := func(t *rapid.T) {
			want := why()
			got := q.Why(setting)
			if (got == 0) != (want == 0) {
				t.Fatalf("Why is %v, want %v", got, want)
			}
			ticket, id, ok := q.Next(setting)
			if ok != (want == 0 && len(waiting) > 0) {
				t.Fatalf("Next: %v, although %v", ok, want)
			}
			if !ok {
				return
			}
			if id != waiting[0].id || id <= released {
				t.Fatalf("%d released behind %d, want %d", id, released, waiting[0].id)
			}
			released = id
			waiting[0].ticket = ticket
			flight, waiting = append(flight, waiting[0]), waiting[1:]
			sending = ticket
		}
		done := func(t *rapid.T) {
			if len(flight) == 0 {
				return
			}
			i := rapid.IntRange(0, len(flight)-1).Draw(t, "which")
			ticket := flight[i].ticket
			if !q.Done(ticket) || q.Done(ticket) {
				t.Fatalf("Done(%d) not once", ticket)
			}
			if sending == ticket {
				sending = 0
			}
			flight = slices.Delete(flight, i, i+1)
		}
		sent := func(*rapid.T) {
			q.Sent(sending)
			sending = 0
		}
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				u := &uses[rapid.IntRange(0, len(uses)-1).Draw(t, "command")]
				q.Push(*u, next)
				waiting = append(waiting, command{next, u, 0})
				next++
			},
			"release":       release,
			"release again": release,
			"sent":          sent,
			"done":          done,
			"setting": func(t *rapid.T) {
				setting = state.Setting{
					Mailbox:  rapid.SampledFrom([]string{"", "A", "B", "C"}).Draw(t, "mailbox"),
					ReadOnly: rapid.Bool().Draw(t, "read-only"),
					Tagged:   rapid.Bool().Draw(t, "tagged"),
					InOrder:  rapid.Bool().Draw(t, "in order"),
				}
			},
			"remove": func(t *rapid.T) {
				of := rapid.IntRange(2, 6).Draw(t, "one of")
				q.Remove(func(_ *state.Use, id int) bool { return id%of == 0 })
				waiting = slices.DeleteFunc(waiting, func(c command) bool { return c.id%of == 0 })
			},
			"abort": func(t *rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "abort") > 0 {
					return
				}
				q.Abort()
				waiting, flight, sending = nil, nil, 0
			},
			"": func(t *rapid.T) {
				if q.Len() != len(waiting) || q.InFlight() != len(flight) {
					t.Fatalf("Len %d, InFlight %d, want %d, %d", q.Len(), q.InFlight(), len(waiting), len(flight))
				}
				if q.Done(0) {
					t.Fatal("Done(0) is true")
				}
			},
		})
		// Complete what is in flight, again and again: nothing is left behind.
		for range 3 * next {
			release(t)
			sent(t)
			if why() != 0 {
				done(t)
			}
		}
		if len(waiting) != 0 || q.Len() != 0 {
			t.Fatalf("%d commands are never released", len(waiting))
		}
	})
}

// Barriers, sequence numbers, effects and order by the facts that the samples are written with, not by the rules:
// random programs, completed in any order.
func TestQueueSafe(t *testing.T) {
	uses := sampleUses(t, true)
	rapid.Check(t, func(t *rapid.T) {
		type sent struct {
			sample
			ticket state.Ticket
		}
		var q state.Queue[sample]
		var flight []sent
		program := rapid.SliceOfN(rapid.IntRange(0, len(samples)-1), 0, 60).Draw(t, "program")
		for _, i := range program {
			q.Push(uses[i], samples[i])
		}
		released := 0
		for released < len(program) || len(flight) > 0 {
			ticket, s, ok := q.Next(selectedA)
			if ok {
				if s != samples[program[released]] {
					t.Fatalf("%s is released out of order", s.line)
				}
				for _, f := range flight {
					if why := mustWait(f.sample, s); why != "" {
						t.Fatalf("%s beside %s: %s", s.line, f.line, why)
					}
				}
				released++
				flight = append(flight, sent{s, ticket})
				q.Sent(ticket)
				if rapid.Bool().Draw(t, "go on") {
					continue
				}
			}
			if len(flight) == 0 {
				t.Fatalf("nothing is in flight, and %s is not released: %v", samples[program[released]].line, q.Why(selectedA))
			}
			i := rapid.IntRange(0, len(flight)-1).Draw(t, "completes")
			q.Done(flight[i].ticket)
			flight = slices.Delete(flight, i, i+1)
		}
	})
}

// What was found out about a command that waits is not held against the one
// behind it, when it is removed.
func TestQueueRemove(t *testing.T) {
	use := func(line string) state.Use {
		u := state.UseOf(parse(t, line))
		var v state.View
		for _, uid := range []uint32{11, 12, 13} {
			if err := v.Append(uid); err != nil {
				t.Fatal(err)
			}
		}
		u.Resolve(&v)
		return u
	}
	var q state.Queue[string]
	send := func() state.Ticket {
		ticket, _, ok := q.Next(selectedA)
		if !ok {
			t.Fatalf("not released: %v", q.Why(selectedA))
		}
		q.Sent(ticket)
		return ticket
	}
	remove := func(line string) { q.Remove(func(_ *state.Use, x string) bool { return x == line }) }
	for _, line := range []string{"FETCH 1 BODY.PEEK[]", "STORE 3 FLAGS ()", "FETCH 3 FLAGS", "UID EXPUNGE 11"} {
		q.Push(use(line), line)
	}
	first, second := send(), send()
	if why := q.Why(selectedA); why != state.BecauseFlags {
		t.Fatalf("FETCH waits for STORE: %v", why)
	}
	remove("FETCH 3 FLAGS")
	if why := q.Why(selectedA); why != state.BecauseMessages {
		t.Errorf("EXPUNGE waits for FETCH: %v", why)
	}
	q.Done(second)
	if why := q.Why(selectedA); why != state.BecauseMessages {
		t.Errorf("EXPUNGE waits for FETCH: %v", why)
	}
	remove("UID EXPUNGE 11")
	q.Push(use("NOOP"), "NOOP")
	if why := q.Why(selectedA); why != 0 {
		t.Errorf("NOOP waits: %v", why)
	}
	q.Done(first)
	send()
}

// The ticket of a command that is done does not stand for another one.
func TestQueueTickets(t *testing.T) {
	var q state.Queue[string]
	u := state.UseOf(parse(t, "CAPABILITY"))
	q.Push(u, "first")
	first, _, _ := q.Next(state.Setting{})
	q.Done(first)
	q.Push(u, "second")
	second, v, ok := q.Next(state.Setting{})
	if !ok || v != "second" || second == first || first == 0 || second == 0 {
		t.Fatalf("tickets %d and %d, %q, %v", first, second, v, ok)
	}
	q.Sent(first) // is not what is being sent
	q.Push(u, "third")
	if q.Done(first) || q.Why(state.Setting{}) != state.BecauseSending || q.InFlight() != 1 {
		t.Error("the ticket of a command that is done has an effect")
	}
	if q.Done(1 << 40) {
		t.Error("a ticket never issued has an effect")
	}
}

// deepQueue returns a queue with n commands in flight that may all be there
// together: each sets the flags of a message of its own.
func deepQueue(t testing.TB, n int) *state.Queue[int] {
	q := &state.Queue[int]{Limit: n + 1}
	for i := range n {
		q.Push(state.UseOf(storeOf(uint32(i+1))), i)
		ticket, _, ok := q.Next(state.Setting{})
		if !ok {
			t.Fatal(q.Why(state.Setting{}))
		}
		q.Sent(ticket)
	}
	return q
}

func storeOf(uid uint32) *command.Store {
	return &command.Store{UID: true, Set: wire.Numbers(uid), Action: command.StoreAdd, Flags: []wire.Flag{wire.Seen}}
}

func TestQueueAllocs(t *testing.T) {
	q := deepQueue(t, 100)
	free := storeOf(101)
	turn := func() {
		q.Push(state.UseOf(free), 101)
		ticket, _, ok := q.Next(state.Setting{})
		if !ok {
			t.Fatal(q.Why(state.Setting{}))
		}
		q.Sent(ticket)
		q.Done(ticket)
	}
	turn()
	if n := testing.AllocsPerRun(1000, turn); n != 0 {
		t.Errorf("push, release, done: %v allocations", n)
	}
	q.Push(state.UseOf(storeOf(50)), 50)
	if n := testing.AllocsPerRun(1000, func() {
		if q.Why(state.Setting{}) != state.BecauseFlags {
			t.Fatal("it need not wait")
		}
	}); n != 0 {
		t.Errorf("waiting: %v allocations", n)
	}
}

// The decision beside 1,000 commands in flight: for one that none of them can
// have to do with, for one that has to be compared with each, and once more for
// one that waits.
func BenchmarkQueue(b *testing.B) {
	const depth = 1000
	release := func(name string, c command.Command) {
		b.Run(name, func(b *testing.B) {
			q := deepQueue(b, depth)
			u := state.UseOf(c)
			b.ReportAllocs()
			for b.Loop() {
				q.Push(u, 0)
				ticket, _, ok := q.Next(state.Setting{})
				if !ok {
					b.Fatal(q.Why(state.Setting{}))
				}
				q.Sent(ticket)
				q.Done(ticket)
			}
		})
	}
	release("Unrelated/1000", command.NewBare(command.CapabilityName))
	release("Compared/1000", storeOf(depth+1))
	b.Run("Waiting/1000", func(b *testing.B) {
		q := deepQueue(b, depth)
		q.Push(state.UseOf(storeOf(depth)), 0)
		b.ReportAllocs()
		for b.Loop() {
			if q.Why(state.Setting{}) != state.BecauseFlags {
				b.Fatal("it need not wait")
			}
		}
	})
	b.Run("UseOf", func(b *testing.B) {
		c := parse(b, `UID FETCH 1:100 (UID FLAGS BODY.PEEK[HEADER.FIELDS (Subject From)])`)
		b.ReportAllocs()
		for b.Loop() {
			if u := state.UseOf(c); u.Numbers {
				b.Fatal("numbers")
			}
		}
	})
}
