package client_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"imapkit.example/literal"
	"imapkit.example/tag"
	"pgregory.net/rapid"
)

// A peer is a server that is made up of choices. It needs no goroutine: what
// the client writes is parsed at once, and a Read asks it to say something.
//
// It knows nothing of the client's insides. It holds against the client what
// every server could: each command has a new tag, begins where the one before
// has ended, sends no octet of a literal that was not asked for, and comes
// alone where it has to.
type peer struct {
	t *rapid.T

	line     []byte // of the command that is coming in, up to its literals
	need     int    // octets of a literal that are on their way
	held     string // what was said and not yet read
	asked    bool   // a literal was announced that waits for "+"
	received []*received
	current  *received // not yet received to its end
	lines    int       // lines said
	octets   int       // octets received
	ended    bool      // what would be said now would not be heard
	lied     bool      // the client must not go on
	preauth  bool      // PREAUTH was said
	in       bool      // a login was answered with OK

	speak func(p *peer) string // says a line, or "" at the end
	cut   bool                 // reads end anywhere
}

// received is a command as the peer sees it.
type received struct {
	tag      string
	name     string
	whole    bool // received to its last octet
	answered int  // tagged responses
	result   string
	idling   bool // "+" was said to IDLE
	authData int  // lines the peer has asked for and that have come
	asking   bool // it was asked for a line of AUTHENTICATE
	given    bool // the client has given up AUTHENTICATE
}

func (p *peer) Read(b []byte) (int, error) {
	if p.held == "" && !p.ended {
		p.held = p.speak(p)
		p.lines++
		p.preauth = p.preauth || strings.HasPrefix(p.held, "* PREAUTH")
	}
	if p.held == "" {
		return 0, io.EOF
	}
	n := len(p.held)
	if p.cut {
		n = rapid.IntRange(1, n).Draw(p.t, "cut")
	}
	n = copy(b, p.held[:n])
	p.held = p.held[n:]
	return n, nil
}

func (p *peer) Write(b []byte) (int, error) {
	n := len(b)
	p.octets += n
	if p.lied {
		p.t.Fatalf("the client goes on with %.40q", b)
	}
	for len(b) > 0 {
		b = p.take(b)
	}
	return n, nil
}

// take takes some of what the client has written.
func (p *peer) take(b []byte) []byte {
	if p.asked {
		p.t.Fatalf("the literal of %v was not asked for, but %.40q is sent", p.current, b)
	}
	if p.need > 0 {
		n := min(p.need, len(b))
		p.need -= n
		return b[n:]
	}
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		p.line = append(p.line, b...)
		return nil
	}
	p.line = append(p.line, b[:i+1]...)
	line, ok := bytes.CutSuffix(p.line, []byte("\r\n"))
	if !ok || bytes.ContainsAny(line, "\r\x00") {
		p.t.Fatalf("the line %q", p.line)
	}
	p.take1(string(line))
	p.line = p.line[:0]
	return b[i+1:]
}

// take1 takes a line.
func (p *peer) take1(line string) {
	if p.current == nil {
		p.begin(line)
	}
	x := p.current
	switch {
	case x.idling:
		if line != "DONE" {
			p.t.Fatalf("%q amid IDLE", line)
		}
		x.whole, p.current = true, nil
		return
	case x.asking:
		x.asking = false
		x.authData++
		x.given = line == "*"
		x.whole, p.current = true, nil
		return
	}
	h, ok, err := literal.Trailing([]byte(line))
	switch {
	case err != nil:
		p.t.Fatal(err)
	case ok:
		p.asked = h.Mode == literal.Sync
		p.need = int(h.Size)
	case x.name == "IDLE":
	default:
		x.whole, p.current = true, nil
	}
}

// begin takes the first line of a command.
func (p *peer) begin(line string) {
	word := strings.Fields(line)
	if len(word) < 2 || !tag.Tag(word[0]).Valid() {
		p.t.Fatalf("the command %q", line)
	}
	x := &received{tag: word[0], name: word[1]}
	if x.name == "UID" {
		x.name = word[2]
	}
	if !strings.Contains(commandNames, " "+x.name+" ") {
		p.t.Fatalf("%q is no command that was sent", line)
	}
	for _, y := range p.received {
		if y.tag == x.tag {
			p.t.Fatalf("the tag %s comes again", x.tag)
		}
		if y.answered == 0 && barriers[y.name] {
			p.t.Fatalf("%s while %s %s is in progress", line, y.tag, y.name)
		}
	}
	p.received = append(p.received, x)
	p.current = x
}

