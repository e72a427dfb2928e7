package message

import (
	"fmt"
	"strings"
	"testing"
)

// dumpAddresses writes each address as name|route|mailbox|host, - for nil.
func dumpAddresses(list []Address) string {
	var all []string
	for _, a := range list {
		var parts []string
		for _, s := range []*string{a.Name, a.ADL, a.Mailbox, a.Host} {
			if s == nil {
				parts = append(parts, "-")
			} else {
				parts = append(parts, *s)
			}
		}
		all = append(all, strings.Join(parts, "|"))
	}
	return strings.Join(all, " ; ")
}

var addressLists = []struct{ in, want string }{
	{"", ""},
	{" ,, ,", ""},
	{"joe@x.org", "-|-|joe|x.org"},
	{"<joe@x.org>", "-|-|joe|x.org"},
	{"Joe <joe@x.org>", "Joe|-|joe|x.org"},
	{"John Q. Public <j@x>, a@b", "John Q. Public|-|j|x ; -|-|a|b"},
	{`"Joe, \"J\" (x) <y>" <j@x>`, `Joe, "J" (x) <y>|-|j|x`},
	{`"" <j@x>`, `|-|j|x`},
	{`"A" B "C"<j@x>`, `A B C|-|j|x`},
	{"joe@x (Joe \\) (nested) J.)", "Joe ) (nested) J.|-|joe|x"},
	{"<joe@x> (Joe)", "Joe|-|joe|x"},
	{"Name (comment) <joe@x>", "Name|-|joe|x"},
	{"(a) joe (b) @ (c) x . org (d)", "d|-|joe|x.org"},
	{"joe . smith @ x . org", "-|-|joe.smith|x.org"},
	{`"joe smith"@x`, "-|-|joe smith|x"},
	{`"a@b"@x`, "-|-|a@b|x"},
	{`"@"`, "-|-|@|"},
	{"joe@[IPv6:::1]", "-|-|joe|[IPv6:::1]"},
	{"joe@[1.2.3.4], a@b", "-|-|joe|[1.2.3.4] ; -|-|a|b"},
	{"joe@[1.2, a@b", "-|-|joe|[1.2 ; -|-|a|b"},
	{"Joe <@a,@b:joe@x>", "Joe|@a,@b|joe|x"},
	{"<@a, , @b : joe@x>", "-|@a,,@b|joe|x"},
	{"<@x>", "-|-||x"},
	{"joe", "-|-|joe|"},
	{"Joe Smith", "-|-|Joe Smith|"},
	{"<joe>", "-|-|joe|"},
	{"MAILER-DAEMON <>", "MAILER-DAEMON|-||"},
	{"John Smith joe@x", "John Smith|-|joe|x"},
	{"joe@x John", "John|-|joe|x"},
	{"joe@x <j@y>", "joe@x|-|j|y"},
	{"a@b@c", "-|-|a@b|c"},
	{"@", "-|-||"},
	{"joe@", "-|-|joe|"},
	{"Joe <j@x, a@b", "Joe|-|j|x ; -|-|a|b"},
	{"Joe <j@x", "Joe|-|j|x"},
	{"<a@b> junk, c@d", "-|-|a|b ; -|-|c|d"},
	{"A <a@b> C <c@d>", "A|-|a|b ; C|-|c|d"},
	{"A <<a@b>>", "A|-|a|b"},
	{`"open <a@b>, c@d`, "-|-|open <a@b>, c@d|"},
	{"a@b (open, c@d", "open, c@d|-|a|b"},
	{"=?utf-8?Q?J=C3=B6?= =?utf-8?B?eA==?= <j@x>", "=?utf-8?Q?J=C3=B6?= =?utf-8?B?eA==?=|-|j|x"},
	{"J\xf6 <j\xf6@x>", "J\xf6|-|j\xf6|x"},
	{"Undisclosed recipients:;", "-|-|Undisclosed recipients|- ; -|-|-|-"},
	{"A: B <b@c>, d@e; , f@g", "-|-|A|- ; B|-|b|c ; -|-|d|e ; -|-|-|- ; -|-|f|g"},
	{"A:b@c", "-|-|A|- ; -|-|b|c ; -|-|-|-"},
	{"A:B:c@d;e@f", "-|-|A|- ; -|-|B:c|d ; -|-|-|- ; -|-|e|f"},
	{":;", ""},
	{"; a@b;", "-|-|a|b"},
	{"A:;B:;", "-|-|A|- ; -|-|-|- ; -|-|B|- ; -|-|-|-"},
}

