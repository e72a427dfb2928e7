package command

import (
	"io"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// An AppendPart is a part of a message: octets, or the URL of something that
// the server has already (RFC 4469, Section 3). [String] leaves the URL out: it
// may hold an authorization.
//
//	cat-part     = text-literal / url / utf8-literal
//	text-literal = "TEXT" SP literal
//	url          = "URL" SP astring
type AppendPart struct {
	// URL is that of the part; if it is "", the part is Data.
	URL string
	// Size is the number of octets of Data.
	Size int64
	// UTF8 says that Data may hold UTF-8 headers, and goes as a binary
	// literal (RFC 6855, Section 4).
	UTF8 bool
	// Data gives the octets, as in [AppendMessage].
	Data io.Reader
}

// NextPart returns the next part of a message with Catenate set, as read from a
// connection. The part is valid until the next call, which drops what was not
// read of it. It returns io.EOF behind the last part; whether the command was
// well formed, only [AppendStream.Next] says.
func (m *AppendMessage) NextPart() (*AppendPart, error) {
	if m.source == nil || !m.Catenate {
		return nil, io.EOF
	}
	return m.source.next()
}

// A partSource gives the parts of the current message of an AppendStream.
type partSource struct {
	d    *wire.Decoder
	part AppendPart
	err  error // why there is no further part
}

func (s *partSource) next() (*AppendPart, error) {
	if s.err != nil {
		return nil, s.err
	}
	d := s.d
	if s.part != (AppendPart{}) {
		if s.part.UTF8 {
			d.Special(')')
		}
		if d.Err() == nil && d.TrySpecial(')') {
			s.err = io.EOF
			return nil, s.err
		}
		d.SP()
	}
	s.part = AppendPart{}
	s.part.decode(d)
	if s.err = d.Err(); s.err != nil {
		return nil, s.err
	}
	return &s.part, nil
}

func (p *AppendPart) decode(d *wire.Decoder) {
	switch {
	case d.TryKeyword("TEXT"):
		d.SP()
		if r := d.Literal(); r != nil {
			p.Size, p.Data = r.Header().Size, r
		}
	case d.TryKeyword("URL"):
		d.SP()
		at := d.InputOffset()
		if p.URL = d.AString(); p.URL == "" {
			d.FailAt(at, "url", nil)
		}
	case d.TryKeyword("UTF8"):
		p.UTF8 = true
		p.Size, p.Data = utf8Literal(d)
	default:
		d.Fail("cat-part", nil)
	}
}

// utf8Literal reads up to the octets of the literal.
//
//	utf8-literal = "UTF8" SP "(" literal8 ")"
func utf8Literal(d *wire.Decoder) (int64, io.Reader) {
	d.SP()
	d.Special('(')
	if d.Peek() != '~' {
		d.Fail("literal8", nil)
	}
	r := d.Literal8()
	if r == nil {
		return 0, nil
	}
	return r.Header().Size, r
}

func encodeUTF8(e *wire.Encoder, size int64, data io.Reader) {
	e.Syntax("UTF8 (")
	e.LiteralFrom(literal.Header{Size: size, Binary: true}, data)
	e.Syntax(")")
}

// encodeParts writes the parts of m: those in Parts, or those that come from a
// connection.
func (m *AppendMessage) encodeParts(e *wire.Encoder) {
	e.Syntax("CATENATE (")
	if m.source == nil {
		if len(m.Parts) == 0 {
			e.Fail("cat-part", wire.ErrEncode)
		}
		for i, p := range m.Parts {
			p.encode(e, i == 0)
		}
		e.Syntax(")")
		return
	}
	if e.Holds() {
		e.Fail("cat-part", wire.ErrEncode)
	}
	for first := true; e.Err() == nil; first = false {
		p, err := m.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			e.Fail("cat-part", err)
			return
		}
		p.encode(e, first)
	}
	e.Syntax(")")
}

func (p *AppendPart) encode(e *wire.Encoder, first bool) {
	if p == nil {
		e.Fail("cat-part", wire.ErrEncode)
		return
	}
	if !first {
		e.SP()
	}
	switch {
	case p.URL != "":
		if p.Data != nil || p.UTF8 {
			e.Fail("cat-part", wire.ErrEncode)
		}
		e.Syntax("URL ")
		e.Secret(p.URL)
	case p.UTF8:
		encodeUTF8(e, p.Size, p.Data)
	default:
		e.Syntax("TEXT ")
		e.LiteralFrom(literal.Header{Size: p.Size}, p.Data)
	}
}
