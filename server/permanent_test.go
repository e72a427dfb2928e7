package server_test

import (
	"testing"

	"imapkit.example/server/memory"
)

// A mailbox that has as many keywords as it can have says so, to all who have
// it selected, and says so again when that changes.
func TestFullOfKeywords(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		backend := memory.New(memory.Options{Limits: memory.Limits{Keywords: 2}})
		if err := backend.AddUser("joe", "secret"); err != nil {
			t.Fatal(err)
		}
		srv.Backend = backend
		one, two := login(t, srv, "joe"), login(t, srv, "joe")
		one.play(`
C= "1 APPEND INBOX (a) {1+}\r\nx\r\n"
S: 1 OK [APPENDUID 946684801 1] APPEND completed
C: 2 SELECT INBOX
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft a)
S: * 1 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] first unseen message
S: * OK [UIDVALIDITY 946684801] UIDs valid
S: * OK [UIDNEXT 2] predicted next UID
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft a \*)] flags that can be changed
S: 2 OK [READ-WRITE] SELECT completed
`)
		two.command("1", "SELECT INBOX")
		one.play(`
C: 3 STORE 1 +FLAGS (b)
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft a b)
S: * 1 FETCH (FLAGS (a b))
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft a b)] flags that can be changed
S: 3 OK STORE completed
C: 4 STORE 1 +FLAGS (c)
S: 4 NO [LIMIT] too many keywords
C: 5 NOOP
S: 5 OK NOOP completed
`)
		two.play(`
C: 2 NOOP
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft a b)
S: * 1 FETCH (UID 1 FLAGS (a b))
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft a b)] flags that can be changed
S: 2 OK NOOP completed
C: 3 SELECT INBOX
S: * OK [CLOSED] previous mailbox closed
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft a b)
S: * 1 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] first unseen message
S: * OK [UIDVALIDITY 946684801] UIDs valid
S: * OK [UIDNEXT 2] predicted next UID
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft a b)] flags that can be changed
S: 3 OK [READ-WRITE] SELECT completed
C: 4 STORE 1 FLAGS (b)
S: * 1 FETCH (FLAGS (b))
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft a b \*)] flags that can be changed
S: 4 OK STORE completed
C: 5 STORE 1 +FLAGS (d)
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft a b d)
S: * 1 FETCH (FLAGS (b d))
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft a b d)] flags that can be changed
S: 5 OK STORE completed
`)
		// It missed that there was room in between.
		one.play(`
C: 6 FETCH 1 FLAGS
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft a b d)
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft a b d)] flags that can be changed
S: * 1 FETCH (FLAGS (b d))
S: * 1 FETCH (UID 1 FLAGS (b d))
S: 6 OK FETCH completed
C: 7 EXAMINE INBOX
S: * OK [CLOSED] previous mailbox closed
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft b d)
S: * 1 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] first unseen message
S: * OK [UIDVALIDITY 946684801] UIDs valid
S: * OK [UIDNEXT 2] predicted next UID
S: * OK [PERMANENTFLAGS ()] flags that can be changed
S: 7 OK [READ-ONLY] EXAMINE completed
C: 8 NOOP
S: 8 OK NOOP completed
`)
	})
}
