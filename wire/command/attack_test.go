package command_test

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// An attack is what a hostile client sends, and has sent to other servers.
type attack struct {
	name string // what it was named, and where
	in   string // one command, without its CRLF
	rule string // what the error expects; "" if it is well formed
	why  string // the limit or the reason; "" if there is none
}

// deep is a list in a list and so on.
var deep = strings.Repeat("(", 100_000) + strings.Repeat(")", 100_000)

var attacks = []attack{
	// Sizes and numbers that are announced and not meant.
	{"literal of 1<<63 octets", "A1 CREATE {9223372036854775808}", "astring", "value out of range"},
	{"literal of 1<<64 octets", "A1 CREATE {18446744073709551616}", "astring", "value out of range"},
	{"literal of 1<<64+3 octets", "A1 CREATE {18446744073709551619+}", "astring", "value out of range"},
	{"literal of -1 octets", "A1 CREATE {-1}", "astring", ""},
	{"literal of -1 octets at once", "A1 CREATE {-1+}", "astring", ""},
	{"literal without a size", "A1 CREATE {}", "astring", ""},
	{"literal with a sign", "A1 CREATE {+3}", "astring", ""},
	{"literal in hex", "A1 CREATE {0x3}", "astring", ""},
	{"literal of 1 TB", "A1 CREATE {999999999999}", "astring", "Literal"},
	{"literal of 1 TB at once", "A1 CREATE {999999999999+}", "astring", "Literal"},
	{"message of 8 EB", "A1 APPEND x {9223372036854775807}", "literal8", "Stream"},
	{"literal of no octets", "A1 CREATE {0+}\r\n", "", ""},
	{"message of no octets, which cancels", "A1 APPEND x {0+}\r\n", "", ""},
	{"literal of no octets as a keyword", "A1 SEARCH KEYWORD {0+}\r\n", "atom", ""},
	{"large literal at once", "A1 CREATE {4097-}", "astring", ""},
	{"message number beyond 32 bits", "A1 FETCH 4294967296 FLAGS", "sequence-set", "value out of range"},
	{"message number beyond 64 bits", "A1 FETCH 18446744073709551617 FLAGS", "sequence-set", "value out of range"},
	{"message number of 1,000 digits", "A1 FETCH " + strings.Repeat("9", 1000) + " FLAGS", "sequence-set", "value out of range"},
	{"message number below zero", "A1 FETCH -1 FLAGS", "sequence-set", ""},
	{"UID beyond 32 bits", "A1 UID EXPUNGE 1:4294967296", "sequence-set", "value out of range"},
	{"size beyond 63 bits", "A1 SEARCH LARGER 9223372036854775808", "number64", "value out of range"},
	{"seconds beyond 32 bits", "A1 SEARCH YOUNGER 4294967296", "nz-number", "value out of range"},
	{"mod-sequence beyond 63 bits", "A1 SEARCH MODSEQ 9223372036854775808", "mod-sequence-valzer", "value out of range"},
	{"UNCHANGEDSINCE beyond 63 bits", "A1 STORE 1 (UNCHANGEDSINCE 9223372036854775808) FLAGS ()", "mod-sequence-valzer", "value out of range"},
	{"CHANGEDSINCE 0", "A1 FETCH 1 FLAGS (CHANGEDSINCE 0)", "mod-sequence-value", ""},
	{"UIDVALIDITY 0", "A1 SELECT x (QRESYNC (0 1))", "nz-number", ""},
	{"part number beyond 32 bits", "A1 FETCH 1 BODY[4294967296]", "nz-number", "value out of range"},
	{"part number 0", "A1 FETCH 1 BODY[1.0]", "nz-number", ""},
	{"partial beyond 63 bits", "A1 FETCH 1 BODY[]<9223372036854775808.1>", "number64", "value out of range"},
	{"partial of no octets", "A1 FETCH 1 BODY[]<0.0>", "nz-number64", ""},
	{"PARTIAL range of 0", "A1 SEARCH RETURN (PARTIAL 0:1) ALL", "nz-number", ""},
	{"quota beyond 63 bits", "A1 SETQUOTA x (STORAGE 9223372036854775808)", "number64", "value out of range"},
	{"metadata MAXSIZE beyond 32 bits", "A1 GETMETADATA x (MAXSIZE 4294967296) /private/a", "number", "value out of range"},
	{"date without a day", "A1 SEARCH BEFORE 0-Feb-2020", "date", "value out of range"},
	{"zone beyond a day", "A1 APPEND x \"01-Feb-2020 00:00:00 +9999\" {1+}\r\nx", "date-time", "value out of range"},
	// Sets that stand for more than they are long.
	{"set of all messages", "A1 FETCH 1:4294967295,4294967295:1 FLAGS", "", ""},
	{"set of all messages 1,000 times", "A1 FETCH 1" + strings.Repeat(",1:4294967295", 1000) + " FLAGS", "", ""},
	{"set that ends in a comma, CVE-2021-32055", "A1 SELECT x (QRESYNC (1 1 1,))", "uid-set", ""},
	{"set that begins with a comma", "A1 FETCH ,1 FLAGS", "sequence-set", ""},
	{"set with two commas", "A1 FETCH 1,,2 FLAGS", "sequence-set", ""},
	{"set that ends in a colon", "A1 FETCH 1: FLAGS", "sequence-set", ""},
	{"set that begins with a colon", "A1 FETCH :1 FLAGS", "sequence-set", ""},
	{"set of three", "A1 FETCH 1:2:3 FLAGS", "SP", ""},
	{"set with 0 in it", "A1 FETCH 1:0 FLAGS", "sequence-set", ""},
	{"set of two stars", "A1 FETCH ** FLAGS", "SP", ""},
	{"empty set", "A1 FETCH  FLAGS", "sequence-set", ""},
	// Control characters and octets that end lines for others.
	{"NUL in a quoted string, CVE-2019-11500", "A1 CREATE \"a\x00b\"", "quoted", "NUL octet"},
	{"NUL in a literal", "A1 CREATE {3+}\r\na\x00b", "astring", "NUL octet"},
	{"NUL in a tag", "A\x001 NOOP", "SP", ""},
	{"NUL in a name", "A1 NO\x00OP", "CRLF", ""},
	{"NUL at the end", "A1 NOOP\x00", "CRLF", ""},
	{"bare CR in a quoted string", "A1 CREATE \"a\rA2 LOGOUT\"", "quoted", ""},
	{"bare CR between commands", "A1 NOOP\rA2 LOGOUT", "CRLF", ""},
	{"bare CR behind an announcement", "A1 CREATE {11+}\rA2 LOGOUT", "CRLF", ""},
	{"quoted string without an end", "A1 CREATE \"a", "quoted", ""},
	{"quoted string that ends in a backslash", "A1 CREATE \"a\\", "quoted", ""},
	{"announcement in a quoted string", "A1 CREATE \"a {3}", "quoted", ""},
	{"announcement in a whole quoted string", "A1 CREATE \"a {3+}\"", "", ""},
	{"backslash before any character", `A1 CREATE "\a"`, "quoted", ""},
	{"not UTF-8", "A1 CREATE \"a\xc3(\"", "quoted", "invalid UTF-8"},
	{"overlong UTF-8", "A1 CREATE \"\xc0\xaf\"", "quoted", "invalid UTF-8"},
	{"half a surrogate", "A1 CREATE \"\xed\xa0\x80\"", "quoted", "invalid UTF-8"},
	{"8-bit atom", "A1 CREATE \xc3\xbc", "astring", ""},
	{"tag +, which looks like a continuation", "+ NOOP", "tag", ""},
	{"tag *, which looks like data", "* OK", "tag", ""},
	{"tag with a plus", "A+1 NOOP", "tag", ""},
	{"tag with a parenthesis", "( NOOP", "tag", ""},
	{"empty tag", " NOOP", "tag", ""},
	{"empty line", "", "tag", ""},
	{"tag alone", "A1", "SP", ""},
	{"tag with a backslash", `t\1 NOOP`, "SP", ""},
	{"HTTP", "GET / HTTP/1.1", "", ""},
	{"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "tag", ""},
	{"long tag", strings.Repeat("a", 10_000) + " NOOP", "", ""},
	{"long name", "A1 " + strings.Repeat("a", 10_000), "", ""},
	{"long mailbox name, CVE-2018-14350", "A1 CREATE " + strings.Repeat("a", 10_000), "", ""},
	{"keyword in a literal", "A1 STORE 1 FLAGS ({3+}\r\na\r\n)", "flag", ""},
	{"keyword in quotes", "A1 STORE 1 FLAGS (\"a\")", "flag", ""},
	{"SASL that is not base64, CVE-2025-59028", "A1 AUTHENTICATE PLAIN !!!!", "base64", "malformed"},
	{"SASL without padding", "A1 AUTHENTICATE PLAIN AGE", "base64", "malformed"},
	{"SASL with stray bits", "A1 AUTHENTICATE PLAIN AGF=", "base64", "malformed"},
	{"SASL of NUL and not UTF-8, CVE-2019-10691", "A1 AUTHENTICATE PLAIN AP8A/w==", "", ""},
	{"LOGIN with NUL", "A1 LOGIN \"a\x00\" b", "quoted", "NUL octet"},
	{"URL in CATENATE, Dovecot 2013", "A1 APPEND x CATENATE (URL {9+}\r\nA2 LOGOUT)", "", ""},
	{"more behind STARTTLS", "A1 STARTTLS x", "CRLF", ""},
	// Nesting, closed and not.
	{"keys in keys", "A1 SEARCH " + strings.Repeat("(", 100_000) + "ALL" + strings.Repeat(")", 100_000), "search-key", "Depth"},
	{"keys in keys that are never closed", "A1 SEARCH " + strings.Repeat("(", 100_000), "search-key", "Depth"},
	{"NOT, CVE-2026-67194", "A1 SEARCH " + strings.Repeat("NOT ", 100_000) + "ALL", "search-key", "Depth"},
	{"OR", "A1 SEARCH " + strings.Repeat("OR ", 100_000), "search-key", "Depth"},
	{"OR of OR", "A1 SEARCH " + strings.Repeat("OR ALL ", 100_000) + "ALL", "search-key", "Depth"},
	{"FUZZY", "A1 SEARCH " + strings.Repeat("FUZZY ", 100_000) + "ALL", "search-key", "Depth"},
	{"all of them", "A1 UID SEARCH " + strings.Repeat("NOT (OR ALL FUZZY ", 30_000), "search-key", "Depth"},
	{"keys of THREAD", "A1 THREAD REFERENCES UTF-8 " + strings.Repeat("NOT ", 100_000) + "ALL", "search-key", "Depth"},
	{"keys of CONVERT", "A1 UID CONVERT 1 (\"A/B\" (X Y)) " + deep, "convert-att", ""},
	{"lists in lists", "A1 X " + deep, "value", "Depth"},
	{"lists in lists that are never closed, CVE-2026-27857", "A1 X " + strings.Repeat("(", 100_000), "value", "Depth"},
	{"parameters of CREATE", "A1 CREATE x (Y " + deep + ")", "value", "Depth"},
	{"parameters of SELECT", "A1 SELECT x (Y " + deep + ")", "value", "Depth"},
	{"options of LIST", "A1 LIST (Y " + deep + ") \"\" *", "value", "Depth"},
	{"options of SEARCH", "A1 SEARCH RETURN (Y " + deep + ") ALL", "value", "Depth"},
	{"modifiers of FETCH", "A1 FETCH 1 FLAGS (Y " + deep + ")", "value", "Depth"},
	{"modifiers of STORE", "A1 STORE 1 (Y " + deep + ") FLAGS ()", "value", "Depth"},
	{"extensions of APPEND", "A1 APPEND x (Y " + deep + ") {1+}\r\nx", "flag", ""},
	{"unknown items", "A1 FETCH 1 (X" + deep + ")", "SP", ""},
	{"options of GETMETADATA", "A1 GETMETADATA (X " + deep + ") x /private/a", "value", "Depth"},
	{"section numbers", "A1 FETCH 1 BODY[" + strings.Repeat("1.", 100_000) + "1]", "section-part", "Depth"},
	{"patterns of LIST", "A1 LIST \"\" " + deep, "list-mailbox", ""},
	{"NOTIFY", "A1 NOTIFY SET " + deep, "filter-mailboxes", ""},
	// Many of a kind.
	{"literals, CVE-2024-34055", "A1 SEARCH" + strings.Repeat(" TEXT {1+}\r\nx", 100_000), "astring", "Literals"},
	{"literals of an unknown command", "A1 X" + strings.Repeat(" {1+}\r\nx", 100_000), "literal", "Literals"},
	{"empty literals", "A1 X" + strings.Repeat(" {0+}\r\n", 100_000), "literal", "Literals"},
	{"messages", "A1 APPEND x" + strings.Repeat(" {1+}\r\nx", 100_000), "literal8", "Literals"},
}

// What is malformed is refused for its reason, what is not is read; the stack
// stays small, little is allocated, and the next command is found, or nothing
// is read any more.
func TestAttacks(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(1 << 20)) // a stack that overflows ends the process
	for _, x := range attacks {
		read := func(stream io.Reader) (list []string) {
			r := command.NewReader(stream, wire.Options{Limits: wire.Limits{Line: 1 << 20}})
			_, err := r.Next()
			if err == nil {
				var c command.Command
				if c, err = r.Decode(); err == nil {
					_, err = collect(c)
				}
			}
			list = append(list, describe(err))
			var syntax *wire.SyntaxError
			switch {
			case x.rule == "" && err != nil:
				t.Errorf("%s: %v", x.name, err)
			case x.rule != "" && (!errors.As(err, &syntax) || syntax.Rule != x.rule || x.why != "" && (syntax.Err == nil || !strings.Contains(syntax.Err.Error(), x.why))):
				t.Errorf("%s: %v, want %s %s", x.name, err, x.rule, x.why)
			}
			h, err := r.Next()
			if unskipped[x.name] != errors.Is(err, wire.ErrFraming) || !unskipped[x.name] && (err != nil || h.Tag != "Z9") {
				t.Errorf("%s: the next command is %v, %v", x.name, h, err)
			}
			return append(list, describe(err))
		}
		stream := []byte(x.in + "\r\nZ9 NOOP\r\n")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		read(bytes.NewReader(stream))
		runtime.ReadMemStats(&after)
		if n, most := after.TotalAlloc-before.TotalAlloc, uint64(20*len(stream)+64<<10); n > most {
			t.Errorf("%s: %d octets allocated for %d", x.name, n, len(stream))
		}
		if len(stream) < 1<<12 {
			if err := fuzz.CheckSplit(stream, read); err != nil {
				t.Errorf("%s: %v", x.name, err)
			}
		}
	}
}

