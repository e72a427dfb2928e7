package wire_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
)

// A server asks for a synchronizing literal when it begins to read it, and
// for no other.
func TestAccept(t *testing.T) {
	refused := errors.New("refused")
	for _, tt := range []struct {
		in     string
		read   func(d *wire.Decoder)
		asked  string
		answer error
		err    error
		next   string // the tag of the next message
	}{
		{"{3}\r\nabc", func(d *wire.Decoder) { _ = d.AString() }, "{3}", nil, nil, "A2"},
		{"{0}\r\n", func(d *wire.Decoder) { _ = d.String() }, "{0}", nil, nil, "A2"},
		{"{3+}\r\nabc", func(d *wire.Decoder) { _ = d.AString() }, "", refused, nil, "A2"},
		{"({3}\r\nabc)", func(d *wire.Decoder) { d.ReadValue() }, "{3}", nil, nil, "A2"},
		{"{3}\r\nabc", func(d *wire.Decoder) { d.Literal() }, "{3}", nil, nil, "A2"}, // End drains it
		{"~{3}\r\nabc", func(d *wire.Decoder) { _, _ = d.Literal8().Read(make([]byte, 1)) }, "~{3}", nil, nil, "A2"},
		// Refused: the octets are not sent, the message has ended.
		{"{3}", func(d *wire.Decoder) { _ = d.AString() }, "{3}", refused, refused, "A2"},
		{"({3}", func(d *wire.Decoder) { d.ReadValue() }, "{3}", refused, refused, "A2"},
		{"{3}", func(d *wire.Decoder) { _, _ = d.Literal().Read(make([]byte, 1)) }, "{3}", refused, refused, "A2"},
		{"{3}", func(d *wire.Decoder) { _ = d.Literal(); d.Fail("x", refused) }, "", nil, refused, "A2"},
		{"{70000}", func(d *wire.Decoder) { _ = d.AString() }, "", nil, &wire.LimitError{Limit: "Literal", Max: 1 << 16}, "A2"},
		{"\x00 {3}", func(d *wire.Decoder) { _ = d.AString() }, "", nil, nil, "A2"},
	} {
		in := "A1 " + tt.in + "\r\nA2 NOOP\r\n"
		events := func(r io.Reader) []string {
			asked := ""
			d := wire.NewDecoder(r, onServer)
			d.OnLiteral(func(h literal.Header) error { asked += h.String(); return tt.answer })
			if err := d.Next(); err != nil {
				return []string{err.Error()}
			}
			d.Tag()
			d.SP()
			tt.read(d)
			err := d.End()
			var limit *wire.LimitError
			switch want := tt.err.(type) {
			case *wire.LimitError:
				if !errors.As(err, &limit) || *limit != *want {
					t.Errorf("%q: error %v, want %v", tt.in, err, want)
				}
			case error:
				if !errors.Is(err, want) {
					t.Errorf("%q: error %v, want %v", tt.in, err, want)
				}
			}
			_ = d.Next()
			return []string{asked, string(d.Tag()), fmt.Sprint(err)}
		}
		got := events(strings.NewReader(in))
		if got[0] != tt.asked || len(got) < 2 || got[1] != tt.next {
			t.Errorf("%q: got %q, want %q and %q", tt.in, got, tt.asked, tt.next)
		}
		if err := fuzz.CheckSplit([]byte(in), events); err != nil {
			t.Errorf("%q: %v", tt.in, err)
		}
	}
}

