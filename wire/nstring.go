package wire

// An NString is a string or NIL; the two are kept apart. The zero value is
// NIL.
//
//	nstring = string / nil
type NString struct {
	String string
	Valid  bool // false for NIL
}

// Some returns the NString that is s and not NIL.
func Some(s string) NString { return NString{s, true} }

// A Param is an attribute and its value: of a body, a disposition or ID.
type Param struct {
	Name  string
	Value NString
}

// Params reads a list of pairs or NIL and appends them to dst. For NIL the
// result is nil.
//
//	body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
//	id-params-list = "(" [string SP nstring *(SP string SP nstring)] ")" / nil
func (d *Decoder) Params(dst []Param) []Param {
	if d.TryNil() {
		return nil
	}
	if dst == nil {
		dst = []Param{}
	}
	for range d.List("params") {
		name := d.String()
		d.SP()
		dst = append(dst, Param{name, d.NString()})
	}
	return dst
}

// Params writes a list of pairs, or NIL if it is nil.
func (e *Encoder) Params(list []Param) {
	if list == nil {
		e.Nil()
		return
	}
	e.Syntax("(")
	for i, p := range list {
		if i > 0 {
			e.SP()
		}
		e.String(p.Name)
		e.SP()
		e.NString(p.Value)
	}
	e.Syntax(")")
}
