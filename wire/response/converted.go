package response

import (
	"strings"

	"imapkit.example/tag"
	"imapkit.example/wire"
)

// Converted is the CONVERTED response: parts of a message in another form
// (RFC 5259, Section 8.1). The data is held in memory, within [wire.Limits]: a
// client bounds it by asking for a range of octets.
//
//	message-data      =/ nz-number SP "CONVERTED" SP convert-correlator SP
//	                     convert-msg-attrs
//	convert-msg-attrs = "(" convert-msg-att *(SP convert-msg-att) ")"
//	convert-msg-att   = msg-att-semistat / "UID" SP uniqueid
//	                    ; "UID" MUST be the first data item, if present.
type Converted struct {
	Seq   uint32
	Tag   tag.Tag // of the command
	UID   uint32  // of the message; 0 if not told
	Items []ConvertedItem
}

// A ConvertedItem is one thing that was asked for, or the reason why there is
// none.
//
//	msg-att-semistat =
//	    ("BINARY" section-convert ["<" number ">"] SP
//	        (nstring / literal8 / converterror-phrase)) /
//	    ("BINARY.SIZE" section-convert SP (number / converterror-phrase)) /
//	    ("BODYPARTSTRUCTURE" section-convert SP
//	        (body / converterror-phrase)) /
//	    ("AVAILABLECONVERSIONS" section-convert SP
//	        (mimetype-list / converterror-phrase))
type ConvertedItem struct {
	// Name is one of those below, or another with what belongs to it, as
	// sent.
	Name    string
	Section wire.Section // of those below
	// Partial says of ConvertedBinary that only octets from Origin on are
	// given.
	Partial bool
	Origin  int64

	// Failure says why there is nothing; what follows is zero then.
	Failure   *ConvertFailure
	Data      wire.NString  // of ConvertedBinary and ConvertedBody
	Size      uint32        // of ConvertedSize, in octets
	Structure BodyStructure // of ConvertedStructure
	Types     []string      // of ConvertedAvailable: media types
	// Value is that of an item not known here, as its exact bytes, or of one
	// that is malformed.
	Value wire.Value
	// Err is what is wrong with a Value that does not follow the grammar of
	// its item, but that of values in general. It is only read.
	Err error
}

// The names of a ConvertedItem. ConvertedBody is that of header fields, which
// the grammar of RFC 5259 forgets and Section 6 describes.
const (
	ConvertedBinary    = "BINARY"
	ConvertedBody      = "BODY"
	ConvertedSize      = "BINARY.SIZE"
	ConvertedStructure = "BODYPARTSTRUCTURE"
	ConvertedAvailable = "AVAILABLECONVERSIONS"
)

// Encode implements [Response].
func (r *Converted) Encode(e *wire.Encoder) {
	if r.Seq == 0 {
		e.Fail("nz-number", wire.ErrRange)
	}
	if len(r.Items) == 0 && r.UID == 0 {
		e.Fail("convert-msg-attrs", wire.ErrEncode)
	}
	encodeNumber(e, r.Seq)
	e.Syntax(" CONVERTED (")
	encodeTag(e, r.Tag)
	e.Syntax(") (")
	if r.UID != 0 {
		e.Syntax("UID ")
		e.Number(r.UID)
	}
	for i := range r.Items {
		if i > 0 || r.UID != 0 {
			e.SP()
		}
		r.Items[i].encode(e)
	}
	e.Syntax(")")
}

