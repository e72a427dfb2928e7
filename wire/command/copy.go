package command

import "imapkit.example/wire"

// Copy is the COPY command, or UID COPY if UID is set
// (RFC 9051, Section 6.4.7).
//
//	copy = "COPY" SP sequence-set SP mailbox
type Copy struct {
	UID     bool
	Set     wire.Set
	Mailbox string
}

// Name implements [Command].
func (c *Copy) Name() Name {
	if c.UID {
		return UIDCopyName
	}
	return CopyName
}

// Decode implements [Command].
func (c *Copy) Decode(d *wire.Decoder) error { return decodeCopy(d, &c.Set, &c.Mailbox) }

// Encode implements [Command].
func (c *Copy) Encode(e *wire.Encoder) { encodeCopy(e, c.Set, c.Mailbox) }

// Move is the MOVE command, or UID MOVE if UID is set
// (RFC 9051, Section 6.4.8).
//
//	move = "MOVE" SP sequence-set SP mailbox
type Move struct {
	UID     bool
	Set     wire.Set
	Mailbox string
}

// Name implements [Command].
func (c *Move) Name() Name {
	if c.UID {
		return UIDMoveName
	}
	return MoveName
}

// Decode implements [Command].
func (c *Move) Decode(d *wire.Decoder) error { return decodeCopy(d, &c.Set, &c.Mailbox) }

// Encode implements [Command].
func (c *Move) Encode(e *wire.Encoder) { encodeCopy(e, c.Set, c.Mailbox) }

func decodeCopy(d *wire.Decoder, s *wire.Set, mailbox *string) error {
	d.SP()
	d.SequenceSet(s)
	d.SP()
	*mailbox = d.Mailbox()
	return d.End()
}

func encodeCopy(e *wire.Encoder, s wire.Set, mailbox string) {
	e.SP()
	e.SequenceSet(s)
	e.SP()
	e.Mailbox(mailbox)
}

// UIDExpunge is the UID EXPUNGE command (RFC 9051, Section 6.4.9). The plain
// EXPUNGE has no arguments: see [Bare].
//
//	uid-expunge = "EXPUNGE" SP sequence-set
type UIDExpunge struct{ Set wire.Set }

// Name implements [Command].
func (c *UIDExpunge) Name() Name { return UIDExpungeName }

// Decode implements [Command].
func (c *UIDExpunge) Decode(d *wire.Decoder) error {
	d.SP()
	d.SequenceSet(&c.Set)
	return d.End()
}

// Encode implements [Command].
func (c *UIDExpunge) Encode(e *wire.Encoder) {
	e.SP()
	e.SequenceSet(c.Set)
}
