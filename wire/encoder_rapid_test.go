package wire_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"imapkit.example/literal"
	"imapkit.example/tag"
	"imapkit.example/wire"
)

// hostile are strings of what could end a message or begin another.
var hostile = rapid.OneOf(
	rapid.StringOf(rapid.SampledFrom([]rune("\r\n\x00 \"\\{}+()[]~*%a1é"))),
	rapid.SampledFrom([]string{"", "{3+}\r\n", "{3}", "~{1+}", "a\r\nB LOGOUT\r\n", "\xff", "\xffa\r\n", "NIL", "(a {1}\r\nx)", "{1+}\r\na", `\*`, `\Seen`, "YQ==", "INBOX"}),
	rapid.Custom(func(t *rapid.T) string {
		n := rapid.SampledFrom([]int{1023, 1024, 1025, 4096, 4097, 9000}).Draw(t, "length")
		return strings.Repeat(rapid.SampledFrom([]string{"a", " ", "\n"}).Draw(t, "of"), n)
	}),
	rapid.String(),
)

// forms are the forms of strings that an Encoder can be told to write.
var forms = rapid.SampledFrom([]wire.StringForm{wire.Shortest, wire.PreferQuoted, wire.AlwaysLiteral})

// calls are the methods of an Encoder that take an argument from outside.
// Text ends a message.
var calls = map[string]func(e *wire.Encoder, s string, n int64){
	"Tag":           func(e *wire.Encoder, s string, _ int64) { e.Tag(tag.Tag(s)) },
	"Special":       func(e *wire.Encoder, _ string, n int64) { e.Special(byte(n)) },
	"Keyword":       func(e *wire.Encoder, s string, _ int64) { e.Keyword(s) },
	"Atom":          func(e *wire.Encoder, s string, _ int64) { e.Atom(s) },
	"Number":        func(e *wire.Encoder, _ string, n int64) { e.Number(uint32(n)) },
	"Number64":      func(e *wire.Encoder, _ string, n int64) { e.Number64(n) },
	"AString":       func(e *wire.Encoder, s string, _ int64) { e.AString(s) },
	"String":        func(e *wire.Encoder, s string, _ int64) { e.String(s) },
	"Quoted":        func(e *wire.Encoder, s string, _ int64) { e.Quoted(s) },
	"LiteralString": func(e *wire.Encoder, s string, _ int64) { e.LiteralString(s) },
	"NString":       func(e *wire.Encoder, s string, n int64) { e.NString(wire.NString{String: s, Valid: n%2 == 0}) },
	"Secret":        func(e *wire.Encoder, s string, _ int64) { e.Secret(s) },
	"CodeText":      func(e *wire.Encoder, s string, _ int64) { e.Keyword("["); e.CodeText(s); e.Special(']') },
	"Base64":        func(e *wire.Encoder, s string, _ int64) { e.Base64(s) },
	"Flag":          func(e *wire.Encoder, s string, _ int64) { e.Flag(wire.Flag(s)) },
	"FlagPerm":      func(e *wire.Encoder, s string, _ int64) { e.FlagPerm(wire.Flag(s)) },
	"Mailbox":       func(e *wire.Encoder, s string, _ int64) { e.Mailbox(s) },
	"MailboxString": func(e *wire.Encoder, s string, _ int64) { e.MailboxString(s) },
	"ListMailbox":   func(e *wire.Encoder, s string, _ int64) { e.ListMailbox(s) },
	"Value":         func(e *wire.Encoder, s string, _ int64) { e.Value(wire.Value(s)) },
	"Values":        func(e *wire.Encoder, s string, _ int64) { e.Values(wire.Value(s)) },
	"Params":        func(e *wire.Encoder, s string, _ int64) { e.Params([]wire.Param{{Name: s, Value: wire.Some(s)}}) },
	"Extension":     func(e *wire.Encoder, s string, _ int64) { e.Extension(wire.Extension{Name: s, Value: wire.Value(s)}) },
	"Section": func(e *wire.Encoder, s string, n int64) {
		e.Section(wire.Section{Text: wire.SectionText(s), Part: []uint32{uint32(n)}})
	},
	"Fields": func(e *wire.Encoder, s string, _ int64) {
		e.Section(wire.Section{Text: wire.SectionHeaderFields, Fields: []string{s, "To"}})
	},
	"Partial":  func(e *wire.Encoder, _ string, n int64) { e.Partial(wire.Partial{Offset: n, Length: n}) },
	"Set":      func(e *wire.Encoder, s string, n int64) { e.SequenceSet(wire.RangeOf(uint32(n), uint32(len(s)))) },
	"DateTime": func(e *wire.Encoder, _ string, n int64) { e.DateTime(time.Unix(n, n%1e9)) },
	"Date": func(e *wire.Encoder, s string, n int64) {
		e.Date(wire.Date{Year: int(n), Month: time.Month(len(s)), Day: 1})
	},
	"Literal": func(e *wire.Encoder, s string, n int64) {
		size := int64(len(s))
		if n%8 == 0 {
			size = n
		}
		w := e.Literal(literal.Header{Size: size, Binary: n%3 == 0})
		_, _ = w.Write([]byte(s[:len(s)/2]))
		_, _ = w.Write([]byte(s[len(s)/2:]))
	},
	"Flush": func(e *wire.Encoder, _ string, _ int64) { _ = e.Flush() },
	"Text":  func(e *wire.Encoder, s string, _ int64) { e.Text(s) },
}

