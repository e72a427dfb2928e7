package response

import "imapkit.example/wire"

// body reads a body into b, or makes it none after an error.
func (s *scratch) body(d *wire.Decoder, b *BodyStructure) {
	s.spans = s.spans[:0]
	d.Gather()
	s.part(d)
	b.text, b.spans = "", nil
	if d.Err() == nil {
		b.text, b.spans = d.Gathered(), s.clone()
	}
	s.trim()
}

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
	at := len(s.spans)
	// All strings are NIL for now. They are not copied from a variable, since a
	// copy of so few octets is mostly the call.
	none := wire.NilSpan
	s.spans = append(s.spans, none, none, none, none, none, none, none, wire.Span{}, wire.Span{}, wire.Span{}, wire.Span{})
	d.Special('(')
	if d.Peek() == '(' {
		s.multipart(d, at)
	} else {
		s.single(d, at)
	}
	d.Special(')')
	d.Leave()
}

// multipart reads what is between the parentheses of a multipart.
func (s *scratch) multipart(d *wire.Decoder, at int) {
	last := 0
	for d.Err() == nil && d.Peek() == '(' {
		child := len(s.spans)
		if last == 0 {
			s.spans[at+partLinks].Len = int32(child)
		} else {
			s.spans[last+partLinks].At = uint32(child)
		}
		s.part(d)
		last = child
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
	s.spans[at+partSubtype] = d.GatherString()
	s.multipartFields(d, at)
}

// multipartFields reads the extension fields of a multipart.
func (s *scratch) multipartFields(d *wire.Decoder, at int) {
	if d.TrySP() {
		s.spans[at+partSize].Len = 1
		params := s.paramList(d)
		s.spans[at+partParams] = params
		s.extended(d, at)
	}
}

// noRare are the rare fields of a part that has none of them.
var noRare = [rareSpans]wire.Span{wire.NilSpan, wire.NilSpan, wire.NilSpan, wire.NilSpan, wire.NilSpan, wire.NilSpan}

// rare sets one of the rare fields of the part at at.
func (s *scratch) rare(at int, i int, x wire.Span) {
	if x.Len < 0 {
		return
	}
	rare := int(s.spans[at+partRare].At)
	if rare == 0 {
		rare = len(s.spans)
		s.spans[at+partRare].At = uint32(rare)
		s.spans = append(s.spans, noRare[:]...)
	}
	s.spans[rare+i] = x
}

// body-fields    = body-fld-param SP body-fld-id SP body-fld-desc SP
//
//	body-fld-enc SP body-fld-octets
//
// body-ext-1part = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang
//
//	[SP body-fld-loc *(SP body-extension)]]]
func (s *scratch) single(d *wire.Decoder, at int) {
	typ := d.GatherString()
	s.spans[at+partType] = typ
	if d.PeekAfterSP() != '"' && s.lone(d, at) {
		return
	}
	d.SP()
	subtype := d.GatherString()
	s.spans[at+partSubtype] = subtype
	d.SP()
	params := s.paramList(d)
	s.spans[at+partParams] = params
	if !d.TryExact(" NIL NIL") { // as in most messages
		d.SP()
		s.spans[at+partID] = d.GatherNString()
		d.SP()
		s.rare(at, rareDescription, d.GatherNString())
	}
	d.SP()
	s.spans[at+partEncoding] = d.GatherString()
	d.SP()
	s.spans[at+partSize].At = d.Number()
	if d.Err() != nil {
		return
	}
	switch {
	case isMessage(d.GatheredView(typ), d.GatheredView(subtype)):
		if lacksFields(d, '(') {
			break
		}
		d.SP()
		first := len(s.spans)
		s.addEnvelope(d)
		s.rare(at, rareEnvelope, wire.Span{At: uint32(first), Len: int32(len(s.spans) - first)})
		d.SP()
		s.spans[at+partLinks].Len = int32(len(s.spans))
		s.part(d)
		d.SP()
		s.spans[at+partLines] = linesOf(d.Number64())
	case isText(d.GatheredView(typ)):
		if lacksFields(d, '0') {
			break
		}
		d.SP()
		s.spans[at+partLines] = linesOf(d.Number64())
	}
	if d.TryExact(" NIL NIL NIL NIL") { // as of most parts that are no attachments
		s.spans[at+partSize].Len = 4
		s.extensions(d, at)
	} else if d.TrySP() {
		s.spans[at+partSize].Len = 1
		s.rare(at, rareMD5, d.GatherNString())
		s.extended(d, at)
	}
}

// lone reads the rest of a multipart that has no parts and no body: its subtype
// stands where a type is expected.
func (s *scratch) lone(d *wire.Decoder, at int) bool {
	if c := d.Peek(); c != ')' && (c != ' ' || d.PeekAfterSP() == '{') {
		return false
	}
	if !d.Tolerate(wire.LenientEmptyMultipart) {
		return false
	}
	s.spans[at+partType], s.spans[at+partSubtype] = wire.NilSpan, s.spans[at+partType]
	s.multipartFields(d, at)
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

func isText(typ []byte) bool {
	return len(typ) == 4 && typ[0]|0x20 == 't' && typ[1]|0x20 == 'e' && typ[2]|0x20 == 'x' && typ[3]|0x20 == 't'
}

// extended reads the extension fields behind the first one.
//
//	body-ext-mpart = body-fld-param [SP body-fld-dsp [SP body-fld-lang
//	                 [SP body-fld-loc *(SP body-extension)]]]
//	body-fld-dsp   = "(" string SP body-fld-param ")" / nil
//	body-fld-lang  = nstring / "(" string *(SP string) ")"
//	body-extension = nstring / number / number64 /
//	                 "(" body-extension *(SP body-extension) ")"
func (s *scratch) extended(d *wire.Decoder, at int) {
	if d.TryExact(" NIL NIL NIL") { // as in most messages
		s.spans[at+partSize].Len = 4
		s.extensions(d, at)
		return
	}
	if !d.TrySP() {
		return
	}
	s.spans[at+partSize].Len = 2
	if d.TryNil() {
		// nothing
	} else if c := d.Peek(); (c == '"' || c == '{') && d.Tolerate(wire.LenientDisposition) {
		s.spans[at+partDisposition] = d.GatherString()
	} else {
		d.Special('(')
		if d.Peek() != ')' || !d.Tolerate(wire.LenientDisposition) {
			s.spans[at+partDisposition] = d.GatherString()
			if d.Peek() != ')' || !d.Tolerate(wire.LenientDisposition) {
				d.SP()
				params := s.paramList(d)
				s.spans[at+partDispositionParams] = params
			}
		}
		d.Special(')')
	}
	if !d.TrySP() {
		return
	}
	s.spans[at+partSize].Len = 3
	first, count := len(s.spans), 1
	if d.Peek() == '(' {
		for i := range d.List1("body-fld-lang") {
			s.spans = append(s.spans, d.GatherString())
			count = i + 1
		}
	} else if one := d.GatherNString(); one.Len >= 0 {
		s.spans = append(s.spans, one)
	}
	if len(s.spans) > first {
		s.rare(at, rareLanguages, wire.Span{At: uint32(first), Len: int32(count)})
	}
	if !d.TrySP() {
		return
	}
	s.spans[at+partSize].Len = 4
	s.rare(at, rareLocation, d.GatherNString())
	s.extensions(d, at)
}

// extensions reads the values behind the last field that has a meaning.
func (s *scratch) extensions(d *wire.Decoder, at int) {
	if d.Peek() == ' ' {
		s.rare(at, rareExtensions, d.GatherValues())
	}
}

// body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
func (s *scratch) paramList(d *wire.Decoder) wire.Span {
	if d.TryNil() {
		return wire.NilSpan
	}
	at, n := len(s.spans), 0
	d.Special('(')
	if d.Peek() == ')' && d.Tolerate(wire.LenientEmptyList) {
		d.Special(')')
		return wire.Span{At: uint32(at)}
	}
	for {
		name := d.GatherString()
		d.SP()
		s.spans = append(s.spans, name, d.GatherString())
		if n++; !d.Another("body-fld-param", n) {
			return wire.Span{At: uint32(at), Len: int32(n)}
		}
	}
}
