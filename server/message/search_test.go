package message

import (
	"strings"
	"testing"
	"unicode"
)

func TestHeaderContains(t *testing.T) {
	p := Parse([]byte(message("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_an?=", " =?iso-8859-1*de?b?5A==?= x", "To: Joe", "\tSmith", "X: =?utf-8?x?y?= =?bad 8\xff", "Empty:", "no field", "no field: x", "n\xe4: x", "")), Limits{})
	for _, test := range []struct {
		name, substr string
		want         bool
	}{
		{"subject", "GRÜßE AN", true},
		{"SUBJECT", "anÄ X", true},
		{"Subject", "=?", false},
		{"Subject", "Joe", false},
		{"Subject", "", true},
		{"Empty", "", true},
		{"Empty", "x", false},
		{"Absent", "", false},
		{"no field", "", false},
		{"n\xe4", "", false},
		{"", "", false},
		{"To", "joe\tSMITH", true},
		{"X", "=?UTF-8?x?y?=", true},
		{"X", "=?bad 8\xff", true},
		{"X", "\xfe", false},
	} {
		if got := p.HeaderContains(test.name, test.substr); got != test.want {
			t.Errorf("%s %q: %v", test.name, test.substr, got)
		}
	}
}

func TestDecodeWords(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"a b", "a b"},
		{"=?utf-8?q?a_b=3F?=", "a b?"},
		{"x =?utf-8?b?YQ==?=  =?utf-8?q?b?= c =?utf-8?q?d?=", "x ab c d"},
		{"(=?utf-8?q?a?=)", "(a)"},
		{"=?iso-8859-1?q?=e4?=", "ä"},
		{"=?x-other?q?=e4?=", "\xe4"},
		{"=?a?q?", "=?a?q?"},
		{"=?a?", "=?a?"},
		{"=?a?q", "=?a?q"},
		{"=?", "=?"},
		{"=?a?q?b?c?=", "=?a?q?b?c?="},
		{"=?=?a?q?b?=", "=?b"},
		{"=?a?q?=?a?q?b?=", "=?a?q?b"},
	} {
		if got := decodeWords(test.in); got != test.want {
			t.Errorf("%q: got %q, want %q", test.in, got, test.want)
		}
	}
}

func TestTextContains(t *testing.T) {
	raw := message("Subject: outer", "Content-Type: multipart/mixed; boundary=b", "", "preamble",
		"--b", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "X-Mime: field", "", "R3LDvMOfZQ==",
		"--b", "Content-Type: text/html; charset=ISO-8859-1", "Content-Transfer-Encoding: quoted-printable", "", "<p>=E4=", "=F6</p>",
		"--b", "Content-Type: message/rfc822", "", "Subject: =?utf-8?q?inn=65r?=", "", "embedded",
		"--b", "Content-Type: image/gif", "", "picture",
		"--b", "Content-Type: text/plain; charset=koi8-r", "", "\xc1\xc2",
		"--b", "Content-Transfer-Encoding: x-unknown", "", "strange",
		"--b--")
	p := Parse([]byte(raw), Limits{})
	for _, test := range []struct {
		substr     string
		text, body bool
	}{
		{"", true, true},
		{"outer", true, false},
		{"SUBJECT: Outer", true, false},
		{"x-mime: FIELD", true, false},
		{"grÜSSE", false, false},
		{"GRÜẞE", true, true},
		{"GRÜßE", true, true},
		{"ÄÖ</P>", true, true},
		{"inner", true, false},
		{"EMBEDDED", true, true},
		{"picture", false, false},
		{"preamble", false, false},
		{"\xc1\xc2", true, true},
		{"\xc2\xc1", false, false},
		{"strange", true, true},
		{"R3LDv", false, false},
	} {
		if got := p.TextContains(test.substr, false); got != test.text {
			t.Errorf("TEXT %q: %v", test.substr, got)
		}
		if got := p.TextContains(test.substr, true); got != test.body {
			t.Errorf("BODY %q: %v", test.substr, got)
		}
	}
}

func TestMatcher(t *testing.T) {
	for _, test := range []struct {
		text, substr string
		want         bool
	}{
		{"", "a", false}, {"", "", true}, {"aab", "AB", true}, {"aabaabaaab", "aabaaab", true}, {"abababc", "ababc", true},
		{"aaaa", "aaaaa", false}, {"\u212a", "k", true}, {"k", "\u212a", true}, {"ſ", "S", true}, {"σ", "ς", true},
		{"é", "\xc3", false}, {"\xc3x", "\xc3X", true},
	} {
		if got := newMatcher(test.substr).in([]byte(test.text)); got != test.want {
			t.Errorf("%q in %q: %v", test.substr, test.text, got)
		}
	}
	// Two characters are the same if and only if they are in one orbit.
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r >= 0xd800 && r <= 0xdfff {
			continue
		}
		next, _ := nextRune([]byte(string(unicode.SimpleFold(r))))
		if same, _ := nextRune([]byte(string(r))); same != next || same > r {
			t.Fatalf("%U and %U are not the same", r, unicode.SimpleFold(r))
		}
	}
	for _, text := range []string{"aab", "abaabaaabab", "bbbb", strings.Repeat("ab", 20)} {
		for i := range text {
			for j := i + 1; j <= len(text); j++ {
				for _, in := range []string{"aab", "abaabaaabab", "bbbb"} {
					if got := newMatcher(text[i:j]).in([]byte(in)); got != strings.Contains(in, text[i:j]) {
						t.Errorf("%q in %q: %v", text[i:j], in, got)
					}
				}
			}
		}
	}
}
