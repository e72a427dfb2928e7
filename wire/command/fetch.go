package command

import (
	"strings"

	"imapkit.example/wire"
)

// Fetch is the FETCH command, or UID FETCH if UID is set
// (RFC 9051, Section 6.4.5).
//
//	fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" /
//	        fetch-att / "(" fetch-att *(SP fetch-att) ")")
//	        [fetch-modifiers]
type Fetch struct {
	UID bool
	Set wire.Set
	// Macro is ALL, FAST or FULL; Items is empty then: see [Fetch.Expand].
	Macro     FetchItemName
	Items     []FetchItem
	Modifiers []wire.Extension
}

// A FetchItem is a data item to be fetched.
type FetchItem struct {
	Name FetchItemName
	// Section and Partial belong to the items that end in "[". Partial.Length
	// is 0 if there is none.
	Section wire.Section
	Partial wire.Partial
}

// A FetchItemName is the word of a data item, in upper case. Where brackets
// belong to it, the opening one is part of the name.
type FetchItemName string

// The macros and data items of RFC 9051, Section 6.4.5 and, from FetchRFC822
// on, of RFC 3501, Section 6.4.5.
const (
	FetchAll  FetchItemName = "ALL"
	FetchFast FetchItemName = "FAST"
	FetchFull FetchItemName = "FULL"

	FetchFlags         FetchItemName = "FLAGS"
	FetchUID           FetchItemName = "UID"
	FetchInternalDate  FetchItemName = "INTERNALDATE"
	FetchSize          FetchItemName = "RFC822.SIZE"
	FetchEnvelope      FetchItemName = "ENVELOPE"
	FetchBody          FetchItemName = "BODY" // the structure without its extension data
	FetchBodyStructure FetchItemName = "BODYSTRUCTURE"
	FetchSection       FetchItemName = "BODY["
	FetchPeek          FetchItemName = "BODY.PEEK["
	FetchBinary        FetchItemName = "BINARY["
	FetchBinaryPeek    FetchItemName = "BINARY.PEEK["
	FetchBinarySize    FetchItemName = "BINARY.SIZE["

	FetchRFC822       FetchItemName = "RFC822"
	FetchRFC822Header FetchItemName = "RFC822.HEADER"
	FetchRFC822Text   FetchItemName = "RFC822.TEXT"
)

var fetchNames = [...]FetchItemName{
	FetchFlags, FetchUID, FetchInternalDate, FetchSize, FetchEnvelope, FetchBodyStructure, FetchBody,
	FetchRFC822, FetchRFC822Header, FetchRFC822Text,
}

var fetchSections = [...]FetchItemName{
	FetchPeek, FetchSection, FetchBinary, FetchBinaryPeek, FetchBinarySize,
}

var (
	macroFast = []FetchItem{{Name: FetchFlags}, {Name: FetchInternalDate}, {Name: FetchSize}}
	macroAll  = append(macroFast[:3:3], FetchItem{Name: FetchEnvelope})
	macroFull = append(macroAll[:4:4], FetchItem{Name: FetchBody})
)

// Name implements [Command].
func (c *Fetch) Name() Name {
	if c.UID {
		return UIDFetchName
	}
	return FetchName
}

// Expand returns the items to be fetched, those of the macro if there is one.
// The caller does not change the result.
func (c *Fetch) Expand() []FetchItem {
	switch c.Macro {
	case FetchFast:
		return macroFast
	case FetchAll:
		return macroAll
	case FetchFull:
		return macroFull
	}
	return c.Items
}

// Decode implements [Command].
func (c *Fetch) Decode(d *wire.Decoder) error {
	c.Macro, c.Items, c.Modifiers = "", c.Items[:0], c.Modifiers[:0]
	d.SP()
	d.SequenceSet(&c.Set)
	d.SP()
	switch {
	case d.Peek() == '(':
		for range d.List1("fetch-att") {
			c.Items = append(c.Items, fetchItem(d))
		}
	case d.TryKeyword("ALL"):
		c.Macro = FetchAll
	case d.TryKeyword("FAST"):
		c.Macro = FetchFast
	case d.TryKeyword("FULL"):
		c.Macro = FetchFull
	default:
		c.Items = append(c.Items, fetchItem(d))
	}
	c.Modifiers = optionalExtensions(d, c.Modifiers, "fetch-modifiers")
	return d.End()
}

// fetch-att = "ENVELOPE" / "FLAGS" / "INTERNALDATE" / "RFC822.SIZE" /
//
//	"BODY" ["STRUCTURE"] / "UID" /
//	"BODY" section [partial] / "BODY.PEEK" section [partial] /
//	"BINARY" [".PEEK"] section-binary [partial] /
//	"BINARY.SIZE" section-binary
func fetchItem(d *wire.Decoder) (x FetchItem) {
	at := d.InputOffset()
	b := d.KeywordView("fetch-att")
	if d.Peek() != '[' {
		for _, n := range fetchNames {
			if strings.EqualFold(string(b), string(n)) {
				return FetchItem{Name: n}
			}
		}
		d.FailAt(at, "fetch-att", nil)
		return x
	}
	for _, n := range fetchSections {
		if strings.EqualFold(string(b), string(n[:len(n)-1])) {
			x.Name = n
		}
	}
	switch x.Name {
	case "":
		d.FailAt(at, "fetch-att", nil)
	case FetchSection, FetchPeek:
		x.Section = d.Section()
		x.Partial = d.Partial()
	case FetchBinarySize:
		x.Section = d.SectionBinary()
	default:
		x.Section = d.SectionBinary()
		x.Partial = d.Partial()
	}
	return x
}

// Encode implements [Command].
func (c *Fetch) Encode(e *wire.Encoder) {
	e.SP()
	e.SequenceSet(c.Set)
	e.SP()
	switch c.Macro {
	case FetchAll, FetchFast, FetchFull:
		if len(c.Items) > 0 {
			e.Fail("fetch-att", wire.ErrEncode)
		}
		e.Keyword(string(c.Macro))
	case "":
		if len(c.Items) == 0 {
			e.Fail("fetch-att", wire.ErrEncode)
		}
		for i := range c.Items {
			if len(c.Items) > 1 {
				e.Special("( "[min(i, 1)])
			}
			c.Items[i].encode(e)
		}
		if len(c.Items) > 1 {
			e.Special(')')
		}
	default:
		e.Fail("fetch-att", wire.ErrEncode)
	}
	encodeExtensions(e, c.Modifiers)
}

func (x *FetchItem) encode(e *wire.Encoder) {
	for _, n := range fetchNames {
		if x.Name == n {
			e.Keyword(string(n))
			return
		}
	}
	if len(x.Name) > 0 {
		e.Keyword(strings.TrimSuffix(string(x.Name), "["))
	}
	switch x.Name {
	case FetchSection, FetchPeek:
		e.Section(x.Section)
		e.Partial(x.Partial)
	case FetchBinary, FetchBinaryPeek:
		e.SectionBinary(x.Section)
		e.Partial(x.Partial)
	case FetchBinarySize:
		e.SectionBinary(x.Section)
	default:
		e.Fail("fetch-att", wire.ErrEncode)
	}
}
