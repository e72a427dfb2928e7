package memory

import (
	"context"
	"errors"
	"math"
	"runtime"
	"strings"
	"testing"
	"weak"

	"imapkit.example/server"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

var all = wire.RangeOf(1, math.MaxUint32)

func TestOpen(t *testing.T) {
	s := newSession(t, Limits{})
	put(t, s, "INBOX", text("1", wire.Seen), text("2", "b", wire.Seen), text("3", "A"), text("4"))
	h, snapshot := open(t, s, "Inbox")
	if snapshot.FirstUnseen != 3 || snapshot.UIDNext != 5 || len(snapshot.UIDs) != 4 || snapshot.ReadOnly {
		t.Errorf("snapshot %+v", snapshot)
	}
	if len(snapshot.Flags) != 2 || snapshot.Flags[0] != "A" || snapshot.Flags[1] != "b" {
		t.Errorf("keywords %q", snapshot.Flags)
	}
	expunge(t, h, 2)
	store(t, h, all, command.StoreAdd, wire.Seen)
	if _, snapshot = open(t, s, "INBOX"); len(snapshot.Flags) != 1 || snapshot.FirstUnseen != 0 {
		t.Errorf("snapshot %+v", snapshot)
	}
	if _, _, err := s.Open(t.Context(), "nothing", false); !errors.Is(err, server.ErrNonexistent) {
		t.Errorf("open of what does not exist: %v", err)
	}
}

func TestStore(t *testing.T) {
	for _, test := range []struct {
		name   string
		had    []wire.Flag
		action command.StoreAction
		flags  []wire.Flag
		want   string
	}{
		{"add", []wire.Flag{"b"}, command.StoreAdd, []wire.Flag{wire.Seen, "a"}, `1(\Seen a b)`},
		{"add again", []wire.Flag{wire.Seen, "a"}, command.StoreAdd, []wire.Flag{`\SEEN`, "A"}, `1(\Seen a)`},
		{"add twice", nil, command.StoreAdd, []wire.Flag{"a", "A", `\seen`, `\Seen`}, `1(\Seen a)`},
		{"add nothing", []wire.Flag{"a"}, command.StoreAdd, nil, `1(a)`},
		{"add what cannot be set", []wire.Flag{"a"}, command.StoreAdd, []wire.Flag{`\Recent`, `\*`, `\Other`, "", "x y"}, `1(a)`},
		{"remove", []wire.Flag{wire.Draft, wire.Flagged, "a", "b"}, command.StoreRemove, []wire.Flag{`\FLAGGED`, "B"}, `1(\Draft a)`},
		{"remove what is not there", []wire.Flag{"a"}, command.StoreRemove, []wire.Flag{"b", wire.Seen}, `1(a)`},
		{"remove all", []wire.Flag{"a", wire.Seen}, command.StoreRemove, []wire.Flag{"a", wire.Seen}, `1()`},
		{"replace", []wire.Flag{"a", wire.Seen}, command.StoreReplace, []wire.Flag{"c", wire.Answered, "A"}, `1(\Answered a c)`},
		{"replace by nothing", []wire.Flag{"a", wire.Seen}, command.StoreReplace, nil, `1()`},
		{"order", nil, command.StoreReplace,
			[]wire.Flag{"$z", "b", "C", wire.Draft, wire.Seen, wire.Deleted, wire.Flagged, wire.Answered},
			`1(\Answered \Flagged \Deleted \Seen \Draft $z b C)`},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSession(t, Limits{})
			put(t, s, "INBOX", text("x", test.had...))
			h, _ := open(t, s, "INBOX")
			list := store(t, h, all, test.action, test.flags...)
			if len(list) != 1 || describe(list[0]) != test.want {
				t.Errorf("result %v, want %s", list, test.want)
			}
			if got := summary(t, h); got != test.want {
				t.Errorf("stored %s, want %s", got, test.want)
			}
			if c := changes(t, h); !c.IsZero() {
				t.Errorf("own change is reported: %s", describeChanges(c))
			}
			keywords := map[string]bool{}
			for _, f := range list[0].Flags {
				if f.IsKeyword() {
					keywords[strings.ToUpper(string(f))] = true
				}
				list[0].Flags[0] = "changed" // by the caller, who may
			}
			if n := len(s.a.folders[inbox].box.keywords); n != len(keywords) {
				t.Errorf("%d keywords are in use, want %d", n, len(keywords))
			}
			if got := summary(t, h); got != test.want {
				t.Errorf("the result shares memory with the mailbox: %s", got)
			}
		})
	}
}

