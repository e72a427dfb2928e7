package response_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// A corpusEntry is what a server sends: one response of the tables, or all of a
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
		list = append(list, corpusEntry{file, script.Server()})
	}
	return list
}

// recorded reads all responses in stream. It returns the exact octets of each,
// what it is and whether it is well formed.
func recorded(stream io.Reader, opts wire.Options) (raw [][]byte, what []string, good []bool) {
	r := response.NewReader(stream, opts)
	r.Decoder().Record(1 << 24)
	for {
		x, err := r.Next()
		if err == nil {
			x, err = collect(x)
		}
		what, good = append(what, describe(err)), append(good, err == nil)
		if err == nil {
			what[len(what)-1] = fmt.Sprintf("%T", x)
		}
		if r.Decoder().Fatal() != nil || r.Decoder().SkipMessage() != nil {
			return raw, what, good
		}
		raw = append(raw, bytes.Clone(r.Decoder().Raw()))
		what = append(what, fmt.Sprintf("%d octets, next at %d", len(raw[len(raw)-1]), r.Decoder().InputOffset()))
	}
}

// What was read of a response, malformed or not, is what was sent, however it
// came.
func TestRaw(t *testing.T) {
	for _, x := range corpus(t) {
		for _, opts := range []wire.Options{{}, {Lenient: wire.AllLenient}} {
			if err := fuzz.CheckSplit(x.in, func(stream io.Reader) []string {
				raw, what, _ := recorded(stream, opts)
				// Leniently a quoted string may go on to the end of the stream.
				if all := bytes.Join(raw, nil); !bytes.Equal(all, x.in) && (opts.Lenient == 0 || !bytes.HasPrefix(x.in, all)) {
					t.Errorf("%s: %q is recorded as %q", x.name, x.in, all)
				}
				return what
			}); err != nil {
				t.Errorf("%s: %v", x.name, err)
			}
		}
	}
}

// No part of a response is a response: it ends too early.
func TestPrefixesOfAll(t *testing.T) {
	n := 0
	for _, x := range corpus(t) {
		raw, _, good := recorded(bytes.NewReader(x.in), wire.Options{})
		for i, message := range raw {
			if !good[i] {
				continue
			}
			n++
			if err := fuzz.CheckPrefixes(message, func(r io.Reader) error {
				v, err := response.NewReader(r, wire.Options{}).Next()
				if err == nil {
					_, err = collect(v)
				}
				return err
			}); err != nil {
				t.Errorf("%s: %q: %v", x.name, message, err)
			}
		}
	}
	if n < 1000 {
		t.Errorf("%d responses", n)
	}
}

// A stream that ends in a malformed response is not at its end either.
func TestPrefixesOfMalformed(t *testing.T) {
	for _, x := range corpus(t) {
		raw, _, good := recorded(bytes.NewReader(x.in), wire.Options{})
		for i, message := range raw {
			if good[i] {
				continue
			}
			for n := 1; n < len(message); n += 1 + n/64 {
				r := response.NewReader(bytes.NewReader(message[:n]), wire.Options{})
				var err error
				for err == nil || errors.As(err, new(*wire.SyntaxError)) {
					var v response.Response
					if v, err = r.Next(); err == nil {
						_, err = collect(v)
					}
				}
				if !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("%s: %q ends with %v", x.name, message[:n], err)
				}
			}
		}
	}
}
