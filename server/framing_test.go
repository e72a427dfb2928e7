package server_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"imapkit.example/wire"
)

// rejected are the beginnings of commands in which a literal cannot stand, or
// which are refused for another reason.
var rejected = []string{
	"BOGUS", "BOGUS (a", "UID", "UID BOGUS", "", "CAPABILITY", "NOOP", "NOOP ", "LOGOUT", "STARTTLS", "IDLE", "CHECK", "CLOSE", "UNSELECT",
	"EXPUNGE", "NAMESPACE", "ID", "ID (\"a\"", "ID NIL", "ENABLE", "ENABLE X", "LOGIN", "LOGIN joe", "LOGIN joe wrong", "LOGIN (",
	"AUTHENTICATE", "AUTHENTICATE PLAIN", "AUTHENTICATE X", "SELECT", "SELECT INBOX", "SELECT INBOX (", "SELECT nowhere", "EXAMINE nowhere", "SELECT \"x",
	"CREATE", "CREATE INBOX", "CREATE a (", "DELETE nowhere", "DELETE", "RENAME", "RENAME nowhere", "RENAME a b", "SUBSCRIBE", "UNSUBSCRIBE", "LIST", "LIST \"\"",
	"LIST (", "LIST () \"\" (", "LIST () \"\" * RETURN", "LSUB", "LSUB \"\"", "STATUS", "STATUS nowhere", "STATUS INBOX (", "STATUS INBOX (MESSAGES)",
	"APPEND", "APPEND nowhere", "APPEND INBOX (", "APPEND INBOX (\\Seen) x", "APPEND INBOX \"x\"", "APPEND INBOX {1+}\r\nx", "APPEND INBOX {1+}\r\nx x",
	"SEARCH", "SEARCH BOGUS", "SEARCH CHARSET X TEXT", "SEARCH CHARSET KOI8-R TEXT x TEXT", "SEARCH 99 TEXT", "SEARCH SUBJECT", "SEARCH (", "SEARCH RETURN (X) TEXT", "UID SEARCH UID", "UID SEARCH NOT",
	"FETCH", "FETCH 1", "FETCH 99 FLAGS", "FETCH 1 BOGUS", "FETCH 1 (FLAGS", "FETCH 1 BODY[HEADER.FIELDS (", "FETCH 1 BODY[", "UID FETCH 1", "UID FETCH 1 (FLAGS)",
	"STORE", "STORE 1", "STORE 1 FLAGS", "STORE 1 FLAGS (", "UID STORE 1 FLAGS (a", "COPY", "COPY 1", "COPY 99", "MOVE 1 nowhere", "UID COPY 1", "UID MOVE 1 INBOX", "UID EXPUNGE", "UID EXPUNGE 1",
}

// inner is what a literal holds: commands that leave a trace if executed.
const inner = "inner CREATE pwned\r\ninner LOGIN joe secret\r\ninner LIST \"\" *\r\n"

// No octet of a literal is ever taken for a command, wherever the command it
// belongs to is refused, and the next command is answered.
func TestLiteralsAreNotCommands(t *testing.T) {
	states := []struct{ name, program string }{
		{"not authenticated", ""},
		{"authenticated", "0 LOGIN joe secret\r\n"},
		{"selected", "0 LOGIN joe secret\r\n0 APPEND INBOX {3+}\r\nabc\r\n0 SELECT INBOX\r\n"},
	}
	size := len(inner)
	literals := []string{
		fmt.Sprintf(" {%d+}\r\n%s", size, inner),
		fmt.Sprintf(" ~{%d+}\r\n%s", size, inner),
		fmt.Sprintf("{%d+}\r\n%s", size, inner),
		fmt.Sprintf(" {%d+}\r\n%s {%d+}\r\n%s)", size, inner, size, inner),
		fmt.Sprintf(" x {%d+}\r\n%s\x00\"", size, inner),
	}
	bubble(t, func(t *testing.T) {
		for _, state := range states {
			srv := newServer(t)
			for _, head := range rejected {
				c := dial(t, srv)
				program := state.program
				for _, literal := range literals {
					go io.WriteString(c.nc, program+"a "+head+literal+"\r\nnext NOOP\r\n")
					said := strings.Join(c.until("next "), "")
					if strings.Contains(said, "inner ") || strings.Contains(said, "pwned") || !strings.HasSuffix(said, "next OK NOOP completed\r\n") {
						t.Errorf("%s: %s%.20q: server says\n%s", state.name, head, literal, said)
					}
					program = ""
				}
				closeAll(c)
			}
		}
	})
}

// A client that waits for "+" sends the octets only if it is asked to.
func TestSynchronizingLiterals(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, program := range []string{"", "0 LOGIN joe secret\r\n", "0 LOGIN joe secret\r\n0 APPEND INBOX {3+}\r\nabc\r\n0 SELECT INBOX\r\n"} {
			srv := newServer(t)
			for _, head := range rejected {
				c := dial(t, srv)
				go io.WriteString(c.nc, program+"a "+head+fmt.Sprintf(" {%d}\r\n", len(inner)))
				for {
					line := c.line()
					if strings.HasPrefix(line, "+ ") {
						go io.WriteString(c.nc, inner+")\r\n")
						continue
					}
					if tag, _, _ := strings.Cut(line, " "); tag == "a" {
						break
					}
				}
				c.send("next NOOP\r\n")
				if line := c.line(); line != "next OK NOOP completed\r\n" {
					t.Errorf("%q: then %q", head, line)
				}
				c.nc.Close()
			}
			synctest.Wait()
		}
	})
}