func TestStoreSets(t *testing.T) {
	s := newSession(t, Limits{})
	put(t, s, "INBOX", text("1"), text("2"), text("3"), text("4"), text("5"))
	h, _ := open(t, s, "INBOX")
	expunge(t, h, 3)
	for _, test := range []struct {
		set  wire.Set
		want string
	}{
		{wire.Set{}, ""},
		{wire.Numbers(3), ""},
		{wire.Numbers(2, 3, 5), "2 5"},
		{wire.RangeOf(3, 3), ""},
		{wire.RangeOf(4, math.MaxUint32), "4 5"},
		{wire.Set{Ranges: []wire.Range{{First: 1, Last: 1}, {First: 3, Last: 4}, {First: 100, Last: 200}}}, "1 4"},
		{wire.RangeOf(6, math.MaxUint32), ""},
	} {
		var stored, read []string
		for _, m := range store(t, h, test.set, command.StoreAdd, wire.Seen) {
			stored = append(stored, string('0'+rune(m.UID)))
		}
		for _, m := range contents(t, h, test.set) {
			read = append(read, string('0'+rune(m.uid)))
		}
		if got := strings.Join(stored, " "); got != test.want {
			t.Errorf("STORE %v applied to %s, want %s", test.set, got, test.want)
		}
		if got := strings.Join(read, " "); got != test.want {
			t.Errorf("%v holds %s, want %s", test.set, got, test.want)
		}
	}
}

func TestKeywordLimits(t *testing.T) {
	s := newSession(t, Limits{Keywords: 3, MessageKeywords: 2})
	put(t, s, "INBOX", text("1", "a", "b"), text("2", "a"))
	h, _ := open(t, s, "INBOX")
	for _, test := range []struct {
		uid    uint32
		action command.StoreAction
		flags  []wire.Flag
		want   error
	}{
		{1, command.StoreAdd, []wire.Flag{"c"}, server.ErrFlags},
		{1, command.StoreAdd, []wire.Flag{"A", "B", wire.Seen}, nil},
		{2, command.StoreReplace, []wire.Flag{"c", "d"}, server.ErrFlags},
		{2, command.StoreRemove, []wire.Flag{"x", "y", "z"}, nil},
		{2, command.StoreReplace, []wire.Flag{"c", "b"}, nil},
		{2, command.StoreAdd, []wire.Flag{"d"}, server.ErrFlags},
		{9, command.StoreAdd, []wire.Flag{"d"}, nil}, // no such message
	} {
		before := summary(t, h)
		_, err := h.Store(t.Context(), wire.Numbers(test.uid), test.action, test.flags)
		if !errors.Is(err, test.want) {
			t.Errorf("message %d, flags %q: %v, want %v", test.uid, test.flags, err, test.want)
		}
		if after := summary(t, h); err != nil && after != before {
			t.Errorf("a refused STORE left %s of %s", after, before)
		}
	}
	if err := s.Create(t.Context(), "full"); err != nil {
		t.Fatal(err)
	}
	put(t, s, "full", text("", "x"), text("", "y", "a"))
	if _, err := h.Copy(t.Context(), all, server.CopyTo{Mailbox: "full", Move: true}); !errors.Is(err, server.ErrFlags) {
		t.Errorf("move to where the keywords do not fit: %v", err)
	}
	if c, err := s.Status(t.Context(), "full"); err != nil || c.Messages != 2 || s.a.messages != 4 {
		t.Errorf("it left %+v, %v", c, err)
	}
}

