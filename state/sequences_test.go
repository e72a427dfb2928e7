package state_test

import (
	"strings"
	"testing"

	"imapkit.example/state"
	"imapkit.example/wire/command"
)

// sequences are the examples of the specifications: whether a client may send
// all of them without waiting. It relies on the server for the order.
var sequences = []struct {
	commands []string
	valid    bool
}{
	// RFC 9051, Section 5.5.
	{[]string{"FETCH 1 FLAGS", "NOOP", `STORE 1 +FLAGS (\Seen)`}, false},
	{[]string{`STORE 1 +FLAGS (\Seen)`, "COPY 1 B", "FETCH 1 FLAGS"}, false},
	{[]string{"COPY 1 B", "COPY 2 B"}, false},
	{[]string{"FETCH 1 FLAGS", `STORE 1 +FLAGS (\Seen)`, "SEARCH ALL", "NOOP"}, true},
	{[]string{`STORE 1 +FLAGS (\Deleted)`, "COPY 1 B", "EXPUNGE"}, true},
	{[]string{"UID SEARCH RETURN () UNSEEN", "UID SEARCH RETURN () SEEN"}, true},
	{[]string{"UID SEARCH RETURN () UNSEEN", "UID SEARCH RETURN () 1:5"}, false},
	{[]string{"UID FETCH 1 FLAGS", "FETCH 1 FLAGS"}, false},
	{[]string{"UID STORE 1 +FLAGS (a)", "STORE 1 +FLAGS (a)"}, false},
	{[]string{"UID SEARCH RETURN () UNSEEN", "STORE 1 +FLAGS (a)"}, false},
	{[]string{"UID FETCH 1 FLAGS", "UID FETCH 2 FLAGS"}, true},
	// RFC 3501, Section 5.5.
	{[]string{"CHECK", "FETCH 1 FLAGS"}, false},
	{[]string{"FETCH 1 FLAGS", `STORE 1 +FLAGS (\Seen)`, "SEARCH ALL", "CHECK"}, true},
	// RFC 9051, Section 6.3.1.
	{[]string{"LOGIN u p", "ENABLE CONDSTORE"}, true},
	{[]string{"ENABLE CONDSTORE", "SELECT INBOX"}, true},
	// RFC 9051, Section 6.4.4.4, Examples 2, 6, 7, 8 and 9.
	{[]string{"SEARCH RETURN (SAVE) FLAGGED", "FETCH $ (UID FLAGS)"}, true},
	{[]string{"SEARCH RETURN (SAVE) SINCE 28-Oct-2006", `COPY $ "Other Messages"`}, true},
	{[]string{"SEARCH RETURN (SAVE) KEYWORD $Junk", `COPY $ "Junk"`, `STORE $ +FLAGS.SILENT (\Deleted)`}, true},
	{[]string{"SEARCH RETURN (SAVE) KEYWORD $Junk", "SEARCH RETURN (ALL) FROM Eric"}, true},
	{[]string{"SEARCH RETURN (SAVE) KEYWORD $Junk", "SEARCH RETURN (SAVE) FROM Eric"}, true},
	// RFC 6851, Section 3.3, and RFC 9051, Section 6.4.8.
	{[]string{"MOVE 1 B", "FETCH 1 FLAGS"}, false},
	{[]string{"UID MOVE 1 B", "STORE 1 +FLAGS (a)"}, false},
	{[]string{"UID MOVE 1 B", "UID FETCH 2 FLAGS"}, true},
	// The barriers: RFC 9051, Sections 6.2.1, 6.2.2 and 6.3.13; RFC 4978.
	{[]string{"STARTTLS", "CAPABILITY"}, false},
	{[]string{"AUTHENTICATE PLAIN", "SELECT INBOX"}, false},
	{[]string{"IDLE", "NOOP"}, false},
	{[]string{"COMPRESS DEFLATE", "NOOP"}, false},
	{[]string{"LOGOUT", "NOOP"}, false},
	{[]string{"FETCH 1 FLAGS", "IDLE"}, true},
	// What is not known may do anything with sequence numbers.
	{[]string{"X-UNKNOWN", "FETCH 1 FLAGS"}, false},
	{[]string{"NOOP", "X-UNKNOWN"}, false},
	{[]string{"FETCH 1 FLAGS", "X-UNKNOWN"}, true},
	// The mailbox name is in UTF-8 once that is enabled, and in UTF-7 before.
	{[]string{"ENABLE UTF8=ACCEPT", "SELECT Entw&APw-rfe"}, false},
	{[]string{"ENABLE UTF8=ACCEPT", "UID SEARCH RETURN () CHARSET UTF-8 SUBJECT x"}, false},
	{[]string{"ENABLE UTF8=ACCEPT", "NOTIFY SET (personal (MailboxName)) (subtree (Drafts Entw&APw-rfe) (MailboxName))"}, false},
	{[]string{"ENABLE UTF8=ACCEPT", "NOTIFY SET (subtree (Drafts) (MailboxName))"}, true},
	{[]string{"ENABLE UTF8=ACCEPT", "UID FETCH 1 FLAGS"}, true},
	// Which literals may be sent is not known before the login is answered.
	{[]string{"LOGIN u p", "APPEND a {1+}\r\nx"}, false},
	// Answers that cannot be told apart.
	{[]string{"UID SEARCH UNSEEN", "UID SEARCH SEEN"}, false},
	{[]string{"UID SEARCH UNSEEN", "UID THREAD REFERENCES UTF-8 ALL", "UID SORT (DATE) UTF-8 ALL"}, true},
	{[]string{"UID SORT (DATE) UTF-8 ALL", "UID SORT (SIZE) UTF-8 ALL"}, false},
	{[]string{"SELECT A", "SELECT B"}, false},
}