// barriers are the commands beside which nothing else may be written.
var barriers = map[string]bool{
	"STARTTLS": true, "AUTHENTICATE": true, "IDLE": true, "COMPRESS": true, "LOGOUT": true, "UNAUTHENTICATE": true,
}

const commandNames = " NOOP CAPABILITY LOGIN AUTHENTICATE STARTTLS ENABLE SELECT EXAMINE CLOSE FETCH STORE SEARCH COPY EXPUNGE APPEND LIST STATUS CREATE DELETE RENAME IDLE LOGOUT "

func (x *received) String() string { return fmt.Sprintf("%s %s", x.tag, x.name) }

// open returns the commands that were begun and have no answer.
func (p *peer) open() (list []*received) {
	for _, x := range p.received {
		if x.answered == 0 {
			list = append(list, x)
		}
	}
	return list
}

// answer says the completion of x.
func (p *peer) answer(x *received, result string) string {
	x.answered++
	x.result = result
	if x == p.current {
		p.current, p.asked, p.need = nil, false, 0
	}
	return fmt.Sprintf("%s %s done\r\n", x.tag, result)
}

// legal is what a server may say now: data, and answers in any order.
func legal(greeting string) func(p *peer) string {
	return func(p *peer) string {
		if p.lines == 0 {
			return greeting
		}
		x := p.current
		var choices []func() string
		for _, y := range p.open() {
			if y.whole {
				choices = append(choices, func() string {
					results := []string{"NO", "BAD", "OK", "OK", "OK"}
					login := y.name == "LOGIN" || y.name == "AUTHENTICATE"
					if y.given || login && p.in {
						results = results[:2]
					}
					result := rapid.SampledFrom(results).Draw(p.t, "result")
					p.in = p.in || login && result == "OK"
					return p.answer(y, result)
				})
				if y.name == "AUTHENTICATE" && y.authData < 4 && !y.given {
					choices = append(choices, func() string {
						y.asking, y.whole, p.current = true, false, y
						return "+ " + rapid.SampledFrom([]string{"", "", "Y2hhbGxlbmdl", "=malformed"}).Draw(p.t, "challenge") + "\r\n"
					})
				}
			}
		}
		switch {
		case x == nil:
		case x.idling:
			choices = append(choices, func() string { return p.answer(x, "BAD") })
		case x.asking:
		case p.need > 0 && !p.asked: // octets are on their way
			p.t.Fatalf("%v stops in the middle of a literal", x)
		default: // a literal, or IDLE
			choices = append(choices, func() string {
				x.idling = x.name == "IDLE"
				p.asked = false
				return "+ go on\r\n"
			}, func() string {
				return p.answer(x, rapid.SampledFrom([]string{"NO", "BAD"}).Draw(p.t, "refusal"))
			})
		}
		choices = append(choices, func() string {
			return rapid.SampledFrom([]string{
				"* OK still here\r\n", "* 5 EXISTS\r\n", "* 2 FETCH (UID 7 FLAGS (\\Seen))\r\n", "* LIST () \"/\" x\r\n",
				"* X-NEWS \"a\" (b)\r\n", "* OK [ALERT] mind the gap\r\n", "* FLAGS (\\Seen)\r\n",
				"* 3 FETCH (BODY[] {12}\r\nA1 OK done\r\n)\r\n", "* STATUS x (MESSAGES 3)\r\n",
			}).Draw(p.t, "data")
		})
		return rapid.SampledFrom(choices).Draw(p.t, "choice")()
	}
}

