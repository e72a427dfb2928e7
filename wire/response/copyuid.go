package response

import (
	"iter"

	"imapkit.example/wire"
)

// CopyUID is the COPYUID code: the n-th number of Source became the n-th of
// Target, both counted in the order of [wire.Set.All] (RFC 4315, Section 3).
//
//	resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set
type CopyUID struct {
	UIDValidity    uint32 // of the target
	Source, Target wire.Set
}

// CodeName implements [Code].
func (c *CopyUID) CodeName() string { return "COPYUID" }

// Encode implements [Code].
func (c *CopyUID) Encode(e *wire.Encoder) {
	e.Syntax("COPYUID ")
	e.NzNumber(c.UIDValidity)
	e.SP()
	e.UIDSet(c.Source)
	e.SP()
	e.UIDSet(c.Target)
}

func copyUIDCode(d *wire.Decoder) Code {
	c := &CopyUID{}
	d.SP()
	c.UIDValidity = d.NzNumber()
	d.SP()
	codeSet(d, &c.Source)
	d.SP()
	codeSet(d, &c.Target)
	return c
}

// Paired reports whether Source and Target hold the same number of UIDs. Where
// they do not, which no server should send and the grammar allows, nothing can
// be told of any message.
func (c *CopyUID) Paired() bool { return c.Source.Len() == c.Target.Len() }

// All iterates over the UIDs in the source mailbox, each with that of its copy.
// There are none if c is not [CopyUID.Paired]. Nothing is expanded; but a peer
// can name four billion UIDs in a few octets: [CopyUID.TargetOf] costs nothing.
func (c *CopyUID) All() iter.Seq2[uint32, uint32] {
	if !c.Paired() {
		return func(func(uint32, uint32) bool) {}
	}
	return c.Source.Pairs(c.Target)
}

// TargetOf returns the UID of the copy of the message with this UID in the
// source mailbox. ok is false if c does not tell.
func (c *CopyUID) TargetOf(source uint32) (target uint32, ok bool) {
	return c.pair(c.Source, c.Target, source)
}

// SourceOf returns the UID that the message with this UID in the target mailbox
// was copied from. ok is false if c does not tell.
func (c *CopyUID) SourceOf(target uint32) (source uint32, ok bool) {
	return c.pair(c.Target, c.Source, target)
}

func (c *CopyUID) pair(from, to wire.Set, n uint32) (uint32, bool) {
	i, ok := from.Index(n)
	if !ok || !c.Paired() {
		return 0, false
	}
	return to.At(i)
}
