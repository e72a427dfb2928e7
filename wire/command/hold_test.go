package command_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/literal"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// A command that is held is what is written without, in pieces that end where
// a "+" is due, and its tag.Pipeline hears of each piece before it leaves.
func TestHold(t *testing.T) {
	g := valid()
	rapid.Check(t, func(t *rapid.T) {
		opts := wire.Options{UTF8: rapid.Bool().Draw(t, "UTF8"), Literals: rapid.SampledFrom([]literal.Policy{literal.Basic, literal.Minus}).Draw(t, "policy")}
		c := g.command(t)
		var out bytes.Buffer
		w := command.NewWriter(&out, opts)
		var pieces []string
		w.Encoder().OnLiteral(func(literal.Header) error {
			pieces = append(pieces, out.String())
			out.Reset()
			return nil
		})
		if err := w.Write("A1", c); err != nil {
			t.Fatal(err)
		}
		pieces = append(pieces, out.String())
		out.Reset()
		rewind(c)

		w = command.NewWriter(&out, opts)
		w.Encoder().Hold(true)
		var p tag.Pipeline[command.Command]
		if err := errors.Join(w.Encode("A1", c), p.Start("A1", c)); err != nil || out.Len() > 0 {
			t.Fatalf("%v, %q written", err, out.String())
		}
		for i, want := range pieces {
			if i > 0 {
				if _, err := p.Continue(); err != nil {
					t.Fatal(err)
				}
			}
			move := p.Sent
			if w.Encoder().Waits() {
				move = p.Wait
			}
			if err := errors.Join(move("A1"), w.Encoder().Flush()); err != nil || out.String() != want {
				t.Fatalf("%v, %q written, want %q", err, out.String(), want)
			}
			out.Reset()
		}
		if _, err := p.Finish("A1", tag.OK); err != nil || w.Encoder().Held() != 0 {
			t.Fatalf("%v, %d octets left", err, w.Encoder().Held())
		}
	})
}

// What comes from a connection cannot be held.
func TestHoldStream(t *testing.T) {
	for _, in := range []string{
		"A1 APPEND x {3+}\r\nabc\r\n",
		"A1 REPLACE * x {3+}\r\nabc\r\n",
		"A1 APPEND x CATENATE (TEXT {3+}\r\nabc)\r\n",
	} {
		r := command.NewReader(strings.NewReader(in), wire.Options{})
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		c, err := r.Decode()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(in, "CATENATE") {
			m, err := c.(*command.AppendStream).Next()
			if err != nil {
				t.Fatal(err)
			}
			c = &command.Append{Mailbox: "x", Messages: []*command.AppendMessage{m}}
		}
		w := command.NewWriter(io.Discard, wire.Options{})
		w.Encoder().Hold(true)
		if err := w.Encode("A1", c); !errors.Is(err, wire.ErrEncode) || w.Encoder().Held() != 0 {
			t.Errorf("%q: %v, %d octets held", in, err, w.Encoder().Held())
		}
	}
}
