package wire_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
)

func newDecoder(in string, opts wire.Options) *wire.Decoder {
	return wire.NewDecoder(strings.NewReader(in), opts)
}

var onServer = wire.Options{Side: wire.Server}

// next begins a message or fails the test.
func next(t *testing.T, d *wire.Decoder) {
	t.Helper()
	if err := d.Next(); err != nil {
		t.Fatal(err)
	}
}

func TestStickyError(t *testing.T) {
	d := newDecoder("A1 \x01 (x)\r\nA2 NOOP\r\n", onServer)
	next(t, d)
	d.SetTag(d.Tag())
	d.SP()
	d.Atom()
	first := d.Err()
	var s wire.Set
	d.SequenceSet(&s)
	d.Special('(')
	d.Special('\n')
	for range d.List("list") {
		t.Error("an element of a list behind an error")
	}
	if d.TrySpecial('(') || d.TrySpecial('\n') || d.TrySP() || d.TryNil() || d.TryKeyword("X") || d.Enter("x") || d.Peek() != '\n' {
		t.Error("something was found behind an error")
	}
	if d.AString() != "" || d.NString().Valid || d.Number() != 0 || d.Literal() != nil || d.Text() != nil || d.ReadValue() != nil || len(s.Ranges) != 0 {
		t.Error("a value behind an error")
	}
	if _, err := d.ReadToken(); err != first {
		t.Errorf("ReadToken: %v", err)
	}
	d.Fail("other", io.EOF)
	d.FailAt(0, "other", io.EOF)
	var syntax *wire.SyntaxError
	if err := d.End(); err != first || !errors.As(err, &syntax) || d.Err() != first {
		t.Fatalf("got %v, want %v", err, first)
	}
	want := wire.SyntaxError{Offset: 3, Column: 4, Tag: "A1", Rule: "atom", Found: "control character"}
	if *syntax != want || syntax.Error() != "wire: offset 3: expected atom, found control character" {
		t.Errorf("got %+v: %v", *syntax, syntax)
	}
	next(t, d)
	if d.Err() != nil || d.MessageOffset() != 10 || d.Tag() != "A2" {
		t.Errorf("second message: %v at %d", d.Err(), d.MessageOffset())
	}
}

func TestErrorPosition(t *testing.T) {
	// Lines of the error's column begin at a message or behind a literal.
	d := newDecoder("A1 X\r\nA2 {3}\r\na\nb {2}\r\nxy *\r\nA3 ab:c\r\n", wire.Options{})
	next(t, d)
	next(t, d)
	d.Tag()
	d.SP()
	if d.String() != "a\nb" {
		t.Fatal(d.Err())
	}
	d.SP()
	_ = d.String()
	d.SP()
	d.Atom()
	var e *wire.SyntaxError
	if !errors.As(d.Err(), &e) || e.Offset != 26 || e.Column != 2 {
		t.Errorf("got %+v", e)
	}
	next(t, d)
	d.Tag()
	d.SP()
	d.Atom()
	d.FailAt(d.MessageOffset()+3, "name", wire.ErrRange)
	if !errors.As(d.Err(), &e) || e.Offset != d.MessageOffset()+3 || e.Column != 4 || e.Tag != "A3" || !errors.Is(e, wire.ErrRange) {
		t.Errorf("FailAt: %+v", e)
	}
}

func TestNoMessage(t *testing.T) {
	d := newDecoder("a\r\n", wire.Options{})
	for range 2 {
		d.Atom()
		if err := d.End(); !errors.Is(err, wire.ErrNoMessage) {
			t.Errorf("outside of a message: %v", err)
		}
		if err := d.SkipMessage(); err != nil {
			t.Errorf("SkipMessage: %v", err)
		}
		d.Reset(strings.NewReader("b\r\n"), wire.Options{})
	}
	next(t, d)
	if s := d.Atom(); s != "b" || d.End() != nil {
		t.Errorf("read %q: %v", s, d.Err())
	}
	if _, err := d.ReadToken(); !errors.Is(err, wire.ErrNoMessage) {
		t.Errorf("behind End: %v", err)
	}
	for range 2 {
		if err := d.Next(); err != io.EOF {
			t.Errorf("at the end: %v", err)
		}
	}
}

