package response

import (
	"strings"

	"imapkit.example/wire"
)

// encode writes b, with its extension data if extended.
func (b BodyStructure) encode(e *wire.Encoder, extended bool) {
	if b.IsZero() {
		e.Fail("body", wire.ErrEncode)
		return
	}
	encodePart(e, b.Root(), extended, 1)
}

func encodePart(e *wire.Encoder, p Part, extended bool, depth int) {
	if limit := e.Options().Limits.Depth; depth > limit {
		e.Fail("body", &wire.LimitError{Limit: "Depth", Max: int64(limit)})
		return
	}
	e.Syntax("(")
	if p.Multipart() {
		children := 0
		for child := range p.Children() {
			encodePart(e, child, extended, depth+1)
			children++
		}
		if children == 0 {
			e.Fail("body-type-mpart", wire.ErrEncode)
		}
		e.SP()
		e.String(p.Subtype())
	} else {
		encodeSingle(e, p, extended, depth)
	}
	if extended && p.Extended() > 0 {
		e.SP()
		if p.Multipart() {
			p.encodeParams(e, p.list(partParams))
		} else {
			e.NString(p.MD5())
		}
		encodeExtended(e, p)
	}
	e.Syntax(")")
}

func encodeSingle(e *wire.Encoder, p Part, extended bool, depth int) {
	e.String(p.Type())
	e.SP()
	e.String(p.Subtype())
	e.SP()
	p.encodeParams(e, p.list(partParams))
	e.SP()
	e.NString(p.ID())
	e.SP()
	e.NString(p.Description())
	e.SP()
	e.String(p.Encoding())
	e.SP()
	e.Number(p.Size())
	message := strings.EqualFold(p.Type(), "MESSAGE") &&
		(strings.EqualFold(p.Subtype(), "RFC822") || strings.EqualFold(p.Subtype(), "GLOBAL") && p.Message())
	children := 0
	for range p.Children() {
		children++
	}
	if message != p.Message() || message != (children == 1) || children > 1 {
		e.Fail("body-type-msg", wire.ErrEncode)
		return
	}
	if message {
		e.SP()
		v := p.Envelope()
		v.encode(e)
		e.SP()
		for child := range p.Children() {
			encodePart(e, child, extended, depth+1)
		}
	}
	if message || strings.EqualFold(p.Type(), "TEXT") {
		e.SP()
		e.Number64(p.Lines())
	}
}

func encodeExtended(e *wire.Encoder, p Part) {
	if p.Extended() < 2 {
		return
	}
	e.SP()
	if !p.Disposition().Valid {
		e.Nil()
	} else {
		e.Syntax("(")
		e.NString(p.Disposition())
		e.SP()
		p.encodeParams(e, p.list(partDispositionParams))
		e.Syntax(")")
	}
	if p.Extended() < 3 {
		return
	}
	e.SP()
	switch r := p.t.lent(p.rare(rareLanguages)); r.Len {
	case -1, 0:
		e.Nil()
	case 1:
		e.NString(p.str(r.At))
	default:
		for i := range uint32(r.Len) {
			e.Special("( "[min(i, 1)])
			e.NString(p.str(r.At + i))
		}
		e.Syntax(")")
	}
	if p.Extended() < 4 {
		return
	}
	e.SP()
	e.NString(p.Location())
	if x := p.rare(rareExtensions); x.Len >= 0 {
		e.SP()
		e.Values(wire.Value(x.In(p.t.text).String))
	}
}

func (p Part) encodeParams(e *wire.Encoder, r wire.Span) {
	if r.Len <= 0 {
		e.Nil()
		return
	}
	for i := range uint32(r.Len) {
		e.Special("( "[min(i, 1)])
		e.NString(p.str(r.At + 2*i))
		e.SP()
		value := p.str(r.At + 2*i + 1)
		if !value.Valid {
			e.Fail("body-fld-param", wire.ErrEncode)
		}
		e.NString(value)
	}
	e.Syntax(")")
}
