package wire

import (
	"bytes"
	"math"
	"unicode/utf8"

	"imapkit.example/literal"
	"imapkit.example/wire/internal/abnf"
)

// Peek returns the next octet without reading it: ' ', '(', '"', '{', '\r' and
// so on. It is '\n' after an error and where no octet of a message can follow.
func (d *Decoder) Peek() byte {
	c := d.b[d.p]
	if c == '\n' {
		c = d.peekSlow()
	}
	return c
}

func (d *Decoder) peekSlow() byte {
	d.behindLiteral()
	return d.b[d.p]
}

// PeekAfterSP returns the octet behind the space that is next.
func (d *Decoder) PeekAfterSP() byte {
	if d.Peek() != ' ' {
		return '\n'
	}
	return d.b[d.p+1]
}

// SP reads the single space between two values.
func (d *Decoder) SP() {
	if d.b[d.p] == ' ' {
		d.p++
		return
	}
	d.specialSlow(' ')
}

// TrySP reads a space if one is next and reports whether it was. With
// [LenientTrailingSpace], spaces that nothing follows are read and count as
// none.
func (d *Decoder) TrySP() bool {
	if d.b[d.p] == ' ' && d.b[d.p+1] > ')' {
		d.p++
		return true
	}
	return d.trySPSlow()
}

// Special reads the octet c, one of those that stand for themselves in the
// grammar: "(" ")" "[" "]" "<" ">" "." ":" "," and so on.
func (d *Decoder) Special(c byte) {
	if d.b[d.p] == c && c != '\n' {
		d.p++
		return
	}
	d.specialSlow(c)
}

func (d *Decoder) specialSlow(c byte) {
	if d.behindLiteral() && d.b[d.p] == c && c != '\n' {
		d.p++
		return
	}
	if c == ' ' {
		d.fail("SP")
		return
	}
	d.fail("'" + string(rune(c)) + "'")
}

// TrySpecial reads the octet c if it is next and reports whether it was.
func (d *Decoder) TrySpecial(c byte) bool {
	if d.b[d.p] == c && c != '\n' {
		d.p++
		return true
	}
	return d.trySlow(c)
}

func (d *Decoder) trySlow(c byte) bool {
	if d.inLit && d.behindLiteral() && d.b[d.p] == c && c != '\n' {
		d.p++
		return true
	}
	return false
}

// run reads the longest run of class m, which must not be empty. The result is
// a view of the window.
func (d *Decoder) run(m abnf.Class, rule string) []byte {
	b, p := d.b, d.p
	i := p
	for i < len(b) && abnf.Classes[b[i]]&m != 0 {
		i++
	}
	if i == p {
		d.fail(rule)
		return nil
	}
	d.p = i
	return b[p:i]
}

// AtomView reads an atom. The result borrows the buffer: it is valid until the
// next call to d.
//
//	atom = 1*ATOM-CHAR
func (d *Decoder) AtomView() []byte { return d.run(abnf.Atom, "atom") }

// Atom reads an atom.
//
//	atom = 1*ATOM-CHAR
func (d *Decoder) Atom() string { return string(d.run(abnf.Atom, "atom")) }

// KeywordView reads a word of the grammar itself, such as a command's name or
// a FETCH item; rule names it in errors. The result borrows the buffer: it is
// valid until the next call to d. A word is a run of label characters (letters,
// digits, "-", "_", ".", ":") so that it ends before "[", "<" or "(".
func (d *Decoder) KeywordView(rule string) []byte { return d.run(abnf.Label, rule) }

// Keyword reads the word upper, given in upper case, in any case.
func (d *Decoder) Keyword(upper string) {
	b, p := d.b, d.p
	if n := p + len(upper); n < len(b) && abnf.EqualFold(b[p:n], upper) && abnf.Classes[b[n]]&abnf.Label == 0 {
		d.p = n
		return
	}
	d.fail(upper)
}

