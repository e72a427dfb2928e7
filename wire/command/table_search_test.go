package command_test

import (
	"strings"
	"time"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

type key = command.SearchKey

func keys(k ...key) *command.Search { return &command.Search{Keys: k} }

func results(names ...command.SearchOptionName) []command.SearchOption {
	list := []command.SearchOption{}
	for _, n := range names {
		list = append(list, command.SearchOption{Name: n})
	}
	return list
}

var feb1 = wire.Date{Year: 1994, Month: time.February, Day: 1}

var searchTests = []test{
	ok("A1 SEARCH ALL", keys(key{Name: "ALL"}), ""),
	ok("A1 search answered Deleted DRAFT flagged NEW OLD RECENT SEEN UNANSWERED UNDELETED UNDRAFT UNFLAGGED UNSEEN", nil,
		"A1 SEARCH ANSWERED DELETED DRAFT FLAGGED NEW OLD RECENT SEEN UNANSWERED UNDELETED UNDRAFT UNFLAGGED UNSEEN"),
	ok(`A1 SEARCH BCC a BODY "b c" CC d FROM "Smith" SUBJECT {1}`+"\r\n"+`x TEXT "" TO y`, keys(
		key{Name: "BCC", Text: "a"}, key{Name: "BODY", Text: "b c"}, key{Name: "CC", Text: "d"}, key{Name: "FROM", Text: "Smith"},
		key{Name: "SUBJECT", Text: "x"}, key{Name: "TEXT"}, key{Name: "TO", Text: "y"}),
		`A1 SEARCH BCC a BODY "b c" CC d FROM Smith SUBJECT x TEXT "" TO y`),
	ok(`A1 SEARCH HEADER Message-ID "<a@b>" HEADER "X" ""`, keys(key{Name: "HEADER", Field: "Message-ID", Text: "<a@b>"}, key{Name: "HEADER", Field: "X"}),
		`A1 SEARCH HEADER Message-ID <a@b> HEADER X ""`),
	ok("A1 SEARCH KEYWORD $Junk UNKEYWORD x", keys(key{Name: "KEYWORD", Flag: "$Junk"}, key{Name: "UNKEYWORD", Flag: "x"}), ""),
	ok(`A1 SEARCH BEFORE 1-Feb-1994 ON "01-feb-1994" SINCE "1-FEB-1994" SENTBEFORE 1-Feb-1994 SENTON 1-Feb-1994 SENTSINCE 1-Feb-1994`, keys(
		key{Name: "BEFORE", Date: feb1}, key{Name: "ON", Date: feb1}, key{Name: "SINCE", Date: feb1},
		key{Name: "SENTBEFORE", Date: feb1}, key{Name: "SENTON", Date: feb1}, key{Name: "SENTSINCE", Date: feb1}),
		"A1 SEARCH BEFORE 1-Feb-1994 ON 1-Feb-1994 SINCE 1-Feb-1994 SENTBEFORE 1-Feb-1994 SENTON 1-Feb-1994 SENTSINCE 1-Feb-1994"),
	ok("A1 SEARCH LARGER 5000000000 SMALLER 0", keys(key{Name: "LARGER", Size: 5000000000}, key{Name: "SMALLER"}), ""),
	ok("A1 SEARCH UID 1:*,5 3,2 $ * UID $", keys(
		key{Name: "UID", Set: wire.Set{Ranges: []wire.Range{{First: 1}, {First: 5, Last: 5}}}}, key{Name: command.SearchSet, Set: wire.Numbers(3, 2)},
		key{Name: command.SearchSet, Set: wire.Set{Saved: true}}, key{Name: command.SearchSet, Set: wire.RangeOf(0, 0)},
		key{Name: "UID", Set: wire.Set{Saved: true}}), ""),
	ok("A1 SEARCH NOT SEEN OR DELETED (DRAFT FLAGGED)", keys(
		key{Name: "NOT", Keys: []key{{Name: "SEEN"}}},
		key{Name: "OR", Keys: []key{{Name: "DELETED"}, {Name: command.SearchAnd, Keys: []key{{Name: "DRAFT"}, {Name: "FLAGGED"}}}}}), ""),
	ok("A1 SEARCH NOT NOT OR OR ALL ALL (((ALL)))", nil, ""),
	ok("A1 SEARCH "+strings.Repeat("NOT ", 49)+"ALL", nil, ""),
	ok("A1 SEARCH "+strings.Repeat("(", 24)+"1"+strings.Repeat(")", 24), nil, ""),
	ok("A1 UID SEARCH CHARSET UTF-8 TEXT {2+}\r\n\xc3\xa9", &command.Search{UID: true, Charset: "UTF-8", Keys: []key{{Name: "TEXT", Text: "é"}}}, ""),
	ok(`A1 SEARCH charset "utf-8" ALL`, &command.Search{Charset: "utf-8", Keys: []key{{Name: "ALL"}}}, "A1 SEARCH CHARSET utf-8 ALL"),
	ok("A1 SEARCH RETURN () ALL", &command.Search{Return: results(), Keys: []key{{Name: "ALL"}}}, ""),
	ok("A1 SEARCH return (min MAX All COUNT save) 1", &command.Search{Return: results("MIN", "MAX", "ALL", "COUNT", "SAVE"), Keys: []key{{Name: command.SearchSet, Set: wire.Numbers(1)}}},
		"A1 SEARCH RETURN (MIN MAX ALL COUNT SAVE) 1"),
	ok("A1 UID SEARCH RETURN (PARTIAL 1:500 MIN) CHARSET US-ASCII UNSEEN", &command.Search{UID: true, Charset: "US-ASCII",
		Return: []command.SearchOption{{Name: "PARTIAL", Range: wire.PartialRange{First: 1, Last: 500}}, {Name: "MIN"}}, Keys: []key{{Name: "UNSEEN"}}}, ""),

	bad("A1 SEARCH‸", "SP"),
	bad("A1 SEARCH ‸", "search-key"),
	ok("A1 SEARCH foo", &command.Search{Keys: []command.SearchKey{{Name: "foo"}}}, ""),
	ok("A1 SEARCH UNANSWEREDX ALL", &command.Search{Keys: []command.SearchKey{{Name: "UNANSWEREDX"}, {Name: "ALL"}}}, ""),
	ok("A1 SEARCH OR X-RAW \"a b\" {3+}\r\nc d ~{1+}\r\n\x00 NOT X-ANY 1:5 (X.Y \"\") SEEN", &command.Search{Keys: []command.SearchKey{
		{Name: "OR", Keys: []command.SearchKey{
			{Name: "X-RAW", Args: wire.Value("\"a b\" {3+}\r\nc d ~{1+}\r\n\x00")},
			{Name: "NOT", Keys: []command.SearchKey{{Name: "X-ANY"}}},
		}},
		{Name: command.SearchSet, Set: wire.RangeOf(1, 5)},
		{Name: command.SearchAnd, Keys: []command.SearchKey{{Name: "X.Y", Args: wire.Value(`""`)}}},
		{Name: "SEEN"},
	}}, ""),
	ok("A1 SEARCH X foo@bar 5abc <a@b> -1 \\Seen () ((\"a\") b) (x@y {3+}\r\n) )) 1:2 (SEEN) Y (x y@z) Z {1+}\r\nx", nil, ""),
	ok("A1 SEARCH X a@b (1 Y (\"s\" SEEN))", &command.Search{Keys: []command.SearchKey{{Name: "X", Args: wire.Value("a@b")},
		{Name: command.SearchAnd, Keys: []command.SearchKey{{Name: command.SearchSet, Set: wire.Numbers(1)}, {Name: "Y", Args: wire.Value(`("s" SEEN)`)}}}}}, ""),
	bad("A1 SEARCH X (\"a\"‸", "SP"),
	bad("A1 SEARCH a‸@b", "CRLF"),
	bad("A1 SEARCH X 5 ‸\"a\"", "search-key"),
	bad("A1 SEARCH X ‸", "search-key"),
	bad("A1 SEARCH ‸\\Seen", "search-key"),
	bad("A1 SEARCH X-RAW \"a‸", "quoted"),
	bad("A1 SEARCH X-RAW \"a\"‸b", "CRLF"),
	bad("A1 SEARCH NOT ‸return \"a\"", "search-key"),
	bad("A1 SEARCH ALL ‸", "search-key"),
	bad("A1 SEARCH ALL‸)", "CRLF"),
	bad("A1 SEARCH (‸)", "search-key"),
	bad("A1 SEARCH (ALL‸", "SP"),
	bad("A1 SEARCH NOT‸", "SP"),
	bad("A1 SEARCH NOT ‸", "search-key"),
	bad("A1 SEARCH OR ALL‸", "SP"),
	bad("A1 SEARCH OR ALL ‸", "search-key"),
	bad("A1 SEARCH BCC‸", "SP"),
	bad("A1 SEARCH BCC ‸(a)", "astring"),
	bad("A1 SEARCH HEADER a‸", "SP"),
	bad("A1 SEARCH KEYWORD ‸\\Seen", "atom"),
	bad("A1 SEARCH BEFORE 1-‸Foo-1994", "date"),
	bad("A1 SEARCH BEFORE ‸30-Feb-1994", "date"),
	bad("A1 SEARCH BEFORE 00‸1-Feb-1994", "date"),
	bad("A1 SEARCH BEFORE 1-Feb-1994‸5", "CRLF"),
	bad("A1 SEARCH BEFORE \"1-Feb-1994‸", "'\"'"),
	bad("A1 SEARCH LARGER ‸x", "number64"),
	bad("A1 SEARCH LARGER ‸9223372036854775808", "number64"),
	bad("A1 SEARCH UID ‸x", "sequence-set"),
	bad("A1 SEARCH ‸0", "sequence-set"),
	bad("A1 SEARCH 1‸ALL", "CRLF"),
	bad("A1 SEARCH CHARSET‸", "SP"),
	ok(`A1 SEARCH CHARSET "" ALL`, &command.Search{EmptyCharset: true, Keys: []key{{Name: "ALL"}}}, ""),
	bad("A1 SEARCH CHARSET ‸(x) ALL", "astring"),
	bad("A1 SEARCH CHARSET x‸", "SP"),
	bad("A1 SEARCH CHARSET x ‸", "search-key"),
	bad("A1 SEARCH RETURN‸", "SP"),
	bad("A1 SEARCH RETURN ‸MIN", "'('"),
	bad("A1 SEARCH RETURN ()‸", "SP"),
	bad("A1 SEARCH RETURN () ‸", "search-key"),
	bad("A1 SEARCH CHARSET x ‸RETURN () ALL", "search-key"),
	bad("A1 SEARCH ALL ‸CHARSET x", "search-key"),
	bad("A1 SEARCH "+strings.Repeat("NOT ", 50)+"‸ALL", "search-key"),
	bad("A1 SEARCH "+strings.Repeat("(", 50)+"‸1"+strings.Repeat(")", 50), "search-key"),
}
