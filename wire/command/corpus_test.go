package command_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// A corpusEntry is what a client sends: one command of the tables, or all of a
// transcript.
type corpusEntry struct {
	name string
	in   []byte
}

// corpus are all inputs there are, well formed or not.
func corpus(t testing.TB) (list []corpusEntry) {
	for _, x := range tests() {
		in, _ := x.input()
		list = append(list, corpusEntry{x.line, in})
	}
	files, err := filepath.Glob("../../fuzz/testdata/*/*.txt")
	if err != nil || len(files) < 100 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, err := fuzz.ParseTranscript(string(b))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, corpusEntry{file, script.Client()})
	}
	return list
}

// recorded reads all commands in stream. It returns the exact octets of each,
// what it is and whether it is well formed. Lines behind AUTHENTICATE and IDLE
// are malformed commands here.
func recorded(stream io.Reader, opts wire.Options, accept func(literal.Header) error) (raw [][]byte, what []string, good []bool) {
	r := command.NewReader(stream, opts)
	r.Decoder().Record(1 << 24)
	r.Decoder().OnLiteral(accept)
	for {
		h, err := r.Next()
		var c command.Command
		if err == nil {
			c, err = r.Decode()
		}
		if err == nil {
			_, err = collect(c)
		}
		what, good = append(what, fmt.Sprintf("%q %s", h, describe(err))), append(good, err == nil)
		if r.Decoder().Fatal() != nil || r.Skip() != nil {
			return raw, what, good
		}
		raw = append(raw, bytes.Clone(r.Decoder().Raw()))
		what = append(what, fmt.Sprintf("%d octets, next at %d", len(raw[len(raw)-1]), r.Decoder().InputOffset()))
	}
}

// What was read of a command, malformed or not, is what was sent, however it
// came and whether or not literals are refused.
func TestRaw(t *testing.T) {
	for _, x := range corpus(t) {
		for i, opts := range []wire.Options{{}, {Recorded: true}, {Lenient: wire.AllLenient}, {}} {
			var accept func(literal.Header) error
			if i == 3 {
				accept = func(literal.Header) error { return errors.New("refused") }
			}
			if err := fuzz.CheckSplit(x.in, func(stream io.Reader) []string {
				raw, what, _ := recorded(stream, opts, accept)
				// A quoted string may go on to the end of the stream if it is
				// read leniently, a literal if it was not refused.
				if all := bytes.Join(raw, nil); !bytes.Equal(all, x.in) && (accept != nil || opts == wire.Options{} || !bytes.HasPrefix(x.in, all)) {
					t.Errorf("%s: %q is recorded as %q", x.name, x.in, all)
				}
				return what
			}); err != nil {
				t.Errorf("%s: %v", x.name, err)
			}
		}
	}
}

// No part of a command is a command: it ends too early.
func TestPrefixesOfAll(t *testing.T) {
	n := 0
	for _, x := range corpus(t) {
		raw, _, good := recorded(bytes.NewReader(x.in), wire.Options{}, nil)
		for i, message := range raw {
			if !good[i] {
				continue
			}
			n++
			if err := fuzz.CheckPrefixes(message, func(stream io.Reader) error {
				r := command.NewReader(stream, wire.Options{})
				if _, err := r.Next(); err != nil {
					return err
				}
				c, err := r.Decode()
				if err == nil {
					_, err = collect(c)
				}
				return err
			}); err != nil {
				t.Errorf("%s: %q: %v", x.name, message, err)
			}
		}
	}
	if n < 800 {
		t.Errorf("%d commands", n)
	}
}

// A stream that ends in a malformed command is not at its end either.
func TestPrefixesOfMalformed(t *testing.T) {
	for _, x := range corpus(t) {
		raw, _, good := recorded(bytes.NewReader(x.in), wire.Options{Recorded: true}, nil)
		for i, message := range raw {
			if good[i] {
				continue
			}
			for n := 1; n < len(message); n += 1 + n/64 {
				r := command.NewReader(bytes.NewReader(message[:n]), wire.Options{Recorded: true})
				var err error
				for err == nil || errors.As(err, new(*wire.SyntaxError)) {
					if _, err = r.Next(); err != nil {
						continue
					}
					var c command.Command
					if c, err = r.Decode(); err == nil {
						_, err = collect(c)
					}
				}
				if !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("%s: %q ends with %v", x.name, message[:n], err)
				}
			}
		}
	}
}
