package command_test

import (
	"time"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

func items(names ...command.FetchItemName) (list []command.FetchItem) {
	for _, n := range names {
		list = append(list, command.FetchItem{Name: n})
	}
	return list
}

var messageTests = []test{
	ok("A1 FETCH 2:4 ALL", &command.Fetch{Set: wire.RangeOf(2, 4), Macro: command.FetchAll}, ""),
	ok("A1 FETCH 1 fast", &command.Fetch{Set: wire.Numbers(1), Macro: command.FetchFast}, "A1 FETCH 1 FAST"),
	ok("A1 FETCH * FULL", &command.Fetch{Set: wire.RangeOf(wire.Star, wire.Star), Macro: command.FetchFull}, ""),
	ok("A1 FETCH $ FLAGS", &command.Fetch{Set: wire.Set{Saved: true}, Items: items("FLAGS")}, ""),
	ok("A1 fetch 4294967295:*,7 (flags)", &command.Fetch{
		Set: wire.Set{Ranges: []wire.Range{{First: 4294967295, Last: wire.Star}, {First: 7, Last: 7}}}, Items: items("FLAGS")}, "A1 FETCH 4294967295:*,7 FLAGS"),
	ok("A1 UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE RFC822 RFC822.HEADER RFC822.TEXT)", &command.Fetch{
		UID: true, Set: wire.RangeOf(1, wire.Star),
		Items: items("UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY", "BODYSTRUCTURE", "RFC822", "RFC822.HEADER", "RFC822.TEXT")}, ""),
	ok("A1 uid fetch 5 body.peek[1.2.mime]<0.2048>", &command.Fetch{UID: true, Set: wire.Numbers(5), Items: []command.FetchItem{{
		Name: command.FetchPeek, Section: wire.Section{Part: []uint32{1, 2}, Text: wire.SectionMIME}, Partial: wire.Partial{Length: 2048}}}},
		"A1 UID FETCH 5 BODY.PEEK[1.2.MIME]<0.2048>"),
	ok("A1 FETCH 1 (BODY[] BODY[TEXT] BODY[3] BODY[1.HEADER] BODY[HEADER.FIELDS (DATE \"x y\")]<1.2>)", &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{
		{Name: command.FetchSection},
		{Name: command.FetchSection, Section: wire.Section{Text: wire.SectionTextOnly}},
		{Name: command.FetchSection, Section: wire.Section{Part: []uint32{3}}},
		{Name: command.FetchSection, Section: wire.Section{Part: []uint32{1}, Text: wire.SectionHeader}},
		{Name: command.FetchSection, Section: wire.Section{Text: wire.SectionHeaderFields, Fields: []string{"DATE", "x y"}}, Partial: wire.Partial{Offset: 1, Length: 2}},
	}}, ""),
	ok("A1 FETCH 1 BODY[HEADER.FIELDS.NOT ({4}\r\nDate)]", nil, "A1 FETCH 1 BODY[HEADER.FIELDS.NOT (Date)]"),
	ok("A1 FETCH 1 (BINARY[1] BINARY.PEEK[1.2]<5.6> BINARY.SIZE[2] BINARY[])", &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{
		{Name: command.FetchBinary, Section: wire.Section{Part: []uint32{1}}},
		{Name: command.FetchBinaryPeek, Section: wire.Section{Part: []uint32{1, 2}}, Partial: wire.Partial{Offset: 5, Length: 6}},
		{Name: command.FetchBinarySize, Section: wire.Section{Part: []uint32{2}}},
		{Name: command.FetchBinary},
	}}, ""),
	ok("A1 FETCH 1 FAST (CHANGEDSINCE 12345 VANISHED)", &command.Fetch{Set: wire.Numbers(1), Macro: command.FetchFast,
		ChangedSince: command.SinceModSeq(12345), Vanished: true}, ""),
	ok("A1 FETCH 1 (FLAGS UID) (x)", nil, ""),
	ok("A1 FETCH 1 allx", &command.Fetch{Set: wire.Numbers(1), Items: items("allx")}, ""),
	ok("A1 FETCH 1 (X-a (b \"c\" ({2+}\r\nde)) Y[1.MIME]<0.5> uid)", &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{
		{Name: "X-a", Args: wire.Value("(b \"c\" ({2+}\r\nde))")},
		{Name: "Y[", Section: wire.Section{Part: []uint32{1}, Text: wire.SectionMIME}, Partial: wire.Partial{Length: 5}},
		{Name: command.FetchUID},
	}}, "A1 FETCH 1 (X-a (b \"c\" ({2+}\r\nde)) Y[1.MIME]<0.5> UID)"),
	bad("A1 FETCH 1 (FLAGS ‸(x))", "fetch-att"),
	bad("A1 FETCH‸", "SP"),
	bad("A1 FETCH ‸x", "sequence-set"),
	bad("A1 FETCH ‸0 FLAGS", "sequence-set"),
	bad("A1 FETCH ‸01 FLAGS", "sequence-set"),
	bad("A1 FETCH ‸4294967296 FLAGS", "sequence-set"),
	bad("A1 FETCH 1:‸ FLAGS", "sequence-set"),
	bad("A1 FETCH 1,‸ FLAGS", "sequence-set"),
	bad("A1 FETCH 1,‸$ FLAGS", "sequence-set"),
	bad("A1 FETCH $‸,1 FLAGS", "SP"),
	bad("A1 FETCH 1:2‸:3 FLAGS", "SP"),
	bad("A1 FETCH 1‸", "SP"),
	bad("A1 FETCH 1 ‸", "fetch-att"),
	bad("A1 FETCH 1 (‸)", "fetch-att"),
	bad("A1 FETCH 1 (‸ALL)", "fetch-att"),
	bad("A1 FETCH 1 (FLAGS ‸)", "fetch-att"),
	bad("A1 FETCH 1 FLAGS‸)", "CRLF"),
	bad("A1 FETCH 1 FLAGS ‸UID", "'('"),
	bad("A1 FETCH 1 ‸FLAGS[]", "fetch-att"),
	bad("A1 FETCH 1 ‸BODY.PEEK", "fetch-att"),
	bad("A1 FETCH 1 BODY[‸0]", "nz-number"),
	bad("A1 FETCH 1 BODY[1.‸]", "nz-number"),
	bad("A1 FETCH 1 BODY[‸MIME]", "section-msgtext"),
	bad("A1 FETCH 1 BODY[‸NOPE]", "section-text"),
	bad("A1 FETCH 1 BODY[HEADER‸ (A)]", "']'"),
	bad("A1 FETCH 1 BODY[HEADER.FIELDS‸]", "SP"),
	bad("A1 FETCH 1 BODY[HEADER.FIELDS (‸)]", "astring"),
	bad("A1 FETCH 1 BODY[TEXT‸", "']'"),
	bad("A1 FETCH 1 BODY[]<‸>", "number64"),
	bad("A1 FETCH 1 BODY[]<0‸>", "'.'"),
	bad("A1 FETCH 1 BODY[]<0.‸0>", "nz-number64"),
	bad("A1 FETCH 1 BODY[]<‸9223372036854775808.1>", "number64"),
	bad("A1 FETCH 1 BINARY[‸TEXT]", "']'"),
	bad("A1 FETCH 1 BINARY[1.‸MIME]", "nz-number"),
	bad("A1 FETCH 1 BINARY.SIZE[1]‸<0.1>", "CRLF"),
	bad("A1 FETCH 1 FLAGS (‸)", "tagged-ext-label"),
	bad("A1 FETCH 1 FLAGS (‸1:3)", "tagged-ext-label"),
	bad("A1 FETCH 1 ‸0", "fetch-att"),
	bad("A1 FETCH 1 (‸5X[1])", "fetch-att"),

	ok(`A1 STORE 2:4 +FLAGS (\Deleted)`, &command.Store{Set: wire.RangeOf(2, 4), Action: command.StoreAdd, Flags: []wire.Flag{wire.Deleted}}, ""),
	ok(`A1 STORE 1 FLAGS \Seen`, &command.Store{Set: wire.Numbers(1), Flags: []wire.Flag{wire.Seen}}, `A1 STORE 1 FLAGS (\Seen)`),
	ok(`A1 store 1 flags.silent \Seen $Junk x`, &command.Store{Set: wire.Numbers(1), Silent: true, Flags: []wire.Flag{wire.Seen, "$Junk", "x"}}, `A1 STORE 1 FLAGS.SILENT (\Seen $Junk x)`),
	ok(`A1 UID STORE 1 -FLAGS.SILENT ()`, &command.Store{UID: true, Set: wire.Numbers(1), Action: command.StoreRemove, Silent: true}, ""),
	ok(`A1 UID STORE 1,3 (UNCHANGEDSINCE 320162338) +FLAGS (\Deleted)`, &command.Store{UID: true, Set: wire.Numbers(1, 3),
		UnchangedSince: command.SinceModSeq(320162338), Action: command.StoreAdd, Flags: []wire.Flag{wire.Deleted}}, ""),
	bad("A1 STORE 1‸", "SP"),
	bad("A1 STORE 1 ‸", "FLAGS"),
	bad("A1 STORE 1 ‸FLAG x", "FLAGS"),
	bad("A1 STORE 1 +‸-FLAGS x", "FLAGS"),
	bad("A1 STORE 1 ‸FLAGS.LOUD x", "FLAGS"),
	bad("A1 STORE 1 FLAGS‸", "SP"),
	bad("A1 STORE 1 FLAGS ‸", "flag"),
	bad(`A1 STORE 1 FLAGS \‸`, "flag"),
	bad(`A1 STORE 1 FLAGS \‸*`, "flag"),
	bad(`A1 STORE 1 FLAGS (\Seen‸`, "SP"),
	bad(`A1 STORE 1 FLAGS (\Seen)‸ x`, "CRLF"),
	bad(`A1 STORE 1 FLAGS x ‸(y)`, "flag"),
	bad(`A1 STORE 1 (‸) FLAGS x`, "tagged-ext-label"),
	bad(`A1 STORE 1 FLAGS a‸]`, "CRLF"),

	ok("A1 COPY 2:4 MEETING", &command.Copy{Set: wire.RangeOf(2, 4), Mailbox: "MEETING"}, ""),
	ok("A1 UID COPY $ inbox", &command.Copy{UID: true, Set: wire.Set{Saved: true}, Mailbox: "INBOX"}, "A1 UID COPY $ INBOX"),
	ok("A1 MOVE 42:69 foo", &command.Move{Set: wire.RangeOf(42, 69), Mailbox: "foo"}, ""),
	ok("A1 uid move * {3}\r\nfoo", &command.Move{UID: true, Set: wire.RangeOf(0, 0), Mailbox: "foo"}, "A1 UID MOVE * foo"),
	ok("A1 UID EXPUNGE 3000:3002", &command.UIDExpunge{Set: wire.RangeOf(3000, 3002)}, ""),
	ok("A1 UID EXPUNGE $", &command.UIDExpunge{Set: wire.Set{Saved: true}}, ""),
	bad("A1 COPY ‸", "sequence-set"),
	bad("A1 COPY 1‸", "SP"),
	bad("A1 COPY 1 ‸", "astring"),
	bad("A1 COPY 1 x‸ y", "CRLF"),
	bad("A1 UID MOVE 1:‸x y", "sequence-set"),
	bad("A1 UID EXPUNGE‸", "SP"),
	bad("A1 UID EXPUNGE 1‸ ", "CRLF"),
	bad("A1 EXPUNGE‸ 1", "CRLF"),
}

