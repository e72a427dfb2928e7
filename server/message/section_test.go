package message

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// example has the structure of the one in RFC 9051, Section 6.4.5.1. Each leaf
// holds its own part number.
var example = message(
	"Subject: outer", "Content-Type: multipart/mixed; boundary=a", "",
	"--a", "Content-Type: text/plain", "", "1",
	"--a", "Content-Type: application/octet-stream", "", "2",
	"--a", "Content-Type: message/rfc822", "",
	"Subject: three", "Content-Type: multipart/mixed; boundary=b", "",
	"--b", "Content-Type: text/plain", "", "3.1",
	"--b", "Content-Type: application/octet-stream", "", "3.2",
	"--b--",
	"--a", "Content-Type: multipart/mixed; boundary=c", "",
	"--c", "Content-Type: image/gif", "X: y", "", "4.1",
	"--c", "Content-Type: message/rfc822", "",
	"Subject: four", "Content-Type: multipart/mixed; boundary=d", "",
	"--d", "Content-Type: text/plain", "", "4.2.1",
	"--d", "Content-Type: multipart/alternative; boundary=e", "",
	"--e", "Content-Type: text/plain", "", "4.2.2.1",
	"--e", "Content-Type: text/richtext", "", "4.2.2.2",
	"--e--",
	"--d--",
	"--c--",
	"--a--",
)

// section extracts a section written as between the brackets of BODY[].
func section(t *testing.T, p *Part, s string) (string, bool) {
	t.Helper()
	kinds := map[string]Kind{"": Whole, "HEADER": Header, "FIELDS": HeaderFields, "NOT": HeaderFieldsNot, "TEXT": Text, "MIME": MIME}
	s, list, _ := strings.Cut(s, " ")
	var path []uint32
	kind := ""
	for word := range strings.SplitSeq(s, ".") {
		var n uint32
		if _, err := fmt.Sscan(word, &n); err == nil {
			path = append(path, n)
		} else {
			kind = word
		}
	}
	k, known := kinds[kind]
	if !known {
		t.Fatalf("unknown kind %q", kind)
	}
	data, ok := p.Section(path, k, strings.Fields(list))
	return string(data), ok
}

const absent = "no such section"

func TestSection(t *testing.T) {
	simple := "Subject: s\r\nDate: d\r\n\r\nbody\r\n"
	for _, test := range []struct{ raw, section, want string }{
		{example, "", example},
		{example, "HEADER", "Subject: outer\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"},
		{example, "TEXT", example[strings.Index(example, "--a"):]},
		{example, "1", "1"},
		{example, "2", "2"},
		{example, "2.MIME", "Content-Type: application/octet-stream\r\n\r\n"},
		{example, "3", example[strings.Index(example, "Subject: three") : strings.Index(example, "--b--")+5]},
		{example, "3.MIME", "Content-Type: message/rfc822\r\n\r\n"},
		{example, "3.HEADER", "Subject: three\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"},
		{example, "3.HEADER.FIELDS subject", "Subject: three\r\n\r\n"},
		{example, "3.HEADER.FIELDS.NOT subject", "Content-Type: multipart/mixed; boundary=b\r\n\r\n"},
		{example, "3.TEXT", example[strings.Index(example, "--b\r\n") : strings.Index(example, "--b--")+5]},
		{example, "3.1", "3.1"},
		{example, "3.2", "3.2"},
		{example, "3.2.MIME", "Content-Type: application/octet-stream\r\n\r\n"},
		{example, "3.3", absent},
		{example, "3.1.1", absent},
		{example, "4", example[strings.Index(example, "--c\r\n") : strings.Index(example, "--c--")+5]},
		{example, "4.MIME", "Content-Type: multipart/mixed; boundary=c\r\n\r\n"},
		{example, "4.HEADER", absent},
		{example, "4.TEXT", absent},
		{example, "4.1", "4.1"},
		{example, "4.1.MIME", "Content-Type: image/gif\r\nX: y\r\n\r\n"},
		{example, "4.1.HEADER", absent},
		{example, "4.1.1", absent},
		{example, "4.2.HEADER", "Subject: four\r\nContent-Type: multipart/mixed; boundary=d\r\n\r\n"},
		{example, "4.2.TEXT", example[strings.Index(example, "--d\r\n") : strings.Index(example, "--d--")+5]},
		{example, "4.2.1", "4.2.1"},
		{example, "4.2.2.1", "4.2.2.1"},
		{example, "4.2.2.2", "4.2.2.2"},
		{example, "4.2.2.2.MIME", "Content-Type: text/richtext\r\n\r\n"},
		{example, "4.2.2.3", absent},
		{example, "5", absent},
		{example, "0", absent},
		{example, "4294967295", absent},
		{example, "MIME", absent},

		{simple, "1", "body\r\n"},
		{simple, "1.MIME", "Subject: s\r\nDate: d\r\n\r\n"},
		{simple, "TEXT", "body\r\n"},
		{simple, "1.TEXT", absent},
		{simple, "1.HEADER", absent},
		{simple, "1.1", absent},
		{simple, "2", absent},

		// The line end in front of a delimiter stays with the header.
		{"Content-Type: multipart/x; boundary=b\r\n\r\n--b\r\nA: b\r\n--b\r\n\r\n--b\r\n--b--", "1.MIME", "A: b\r\n"},
		{"Content-Type: multipart/x; boundary=b\r\n\r\n--b\r\nA: b\r\n--b\r\n\r\n--b\r\n--b--", "2.MIME", "\r\n"},
		{"Content-Type: multipart/x; boundary=b\r\n\r\n--b\r\nA: b\r\n--b\r\n\r\n--b\r\n--b--", "3.MIME", ""},

		// A message that is nothing but another message, with a simple text.
		{"A: b\r\nContent-Type: message/rfc822\r\n\r\n" + simple, "1", simple},
		{"A: b\r\nContent-Type: message/rfc822\r\n\r\n" + simple, "TEXT", simple},
		{"A: b\r\nContent-Type: message/rfc822\r\n\r\n" + simple, "1.1", "body\r\n"},
		{"A: b\r\nContent-Type: message/rfc822\r\n\r\n" + simple, "1.TEXT", "body\r\n"},
		{"A: b\r\nContent-Type: message/rfc822\r\n\r\n" + simple, "1.1.MIME", "Subject: s\r\nDate: d\r\n\r\n"},
		{"A: b\r\nContent-Type: message/rfc822\r\n\r\n" + simple, "1.1.1", absent},

		{"A: 1\r\nb : 2\r\n\t3\r\na: 4\r\n 5\n\r\nx", "HEADER.FIELDS A", "A: 1\r\na: 4\r\n 5\n\r\n"},
		{"A: 1\r\nb : 2\r\n\t3\r\na: 4\r\n 5\n\r\nx", "HEADER.FIELDS B c", "b : 2\r\n\t3\r\n\r\n"},
		{"A: 1\r\nb : 2\r\n\t3\r\na: 4\r\n 5\n\r\nx", "HEADER.FIELDS.NOT A", "b : 2\r\n\t3\r\n\r\n"},
		{"A: 1\r\nno field\r\n\r\n", "HEADER.FIELDS.NOT x", "A: 1\r\nno field\r\n\r\n"},
		{"A: 1\r\nno field\r\n\r\n", "HEADER.FIELDS x", "\r\n"},
		{"A: 1\n\n", "HEADER.FIELDS x", "\n"},
		{"A: 1", "HEADER.FIELDS x", "\r\n"},
		{"A: 1", "HEADER.FIELDS a", "A: 1\r\n\r\n"},
		{"", "HEADER.FIELDS a", "\r\n"},
		{"", "HEADER", ""},
		{"", "1", ""},
	} {
		got, ok := section(t, Parse([]byte(test.raw), Limits{}), test.section)
		if !ok {
			got = absent
		}
		if got != test.want {
			t.Errorf("BODY[%s] of %.20q:\n got %q\nwant %q", test.section, test.raw, got, test.want)
		}
	}
}