// frame cuts one message off b, by line ends and announced literals alone,
// and checks what a message must be to any reader.
func frame(b []byte) (rest []byte, err error) {
	for {
		i := bytes.Index(b, []byte("\r\n"))
		if i < 0 {
			return nil, errors.New("no CRLF")
		}
		line := b[:i]
		if bytes.ContainsAny(line, "\r\n\x00") {
			return nil, fmt.Errorf("control character in the line %q", line)
		}
		b = b[i+2:]
		h, ok, err := literal.Trailing(line)
		if err != nil || !ok {
			return b, err
		}
		if h.Size > int64(len(b)) {
			return nil, fmt.Errorf("literal %v with %d octets", h, len(b))
		}
		if !h.Binary && bytes.IndexByte(b[:h.Size], 0) >= 0 {
			return nil, errors.New("NUL in a literal")
		}
		b = b[h.Size:]
	}
}

// For any arguments an Encoder writes exactly one message, or returns an error
// and writes nothing that could be taken for a whole one.
func TestEncodeOneMessage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opts := wire.Options{
			Side:     rapid.SampledFrom([]wire.Side{wire.Client, wire.Server}).Draw(t, "side"),
			Literals: rapid.SampledFrom([]literal.Policy{literal.Basic, literal.Minus, literal.Plus}).Draw(t, "policy"),
			UTF8:     rapid.Bool().Draw(t, "UTF8"),
			Strings:  forms.Draw(t, "strings"),
		}
		var out bytes.Buffer
		e := wire.NewEncoder(&out, opts)
		e.OnLiteral(func(h literal.Header) error {
			if !bytes.HasSuffix(out.Bytes(), []byte(h.String()+"\r\n")) || h.Mode != literal.Sync || opts.Side == wire.Server {
				t.Fatalf("waits for %v behind %.100q", h, out.Bytes())
			}
			return nil
		})
		e.Atom("first")
		if err := e.End(); err != nil {
			t.Fatal(err)
		}
		names := rapid.SliceOfN(rapid.SampledFrom(sortedKeys(calls)), 1, 6).Draw(t, "calls")
		for i, name := range names {
			if i > 0 {
				e.SP()
			}
			calls[name](e, hostile.Draw(t, "s"), rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1, 300)).Draw(t, "n"))
			if name == "Text" {
				break
			}
		}
		endErr := e.End()
		if flushErr := e.Flush(); endErr == nil && flushErr != nil {
			t.Fatal(flushErr)
		}
		b, found := bytes.CutPrefix(out.Bytes(), []byte("first\r\n"))
		if !found {
			t.Fatalf("wrote %q", out.Bytes())
		}
		if endErr != nil {
			if len(b) == 0 && e.Err() == nil {
				return
			}
			if rest, err := frame(b); e.Err() != wire.ErrBroken || err == nil {
				t.Fatalf("error %v (then %v), and %.200q written, rest %q", endErr, e.Err(), b, rest)
			}
			return
		}
		if rest, err := frame(b); err != nil || len(rest) > 0 {
			t.Fatalf("wrote %.200q: %v, rest %.100q", b, err, rest)
		}
	})
}
