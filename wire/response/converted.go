package response

import (
	"strings"

	"imapkit.example/tag"
	"imapkit.example/wire"
)

// Converted is the CONVERTED response: parts of a message in another form
// (RFC 5259, Section 6). The data is held in memory, within [wire.Limits].
//
//	message-data      =/ nz-number SP "CONVERTED" SP convert-correlator SP
//	                     convert-msg-attrs
//	convert-msg-attrs = "(" convert-msg-att *(SP convert-msg-att) ")"
type Converted struct {
	Seq   uint32
	Tag   tag.Tag // of the command
	Items []ConvertedItem
}

// A ConvertedItem is one piece of data of a [Converted]. Name says which of the
// other fields count; if Error is set, none of them does but Section and
// Origin.
//
//	convert-msg-att = "UID" SP uniqueid /
//	                  "BINARY" section-convert ["<" number ">"] SP
//	                  (nstring / literal8 / converterror-phrase) /
//	                  "BINARY.SIZE" section-convert SP
//	                  (number / converterror-phrase) /
//	                  "BODYPARTSTRUCTURE" section-convert SP
//	                  (body / converterror-phrase) /
//	                  "AVAILABLECONVERSIONS" section-convert SP
//	                  (mimetype-list / converterror-phrase)
type ConvertedItem struct {
	Name    string       // one of those below; another one is kept as it was sent
	Section wire.Section // of all but UID
	// Partial says that only octets from Origin on are given, of BINARY.
	Partial bool
	Origin  uint32
	UID     uint32
	Data    wire.NString   // of BINARY and BODY
	Size    uint32         // of BINARY.SIZE, in octets
	Body    *BodyStructure // of BODYPARTSTRUCTURE
	Types   []string       // of AVAILABLECONVERSIONS: media types
	Error   *ConvertError
	Value   wire.Value // of other names: the exact bytes
}

// The names of a ConvertedItem. BODY is not in the grammar, but what the
// command's BODY[HEADER] is answered with.
const (
	ConvertedUID       = "UID"
	ConvertedBinary    = "BINARY"
	ConvertedSize      = "BINARY.SIZE"
	ConvertedBody      = "BODY"
	ConvertedStructure = "BODYPARTSTRUCTURE"
	ConvertedTypes     = "AVAILABLECONVERSIONS"
)

var convertedNames = [...]string{
	ConvertedUID, ConvertedBinary, ConvertedSize, ConvertedBody, ConvertedStructure, ConvertedTypes,
}

// Encode implements [Response].
func (r *Converted) Encode(e *wire.Encoder) {
	if r.Seq == 0 {
		e.Fail("nz-number", wire.ErrRange)
	}
	if len(r.Items) == 0 {
		e.Fail("convert-msg-attrs", wire.ErrEncode)
	}
	encodeNumbered(e, r.Seq, " CONVERTED (")
	encodeTag(e, r.Tag)
	e.Keyword(") (")
	for i := range r.Items {
		if i > 0 {
			e.SP()
		}
		r.Items[i].encode(e)
	}
	e.Special(')')
}

func (x *ConvertedItem) encode(e *wire.Encoder) {
	switch x.Name {
	case ConvertedUID:
		e.Keyword("UID ")
		e.NzNumber(x.UID)
		return
	case ConvertedBinary, ConvertedSize, ConvertedStructure, ConvertedTypes:
		e.Keyword(x.Name)
		e.SectionBinary(x.Section)
	case ConvertedBody:
		e.Keyword(x.Name)
		e.Section(x.Section)
	default:
		if isOneOf([]byte(x.Name), convertedNames[:]) {
			e.Fail("convert-msg-att", wire.ErrEncode)
		}
		(&UnknownItem{x.Name, x.Value}).Encode(e)
		return
	}
	if x.Partial {
		if x.Name != ConvertedBinary {
			e.Fail("convert-msg-att", wire.ErrEncode)
		}
		e.Special('<')
		e.Number(x.Origin)
		e.Special('>')
	}
	e.SP()
	if x.Error != nil {
		x.Error.encode(e)
		return
	}
	switch x.Name {
	case ConvertedSize:
		e.Number(x.Size)
	case ConvertedStructure:
		x.Body.encode(e, true)
	case ConvertedTypes:
		e.Keyword("((")
		for i, s := range x.Types {
			if i > 0 {
				e.SP()
			}
			e.Quoted(s)
		}
		e.Keyword("))")
	default:
		if x.Name == ConvertedBinary && x.Data.Valid && strings.IndexByte(x.Data.String, 0) >= 0 {
			e.NString8(x.Data)
			return
		}
		encodeData(e, x.Data)
	}
}

func (r *Converted) decode(d *wire.Decoder, s *scratch) {
	d.SP()
	correlator(d, &r.Tag)
	d.SP()
	for range d.List1("convert-msg-attrs") {
		var x ConvertedItem
		x.decode(d, s)
		r.Items = append(r.Items, x)
	}
}

func (x *ConvertedItem) decode(d *wire.Decoder, s *scratch) {
	word := string(d.KeywordView("convert-msg-att"))
	if x.Name = strings.ToUpper(word); !isOneOf([]byte(word), convertedNames[:]) {
		x.unknown(d, word)
		return
	}
	switch x.Name {
	case ConvertedUID:
		d.SP()
		x.UID = d.NzNumber()
		return
	case ConvertedBody:
		x.Section = d.Section()
	default:
		x.Section = d.SectionBinary()
	}
	if x.Name == ConvertedBinary && d.TrySpecial('<') {
		x.Partial, x.Origin = true, d.Number()
		d.Special('>')
	}
	d.SP()
	switch x.Name {
	case ConvertedStructure:
		// A body begins with a string or a body, an error with a word.
		if c := d.PeekAfter('('); c != '"' && c != '{' && c != '(' {
			x.Error = convertError(d)
		} else {
			x.Body = s.body(d)
		}
	case ConvertedTypes:
		if d.PeekAfter('(') != '(' {
			x.Error = convertError(d)
			break
		}
		d.Special('(')
		for range d.List("mimetype-list") {
			x.Types = append(x.Types, quoted(d))
		}
		d.Special(')')
	default:
		switch {
		case d.Peek() == '(':
			x.Error = convertError(d)
		case x.Name == ConvertedSize:
			x.Size = d.Number()
		case x.Name == ConvertedBinary:
			x.Data = d.NString8()
		default:
			x.Data = d.NString()
		}
	}
}

// unknown reads an item of which nothing is known, behind the word that its
// name begins with.
func (x *ConvertedItem) unknown(d *wire.Decoder, word string) {
	x.Name = itemName(d, word)
	d.SP()
	x.Value = d.ReadValue()
}