// What is too much to be thrown away ends the connection.
func TestSkipLimit(t *testing.T) {
	tests := []struct {
		program string
		end     bool
	}{
		{"a BOGUS {65536+}\r\n", false},
		{"a BOGUS {65537+}\r\n", true},
		{"a BOGUS {40000+}\r\n" + strings.Repeat("x", 40000) + " {40000+}\r\n", true},
		{"a LOGIN {65537+}\r\n", true},
		{"a LOGIN {65537}\r\n", false},
		{"0 LOGIN joe secret\r\na BOGUS {67108865+}\r\n", true},
		{"0 LOGIN joe secret\r\na APPEND INBOX {67108865+}\r\n", true},
		{"0 LOGIN joe secret\r\na APPEND INBOX {99999999999999999999+}\r\n", true},
		{"0 LOGIN joe secret\r\na APPEND nowhere {67108864+}\r\n", false},
		{"0 LOGIN joe secret\r\na CREATE {65537+}\r\n", false},
	}
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		for _, test := range tests {
			c := dial(t, srv)
			go io.WriteString(c.nc, test.program)
			if strings.HasPrefix(test.program, "0 ") {
				c.until("0 ")
			}
			line := c.line()
			if strings.HasPrefix(line, "a ") {
				c.nc.SetReadDeadline(time.Now().Add(time.Second))
				line, _ = c.r.ReadString('\n')
			}
			if end := strings.HasPrefix(line, "* BYE "); end != test.end {
				t.Errorf("%.60q: got %q, want an end: %v", test.program, line, test.end)
			}
			closeAll(c)
		}
	})
}

// An APPEND that is cut off anywhere stores nothing, and is no error of the
// server.
func TestAppendCutOff(t *testing.T) {
	const whole = "a APPEND INBOX (\\Seen) {5+}\r\n12345 {3+}\r\nabc\r\n"
	for cut := range len(whole) {
		bubble(t, func(t *testing.T) {
			srv := newServer(t)
			c := login(t, srv, "joe")
			c.send("%s", whole[:cut])
			closeAll(c)
			c = login(t, srv, "joe")
			c.play("C: 1 STATUS INBOX (MESSAGES)\r\nS: * STATUS INBOX (MESSAGES 0)\r\nS: 1 OK STATUS completed\r\n")
			closeAll(c)
		})
	}
}

// The limits that a server is given apply before and after the login; those
// that are left out have their defaults.
func TestLimits(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		srv.PreAuthLimits = wire.Limits{Literal: 10}
		srv.Limits = wire.Limits{Items: 3, Depth: 3, Line: 200}
		srv.AppendLimit = 20
		c := dial(t, srv)
		c.play(`C: 1 LOGIN {11}
S: 1 BAD [TOOBIG] LOGIN: expected astring: limit Literal of 10 exceeded, at octet 9 of the line
C= "2 NOOP {65537+}\r\n"
S: 2 BAD NOOP: expected CRLF, found space, at octet 7 of the line
S: * BYE literal is too large to be skipped
`)
		c.ended()
		c = login(t, srv, "joe")
		c.play(`C: 3 ENABLE a b c
S: * ENABLED
S: 3 OK ENABLE completed
C: 3 ENABLE a b c d
S: 3 BAD [TOOBIG] ENABLE: expected enable: limit Items of 3 exceeded, at octet 16 of the line
C: 4 STATUS INBOX (MESSAGES MESSAGES MESSAGES MESSAGES)
S: 4 BAD [TOOBIG] STATUS: expected status-att: limit Items of 3 exceeded, at octet 44 of the line
C: 5 APPEND INBOX {21}
S: 5 NO [TOOBIG] message is too large
C= "6 APPEND INBOX {21+}\r\n123456789012345678901\r\n"
S: 6 NO [TOOBIG] message is too large
C= "7 APPEND INBOX {20+}\r\n12345678901234567890\r\n"
S: 7 OK [APPENDUID 946684801 1] APPEND completed
C: 8 SELECT INBOX
`)
		c.until("8 OK")
		c.play("C: 9 SEARCH ((ALL))\r\nS: * SEARCH 1\r\nS: 9 OK SEARCH completed\r\n")
		c.send("10 SEARCH (((ALL)))\r\n")
		if line := c.line(); !strings.HasPrefix(line, "10 BAD [TOOBIG] SEARCH: ") {
			t.Errorf("%q", line)
		}
		go c.send("11 CREATE %s\r\n", strings.Repeat("x", 200))
		if line := c.line(); !strings.HasPrefix(line, "* BYE ") {
			t.Errorf("%q", line)
		}
		c.ended()
		closeAll(c)
	})
}
