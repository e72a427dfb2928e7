package server_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// silent checks that the server says nothing more on its own.
func (c *client) silent() {
	c.t.Helper()
	c.nc.SetReadDeadline(time.Now().Add(time.Second))
	if b, err := c.r.Peek(1); err == nil {
		line, _ := c.r.ReadString('\n')
		c.t.Fatalf("server says %q", string(b)+line[1:])
	}
}

// ended checks that the server has closed the connection.
func (c *client) ended() {
	c.t.Helper()
	c.nc.SetReadDeadline(time.Now().Add(time.Minute))
	if line, err := c.r.ReadString('\n'); err == nil || isTimeout(err) {
		c.t.Fatalf("got %q, error %v, want the end of the connection", line, err)
	}
}

func isTimeout(err error) bool {
	t, ok := err.(interface{ Timeout() bool })
	return ok && t.Timeout()
}

// fill appends n messages to INBOX.
func (c *client) fill(n int) {
	c.t.Helper()
	for range n {
		c.send("fill APPEND INBOX {3+}\r\nabc\r\n")
		if lines := c.until("fill "); !strings.HasPrefix(lines[len(lines)-1], "fill OK") {
			c.t.Fatal(lines)
		}
	}
}

// selected returns k sessions of joe that have selected INBOX with n messages
// in it.
func selected(t *testing.T, k, n int) []*client {
	t.Helper()
	srv := newServer(t)
	list := make([]*client, k)
	for i := range list {
		list[i] = login(t, srv, "joe")
		if i == 0 {
			list[i].fill(n)
		}
	}
	for _, c := range list {
		c.command("sel", "SELECT INBOX")
	}
	return list
}

// close closes all connections and waits for the server to notice.
func closeAll(list ...*client) {
	for _, c := range list {
		c.nc.Close()
	}
	synctest.Wait()
}

// What one session expunges keeps its number in another one until that may be
// told, and stands for no other message until then (RFC 9051, Section 5.5 and
// Section 7.5.1).
func TestExpungeTiming(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := selected(t, 2, 4)
		a, b := s[0], s[1]
		a.command("a1", `STORE 2 +FLAGS.SILENT (\Deleted)`)
		a.command("a2", "EXPUNGE")
		b.silent()
		b.play(`C: b1 FETCH 1:* UID
S: * 1 FETCH (UID 1)
S: * 3 FETCH (UID 3)
S: * 4 FETCH (UID 4)
S: b1 NO [EXPUNGEISSUED] some of the messages are gone
C: b2 FETCH 2 BODY[]
S: b2 NO [EXPUNGEISSUED] some of the messages are gone
C: b3 STORE 2 +FLAGS (\Flagged)
S: b3 NO [EXPUNGEISSUED] some of the messages are gone
C: b4 STORE 2:3 +FLAGS (\Flagged)
S: * 3 FETCH (FLAGS (\Flagged))
S: b4 NO [EXPUNGEISSUED] some of the messages are gone
C: b5 SEARCH ALL
S: * SEARCH 1 3 4
S: b5 OK SEARCH completed
C: b6 SEARCH 2
S: * SEARCH
S: b6 OK SEARCH completed
C: b7 SEARCH RETURN (SAVE) FLAGGED
S: b7 OK SEARCH completed
C: b8 FETCH $ UID
S: * 3 FETCH (UID 3)
S: b8 OK FETCH completed
C: b9 FETCH 5 UID
S: b9 BAD no message has that sequence number
`)
		a.fill(1)
		a.command("a3", `STORE 1 FLAGS (\Answered)`)
		// New messages and flags may be told at any time.
		b.play(`C: c1 FETCH 4 UID
S: * 4 FETCH (UID 4)
S: * 5 EXISTS
S: * 1 FETCH (UID 1 FLAGS (\Answered))
S: c1 OK FETCH completed
C: c2 COPY 2 INBOX
S: * 2 EXPUNGE
S: c2 NO [EXPUNGEISSUED] some of the messages are gone
C: c3 FETCH 2 UID
S: * 2 FETCH (UID 3)
S: c3 OK FETCH completed
`)
		closeAll(s...)
	})
}

