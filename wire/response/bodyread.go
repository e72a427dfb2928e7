package response

import "imapkit.example/wire"

// body reads a body, which is none after an error.
func (t *table) body(d *wire.Decoder) BodyStructure {
	t.spans = t.spans[:0]
	d.Gather()
	t.part(d)
	if d.Err() != nil {
		return BodyStructure{}
	}
	t.text = d.Gathered()
	return BodyStructure{t, t.base}
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
func (t *table) part(d *wire.Decoder) {
	if !d.Enter("body") {
		return
	}
	at := len(t.spans)
	// All strings are NIL for now. They are not copied from a variable, since a
	// copy of so few octets is mostly the call.
	none := wire.NilSpan
	t.spans = append(t.spans, none, none, none, none, none, none, none, wire.Span{}, wire.Span{}, wire.Span{}, wire.Span{})
	d.Special('(')
	if d.Peek() == '(' {
		t.multipart(d, at)
	} else {
		t.single(d, at)
	}
	d.Special(')')
	d.Leave()
}

// multipart reads what is between the parentheses of a multipart.
func (t *table) multipart(d *wire.Decoder, at int) {
	last := 0
	for d.Err() == nil && d.Peek() == '(' {
		child := len(t.spans)
		if last == 0 {
			t.spans[at+partLinks].Len = int32(child)
		} else {
			t.spans[last+partLinks].At = uint32(child)
		}
		t.part(d)
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
	t.spans[at+partSubtype] = d.GatherString()
	t.multipartFields(d, at)
}

// multipartFields reads the extension fields of a multipart.
func (t *table) multipartFields(d *wire.Decoder, at int) {
	if d.TrySP() {
		t.spans[at+partSize].Len = 1
		params := t.paramList(d)
		t.spans[at+partParams] = params
		t.extended(d, at)
	}
}

// noRare are the rare fields of a part that has none of them.
var noRare = [rareSpans]wire.Span{wire.NilSpan, wire.NilSpan, wire.NilSpan, wire.NilSpan, wire.NilSpan, wire.NilSpan}

// rare sets one of the rare fields of the part at at.
func (t *table) rare(at int, i int, x wire.Span) {
	if x.Len < 0 {
		return
	}
	rare := int(t.spans[at+partRare].At)
	if rare == 0 {
		rare = len(t.spans)
		t.spans[at+partRare].At = uint32(rare)
		t.spans = append(t.spans, noRare[:]...)
	}
	t.spans[rare+i] = x
}

// body-fields    = body-fld-param SP body-fld-id SP body-fld-desc SP
//
//	body-fld-enc SP body-fld-octets
//
// body-ext-1part = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang
//
//	[SP body-fld-loc *(SP body-extension)]]]
func (t *table) single(d *wire.Decoder, at int) {
	typ := d.GatherString()
	t.spans[at+partType] = typ
	if d.PeekAfterSP() != '"' && t.lone(d, at) {
		return
	}
	d.SP()
	subtype := d.GatherString()
	t.spans[at+partSubtype] = subtype
	d.SP()
	params := t.paramList(d)
	t.spans[at+partParams] = params
	if !d.TryExact(" NIL NIL") { // as in most messages
		d.SP()
		t.spans[at+partID] = d.GatherNString()
		if !d.TryExact(" NIL") {
			d.SP()
			t.rare(at, rareDescription, d.GatherNString())
		}
	}
	d.SP()
	t.spans[at+partEncoding] = d.GatherString()
	d.SP()
	t.spans[at+partSize].At = d.Number()
	if d.Err() != nil {
		return
	}
	switch {
	case typ.Len == int32(len("MESSAGE")) && isMessage(d.GatheredView(typ), d.GatheredView(subtype)):
		if d.PeekAfterSP() != '(' && equal(d.GatheredView(subtype), "GLOBAL") || lacksFields(d, '(') {
			break // RFC 3501, Section 9 has an envelope for RFC822 alone
		}
		d.SP()
		first := len(t.spans)
		t.addEnvelope(d)
		t.rare(at, rareEnvelope, wire.Span{At: uint32(first)})
		d.SP()
		t.spans[at+partLinks].Len = int32(len(t.spans))
		t.part(d)
		d.SP()
		t.spans[at+partLines] = linesOf(d.Number64())
	case typ.Len == int32(len("TEXT")) && isText(d.GatheredView(typ)):
		if lacksFields(d, '0') {
			break
		}
		d.SP()
		t.spans[at+partLines] = linesOf(d.Number64())
	}
	switch {
	case d.Peek() == ')': // of BODY
	case d.TryExact(" NIL NIL NIL NIL"): // as of most parts that are no attachments
		t.spans[at+partSize].Len = 4
		t.extensions(d, at)
	case d.TryExact(" NIL"):
		t.spans[at+partSize].Len = 1
		t.extended(d, at)
	case d.TrySP():
		t.spans[at+partSize].Len = 1
		t.rare(at, rareMD5, d.GatherNString())
		t.extended(d, at)
	}
}

// lone reads the rest of a multipart that has no parts and no body: its subtype
// stands where a type is expected.
func (t *table) lone(d *wire.Decoder, at int) bool {
	if c := d.Peek(); c != ')' && (c != ' ' || d.PeekAfterSP() == '{') {
		return false
	}
	if !d.Tolerate(wire.LenientEmptyMultipart) {
		return false
	}
	t.spans[at+partType], t.spans[at+partSubtype] = wire.NilSpan, t.spans[at+partType]
	t.multipartFields(d, at)
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
func (t *table) extended(d *wire.Decoder, at int) {
	if d.TryExact(" NIL NIL NIL") { // as in most messages
		t.spans[at+partSize].Len = 4
		t.extensions(d, at)
		return
	}
	if !d.TrySP() {
		return
	}
	t.spans[at+partSize].Len = 2
	if d.TryNil() {
		// nothing
	} else if c := d.Peek(); (c == '"' || c == '{') && d.Tolerate(wire.LenientDisposition) {
		t.spans[at+partDisposition] = d.GatherString()
	} else {
		d.Special('(')
		if d.Peek() != ')' || !d.Tolerate(wire.LenientDisposition) {
			t.spans[at+partDisposition] = d.GatherString()
			if d.Peek() != ')' || !d.Tolerate(wire.LenientDisposition) {
				d.SP()
				params := t.paramList(d)
				t.spans[at+partDispositionParams] = params
			}
		}
		d.Special(')')
	}
	if d.TryExact(" NIL NIL") { // as behind most dispositions
		t.spans[at+partSize].Len = 4
		t.extensions(d, at)
		return
	}
	if !d.TrySP() {
		return
	}
	t.spans[at+partSize].Len = 3
	first, count := len(t.spans), 1
	if d.Peek() == '(' {
		for i := range d.List1("body-fld-lang") {
			t.spans = append(t.spans, d.GatherString())
			count = i + 1
		}
	} else if one := d.GatherNString(); one.Len >= 0 {
		t.spans = append(t.spans, one)
	}
	if len(t.spans) > first {
		t.rare(at, rareLanguages, wire.Span{At: uint32(first), Len: int32(count)})
	}
	if !d.TrySP() {
		return
	}
	t.spans[at+partSize].Len = 4
	t.rare(at, rareLocation, d.GatherNString())
	t.extensions(d, at)
}

// extensions reads the values behind the last field that has a meaning.
func (t *table) extensions(d *wire.Decoder, at int) {
	if d.Peek() == ' ' {
		t.rare(at, rareExtensions, d.GatherValues())
	}
}

// body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
func (t *table) paramList(d *wire.Decoder) wire.Span {
	if d.TryNil() {
		return wire.NilSpan
	}
	at, n := len(t.spans), 0
	d.Special('(')
	if d.Peek() == ')' && d.Tolerate(wire.LenientEmptyList) {
		d.Special(')')
		return wire.Span{At: uint32(at)}
	}
	for {
		name := d.GatherString()
		d.SP()
		t.spans = append(t.spans, name, d.GatherString())
		// Most lists have one pair.
		if n++; d.TrySpecial(')') || !d.Another("body-fld-param", n) {
			return wire.Span{At: uint32(at), Len: int32(n)}
		}
	}
}
