package wire_test

import (
	"io"
	"strings"
	"testing"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// repeat delivers one message again and again.
type repeat struct {
	message string
	at      int
}

func (r *repeat) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		k := copy(p[n:], r.message[r.at:])
		n += k
		r.at = (r.at + k) % len(r.message)
	}
	return n, nil
}

// What a client reads all day costs no allocation per message.
func TestDecodeAllocs(t *testing.T) {
	var (
		flags = make([]wire.Flag, 0, 16)
		text  = make([]byte, 0, 1<<10)
		set   wire.Set
	)
	for name, tt := range map[string]struct {
		in   string
		read func(d *wire.Decoder)
	}{
		"flags":        {`(\Seen \Answered $Forwarded own-keyword another)`, func(d *wire.Decoder) { flags = d.Flags(flags[:0]) }},
		"number":       {"4294967295", func(d *wire.Decoder) { d.Number() }},
		"number64":     {"9223372036854775807", func(d *wire.Decoder) { d.Number64() }},
		"atom":         {"UIDNEXT", func(d *wire.Decoder) { d.AtomView() }},
		"keyword":      {"body", func(d *wire.Decoder) { d.Keyword("BODY") }},
		"astring":      {"abc", func(d *wire.Decoder) { text = d.AppendAString(text[:0]) }},
		"quoted":       {`"a b"`, func(d *wire.Decoder) { text = d.AppendString(text[:0]) }},
		"escaped":      {`"a\"b é"`, func(d *wire.Decoder) { text, _ = d.AppendNString(text[:0]) }},
		"string":       {"{5}\r\na\r\n b", func(d *wire.Decoder) { text = d.AppendString(text[:0]) }},
		"literal":      {"{600}\r\n" + strings.Repeat("x", 600), func(d *wire.Decoder) { _ = d.Literal().Discard() }},
		"literal read": {"~{6}\r\nabcdef", func(d *wire.Decoder) { _, _ = io.ReadFull(d.Literal8(), text[:6]) }},
		"large":        {"{60000}\r\n" + strings.Repeat("x", 60000), func(d *wire.Decoder) { d.Literal() }},
		"set":          {"1:3,5,7:*", func(d *wire.Decoder) { d.SequenceSet(&set) }},
		"uid-set":      {"1:3,5,7", func(d *wire.Decoder) { d.UIDSet(&set) }},
		"text":         {"[ALERT] naïve text", func(d *wire.Decoder) { d.Text() }},
		"skip value":   {"(a (b \"c\") {3}\r\nabc)", func(d *wire.Decoder) { d.SkipValue() }},
		"value":        {"(a (b \"c\") {3}\r\nabc)", func(d *wire.Decoder) { text = d.AppendValue(text[:0]) }},
		"partial":      {"<0.5>", func(d *wire.Decoder) { d.Partial() }},
		"date":         {"1-Feb-2024", func(d *wire.Decoder) { d.Date() }},
		"date-time":    {`"17-Jul-1996 02:44:25 +0000"`, func(d *wire.Decoder) { d.DateTime() }},
	} {
		in, read := tt.in, tt.read
		d := wire.NewDecoder(&repeat{message: in + "\r\n"}, wire.Options{})
		if n := testing.AllocsPerRun(500, func() {
			if d.Next() != nil {
				t.Fatal("no message")
			}
			if read(d); d.End() != nil {
				t.Fatalf("%s: %v", name, d.Err())
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
		if name == "text" {
			continue
		}
		if n := testing.AllocsPerRun(500, func() {
			if d.Next() != nil {
				t.Fatal("no message")
			}
			for {
				tok, err := d.ReadToken()
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if tok.Kind == wire.KindCRLF {
					return
				}
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations for tokens", name, n)
		}
	}
}

func TestEncodeAllocs(t *testing.T) {
	var (
		flags = []wire.Flag{wire.Seen, "$Forwarded", "own"}
		set   = wire.Numbers(1, 2, 3, 7)
		value = wire.Value(`(a "b" (c))`)
		data  = []byte(strings.Repeat("x", 300))
		long  = []byte(strings.Repeat("x", 9000))
	)
	for name, write := range map[string]func(e *wire.Encoder){
		"words": func(e *wire.Encoder) {
			e.Keyword("* ")
			e.Atom("FETCH")
			e.SP()
			e.Number(1)
			e.SP()
			e.Number64(1 << 60)
			e.Nil()
		},
		"strings": func(e *wire.Encoder) {
			e.AString("abc")
			e.SP()
			e.String(`a"b`)
			e.SP()
			e.LiteralString("a\n")
			e.SP()
			e.Text("ok")
		},
		"nstring":  func(e *wire.Encoder) { e.NString(wire.Some("x")) },
		"flags":    func(e *wire.Encoder) { e.Flags(flags) },
		"set":      func(e *wire.Encoder) { e.SequenceSet(set) },
		"value":    func(e *wire.Encoder) { e.Value(value) },
		"mailbox":  func(e *wire.Encoder) { e.Mailbox("INBOX") },
		"literal":  func(e *wire.Encoder) { _, _ = e.Literal(literal.Header{Size: 300}).Write(data) },
		"streamed": func(e *wire.Encoder) { _, _ = e.Literal(literal.Header{Size: 9000}).Write(long) },
	} {
		for _, opts := range []wire.Options{onServer, {Literals: literal.Basic}} {
			e := wire.NewEncoder(io.Discard, opts)
			e.OnLiteral(func(literal.Header) error { return nil })
			if n := testing.AllocsPerRun(500, func() {
				if write(e); e.End() != nil {
					t.Fatalf("%s: no message", name)
				}
			}); n != 0 {
				t.Errorf("%s: %v allocations", name, n)
			}
		}
	}
}
