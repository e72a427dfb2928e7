package response

import (
	"strings"

	"imapkit.example/wire"
)

// encode writes b, with its extension data if extended.
func (b *BodyStructure) encode(e *wire.Encoder, extended bool) {
	if b == nil || len(b.nodes) == 0 {
		e.Fail("body", wire.ErrEncode)
		return
	}
	b.encodePart(e, b.Root(), extended, 1)
}

func (b *BodyStructure) encodePart(e *wire.Encoder, p Part, extended bool, depth int) {
	if limit := e.Options().Limits.Depth; depth > limit {
		e.Fail("body", &wire.LimitError{Limit: "Depth", Max: int64(limit)})
		return
	}
	n, text := p.node(), b.text
	e.Syntax("(")
	if p.Multipart() {
		children := 0
		for child := range p.Children() {
			b.encodePart(e, child, extended, depth+1)
			children++
		}
		if children == 0 {
			e.Fail("body-type-mpart", wire.ErrEncode)
		}
		e.SP()
		e.String(p.Subtype())
	} else {
		b.encodeSingle(e, p, extended, depth)
	}
	if extended && n.fields > 0 {
		e.SP()
		if p.Multipart() {
			b.encodeParams(e, n.parameters)
		} else {
			e.NString(n.md5.in(text))
		}
		b.encodeExtended(e, n)
	}
	e.Syntax(")")
}

func (b *BodyStructure) encodeSingle(e *wire.Encoder, p Part, extended bool, depth int) {
	n, text := p.node(), b.text
	e.String(p.Type())
	e.SP()
	e.String(p.Subtype())
	e.SP()
	b.encodeParams(e, n.parameters)
	e.SP()
	e.NString(n.id.in(text))
	e.SP()
	e.NString(n.description.in(text))
	e.SP()
	e.String(n.encoding.in(text).String)
	e.SP()
	e.Number(n.size)
	message := strings.EqualFold(p.Type(), "MESSAGE") &&
		(strings.EqualFold(p.Subtype(), "RFC822") || strings.EqualFold(p.Subtype(), "GLOBAL"))
	children := 0
	for range p.Children() {
		children++
	}
	if message != (n.envelope >= 0) || message != (children == 1) || children > 1 {
		e.Fail("body-type-msg", wire.ErrEncode)
		return
	}
	if message {
		e.SP()
		b.envelopes[n.envelope].encode(e)
		e.SP()
		b.encodePart(e, Part{b, p.i + 1}, extended, depth+1)
	}
	if message || strings.EqualFold(p.Type(), "TEXT") {
		e.SP()
		e.Number64(n.lines)
	}
}

func (b *BodyStructure) encodeExtended(e *wire.Encoder, n *node) {
	if n.fields < 2 {
		return
	}
	e.SP()
	if n.disposition.n < 0 {
		e.Nil()
	} else {
		e.Syntax("(")
		e.NString(n.disposition.in(b.text))
		e.SP()
		b.encodeParams(e, n.dispositions)
		e.Syntax(")")
	}
	if n.fields < 3 {
		return
	}
	e.SP()
	switch n.language.n {
	case -1, 0:
		e.Nil()
	case 1:
		e.NString(b.params[n.language.at][0].in(b.text))
	default:
		for i := range uint32(n.language.n) {
			e.Special("( "[min(i, 1)])
			e.NString(b.params[n.language.at+i][0].in(b.text))
		}
		e.Syntax(")")
	}
	if n.fields < 4 {
		return
	}
	e.SP()
	e.NString(n.location.in(b.text))
	if n.extensions.n >= 0 {
		e.SP()
		e.Values(wire.Value(n.extensions.in(b.text).String))
	}
}

func (b *BodyStructure) encodeParams(e *wire.Encoder, r run) {
	if r.n <= 0 {
		e.Nil()
		return
	}
	for i := range uint32(r.n) {
		x := b.params[r.at+i]
		e.Special("( "[min(i, 1)])
		e.NString(x[0].in(b.text))
		e.SP()
		if x[1].n < 0 {
			e.Fail("body-fld-param", wire.ErrEncode)
		}
		e.NString(x[1].in(b.text))
	}
	e.Syntax(")")
}
