package server_test

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"imapkit.example/fuzz"
	"imapkit.example/server"
	"imapkit.example/server/memory"
	"pgregory.net/rapid"
)

// A tester is a *testing.T, or a *rapid.T.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// newServer returns a server with the users joe and ann, whose password is
// "secret". It must be called in a synctest bubble, whose clock makes
// UIDVALIDITY and internal dates the same each time.
func newServer(t tester) *server.Server {
	t.Helper()
	backend := memory.New(memory.Options{})
	for _, user := range []string{"joe", "ann"} {
		if err := backend.AddUser(user, "secret"); err != nil {
			t.Fatal(err)
		}
	}
	return &server.Server{
		Backend: backend, InsecureAuth: true, LoginDelay: -1,
		Logger: slog.New(slog.NewTextHandler(testWriter{t}, nil)),
	}
}

type testWriter struct{ t tester }

// Write takes any line for a bug, except for that on a wrong password.
func (w testWriter) Write(p []byte) (int, error) {
	w.t.Helper()
	if !strings.Contains(string(p), `msg="wrong user or password"`) {
		w.t.Errorf("server logged: %s", p)
	}
	return len(p), nil
}

// A client is one end of a connection to a server under test.
type client struct {
	t  tester
	nc net.Conn
	r  *bufio.Reader
}

// dial connects to srv and reads the greeting.
func dial(t tester, srv *server.Server) *client {
	t.Helper()
	here, there := net.Pipe()
	go srv.ServeConn(there)
	c := &client{t: t, nc: here, r: bufio.NewReader(here)}
	t.Cleanup(func() { here.Close() })
	if line := c.line(); !strings.HasPrefix(line, "* OK [CAPABILITY IMAP4rev1 IMAP4rev2 ") {
		t.Fatalf("greeting: %q", line)
	}
	return c
}

// login connects and logs in.
func login(t tester, srv *server.Server, user string) *client {
	t.Helper()
	c := dial(t, srv)
	c.send("0 LOGIN %s secret\r\n", user)
	if line := c.line(); !strings.HasPrefix(line, "0 OK [CAPABILITY ") {
		t.Fatalf("login: %q", line)
	}
	return c
}

func (c *client) send(format string, args ...any) {
	c.t.Helper()
	if _, err := fmt.Fprintf(c.nc, format, args...); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) line() string {
	c.t.Helper()
	c.nc.SetReadDeadline(time.Now().Add(time.Minute))
	s, err := c.r.ReadString('\n')
	if err != nil {
		c.t.Fatalf("after %q: %v", s, err)
	}
	return s
}

// until reads up to the line that begins with prefix and returns all lines.
func (c *client) until(prefix string) (lines []string) {
	c.t.Helper()
	for {
		lines = append(lines, c.line())
		if strings.HasPrefix(lines[len(lines)-1], prefix) {
			return lines
		}
	}
}

// command sends a command and returns the lines of its answer.
func (c *client) command(tag, line string) []string {
	c.t.Helper()
	c.send("%s %s\r\n", tag, line)
	return c.until(tag + " ")
}

// play holds a conversation in the form of [fuzz.ParseTranscript] and fails at
// the first octet the server says differently.
func (c *client) play(script string) {
	c.t.Helper()
	steps, err := fuzz.ParseTranscript(script)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, s := range steps {
		if s.From == 'C' {
			c.send("%s", s.Data)
			continue
		}
		got := make([]byte, len(s.Data))
		c.nc.SetReadDeadline(time.Now().Add(time.Minute))
		n, err := io.ReadFull(c.r, got)
		if string(got[:n]) != s.Data {
			rest, _ := c.r.Peek(c.r.Buffered())
			c.t.Fatalf("line %d of the script:\n got %q\nwant %q\n(%v; then %q)", s.Line, got[:n], s.Data, err, rest)
		}
	}
}

// bubble runs f in a synctest bubble and checks that nothing is left running.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

func play(t *testing.T, script string) {
	t.Helper()
	bubble(t, func(t *testing.T) {
		c := login(t, newServer(t), "joe")
		c.play(script)
		c.nc.Close()
		synctest.Wait()
	})
}

// check is rapid.Check for use in a bubble, where T.Deadline must not be asked.
// The clock goes on with each try: by it rapid knows when it has looked long
// enough for a shorter program that fails.
func check(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	rapid.Check(struct{ testing.TB }{t}, func(t *rapid.T) {
		time.Sleep(100 * time.Millisecond)
		property(t)
	})
}
