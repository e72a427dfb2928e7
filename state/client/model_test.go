package client_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"imapkit.example/state"
	"imapkit.example/state/client"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
	"pgregory.net/rapid"
)

// A program is a client that does what comes to its mind, and keeps account of
// what it was promised.
type program struct {
	t       *rapid.T
	c       *client.Client
	p       *peer
	open    map[tag.Tag]command.Command // what Send has taken and no event has ended
	results map[tag.Tag]string          // of those that were ended: OK, NO, BAD or "lost"
	sent    int
	over    error // of Next
}

func newProgram(t *rapid.T, p *peer, opts client.Options) *program {
	opts.Seed = rapid.Uint64().Draw(t, "seed")
	opts.Window = rapid.SampledFrom([]int64{0, 1, 100}).Draw(t, "window")
	opts.InFlight = rapid.SampledFrom([]int{0, 1, 3}).Draw(t, "in flight")
	opts.InOrder = rapid.Bool().Draw(t, "in order")
	return &program{t: t, c: client.New(p, opts), p: p, open: map[tag.Tag]command.Command{}, results: map[tag.Tag]string{}}
}

// send sends a command of any kind, with octets that look like another one
// wherever there is room for octets.
func (g *program) send() {
	t := g.t
	const inner = "A9 LOGOUT\r\n"
	odd := rapid.SampledFrom([]string{"x", "a b", inner, "{3+}\r\nabc", strings.Repeat(inner, 500)})
	set := wire.RangeOf(1, wire.Star)
	message := func() *command.AppendMessage {
		s := odd.Draw(t, "message")
		m := &command.AppendMessage{Size: int64(len(s)), Data: strings.NewReader(s)}
		if rapid.Bool().Draw(t, "drip") {
			m.Data = iotest.HalfReader(m.Data)
		}
		return m
	}
	var cmd command.Command
	switch rapid.IntRange(0, 16).Draw(t, "command") {
	case 0:
		cmd = command.NewBare(command.NoopName)
	case 1:
		cmd = command.NewBare(command.CapabilityName)
	case 2:
		cmd = command.NewBare(command.IdleName)
	case 3, 4:
		cmd = &command.Append{Mailbox: "x", Messages: []*command.AppendMessage{message()}}
	case 5:
		cmd = &command.Append{Mailbox: odd.Draw(t, "mailbox"), Messages: []*command.AppendMessage{message(), message()}}
	case 6:
		cmd = &command.Status{Mailbox: odd.Draw(t, "mailbox"), Items: []command.StatusItem{command.StatusMessages}}
	case 7, 8:
		cmd = &command.Select{Mailbox: odd.Draw(t, "mailbox"), ReadOnly: rapid.Bool().Draw(t, "read-only")}
	case 9:
		cmd = command.NewBare(command.CloseName)
	case 10:
		cmd = &command.Fetch{Set: set, UID: rapid.Bool().Draw(t, "UID"), Items: []command.FetchItem{{Name: command.FetchFlags}}}
	case 11:
		cmd = &command.Search{Keys: []command.SearchKey{{Name: "SUBJECT", Text: odd.Draw(t, "subject")}}}
	case 12:
		cmd = &command.Store{Set: set, Flags: []wire.Flag{wire.Seen}}
	case 13:
		cmd = &command.Copy{Set: set, Mailbox: odd.Draw(t, "mailbox"), UID: rapid.Bool().Draw(t, "UID")}
	case 14:
		cmd = &command.Create{Mailbox: odd.Draw(t, "mailbox")}
	case 15:
		cmd = &command.Login{User: odd.Draw(t, "user"), Password: odd.Draw(t, "password")}
	case 16:
		g.took(g.c.Authenticate(&mechanism{t: t}))
		return
	}
	tg, err := g.c.Send(cmd)
	g.took(tg, err)
}

func (g *program) took(tg tag.Tag, err error) {
	if err != nil {
		return
	}
	if g.open[tg] != nil {
		g.t.Fatalf("the tag %q is given twice", tg)
	}
	g.open[tg] = command.NewBare("SENT")
	g.sent++
}

// next reads an event.
func (g *program) next() (client.Event, bool) {
	ev, err := g.c.Next()
	if err != nil {
		if g.over != nil && g.over != err {
			g.t.Fatalf("Next ends with %v, and then with %v", g.over, err)
		}
		g.over = err
		return ev, false
	}
	if g.over != nil {
		g.t.Fatalf("an event behind the end: %v", ev)
	}
	if ev.Done {
		if g.open[ev.Tag] == nil {
			g.t.Fatalf("%q is completed, but was not in flight", ev.Tag)
		}
		delete(g.open, ev.Tag)
		g.results[ev.Tag] = "OK"
		if err := ev.Failure(); err != nil {
			g.results[ev.Tag] = "lost"
			var st *response.Status
			if ev.Response != nil && errors.As(err, &st) {
				g.results[ev.Tag] = string(st.Type)
			}
		}
	}
	if f, ok := ev.Response.(*response.FetchStream); ok && rapid.Bool().Draw(g.t, "read the items") {
		for _, err := range g.c.Items(f) {
			if err != nil {
				break
			}
		}
	}
	for _, tg := range g.c.Owners(ev.Response) {
		if g.open[tg] == nil {
			g.t.Fatalf("%q owns a response, but is not in flight", tg)
		}
	}
	return ev, true
}

// A mechanism answers some challenges and gives up at others.
type mechanism struct{ t *rapid.T }

func (m *mechanism) Start() (string, []byte, error) {
	if rapid.Bool().Draw(m.t, "initial response") {
		return "X-MODEL", []byte("initial"), nil
	}
	return "X-MODEL", nil, nil
}

