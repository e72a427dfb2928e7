package command_test

import (
	"strings"
	"time"

	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

func set(ranges ...uint32) (s wire.Set) {
	for i := 0; i < len(ranges); i += 2 {
		s.Ranges = append(s.Ranges, wire.Range{First: ranges[i], Last: ranges[i+1]})
	}
	return s
}

const maxModSeq = 1<<63 - 1

// CONDSTORE, QRESYNC, PARTIAL, and the other parameters of known commands.
var syncTests = []test{
	ok("A1 SELECT x (QRESYNC (1 9223372036854775807))", &command.Select{Mailbox: "x", QResync: &command.QResync{UIDValidity: 1, ModSeq: maxModSeq}}, ""),
	ok("A1 SELECT x (qresync (67 9 (1,3 5,7)) condstore)", &command.Select{Mailbox: "x", CondStore: true, QResync: &command.QResync{
		UIDValidity: 67, ModSeq: 9, MatchNumbers: set(1, 1, 3, 3), MatchUIDs: set(5, 5, 7, 7)}}, "A1 SELECT x (CONDSTORE QRESYNC (67 9 (1,3 5,7)))"),
	ok("A1 SELECT x (QRESYNC (67 9 1:29997 (5000,7500 15000,22500)))", &command.Select{Mailbox: "x", QResync: &command.QResync{
		UIDValidity: 67, ModSeq: 9, KnownUIDs: set(1, 29997), MatchNumbers: set(5000, 5000, 7500, 7500), MatchUIDs: set(15000, 15000, 22500, 22500)}}, ""),
	ok("A1 SELECT x (CONDSTORE CONDSTORE X (a))", nil, "A1 SELECT x (CONDSTORE X (a))"),
	ok("A1 SELECT x (ANNOTATE)", &command.Select{Mailbox: "x", Annotate: true}, ""),
	ok("A1 SELECT x (annotate X condstore)", &command.Select{Mailbox: "x", CondStore: true, Annotate: true, Params: options("X")}, "A1 SELECT x (CONDSTORE ANNOTATE X)"),
	ok(`A1 RLIST "" %`, &command.RList{Pattern: "%"}, ""),
	ok(`A1 rlsub inbox "#SHARED/*"`, &command.RLSub{Reference: "INBOX", Pattern: "#SHARED/*"}, "A1 RLSUB INBOX #SHARED/*"),
	bad("A1 RLIST x‸", "SP"),
	bad("A1 RLSUB x ‸(y)", "list-mailbox"),
	ok("A1 getjmapaccess", command.NewBare("GETJMAPACCESS"), "A1 GETJMAPACCESS"),
	bad("A1 GETJMAPACCESS‸ x", "CRLF"),
	bad("A1 SELECT x (CONDSTORE ‸(1))", "tagged-ext-label"),
	bad("A1 SELECT x (QRESYNC‸)", "SP"),
	bad("A1 SELECT x (QRESYNC ‸1)", "'('"),
	bad("A1 SELECT x (QRESYNC (‸0 1))", "nz-number"),
	bad("A1 SELECT x (QRESYNC (1‸))", "SP"),
	bad("A1 SELECT x (QRESYNC (1 ‸0))", "mod-sequence-value"),
	bad("A1 SELECT x (QRESYNC (1 ‸9223372036854775808))", "mod-sequence-value"),
	bad("A1 SELECT x (QRESYNC (1 1 ‸*))", "uid-set"),
	bad("A1 SELECT x (QRESYNC (1 1 ‸$))", "uid-set"),
	bad("A1 SELECT x (QRESYNC (1 1 1:2 (1‸)))", "SP"),
	bad("A1 SELECT x (QRESYNC (1 1 1:2 (1 2)‸ 3))", "')'"),
	bad("A1 SELECT x (QRESYNC (1 1‸", "')'"),

	ok(`A1 CREATE x (USE ())`, &command.Create{Mailbox: "x", Use: []wire.Flag{}}, ""),
	ok(`A1 CREATE x (X 1 use (\All))`, &command.Create{Mailbox: "x", Use: []wire.Flag{`\All`}, Params: []wire.Extension{{Name: "X", Value: wire.Value("1")}}}, `A1 CREATE x (USE (\All) X 1)`),
	bad(`A1 CREATE x (USE‸)`, "SP"),
	bad(`A1 CREATE x (USE (‸Drafts))`, "use-attr"),
	bad(`A1 CREATE x (USE (\Drafts ‸))`, "use-attr"),

	ok("A1 UID FETCH 1:* FLAGS (CHANGEDSINCE 01)", &command.Fetch{UID: true, Set: wire.RangeOf(1, 0), Items: items("FLAGS"), ChangedSince: command.SinceModSeq(1)}, "A1 UID FETCH 1:* FLAGS (CHANGEDSINCE 1)"),
	bad("A1 FETCH 1 FLAGS (CHANGEDSINCE ‸0)", "mod-sequence-value"),
	bad("A1 FETCH 1 FLAGS (CHANGEDSINCE ‸000)", "mod-sequence-value"),
	ok("A1 UID FETCH 1 (UID FLAGS) (partial -1:-3 vanished X changedsince 5)", &command.Fetch{UID: true, Set: wire.Numbers(1), Items: items("UID", "FLAGS"),
		ChangedSince: command.SinceModSeq(5), Vanished: true, Partial: wire.PartialRange{First: -1, Last: -3}, Modifiers: options("X")},
		"A1 UID FETCH 1 (UID FLAGS) (CHANGEDSINCE 5 VANISHED PARTIAL -1:-3 X)"),
	ok("A1 FETCH 1 (MODSEQ EMAILID THREADID SAVEDATE X-GM-MSGID X-GM-THRID X-GM-LABELS PREVIEW)", &command.Fetch{Set: wire.Numbers(1),
		Items: items("MODSEQ", "EMAILID", "THREADID", "SAVEDATE", "X-GM-MSGID", "X-GM-THRID", "X-GM-LABELS", "PREVIEW")}, ""),
	ok("A1 FETCH 1 PREVIEW", &command.Fetch{Set: wire.Numbers(1), Items: items("PREVIEW")}, ""),
	ok("A1 FETCH 1 PREVIEW (LAZY)", &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{{Name: "PREVIEW", Lazy: true}}}, ""),
	ok("A1 FETCH 1 (PREVIEW (lazy LAZY) UID)", &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{{Name: "PREVIEW", Lazy: true}, {Name: "UID"}}}, "A1 FETCH 1 (PREVIEW (LAZY) UID)"),
	ok("A1 FETCH 1 (X-FOO (MIN))", &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{{Name: "X-FOO", Args: wire.Value("(MIN)")}}}, ""),
	ok("A1 FETCH 1 PREVIEW (LAZY) (CHANGEDSINCE 1)", &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{{Name: "PREVIEW", Lazy: true}}, ChangedSince: command.SinceModSeq(1)}, ""),
	ok("A1 FETCH 1 PREVIEW (CHANGEDSINCE 1)", &command.Fetch{Set: wire.Numbers(1), Items: items("PREVIEW"), ChangedSince: command.SinceModSeq(1)}, ""),
	bad("A1 FETCH 1 (PREVIEW) (‸LAZY)", "fetch-modifier"),
	bad("A1 FETCH 1 FLAGS (‸lazy)", "fetch-modifier"),
	ok("A1 FETCH 1 (X (a b)) (Y)", &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{{Name: "X", Args: wire.Value("(a b)")}}, Modifiers: options("Y")}, ""),
	ok(`A1 FETCH 1 (ANNOTATION (/comment value) ANNOTATION ((/a "/b %") (value.priv size.priv)))`, &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{
		{Name: "ANNOTATION", Entries: []string{"/comment"}, Attributes: []string{"value"}},
		{Name: "ANNOTATION", Entries: []string{"/a", "/b %"}, Attributes: []string{"value.priv", "size.priv"}}}}, ""),
	ok("A1 FETCH 1 ANNOTATION (* (value))", nil, "A1 FETCH 1 ANNOTATION (* value)"),
	bad("A1 FETCH 1 FLAGS (CHANGEDSINCE‸)", "SP"),
	bad("A1 FETCH 1 FLAGS (CHANGEDSINCE ‸x)", "mod-sequence-value"),
	bad("A1 FETCH 1 FLAGS (VANISHED ‸(x))", "tagged-ext-label"),
	bad("A1 FETCH 1 FLAGS (PARTIAL ‸0:1)", "nz-number"),
	bad("A1 FETCH 1 FLAGS (PARTIAL 1‸)", "':'"),
	bad("A1 FETCH 1 FLAGS (PARTIAL 1:‸-2)", "nz-number"),
	bad("A1 FETCH 1 FLAGS (PARTIAL -1:‸2)", "'-'"),
	bad("A1 FETCH 1 FLAGS (PARTIAL 1:‸*)", "nz-number"),
	bad("A1 FETCH 1 PREVIEW (LAZY ‸CHANGEDSINCE 1)", "LAZY"),
	bad("A1 FETCH 1 PREVIEW (CHANGEDSINCE 1 ‸LAZY) (X)", "fetch-modifier"),
	bad("A1 FETCH 1 (PREVIEW (‸))", "LAZY"),
	bad("A1 FETCH 1 (PREVIEW (‸EAGER))", "LAZY"),
	bad("A1 FETCH 1 (ANNOTATION‸)", "SP"),
	bad("A1 FETCH 1 ANNOTATION (/a ‸*)", "astring"),
	bad("A1 FETCH 1 ANNOTATION (/a value‸ x)", "')'"),
	bad("A1 FETCH 1 ‸MODSEQ[]", "fetch-att"),

	ok("A1 STORE 1 (UNCHANGEDSINCE 0 X) FLAGS ()", &command.Store{Set: wire.Numbers(1), UnchangedSince: command.SinceModSeq(0), Modifiers: options("X")}, ""),
	ok(`A1 UID STORE 1 +X-GM-LABELS (\Inbox "a b" &AOk- inbox)`, &command.Store{UID: true, Set: wire.Numbers(1), Action: command.StoreAdd, Attribute: command.StoreLabels,
		Labels: []string{`\Inbox`, "a b", "é", "INBOX"}}, `A1 UID STORE 1 +X-GM-LABELS (\Inbox "a b" &AOk- INBOX)`),
	ok(`A1 STORE 1 -x-gm-labels.silent "\\Sent" b`, &command.Store{Set: wire.Numbers(1), Action: command.StoreRemove, Silent: true, Attribute: command.StoreLabels,
		Labels: []string{`\Sent`, "b"}}, `A1 STORE 1 -X-GM-LABELS.SILENT (\Sent b)`),
	ok("A1 STORE 1 X-GM-LABELS ()", &command.Store{Set: wire.Numbers(1), Attribute: command.StoreLabels}, ""),
	ok(`A1 STORE 1 ANNOTATION (/comment (value.priv "My comment" value.shared NIL) /x (value ~{1+}`+"\r\n\x00))", &command.Store{Set: wire.Numbers(1), Attribute: command.StoreAnnotations,
		Annotations: []command.Annotation{
			{Entry: "/comment", Values: []command.AnnotationValue{{Attribute: "value.priv", Value: wire.Some("My comment")}, {Attribute: "value.shared"}}},
			{Entry: "/x", Values: []command.AnnotationValue{{Attribute: "value", Value: wire.Some("\x00")}}}}}, ""),
	bad("A1 STORE 1 (UNCHANGEDSINCE‸) FLAGS ()", "SP"),
	bad("A1 STORE 1 (UNCHANGEDSINCE ‸9223372036854775808) FLAGS ()", "mod-sequence-valzer"),
	bad("A1 STORE 1 X-GM-LABELS ‸", "astring"),
	bad(`A1 STORE 1 X-GM-LABELS (\‸)`, "flag"),
	bad("A1 STORE 1 ‸X-GM-RAW (a)", "FLAGS"),
	bad("A1 STORE 1 +‸ANNOTATION (/a (b NIL))", "FLAGS"),
	bad("A1 STORE 1 ANNOTATION (‸)", "astring"),
	bad(`A1 STORE 1 ANNOTATION (‸"/a*" (b NIL))`, "entry"),
	bad("A1 STORE 1 ANNOTATION (/a ‸b)", "'('"),
	bad("A1 STORE 1 ANNOTATION (/a (b ‸c))", "nstring"),

	ok(`A1 LIST (SPECIAL-USE) "" "*" RETURN (MYRIGHTS METADATA ("/shared/vendor/x" /private/comment) SPECIAL-USE)`, &command.List{
		Select: options("SPECIAL-USE"), Patterns: []string{"*"}, Return: options("MYRIGHTS", "METADATA", "SPECIAL-USE"),
		Metadata: []string{"/shared/vendor/x", "/private/comment"}}, `A1 LIST (SPECIAL-USE) "" * RETURN (MYRIGHTS METADATA (/shared/vendor/x /private/comment) SPECIAL-USE)`),
	bad(`A1 LIST "" * RETURN (METADATA‸)`, "SP"),
	bad(`A1 LIST "" * RETURN (METADATA ‸/a)`, "'('"),
	bad(`A1 LIST "" * RETURN (METADATA (‸"/a%"))`, "entry"),
	ok("A1 STATUS x (HIGHESTMODSEQ APPENDLIMIT MAILBOXID DELETED-STORAGE XYMHIGHESTMODSEQ)", nil, ""),
	ok(`A1 XLIST "" *`, &command.XList{Pattern: "*"}, ""),
	bad(`A1 XLIST ""‸`, "SP"),
}

