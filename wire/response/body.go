package response

import (
	"iter"
	"slices"
	"strings"

	"imapkit.example/wire"
)

// A BodyStructure is the MIME structure of a message: a tree of parts
// (RFC 9051, Section 7.5.2). [BodyStructure.Root] is where the tree begins;
// [BodyStructure.Parts] are its parts with their numbers. Make one with a
// [BodyBuilder]. The zero value is no structure.
//
// That of an item which a [FetchStream] returns is valid until the next call to
// [FetchStream.Next] or to the [Reader], as all of the item is:
// [BodyStructure.Clone] keeps it. To use it, or a part of it, later than that is a
// mistake in the program, and panics. The strings in it stay valid.
type BodyStructure struct {
	t  *table
	at uint32
}

// The spans of a part. The first part is the root; behind each stands what it
// points to by index and number: pairs of names and values, words, the rare fields,
// the spans of an Envelope. An index of 0 stands for none: nothing points to the
// root.
const (
	partType = iota // NIL for a multipart
	partSubtype
	partEncoding
	partID
	partDisposition
	partParams            // to pairs
	partDispositionParams // to pairs
	partSize              // At: octets in the transfer encoding; Len: how many of the four extension fields there are
	partLines             // a number of 63 bits: At has the lower half
	partRare              // At: index of the rare fields
	partLinks             // At: index of the next part of the same multipart; Len: of the first part in this one
	partSpans
)

// The fields that few parts have.
const (
	rareDescription = iota
	rareMD5
	rareLocation
	rareExtensions
	rareLanguages // to words
	rareEnvelope  // to the spans of an Envelope
	rareSpans
)

// IsZero reports whether b is no structure at all.
func (b BodyStructure) IsZero() bool { return b.t == nil }

// Clone returns a copy of b that stays valid, with memory of its own.
func (b BodyStructure) Clone() BodyStructure {
	if b.IsZero() {
		return b
	}
	return BodyStructure{t: b.t.clone(b.at, uint32(len(b.t.spans)))}
}

// Root returns the part that is the whole message. That of the zero value has
// neither a type nor parts: nothing that a peer leaves out makes a program fail.
func (b BodyStructure) Root() Part {
	if b.IsZero() {
		return Part{t: &noBody}
	}
	return Part(b) // the same table and index
}

// noBody is a part in which there is nothing.
var noBody = table{spans: []wire.Span{
	partType: wire.NilSpan, partSubtype: wire.NilSpan, partEncoding: wire.NilSpan, partID: wire.NilSpan,
	partDisposition: wire.NilSpan, partParams: wire.NilSpan, partDispositionParams: wire.NilSpan, partSpans - 1: {},
}}

// A Part is one part of a [BodyStructure]. It is valid as long as that one is: to
// keep one, take it from a Clone.
type Part struct {
	t  *table
	at uint32 // index of its spans
}

// PartFields are the fields of one part (RFC 9051, Section 7.5.2). The children of a
// multipart, and the one of a message, are not among them.
type PartFields struct {
	Type    string // "" for a multipart
	Subtype string
	Params  []wire.Param // nil is NIL
	// These belong to parts that are no multipart.
	ID, Description wire.NString
	Encoding        string
	Size            uint32 // octets in the transfer encoding
	// Lines counts the lines of a text or message.
	Lines int64
	// Envelope is set for message/rfc822 and message/global. For RFC 3501, which
	// does not know the latter, it is a part like any other: without one, nor a
	// child, nor Lines.
	Envelope *EnvelopeFields
	// Extended is how many of the extension fields are given, 0 to 4: MD5 (of
	// a multipart: Params), Disposition, Languages, Location.
	Extended          int
	MD5               wire.NString
	Disposition       wire.NString
	DispositionParams []wire.Param // nil is NIL
	Languages         []string     // nil is NIL
	Location          wire.NString
	// Extensions are values behind those fields; nil if there are none.
	Extensions wire.Value
}

func (p Part) span(i uint32) wire.Span { return p.t.span(p.at + i) }

func (p Part) field(i uint32) wire.NString { return p.span(i).In(p.t.text) }

// str returns the string that is lent as i.
func (p Part) str(i uint32) wire.NString { return p.t.span(i).In(p.t.text) }

// list returns what span i points to: At is as it is lent.
func (p Part) list(i uint32) wire.Span { return p.t.lent(p.span(i)) }

// rare returns one of the rare fields.
func (p Part) rare(i uint32) wire.Span {
	if at := p.span(partRare).At; at > 0 {
		return p.t.span(p.t.base + at + i)
	}
	return wire.NilSpan
}

// rareField returns one of the rare fields that are strings.
func (p Part) rareField(i uint32) wire.NString {
	if p.span(partRare).At == 0 {
		return wire.NString{} // nearly always
	}
	return p.rare(i).In(p.t.text)
}

// Multipart reports whether p is a multipart.
func (p Part) Multipart() bool { return p.span(partType).Len < 0 }

// Type returns the media type as sent, "" for a multipart.
func (p Part) Type() string { return p.field(partType).String }

// Subtype returns the media subtype as sent.
func (p Part) Subtype() string { return p.field(partSubtype).String }