// What a command's octets are must not depend on whether it could be read:
// for each place at which reading can stop, the literal that follows is data.
func TestSmuggling(t *testing.T) {
	const inner = "EVIL DELETE x\r\n" // 15 octets
	for _, in := range []string{
		"A {15+}\r\n" + inner + "\r\n",
		"A \x00 {15+}\r\n" + inner + "\r\n",
		"A LOGIN \"x\\y\" {15+}\r\n" + inner + "\r\n",
		"A LOGIN x  {15+}\r\n" + inner + "\r\n",
		"A X (( {15+}\r\n" + inner + " {15+}\r\n" + inner + "\r\n",
		"A X ~{15+}\r\n" + inner + "\r\n",
		"A X ~~{15+}\r\n" + inner + "\r\n",
		"A X a{15+}\r\n" + inner + "\r\n",
		"A X {{15+}\r\n" + inner + "\r\n",
		"A X {000000000000000000000000000000015+}\r\n" + inner + "\r\n",
		"A X {15+}\n" + inner + "\r\n",
		"A X \"{15+}\r\n" + inner + "\r\n",
		"A X {15+} {15+}\r\n" + inner + "\r\n",
		"A X {1+}\r\nx{15+}\r\n" + inner + "\r\n",
		"A X {1+}\r\n\x00 {15+}\r\n" + inner + "\r\n",
		"A X {2+}\r\n" + "\xff\xfe" + "{0+}\r\n{15+}\r\n" + inner + "\r\n",
		"A X {70000+}\r\n" + strings.Repeat(inner, 5000)[:70000] + " {15+}\r\n" + inner + "\r\n",
		"A X \"a\n" + inner,
		"A X a\n" + inner,
		"A X \n\n\n" + inner,
		"A X a\r" + inner,
		"A X " + strings.Repeat("(", 60) + "{15+}\r\n" + inner + "\r\n",
		// Refused: the server did not ask for the octets.
		"A X (\x00 {15}\r\n",
		"A X {99999999}\r\n",
	} {
		whole := in + "B NOOP\r\n"
		for _, read := range []struct {
			name string
			f    func(d *wire.Decoder)
		}{
			{"nothing", func(*wire.Decoder) {}},
			{"values", func(d *wire.Decoder) { d.Tag(); d.SP(); d.Atom(); d.ReadValues() }},
			{"atoms", func(d *wire.Decoder) { d.Tag(); d.SP(); d.Atom(); d.SP(); d.Atom() }},
			{"astrings", func(d *wire.Decoder) {
				for d.Err() == nil {
					_ = d.AString()
					d.SP()
				}
			}},
			{"tokens", func(d *wire.Decoder) {
				for {
					if tok, err := d.ReadToken(); err != nil || tok.Kind == wire.KindCRLF {
						return
					}
				}
			}},
		} {
			events := func(r io.Reader) (events []string) {
				d := wire.NewDecoder(r, onServer)
				d.OnLiteral(func(literal.Header) error { return wire.ErrRefused })
				for {
					err := d.Next()
					if err != nil {
						return append(events, err.Error())
					}
					if read.name == "nothing" && len(events) > 0 {
						events = append(events, string(d.Tag()))
						continue
					}
					read.f(d)
					_ = d.End()
					events = append(events, fmt.Sprint(d.MessageOffset()))
				}
			}
			got := events(strings.NewReader(whole))
			if len(got) != 3 || got[2] != "EOF" || got[1] != fmt.Sprint(len(in)) && got[1] != "B" {
				t.Errorf("%.60q, reading %s: messages at %.200q", in, read.name, got)
			}
			if err := fuzz.CheckSplit([]byte(whole), events); err != nil {
				t.Errorf("%.60q: %v", in, err)
			}
		}
	}
}

// Where the end of a literal cannot be known, the stream is given up.
func TestFramingLost(t *testing.T) {
	limits := wire.Limits{Skip: 20}
	for _, tt := range []struct {
		in  string
		err error
	}{
		{"A \x00 {99999999999999999999+}\r\nB NOOP\r\n", wire.ErrFraming},
		{"A {99999999999999999999+}\r\nB NOOP\r\n", wire.ErrFraming},
		{"A {9223372036854775807+}\r\nB NOOP\r\n", wire.ErrFraming},
		{"A \x00 {20+}\r\n" + strings.Repeat("x", 20) + "\r\nB NOOP\r\n", nil},
		{"A \x00 {21+}\r\n" + strings.Repeat("x", 21) + "\r\nB NOOP\r\n", wire.ErrFraming},
		{"A \x00 {10+}\r\n" + strings.Repeat("x", 10) + "{10+}\r\n" + strings.Repeat("x", 10) + "\r\nB NOOP\r\n", nil},
		{"A \x00 {10+}\r\n" + strings.Repeat("x", 10) + "{11+}\r\n" + strings.Repeat("x", 11) + "\r\nB NOOP\r\n", wire.ErrFraming},
		{"A \x00 {10+}\r\nxxx", io.ErrUnexpectedEOF},
	} {
		d := newDecoder(tt.in, wire.Options{Side: wire.Server, Limits: limits})
		next(t, d)
		d.Tag()
		d.SP()
		_ = d.AString()
		for range 2 {
			if err := d.SkipMessage(); err != tt.err && d.Err() != tt.err {
				t.Errorf("%q: SkipMessage: %v, want %v", tt.in, err, tt.err)
			}
		}
		if err := d.Next(); err != tt.err {
			t.Errorf("%q: Next: %v, want %v", tt.in, err, tt.err)
		}
	}
	// The same for what the caller has not read of a literal.
	d := newDecoder("{21+}\r\n"+strings.Repeat("x", 21)+"\r\n", wire.Options{Side: wire.Server, Limits: limits})
	next(t, d)
	d.Literal()
	if err := d.End(); err != wire.ErrFraming || d.Next() != wire.ErrFraming {
		t.Errorf("unread literal: %v", err)
	}
}

