package memory

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"imapkit.example/server"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// TestMoveIsAtomic moves messages back and forth while others look: a message
// that goes one way only is never in both mailboxes, and never in none.
func TestMoveIsAtomic(t *testing.T) {
	const messages = 300
	s := newSession(t, Limits{})
	if err := s.Create(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	for i := range messages {
		put(t, s, "INBOX", text(fmt.Sprint(i)))
	}
	look := func(seen map[string]bool, name string) {
		h, _ := open(t, s, name)
		defer h.Close()
		for _, m := range contents(t, h, all) {
			seen[m.data] = true
		}
	}
	var wg sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		wg.Go(func() { // never in none: the mailbox it comes from is looked at first
			for ended := false; !ended; {
				select {
				case <-done:
					ended = true
				default:
				}
				seen := map[string]bool{}
				look(seen, "INBOX")
				look(seen, "b")
				if len(seen) != messages {
					t.Errorf("%d of %d messages", len(seen), messages)
				}
			}
		})
		wg.Go(func() { // never in both: the mailbox it goes to is looked at first
			for ended := false; !ended; {
				select {
				case <-done:
					ended = true
				default:
				}
				there, here := map[string]bool{}, map[string]bool{}
				look(there, "b")
				look(here, "INBOX")
				for data := range there {
					if here[data] {
						t.Errorf("message %s is in both", data)
					}
				}
			}
		})
	}
	var movers sync.WaitGroup
	for i := range 3 {
		movers.Go(func() {
			h, _ := open(t, s, "INBOX")
			defer h.Close()
			for uid := uint32(i); uid <= messages; uid += 2 { // they compete
				if _, err := h.Copy(t.Context(), wire.RangeOf(max(uid, 1), uid+1), server.CopyTo{Mailbox: "b", Move: true}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	movers.Wait()
	close(done)
	wg.Wait()
	if c, err := s.Status(t.Context(), "b"); err != nil || c.Messages != messages || c.UIDNext != messages+1 {
		t.Errorf("in the end %+v, %v", c, err)
	}
}

// TestConcurrentUse lets several clients do all they can at once, each with a
// flag of its own, while as many wait for changes. In the end, all know the
// same.
func TestConcurrentUse(t *testing.T) {
	const clients, rounds = 4, 150
	b := New(Options{})
	if err := b.AddUser("alice", testPassword); err != nil {
		t.Fatal(err)
	}
	sessions := make([]*session, clients)
	for i := range sessions {
		s, err := b.Login(t.Context(), "alice", testPassword)
		if err != nil {
			t.Fatal(err)
		}
		sessions[i] = s.(*session)
	}
	put(t, sessions[0], "INBOX", text("0"), text("1"), text("2"), text("3"))
	var workers, waiters sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	views := make([]*clientView, 0, 2*clients)
	for i, s := range sessions {
		own, waiting := newClientView(t, s), newClientView(t, s)
		views = append(views, own, waiting)
		waiters.Go(func() {
			for {
				c, err := waiting.h.Changes(ctx, true)
				if err != nil {
					if !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
					return
				}
				waiting.apply(t, c)
			}
		})
		workers.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(i)))
			mine := wire.Flag(fmt.Sprint("mine", i))
			set := map[uint32]bool{}
			for range rounds {
				uid := 1 + random.Uint32N(4)
				switch random.IntN(6) {
				case 0:
					put(t, s, "INBOX", text("x", mine))
				case 1:
					own.store(t, uid, command.StoreAdd, mine)
					set[uid] = true
				case 2:
					own.store(t, uid, command.StoreRemove, mine)
					set[uid] = false
				case 3:
					for m, err := range own.h.Messages(ctx, all) {
						if err != nil {
							t.Error(err)
						} else if m.UID <= 4 && slices.Contains(m.Flags, mine) != set[m.UID] {
							t.Errorf("message %d has %q, %s set: %t", m.UID, m.Flags, mine, set[m.UID])
						}
					}
				case 4:
					if _, err := own.h.Copy(ctx, wire.RangeOf(5, 7+random.Uint32N(50)), server.CopyTo{Mailbox: "INBOX", Move: true}); err != nil {
						t.Error(err)
					}
				case 5:
					own.apply(t, changes(t, own.h))
					if uid > 1 {
						last := wire.RangeOf(5+random.Uint32N(100), 1<<31)
						own.store(t, last.Ranges[0].First, command.StoreAdd, wire.Deleted)
						if err := own.h.Expunge(ctx, last); err != nil {
							t.Error(err)
						}
					}
				}
			}
		})
	}
	workers.Wait()
	cancel()
	waiters.Wait()
	var want string
	for i, v := range views {
		v.apply(t, changes(t, v.h))
		got := v.String()
		if i == 0 {
			want = got
		}
		if got != want || got != summary(t, v.h) {
			t.Errorf("client %d knows\n%s\nwant\n%s\nthere is\n%s", i, got, want, summary(t, v.h))
		}
	}
}

// A clientView is what a client knows of a mailbox: flags by UID. Flags of
// messages that were added are asked for, as a client does.
type clientView struct {
	h     *handle
	last  uint32
	flags map[uint32][]wire.Flag
}

func newClientView(t *testing.T, s *session) *clientView {
	h, snapshot := open(t, s, "INBOX")
	v := &clientView{h: h, flags: map[uint32][]wire.Flag{}}
	v.apply(t, server.Changes{Added: snapshot.UIDs})
	return v
}

func (v *clientView) store(t *testing.T, uid uint32, action command.StoreAction, f wire.Flag) {
	for _, m := range store(t, v.h, wire.Numbers(uid), action, f) {
		if _, ok := v.flags[m.UID]; ok {
			v.flags[m.UID] = m.Flags
		}
	}
}

func (v *clientView) apply(t *testing.T, c server.Changes) {
	for _, uid := range c.Expunged {
		if _, ok := v.flags[uid]; !ok {
			t.Errorf("%d expunged, but not known", uid)
		}
		delete(v.flags, uid)
	}
	for _, m := range c.Flags {
		if _, ok := v.flags[m.UID]; !ok {
			t.Errorf("%d changed, but not known", m.UID)
		}
		v.flags[m.UID] = m.Flags
	}
	for _, uid := range c.Added {
		if uid <= v.last {
			t.Errorf("%d added after %d", uid, v.last)
		}
		v.last = uid
		v.flags[uid] = nil
	}
	if len(c.Added) > 0 {
		for m := range v.h.Messages(noContext, wire.Numbers(c.Added...)) {
			v.flags[m.UID] = slices.Clone(m.Flags)
		}
	}
}

func (v *clientView) String() string {
	var list []server.MessageFlags
	for uid, flags := range v.flags {
		list = append(list, server.MessageFlags{UID: uid, Flags: flags})
	}
	slices.SortFunc(list, func(x, y server.MessageFlags) int { return int(x.UID) - int(y.UID) })
	out := ""
	for i, m := range list {
		if i > 0 {
			out += " "
		}
		out += describe(m)
	}
	return out
}
