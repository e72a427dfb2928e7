package command

import (
	"strings"

	"imapkit.example/wire"
)

// Conversions is the CONVERSIONS command (RFC 5259, Section 5.1).
//
//	conversions-cmd    = "CONVERSIONS" SP from-mime-type-req SP
//	                     to-mime-type-req
//	from-mime-type-req = astring
//	to-mime-type-req   = astring
type Conversions struct {
	From, To string // "image/gif", or with wildcards "image/*", "*"
}

// Name implements [Command].
func (c *Conversions) Name() Name { return ConversionsName }

// Decode implements [Command].
func (c *Conversions) Decode(d *wire.Decoder) error {
	d.SP()
	c.From = d.AString()
	d.SP()
	c.To = d.AString()
	return d.End()
}

// Encode implements [Command].
func (c *Conversions) Encode(e *wire.Encoder) {
	e.SP()
	e.AString(c.From)
	e.SP()
	e.AString(c.To)
}

// Convert is the CONVERT command, or UID CONVERT if UID is set (RFC 5259,
// Section 6).
//
//	convert        = "CONVERT" SP sequence-set SP convert-params SP
//	                 (convert-att / "(" convert-att *(SP convert-att) ")")
//	convert-params = "(" (quoted-to-mime-type / default-conversion)
//	                 [SP "(" transcoding-params ")"] ")"
type Convert struct {
	UID    bool
	Set    wire.Set
	Type   wire.NString // the MIME type wanted; NIL for the server's choice
	Params []TranscodingParam
	Items  []FetchItem
}

// A TranscodingParam is a parameter of a conversion.
//
//	transcoding-param = transcoding-param-name SP transcoding-param-value
type TranscodingParam struct{ Name, Value string }

// Data items of CONVERT that FETCH does not have.
const (
	ConvertStructure FetchItemName = "BODYPARTSTRUCTURE["
	ConvertAvailable FetchItemName = "AVAILABLECONVERSIONS["
)

var convertItems = [...]FetchItemName{ConvertStructure, FetchBinary, FetchBinarySize, FetchSection, ConvertAvailable}

// Name implements [Command].
func (c *Convert) Name() Name {
	if c.UID {
		return UIDConvertName
	}
	return ConvertName
}

// Decode implements [Command].
func (c *Convert) Decode(d *wire.Decoder) error {
	c.Type, c.Params, c.Items = wire.NString{}, c.Params[:0], c.Items[:0]
	d.SP()
	d.SequenceSet(&c.Set)
	d.SP()
	d.Special('(')
	if !d.TryNil() {
		c.Type = wire.Some(d.MediaType())
	}
	if d.TrySP() {
		for range d.List1("transcoding-params") {
			p := TranscodingParam{Name: d.AString()}
			d.SP()
			p.Value = d.AString()
			c.Params = append(c.Params, p)
		}
	}
	d.Special(')')
	d.SP()
	if d.Peek() != '(' {
		c.Items = append(c.Items, convertItem(d))
		return d.End()
	}
	for range d.List1("convert-att") {
		c.Items = append(c.Items, convertItem(d))
	}
	return d.End()
}

// convert-att = "UID" / "BODYPARTSTRUCTURE" section-convert /
//
//	"BINARY" section-convert [partial] / "BINARY.SIZE" section-convert /
//	"BODY[HEADER]" / "BODY[" section-part ".HEADER]" /
//	"BODY[" section-part ".MIME]" /
//	"AVAILABLECONVERSIONS" section-convert
func convertItem(d *wire.Decoder) (x FetchItem) {
	if d.TryKeyword(string(FetchUID)) {
		return FetchItem{Name: FetchUID}
	}
	at := d.InputOffset()
	b := d.KeywordView("convert-att")
	for _, n := range convertItems {
		if strings.EqualFold(string(b), string(n[:len(n)-1])) {
			x.Name = n
		}
	}
	switch x.Name {
	case "":
		d.FailAt(at, "convert-att", nil)
	case FetchSection:
		x.Section = d.Section()
		if !isConvertText(x.Section.Text) {
			d.FailAt(at, "convert-att", nil)
		}
	default:
		x.Section = d.SectionBinary()
	}
	if x.Name == FetchBinary {
		x.Partial = d.Partial()
	}
	return x
}

func isConvertText(t wire.SectionText) bool {
	return t == wire.SectionHeader || t == wire.SectionMIME
}

// Encode implements [Command].
func (c *Convert) Encode(e *wire.Encoder) {
	e.SP()
	e.SequenceSet(c.Set)
	e.Syntax(" (")
	if c.Type.Valid {
		e.MediaType(c.Type.String)
	} else {
		e.Nil()
	}
	for i, p := range c.Params {
		if i == 0 {
			e.SP()
		}
		e.Special("( "[min(i, 1)])
		e.AString(p.Name)
		e.SP()
		e.AString(p.Value)
	}
	if len(c.Params) > 0 {
		e.Syntax(")")
	}
	e.Syntax(") ")
	if len(c.Items) == 0 {
		e.Fail("convert-att", wire.ErrEncode)
	}
	for i := range c.Items {
		if len(c.Items) > 1 {
			e.Special("( "[min(i, 1)])
		}
		c.Items[i].encodeConvert(e)
	}
	if len(c.Items) > 1 {
		e.Syntax(")")
	}
}

func (x *FetchItem) encodeConvert(e *wire.Encoder) {
	if x.Name != FetchBinary && x.Partial != (wire.Partial{}) || x.Name == FetchUID && x.hasSection() ||
		x.Lazy || x.Args != nil || len(x.Entries)+len(x.Attributes) > 0 {
		e.Fail("convert-att", wire.ErrEncode)
	}
	switch x.Name {
	case FetchUID:
		e.Syntax("UID")
	case FetchSection:
		if !isConvertText(x.Section.Text) {
			e.Fail("convert-att", wire.ErrEncode)
		}
		e.Syntax("BODY")
		e.Section(x.Section)
	case FetchBinary, FetchBinarySize, ConvertStructure, ConvertAvailable:
		e.Keyword(strings.TrimSuffix(string(x.Name), "["))
		e.SectionBinary(x.Section)
		e.Partial(x.Partial)
	default:
		e.Fail("convert-att", wire.ErrEncode)
	}
}