// A message is complete at its CRLF, and a tag can be answered before that.
func TestBlocking(t *testing.T) {
	client, conn := net.Pipe()
	defer conn.Close()
	d := wire.NewDecoder(conn, onServer)
	d.OnLiteral(func(literal.Header) error { return nil })
	lines := make(chan string)
	go func() {
		defer client.Close()
		for s := range lines {
			for i := range len(s) {
				if _, err := client.Write([]byte{s[i]}); err != nil {
					return
				}
			}
		}
	}()
	defer close(lines)
	for i, s := range []string{
		"A NOOP\r\n", "A LOGIN {3+}\r\na b {0+}\r\n\r\n", "A (x (y) \"z\")\r\n", "A ~{2+}\r\n\r\n\r\n",
		"A {3+}x\r\n", "A \x00 {3+}\r\na b\r\n", "A refused {9}\r\n",
	} {
		lines <- s // the next one is not sent before this one was read
		next(t, d)
		for {
			tok, err := d.ReadToken()
			if err != nil || tok.Kind == wire.KindCRLF || tok.Kind == wire.KindLiteral && d.TokenLiteral().Header().Size == 9 {
				break
			}
		}
		if err := d.SkipMessage(); err != nil {
			t.Fatalf("message %d: %v", i, err)
		}
		if b := d.UnreadBuffer(); len(b) != 0 {
			t.Fatalf("message %d: %q was read ahead", i, b)
		}
	}
}

func TestUnreadBuffer(t *testing.T) {
	const in = "A STARTTLS\r\nA2 LOGIN joe pw\r\nA3"
	var reads [][]int
	reads = append(reads, nil)
	for i := range in {
		reads = append(reads, []int{i})
	}
	for _, cuts := range reads {
		r := fuzz.Chop([]byte(in), cuts...)
		d := wire.NewDecoder(r, onServer)
		if len(d.UnreadBuffer()) != 0 {
			t.Error("unread octets before the first read")
		}
		next(t, d)
		d.Tag()
		d.SP()
		d.Keyword("STARTTLS")
		if err := d.End(); err != nil {
			t.Fatal(err)
		}
		if d.InputOffset() != 12 {
			t.Errorf("offset %d", d.InputOffset())
		}
		rest, _ := io.ReadAll(r)
		if got := string(d.UnreadBuffer()) + string(rest); got != in[12:] {
			t.Errorf("cuts %v: %q is left", cuts, got)
		}
		d.Reset(strings.NewReader("B NOOP\r\n"), onServer)
		if len(d.UnreadBuffer()) != 0 || d.InputOffset() != 0 {
			t.Error("Reset kept unread octets")
		}
		next(t, d)
		if d.Tag() != "B" {
			t.Error(d.Err())
		}
	}
}

func TestReadErrors(t *testing.T) {
	fault := errors.New("fault")
	d := wire.NewDecoder(&fuzz.FaultyReader{R: strings.NewReader("A NOOP\r\nB X"), At: 11, Err: fault, Together: true}, onServer)
	next(t, d)
	for range 2 {
		if err := d.Next(); err != fault {
			t.Errorf("got %v", err)
		}
	}
	d.Reset(readerFunc(func([]byte) (int, error) { return 0, nil }), onServer)
	if err := d.Next(); err != io.ErrNoProgress {
		t.Errorf("got %v", err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestErrorTexts(t *testing.T) {
	limit := &wire.LimitError{Limit: "Line", Max: 9}
	for want, err := range map[string]error{
		"limit Line of 9 exceeded":                       limit,
		"wire: cannot encode atom: NUL octet":            &wire.EncodeError{Rule: "atom", Err: wire.ErrNUL},
		"wire: offset 1: expected x: NUL octet":          &wire.SyntaxError{Offset: 1, Rule: "x", Found: "space", Err: wire.ErrNUL},
		"wire: offset 1: expected x":                     &wire.SyntaxError{Offset: 1, Rule: "x"},
		"wire: offset 0: expected atom, found space":     decodeError(" ab"),
		"wire: offset 0: expected atom, found ')'":       decodeError(")"),
		"wire: offset 0: expected atom, found '\"'":      decodeError("\"secret"),
		"wire: offset 0: expected atom, found '{'":       decodeError("{3}"),
		"wire: offset 0: expected atom, found ']'":       decodeError("]"),
		"wire: offset 0: expected atom, found '('":       decodeError("(secret"),
		"wire: offset 0: expected atom, found character": decodeError("%"),
	} {
		if err != nil && err.Error() != want {
			t.Errorf("got %q, want %q", err, want)
		}
	}
	if err := error(&wire.EncodeError{Rule: "x", Err: wire.ErrNUL}); !errors.Is(err, wire.ErrEncode) || !errors.Is(err, wire.ErrNUL) {
		t.Errorf("%v matches not", err)
	}
	if err := fmt.Errorf("x: %w", &wire.SyntaxError{Err: limit}); !errors.As(err, &limit) {
		t.Errorf("%v has no LimitError", err)
	}
}

func decodeError(in string) error {
	d := newDecoder(in+"\r\n", onServer)
	if err := d.Next(); err != nil {
		return err
	}
	d.Atom()
	return d.End()
}
