package response

import (
	"io"
	"strings"
	"time"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// An Item is one data item of a FETCH response. Its types are *FlagsItem,
// *UIDItem, *ModSeqItem, *DateItem, *SizeItem, *EnvelopeItem, *StructureItem,
// *SectionItem, *BinarySizeItem, *EmailIDItem, *ThreadIDItem, *PreviewItem,
// *SaveDateItem, *GmailIDItem, *GmailLabelsItem, *AnnotationItem, *UnknownItem
// and *InvalidItem. One that a [FetchStream] has returned is valid until the next
// one is read.
type Item interface {
	// Encode writes the item's name and its value.
	Encode(e *wire.Encoder)
}

// FlagsItem is FLAGS. Flags that a [FetchStream] has read are filled again by the
// next FLAGS: slices.Clone keeps them.
//
//	"FLAGS" SP "(" [flag-fetch *(SP flag-fetch)] ")"
type FlagsItem struct{ Flags []wire.Flag }

// Encode implements [Item].
func (x *FlagsItem) Encode(e *wire.Encoder) {
	e.Syntax("FLAGS ")
	e.Flags(x.Flags)
}

// UIDItem is UID.
//
//	"UID" SP uniqueid
type UIDItem struct{ UID uint32 }

// Encode implements [Item].
func (x *UIDItem) Encode(e *wire.Encoder) {
	e.Syntax("UID ")
	e.NzNumber(x.UID)
}

// DateItem is INTERNALDATE.
//
//	"INTERNALDATE" SP date-time
type DateItem struct{ Time time.Time }

// Encode implements [Item].
func (x *DateItem) Encode(e *wire.Encoder) {
	e.Syntax("INTERNALDATE ")
	e.DateTime(x.Time)
}

// SizeItem is RFC822.SIZE, in octets.
//
//	"RFC822.SIZE" SP number64
type SizeItem struct{ Size int64 }

// Encode implements [Item].
func (x *SizeItem) Encode(e *wire.Encoder) {
	e.Syntax("RFC822.SIZE ")
	e.Number64(x.Size)
}

// EnvelopeItem is ENVELOPE. What a [FetchStream] has read is kept by
// [Envelope.Clone].
//
//	"ENVELOPE" SP envelope
type EnvelopeItem struct{ Envelope Envelope }

// Encode implements [Item].
func (x *EnvelopeItem) Encode(e *wire.Encoder) {
	e.Syntax("ENVELOPE ")
	x.Envelope.encode(e)
}

// StructureItem is BODYSTRUCTURE or, without extension data, BODY. What a
// [FetchStream] has read is kept by [BodyStructure.Clone].
//
//	"BODY" ["STRUCTURE"] SP body
type StructureItem struct {
	Extended bool // BODYSTRUCTURE
	Body     BodyStructure
}

// Encode implements [Item].
func (x *StructureItem) Encode(e *wire.Encoder) {
	if x.Extended {
		e.Syntax("BODYSTRUCTURE ")
	} else {
		e.Syntax("BODY ")
	}
	x.Body.encode(e, x.Extended)
}

// A SectionItem is a piece of the message: BODY[…], BINARY[…], or one of the
// obsolete RFC822, RFC822.HEADER and RFC822.TEXT.
//
//	"BODY" section ["<" number ">"] SP nstring /
//	"BINARY" section-binary ["<" number ">"] SP (nstring / literal8)
type SectionItem struct {
	// Name is the item without its brackets: "BODY", "BINARY", "RFC822",
	// "RFC822.HEADER" or "RFC822.TEXT".
	Name    string
	Section wire.Section // of BODY and BINARY
	// Partial says that only octets from Origin on are given.
	Partial bool
	Origin  int64
	// Nil says that there is no such piece; Data is nil then.
	Nil bool
	// Size is the number of octets of Data.
	Size int64
	// Binary says that Data may hold NUL octets. Data read from a connection
	// is not searched for a NUL that should not be there.
	Binary bool
	// Data gives the octets. As read from a connection it is valid until the
	// next item is read, whose octets it may give then, and a connection that
	// ends too early is io.ErrUnexpectedEOF.
	Data io.Reader
}

// Encode implements [Item].
func (x *SectionItem) Encode(e *wire.Encoder) {
	e.Keyword(x.Name)
	switch x.Name {
	case "BODY":
		e.Section(x.Section)
	case "BINARY":
		e.SectionBinary(x.Section)
	case "RFC822", "RFC822.HEADER", "RFC822.TEXT":
		if x.Partial || x.Section.Text != wire.SectionWhole || len(x.Section.Part)+len(x.Section.Fields) > 0 {
			e.Fail("msg-att-static", wire.ErrEncode)
		}
	default:
		e.Fail("msg-att-static", wire.ErrEncode)
	}
	if x.Binary && x.Name != "BINARY" {
		e.Fail("literal", wire.ErrEncode)
	}
	if x.Origin != 0 && !x.Partial {
		e.Fail("msg-att-static", wire.ErrEncode)
	}
	if x.Partial {
		e.Syntax("<")
		e.Number64(x.Origin)
		e.Syntax(">")
	}
	e.SP()
	if x.Nil {
		e.Nil()
		return
	}
	e.LiteralFrom(literal.Header{Size: x.Size, Binary: x.Binary}, x.Data)
}

// BinarySizeItem is BINARY.SIZE, in octets of the decoded part.
//
//	"BINARY.SIZE" section-binary SP number
type BinarySizeItem struct {
	Section wire.Section
	Size    uint32
}

// Encode implements [Item].
func (x *BinarySizeItem) Encode(e *wire.Encoder) {
	e.Syntax("BINARY.SIZE")
	e.SectionBinary(x.Section)
	e.SP()
	e.Number(x.Size)
}

// UnknownItem is any other data item, as its exact bytes.
type UnknownItem struct {
	Name  string
	Value wire.Value
}

// Encode implements [Item].
func (x *UnknownItem) Encode(e *wire.Encoder) {
	if isKnownItem(x.Name) {
		e.Fail("msg-att", wire.ErrEncode)
	}
	x.encode(e)
}

func (x *UnknownItem) encode(e *wire.Encoder) {
	encodeItemName(e, x.Name)
	if len(x.Value) > 0 && x.Value[0] == '(' && !strings.Contains(x.Name, " ") && isOpen(x.Name) {
		e.Fail("msg-att", wire.ErrEncode) // would be read as part of the name
	}
	e.SP()
	e.Value(x.Value)
}

// InvalidItem is a data item that is known and whose value does not follow its
// grammar, but that of values in general: the items around it are not lost.
// It is only read.
type InvalidItem struct {
	Name  string     // as sent, with its section
	Value wire.Value // the exact bytes
	Err   error      // what is wrong with it: a *wire.SyntaxError
}

// Encode implements [Item]: it writes what was read.
func (x *InvalidItem) Encode(e *wire.Encoder) { (&UnknownItem{x.Name, x.Value}).encode(e) }
