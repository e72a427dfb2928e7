package response

import (
	"iter"

	"imapkit.example/wire"
)

// An Envelope is the parsed header of a message (RFC 9051, Section 7.5.2). The
// strings are as they stand in the header, with encoded words (for which there is
// mime.WordDecoder). Make one with [NewEnvelope]; the zero value is one of which all
// is NIL. To compare, print or marshal one, take its Fields.
//
// That of an item which a [FetchStream] returns is valid until the next call to
// [FetchStream.Next] or to the [Reader], as all of the item is: [Envelope.Clone]
// keeps it. To use it, or an address in it, later than that is a mistake in the
// program, and panics. The strings in it stay valid.
//
//	envelope = "(" env-date SP env-subject SP env-from SP env-sender SP
//	           env-reply-to SP env-to SP env-cc SP env-bcc SP
//	           env-in-reply-to SP env-message-id ")"
type Envelope struct {
	t  *table
	at uint32 // index of its spans
}

// The spans of an envelope: the four strings, for each of the six lists the index
// of its first address behind the first of these spans and how many it has, and
// the addresses, four strings each.
const (
	envDate = iota
	envSubject
	envInReplyTo
	envMessageID
	envFrom
	envSender
	envReplyTo
	envTo
	envCc
	envBcc
	envAddresses
)

func (v Envelope) field(i uint32) wire.NString {
	if v.t == nil {
		return wire.NString{}
	}
	return v.t.span(v.at + i).In(v.t.text)
}

func (v Envelope) list(i uint32) Addresses {
	if v.t == nil {
		return Addresses{}
	}
	x := v.t.span(v.at + i)
	return Addresses{v.t, v.at + x.At, uint32(x.Len)}
}

// Clone returns a copy of v that stays valid, with memory of its own.
func (v Envelope) Clone() Envelope {
	if v.t == nil {
		return v
	}
	n := uint32(envAddresses)
	for i := uint32(envFrom); i <= envBcc; i++ {
		x := v.t.span(v.at + i)
		n = max(n, x.At+addressSpans*uint32(x.Len))
	}
	return Envelope{t: v.t.clone(v.at, n)}
}

// Date returns env-date: the Date field as it stands there.
func (v Envelope) Date() wire.NString { return v.field(envDate) }

// Subject returns env-subject.
func (v Envelope) Subject() wire.NString { return v.field(envSubject) }

// From returns env-from.
func (v Envelope) From() Addresses { return v.list(envFrom) }

// Sender returns env-sender.
func (v Envelope) Sender() Addresses { return v.list(envSender) }

// ReplyTo returns env-reply-to.
func (v Envelope) ReplyTo() Addresses { return v.list(envReplyTo) }

// To returns env-to.
func (v Envelope) To() Addresses { return v.list(envTo) }

// Cc returns env-cc.
func (v Envelope) Cc() Addresses { return v.list(envCc) }

// Bcc returns env-bcc.
func (v Envelope) Bcc() Addresses { return v.list(envBcc) }

// InReplyTo returns env-in-reply-to.
func (v Envelope) InReplyTo() wire.NString { return v.field(envInReplyTo) }

// MessageID returns env-message-id.
func (v Envelope) MessageID() wire.NString { return v.field(envMessageID) }

// Fields returns all fields of v, with lists of their own. The strings share the
// memory of v, and stay valid.
func (v Envelope) Fields() EnvelopeFields {
	return EnvelopeFields{
		Date: v.Date(), Subject: v.Subject(), InReplyTo: v.InReplyTo(), MessageID: v.MessageID(),
		From: v.From().fields(), Sender: v.Sender().fields(), ReplyTo: v.ReplyTo().fields(),
		To: v.To().fields(), Cc: v.Cc().fields(), Bcc: v.Bcc().fields(),
	}
}

// Addresses is one of the lists of an [Envelope]. NIL has none, and there is no
// other list that has none. It is valid as long as the Envelope is.
type Addresses struct {
	t       *table
	at, len uint32 // index of the first one, and how many there are
}

// Len returns how many addresses there are.
func (l Addresses) Len() int { return int(l.len) }

// At returns address i, from 0 to Len-1. There is nothing in any other, as in the
// zero value.
func (l Addresses) At(i int) Address {
	if uint(i) >= uint(l.Len()) {
		return Address{}
	}
	return Address{l.t, l.at + addressSpans*uint32(i)}
}

// All iterates over the addresses.
func (l Addresses) All() iter.Seq[Address] {
	return func(yield func(Address) bool) {
		for i := range l.Len() {
			if !yield(l.At(i)) {
				return
			}
		}
	}
}

func (l Addresses) fields() (list []AddressFields) {
	for a := range l.All() {
		list = append(list, AddressFields{a.Name(), a.Route(), a.Mailbox(), a.Host()})
	}
	return list
}

// An Address is one address of an [Envelope]. Host is NIL where a group begins,
// with its name in Mailbox, and where it ends, with Mailbox NIL as well. It is
// valid as long as the Envelope is: to keep one, take it from a Clone.
//
//	address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
type Address struct {
	t  *table
	at uint32 // index of its four strings
}

const addressSpans = 4

func (a Address) field(i uint32) wire.NString {
	if a.t == nil {
		return wire.NString{}
	}
	return a.t.span(a.at + i).In(a.t.text)
}

// Name returns addr-name, the display name.
func (a Address) Name() wire.NString { return a.field(0) }

// Route returns addr-adl, the obsolete source route.
func (a Address) Route() wire.NString { return a.field(1) }

// Mailbox returns addr-mailbox.
func (a Address) Mailbox() wire.NString { return a.field(2) }

// Host returns addr-host.
func (a Address) Host() wire.NString { return a.field(3) }

// EnvelopeFields are the fields of an [Envelope]. A list without addresses is
// NIL.
type EnvelopeFields struct {
	Date, Subject                      wire.NString
	From, Sender, ReplyTo, To, Cc, Bcc []AddressFields
	InReplyTo, MessageID               wire.NString
}

// AddressFields are the fields of an [Address].
type AddressFields struct{ Name, Route, Mailbox, Host wire.NString }

// NewEnvelope returns the envelope with these fields.
func NewEnvelope(f EnvelopeFields) Envelope {
	var b builder
	b.envelope(&f)
	return Envelope{t: &table{text: b.text.String(), spans: b.spans}}
}

func (v Envelope) encode(e *wire.Encoder) {
	e.Syntax("(")
	e.NString(v.Date())
	e.SP()
	e.NString(v.Subject())
	for i := uint32(envFrom); i <= envBcc; i++ {
		e.SP()
		v.list(i).encode(e)
	}
	e.SP()
	e.NString(v.InReplyTo())
	e.SP()
	e.NString(v.MessageID())
	e.Syntax(")")
}

func (l Addresses) encode(e *wire.Encoder) {
	if l.Len() == 0 {
		e.Nil()
		return
	}
	e.Syntax("(")
	for i := range l.Len() {
		a := l.At(i)
		e.Syntax("(")
		e.NString(a.Name())
		e.SP()
		e.NString(a.Route())
		e.SP()
		e.NString(a.Mailbox())
		e.SP()
		e.NString(a.Host())
		e.Syntax(")")
	}
	e.Syntax(")")
}
