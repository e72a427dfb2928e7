package response

import "imapkit.example/wire"

// Capability is the CAPABILITY response (RFC 9051, Section 7.2.2).
//
//	capability-data = "CAPABILITY" *(SP capability)
type Capability struct{ Capabilities []string }

// Encode implements [Response].
func (r *Capability) Encode(e *wire.Encoder) {
	encodeCapabilities(e, "* CAPABILITY", r.Capabilities)
}

// Enabled is the ENABLED response (RFC 9051, Section 7.2.1).
//
//	enable-data = "ENABLED" *(SP capability)
type Enabled struct{ Capabilities []string }

// Encode implements [Response].
func (r *Enabled) Encode(e *wire.Encoder) { encodeCapabilities(e, "* ENABLED", r.Capabilities) }

func encodeCapabilities(e *wire.Encoder, name string, list []string) {
	e.Keyword(name)
	for _, s := range list {
		e.SP()
		e.Atom(s)
	}
}

func decodeCapabilities(d *wire.Decoder, dst []string) []string {
	for d.PeekAfterSP() != ']' && d.More("capability", len(dst)) { // a code may end there: see optionalCode
		dst = append(dst, d.Atom())
	}
	return dst
}

// Flags is the FLAGS response: the flags that apply in the mailbox
// (RFC 9051, Section 7.3.5).
//
//	"FLAGS" SP flag-list
type Flags struct{ Flags []wire.Flag }

// Encode implements [Response].
func (r *Flags) Encode(e *wire.Encoder) {
	e.Syntax("* FLAGS ")
	e.Flags(r.Flags)
}

// Exists is the EXISTS response: the number of messages in the mailbox
// (RFC 9051, Section 7.4.1).
//
//	number SP "EXISTS"
type Exists struct{ Count uint32 }

// Encode implements [Response].
func (r *Exists) Encode(e *wire.Encoder) {
	encodeNumber(e, r.Count)
	e.Syntax(" EXISTS")
}

// Recent is the obsolete RECENT response (RFC 3501, Section 7.3.2).
//
//	number SP "RECENT"
type Recent struct{ Count uint32 }

// Encode implements [Response].
func (r *Recent) Encode(e *wire.Encoder) {
	encodeNumber(e, r.Count)
	e.Syntax(" RECENT")
}

// Expunge is the EXPUNGE response: the message with this sequence number is
// gone, and those of all behind it are less by one (RFC 9051, Section 7.5.1).
//
//	nz-number SP "EXPUNGE"
type Expunge struct{ Seq uint32 }

// Encode implements [Response].
func (r *Expunge) Encode(e *wire.Encoder) {
	if r.Seq == 0 {
		e.Fail("nz-number", wire.ErrRange)
	}
	encodeNumber(e, r.Seq)
	e.Syntax(" EXPUNGE")
}

// encodeNumber writes what a response begins with that begins with a number.
func encodeNumber(e *wire.Encoder, n uint32) {
	e.Syntax("* ")
	e.Number(n)
}

// astrings reads the rest of a list without parentheses.
//
//	*(SP astring)
func astrings(d *wire.Decoder, rule string) (list []string) {
	for d.More(rule, len(list)) {
		list = append(list, d.AString())
	}
	return list
}

func encodeAStrings(e *wire.Encoder, list []string) {
	for _, s := range list {
		e.SP()
		e.AString(s)
	}
}

// ID is the ID response (RFC 2971, Section 3.2). Params is nil for NIL.
//
//	id-response = "ID" SP id-params-list
type ID struct{ Params []wire.Param }

// Encode implements [Response].
func (r *ID) Encode(e *wire.Encoder) {
	e.Syntax("* ID ")
	e.Params(r.Params)
}
