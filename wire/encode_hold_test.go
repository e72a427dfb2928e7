package wire_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"imapkit.example/literal"
	"imapkit.example/wire"
	"pgregory.net/rapid"
)

func TestHold(t *testing.T) {
	var out bytes.Buffer
	e := wire.NewEncoder(&out, wire.Options{Literals: literal.Minus})
	e.Hold(true)
	big := strings.Repeat("b", 5000)
	e.Atom("FIRST")
	_ = e.End()
	e.Atom("A1")
	e.SP()
	e.String(big)
	e.SP()
	e.String("c\n")
	e.SP()
	e.LiteralFrom(literal.Header{Size: 4096}, strings.NewReader(big[:4096]))
	e.SP()
	e.LiteralFrom(literal.Header{Size: 5000}, iotest.OneByteReader(strings.NewReader(big+"beyond the size")))
	e.SP()
	e.String(big)
	want := []string{
		"FIRST\r\nA1 {5000}\r\n",
		big + " {2+}\r\nc\n {4096+}\r\n" + big[:4096] + " {5000}\r\n",
		big + " {5000}\r\n",
		big + "\r\nLAST\r\n",
	}
	if e.Buffered() != 7 || e.Held() != 7 || e.Waits() {
		t.Errorf("amid a message %d octets are held, waits: %v", e.Held(), e.Waits())
	}
	if err := e.End(); err != nil {
		t.Fatal(err)
	}
	e.Atom("LAST")
	if err := e.End(); err != nil {
		t.Fatal(err)
	}
	left := int64(len(strings.Join(want, "")))
	for i, piece := range want {
		if e.Held() != left || e.Waits() != (i < 3) {
			t.Errorf("piece %d: %d octets held, want %d; waits: %v", i, e.Held(), left, e.Waits())
		}
		if err := e.Flush(); err != nil || out.String() != piece {
			t.Errorf("piece %d: %v, %d octets, want %d", i, err, out.Len(), len(piece))
		}
		left -= int64(len(piece))
		out.Reset()
	}
	if err := e.Flush(); err != nil || out.Len() > 0 || e.Held() != 0 || e.Waits() {
		t.Errorf("behind the end: %v, %q, %d held", err, out.String(), e.Held())
	}
}

// What was refused is dropped, and what is malformed is never held.
func TestHoldDrop(t *testing.T) {
	var out bytes.Buffer
	e := wire.NewEncoder(&out, wire.Options{})
	e.Hold(true)
	e.Atom("A1")
	e.SP()
	e.LiteralString("x")
	e.SP()
	e.LiteralFrom(literal.Header{Size: 5000}, strings.NewReader(strings.Repeat("x", 5000)))
	_ = e.End()
	_ = e.Flush()
	e.Drop()
	if e.Held() != 0 || e.Waits() {
		t.Errorf("%d octets left, waits: %v", e.Held(), e.Waits())
	}
	for name, f := range map[string]func(){
		"reader fails": func() { e.LiteralFrom(literal.Header{Size: 9}, iotest.ErrReader(io.ErrClosedPipe)) },
		"reader short": func() { e.LiteralFrom(literal.Header{Size: 9}, strings.NewReader("x")) },
		"no reader":    func() { e.LiteralFrom(literal.Header{Size: 5000}, nil) },
		"no atom":      func() { e.LiteralFrom(literal.Header{Size: 5000}, strings.NewReader("x")); e.Atom("") },
		"aborted":      func() { e.LiteralString("x"); _ = e.Abort(); e.Atom("") },
	} {
		e.Atom("A2")
		e.SP()
		e.LiteralString("x")
		_ = e.End()
		f()
		if err := e.End(); err == nil || e.Err() != nil || e.Held() != 11 || !e.Waits() {
			t.Errorf("%s: %v, then %v; %d octets held, waits: %v", name, err, e.Err(), e.Held(), e.Waits())
		}
		e.Drop()
	}
	e.Atom("A3")
	if err := errors.Join(e.End(), e.Flush()); err != nil || out.String() != "A1 {1}\r\nA3\r\n" {
		t.Errorf("wrote %q, %v", out.String(), err)
	}
}