// unskipped are the attacks behind which nothing is read: the octets of what
// they announce would be commands, and are too many to be dropped.
var unskipped = map[string]bool{
	"literal of 1 TB at once":   true,
	"literal of 1<<63 octets":   true,
	"literal of 1<<64 octets":   true,
	"literal of 1<<64+3 octets": true,
}

// Lists of very many small things are read in proportion, and refused beyond
// Limits.Items or Limits.Ranges. Not among them are the messages and parts of
// APPEND, which are read one by one, and what is kept as its octets.
func TestManyThings(t *testing.T) {
	const n = 20_000
	for name, x := range map[string]struct{ begin, each, end string }{
		"flags":          {"A1 STORE 1 FLAGS (", "x ", "x)"},
		"bare flags":     {"A1 STORE 1 FLAGS", " x", ""},
		"labels":         {"A1 STORE 1 X-GM-LABELS (", "x ", "x)"},
		"bare labels":    {"A1 STORE 1 X-GM-LABELS", " x", ""},
		"annotations":    {"A1 STORE 1 ANNOTATION (", "/a (value.shared NIL) ", "/a (value.shared NIL))"},
		"attributes":     {"A1 STORE 1 ANNOTATION (/a (", "value.shared NIL ", "value.shared NIL))"},
		"store-modifier": {"A1 STORE 1 (", "X ", "X) FLAGS ()"},
		"ranges":         {"A1 FETCH ", "1,", "1 FLAGS"},
		"items":          {"A1 FETCH 1 (", "UID ", "UID)"},
		"header fields":  {"A1 FETCH 1 BODY[HEADER.FIELDS (", "x ", "x)]"},
		"entries":        {"A1 FETCH 1 (ANNOTATION ((", "/a ", "/a) value))"},
		"fetch-modifier": {"A1 FETCH 1 FLAGS (", "X ", "X)"},
		"keys":           {"A1 SEARCH", " 1", ""},
		"keys in a list": {"A1 SEARCH (", "1 ", "1)"},
		"options":        {"A1 SEARCH RETURN (", "X ", "MIN) ALL"},
		"sort":           {"A1 SORT (", "DATE ", "DATE) UTF-8 ALL"},
		"sources":        {"A1 ESEARCH IN (", "inboxes ", "inboxes) ALL"},
		"mailboxes":      {"A1 ESEARCH IN (mailboxes (", "x ", "x)) ALL"},
		"patterns":       {"A1 LIST \"\" (", "x ", "x)"},
		"of LIST":        {"A1 LIST (", "REMOTE ", "REMOTE) \"\" x"},
		"RETURN of LIST": {"A1 LIST \"\" x RETURN (", "CHILDREN ", "CHILDREN)"},
		"status":         {"A1 STATUS x (", "UNSEEN ", "UNSEEN)"},
		"select-param":   {"A1 SELECT x (", "Y ", "CONDSTORE)"},
		"create-param":   {"A1 CREATE x (", "Y ", "Y)"},
		"uses":           {"A1 CREATE x (USE (", "\\Y ", "\\Y))"},
		"append-ext":     {"A1 APPEND x ", "X 1 ", "{1+}\r\nx"},
		"append flags":   {"A1 APPEND x (", "x ", "x) {1+}\r\nx"},
		"ID":             {"A1 ID (", `"a" NIL `, `"b" NIL)`},
		"ENABLE":         {"A1 ENABLE", " X", ""},
		"comparators":    {"A1 COMPARATOR", " x", ""},
		"languages":      {"A1 LANGUAGE", " x", ""},
		"URLs":           {"A1 URLFETCH", " x", ""},
		"of a URL":       {"A1 URLFETCH (x", " BODY", ")"},
		"rumps":          {"A1 GENURLAUTH", " x INTERNAL", ""},
		"mechanisms":     {"A1 RESETKEY x", " INTERNAL", ""},
		"groups":         {"A1 NOTIFY SET", " (inboxes NONE)", ""},
		"filters":        {"A1 NOTIFY SET (mailboxes (", "x ", "x) NONE)"},
		"events":         {"A1 NOTIFY SET (inboxes (", "FlagChange ", "FlagChange))"},
		"of MessageNew":  {"A1 NOTIFY SET (selected (MessageNew (", "UID ", "UID) MessageExpunge))"},
		"metadata":       {"A1 GETMETADATA x (", "/a ", "/a)"},
		"values":         {"A1 SETMETADATA x (", "/a NIL ", "/a NIL)"},
		"quotas":         {"A1 SETQUOTA x (", "a 1 ", "a 1)"},
		"tags":           {"A1 CANCELUPDATE", ` "a"`, ""},
		"transcoding":    {`A1 CONVERT 1 ("A/B" (`, `"x" "y" `, `"x" "y")) BINARY[1]`},
		"converted":      {`A1 CONVERT 1 ("A/B") (`, "BINARY[1] ", "BINARY[1])"},
	} {
		stream := []byte(x.begin + strings.Repeat(x.each, n) + x.end + "\r\n")
		for _, tight := range []bool{false, true} {
			limits := wire.Limits{Line: 1 << 20, Items: 2 * n, Ranges: 2 * n}
			if tight {
				limits = wire.Limits{Line: 1 << 20, Items: 1000, Ranges: 1000}
			}
			_, _, err := decode(stream, wire.Options{Limits: limits})
			var limit *wire.LimitError
			if tight != (err != nil) || tight && (!errors.As(err, &limit) || limit.Max != 1000) {
				t.Errorf("%s, %+v: %v", name, limits, err)
			}
		}
	}
}