func TestReadOnly(t *testing.T) {
	s := newSession(t, Limits{})
	put(t, s, "INBOX", text("1", wire.Deleted))
	if err := s.Create(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	h, snapshot, err := s.Open(t.Context(), "INBOX", true)
	if err != nil || !snapshot.ReadOnly {
		t.Fatal(err)
	}
	if _, err := h.Store(t.Context(), all, command.StoreAdd, []wire.Flag{wire.Seen}); !errors.Is(err, server.ErrReadOnly) {
		t.Errorf("store: %v", err)
	}
	if err := h.Expunge(t.Context(), all); !errors.Is(err, server.ErrReadOnly) {
		t.Errorf("expunge: %v", err)
	}
	if _, err := h.Copy(t.Context(), all, server.CopyTo{Mailbox: "a", Move: true}); !errors.Is(err, server.ErrReadOnly) {
		t.Errorf("move: %v", err)
	}
	if _, err := h.Copy(t.Context(), all, server.CopyTo{Mailbox: "a"}); err != nil {
		t.Errorf("copy: %v", err)
	}
	if got := summary(t, h.(*handle)); got != `1(\Deleted)` {
		t.Errorf("messages %s", got)
	}
}

func TestCopy(t *testing.T) {
	for _, test := range []struct {
		name         string
		set          wire.Set
		to           server.CopyTo
		err          error
		copied       string // source and target
		inbox, there string // what is where afterwards
		changes      string
	}{
		{name: "copy", set: wire.Numbers(1, 4), to: server.CopyTo{Mailbox: "a"},
			copied: "1,4 2:3", inbox: `1(\Seen K) 2() 4(K)`, there: `1(k) 2(\Seen k) 3(k)`},
		{name: "move", set: wire.RangeOf(2, 9), to: server.CopyTo{Mailbox: "a", Move: true},
			copied: "2,4 2:3", inbox: `1(\Seen K)`, there: `1(k) 2() 3(k)`, changes: "-2 -4"},
		{name: "copy within", set: wire.RangeOf(1, 2), to: server.CopyTo{Mailbox: "inbox"},
			copied: "1:2 5:6", inbox: `1(\Seen K) 2() 4(K) 5(\Seen K) 6()`, there: `1(k)`, changes: "+5 +6"},
		{name: "move within", set: all, to: server.CopyTo{Mailbox: "INBOX", Move: true},
			copied: "1:2,4 5:7", inbox: `5(\Seen K) 6() 7(K)`, there: `1(k)`, changes: "+5 +6 +7 -1 -2 -4"},
		{name: "nothing", set: wire.Numbers(3), to: server.CopyTo{Mailbox: "a", Move: true},
			copied: " ", inbox: `1(\Seen K) 2() 4(K)`, there: `1(k)`},
		{name: "all there", set: wire.Numbers(1, 2), to: server.CopyTo{Mailbox: "a", All: true, Count: 2},
			copied: "1:2 2:3", inbox: `1(\Seen K) 2() 4(K)`, there: `1(k) 2(\Seen k) 3()`},
		{name: "not all there", set: wire.RangeOf(1, 4), to: server.CopyTo{Mailbox: "a", All: true, Count: 4, Move: true},
			err: server.ErrExpunged, inbox: `1(\Seen K) 2() 4(K)`, there: `1(k)`},
		{name: "no target", set: all, to: server.CopyTo{Mailbox: "b", Move: true},
			err: server.ErrTryCreate, inbox: `1(\Seen K) 2() 4(K)`, there: `1(k)`},
		{name: "no possible target", set: all, to: server.CopyTo{Mailbox: "b*"},
			err: server.ErrName, inbox: `1(\Seen K) 2() 4(K)`, there: `1(k)`},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSession(t, Limits{})
			if err := s.Create(t.Context(), "a"); err != nil {
				t.Fatal(err)
			}
			put(t, s, "INBOX", text("one", wire.Seen, "K"), text("two"), text("three"), text("four", "k"))
			put(t, s, "a", text("other", "k"))
			h, _ := open(t, s, "INBOX")
			expunge(t, h, 3)
			changes(t, h)
			before := contents(t, h, all)

			copied, err := h.Copy(t.Context(), test.set, test.to)
			if !errors.Is(err, test.err) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			if got := copied.Source.String() + " " + copied.Target.String(); err == nil && got != test.copied {
				t.Errorf("copied %s, want %s", got, test.copied)
			}
			if got := summary(t, h); got != test.inbox {
				t.Errorf("INBOX has %s, want %s", got, test.inbox)
			}
			there, snapshot := open(t, s, "a")
			if got := summary(t, there); got != test.there {
				t.Errorf("a has %s, want %s", got, test.there)
			}
			if got := describeChanges(changes(t, h)); got != test.changes {
				t.Errorf("changes %q, want %q", got, test.changes)
			}
			if err != nil || test.to.Mailbox != "a" {
				return
			}
			if copied.UIDValidity != snapshot.UIDValidity {
				t.Errorf("UIDVALIDITY %d, want %d", copied.UIDValidity, snapshot.UIDValidity)
			}
			byUID := map[uint32]stored{}
			for _, m := range before {
				byUID[m.uid] = m
			}
			target := contents(t, there, copied.Target)
			n := 0
			for uid := range copied.Source.All() {
				if was, is := byUID[uid], target[n]; was.data != is.data || !was.date.Equal(is.date) {
					t.Errorf("message %d became %q of %v", uid, is.data, is.date)
				}
				n++
			}
		})
	}
}

