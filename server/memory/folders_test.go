package memory

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"imapkit.example/server"
)

// list returns the folders as words: "a" a mailbox, "a!" \Noselect, "a?" a
// name that is only subscribed, "a+" and so on for one that is subscribed.
func list(t tester, s *session) string {
	t.Helper()
	folders, err := s.List(noContext)
	if err != nil {
		t.Fatalf("list: %v", err)
	}
	var words []string
	for _, f := range folders {
		word := f.Name
		if f.NoSelect {
			word += "!"
		}
		switch {
		case !f.Exists:
			word += "?"
		case f.Subscribed:
			word += "+"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// do executes a command on folders, written as it would be in IMAP.
func do(s *session, line string) error {
	word := strings.Split(line, " ")
	switch word[0] {
	case "CREATE":
		return s.Create(noContext, word[1])
	case "DELETE":
		return s.Delete(noContext, word[1])
	case "RENAME":
		return s.Rename(noContext, word[1], word[2])
	case "SUBSCRIBE", "UNSUBSCRIBE":
		return s.Subscribe(noContext, word[1], word[0] == "SUBSCRIBE")
	}
	panic(line)
}

func TestFolders(t *testing.T) {
	type step struct {
		do   string
		err  error
		list string // what there is besides INBOX afterwards; "" is not looked at
	}
	for _, test := range []struct {
		name  string
		steps []step
	}{
		{"create", []step{
			{"CREATE a", nil, "a"},
			{"CREATE a", server.ErrExists, "a"},
			{"CREATE a/", server.ErrExists, "a"},
			{"CREATE b/", nil, "a b"},
			{"CREATE b//", server.ErrName, "a b"},
			{"CREATE B", nil, "B INBOX a b"},
			{"CREATE x/y/z", nil, "B INBOX a b x x/y x/y/z"},
			{"CREATE x/y", server.ErrExists, "B INBOX a b x x/y x/y/z"},
		}},
		{"INBOX", []step{
			{"CREATE inbox", server.ErrExists, ""},
			{"CREATE INBOX/", server.ErrExists, ""},
			{"CREATE iNbOx/below", nil, "INBOX/below"},
			{"CREATE INBOX/below", server.ErrExists, ""},
			{"CREATE INBOX/inbox", nil, "INBOX/below INBOX/inbox"},
			{"CREATE inboxes", nil, "INBOX/below INBOX/inbox inboxes"},
			{"DELETE Inbox", server.ErrInbox, ""},
			{"DELETE inbox/below", nil, "INBOX/inbox inboxes"},
			{"RENAME inboxes INBOX", server.ErrExists, ""},
		}},
		{"delete", []step{
			{"DELETE a", server.ErrNonexistent, ""},
			{"CREATE a/b/c", nil, "a a/b a/b/c"},
			{"DELETE a/b", nil, "a a/b! a/b/c"},
			{"DELETE a/b", errHasChildren, "a a/b! a/b/c"},
			{"DELETE a/b/c", nil, "a a/b!"},
			{"DELETE a/b", nil, "a"},
			{"DELETE a", nil, ""},
			{"DELETE a", server.ErrNonexistent, ""},
			{"DELETE a%", server.ErrNonexistent, ""},
			{"DELETE /", server.ErrNonexistent, ""},
		}},
		{"create what is \\Noselect", []step{
			{"CREATE a/b", nil, "a a/b"},
			{"DELETE a", nil, "a! a/b"},
			{"CREATE a/c", nil, "a! a/b a/c"},
			{"CREATE a", nil, "a a/b a/c"},
			{"CREATE a", server.ErrExists, ""},
		}},
		{"rename", []step{
			{"CREATE a/b/c", nil, ""},
			{"CREATE ab", nil, "a a/b a/b/c ab"},
			{"RENAME x y", server.ErrNonexistent, ""},
			{"RENAME a ab", server.ErrExists, ""},
			{"RENAME a a", server.ErrExists, ""},
			{"RENAME a a/d", server.ErrName, ""},
			{"RENAME a a/b/c/d", server.ErrName, ""},
			{"RENAME a x*", server.ErrName, ""},
			{"RENAME a x/", server.ErrName, "a a/b a/b/c ab"},
			{"RENAME a x/y", nil, "ab x x/y x/y/b x/y/b/c"},
			{"RENAME x/y/b z", nil, "ab x x/y z z/c"},
			{"DELETE x/y", nil, "ab x z z/c"},
			{"DELETE z", nil, "ab x z! z/c"},
			{"RENAME z w", nil, "ab w! w/c x"},
			{"DELETE w", errHasChildren, ""},
			{"RENAME w/c ab/c", nil, "ab ab/c w! x"},
			{"DELETE w", nil, "ab ab/c x"},
			{"RENAME x inbox/x", nil, "INBOX/x ab ab/c"},
			{"RENAME ab/c ab/d", nil, "INBOX/x ab ab/d"},
			{"DELETE ab", nil, "INBOX/x ab! ab/d"},
		}},
		{"rename INBOX", []step{
			{"CREATE INBOX/x", nil, ""},
			{"RENAME INBOX old", nil, "INBOX/x old"},
			{"RENAME INBOX old", server.ErrExists, ""},
			{"RENAME INBOX INBOX", server.ErrExists, ""},
			{"RENAME inbox INBOX/old/2024", nil, "INBOX/old INBOX/old/2024 INBOX/x old"},
		}},
		{"subscribe", []step{
			{"SUBSCRIBE a", nil, "a?"},
			{"SUBSCRIBE a", nil, "a?"},
			{"CREATE a", nil, "a+"},
			{"CREATE a/b", nil, "a+ a/b"},
			{"SUBSCRIBE a/b", nil, "a+ a/b+"},
			{"RENAME a c", nil, "a? a/b? c c/b"},
			{"CREATE a", nil, "a+ a/b? c c/b"},
			{"DELETE a", nil, "a? a/b? c c/b"},
			{"UNSUBSCRIBE a", nil, "a/b? c c/b"},
			{"UNSUBSCRIBE nothing", nil, "a/b? c c/b"},
			{"SUBSCRIBE a//b", server.ErrName, ""},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSession(t, Limits{})
			for i, step := range test.steps {
				if err := do(s, step.do); !errors.Is(err, step.err) {
					t.Errorf("%d. %s: %v, want %v", i, step.do, err, step.err)
				}
				got := strings.TrimSpace(strings.TrimPrefix(list(t, s), "INBOX"))
				if step.list != "" && got != step.list {
					t.Errorf("%d. %s: there is %q, want %q", i, step.do, got, step.list)
				}
				checkFolders(t, s)
			}
		})
	}
}

// checkFolders holds the tree to what the code relies on.
func checkFolders(t tester, s *session) {
	t.Helper()
	below := map[string]int{}
	for name := range s.a.folders {
		if up := parent(name); up != "" {
			below[up]++
			if s.a.folders[up] == nil {
				t.Errorf("nothing above %s", name)
			}
		}
	}
	for name, f := range s.a.folders {
		if f.below != below[name] {
			t.Errorf("%s counts %d folders below it, there are %d", name, f.below, below[name])
		}
	}
}

func TestNames(t *testing.T) {
	s := newSession(t, Limits{NameLength: 20, NameDepth: 4})
	for _, test := range []struct {
		name string
		ok   bool
	}{
		{"a", true},
		{" a b ", true},
		{"Entwürfe", true},
		{"受信箱", true},
		{"a&b", true},
		{"a.b\\c\"d", true},
		{"~#$(){", true},
		{"a/b/c/d", true},
		{strings.Repeat("x", 20), true},
		{"", false},
		{"/", false},
		{"/a", false},
		{"a//b", false},
		{"a/b/c/d/e", false},
		{strings.Repeat("x", 21), false},
		{strings.Repeat("ü", 11), false},
		{"a%", false},
		{"a*b", false},
		{"a\x00", false},
		{"a\nb", false},
		{"a\x7f", false},
		{"a\u0085", false},
		{"a\u2028b", false},
		{"\xffINBOX", false},
		{"\xff&&", false},
		{"a\xc3", false},
		{"\xed\xa0\x80", false},
	} {
		err := s.Create(t.Context(), test.name)
		if test.ok && err != nil || !test.ok && !errors.Is(err, server.ErrName) {
			t.Errorf("Create(%q) = %v", test.name, err)
		}
		_, _, err = s.Open(t.Context(), test.name, true)
		if test.ok && err != nil || !test.ok && !errors.Is(err, server.ErrNonexistent) {
			t.Errorf("Open(%q) = %v", test.name, err)
		}
		_, err = s.Append(t.Context(), test.name, incoming(text("x")))
		if test.ok && err != nil || !test.ok && !errors.Is(err, server.ErrName) {
			t.Errorf("Append(%q) = %v", test.name, err)
		}
	}
}

func TestFolderLimits(t *testing.T) {
	s := newSession(t, Limits{Mailboxes: 5, NameLength: 10, NameDepth: 3})
	for _, step := range []struct {
		do  string
		err error
	}{
		{"CREATE a/b/c", nil}, // and INBOX
		{"CREATE d/e", server.ErrLimit},
		{"RENAME a/b/c d/e/f", server.ErrLimit},
		{"RENAME a x/y", server.ErrName}, // x/y/b/c is too deep
		{"RENAME a long-name", server.ErrName},
		{"CREATE d", nil},
		{"CREATE e", server.ErrLimit},
		{"RENAME INBOX e", server.ErrLimit},
		{"RENAME a/b/c e", nil},
		{"SUBSCRIBE 1", nil}, {"SUBSCRIBE 2", nil}, {"SUBSCRIBE 3", nil}, {"SUBSCRIBE 4", nil}, {"SUBSCRIBE 5", nil},
		{"SUBSCRIBE 6", server.ErrLimit},
		{"SUBSCRIBE 5", nil},
	} {
		before := list(t, s)
		if err := do(s, step.do); !errors.Is(err, step.err) {
			t.Errorf("%s: %v, want %v", step.do, err, step.err)
		}
		if after := list(t, s); step.err != nil && after != before {
			t.Errorf("%s failed and left %q of %q", step.do, after, before)
		}
		checkFolders(t, s)
	}
}

// TestUIDValidity makes, deletes and makes mailboxes: no UIDVALIDITY comes
// twice, and a name's grows.
func TestUIDValidity(t *testing.T) {
	s := newSession(t, Limits{})
	validity := func(name string) uint32 {
		t.Helper()
		c, err := s.Status(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		return c.UIDValidity
	}
	last := validity("INBOX")
	if last <= uint32(start.Unix()) {
		t.Errorf("UIDVALIDITY of INBOX is %d at %d", last, start.Unix())
	}
	for i := range 3 {
		for _, step := range []string{"CREATE a/b", "DELETE a/b", "CREATE a/b"} {
			if err := do(s, step); err != nil {
				t.Fatal(err)
			}
		}
		v := validity("a/b")
		if v <= last {
			t.Errorf("%d after %d", v, last)
		}
		put(t, s, "a/b", text("x"), text("y"))
		to := fmt.Sprint("c", i)
		if err := s.Rename(t.Context(), "a", to); err != nil {
			t.Fatal(err)
		}
		if got := validity(to + "/b"); got != v {
			t.Errorf("renamed: %d, want %d", got, v)
		}
		last = v
	}
	if err := s.Create(t.Context(), "n/m"); err != nil {
		t.Fatal(err)
	}
	before := validity("n")
	for _, step := range []string{"DELETE n", "CREATE n"} {
		if err := do(s, step); err != nil {
			t.Fatal(err)
		}
	}
	if v := validity("n"); v <= before {
		t.Errorf("what was \\Noselect: %d after %d", v, before)
	}
}
