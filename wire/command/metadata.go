package command

import (
	"strings"

	"imapkit.example/wire"
)

// GetMetadata is the GETMETADATA command (RFC 5464, Section 4.2).
//
//	getmetadata         = "GETMETADATA" [SP getmetadata-options] SP mailbox
//	                      SP entries
//	getmetadata-options = "(" getmetadata-option *(SP getmetadata-option) ")"
//	maxsize-opt         = "MAXSIZE" SP number
//	scope-opt           = "DEPTH" SP ("0" / "1" / "infinity")
//	entries             = entry / "(" entry *(SP entry) ")"
type GetMetadata struct {
	// MaxSize is the size in octets of the largest value wanted, if Limited
	// is set.
	MaxSize uint32
	Limited bool
	Depth   MetadataDepth
	Options []wire.Extension // of unknown extensions
	Mailbox string           // "" for the server
	Entries []string
}

// A MetadataDepth says which entries below the named ones are wanted.
type MetadataDepth string

// The depths of RFC 5464, Section 4.2.2.
const (
	DepthUnset    MetadataDepth = ""
	DepthZero     MetadataDepth = "0"
	DepthOne      MetadataDepth = "1"
	DepthInfinity MetadataDepth = "infinity"
)

// Name implements [Command].
func (c *GetMetadata) Name() Name { return GetMetadataName }

// Decode implements [Command]. The examples of RFC 5464 have the options behind
// the mailbox, unlike its grammar, so both are read. Entries begin with "/" and
// options do not.
func (c *GetMetadata) Decode(d *wire.Decoder) error {
	*c = GetMetadata{Entries: c.Entries[:0], Options: c.Options[:0]}
	d.SP()
	early := d.Peek() == '('
	if early {
		for range d.List1("getmetadata-options") {
			c.option(d)
		}
		d.SP()
	}
	c.Mailbox = d.Mailbox()
	d.SP()
	if d.Peek() != '(' {
		c.Entries = append(c.Entries, entry(d))
		return d.End()
	}
	late := false
	for i := range d.List1("entries") {
		if i == 0 {
			late = !early && isLabel(d.Peek())
		}
		if late {
			c.option(d)
		} else {
			c.Entries = append(c.Entries, entry(d))
		}
	}
	if late {
		d.SP()
		c.Entries = append(c.Entries, oneOrMore(d, "entries", entry)...)
	}
	return d.End()
}

// getmetadata-option = tagged-ext-label [SP tagged-ext-val]
func (c *GetMetadata) option(d *wire.Decoder) {
	switch {
	case d.TryKeyword("MAXSIZE"):
		d.SP()
		c.MaxSize, c.Limited = d.Number(), true
	case d.TryKeyword("DEPTH"):
		d.SP()
		c.Depth = depth(d)
	default:
		c.Options = append(c.Options, d.Extension())
	}
}

func depth(d *wire.Decoder) MetadataDepth {
	at := d.InputOffset()
	b := d.KeywordView("scope-opt")
	for _, x := range [...]MetadataDepth{DepthZero, DepthOne, DepthInfinity} {
		if strings.EqualFold(string(b), string(x)) {
			return x
		}
	}
	d.FailAt(at, "scope-opt", nil)
	return DepthUnset
}

// Encode implements [Command].
func (c *GetMetadata) Encode(e *wire.Encoder) {
	p := params{e: e}
	if c.Limited {
		p.word("MAXSIZE ")
		e.Number(c.MaxSize)
	} else if c.MaxSize != 0 {
		e.Fail("maxsize-opt", wire.ErrEncode)
	}
	switch c.Depth {
	case DepthUnset:
	case DepthZero, DepthOne, DepthInfinity:
		p.word("DEPTH ")
		e.Keyword(string(c.Depth))
	default:
		e.Fail("scope-opt", wire.ErrEncode)
	}
	p.extensions(c.Options, "MAXSIZE", "DEPTH")
	p.end()
	e.SP()
	e.Mailbox(c.Mailbox)
	e.SP()
	first := !p.any && len(c.Entries) > 1
	encodeOneOrMore(e, c.Entries, "entries", func(e *wire.Encoder, s string) {
		if first && len(s) > 0 && isLabel(s[0]) && !strings.ContainsAny(s, "*%") {
			e.String(s) // an atom could be an option
		} else {
			encodeEntry(e, s)
		}
		first = false
	})
}

// SetMetadata is the SETMETADATA command (RFC 5464, Section 4.3).
//
//	setmetadata  = "SETMETADATA" SP mailbox SP entry-values
//	entry-values = "(" entry-value *(SP entry-value) ")"
type SetMetadata struct {
	Mailbox string // "" for the server
	Entries []MetadataEntry
}

// A MetadataEntry is an entry with its new value; NIL removes it.
//
//	entry-value = entry SP value
//	value       = nstring / literal8
type MetadataEntry struct {
	Name  string
	Value wire.NString
}

// Name implements [Command].
func (c *SetMetadata) Name() Name { return SetMetadataName }

// Decode implements [Command].
func (c *SetMetadata) Decode(d *wire.Decoder) error {
	c.Entries = c.Entries[:0]
	d.SP()
	c.Mailbox = d.Mailbox()
	d.SP()
	for range d.List1("entry-values") {
		x := MetadataEntry{Name: entry(d)}
		d.SP()
		x.Value = d.NString8()
		c.Entries = append(c.Entries, x)
	}
	return d.End()
}

// Encode implements [Command].
func (c *SetMetadata) Encode(e *wire.Encoder) {
	e.SP()
	e.Mailbox(c.Mailbox)
	e.SP()
	if len(c.Entries) == 0 {
		e.Fail("entry-values", wire.ErrEncode)
	}
	for i, x := range c.Entries {
		e.Special("( "[min(i, 1)])
		encodeEntry(e, x.Name)
		e.SP()
		e.NString8(x.Value)
	}
	e.Syntax(")")
}
