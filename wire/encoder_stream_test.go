package wire_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// A client writes nothing behind the announcement of a synchronizing literal
// until OnLiteral returns, however the rest of the message comes.
func TestStops(t *testing.T) {
	var out bytes.Buffer
	var at []string
	e := wire.NewEncoder(&out, wire.Options{Literals: literal.Minus})
	e.OnLiteral(func(h literal.Header) error {
		if !strings.HasSuffix(out.String(), h.String()+"\r\n") {
			t.Errorf("waits for %v behind %q", h, out.String())
		}
		at = append(at, fmt.Sprint(h.Size))
		return e.Flush() // a caller that waits may flush first
	})
	big := strings.Repeat("b", 5000)
	e.Atom("FIRST")
	_ = e.End()
	e.Atom("A1")
	e.SP()
	e.String(big)
	e.SP()
	e.String("c\n")
	e.SP()
	if e.Buffered() != 7 || e.Flush() != nil || out.String() != "FIRST\r\n" {
		t.Errorf("Flush amid a message wrote %q", out.String())
	}
	// A literal that is streamed comes behind one that has yet to wait.
	w := e.Literal(literal.Header{Size: 4096})
	if _, err := w.Write([]byte(big[:4096])); err != nil {
		t.Fatal(err)
	}
	e.SP()
	w = e.Literal(literal.Header{Size: 5000})
	for i := range 5 {
		_, _ = w.Write([]byte(big[:1000]))
		if i == 0 && len(at) != 2 {
			t.Errorf("waited for %q", at)
		}
	}
	e.SP()
	e.String(big)
	if err := errors.Join(e.End(), e.Flush()); err != nil {
		t.Fatal(err)
	}
	want := "FIRST\r\nA1 {5000}\r\n" + big + " {2+}\r\nc\n {4096+}\r\n" + big[:4096] + " {5000}\r\n" + big + " {5000}\r\n" + big + "\r\n"
	if out.String() != want || fmt.Sprint(at) != "[5000 5000 5000]" {
		t.Errorf("waited for %q, wrote %d octets, want %d", at, out.Len(), len(want))
	}
}

// A refused literal drops the rest of its message and no more.
func TestRefused(t *testing.T) {
	for refuse := range 3 {
		for _, stream := range []bool{false, true} {
			var out bytes.Buffer
			e := wire.NewEncoder(&out, wire.Options{})
			n := 0
			e.OnLiteral(func(literal.Header) error {
				if n++; n > refuse {
					return wire.ErrRefused
				}
				return nil
			})
			e.Atom("FIRST")
			_ = e.End()
			e.Atom("A1")
			want := "FIRST\r\nA1"
			for i := range 2 {
				e.SP()
				if stream {
					_, _ = e.Literal(literal.Header{Size: 2}).Write([]byte("x\n"))
				} else {
					e.String("x\n")
				}
				if i <= refuse {
					want += " {2}\r\n"
				}
				if i < refuse {
					want += "x\n"
				}
			}
			err := e.End()
			if refuse == 2 {
				want += "\r\n"
			}
			if (err == nil) != (refuse == 2) || err != nil && !errors.Is(err, wire.ErrRefused) {
				t.Errorf("refused %d: %v", refuse, err)
			}
			e.Atom("LAST")
			if err := errors.Join(e.End(), e.Flush()); err != nil || out.String() != want+"LAST\r\n" {
				t.Errorf("refused %d: wrote %q, %v; want %q", refuse, out.String(), err, want)
			}
		}
	}
}

// Once part of a message has left, it cannot be taken back.
func TestBroken(t *testing.T) {
	data := make([]byte, 6000)
	for i := range data {
		data[i] = 'x'
	}
	for name, f := range map[string]func(e *wire.Encoder){
		"short": func(e *wire.Encoder) { _, _ = e.Literal(literal.Header{Size: 9000}).Write(data) },
		"long": func(e *wire.Encoder) {
			w := e.Literal(literal.Header{Size: 6001})
			_, _ = w.Write(data)
			_, _ = w.Write(data)
		},
		"invalid": func(e *wire.Encoder) { _, _ = e.Literal(literal.Header{Size: 6000}).Write(data); e.Atom("") },
		"waited":  func(e *wire.Encoder) { _, _ = e.Literal(literal.Header{Size: 3}).Write(data[:2]) },
	} {
		for _, abort := range []bool{false, true} {
			var out bytes.Buffer
			e := wire.NewEncoder(&out, wire.Options{})
			e.OnLiteral(func(literal.Header) error { return nil })
			e.Atom("A")
			e.SP()
			f(e)
			n := out.Len()
			if abort {
				if err := e.Abort(); err != wire.ErrBroken {
					t.Errorf("%s: Abort: %v", name, err)
				}
			} else if err := e.End(); err == nil || err == wire.ErrBroken {
				t.Errorf("%s: End: %v", name, err)
			}
			e.Atom("B")
			for _, err := range []error{e.Err(), e.End(), e.Flush(), e.End(), e.Abort()} {
				if err != wire.ErrBroken {
					t.Errorf("%s: later: %v", name, err)
				}
			}
			if _, err := e.Literal(literal.Header{Size: 1}).Write(data[:1]); err != wire.ErrBroken {
				t.Errorf("%s: Write: %v", name, err)
			}
			if out.Len() != n {
				t.Errorf("%s: %d octets written behind the break", name, out.Len()-n)
			}
			e.Reset(&out, onServer)
			e.Atom("C")
			if err := errors.Join(e.End(), e.Flush()); err != nil {
				t.Errorf("%s: behind Reset: %v", name, err)
			}
		}
	}
}

