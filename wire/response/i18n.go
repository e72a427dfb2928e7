package response

import "imapkit.example/wire"

// Language is the LANGUAGE response: the language in use, or all that there are
// (RFC 5255, Section 3.3).
//
//	language-data = "LANGUAGE" SP "(" lang-tag-quoted
//	                *(SP lang-tag-quoted) ")"
type Language struct{ Tags []string } // at least one

// Encode implements [Response].
func (r *Language) Encode(e *wire.Encoder) {
	e.Syntax("* LANGUAGE ")
	encodeAStringList(e, r.Tags, "language-data")
}

func (r *Language) decode(d *wire.Decoder) {
	d.SP()
	for range d.List1("language-data") {
		r.Tags = append(r.Tags, d.AString())
	}
}

// Comparator is the COMPARATOR response: the comparator in use and, if the
// command named some, those of them that there are (RFC 5255, Section 4.8).
//
//	comparator-data = "COMPARATOR" SP comp-sel-quoted [SP "("
//	                  comp-id-quoted *(SP comp-id-quoted) ")"]
type Comparator struct {
	Active    string
	Available []string
}

// Encode implements [Response].
func (r *Comparator) Encode(e *wire.Encoder) {
	e.Syntax("* COMPARATOR ")
	e.AString(r.Active)
	if len(r.Available) > 0 {
		e.SP()
		encodeAStringList(e, r.Available, "comparator-data")
	}
}

func (r *Comparator) decode(d *wire.Decoder) {
	d.SP()
	r.Active = d.AString()
	if !d.TrySP() {
		return
	}
	for range d.List1("comparator-data") {
		r.Available = append(r.Available, d.AString())
	}
}

// "(" astring *(SP astring) ")"
func encodeAStringList(e *wire.Encoder, list []string, rule string) {
	if len(list) == 0 {
		e.Fail(rule, wire.ErrEncode)
	}
	e.Syntax("(")
	for i, s := range list {
		if i > 0 {
			e.SP()
		}
		e.AString(s)
	}
	e.Syntax(")")
}
