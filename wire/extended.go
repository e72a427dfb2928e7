package wire

import (
	"math"
	"strconv"
	"strings"

	"imapkit.example/wire/internal/abnf"
)

// A PartialRange is a range of positions in a list of results: both ends count
// from 1 from the oldest message on, or both from -1 from the newest message
// back. The ends may be in either order. The zero value stands for no range.
//
//	partial-range       = partial-range-first / partial-range-last
//	partial-range-first = nz-number ":" nz-number
//	partial-range-last  = MINUS nz-number ":" MINUS nz-number
type PartialRange struct{ First, Last int64 }

// NewPartialRange returns the range of positions from first to last. The error
// is an *[EncodeError] if one of them is 0 or beyond 32 bits, or if their signs
// differ.
func NewPartialRange(first, last int64) (PartialRange, error) {
	r := PartialRange{first, last}
	if err := r.check(); err != nil {
		return PartialRange{}, newError("partial-range", err)
	}
	return r, nil
}

// check returns ErrRange if r, which stands for something, cannot be written.
func (r PartialRange) check() error {
	if r.First == 0 || r.Last == 0 || (r.First < 0) != (r.Last < 0) ||
		max(r.First, r.Last) > math.MaxUint32 || min(r.First, r.Last) < -math.MaxUint32 {
		return ErrRange
	}
	return nil
}

// IsZero reports whether r stands for no range.
func (r PartialRange) IsZero() bool { return r == PartialRange{} }

// PartialRange reads a range of positions (RFC 5267, Section 4.4; RFC 9394,
// Section 3.1).
func (d *Decoder) PartialRange() (r PartialRange) {
	last := d.TrySpecial('-')
	r.First = int64(d.NzNumber())
	d.Special(':')
	if last {
		d.Special('-')
	}
	r.Last = int64(d.NzNumber())
	if d.err != nil {
		return PartialRange{}
	}
	if last {
		r.First, r.Last = -r.First, -r.Last
	}
	return r
}

// PartialRange writes a range of positions.
func (e *Encoder) PartialRange(r PartialRange) {
	if err := r.check(); err != nil {
		e.fail("partial-range", err)
		return
	}
	e.closeLiteral()
	e.buf = strconv.AppendInt(e.buf, r.First, 10)
	e.buf = append(e.buf, ':')
	e.buf = strconv.AppendInt(e.buf, r.Last, 10)
}

// ModSeq reads a mod-sequence, which is 0 only where zero says so.
//
//	mod-sequence-value  = 1*DIGIT  ; unsigned 63-bit integer, 1 <= n
//	mod-sequence-valzer = "0" / mod-sequence-value
func (d *Decoder) ModSeq(zero bool) uint64 {
	if zero {
		return d.number(math.MaxInt64, 0, "mod-sequence-valzer")
	}
	const rule = "mod-sequence-value"
	p, negative := d.p, d.b[d.p] == '-'
	n := d.number(math.MaxInt64, 0, rule)
	if n == 0 && !negative && d.err == nil && !d.tolerate(LenientZeroModSeq, p) {
		d.p = p
		d.fail(rule)
	}
	return n
}

// ModSeq writes a mod-sequence, which may be 0 only where zero says so.
func (e *Encoder) ModSeq(n uint64, zero bool) {
	if n > math.MaxInt64 || n == 0 && !zero {
		e.fail("mod-sequence-value", ErrRange)
		return
	}
	e.Unsigned64(n)
}

// Unsigned64 reads a number of 64 bits, such as the identifiers of Gmail.
//
//	1*DIGIT
func (d *Decoder) Unsigned64() uint64 { return d.number(math.MaxUint64, 0, "number") }

// Unsigned64 writes a number of 64 bits.
func (e *Encoder) Unsigned64(n uint64) {
	e.number(n, 0, "number")
}

