package message

import (
	"fmt"
	"strings"
	"testing"
)

// dump writes a tree on one line: the type with its parameters, then the
// children in parentheses, or the body of a leaf.
func dump(p *Part) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s/%s", p.Type, p.Subtype)
	for _, param := range p.Params {
		if param.Name != "boundary" && param != usASCII()[0] {
			fmt.Fprintf(&b, ";%s=%s", param.Name, param.Value)
		}
	}
	if len(p.Children) == 0 {
		fmt.Fprintf(&b, " %q", p.Body)
		return b.String()
	}
	b.WriteByte('(')
	for i, child := range p.Children {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(dump(child))
	}
	b.WriteByte(')')
	return b.String()
}

// message joins lines with CRLF, and ends the last one.
func message(lines ...string) string { return strings.Join(lines, "\r\n") + "\r\n" }

var structures = []struct {
	name, raw, want string
}{
	{"empty", "", `text/plain ""`},
	{"only a line end", "\n", `text/plain ""`},
	{"header only", "Subject: x\r\n", `text/plain ""`},
	{"header without line end", "Content-Type: text/html", `text/html ""`},
	{"no header", "\r\nHello\r\n", `text/plain "Hello\r\n"`},
	{"no final line end", "A: b\r\n\r\nHello", `text/plain "Hello"`},
	{"bare LF", "A: b\nContent-Type: text/x\n\nHello\n", `text/x "Hello\n"`},
	{"bare CR is no line end", "A: b\r\rHello\r\n\r\nx", `text/plain "x"`},
	{"line of spaces folds", "A: b\r\n  \r\nContent-Type: text/x\r\n\r\nx", `text/x "x"`},
	{"mbox line", "From joe Mon: 1\r\nContent-Type: text/x\r\n\r\nx", `text/x "x"`},
	{"white space before colon", "Content-Type : text/x\r\n\r\nx", `text/x "x"`},
	{"first Content-Type counts", "Content-Type: text/x\r\ncontent-type: text/y\r\n\r\n", `text/x ""`},
	{"broken Content-Type", "Content-Type: html\r\n\r\nx", `text/plain "x"`},
	{"8-bit type", "Content-Type: t\xe4xt/plain\r\n\r\nx", `text/plain "x"`},
	{"8-bit octets", "Content-Type: text/plain; name=\"\xe4\"\r\n\r\n\xff\x00", `text/plain;name=` + "\xe4" + ` "\xff\x00"`},
	{"multipart", message("Content-Type: multipart/mixed; boundary=b", "", "preamble", "--b", "", "one", "--b", "Content-Type: text/x", "", "two", "", "--b--", "epilogue"),
		`multipart/mixed(text/plain "one" text/x "two\r\n")`},
	{"multipart with LF", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n\n--b--\n",
		`multipart/mixed(text/plain "one" text/plain "two\n")`},
	{"never closed", message("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "one", "--b", "", "two"),
		`multipart/mixed(text/plain "one" text/plain "two\r\n")`},
	{"delimiter at the end of the message", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b",
		`multipart/mixed(text/plain "one" text/plain "")`},
	{"padding", message("Content-Type: multipart/mixed; boundary=\"b \"", "", "--b \t", "", "one", "--b-- "),
		`multipart/mixed(text/plain "one")`},
	{"empty parts", message("Content-Type: multipart/mixed; boundary=b", "", "--b", "--b", "", "--b", "A: b", "--b--"),
		`multipart/mixed(text/plain "" text/plain "" text/plain "")`},
	{"no boundary", message("Content-Type: multipart/mixed", "", "--b", "", "one"), `text/plain "--b\r\n\r\none\r\n"`},
	{"empty boundary", message("Content-Type: multipart/mixed; boundary=\"\"", "", "--", "one"), `text/plain "--\r\none\r\n"`},
	{"boundary not found", message("Content-Type: multipart/mixed; boundary=b", "", "one"), `multipart/mixed(text/plain "")`},
	{"closed at once", message("Content-Type: multipart/mixed; boundary=b", "", "--b--", "--b", "", "one"), `multipart/mixed(text/plain "")`},
	{"header without body", "Content-Type: multipart/mixed; boundary=b", `multipart/mixed(text/plain "")`},
	{"boundary in the header of the message", message("Content-Type: multipart/mixed; boundary=b", "--b", "", "one"), `multipart/mixed(text/plain "")`},
	{"longer boundary is another", message("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "--bb", "--b-", "---b", "--b--"),
		`multipart/mixed(text/plain "--bb\r\n--b-\r\n---b")`},
	{"nested", message("Content-Type: multipart/mixed; boundary=b", "", "--b",
		"Content-Type: multipart/alternative; boundary=bb", "", "--bb", "", "1", "--bb", "", "2", "--bb--", "--b", "", "3", "--b--"),
		`multipart/mixed(multipart/alternative(text/plain "1" text/plain "2") text/plain "3")`},
	{"inner one not closed", message("Content-Type: multipart/mixed; boundary=b", "", "--b",
		"Content-Type: multipart/alternative; boundary=bb", "", "--bb", "", "1", "--b", "", "3", "--b--"),
		`multipart/mixed(multipart/alternative(text/plain "1") text/plain "3")`},
	{"inner boundary extends by hyphens", message("Content-Type: multipart/mixed; boundary=b", "", "--b",
		"Content-Type: multipart/alternative; boundary=\"b--\"", "", "--b--", "", "1", "--b----", "--b", "", "3", "--b--"),
		`multipart/mixed(multipart/alternative(text/plain "1") text/plain "3")`},
	{"outer boundary extends by hyphens", message("Content-Type: multipart/mixed; boundary=\"b--\"", "", "--b--",
		"Content-Type: multipart/alternative; boundary=b", "", "--b", "", "1", "--b--", "--b--", "", "3", "--b----"),
		`multipart/mixed(multipart/alternative(text/plain "1") text/plain "3")`},
	{"same boundary twice", message("Content-Type: multipart/mixed; boundary=b", "", "--b",
		"Content-Type: multipart/alternative; boundary=b", "", "--b", "", "1", "--b--", "--b", "", "3", "--b--"),
		`multipart/mixed(multipart/alternative(text/plain "1") text/plain "3")`},
	{"header ended by a delimiter", message("Content-Type: multipart/mixed; boundary=b", "", "--b",
		"Content-Type: multipart/alternative; boundary=b", "--b", "", "3", "--b--"),
		`multipart/mixed(multipart/alternative(text/plain "") text/plain "3")`},
	{"message", message("Content-Type: message/rfc822", "", "Content-Type: text/x", "", "one"),
		`message/rfc822(text/x "one\r\n")`},
	{"message in message", message("Content-Type: message/rfc822", "", "Content-Type: MESSAGE/GLOBAL", "", "", "one"),
		`message/rfc822(MESSAGE/GLOBAL(text/plain "one\r\n"))`},
	{"message without anything", "Content-Type: message/rfc822\r\n\r\n", `message/rfc822(text/plain "")`},
	{"message in a multipart", message("Content-Type: multipart/mixed; boundary=b", "", "--b",
		"Content-Type: message/rfc822", "", "Content-Type: multipart/mixed; boundary=c", "", "--c", "", "1", "--c--", "end", "--b", "", "2", "--b--"),
		`multipart/mixed(message/rfc822(multipart/mixed(text/plain "1")) text/plain "2")`},
	{"message cut in its header", message("Content-Type: multipart/mixed; boundary=b", "", "--b",
		"Content-Type: message/rfc822", "", "Content-Type: text/x", "--b--"),
		`multipart/mixed(message/rfc822(text/x ""))`},
	{"encoded message", message("Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "", "QQ=="),
		`application/octet-stream "QQ==\r\n"`},
	{"other message types are leaves", message("Content-Type: message/delivery-status", "", "A: b"),
		`message/delivery-status "A: b\r\n"`},
	{"digest", message("Content-Type: multipart/digest; boundary=b", "", "--b", "", "A: b", "", "1",
		"--b", "Content-Type: text/x", "", "2", "--b", "Content-Type: bad", "", "3", "--b--"),
		`multipart/digest(message/rfc822(text/plain "1") text/x "2" text/plain "3")`},
	{"digest without parts", message("Content-Type: multipart/digest; boundary=b", ""), `multipart/digest(text/plain "")`},
	{"continued boundary", message("Content-Type: multipart/mixed; boundary*0=b; boundary*1=c", "", "--bc", "", "1", "--bc--"),
		`multipart/mixed(text/plain "1")`},
}

func TestParse(t *testing.T) {
	for _, test := range structures {
		raw := []byte(test.raw)
		p := Parse(raw, Limits{})
		if got := dump(p); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
		if err := check(p, raw, Limits{}); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestHeaderAndBody(t *testing.T) {
	for _, test := range []struct{ raw, header, body string }{
		{"", "", ""},
		{"\r\n", "\r\n", ""},
		{"\nx", "\n", "x"},
		{"A: b", "A: b", ""},
		{"A: b\r\n", "A: b\r\n", ""},
		{"A: b\r\n\r\n\r\n", "A: b\r\n\r\n", "\r\n"},
		{"A: b\n\nx", "A: b\n\n", "x"},
	} {
		p := Parse([]byte(test.raw), Limits{})
		if string(p.Header) != test.header || string(p.Body) != test.body {
			t.Errorf("%q: header %q and body %q", test.raw, p.Header, p.Body)
		}
	}
}

func TestLines(t *testing.T) {
	p := Parse([]byte(message("Content-Type: multipart/mixed; boundary=b", "", "preamble", "--b", "", "1", "2", "--b", "", "--b",
		"Content-Type: message/rfc822", "", "A: b", "", "3", "4", "5", "", "--b--")), Limits{})
	for i, want := range []int{1, 0, 5} {
		if got := p.Children[i].Lines; got != want {
			t.Errorf("part %d has %d lines, want %d", i+1, got, want)
		}
	}
	if got := p.Children[2].Children[0].Lines; got != 3 {
		t.Errorf("embedded message has %d lines, want 3", got)
	}
}

func TestFields(t *testing.T) {
	p := Parse([]byte(message(
		"Content-Type: (c) text (c) / (c) html (c) ; (c) charset = (c) \"a\\\"b\" (c); name=x y.txt (c)",
		"CONTENT-TRANSFER-ENCODING: (c) Base64 (c)",
		"Content-ID:", " <id>", "Content-Description:", "Content-MD5: abc", "Content-Location: http://x/",
		"Content-Disposition: attachment; filename*0*=UTF-8''%c3; filename*1=\"a b\"; size=1",
		"Content-Language: en, (c) de-DE (c),, fr", "")), Limits{})
	str := func(s *string) string {
		if s == nil {
			return "NIL"
		}
		return fmt.Sprintf("%q", *s)
	}
	got := fmt.Sprint(p.Type, p.Subtype, p.Params, p.Encoding, str(p.ID), str(p.Description), str(p.MD5), str(p.Location), *p.Disposition, len(p.Language), p.Language)
	want := `text html [{charset a"b} {name x y.txt}] Base64 "<id>" "" "abc" "http://x/" {attachment [{filename* UTF-8''%c3a%20b} {size 1}]} 3 [en de-DE fr]`
	want = strings.Replace(want, "text html", "texthtml", 1)
	if squeeze(got) != squeeze(want) {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	p = Parse(nil, Limits{})
	if p.ID != nil || p.Description != nil || p.MD5 != nil || p.Location != nil || p.Disposition != nil || p.Language != nil || p.Encoding != "7bit" {
		t.Errorf("fields of an empty message: %+v", p)
	}
}

func squeeze(s string) string { return strings.ReplaceAll(s, " ", "") }

func TestParams(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{";;;;", ""},
		{";a", ""},
		{";=b", ""},
		{";a=", "a="},
		{"; a = b ; c=d", "a=b|c=d"},
		{`;a="b;c\"";d=e`, `a=b;c"|d=e`},
		{`;a="b`, `a=b`},
		{`;a="b\`, `a=b\`},
		{`;a=file(1).txt`, `a=file(1).txt`},
		{`;a=b (x;y);c=d`, `a=b|c=d`},
		{`;a="b" junk;c=d`, `a=b|c=d`},
		{";a*=x;b*1=c", "a*=x|b*1=c"},
		{";a*1=2;b=x;A*0=1;a*2=3;a*4=5", "b=x|A=123|a*4=5"},
		{";a*0=1;a*0=2;a*01=3", "a=1|a=2|a*01=3"},
		{";a*0=\"1 2\";a*1*=%41", "a*=''1%202%41"},
	} {
		x := lexer{s: test.in}
		var got []string
		for _, p := range x.params(10) {
			got = append(got, p.Name+"="+p.Value)
		}
		if s := strings.Join(got, "|"); s != test.want {
			t.Errorf("%s: got %s, want %s", test.in, s, test.want)
		}
	}
}

func TestLimits(t *testing.T) {
	many := message("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "1", "--b", "", "2", "--b", "", "3", "--b--")
	nested := message("Content-Type: message/rfc822", "", "Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: message/rfc822", "", "Content-Type: text/x", "", "1")
	for _, test := range []struct {
		name, raw string
		limits    Limits
		want      string
	}{
		{"parts", many, Limits{Parts: 3}, `multipart/mixed(text/plain "1" text/plain "2")`},
		{"parts within a multipart", message("Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: multipart/mixed; boundary=c", "", "--c", "", "1", "--c", "", "2", "--b", "", "3"),
			Limits{Parts: 3}, `multipart/mixed(multipart/mixed(text/plain "1"))`},
		{"one part", many, Limits{Parts: 1}, `application/octet-stream "--b\r\n\r\n1\r\n--b\r\n\r\n2\r\n--b\r\n\r\n3\r\n--b--\r\n"`},
		{"depth 3", nested, Limits{Depth: 3}, `message/rfc822(multipart/mixed(message/rfc822(text/x "1\r\n")))`},
		{"depth 2", nested, Limits{Depth: 2}, `message/rfc822(multipart/mixed(application/octet-stream "Content-Type: text/x\r\n\r\n1\r\n"))`},
		{"depth 1", nested, Limits{Depth: 1}, `message/rfc822(application/octet-stream "--b\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: text/x\r\n\r\n1\r\n")`},
		{"header bytes", message("A: b", "Content-Type: text/x; a=b", "", "1"), Limits{HeaderBytes: 26}, `text/x "1\r\n"`},
		{"params", message("Content-Type: text/x; a=b;c=d;e=f", "", "1"), Limits{Params: 2}, `text/x;a=b;c=d "1\r\n"`},
	} {
		raw := []byte(test.raw)
		p := Parse(raw, test.limits)
		if got := dump(p); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
		if err := check(p, raw, test.limits); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}
