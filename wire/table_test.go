package wire_test

import (
	"slices"
	"strings"
)

func rows() []row {
	list := slices.Concat(wordRows(), numberRows(), stringRows(), literalRows(),
		valueRows(), listRows(), nameRows(), dateRows(), sectionRows(), extendedRows())
	for _, r := range list { // read in another way, to the same end
		switch r.rule {
		case "astring":
			r.rule = "shared"
			list = append(list, r)
		case "atom":
			r.rule = "flag-keyword"
			list = append(list, r)
		case "string", "nstring":
			r.rule = "gather " + r.rule
			list = append(list, r)
		}
	}
	return list
}

func wordRows() []row {
	return []row{
		ok("atom", "abc", `"abc"`),
		ok("atom", "!#$&'+,-./:;<=>?@[^_`|}~", `"!#$&'+,-./:;<=>?@[^_`+"`"+`|}~"`),
		bad("atom", "‸", "expected atom, found end of line"),
		bad("atom", "‸ a", "expected atom, found space"),
		bad("atom", "‸(a", "expected atom, found '('"),
		bad("atom", "‸{1}", "expected atom, found '{'"),
		bad("atom", "‸\"a\"", "expected atom, found '\"'"),
		bad("atom", "a‸]", "expected CRLF, found ']'"),
		bad("atom", "a‸%", "expected CRLF, found character"),
		bad("atom", "a‸\x00", "expected CRLF, found control character"),
		bad("atom", "a‸\x19b", "expected CRLF, found control character"),
		bad("atom", "a‸\x7f", "expected CRLF, found control character"),
		bad("atom", "a‸\xc3\xa9", "expected CRLF, found octet above 0x7F"),
		bad("atom", "a‸\n", "expected CRLF, found bare LF"),
		bad("atom", "a\r‸a", "expected CRLF, found character"),
		bad("atom", "a\r‸\r", "expected CRLF, found bare CR"),
		ok("atom view", "abc", `"abc"`),
		bad("atom view", "‸*", "expected atom, found character"),
		ok("tag", "A1]", `"A1]"`),
		ok("tag", "}", `"}"`),
		bad("tag", "‸+1", "expected tag, found character"),
		bad("tag", "A‸+1", "expected tag, found character"),
		bad("tag", "‸", "expected tag, found end of line"),
		bad("tag", "A‸*", "expected CRLF, found character"),
		bad("tag", "A‸(", "expected CRLF, found '('"),
		ok("keyword", "BODY.PEEK", `"BODY.PEEK"`),
		bad("keyword", "BODY‸[]", "expected CRLF, found '['"),
		bad("keyword", "‸[]", "expected name, found '['"),
		to("try", "body.peek[", "", "BODY.PEEK["),
		to("try", "not Body.Peek<[", "", "NOT BODY.PEEK<["),
		bad("try", "NOT‸<", "expected BODY.PEEK, found character"),
		bad("try", "‸NOTE BODY.PEEK", "expected BODY.PEEK, found character"),
		bad("try", "‸BODY.PEEKS", "expected BODY.PEEK, found character"),
		bad("try", "‸BODY.PEE", "expected BODY.PEEK, found character"),
		bad("try", "NOT BODY.PEEK<[‸[", "expected CRLF, found '['"),
		ok("text", "", `""`),
		ok("text", "Hello, \t\"world\" (\\) {3} \x7f.", `"Hello, \t\"world\" (\\) {3} \x7f."`),
		ok("text", "naïve ☺ 😀", `"naïve ☺ 😀"`),
		bad("text", "a‸\x00", "expected text, found control character"),
		bad("text", "a‸\xff", "expected text: invalid UTF-8"),
		bad("text", "a‸\xc0\x80", "expected text: invalid UTF-8"),
		bad("text", "a‸\xed\xa0\x80", "expected text: invalid UTF-8"),
		bad("text", "é‸\xe2\x98", "expected text: invalid UTF-8"),
		bad("text", "a‸\n", "expected text, found bare LF"),
		bad("text", "a\r‸b", "expected CRLF, found character"),
		ok("code text", "a (b) \"c", `"a (b) \"c"`),
		bad("code text", "a‸]", "expected CRLF, found ']'"),
		bad("code text", "‸]", "expected resp-text-code, found ']'"),
		bad("code text", "‸", "expected resp-text-code, found end of line"),
		bad("code text", "a‸\xc3\xa9", "expected CRLF, found octet above 0x7F"),
	}
}

