package response

import (
	"strings"
	"unicode/utf8"

	"imapkit.example/wire"
)

// List is the LIST response, or LSUB if LSub is set (RFC 9051, Section 7.3.1;
// RFC 3501, Section 7.2.3), or that of the obsolete XLIST if XList is set.
//
//	mailbox-list = "(" [mbx-list-flags] ")" SP
//	               (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
//	               [SP mbox-list-extended]
type List struct {
	LSub, XList bool
	Attributes  []string // such as AttributeHasChildren; see [List.Has]
	Delimiter   rune     // of the hierarchy; 0 for NIL: no hierarchy
	Mailbox     string
	// ChildInfo says why a mailbox is listed that does not match itself: the
	// selection options that a mailbox below it matches, such as "SUBSCRIBED"
	// (RFC 5258, Section 3.5).
	ChildInfo []string
	// OldName is the name that the mailbox had, or the one that was asked for
	// (RFC 9051, Section 6.3.9.7).
	OldName string
	// Extensions are what no field here can hold.
	Extensions []wire.Extension
}

// Encode implements [Response].
func (r *List) Encode(e *wire.Encoder) {
	switch {
	case r.LSub && r.XList:
		e.Fail("mailbox-data", wire.ErrEncode)
	case r.LSub:
		e.Syntax("* LSUB ")
	case r.XList:
		e.Syntax("* XLIST ")
	default:
		e.Syntax("* LIST ")
	}
	e.MbxListFlags(r.Attributes)
	e.SP()
	encodeDelimiter(e, r.Delimiter)
	e.SP()
	e.Mailbox(r.Mailbox)
	r.encodeExtended(e)
}

// mbox-list-extended      = "(" [mbox-list-extended-item
//
//	*(SP mbox-list-extended-item)] ")"
//
// mbox-list-extended-item = mbox-list-extended-item-tag SP tagged-ext-val
// childinfo-extended-item = "CHILDINFO" SP "(" list-select-base-opt-quoted
//
//	*(SP list-select-base-opt-quoted) ")"
//
// oldname-extended-item   = "OLDNAME" SP "(" mailbox ")"
func (r *List) encodeExtended(e *wire.Encoder) {
	between := " ("
	for i, s := range r.ChildInfo {
		if i == 0 {
			e.Keyword(between)
			e.Syntax("CHILDINFO (")
			between = " "
		} else {
			e.SP()
		}
		e.Quoted(s)
	}
	if len(r.ChildInfo) > 0 {
		e.Syntax(")")
	}
	if r.OldName != "" {
		e.Keyword(between)
		e.Syntax("OLDNAME (")
		between = " "
		e.Mailbox(r.OldName)
		e.Syntax(")")
	}
	for _, x := range r.Extensions {
		e.Keyword(between)
		between = " "
		unknownOnly(e, knownListed, x.Name, "mbox-list-extended-item-tag")
		e.AString(x.Name)
		e.SP()
		e.Value(x.Value)
	}
	if between == " " {
		e.Syntax(")")
	}
}

func (r *List) decode(d *wire.Decoder) {
	// What is clear already is left alone: clearing it costs as much as a store.
	if r.ChildInfo != nil {
		r.ChildInfo = nil
	}
	if r.OldName != "" {
		r.OldName = ""
	}
	if r.Extensions != nil {
		r.Extensions = nil
	}
	r.Attributes = d.MbxListFlags(r.Attributes[:0])
	d.SP()
	r.Delimiter = delimiter(d)
	d.SP()
	r.Mailbox = d.Mailbox()
	if !d.TrySP() {
		return
	}
	for range d.List("mbox-list-extended") {
		x := wire.Extension{Name: d.AString()}
		d.SP()
		switch strings.ToUpper(x.Name) {
		case "CHILDINFO":
			for range d.List1("childinfo-extended-item") {
				r.ChildInfo = append(r.ChildInfo, quoted(d))
			}
		case "OLDNAME":
			d.Special('(')
			r.OldName = d.Mailbox()
			d.Special(')')
		default:
			x.Value = d.ReadValue()
			r.Extensions = append(r.Extensions, x)
		}
	}
}

// (DQUOTE QUOTED-CHAR DQUOTE / nil)
func delimiter(d *wire.Decoder) rune {
	switch {
	case d.TryExact(`"/"`):
		return '/'
	case d.TryExact(`"."`):
		return '.'
	case d.TryNil():
		return 0
	}
	at := d.InputOffset()
	if d.Peek() != '"' {
		d.Fail("quoted", nil)
		return 0
	}
	var one [16]byte
	s := d.AppendString(one[:0])
	c, n := utf8.DecodeRune(s)
	if n == 0 || n != len(s) {
		d.FailAt(at, "QUOTED-CHAR", nil)
		return 0
	}
	return c
}

func encodeDelimiter(e *wire.Encoder, c rune) {
	if c == 0 {
		e.Nil()
		return
	}
	if !utf8.ValidRune(c) { // it would be written as U+FFFD, which is another one
		e.Fail("QUOTED-CHAR", wire.ErrEncode)
		return
	}
	e.Quoted(string(c))
}
