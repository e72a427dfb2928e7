package wire

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/literal"
	"imapkit.example/wire/internal/abnf"
)

// Every octet at every place of names of all lengths up to three times eight.
func TestIsPlainName(t *testing.T) {
	for n := range 25 {
		for at := range n {
			for c := range 256 {
				b := bytes.Repeat([]byte("a"), n)
				b[at] = byte(c)
				if want := c >= 0x20 && c <= 0x7e && c != '&'; isPlainName(b) != want {
					t.Errorf("%q: plain %v", b, !want)
				}
			}
		}
	}
	if !isPlainName("") {
		t.Error("no name is not plain")
	}
}

// isAString is what a look at each octet says.
func TestIsAString(t *testing.T) {
	for n := range 20 {
		for at := range n {
			for c := range 256 {
				b := bytes.Repeat([]byte("a"), n)
				b[at] = byte(c)
				if want := abnf.Is(b, abnf.AString); isAString(string(b)) != want {
					t.Errorf("%q: astring %v", b, !want)
				}
			}
		}
	}
	if isAString("") {
		t.Error("nothing is an astring")
	}
}

// A name in modified UTF-7 is written as the string of its octets is.
func TestUTF7NameForms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.RuneFrom([]rune(`aZ0 /.&-"\*%(){]ñ日本語😀`))).Draw(t, "name")
		if rapid.Bool().Draw(t, "long") {
			name += strings.Repeat("ü", rapid.IntRange(100, 500).Draw(t, "n"))
		}
		octets := string(abnf.AppendUTF7(nil, name))
		opts := Options{Side: Client, Literals: literal.Plus, Strings: rapid.SampledFrom([]StringForm{Shortest, PreferQuoted, AlwaysLiteral}).Draw(t, "form")}
		for kind, write := range map[string][2]func(*Encoder){
			"Mailbox": {func(e *Encoder) { e.Mailbox(name) }, func(e *Encoder) { e.AString(octets) }},
			"ListMailbox": {func(e *Encoder) { e.ListMailbox(name) }, func(e *Encoder) {
				if opts.Strings == Shortest && len(octets) <= maxQuoted && abnf.Is(octets, abnf.List) {
					e.Keyword(octets)
				} else {
					e.String(octets)
				}
			}},
			"MailboxString": {func(e *Encoder) { e.MailboxString(name) }, func(e *Encoder) { e.String(octets) }},
		} {
			var got [2]string
			for i, f := range write {
				var b strings.Builder
				e := NewEncoder(&b, opts)
				f(e)
				if err := e.End(); err != nil {
					t.Fatal(err)
				}
				if err := e.Flush(); err != nil {
					t.Fatal(err)
				}
				got[i] = b.String()
			}
			if got[0] != got[1] {
				t.Fatalf("%s %q is written as %q, want %q", kind, name, got[0], got[1])
			}
		}
	})
}