// TryKeyword reads the word upper, given in upper case, if it is next and
// reports whether it was.
func (d *Decoder) TryKeyword(upper string) bool {
	b, p := d.b, d.p
	if n := p + len(upper); n < len(b) && abnf.EqualFold(b[p:n], upper) && abnf.Classes[b[n]]&abnf.Label == 0 {
		d.p = n
		return true
	}
	return false
}

// NzNumbers reads a list without parentheses, up to the end of the line or to
// a space and a parenthesis, and appends it to dst.
//
//	*(SP nz-number)
func (d *Decoder) NzNumbers(dst []uint32) []uint32 {
	for {
		if b, p := d.b, d.p; b[p] == ' ' && b[p+1] > ')' {
			d.p = p + 1
		} else if d.PeekAfterSP() == '(' || !d.trySPSlow() {
			return dst
		}
		n := d.NzNumber()
		if n == 0 {
			return dst
		}
		dst = append(dst, n)
	}
}

// Number reads a number that fits into 32 bits.
//
//	number = 1*DIGIT  ; unsigned 32-bit integer (0 <= n < 4,294,967,296)
func (d *Decoder) Number() uint32 { return uint32(d.number(math.MaxUint32, 0, "number")) }

// NzNumber reads a number from 1 to 4,294,967,295.
//
//	nz-number = digit-nz *DIGIT
func (d *Decoder) NzNumber() uint32 { return uint32(d.number(math.MaxUint32, 1, "nz-number")) }

// Number64 reads a number that fits into 63 bits.
//
//	number64 = 1*DIGIT  ; unsigned 63-bit integer
func (d *Decoder) Number64() int64 { return int64(d.number(math.MaxInt64, 0, "number64")) }

// NzNumber64 reads a number from 1 to 1<<63-1.
//
//	nz-number64 = digit-nz *DIGIT
func (d *Decoder) NzNumber64() int64 { return int64(d.number(math.MaxInt64, 1, "nz-number64")) }

func (d *Decoder) number(limit, least uint64, rule string) uint64 {
	b, p := d.b, d.p
	i := p
	var n uint64
	for i < len(b) && b[i]-'0' < 10 {
		// 18 digits always fit; from there on the product could wrap.
		if i-p >= 18 && n > (limit-uint64(b[i]-'0'))/10 {
			d.failErr(rule, ErrRange)
			return 0
		}
		n = n*10 + uint64(b[i]-'0')
		i++
	}
	if b[i] == '.' || b[i] == 'e' || i == p {
		if d.opts.Lenient != 0 && (i > p || least == 0) {
			if n, ok := d.lenientNumber(limit); ok {
				return n
			}
		}
		if i == p {
			d.fail(rule)
			return 0
		}
	}
	if least == 1 && b[p] == '0' {
		d.fail(rule)
		return 0
	}
	if n > limit {
		d.failErr(rule, ErrRange)
		return 0
	}
	d.p = i
	return n
}

// AppendAString appends an astring to dst and returns the extended slice. A
// literal in it is read whole, within [Limits].
//
//	astring = 1*ASTRING-CHAR / string
func (d *Decoder) AppendAString(dst []byte) []byte {
	if abnf.Classes[d.b[d.p]]&abnf.AString != 0 {
		return append(dst, d.run(abnf.AString, "astring")...)
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
		return d.run(abnf.AString, "astring")
	}
	return d.stringView("astring")
}

// AppendString appends a string to dst and returns the extended slice.
//
//	string = quoted / literal
func (d *Decoder) AppendString(dst []byte) []byte { return d.appendString(dst, "string") }

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
// for itself in a quoted string: DQUOTE, backslash, CR, LF, NUL or 8-bit.
func scanQuoted(b []byte, i int) int {
	for i < len(b) && abnf.Classes[b[i]]&abnf.Quoted != 0 {
		i++
	}
	return i
}

