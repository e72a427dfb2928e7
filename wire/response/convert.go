package response

import (
	"imapkit.example/tag"
	"imapkit.example/wire"
)

// Conversion is the CONVERSION response: what can be converted into what, and
// the names of the parameters (RFC 5259, Section 5).
//
//	conversion-data = "CONVERSION" SP quoted-from-mime-type SP
//	                  quoted-to-mime-type
//	                  [SP "(" transcoding-param-name
//	                  *(SP transcoding-param-name) ")"]
type Conversion struct {
	From, To string // media types, such as "image/gif"
	Params   []string
}

// Encode implements [Response].
func (r *Conversion) Encode(e *wire.Encoder) {
	e.Keyword("* CONVERSION ")
	e.MediaType(r.From)
	e.SP()
	e.MediaType(r.To)
	for i, s := range r.Params {
		e.SP()
		if i == 0 {
			e.Special('(')
		}
		e.AString(s)
	}
	if len(r.Params) > 0 {
		e.Special(')')
	}
}

func (r *Conversion) decode(d *wire.Decoder) {
	d.SP()
	r.From = d.MediaType()
	d.SP()
	r.To = d.MediaType()
	if !d.TrySP() {
		return
	}
	for range d.List1("transcoding-param-names") {
		r.Params = append(r.Params, d.AString())
	}
}

// Converted is the CONVERTED response: parts of a message in another form
// (RFC 5259, Section 6). The values are held as their exact bytes, within
// [wire.Limits]; each is an error if it begins with "(ERROR ".
//
//	message-data =/ nz-number SP "CONVERTED" SP convert-correlator SP
//	                convert-msg-attrs
type Converted struct {
	Seq   uint32
	Tag   tag.Tag       // of the command
	Items []UnknownItem // such as "BINARY[2]"; the first may be "UID"
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

func (r *Converted) decode(d *wire.Decoder) {
	d.SP()
	correlator(d, &r.Tag)
	d.SP()
	for range d.List1("convert-msg-attrs") {
		x := UnknownItem{Name: string(d.KeywordView("convert-msg-att"))}
		if isItemChar(d.Peek()) {
			x.Name += d.AString()
		}
		d.SP()
		x.Value = d.ReadValue()
		r.Items = append(r.Items, x)
	}
}
