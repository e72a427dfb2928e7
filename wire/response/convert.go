package response

import "imapkit.example/wire"

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
	e.Syntax("* CONVERSION ")
	e.MediaType(r.From)
	e.SP()
	e.MediaType(r.To)
	for i, s := range r.Params {
		e.SP()
		if i == 0 {
			e.Syntax("(")
		}
		e.AString(s)
	}
	if len(r.Params) > 0 {
		e.Syntax(")")
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