func TestSequences(t *testing.T) {
	inOrder := state.Setting{InOrder: true}
	for _, s := range sequences {
		var q state.Queue[string]
		for _, line := range s.commands {
			q.Push(state.UseOf(parse(t, line)), line)
		}
		sent := 0
		for {
			ticket, line, ok := q.Next(inOrder)
			if !ok {
				break
			}
			if line != s.commands[sent] {
				t.Fatalf("%q is sent as number %d of %q", line, sent, s.commands)
			}
			q.Sent(ticket)
			sent++
		}
		if (sent == len(s.commands)) != s.valid {
			t.Errorf("%s: %d sent, valid %v: %v", strings.Join(s.commands, " + "), sent, s.valid, q.Why(inOrder))
		}
	}
}

// What two commands are to each other depends on what is known besides.
func TestSetting(t *testing.T) {
	for _, tt := range []struct {
		a, b    string
		setting state.Setting
		want    state.Reason
	}{
		{"FETCH 1 BODY[]", "SEARCH RETURN () UNSEEN", state.Setting{}, state.BecauseFlags},
		{"FETCH 1 BODY[]", "SEARCH RETURN () UNSEEN", state.Setting{ReadOnly: true}, 0},
		{"FETCH 1 BODY[]", "FETCH 1 BODY[]", state.Setting{}, state.BecauseFlags},
		{"FETCH 1 BODY[]", "FETCH 1 BODY[]", state.Setting{ReadOnly: true}, 0},
		{"STORE 1 +FLAGS (a)", "FETCH 1 FLAGS", state.Setting{ReadOnly: true}, state.BecauseFlags},
		{"FETCH 1 X-GOOD-IDEA", "FETCH 1 FLAGS", state.Setting{ReadOnly: true}, state.BecauseFlags},
		{"SEARCH UNSEEN", "SEARCH SEEN", state.Setting{}, state.BecauseAnswers},
		{"SEARCH UNSEEN", "SEARCH SEEN", state.Setting{Tagged: true}, 0},
		{"SORT (DATE) UTF-8 ALL", "SORT (DATE) UTF-8 ALL", state.Setting{Tagged: true}, state.BecauseAnswers},
		{"APPEND B {1+}\r\nx", "UID FETCH 5 FLAGS", state.Setting{}, state.BecauseContents},
		{"APPEND B {1+}\r\nx", "UID FETCH 5 FLAGS", state.Setting{Mailbox: "A"}, 0},
		{"APPEND B {1+}\r\nx", "UID FETCH 5 FLAGS", state.Setting{Mailbox: "b"}, state.BecauseContents},
		{"UID COPY 1 B", "UID FETCH 5 FLAGS", state.Setting{Mailbox: "A"}, 0},
		{"UID COPY 1 B", "UID COPY 2 B", state.Setting{Mailbox: "A"}, state.BecauseContents},
		{"UID COPY 1 B", "UID COPY 2 C", state.Setting{Mailbox: "A"}, 0},
		{"STATUS A (UNSEEN)", "UID STORE 1 +FLAGS (a)", state.Setting{}, state.BecauseContents},
		{"STATUS A (UNSEEN)", "UID STORE 1 +FLAGS (a)", state.Setting{Mailbox: "B"}, 0},
		{"DELETE A", "NOOP", state.Setting{}, state.BecauseSelection},
		{"DELETE A", "NOOP", state.Setting{Mailbox: "A/x"}, state.BecauseSelection},
		{"DELETE A", "NOOP", state.Setting{Mailbox: "B"}, 0},
		{"RENAME inbox a", "UID FETCH 1 FLAGS", state.Setting{Mailbox: "INBOX"}, state.BecauseSelection},
		{"RENAME inbox a", "UID FETCH 1 FLAGS", state.Setting{Mailbox: "B"}, 0},
		{"UID STORE 1:5 +FLAGS (a)", "UID STORE 6,8:9 +FLAGS (a)", state.Setting{}, 0},
		{"UID STORE 1:5 +FLAGS (a)", "UID STORE 9:5 +FLAGS (a)", state.Setting{}, state.BecauseFlags},
		{"UID STORE 1:5 +FLAGS (a)", "UID STORE 9:* +FLAGS (a)", state.Setting{}, state.BecauseFlags},
		{"UID STORE 1:5 +FLAGS (a)", "STORE 9 +FLAGS (a)", state.Setting{}, state.BecauseNumbers},
		{"STORE 9 +FLAGS (a)", "UID STORE 1:5 +FLAGS (a)", state.Setting{}, state.BecauseFlags},
		{"STORE 9 +FLAGS (a)", "STORE 8 +FLAGS (a)", state.Setting{}, 0},
		{"SEARCH RETURN (SAVE) ALL", "FETCH $ UID", state.Setting{}, state.BecauseSearchResult},
		{"UID FETCH 1 UID", "SELECT B", state.Setting{}, state.BecauseSelection},
		{"NOOP", "LOGIN u p", state.Setting{}, state.BecauseSession},
		{"UID EXPUNGE 7", "UID FETCH 7 UID", state.Setting{}, state.BecauseMessages},
		{"CREATE a", "STATUS a/b (UIDNEXT)", state.Setting{}, state.BecauseMailboxes},
		{"CREATE a", "CREATE c", state.Setting{}, 0},
		{"ESEARCH ALL", "UID STORE 1 +FLAGS (a)", state.Setting{}, 0},
		{"ESEARCH UNSEEN", "UID STORE 1 +FLAGS (a)", state.Setting{}, state.BecauseFlags},
		{"ESEARCH ALL", "APPEND B {1+}\r\nx", state.Setting{Mailbox: "A"}, 0},
		{"ESEARCH IN (personal) ALL", "APPEND B {1+}\r\nx", state.Setting{Mailbox: "A"}, state.BecauseContents},
		{"NOOP", "ESEARCH IN (personal) 1", state.Setting{}, state.BecauseNumbers},
		{"NOOP", "UID SEARCH RETURN () FILTER x", state.Setting{}, state.BecauseNumbers},
		{"NOOP", "UID SEARCH RETURN () X-GOOD-IDEA", state.Setting{}, state.BecauseNumbers},
		{"NOOP", "UID SEARCH RETURN () FUZZY (NOT OR SEEN 3)", state.Setting{}, state.BecauseNumbers},
		{"UID SORT RETURN () (SIZE) UTF-8 ALL", "UID STORE 1 +FLAGS (a)", state.Setting{}, 0},
		{"UID SORT RETURN () (X-GOOD-IDEA) UTF-8 ALL", "UID STORE 1 +FLAGS (a)", state.Setting{}, state.BecauseFlags},
		{"UID CONVERT 3 (\"text/plain\") BINARY[1]", "UID EXPUNGE 4", state.Setting{}, 0},
		{"UID CONVERT 3 (\"text/plain\") BINARY[1]", "UID EXPUNGE 3", state.Setting{}, state.BecauseMessages},
		{"SEARCH RETURN (UPDATE) ALL", "CANCELUPDATE \"1\"", state.Setting{}, state.BecauseSearchResult},
		{"LIST \"\" a", "CREATE b", state.Setting{}, 0},
		{"LIST \"\" a", "CREATE a/b", state.Setting{}, state.BecauseMailboxes},
		{"LIST \"\" a*", "CREATE b", state.Setting{}, state.BecauseMailboxes},
		{"XLIST \"\" *", "DELETE b", state.Setting{}, state.BecauseMailboxes},
		{"DELETEACL a fred", "GETACL a", state.Setting{}, state.BecauseMailboxes},
		{"DELETEACL a fred", "LISTRIGHTS b fred", state.Setting{}, 0},
		{"SETQUOTA r ()", "GETQUOTA r", state.Setting{}, state.BecauseMailboxes},
		{"RESETKEY", "GENURLAUTH imap://x INTERNAL", state.Setting{}, state.BecauseMailboxes},
		{"GENURLAUTH imap://x INTERNAL", "GENURLAUTH imap://y INTERNAL", state.Setting{}, state.BecauseAnswers},
		{"URLFETCH imap://x", "APPEND B {1+}\r\nx", state.Setting{Mailbox: "A"}, state.BecauseContents},
		{"SUBSCRIBE a", "UNSUBSCRIBE a", state.Setting{}, state.BecauseSubscriptions},
		{"SETMETADATA \"\" (/shared/comment \"x\")", "GETMETADATA a /shared/comment", state.Setting{}, 0},
		{"SETMETADATA \"\" (/shared/comment \"x\")", "GETMETADATA \"\" /shared/comment", state.Setting{}, state.BecauseMailboxes},
	} {
		a, b := state.UseOf(parse(t, tt.a)), state.UseOf(parse(t, tt.b))
		if got := tt.setting.Conflict(&a, &b); got != tt.want {
			t.Errorf("%s + %s, %+v: %v, want %v", tt.a, tt.b, tt.setting, got, tt.want)
		}
	}
}