var (
	plus1 = time.Date(1994, 2, 7, 21, 52, 25, 0, time.FixedZone("", -8*3600))
	utc1  = time.Date(2020, 11, 1, 0, 0, 0, 0, time.UTC)
)

var appendTests = []test{
	ok("A1 APPEND saved-messages {5}\r\nhello", &command.Append{Mailbox: "saved-messages", Messages: []*command.AppendMessage{message("hello", time.Time{})}},
		"A1 APPEND saved-messages {5+}\r\nhello"),
	ok("A1 append inbox (\\Seen x) \" 7-Feb-1994 21:52:25 -0800\" {5+}\r\nhello", &command.Append{Mailbox: "INBOX", Messages: []*command.AppendMessage{message("hello", plus1, wire.Seen, "x")}},
		"A1 APPEND INBOX (\\Seen x) \" 7-Feb-1994 21:52:25 -0800\" {5+}\r\nhello"),
	ok("A1 APPEND x () \"01-NOV-2020 00:00:00 +0000\" {0+}\r\n", &command.Append{Mailbox: "x", Messages: []*command.AppendMessage{message("", utc1)}},
		"A1 APPEND x \" 1-Nov-2020 00:00:00 +0000\" {0+}\r\n"),
	ok("A1 APPEND {1+}\r\nx ~{3+}\r\n\x00\r\n", &command.Append{Mailbox: "x", Messages: []*command.AppendMessage{{Size: 3, Binary: true, Data: message("\x00\r\n", utc1).Data}}},
		"A1 APPEND x ~{3+}\r\n\x00\r\n"),
	ok("A1 APPEND x (\\Draft) {2}\r\nab {1+}\r\nc \" 1-Nov-2020 00:00:00 +0000\" {0}\r\n", &command.Append{Mailbox: "x", Messages: []*command.AppendMessage{
		message("ab", time.Time{}, wire.Draft), message("c", time.Time{}), message("", utc1)}},
		"A1 APPEND x (\\Draft) {2+}\r\nab {1+}\r\nc \" 1-Nov-2020 00:00:00 +0000\" {0+}\r\n"),
	ok("A1 APPEND x {13+}\r\nA2 LOGOUT\r\n\r\n", &command.Append{Mailbox: "x", Messages: []*command.AppendMessage{message("A2 LOGOUT\r\n\r\n", time.Time{})}}, ""),
	bad("A1 APPEND‸", "SP"),
	bad("A1 APPEND x‸", "SP"),
	bad("A1 APPEND x ‸", "literal8"),
	bad("A1 APPEND x ‸\\Seen {1+}\r\na", "literal8"),
	bad("A1 APPEND x (\\Seen)‸", "SP"),
	bad("A1 APPEND x (\\Seen)‸{1+}\r\na", "SP"),
	bad("A1 APPEND x \"1‸-Nov-2020 00:00:00 +0000\" {1+}\r\na", "date-time"),
	bad("A1 APPEND x ‸\"31-Feb-2020 00:00:00 +0000\" {1+}\r\na", "date-time"),
	bad("A1 APPEND x \" 1-Nov-2020 00:00:00 +0000\"‸", "SP"),
	bad("A1 APPEND x \" 1-Nov-2020 00:00:00 +0000\" ‸() {1+}\r\na", "literal8"),
	bad("A1 APPEND x {1+‸x}", "literal8"),
	bad("A1 APPEND x {1+}‸ ", "CRLF"),
	bad("A1 APPEND x {1+}\r\na‸b", "CRLF"),
	bad("A1 APPEND x {1+}\r\na ‸", "literal8"),
	bad("A1 APPEND x {1+}\r\na ‸]", "literal8"),
}
