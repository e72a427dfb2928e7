package client_test

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"regexp"
	"strings"
	"sync"

	"imapkit.example/literal"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// A proxy gives the commands of its client tags of its own, and the responses
// of the server behind it the tags of the client. It knows no command but those
// that go on in a way of their own, and holds no message in memory. A literal is
// asked for when the server has asked for it, and not before.
type proxy struct {
	client, server net.Conn

	mu     sync.Mutex             // of what follows
	flight tag.Pipeline[*relayed] // under the tags that the server sees
	tags   tag.Generator
	down   *response.Writer // to the client
}

// A relayed command is one that was passed on.
type relayed struct {
	tag  tag.Tag   // the client's
	tell bool      // its "+" is for the client to see as it is
	plus chan bool // true for each "+", false once it is answered
}

func (p *proxy) do(f func() error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return f()
}

func (p *proxy) say(r response.Response) error {
	if err := p.down.Write(r); err != nil {
		return err
	}
	return p.down.Flush()
}

// commands passes on what the client sends, up to the first error that leaves
// the server with half of a command.
func (p *proxy) commands() error {
	defer p.server.Close()
	in := wire.NewDecoder(p.client, wire.Options{Side: wire.Server})
	out := wire.NewEncoder(p.server, wire.Options{}) // "{n}" is what every server takes
	in.OnLiteral(func(literal.Header) error {
		return p.do(func() error { return p.say(&response.Continue{Text: "go on"}) })
	})
	for {
		if err := in.Next(); err != nil {
			return err
		}
		if err := p.command(in, out); err != nil {
			if out.Abort() != nil {
				return err
			}
		}
	}
}

func (p *proxy) command(in *wire.Decoder, out *wire.Encoder) error {
	x := &relayed{tag: in.Tag(), plus: make(chan bool, 1)}
	in.SP()
	name := strings.ToUpper(in.Atom())
	if err := in.Err(); err != nil || name == "STARTTLS" || name == "COMPRESS" { // not through this proxy
		return p.do(func() error {
			return p.say(&response.Status{Tag: x.tag, Type: response.BAD, Text: "not a command here"})
		})
	}
	idle, auth := name == "IDLE", name == "AUTHENTICATE"
	x.tell = idle || auth
	var mine tag.Tag
	if err := p.do(func() error {
		mine = p.tags.Next()
		return p.flight.Start(mine, x)
	}); err != nil {
		return err
	}
	wait := func() error { return p.do(func() error { return p.flight.Wait(mine) }) }
	sent := func() error { return p.do(func() error { return p.flight.Sent(mine) }) }
	out.OnLiteral(func(literal.Header) error {
		if !<-x.plus {
			return wire.ErrRefused
		}
		return nil
	})

	out.Tag(mine)
	out.SP()
	out.Atom(name)
	for kind := wire.KindInvalid; kind != wire.KindCRLF; {
		t, err := in.ReadToken()
		if err != nil {
			_ = p.do(func() error {
				_, _ = p.flight.Finish(mine, tag.BAD)
				return p.say(&response.Status{Tag: x.tag, Type: response.BAD, Text: "malformed"})
			})
			return err
		}
		if t.Space {
			out.SP()
		}
		switch kind = t.Kind; kind {
		case wire.KindListBegin:
			out.Special('(')
		case wire.KindListEnd:
			out.Special(')')
		case wire.KindQuoted:
			out.String(string(t.Bytes))
		case wire.KindLiteral:
			// Who owns the "+" is settled before the server can say it.
			if err := wait(); err != nil {
				return err
			}
			r := in.TokenLiteral()
			out.LiteralFrom(r.Header(), r)
			if err := out.Err(); err != nil {
				return out.End() // refused: the server has said why
			}
		case wire.KindCRLF:
		default:
			out.Value(wire.Value(t.Bytes))
		}
	}
	move := sent
	if x.tell {
		move = wait
	}
	for {
		if err := move(); err != nil {
			return err
		}
		if auth {
			if err := sent(); err != nil { // it is sent, and may go on
				return err
			}
		}
		if err := out.End(); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
		if !x.tell || !<-x.plus {
			return nil
		}
		// The next line is the client's answer to the "+".
		if err := in.Next(); err != nil {
			return err
		}
		line := string(in.Text())
		if err := in.End(); err != nil {
			return err
		}
		out.Value(wire.Value(line)) // DONE, base64 or "*"
		if idle {
			x.tell, move = false, sent
		}
	}
}