// What is nested beyond all measure is supposed to be anything.
func TestUseOfDeepKeys(t *testing.T) {
	key := command.SearchKey{Name: "ALL"}
	for range 1000 {
		key = command.SearchKey{Name: "NOT", Keys: []command.SearchKey{key}}
	}
	u := state.UseOf(&command.Search{UID: true, Keys: []command.SearchKey{key}})
	if !u.Numbers || u.Reads&state.Flags == 0 || u.Reads&state.SearchResult == 0 {
		t.Errorf("%+v", u)
	}
	if err := state.NewCapabilities("IMAP4rev1").Check(&command.Search{Keys: []command.SearchKey{key}}); err != nil {
		t.Error(err)
	}
}

// A Use made by hand is about everything it says it reads and writes.
func TestUseByHand(t *testing.T) {
	hand := state.Use{Name: "X-GOOD-IDEA", Reads: state.Session, Writes: state.Flags}
	fetch, list := state.UseOf(parse(t, "UID FETCH 1 FLAGS")), state.UseOf(parse(t, `LIST "" *`))
	if got := selectedA.Conflict(&hand, &fetch); got != state.BecauseFlags {
		t.Errorf("beside FETCH: %v", got)
	}
	if got := selectedA.Conflict(&hand, &list); got != 0 {
		t.Errorf("beside LIST: %v", got)
	}
	rule, _ := state.RuleOf("FETCH")
	worst := rule.Use()
	if got := selectedA.Conflict(&fetch, &worst); got != state.BecauseNumbers {
		t.Errorf("FETCH by its name: %v", got)
	}
}

func TestReasonStrings(t *testing.T) {
	seen := map[string]bool{}
	for r := state.Reason(0); r <= state.BecauseFull; r++ {
		seen[r.String()] = true
	}
	if seen[""] || len(seen) != int(state.BecauseFull)+1 || state.Reason(200).String() != "unknown reason" {
		t.Errorf("reasons are missing or not unique: %v", seen)
	}
}
