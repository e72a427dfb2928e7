package response

import "imapkit.example/wire"

// part reads a part with its children.
//
//	body            = "(" (body-type-1part / body-type-mpart) ")"
//	body-type-1part = (body-type-basic / body-type-msg / body-type-text)
//	                  [SP body-ext-1part]
//	body-type-basic = media-basic SP body-fields
//	body-type-msg   = media-message SP body-fields SP envelope
//	                  SP body SP body-fld-lines
//	body-type-text  = media-text SP body-fields SP body-fld-lines
//	body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
func (s *scratch) part(d *wire.Decoder) {
	if !d.Enter("body") {
		return
	}
	defer d.Leave()
	i := len(s.nodes)
	s.nodes = append(s.nodes, emptyNode)
	d.Special('(')
	if d.Peek() == '(' {
		for d.Err() == nil && d.Peek() == '(' {
			s.part(d)
			if d.Peek() == ' ' && d.PeekAfterSP() == '(' && d.Tolerate(wire.LenientBodySpace) {
				d.SP()
			}
		}
		if d.Peek() != '"' || !d.Tolerate(wire.LenientBodySpace) {
			d.SP()
			for d.Peek() == ' ' && d.Tolerate(wire.LenientBodySpace) {
				d.SP()
			}
		}
		n := &s.nodes[i]
		n.subtype = s.str(d)
		if d.TrySP() {
			n.fields = 1
			n.parameters = s.paramList(d)
			s.extended(d, n)
		}
	} else {
		s.single(d, i)
	}
	d.Special(')')
	s.nodes[i].next = uint32(len(s.nodes))
}

// emptyNode is a part of which nothing is known yet: its fields are NIL.
var emptyNode = node{
	typ: span{n: -1}, id: span{n: -1}, description: span{n: -1}, encoding: span{n: -1}, md5: span{n: -1},
	disposition: span{n: -1}, location: span{n: -1}, extensions: span{n: -1},
	parameters: run{n: -1}, dispositions: run{n: -1}, language: run{n: -1}, envelope: -1,
}

// body-fields    = body-fld-param SP body-fld-id SP body-fld-desc SP
//
//	body-fld-enc SP body-fld-octets
//
// body-ext-1part = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang
//
//	[SP body-fld-loc *(SP body-extension)]]]
func (s *scratch) single(d *wire.Decoder, i int) {
	n := &s.nodes[i]
	n.typ = s.str(d)
	if d.PeekAfterSP() != '"' && s.lone(d, n) {
		return
	}
	d.SP()
	n.subtype = s.str(d)
	d.SP()
	n.parameters = s.paramList(d)
	if !d.TryExact(" NIL NIL") { // as in most messages
		d.SP()
		n.id = s.nstring(d)
		d.SP()
		n.description = s.nstring(d)
	}
	d.SP()
	n.encoding = s.str(d)
	d.SP()
	n.size = d.Number()
	if d.Err() != nil {
		return
	}
	switch {
	case isMessage(s.bytes(n.typ), s.bytes(n.subtype)):
		if lacksFields(d, '(') {
			break
		}
		d.SP()
		raw := s.rawEnvelope(d)
		n.envelope = int32(len(s.envelopes))
		s.envelopes = append(s.envelopes, raw)
		d.SP()
		s.part(d)
		n = &s.nodes[i] // the table may have grown
		d.SP()
		n.lines = d.Number64()
	case equal(s.bytes(n.typ), "TEXT"):
		if lacksFields(d, '0') {
			break
		}
		d.SP()
		n.lines = d.Number64()
	}
	if d.TrySP() {
		n.fields = 1
		n.md5 = s.nstring(d)
		s.extended(d, n)
	}
}

// lone reads the rest of a multipart that has no parts and no body: its subtype
// stands where a type is expected.
func (s *scratch) lone(d *wire.Decoder, n *node) bool {
	if c := d.Peek(); c != ')' && (c != ' ' || d.PeekAfterSP() == '{') {
		return false
	}
	if !d.Tolerate(wire.LenientEmptyMultipart) {
		return false
	}
	n.typ, n.subtype = span{n: -1}, n.typ
	if d.TrySP() {
		n.fields = 1
		n.parameters = s.paramList(d)
		s.extended(d, n)
	}
	return true
}

