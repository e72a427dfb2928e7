package response

import (
	"strings"

	"imapkit.example/tag"
	"imapkit.example/wire"
)

// URLCode is the BADURL code: the URL of CATENATE that could not be resolved
// (RFC 4469, Section 4.1).
//
//	badurl-response-code = "BADURL" SP url-resp-text
type URLCode struct{ URL string }

// CodeName implements [Code].
func (c *URLCode) CodeName() string { return "BADURL" }

// Encode implements [Code].
func (c *URLCode) Encode(e *wire.Encoder) {
	e.Syntax("BADURL ")
	e.CodeText(c.URL)
}

// ReferralCode is the REFERRAL code: the URLs of where to go instead (RFC 2221,
// Section 4; RFC 2193, Section 4).
//
//	"REFERRAL" 1*(SP url)
type ReferralCode struct{ URLs []string }

// CodeName implements [Code].
func (c *ReferralCode) CodeName() string { return "REFERRAL" }

// Encode implements [Code].
func (c *ReferralCode) Encode(e *wire.Encoder) {
	e.Syntax("REFERRAL")
	if len(c.URLs) == 0 {
		e.Fail("resp-text-code", wire.ErrEncode)
	}
	for _, s := range c.URLs {
		if strings.Contains(s, " ") {
			e.Fail("url", wire.ErrEncode)
		}
		e.SP()
		e.CodeText(s)
	}
}

func referralCode(d *wire.Decoder) Code {
	d.SP()
	at := d.InputOffset()
	c := &ReferralCode{strings.Split(string(d.CodeText()), " ")}
	for _, s := range c.URLs {
		if s == "" {
			d.FailAt(at, "url", nil)
		}
		at += int64(len(s)) + 1
	}
	return c
}

// FilterCode is the UNDEFINED-FILTER code (RFC 5466, Section 3.1).
//
//	"UNDEFINED-FILTER" SP filter-name
//	filter-name = 1*<any ATOM-CHAR except "/">
type FilterCode struct{ Name string }

// CodeName implements [Code].
func (c *FilterCode) CodeName() string { return "UNDEFINED-FILTER" }

// Encode implements [Code].
func (c *FilterCode) Encode(e *wire.Encoder) {
	e.Syntax("UNDEFINED-FILTER ")
	if strings.Contains(c.Name, "/") {
		e.Fail("filter-name", wire.ErrEncode)
	}
	e.Atom(c.Name)
}

func filterCode(d *wire.Decoder) Code {
	d.SP()
	at := d.InputOffset()
	c := &FilterCode{d.Atom()}
	if i := strings.IndexByte(c.Name, '/'); i >= 0 {
		d.FailAt(at+int64(i), "filter-name", nil)
	}
	return c
}

// NoUpdateCode is the NOUPDATE code: the results of the command with this tag
// will not be kept up to date (RFC 5267, Section 4.3.1).
//
//	"NOUPDATE" SP quoted
type NoUpdateCode struct{ Tag tag.Tag }

// CodeName implements [Code].
func (c *NoUpdateCode) CodeName() string { return "NOUPDATE" }

// Encode implements [Code].
func (c *NoUpdateCode) Encode(e *wire.Encoder) {
	if !c.Tag.Valid() {
		e.Fail("tag-string", wire.ErrEncode)
	}
	e.Syntax("NOUPDATE ")
	e.Quoted(string(c.Tag))
}

// quoted reads a quoted string where no literal may stand.
func quoted(d *wire.Decoder) string {
	if d.Peek() != '"' {
		d.Fail("quoted", nil)
	}
	return d.String()
}

// quotedTag reads a tag in quotes. A literal has no place in a code.
func quotedTag(d *wire.Decoder) tag.Tag {
	if d.Peek() != '"' {
		d.Fail("quoted", nil)
	}
	return decodeTag(d, "")
}

// BadEventCode is the BADEVENT code: the events that NOTIFY can ask for
// (RFC 5465, Section 3.1).
//
//	"BADEVENT" SP "(" event-name *(SP event-name) ")"
type BadEventCode struct{ Events []string }

// CodeName implements [Code].
func (c *BadEventCode) CodeName() string { return "BADEVENT" }

