package server_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"imapkit.example/server"
	"pgregory.net/rapid"
)

// listen serves srv on loopback until the test ends.
func listen(t testing.TB, srv *server.Server) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	t.Cleanup(func() {
		srv.Close()
		if err := <-done; err != server.ErrServerClosed {
			t.Errorf("Serve returned %v", err)
		}
	})
	return l.Addr().String()
}

// A client may send all its commands without waiting; each is answered under
// its own tag, in order (RFC 9051, Section 5.5).
func TestPipelineTCP(t *testing.T) {
	const n = 10_000
	nc, err := net.Dial("tcp", listen(t, newServer(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	nc.SetDeadline(time.Now().Add(time.Minute))
	go func() {
		var b bytes.Buffer
		b.WriteString("0 LOGIN joe secret\r\n")
		for i := range n {
			fmt.Fprintf(&b, "t%d NOOP\r\n", i)
		}
		b.WriteString("z LOGOUT\r\n")
		nc.Write(b.Bytes())
	}()
	r := bufio.NewReader(nc)
	for i := -2; i < n; i++ {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatal(i, err)
		}
		if i >= 0 && line != fmt.Sprintf("t%d OK NOOP completed\r\n", i) {
			t.Fatalf("command %d: got %q", i, line)
		}
	}
	if rest, err := io.ReadAll(r); err != nil || string(rest) != "* BYE logging out\r\nz OK LOGOUT completed\r\n" {
		t.Errorf("got %q, error %v", rest, err)
	}
}

// A countingConn counts what the server takes.
type countingConn struct {
	net.Conn
	read atomic.Int64
}

func (c *countingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.read.Add(int64(n))
	return n, err
}

// The server does not read on while its answers are not taken, so that a
// client cannot make it hold more than its buffers, and it does not wait for
// ever.
func TestPipelineBackpressure(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		here, there := net.Pipe()
		counter := &countingConn{Conn: there}
		ended := make(chan struct{})
		go func() {
			srv.ServeConn(counter)
			close(ended)
		}()
		c := &client{t: t, nc: here, r: bufio.NewReader(here)}
		c.line()
		c.command("0", "LOGIN joe secret")
		before := counter.read.Load()
		go func() {
			for i := 0; ; i++ {
				if _, err := fmt.Fprintf(here, "t%d CAPABILITY\r\n", i); err != nil {
					return
				}
			}
		}()
		synctest.Wait()
		if n := counter.read.Load() - before; n > 64<<10 {
			t.Errorf("the server has read %d octets ahead", n)
		}
		start := time.Now()
		<-ended
		if d := time.Since(start); d != time.Minute {
			t.Errorf("a client that does not read is left alone after %v", d)
		}
		closeAll(c)
	})
}

// A client that takes its time over a large message is not cut off.
func TestSlowReader(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const size = 4 << 20
		c := login(t, newServer(t), "joe")
		c.send("1 APPEND INBOX {%d+}\r\n%s\r\n", size, strings.Repeat("x", size))
		c.until("1 OK")
		c.command("2", "SELECT INBOX")
		c.send("3 FETCH 1 BODY.PEEK[]\r\n")
		c.line()
		buf := make([]byte, 32<<10)
		for range size / len(buf) {
			time.Sleep(20 * time.Second)
			c.nc.SetReadDeadline(time.Now().Add(time.Minute))
			if _, err := io.ReadFull(c.r, buf); err != nil {
				t.Fatal(err)
			}
		}
		c.play("S: )\r\nS: 3 OK FETCH completed\r\n")
		closeAll(c)
	})
}

func TestPipelineSession(t *testing.T) {
	play(t, `C= "1 APPEND INBOX {3+}\r\nabc\r\n2 SELECT INBOX\r\n3 FETCH 1 (UID BODY[])\r\n4 STORE 1 +FLAGS (\\Deleted)\r\n5 SEARCH DELETED\r\n6 EXPUNGE\r\n7 FETCH 1 UID\r\n8 CLOSE\r\n9 FETCH 1 UID\r\n10 LOGOUT\r\n11 NOOP\r\n"
S: 1 OK [APPENDUID 946684801 1] APPEND completed
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 1 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] first unseen message
S: * OK [UIDVALIDITY 946684801] UIDs valid
S: * OK [UIDNEXT 2] predicted next UID
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] flags that can be changed
S: 2 OK [READ-WRITE] SELECT completed
S: * 1 FETCH (UID 1 BODY[] {3}
S: abc FLAGS (\Seen))
S: 3 OK FETCH completed
S: * 1 FETCH (FLAGS (\Deleted \Seen))
S: 4 OK STORE completed
S: * SEARCH 1
S: 5 OK SEARCH completed
S: * 1 EXPUNGE
S: 6 OK EXPUNGE completed
S: 7 BAD no message has that sequence number
S: 8 OK CLOSE completed
S: 9 BAD FETCH is not allowed in authenticated state
S: * BYE logging out
S: 10 OK LOGOUT completed
`)
}

