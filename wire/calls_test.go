package wire_test

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
)

// callOctets makes messages in which all that a Decoder takes apart stands side by
// side, well formed or nearly so.
var callOctets = rapid.Custom(func(t *rapid.T) []byte {
	var b []byte
	for range rapid.IntRange(1, 4).Draw(t, "messages") {
		b = append(b, 'A')
		for range rapid.IntRange(0, 6).Draw(t, "values") {
			b = append(b, rapid.SampledFrom([]string{" ", " ", " ", " ", " ", ""}).Draw(t, "space")...)
			switch rapid.IntRange(0, 5).Draw(t, "value") {
			case 0, 1:
				body := strings.Repeat(rapid.SampledFrom([]string{"a", "\n", "\r\n", "A2 X {3}\r\n", `"\`, "(", "\x00"}).Draw(t, "octets"), rapid.IntRange(0, 90).Draw(t, "count"))
				form := rapid.SampledFrom([]string{"{%d}\r\n", "{%d+}\r\n", "~{%d}\r\n", "{%d}\n", "{%d"}).Draw(t, "form")
				b = append(fmt.Appendf(b, form, len(body)), body...)
			case 2:
				b = append(b, '"')
				b = append(b, strings.Repeat("x", rapid.IntRange(0, 40).Draw(t, "length"))...)
				b = append(b, rapid.SampledFrom([]string{``, ``, `\"`, `\\`, `"`, "\r", "\n", "\x01", "é", "\xff", "\x00"}).Draw(t, "odd")...)
				b = append(b, `x"`...)
			case 3:
				b = strconv.AppendUint(b, rapid.Uint64().Draw(t, "number")>>rapid.IntRange(0, 63).Draw(t, "shift"), 10)
			case 4:
				b = append(b, rapid.SampledFrom([]string{"NIL", "nil", "a", `\Seen`, "a]b", "*", "%", "{", "~", "(", ")", "()", "(a b)", `((x "1"))`, `(x NIL)`}).Draw(t, "word")...)
			case 5:
				b = append(b, rapid.StringMatching(`[a-dA-D0-3.:]{1,20}-?`).Draw(t, "run")...)
			}
		}
		b = append(b, rapid.SampledFrom([]string{"\r\n", "\r\n", "\r\n", "\n"}).Draw(t, "end")...)
	}
	return b[:len(b)-rapid.SampledFrom([]int{0, 0, 0, 1, 5}).Draw(t, "cut")%len(b)]
})

// methods are those of a Decoder, with what they return. Those that stream a
// literal come without the place that Mark has remembered, as it is documented.
var methods = map[string]func(*wire.Decoder) any{
	"AString":       func(d *wire.Decoder) any { return d.AString() },
	"SharedAString": func(d *wire.Decoder) any { return d.SharedAString() },
	"String":        func(d *wire.Decoder) any { return d.String() },
	"NString":       func(d *wire.Decoder) any { return d.NString() },
	"Gather": func(d *wire.Decoder) any {
		d.Gather()
		a := d.GatherNString()
		d.SP()
		b := d.GatherString()
		text := d.Gathered()
		return []wire.NString{a.In(text), b.In(text)}
	},
	"Value":   func(d *wire.Decoder) any { return d.ReadValue() },
	"Mailbox": func(d *wire.Decoder) any { return d.Mailbox() },
	"Params":  func(d *wire.Decoder) any { return d.Params(nil) },
	"List": func(d *wire.Decoder) any {
		var list []string
		for range d.List("list") {
			list = append(list, d.AString())
		}
		return list
	},
	"Number":   func(d *wire.Decoder) any { return d.Number() },
	"Number64": func(d *wire.Decoder) any { return d.Number64() },
	"SP":       func(d *wire.Decoder) any { d.SP(); return nil },
	"TrySP":    func(d *wire.Decoder) any { return d.TrySP() },
	"Peek":     func(d *wire.Decoder) any { return d.Peek() },
	"Mark":     func(d *wire.Decoder) any { d.Mark(); return nil },
	"Rewind":   func(d *wire.Decoder) any { return d.Rewind() },
	"Token": func(d *wire.Decoder) any {
		d.Unmark()
		token, err := d.ReadToken()
		octets := string(token.Bytes)
		if token.Kind == wire.KindLiteral {
			all, err := d.TokenLiteral().Append(nil)
			return fmt.Sprintf("%q %v", all, err)
		}
		return fmt.Sprintf("%v %q %t %v", token.Kind, octets, token.Space, err)
	},
	"Literal": func(d *wire.Decoder) any {
		d.Unmark()
		some := make([]byte, 7)
		lit := d.Literal8()
		if lit == nil {
			return nil
		}
		n, err := io.ReadFull(lit, some) // the rest is dropped by the next call
		return fmt.Sprintf("%q %v", some[:n], err)
	},
}

// follow makes the calls on each message of r and returns all that they tell.
func follow(r io.Reader, opts wire.Options, program []string, refuse bool, record int) []string {
	var told []string
	tell := func(format string, args ...any) { told = append(told, fmt.Sprintf(format, args...)) }
	d := wire.NewDecoder(r, opts)
	d.OnLiteral(func(h literal.Header) error {
		tell("asked for %v at %d", h, d.InputOffset())
		if refuse {
			return io.ErrClosedPipe
		}
		return nil
	})
	d.OnDiagnostic(func(x wire.Diagnostic) { tell("%v", x) })
	d.Record(record)
	for {
		if err := d.Next(); err != nil {
			tell("%v at %d", err, d.InputOffset())
			return told
		}
		tell("tag %q", d.Tag())
		for _, name := range program {
			tell("%s: %q at %d, %v", name, methods[name](d), d.InputOffset(), d.Err())
		}
		if err := d.End(); err != nil && d.Fatal() == nil {
			tell("%v, skipped: %v", err, d.SkipMessage())
		}
		tell("raw %q at %d", d.Raw(), d.InputOffset())
	}
}

// What a Decoder tells does not depend on the pieces in which the octets come,
// whatever is called on it.
func TestCalls(t *testing.T) {
	names := make([]string, 0, len(methods))
	for name := range methods {
		names = append(names, name)
	}
	slices.Sort(names)
	names = append(names, "SP", "SP", "SP", "SP")
	rapid.Check(t, func(t *rapid.T) {
		in := callOctets.Draw(t, "octets")
		opts := wire.Options{Side: wire.Side(rapid.IntRange(0, 1).Draw(t, "side")), Limits: wire.Limits{
			Line: 4000, Literal: 500, LiteralBytes: 900, Literals: 5, Message: 3000, Skip: 5000, Depth: 5, Items: 20,
		}}
		if rapid.Bool().Draw(t, "lenient") {
			opts.Lenient = wire.AllLenient
		}
		program := rapid.SliceOfN(rapid.SampledFrom(names), 0, 12).Draw(t, "program")
		refuse := rapid.Bool().Draw(t, "refuse")
		record := rapid.SampledFrom([]int{0, 0, 20, 10_000}).Draw(t, "record")
		want := follow(fuzz.Whole(in), opts, program, refuse, record)
		for name, r := range map[string]io.Reader{"one octet at a time": fuzz.OneByte(in), "in pieces": fuzz.Random(in, uint64(len(in)))} {
			if got := follow(r, opts, program, refuse, record); !slices.Equal(got, want) {
				t.Fatalf("%s:\n%s\nwhole:\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	})
}
