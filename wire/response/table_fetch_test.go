package response_test

import (
	"strings"
	"time"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

func fetch(items ...response.Item) *response.Fetch { return &response.Fetch{Seq: 1, Items: items} }

// body makes a BODY[…] of data.
func body(s wire.Section, data string) *response.SectionItem {
	return &response.SectionItem{Name: "BODY", Section: s, Size: int64(len(data)), Data: strings.NewReader(data)}
}

func named(name, data string) *response.SectionItem {
	x := body(wire.Section{}, data)
	x.Name = name
	return x
}

var (
	some = wire.Some
	date = time.Date(1996, 7, 17, 2, 44, 25, 0, time.FixedZone("", -7*3600))
)

var fetchTests = []test{
	ok("* 1 FETCH (X-foo[1.header.fields (a {1}\r\n] \"b\")]<5> \"x\" UID 3)", fetch(&response.UnknownItem{Name: "X-foo[1.header.fields (a {1}\r\n] \"b\")]<5>", Value: wire.Value(`"x"`)}, &response.UIDItem{UID: 3}), ""),
	bad("* 1 FETCH (X-FOO[A (b)‸ 5)", "']'"),
	bad("* 1 FETCH (X-FOO[A (b‸", "SP"),
	bad("* 1 FETCH (X-FOO[A (b)]‸)", "SP"),
	ok(`* 1 FETCH (FLAGS (\Seen \Recent x) UID 4294967295)`, fetch(&response.FlagsItem{Flags: []wire.Flag{wire.Seen, wire.Recent, "x"}}, &response.UIDItem{UID: 4294967295}), ""),
	ok(`* 1 fetch (flags () rfc822.size 0)`, fetch(&response.FlagsItem{}, &response.SizeItem{}), `* 1 FETCH (FLAGS () RFC822.SIZE 0)`),
	ok(`* 1 FETCH (RFC822.SIZE 9223372036854775807)`, fetch(&response.SizeItem{Size: 1<<63 - 1}), ""),
	ok(`* 1 FETCH (INTERNALDATE "17-Jul-1996 02:44:25 -0700")`, fetch(&response.DateItem{Time: date}), ""),
	ok(`* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL))`, fetch(&response.EnvelopeItem{}), ""),
	ok("* 1 FETCH (ENVELOPE (\"Wed\" {3}\r\na\r\n ((\"Terry Gray\" NIL \"gray\" \"cac\")(NIL \"@r\" NIL NIL)) NIL ((NIL NIL \"a\" \"b\")) NIL NIL ((NIL NIL \"c\" \"\")) \"\" \"<B>\"))",
		fetch(&response.EnvelopeItem{Envelope: response.NewEnvelope(response.EnvelopeFields{
			Date: some("Wed"), Subject: some("a\r\n"), From: []response.AddressFields{{Name: some("Terry Gray"), Mailbox: some("gray"), Host: some("cac")}, {Route: some("@r")}},
			ReplyTo: []response.AddressFields{{Mailbox: some("a"), Host: some("b")}}, Bcc: []response.AddressFields{{Mailbox: some("c"), Host: some("")}},
			InReplyTo: some(""), MessageID: some("<B>")})}), ""),
	ok("* 1 FETCH (BODY[] {5}\r\nhello)", fetch(body(wire.Section{}, "hello")), ""),
	ok("* 1 FETCH (body[] \"he\\\\o\" UID 5)", fetch(body(wire.Section{}, `he\o`), &response.UIDItem{UID: 5}), "* 1 FETCH (BODY[] {4}\r\nhe\\o UID 5)"),
	ok("* 1 FETCH (UID 1 BODY[TEXT] {0}\r\n BODY[1.2.MIME] nil)", fetch(&response.UIDItem{UID: 1}, body(wire.Section{Text: wire.SectionTextOnly}, ""),
		&response.SectionItem{Name: "BODY", Section: wire.Section{Part: []uint32{1, 2}, Text: wire.SectionMIME}, Nil: true}), "* 1 FETCH (UID 1 BODY[TEXT] {0}\r\n BODY[1.2.MIME] NIL)"),
	ok("* 1 FETCH (BODY[HEADER.FIELDS (DATE \"a b\")]<5> {4}\r\n\r\n)x)", fetch(&response.SectionItem{Name: "BODY", Section: wire.Section{Text: wire.SectionHeaderFields, Fields: []string{"DATE", "a b"}},
		Partial: true, Origin: 5, Size: 4, Data: strings.NewReader("\r\n)x")}), ""),
	ok("* 1 FETCH (BODY[HEADER.FIELDS ({4}\r\nDate)] {1}\r\nx)", nil, "* 1 FETCH (BODY[HEADER.FIELDS (Date)] {1}\r\nx)"),
	ok("* 1 FETCH (BINARY[1] ~{3}\r\n\x00\r\n BINARY[2]<0> {1}\r\nx binary[] \"q\" BINARY[3] NIL BINARY.SIZE[4] 7)", fetch(
		&response.SectionItem{Name: "BINARY", Section: wire.Section{Part: []uint32{1}}, Size: 3, Binary: true, Data: strings.NewReader("\x00\r\n")},
		&response.SectionItem{Name: "BINARY", Section: wire.Section{Part: []uint32{2}}, Partial: true, Size: 1, Data: strings.NewReader("x")},
		named("BINARY", "q"), &response.SectionItem{Name: "BINARY", Section: wire.Section{Part: []uint32{3}}, Nil: true},
		&response.BinarySizeItem{Section: wire.Section{Part: []uint32{4}}, Size: 7}),
		"* 1 FETCH (BINARY[1] ~{3}\r\n\x00\r\n BINARY[2]<0> {1}\r\nx BINARY[] {1}\r\nq BINARY[3] NIL BINARY.SIZE[4] 7)"),
	ok("* 1 FETCH (rfc822 {1}\r\na RFC822.HEADER \"b\" RFC822.TEXT NIL)", fetch(named("RFC822", "a"), named("RFC822.HEADER", "b"), &response.SectionItem{Name: "RFC822.TEXT", Nil: true}),
		"* 1 FETCH (RFC822 {1}\r\na RFC822.HEADER {1}\r\nb RFC822.TEXT NIL)"),
	ok("* 1 FETCH (XMODSEQ (12121231000) X-LABELS (a \"b\") xpreview {1}\r\nx XEMAILID NIL)", fetch(
		&response.UnknownItem{Name: "XMODSEQ", Value: wire.Value("(12121231000)")}, &response.UnknownItem{Name: "X-LABELS", Value: wire.Value(`(a "b")`)},
		&response.UnknownItem{Name: "xpreview", Value: wire.Value("{1}\r\nx")}, &response.UnknownItem{Name: "XEMAILID", Value: wire.Value("NIL")}), ""),
	ok("* 1 FETCH (FOO[1.2]<3> x A+B 1 RFC822.PEEK[] NIL)", fetch(&response.UnknownItem{Name: "FOO[1.2]<3>", Value: wire.Value("x")},
		&response.UnknownItem{Name: "A+B", Value: wire.Value("1")}, &response.UnknownItem{Name: "RFC822.PEEK[]", Value: wire.Value("NIL")}), ""),

	bad("* 1 FETCH‸", "SP"),
	bad("* 1 FETCH ‸UID 1", "'('"),
	bad("* 1 FETCH (‸)", "msg-att"),
	bad("* 1 FETCH (UID‸)", "SP"),
	bad("* 1 FETCH (UID ‸0)", "nz-number"),
	bad("* 1 FETCH (UID 1‸", "SP"),
	bad("* 1 FETCH (UID 1 ‸)", "msg-att"),
	bad("* 1 FETCH (UID 1)‸ ", "CRLF"),
	bad("* 1 FETCH (FLAGS ‸x)", "'('"),
	bad("* 1 FETCH (RFC822.SIZE ‸x)", "number64"),
	bad("* 1 FETCH (INTERNALDATE \"‸x\")", "date-time"),
	bad("* 1 FETCH (BODY[‸x] NIL)", "section-text"),
	bad("* 1 FETCH (BODY[]‸{1}\r\nx)", "SP"),
	bad("* 1 FETCH (BODY[] ‸x)", "string"),
	bad("* 1 FETCH (BODY[] ‸~{1}\r\nx)", "string"),
	bad("* 1 FETCH (BODY[] ‸{1+}\r\nx)", "literal8"),
	bad("* 1 FETCH (BODY[]<‸> NIL)", "number64"),
	bad("* 1 FETCH (BODY[]<0‸.5> NIL)", "'>'"),
	bad("* 1 FETCH (BODY[] {1}\r\nx‸y)", "SP"),
	bad("* 1 FETCH (BINARY[‸TEXT] NIL)", "']'"),
	bad("* 1 FETCH (BINARY.SIZE[1] ‸NIL)", "number"),
	bad("* 1 FETCH (RFC822‸<0> NIL)", "SP"),
	bad("* 1 FETCH (FOO ‸)", "value"),
	bad("* 1 FETCH (FOO‸\"x\")", "SP"),
	bad("* 1 FETCH (‸\"FOO\" x)", "msg-att"),
	bad("* 1 FETCH (ENVELOPE ‸NIL)", "'('"),
	bad("* 1 FETCH (ENVELOPE (NIL‸))", "SP"),
	bad("* 1 FETCH (ENVELOPE (‸x NIL NIL NIL NIL NIL NIL NIL NIL NIL))", "nstring"),
	bad("* 1 FETCH (ENVELOPE (NIL NIL (‸) NIL NIL NIL NIL NIL NIL NIL))", "'('"),
	bad("* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL NIL‸)) NIL NIL NIL NIL NIL NIL NIL))", "SP"),
	bad("* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL‸ NIL))", "')'"),
}