func dated(name command.SearchKeyName) key { return key{Name: name, Date: feb1} }

// The search keys of extensions.
var keyTests = []test{
	ok("A1 SEARCH MODSEQ 620162338", keys(key{Name: "MODSEQ", Number: 620162338}), ""),
	ok("A1 SEARCH modseq 0", keys(key{Name: "MODSEQ"}), "A1 SEARCH MODSEQ 0"),
	ok(`A1 SEARCH MODSEQ "/flags/\\draft" ALL 620162338`, keys(key{Name: "MODSEQ", Flag: `\draft`, Text: "all", Number: 620162338}), `A1 SEARCH MODSEQ "/flags/\\draft" all 620162338`),
	ok(`A1 SEARCH MODSEQ "/FLAGS/$MDNSent" priv 1 MODSEQ "/flags/x" shared 2`, nil, `A1 SEARCH MODSEQ "/flags/$MDNSent" priv 1 MODSEQ "/flags/x" shared 2`),
	ok("A1 SEARCH OLDER 3600 YOUNGER 4294967295", keys(key{Name: "OLDER", Size: 3600}, key{Name: "YOUNGER", Size: 4294967295}), ""),
	ok("A1 SEARCH FUZZY (SUBJECT x) FUZZY NOT FROM y", keys(
		key{Name: "FUZZY", Keys: []key{{Name: command.SearchAnd, Keys: []key{{Name: "SUBJECT", Text: "x"}}}}},
		key{Name: "FUZZY", Keys: []key{{Name: "NOT", Keys: []key{{Name: "FROM", Text: "y"}}}}}), ""),
	ok("A1 SEARCH FILTER on-the-road SINCE 1-Feb-1994", keys(key{Name: "FILTER", Text: "on-the-road"}, dated("SINCE")), ""),
	ok("A1 SEARCH SAVEDBEFORE 1-Feb-1994 SAVEDON 1-Feb-1994 SAVEDSINCE 1-Feb-1994 savedatesupported", keys(
		dated("SAVEDBEFORE"), dated("SAVEDON"), dated("SAVEDSINCE"), key{Name: "SAVEDATESUPPORTED"}),
		"A1 SEARCH SAVEDBEFORE 1-Feb-1994 SAVEDON 1-Feb-1994 SAVEDSINCE 1-Feb-1994 SAVEDATESUPPORTED"),
	ok("A1 SEARCH EMAILID M6d99ac3275bb4e THREADID -_"+strings.Repeat("x", 253), keys(key{Name: "EMAILID", Text: "M6d99ac3275bb4e"},
		key{Name: "THREADID", Text: "-_" + strings.Repeat("x", 253)}), ""),
	ok(`A1 SEARCH X-GM-MSGID 18446744073709551615 X-GM-THRID 0 X-GM-RAW "has:attachment in:unread" X-GM-LABELS \Inbox X-GM-LABELS "a b"`, keys(
		key{Name: "X-GM-MSGID", Number: 1<<64 - 1}, key{Name: "X-GM-THRID"}, key{Name: "X-GM-RAW", Text: "has:attachment in:unread"},
		key{Name: "X-GM-LABELS", Text: `\Inbox`}, key{Name: "X-GM-LABELS", Text: "a b"}), ""),
	ok("A1 UID SEARCH UIDAFTER 25000 UIDBEFORE 4294967295", &command.Search{UID: true, Keys: []key{{Name: "UIDAFTER", Number: 25000}, {Name: "UIDBEFORE", Number: 4294967295}}}, ""),
	ok(`A1 SEARCH ANNOTATION /comment value "IMAP4" ANNOTATION * VALUE.PRIV NIL`, keys(
		key{Name: "ANNOTATION", Field: "/comment", Text: "value", Value: wire.Some("IMAP4")}, key{Name: "ANNOTATION", Field: "*", Text: "value.priv"}),
		`A1 SEARCH ANNOTATION /comment value "IMAP4" ANNOTATION * value.priv NIL`),
	ok("A1 SEARCH RETURN (CONTEXT update PARTIAL 500:400 RELEVANCY X (a)) ALL", &command.Search{Keys: []key{{Name: "ALL"}}, Return: []command.SearchOption{
		{Name: "CONTEXT"}, {Name: "UPDATE"}, {Name: "PARTIAL", Range: wire.PartialRange{First: 500, Last: 400}}, {Name: "RELEVANCY"}, {Name: "X", Value: wire.Value("(a)")}}},
		"A1 SEARCH RETURN (CONTEXT UPDATE PARTIAL 500:400 RELEVANCY X (a)) ALL"),
	bad("A1 SEARCH ‸.", "search-key"),
	bad("A1 SEARCH ALL ‸-x", "search-key"),
	bad("A1 SEARCH MODSEQ‸", "SP"),
	bad("A1 SEARCH MODSEQ ‸x", "mod-sequence-valzer"),
	bad("A1 SEARCH MODSEQ ‸9223372036854775808", "mod-sequence-valzer"),
	bad(`A1 SEARCH MODSEQ ‸"flags/x" all 1`, "entry-name"),
	bad(`A1 SEARCH MODSEQ ‸"/flags/" all 1`, "entry-name"),
	bad(`A1 SEARCH MODSEQ ‸"/flags/a b" all 1`, "entry-name"),
	bad(`A1 SEARCH MODSEQ "/flags/x"‸`, "SP"),
	bad(`A1 SEARCH MODSEQ "/flags/x" ‸any 1`, "entry-type-req"),
	bad(`A1 SEARCH MODSEQ "/flags/x" all‸`, "SP"),
	bad("A1 SEARCH OLDER ‸0", "nz-number"),
	bad("A1 SEARCH YOUNGER ‸4294967296", "nz-number"),
	bad("A1 SEARCH FUZZY‸", "SP"),
	bad("A1 SEARCH FUZZY ‸", "search-key"),
	bad("A1 SEARCH FILTER ‸a/b", "filter-name"),
	bad(`A1 SEARCH FILTER ‸"a"`, "atom"),
	bad("A1 SEARCH SAVEDON ‸x", "date"),
	bad("A1 SEARCH EMAILID ‸", "objectid"),
	bad("A1 SEARCH EMAILID a‸.b", "objectid"),
	bad(`A1 SEARCH THREADID ‸"a"`, "objectid"),
	bad("A1 SEARCH EMAILID "+strings.Repeat("x", 255)+"‸x", "objectid"),
	bad("A1 SEARCH X-GM-MSGID ‸18446744073709551616", "number"),
	bad("A1 SEARCH X-GM-RAW ‸(a)", "astring"),
	bad(`A1 SEARCH X-GM-LABELS \‸`, "flag"),
	bad("A1 SEARCH UIDAFTER ‸0", "nz-number"),
	bad("A1 SEARCH ANNOTATION /a ‸values x", "att-search"),
	bad("A1 SEARCH ANNOTATION /a value ‸x", "nstring"),
	bad("A1 SEARCH RETURN (PARTIAL‸) ALL", "SP"),
	bad("A1 SEARCH RETURN (PARTIAL ‸$) ALL", "nz-number"),
	bad("A1 SEARCH RETURN (UPDATE‸/x) ALL", "SP"),
	bad("A1 SEARCH "+strings.Repeat("FUZZY ", 50)+"‸ALL", "search-key"),
}