// lacksFields reports whether the fields that a media type adds, which begin
// with first (a digit if it is '0'), are missing.
func lacksFields(d *wire.Decoder, first byte) bool {
	c := d.PeekAfterSP()
	if c == first || first == '0' && '0' <= c && c <= '9' || first == '0' && c == '-' {
		return false
	}
	return (d.Peek() == ')' || d.Peek() == ' ') && d.Tolerate(wire.LenientBodyFields)
}

func isMessage(typ, subtype []byte) bool {
	return equal(typ, "MESSAGE") && (equal(subtype, "RFC822") || equal(subtype, "GLOBAL"))
}

// extended reads the extension fields behind the first one.
//
//	body-ext-mpart = body-fld-param [SP body-fld-dsp [SP body-fld-lang
//	                 [SP body-fld-loc *(SP body-extension)]]]
//	body-fld-dsp   = "(" string SP body-fld-param ")" / nil
//	body-fld-lang  = nstring / "(" string *(SP string) ")"
//	body-extension = nstring / number / number64 /
//	                 "(" body-extension *(SP body-extension) ")"
func (s *scratch) extended(d *wire.Decoder, n *node) {
	if d.TryExact(" NIL NIL NIL") { // as in most messages
		n.fields = 4
		s.bodyExtensions(d, n)
		return
	}
	if !d.TrySP() {
		return
	}
	n.fields = 2
	if d.TryNil() {
		// nothing
	} else if c := d.Peek(); (c == '"' || c == '{') && d.Tolerate(wire.LenientDisposition) {
		n.disposition = s.str(d)
	} else {
		d.Special('(')
		if d.Peek() != ')' || !d.Tolerate(wire.LenientDisposition) {
			n.disposition = s.str(d)
			if d.Peek() != ')' || !d.Tolerate(wire.LenientDisposition) {
				d.SP()
				n.dispositions = s.paramList(d)
			}
		}
		d.Special(')')
	}
	if !d.TrySP() {
		return
	}
	n.fields = 3
	at := uint32(len(s.params))
	if d.Peek() == '(' {
		for range d.List1("body-fld-lang") {
			s.params = append(s.params, [2]span{s.str(d)})
		}
		n.language = run{at, int32(len(s.params)) - int32(at)}
	} else if one := s.nstring(d); one.n >= 0 {
		s.params = append(s.params, [2]span{one})
		n.language = run{at, 1}
	}
	if !d.TrySP() {
		return
	}
	n.fields = 4
	n.location = s.nstring(d)
	s.bodyExtensions(d, n)
}

// bodyExtensions reads the values behind the last field that has a meaning.
func (s *scratch) bodyExtensions(d *wire.Decoder, n *node) {
	start := len(s.text)
	for d.Err() == nil && d.TrySP() {
		if len(s.text) > start {
			s.text = append(s.text, ' ')
		}
		s.text = d.AppendValue(s.text)
	}
	if len(s.text) > start {
		n.extensions = span{uint32(start), int32(len(s.text) - start)}
	}
}

func (s *scratch) str(d *wire.Decoder) span {
	at := len(s.text)
	s.text = d.AppendString(s.text)
	return span{uint32(at), int32(len(s.text) - at)}
}

func (s *scratch) bytes(x span) []byte { return s.text[x.at : x.at+uint32(x.n)] }

// body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
func (s *scratch) paramList(d *wire.Decoder) run {
	if d.TryNil() {
		return run{n: -1}
	}
	at := len(s.params)
	for range d.List1("body-fld-param") {
		name := s.str(d)
		d.SP()
		s.params = append(s.params, [2]span{name, s.str(d)})
	}
	return run{uint32(at), int32(len(s.params) - at)}
}