// UID commands are where EXPUNGE may be told as well, and numbers among the
// keys of UID SEARCH are those from before.
func TestExpungeDuringUID(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := selected(t, 2, 4)
		a, b := s[0], s[1]
		expunge := func(uid string) {
			a.command("a1", "UID STORE "+uid+` +FLAGS.SILENT (\Deleted)`)
			a.command("a2", "EXPUNGE")
		}
		expunge("1")
		b.play("C: b1 UID SEARCH 2\r\nS: * SEARCH 2\r\nS: * 1 EXPUNGE\r\nS: b1 OK UID SEARCH completed\r\n")
		expunge("2")
		b.play("C: b2 UID FETCH 2:3 UID\r\nS: * 2 FETCH (UID 3)\r\nS: * 1 EXPUNGE\r\nS: b2 OK UID FETCH completed\r\n")
		expunge("3")
		b.play("C: b3 UID STORE 3 FLAGS.SILENT ()\r\nS: * 1 EXPUNGE\r\nS: b3 OK UID STORE completed\r\n")
		expunge("4")
		b.play("C: b4 NOOP\r\nS: * 1 EXPUNGE\r\nS: b4 OK NOOP completed\r\n")
		b.play("C: b5 FETCH 1:* UID\r\nS: b5 BAD no message has that sequence number\r\n")
		closeAll(s...)
	})
}

// A command is not in progress before its last octet was received: while the
// server asks for a literal it tells of no EXPUNGE (RFC 9051, Section 7.5.1).
func TestExpungeDuringContinuation(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := selected(t, 2, 3)
		a, b := s[0], s[1]
		expunge := func(uid string) {
			a.command("a1", "UID STORE "+uid+` +FLAGS.SILENT (\Deleted)`)
			a.command("a2", "EXPUNGE")
		}
		expunge("1")
		b.play("C: b1 APPEND INBOX {3}\r\nS: + send 3 octets\r\n")
		b.silent()
		expunge("2")
		b.play("C: abc {1}\r\nS: + send 1 octets\r\n")
		b.silent()
		b.send("d\r\n")
		b.play("S: * 1 EXPUNGE\r\nS: * 1 EXPUNGE\r\nS: * 3 EXISTS\r\nS: b1 OK [APPENDUID 946684801 4:5] APPEND completed\r\n")
		expunge("3")
		b.play("C: b2 SEARCH TEXT {1}\r\nS: + send 1 octets\r\nC: d\r\nS: * SEARCH 3\r\nS: b2 OK SEARCH completed\r\n")
		b.play("C: b3 UID SEARCH TEXT {1}\r\nS: + send 1 octets\r\nC: d\r\nS: * SEARCH 5\r\nS: * 1 EXPUNGE\r\nS: b3 OK UID SEARCH completed\r\n")
		closeAll(s...)
	})
}

// A set of UIDs means the messages that the client was told of, however far it
// reaches.
func TestUntoldMessages(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := selected(t, 2, 1)
		a, b := s[0], s[1]
		a.fill(1)
		b.play(`C: b1 UID STORE 1:1000 +FLAGS (\Flagged)
S: * 1 FETCH (FLAGS (\Flagged) UID 1)
S: * 2 EXISTS
S: b1 OK UID STORE completed
C: b2 FETCH 2 FLAGS
S: * 2 FETCH (FLAGS ())
S: b2 OK FETCH completed
`)
		a.fill(1)
		b.play(`C: b3 UID FETCH 2:* BODY[]<0.1>
S: * 2 FETCH (BODY[]<0> {1}
S: a FLAGS (\Seen) UID 2)
S: * 3 EXISTS
S: b3 OK UID FETCH completed
C: b4 FETCH 3 FLAGS
S: * 3 FETCH (FLAGS ())
S: b4 OK FETCH completed
`)
		closeAll(s...)
	})
}