var sortTests = []test{
	ok("A1 SORT (SUBJECT REVERSE DATE) UTF-8 ALL", &command.Sort{Criteria: []command.SortCriterion{{Key: "SUBJECT"}, {Key: "DATE", Reverse: true}}, Charset: "UTF-8", Keys: []key{{Name: "ALL"}}}, ""),
	ok(`A1 uid sort return (update partial 1:10) (reverse arrival cc from size to displayfrom DisplayTo relevancy x-new) "us-ascii" text "not in mailbox"`, &command.Sort{
		UID: true, Return: []command.SearchOption{{Name: "UPDATE"}, {Name: "PARTIAL", Range: wire.PartialRange{First: 1, Last: 10}}},
		Criteria: []command.SortCriterion{{Key: "ARRIVAL", Reverse: true}, {Key: "CC"}, {Key: "FROM"}, {Key: "SIZE"}, {Key: "TO"}, {Key: "DISPLAYFROM"}, {Key: "DISPLAYTO"},
			{Key: "RELEVANCY"}, {Key: "X-NEW"}}, Charset: "us-ascii", Keys: []key{{Name: "TEXT", Text: "not in mailbox"}}},
		`A1 UID SORT RETURN (UPDATE PARTIAL 1:10) (REVERSE ARRIVAL CC FROM SIZE TO DISPLAYFROM DISPLAYTO RELEVANCY X-NEW) us-ascii TEXT "not in mailbox"`),
	ok("A1 SORT RETURN () (REVERSE ANNOTATION /altsubject value.shared) UTF-8 MODSEQ 1 1:5", nil, ""),
	bad("A1 SORT‸", "SP"),
	bad("A1 SORT ‸UTF-8 ALL", "'('"),
	bad("A1 SORT (‸) UTF-8 ALL", "sort-key"),
	bad("A1 SORT (REVERSE‸) UTF-8 ALL", "SP"),
	bad("A1 SORT (REVERSE ‸REVERSE DATE) UTF-8 ALL", "sort-key"),
	bad("A1 SORT (ANNOTATION /a‸) UTF-8 ALL", "SP"),
	bad("A1 SORT (DATE‸", "SP"),
	bad("A1 SORT (DATE)‸", "SP"),
	bad("A1 SORT (DATE) UTF-8‸", "SP"),
	bad("A1 SORT (DATE) UTF-8 ‸", "search-key"),
	ok(`A1 SORT (DATE) "" ALL`, &command.Sort{Criteria: []command.SortCriterion{{Key: "DATE"}}, EmptyCharset: true, Keys: []key{{Name: "ALL"}}}, ""),
	bad(`A1 SORT (DATE) ‸(x) ALL`, "astring"),
	bad("A1 SORT RETURN ()‸", "SP"),
	bad("A1 UID SORT RETURN () ‸UTF-8 ALL", "'('"),

	ok(`A1 THREAD REFERENCES UTF-8 SINCE 1-Feb-1994`, &command.Thread{Algorithm: command.ThreadReferences, Charset: "UTF-8", Keys: []key{dated("SINCE")}}, ""),
	ok(`A1 uid thread orderedsubject US-ASCII TEXT gewp`, &command.Thread{UID: true, Algorithm: command.ThreadOrderedSubject, Charset: "US-ASCII", Keys: []key{{Name: "TEXT", Text: "gewp"}}},
		"A1 UID THREAD ORDEREDSUBJECT US-ASCII TEXT gewp"),
	ok("A1 THREAD refs UTF-8 ALL", &command.Thread{Algorithm: "REFS", Charset: "UTF-8", Keys: []key{{Name: "ALL"}}}, "A1 THREAD REFS UTF-8 ALL"),
	bad("A1 THREAD‸", "SP"),
	bad(`A1 THREAD ‸"REFERENCES" UTF-8 ALL`, "atom"),
	bad("A1 THREAD REFERENCES‸", "SP"),
	bad("A1 THREAD REFERENCES UTF-8‸", "SP"),
	bad("A1 THREAD REFERENCES UTF-8 (ALL‸", "SP"),

	ok(`A1 CANCELUPDATE "B01" "b]"`, nil, ""),
	ok(`A1 CANCELUPDATE "B01"`, &command.CancelUpdate{Tags: []tag.Tag{"B01"}}, ""),
	bad("A1 CANCELUPDATE‸", "SP"),
	bad("A1 CANCELUPDATE ‸B01", "quoted"),
	bad("A1 CANCELUPDATE ‸{3+}\r\nB01", "quoted"),
	bad(`A1 CANCELUPDATE ‸"a b"`, "tag"),
	bad(`A1 CANCELUPDATE ‸""`, "tag"),

	ok("A1 UIDBATCHES 2000", &command.UIDBatches{Size: 2000}, ""),
	ok("A1 UIDBATCHES 2000 10:20", &command.UIDBatches{Size: 2000, First: 10, Last: 20}, ""),
	bad("A1 UIDBATCHES‸", "SP"),
	bad("A1 UIDBATCHES ‸0", "nz-number"),
	bad("A1 UIDBATCHES 1 ‸*:2", "nz-number"),
	bad("A1 UIDBATCHES 1 2‸", "':'"),
	bad("A1 UIDBATCHES 1 1:2‸,3", "CRLF"),
}

