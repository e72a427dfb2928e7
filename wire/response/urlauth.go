package response

import (
	"encoding/base64"
	"strings"

	"imapkit.example/wire"
)

// GenURLAuth is the GENURLAUTH response: URLs that give access to what they
// name, in the order in which they were asked for (RFC 4467).
//
//	genurlauth-data = "GENURLAUTH" 1*(SP url-full)
//	url-full        = astring
type GenURLAuth struct{ URLs []string } // secrets

// Encode implements [Response].
func (r *GenURLAuth) Encode(e *wire.Encoder) {
	e.Syntax("* GENURLAUTH")
	if len(r.URLs) == 0 {
		e.Fail("genurlauth-data", wire.ErrEncode)
	}
	for _, s := range r.URLs {
		e.SP()
		e.Secret(s)
	}
}

func (r *GenURLAuth) decode(d *wire.Decoder) {
	if d.Peek() != ' ' {
		d.SP()
	}
	r.URLs = astrings(d, "genurlauth-data")
}

// URLFetch is the URLFETCH response: what URLs stand for (RFC 4467;
// RFC 5524, Section 3.2). The data is held in memory, within [wire.Limits].
//
//	urlfetch-data = "URLFETCH" 1*(SP (urldata-simple / urldata-ext /
//	                urldata-error))
type URLFetch struct{ Results []URLData }

// URLData is what one URL stands for: Data, which is NIL if there is nothing,
// or Parts if the command asked for them.
//
//	urldata-simple = url-full SP nstring
//	urldata-ext    = url-full url-metadata
//	url-metadata   = 1*(SP "(" url-metadata-el ")")
type URLData struct {
	URL   string // a secret
	Data  wire.NString
	Parts []URLPart
}

// A URLPart is one thing that is told of the part of a message that a URL
// stands for.
//
//	url-meta-bodystruct = "BODYPARTSTRUCTURE" SP body
//	url-meta-binary     = "BINARY" SP ( nstring / literal8 )
//	url-meta-body       = "BODY" SP nstring
type URLPart struct {
	Name      string        // one of those below or, in upper case, another
	Data      wire.NString  // of URLBody and URLBinary
	Structure BodyStructure // of URLStructure
	Value     wire.Value    // of others: their exact bytes
}

// The names of a URLPart.
const (
	URLBody      = "BODY"
	URLBinary    = "BINARY"
	URLStructure = "BODYPARTSTRUCTURE"
)

// Encode implements [Response].
func (r *URLFetch) Encode(e *wire.Encoder) {
	e.Syntax("* URLFETCH")
	if len(r.Results) == 0 {
		e.Fail("urlfetch-data", wire.ErrEncode)
	}
	for _, x := range r.Results {
		e.SP()
		e.Secret(x.URL)
		if len(x.Parts) == 0 {
			e.SP()
			encodeData(e, x.Data)
		} else if x.Data.Valid {
			e.Fail("urldata-ext", wire.ErrEncode)
		}
		for _, p := range x.Parts {
			e.Syntax(" (")
			p.encode(e)
			e.Syntax(")")
		}
	}
}

func (p *URLPart) encode(e *wire.Encoder) {
	e.Atom(p.Name)
	e.SP()
	switch p.Name {
	case URLStructure:
		p.Structure.encode(e, true)
	case URLBody:
		encodeData(e, p.Data)
	case URLBinary:
		encodeBinary(e, p.Data)
	default:
		e.Value(p.Value)
	}
}

// encodeData writes text of a message: as a literal, which an Encoder that
// redacts leaves out.
func encodeData(e *wire.Encoder, s wire.NString) {
	if !s.Valid {
		e.Nil()
		return
	}
	e.LiteralString(s.String)
}

// encodeBinary is like encodeData for data that may hold NUL octets.
func encodeBinary(e *wire.Encoder, s wire.NString) {
	if s.Valid && strings.IndexByte(s.String, 0) >= 0 {
		e.NString8(s)
		return
	}
	encodeData(e, s)
}

func (r *URLFetch) decode(d *wire.Decoder) {
	d.SP()
	for more := true; more; more = d.More("urlfetch-data", len(r.Results)) {
		x := URLData{URL: d.AString()}
		if d.PeekAfterSP() != '(' {
			d.SP()
			x.Data = d.NString()
			r.Results = append(r.Results, x)
			continue
		}
		for d.PeekAfterSP() == '(' && d.More("url-metadata", len(x.Parts)) {
			d.Special('(')
			x.Parts = append(x.Parts, decodeURLPart(d))
			d.Special(')')
		}
		r.Results = append(r.Results, x)
	}
}

func decodeURLPart(d *wire.Decoder) URLPart {
	p := URLPart{Name: strings.ToUpper(d.Atom())}
	d.SP()
	switch p.Name {
	case URLStructure:
		p.Structure = new(table).body(d)
	case URLBody:
		p.Data = d.NString()
	case URLBinary:
		p.Data = d.NString8()
	default:
		p.Value = d.ReadValue()
	}
	return p
}

// URLMechCode is the URLMECH code: the mechanisms with which a mailbox can
// authorize URLs, INTERNAL among them (RFC 4467).
//
//	"URLMECH" SP "INTERNAL" *(SP mechanism ["=" base64])
type URLMechCode struct{ Mechanisms []URLMechanism }

// A URLMechanism is a mechanism and, in base64, what it needs if anything.
type URLMechanism struct{ Name, Data string }

// CodeName implements [Code].
func (c *URLMechCode) CodeName() string { return "URLMECH" }

// Encode implements [Code].
func (c *URLMechCode) Encode(e *wire.Encoder) {
	e.Syntax("URLMECH")
	if len(c.Mechanisms) == 0 {
		e.Fail("resp-text-code", wire.ErrEncode)
	}
	for _, x := range c.Mechanisms {
		e.SP()
		e.Atom(x.Name)
		if strings.Contains(x.Name, "=") {
			e.Fail("mechanism", wire.ErrEncode)
		}
		if x.Data != "" {
			if !isBase64(x.Data) {
				e.Fail("base64", wire.ErrEncode)
			}
			e.Syntax("=")
			e.Base64(x.Data)
		}
	}
}

func urlMechCode(d *wire.Decoder) Code {
	c := &URLMechCode{}
	for first := true; first || d.Peek() == ' '; first = false {
		d.SP()
		at := d.InputOffset()
		x := URLMechanism{}
		x.Name, x.Data, _ = strings.Cut(d.Atom(), "=")
		if x.Name == "" || !isBase64(x.Data) {
			d.FailAt(at, "mechanism", nil)
		}
		c.Mechanisms = append(c.Mechanisms, x)
	}
	return c
}

// base64 = *(4base64-char) [base64-terminal]
func isBase64(s string) bool {
	_, err := base64.StdEncoding.Strict().DecodeString(s)
	return err == nil
}
