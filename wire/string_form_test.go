package wire_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// stringMethods write a string of which the grammar leaves the form open, and
// read it back.
var stringMethods = map[string]struct {
	write func(*wire.Encoder, string)
	read  func(*wire.Decoder) string
}{
	"AString":       {(*wire.Encoder).AString, (*wire.Decoder).AString},
	"String":        {writeString, (*wire.Decoder).String},
	"Secret":        {(*wire.Encoder).Secret, (*wire.Decoder).AString},
	"Mailbox":       {(*wire.Encoder).Mailbox, (*wire.Decoder).Mailbox},
	"MailboxString": {(*wire.Encoder).MailboxString, (*wire.Decoder).MailboxString},
	"ListMailbox":   {(*wire.Encoder).ListMailbox, (*wire.Decoder).ListMailbox},
	"Label":         {(*wire.Encoder).Label, (*wire.Decoder).Label},
	"NString":       {func(e *wire.Encoder, s string) { e.NString(wire.Some(s)) }, func(d *wire.Decoder) string { return d.NString().String }},
	"NString8":      {func(e *wire.Encoder, s string) { e.NString8(wire.Some(s)) }, func(d *wire.Decoder) string { return d.NString8().String }},
	"Params": {func(e *wire.Encoder, s string) { e.Params([]wire.Param{{Name: "x", Value: wire.Some(s)}}) },
		func(d *wire.Decoder) string { return d.Params(nil)[0].Value.String }},
	"Section": {func(e *wire.Encoder, s string) {
		e.Section(wire.Section{Text: wire.SectionHeaderFields, Fields: []string{s}})
	},
		func(d *wire.Decoder) string { return d.Section().Fields[0] }},
}

