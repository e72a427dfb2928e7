package response_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// A malformed code is kept as its octets; that the command has ended, and the
// text, are not lost.
func TestInvalidCode(t *testing.T) {
	for _, tt := range []struct {
		in         string // with a ‸ where the error is
		rule       string
		name, text string // of the code, behind it
	}{
		{"A1 OK [COPYUID 1 2 ‸$] done", "uid-set", "COPYUID", "done"},
		{"A1 OK [UIDNEXT ‸0] ", "nz-number", "UIDNEXT", ""},
		{"A1 OK [uidvalidity 1‸ 2] x", "']'", "UIDVALIDITY", "x"},
		{"A1 NO [CAPABILITY‸ ] see {3}", "']'", "CAPABILITY", "see {3}"},
		{"A1 NO [BADCHARSET (‸)] [x] y", "astring", "BADCHARSET", "[x] y"},
		{"A1 OK [‸] x", "atom", "", "x"},
		{"A1 OK [[]‸] x", "SP", "", "x"},
		{"A1 OK [‸ALERT", "", "", ""}, // does not end
		{"A1 OK [X ‸] x", "resp-text-code", "X", "x"},
		{"A1 OK [X y‸é] x", "']'", "X", "x"},
		{"A1 OK [X y]‸]", "SP", "X", ""},
		{"A1 OK [READ-ONLY]‸", "SP", "READ-ONLY", ""},
		{"A1 OK [ALERT]‸x] y", "SP", "", "y"},
		{"A1 OK [ALERT]‸x", "", "", ""},
		{`A1 OK [Error=‸"a]b" c=0] done`, "']'", "", "done"},
		{"A1 OK [METADATA MAXSIZE ‸x] x", "number", "METADATA", "x"},
		{"A1 OK [COPYUID 1 ‸{3}}] x", "uid-set", "COPYUID", "x"},
		{"A1 OK [PERMANENTFLAGS (‸\"a] b\")] x", "flag-perm", "PERMANENTFLAGS", `b")] x`},
		{"A1 BAD [MODIFIED ‸*]", "uid-set", "MODIFIED", ""},
		// Literals, of which the octets would be read as responses.
		{"A1 NO [BADCHARSET (\"] \" {15}\r\n* 1 EXISTS\r\n* x ‸(] x", "", "", ""},
		{"A1 NO [BADCHARSET (x(] {15}\r\n* 1 EXISTS\r\n* x‸(] x", "", "", ""},
	} {
		at := int64(strings.Index(tt.in, mark))
		in := strings.Replace(tt.in, mark, "", 1)
		stream := in + "\r\n* 2 EXPUNGE\r\n"
		if err := fuzz.CheckSplit([]byte(stream), func(r io.Reader) (list []string) {
			reader := response.NewReader(r, wire.Options{})
			x, err := reader.Next()
			if tt.rule == "" {
				var syntax *wire.SyntaxError
				if !errors.As(err, &syntax) || syntax.Tag != "A1" {
					t.Errorf("%q: %v, %v", in, x, err)
				}
			} else {
				s, isStatus := x.(*response.Status)
				if err != nil || !isStatus || s.Tag != "A1" || s.Text != tt.text || s.Code == nil || s.Code.CodeName() != tt.name {
					t.Fatalf("%q: %+v, %v", in, x, err)
				}
				c := s.Code.(*response.InvalidCode)
				list = append(list, describe(c.Err), c.Raw)
				var syntax *wire.SyntaxError
				if !errors.As(c.Err, &syntax) || syntax.Offset != at || syntax.Rule != tt.rule || syntax.Tag != "A1" {
					t.Errorf("%q: error is %v", in, c.Err)
				}
				// It is written as it came, but for a space that was not there
				// and text that looks like an announcement.
				if strings.HasSuffix(s.Text, "}") {
					return list
				}
				if out, err := encode(s, wire.Options{}); err != nil || strings.TrimSpace(out) != strings.TrimSpace(in) {
					t.Errorf("%q is written as %q, %v", in, out, err)
				}
			}
			x, err = reader.Next()
			if _, isExpunge := x.(*response.Expunge); !isExpunge || err != nil {
				t.Errorf("%q: the response behind is %v, %v", in, x, err)
			}
			return list
		}); err != nil {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// The octets of a literal in a malformed code are no responses for a lenient
// reader either.
func TestInvalidCodeLiteral(t *testing.T) {
	for _, in := range []string{
		"A1 NO [BADCHARSET ({12}\r\n* 1 EXISTS\r\n x",
		"A1 NO [badcharset (\"] \" {12}\r\n* 1 EXISTS\r\n] x",
		"A1 NO [BADCHARSET {12}\r\n* 1 EXISTS\r\n) x",
	} {
		for _, lenient := range []wire.Lenience{0, wire.LenientCode, wire.AllLenient} {
			r := response.NewReader(strings.NewReader(in+"\r\n* 2 EXPUNGE\r\n"), wire.Options{Lenient: lenient})
			x, err := r.Next()
			var syntax *wire.SyntaxError
			if !errors.As(err, &syntax) {
				t.Errorf("%q, %v: %v, %v", in, lenient, x, err)
			}
			x, err = r.Next()
			if _, isExpunge := x.(*response.Expunge); !isExpunge || err != nil {
				t.Errorf("%q, %v: the response behind is %v, %v", in, lenient, x, err)
			}
		}
	}
}

// Whatever stands between the brackets, a completion with an end is read as one.
func TestInvalidCodeAny(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"UIDNEXT", "COPYUID", "BADCHARSET", "CAPABILITY", "X", "1", "0", "2:3", "*", "$", " ", "  ", "(", ")", "[", "]", "] ", "\"", "\\", "{3}", "{3", "}", "é", "\x01", "ALERT", "=", "INPROGRESS", "NIL", "MAILBOXID",
	})
	rapid.Check(t, func(t *rapid.T) {
		code := strings.Join(rapid.SliceOfN(pieces, 0, 6).Draw(t, "code"), "")
		in := "A1 OK [" + code + "] done"
		r := response.NewReader(strings.NewReader(in+"\r\n"), wire.Options{})
		x, err := r.Next()
		if err != nil {
			t.Fatalf("%q: %v", in, err)
		}
		s := x.(*response.Status)
		if s.Tag != "A1" || s.Type != response.OK || !strings.HasSuffix(s.Text, "done") {
			t.Fatalf("%q: %v", in, s)
		}
		out, err := encode(s, wire.Options{})
		if _, isCharset := s.Code.(*response.CharsetCode); err != nil && !isCharset {
			t.Fatalf("%q: %v", in, err)
		} else if err != nil {
			return
		}
		c, isInvalid := s.Code.(*response.InvalidCode)
		if isInvalid && out != in+"\r\n" {
			t.Fatalf("%q is written as %q", in, out)
		}
		again, err := response.NewReader(strings.NewReader(out), wire.Options{}).Next()
		if err != nil {
			t.Fatalf("%q: %v", out, err)
		}
		if x, still := again.(*response.Status).Code.(*response.InvalidCode); still != isInvalid || still && x.Raw != c.Raw {
			t.Fatalf("%q is read as %v again", out, x)
		}
		// Lenient reading has it as text.
		r = response.NewReader(strings.NewReader(in+"\r\n"), wire.Options{Lenient: wire.LenientCode})
		x, err = r.Next()
		if err != nil {
			t.Fatalf("%q, lenient: %v", in, err)
		}
		s = x.(*response.Status)
		if x, still := s.Code.(*response.InvalidCode); still && x.Raw != c.Raw || isInvalid && !still && (s.Code != nil || s.Text != "["+code+"] done") {
			t.Fatalf("%q, lenient: %v, %v", in, x, s)
		}
	})
}

// Only what can be read again is written.
func TestEncodeInvalidCode(t *testing.T) {
	for _, raw := range []string{"a\r\nb", "a\x00", "\xff", "X] y", "x\n"} {
		s := status("A1", "OK", &response.InvalidCode{Raw: raw, Err: io.EOF}, "x")
		if out, err := encode(s, wire.Options{}); out != "" || !errors.Is(err, wire.ErrEncode) {
			t.Errorf("%q: %q, %v", raw, out, err)
		}
	}
	if s := fmt.Sprint(status("A1", "NO", &response.InvalidCode{Raw: "COPYUID x"}, "y")); s != "imap: NO [COPYUID] y" {
		t.Errorf("got %s", s)
	}
}
