package memory

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"imapkit.example/server"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

func TestChanges(t *testing.T) {
	add, remove := command.StoreAdd, command.StoreRemove
	for _, test := range []struct {
		name string
		do   func(t *testing.T, s *session, own, other *handle)
		want string // what own is told
	}{
		{"nothing", func(*testing.T, *session, *handle, *handle) {}, ""},
		{"flags of another", func(t *testing.T, _ *session, _, other *handle) {
			store(t, other, wire.Numbers(2, 3), add, wire.Seen)
		}, `2(\Seen) 3(\Seen)`},
		{"own flags", func(t *testing.T, _ *session, own, _ *handle) {
			store(t, own, wire.Numbers(2, 3), add, wire.Seen)
		}, ``},
		{"no change of flags", func(t *testing.T, _ *session, _, other *handle) {
			store(t, other, wire.Numbers(1), add, "k")
			store(t, other, wire.Numbers(1), command.StoreReplace, "K")
		}, ``},
		{"flags and back", func(t *testing.T, _ *session, _, other *handle) {
			store(t, other, wire.Numbers(3), add, wire.Seen)
			store(t, other, wire.Numbers(3), remove, wire.Seen)
		}, `3()`},
		{"flags of another, then own", func(t *testing.T, _ *session, own, other *handle) {
			store(t, other, wire.Numbers(3), add, wire.Seen)
			store(t, own, wire.Numbers(3), add, wire.Draft)
			store(t, own, wire.Numbers(3), add, wire.Flagged)
		}, `3(\Flagged \Seen \Draft)`},
		{"own flags, then of another", func(t *testing.T, _ *session, own, other *handle) {
			store(t, own, wire.Numbers(3), add, wire.Draft)
			store(t, other, wire.Numbers(3), add, wire.Seen)
		}, `3(\Seen \Draft)`},
		{"expunged by another", func(t *testing.T, _ *session, _, other *handle) {
			expunge(t, other, 1, 3)
		}, `-1 -3`},
		{"expunged by oneself", func(t *testing.T, _ *session, own, _ *handle) {
			expunge(t, own, 2)
		}, `-2`},
		{"added", func(t *testing.T, s *session, _, _ *handle) {
			put(t, s, "INBOX", text("4", "k"), text("5"))
		}, `+4 +5`},
		{"added and flags", func(t *testing.T, s *session, _, other *handle) {
			put(t, s, "INBOX", text("4"))
			store(t, other, all, add, wire.Seen)
		}, `+4 1(\Seen k) 2(\Seen) 3(\Seen)`},
		{"added and expunged", func(t *testing.T, s *session, _, other *handle) {
			put(t, s, "INBOX", text("4"), text("5"))
			expunge(t, other, 4)
		}, `+5`},
		{"flags and expunged", func(t *testing.T, _ *session, _, other *handle) {
			store(t, other, wire.Numbers(2), add, wire.Seen)
			expunge(t, other, 2)
		}, `-2`},
		{"copied by oneself", func(t *testing.T, _ *session, own, _ *handle) {
			if _, err := own.Copy(t.Context(), all, server.CopyTo{Mailbox: "INBOX"}); err != nil {
				t.Error(err)
			}
		}, `+4 +5 +6`},
		{"everything goes", func(t *testing.T, s *session, own, _ *handle) {
			expunge(t, own, 1, 2, 3)
			put(t, s, "INBOX", text("4"))
		}, `+4 -1 -2 -3`},
	} {
		// With a history of one touch, each of them falls back to comparing all.
		for _, size := range []int{historySize, 1} {
			t.Run(fmt.Sprintf("%s, history of %d", test.name, size), func(t *testing.T) {
				s := newSession(t, Limits{})
				s.a.folders[inbox].box.history.size = size
				put(t, s, "INBOX", text("1", "k"), text("2"), text("3"))
				own, _ := open(t, s, "INBOX")
				other, _ := open(t, s, "INBOX")
				test.do(t, s, own, other)
				if got := describeChanges(changes(t, own)); got != test.want {
					t.Errorf("got %q, want %q", got, test.want)
				}
				if got := describeChanges(changes(t, own)); got != "" {
					t.Errorf("got %q again", got)
				}
			})
		}
	}
}

