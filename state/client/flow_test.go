package client_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"imapkit.example/state/client"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
	"pgregory.net/rapid"
)

var errBlocked = errors.New("both sides wait for each other")

// A stubborn server reads no command before all it has said is read, and the
// transport to it buffers no more than size octets. A client that writes more
// while the server wants to be heard waits for ever, and gets errBlocked.
type stubborn struct {
	size    int
	in, out bytes.Buffer
	chatty  int  // octets of an answer
	most    int  // octets that were buffered
	asked   bool // for the literal
}

func (s *stubborn) Write(p []byte) (int, error) {
	for i := range p {
		if s.in.Len() == s.size && s.out.Len() > 0 {
			return i, errBlocked
		}
		s.in.WriteByte(p[i])
		if p[i] == '\n' {
			s.work()
		}
	}
	s.most = max(s.most, s.in.Len())
	return len(p), nil
}

func (s *stubborn) Read(p []byte) (int, error) {
	s.work()
	return s.out.Read(p)
}

// work executes commands as long as nothing waits to be read.
func (s *stubborn) work() {
	for s.out.Len() == 0 {
		b := s.in.Bytes()
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			return
		}
		line, n := string(b[:i+1]), i+1
		for strings.HasSuffix(line, "}\r\n") {
			if !s.asked && !strings.HasSuffix(line, "+}\r\n") {
				s.asked = true
				s.out.WriteString("+ go on\r\n")
				return
			}
			var size int
			fmt.Sscanf(line[strings.LastIndexByte(line, '{'):], "{%d", &size)
			j := bytes.IndexByte(b[min(n+size, len(b)):], '\n')
			if j < 0 {
				return
			}
			line = string(b[n+size : n+size+j+1])
			n += size + j + 1
		}
		word := string(b[:bytes.IndexByte(b, ' ')])
		s.in.Next(n)
		s.asked = false
		for left := s.chatty; left > 0; left -= 100 {
			fmt.Fprintf(&s.out, "* OK %s\r\n", strings.Repeat("x", 93))
		}
		fmt.Fprintf(&s.out, "%s OK done\r\n", word)
	}
}

// However much is sent before anything is read, the two sides never wait for
// each other if the transport buffers what is in flight; and they do if not.
func TestWindow(t *testing.T) {
	for _, tt := range []struct {
		buffer  int
		window  int64
		blocked bool
	}{
		{0, 1, false}, {100, 100, false}, {1000, 1000, false}, {16 << 10, 0, false},
		{0, 100, true}, {1000, 2000, true},
	} {
		s := &stubborn{size: tt.buffer, chatty: 5000}
		s.out.WriteString("* PREAUTH [CAPABILITY IMAP4rev1 LITERAL+] x\r\n")
		c := client.New(s, client.Options{Secure: true, Window: tt.window, InFlight: 1 << 20})
		if _, err := c.Next(); err != nil {
			t.Fatal(err)
		}
		open := map[tag.Tag]bool{}
		var err error
		for i := range 2000 {
			var cmd command.Command = command.NewBare(command.NoopName)
			if i%50 == 7 {
				cmd = appended(strings.Repeat("x", 40*i))
			}
			var tg tag.Tag
			if tg, err = c.Send(cmd); err != nil {
				break
			}
			open[tg] = true
		}
		for err == nil && len(open) > 0 {
			var ev client.Event
			if ev, err = c.Next(); ev.Done {
				delete(open, ev.Tag)
				if ev.Failure() != nil {
					err = ev.Failure()
				}
			}
		}
		if tt.blocked != errors.Is(err, errBlocked) || !tt.blocked && err != nil {
			t.Errorf("buffer %d, window %d: %v with %d commands open", tt.buffer, tt.window, err, len(open))
		}
		if !tt.blocked && tt.buffer >= 1000 && s.most < 500 {
			t.Errorf("buffer %d, window %d: at most %d octets in flight", tt.buffer, tt.window, s.most)
		}
	}
}

// Over a pipe that buffers nothing, a burst goes out command by command while
// the answers are read, and another goroutine ends IDLE.
func TestPipe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		nc := pipe(t)
		c := client.New(nc, client.Options{InsecureAuth: true, Window: 1})
		for _, cmd := range []command.Command{
			&command.Login{User: "joe", Password: "secret"},
			appended(strings.Repeat("Subject: x\r\n", 1000)),
			&command.Select{Mailbox: "INBOX"},
		} {
			if err := c.Wait(send(t, c, cmd), nil); err != nil {
				t.Fatal(err)
			}
		}
		var last tag.Tag
		for range 200 {
			last = send(t, c, &command.Fetch{Set: wire.RangeOf(1, wire.Star), Items: []command.FetchItem{{Name: command.FetchPeek}}})
		}
		octets := int64(0)
		if err := c.Wait(last, func(ev *client.Event) {
			if r, ok := ev.Response.(*response.FetchStream); ok {
				for item := range c.Items(r) {
					if s, ok := item.(*response.SectionItem); ok {
						n, _ := io.Copy(io.Discard, s.Data)
						octets += n
					}
				}
			}
		}); err != nil || octets != 200*12_000 {
			t.Fatal(err, octets)
		}
		idle := send(t, c, command.NewBare(command.IdleName))
		go func() {
			time.Sleep(time.Hour / 4)
			if err := c.Done(); err != nil {
				t.Error(err)
			}
		}()
		start := time.Now()
		if err := c.Wait(idle, nil); err != nil || time.Since(start) != time.Hour/4 {
			t.Error(err, time.Since(start))
		}
		if err := c.Wait(send(t, c, command.NewBare(command.LogoutName)), nil); err != nil {
			t.Error(err)
		}
		if _, err := c.Next(); err != io.EOF {
			t.Error(err)
		}
		nc.Close()
	})
}

