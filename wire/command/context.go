package command

import (
	"imapkit.example/tag"
	"imapkit.example/wire"
)

// CancelUpdate is the CANCELUPDATE command, which ends the updates of searches
// (RFC 5267, Section 4.3.5).
//
//	command-select =/ "CANCELUPDATE" 1*(SP quoted)
type CancelUpdate struct {
	Tags []tag.Tag // of the commands that asked for updates
}

// Name implements [Command].
func (c *CancelUpdate) Name() Name { return CancelUpdateName }

// Decode implements [Command].
func (c *CancelUpdate) Decode(d *wire.Decoder) error {
	c.Tags = c.Tags[:0]
	d.SP()
	for more := true; more; more = d.More("tag", len(c.Tags)) {
		at := d.InputOffset()
		t := tag.Tag(quoted(d))
		if !t.Valid() {
			d.FailAt(at, "tag", nil)
		}
		c.Tags = append(c.Tags, t)
	}
	return d.End()
}

// Encode implements [Command].
func (c *CancelUpdate) Encode(e *wire.Encoder) {
	if len(c.Tags) == 0 {
		e.Fail("tag", wire.ErrEncode)
	}
	for _, t := range c.Tags {
		if !t.Valid() {
			e.Fail("tag", wire.ErrEncode)
		}
		e.SP()
		e.Quoted(string(t))
	}
}

// quoted reads a quoted string where no literal may stand.
func quoted(d *wire.Decoder) string {
	if d.Peek() != '"' {
		d.Fail("quoted", nil)
	}
	return d.String()
}

// UIDBatches is the UIDBATCHES command, which asks for ranges of UIDs that hold
// Size messages each (draft-ietf-mailmaint-imap-uidbatches).
//
//	uidbatches = "UIDBATCHES" SP nz-number [SP nz-number ":" nz-number]
type UIDBatches struct {
	Size uint32
	// First and Last are the numbers of the first and the last batch wanted,
	// from 1; both are 0 for all batches.
	First, Last uint32
}

// Name implements [Command].
func (c *UIDBatches) Name() Name { return UIDBatchesName }

// Decode implements [Command].
func (c *UIDBatches) Decode(d *wire.Decoder) error {
	c.First, c.Last = 0, 0
	d.SP()
	c.Size = d.NzNumber()
	if d.TrySP() {
		c.First = d.NzNumber()
		d.Special(':')
		c.Last = d.NzNumber()
	}
	return d.End()
}

// Encode implements [Command].
func (c *UIDBatches) Encode(e *wire.Encoder) {
	e.SP()
	e.NzNumber(c.Size)
	if c.First != 0 || c.Last != 0 {
		e.SP()
		e.NzNumber(c.First)
		e.Syntax(":")
		e.NzNumber(c.Last)
	}
}