func numberRows() []row {
	return []row{
		ok("number", "0", "0"),
		ok("number", "4294967295", "4294967295"),
		to("number", "0007", "7", "7"),
		ok("number", "1234567", "1234567"),
		ok("number", "12345678", "12345678"),
		ok("number", "123456789", "123456789"),
		to("number", "01234567", "1234567", "1234567"),
		bad("number", "123‸:4567", "expected CRLF, found character"),
		bad("number", "1234567‸/", "expected CRLF, found character"),
		bad("number", "12‸\xb3\xb4", "expected CRLF, found octet above 0x7F"),
		to("number", strings.Repeat("0", 100)+"4294967295", "4294967295", "4294967295"),
		bad("number", "‸4294967296", "expected number: value out of range"),
		bad("number", "‸18446744073709551617", "expected number: value out of range"),
		bad("number", "‸"+strings.Repeat("9", 5000), "expected number: value out of range"),
		bad("number", "‸0000000000000000000000004294967296", "expected number: value out of range"),
		bad("number", "‸-1", "expected number, found character"),
		bad("number", "‸+1", "expected number, found character"),
		bad("number", "‸", "expected number, found end of line"),
		bad("number", "1‸a", "expected CRLF, found character"),
		bad("number", "1‸.0", "expected CRLF, found character"),
		ok("nz-number", "1", "1"),
		ok("nz-number", "4294967295", "4294967295"),
		bad("nz-number", "‸0", "expected nz-number, found character"),
		bad("nz-number", "‸01", "expected nz-number, found character"),
		bad("nz-number", "‸4294967296", "expected nz-number: value out of range"),
		ok("number64", "0", "0"),
		ok("number64", "9223372036854775807", "9223372036854775807"),
		to("number64", "00009223372036854775807", "9223372036854775807", "9223372036854775807"),
		bad("number64", "‸9223372036854775808", "expected number64: value out of range"),
		bad("number64", "‸9999999999999999999", "expected number64: value out of range"),
		// 20 digits that are 4 and 0 to 64 bits.
		bad("number64", "‸18446744073709551620", "expected number64: value out of range"),
		bad("number64", "‸18446744073709551616", "expected number64: value out of range"),
		bad("number64", "‸184467440737095516160", "expected number64: value out of range"),
		ok("nz-number64", "9223372036854775807", "9223372036854775807"),
		bad("nz-number64", "‸0", "expected nz-number64, found character"),
		bad("nz-number64", "‸36893488147419103233", "expected nz-number64: value out of range"),
	}
}

