package state_test

import (
	"slices"
	"strings"
	"testing"

	"imapkit.example/state"
	"imapkit.example/wire/command"
)

// sequences are the examples of RFC 9051, Section 5.5 and RFC 3501, Section
// 5.5, and those of the sections named.
var sequences = []struct {
	commands string
	valid    bool
}{
	{"FETCH + NOOP + STORE", false},
	{"STORE + COPY + FETCH", false},
	{"COPY + COPY", false},
	{"CHECK + FETCH", false}, // RFC 3501
	{"FETCH + STORE + SEARCH + NOOP", true},
	{"FETCH + STORE + SEARCH + CHECK", true}, // RFC 3501
	{"STORE + COPY + EXPUNGE", true},
	{"UID SEARCH + UID SEARCH", false}, // if the second has sequence numbers
	{"UID FETCH + FETCH", false},
	{"UID STORE + STORE", false},
	{"UID FETCH + UID FETCH", true},
	{"LOGIN + ENABLE", true},     // RFC 9051, Section 6.3.1
	{"ENABLE + SELECT", true},    // RFC 9051, Section 6.3.1
	{"SEARCH + FETCH", true},     // RFC 9051, Section 6.4.4.2
	{"SEARCH + UID FETCH", true}, // RFC 9051, Section 6.4.4.2
	{"MOVE + FETCH", false},      // RFC 6851, Section 3.3
	{"UID MOVE + STORE", false},  // RFC 6851, Section 3.3
	{"UID MOVE + UID FETCH", true},
	{"NOOP + MOVE", false},
	{"STARTTLS + CAPABILITY", false}, // RFC 9051, Section 6.2.1
	{"AUTHENTICATE + SELECT", false},
	{"IDLE + NOOP", false}, // RFC 9051, Section 6.3.13
	{"LOGOUT + NOOP", false},
	{"FETCH + IDLE", true},
	{"X-UNKNOWN + FETCH", false},
	{"X-UNKNOWN + UID FETCH", true},
	{"FETCH + X-UNKNOWN", true},
	{"NOOP + X-UNKNOWN", false},
}

func TestMustWaitExamples(t *testing.T) {
	for _, s := range sequences {
		names := strings.Split(s.commands, " + ")
		valid := true
		for i, next := range names {
			for _, running := range names[:i] {
				if state.MustWait(command.Name(running), command.Name(next)) {
					valid = false
				}
			}
		}
		if valid != s.valid {
			t.Errorf("%s: valid without waiting: %v, want %v", s.commands, valid, s.valid)
		}
	}
}

// The rule of RFC 9051, Section 5.5 as its text has it, for all pairs.
func TestMustWaitEveryPair(t *testing.T) {
	names := append(knownNames(t), "X-UNKNOWN")
	numbers := []command.Name{"FETCH", "STORE", "SEARCH", "COPY", "MOVE", "UID SEARCH", "X-UNKNOWN",
		"SORT", "UID SORT", "THREAD", "UID THREAD", "ESEARCH", "UID ESEARCH", "REPLACE", "CONVERT"}
	harmless := []command.Name{"FETCH", "STORE", "SEARCH", "SORT", "THREAD", "CONVERT"}
	barriers := []command.Name{"STARTTLS", "AUTHENTICATE", "IDLE", "LOGOUT", "COMPRESS", "UNAUTHENTICATE"}
	for _, a := range names {
		for _, b := range names {
			want := slices.Contains(barriers, a) || !slices.Contains(harmless, a) && slices.Contains(numbers, b)
			if got := state.MustWait(a, b); got != want {
				t.Errorf("MustWait(%s, %s) = %v", a, b, got)
			}
			// What a client must not send a server must not mix.
			if state.MustWait(a, b) && !state.Ambiguous(a, b) {
				t.Errorf("Ambiguous(%s, %s) is false, but MustWait is true", a, b)
			}
		}
	}
}

