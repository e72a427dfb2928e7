package server_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"imapkit.example/server"
)

func plain(message string) string { return base64.StdEncoding.EncodeToString([]byte(message)) }

const wrongPassword = "NO [AUTHENTICATIONFAILED] wrong user or password\r\n"

// Each row is what a client sends, on a connection of its own, and what the
// answer begins with. The next command works.
func TestLogin(t *testing.T) {
	tests := []struct {
		send []string
		want string
	}{
		{[]string{"a LOGIN joe secret\r\n"}, "a OK [CAPABILITY "},
		{[]string{"a LOGIN \"joe\" {6+}\r\nsecret\r\n"}, "a OK [CAPABILITY "},
		{[]string{"a LOGIN {3}\r\n", "joe {6}\r\n", "secret\r\n"}, "a OK [CAPABILITY "},
		{[]string{"a LOGIN joe wrong\r\n"}, "a " + wrongPassword},
		{[]string{"a LOGIN JOE secret\r\n"}, "a " + wrongPassword},
		{[]string{"a LOGIN nobody secret\r\n"}, "a " + wrongPassword},
		{[]string{"a LOGIN \"\" \"\"\r\n"}, "a " + wrongPassword},
		{[]string{"a LOGIN joe\r\n"}, "a BAD LOGIN: expected SP, found end of line, at octet 12 "},
		{[]string{"a LOGIN joe secret x\r\n"}, "a BAD LOGIN: expected CRLF"},
		{[]string{"a LOGIN joe {4097}\r\n"}, "a BAD [TOOBIG] LOGIN: "},
		{[]string{"a LOGIN joe {4097+}\r\n" + strings.Repeat("x", 4097) + "\r\n"}, "a BAD [TOOBIG] LOGIN: "},

		{[]string{"a AUTHENTICATE PLAIN\r\n", plain("\x00joe\x00secret") + "\r\n"}, "a OK [CAPABILITY "},
		{[]string{"a AUTHENTICATE plain " + plain("\x00joe\x00secret") + "\r\n"}, "a OK [CAPABILITY "},
		{[]string{"a AUTHENTICATE PLAIN " + plain("joe\x00joe\x00secret") + "\r\n"}, "a OK [CAPABILITY "},
		{[]string{"a AUTHENTICATE PLAIN " + plain("ann\x00joe\x00secret") + "\r\n"}, "a " + wrongPassword},
		{[]string{"a AUTHENTICATE PLAIN " + plain("\x00joe\x00wrong") + "\r\n"}, "a " + wrongPassword},
		{[]string{"a AUTHENTICATE PLAIN " + plain("\x00nobody\x00wrong") + "\r\n"}, "a " + wrongPassword},
		{[]string{"a AUTHENTICATE PLAIN\r\n", "*\r\n"}, "a BAD AUTHENTICATE cancelled\r\n"},
		{[]string{"a AUTHENTICATE PLAIN\r\n", "*x\r\n"}, "a BAD expected CRLF, found character, at octet 2 of the line\r\n"},
		{[]string{"a AUTHENTICATE PLAIN\r\n", "\r\n"}, "a BAD AUTHENTICATE PLAIN: expected authzid NUL authcid NUL passwd\r\n"},
		{[]string{"a AUTHENTICATE PLAIN =\r\n"}, "a BAD AUTHENTICATE PLAIN: expected authzid NUL authcid NUL passwd\r\n"},
		{[]string{"a AUTHENTICATE PLAIN\r\n", "=\r\n"}, "a BAD expected base64: malformed, at octet 1 of the line\r\n"},
		{[]string{"a AUTHENTICATE PLAIN\r\n", "not base64\r\n"}, "a BAD expected base64: malformed, at octet 1 of the line\r\n"},
		{[]string{"a AUTHENTICATE PLAIN AGpvZQBzZWNyZXQ\r\n"}, "a BAD AUTHENTICATE: expected base64: malformed, at octet 22 of the line\r\n"},
		{[]string{"a AUTHENTICATE PLAIN *\r\n"}, "a BAD AUTHENTICATE: expected base64: malformed, at octet 22 of the line\r\n"},
		{[]string{"a AUTHENTICATE PLAIN \r\n"}, "a BAD AUTHENTICATE: expected initial-resp, found end of line, at octet 22 of the line\r\n"},
		{[]string{"a AUTHENTICATE PLAIN " + plain("\x00joe\x00se\x00cret") + "\r\n"}, "a BAD AUTHENTICATE PLAIN: "},
		{[]string{"a AUTHENTICATE PLAIN " + plain("\x00joe\x00") + "\r\n"}, "a BAD AUTHENTICATE PLAIN: "},
		{[]string{"a AUTHENTICATE PLAIN " + plain("\x00\x00secret") + "\r\n"}, "a BAD AUTHENTICATE PLAIN: "},
		{[]string{"a AUTHENTICATE CRAM-MD5\r\n"}, "a NO [CANNOT] no such authentication mechanism\r\n"},
		{[]string{"a AUTHENTICATE\r\n"}, "a BAD AUTHENTICATE: expected SP"},
	}
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		for _, test := range tests {
			c := dial(t, srv)
			for i, s := range test.send {
				if i > 0 {
					if line := c.line(); !strings.HasPrefix(line, "+ ") {
						t.Errorf("%q: got %q instead of a continuation request", test.send, line)
					}
				}
				go io.WriteString(c.nc, s) // the answer may come before the end
			}
			if line := c.line(); !strings.HasPrefix(line, test.want) {
				t.Errorf("%q:\n got %q\nwant %q", test.send, line, test.want)
			}
			c.play("C: b NOOP\r\nS: b OK NOOP completed\r\n")
			closeAll(c)
		}
	})
}