func TestStringForm(t *testing.T) {
	for _, tt := range []struct {
		method, in                string
		shortest, quoted, literal string
	}{
		{"AString", "abc", "abc", `"abc"`, "{3}\r\nabc"},
		{"AString", "a b", `"a b"`, `"a b"`, "{3}\r\na b"},
		{"AString", "", `""`, `""`, "{0}\r\n"},
		{"AString", `a"\`, `"a\"\\"`, `"a\"\\"`, "{3}\r\na\"\\"},
		{"AString", "a\r", "{2}\r\na\r", "{2}\r\na\r", "{2}\r\na\r"},
		{"AString", "nil", `"nil"`, `"nil"`, "{3}\r\nnil"},
		{"AString", strings.Repeat("a", 1025), "{1025}\r\n" + strings.Repeat("a", 1025), "{1025}\r\n" + strings.Repeat("a", 1025), "{1025}\r\n" + strings.Repeat("a", 1025)},
		{"String", "abc", `"abc"`, `"abc"`, "{3}\r\nabc"},
		{"Secret", "abc", "abc", `"abc"`, "{3}\r\nabc"},
		{"NString", "abc", `"abc"`, `"abc"`, "{3}\r\nabc"},
		{"NString8", "abc", `"abc"`, `"abc"`, "{3}\r\nabc"},
		{"NString8", "\x00", "~{1}\r\n\x00", "~{1}\r\n\x00", "~{1}\r\n\x00"},
		{"Mailbox", "INBOX", "INBOX", `"INBOX"`, "{5}\r\nINBOX"},
		{"Mailbox", "é&", "&AOk-&-", `"&AOk-&-"`, "{7}\r\n&AOk-&-"},
		{"ListMailbox", "a/%", "a/%", `"a/%"`, "{3}\r\na/%"},
		{"MailboxString", "a/", `"a/"`, `"a/"`, "{2}\r\na/"},
		{"Label", `\Inbox`, `\Inbox`, `\Inbox`, `\Inbox`}, // no string
		{"Label", "x", "x", `"x"`, "{1}\r\nx"},
		{"Params", "b", `("x" "b")`, `("x" "b")`, "({1}\r\nx {1}\r\nb)"},
		{"Section", "To", "[HEADER.FIELDS (To)]", `[HEADER.FIELDS ("To")]`, "[HEADER.FIELDS ({2}\r\nTo)]"},
	} {
		for form, want := range map[wire.StringForm]string{wire.Shortest: tt.shortest, wire.PreferQuoted: tt.quoted, wire.AlwaysLiteral: tt.literal} {
			var b bytes.Buffer
			e := wire.NewEncoder(&b, wire.Options{Side: wire.Server, Strings: form})
			stringMethods[tt.method].write(e, tt.in)
			if err := errors.Join(e.End(), e.Flush()); err != nil || b.String() != want+"\r\n" {
				t.Errorf("%s of %.20q, form %d: %.100q, %v; want %.100q", tt.method, tt.in, form, b.String(), err, want)
			}
		}
	}
	// What is no string stays what it is.
	for _, form := range []wire.StringForm{wire.PreferQuoted, wire.AlwaysLiteral} {
		var b bytes.Buffer
		e := wire.NewEncoder(&b, wire.Options{Strings: form})
		e.Tag("A1")
		e.SP()
		e.Atom("x")
		e.SP()
		e.Flags([]wire.Flag{wire.Seen, "$Junk"})
		e.SP()
		e.Quoted("q")
		e.SP()
		e.Nil()
		e.SP()
		e.Value(wire.Value(`("a" b)`))
		if err := errors.Join(e.End(), e.Flush()); err != nil || b.String() != "A1 x (\\Seen $Junk) \"q\" NIL (\"a\" b)\r\n" {
			t.Errorf("form %d: %q, %v", form, b.String(), err)
		}
	}
}

// The form makes no difference to who may send which literals, nor to what is
// read.
func TestStringFormModes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opts := wire.Options{
			Side:     rapid.SampledFrom([]wire.Side{wire.Client, wire.Server}).Draw(t, "side"),
			Literals: rapid.SampledFrom([]literal.Policy{literal.Basic, literal.Minus, literal.Plus}).Draw(t, "policy"),
			UTF8:     rapid.Bool().Draw(t, "UTF8"),
			Strings:  forms.Draw(t, "strings"),
		}
		name := rapid.SampledFrom(sortedKeys(stringMethods)).Draw(t, "method")
		s := hostile.Draw(t, "s")
		var b bytes.Buffer
		waits := 0
		e := wire.NewEncoder(&b, opts)
		e.OnLiteral(func(h literal.Header) error {
			if waits++; opts.Side == wire.Server || !bytes.HasSuffix(b.Bytes(), []byte(h.String()+"\r\n")) {
				t.Fatalf("waits behind %.100q", b.Bytes())
			}
			return nil
		})
		stringMethods[name].write(e, s)
		if err := errors.Join(e.End(), e.Flush()); err != nil {
			if b.Len() > 0 || !errors.Is(err, wire.ErrEncode) {
				t.Fatalf("%v, and %q was written", err, b.Bytes())
			}
			// Whether it can be written does not depend on the form.
			other := wire.NewEncoder(&b, wire.Options{UTF8: opts.UTF8, Literals: literal.Plus})
			stringMethods[name].write(other, s)
			if otherErr := other.End(); otherErr == nil || otherErr.Error() != err.Error() {
				t.Fatalf("%v, but %v in the shortest form", err, otherErr)
			}
			return
		}
		for line := range bytes.Lines(b.Bytes()) {
			h, ok, _ := literal.Trailing(bytes.TrimSuffix(line, []byte("\r\n")))
			if !ok || h.Size != int64(len(s)) {
				continue // it may be text of the string
			}
			if opts.Side == wire.Server && h.Mode == literal.NonSync {
				t.Fatalf("a server wrote %.100q", line)
			}
			break
		}
		peer := opts
		peer.Side = wire.Client + wire.Server - opts.Side
		d := wire.NewDecoder(&b, peer)
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
		got := stringMethods[name].read(d)
		if err := d.End(); err != nil {
			t.Fatalf("%s of %.100q: %v", name, s, err)
		}
		if strings.Contains(name, "ailbox") || name == "Label" {
			if octets, invalid := wire.InvalidMailbox(s); invalid && got != s && got != octets || !invalid && got != s && !strings.EqualFold(s, "INBOX") {
				t.Fatalf("%s of %.100q is read as %.100q", name, s, got)
			}
		} else if got != s {
			t.Fatalf("%s of %.100q is read as %.100q", name, s, got)
		}
	})
}