// hostile says anything at any time, and ends when it likes.
func hostile(p *peer) string {
	draw := func(list ...string) string { return rapid.SampledFrom(list).Draw(p.t, "hostile") }
	if p.lines == 0 && rapid.IntRange(0, 9).Draw(p.t, "greeting") > 0 {
		return draw("* OK hello\r\n", "* PREAUTH hello\r\n", "* PREAUTH [CAPABILITY IMAP4rev2 LITERAL+ IDLE AUTH=X-MODEL] hello\r\n",
			"* OK [CAPABILITY IMAP4rev1 LITERAL- IDLE SASL-IR AUTH=X-MODEL] hello\r\n")
	}
	switch rapid.IntRange(0, 30).Draw(p.t, "kind") {
	case 0, 1, 2, 3, 4, 5, 6, 7:
		x := &received{tag: draw("", "*", "+A1", "AAAAAAA1", "BBBBBBB2", "A1")}
		if open := p.open(); len(open) > 0 && rapid.IntRange(0, 4).Draw(p.t, "whose") > 0 {
			x = rapid.SampledFrom(open).Draw(p.t, "open")
		} else if len(p.received) > 0 && rapid.Bool().Draw(p.t, "old") {
			x = rapid.SampledFrom(p.received).Draw(p.t, "any")
		}
		for _, y := range p.received {
			if y.tag == x.tag {
				x = y // it has guessed
			}
		}
		result := draw("OK", "OK", "NO", "BAD")
		switch {
		case x.answered > 0 || x.name == "":
			return x.tag + " " + result + " again\r\n"
		case result == "OK" && (!x.whole || x.given):
			p.lied = true
			return x.tag + " OK premature\r\n"
		}
		return p.answer(x, result)
	case 8, 9, 10, 11, 12:
		switch x := p.current; {
		case x == nil:
			for _, y := range p.open() {
				if y.name == "AUTHENTICATE" && !y.given {
					y.asking, y.whole, p.current = true, false, y
				}
			}
		case x.name == "IDLE":
			x.idling = true
		default:
			p.asked = false
		}
		return draw("+ go on\r\n", "+ \r\n", "+ Y2hhbGxlbmdl\r\n")
	case 13:
		return draw("garbage\r\n", "\r\n", "* \r\n", "\x00\xff\r\n", "* OK\r\n", "* 1\r\n", "* 1 FETCH (UID x)\r\n", "A1 MAYBE\r\n",
			"+\r\n", "* OK [CAPABILITY\r\n")
	case 14:
		// What is malformed and has the tag of a command leaves it without an
		// end, which the client cannot live with.
		for _, x := range p.open() {
			p.lied = true
			return x.tag + draw(" MAYBE\r\n", "\r\n", " OK\n", " OK [CAPABILITY\r\n")
		}
		return "* X\r\n"
	case 15:
		p.ended = true // perhaps in the middle of something
		return draw("", "", "* 1 FETCH (BODY[] {5}\r\nA", "* LIST {3}\r\n", "* OK", "+ ", "A1 OK don")
	case 16:
		return draw("* BYE begone\r\n", "* PREAUTH again\r\n", "* OK [CLOSED] closed\r\n", "* NO no\r\n", "* BAD bad\r\n")
	case 17:
		return draw("* CAPABILITY\r\n", "* CAPABILITY IMAP4rev2 LITERAL+\r\n", "* OK [CAPABILITY LITERAL- IDLE] x\r\n", "* ENABLED IMAP4rev2 QRESYNC UIDONLY\r\n")
	case 18:
		return draw("* 4294967295 EXISTS\r\n", "* 0 EXISTS\r\n", "* 0 EXPUNGE\r\n", "* 4294967295 EXPUNGE\r\n", "* 1 EXPUNGE\r\n", "* VANISHED 1:4294967295\r\n",
			"* VANISHED (EARLIER) 1:4294967295\r\n", "* 1 FETCH (UID 4294967295)\r\n", "* 7 UIDFETCH (FLAGS ())\r\n", "* 3 RECENT\r\n")
	case 19:
		return draw("* SEARCH 1 2 3\r\n", "* ESEARCH (TAG \"A1\") ALL 1:4294967295\r\n", "* OK [COPYUID 1 1:4294967295 1:4294967295] x\r\n", "* OK [HIGHESTMODSEQ 1] x\r\n")
	}
	return legal("")(p)
}

var _ io.ReadWriter = (*peer)(nil)