func part(data string) *command.AppendPart {
	return &command.AppendPart{Size: int64(len(data)), Data: strings.NewReader(data)}
}

func utf8Part(data string) *command.AppendPart {
	p := part(data)
	p.UTF8 = true
	return p
}

func catenate(parts ...*command.AppendPart) *command.AppendMessage {
	return &command.AppendMessage{Catenate: true, Parts: parts}
}

func utf8Message(data string) *command.AppendMessage {
	m := message(data, time.Time{})
	m.UTF8, m.Binary = true, true
	return m
}

func appendOf(m ...*command.AppendMessage) *command.Append {
	return &command.Append{Mailbox: "x", Messages: m}
}

// CATENATE, UTF8, REPLACE, and the extensions of APPEND.
var partTests = []test{
	ok("A1 APPEND x CATENATE (URL \"/Drafts;UIDVALIDITY=385759045/;UID=20/;section=HEADER\" TEXT {4+}\r\nabcd text {0}\r\n url a)", appendOf(catenate(
		&command.AppendPart{URL: "/Drafts;UIDVALIDITY=385759045/;UID=20/;section=HEADER"}, part("abcd"), part(""), &command.AppendPart{URL: "a"})),
		"A1 APPEND x CATENATE (URL /Drafts;UIDVALIDITY=385759045/;UID=20/;section=HEADER TEXT {4+}\r\nabcd TEXT {0+}\r\n URL a)"),
	ok("A1 APPEND x (\\Seen) catenate (TEXT {1+}\r\na) {1+}\r\nb CATENATE (URL u)", appendOf(
		&command.AppendMessage{Flags: []wire.Flag{wire.Seen}, Catenate: true, Parts: []*command.AppendPart{part("a")}}, message("b", time.Time{}), catenate(&command.AppendPart{URL: "u"})),
		"A1 APPEND x (\\Seen) CATENATE (TEXT {1+}\r\na) {1+}\r\nb CATENATE (URL u)"),
	ok("A1 APPEND x UTF8 (~{3+}\r\n\x00\r\n)", appendOf(utf8Message("\x00\r\n")), ""),
	ok("A1 APPEND x utf8 (~{1}\r\na) UTF8 (~{0+}\r\n)", appendOf(utf8Message("a"), utf8Message("")), "A1 APPEND x UTF8 (~{1+}\r\na) UTF8 (~{0+}\r\n)"),
	ok("A1 APPEND x CATENATE (UTF8 (~{1+}\r\na) TEXT {1+}\r\nb)", appendOf(catenate(utf8Part("a"), part("b"))), ""),
	ok("A1 APPEND x (a) ANNOTATION (/comment (value.priv \"x\")) FOO (a {1+}\r\nb) BAR 1:2 {1+}\r\na", appendOf(&command.AppendMessage{
		Flags: []wire.Flag{"a"}, Annotations: []command.Annotation{{Entry: "/comment", Values: []command.AnnotationValue{{Attribute: "value.priv", Value: wire.Some("x")}}}},
		Extensions: []wire.Extension{{Name: "FOO", Value: wire.Value("(a {1+}\r\nb)")}, {Name: "BAR", Value: wire.Value("1:2")}},
		Size:       1, Data: strings.NewReader("a")}), ""),
	ok("A1 REPLACE 5 Drafts (\\Seen) \" 1-Nov-2020 00:00:00 +0000\" {2}\r\nab", &command.Replace{Number: 5, Mailbox: "Drafts", Message: message("ab", utc1, wire.Seen)},
		"A1 REPLACE 5 Drafts (\\Seen) \" 1-Nov-2020 00:00:00 +0000\" {2+}\r\nab"),
	ok("A1 uid replace * inbox CATENATE (URL u TEXT {1+}\r\na)", &command.Replace{UID: true, Number: wire.Star, Mailbox: "INBOX", Message: catenate(&command.AppendPart{URL: "u"}, part("a"))},
		"A1 UID REPLACE * INBOX CATENATE (URL u TEXT {1+}\r\na)"),
	ok("A1 REPLACE 1 x UTF8 (~{1+}\r\na)", &command.Replace{Number: 1, Mailbox: "x", Message: utf8Message("a")}, ""),
	bad("A1 APPEND x CATENATE‸", "SP"),
	bad("A1 APPEND x CATENATE ‸TEXT {1+}\r\na", "'('"),
	bad("A1 APPEND x CATENATE (‸)", "cat-part"),
	bad("A1 APPEND x CATENATE (‸FILE a)", "cat-part"),
	bad("A1 APPEND x CATENATE (TEXT‸)", "SP"),
	bad("A1 APPEND x CATENATE (TEXT ‸\"a\")", "literal"),
	bad("A1 APPEND x CATENATE (TEXT ‸~{1+}\r\na)", "literal"),
	bad("A1 APPEND x CATENATE (URL ‸\"\")", "url"),
	bad("A1 APPEND x CATENATE (URL a‸", "SP"),
	bad("A1 APPEND x CATENATE (TEXT {1+}\r\na‸", "SP"),
	bad("A1 APPEND x CATENATE (TEXT {1+}\r\na)‸)", "CRLF"),
	bad("A1 APPEND x CATENATE (TEXT {1+}\r\na) b‸", "SP"),
	bad("A1 APPEND x UTF8‸", "SP"),
	bad("A1 APPEND x UTF8 ‸~{1+}\r\na", "'('"),
	bad("A1 APPEND x UTF8 (‸{1+}\r\na)", "literal8"),
	bad("A1 APPEND x UTF8 (~{1+}\r\na‸", "')'"),
	bad("A1 APPEND x UTF8 (~{1+}\r\na‸b)", "')'"),
	bad("A1 APPEND x CATENATE (UTF8 (~{1+}\r\na‸ TEXT {1+}\r\nb)", "')'"),
	bad("A1 APPEND x FOO ‸{1+}\r\na", "append-ext-value"),
	bad("A1 APPEND x FOO ‸\"x\" {1+}\r\na", "append-ext-value"),
	bad("A1 APPEND x FOO ‸ ", "append-ext-value"),
	bad("A1 APPEND x FOO ‸bar {1+}\r\na", "append-ext-value"),
	bad("A1 APPEND x {1+}\r\na b‸", "SP"),
	bad("A1 APPEND x FOO 1‸", "SP"),
	bad("A1 APPEND x ANNOTATION (/a (b NIL))‸", "SP"),
	bad("A1 REPLACE‸", "SP"),
	bad("A1 REPLACE ‸0 x {1+}\r\na", "nz-number"),
	bad("A1 REPLACE 1‸:2 x {1+}\r\na", "SP"),
	bad("A1 REPLACE 1‸", "SP"),
	bad("A1 REPLACE 1 x‸", "SP"),
	bad("A1 REPLACE 1 x ‸", "literal8"),
	bad("A1 REPLACE 1 x {1+}\r\na‸ {1+}\r\nb", "CRLF"),
	bad("A1 REPLACE 1 x CATENATE (URL u‸", "SP"),
	bad("A1 REPLACE 1 x CATENATE (URL u)‸ {1+}\r\nb", "CRLF"),
}

