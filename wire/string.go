package wire

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"imapkit.example/wire/internal/abnf"
)

// AppendAString appends an astring to dst and returns the extended slice. A
// literal in it is read whole, within [Limits].
//
//	astring = 1*ASTRING-CHAR / string
func (d *Decoder) AppendAString(dst []byte) []byte {
	if abnf.Classes[d.b[d.p]]&abnf.AString != 0 {
		return append(dst, d.aStringRun()...)
	}
	return d.appendString(dst, "astring")
}

// AString reads an astring.
//
//	astring = 1*ASTRING-CHAR / string
func (d *Decoder) AString() string { return string(d.aString()) }

// aString returns a view of the window or of the scratch buffer.
func (d *Decoder) aString() []byte {
	if abnf.Classes[d.b[d.p]]&abnf.AString != 0 {
		return d.aStringRun()
	}
	return d.stringView("astring")
}

// aStringRun reads 1*ASTRING-CHAR, of which there is one: sixteen octets at a time,
// as gather does, since most of them are names.
func (d *Decoder) aStringRun() []byte {
	b, p := d.b, d.p
	i := p
	for i+16 <= len(b) {
		n := quotedRun(astringMask(binary.LittleEndian.Uint64(b[i:])), astringMask(binary.LittleEndian.Uint64(b[i+8:])))
		if i += n; n < 16 {
			d.p = i
			return b[p:i]
		}
	}
	i += abnf.Run(b[i:], abnf.AString)
	d.p = i
	return b[p:i]
}

// AppendString appends a string to dst and returns the extended slice.
//
//	string = quoted / literal
func (d *Decoder) AppendString(dst []byte) []byte {
	if d.b[d.p] == '"' {
		return d.appendQuoted(dst)
	}
	return d.appendString(dst, "string")
}

// String reads a string.
//
//	string = quoted / literal
func (d *Decoder) String() string { return string(d.stringView("string")) }

// NString reads a string or NIL.
//
//	nstring = string / nil
func (d *Decoder) NString() NString {
	if d.tryNil() {
		return NString{}
	}
	return NString{String: string(d.stringView("nstring")), Valid: d.err == nil}
}

// AppendNString appends an nstring to dst and returns the extended slice;
// valid is false for NIL.
//
//	nstring = string / nil
func (d *Decoder) AppendNString(dst []byte) (_ []byte, valid bool) {
	if d.b[d.p] == '"' {
		dst = d.appendQuoted(dst)
		return dst, d.err == nil
	}
	if d.tryNil() {
		return dst, false
	}
	return d.appendString(dst, "nstring"), d.err == nil
}

// TryNil reads NIL if it is next and reports whether it was.
//
//	nil = "NIL"
func (d *Decoder) TryNil() bool { return d.tryNil() }

func (d *Decoder) tryNil() bool {
	b, p := d.b, d.p
	if b[p]|0x20 != 'n' || p+3 >= len(b) || b[p+1]|0x20 != 'i' || b[p+2]|0x20 != 'l' || abnf.Classes[b[p+3]]&abnf.AString != 0 {
		return false
	}
	d.p = p + 3
	return true
}

// stringView returns the string as a view of the window if it is quoted
// without escapes, else of the scratch buffer.
func (d *Decoder) stringView(rule string) []byte {
	b, p := d.b, d.p
	if b[p] == '"' {
		i := scanQuoted(b, p+1)
		if b[i] == '"' && (d.opts.Lenient&LenientQuotes == 0 || endsQuoted(b[i+1])) {
			d.p = i + 1
			return b[p+1 : i]
		}
	}
	d.text = d.appendString(d.text[:0], rule)
	if d.err != nil {
		return nil
	}
	return d.text
}

// appendString reads a quoted string or a literal.
func (d *Decoder) appendString(dst []byte, rule string) []byte {
	switch d.b[d.p] {
	case '"':
		return d.appendQuoted(dst)
	case '{':
		return d.appendLiteral(dst, rule)
	}
	if rule == "string" && d.opts.Lenient&LenientNilString != 0 {
		if p := d.p; d.tryNil() {
			d.tolerate(LenientNilString, p)
			return dst
		}
	}
	d.fail(rule)
	return dst
}

// scanQuoted returns the index of the first byte from i on that does not stand
// for itself in a quoted string: DQUOTE, backslash, CR, LF, NUL or 8-bit. It is
// the validation of the string as well.
//
// It looks at eight octets at a time, which takes half of the time of a loop
// over the class table: see BenchmarkQuoted.
func scanQuoted(b []byte, i int) int {
	for i+8 <= len(b) {
		mask := quotedMask(binary.LittleEndian.Uint64(b[i:]))
		if mask == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(mask) >> 3
		if abnf.Classes[b[i]]&abnf.Quoted == 0 {
			return i
		}
		i++ // a control character that is allowed
	}
	for i < len(b) && abnf.Classes[b[i]]&abnf.Quoted != 0 {
		i++
	}
	return i
}

// quotedMask sets the highest bit of each octet of w that is a quote, a
// backslash, a control character or above 0x7F. A subtraction that borrows from
// the octet above can set bits above the first one that is right, so only the
// first one, the lowest, counts.
func quotedMask(w uint64) uint64 {
	const high = 0x80 * ones
	return (w | (w - ones*0x20) | (w ^ ones*'"' - ones) | (w ^ ones*'\\' - ones)) & high
}

// quotedRun returns how many of sixteen octets come before the first one of which
// quotedMask has set a bit, without a branch.
func quotedRun(mask0, mask1 uint64) int {
	n := bits.TrailingZeros64(mask0) // 64 only if there is none
	return n>>3 + bits.TrailingZeros64(mask1)>>3&-(n>>6)
}

// quoted      = DQUOTE *QUOTED-CHAR DQUOTE
// QUOTED-CHAR = <any TEXT-CHAR except quoted-specials> /
//
//	"\" quoted-specials / UTF8-2 / UTF8-3 / UTF8-4
func (d *Decoder) appendQuoted(dst []byte) []byte {
	// The octets are stored as they are looked at, and only then found to be
	// fewer: a copy afterwards would cost as much as the look. Sixteen at a time
	// are most strings: a loop that ends after one round or two in no order is
	// what the processor cannot foresee.
	b, i, start := d.b, d.p+1, len(dst)
	for i+16 <= len(b) && d.opts.Lenient&LenientQuotes == 0 {
		w0, w1 := binary.LittleEndian.Uint64(b[i:]), binary.LittleEndian.Uint64(b[i+8:])
		n := len(dst)
		if cap(dst)-n < 16 {
			dst = slices.Grow(dst, 64)
		}
		binary.LittleEndian.PutUint64(dst[n:n+8], w0)
		binary.LittleEndian.PutUint64(dst[n+8:n+16], w1)
		k := quotedRun(quotedMask(w0), quotedMask(w1))
		if k == 16 {
			dst = dst[:n+16]
			i += 16
			continue
		}
		if i += k; b[i] != '"' {
			break
		}
		d.p = i + 1
		return dst[:n+k]
	}
	return d.appendQuotedSlow(dst[:start])
}

// appendLiteral reads a whole literal that is an argument.
func (d *Decoder) appendLiteral(dst []byte, rule string) []byte {
	limit := d.opts.Limits.Literal
	if rest := d.opts.Limits.LiteralBytes - d.litBytes; rest < limit {
		limit = rest
	}
	h, ok := d.announcement(rule, false, limit)
	if !ok {
		return dst
	}
	if octets := d.octetsAhead(h); octets != nil {
		return append(dst, octets...)
	}
	return d.appendOctets(dst, d.literalOf(h), rule)
}
