package wire_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// What cannot be written is an error of End; nothing is written, and the next
// message is.
func TestEncodeRejects(t *testing.T) {
	long := strings.Repeat("a", 2000)
	for name, f := range map[string]func(e *wire.Encoder){
		"empty atom":           func(e *wire.Encoder) { e.Atom("") },
		"atom with a space":    func(e *wire.Encoder) { e.Atom("a b") },
		"atom with CRLF":       func(e *wire.Encoder) { e.Atom("a\r\nB NOOP") },
		"8-bit atom":           func(e *wire.Encoder) { e.Atom("é") },
		"tag with +":           func(e *wire.Encoder) { e.Tag("+") },
		"empty tag":            func(e *wire.Encoder) { e.Tag("") },
		"keyword":              func(e *wire.Encoder) { e.Keyword("NOOP\r\nB NOOP") },
		"keyword, literal":     func(e *wire.Encoder) { e.Keyword("A {3+}") },
		"keyword, quote":       func(e *wire.Encoder) { e.Keyword("\"") },
		"special LF":           func(e *wire.Encoder) { e.Special('\n') },
		"special NUL":          func(e *wire.Encoder) { e.Special(0) },
		"special brace":        func(e *wire.Encoder) { e.Special('{') },
		"special 8-bit":        func(e *wire.Encoder) { e.Special(0xff) },
		"zero":                 func(e *wire.Encoder) { e.NzNumber(0) },
		"negative":             func(e *wire.Encoder) { e.Number64(-1) },
		"NUL":                  func(e *wire.Encoder) { e.AString("a\x00") },
		"NUL in a literal":     func(e *wire.Encoder) { e.LiteralString("\x00") },
		"NUL in nstring":       func(e *wire.Encoder) { e.NString(wire.Some("\x00" + long)) },
		"quoted CRLF":          func(e *wire.Encoder) { e.Quoted("\r\n") },
		"quoted 8-bit":         func(e *wire.Encoder) { e.Quoted("\xe9") },
		"text CRLF":            func(e *wire.Encoder) { e.Text("ok\r\n* BYE") },
		"text NUL":             func(e *wire.Encoder) { e.Text("\x00") },
		"text not UTF-8":       func(e *wire.Encoder) { e.Text("\xff") },
		"text, literal":        func(e *wire.Encoder) { e.Text("see {3}") },
		"text, big literal":    func(e *wire.Encoder) { e.Text("{99999999999999999999+}") },
		"code text":            func(e *wire.Encoder) { e.CodeText("a]") },
		"code that ends early": func(e *wire.Encoder) { e.CodeText(`"a] b"`) },
		"code, open quote":     func(e *wire.Encoder) { e.CodeText(`"a]b" "c`) },
		"base64":               func(e *wire.Encoder) { e.Base64("a b") },
		"flag":                 func(e *wire.Encoder) { e.Flag(`\`) },
		"flag any":             func(e *wire.Encoder) { e.Flag(wire.AnyFlag) },
		"flags":                func(e *wire.Encoder) { e.Flags([]wire.Flag{wire.Seen, "a)"}) },
		"mbx-list-flags":       func(e *wire.Encoder) { e.MbxListFlags([]string{`\Noselect`, "Junk"}) },
		"mbx-list-flags, none": func(e *wire.Encoder) { e.MbxListFlags([]string{""}) },
		"empty set":            func(e *wire.Encoder) { e.SequenceSet(wire.Set{}) },
		"uid-set *":            func(e *wire.Encoder) { e.UIDSet(wire.RangeOf(1, wire.Star)) },
		"uid-set $":            func(e *wire.Encoder) { e.UIDSet(wire.Set{Saved: true}) },
		"mailbox":              func(e *wire.Encoder) { e.Mailbox("a\xff") },
		"date":                 func(e *wire.Encoder) { e.Date(wire.Date{Year: 2023, Month: 2, Day: 29}) },
		"date zero":            func(e *wire.Encoder) { e.Date(wire.Date{}) },
		"year":                 func(e *wire.Encoder) { e.DateTime(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)) },
		"zone":                 func(e *wire.Encoder) { e.DateTime(time.Date(1890, 1, 1, 0, 0, 0, 0, time.FixedZone("", 1172))) },
		"section MIME":         func(e *wire.Encoder) { e.Section(wire.Section{Text: wire.SectionMIME}) },
		"section part":         func(e *wire.Encoder) { e.Section(wire.Section{Part: []uint32{1, 0}}) },
		"section text":         func(e *wire.Encoder) { e.Section(wire.Section{Text: "X"}) },
		"section, no fields":   func(e *wire.Encoder) { e.Section(wire.Section{Text: wire.SectionHeaderFields}) },
		"section, fields":      func(e *wire.Encoder) { e.Section(wire.Section{Text: wire.SectionHeader, Fields: []string{"A"}}) },
		"binary section text":  func(e *wire.Encoder) { e.SectionBinary(wire.Section{Text: wire.SectionTextOnly}) },
		"partial":              func(e *wire.Encoder) { e.Partial(wire.Partial{Offset: -1, Length: 1}) },
		"partial length":       func(e *wire.Encoder) { e.Partial(wire.Partial{Length: -1}) },
		"empty value":          func(e *wire.Encoder) { e.Value(nil) },
		"two values":           func(e *wire.Encoder) { e.Value(wire.Value("a b")) },
		"values":               func(e *wire.Encoder) { e.Values(wire.Value("a b ")) },
		"value CRLF":           func(e *wire.Encoder) { e.Value(wire.Value("a\r\nb")) },
		"value open":           func(e *wire.Encoder) { e.Value(wire.Value("(a")) },
		"value closed":         func(e *wire.Encoder) { e.Value(wire.Value("a)")) },
		"value spaces":         func(e *wire.Encoder) { e.Value(wire.Value("a  b")) },
		"value literal short":  func(e *wire.Encoder) { e.Value(wire.Value("{3}\r\nab")) },
		"value literal glued":  func(e *wire.Encoder) { e.Value(wire.Value("{1}\r\nab")) },
		"value literal NUL":    func(e *wire.Encoder) { e.Value(wire.Value("{1}\r\n\x00")) },
		"value literal huge":   func(e *wire.Encoder) { e.Value(wire.Value("{9223372036854775807}\r\n")) },
		"value literal LF":     func(e *wire.Encoder) { e.Value(wire.Value("{1}\na")) },
		"value quoted":         func(e *wire.Encoder) { e.Value(wire.Value(`"a\b"`)) },
		"value quoted open":    func(e *wire.Encoder) { e.Value(wire.Value(`"a`)) },
		"value quoted 8-bit":   func(e *wire.Encoder) { e.Value(wire.Value("\"\xff\"")) },
		"literal too short":    func(e *wire.Encoder) { _, _ = e.Literal(literal.Header{Size: 3}).Write([]byte("ab")) },
		"literal not written":  func(e *wire.Encoder) { e.Literal(literal.Header{Size: 3}); e.SP() },
		"literal too long":     func(e *wire.Encoder) { _, _ = e.Literal(literal.Header{Size: 3}).Write([]byte("abcd")) },
		"literal with NUL":     func(e *wire.Encoder) { _, _ = e.Literal(literal.Header{Size: 1}).Write([]byte{0}) },
		"literal size":         func(e *wire.Encoder) { e.Literal(literal.Header{Size: -1}) },
		"Fail":                 func(e *wire.Encoder) { e.Fail("x", wire.ErrRange) },
	} {
		for _, side := range []wire.Side{wire.Client, wire.Server} {
			var out bytes.Buffer
			e := wire.NewEncoder(&out, wire.Options{Side: side, Literals: literal.Plus})
			e.Atom("first")
			if err := e.End(); err != nil {
				t.Fatal(err)
			}
			e.Atom("second")
			e.SP()
			f(e)
			e.SP()
			e.Atom("more")
			if err := e.End(); err == nil {
				t.Errorf("%s: no error", name)
			} else if s := err.Error(); strings.Contains(s, "NOOP") || strings.ContainsAny(s, "\r\n\x00") || !utf8.ValidString(s) {
				t.Errorf("%s: the error quotes its argument: %q", name, s)
			}
			e.Atom("third")
			if err := errors.Join(e.Err(), e.End(), e.Flush()); err != nil || out.String() != "first\r\nthird\r\n" {
				t.Errorf("%s: wrote %q, %v", name, out.String(), err)
			}
		}
	}
}

// The rule of an error says what is wrong with an attribute: that it has no "\", or
// what is behind it.
func TestEncodeRejectsAttribute(t *testing.T) {
	for flag, rule := range map[string]string{`\a)`: "flag", `\`: "flag", `\*`: "flag", `\X]`: "flag", "Junk": "mbx-list-flags", "a)": "mbx-list-flags", "": "mbx-list-flags"} {
		e := wire.NewEncoder(io.Discard, onServer)
		e.MbxListFlags([]string{`\Noselect`, flag})
		var err *wire.EncodeError
		if !errors.As(e.End(), &err) || err.Rule != rule {
			t.Errorf("%q: %v, want one of %s", flag, err, rule)
		}
	}
}

func TestStringForms(t *testing.T) {
	basic := wire.Options{Literals: literal.Basic}
	minus := wire.Options{Literals: literal.Minus}
	long, longer := strings.Repeat("a", 1024), strings.Repeat("a", 5000)
	for _, tt := range []struct {
		opts wire.Options
		f    func(e *wire.Encoder)
		want string
	}{
		{onServer, func(e *wire.Encoder) { e.AString("a]b") }, "a]b"},
		{onServer, func(e *wire.Encoder) { e.AString("") }, `""`},
		{onServer, func(e *wire.Encoder) { e.AString("nil") }, `"nil"`},
		{onServer, func(e *wire.Encoder) { e.AString(long) }, long},
		{onServer, func(e *wire.Encoder) { e.AString(long + "a") }, "{1025}\r\n" + long + "a"},
		{onServer, func(e *wire.Encoder) { e.String(long) }, `"` + long + `"`},
		{onServer, func(e *wire.Encoder) { e.String("a\"\\\x01\x7f") }, "\"a\\\"\\\\\x01\x7f\""},
		{onServer, func(e *wire.Encoder) { e.String("a\n") }, "{2}\r\na\n"},
		{onServer, func(e *wire.Encoder) { e.String("é") }, "{2}\r\né"},
		{wire.Options{Side: wire.Server, UTF8: true}, func(e *wire.Encoder) { e.String("é") }, `"é"`},
		{wire.Options{Side: wire.Server, UTF8: true}, func(e *wire.Encoder) { e.String("é\xff") }, "{3}\r\né\xff"},
		{onServer, func(e *wire.Encoder) { e.LiteralString("") }, "{0}\r\n"},
		{onServer, func(e *wire.Encoder) { e.NString(wire.NString{}) }, "NIL"},
		{onServer, func(e *wire.Encoder) { e.NString(wire.Some("")) }, `""`},
		{onServer, func(e *wire.Encoder) { e.Nil(); e.SP(); e.Base64("YQ=="); e.Base64("") }, "NIL YQ=="},
		{onServer, func(e *wire.Encoder) { e.CodeText("a b") }, "a b"},
		{onServer, func(e *wire.Encoder) { e.CodeText(`("a]b" "c")`) }, `("a]b" "c")`},
		{minus, func(e *wire.Encoder) { e.LiteralString("a") }, "{1+}\r\na"},
		{minus, func(e *wire.Encoder) { e.LiteralString(longer) }, "{5000}\r\n<wait>" + longer},
		{basic, func(e *wire.Encoder) { e.LiteralString("a") }, "{1}\r\n<wait>a"},
		// Literals of a value are announced in the form that is allowed.
		{onServer, func(e *wire.Encoder) { e.Value(wire.Value("(~{1+}\r\n\x00 {02}\r\n\r\n x)")) }, "(~{1}\r\n\x00 {2}\r\n\r\n x)"},
		{basic, func(e *wire.Encoder) { e.Value(wire.Value("({1+}\r\na {1+}\r\nb)")) }, "({1}\r\n<wait>a {1}\r\n<wait>b)"},
		{minus, func(e *wire.Encoder) { e.Value(wire.Value("({1}\r\na)")) }, "({1+}\r\na)"},
	} {
		var out bytes.Buffer
		e := wire.NewEncoder(&out, tt.opts)
		e.OnLiteral(func(literal.Header) error { out.WriteString("<wait>"); return nil })
		tt.f(e)
		if err := errors.Join(e.End(), e.Flush()); err != nil || out.String() != tt.want+"\r\n" {
			t.Errorf("got %.80q, %v; want %.80q", out.String(), err, tt.want)
		}
	}
	var changed bytes.Buffer
	e := wire.NewEncoder(&changed, onServer)
	e.String("é")
	_ = e.End()
	e.SetOptions(wire.Options{Side: wire.Server, UTF8: true})
	e.String("é")
	if err := errors.Join(e.End(), e.Flush()); err != nil || changed.String() != "{2}\r\né\r\n\"é\"\r\n" {
		t.Errorf("SetOptions: wrote %q, %v", changed.String(), err)
	}
	e = wire.NewEncoder(io.Discard, basic)
	e.String("a\n")
	if err := e.End(); !errors.Is(err, wire.ErrLiteralMode) {
		t.Errorf("literal without OnLiteral: %v", err)
	}
}
