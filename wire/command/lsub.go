package command

import "imapkit.example/wire"

// LSub is the LSUB command of IMAP4rev1 (RFC 3501, Section 6.3.9).
//
//	lsub = "LSUB" SP mailbox SP list-mailbox
type LSub struct{ Reference, Pattern string }

// Name implements [Command].
func (c *LSub) Name() Name { return LSubName }

// Decode implements [Command].
func (c *LSub) Decode(d *wire.Decoder) error { return decodePattern(d, &c.Reference, &c.Pattern) }

// Encode implements [Command].
func (c *LSub) Encode(e *wire.Encoder) { encodePattern(e, c.Reference, c.Pattern) }

// XList is the XLIST command of Gmail, a LIST that told special uses before
// RFC 6154 did.
//
//	xlist = "XLIST" SP mailbox SP list-mailbox
type XList struct{ Reference, Pattern string }

// Name implements [Command].
func (c *XList) Name() Name { return XListName }

// Decode implements [Command].
func (c *XList) Decode(d *wire.Decoder) error { return decodePattern(d, &c.Reference, &c.Pattern) }

// Encode implements [Command].
func (c *XList) Encode(e *wire.Encoder) { encodePattern(e, c.Reference, c.Pattern) }

// RList is the RLIST command, a LIST that tells mailboxes of other servers too
// (RFC 2193, Section 5.1).
//
//	rlist = "RLIST" SP mailbox SP list-mailbox
type RList struct{ Reference, Pattern string }

// Name implements [Command].
func (c *RList) Name() Name { return RListName }

// Decode implements [Command].
func (c *RList) Decode(d *wire.Decoder) error { return decodePattern(d, &c.Reference, &c.Pattern) }

// Encode implements [Command].
func (c *RList) Encode(e *wire.Encoder) { encodePattern(e, c.Reference, c.Pattern) }

// RLSub is the RLSUB command, an LSUB that tells mailboxes of other servers too
// (RFC 2193, Section 5.2).
//
//	rlsub = "RLSUB" SP mailbox SP list-mailbox
type RLSub struct{ Reference, Pattern string }

// Name implements [Command].
func (c *RLSub) Name() Name { return RLSubName }

// Decode implements [Command].
func (c *RLSub) Decode(d *wire.Decoder) error { return decodePattern(d, &c.Reference, &c.Pattern) }

// Encode implements [Command].
func (c *RLSub) Encode(e *wire.Encoder) { encodePattern(e, c.Reference, c.Pattern) }

func decodePattern(d *wire.Decoder, reference, pattern *string) error {
	d.SP()
	*reference = d.Mailbox()
	d.SP()
	*pattern = d.ListMailbox()
	return d.End()
}

func encodePattern(e *wire.Encoder, reference, pattern string) {
	e.SP()
	e.Mailbox(reference)
	e.SP()
	e.ListMailbox(pattern)
}