// Limits.Skip and the other counts are of one message.
func TestCountsOfOneMessage(t *testing.T) {
	limits := wire.Limits{Skip: 10, Literals: 1, LiteralBytes: 10}
	d := newDecoder(strings.Repeat("{10+}\r\n0123456789\r\n", 4), wire.Options{Side: wire.Server, Limits: limits})
	for i := range 4 {
		next(t, d)
		if i%2 == 0 {
			d.Literal()
		} else if s := d.String(); len(s) != 10 {
			t.Errorf("read %q", s)
		}
		if err := d.End(); err != nil {
			t.Errorf("message %d: %v", i, err)
		}
	}
}

// A Reader that is used too late finds nothing and asks for nothing.
func TestStaleReader(t *testing.T) {
	d := newDecoder("{4}\r\nB {3+}\r\nabc\r\nC\r\n", onServer)
	asked := 0
	d.OnLiteral(func(literal.Header) error { asked++; return nil })
	next(t, d)
	r := d.Literal()
	next(t, d)
	if b, err := io.ReadAll(r); len(b) != 0 || err != nil || asked != 0 {
		t.Errorf("read %q, %v, asked %d times", b, err, asked)
	}
	if d.Tag() != "B" {
		t.Error(d.Err())
	}
}

func TestLiteralLarge(t *testing.T) {
	data := strings.Repeat("0123456789abcde\n", 5000)
	in := []byte(fmt.Sprintf("* 1 FETCH (BODY[] {%d}\r\n%s UID 7)\r\n* 2 EXPUNGE\r\n", len(data), data))
	for name, read := range map[string]func(*literal.Reader) (string, error){
		"all": func(r *literal.Reader) (string, error) {
			b, err := io.ReadAll(struct{ io.Reader }{r})
			return string(b), err
		},
		"large": func(r *literal.Reader) (string, error) {
			b := make([]byte, len(data))
			_, err := io.ReadFull(r, b)
			return string(b), err
		},
		"copy": func(r *literal.Reader) (string, error) {
			var b strings.Builder
			_, err := io.Copy(&b, r)
			return b.String(), err
		},
		"part": func(r *literal.Reader) (string, error) {
			b, err := io.ReadAll(io.LimitReader(r, 9))
			return string(b), err
		},
		"nothing": func(*literal.Reader) (string, error) { return "", nil },
	} {
		err := fuzz.CheckSplit(in, func(stream io.Reader) []string {
			d := wire.NewDecoder(stream, wire.Options{})
			next(t, d)
			for {
				tok, err := d.ReadToken()
				if err != nil {
					t.Fatal(err)
				}
				if tok.Kind == wire.KindLiteral {
					s, err := read(d.TokenLiteral())
					if err != nil || !strings.HasPrefix(data, s) || name != "nothing" && name != "part" && s != data {
						t.Errorf("%s: read %d octets, %v", name, len(s), err)
					}
					break
				}
			}
			d.SP()
			d.Keyword("UID")
			d.SP()
			uid := d.Number()
			d.Special(')')
			return []string{fmt.Sprint(uid, d.InputOffset(), d.End(), d.Next(), d.Peek(), d.InputOffset())}
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Where octets come one by one, a literal that is wanted as a whole is handed on
// in pieces. No read waits for more than was asked for, and what came before an
// error is not lost.
func TestLiteralPieces(t *testing.T) {
	const size = 2000
	in := []byte(fmt.Sprintf("{%d}\r\n%s\r\n", size, strings.Repeat("x", size)))
	fault := errors.New("fault")
	for _, came := range []int{0, 1, 511, 512, 513, size - 1, size, size + 2} {
		reads := 0
		one := fuzz.OneByte(in[:len(in)-size-2+came])
		d := wire.NewDecoder(readerFunc(func(p []byte) (int, error) {
			if reads++; reads%2 == 0 {
				return 0, nil
			}
			n, err := one.Read(p)
			if err == io.EOF {
				err = fault
			}
			return n, err
		}), wire.Options{})
		next(t, d)
		var got strings.Builder
		n, err := d.Literal().WriteTo(&got)
		want := min(came, size)
		if n != int64(want) || got.Len() != want || (err == nil) != (came >= size) || err != nil && err != fault {
			t.Errorf("%d of %d octets came: %d were read, %d written, %v", came, size, n, got.Len(), err)
		}
		if err == nil {
			if d.End(); (d.Err() == nil) != (came == size+2) || d.Err() != nil && d.Err() != fault {
				t.Errorf("%d octets came: then %v", came, d.Err())
			}
		}
	}
	count := &fuzz.CountingReader{R: fuzz.OneByte(in)}
	d := wire.NewDecoder(count, wire.Options{})
	next(t, d)
	r := d.Literal()
	for range 3 {
		before := count.Reads
		if n, err := r.Read(make([]byte, 100)); n != 1 || err != nil || count.Reads != before+1 {
			t.Errorf("Read: %d octets in %d reads, %v", n, count.Reads-before, err)
		}
	}
	if n, err := io.Copy(io.Discard, io.LimitReader(r, 10)); n != 10 || err != nil {
		t.Errorf("%d octets, %v", n, err)
	}
}