// Without TLS and without InsecureAuth no password is taken, nor asked for.
func TestLoginDisabled(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		srv.InsecureAuth = false
		c := dial(t, srv)
		c.play(`C: 1 CAPABILITY
S: * CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID LOGINDISABLED
S: 1 OK CAPABILITY completed
C: 2 LOGIN joe secret
S: 2 NO [PRIVACYREQUIRED] LOGIN is disabled: use STARTTLS first
C: 3 LOGIN {3}
S: 3 NO [PRIVACYREQUIRED] LOGIN is disabled: use STARTTLS first
C= "4 LOGIN {9+}\r\n5 NOOP\r\n\r\n secret\r\n"
S: 4 NO [PRIVACYREQUIRED] LOGIN is disabled: use STARTTLS first
C: 6 AUTHENTICATE PLAIN
S: 6 NO [PRIVACYREQUIRED] AUTHENTICATE PLAIN is disabled: use STARTTLS first
C: 7 AUTHENTICATE PLAIN AGpvZQBzZWNyZXQ=
S: 7 NO [PRIVACYREQUIRED] AUTHENTICATE PLAIN is disabled: use STARTTLS first
C: 8 STARTTLS
S: 8 BAD TLS is not available
C: 9 SELECT INBOX
S: 9 BAD SELECT is not allowed in not authenticated state
C: 10 ENABLE IMAP4rev2
S: 10 BAD ENABLE is not allowed in not authenticated state
C: 11 IDLE
S: 11 BAD IDLE is not allowed in not authenticated state
C: 12 LOGOUT
S: * BYE logging out
S: 12 OK LOGOUT completed
`)
		c.ended()
		closeAll(c)
	})
}

// A guesser waits for each answer and is then shown the door; nobody else
// waits, and nothing tells whether the user exists.
func TestGuessing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		srv.LoginDelay = 3 * time.Second
		var log bytes.Buffer
		srv.Logger = slog.New(slog.NewTextHandler(&log, nil))
		guesser, other := dial(t, srv), dial(t, srv)
		for i, user := range []string{"joe", "nobody", "joe", "ann", "nobody"} {
			start := time.Now()
			if i%2 == 0 {
				guesser.send("a LOGIN %s wrong\r\n", user)
			} else {
				guesser.send("a AUTHENTICATE PLAIN %s\r\n", plain("\x00"+user+"\x00wrong"))
			}
			if got := other.command("b", "NOOP"); len(got) != 1 || time.Since(start) != 0 {
				t.Errorf("another client waits for %v and is told %q", time.Since(start), got)
			}
			if line := guesser.line(); line != "a "+wrongPassword {
				t.Errorf("%q", line)
			}
			if d := time.Since(start); d != 3*time.Second {
				t.Errorf("%s: answered after %v", user, d)
			}
		}
		guesser.play("S: * BYE too many wrong passwords\r\n")
		guesser.ended()
		closeAll(guesser, other)
		synctest.Wait()
		// The operator is told, but not who it was (RFC 9051, Section 11.7).
		report := `level=INFO msg="wrong user or password" connection=1 from=pipe` + "\n"
		if got := log.String(); strings.Count(got, report) != 5 || strings.Contains(got, "joe") || strings.Contains(got, "nobody") {
			t.Errorf("logged: %s", got)
		}
	})
}

func TestTimeouts(t *testing.T) {
	// Just before the time is over, and the server's last words.
	const margin = 30 * time.Second
	timeout := func(c *client) {
		c.t.Helper()
		c.play("S: * BYE timeout: no command received in time\r\n")
		c.ended()
	}
	setUp := func(t *testing.T) *server.Server {
		srv := newServer(t)
		srv.LoginTimeout, srv.IdleTimeout, srv.WriteTimeout = 2*time.Minute, time.Hour, time.Minute
		return srv
	}
	tests := []struct {
		name  string
		login bool
		run   func(c *client)
	}{
		{"before the login", false, func(c *client) {
			time.Sleep(2*time.Minute - margin)
			c.play("C: 1 NOOP\r\nS: 1 OK NOOP completed\r\n")
			time.Sleep(2*time.Minute - margin)
			timeout(c)
		}},
		{"octets now and then", false, func(c *client) {
			for range 3 {
				c.send("x")
				time.Sleep(margin)
			}
			timeout(c)
		}},
		{"in a literal", false, func(c *client) {
			c.send("1 LOGIN {3}\r\n")
			c.until("+ ")
			time.Sleep(2*time.Minute - margin)
			c.send("joe {6}\r\n")
			c.until("+ ")
			time.Sleep(2*time.Minute - margin)
			timeout(c)
		}},
		{"in AUTHENTICATE", false, func(c *client) {
			c.send("1 AUTHENTICATE PLAIN\r\n")
			c.until("+ ")
			time.Sleep(2*time.Minute - margin)
			timeout(c)
		}},
		{"after the login", true, func(c *client) {
			time.Sleep(time.Hour - margin)
			c.play("C: 1 NOOP\r\nS: 1 OK NOOP completed\r\n")
			time.Sleep(time.Hour - margin)
			timeout(c)
		}},
		{"in the middle of a message", true, func(c *client) {
			c.send("1 APPEND INBOX {1000}\r\n")
			c.until("+ ")
			for range 5 {
				c.send("octets")
				time.Sleep(time.Hour - margin)
			}
			timeout(c)
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				srv := setUp(t)
				c := dial(t, srv)
				if test.login {
					closeAll(c)
					c = login(t, srv, "joe")
				}
				test.run(c)
				closeAll(c)
			})
		})
	}
}
