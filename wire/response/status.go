package response

import (
	"strings"

	"imapkit.example/tag"
	"imapkit.example/wire"
)

// A Type is the condition that a [Status] reports.
type Type string

// The conditions of RFC 9051, Section 7.1.
const (
	OK      Type = "OK"
	NO      Type = "NO"
	BAD     Type = "BAD"
	PREAUTH Type = "PREAUTH"
	BYE     Type = "BYE"
)

// Status is a status response: the answer that completes a command if Tag is
// set, else something the server has to say (RFC 9051, Section 7.1). As an error it
// says why a command failed.
//
//	resp-cond-state = ("OK" / "NO" / "BAD") SP resp-text
//	resp-cond-bye   = "BYE" SP resp-text
//	resp-cond-auth  = ("OK" / "PREAUTH") SP resp-text
//	resp-text       = ["[" resp-text-code "]" SP] [text]
type Status struct {
	Tag  tag.Tag // "" if untagged
	Type Type
	Code Code // nil if there is none
	Text string
}

// Error implements error.
func (r *Status) Error() string {
	s := "imap: " + string(r.Type)
	if r.Code != nil {
		s += " [" + r.Code.CodeName() + "]"
	}
	if r.Text != "" {
		s += " " + r.Text
	}
	return s
}

// Result returns how a command ended, for tag.Pipeline; the zero Result if r
// does not complete a command.
func (r *Status) Result() tag.Result {
	switch {
	case r.Tag == "":
		return 0
	case r.Type == OK:
		return tag.OK
	case r.Type == NO:
		return tag.NO
	case r.Type == BAD:
		return tag.BAD
	}
	return 0
}

// Encode implements [Response]. Text that a resp-text cannot carry is an error
// of the Encoder: see [Line].
func (r *Status) Encode(e *wire.Encoder) {
	if r.Tag == "" {
		e.Syntax("*")
	} else {
		e.Tag(r.Tag)
	}
	e.SP()
	switch r.Type {
	case OK, NO, BAD:
	case PREAUTH, BYE:
		if r.Tag != "" {
			e.Fail("resp-cond-state", wire.ErrEncode)
		}
	default:
		e.Fail("resp-cond-state", wire.ErrEncode)
	}
	e.Keyword(string(r.Type))
	e.SP()
	encodeText(e, r.Code, r.Text)
}

// resp-text = ["[" resp-text-code "]" SP] [text]
func encodeText(e *wire.Encoder, c Code, text string) {
	if c != nil {
		e.Syntax("[")
		c.Encode(e)
		e.Syntax("] ")
	} else if strings.HasPrefix(text, "[") {
		e.Fail("text", wire.ErrEncode)
	}
	e.Text(text)
}

// Line makes text for a [Status] of s, whatever s holds: control characters
// and octets that are not UTF-8 become "?", and it neither begins like a code
// nor ends like the announcement of a literal.
func Line(s string) string {
	s = strings.ToValidUTF8(s, "?")
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return '?'
		}
		return c
	}, s)
	if strings.HasPrefix(s, "[") {
		s = " " + s
	}
	if strings.HasSuffix(s, "}") {
		s += "."
	}
	return s
}

// decodeStatus reads what stands behind the condition.
func (r *Reader) decodeStatus(t tag.Tag, typ Type) (*Status, error) {
	s := &r.status
	*s = Status{Tag: t, Type: typ}
	r.textFollows()
	if err := r.respText(&s.Code, &s.Text); err != nil {
		return nil, err
	}
	return s, nil
}

// respText reads a resp-text into code, which is nil, and text.
func (r *Reader) respText(code *Code, text *string) error {
	d := r.d
	if d.Peek() == '[' {
		d.Mark()
		d.Special('[')
		*code = r.code()
		if d.PeekAfterSP() == ']' && d.Tolerate(wire.LenientTrailingSpace) {
			d.SP()
		}
		d.Special(']')
		lenient := d.Err() != nil && d.Options().Lenient&wire.LenientCode != 0
		r.textFollows()
		if err := d.Err(); err != nil {
			return r.invalidCode(code, text, err, lenient)
		}
	}
	*text = r.texts.of(d.Text())
	return d.End()
}

// texts are texts that were read, since servers repeat themselves: SELECT alone
// is answered with half a dozen that are the same each time.
type texts [16]string

// of returns b as a string, without an allocation if it is one of t.
func (t *texts) of(b []byte) string {
	n := len(b)
	if n == 0 || n > 128 {
		return string(b)
	}
	last := &t[(7*n+31*int(b[0])+int(b[min(2, n-1)]))%len(t)]
	if string(b) != *last {
		*last = string(b)
	}
	return *last
}

// textFollows reads the space in front of text, which some leave out where
// there is no text.
func (r *Reader) textFollows() bool {
	if r.d.Peek() != ' ' && r.d.AtEnd() && r.d.Tolerate(wire.LenientMissingText) {
		return false
	}
	r.d.SP()
	return true
}
