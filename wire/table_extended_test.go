package wire_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"imapkit.example/wire"
)

func extendedRows() []row {
	return []row{
		ok("partial-range", "1:500", "{1 500}"),
		ok("partial-range", "500:1", "{500 1}"),
		ok("partial-range", "-1:-4294967295", "{-1 -4294967295}"),
		bad("partial-range", "‸0:1", "expected nz-number, found character"),
		bad("partial-range", "‸*:1", "expected nz-number, found character"),
		bad("partial-range", "1:‸-2", "expected nz-number, found character"),
		bad("partial-range", "-1:‸2", "expected '-', found character"),
		bad("partial-range", "-1‸", "expected ':', found end of line"),
		bad("partial-range", "1:‸4294967296", "expected nz-number: value out of range"),
		ok("mod-sequence", "9223372036854775807", "9223372036854775807"),
		bad("mod-sequence", "‸0", "expected mod-sequence-value, found character"),
		bad("mod-sequence", "‸9223372036854775808", "expected mod-sequence-value: value out of range"),
		ok("mod-sequence0", "0", "0"),
		bad("mod-sequence0", "‸", "expected mod-sequence-valzer, found end of line"),
		ok("unsigned64", "18446744073709551615", "18446744073709551615"),
		bad("unsigned64", "‸18446744073709551616", "expected number: value out of range"),
		bad("unsigned64", "‸-1", "expected number, found character"),
		ok("nstring8", "NIL", `{"" %!q(bool=false)}`),
		ok("nstring8", `"a"`, `{"a" %!q(bool=true)}`),
		ok("nstring8", "~{2}\r\n\x00\n", `{"\x00\n" %!q(bool=true)}`),
		to("nstring8", "~{1}\r\na", `{"a" %!q(bool=true)}`, `"a"`),
		bad("nstring8", "‸a", "expected nstring, found character"),
		bad("nstring8", "~‸a", "expected literal8, found character"),
		bad("nstring8", "{1}\r\n‸\x00", "expected nstring: NUL octet"),
		bad("nstring8", "~{1}\r\na‸b", "expected CRLF, found character"),
		ok("objectid", "M6d99_ac-", `"M6d99_ac-"`),
		ok("objectid", strings.Repeat("x", 255), `"`+strings.Repeat("x", 255)+`"`),
		bad("objectid", strings.Repeat("x", 255)+"‸x", "expected objectid, found character"),
		bad("objectid", "a‸.", "expected objectid, found character"),
		bad("objectid", "a‸:b", "expected objectid, found character"),
		bad("objectid", "‸", "expected objectid, found end of line"),
		bad("objectid", "‸\"a\"", "expected objectid, found '\"'"),
		ok("mime-type", `"text/x-a!#$&.+^_"`, `"text/x-a!#$&.+^_"`),
		bad("mime-type", `‸text/plain`, "expected quoted-to-mime-type, found character"),
		bad("mime-type", `‸"text"`, "expected quoted-to-mime-type, found '\"'"),
		bad("mime-type", `‸"text/"`, "expected quoted-to-mime-type, found '\"'"),
		bad("mime-type", `‸"/plain"`, "expected quoted-to-mime-type, found '\"'"),
		bad("mime-type", `‸"text/plain/x"`, "expected quoted-to-mime-type, found '\"'"),
		bad("mime-type", `‸"text/a:b"`, "expected quoted-to-mime-type, found '\"'"),
		bad("mime-type", `‸"text/é"`, "expected quoted-to-mime-type, found '\"'"),
		bad("mime-type", "‸\"text/"+strings.Repeat("x", 128)+"\"", "expected quoted-to-mime-type, found '\"'"),
		ok("label", `\Inbox`, `"\\Inbox"`),
		to("label", `"\\Inbox"`, `"\\Inbox"`, `\Inbox`),
		ok("label", "&AOk-", `"é"`),
		ok("label", `"a b"`, `"a b"`),
		bad("label", `\‸`, "expected flag, found end of line"),
		bad("label", "‸(", "expected astring, found '('"),
	}
}

// What none of the rules can carry is an error, not something else.
func TestEncodeExtended(t *testing.T) {
	for name, write := range map[string]func(*wire.Encoder){
		"range of 0":         func(e *wire.Encoder) { e.PartialRange(wire.PartialRange{}) },
		"range with 0":       func(e *wire.Encoder) { e.PartialRange(wire.PartialRange{First: 1}) },
		"range of two signs": func(e *wire.Encoder) { e.PartialRange(wire.PartialRange{First: 1, Last: -1}) },
		"large range":        func(e *wire.Encoder) { e.PartialRange(wire.PartialRange{First: 1, Last: 1 << 32}) },
		"small range":        func(e *wire.Encoder) { e.PartialRange(wire.PartialRange{First: -1, Last: -1 << 63}) },
		"mod-sequence 0":     func(e *wire.Encoder) { e.ModSeq(0, false) },
		"large mod-sequence": func(e *wire.Encoder) { e.ModSeq(1<<63, true) },
		"no objectid":        func(e *wire.Encoder) { e.ObjectID("") },
		"objectid":           func(e *wire.Encoder) { e.ObjectID("a b") },
		"objectid with LF":   func(e *wire.Encoder) { e.ObjectID("a\n") },
		"long objectid":      func(e *wire.Encoder) { e.ObjectID(strings.Repeat("x", 256)) },
		"label":              func(e *wire.Encoder) { e.Label("a\xffb") },
		"mime-type":          func(e *wire.Encoder) { e.MediaType("text/*") },
	} {
		e := wire.NewEncoder(io.Discard, wire.Options{})
		write(e)
		if err := e.End(); !errors.Is(err, wire.ErrEncode) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
