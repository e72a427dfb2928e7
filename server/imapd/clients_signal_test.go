package main

import (
	"net"
	"strings"
	"syscall"
	"testing"
)

// TestProcessSignals stops imapd while clients are in every state of a
// session: each is told, and the process ends well.
func TestProcessSignals(t *testing.T) {
	path := buildDaemon(t)
	pair := newKeyPair(t)
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) {
			d := startDaemon(t, path, pair.flags()...)
			clients := map[string]*rawClient{
				"not authenticated, no TLS": d.dialPlain(t),
				"not authenticated":         d.dialTLS(t, pair),
				"authenticated":             d.dialTLS(t, pair),
				"selected":                  d.dialTLS(t, pair),
				"idle":                      d.dialTLS(t, pair),
				"within a command":          d.dialTLS(t, pair),
				"within a literal":          d.dialTLS(t, pair),
				"within AUTHENTICATE":       d.dialTLS(t, pair),
			}
			for _, name := range []string{"authenticated", "selected", "idle", "within a command", "within a literal"} {
				clients[name].login()
			}
			for _, name := range []string{"selected", "idle"} {
				clients[name].send("s SELECT INBOX\r\n")
				clients[name].until("s OK")
			}
			clients["idle"].send("i IDLE\r\n")
			clients["idle"].until("+ ")
			clients["within a command"].send("c APPEND INB")
			clients["within a literal"].send("l APPEND INBOX {100}\r\n")
			clients["within a literal"].until("+ ")
			clients["within a literal"].send("half of it")
			clients["within AUTHENTICATE"].send("p AUTHENTICATE PLAIN\r\n")
			clients["within AUTHENTICATE"].until("+ ")

			if err := d.cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			for name, client := range clients {
				if rest := client.rest(); !strings.HasPrefix(rest, "* BYE ") && !strings.Contains(rest, "\n* BYE ") {
					t.Errorf("%s: the connection ended with %q, want * BYE", name, rest)
				}
			}
			d.wait(t)
			if conn, err := net.Dial("tcp", d.tls); err == nil {
				conn.Close()
				t.Errorf("%s still accepts connections", d.tls)
			}
		})
	}
}

// TestProcessSignalStalled stops imapd while clients neither read nor write:
// one that never starts TLS, one that stops within the handshake, and one that
// asks for more than any buffer holds and reads nothing. None of them may hold
// up the exit.
func TestProcessSignalStalled(t *testing.T) {
	pair := newKeyPair(t)
	d := startDaemon(t, buildDaemon(t), pair.flags()...)
	dialTCP(t, d.tls)
	handshake := dialTCP(t, d.tls)
	if _, err := handshake.Write([]byte{22, 3, 1, 1, 0, 1, 0, 0, 252, 3, 3}); err != nil {
		t.Fatal(err)
	}
	starttls := d.dialPlain(t)
	starttls.send("a STARTTLS\r\n")
	starttls.until("a OK")

	greedy := d.dialTLS(t, pair)
	greedy.login()
	body := mailBody(1, 4<<20, 998, "\r\n")
	greedy.send("b APPEND INBOX {%d}\r\n", len(body))
	greedy.until("+ ")
	greedy.send("%s\r\n", body)
	greedy.until("b OK")
	greedy.send("c SELECT INBOX\r\n")
	greedy.until("c OK")
	for range 20 {
		greedy.send("d NOOP\r\ne FETCH 1 (BODY.PEEK[] BODY.PEEK[TEXT] RFC822.SIZE)\r\n")
	}
	greedy.until("d OK")
	if line := greedy.line(); !strings.HasPrefix(line, "* 1 FETCH (") {
		t.Fatalf("FETCH answered %.100q", line)
	}

	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	d.wait(t)
}