func (m *mechanism) Next([]byte) ([]byte, error) {
	if rapid.IntRange(0, 3).Draw(m.t, "give up") == 0 {
		return nil, errGivenUp
	}
	return []byte("response"), nil
}

var errGivenUp = errors.New("given up")

// Whatever is sent to a server that keeps to the rules, in whatever order that
// answers and wherever it refuses a literal: each command is completed once,
// none has to wait for ever, and the server understands each.
func TestLegalPeer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		greeting := rapid.SampledFrom([]string{
			"* OK [CAPABILITY IMAP4rev1 AUTH=X-MODEL] hello\r\n",
			"* OK [CAPABILITY IMAP4rev1 LITERAL- IDLE SASL-IR AUTH=X-MODEL] hello\r\n",
			"* PREAUTH [CAPABILITY IMAP4rev1 IMAP4rev2 IDLE LITERAL+] hello\r\n",
			"* PREAUTH [CAPABILITY IMAP4rev1 IMAP4rev2 IDLE MULTIAPPEND] hello\r\n",
			"* PREAUTH [CAPABILITY IMAP4rev1] hello\r\n",
		}).Draw(t, "greeting")
		p := &peer{t: t, speak: legal(greeting), cut: rapid.Bool().Draw(t, "cut")}
		g := newProgram(t, p, client.Options{Secure: true})
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0, 1:
				g.send()
			case 2:
				_ = g.c.Done()
			default:
				if len(p.open()) > 0 || p.lines == 0 || len(g.open) > 0 && g.sent > 0 {
					g.step(t)
				}
			}
		}
		for i := 0; len(g.open) > 0; i++ {
			if i > 100 {
				_ = g.c.Done() // for each IDLE that still comes
			}
			if i > 10_000 {
				t.Fatalf("%d commands are never completed", len(g.open))
			}
			g.step(t)
		}
		for _, x := range p.received {
			if x.answered != 1 {
				t.Fatalf("%v was answered %d times", x, x.answered)
			}
		}
	})
}

// step reads an event.
func (g *program) step(t *rapid.T) {
	ev, ok := g.next()
	var refused *client.ProtocolError
	var lost *client.LostError
	switch {
	case ok && errors.As(ev.Err, &lost):
		t.Fatalf("the connection ends: %v", ev.Err)
	case ok && errors.As(ev.Err, &refused) && !strings.Contains(refused.Error(), "state:"):
		t.Fatalf("the peer is in the wrong: %v %v", ev, ev.Err)
	case !ok:
		t.Fatalf("the connection ends: %v", g.over)
	}
}

// A server that says anything at any time is not believed: no command is
// completed that was not sent, none twice, none with OK before it was sent to
// its end. Every error has a type, nothing is written behind the one that ends
// the connection, and each command has its end, whatever comes.
func TestHostilePeer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &peer{t: t, speak: hostile, cut: rapid.Bool().Draw(t, "cut")}
		g := newProgram(t, p, client.Options{InsecureAuth: rapid.Bool().Draw(t, "insecure"), Responses: 50})
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0, 1:
				g.send()
			case 2:
				_ = g.c.Done()
			default:
				if ev, ok := g.next(); ok {
					typed(t, ev)
				}
			}
		}
		for i := 0; g.over == nil; i++ {
			if i > 10_000 {
				t.Fatal("no end")
			}
			if ev, ok := g.next(); ok {
				typed(t, ev)
			}
		}
		n := p.octets
		if _, err := g.c.Send(command.NewBare(command.NoopName)); err == nil {
			t.Fatal("a command is taken behind the end")
		}
		_, again := g.c.Next()
		_ = g.c.Done()
		if p.octets != n || again != g.over {
			t.Fatalf("behind the end %d octets are written, and Next ends with %v instead of %v", p.octets-n, again, g.over)
		}
		if len(g.open) > 0 {
			t.Fatalf("%d commands have no end", len(g.open))
		}
		in, selected := false, false
		for _, x := range p.received {
			switch got := g.results[tag.Tag(x.tag)]; {
			case got == "":
				t.Fatalf("%v was written and Send has not said so", x)
			case got != "lost" && got != x.result:
				t.Fatalf("%v was answered with %q and ends with %q", x, x.result, got)
			}
			if x.result == "OK" {
				in = in || x.name == "LOGIN" || x.name == "AUTHENTICATE"
				selected = selected || x.name == "SELECT" || x.name == "EXAMINE"
			}
		}
		m := g.c.Machine()
		if m.TLS() || m.State() == state.Selected && !selected || m.State() == state.Authenticated && !in && !p.preauth {
			t.Fatalf("state %v, TLS %v", m.State(), m.TLS())
		}
		if p.lied && g.over == io.EOF {
			t.Fatal("a lie is forgiven")
		}
	})
}

// typed fails if an error has none of the types that are promised.
func typed(t *rapid.T, ev client.Event) {
	var (
		syntax   *wire.SyntaxError
		protocol *client.ProtocolError
		lost     *client.LostError
		wrong    *state.Error
		missing  *state.MissingError
	)
	switch err := ev.Err; {
	case err == nil, errors.As(err, &syntax), errors.As(err, &protocol), errors.As(err, &lost):
	case ev.Response == nil && (errors.As(err, &wrong) || errors.As(err, &missing) || errors.Is(err, client.ErrRenumbered) || errors.Is(err, client.ErrDrift) || errors.Is(err, client.ErrNotSelected) ||
		errors.Is(err, client.ErrInsecure) || errors.Is(err, client.ErrLoginDisabled) || errors.Is(err, wire.ErrEncode) || errors.Is(err, state.ErrNumbers)):
	case errors.Is(err, errGivenUp), errors.Is(err, client.ErrChallenge):
	default:
		t.Fatalf("error %v (%T)", err, err)
	}
}
