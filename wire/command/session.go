package command

import (
	"strings"

	"imapkit.example/wire"
)

// Compress is the COMPRESS command (RFC 4978, Section 3).
//
//	compress  = "COMPRESS" SP algorithm
//	algorithm = "DEFLATE"
type Compress struct {
	Algorithm string // in upper case; other algorithms are legal
}

// Name implements [Command].
func (c *Compress) Name() Name { return CompressName }

// Decode implements [Command].
func (c *Compress) Decode(d *wire.Decoder) error {
	d.SP()
	c.Algorithm = strings.ToUpper(d.Atom())
	return d.End()
}

// Encode implements [Command].
func (c *Compress) Encode(e *wire.Encoder) {
	e.SP()
	e.Atom(c.Algorithm)
}

// Language is the LANGUAGE command (RFC 5255, Section 3.2).
//
//	language-cmd = "LANGUAGE" *(SP lang-range-quoted)
type Language struct {
	Ranges []string // in order of preference; none asks which there are
}

// Name implements [Command].
func (c *Language) Name() Name { return LanguageName }

// Decode implements [Command].
func (c *Language) Decode(d *wire.Decoder) error {
	c.Ranges = words(d, c.Ranges[:0])
	return d.End()
}

// Encode implements [Command].
func (c *Language) Encode(e *wire.Encoder) { encodeWords(e, c.Ranges) }

// Comparator is the COMPARATOR command (RFC 5255, Section 4.7).
//
//	comparator-cmd = "COMPARATOR" *(SP comp-order-quoted)
type Comparator struct {
	Order []string // in order of preference; none asks which is in use
}

// Name implements [Command].
func (c *Comparator) Name() Name { return ComparatorName }

// Decode implements [Command].
func (c *Comparator) Decode(d *wire.Decoder) error {
	c.Order = words(d, c.Order[:0])
	return d.End()
}

// Encode implements [Command].
func (c *Comparator) Encode(e *wire.Encoder) { encodeWords(e, c.Order) }

// *(SP astring)
func words(d *wire.Decoder, dst []string) []string {
	for d.More("astring", len(dst)) {
		dst = append(dst, d.AString())
	}
	return dst
}

func encodeWords(e *wire.Encoder, list []string) {
	for _, s := range list {
		e.SP()
		e.AString(s)
	}
}