// A failed command tells what has happened like any other, but BAD does not:
// the client may not have the state the server thinks.
func TestAnnouncements(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := selected(t, 2, 1)
		a, b := s[0], s[1]
		a.fill(1)
		b.play("C: b1 BOGUS\r\nS: b1 BAD unknown command\r\n")
		b.play("C: b2 CREATE INBOX\r\nS: * 2 EXISTS\r\nS: b2 NO [ALREADYEXISTS] mailbox exists already\r\n")
		a.fill(1)
		// The new selection tells it anyway.
		b.command("b3", "SELECT INBOX")
		b.silent()
		// A keyword is told before the flags it is among.
		a.command("a1", "STORE 1 FLAGS ($One)")
		b.play("C: b4 NOOP\r\nS: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $One)\r\n" +
			"S: * 1 FETCH (UID 1 FLAGS ($One))\r\nS: b4 OK NOOP completed\r\n")
		a.command("a2", "STORE 1 FLAGS ($Two)")
		b.play("C: b5 FETCH 1 BODY[]<0.1>\r\nS: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $One $Two)\r\n" +
			"S: * 1 FETCH (BODY[]<0> {1}\r\nS: a FLAGS (\\Seen $Two))\r\nS: * 1 FETCH (UID 1 FLAGS (\\Seen $Two))\r\nS: b5 OK FETCH completed\r\n")
		// Nothing is told behind BYE.
		a.fill(1)
		b.play("C: b6 LOGOUT\r\nS: * BYE logging out\r\nS: b6 OK LOGOUT completed\r\n")
		b.ended()
		closeAll(s...)
	})
}

// Others' changes are told though the client has asked for silence about its
// own.
func TestSilentStore(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := selected(t, 2, 2)
		a, b := s[0], s[1]
		a.command("a1", `STORE 1 +FLAGS (\Flagged)`)
		b.play(`C: b1 STORE 1:2 +FLAGS.SILENT (\Seen)
S: * 1 FETCH (UID 1 FLAGS (\Flagged \Seen))
S: b1 OK STORE completed
`)
		a.play(`C: a2 STORE 1:2 -FLAGS.SILENT (\Flagged)
S: * 1 FETCH (UID 1 FLAGS (\Seen))
S: * 2 FETCH (UID 2 FLAGS (\Seen))
S: a2 OK STORE completed
`)
		closeAll(s...)
	})
}

// IDLE tells at once what the others do (RFC 9051, Section 6.3.13).
func TestIdle(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := selected(t, 2, 2)
		a, b := s[0], s[1]
		a.command("a0", `STORE 1 +FLAGS.SILENT (\Deleted)`)
		a.command("a0", "EXPUNGE")
		b.play("C: b1 IDLE\r\nS: + idling\r\nS: * 1 EXPUNGE\r\n")
		b.silent()
		a.fill(1)
		b.play("S: * 2 EXISTS\r\n")
		a.command("a1", `STORE 1 FLAGS (\Seen $K)`)
		b.play("S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $K)\r\nS: * 1 FETCH (UID 2 FLAGS (\\Seen $K))\r\n")
		a.command("a2", "MOVE 1 INBOX")
		// One or two reports: what matters is what they come to.
		lines := b.until("* 2 EXISTS")
		if strings.Join(lines, "") != "* 1 EXPUNGE\r\n* 2 EXISTS\r\n" {
			t.Errorf("%q", lines)
		}
		b.play("C: DONE\r\nS: b1 OK IDLE completed\r\n")
		b.play("C= \"b2 IDLE\\r\\nDONE\\r\\nb3 NOOP\\r\\nb4 IDLE\\r\\ndone\\r\\n\"\r\nS: + idling\r\nS: b2 OK IDLE completed\r\nS: b3 OK NOOP completed\r\nS: + idling\r\nS: b4 OK IDLE completed\r\n")
		for _, wrong := range []string{"DONE ", "DONEE", "", "b6 NOOP", " DONE", "DONE {3+}\r\nb7 "} {
			b.play("C: b5 IDLE\r\nS: + idling\r\n")
			b.send("%s\r\n", wrong)
			if line := b.line(); !strings.HasPrefix(line, "b5 BAD expected ") {
				t.Errorf("%q: %q", wrong, line)
			}
			b.play("C: b8 NOOP\r\nS: b8 OK NOOP completed\r\n")
		}
		closeAll(s...)
	})
}