func TestMessagesChangeMeanwhile(t *testing.T) {
	s := newSession(t, Limits{})
	many := make([]*command.AppendMessage, 3*chunk)
	for i := range many {
		many[i] = text("x")
	}
	put(t, s, "INBOX", many...)
	h, _ := open(t, s, "INBOX")
	other, _ := open(t, s, "INBOX")
	var seen []uint32
	for m, err := range h.Messages(t.Context(), all) { // would hang if the lock were held
		if err != nil {
			t.Fatal(err)
		}
		if m.UID == 1 {
			expunge(t, other, 2*chunk, 2*chunk+1, 2*chunk+2)
			put(t, s, "INBOX", text("y"))
		}
		store(t, h, wire.Numbers(m.UID), command.StoreAdd, wire.Seen)
		seen = append(seen, m.UID)
	}
	if len(seen) != 3*chunk-3+1 || seen[2*chunk-1] != 2*chunk+3 {
		t.Errorf("%d messages: %v", len(seen), seen)
	}

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for _, err := range h.Messages(ctx, all) {
		cancel()
		if n++; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	}
	if n < 2 || n > chunk+1 {
		t.Errorf("%d steps with a context that is done", n)
	}
	set := wire.Set{Ranges: []wire.Range{{First: 1, Last: 2}, {First: 4, Last: 200}}}
	seq := h.Messages(t.Context(), set)
	for range 2 { // it can be used again, and leaves the set alone
		n := 0
		for range seq {
			n++
		}
		if n != 193-3-1 || set.String() != "1:2,4:200" {
			t.Errorf("%d messages in %v", n, set)
		}
	}
}