func TestAddresses(t *testing.T) {
	for _, test := range addressLists {
		list, _ := appendAddresses(nil, test.in, 100)
		if got := dumpAddresses(list); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.in, got, test.want)
		}
	}
}

func TestAddressLimit(t *testing.T) {
	for _, test := range []struct {
		in    string
		limit int
		want  string
	}{
		{"a@b,c@d,e@f", 2, "-|-|a|b ; -|-|c|d"},
		{"A:b@c,d@e;,f@g", 2, "-|-|A|- ; -|-|b|c ; -|-|-|-"},
		{"a@b,B:c@d", 1, "-|-|a|b"},
		{"<a@b> <c@d> <e@f>", 2, "-|-|a|b ; -|-|c|d"},
	} {
		list, _ := appendAddresses(nil, test.in, test.limit)
		if got := dumpAddresses(list); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.in, got, test.want)
		}
	}
	p := Parse([]byte("To: a@b\r\nTo: c@d, e@f\r\nto: g@h\r\n\r\n"), Limits{Addresses: 2})
	if got := dumpAddresses(p.Envelope().To); got != "-|-|a|b ; -|-|c|d" {
		t.Errorf("two fields: %s", got)
	}
}

func TestEnvelope(t *testing.T) {
	dump := func(e *Envelope) string {
		var b strings.Builder
		for _, s := range []*string{e.Date, e.Subject, e.InReplyTo, e.MessageID} {
			if s == nil {
				b.WriteString("NIL ")
			} else {
				fmt.Fprintf(&b, "%q ", *s)
			}
		}
		for _, l := range [][]Address{e.From, e.Sender, e.ReplyTo, e.To, e.Cc, e.Bcc} {
			fmt.Fprintf(&b, "[%s]", dumpAddresses(l))
		}
		return b.String()
	}
	for _, test := range []struct{ name, raw, want string }{
		{"empty", "", "NIL NIL NIL NIL [][][][][][]"},
		{"defaults", "From: a@b\r\nSender:\r\n", "NIL NIL NIL NIL [-|-|a|b][-|-|a|b][-|-|a|b][][][]"},
		{"all", message("date: D", "Subject: =?utf-8?q?x?=", " =?utf-8?q?y?=\t", "In-Reply-To:", "Message-ID: <m>", "From: a@b", "Sender: c@d", "Reply-To: e@f", "To: g@h", "Cc: i@j", "Bcc: k@l"),
			`"D" "=?utf-8?q?x?= =?utf-8?q?y?=" "" "<m>" [-|-|a|b][-|-|c|d][-|-|e|f][-|-|g|h][-|-|i|j][-|-|k|l]`},
		{"repeated", message("Subject: 1", "Subject: 2", "To: a@b", "To: c@d"),
			`NIL "1" NIL NIL [][][][-|-|a|b ; -|-|c|d][][]`},
		{"folded in the middle", message("To: a@b,", "\tC", " D <c@d>"), `NIL NIL NIL NIL [][][][-|-|a|b ; C D|-|c|d][][]`},
		{"NUL and bare CR", "Subject: a\x00b\rc\r\n", `NIL "a b c" NIL NIL [][][][][][]`},
	} {
		if got := dump(Parse([]byte(test.raw), Limits{}).Envelope()); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
	p := Parse([]byte("Subject: out\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n"), Limits{})
	if got := *p.Children[0].Envelope().Subject; got != "in" {
		t.Errorf("embedded message: %q", got)
	}
}