// A reader that fails while its octets are due breaks the stream.
func TestHoldBroken(t *testing.T) {
	long := strings.Repeat("x", 4999)
	for name, r := range map[string]io.Reader{
		"short": strings.NewReader(long),
		"fails": io.MultiReader(strings.NewReader(long), iotest.ErrReader(io.ErrClosedPipe)),
		"NUL":   strings.NewReader(long + "\x00"),
	} {
		var out bytes.Buffer
		e := wire.NewEncoder(&out, wire.Options{Literals: literal.Plus})
		e.Hold(true)
		e.LiteralFrom(literal.Header{Size: 5000}, r)
		if err := e.End(); err != nil || e.Waits() {
			t.Fatal(name, err)
		}
		if err := e.Flush(); err == nil || errors.Is(err, wire.ErrBroken) || !errors.Is(err, wire.ErrEncode) {
			t.Errorf("%s: %v", name, err)
		}
		n := out.Len()
		e.Atom("A2")
		for _, err := range []error{e.Err(), e.Flush(), e.End(), e.Flush()} {
			if err != wire.ErrBroken {
				t.Errorf("%s: later: %v", name, err)
			}
		}
		if out.Len() != n {
			t.Errorf("%s: %d octets written behind the break", name, out.Len()-n)
		}
	}
	for n := range 4 {
		e := wire.NewEncoder(&failingWriter{n}, wire.Options{Literals: literal.Plus})
		e.Hold(true)
		e.LiteralFrom(literal.Header{Size: 5000}, strings.NewReader(long+"x"))
		err := errors.Join(e.End(), e.Flush())
		if (err == nil) != (n == 3) || err != nil && !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("failing after %d writes: %v", n, err)
		}
	}
}

// The pieces of a message that is held are what an Encoder that waits writes
// between its waits, and no more is held in memory of what is streamed.
func TestHoldIsWait(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opts := wire.Options{Literals: rapid.SampledFrom([]literal.Policy{literal.Basic, literal.Minus, literal.Plus}).Draw(t, "policy")}
		sizes := rapid.SliceOfN(rapid.SampledFrom([]int{0, 1, 1024, 4095, 4096, 4097, 10_000}), 0, 5).Draw(t, "sizes")
		stream := rapid.SliceOfN(rapid.Bool(), len(sizes), len(sizes)).Draw(t, "streamed")
		message := func(e *wire.Encoder) {
			e.Atom("A1")
			for i, n := range sizes {
				e.SP()
				if s := strings.Repeat("x", n); stream[i] {
					e.LiteralFrom(literal.Header{Size: int64(n)}, strings.NewReader(s))
				} else {
					e.LiteralString(s)
				}
			}
			if err := e.End(); err != nil {
				t.Fatal(err)
			}
		}
		var pieces []string
		var out bytes.Buffer
		e := wire.NewEncoder(&out, opts)
		e.OnLiteral(func(literal.Header) error {
			pieces = append(pieces, out.String())
			out.Reset()
			return nil
		})
		message(e)
		_ = e.Flush()
		pieces = append(pieces, out.String())

		out.Reset()
		e = wire.NewEncoder(&out, opts)
		e.Hold(true)
		message(e)
		for i, want := range pieces {
			if e.Waits() != (i+1 < len(pieces)) {
				t.Fatalf("piece %d of %d: waits: %v", i, len(pieces), e.Waits())
			}
			if err := e.Flush(); err != nil || out.String() != want {
				t.Fatalf("piece %d: %v, %.100q, want %.100q", i, err, out.String(), want)
			}
			out.Reset()
		}
		if e.Held() != 0 {
			t.Fatalf("%d octets left", e.Held())
		}
	})
}

func TestHoldAllocs(t *testing.T) {
	e := wire.NewEncoder(io.Discard, wire.Options{})
	e.Hold(true)
	if n := testing.AllocsPerRun(100, func() {
		e.Atom("A1")
		e.SP()
		e.LiteralString("x")
		_ = e.End()
		for e.Held() > 0 {
			if err := e.Flush(); err != nil {
				t.Fatal(err)
			}
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if n := allocates(func() {
		e.LiteralFrom(literal.Header{Size: 100 << 20, Binary: true}, io.LimitReader(zeros{}, 100<<20))
		if err := errors.Join(e.End(), e.Flush(), e.Flush()); err != nil || e.Held() != 0 {
			t.Fatal(err, e.Held())
		}
	}); n > 128<<10 {
		t.Errorf("%d octets allocated for a streamed literal", n)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