// NString8 reads a string, which may be a binary literal, or NIL.
//
//	value = nstring / literal8
func (d *Decoder) NString8() NString {
	if d.b[d.p] != '~' {
		return d.NString()
	}
	r := d.literal("literal8", true, min(d.opts.Limits.Literal, d.opts.Limits.LiteralBytes-d.litBytes))
	if r == nil {
		return NString{}
	}
	d.text = d.appendOctets(d.text[:0], r, "literal8")
	return NString{String: string(d.text), Valid: d.err == nil}
}

// NString8 writes a string or NIL. A string with NUL octets is written as a
// binary literal.
//
//	value = nstring / literal8
func (e *Encoder) NString8(s NString) {
	if s.Valid && strings.IndexByte(s.String, 0) >= 0 {
		e.literalString(s.String, true)
		return
	}
	e.NString(s)
}

// ObjectID reads an identifier of a mailbox, a message or a thread.
//
//	objectid = 1*255(ALPHA / DIGIT / "_" / "-")
func (d *Decoder) ObjectID() string {
	b := d.b[d.p:]
	n := objectIDLen(b)
	if n == 0 || n > maxObjectID || abnf.Classes[b[n]]&abnf.AString != 0 {
		d.p += min(n, maxObjectID)
		d.fail("objectid")
		return ""
	}
	d.p += n
	return string(b[:n])
}

// ObjectID writes an identifier of a mailbox, a message or a thread.
func (e *Encoder) ObjectID(s string) {
	e.closeLiteral()
	if n := objectIDLen(s); n != len(s) || n == 0 || n > maxObjectID {
		e.fail("objectid", ErrEncode)
		return
	}
	e.buf = append(e.buf, s...)
}

// maxObjectID is the longest objectid, in octets.
const maxObjectID = 255

func objectIDLen[T string | []byte](s T) int {
	n := 0
	for n < len(s) && (abnf.Classes[s[n]]&abnf.Label != 0 && s[n] != '.' && s[n] != ':') {
		n++
	}
	return n
}

// Label reads a label of Gmail: a system label, which is written like a flag
// ("\Inbox"), or a name that is encoded like one of a mailbox.
//
//	label = flag-extension / mailbox
func (d *Decoder) Label() string {
	if d.Peek() == '\\' {
		return string(d.Flag())
	}
	return d.Mailbox()
}

// Label writes a label of Gmail.
func (e *Encoder) Label(s string) {
	if f := Flag(s); f.Valid() && s[0] == '\\' {
		e.Flag(f)
		return
	}
	e.Mailbox(s)
}

// MediaType reads a media type in quotes, such as "text/plain".
//
//	quoted-to-mime-type = DQUOTE type-name "/" subtype-name DQUOTE
//	type-name           = reg-name  ; RFC 4288, Section 4.2
//	subtype-name        = reg-name
func (d *Decoder) MediaType() string {
	b, p := d.b, d.p
	if b[p] == '"' {
		if i := scanQuoted(b, p+1); b[i] == '"' && isMediaType(b[p+1:i]) {
			d.p = i + 1
			return string(b[p+1 : i])
		}
	}
	d.fail("quoted-to-mime-type")
	return ""
}

// MediaType writes a media type in quotes.
func (e *Encoder) MediaType(s string) {
	if !isMediaType(s) {
		e.fail("quoted-to-mime-type", ErrEncode)
		return
	}
	e.Quoted(s)
}

// reg-name = 1*127(ALPHA / DIGIT / "!" / "#" / "$" / "&" / "." / "+" / "-" /
//
//	"^" / "_")
func isMediaType[T string | []byte](s T) bool {
	slash := -1
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '/' && slash < 0:
			slash = i
		case c == ':' || abnf.Classes[c]&abnf.Label == 0 && strings.IndexByte("!#$&+^", c) < 0:
			return false
		}
	}
	n := len(s) - slash - 1
	return 0 < slash && slash <= 127 && 0 < n && n <= 127
}