// Several goroutines send, and one reads.
func TestConcurrent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		nc := pipe(t)
		c := client.New(nc, client.Options{InsecureAuth: true, Window: 1})
		if err := c.Wait(send(t, c, &command.Login{User: "joe", Password: "secret"}), nil); err != nil {
			t.Fatal(err)
		}
		const senders, each = 8, 50
		for range senders {
			go func() {
				for i := range each {
					var cmd command.Command = command.NewBare(command.NoopName)
					if i%10 == 0 {
						cmd = appended("Subject: x\r\n\r\n")
					}
					if _, err := c.Send(cmd); err != nil {
						t.Error(err)
					}
				}
			}()
		}
		for n := 0; n < senders*each; {
			ev, err := c.Next()
			if err != nil {
				t.Fatal(err)
			}
			if ev.Done {
				n++
				if err := ev.Failure(); err != nil {
					t.Error(err)
				}
			}
		}
		nc.Close()
	})
}

// A real server understands what is sent to it and refuses what it has to, and
// the next command is answered nevertheless (with literals that wait for "+",
// and with those that do not).
func TestServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rapid.Check(struct{ testing.TB }{t}, func(t *rapid.T) {
			nc := pipe(t)
			defer nc.Close()
			c := client.New(nc, client.Options{InsecureAuth: true, Window: 1, InOrder: rapid.Bool().Draw(t, "in order")})
			odd := rapid.SampledFrom([]string{"INBOX", "nowhere", "a b", "é", "A1 LOGOUT\r\nA2 LOGOUT\r\n", strings.Repeat("x", 2000), "{3+}"})
			sent := map[tag.Tag]command.Command{}
			wrong := 0
			for range rapid.IntRange(1, 15).Draw(t, "commands") {
				var cmd command.Command
				switch rapid.IntRange(0, 8).Draw(t, "command") {
				case 0, 1:
					password := rapid.SampledFrom([]string{"secret", "secret", "wrong\r\nA1 LOGOUT"}).Draw(t, "password")
					if wrong == 4 { // the fifth ends the connection
						password = "secret"
					} else if password != "secret" {
						wrong++
					}
					cmd = &command.Login{User: "joe", Password: password}
				case 2:
					text := rapid.SampledFrom([]string{"A1 LOGOUT\r\n", strings.Repeat("A1 LOGOUT\r\n", 1000), "with NUL \x00"}).Draw(t, "message")
					cmd = &command.Append{Mailbox: odd.Draw(t, "mailbox"), Messages: []*command.AppendMessage{
						{Size: int64(len(text)), Data: strings.NewReader(text), Binary: strings.Contains(text, "\x00")},
					}}
				case 3, 4:
					cmd = &command.Select{Mailbox: odd.Draw(t, "mailbox")}
				case 5:
					cmd = &command.Search{Keys: []command.SearchKey{{Name: "TEXT", Text: odd.Draw(t, "text")}}}
				case 6:
					cmd = &command.Create{Mailbox: odd.Draw(t, "mailbox")}
				case 7:
					cmd = &command.Fetch{Set: wire.RangeOf(1, wire.Star), UID: true, Items: []command.FetchItem{{Name: command.FetchPeek}}}
				default:
					cmd = &command.Enable{Capabilities: []string{"IMAP4rev2"}}
				}
				if tg, err := c.Send(cmd); err == nil {
					sent[tg] = cmd
				}
			}
			for len(sent) > 0 {
				ev, err := c.Next()
				if err != nil {
					t.Fatal(err)
				}
				var st *response.Status
				if err := ev.Failure(); ev.Done && errors.As(err, &st) && st.Type == response.BAD {
					t.Fatalf("%v: %v", command.String(ev.Command), err)
				}
				var wrong *client.ProtocolError
				var syntax *wire.SyntaxError
				if errors.As(ev.Err, &wrong) || errors.As(ev.Err, &syntax) {
					t.Fatalf("the server is in the wrong: %v", ev.Err)
				}
				if ev.Done {
					delete(sent, ev.Tag)
				}
			}
			if err := c.Wait(send(t, c, command.NewBare(command.LogoutName)), nil); err != nil {
				t.Fatal(err)
			}
		})
	})
}
