package state_test

import (
	"regexp"
	"strings"
	"testing"

	"imapkit.example/state"
	"pgregory.net/rapid"
)

func TestMatchMailbox(t *testing.T) {
	for _, tt := range []struct {
		pattern, name string
		delimiter     rune
		want          bool
	}{
		{"a", "a", '/', true}, {"a", "A", '/', false}, {"a", "ab", '/', false}, {"ab", "a", '/', false},
		{"", "", '/', true}, {"", "a", '/', false}, {"*", "", '/', true}, {"%", "", '/', true},
		{"*", "a/b", '/', true}, {"%", "a/b", '/', false}, {"%", "ab", '/', true}, {"%/%", "a/b", '/', true},
		{"%", "a/b", '.', true}, {"%", "a/b", 0, true}, {"a/%", "a/", '/', true}, {"a%b", "a/b", '/', false},
		{"a*b", "a/b", '/', true}, {"*%*", "a/b", '/', true}, {"%%%%%%%%%%", "ab", '/', true}, {"%a%", "bab", '/', true},
		{"Entw*", "Entw\u00fcrfe", '/', true}, {"%e", "Entw\u00fcrfe", '/', true},
		{"inbox", "INBOX", '/', true}, {"iNboX", "Inbox", '/', true}, {"inbox*", "INBOX", '/', true}, {"inbox%", "INBOX/a", '/', false},
		{"inbox/%", "INBOX/a", '/', true}, {"inbox/A", "INBOX/a", '/', false}, {"inbox*", "INBOX.a", '.', true},
		{"inbox*", "INBOXES", '/', false}, {"inboxes", "INBOXES", '/', false}, {"inboxes", "INBOX", '/', false},
		{"INBOX*", "INBOXES", '/', true}, {"in*", "INBOX", '/', false}, {"*", "INBOX", '/', true},
		{"%", "a\u00b7b", '\u00b7', false}, {"%\u00b7%", "a\u00b7b", '\u00b7', true}, {"%", "\u00e3", '\u00c3', true},
		{"inbox*", "INBOX\u00b7a", '\u00b7', true}, {"inbox*", "INBOX\u00e3", '\u00c3', false},
	} {
		if got := state.MatchMailbox(tt.pattern, tt.name, tt.delimiter); got != tt.want {
			t.Errorf("MatchMailbox(%q, %q, %q) = %v", tt.pattern, tt.name, tt.delimiter, got)
		}
	}
}

// Against the regular expression that a pattern stands for.
func TestMatchMailboxModel(t *testing.T) {
	words := strings.NewReplacer("*", ".*", "%", "[^/]*")
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringMatching(`[ab/*%]{0,12}`).Draw(t, "pattern")
		name := rapid.StringMatching(`[ab/]{0,12}`).Draw(t, "name")
		if n := rapid.SampledFrom([]int{0, 0, 0, 100}).Draw(t, "longer"); n > 0 {
			name, pattern = strings.Repeat(name, n), pattern+"*"
		}
		want := regexp.MustCompile("^" + words.Replace(pattern) + "$").MatchString(name)
		if got := state.MatchMailbox(pattern, name, '/'); got != want {
			t.Fatalf("MatchMailbox(%q, %q) = %v", pattern, name, got)
		}
	})
}

func TestMatchMailboxAllocs(t *testing.T) {
	name := strings.Repeat("a/", 127)
	if n := testing.AllocsPerRun(100, func() {
		if !state.MatchMailbox("%/*a/", name, '/') {
			t.Fatal("no match")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
