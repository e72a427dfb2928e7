package response

import "imapkit.example/wire"

// A BodyBuilder makes a [BodyStructure] part by part, from the root down:
//
//	b.Begin(response.PartFields{Subtype: "mixed"})
//	b.Begin(response.PartFields{Type: "text", Subtype: "plain", …})
//	b.End()
//	b.End()
//	structure := b.Body()
//
// The zero value is ready. Whether the result follows the grammar (a multipart
// has parts, a message has an envelope and one part) shows when it is encoded.
type BodyBuilder struct {
	b    builder
	open []opened
	more bool // a part was begun behind the root
}

// An opened part is one that has not ended.
type opened struct {
	at   int // index of its spans
	last int // of the last part in it; 0 if there is none
}

// Begin begins a part inside of the part begun last.
func (b *BodyBuilder) Begin(f PartFields) {
	at := len(b.b.spans)
	b.more = b.more || at > 0 && len(b.open) == 0
	b.b.spans = append(b.b.spans, make([]wire.Span, partSpans)...)
	p := [partSpans]wire.Span{
		partType: wire.NilSpan, partSubtype: b.b.str(f.Subtype), partEncoding: b.b.str(f.Encoding),
		partID: b.b.nstring(f.ID), partDisposition: b.b.nstring(f.Disposition),
		partParams: b.b.params(f.Params), partDispositionParams: b.b.params(f.DispositionParams),
		partSize:  {At: f.Size, Len: int32(min(max(f.Extended, 0), 4))},
		partLines: linesOf(f.Lines),
	}
	if f.Type != "" {
		p[partType] = b.b.str(f.Type)
	}
	if f.Description.Valid || f.MD5.Valid || f.Location.Valid || f.Extensions != nil || f.Languages != nil || f.Envelope != nil {
		p[partRare].At = b.rare(&f)
	}
	copy(b.b.spans[at:], p[:])
	if n := len(b.open); n > 0 {
		parent := &b.open[n-1]
		if parent.last == 0 {
			b.b.spans[parent.at+partLinks].Len = int32(at)
		} else {
			b.b.spans[parent.last+partLinks].At = uint32(at)
		}
		parent.last = at
	}
	b.open = append(b.open, opened{at: at})
}

// rare appends the rare fields and returns their index.
func (b *BodyBuilder) rare(f *PartFields) uint32 {
	rare := noRare
	rare[rareDescription], rare[rareMD5], rare[rareLocation] = b.b.nstring(f.Description), b.b.nstring(f.MD5), b.b.nstring(f.Location)
	rare[rareLanguages] = b.b.words(f.Languages)
	if f.Extensions != nil {
		rare[rareExtensions] = b.b.str(string(f.Extensions))
	}
	if f.Envelope != nil {
		at := len(b.b.spans)
		b.b.envelope(f.Envelope)
		rare[rareEnvelope] = wire.Span{At: uint32(at)}
	}
	at := len(b.b.spans)
	b.b.spans = append(b.b.spans, rare[:]...)
	return uint32(at)
}

// End ends the part begun last, if there is one that has not ended.
func (b *BodyBuilder) End() { b.open = b.open[:max(len(b.open)-1, 0)] }

// Body returns what was built, or the zero value if there is a part that has not
// ended or more than one root. The builder is empty then.
func (b *BodyBuilder) Body() BodyStructure {
	var body BodyStructure
	if len(b.b.spans) > 0 && len(b.open) == 0 && !b.more {
		body = BodyStructure{t: &table{text: b.b.text.String(), spans: b.b.spans}}
	}
	*b = BodyBuilder{}
	return body
}