// ESEARCH and NOTIFY.
var sourceTests = []test{
	ok(`A1 ESEARCH IN (mailboxes "folder1" subtree "folder2") unseen`, &command.ESearch{Sources: []command.MailboxFilter{
		{Name: "mailboxes", Mailboxes: []string{"folder1"}}, {Name: "subtree", Mailboxes: []string{"folder2"}}}, Keys: []key{{Name: "UNSEEN"}}},
		"A1 ESEARCH IN (mailboxes folder1 subtree folder2) UNSEEN"),
	ok(`A1 esearch in (selected INBOXES Personal subscribed subtree-one (a inbox "c d")) return (count) charset utf-8 all`, &command.ESearch{Sources: []command.MailboxFilter{
		{Name: "selected"}, {Name: "inboxes"}, {Name: "personal"}, {Name: "subscribed"}, {Name: "subtree-one", Mailboxes: []string{"a", "INBOX", "c d"}}},
		Return: results("COUNT"), Charset: "utf-8", Keys: []key{{Name: "ALL"}}},
		`A1 ESEARCH IN (selected inboxes personal subscribed subtree-one (a INBOX "c d")) RETURN (COUNT) CHARSET utf-8 ALL`),
	ok("A1 ESEARCH IN (mailboxes (a b) (x y 1 z (q))) ALL", &command.ESearch{Sources: []command.MailboxFilter{{Name: "mailboxes", Mailboxes: []string{"a", "b"}}},
		Scope: []wire.Extension{{Name: "x"}, {Name: "y", Value: wire.Value("1")}, {Name: "z", Value: wire.Value("(q)")}}, Keys: []key{{Name: "ALL"}}},
		""),
	ok(`A1 UID ESEARCH FROM "frobozz" 1:100`, &command.ESearch{UID: true, Keys: []key{{Name: "FROM", Text: "frobozz"}, {Name: command.SearchSet, Set: wire.RangeOf(1, 100)}}},
		"A1 UID ESEARCH FROM frobozz 1:100"),
	ok("A1 uid esearch IN (inboxes) ALL", &command.ESearch{UID: true, Sources: []command.MailboxFilter{{Name: "inboxes"}}, Keys: []key{{Name: "ALL"}}}, "A1 UID ESEARCH IN (inboxes) ALL"),
	bad("A1 UID ESEARCH IN (‸) ALL", "filter-mailboxes"),
	ok("A1 ESEARCH UNSEEN", &command.ESearch{Keys: []key{{Name: "UNSEEN"}}}, ""),
	ok("A1 ESEARCH RETURN () 1:5", nil, ""),
	bad("A1 ESEARCH‸", "SP"),
	bad("A1 ESEARCH ‸", "search-key"),
	bad("A1 ESEARCH IN‸", "SP"),
	bad("A1 ESEARCH IN ‸inboxes ALL", "'('"),
	bad("A1 ESEARCH IN (‸) ALL", "filter-mailboxes"),
	bad("A1 ESEARCH IN (‸(x)) ALL", "filter-mailboxes"),
	bad("A1 ESEARCH IN (‸selected-delayed) ALL", "filter-mailboxes"),
	bad("A1 ESEARCH IN (‸everything) ALL", "filter-mailboxes"),
	bad("A1 ESEARCH IN (subtree‸) ALL", "SP"),
	bad("A1 ESEARCH IN (subtree (‸)) ALL", "astring"),
	bad("A1 ESEARCH IN (inboxes (‸)) ALL", "tagged-ext-label"),
	bad("A1 ESEARCH IN (inboxes (x) ‸personal) ALL", "')'"),
	bad("A1 ESEARCH IN (inboxes)‸", "SP"),

	ok("A1 NOTIFY NONE", &command.Notify{}, ""),
	ok("A1 notify set status (selected (messagenew (uid body.peek[header.fields (from to subject)]) MESSAGEEXPUNGE)) (subtree Lists (MessageNew X-Other)) (selected-delayed none)", &command.Notify{Status: true, Groups: []command.EventGroup{
		{Filter: command.MailboxFilter{Name: "selected"}, Events: []command.Event{{Name: command.EventMessageNew, Items: []command.FetchItem{
			{Name: "UID"}, {Name: command.FetchPeek, Section: wire.Section{Text: wire.SectionHeaderFields, Fields: []string{"from", "to", "subject"}}}}}, {Name: command.EventMessageExpunge}}},
		{Filter: command.MailboxFilter{Name: "subtree", Mailboxes: []string{"Lists"}}, Events: []command.Event{{Name: command.EventMessageNew}, {Name: "X-Other"}}},
		{Filter: command.MailboxFilter{Name: "selected-delayed"}}}},
		"A1 NOTIFY SET STATUS (selected (MessageNew (UID BODY.PEEK[HEADER.FIELDS (from to subject)]) MessageExpunge)) (subtree Lists (MessageNew X-Other)) (selected-delayed NONE)"),
	ok("A1 NOTIFY SET (mailboxes (a b) (FlagChange AnnotationChange MailboxName SubscriptionChange MailboxMetadataChange ServerMetadataChange))", nil, ""),
	ok("A1 NOTIFY SET (selected (MessageNew (PREVIEW (LAZY))))", nil, ""),
	bad("A1 NOTIFY‸", "SP"),
	bad("A1 NOTIFY ‸ALL", "SET"),
	bad("A1 NOTIFY NONE‸ x", "CRLF"),
	bad("A1 NOTIFY SET‸", "SP"),
	bad("A1 NOTIFY SET STATUS‸", "SP"),
	bad("A1 NOTIFY SET ‸selected", "'('"),
	bad("A1 NOTIFY SET (‸nothing NONE)", "filter-mailboxes"),
	bad("A1 NOTIFY SET (selected‸)", "SP"),
	bad("A1 NOTIFY SET (selected ‸MessageNew)", "'('"),
	bad("A1 NOTIFY SET (selected (‸))", "atom"),
	bad("A1 NOTIFY SET (selected (MessageNew (‸)))", "fetch-att"),
	bad("A1 NOTIFY SET (selected (FlagChange ‸(UID)))", "atom"),
	bad("A1 NOTIFY SET (selected NONE‸", "')'"),
	bad("A1 NOTIFY SET (selected NONE) ‸", "'('"),
}

