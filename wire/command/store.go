package command

import "imapkit.example/wire"

// A StoreAction says what STORE does with the flags it names.
type StoreAction uint8

const (
	StoreReplace StoreAction = iota // FLAGS
	StoreAdd                        // +FLAGS
	StoreRemove                     // -FLAGS
)

// A StoreAttribute says which attribute of the messages STORE changes.
type StoreAttribute uint8

const (
	StoreFlags       StoreAttribute = iota // FLAGS
	StoreLabels                            // X-GM-LABELS
	StoreAnnotations                       // ANNOTATION
)

// Store is the STORE command, or UID STORE if UID is set
// (RFC 9051, Section 6.4.6).
//
//	store           = "STORE" SP sequence-set [store-modifiers] SP
//	                  store-att-flags
//	store-modifier  =/ "UNCHANGEDSINCE" SP mod-sequence-valzer
//	store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP
//	                  (flag-list / (flag *(SP flag)))
//	store-att-flags =/ "ANNOTATION" SP "(" entry-att *(SP entry-att) ")"
type Store struct {
	UID bool
	Set wire.Set
	// UnchangedSince is UNCHANGEDSINCE (RFC 7162, Section 3.1.3).
	UnchangedSince Since
	// Modifiers are those of other extensions.
	Modifiers []wire.Extension
	Attribute StoreAttribute
	Action    StoreAction // StoreReplace for StoreAnnotations
	Silent    bool        // false for StoreAnnotations
	Flags     []wire.Flag // of StoreFlags
	// Labels are those of StoreLabels: "\Inbox" and other system labels, and
	// names.
	Labels      []string
	Annotations []Annotation // of StoreAnnotations
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
	c.UnchangedSince, c.Modifiers, c.Annotations = Since{}, c.Modifiers[:0], nil
	c.Attribute, c.Action, c.Silent, c.Flags, c.Labels = StoreFlags, StoreReplace, false, c.Flags[:0], nil
	d.SP()
	d.SequenceSet(&c.Set)
	d.SP()
	if d.Peek() == '(' {
		for range d.List1("store-modifiers") {
			if d.TryKeyword("UNCHANGEDSINCE") {
				c.UnchangedSince = since(d, true)
			} else {
				c.Modifiers = append(c.Modifiers, d.Extension())
			}
		}
		d.SP()
	}
	if d.TrySpecial('+') {
		c.Action = StoreAdd
	} else if d.TrySpecial('-') {
		c.Action = StoreRemove
	}
	switch {
	case d.TryKeyword("FLAGS"):
	case d.TryKeyword("FLAGS.SILENT"):
		c.Silent = true
	case d.TryKeyword("X-GM-LABELS"):
		c.Attribute = StoreLabels
	case d.TryKeyword("X-GM-LABELS.SILENT"):
		c.Attribute, c.Silent = StoreLabels, true
	case c.Action == StoreReplace && d.TryKeyword("ANNOTATION"):
		d.SP()
		c.Attribute, c.Annotations = StoreAnnotations, annotations(d)
		return d.End()
	default:
		d.Keyword("FLAGS")
	}
	d.SP()
	switch {
	case c.Attribute == StoreLabels:
		c.Labels = labels(d)
	case d.Peek() == '(':
		c.Flags = d.Flags(c.Flags)
	default:
		for more := true; more; more = d.More("flag", len(c.Flags)) {
			c.Flags = append(c.Flags, d.Flag())
		}
	}
	return d.End()
}

// labels reads a list of labels with or without parentheses.
func labels(d *wire.Decoder) (list []string) {
	if d.Peek() == '(' {
		for range d.List("X-GM-LABELS") {
			list = append(list, d.Label())
		}
		return list
	}
	for more := true; more; more = d.More("X-GM-LABELS", len(list)) {
		list = append(list, d.Label())
	}
	return list
}

// Encode implements [Command].
func (c *Store) Encode(e *wire.Encoder) {
	if c.Attribute != StoreFlags && len(c.Flags) > 0 || c.Attribute != StoreLabels && len(c.Labels) > 0 ||
		c.Attribute != StoreAnnotations && len(c.Annotations) > 0 {
		e.Fail("store-att-flags", wire.ErrEncode)
	}
	e.SP()
	e.SequenceSet(c.Set)
	p := params{e: e}
	p.since("UNCHANGEDSINCE", c.UnchangedSince, true)
	p.extensions(c.Modifiers, "UNCHANGEDSINCE")
	p.end()
	e.SP()
	switch c.Action {
	case StoreReplace:
	case StoreAdd:
		e.Syntax("+")
	case StoreRemove:
		e.Syntax("-")
	default:
		e.Fail("store-att-flags", wire.ErrEncode)
	}
	switch c.Attribute {
	case StoreFlags:
		e.Syntax("FLAGS")
	case StoreLabels:
		e.Syntax("X-GM-LABELS")
	case StoreAnnotations:
		if c.Action != StoreReplace || c.Silent {
			e.Fail("att-annotate", wire.ErrEncode)
		}
		e.Syntax("ANNOTATION ")
		encodeAnnotations(e, c.Annotations)
		return
	default:
		e.Fail("store-att-flags", wire.ErrEncode)
	}
	if c.Silent {
		e.Syntax(".SILENT")
	}
	e.SP()
	if c.Attribute == StoreFlags {
		e.Flags(c.Flags)
		return
	}
	e.Syntax("(")
	for i, s := range c.Labels {
		if i > 0 {
			e.SP()
		}
		e.Label(s)
	}
	e.Syntax(")")
}