// quoted      = DQUOTE *QUOTED-CHAR DQUOTE
// QUOTED-CHAR = <any TEXT-CHAR except quoted-specials> /
//
//	"\" quoted-specials / UTF8-2 / UTF8-3 / UTF8-4
func (d *Decoder) appendQuoted(dst []byte) []byte {
	b, p := d.b, d.p+1
	if i := scanQuoted(b, p); b[i] == '"' && d.opts.Lenient&LenientQuotes == 0 {
		d.p = i + 1
		return append(dst, b[p:i]...)
	}
	return d.appendQuotedSlow(dst)
}

// appendQuotedSlow reads strings in which not all octets stand for themselves.
func (d *Decoder) appendQuotedSlow(dst []byte) []byte {
	b, p, start := d.b, d.p+1, len(dst)
	for {
		i := scanQuoted(b, p)
		dst = append(dst, b[p:i]...)
		p = i
		switch c := b[i]; {
		case c == '"':
			if d.opts.Lenient&LenientQuotes != 0 && !endsQuoted(b[i+1]) && d.tolerate(LenientQuotes, i+1) {
				dst = append(dst, c)
				p = i + 1
				continue
			}
			d.p = i + 1
			return dst
		case c == '\\' && (b[i+1] == '"' || b[i+1] == '\\'):
			dst = append(dst, b[i+1])
			p = i + 2
		case c >= 0x80:
			r, n := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && n <= 1 && !d.tolerate(Lenient8Bit, i) {
				d.p = i
				d.failErr("quoted", ErrUTF8)
				return dst[:start]
			}
			dst = append(dst, b[i:i+n]...)
			p = i + n
		default:
			if (c == 0 || c == '\r' || c == '\n') && d.tolerate(LenientControls, i) {
				dst = append(dst, c)
				if p = i + 1; p == len(b) {
					moved, ok := d.extend()
					if !ok {
						return dst[:start]
					}
					b, p = d.b, p-moved
				}
				continue
			}
			d.p = i
			if c == '\\' {
				d.p++
			}
			if c == 0 {
				d.failErr("quoted", ErrNUL)
			} else {
				d.fail("quoted")
			}
			return dst[:start]
		}
	}
}

// appendLiteral reads a whole literal that is an argument.
func (d *Decoder) appendLiteral(dst []byte, rule string) []byte {
	limit := d.opts.Limits.Literal
	if rest := d.opts.Limits.LiteralBytes - d.litBytes; rest < limit {
		limit = rest
	}
	r := d.literal(rule, false, limit)
	if r == nil {
		return dst
	}
	return d.appendOctets(dst, r, rule)
}

// appendOctets reads all octets of the literal that has just been announced.
func (d *Decoder) appendOctets(dst []byte, r *literal.Reader, rule string) []byte {
	d.litBytes += r.Remaining()
	start, at := len(dst), d.InputOffset()
	dst, err := r.Append(dst)
	if err != nil {
		d.litFail(err)
		return dst[:start]
	}
	if !r.Header().Binary {
		if i := bytes.IndexByte(dst[start:], 0); i >= 0 {
			d.FailAt(at+int64(i), rule, ErrNUL)
			return dst[:start]
		}
	}
	if !d.behindLiteral() {
		return dst[:start]
	}
	return dst
}

// Literal reads the announcement of a literal and returns a reader for its
// octets, of any size: the caller decides how much it takes. The reader is
// valid until the next call to d; what it has not read by then is dropped. A
// server asks the client for a synchronizing literal only at the first Read,
// so it can refuse by not reading. It returns nil after an error.
//
//	literal = "{" number64 ["+"] "}" CRLF *CHAR8
func (d *Decoder) Literal() *literal.Reader { return d.literal("literal", false, streamed) }

// streamed is the limit of a literal that is not held in memory.
const streamed = -1