// Encode implements [Code].
func (c *BadEventCode) Encode(e *wire.Encoder) {
	e.Syntax("BADEVENT (")
	if len(c.Events) == 0 {
		e.Fail("resp-text-code", wire.ErrEncode)
	}
	for i, s := range c.Events {
		if i > 0 {
			e.SP()
		}
		e.Atom(s)
	}
	e.Syntax(")")
}

func badEventCode(d *wire.Decoder) Code {
	c := &BadEventCode{}
	d.SP()
	for range d.List1("event-name") {
		c.Events = append(c.Events, d.Atom())
	}
	return c
}

// MessageLimitCode is the MESSAGELIMIT code: only so many messages can be
// processed by one command (RFC 9738, Section 3.1).
//
//	"MESSAGELIMIT" SP message-limit [SP uniqueid]
type MessageLimitCode struct {
	Limit uint32 // from 1
	// UID is the last, which is the lowest, that was processed; 0 if not told.
	UID uint32
}

// CodeName implements [Code].
func (c *MessageLimitCode) CodeName() string { return "MESSAGELIMIT" }

// Encode implements [Code].
func (c *MessageLimitCode) Encode(e *wire.Encoder) {
	e.Syntax("MESSAGELIMIT ")
	e.NzNumber(c.Limit)
	if c.UID != 0 {
		e.SP()
		e.Number(c.UID)
	}
}

func messageLimitCode(d *wire.Decoder) Code {
	d.SP()
	c := &MessageLimitCode{Limit: d.NzNumber()}
	if d.TrySP() {
		c.UID = d.NzNumber()
	}
	return c
}

// InProgressCode is the INPROGRESS code: a command is still running and how far
// it is (RFC 9585).
//
//	"INPROGRESS" [SP "(" inprogress-tag SP inprogress-state ")"]
//	inprogress-tag   = quoted / nil
//	inprogress-state = nil SP nil / number SP nil / number SP nz-number
type InProgressCode struct {
	Tag         tag.Tag // of the command; "" if not told
	HasProgress bool
	Progress    uint32
	// Goal is what Progress grows to; 0 if not known. It is not told without
	// Progress and never less.
	Goal uint32
}

// CodeName implements [Code].
func (c *InProgressCode) CodeName() string { return "INPROGRESS" }

// Encode implements [Code].
func (c *InProgressCode) Encode(e *wire.Encoder) {
	e.Syntax("INPROGRESS")
	if *c == (InProgressCode{}) {
		return
	}
	if !c.HasProgress && (c.Progress != 0 || c.Goal != 0) || c.Goal != 0 && c.Progress > c.Goal {
		e.Fail("inprogress-state", wire.ErrEncode)
	}
	e.Syntax(" (")
	if c.Tag == "" {
		e.Nil()
	} else {
		if !c.Tag.Valid() {
			e.Fail("tag-string", wire.ErrEncode)
		}
		e.Quoted(string(c.Tag))
	}
	e.SP()
	if c.HasProgress {
		e.Number(c.Progress)
	} else {
		e.Nil()
	}
	e.SP()
	if c.Goal != 0 {
		e.Number(c.Goal)
	} else {
		e.Nil()
	}
	e.Syntax(")")
}

func inProgressCode(d *wire.Decoder) Code {
	c := &InProgressCode{}
	if !d.TrySP() {
		return c
	}
	d.Special('(')
	if !d.TryNil() {
		c.Tag = quotedTag(d)
	}
	d.SP()
	if c.HasProgress = !d.TryNil(); c.HasProgress {
		c.Progress = d.Number()
	}
	d.SP()
	at := d.InputOffset()
	if !d.TryNil() {
		c.Goal = d.NzNumber()
		if !c.HasProgress || c.Progress > c.Goal {
			d.FailAt(at, "inprogress-state", wire.ErrRange)
		}
	}
	d.Special(')')
	return c
}

// unknownRest returns a code of which the first word has been read.
func unknownRest(d *wire.Decoder, name, word string) Code {
	c := &UnknownCode{Name: name, Args: word}
	if d.Peek() != ']' {
		c.Args += string(d.CodeText())
	}
	return c
}
