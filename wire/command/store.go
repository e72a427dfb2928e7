package command

import "imapkit.example/wire"

// A StoreAction says what STORE does with the flags it names.
type StoreAction uint8

const (
	StoreReplace StoreAction = iota // FLAGS
	StoreAdd                        // +FLAGS
	StoreRemove                     // -FLAGS
)

// Store is the STORE command, or UID STORE if UID is set
// (RFC 9051, Section 6.4.6).
//
//	store           = "STORE" SP sequence-set [store-modifiers] SP
//	                  store-att-flags
//	store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP
//	                  (flag-list / (flag *(SP flag)))
type Store struct {
	UID       bool
	Set       wire.Set
	Modifiers []wire.Extension
	Action    StoreAction
	Silent    bool
	Flags     []wire.Flag
}

// Name implements [Command].
func (c *Store) Name() Name {
	if c.UID {
		return UIDStoreName
	}
	return StoreName
}

// Decode implements [Command].
func (c *Store) Decode(d *wire.Decoder) error {
	c.Action, c.Silent = StoreReplace, false
	c.Flags, c.Modifiers = c.Flags[:0], c.Modifiers[:0]
	d.SP()
	d.SequenceSet(&c.Set)
	d.SP()
	if d.Peek() == '(' {
		c.Modifiers = decodeExtensions(d, c.Modifiers, "store-modifiers")
		d.SP()
	}
	if d.TrySpecial('+') {
		c.Action = StoreAdd
	} else if d.TrySpecial('-') {
		c.Action = StoreRemove
	}
	if c.Silent = d.TryKeyword("FLAGS.SILENT"); !c.Silent {
		d.Keyword("FLAGS")
	}
	d.SP()
	if d.Peek() == '(' {
		c.Flags = d.Flags(c.Flags)
		return d.End()
	}
	for {
		c.Flags = append(c.Flags, d.Flag())
		if !d.TrySP() {
			return d.End()
		}
	}
}

// Encode implements [Command].
func (c *Store) Encode(e *wire.Encoder) {
	e.SP()
	e.SequenceSet(c.Set)
	encodeExtensions(e, c.Modifiers)
	e.SP()
	switch c.Action {
	case StoreReplace:
	case StoreAdd:
		e.Special('+')
	case StoreRemove:
		e.Special('-')
	default:
		e.Fail("store-att-flags", wire.ErrEncode)
	}
	e.Keyword("FLAGS")
	if c.Silent {
		e.Keyword(".SILENT")
	}
	e.SP()
	e.Flags(c.Flags)
}
