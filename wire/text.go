package wire

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"

	"imapkit.example/literal"
	"imapkit.example/wire/internal/abnf"
)

// Peek returns the next octet without reading it: ' ', '(', '"', '{', '\r' and
// so on. It is '\n' after an error and where no octet of a message can follow.
func (d *Decoder) Peek() byte {
	if d.parked {
		return d.peekSlow()
	}
	return d.b[d.p]
}

func (d *Decoder) peekSlow() byte {
	d.behindLiteral()
	return d.b[d.p]
}

// PeekAfterSP returns the octet behind the space that is next, or '\n' if none is.
func (d *Decoder) PeekAfterSP() byte {
	if b, p := d.b, d.p; b[p] == ' ' {
		return b[p+1]
	}
	return d.peekAfterSlow()
}

func (d *Decoder) peekAfterSlow() byte {
	if d.Peek() != ' ' {
		return '\n'
	}
	return d.b[d.p+1]
}

// PeekAfter returns the octet behind c, or '\n' if c is not next.
func (d *Decoder) PeekAfter(c byte) byte {
	if d.Peek() != c || c == '\n' {
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
	if d.b[d.p] != ' ' && !d.parked {
		return false
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
	if c == ')' && d.b[d.p] == ' ' && d.trailing(d.p) && d.b[d.p] == c {
		d.p++
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
	if !d.tryKeyword(upper) {
		d.fail(upper)
	}
}

// TryKeyword reads the word upper, given in upper case and not empty, if it is next and
// reports whether it was.
func (d *Decoder) TryKeyword(upper string) bool {
	const fold = 0xdf // clears the bit that tells the cases apart
	return (d.b[d.p]^upper[0])&fold == 0 && d.tryKeyword(upper)
}

func (d *Decoder) tryKeyword(upper string) bool {
	b, p := d.b, d.p
	n := p + len(upper)
	if n >= len(b) || string(b[p:n]) != upper && !abnf.EqualFold(b[p:n], upper) || abnf.Classes[b[n]]&abnf.Label != 0 {
		return false
	}
	d.p = n
	return true
}

// TryExact reads the octets of s, which hold no line end, if they are what is
// next and reports whether they were. It is how what nearly every peer spells in
// one way is read first, and without a look at each octet; who goes on with the
// grammar if it fails accepts what the grammar has.
func (d *Decoder) TryExact(s string) bool {
	n := d.p + len(s)
	if n >= len(d.b) || string(d.b[d.p:n]) != s {
		return false
	}
	d.p = n
	return true
}

// TryRepeat reads the octets from offset from up to offset to, which have been
// read before, once more if they are what is next as well, and reports whether
// they were: a list that is a copy of the one before costs one comparison. It is
// never so where a literal has been read since, and in lenient reading, which
// reports each deviation.
func (d *Decoder) TryRepeat(from, to int64) bool {
	if d.parked || from < d.line || from >= to || from < d.base || d.opts.Lenient != 0 {
		return false
	}
	i, j := int(from-d.base), int(to-d.base)
	n := d.p + j - i
	if j > d.p || n >= len(d.b) || string(d.b[i:j]) != string(d.b[d.p:n]) {
		return false
	}
	d.p = n
	return true
}

// NzNumbers reads a list without parentheses, up to the end of the line or to
// a space and a parenthesis, and appends it to dst.
//
//	*(SP nz-number)
func (d *Decoder) NzNumbers(dst []uint32) []uint32 {
	for {
		dst = d.plainNumbers(dst)
		// What is left is the end of the list, or nothing that is usual.
		if d.PeekAfterSP() == '(' || !d.TrySP() {
			return dst
		}
		n := d.NzNumber()
		if n == 0 {
			return dst
		}
		dst = append(dst, n)
	}
}

// plainNumbers reads numbers of up to ten digits, each with a space in front.
//
// In a list one number has as many digits as the one before, nearly always. As
// long as that is so a number of up to seven and the space behind it are found in
// the same eight octets, and where the next one begins is known without them: see
// imapbench, search.
func (d *Decoder) plainNumbers(dst []uint32) []uint32 {
	b, p := d.b, d.p
	for b[p] == ' ' && b[p+1]-'1' < 9 {
		n, i := plainNumber(b, p+1)
		if i-p > 11 || n > math.MaxUint32 {
			break
		}
		if len(dst) == cap(dst) {
			if n := countAhead(b[p:], ' '); n > 0 {
				dst = slices.Grow(dst, n)
			}
		}
		dst = append(dst, uint32(n))
		digits := i - p - 1
		p = i
		if digits > 7 || b[p] != ' ' {
			continue
		}
		width := uint(digits) * 8 & 63
		list, k := dst[:cap(dst)], len(dst)
		for p++; p+8 <= len(b) && k < len(list); p += digits + 1 {
			x := binary.LittleEndian.Uint64(b[p:]) ^ ones*'0'
			y := x << (-width & 63)
			if noDigits(y) != 0 || uint8(x) == 0 || uint8(x>>width) != ' '^'0' {
				break
			}
			list[k] = uint32(eightDigitsIn(y))
			k++
		}
		dst = list[:k]
		p--
	}
	d.p = p
	return dst
}

// plainNumber returns the number at b[i] and where it ends.
func plainNumber(b []byte, i int) (n uint64, end int) {
	for i < len(b) && b[i]-'0' < 10 {
		n = n*10 + uint64(b[i]-'0')
		i++
	}
	return n, i
}

// countAhead returns how many elements a long line still has, by the separators
// in front of them. A list that has to grow is made as long as it will be in the
// end then, which costs one look to the end of the line instead of a copy each
// time its size has doubled. For a short line it returns 0.
func countAhead(b []byte, separator byte) int {
	line := bytes.IndexByte(b, '\n')
	if line < 256 {
		return 0
	}
	return bytes.Count(b[:line], []byte{separator}) + 1
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

// streamed is the limit of a literal that is not held in memory.
const streamed = -1

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
		for i+8 <= len(b) { // printable ASCII is nearly all there is: see quotedMask
			w := binary.LittleEndian.Uint64(b[i:])
			n := bits.TrailingZeros64((w|(w-ones*' '))&(0x80*ones)) >> 3
			if i += n; n < 8 {
				break
			}
		}
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

// CodeText reads the argument of a response code up to its "]". A "]" that no
// space follows may stand in a quoted string. The result borrows the buffer: it
// is valid until the next call to d.
//
//	1*<any TEXT-CHAR except "]">
func (d *Decoder) CodeText() []byte {
	b, p := d.b, d.p
	i := p
	for i < len(b) && abnf.Classes[b[i]]&abnf.Text != 0 && b[i] != ']' {
		i++
	}
	if b[i] == ']' && b[i+1] != ' ' && b[i+1] != '\r' {
		i = p + max(i-p, quotedCodeLen(b[p:]))
	}
	if i == p {
		d.fail("resp-text-code")
		return nil
	}
	d.p = i
	return b[p:i]
}