// programs are made of these commands; %d is a number. What is wrong is part
// of it.
var programCommands = []string{
	"NOOP", "CAPABILITY", "BOGUS", "SELECT INBOX", "EXAMINE INBOX", "SELECT a", "SELECT nowhere", "CLOSE", "UNSELECT",
	"CREATE a", "DELETE a", "RENAME a b", "RENAME b a", "SUBSCRIBE a", "LIST \"\" *", "LSUB \"\" *", "STATUS INBOX (MESSAGES UIDNEXT UNSEEN)",
	"APPEND INBOX {3+}\r\nabc", "APPEND a (\\Seen) {5+}\r\n1 NOO {0+}\r\n", "APPEND INBOX {3+}\r\nabcd", "APPEND INBOX \"x", "APPEND nowhere {9+}\r\nx NOOP\r\n\r\n",
	"FETCH %d (FLAGS UID)", "FETCH 1:%d BODY[]", "UID FETCH %d:* FLAGS", "FETCH %d BOGUS", "STORE %d +FLAGS (\\Deleted)", "STORE 1:* FLAGS ($K%d)",
	"UID STORE %d -FLAGS (\\Seen)", "SEARCH NOT %d", "SEARCH RETURN (SAVE) UNSEEN", "UID SEARCH RETURN (ALL COUNT) ALL", "FETCH $ UID", "EXPUNGE",
	"UID EXPUNGE %d", "COPY %d a", "UID MOVE %d a", "MOVE 1 INBOX", "IDLE\r\nDONE", "IDLE\r\nNOOP", "ENABLE IMAP4rev2", "LOGIN joe secret", "ID NIL",
}

// Whatever the commands and however they are cut into pieces, the answers are
// those that a client gets which sends one command after the other.
func TestPipelineIsSerial(t *testing.T) {
	bubble(t, func(t *testing.T) {
		check(t, func(t *rapid.T) {
			var program []string
			for i := range rapid.IntRange(1, 30).Draw(t, "commands") {
				s := rapid.SampledFrom(programCommands).Draw(t, "command")
				if strings.Contains(s, "%d") {
					s = fmt.Sprintf(s, rapid.IntRange(1, 4).Draw(t, "n"))
				}
				program = append(program, fmt.Sprintf("t%d %s\r\n", i, s))
			}
			// In the end the state is the same too.
			for i, s := range []string{"NOOP", "SELECT INBOX", "FETCH 1:* (UID FLAGS BODY.PEEK[])", "SELECT a", "FETCH 1:* (UID FLAGS BODY.PEEK[])", `LIST "" * RETURN (SUBSCRIBED STATUS (MESSAGES UIDNEXT UIDVALIDITY))`} {
				program = append(program, fmt.Sprintf("end%d %s\r\n", i, s))
			}
			want := converse(t, program)
			if got := converse(t, chop(t, strings.Join(program, ""))); got != want {
				t.Fatalf("pipelined:\n%s\none by one:\n%s", got, want)
			}
		})
	})
}

// chop cuts s into pieces.
func chop(t *rapid.T, s string) (pieces []string) {
	most := rapid.SampledFrom([]int{1, 7, 100, 1 << 20}).Draw(t, "most")
	for len(s) > 0 {
		n := min(len(s), rapid.IntRange(1, most).Draw(t, "piece"))
		pieces, s = append(pieces, s[:n]), s[n:]
	}
	return pieces
}

// converse sends the pieces one after the other on a connection to a new
// server, waiting until it has nothing more to say, and returns all it says.
func converse(t tester, pieces []string) string {
	srv := newServer(t)
	c := login(t, srv, "joe")
	var out bytes.Buffer
	done := make(chan struct{})
	go func() {
		defer close(done)
		io.Copy(&out, c.r)
	}()
	for _, s := range pieces {
		c.send("%s", s)
		synctest.Wait()
	}
	c.nc.Close()
	<-done
	synctest.Wait()
	return out.String()
}
