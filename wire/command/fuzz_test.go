package command_test

import (
	"bytes"
	"errors"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// FuzzReader reads any octets as commands: whole or in pieces they are the
// same commands and errors, and a command that was read is written in a form
// that is read as the same command.
func FuzzReader(f *testing.F) {
	for _, x := range tests() {
		in, _ := x.input()
		f.Add(in)
		f.Add(append(in, "A2 NOOP\r\n"...))
	}
	f.Add([]byte("A1 APPEND x {5}\r\nA2 NOOP\r\nA3 LOGIN {5+}\r\nhello {3}\r\n"))
	f.Add([]byte("A1 APPEND x {1+}\r\n\x00\r\n"))
	f.Fuzz(func(t *testing.T, input []byte) {
		if err := fuzz.CheckSplit(input, events); err != nil {
			t.Error(err)
		}
		r := command.NewReader(bytes.NewReader(input), wire.Options{})
		for {
			h, err := r.Next()
			var syntax *wire.SyntaxError
			if errors.As(err, &syntax) && r.Decoder().Options().Limits.Line > len(input) {
				continue
			}
			if err != nil {
				return
			}
			c, err := r.Decode()
			if err == nil {
				c, err = collect(c)
			}
			if err != nil {
				continue
			}
			s, err := encode(h.Tag, c, wire.Options{})
			if errors.Is(err, literal.ErrNUL) {
				continue // nobody looks for NUL in what is streamed
			}
			if err != nil {
				t.Fatalf("%#v: %v", c, err)
			}
			_, again, err := decode([]byte(s), wire.Options{})
			if err != nil {
				t.Fatalf("%q: %v", s, err)
			}
			if second, err := encode(h.Tag, again, wire.Options{}); err != nil || s != second {
				t.Fatalf("%q is written as %q, %v the second time", s, second, err)
			}
		}
	})
}
