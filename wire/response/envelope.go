package response

import "imapkit.example/wire"

// An Envelope is the parsed header of a message (RFC 9051, Section 7.5.2). The
// strings are as they stand in the header, with encoded words. A nil list of
// addresses is NIL.
//
//	envelope = "(" env-date SP env-subject SP env-from SP env-sender SP
//	           env-reply-to SP env-to SP env-cc SP env-bcc SP
//	           env-in-reply-to SP env-message-id ")"
type Envelope struct {
	Date, Subject                      wire.NString
	From, Sender, ReplyTo, To, Cc, Bcc []Address
	InReplyTo, MessageID               wire.NString
}

// An Address is one address of an [Envelope]. Host is NIL where a group begins,
// with its name in Mailbox, and where it ends, with Mailbox NIL as well.
//
//	address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
type Address struct {
	Name    wire.NString // the display name
	Route   wire.NString // addr-adl: the obsolete source route
	Mailbox wire.NString
	Host    wire.NString
}

func (v *Envelope) lists() [6]*[]Address {
	return [6]*[]Address{&v.From, &v.Sender, &v.ReplyTo, &v.To, &v.Cc, &v.Bcc}
}

func (v *Envelope) encode(e *wire.Encoder) {
	e.Syntax("(")
	e.NString(v.Date)
	e.SP()
	e.NString(v.Subject)
	for _, list := range v.lists() {
		e.SP()
		if len(*list) == 0 {
			e.Nil()
			continue
		}
		e.Syntax("(")
		for _, a := range *list {
			e.Syntax("(")
			e.NString(a.Name)
			e.SP()
			e.NString(a.Route)
			e.SP()
			e.NString(a.Mailbox)
			e.SP()
			e.NString(a.Host)
			e.Syntax(")")
		}
		e.Syntax(")")
	}
	e.SP()
	e.NString(v.InReplyTo)
	e.SP()
	e.NString(v.MessageID)
	e.Syntax(")")
}

// A span is a piece of the text that a scratch gathers; n is -1 for NIL.
type span struct {
	at uint32
	n  int32
}

func (s span) in(text string) wire.NString {
	n := s.n &^ (s.n >> 31) // 0 for NIL: no branch on what comes in no order
	return wire.NString{String: text[s.at : s.at+uint32(n)], Valid: s.n >= 0}
}

// A scratch gathers the strings of one value, so that they cost one
// allocation together instead of one each.
type scratch struct {
	text      []byte
	addresses [][4]span
	nodes     []node
	params    [][2]span
	envelopes []rawEnvelope
}

// keepText is the most text in octets that a scratch keeps for the next value.
const keepText = 8 << 10

// trim gives memory back that an unusual message has grown.
func (s *scratch) trim() {
	if cap(s.text) > keepText {
		s.text = nil
	}
	if cap(s.addresses) > 256 {
		s.addresses = nil
	}
	if cap(s.nodes) > 64 || cap(s.params) > 256 {
		s.nodes, s.params, s.envelopes = nil, nil, nil
	}
}

func (s *scratch) nstring(d *wire.Decoder) span {
	at := len(s.text)
	var valid bool
	if s.text, valid = d.AppendNString(s.text); !valid {
		return span{n: -1}
	}
	return span{uint32(at), int32(len(s.text) - at)}
}

// A rawEnvelope is an envelope whose strings are still in the scratch.
type rawEnvelope struct {
	fields [4]span // date, subject, in-reply-to, message-id
	counts [6]int  // addresses per list
	first  int     // index of the first address
}

// envelope reads an envelope into v.
func (s *scratch) envelope(d *wire.Decoder, v *Envelope) {
	s.text, s.addresses = s.text[:0], s.addresses[:0]
	raw := s.rawEnvelope(d)
	*v = Envelope{}
	if d.Err() == nil {
		s.build(v, &raw, string(s.text))
		s.trim()
	}
}

func (s *scratch) rawEnvelope(d *wire.Decoder) (raw rawEnvelope) {
	raw.first = len(s.addresses)
	d.Special('(')
	raw.fields[0] = s.nstring(d)
	d.SP()
	raw.fields[1] = s.nstring(d)
	for i := range raw.counts {
		d.SP()
		raw.counts[i] = s.addressList(d)
	}
	d.SP()
	raw.fields[2] = s.nstring(d)
	d.SP()
	raw.fields[3] = s.nstring(d)
	d.Special(')')
	return raw
}

// build makes v from raw, whose strings are pieces of text.
func (s *scratch) build(v *Envelope, raw *rawEnvelope, text string) {
	v.Date, v.Subject = raw.fields[0].in(text), raw.fields[1].in(text)
	v.InReplyTo, v.MessageID = raw.fields[2].in(text), raw.fields[3].in(text)
	total := 0
	for _, n := range raw.counts {
		total += n
	}
	all := make([]Address, total)
	for i, a := range s.addresses[raw.first : raw.first+total] {
		all[i] = Address{a[0].in(text), a[1].in(text), a[2].in(text), a[3].in(text)}
	}
	for i, list := range v.lists() {
		if n := raw.counts[i]; n > 0 {
			*list, all = all[:n:n], all[n:]
		}
	}
}

// env-from = "(" 1*address ")" / nil
func (s *scratch) addressList(d *wire.Decoder) (n int) {
	if d.Peek() != '(' && d.TryNil() {
		return 0
	}
	d.Special('(')
	if d.Peek() == ')' && d.Tolerate(wire.LenientEmptyList) {
		d.Special(')')
		return 0
	}
	for {
		var a [4]span
		d.Special('(')
		a[0] = s.nstring(d)
		if d.TryExact(" NIL ") { // nobody has routes
			a[1] = span{n: -1}
		} else {
			d.SP()
			a[1] = s.nstring(d)
			d.SP()
		}
		a[2] = s.nstring(d)
		d.SP()
		a[3] = s.nstring(d)
		d.Special(')')
		s.addresses = append(s.addresses, a)
		if n++; d.Err() != nil || d.TrySpecial(')') {
			return n
		}
		if d.Peek() == ' ' && d.Tolerate(wire.LenientAddressSpace) {
			d.SP()
		}
		if !d.Room("address", n) {
			return n
		}
	}
}
