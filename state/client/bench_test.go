package client_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"imapkit.example/state/client"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// prompt is a server that answers each command at once with lines and OK.
type prompt struct {
	lines string
	out   bytes.Buffer
	in    []byte
}

func (p *prompt) Write(b []byte) (int, error) {
	p.in = append(p.in, b...)
	rest := p.in
	for {
		line, next, ok := bytes.Cut(rest, []byte("\r\n"))
		if !ok {
			break
		}
		word, _, _ := bytes.Cut(line, []byte(" "))
		p.out.WriteString(p.lines)
		p.out.Write(word)
		p.out.WriteString(" OK done\r\n")
		rest = next
	}
	p.in = p.in[:copy(p.in, rest)]
	return len(b), nil
}

func (p *prompt) Read(b []byte) (int, error) { return p.out.Read(b) }

// prompted returns a Client in the selected state that is answered so.
func prompted(t testing.TB, lines string) *client.Client {
	p := &prompt{lines: lines}
	p.out.WriteString("* PREAUTH [CAPABILITY IMAP4rev1 LITERAL-] x\r\n")
	c := client.New(p, client.Options{Secure: true, InFlight: 1 << 20})
	if _, err := c.Next(); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(send(t, c, &command.Select{Mailbox: "x"}), nil); err != nil {
		t.Fatal(err)
	}
	return c
}

const news = "* 1 FETCH (UID 7 FLAGS (\\Seen))\r\n"

// pipelined sends n commands and reads all answers.
func pipelined(t testing.TB, c *client.Client, cmd command.Command, n int) {
	var last tag.Tag
	for range n {
		last = send(t, c, cmd)
	}
	for {
		ev, err := c.Next()
		if err != nil || ev.Err != nil {
			t.Fatal(err, ev.Err)
		}
		if r, ok := ev.Response.(*response.FetchStream); ok {
			for _, err := range c.Items(r) {
				if err != nil {
					t.Fatal(err)
				}
			}
			if owners := c.Owners(r); len(owners) == 0 {
				t.Fatal("nobody's")
			}
		}
		if ev.Done && ev.Tag == last {
			return
		}
	}
}

var fetch = &command.Fetch{UID: true, Set: wire.Numbers(7), Items: []command.FetchItem{{Name: command.FetchUID}, {Name: command.FetchFlags}}}

// A command costs its tag and the record of it; an answer nothing.
func TestAllocs(t *testing.T) {
	c := prompted(t, "* 1 EXISTS\r\n"+news+news+news)
	pipelined(t, c, fetch, 100)
	if n := testing.AllocsPerRun(50, func() { pipelined(t, c, fetch, 100) }); n > 220 {
		t.Errorf("%v allocations for 100 commands", n)
	}
}

func BenchmarkClient(b *testing.B) {
	for _, n := range []int{1, 10, 100, 1000} {
		b.Run(fmt.Sprintf("NOOP/%d", n), func(b *testing.B) {
			c := prompted(b, "")
			noop := command.NewBare(command.NoopName)
			b.ReportAllocs()
			for b.Loop() {
				pipelined(b, c, noop, n)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/command")
		})
	}
	b.Run("UID FETCH/100", func(b *testing.B) {
		c := prompted(b, "* 1 EXISTS\r\n"+news+news+news)
		b.ReportAllocs()
		for b.Loop() {
			pipelined(b, c, fetch, 100)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*100), "ns/command")
	})
}

// BenchmarkServer is with a real server, over a pipe that buffers nothing and
// with loopback in between.
func BenchmarkServer(b *testing.B) {
	b.Run("pipe", func(b *testing.B) {
		c := client.New(pipe(b), client.Options{InsecureAuth: true, Window: 1})
		benchmarkServer(b, c)
	})
	b.Run("loopback", func(b *testing.B) {
		nc := dial()()
		b.Cleanup(func() { nc.Close() })
		benchmarkServer(b, client.New(nc, client.Options{InsecureAuth: true}))
	})
}

func benchmarkServer(b *testing.B, c *client.Client) {
	if err := c.Wait(send(b, c, &command.Login{User: "joe", Password: "secret"}), nil); err != nil {
		b.Fatal(err)
	}
	noop := command.NewBare(command.NoopName)
	b.ReportAllocs()
	for b.Loop() {
		pipelined(b, c, noop, 100)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*100), "ns/command")
}

var _ io.ReadWriter = (*prompt)(nil)