// An EXPUNGE that was held back during FETCH is told when IDLE begins, and not
// only when something else happens.
func TestIdleTellsWhatWasHeldBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := selected(t, 2, 2)
		a, b := s[0], s[1]
		a.command("a1", `STORE 1 +FLAGS.SILENT (\Deleted)`)
		a.command("a2", "EXPUNGE")
		b.play("C: b1 FETCH 2 UID\r\nS: * 2 FETCH (UID 2)\r\nS: b1 OK FETCH completed\r\n")
		b.play("C: b2 IDLE\r\nS: + idling\r\nS: * 1 EXPUNGE\r\n")
		b.silent()
		b.play("C: DONE\r\nS: b2 OK IDLE completed\r\n")
		closeAll(s...)
	})
}

// IDLE may be used before a mailbox is selected; a client that goes away
// during IDLE leaves nothing behind.
func TestIdleEnds(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		c := login(t, srv, "joe")
		c.play("C: 1 IDLE\r\nS: + idling\r\n")
		c.silent()
		c.play("C: DONE\r\nS: 1 OK IDLE completed\r\nC: 2 SELECT INBOX\r\n")
		c.until("2 ")
		c.play("C: 3 IDLE\r\nS: + idling\r\n")
		closeAll(c)
		c = login(t, srv, "joe")
		c.play("C: 4 IDLE\r\nS: + idling\r\n")
		time.Sleep(29 * time.Minute)
		c.play("C: DONE\r\nS: 4 OK IDLE completed\r\nC: 5 IDLE\r\nS: + idling\r\n")
		time.Sleep(29*time.Minute + 30*time.Second)
		c.play("S: * BYE timeout: no command received in time\r\n")
		c.ended()
		closeAll(c)
	})
}

// The mailbox that is selected is deleted or renamed by somebody else.
func TestSelectedMailboxVanishes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := selected(t, 2, 0)
		a, b := s[0], s[1]
		a.command("a1", "CREATE box")
		a.command("a2", "CREATE other")
		a.send("a3 APPEND box {3+}\r\nabc\r\n")
		a.until("a3 OK")
		a.send("a4 APPEND other {3+}\r\ndef\r\n")
		a.until("a4 OK")
		b.command("b1", "SELECT box")
		a.command("a5", "RENAME box new")
		a.command("a6", "CREATE box")
		b.play("C: b2 STORE 1 FLAGS (\\Seen)\r\nS: * 1 FETCH (FLAGS (\\Seen))\r\nS: b2 OK STORE completed\r\n")
		a.play("C: a7 STATUS new (MESSAGES UNSEEN)\r\nS: * STATUS new (MESSAGES 1 UNSEEN 0)\r\nS: a7 OK STATUS completed\r\n")
		a.command("a8", "DELETE new")
		b.play(`C: b3 FETCH 1 BODY[]
S: b3 NO [EXPUNGEISSUED] some of the messages are gone
C: b4 STORE 1 FLAGS ()
S: b4 NO [NONEXISTENT] no such mailbox
C: b5 UID COPY 1 other
S: * 1 EXPUNGE
S: b5 NO [NONEXISTENT] no such mailbox
C: b6 NOOP
S: b6 OK NOOP completed
C: b7 EXPUNGE
S: b7 OK EXPUNGE completed
C: b8 IDLE
S: + idling
C: DONE
S: b8 OK IDLE completed
C: b9 CLOSE
S: b9 OK CLOSE completed
`)
		closeAll(s...)
	})
}