// ACL, QUOTA.
var rightsTests = []test{
	ok("A1 SETACL INBOX/Drafts Byron lrswikda", &command.SetACL{Mailbox: "INBOX/Drafts", Identifier: "Byron", Rights: "lrswikda"}, ""),
	ok(`A1 setacl inbox "-j s" +lr0`, &command.SetACL{Mailbox: "INBOX", Identifier: "-j s", Change: command.RightsAdd, Rights: "lr0"}, `A1 SETACL INBOX "-j s" +lr0`),
	ok(`A1 SETACL x y "-d"`, &command.SetACL{Mailbox: "x", Identifier: "y", Change: command.RightsRemove, Rights: "d"}, `A1 SETACL x y -d`),
	ok(`A1 SETACL x y ""`, &command.SetACL{Mailbox: "x", Identifier: "y"}, ""),
	ok(`A1 SETACL x y +`, &command.SetACL{Mailbox: "x", Identifier: "y", Change: command.RightsAdd}, ""),
	ok("A1 DELETEACL x {3+}\r\na\r\n", &command.DeleteACL{Mailbox: "x", Identifier: "a\r\n"}, ""),
	ok("A1 GETACL inbox", &command.GetACL{Mailbox: "INBOX"}, "A1 GETACL INBOX"),
	ok("A1 LISTRIGHTS ~/Mail/saved smith", &command.ListRights{Mailbox: "~/Mail/saved", Identifier: "smith"}, ""),
	ok("A1 MYRIGHTS INBOX", &command.MyRights{Mailbox: "INBOX"}, ""),
	bad("A1 SETACL x‸", "SP"),
	bad("A1 SETACL x y‸", "SP"),
	bad("A1 SETACL x y ‸", "astring"),
	bad("A1 SETACL x y ‸LR", "mod-rights"),
	bad("A1 SETACL x y ‸+-l", "mod-rights"),
	bad("A1 SETACL x y l‸ r", "CRLF"),
	bad("A1 DELETEACL x‸", "SP"),
	bad("A1 GETACL x‸ y", "CRLF"),
	bad("A1 LISTRIGHTS x ‸", "astring"),
	bad("A1 MYRIGHTS ‸", "astring"),

	ok(`A1 GETQUOTA ""`, &command.GetQuota{}, ""),
	ok(`A1 GETQUOTA "!partition/sda4"`, &command.GetQuota{Root: "!partition/sda4"}, "A1 GETQUOTA !partition/sda4"),
	ok("A1 GETQUOTAROOT inbox", &command.GetQuotaRoot{Mailbox: "INBOX"}, "A1 GETQUOTAROOT INBOX"),
	ok(`A1 SETQUOTA "" (storage 512 X-NEW 9223372036854775807)`, &command.SetQuota{Limits: []command.QuotaLimit{{Resource: "STORAGE", Limit: 512}, {Resource: "X-NEW", Limit: maxModSeq}}},
		`A1 SETQUOTA "" (STORAGE 512 X-NEW 9223372036854775807)`),
	ok("A1 SETQUOTA x ()", &command.SetQuota{Root: "x"}, ""),
	bad("A1 GETQUOTA‸", "SP"),
	bad("A1 GETQUOTAROOT ‸", "astring"),
	bad("A1 SETQUOTA x‸", "SP"),
	bad("A1 SETQUOTA x ‸STORAGE 1", "'('"),
	bad("A1 SETQUOTA x (STORAGE‸)", "SP"),
	bad("A1 SETQUOTA x (STORAGE ‸-1)", "number64"),
	bad("A1 SETQUOTA x (STORAGE 1 ‸)", "atom"),
}

