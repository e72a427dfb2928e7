package response

import (
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

// A scratch gathers the table of one value, which is allocated at its exact
// length when it is complete.
type scratch struct{ spans []wire.Span }

// mostSpans is how many spans a scratch keeps room for.
const mostSpans = 1 << 10

// trim gives memory back that an unusual message has grown.
func (s *scratch) trim() {
	if cap(s.spans) > mostSpans {
		s.spans = nil
	}
}

// clone returns a copy of the table. The compiler knows make with copy for what it
// is: that is one call, which does not clear the memory.
func (s *scratch) clone() []wire.Span {
	from := s.spans
	to := make([]wire.Span, len(from))
	copy(to, from)
	return to
}

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
