package response

import (
	"iter"
	"slices"
	"strings"

	"imapkit.example/wire"
)

// A BodyStructure is the MIME structure of a message: a tree of parts
// (RFC 9051, Section 7.5.2). It is kept as flat tables without pointers into one text, since
// the size of a tree of structs costs more than reading it does. Read it
// through [BodyStructure.Root]; make one with a [BodyBuilder]. It does not
// change once made.
type BodyStructure struct {
	text      string
	nodes     []node    // in depth-first order
	params    [][2]span // names and values; a language is a name alone
	envelopes []Envelope
}

// A node is one part.
type node struct {
	typ, subtype             span // typ is NIL for a multipart
	id, description          span
	encoding                 span
	md5, disposition         span
	location, extensions     span
	parameters, dispositions run
	language                 run
	lines                    int64
	size                     uint32
	next                     uint32 // index behind the last node of this subtree
	envelope                 int32  // index, or -1
	fields                   uint8  // how many of the four extension fields there are
}

// A run is a piece of a table; n is -1 for NIL.
type run struct {
	at uint32
	n  int32
}

// Root returns the part that is the whole message.
func (b *BodyStructure) Root() Part { return Part{b, 0} }

// A Part is one part of a [BodyStructure].
type Part struct {
	b *BodyStructure
	i uint32
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
	// Envelope is set for message/rfc822 and message/global.
	Envelope *Envelope
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

func (p Part) node() *node { return &p.b.nodes[p.i] }

// Multipart reports whether p is a multipart.
func (p Part) Multipart() bool { return p.node().typ.n < 0 }

// Type returns the media type as sent, "" for a multipart.
func (p Part) Type() string { return p.node().typ.in(p.b.text).String }

// Subtype returns the media subtype as sent.
func (p Part) Subtype() string { return p.node().subtype.in(p.b.text).String }

// Size returns the number of octets in the transfer encoding.
func (p Part) Size() uint32 { return p.node().size }

// Param returns the value of the parameter called name, in any case.
func (p Part) Param(name string) (value string, ok bool) {
	r := p.node().parameters
	for i := r.at; int32(i-r.at) < r.n; i++ {
		x := p.b.params[i]
		if strings.EqualFold(x[0].in(p.b.text).String, name) {
			return x[1].in(p.b.text).String, true
		}
	}
	return "", false
}

// ID returns body-fld-id.
func (p Part) ID() wire.NString { return p.node().id.in(p.b.text) }

// Description returns body-fld-desc.
func (p Part) Description() wire.NString { return p.node().description.in(p.b.text) }

// Encoding returns body-fld-enc as sent, "" for a multipart.
func (p Part) Encoding() string { return p.node().encoding.in(p.b.text).String }

// Lines returns the number of lines of a text or a message.
func (p Part) Lines() int64 { return p.node().lines }

// Extended returns how many of the four extension fields are given.
func (p Part) Extended() int { return int(p.node().fields) }

// MD5 returns body-fld-md5.
func (p Part) MD5() wire.NString { return p.node().md5.in(p.b.text) }

// Disposition returns the disposition as sent, such as "attachment".
func (p Part) Disposition() wire.NString { return p.node().disposition.in(p.b.text) }

// Location returns body-fld-loc.
func (p Part) Location() wire.NString { return p.node().location.in(p.b.text) }

// Envelope returns the envelope of a message part, or nil. It is not to be
// changed.
func (p Part) Envelope() *Envelope {
	if i := p.node().envelope; i >= 0 {
		return &p.b.envelopes[i]
	}
	return nil
}

// Extensions returns the values behind the last extension field, or nil. They
// are not to be changed.
func (p Part) Extensions() wire.Value {
	if x := p.node().extensions; x.n >= 0 {
		return wire.Value(x.in(p.b.text).String)
	}
	return nil
}

// Params iterates over the parameters and their values, in their order.
func (p Part) Params() iter.Seq2[string, string] { return p.b.pairs(p.node().parameters) }

// DispositionParams iterates over the parameters of the disposition.
func (p Part) DispositionParams() iter.Seq2[string, string] { return p.b.pairs(p.node().dispositions) }

func (b *BodyStructure) pairs(r run) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i := r.at; int32(i-r.at) < r.n; i++ {
			x := b.params[i]
			if !yield(x[0].in(b.text).String, x[1].in(b.text).String) {
				return
			}
		}
	}
}

// Languages iterates over body-fld-lang.
func (p Part) Languages() iter.Seq[string] {
	return func(yield func(string) bool) {
		r := p.node().language
		for i := r.at; int32(i-r.at) < r.n; i++ {
			if !yield(p.b.params[i][0].in(p.b.text).String) {
				return
			}
		}
	}
}

// Children iterates over the parts of a multipart, or over the one part that
// is the embedded message of a message part.
func (p Part) Children() iter.Seq[Part] {
	return func(yield func(Part) bool) {
		for i := p.i + 1; i < p.node().next; i = p.b.nodes[i].next {
			if !yield(Part{p.b, i}) {
				return
			}
		}
	}
}