func stringRows() []row {
	return []row{
		ok("astring", "abc]", `"abc]"`),
		ok("astring", `""`, `""`),
		ok("astring", `"a b"`, `"a b"`),
		ok("astring", `"a\"b\\"`, `"a\"b\\"`),
		to("astring", `"abc"`, `"abc"`, "abc"),
		to("astring", "NIL", `"NIL"`, `"NIL"`),
		ok("astring", "\"\x01\t\x7f\"", `"\x01\t\x7f"`),
		to("astring", `"é"`, `"é"`, "{2}\r\né"),
		ok("astring", `"é"`, `"é"`).utf8(),
		bad("astring", "‸", "expected astring, found end of line"),
		bad("astring", "‸(", "expected astring, found '('"),
		bad("astring", "‸*", "expected astring, found character"),
		bad("astring", "‸\\Seen", "expected astring, found character"),
		bad("astring", `"abc‸`, "expected quoted, found end of line"),
		bad("astring", "\"abc‸\r\"", "expected quoted, found end of line"),
		bad("astring", "\"abc‸\n\"", "expected quoted, found bare LF"),
		bad("astring", "\"abc‸\x00\"", "expected quoted: NUL octet"),
		bad("astring", "\"\\\\‸\x00\"", "expected quoted: NUL octet"),
		bad("astring", `"a\‸b"`, "expected quoted, found character"),
		bad("astring", `"a\‸`, "expected quoted, found end of line"),
		bad("astring", "\"a‸\xff\"", "expected quoted: invalid UTF-8"),
		bad("astring", "\"é‸\xe2\x98\"", "expected quoted: invalid UTF-8"),
		bad("astring", `"a"‸b`, "expected CRLF, found character"),
		ok("astring", `"(23456789abcdef"`, `"(23456789abcdef"`),
		ok("astring", `"(23456789abcdef0"`, `"(23456789abcdef0"`),
		ok("astring", `"(23456789abcde\\\""`, `"(23456789abcde\\\""`),
		ok("astring", `"(23456789abcdef0123456789abcdef0"`, `"(23456789abcdef0123456789abcdef0"`),
		bad("astring", "\"(23456789abcdef‸\xff\"", "expected quoted: invalid UTF-8"),
		to("astring", "{20+}\r\n(2345\r\n89abcdef01234", `"(2345\r\n89abcdef01234"`, "{20+}\r\n(2345\r\n89abcdef01234").server(),
		ok("string", `"abc"`, `"abc"`),
		bad("string", "‸abc", "expected string, found character"),
		bad("string", "‸NIL", "expected string, found character"),
		ok("nstring", "NIL", `{"" %!q(bool=false)}`),
		to("nstring", "nIl", `{"" %!q(bool=false)}`, "NIL"),
		ok("nstring", `"NIL"`, `{"NIL" %!q(bool=true)}`),
		ok("nstring", `""`, `{"" %!q(bool=true)}`),
		bad("nstring", "‸NILS", "expected nstring, found character"),
		bad("nstring", "‸NI", "expected nstring, found character"),
		ok("append astring", "abc", `"*abc"`),
		ok("append astring", `"a b"`, `"*a b"`),
		bad("append astring", `"a b‸`, "expected quoted, found end of line"),
		ok("append string", `"a\\b"`, `"*a\\b"`),
		bad("append string", "‸a", "expected string, found character"),
		ok("append nstring", `"a"`, `"*a" true`),
		ok("append nstring", "NIL", `"*" false`),
		bad("append nstring", "‸a", "expected nstring, found character"),
	}
}

func literalRows() []row {
	return []row{
		to("string", "{3}\r\nabc", `"abc"`, `"abc"`),
		to("string", "{003}\r\nabc", `"abc"`, `"abc"`),
		to("string", "{0}\r\n", `""`, `""`),
		to("string", "{3+}\r\nabc", `"abc"`, `"abc"`).server(),
		ok("string", "{3}\r\na\r\n", `"a\r\n"`),
		ok("string", "{3+}\r\na\r\n", `"a\r\n"`).server(),
		ok("string", "{4}\r\n\r\n\r\n", `"\r\n\r\n"`),
		ok("string", "{2}\r\n\xff\xfe", `"\xff\xfe"`),
		to("append astring", "{3}\r\na b", `"*a b"`, `"a b"`),
		to("append nstring", "{3}\r\nNIL", `"*NIL" true`, `"NIL"`),
		bad("string", "{3}\r\nab‸\x00", "expected string: NUL octet"),
		bad("astring", "{9000}\r\n"+strings.Repeat("x", 8999)+"‸\x00", "expected astring: NUL octet"),
		bad("string", "{3}\r\nabc‸d", "expected CRLF, found character"),
		bad("string", "‸{3+}\r\nabc", "expected string: literal form not allowed here"),
		bad("string", "‸~{3}\r\nabc", "expected string, found character"),
		bad("string", "{‸}", "expected string, found character"),
		bad("string", "{3‸ }", "expected string, found space"),
		bad("string", "{‸-3}", "expected string, found character"),
		bad("string", "{1}‸ \r\na", "expected CRLF, found space"),
		bad("string", "{1}\r‸a", "expected CRLF, found character"),
		ok("literal", "{3}\r\nabc ~{2}\r\n\x00\x01 {0}\r\n", `{3} "abc" <nil>; ~{2} "\x00\x01" <nil>; {0} "" <nil>`),
		to("literal", "{3+}\r\nabc ~{5+}\r\nabcde {6}\r\nabcdef", `{3+} "abc" <nil>; ~{5+} "abcd" <nil>; {6} "abcd" <nil>`,
			"{3+}\r\nabc ~{4+}\r\nabcd {4+}\r\nabcd").server(),
		bad("literal", "{1}\r\na‸{1}\r\na {1}\r\na", "expected SP, found '{'"),
		bad("literal", "{1}\r\na ~‸1}\r\na", "expected literal8, found character"),
		bad("literal", "{1}\r\na ‸\"a\"", "expected literal8, found '\"'"),
		bad("literal", "‸~{1}\r\na", "expected literal, found character"),
	}
}