// METADATA, URLAUTH, COMPRESS, LANGUAGE, CONVERT.
var textTests = []test{
	ok(`A1 GETMETADATA "" /shared/comment`, &command.GetMetadata{Entries: []string{"/shared/comment"}}, ""),
	ok(`A1 GETMETADATA (maxsize 0 depth INFINITY X (a)) inbox (/shared/comment "/private/a b")`, &command.GetMetadata{Limited: true, Depth: command.DepthInfinity,
		Options: []wire.Extension{{Name: "X", Value: wire.Value("(a)")}}, Mailbox: "INBOX", Entries: []string{"/shared/comment", "/private/a b"}},
		`A1 GETMETADATA (MAXSIZE 0 DEPTH infinity X (a)) INBOX (/shared/comment "/private/a b")`),
	ok(`A1 GETMETADATA "INBOX" (MAXSIZE 1024 DEPTH 1) (/shared/comment)`, &command.GetMetadata{Limited: true, MaxSize: 1024, Depth: command.DepthOne, Mailbox: "INBOX", Entries: []string{"/shared/comment"}},
		"A1 GETMETADATA (MAXSIZE 1024 DEPTH 1) INBOX /shared/comment"),
	ok(`A1 GETMETADATA x (DEPTH 0) /a`, &command.GetMetadata{Depth: command.DepthZero, Mailbox: "x", Entries: []string{"/a"}}, "A1 GETMETADATA (DEPTH 0) x /a"),
	ok(`A1 GETMETADATA x ({2}`+"\r\n/a \"/b\")", nil, "A1 GETMETADATA x (/a /b)"),
	bad("A1 GETMETADATA‸", "SP"),
	bad("A1 GETMETADATA (‸) x /a", "tagged-ext-label"),
	bad("A1 GETMETADATA (MAXSIZE ‸x) x /a", "number"),
	bad("A1 GETMETADATA (DEPTH ‸2) x /a", "scope-opt"),
	bad("A1 GETMETADATA (DEPTH 1) x‸", "SP"),
	bad("A1 GETMETADATA (DEPTH 1) x (/a ‸)", "astring"),
	ok(`A1 GETMETADATA x ("a" b)`, &command.GetMetadata{Mailbox: "x", Entries: []string{"a", "b"}}, ""),
	bad("A1 GETMETADATA x (DEPTH 1)‸", "SP"),
	bad("A1 GETMETADATA x (DEPTH 1) (/a)‸ /b", "CRLF"),
	bad(`A1 GETMETADATA x ‸"/a%"`, "entry"),
	bad("A1 GETMETADATA x /a‸ /b", "CRLF"),

	ok(`A1 SETMETADATA INBOX (/private/comment "My new comment across`+` lines" /shared/comment nil /x ~{2+}`+"\r\n\x00\n)", &command.SetMetadata{Mailbox: "INBOX", Entries: []command.MetadataEntry{
		{Name: "/private/comment", Value: wire.Some("My new comment across lines")}, {Name: "/shared/comment"}, {Name: "/x", Value: wire.Some("\x00\n")}}},
		`A1 SETMETADATA INBOX (/private/comment "My new comment across lines" /shared/comment NIL /x ~{2+}`+"\r\n\x00\n)"),
	ok("A1 SETMETADATA \"\" (/a ~{1+}\r\nb)", &command.SetMetadata{Entries: []command.MetadataEntry{{Name: "/a", Value: wire.Some("b")}}}, `A1 SETMETADATA "" (/a "b")`),
	bad("A1 SETMETADATA x‸", "SP"),
	bad("A1 SETMETADATA x ‸/a", "'('"),
	bad("A1 SETMETADATA x (‸)", "astring"),
	bad("A1 SETMETADATA x (/a‸)", "SP"),
	bad("A1 SETMETADATA x (/a ‸b)", "nstring"),
	bad("A1 SETMETADATA x (/a ~‸x)", "literal8"),
	bad("A1 SETMETADATA x (/a ~{1+}\r\nb‸c)", "SP"),

	ok("A1 GENURLAUTH \"imap://joe@example.com/INBOX/;uid=20/;section=1.2;expire=2005-04-01T00:00:00Z;urlauth=anonymous\" internal", &command.GenURLAuth{Requests: []command.URLAuthRequest{
		{Rump: "imap://joe@example.com/INBOX/;uid=20/;section=1.2;expire=2005-04-01T00:00:00Z;urlauth=anonymous", Mechanism: "INTERNAL"}}},
		"A1 GENURLAUTH imap://joe@example.com/INBOX/;uid=20/;section=1.2;expire=2005-04-01T00:00:00Z;urlauth=anonymous INTERNAL"),
	ok("A1 GENURLAUTH a INTERNAL b X", nil, ""),
	ok("A1 RESETKEY", &command.ResetKey{}, ""),
	ok("A1 RESETKEY inbox", &command.ResetKey{Mailbox: "INBOX"}, "A1 RESETKEY INBOX"),
	ok("A1 RESETKEY x internal Y", &command.ResetKey{Mailbox: "x", Mechanisms: []string{"INTERNAL", "Y"}}, "A1 RESETKEY x INTERNAL Y"),
	ok(`A1 URLFETCH a "b c"`, &command.URLFetch{Requests: []command.URLFetchRequest{{URL: "a"}, {URL: "b c"}}}, ""),
	ok("A1 URLFETCH (a body Binary BODYPARTSTRUCTURE x) (b)", &command.URLFetch{Requests: []command.URLFetchRequest{
		{URL: "a", Extended: true, Params: []string{"BODY", "BINARY", "BODYPARTSTRUCTURE", "X"}}, {URL: "b", Extended: true}}}, "A1 URLFETCH (a BODY BINARY BODYPARTSTRUCTURE X) (b)"),
	bad("A1 GENURLAUTH‸", "SP"),
	bad("A1 GENURLAUTH a‸", "SP"),
	bad(`A1 GENURLAUTH a ‸"INTERNAL"`, "atom"),
	bad("A1 GENURLAUTH a X ‸", "astring"),
	bad("A1 RESETKEY ‸", "astring"),
	bad(`A1 RESETKEY ‸""`, "mailbox"),
	bad("A1 RESETKEY a ‸", "atom"),
	bad("A1 URLFETCH‸", "SP"),
	bad("A1 URLFETCH (‸)", "astring"),
	bad("A1 URLFETCH (a ‸(BODY))", "atom"),
	bad("A1 URLFETCH (a)‸(b)", "CRLF"),

	ok("A1 COMPRESS deflate", &command.Compress{Algorithm: "DEFLATE"}, "A1 COMPRESS DEFLATE"),
	bad("A1 COMPRESS‸", "SP"),
	bad("A1 COMPRESS DEFLATE‸ x", "CRLF"),
	bad("A1 UNAUTHENTICATE‸ x", "CRLF"),

	ok("A1 LANGUAGE", &command.Language{}, ""),
	ok(`A1 LANGUAGE FR-CA "EN"`, &command.Language{Ranges: []string{"FR-CA", "EN"}}, "A1 LANGUAGE FR-CA EN"),
	ok(`A1 COMPARATOR`, &command.Comparator{}, ""),
	ok(`A1 COMPARATOR "cz;*" i;basic`, &command.Comparator{Order: []string{"cz;*", "i;basic"}}, ""),
	bad("A1 LANGUAGE ‸", "astring"),
	bad("A1 COMPARATOR ‸(", "astring"),

	ok(`A1 CONVERSIONS "image/gif" "*"`, &command.Conversions{From: "image/gif", To: "*"}, `A1 CONVERSIONS image/gif "*"`),
	ok("A1 conversions text/html {7+}\r\nimage/*", &command.Conversions{From: "text/html", To: "image/*"}, `A1 CONVERSIONS text/html "image/*"`),
	ok("A1 CONVERSIONS {7+}\r\ntext/*x image/png", &command.Conversions{From: "text/*x", To: "image/png"}, `A1 CONVERSIONS "text/*x" image/png`),
	bad("A1 CONVERSIONS ‸* text/html", "astring"),
	bad("A1 CONVERSIONS text/html‸", "SP"),
	bad("A1 SORT (‸1SIZE) UTF-8 ALL", "sort-key"),
	bad("A1 APPEND x ‸5 (a) {1+}\r\nx", "literal8"),
	ok(`A1 CONVERT 2 ("text/plain" ("charset" "us-ascii" x "a b")) BINARY[3]<1.2>`, &command.Convert{Set: wire.Numbers(2), Type: wire.Some("text/plain"),
		Params: []command.TranscodingParam{{Name: "charset", Value: "us-ascii"}, {Name: "x", Value: "a b"}},
		Items:  []command.FetchItem{{Name: command.FetchBinary, Section: wire.Section{Part: []uint32{3}}, Partial: wire.Partial{Offset: 1, Length: 2}}}},
		`A1 CONVERT 2 ("text/plain" (charset us-ascii x "a b")) BINARY[3]<1.2>`),
	ok(`A1 uid convert 1:* (nil) (uid BODYPARTSTRUCTURE[3] BINARY.SIZE[1] BODY[HEADER] BODY[1.HEADER] body[2.mime] AVAILABLECONVERSIONS[2])`, &command.Convert{UID: true, Set: wire.RangeOf(1, 0), Items: []command.FetchItem{
		{Name: "UID"}, {Name: command.ConvertStructure, Section: wire.Section{Part: []uint32{3}}}, {Name: command.FetchBinarySize, Section: wire.Section{Part: []uint32{1}}},
		{Name: command.FetchSection, Section: wire.Section{Text: wire.SectionHeader}}, {Name: command.FetchSection, Section: wire.Section{Part: []uint32{1}, Text: wire.SectionHeader}},
		{Name: command.FetchSection, Section: wire.Section{Part: []uint32{2}, Text: wire.SectionMIME}}, {Name: command.ConvertAvailable, Section: wire.Section{Part: []uint32{2}}}}},
		"A1 UID CONVERT 1:* (NIL) (UID BODYPARTSTRUCTURE[3] BINARY.SIZE[1] BODY[HEADER] BODY[1.HEADER] BODY[2.MIME] AVAILABLECONVERSIONS[2])"),
	ok("A1 CONVERSIONS image/gif {5+}\r\naud/*", &command.Conversions{From: "image/gif", To: "aud/*"}, `A1 CONVERSIONS image/gif "aud/*"`),
	bad(`A1 CONVERSIONS ‸(`, "astring"),
	bad(`A1 CONVERSIONS "a"‸`, "SP"),
	bad("A1 CONVERT 1‸", "SP"),
	bad("A1 CONVERT 1 ‸NIL UID", "'('"),
	bad("A1 CONVERT 1 (‸a) UID", "quoted-to-mime-type"),
	bad(`A1 CONVERT 1 (‸"a") UID`, "quoted-to-mime-type"),
	bad("A1 CONVERT 1 (NIL (‸)) UID", "astring"),
	bad("A1 CONVERT 1 (NIL (a‸)) UID", "SP"),
	bad("A1 CONVERT 1 (NIL) ‸FLAGS", "convert-att"),
	bad("A1 CONVERT 1 (NIL) ‸BODY[TEXT]", "convert-att"),
	bad("A1 CONVERT 1 (NIL) ‸BODY[]", "convert-att"),
	bad("A1 CONVERT 1 (NIL) BINARY.SIZE[1]‸<0.1>", "CRLF"),
	bad("A1 CONVERT 1 (NIL) (UID ‸)", "convert-att"),
}