// TestHistoryIsBounded changes flags a great many times while one client does
// not look.
func TestHistoryIsBounded(t *testing.T) {
	s := newSession(t, Limits{})
	put(t, s, "INBOX", text("1"), text("2"))
	own, _ := open(t, s, "INBOX")
	other, _ := open(t, s, "INBOX")
	history := &s.a.folders[inbox].box.history
	for range 5 * historySize {
		store(t, other, wire.Numbers(1), command.StoreAdd, wire.Seen)
		store(t, other, wire.Numbers(1), command.StoreRemove, wire.Seen)
	}
	if n := cap(history.touched); n > 4*historySize {
		t.Errorf("the history takes %d entries", n)
	}
	if got := describeChanges(changes(t, own)); got != "1()" {
		t.Errorf("changes %q", got)
	}
	for _, h := range []*handle{own, other, own} {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
	if history.touched != nil || history.watchers != 0 {
		t.Errorf("%d entries are left, %d watchers", len(history.touched), history.watchers)
	}
}

// TestWait holds Changes to waiting, and no goroutine to being left behind:
// synctest fails if one is.
func TestWait(t *testing.T) {
	type result struct {
		changes server.Changes
		err     error
	}
	for _, test := range []struct {
		name string
		do   func(s *session, own, other *handle, cancel func())
		want string
		err  error
	}{
		{"message", func(s *session, _, _ *handle, _ func()) {
			put(t, s, "INBOX", text("x"))
		}, "+3", nil},
		{"copy from elsewhere", func(s *session, _, _ *handle, _ func()) {
			elsewhere, _ := open(t, s, "elsewhere")
			if _, err := elsewhere.Copy(noContext, all, server.CopyTo{Mailbox: "INBOX"}); err != nil {
				t.Error(err)
			}
		}, "+3", nil},
		{"flags", func(_ *session, _, other *handle, _ func()) {
			store(t, other, all, command.StoreAdd, wire.Seen)
		}, `1(\Seen) 2(\Deleted \Seen)`, nil},
		{"expunge", func(_ *session, _, other *handle, _ func()) {
			if err := other.Expunge(noContext, all); err != nil {
				t.Error(err)
			}
		}, `-2`, nil},
		{"deletion", func(s *session, _, _ *handle, _ func()) {
			if err := s.Rename(noContext, "INBOX", "old"); err != nil {
				t.Error(err)
			}
		}, `-1 -2`, nil},
		{"end of the context", func(_ *session, _, _ *handle, cancel func()) { cancel() }, "", context.Canceled},
		{"close", func(_ *session, own, _ *handle, _ func()) { own.Close() }, "", errClosed},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSession(t, Limits{})
				put(t, s, "INBOX", text("1"), text("2", wire.Deleted))
				other, _ := open(t, s, "INBOX")
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				const waiting = 3
				results := make(chan result, waiting)
				var own *handle
				for range waiting {
					own, _ = open(t, s, "INBOX")
					go func() {
						c, err := own.Changes(ctx, true)
						results <- result{c, err}
					}()
					synctest.Wait()
				}
				// What changes nothing wakes nobody up for good.
				store(t, other, all, command.StoreRemove, wire.Flagged)
				if err := s.Create(t.Context(), "elsewhere"); err != nil {
					t.Error(err)
				}
				put(t, s, "elsewhere", text("x"))
				synctest.Wait()
				if len(results) != 0 {
					t.Errorf("woken up by nothing: %v", <-results)
				}
				test.do(s, own, other, cancel)
				expected := waiting
				if test.err == errClosed {
					expected = 1 // the others go on waiting until the end
				}
				synctest.Wait()
				if len(results) != expected {
					t.Fatalf("%d of %d have woken up", len(results), expected)
				}
				for range expected {
					r := <-results
					if got := describeChanges(r.changes); got != test.want || !errors.Is(r.err, test.err) {
						t.Errorf("got %q, %v; want %q, %v", got, r.err, test.want, test.err)
					}
				}
			})
		})
	}
}

// TestWaitPrefersChanges asks with a context that is done already.
func TestWaitPrefersChanges(t *testing.T) {
	s := newSession(t, Limits{})
	h, _ := open(t, s, "INBOX")
	put(t, s, "INBOX", text("x"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if c, err := h.Changes(ctx, true); err != nil || describeChanges(c) != "+1" {
		t.Errorf("%q, %v", describeChanges(c), err)
	}
	if c, err := h.Changes(ctx, true); !errors.Is(err, context.Canceled) || !c.IsZero() {
		t.Errorf("%q, %v", describeChanges(c), err)
	}
}

func TestWithout(t *testing.T) {
	for _, test := range []struct {
		set  wire.Set
		uids []uint32
		want string
	}{
		{wire.RangeOf(1, 9), nil, "1:9"},
		{wire.RangeOf(1, 9), []uint32{1}, "2:9"},
		{wire.RangeOf(1, 9), []uint32{9}, "1:8"},
		{wire.RangeOf(1, 9), []uint32{5}, "1:4,6:9"},
		{wire.RangeOf(1, 3), []uint32{1, 2, 3}, ""},
		{wire.Numbers(1, 3, 5, 6, 7), []uint32{3, 6}, "1,5,7"},
		{wire.Numbers(2, 4), []uint32{1, 3, 5}, "2,4"},
		{wire.RangeOf(4294967293, 4294967294), []uint32{4294967294}, "4294967293"},
	} {
		if got := without(test.set, test.uids).String(); got != test.want {
			t.Errorf("%v without %v is %s, want %s", test.set, test.uids, got, test.want)
		}
	}
}
