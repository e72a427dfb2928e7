package response_test

import (
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// ranges makes a set of pairs of first and last.
func ranges(n ...uint32) (s wire.Set) {
	for i := 0; i < len(n); i += 2 {
		s.Ranges = append(s.Ranges, wire.Range{First: n[i], Last: n[i+1]})
	}
	return s
}

func thread(pairs ...int) *response.Thread {
	t := &response.Thread{}
	for i := 0; i < len(pairs); i += 2 {
		t.Messages = append(t.Messages, response.ThreadMessage{Number: uint32(pairs[i]), Depth: pairs[i+1]})
	}
	return t
}

// Results of SEARCH, SORT and THREAD.
var searchTests = []test{
	ok("* SEARCH 2 84 (MODSEQ 917162500)", &response.Search{Numbers: []uint32{2, 84}, ModSeq: 917162500}, ""),
	ok("* SORT 5 3 4 1 2", &response.Sort{Numbers: []uint32{5, 3, 4, 1, 2}}, ""),
	ok("* sort", &response.Sort{}, "* SORT"),
	ok("* SORT 2 84 882 (modseq 9223372036854775807)", &response.Sort{Numbers: []uint32{2, 84, 882}, ModSeq: 1<<63 - 1}, "* SORT 2 84 882 (MODSEQ 9223372036854775807)"),
	bad("* SORT ‸(MODSEQ 5)", "nz-number"),
	bad("* SORT 1 (‸5)", "MODSEQ"),
	bad("* SORT 1 (MODSEQ ‸0)", "mod-sequence-value"),
	bad("* SEARCH 1 (MODSEQ ‸9223372036854775808)", "mod-sequence-value"),
	bad("* SEARCH 1 (MODSEQ 1)‸ 2", "CRLF"),
	bad("* SORT 1 ‸0", "nz-number"),

	ok("* THREAD", thread(), ""),
	ok("* thread (2)", thread(2, 0), "* THREAD (2)"),
	ok("* THREAD (2)(3 6 (4 23)(44 7 96))", thread(2, 0, 3, 0, 6, 1, 4, 2, 23, 3, 44, 2, 7, 3, 96, 4), ""),
	ok("* THREAD ((3)(5))", thread(0, 0, 3, 1, 5, 1), ""),
	ok("* THREAD (166)((170)(179))(1 2 3)", thread(166, 0, 0, 0, 170, 1, 179, 1, 1, 0, 2, 1, 3, 2), ""),
	ok("* THREAD (3 ((4)(5 6))(7))", thread(3, 0, 0, 1, 4, 2, 5, 2, 6, 3, 7, 1), ""),
	ok("* THREAD (((1)(2))((3)(4)))", thread(0, 0, 0, 1, 1, 2, 2, 2, 0, 1, 3, 2, 4, 2), ""),
	ok("* THREAD (1 (2 (3)(4))(5))(6 (7)(8)(9))", thread(1, 0, 2, 1, 3, 2, 4, 2, 5, 1, 6, 0, 7, 1, 8, 1, 9, 1), ""),
	bad("* THREAD ‸", "'('"),
	bad("* THREAD (‸)", "nz-number"),
	bad("* THREAD (‸0)", "nz-number"),
	bad("* THREAD (1‸", "')'"),
	bad("* THREAD (1 ‸)", "nz-number"),
	bad("* THREAD (1 (2)‸)", "'('"),
	bad("* THREAD ((1)‸)", "'('"),
	bad("* THREAD (1 (2)(3)‸ 4)", "')'"),
	bad("* THREAD (1)‸ (2)", "CRLF"),
	bad("* THREAD (1‸(2)(3))", "')'"),

	ok(`* ESEARCH (TAG "a") UID ALL 1 MODSEQ 1236`, &response.ESearch{Tag: "a", UID: true, All: wire.Numbers(1), ModSeq: 1236}, ""),
	ok(`* ESEARCH (TAG "tag1" MAILBOX "folder1" UIDVALIDITY 1) UID ALL 4001,4003,4005,4007,4009`, &response.ESearch{Tag: "tag1", Mailbox: "folder1", UIDValidity: 1, UID: true,
		All: ranges(4001, 4001, 4003, 4003, 4005, 4005, 4007, 4007, 4009, 4009)}, `* ESEARCH (TAG "tag1" MAILBOX folder1 UIDVALIDITY 1) UID ALL 4001,4003,4005,4007,4009`),
	ok(`* ESEARCH (uidvalidity 4294967295 mailbox inbox tag x)`, &response.ESearch{Tag: "x", Mailbox: "INBOX", UIDValidity: 4294967295},
		`* ESEARCH (TAG "x" MAILBOX INBOX UIDVALIDITY 4294967295)`),
	ok(`* ESEARCH UID PARTIAL (23500:24000 55500,1:9)`, &response.ESearch{UID: true, Partial: wire.PartialRange{First: 23500, Last: 24000}, PartialSet: ranges(55500, 55500, 1, 9)}, ""),
	ok(`* ESEARCH PARTIAL (-1:-100 nil)`, &response.ESearch{Partial: wire.PartialRange{First: -1, Last: -100}}, `* ESEARCH PARTIAL (-1:-100 NIL)`),
	ok(`* ESEARCH (TAG "B1") ALL 1,5,10 RELEVANCY (4 99 100)`, &response.ESearch{Tag: "B1", All: ranges(1, 1, 5, 5, 10, 10), Relevancy: []uint8{4, 99, 100}}, ""),
	ok(`* ESEARCH relevancy ()`, &response.ESearch{Relevancy: []uint8{}}, `* ESEARCH RELEVANCY ()`),
	ok(`* ESEARCH (TAG "C01") UID ADDTO (1 2733) ADDTO (1 2731:2732 0 7) REMOVEFROM (3 9) ADDTO (0 1)`, &response.ESearch{Tag: "C01", UID: true, Updates: []response.ContextUpdate{
		{Position: 1, Set: wire.Numbers(2733)}, {Position: 1, Set: wire.RangeOf(2731, 2732)}, {Set: wire.Numbers(7)}, {Remove: true, Position: 3, Set: wire.Numbers(9)}, {Set: wire.Numbers(1)}}},
		`* ESEARCH (TAG "C01") UID ADDTO (1 2733 1 2731:2732 0 7) REMOVEFROM (3 9) ADDTO (0 1)`),
	bad(`* ESEARCH (‸)`, "TAG"),
	bad(`* ESEARCH (TAG "a" UIDVALIDITY ‸0)`, "nz-number"),
	bad(`* ESEARCH (TAG "a" ‸FOO x)`, "TAG"),
	bad(`* ESEARCH (MAILBOX ‸(x))`, "astring"),
	bad(`* ESEARCH MODSEQ ‸0`, "mod-sequence-value"),
	bad(`* ESEARCH PARTIAL ‸1:2`, "'('"),
	bad(`* ESEARCH PARTIAL (1:‸-2 NIL)`, "nz-number"),
	bad(`* ESEARCH PARTIAL (-1:‸2 NIL)`, "'-'"),
	bad(`* ESEARCH PARTIAL (1:2‸)`, "SP"),
	bad(`* ESEARCH PARTIAL (1:2 ‸*)`, "uid-set"),
	bad(`* ESEARCH RELEVANCY (‸0)`, "score"),
	bad(`* ESEARCH RELEVANCY (1 ‸101)`, "score"),
	bad(`* ESEARCH ADDTO (‸)`, "number"),
	bad(`* ESEARCH REMOVEFROM (1‸)`, "SP"),
	bad(`* ESEARCH ADDTO (1 2 ‸)`, "number"),
}

// Responses of extensions.
var extensionTests = []test{
	ok("* VANISHED 505,507,510,625", &response.Vanished{UIDs: ranges(505, 505, 507, 507, 510, 510, 625, 625)}, ""),
	ok("* vanished (earlier) 41,43:116,118", &response.Vanished{Earlier: true, UIDs: ranges(41, 41, 43, 116, 118, 118)}, "* VANISHED (EARLIER) 41,43:116,118"),
	bad("* VANISHED‸", "SP"),
	bad("* VANISHED ‸", "uid-set"),
	bad("* VANISHED (‸LATER) 1", "EARLIER"),
	bad("* VANISHED (EARLIER)‸", "SP"),
	bad("* VANISHED 1:‸*", "uid-set"),

	ok(`* QUOTA "" (STORAGE 10 512)`, &response.Quota{Resources: []response.QuotaResource{{Name: "STORAGE", Usage: 10, Limit: 512}}}, ""),
	ok(`* quota "#user/alice" (message 42 1000 X-y 0 9223372036854775807)`, &response.Quota{Root: "#user/alice", Resources: []response.QuotaResource{
		{Name: "MESSAGE", Usage: 42, Limit: 1000}, {Name: "X-Y", Limit: 1<<63 - 1}}}, `* QUOTA #user/alice (MESSAGE 42 1000 X-Y 0 9223372036854775807)`),
	ok(`* QUOTA x ()`, &response.Quota{Root: "x"}, ""),
	bad(`* QUOTA x‸`, "SP"),
	bad(`* QUOTA x ‸y`, "'('"),
	bad(`* QUOTA x (STORAGE 1‸)`, "SP"),
	bad(`* QUOTA x (STORAGE 1 ‸-1)`, "number64"),
	bad(`* QUOTA x (‸"STORAGE" 1 2)`, "atom"),
	ok(`* QUOTAROOT INBOX "#user/alice" "!partition/sda4"`, &response.QuotaRoot{Mailbox: "INBOX", Roots: []string{"#user/alice", "!partition/sda4"}}, `* QUOTAROOT INBOX #user/alice !partition/sda4`),
	ok(`* QUOTAROOT INBOX ""`, &response.QuotaRoot{Mailbox: "INBOX", Roots: []string{""}}, ""),
	ok(`* QUOTAROOT comp.mail.mime`, &response.QuotaRoot{Mailbox: "comp.mail.mime"}, ""),
	bad(`* QUOTAROOT x ‸`, "astring"),

	ok(`* ACL INBOX Fred rwipslxetad -Fred wetd $team w`, &response.ACL{Mailbox: "INBOX", Entries: []response.ACLEntry{
		{Identifier: "Fred", Rights: "rwipslxetad"}, {Identifier: "-Fred", Rights: "wetd"}, {Identifier: "$team", Rights: "w"}}}, ""),
	ok(`* acl "a b" "x y" ""`, &response.ACL{Mailbox: "a b", Entries: []response.ACLEntry{{Identifier: "x y"}}}, `* ACL "a b" "x y" ""`),
	ok(`* ACL x`, &response.ACL{Mailbox: "x"}, ""),
	bad(`* ACL x y‸`, "SP"),
	bad(`* ACL x y ‸Lr`, "rights"),
	ok(`* LISTRIGHTS ~/Mail/saved smith la r swicdkxte`, &response.ListRights{Mailbox: "~/Mail/saved", Identifier: "smith", Required: "la", Optional: []string{"r", "swicdkxte"}}, ""),
	ok(`* LISTRIGHTS archive.imap anyone "" l r s 0 1`, &response.ListRights{Mailbox: "archive.imap", Identifier: "anyone", Optional: []string{"l", "r", "s", "0", "1"}}, ""),
	bad(`* LISTRIGHTS x anyone‸`, "SP"),
	bad(`* LISTRIGHTS x anyone l ‸+r`, "rights"),
	ok(`* MYRIGHTS "INBOX" lrswipkxtecda`, &response.MyRights{Mailbox: "INBOX", Rights: "lrswipkxtecda"}, `* MYRIGHTS INBOX lrswipkxtecda`),
	bad(`* MYRIGHTS x‸`, "SP"),
	bad(`* MYRIGHTS x r‸ w`, "CRLF"),

	ok(`* METADATA "" (/shared/comment "Shared comment")`, &response.Metadata{Values: []response.MetadataValue{{Entry: "/shared/comment", Value: some("Shared comment")}}}, ""),
	ok("* metadata INBOX (/a NIL \"/b\" {2}\r\n\r\n /c ~{3}\r\na\x00\n /d \"\")", &response.Metadata{Mailbox: "INBOX", Values: []response.MetadataValue{
		{Entry: "/a"}, {Entry: "/b", Value: some("\r\n")}, {Entry: "/c", Value: some("a\x00\n")}, {Entry: "/d", Value: some("")}}},
		"* METADATA INBOX (/a NIL /b {2}\r\n\r\n /c ~{3}\r\na\x00\n /d \"\")"),
	ok(`* METADATA "INBOX" /shared/comment /private/comment`, &response.Metadata{Mailbox: "INBOX", Changed: []string{"/shared/comment", "/private/comment"}}, `* METADATA INBOX /shared/comment /private/comment`),
	bad(`* METADATA INBOX‸`, "SP"),
	bad(`* METADATA INBOX ‸`, "astring"),
	bad(`* METADATA INBOX (‸)`, "astring"),
	bad(`* METADATA INBOX (/a‸)`, "SP"),
	bad(`* METADATA INBOX (/a ‸x)`, "nstring"),
	bad(`* METADATA INBOX (‸"/a*" "x")`, "entry"),
	bad(`* METADATA INBOX /a ‸"%"`, "entry"),

	ok(`* LANGUAGE (EN DE IT i-default)`, &response.Language{Tags: []string{"EN", "DE", "IT", "i-default"}}, ""),
	bad(`* LANGUAGE (‸)`, "astring"),
	bad(`* LANGUAGE ‸EN`, "'('"),
	ok(`* COMPARATOR i;unicode-casemap`, &response.Comparator{Active: "i;unicode-casemap"}, ""),
	ok(`* COMPARATOR "i;octet" (i;octet "a b")`, &response.Comparator{Active: "i;octet", Available: []string{"i;octet", "a b"}}, `* COMPARATOR i;octet (i;octet "a b")`),
	bad(`* COMPARATOR x (‸)`, "astring"),
	bad(`* COMPARATOR x ‸y`, "'('"),

	ok(`* GENURLAUTH "imap://joe@example.com/INBOX/;uid=20/;section=1.2;urlauth=submit+fred:internal:91354a473744909de610943775f92038"`, &response.GenURLAuth{
		URLs: []string{"imap://joe@example.com/INBOX/;uid=20/;section=1.2;urlauth=submit+fred:internal:91354a473744909de610943775f92038"}},
		`* GENURLAUTH imap://joe@example.com/INBOX/;uid=20/;section=1.2;urlauth=submit+fred:internal:91354a473744909de610943775f92038`),
	ok(`* GENURLAUTH a "b c"`, &response.GenURLAuth{URLs: []string{"a", "b c"}}, ""),
	bad(`* GENURLAUTH‸`, "SP"),
	bad(`* GENURLAUTH ‸`, "astring"),
	ok("* URLFETCH u {3}\r\na\r\n v NIL", &response.URLFetch{Results: []response.URLData{{URL: "u", Data: some("a\r\n")}, {URL: "v"}}}, ""),
	ok(`* urlfetch "u" "" w (body "x") (BINARY NIL) v "y"`, &response.URLFetch{Results: []response.URLData{{URL: "u", Data: some("")},
		{URL: "w", Parts: []response.URLPart{{Name: "BODY", Data: some("x")}, {Name: "BINARY"}}}, {URL: "v", Data: some("y")}}},
		"* URLFETCH u {0}\r\n w (BODY {1}\r\nx) (BINARY NIL) v {1}\r\ny"),
	ok("* URLFETCH u (BODYPARTSTRUCTURE (\"IMAGE\" \"PNG\" NIL NIL NIL \"BINARY\" 123)) (BINARY ~{3}\r\n\x00\r\n) (X (1 \"2\"))", nil, ""),
	bad(`* URLFETCH‸`, "SP"),
	bad(`* URLFETCH u‸`, "SP"),
	bad(`* URLFETCH u ‸x`, "nstring"),
	bad(`* URLFETCH u "x" ‸(BODY NIL)`, "astring"),
	bad(`* URLFETCH u (‸)`, "atom"),
	bad(`* URLFETCH u (BODY NIL‸ BODY NIL)`, "')'"),
	bad(`* URLFETCH u (BODYPARTSTRUCTURE ‸NIL)`, "'('"),
	bad("* URLFETCH u (BODY ‸~{1}\r\nx)", "nstring"),

	ok(`* JMAPACCESS "https://example.com/.well-known/jmap"`, &response.JMAPAccess{URL: "https://example.com/.well-known/jmap"}, ""),
	bad(`* JMAPACCESS ‸x`, "quoted"),
	ok(`* UIDBATCHES (TAG "A143") 215295:99695,99696:20351,7830:1`, &response.UIDBatches{Tag: "A143", Batches: []wire.Range{{First: 215295, Last: 99695}, {First: 99696, Last: 20351}, {First: 7830, Last: 1}}}, ""),
	ok(`* UIDBATCHES (TAG A) 5`, &response.UIDBatches{Tag: "A", Batches: []wire.Range{{First: 5, Last: 5}}}, `* UIDBATCHES (TAG "A") 5:5`),
	ok(`* UIDBATCHES (TAG "A302")`, &response.UIDBatches{Tag: "A302"}, ""),
	bad(`* UIDBATCHES ‸1:2`, "'('"),
	bad(`* UIDBATCHES (TAG ‸"")`, "tag-string"),
	bad(`* UIDBATCHES (TAG "A") 1:‸*`, "uid-set"),

	ok(`* CONVERSION "image/gif" "image/jpeg" ("pix-y" pix-x)`, &response.Conversion{From: "image/gif", To: "image/jpeg", Params: []string{"pix-y", "pix-x"}}, `* CONVERSION "image/gif" "image/jpeg" (pix-y pix-x)`),
	ok(`* CONVERSION "a/b" "c/d"`, &response.Conversion{From: "a/b", To: "c/d"}, ""),
	bad(`* CONVERSION "a/b" ‸c/d`, "quoted-to-mime-type"),
	bad(`* CONVERSION "a/b" "c/d" (‸)`, "astring"),
	ok("* 2 CONVERTED (tag \"b001\") (UID 100 BINARY[3]<0> ~{2}\r\n\x00a BINARY.SIZE[4] (ERROR \"x\" TEMPFAIL))", &response.Converted{Seq: 2, Tag: "b001", Items: []response.UnknownItem{
		{Name: "UID", Value: wire.Value("100")}, {Name: "BINARY[3]<0>", Value: wire.Value("~{2}\r\n\x00a")}, {Name: "BINARY.SIZE[4]", Value: wire.Value(`(ERROR "x" TEMPFAIL)`)}}},
		"* 2 CONVERTED (TAG \"b001\") (UID 100 BINARY[3]<0> ~{2}\r\n\x00a BINARY.SIZE[4] (ERROR \"x\" TEMPFAIL))"),
	bad(`* ‸0 CONVERTED (TAG "x") (UID 1)`, "nz-number"),
	bad(`* 2 CONVERTED ‸x`, "'('"),
	bad(`* 2 CONVERTED (TAG "x") (‸)`, "convert-msg-att"),

	ok(`* LIST () "/" Foo ("childinfo" ("SUBSCRIBED" "X") X-A (1) "OLDNAME" (inbox))`, &response.List{Delimiter: '/', Mailbox: "Foo", ChildInfo: []string{"SUBSCRIBED", "X"}, OldName: "INBOX",
		Extensions: []wire.Extension{{Name: "X-A", Value: wire.Value("(1)")}}}, `* LIST () "/" Foo (CHILDINFO ("SUBSCRIBED" "X") OLDNAME (INBOX) X-A (1))`),
	ok(`* LIST (\NoAccess) "/" x (OLDNAME (&AOk-))`, &response.List{Attributes: []string{`\NoAccess`}, Delimiter: '/', Mailbox: "x", OldName: "é"}, ""),
	ok(`* XLIST (\HasNoChildren \Inbox) "/" "Posteingang"`, &response.List{XList: true, Attributes: []string{`\HasNoChildren`, `\Inbox`}, Delimiter: '/', Mailbox: "Posteingang"},
		`* XLIST (\HasNoChildren \Inbox) "/" Posteingang`),
	bad(`* LIST () "/" a (CHILDINFO (‸SUBSCRIBED))`, "quoted"),
	bad(`* LIST () "/" a (CHILDINFO (‸))`, "quoted"),
	bad(`* LIST () "/" a (OLDNAME ‸x)`, "'('"),
	bad(`* LIST () "/" a (OLDNAME (x‸ y))`, "')'"),

	ok(`* STATUS x (HIGHESTMODSEQ 0 SIZE 9223372036854775807 DELETED 4 DELETED-STORAGE 8 APPENDLIMIT 4294967295 mailboxid (F-2_a))`, &response.MailboxStatus{Mailbox: "x", Items: []response.StatusItem{
		{Name: "HIGHESTMODSEQ"}, {Name: "SIZE", Number: 1<<63 - 1}, {Name: "DELETED", Number: 4}, {Name: "DELETED-STORAGE", Number: 8}, {Name: "APPENDLIMIT", Number: 4294967295}, {Name: "MAILBOXID", ID: "F-2_a"}}},
		`* STATUS x (HIGHESTMODSEQ 0 SIZE 9223372036854775807 DELETED 4 DELETED-STORAGE 8 APPENDLIMIT 4294967295 MAILBOXID (F-2_a))`),
	ok(`* STATUS x (APPENDLIMIT nil)`, &response.MailboxStatus{Mailbox: "x", Items: []response.StatusItem{{Name: "APPENDLIMIT", Nil: true}}}, `* STATUS x (APPENDLIMIT NIL)`),
	bad(`* STATUS x (APPENDLIMIT ‸4294967296)`, "number"),
	bad(`* STATUS x (MAILBOXID ‸x)`, "'('"),
	bad(`* STATUS x (MAILBOXID (‸))`, "objectid"),
	bad(`* STATUS x (DELETED ‸NIL)`, "number"),
	bad(`* STATUS x (HIGHESTMODSEQ ‸9223372036854775808)`, "number64"),

	ok(`* NAMESPACE (("" "/")) (("Other Users/" "/" "TRANSLATION" ("Andere Ben&APw-tzer/") "X" ("1"))) NIL`, &response.Namespace{Personal: []response.NamespaceItem{{Delimiter: '/'}},
		Other: []response.NamespaceItem{{Prefix: "Other Users/", Delimiter: '/', Translation: "Andere Benützer/", Extensions: []wire.Extension{{Name: "X", Value: wire.Value(`("1")`)}}}}}, ""),
	bad(`* NAMESPACE (("" "/" "TRANSLATION" ("a"‸ "b"))) NIL NIL`, "')'"),
}

// Codes of extensions.
var codeTests = []test{
	ok("* OK [NOMODSEQ] x", status("", "OK", response.NoModSeq, "x"), ""),
	ok("* OK [highestmodseq 715194045007] x", status("", "OK", &response.ModSeqCode{ModSeq: 715194045007}, "x"), "* OK [HIGHESTMODSEQ 715194045007] x"),
	bad("* OK [HIGHESTMODSEQ ‸0] x", "mod-sequence-value"),
	ok("A1 OK [MODIFIED 7,9:12] x", status("A1", "OK", &response.ModifiedCode{Set: ranges(7, 7, 9, 12)}, "x"), ""),
	bad("A1 OK [MODIFIED‸] x", "SP"),
	ok("A1 OK [MAILBOXID (F2212ea87-6097-4256-9d51-71338625)] x", status("A1", "OK", &response.MailboxIDCode{ID: "F2212ea87-6097-4256-9d51-71338625"}, "x"), ""),
	bad("A1 OK [MAILBOXID ‸x] x", "'('"),
	bad("A1 OK [MAILBOXID (a‸.b)] x", "objectid"),
	ok("A1 OK [METADATA LONGENTRIES 2199] x", status("A1", "OK", &response.MetadataCode{Reason: response.LongEntries, Number: 2199}, "x"), ""),
	ok("A1 NO [metadata maxsize 0] x", status("A1", "NO", &response.MetadataCode{Reason: response.MaxSize}, "x"), "A1 NO [METADATA MAXSIZE 0] x"),
	ok("A1 NO [METADATA TOOMANY] x", status("A1", "NO", &response.MetadataCode{Reason: response.TooMany}, "x"), ""),
	ok("A1 NO [METADATA NOPRIVATE] x", status("A1", "NO", &response.MetadataCode{Reason: response.NoPrivate}, "x"), ""),
	ok("A1 NO [METADATA FOO (1 2)] x", status("A1", "NO", &response.UnknownCode{Name: "METADATA", Args: "FOO (1 2)"}, "x"), ""),
	bad("A1 NO [METADATA‸] x", "SP"),
	bad("A1 NO [METADATA MAXSIZE ‸x] x", "number"),
	bad("A1 NO [METADATA TOOMANY‸ 1] x", "']'"),
	ok("* OK [INPROGRESS] x", status("", "OK", &response.InProgressCode{}, "x"), ""),
	ok(`* OK [INPROGRESS ("A001" 454 1000)] x`, status("", "OK", &response.InProgressCode{Tag: "A001", HasProgress: true, Progress: 454, Goal: 1000}, "x"), ""),
	ok(`* OK [inprogress ("A001" 999 nil)] x`, status("", "OK", &response.InProgressCode{Tag: "A001", HasProgress: true, Progress: 999}, "x"), `* OK [INPROGRESS ("A001" 999 NIL)] x`),
	ok(`* OK [INPROGRESS (NIL NIL NIL)] x`, status("", "OK", &response.InProgressCode{}, "x"), `* OK [INPROGRESS] x`),
	ok(`* OK [INPROGRESS ("A" NIL NIL)] x`, status("", "OK", &response.InProgressCode{Tag: "A"}, "x"), ""),
	ok(`* OK [INPROGRESS (NIL 0 1)] x`, status("", "OK", &response.InProgressCode{HasProgress: true, Goal: 1}, "x"), ""),
	bad(`* OK [INPROGRESS (‸A 1 2)] x`, "quoted"),
	bad(`* OK [INPROGRESS ("A" 3 ‸2)] x`, "inprogress-state"),
	bad(`* OK [INPROGRESS ("A" NIL ‸2)] x`, "inprogress-state"),
	bad(`* OK [INPROGRESS ("A" 1‸)] x`, "SP"),
	ok("A1 NO [MESSAGELIMIT 1000 23221] x", status("A1", "NO", &response.MessageLimitCode{Limit: 1000, UID: 23221}, "x"), ""),
	ok("A1 NO [MESSAGELIMIT 1000] x", status("A1", "NO", &response.MessageLimitCode{Limit: 1000}, "x"), ""),
	bad("A1 NO [MESSAGELIMIT 1 ‸0] x", "nz-number"),
	ok("A1 BAD [UIDREQUIRED] x", status("A1", "BAD", response.UIDRequired, "x"), ""),
	ok("A1 NO [USEATTR] x", status("A1", "NO", response.UseAttr, "x"), ""),
	ok("A1 NO [COMPRESSIONACTIVE] x", status("A1", "NO", response.CompressionActive, "x"), ""),
	ok("* NO [NOUPDATE \"B02\"] x", status("", "NO", &response.NoUpdateCode{Tag: "B02"}, "x"), ""),
	bad("* NO [NOUPDATE ‸B02] x", "quoted"),
	ok("* OK [NOTIFICATIONOVERFLOW] x", status("", "OK", response.NotificationOverflow, "x"), ""),
	ok("A1 NO [BADEVENT (FlagChange AnnotationChange)] x", status("A1", "NO", &response.BadEventCode{Events: []string{"FlagChange", "AnnotationChange"}}, "x"), ""),
	bad("A1 NO [BADEVENT (‸)] x", "atom"),
	ok("A1 NO [UNDEFINED-FILTER on-the-road] x", status("A1", "NO", &response.FilterCode{Name: "on-the-road"}, "x"), ""),
	bad("A1 NO [UNDEFINED-FILTER a‸/b] x", "filter-name"),
	ok("A1 NO [BADCOMPARATOR] x", status("A1", "NO", response.BadComparator, "x"), ""),
	ok(`A1 NO [BADURL "/INBOX;UIDVALIDITY=785799047/;UID=113330;section=1.5.9"] x`, status("A1", "NO", &response.URLCode{URL: `"/INBOX;UIDVALIDITY=785799047/;UID=113330;section=1.5.9"`}, "x"), ""),
	bad("A1 NO [BADURL ‸] x", "resp-text-code"),
	ok("A1 NO [REFERRAL IMAP://user;AUTH=*@SERVER2/SHARED/FOO IMAP://S3/] x", status("A1", "NO", &response.ReferralCode{URLs: []string{"IMAP://user;AUTH=*@SERVER2/SHARED/FOO", "IMAP://S3/"}}, "x"), ""),
	bad("A1 NO [REFERRAL a ‸ b] x", "url"),
	ok("* OK [URLMECH INTERNAL XSAMPLE=P34OKhO7VEkCbsiYY8rGEg==] x", status("", "OK", &response.URLMechCode{Mechanisms: []response.URLMechanism{{Name: "INTERNAL"}, {Name: "XSAMPLE", Data: "P34OKhO7VEkCbsiYY8rGEg=="}}}, "x"), ""),
	bad("* OK [URLMECH‸] x", "SP"),
	bad("* OK [URLMECH INTERNAL ‸X=a-b] x", "mechanism"),
	bad("* OK [URLMECH INTERNAL ‸X=abc] x", "mechanism"),
	ok("* OK [ANNOTATIONS 20480 NOPRIVATE] x", status("", "OK", &response.AnnotationsCode{Size: 20480, NoPrivate: true}, "x"), ""),
	ok("* OK [ANNOTATIONS READ-ONLY] x", status("", "OK", &response.AnnotationsCode{ReadOnly: true}, "x"), ""),
	ok("* OK [ANNOTATIONS none] x", status("", "OK", &response.AnnotationsCode{None: true}, "x"), "* OK [ANNOTATIONS NONE] x"),
	bad("* OK [ANNOTATIONS NONE‸ NOPRIVATE] x", "']'"),
	bad("* OK [ANNOTATIONS ‸0] x", "nz-number"),
	ok("A1 NO [ANNOTATE TOOBIG] x", status("A1", "NO", &response.AnnotateCode{Reason: "TOOBIG"}, "x"), ""),
	ok("A1 NO [ANNOTATE toomany] x", status("A1", "NO", &response.AnnotateCode{Reason: response.TooMany}, "x"), "A1 NO [ANNOTATE TOOMANY] x"),
	ok("A1 NO [ANNOTATE OTHER] x", status("A1", "NO", &response.UnknownCode{Name: "ANNOTATE", Args: "OTHER"}, "x"), ""),
	ok("A1 NO [TEMPFAIL] x", status("A1", "NO", response.TempFail, "x"), ""),
	ok("A1 NO [MAXCONVERTMESSAGES 1] x", status("A1", "NO", response.NumberCode{Name: "MAXCONVERTMESSAGES", Number: 1}, "x"), ""),
	ok("A1 NO [maxconvertparts 1] x", status("A1", "NO", response.NumberCode{Name: "MAXCONVERTPARTS", Number: 1}, "x"), "A1 NO [MAXCONVERTPARTS 1] x"),
}

// Items of extensions.
var itemTests = []test{
	ok(`* 1 FETCH (UID 4 MODSEQ (12121231000))`, fetch(&response.UIDItem{UID: 4}, &response.ModSeqItem{ModSeq: 12121231000}), ""),
	ok(`* 1 FETCH (emailid (M6d99ac3275bb4e) THREADID (T64b478a75b7ea9))`, fetch(&response.EmailIDItem{ID: "M6d99ac3275bb4e"}, &response.ThreadIDItem{ID: "T64b478a75b7ea9"}),
		`* 1 FETCH (EMAILID (M6d99ac3275bb4e) THREADID (T64b478a75b7ea9))`),
	ok(`* 1 FETCH (THREADID nil)`, fetch(&response.ThreadIDItem{}), `* 1 FETCH (THREADID NIL)`),
	ok("* 1 FETCH (PREVIEW \"a b\" PREVIEW NIL preview {1}\r\n\n)", fetch(&response.PreviewItem{Text: some("a b")}, &response.PreviewItem{}, &response.PreviewItem{Text: some("\n")}),
		"* 1 FETCH (PREVIEW \"a b\" PREVIEW NIL PREVIEW {1}\r\n\n)"),
	ok(`* 1 FETCH (SAVEDATE "17-Jul-1996 02:44:25 -0700" SAVEDATE NIL)`, fetch(&response.SaveDateItem{Time: date}, &response.SaveDateItem{Nil: true}), ""),
	ok(`* 1 FETCH (X-GM-THRID 1278455344230334865 X-GM-MSGID 18446744073709551615 X-GM-LABELS (\Inbox \Sent Important "Muy Importante" "\\Starred" &AOk- "a*" NIL))`, fetch(
		&response.GmailIDItem{Thread: true, ID: 1278455344230334865}, &response.GmailIDItem{ID: 1<<64 - 1},
		&response.GmailLabelsItem{Labels: []string{`\Inbox`, `\Sent`, "Important", "Muy Importante", `\Starred`, "é", "a*", "NIL"}}),
		`* 1 FETCH (X-GM-THRID 1278455344230334865 X-GM-MSGID 18446744073709551615 X-GM-LABELS (\Inbox \Sent Important "Muy Importante" \Starred &AOk- "a*" "NIL"))`),
	ok("* 1 FETCH (ANNOTATION (/comment (value.priv \"My comment\" \"size.priv\" NIL) /b (value ~{1}\r\n\x00)))", fetch(&response.AnnotationItem{Entries: []response.Annotation{
		{Entry: "/comment", Values: []response.AnnotationValue{{Attribute: "value.priv", Value: some("My comment")}, {Attribute: "size.priv"}}},
		{Entry: "/b", Values: []response.AnnotationValue{{Attribute: "value", Value: some("\x00")}}}}}),
		"* 1 FETCH (ANNOTATION (/comment (value.priv \"My comment\" size.priv NIL) /b (value ~{1}\r\n\x00)))"),
	ok(`* 1 FETCH (ANNOTATION (/comment "/a b"))`, fetch(&response.AnnotationItem{Changed: []string{"/comment", "/a b"}}), ""),
	ok(`* 1 FETCH (X-GM-LABELS ())`, fetch(&response.GmailLabelsItem{}), ""),
	ok(`* 25996 UIDFETCH (FLAGS (\Seen) MODSEQ (1))`, &response.Fetch{UID: 25996, Items: []response.Item{&response.FlagsItem{Flags: []wire.Flag{wire.Seen}}, &response.ModSeqItem{ModSeq: 1}}}, ""),
	bad(`* ‸0 UIDFETCH (UID 1)`, "uniqueid"),
	bad(`* 1 UIDFETCH ‸x`, "'('"),
	bad(`* 1 FETCH (MODSEQ‸)`, "SP"),
	bad(`* 1 FETCH (PREVIEW‸)`, "SP"),
	bad(`* 1 FETCH (X-GM-MSGID ‸)`, "number"),
}