func TestDecoded(t *testing.T) {
	for _, test := range []struct{ typ, encoding, body, want string }{
		{"text/plain", "7bit", "a\nb\r\nc", "a\r\nb\r\nc"},
		{"image/x", "8bit", "a\nb\r\n\xff", "a\nb\r\n\xff"},
		{"image/x", "BINARY", "\x00\n", "\x00\n"},
		{"image/x", "base64", "aGVs\r\nbG8=\r\n", "hello"},
		{"image/x", "Base64", "aGVsbG8", "hello"},
		{"image/x", "base64", "aGV*s bG8=YQ==", "helloa"},
		{"image/x", "base64", "a", ""},
		{"image/x", "base64", "====", ""},
		{"text/x", "base64", "YQpi", "a\r\nb"},
		{"image/x", "base64", "YQpi", "a\nb"},
		{"text/plain", "quoted-printable", "a=3D=e4b \t\r\nc= \r\nd=\r\n", "a=\xe4b\r\ncd"},
		{"text/plain", "Quoted-Printable", "a=\nb=zz=4", "ab=zz=4"},
		{"image/x", "quoted-printable", "=0A\n", "\n\n"},
	} {
		raw := message("Content-Type: "+test.typ, "Content-Transfer-Encoding: "+test.encoding, "") + test.body
		got, err := Parse([]byte(raw), Limits{}).Decoded([]uint32{1})
		if err != nil || string(got) != test.want {
			t.Errorf("%s %s %q: got %q, %v", test.typ, test.encoding, test.body, got, err)
		}
	}
	p := Parse([]byte(example), Limits{})
	for _, test := range []struct {
		path []uint32
		want error
	}{
		{nil, nil}, {[]uint32{1}, nil}, {[]uint32{4, 1}, nil},
		{[]uint32{3}, ErrNotLeaf}, {[]uint32{4}, ErrNotLeaf}, {[]uint32{9}, ErrNoPart},
	} {
		if _, err := p.Decoded(test.path); !errors.Is(err, test.want) {
			t.Errorf("part %v: %v", test.path, err)
		}
	}
	p = Parse([]byte("Content-Transfer-Encoding: x-uuencode\r\n\r\nx"), Limits{})
	if _, err := p.Decoded([]uint32{1}); !errors.Is(err, ErrUnknownEncoding) {
		t.Errorf("unknown encoding: %v", err)
	}
}