// Silence behind an announcement costs nothing.
func TestAnnounced(t *testing.T) {
	for _, in := range []string{"A1 APPEND x {999999999+}\r\n", "A1 CREATE {65536+}\r\n", "A1 CREATE {65536}\r\n", "A1 X ~{65536+}\r\n", "A1 SEARCH TEXT {65536+}\r\n"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := decode([]byte(in), wire.Options{})
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, io.ErrUnexpectedEOF) || n > 64<<10 {
			t.Errorf("%q: %v, %d octets allocated", in, err, n)
		}
	}
}

// Only CRLF ends a command when reading strictly, wherever the stream is cut
// and whatever a client takes for the end of a line.
func TestLineEnds(t *testing.T) {
	for _, first := range []string{"A1 NOOP", "A1 CREATE x", "A1 CREATE \"x\"", "A1 X", "A1 LOGIN {1+}\r\na b", "A1 SEARCH ALL"} {
		for _, end := range []string{"\n", "\r", "\n\r", "\r\r", "\n\n", "\r \n", "\x00\r\n", "\x0b", "\x0c", "\x85", "\u2028"} {
			stream := []byte(first + end + "A2 LOGOUT\r\nA3 NOOP\r\n")
			list := events(bytes.NewReader(stream))
			if !strings.HasPrefix(list[1], "offset ") || end != "\x00\r\n" && strings.Contains(strings.Join(list, ""), "LOGOUT") {
				t.Errorf("%q: read: %q", stream, list)
			}
			if err := fuzz.CheckSplit(stream, events); err != nil {
				t.Error(err)
			}
		}
	}
}