// Fields returns all fields of p, with lists of their own: it is for what is made
// anew from them by a [BodyBuilder]. The strings share the memory of the
// BodyStructure.
func (p Part) Fields() PartFields {
	n, text := p.node(), p.b.text
	f := PartFields{
		Type: n.typ.in(text).String, Subtype: n.subtype.in(text).String,
		Params: p.b.paramsOf(n.parameters),
		ID:     n.id.in(text), Description: n.description.in(text), Encoding: n.encoding.in(text).String,
		Size: n.size, Lines: n.lines, Extended: int(n.fields), MD5: n.md5.in(text),
		Disposition: n.disposition.in(text), DispositionParams: p.b.paramsOf(n.dispositions),
		Location: n.location.in(text),
	}
	if n.envelope >= 0 {
		f.Envelope = &p.b.envelopes[n.envelope]
	}
	if n.extensions.n >= 0 {
		f.Extensions = wire.Value(n.extensions.in(text).String)
	}
	for i := int32(0); i < n.language.n; i++ {
		f.Languages = append(f.Languages, p.b.params[n.language.at+uint32(i)][0].in(text).String)
	}
	return f
}

func (b *BodyStructure) paramsOf(r run) []wire.Param {
	if r.n < 0 {
		return nil
	}
	list := make([]wire.Param, r.n)
	for i := range list {
		x := b.params[int(r.at)+i]
		list[i] = wire.Param{Name: x[0].in(b.text).String, Value: x[1].in(b.text)}
	}
	return list
}

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
	text strings.Builder
	b    BodyStructure
	open []int
}

// Begin begins a part inside of the part begun last.
func (b *BodyBuilder) Begin(f PartFields) {
	n := node{
		typ: span{n: -1}, subtype: b.str(f.Subtype),
		id: b.nstring(f.ID), description: b.nstring(f.Description), encoding: b.str(f.Encoding),
		md5: b.nstring(f.MD5), disposition: b.nstring(f.Disposition), location: b.nstring(f.Location),
		extensions: span{n: -1}, parameters: b.paramList(f.Params), dispositions: b.paramList(f.DispositionParams),
		language: run{n: -1}, lines: f.Lines, size: f.Size, envelope: -1,
		fields: uint8(min(max(f.Extended, 0), 4)),
	}
	if f.Type != "" {
		n.typ = b.str(f.Type)
	}
	if f.Extensions != nil {
		n.extensions = b.str(string(f.Extensions))
	}
	if f.Languages != nil {
		n.language = run{uint32(len(b.b.params)), int32(len(f.Languages))}
		for _, s := range f.Languages {
			b.b.params = append(b.b.params, [2]span{b.str(s)})
		}
	}
	if f.Envelope != nil {
		n.envelope = int32(len(b.b.envelopes))
		b.b.envelopes = append(b.b.envelopes, *f.Envelope)
	}
	b.open = append(b.open, len(b.b.nodes))
	b.b.nodes = append(b.b.nodes, n)
}

// End ends the part begun last.
func (b *BodyBuilder) End() {
	last := len(b.open) - 1
	b.b.nodes[b.open[last]].next = uint32(len(b.b.nodes))
	b.open = b.open[:last]
}

// Body returns what was built. The builder is empty then.
func (b *BodyBuilder) Body() *BodyStructure {
	body := b.b
	body.text = b.text.String()
	*b = BodyBuilder{}
	return &body
}

func (b *BodyBuilder) str(s string) span {
	at := b.text.Len()
	b.text.WriteString(s)
	return span{uint32(at), int32(len(s))}
}

func (b *BodyBuilder) nstring(s wire.NString) span {
	if !s.Valid {
		return span{n: -1}
	}
	return b.str(s.String)
}

func (b *BodyBuilder) paramList(list []wire.Param) run {
	if list == nil {
		return run{n: -1}
	}
	r := run{uint32(len(b.b.params)), int32(len(list))}
	for _, p := range list {
		b.b.params = append(b.b.params, [2]span{b.str(p.Name), b.nstring(p.Value)})
	}
	return r
}

// body reads a body.
func (s *scratch) body(d *wire.Decoder) *BodyStructure {
	s.text, s.addresses, s.nodes = s.text[:0], s.addresses[:0], s.nodes[:0]
	s.params, s.envelopes = s.params[:0], s.envelopes[:0]
	s.part(d)
	if d.Err() != nil {
		return nil
	}
	b := &BodyStructure{
		text: string(s.text), nodes: slices.Clone(s.nodes), params: slices.Clone(s.params),
	}
	if n := len(s.envelopes); n > 0 {
		b.envelopes = make([]Envelope, n)
		for i := range s.envelopes {
			s.build(&b.envelopes[i], &s.envelopes[i], b.text)
		}
	}
	s.trim()
	return b
}
