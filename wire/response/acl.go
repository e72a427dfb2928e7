package response

import "imapkit.example/wire"

// ACL is the ACL response: who has which rights on a mailbox (RFC 4314,
// Section 3.6).
//
//	acl-data = "ACL" SP mailbox *(SP identifier SP rights)
type ACL struct {
	Mailbox string
	Entries []ACLEntry
}

// An ACLEntry gives rights to an identifier, or takes them if it begins with
// "-".
type ACLEntry struct {
	Identifier string
	Rights     string // a set of lower-case letters and digits
}

// Encode implements [Response].
func (r *ACL) Encode(e *wire.Encoder) {
	e.Syntax("* ACL ")
	e.Mailbox(r.Mailbox)
	for _, x := range r.Entries {
		e.SP()
		e.AString(x.Identifier)
		e.SP()
		encodeRights(e, x.Rights)
	}
}

func (r *ACL) decode(d *wire.Decoder) {
	d.SP()
	r.Mailbox = d.Mailbox()
	for d.More("acl-data", len(r.Entries)) {
		x := ACLEntry{Identifier: d.AString()}
		d.SP()
		x.Rights = decodeRights(d)
		r.Entries = append(r.Entries, x)
	}
}

// ListRights is the LISTRIGHTS response: what rights an identifier can be given
// (RFC 4314, Section 3.7).
//
//	listrights-data = "LISTRIGHTS" SP mailbox SP identifier
//	                  SP rights *(SP rights)
type ListRights struct {
	Mailbox, Identifier string
	// Required are the rights that the identifier always has; each of Optional
	// is a set of rights that are given and taken together.
	Required string
	Optional []string
}

// Encode implements [Response].
func (r *ListRights) Encode(e *wire.Encoder) {
	e.Syntax("* LISTRIGHTS ")
	e.Mailbox(r.Mailbox)
	e.SP()
	e.AString(r.Identifier)
	e.SP()
	encodeRights(e, r.Required)
	for _, s := range r.Optional {
		e.SP()
		encodeRights(e, s)
	}
}

func (r *ListRights) decode(d *wire.Decoder) {
	d.SP()
	r.Mailbox = d.Mailbox()
	d.SP()
	r.Identifier = d.AString()
	d.SP()
	r.Required = decodeRights(d)
	for d.More("listrights-data", len(r.Optional)) {
		r.Optional = append(r.Optional, decodeRights(d))
	}
}

// MyRights is the MYRIGHTS response: the rights of the user who has logged in
// (RFC 4314, Section 3.8; to LIST with RETURN (MYRIGHTS), RFC 8440).
//
//	myrights-data = "MYRIGHTS" SP mailbox SP rights
type MyRights struct{ Mailbox, Rights string }

// Encode implements [Response].
func (r *MyRights) Encode(e *wire.Encoder) {
	e.Syntax("* MYRIGHTS ")
	e.Mailbox(r.Mailbox)
	e.SP()
	encodeRights(e, r.Rights)
}

func (r *MyRights) decode(d *wire.Decoder) {
	d.SP()
	r.Mailbox = d.Mailbox()
	d.SP()
	r.Rights = decodeRights(d)
}

// rights = astring
//
//	; only lowercase ASCII letters and digits are allowed.
func decodeRights(d *wire.Decoder) string {
	at := d.InputOffset()
	s := d.AString()
	if !validRights(s) {
		d.FailAt(at, "rights", nil)
	}
	return s
}

func encodeRights(e *wire.Encoder, s string) {
	if !validRights(s) {
		e.Fail("rights", wire.ErrEncode)
	}
	e.AString(s)
}

func validRights(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