// TestDeletedWhileSelected deletes a mailbox that others have selected.
func TestDeletedWhileSelected(t *testing.T) {
	s := newSession(t, Limits{})
	for _, name := range []string{"a", "b"} {
		if err := s.Create(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	put(t, s, "a", text("1"), text("2"), text("3"))
	h, before := open(t, s, "a")
	expunge(t, h, 2)
	if err := s.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if err := s.Create(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	put(t, s, "a", text("4"))
	if got := describeChanges(changes(t, h)); got != "-1 -2 -3" {
		t.Errorf("changes %s", got)
	}
	if got := describeChanges(changes(t, h)); got != "" {
		t.Errorf("changes again %s", got)
	}
	if got := summary(t, h); got != "" {
		t.Errorf("messages %s", got)
	}
	if _, err := h.Store(t.Context(), all, command.StoreAdd, []wire.Flag{wire.Seen}); !errors.Is(err, server.ErrNonexistent) {
		t.Errorf("store: %v", err)
	}
	if _, err := h.Copy(t.Context(), all, server.CopyTo{Mailbox: "b"}); !errors.Is(err, server.ErrNonexistent) {
		t.Errorf("copy: %v", err)
	}
	if err := h.Expunge(t.Context(), all); err != nil {
		t.Errorf("expunge of nothing: %v", err)
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	if _, after := open(t, s, "a"); after.UIDValidity <= before.UIDValidity {
		t.Errorf("UIDVALIDITY %d after %d", after.UIDValidity, before.UIDValidity)
	}
}

func TestRenamedWhileSelected(t *testing.T) {
	s := newSession(t, Limits{})
	if err := s.Create(t.Context(), "a/b"); err != nil {
		t.Fatal(err)
	}
	put(t, s, "a/b", text("1", "k"))
	h, before := open(t, s, "a/b")
	if err := s.Rename(t.Context(), "a", "c"); err != nil {
		t.Fatal(err)
	}
	put(t, s, "c/b", text("2"))
	if got := describeChanges(changes(t, h)); got != "+2" {
		t.Errorf("changes %s", got)
	}
	store(t, h, wire.Numbers(2), command.StoreAdd, wire.Seen)
	again, after := open(t, s, "c/b")
	if got := summary(t, again); got != `1(k) 2(\Seen)` || after.UIDValidity != before.UIDValidity || after.UIDNext != 3 {
		t.Errorf("renamed: %s, %+v, was %+v", got, after, before)
	}
}

func TestRenameInbox(t *testing.T) {
	s := newSession(t, Limits{Octets: 3})
	put(t, s, "INBOX", text("1"), text("2", "k"), text("3", wire.Seen))
	h, before := open(t, s, "INBOX")
	expunge(t, h, 1)
	changes(t, h)
	if err := s.Rename(t.Context(), "INBOX", "old"); err != nil {
		t.Fatal(err)
	}
	if got := describeChanges(changes(t, h)); got != "-2 -3" {
		t.Errorf("changes %s", got)
	}
	if _, after := open(t, s, "INBOX"); len(after.UIDs) != 0 || after.UIDNext != 4 || after.UIDValidity != before.UIDValidity {
		t.Errorf("INBOX %+v, was %+v", after, before)
	}
	old, snapshot := open(t, s, "old")
	if got := summary(t, old); got != `1(k) 2(\Seen)` || snapshot.UIDValidity <= before.UIDValidity {
		t.Errorf("new mailbox: %s, %+v", got, snapshot)
	}
	if got := contents(t, old, all); got[0].data != "2" || got[1].data != "3" {
		t.Errorf("new mailbox: %v", got)
	}
	put(t, s, "INBOX", text("4"))
	if s.a.octets != 3 || s.a.messages != 3 {
		t.Errorf("%d octets in %d messages", s.a.octets, s.a.messages)
	}
}

// TestExpungedMemory expunges a message while it is selected and asked for
// before: nothing may keep its octets.
func TestExpungedMemory(t *testing.T) {
	s := newSession(t, Limits{})
	put(t, s, "INBOX", text("keep"), text("keep"), text(strings.Repeat("x", 1<<20)))
	h, _ := open(t, s, "INBOX")
	var octets weak.Pointer[byte]
	for m := range h.Messages(t.Context(), wire.Numbers(3)) {
		data, err := m.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		octets = weak.Make(&data[0])
	}
	expunge(t, h, 3)
	runtime.GC()
	if octets.Value() != nil {
		t.Error("an expunged message is still in memory")
	}
	runtime.KeepAlive(h)
}
