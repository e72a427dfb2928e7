package command

import "imapkit.example/wire"

// A RightsChange says what SETACL does with the rights it names.
type RightsChange uint8

// The changes, by the sign in front of the rights.
const (
	RightsReplace RightsChange = iota // none
	RightsAdd                         // "+"
	RightsRemove                      // "-"
)

// SetACL is the SETACL command (RFC 4314, Section 3.1).
//
//	setacl     = "SETACL" SP mailbox SP identifier SP mod-rights
//	mod-rights = astring  ; "+" or "-", lower-case letters and digits
type SetACL struct {
	Mailbox    string
	Identifier string // a user, a group, "anyone"; with "-" in front, negative rights
	Change     RightsChange
	Rights     string // one octet for each right, without the sign
}

// Name implements [Command].
func (c *SetACL) Name() Name { return SetACLName }

// Decode implements [Command].
func (c *SetACL) Decode(d *wire.Decoder) error {
	decodeACL(d, &c.Mailbox, &c.Identifier)
	d.SP()
	at := d.InputOffset()
	c.Change, c.Rights = RightsReplace, d.AString()
	if len(c.Rights) > 0 {
		switch c.Rights[0] {
		case '+':
			c.Change, c.Rights = RightsAdd, c.Rights[1:]
		case '-':
			c.Change, c.Rights = RightsRemove, c.Rights[1:]
		}
	}
	if !isRights(c.Rights) {
		d.FailAt(at, "mod-rights", nil)
	}
	return d.End()
}

// isRights reports whether s has lower-case letters and digits only: others
// are to be answered with BAD (RFC 4314, Section 2).
func isRights(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !('a' <= c && c <= 'z' || '0' <= c && c <= '9') {
			return false
		}
	}
	return true
}

// Encode implements [Command].
func (c *SetACL) Encode(e *wire.Encoder) {
	encodeACL(e, c.Mailbox, c.Identifier)
	if !isRights(c.Rights) || c.Change > RightsRemove {
		e.Fail("mod-rights", wire.ErrEncode)
		return
	}
	e.SP()
	switch c.Change {
	case RightsAdd:
		e.AString("+" + c.Rights)
	case RightsRemove:
		e.AString("-" + c.Rights)
	default:
		e.AString(c.Rights)
	}
}

// DeleteACL is the DELETEACL command (RFC 4314, Section 3.2).
//
//	deleteacl = "DELETEACL" SP mailbox SP identifier
type DeleteACL struct{ Mailbox, Identifier string }

// Name implements [Command].
func (c *DeleteACL) Name() Name { return DeleteACLName }

// Decode implements [Command].
func (c *DeleteACL) Decode(d *wire.Decoder) error {
	decodeACL(d, &c.Mailbox, &c.Identifier)
	return d.End()
}

// Encode implements [Command].
func (c *DeleteACL) Encode(e *wire.Encoder) { encodeACL(e, c.Mailbox, c.Identifier) }

// ListRights is the LISTRIGHTS command (RFC 4314, Section 3.4).
//
//	listrights = "LISTRIGHTS" SP mailbox SP identifier
type ListRights struct{ Mailbox, Identifier string }

// Name implements [Command].
func (c *ListRights) Name() Name { return ListRightsName }

// Decode implements [Command].
func (c *ListRights) Decode(d *wire.Decoder) error {
	decodeACL(d, &c.Mailbox, &c.Identifier)
	return d.End()
}

// Encode implements [Command].
func (c *ListRights) Encode(e *wire.Encoder) { encodeACL(e, c.Mailbox, c.Identifier) }

func decodeACL(d *wire.Decoder, mailbox, identifier *string) {
	d.SP()
	*mailbox = d.Mailbox()
	d.SP()
	*identifier = d.AString()
}

func encodeACL(e *wire.Encoder, mailbox, identifier string) {
	e.SP()
	e.Mailbox(mailbox)
	e.SP()
	e.AString(identifier)
}

// GetACL is the GETACL command (RFC 4314, Section 3.3).
//
//	getacl = "GETACL" SP mailbox
type GetACL struct{ Mailbox string }

// Name implements [Command].
func (c *GetACL) Name() Name { return GetACLName }

// Decode implements [Command].
func (c *GetACL) Decode(d *wire.Decoder) error { return decodeMailbox(d, &c.Mailbox) }

// Encode implements [Command].
func (c *GetACL) Encode(e *wire.Encoder) { encodeMailbox(e, c.Mailbox) }

// MyRights is the MYRIGHTS command (RFC 4314, Section 3.5).
//
//	myrights = "MYRIGHTS" SP mailbox
type MyRights struct{ Mailbox string }

// Name implements [Command].
func (c *MyRights) Name() Name { return MyRightsName }

// Decode implements [Command].
func (c *MyRights) Decode(d *wire.Decoder) error { return decodeMailbox(d, &c.Mailbox) }

// Encode implements [Command].
func (c *MyRights) Encode(e *wire.Encoder) { encodeMailbox(e, c.Mailbox) }
