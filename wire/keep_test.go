package wire_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
)

// keepMessages are well formed and malformed, short and longer than buffers.
var keepMessages = []string{
	"a\r\n",
	"a (b \"c\" {3}\r\nd\r\n e) f\r\n",
	"a {0}\r\n\r\n",
	"x " + strings.Repeat("long ", 3000) + "x\r\n",
	"a {9000}\r\n" + strings.Repeat("\r\n(", 3000) + " (b {5000}\r\n" + strings.Repeat("x", 5000) + " c)\r\n",
	"a  b {7}\r\nA B C\r\n\r\n",
	"a \"b {2}\r\nxx y\r\n",
	"(((\r\n",
}

// What was recorded is what was sent, whatever became of it.
func TestRecord(t *testing.T) {
	in := []byte(strings.Join(keepMessages, ""))
	read := map[string]func(d *wire.Decoder){
		"nothing": func(*wire.Decoder) {},
		"tokens": func(d *wire.Decoder) {
			for {
				if tok, err := d.ReadToken(); err != nil || tok.Kind == wire.KindCRLF {
					return
				}
			}
		},
		"values": func(d *wire.Decoder) { _, _ = d.Atom(), d.ReadValues(); _ = d.End() },
		"streams": func(d *wire.Decoder) {
			for {
				tok, err := d.ReadToken()
				if err != nil || tok.Kind == wire.KindCRLF {
					return
				}
				if d.TokenLiteral() != nil {
					_, _ = io.Copy(io.Discard, struct{ io.Reader }{d.TokenLiteral()})
				}
			}
		},
	}
	for name, read := range read {
		if err := fuzz.CheckSplit(in, func(r io.Reader) (list []string) {
			d := wire.NewDecoder(r, wire.Options{})
			if d.Raw() != nil {
				t.Error("recorded before anything was read")
			}
			d.Record(1 << 20)
			for d.Next() == nil {
				read(d)
				if err := d.SkipMessage(); err != nil {
					t.Error(err)
				}
				// Again gives the same.
				list = append(list, string(d.Raw()))
				if string(d.Raw()) != list[len(list)-1] {
					t.Errorf("%s: %q, then %q", name, list[len(list)-1], d.Raw())
				}
			}
			if got := strings.Join(list, ""); got != string(in) || len(list) != len(keepMessages) {
				t.Errorf("%s: %d messages, %d octets, want %d and %d", name, len(list), len(got), len(keepMessages), len(in))
			}
			return list
		}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRecordLimit(t *testing.T) {
	for _, m := range keepMessages {
		for limit := len(m) - 1; limit <= len(m)+1; limit++ {
			d := newDecoder("before\r\n"+m+"behind\r\n", wire.Options{})
			d.Record(limit)
			for _, want := range []string{"before\r\n", m, "behind\r\n"} {
				next(t, d)
				if err := d.SkipMessage(); err != nil {
					t.Fatal(err)
				}
				if got := d.Raw(); len(want) > limit && got != nil || len(want) <= limit && string(got) != want {
					t.Errorf("limit %d: %.40q is recorded as %.40q", limit, want, got)
				}
			}
			if limit > 0 {
				d.Record(0)
				if d.Raw() != nil {
					t.Error("still recorded")
				}
			}
		}
	}
	// Memory is bounded by the limit.
	d := newDecoder("a {1000000}\r\n"+strings.Repeat("x", 1_000_000)+"\r\n", wire.Options{})
	d.Record(10_000)
	if n := allocates(func() { next(t, d); _ = d.SkipMessage() }); n > 100_000 || d.Raw() != nil {
		t.Errorf("%d octets allocated", n)
	}
}

// What was read behind a mark can be read again, literals and all.
func TestRewind(t *testing.T) {
	long := strings.Repeat("x", 6000)
	for _, value := range []string{
		"(a b)", "{3}\r\nabc", fmt.Sprintf("(a {6000}\r\n%s {2}\r\n)\r b)", long),
		"(" + long + " {1}\r\na" + strings.Repeat(" {1}\r\na", 2000) + ")",
	} {
		for _, record := range []int{0, 1 << 20, 11} { // 11 is less than any of them
			in := []byte("A1 first " + value + " last\r\nA2 next\r\n")
			if err := fuzz.CheckSplit(in, func(r io.Reader) (list []string) {
				d := wire.NewDecoder(r, wire.Options{})
				d.Record(record)
				next(t, d)
				_ = d.Tag()
				d.SP()
				_ = d.Atom()
				d.SP()
				if d.Rewind() {
					t.Error("rewound without a mark")
				}
				d.Mark()
				at := d.InputOffset()
				for range 3 {
					got := d.ReadValue()
					if string(got) != value {
						t.Errorf("got %.60q, want %.60q", got, value)
					}
					d.Fail("anything", nil)
					if !d.Rewind() || d.Err() != nil || d.InputOffset() != at {
						t.Fatalf("not rewound: at %d, %v", d.InputOffset(), d.Err())
					}
				}
				d.SkipValue()
				d.SP()
				list = append(list, d.Atom(), fmt.Sprint(d.End()), fmt.Sprint(d.InputOffset()))
				if want := string(in[:len(in)-len("A2 next\r\n")]); record > len(want) && string(d.Raw()) != want || record < len(want) && d.Raw() != nil {
					t.Error("the recording differs")
				}
				next(t, d)
				list = append(list, string(d.Tag()))
				if strings.Join(list, " ") != fmt.Sprintf("last <nil> %d A2", len(in)-len("A2 next\r\n")) {
					t.Errorf("got %q", list)
				}
				return list
			}); err != nil {
				t.Errorf("%.60q: %v", value, err)
			}
		}
	}
}

// A quoted string that goes on behind a line end does not lose its place where
// that is read a second time.
func TestRewindExtends(t *testing.T) {
	long := strings.Repeat("x", 600)
	in := []byte("A1 \"{600}\r\n" + long + "\" y\r\nA2\r\n")
	if err := fuzz.CheckSplit(in, func(r io.Reader) []string {
		d := wire.NewDecoder(r, wire.Options{Lenient: wire.LenientControls})
		next(t, d)
		_ = d.Tag()
		d.SP()
		d.Mark()
		d.Special('"')
		_, _ = d.Literal().Append(nil) // what looks like one
		d.Fail("anything", nil)
		if !d.Rewind() {
			t.Fatal("not rewound")
		}
		if s := d.String(); s != "{600}\r\n"+long {
			t.Errorf("got %.60q, %v", s, d.Err())
		}
		d.SP()
		list := []string{d.Atom(), fmt.Sprint(d.End(), d.InputOffset())}
		next(t, d)
		return append(list, string(d.Tag()))
	}); err != nil {
		t.Error(err)
	}
}

// What is held in memory can be read again, and that is bounded by the limit on
// messages: of many lines with a few octets of literals as well.
func TestRewindLines(t *testing.T) {
	value := "(" + strings.Repeat("some more atoms of a line {1}\r\na ", 9) + "b)"
	if err := fuzz.CheckSplit([]byte(value+"\r\n"), func(r io.Reader) []string {
		d := wire.NewDecoder(r, wire.Options{Limits: wire.Limits{Line: 60, LiteralBytes: 9, Message: 400}})
		next(t, d)
		d.Mark()
		for range 3 {
			if got := d.ReadValue(); string(got) != value {
				t.Fatalf("got %q, %v", got, d.Err())
			}
			if !d.Rewind() {
				t.Fatal("not rewound")
			}
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

// A mark is never within a literal, whose octets are no message.
func TestMarkInLiteral(t *testing.T) {
	for _, tt := range []struct {
		in   string
		read func(*wire.Decoder)
		back bool
		want string // the rest of the line, or what is next
	}{
		{"{9}\r\na b\r\nA2 c d\r\nA3\r\n", func(d *wire.Decoder) { _, _ = d.Literal().Read(make([]byte, 1)) }, true, " d"},
		{"{9}\r\na b\r\nA2 c d\r\nA3\r\n", func(d *wire.Decoder) { _ = d.Literal() }, true, " d"},
		{"{9}\r\n\x00 b\r\nA2 c d\r\nA3\r\n", func(d *wire.Decoder) { _ = d.AString() }, false, ""}, // NUL
	} {
		if err := fuzz.CheckSplit([]byte("A1 "+tt.in), func(r io.Reader) []string {
			d := wire.NewDecoder(r, wire.Options{})
			next(t, d)
			_ = d.Tag()
			d.SP()
			tt.read(d)
			d.Mark()
			d.SP()
			_ = d.Number()
			if back := d.Rewind(); back != tt.back {
				t.Errorf("%q: rewound: %v", tt.in, back)
			}
			if got := d.Text(); string(got) != tt.want {
				t.Errorf("%q: %q is left, %v", tt.in, got, d.Err())
			}
			next(t, d)
			if tag := d.Tag(); tag != "A3" {
				t.Errorf("%q: next is %q", tt.in, tag)
			}
			return []string{fmt.Sprint(d.InputOffset())}
		}); err != nil {
			t.Error(err)
		}
	}
}

// A server does not ask twice for a literal that is read twice, and one that
// was not asked for cannot be passed.
func TestRewindServer(t *testing.T) {
	d := newDecoder("A {3}\r\nabc {1}\r\nB next\r\n", onServer)
	asked := 0
	d.OnLiteral(func(h literal.Header) error {
		if asked++; asked > 1 {
			return fmt.Errorf("refused")
		}
		return nil
	})
	next(t, d)
	_ = d.Tag()
	d.SP()
	d.Mark()
	for range 3 {
		if s := d.String(); s != "abc" {
			t.Errorf("got %q", s)
		}
		if !d.Rewind() {
			t.Fatal("not rewound")
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	_ = d.String()
	d.SP()
	_ = d.String()
	if d.Err() == nil || d.Rewind() {
		t.Errorf("a refused literal was passed: %v", d.Err())
	}
	next(t, d)
	if tag := d.Tag(); tag != "B" {
		t.Errorf("next is %q", tag)
	}
}

// A literal that was asked for is skipped with what was not read a second time:
// its octets are no command.
func TestRewindSkips(t *testing.T) {
	for _, quirks := range []wire.Lenience{0, wire.LenientControls} {
		if err := fuzz.CheckSplit([]byte("A1 {9}\r\n\r\nA2 x\r\n {2}\r\nA3 NOOP\r\n"), func(r io.Reader) []string {
			d := wire.NewDecoder(r, wire.Options{Side: wire.Server, Lenient: quirks})
			asked := 0
			d.OnLiteral(func(literal.Header) error { asked++; return nil })
			next(t, d)
			_ = d.Tag()
			d.SP()
			d.Mark()
			if s := d.AString(); s != "\r\nA2 x\r\n " || !d.Rewind() || asked != 1 {
				t.Errorf("%q, %v, asked %d times", s, d.Err(), asked)
			}
			_ = d.Number()
			next(t, d)
			if tag := d.Tag(); tag != "A3" {
				t.Errorf("the next message is %q", tag)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
	}
}

// The limits count what is read twice once.
func TestRewindLimits(t *testing.T) {
	value := strings.Repeat("{10}\r\n0123456789 ", 4)
	value = "(" + value[:len(value)-1] + ")"
	d := newDecoder(value+"\r\n", wire.Options{Limits: wire.Limits{Literals: 4, LiteralBytes: 40, Message: int64(len(value) + 2)}})
	next(t, d)
	d.Mark()
	for range 5 {
		if got := d.ReadValue(); string(got) != value || !d.Rewind() {
			t.Fatalf("got %q, %v", got, d.Err())
		}
	}
}

func TestLenienceString(t *testing.T) {
	seen := map[string]bool{}
	n := 0
	for bit := wire.Lenience(1); bit&wire.AllLenient != 0; bit <<= 1 {
		n++
		seen[bit.String()] = true
	}
	if len(seen) != n || seen["unknown"] {
		t.Errorf("%d names for %d bits", len(seen), n)
	}
	for l, want := range map[wire.Lenience]string{
		0: "strict", wire.LenientICloud: "TrailingSpace|MissingText", 1 << 63: "unknown", wire.Lenient8Bit | 1<<63: "8Bit|unknown",
	} {
		if got := l.String(); got != want {
			t.Errorf("%d is %q, want %q", uint64(l), got, want)
		}
	}
}

// Recording a message that fits into the buffer allocates nothing.
func TestRecordAllocs(t *testing.T) {
	d := wire.NewDecoder(&repeat{message: "A1 FETCH 1 (FLAGS UID)\r\n"}, wire.Options{})
	d.Record(1 << 10)
	if n := testing.AllocsPerRun(1000, func() {
		next(t, d)
		d.Mark()
		d.SkipValue()
		_ = d.Rewind()
		_ = d.SkipMessage()
		if !bytes.HasSuffix(d.Raw(), []byte("UID)\r\n")) {
			t.Fatalf("%q", d.Raw())
		}
	}); n > 0.1 {
		t.Errorf("%v allocations", n)
	}
}

// RewindTo goes back within a line without a Mark, and not over a literal.
func TestRewindTo(t *testing.T) {
	for _, record := range []int{0, 4, 100} {
		d := newDecoder("A first\r\nB one two {2+}\r\nab three\r\n", onServer)
		d.Record(record)
		next(t, d)
		next(t, d)
		d.Tag()
		d.SP()
		at := d.InputOffset()
		if d.RewindTo(at+1) || d.RewindTo(at-3) {
			t.Error("went to what was not read, or to another line")
		}
		d.Atom()
		d.Special('(') // is not there
		if d.Err() == nil || !d.RewindTo(at) || d.Err() != nil || d.InputOffset() != at {
			t.Fatalf("the offset is %d, want %d, with %v", d.InputOffset(), at, d.Err())
		}
		if s := d.Atom(); s != "one" {
			t.Errorf("read %q", s)
		}
		d.SP()
		d.Atom()
		d.SP()
		lit := d.Literal()
		if d.RewindTo(at) {
			t.Error("went back from within a literal")
		}
		if b, err := io.ReadAll(lit); string(b) != "ab" || err != nil {
			t.Errorf("the literal is %q, %v", b, err)
		}
		d.SP()
		if d.RewindTo(at) {
			t.Error("went back over a literal")
		}
		if s := d.Atom(); s != "three" || d.End() != nil {
			t.Errorf("read %q, %v", s, d.Err())
		}
	}
}
