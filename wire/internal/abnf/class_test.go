package abnf_test

import (
	"strings"
	"testing"

	"imapkit.example/wire/internal/abnf"
)

// The terminals of RFC 5234, Appendix B.1 and RFC 9051, Section 9, each
// written out: the table under test is not built from these.
const (
	alpha          = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	digit          = "0123456789"
	ctl            = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f"
	sp             = " "
	vchar          = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" + alpha + digit
	listWildcards  = "%*"
	quotedSpecials = "\"\\"
	respSpecials   = "]"
	atomSpecials   = "(){" + sp + ctl + listWildcards + quotedSpecials + respSpecials
)

// char is CHAR = %x01-7F.
var char = without(ctl+sp+vchar, "\x00")

func without(set, cut string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(cut, r) {
			return -1
		}
		return r
	}, set)
}

func TestClasses(t *testing.T) {
	if len(char) != 127 {
		t.Fatalf("CHAR has %d members", len(char))
	}
	atomChar := without(char, atomSpecials)
	textChar := without(char, "\r\n")
	for _, tt := range []struct {
		name string
		m    abnf.Class
		set  string
	}{
		{"ATOM-CHAR", abnf.Atom, atomChar},
		{"ASTRING-CHAR", abnf.AString, atomChar + respSpecials},
		{"tag", abnf.Tag, without(atomChar+respSpecials, "+")},
		{"list-char", abnf.List, atomChar + listWildcards + respSpecials},
		{"DIGIT", abnf.Digit, digit},
		{"TEXT-CHAR except quoted-specials", abnf.Quoted, without(textChar, quotedSpecials)},
		{"TEXT-CHAR", abnf.Text, textChar},
		{"base64-char", abnf.Base64, alpha + digit + "+/" + "="},
		{"word", abnf.Word, without(char, "(){\" "+ctl)},
		{"tagged-label-char", abnf.Label, alpha + digit + "-_.:"},
	} {
		for c := range 256 {
			// Not strings.Contains of a string: above 0x7F no set has any.
			want := c < 0x80 && strings.IndexByte(tt.set, byte(c)) >= 0
			if got := abnf.Classes[c]&tt.m != 0; got != want {
				t.Errorf("%s: octet %#02x: got %v, want %v", tt.name, c, got, want)
			}
			if got := abnf.Is([]byte{byte(c)}, tt.m); got != want {
				t.Errorf("Is(%#02x, %s) = %v", c, tt.name, got)
			}
		}
	}
}

func TestRunIs(t *testing.T) {
	for _, tt := range []struct {
		in   string
		m    abnf.Class
		want int
	}{
		{"", abnf.Atom, 0}, {"abc", abnf.Atom, 3}, {"abc def", abnf.Atom, 3}, {" abc", abnf.Atom, 0},
		{"12a", abnf.Digit, 2}, {"a]b", abnf.Atom, 1}, {"a]b", abnf.AString, 3},
	} {
		if got := abnf.Run([]byte(tt.in), tt.m); got != tt.want {
			t.Errorf("Run(%q) = %d, want %d", tt.in, got, tt.want)
		}
		if got := abnf.Is(tt.in, tt.m); got != (tt.want == len(tt.in) && tt.in != "") {
			t.Errorf("Is(%q) = %v", tt.in, got)
		}
	}
}

func TestEqualFold(t *testing.T) {
	for _, s := range []string{"INBOX", "inbox", "InBoX"} {
		if !abnf.EqualFold(s, "INBOX") || !abnf.EqualFold([]byte(s), "INBOX") {
			t.Errorf("%q is not INBOX", s)
		}
	}
	// U+0131 and U+017F fold to ASCII letters in Unicode, not here.
	for _, s := range []string{"", "INBO", "INBOXX", "\u0131nbox", "inbo\x18", "[nbox"} {
		if abnf.EqualFold(s, "INBOX") {
			t.Errorf("%q is INBOX", s)
		}
	}
	for c := range 256 {
		want := byte(c)
		if i := strings.IndexByte(alpha[26:], byte(c)); i >= 0 {
			want = alpha[i]
		}
		if got := abnf.Upper(byte(c)); got != want {
			t.Errorf("Upper(%#02x) = %#02x", c, got)
		}
	}
}