// Size returns the number of octets in the transfer encoding.
func (p Part) Size() uint32 { return p.span(partSize).At }

// Param returns the value of the parameter called name, in any case.
func (p Part) Param(name string) (value string, ok bool) { return find(p.Params(), name) }

// DispositionParam returns the value of the parameter of the disposition called
// name, in any case: "filename" is the one that matters.
func (p Part) DispositionParam(name string) (value string, ok bool) {
	return find(p.DispositionParams(), name)
}

func find(params iter.Seq2[string, string], name string) (value string, ok bool) {
	for key, value := range params {
		if strings.EqualFold(key, name) {
			return value, true
		}
	}
	return "", false
}

// ID returns body-fld-id.
func (p Part) ID() wire.NString { return p.field(partID) }

// Description returns body-fld-desc.
func (p Part) Description() wire.NString { return p.rareField(rareDescription) }

// Encoding returns body-fld-enc as sent, "" for a multipart.
func (p Part) Encoding() string { return p.field(partEncoding).String }

// Lines returns the number of lines of a text or a message.
func (p Part) Lines() int64 {
	x := p.span(partLines)
	return int64(x.At) | int64(x.Len)<<32
}

// linesOf returns n as the span partLines.
func linesOf(n int64) wire.Span { return wire.Span{At: uint32(n), Len: int32(n >> 32)} }

// Extended returns how many of the four extension fields are given.
func (p Part) Extended() int { return int(p.span(partSize).Len) }

// MD5 returns body-fld-md5.
func (p Part) MD5() wire.NString { return p.rareField(rareMD5) }

// Disposition returns the disposition as sent, such as "attachment".
func (p Part) Disposition() wire.NString { return p.field(partDisposition) }

// Location returns body-fld-loc.
func (p Part) Location() wire.NString { return p.rareField(rareLocation) }

// Message reports whether p is a message, with an envelope and one part.
func (p Part) Message() bool { return p.rare(rareEnvelope).Len >= 0 }

// Envelope returns the envelope of a message, and one of which all is NIL for
// other parts.
func (p Part) Envelope() Envelope {
	x := p.rare(rareEnvelope)
	if x.Len < 0 {
		return Envelope{}
	}
	return Envelope{p.t, p.t.base + x.At}
}

// Extensions returns the values behind the last extension field, or nil. They
// are not to be changed.
func (p Part) Extensions() wire.Value {
	if x := p.rare(rareExtensions); x.Len >= 0 {
		return wire.Value(x.In(p.t.text).String)
	}
	return nil
}

// Params iterates over the parameters and their values, in their order and as
// sent: a value with encoded words, or split as RFC 2231 has it, is the caller's to
// decode.
func (p Part) Params() iter.Seq2[string, string] { return p.pairs(p.list(partParams)) }

// DispositionParams iterates over the parameters of the disposition.
func (p Part) DispositionParams() iter.Seq2[string, string] {
	return p.pairs(p.list(partDispositionParams))
}

func (p Part) pairs(r wire.Span) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i := r.At; int32(i-r.At) < 2*r.Len; i += 2 {
			if !yield(p.str(i).String, p.str(i+1).String) {
				return
			}
		}
	}
}

// Languages iterates over body-fld-lang.
func (p Part) Languages() iter.Seq[string] {
	return func(yield func(string) bool) {
		r := p.t.lent(p.rare(rareLanguages))
		for i := r.At; int32(i-r.At) < r.Len; i++ {
			if !yield(p.str(i).String) {
				return
			}
		}
	}
}

// Children iterates over the parts of a multipart, or over the one part that
// is the embedded message of a message part.
func (p Part) Children() iter.Seq[Part] {
	return func(yield func(Part) bool) {
		for at := uint32(p.span(partLinks).Len); at > 0; {
			child := Part{p.t, p.t.base + at}
			if !yield(child) {
				return
			}
			at = child.span(partLinks).At
		}
	}
}

// Fields returns all fields of p, with lists of their own: it is for what is made
// anew from them by a [BodyBuilder]. The strings share the memory of the
// BodyStructure, and stay valid.
func (p Part) Fields() PartFields {
	f := PartFields{
		Type: p.Type(), Subtype: p.Subtype(), Params: p.paramsOf(p.list(partParams)),
		ID: p.ID(), Description: p.Description(), Encoding: p.Encoding(),
		Size: p.Size(), Lines: p.Lines(), Extended: p.Extended(), MD5: p.MD5(),
		Disposition: p.Disposition(), DispositionParams: p.paramsOf(p.list(partDispositionParams)),
		Languages: slices.Collect(p.Languages()), Location: p.Location(), Extensions: p.Extensions(),
	}
	if p.Message() {
		v := p.Envelope()
		fields := v.Fields()
		f.Envelope = &fields
	}
	return f
}

func (p Part) paramsOf(r wire.Span) []wire.Param {
	if r.Len < 0 {
		return nil
	}
	list := make([]wire.Param, r.Len)
	for i := range list {
		at := r.At + 2*uint32(i)
		list[i] = wire.Param{Name: p.str(at).String, Value: p.str(at + 1)}
	}
	return list
}