// Two commands that may run at the same time as far as the numbers go, with
// the reason that decides.
func TestAmbiguous(t *testing.T) {
	for _, tt := range []struct {
		a, b command.Name
		want bool
		why  string
	}{
		{"FETCH", "SEARCH", true, "BODY[] sets \\Seen, and SEARCH UNSEEN"},
		{"FETCH", "STORE", true, "flags fetched and stored"},
		{"FETCH", "FETCH", true, "BODY[] sets \\Seen, and FLAGS"},
		{"STORE", "STORE", true, "the same flags"},
		{"STORE", "UID SEARCH", true, "flags stored and searched"},
		{"STORE", "COPY", true, "flags are copied"},
		{"STORE", "EXPUNGE", true, "\\Deleted"},
		{"STORE", "CLOSE", true, "\\Deleted"},
		{"STORE", "STATUS", true, "STATUS (UNSEEN)"},
		{"STORE", "LIST", true, "LIST RETURN (STATUS (UNSEEN))"},
		{"SEARCH", "UID FETCH", true, "$"},
		{"SEARCH", "SEARCH", true, "$"},
		{"SEARCH", "COPY", true, "$"},
		{"SEARCH", "UID EXPUNGE", true, "$"},
		{"UID FETCH", "UID EXPUNGE", true, "messages fetched and removed"},
		{"UID FETCH", "APPEND", true, "messages fetched and added: *"},
		{"UID FETCH", "UNSELECT", true, "the mailbox fetched from"},
		{"UID FETCH", "SELECT", true, "the mailbox fetched from"},
		{"NOOP", "SELECT", true, "which mailbox it reports"},
		{"SELECT", "SELECT", true, "the last one counts"},
		{"APPEND", "APPEND", true, "the order of UIDs"},
		{"APPEND", "STATUS", true, "STATUS (MESSAGES)"},
		{"CREATE", "APPEND", true, "the mailbox appended to"},
		{"CREATE", "UID COPY", true, "the mailbox copied to"},
		{"CREATE", "LIST", true, "the mailbox listed"},
		{"RENAME", "SELECT", true, "the mailbox selected"},
		{"RENAME", "UID FETCH", true, "RENAME INBOX"},
		{"DELETE", "CREATE", true, "the same name"},
		{"DELETE", "UNSELECT", true, "the mailbox deleted may be selected"},
		{"SUBSCRIBE", "LSUB", true, "the name listed"},
		{"SUBSCRIBE", "LIST", true, "LIST (SUBSCRIBED)"},
		{"CREATE", "SUBSCRIBE", true, "the name may have to exist"},
		{"LOGIN", "SELECT", true, "who selects"},
		{"ENABLE", "UID FETCH", true, "ENABLE UTF8=ACCEPT"},
		{"NOOP", "LOGOUT", true, "the end of the session"},
		{"X-UNKNOWN", "NOOP", true, "nothing is known"},
		{"X-UNKNOWN", "X-UNKNOWN", true, "nothing is known"},

		{"NOOP", "NOOP", false, ""},
		{"FETCH", "NOOP", false, "EXPUNGE is held back by FETCH"},
		{"FETCH", "SUBSCRIBE", false, ""},
		{"FETCH", "CREATE", false, ""},
		{"SEARCH", "STATUS", false, ""},
		{"SEARCH", "LIST", false, ""},
		{"STORE", "LSUB", false, ""},
		{"APPEND", "LSUB", false, ""},
		{"APPEND", "SUBSCRIBE", false, ""},
		{"LIST", "STATUS", false, ""},
		{"STATUS", "STATUS", false, ""},
		{"CAPABILITY", "ID", false, ""},
		{"UNSELECT", "STATUS", false, ""},
	} {
		if got := state.Ambiguous(tt.a, tt.b); got != tt.want {
			t.Errorf("Ambiguous(%s, %s) = %v, want %v %s", tt.a, tt.b, got, tt.want, tt.why)
		}
		// Effects do not depend on the order, barriers and numbers do.
		if got := state.Ambiguous(tt.b, tt.a); got != tt.want && !state.MustWait(tt.b, tt.a) {
			t.Errorf("Ambiguous(%s, %s) = %v, want %v %s", tt.b, tt.a, got, tt.want, tt.why)
		}
	}
}

func TestExpungeAllowed(t *testing.T) {
	for _, n := range append(knownNames(t), "X-UNKNOWN") {
		want := !slices.Contains([]command.Name{"FETCH", "STORE", "SEARCH", "SORT", "THREAD", "CONVERT"}, n)
		if got := state.ExpungeAllowed(n); got != want {
			t.Errorf("ExpungeAllowed(%s) = %v", n, got)
		}
	}
}