func (x *ConvertedItem) encode(e *wire.Encoder) {
	if !isConverted(x.Name) {
		// It may not be read as one that is known.
		word, _, _ := strings.Cut(x.Name, "[")
		if word = strings.ToUpper(word); isConverted(word) || word == "UID" {
			e.Fail("convert-msg-att", wire.ErrEncode)
		}
		(&UnknownItem{x.Name, x.Value}).encode(e)
		return
	}
	if x.Value != nil && x.Err == nil || x.Partial && x.Name != ConvertedBinary {
		e.Fail("convert-msg-att", wire.ErrEncode)
	}
	e.Keyword(x.Name)
	if x.Name == ConvertedBody {
		e.Section(x.Section)
	} else {
		e.SectionBinary(x.Section)
	}
	if x.Partial {
		e.Syntax("<")
		e.Number64(x.Origin)
		e.Syntax(">")
	}
	e.SP()
	switch {
	case x.Err != nil:
		e.Value(x.Value)
		return
	case x.Failure != nil:
		x.Failure.encode(e)
		return
	}
	switch x.Name {
	case ConvertedBody:
		encodeData(e, x.Data)
	case ConvertedBinary:
		encodeBinary(e, x.Data)
	case ConvertedSize:
		e.Number(x.Size)
	case ConvertedStructure:
		x.Structure.encode(e, true)
	case ConvertedAvailable:
		//	mimetype-list = "(" "(" [quoted-to-mime-type
		//	                *(SP quoted-to-mime-type)] ")" ")"
		e.Syntax("((")
		for i, s := range x.Types {
			if i > 0 {
				e.SP()
			}
			e.MediaType(s)
		}
		e.Syntax("))")
	}
}

func isConverted(name string) bool {
	switch name {
	case ConvertedBinary, ConvertedBody, ConvertedSize, ConvertedStructure, ConvertedAvailable:
		return true
	}
	return false
}

func (r *Converted) decode(d *wire.Decoder) {
	d.SP()
	correlator(d, &r.Tag)
	d.SP()
	for i := range d.List1("convert-msg-attrs") {
		if i == 0 && d.TryKeyword("UID") {
			d.SP()
			r.UID = d.NzNumber()
			continue
		}
		var x ConvertedItem
		x.decode(d)
		r.Items = append(r.Items, x)
	}
}

func (x *ConvertedItem) decode(d *wire.Decoder) {
	at := d.InputOffset()
	word := string(d.KeywordView("convert-msg-att"))
	x.Name = strings.ToUpper(word)
	switch {
	case x.Name == "UID":
		d.FailAt(at, "msg-att-semistat", nil) // it comes first or not at all
	case !isConverted(x.Name):
		x.Name = itemName(d, word)
		d.SP()
		x.Value = d.ReadValue()
		return
	case x.Name == ConvertedBody:
		x.Section = d.Section()
	default:
		x.Section = d.SectionBinary()
	}
	if x.Name == ConvertedBinary && d.TrySpecial('<') {
		x.Partial, x.Origin = true, d.Number64()
		d.Special('>')
	}
	d.SP()
	if d.Err() != nil {
		return
	}
	d.Mark()
	x.decodeValue(d)
	if err := d.Err(); err != nil && d.Rewind() {
		// It may still be a value.
		*x = ConvertedItem{Name: x.Name, Section: x.Section, Partial: x.Partial, Origin: x.Origin, Err: err}
		x.Value = d.ReadValue()
		if c := d.Peek(); c != ' ' && c != ')' {
			d.Fail("SP", nil)
		}
		d.Restore(err)
	}
}

func (x *ConvertedItem) decodeValue(d *wire.Decoder) {
	switch d.Peek() {
	case '(':
		d.Special('(')
		if d.TryKeyword("ERROR") {
			x.Failure = convertFailure(d)
			return
		}
		d.Rewind()
	case '{', '~':
		d.Unmark() // its octets are not kept a second time
	}
	switch x.Name {
	case ConvertedBody:
		x.Data = d.NString()
	case ConvertedBinary:
		x.Data = d.NString8()
	case ConvertedSize:
		x.Size = d.Number()
	case ConvertedStructure:
		x.Structure = new(table).body(d)
	case ConvertedAvailable:
		d.Special('(')
		for range d.List("mimetype-list") {
			x.Types = append(x.Types, d.MediaType())
		}
		d.Special(')')
	}
}
