package message

import (
	"fmt"
	"strings"
	"testing"
)

// times is how often an attack repeats itself.
const times = 100_000

// attacks are messages that cost some parsers quadratic work, or their stack.
var attacks = []struct {
	name string
	raw  func() string
}{
	{"empty lines", func() string { return strings.Repeat("\n", times) }},
	{"fields", func() string { return strings.Repeat("Subject: x\n", times) }},
	{"fields without a colon", func() string { return strings.Repeat("x\n", times) }},
	{"folding", func() string { return "Content-Type: text/plain" + strings.Repeat(";\n x=y", times) }},
	{"address fields", func() string { return strings.Repeat("To: a@b, c <d@e>\n", times) }},
	{"addresses", func() string { return "To: " + strings.Repeat("a@b,", times) }},
	{"address separators", func() string {
		return "To: " + strings.Repeat(";", times) + strings.Repeat(",", times) + strings.Repeat(":", times)
	}},
	{"groups", func() string { return "To: " + strings.Repeat("a:;", times) }},
	{"nested groups", func() string { return "To: " + strings.Repeat("a:", times) }},
	{"words", func() string { return "To: " + strings.Repeat("a ", times) }},
	{"at signs", func() string { return "To: " + strings.Repeat("@", times) }},
	{"at signs with space", func() string { return "To: " + strings.Repeat(" @ a", times) }},
	{"nested comments", func() string { return "To: " + strings.Repeat("(", times) }},
	{"comments", func() string { return "To: " + strings.Repeat("()", times) }},
	{"escaped comments", func() string { return "To: " + strings.Repeat("\\(", times) }},
	{"quotes", func() string { return "To: " + strings.Repeat("\"\"", times) }},
	{"backslashes", func() string { return "To: \"" + strings.Repeat("\\", times) }},
	{"angles", func() string { return "To: " + strings.Repeat("<", times) + strings.Repeat("<>", times) }},
	{"named angles", func() string { return "To: " + strings.Repeat("a<", times) }},
	{"routes", func() string { return "To: " + strings.Repeat("<@a,", times) }},
	{"domain literals", func() string { return "To: " + strings.Repeat("[", times) + strings.Repeat("a@[b ", times) }},
	{"parameter separators", func() string { return "Content-Type: a/b" + strings.Repeat(";", times) }},
	{"parameters", func() string { return "Content-Type: a/b" + strings.Repeat(";a=b", times) }},
	{"nested comments among parameters", func() string { return "Content-Type: a/b;a=" + strings.Repeat("(", times) }},
	{"comments among parameters", func() string { return "Content-Type: a/b;" + strings.Repeat("a=b (;)", times) }},
	{"continued parameters", func() string {
		var b strings.Builder
		b.WriteString("Content-Type: a/b")
		for i := range times {
			fmt.Fprintf(&b, ";a*%d=b", times-1-i)
		}
		return b.String()
	}},
	{"one continuation number", func() string { return "Content-Type: a/b" + strings.Repeat(";a*0=b", times) }},
	{"languages", func() string { return "Content-Language: " + strings.Repeat("en,", times) + strings.Repeat(",", times) }},
	{"parts", func() string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nA: b\n\nx\n", times)
	}},
	{"parts without anything", func() string {
		return "Content-Type: multipart/digest; boundary=b\n\n" + strings.Repeat("--b\n", times)
	}},
	{"closed and opened", func() string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b--\n--b\n", times)
	}},
	{"nested multiparts", func() string {
		var b strings.Builder
		b.WriteString("Content-Type: multipart/mixed; boundary=0\n\n")
		for i := range times {
			fmt.Fprintf(&b, "--%d\nContent-Type: multipart/mixed; boundary=%d\n\n", i, i+1)
		}
		return b.String()
	}},
	{"nested with one boundary", func() string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: multipart/mixed; boundary=b\n\n", times)
	}},
	{"nested headers without an end", func() string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: multipart/mixed; boundary=b\n", times)
	}},
	{"nested messages", func() string { return strings.Repeat("Content-Type: message/rfc822\n\n", times) }},
	{"nested digests", func() string {
		var b strings.Builder
		for i := range times {
			fmt.Fprintf(&b, "Content-Type: multipart/digest; boundary=%d\n\n--%d\n\n", i, i)
		}
		return b.String()
	}},
	{"boundaries that are prefixes", func() string {
		const many = 400
		var b strings.Builder
		b.WriteString("Content-Type: multipart/mixed; boundary=b\n\n")
		for i := 1; i < many; i++ {
			fmt.Fprintf(&b, "--%s\nContent-Type: multipart/mixed; boundary=%s\n\n", strings.Repeat("b", i), strings.Repeat("b", i+1))
		}
		return b.String() + strings.Repeat("--"+strings.Repeat("b", many+1)+"\n", many)
	}},
	{"hyphens", func() string {
		return "Content-Type: multipart/mixed; boundary=-\n\n" + strings.Repeat("-", times) + "\n" + strings.Repeat("--\n", times)
	}},
	{"long boundary", func() string {
		b := strings.Repeat("b", times)
		return "Content-Type: multipart/mixed; boundary=" + b + "\n\n--" + b + "\n\nx\n--" + b + "--\n"
	}},
}

// TestLinear counts the octets looked at, and holds them to a multiple of the
// length of the message; a quadratic step would take thousands of times as
// much. With wide limits nothing else keeps the work down.
func TestLinear(t *testing.T) {
	const most = 16
	wide := Limits{Depth: 1 << 30, Parts: 1 << 30, HeaderBytes: 1 << 30, Params: 1 << 30, Addresses: 1 << 30}
	for _, attack := range attacks {
		raw := []byte(attack.raw())
		for _, l := range []Limits{{}, wide} {
			p := parser{raw: raw, limits: l.withDefaults(), open: make(map[string]int)}
			root := p.parse()
			if p.work > most*len(raw)+100 {
				t.Errorf("%s: parsing looked at %d octets, of %d", attack.name, p.work, len(raw))
			}
			if _, work := root.envelope(); work > most*len(raw)+100 {
				t.Errorf("%s: the envelope looked at %d octets, of %d", attack.name, work, len(raw))
			}
			if p.parts > p.limits.Parts {
				t.Errorf("%s: %d parts", attack.name, p.parts)
			}
			root.HeaderContains("to", "zz")
			root.TextContains("zz", false)
		}
		if err := check(Parse(raw, Limits{}), raw, Limits{}); err != nil && len(err.Error()) < 1000 {
			t.Errorf("%s: %v", attack.name, err)
		} else if err != nil {
			t.Errorf("%s: %.1000s", attack.name, err)
		}
	}
}

// TestFieldLimits holds the lists of one field to their limits.
func TestFieldLimits(t *testing.T) {
	p := Parse([]byte("Content-Type: a/b"+strings.Repeat(";a=b", times)+"\nContent-Language: "+strings.Repeat("a,", times)+"\nTo: "+strings.Repeat("a,", times)), Limits{HeaderBytes: 1 << 30})
	if len(p.Params) != 100 || len(p.Language) != 100 || len(p.Envelope().To) != 10000 {
		t.Errorf("%d parameters, %d languages, %d addresses", len(p.Params), len(p.Language), len(p.Envelope().To))
	}
}
