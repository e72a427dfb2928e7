package response_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// An attack is what a hostile server sends, and has sent to other clients.
type attack struct {
	name string // what it was named, and where
	in   string // one response, without its CRLF
	rule string // what the error expects; "" if it is well formed
	why  string // the limit or the reason; "" if there is none
}

var attacks = []attack{
	// Sizes and numbers that are announced and not meant.
	{"literal of 1<<63 octets", "* 1 FETCH (BODY[] {9223372036854775808}", "literal8", "value out of range"},
	{"literal of 1<<64 octets", "* 1 FETCH (BODY[] {18446744073709551616}", "literal8", "value out of range"},
	{"literal of -1 octets", "* 1 FETCH (BODY[] {-1}", "literal8", ""},
	{"literal without a size", "* 1 FETCH (BODY[] {}", "literal8", ""},
	{"literal of 1 TB, CVE-2025-43857", "* LIST () \"/\" {1099511627776}", "astring", "Literal"},
	{"literal of 4 EB in a body", "* 1 FETCH (BODY[] {4611686018427387904}", "literal8", "Stream"},
	{"literal of no octets, CVE-2017-1000257", "* 1 FETCH (BODY[TEXT] {0}\r\n UID 1)", "", ""},
	{"literal of no octets as a name", "* LIST () \"/\" {0}\r\n", "", ""},
	{"literal that need not be asked for", "* LIST () \"/\" {3+}\r\nabc", "astring", "literal form not allowed here"},
	{"number beyond 32 bits", "* 4294967296 EXISTS", "number", "value out of range"},
	{"number beyond 64 bits", "* 18446744073709551617 EXISTS", "number", "value out of range"},
	{"number of 1,000 digits", "* " + strings.Repeat("9", 1000) + " EXISTS", "number", "value out of range"},
	{"number below zero", "* -1 EXISTS", "", ""}, // a response of the name "-1" that nobody knows
	{"message number 0", "* 0 EXPUNGE", "nz-number", ""},
	{"UID beyond 32 bits", "* 1 FETCH (UID 4294967296)", "nz-number", "value out of range"},
	{"size beyond 63 bits", "* 1 FETCH (RFC822.SIZE 9223372036854775808)", "number64", "value out of range"},
	{"mod-sequence beyond 63 bits", "* 1 FETCH (MODSEQ (9223372036854775808))", "mod-sequence-value", "value out of range"},
	{"mod-sequence 0", "* OK [HIGHESTMODSEQ 0] x", "mod-sequence-value", ""},
	{"status number beyond 32 bits", "* STATUS x (MESSAGES 4294967296)", "number", "value out of range"},
	{"part number beyond 32 bits", "* 1 FETCH (BODY[4294967296] NIL)", "nz-number", "value out of range"},
	{"octets beyond 32 bits", `* 1 FETCH (BODY ("A" "B" NIL NIL NIL "C" 4294967296))`, "number", "value out of range"},
	{"lines beyond 63 bits", `* 1 FETCH (BODY ("TEXT" "B" NIL NIL NIL "C" 1 9223372036854775808))`, "number64", "value out of range"},
	{"quota beyond 63 bits", "* QUOTA x (STORAGE 1 9223372036854775808)", "number64", "value out of range"},
	{"UIDVALIDITY 0", "* OK [UIDVALIDITY 0] x", "nz-number", ""},
	// Sets that stand for more than they are long.
	{"set of all UIDs, CVE-2025-25186", "A1 OK [COPYUID 1 1:4294967295 1:4294967295] x", "", ""},
	{"set of all UIDs in APPENDUID", "A1 OK [APPENDUID 1 1:4294967295] x", "", ""},
	{"set of all UIDs in ESEARCH", `* ESEARCH (TAG "A1") UID ALL 4294967295:1,1:4294967295`, "", ""},
	{"all UIDs vanished", "* VANISHED (EARLIER) 1:4294967295", "", ""},
	{"set that ends in a comma, CVE-2021-32055", "* VANISHED 1,", "uid-set", ""},
	{"set that begins with a comma", "* VANISHED ,1", "uid-set", ""},
	{"set with two commas", "A1 OK [COPYUID 1 1,,2 3] x", "uid-set", ""},
	{"set that ends in a colon", "* ESEARCH ALL 1:", "uid-set", ""},
	{"set with 0 in it", "* VANISHED 1:0", "uid-set", ""},
	{"set with a star", "* ESEARCH ALL 1:*", "uid-set", ""},
	// Control characters and octets that end lines for others.
	{"NUL in a quoted string, CVE-2019-11500", "* LIST () \"/\" \"a\x00b\"", "quoted", "NUL octet"},
	{"NUL in a literal", "* LIST () \"/\" {3}\r\na\x00b", "astring", "NUL octet"},
	{"NUL in text", "* OK a\x00b", "text", ""},
	{"bare CR in a quoted string", "* LIST () \"/\" \"a\r* OK\"", "quoted", ""},
	{"bare LF in a quoted string", "* LIST () \"/\" \"a\n* OK\"", "quoted", ""},
	{"bare CR in text", "* OK a\rb", "CRLF", ""},
	{"bare LF in text, response injection", "* OK a\n* 66 EXISTS", "text", ""},
	{"bare CR at the end", "* OK a\r", "CRLF", ""},
	{"quote in a delimiter", `* LIST () """ x`, "QUOTED-CHAR", ""},
	{"delimiter of two characters", `* LIST () "//" x`, "QUOTED-CHAR", ""},
	{"quoted string without an end", `* LIST () "/" "a`, "quoted", ""},
	{"quoted string that ends in a backslash", `* LIST () "/" "a\`, "quoted", ""},
	{"not UTF-8", "* LIST () \"/\" \"a\xc3(\"", "quoted", "invalid UTF-8"},
	{"overlong UTF-8", "* LIST () \"/\" \"\xc0\xaf\"", "quoted", "invalid UTF-8"},
	{"half a surrogate", "* LIST () \"/\" \"\xed\xa0\x80\"", "quoted", "invalid UTF-8"},
	{"announcement at the end of text", "* OK see {3}", "", ""},
	{"code without an end", "* OK [UIDNEXT 1", "']'", ""},
	{"text that looks like a code", "* OK x [ALERT] y", "", ""},
	{"long STATUS name, CVE-2018-14350", "* STATUS " + strings.Repeat("a", 10_000) + " (MESSAGES 1)", "", ""},
	{"long tag", strings.Repeat("a", 10_000) + " OK x", "", ""},
	{"tag that looks like a continuation", "+1 OK x", "SP", ""},
	{"tag with a star", "*1 OK x", "SP", ""},
	{"empty tag", " OK x", "tag", ""},
	{"group addresses, CVE-2019-19722", `* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL "group" NIL)(NIL NIL NIL NIL)) NIL NIL NIL NIL NIL NIL NIL))`, "", ""},
	{"address list without an end", `* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL NIL NIL)`, "'('", ""},
	// Nesting, closed and not.
	{"multiparts", "* 1 FETCH (BODY " + deep + ")", "body", "Depth"},
	{"messages", "* 1 FETCH (BODY " + strings.Repeat(`("MESSAGE" "RFC822" NIL NIL NIL "C" 0 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) `, 10_000), "body", "Depth"},
	{"body extensions", `* 1 FETCH (BODYSTRUCTURE ("A" "B" NIL NIL NIL "C" 0 NIL NIL NIL NIL ` + deep + "))", "value", "Depth"},
	{"threads", "* THREAD " + deep, "thread-list", "Depth"},
	{"threads of answers", "* THREAD " + strings.Repeat("(1 ", 100_000), "thread-list", "Depth"},
	{"lists in lists", "* X " + deep, "value", "Depth"},
	{"lists in lists that are never closed, CVE-2026-27857", "* X " + strings.Repeat("(", 100_000), "value", "Depth"},
	{"tagged-ext in LIST", `* LIST () "/" x (Y ` + deep + ")", "value", "Depth"},
	{"tagged-ext in ESEARCH", "* ESEARCH X " + deep, "value", "Depth"},
	{"namespace extensions", `* NAMESPACE (("" "/" "X" ` + deep + ")) NIL NIL", "string", ""},
	{"converted items", `* 1 CONVERTED (TAG "a") (X ` + deep + ")", "value", "Depth"},
	{"section numbers", "* 1 FETCH (BODY[" + strings.Repeat("1.", 100_000) + "1] NIL)", "section-part", "Depth"},
}

// deep is a list in a list and so on.
var deep = strings.Repeat("(", 100_000) + strings.Repeat(")", 100_000)

// What is malformed is refused for its reason, what is not is read; the stack
// stays small, little is allocated, and the next response is found.
func TestAttacks(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(1 << 20)) // a stack that overflows ends the process
	for _, x := range attacks {
		read := func(stream io.Reader) (list []string) {
			r := response.NewReader(stream, wire.Options{})
			v, err := r.Next()
			if err == nil {
				_, err = collect(v)
			}
			list = append(list, describe(err))
			var syntax *wire.SyntaxError
			switch {
			case x.rule == "" && err != nil:
				t.Errorf("%s: %v", x.name, err)
			case x.rule != "" && (!errors.As(err, &syntax) || syntax.Rule != x.rule || x.why != "" && (syntax.Err == nil || !strings.Contains(syntax.Err.Error(), x.why))):
				t.Errorf("%s: %v, want %s %s", x.name, err, x.rule, x.why)
			}
			if strings.HasSuffix(x.in, "}") && x.rule != "" {
				return list // what was announced will not come
			}
			v, err = r.Next()
			if s, isStatus := v.(*response.Status); err != nil || !isStatus || s.Tag != "Z9" {
				t.Errorf("%s: the next response is %v, %v", x.name, v, err)
			}
			return append(list, describe(err))
		}
		stream := []byte(x.in + "\r\nZ9 OK done\r\n")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		read(strings.NewReader(string(stream)))
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

// Lists of very many small things are read in proportion, and refused beyond
// Limits.Items. Not among them are the items of a FETCH, which are read one by
// one, numbers, and what is kept as its octets.
func TestManyThings(t *testing.T) {
	const n = 20_000
	for name, x := range map[string]struct{ begin, each, end string }{
		"addresses":       {"* 1 FETCH (ENVELOPE (NIL NIL (", "(NIL NIL NIL NIL)", ") NIL NIL NIL NIL NIL NIL NIL))"},
		"parameters":      {`* 1 FETCH (BODY ("A" "B" (`, `"a" "b" `, `"c" "d") NIL NIL "C" 1))`},
		"parts":           {"* 1 FETCH (BODY (", `("A" "B" NIL NIL NIL "C" 0)`, ` "M"))`},
		"flags":           {"* FLAGS (", "x ", "y)"},
		"languages":       {`* 1 FETCH (BODYSTRUCTURE ("A" "B" NIL NIL NIL "C" 0 NIL NIL (`, `"a" `, `"b")))`},
		"header fields":   {"* 1 FETCH (BODY[HEADER.FIELDS (", "x ", "x)] NIL)"},
		"annotations":     {"* 1 FETCH (ANNOTATION (", "/a (value.shared NIL) ", "/a (value.shared NIL)))"},
		"labels":          {"* 1 FETCH (X-GM-LABELS (", "a ", "b))"},
		"literals":        {"* X", " {1}\r\nx", ""},
		"threads":         {"* THREAD ", "(1)", ""},
		"thread":          {"* THREAD (", "1 ", "1)"},
		"capabilities":    {"* CAPABILITY", " X", ""},
		"enabled":         {"* ENABLED", " X", ""},
		"CAPABILITY code": {"* OK [CAPABILITY", " X", "] x"},
		"flags that stay": {"* OK [PERMANENTFLAGS (", "x ", "y)] x"},
		"charsets":        {"* OK [BADCHARSET (", "a ", "b)] x"},
		"status":          {"* STATUS x (", "UNSEEN 1 ", "UNSEEN 1)"},
		"unknown status":  {"* STATUS x (", "Y 1 ", "Y 1)"},
		"results":         {"* ESEARCH", " X 1", ""},
		"scores":          {"* ESEARCH RELEVANCY (", "1 ", "1)"},
		"positions":       {"* ESEARCH ADDTO (", "1 1 ", "1 1)"},
		"updates":         {"* ESEARCH", " ADDTO (1 1)", ""},
		"attributes":      {"* LIST (", "\\X ", "\\X) NIL x"},
		"extended items":  {"* LIST () NIL x (", "X 1 ", "X 1)"},
		"ACL":             {"* ACL x", " x lr", ""},
		"rights":          {"* LISTRIGHTS x y lr", " x", ""},
		"entries":         {"* METADATA x", " /a", ""},
		"values":          {"* METADATA x (", "/a NIL ", "/a NIL)"},
		"roots":           {"* QUOTAROOT x", " y", ""},
		"quotas":          {"* QUOTA x (", "a 1 1 ", "a 1 1)"},
		"ID":              {"* ID (", `"a" NIL `, `"b" NIL)`},
		"namespaces":      {"* NAMESPACE (", `("" NIL)`, ") NIL NIL"},
		"of a namespace":  {`* NAMESPACE (("" NIL`, ` "x" ("y")`, ")) NIL NIL"},
		"comparators":     {"* COMPARATOR x (", "a ", "b)"},
		"of LANGUAGE":     {"* LANGUAGE (", "a ", "b)"},
		"URLs":            {"* URLFETCH", " a NIL", ""},
		"parts of URLs":   {"* URLFETCH a", " (BODY NIL)", ""},
		"tokens":          {"* GENURLAUTH", " a", ""},
		"of CONVERSION":   {`* CONVERSION "a/b" "c/d" (`, "x ", "x)"},
		"converted":       {`* 1 CONVERTED (TAG "a") (`, "X 1 ", "X 1)"},
		"media types":     {`* 1 CONVERTED (TAG "a") (AVAILABLECONVERSIONS[1] ((`, `"a/b" `, `"a/b")))`},
	} {
		stream := x.begin + strings.Repeat(x.each, n) + x.end + "\r\n"
		for _, limits := range []wire.Limits{{Literals: 2 * n}, {Items: 1000, Literals: 1000}} {
			_, err := decode([]byte(stream), wire.Options{Limits: limits})
			var limit *wire.LimitError
			if tight := limits.Items != 0; tight != (err != nil) || tight && (!errors.As(err, &limit) || limit.Max != 1000) {
				t.Errorf("%s, %+v: %v", name, limits, err)
			}
		}
	}
}

// Silence behind an announcement costs nothing.
func TestAnnounced(t *testing.T) {
	for _, in := range []string{"* 1 FETCH (BODY[] {999999999999}\r\n", "* LIST () \"/\" {16000000}\r\n", "* X ~{16000000}\r\n", "* 1 FETCH (ENVELOPE ({16000000}\r\n"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := decode([]byte(in), wire.Options{Limits: wire.Limits{LiteralBytes: 1 << 40}})
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, io.ErrUnexpectedEOF) || n > 64<<10 {
			t.Errorf("%q: %v, %s allocated", in, err, fmt.Sprint(n))
		}
	}
}