// Literal8 is like [Decoder.Literal] and accepts the binary form as well.
//
//	literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
func (d *Decoder) Literal8() *literal.Reader { return d.literal("literal8", true, streamed) }

func (d *Decoder) literal(rule string, binary bool, limit int64) *literal.Reader {
	b, p := d.b, d.p
	if d.err != nil || b[p] != '{' && (!binary || b[p] != '~') {
		d.fail(rule)
		return nil
	}
	h, n, err := literal.ParseHeader(b[p:])
	if err != nil {
		if err == literal.ErrRange {
			err = ErrRange
		} else {
			err = nil
		}
		d.p += n
		d.failErr(rule, err)
		return nil
	}
	if d.opts.Side == Client && h.Mode == literal.NonSync {
		// A server never sends the non-synchronizing form (RFC 7888,
		// Section 4).
		d.failErr(rule, ErrLiteralMode)
		return nil
	}
	limits := &d.opts.Limits
	held := d.held + d.base + int64(p+n+len("\r\n")) - d.line
	if limit == streamed {
		if h.Size > limits.Stream {
			d.failErr(rule, &LimitError{"Stream", limits.Stream})
			return nil
		}
	} else {
		if h.Size > limit {
			name, most := "Literal", limits.Literal
			if limit < most {
				name, most = "LiteralBytes", limits.LiteralBytes
			}
			d.failErr(rule, &LimitError{name, most})
			return nil
		}
		held += h.Size
	}
	if held > limits.Message {
		d.failErr(rule, &LimitError{"Message", limits.Message})
		return nil
	}
	if d.literals >= d.opts.Limits.Literals {
		d.failErr(rule, &LimitError{"Literals", int64(d.opts.Limits.Literals)})
		return nil
	}
	if b[p+n] == '\r' {
		n++
	}
	if b[p+n] != '\n' || b[p+n-1] != '\r' && !d.tolerate(LenientBareLF, p+n) {
		d.p += n
		d.fail("CRLF")
		return nil
	}
	if m := &d.mark; m.state == markSet {
		m.state, m.line, m.literals, m.litBytes, m.held = markPassed, d.line, d.literals, d.litBytes, d.held
	}
	d.held = held
	d.literals++
	d.p = p + n + 1
	d.park()
	d.inLit = true
	accept := d.accept
	if d.opts.Side == Client || d.opts.Recorded || d.base+int64(d.at) < d.readTo {
		accept = nil
	}
	d.lit.Reset((*source)(d), h, accept)
	return &d.lit
}

// Text reads the rest of the line up to its CRLF, which may be nothing. The
// result borrows the buffer: it is valid until the next call to d.
//
//	text = 1*(TEXT-CHAR / UTF8-2 / UTF8-3 / UTF8-4)
func (d *Decoder) Text() []byte {
	if d.b[d.p] == '\n' {
		d.behindLiteral()
	}
	b, p := d.b, d.p
	i := p
	for {
		for abnf.Classes[b[i]]&abnf.Text != 0 {
			i++
		}
		if b[i] < 0x80 {
			break
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 && !d.tolerate(Lenient8Bit, i) {
			d.p = i
			d.failErr("text", ErrUTF8)
			return nil
		}
		i += n
	}
	if b[i] != '\r' && (b[i] != '\n' || d.parked || d.opts.Lenient&LenientBareLF == 0) {
		d.p = i
		d.fail("text")
		return nil
	}
	d.p = i
	return b[p:i]
}

// CodeText reads the argument of a response code up to its "]". The result
// borrows the buffer: it is valid until the next call to d.
//
//	1*<any TEXT-CHAR except "]">
func (d *Decoder) CodeText() []byte {
	b, p := d.b, d.p
	i := p
	for i < len(b) && abnf.Classes[b[i]]&abnf.Text != 0 && b[i] != ']' {
		i++
	}
	if i == p {
		d.fail("resp-text-code")
		return nil
	}
	d.p = i
	return b[p:i]
}
