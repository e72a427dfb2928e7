package response

import (
	"slices"
	"strings"

	"imapkit.example/wire"
)

// NOTE: how a value of many strings is kept.
//
// An envelope or a body structure has dozens of strings. As a tree of structs it
// would be a dozen times the size of a table of where in one text they are, and
// size is what it costs: new memory is in no cache, is written, read, and has to
// be found again by the garbage collector. So a value is one text and one table
// of spans, without pointers. Spans that are no strings tell where others are: the
// index of the first, and how many there are. Packing the spans tighter, into four
// octets or into one string with the text, saved memory and was slower.
//
// The table of what is read is filled again and again, which costs an eighth less
// than a new one for each: BenchmarkWorkloads, package fuzz.

// A table is what a value is kept in. That of a FetchStream holds one value after
// the other: whoever looks at one tells which, and is not shown another.
type table struct {
	text  string
	spans []wire.Span
	base  uint32 // by how much an index of what is lent is larger than that of its span
}

// mostSpans is how many spans a table keeps room for.
const mostSpans = 1 << 10

// mostBase is where a new table begins at 0: no index is lent a second time.
const mostBase = 1 << 31

// span returns the span that is lent as i.
func (t *table) span(i uint32) wire.Span {
	spans := t.spans
	k := uint(i - t.base)
	if k >= uint(len(spans)) {
		panic(stale)
	}
	return spans[k]
}

// lent returns x, which is of t and points to other spans, as one that is lent.
func (t *table) lent(x wire.Span) wire.Span {
	x.At += t.base
	return x
}

// clone returns the n spans that are lent as at and behind, as a table.
func (t *table) clone(at, n uint32) *table {
	_ = t.span(at)
	from := at - t.base
	return &table{text: strings.Clone(t.text), spans: slices.Clone(t.spans[from : from+n])}
}

// stale tells what is wrong with the program: each time, not only where the octets
// have been overwritten already.
const stale = "response: the Envelope or BodyStructure of an item, or something in it, is used after the next call to FetchStream.Next or Reader.Next: Clone keeps it"

// A builder makes the tables of a value from its fields.
type builder struct {
	text  strings.Builder
	spans []wire.Span
}

func (b *builder) str(s string) wire.Span {
	at := b.text.Len()
	b.text.WriteString(s)
	return wire.Span{At: uint32(at), Len: int32(len(s))}
}

func (b *builder) nstring(s wire.NString) wire.Span {
	if !s.Valid {
		return wire.NilSpan
	}
	return b.str(s.String)
}

// params appends pairs and returns where they are and how many.
func (b *builder) params(list []wire.Param) wire.Span {
	if list == nil {
		return wire.NilSpan
	}
	at := len(b.spans)
	for _, p := range list {
		b.spans = append(b.spans, b.str(p.Name), b.nstring(p.Value))
	}
	return wire.Span{At: uint32(at), Len: int32(len(list))}
}

// words appends words and returns where they are and how many.
func (b *builder) words(list []string) wire.Span {
	if list == nil {
		return wire.NilSpan
	}
	at := len(b.spans)
	for _, s := range list {
		b.spans = append(b.spans, b.str(s))
	}
	return wire.Span{At: uint32(at), Len: int32(len(list))}
}

func (b *builder) envelope(f *EnvelopeFields) {
	first := len(b.spans)
	b.spans = append(b.spans, b.nstring(f.Date), b.nstring(f.Subject), b.nstring(f.InReplyTo), b.nstring(f.MessageID))
	b.spans = append(b.spans, make([]wire.Span, envAddresses-envFrom)...)
	for i, list := range [...][]AddressFields{f.From, f.Sender, f.ReplyTo, f.To, f.Cc, f.Bcc} {
		b.spans[first+envFrom+i] = wire.Span{At: uint32(len(b.spans) - first), Len: int32(len(list))}
		for _, a := range list {
			b.spans = append(b.spans, b.nstring(a.Name), b.nstring(a.Route), b.nstring(a.Mailbox), b.nstring(a.Host))
		}
	}
}