func TestAbort(t *testing.T) {
	var out bytes.Buffer
	e := wire.NewEncoder(&out, onServer)
	for _, f := range []func(){
		func() {},
		func() { e.Atom("a") },
		func() { e.Atom("") },
		func() { _, _ = e.Literal(literal.Header{Size: 3}).Write([]byte("abcd")) },
		func() { _, _ = e.Literal(literal.Header{Size: 3}).Write([]byte("ab")) },
	} {
		f()
		if err := e.Abort(); err != nil {
			t.Errorf("Abort: %v", err)
		}
	}
	w := e.Literal(literal.Header{Size: 3})
	_ = e.Abort()
	if _, err := w.Write([]byte("abc")); err == nil {
		t.Error("a Writer that was kept too long writes")
	}
	// Nor does one that is used too late write what came behind its literal.
	for _, reset := range []bool{false, true} {
		e.Reset(&out, wire.Options{})
		e.OnLiteral(func(literal.Header) error { return nil })
		w = e.Literal(literal.Header{Size: 0})
		if reset {
			e.Reset(&out, wire.Options{})
		} else if err := e.End(); err != nil {
			t.Fatal(err)
		}
		e.LiteralString(strings.Repeat("x", 5000))
		out.Reset()
		if n, err := w.Write(nil); n != 0 || err != nil || out.Len() > 0 {
			t.Errorf("%d, %v, wrote %.20q", n, err, out.String())
		}
	}
	out.Reset()
	e.Reset(&out, onServer)
	e.Atom("b")
	if err := errors.Join(e.End(), e.Flush()); err != nil || out.String() != "b\r\n" {
		t.Errorf("wrote %q, %v", out.String(), err)
	}
}

type failingWriter struct{ n int }

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.n--; w.n < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

func TestWriteErrors(t *testing.T) {
	for n := range 3 {
		e := wire.NewEncoder(&failingWriter{n}, wire.Options{})
		e.OnLiteral(func(literal.Header) error { return nil })
		e.String("a\n")
		e.SP()
		e.String("b\n")
		err := e.End()
		if err == nil {
			err = e.Flush()
		}
		if err != io.ErrClosedPipe || e.End() != io.ErrClosedPipe || e.Flush() != io.ErrClosedPipe || e.Err() != io.ErrClosedPipe {
			t.Errorf("failing after %d writes: %v, then %v", n, err, e.Err())
		}
	}
}

// What a redacting encoder writes holds no secret, in whatever form it came.
func TestRedact(t *testing.T) {
	const secret = "pa55w0rd"
	for _, side := range []wire.Side{wire.Client, wire.Server} {
		var out bytes.Buffer
		e := wire.NewEncoder(&out, wire.Options{Side: side, Redact: true})
		e.Atom("LOGIN")
		for _, s := range []string{secret, secret + " \"", secret + "\r\n"} {
			e.SP()
			e.Secret(s)
		}
		e.SP()
		e.Base64(secret)
		e.SP()
		e.LiteralString(secret)
		e.SP()
		e.Value(wire.Value("({8+}\r\n" + secret + " x)"))
		e.SP()
		w := e.Literal(literal.Header{Size: 9000})
		for range 900 {
			_, _ = w.Write([]byte(secret + "xx"))
		}
		e.SP()
		e.Atom("end")
		if err := errors.Join(e.End(), e.Flush()); err != nil {
			t.Error(err)
		}
		if s := out.String(); strings.Contains(s, "pa55") || !strings.HasSuffix(s, " end\r\n") || strings.Count(s, "\n") != 1 {
			t.Errorf("wrote %q", s)
		}
	}
}

// The Encoder writes when enough has gathered.
func TestEncoderBuffer(t *testing.T) {
	var out bytes.Buffer
	e := wire.NewEncoder(&out, onServer)
	for out.Len() == 0 {
		e.Atom(strings.Repeat("a", 98))
		if err := e.End(); err != nil {
			t.Fatal(err)
		}
	}
	if out.Len() != 3100 || e.Buffered() != 0 {
		t.Errorf("wrote %d octets, keeps %d", out.Len(), e.Buffered())
	}
	e.Reset(io.Discard, onServer)
	long := strings.Repeat("a", 1<<20)
	// Streamed octets pass through.
	if n := allocates(func() {
		w := e.Literal(literal.Header{Size: 100 << 20})
		b := []byte(long[:32<<10])
		for w.Remaining() > 0 {
			if _, err := w.Write(b); err != nil {
				t.Fatal(err)
			}
		}
		_ = e.End()
	}); n > 128<<10 {
		t.Errorf("%d octets allocated for a streamed literal", n)
	}
}
