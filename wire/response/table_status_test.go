package response_test

import (
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// status returns a Status of tag A1, if tag is not empty.
func status(tag, typ string, code response.Code, text string) *response.Status {
	s := &response.Status{Type: response.Type(typ), Code: code, Text: text}
	if tag != "" {
		s.Tag = "A1"
	}
	return s
}

var statusTests = []test{
	ok("* OK IMAP4rev2 server ready", status("", "OK", nil, "IMAP4rev2 server ready"), ""),
	ok("* ok ", status("", "OK", nil, ""), "* OK "),
	ok("* NO Disk is 98% full", status("", "NO", nil, "Disk is 98% full"), ""),
	ok("* PREAUTH hi", status("", "PREAUTH", nil, "hi"), ""),
	ok("* Bye logging out", status("", "BYE", nil, "logging out"), "* BYE logging out"),
	ok("A1 OK done", status("A1", "OK", nil, "done"), ""),
	ok("A1 no \x01\x7f\t\"\\", status("A1", "NO", nil, "\x01\x7f\t\"\\"), "A1 NO \x01\x7f\t\"\\"),
	ok("A1 BAD t\xc3\xa9", status("A1", "BAD", nil, "té"), ""),
	ok("A1 OK [READ-WRITE] done", status("A1", "OK", response.ReadWrite, "done"), ""),
	ok("A1 OK [read-only] [x] y", status("A1", "OK", response.ReadOnly, "[x] y"), "A1 OK [READ-ONLY] [x] y"),
	ok("* OK [ALERT] ", status("", "OK", response.Alert, ""), ""),
	ok("* OK [UIDNEXT 4392] x", status("", "OK", response.NumberCode{Name: "UIDNEXT", Number: 4392}, "x"), ""),
	ok("* OK [uidvalidity 1] x", status("", "OK", response.NumberCode{Name: "UIDVALIDITY", Number: 1}, "x"), "* OK [UIDVALIDITY 1] x"),
	ok("* OK [UNSEEN 12] x", status("", "OK", response.NumberCode{Name: "UNSEEN", Number: 12}, "x"), ""),
	ok("* OK [CAPABILITY IMAP4rev2 AUTH=PLAIN] x", status("", "OK", &response.CapabilityCode{Capabilities: []string{"IMAP4rev2", "AUTH=PLAIN"}}, "x"), ""),
	ok(`* OK [PERMANENTFLAGS (\Deleted $Junk \*)] x`, status("", "OK", &response.FlagsCode{Flags: []wire.Flag{wire.Deleted, "$Junk", wire.AnyFlag}}, "x"), ""),
	ok("* OK [PERMANENTFLAGS ()] x", status("", "OK", &response.FlagsCode{}, "x"), ""),
	ok("A1 NO [BADCHARSET] x", status("A1", "NO", &response.CharsetCode{}, "x"), ""),
	ok(`A1 NO [BADCHARSET (utf-8 "a b")] x`, status("A1", "NO", &response.CharsetCode{Charsets: []string{"utf-8", "a b"}}, "x"), ""),
	ok("A1 NO [BADCHARSET ({5}\r\nUTF-8 \"\")] x", nil, `A1 NO [BADCHARSET (UTF-8 "")] x`),
	ok("A1 OK [APPENDUID 38505 3955] x", status("A1", "OK", &response.AppendUID{UIDValidity: 38505, UIDs: wire.Numbers(3955)}, "x"), ""),
	ok("A1 OK [APPENDUID 1 7,2:3] x", status("A1", "OK", &response.AppendUID{UIDValidity: 1, UIDs: wire.Set{Ranges: []wire.Range{{First: 7, Last: 7}, {First: 2, Last: 3}}}}, "x"), ""),
	ok("A1 OK [COPYUID 38505 304,319:320 3956:3958] x", status("A1", "OK", &response.CopyUID{UIDValidity: 38505,
		Source: wire.Set{Ranges: []wire.Range{{First: 304, Last: 304}, {First: 319, Last: 320}}}, Target: wire.RangeOf(3956, 3958)}, "x"), ""),
	ok("* OK [XHIGHESTMODSEQ 715194045007] x", status("", "OK", &response.UnknownCode{Name: "XHIGHESTMODSEQ", Args: "715194045007"}, "x"), ""),
	ok("* NO [xFoo] x", status("", "NO", &response.UnknownCode{Name: "xFoo"}, "x"), ""),
	ok("* NO [X  {3} \"\\ (\x01] x", status("", "NO", &response.UnknownCode{Name: "X", Args: " {3} \"\\ (\x01"}, "x"), ""),
	ok(`* OK [X "a]b" c] x`, status("", "OK", &response.UnknownCode{Name: "X", Args: `"a]b" c`}, "x"), ""),
	ok(`* OK [X ("a]b" "\"]")] x] "y"`, status("", "OK", &response.UnknownCode{Name: "X", Args: `("a]b" "\"]")`}, `x] "y"`), ""),
	ok(`* OK [X "a] b" c] x`, status("", "OK", &response.UnknownCode{Name: "X", Args: `"a`}, `b" c] x`), ""),
	ok(`* OK [BADURL "imap://[::1]/x"] x`, status("", "OK", &response.URLCode{URL: `"imap://[::1]/x"`}, "x"), ""),
	bad(`* OK [X a"b]‸c"] x`, "SP"),
	bad(`* OK [X "a]‸b"c] x`, "SP"),
	bad(`* OK [X "a]‸b c] x`, "SP"),
	bad("* OK [X \"a]‸é\"] x", "SP"),
	ok("* OK [ALERT x] y", status("", "OK", &response.UnknownCode{Name: "ALERT", Args: "x"}, "y"), ""),

	ok("+ ", &response.Continue{}, ""),
	ok("+ idling", &response.Continue{Text: "idling"}, ""),
	ok("+ [X] AGEAYg==", &response.Continue{Code: &response.UnknownCode{Name: "X"}, Text: "AGEAYg=="}, ""),
	ok("+ [alert] ", &response.Continue{Code: response.Alert}, "+ [ALERT] "),
	bad("+ [ALERT]‸", "SP"),
	bad("+ [UIDNEXT ‸0] x", "nz-number"),
	bad("+ [‸ x", "atom"),

	bad("‸", "tag"),
	bad("‸ OK x", "tag"),
	bad("*‸", "SP"),
	bad("* ‸", "atom"),
	bad("*‸OK x", "SP"),
	bad("+‸", "SP"),
	bad("+ ‸\x00", "text"),
	bad("A1‸", "SP"),
	bad("A1 ‸", "atom"),
	bad("A1 ‸BYE x", "resp-cond-state"),
	bad("A1 ‸PREAUTH x", "resp-cond-state"),
	bad("A1 ‸OKAY x", "resp-cond-state"),
	bad("A1 OK‸", "SP"),
	bad("* OK‸", "SP"),
	bad("* OK‸\tx", "SP"),
	bad("* OK x‸\x00", "text"),
	bad("* OK x‸\n", "text"),
	bad("* OK x\r‸y", "CRLF"),
	bad("* OK caf‸\xe9", "text"),
	bad("* OK [‸] x", "atom"),
	bad("* OK [ALERT‸", "']'"),
	bad("* OK [ALERT]‸", "SP"),
	bad("* OK [ALERT]‸x", "SP"),
	bad("* OK [X ‸] x", "resp-text-code"),
	bad("* OK [X y‸\xc3\xa9] x", "']'"),
	bad("* OK [UIDNEXT ‸0] x", "nz-number"),
	bad("* OK [UIDNEXT‸] x", "SP"),
	bad("* OK [UIDNEXT 1‸ 2] x", "']'"),
	bad("* OK [UIDVALIDITY ‸4294967296] x", "nz-number"),
	bad("* OK [CAPABILITY‸ ] x", "']'"),
	bad("* OK [PERMANENTFLAGS ‸x] x", "'('"),
	bad(`* OK [PERMANENTFLAGS (\‸)] x`, "flag-perm"),
	bad("* OK [BADCHARSET (‸)] x", "astring"),
	bad("A1 OK [APPENDUID 1‸] x", "SP"),
	bad("A1 OK [APPENDUID 1 ‸*] x", "uid-set"),
	bad("A1 OK [COPYUID 1 2‸] x", "SP"),
	bad("A1 OK [COPYUID 1 2 ‸$] x", "uid-set"),
}