// responses passes on what the server says, until it ends.
func (p *proxy) responses() error {
	defer p.client.Close()
	defer p.do(func() error {
		for _, x := range p.flight.All() {
			close(x.plus)
		}
		p.flight.Abort()
		return nil
	})
	in := response.NewReader(p.server, wire.Options{})
	for {
		r, err := in.Next()
		if err != nil {
			return err
		}
		if err := p.do(func() error { return p.response(r) }); err != nil {
			return err
		}
	}
}

func (p *proxy) response(r response.Response) error {
	switch r := r.(type) {
	case *response.Continue:
		x, err := p.flight.Continue()
		if err != nil {
			return err // nobody has asked for it
		}
		if x.tell {
			err = p.say(r)
		}
		x.plus <- true
		return err
	case *response.Status:
		if r.Tag == "" {
			break
		}
		x, err := p.flight.Finish(r.Tag, r.Result())
		if err != nil {
			return err // nor for this
		}
		r.Tag = x.tag
		defer close(x.plus)
	case *response.ESearch: // which names its command
		if x, ok := p.flight.Lookup(r.Tag); ok {
			r.Tag = x.tag
		}
	}
	return p.say(r)
}

func Example_proxy() {
	client, here := net.Pipe()
	p := &proxy{client: here, server: dial()(), tags: tag.NewGenerator(0x5eed)}
	p.down = response.NewWriter(here, wire.Options{})
	go p.commands()
	go p.responses()

	dates := regexp.MustCompile("[0-9]{9,}") // UIDVALIDITY is one
	lines := bufio.NewReader(client)
	ask := func(send, until string) {
		if _, err := io.WriteString(client, send); err != nil {
			log.Fatal(err)
		}
		for s := ""; !strings.HasPrefix(s, until); {
			line, err := lines.ReadString('\n')
			if err != nil {
				log.Fatal(err)
			}
			if s = strings.TrimSpace(line); !strings.Contains(s, "CAPABILITY") {
				fmt.Println(dates.ReplaceAllString(s, "…"))
			}
		}
	}
	ask("", "* OK")
	ask("A1 LOGIN {3}\r\n", "+")
	ask("joe {6+}\r\nsecret\r\n", "A1")
	ask("A2 APPEND INBOX {16}\r\n", "+")
	ask("Subject: hi\r\n\r\n@\r\n", "A2")
	ask("A3 APPEND nowhere {16}\r\n", "A3") // refused before a "+"
	ask("A4 EXAMINE INBOX\r\n", "A4")
	ask("A5 X-FROB (one \"two\" {3+}\r\nx\"y) *\r\n", "A5")
	ask("A6 NOOP \"\r\n", "A6")
	ask("A7 UID SEARCH RETURN (ALL) ALL\r\n", "A7")
	ask("A8 IDLE\r\n", "+")
	ask("DONE\r\n", "A8")
	ask("A9 STARTTLS\r\n", "A9")
	ask("B1 FETCH 1 BODY[TEXT]\r\n", "B1")
	ask("B2 LOGOUT\r\n", "B2")
	// Output:
	// + go on
	// + go on
	// A2 OK [APPENDUID … 1] APPEND completed
	// A3 NO [TRYCREATE] no such mailbox
	// * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
	// * 1 EXISTS
	// * 0 RECENT
	// * OK [UNSEEN 1] first unseen message
	// * OK [UIDVALIDITY …] UIDs valid
	// * OK [UIDNEXT 2] predicted next UID
	// * OK [PERMANENTFLAGS ()] flags that can be changed
	// A4 OK [READ-ONLY] EXAMINE completed
	// A5 BAD unknown command
	// A6 BAD malformed
	// * ESEARCH (TAG "A7") UID ALL 1
	// A7 OK UID SEARCH completed
	// + idling
	// A8 OK IDLE completed
	// A9 BAD not a command here
	// * 1 FETCH (BODY[TEXT] {1}
	// @)
	// B1 OK FETCH completed
	// * BYE logging out
	// B2 OK LOGOUT completed
}
