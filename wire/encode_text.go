package wire

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf8"

	"imapkit.example/literal"
	"imapkit.example/tag"
	"imapkit.example/wire/internal/abnf"
)

// maxQuoted is the longest string that is sent quoted. Longer ones go as
// literals: not every peer takes long lines (RFC 9051, Section 4.3).
const maxQuoted = 1024

// Tag writes the tag of a command or of its answer.
//
//	tag = 1*<any ASTRING-CHAR except "+">
func (e *Encoder) Tag(t tag.Tag) { e.word(string(t), abnf.Tag, "tag") }

// SP writes one space.
func (e *Encoder) SP() { e.Syntax(" ") }

// Special writes one octet of the grammar: ' ', '(', ')', '[', ']', '<', '>',
// '.', ':', ',', '*', '+' or '-'.
func (e *Encoder) Special(c byte) {
	if e.inLit {
		e.closeLiteral()
	}
	if c < ' ' || c > '~' || c == '{' || c == '"' {
		e.fail("special", ErrEncode)
		return
	}
	e.buf = append(e.buf, c)
}

// syntax is the type of what can only be a constant of the program: nothing but
// an untyped constant converts to it where its name cannot be written.
type syntax string

// Syntax writes a piece of the grammar that is a constant of the program, such
// as " FETCH (": what a peer or a user has chosen cannot be passed to it, and so
// it is not looked at. For words that are not constants there is
// [Encoder.Keyword].
func (e *Encoder) Syntax(s syntax) {
	if e.inLit {
		e.closeLiteral()
	}
	e.buf = append(e.buf, s...)
}

// Keyword writes words of the grammar itself: a command name, a response name,
// an item, with what stands between them. It takes printable ASCII without
// quotes, backslashes and "{".
func (e *Encoder) Keyword(s string) {
	e.closeLiteral()
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '{' {
			e.fail("keyword", ErrEncode)
			return
		}
	}
	e.buf = append(e.buf, s...)
}

// Atom writes an atom.
//
//	atom = 1*ATOM-CHAR
func (e *Encoder) Atom(s string) { e.word(s, abnf.Atom, "atom") }

func (e *Encoder) word(s string, m abnf.Class, rule string) {
	if e.inLit {
		e.closeLiteral()
	}
	b, ok := appendWord(e.buf, s, m)
	if !ok {
		e.fail(rule, ErrEncode)
		return
	}
	e.buf = b
}

// appendWord appends s while it looks at it. It reports whether s has octets and
// all of them are of class m.
func appendWord(dst []byte, s string, m abnf.Class) ([]byte, bool) {
	n := len(dst)
	dst = slices.Grow(dst, len(s))[:n+len(s)]
	body := dst[n:]
	for i := 0; i < len(s) && i < len(body); i++ {
		c := s[i]
		if abnf.Classes[c]&m == 0 {
			return nil, false
		}
		body[i] = c
	}
	return dst, s != ""
}

// Number writes an unsigned number.
//
//	number = 1*DIGIT
func (e *Encoder) Number(n uint32) { e.number(uint64(n), 0, "number") }

// NzNumber writes a number from 1 on.
//
//	nz-number = digit-nz *DIGIT
func (e *Encoder) NzNumber(n uint32) { e.number(uint64(n), 1, "nz-number") }

// NzNumbers writes a list without parentheses, such as that of SEARCH.
//
//	*(SP nz-number)
func (e *Encoder) NzNumbers(list []uint32) {
	const most = 1 + maxDigits
	e.closeLiteral()
	e.Grow(len(list)*len(" 123456") + most)
	b := e.buf
	for _, n := range list {
		if n == 0 {
			e.fail("nz-number", ErrRange)
			return
		}
		at := len(b)
		if cap(b)-at < most {
			b = slices.Grow(b, most)
		}
		x := (*[most]byte)(b[at : at+most])
		x[0] = ' '
		if n > eightNines {
			b = b[:at+1+putUint((*[maxDigits]byte)(x[1:]), uint64(n))]
			continue
		}
		digits, zeros := significant(uint64(n))
		binary.LittleEndian.PutUint64(x[1:], digits>>zeros)
		b = b[:at+9-zeros>>3]
	}
	e.buf = b
}

// Number64 writes a number from 0 to 1<<63-1.
//
//	number64 = 1*DIGIT
func (e *Encoder) Number64(n int64) {
	if n < 0 {
		e.fail("number64", ErrRange)
		return
	}
	e.number(uint64(n), 0, "number64")
}

// number writes a number that is least, which is 0 or 1, or more. It stores the
// length of the buffer and no more of it: storing a pointer costs a look at
// whether garbage is being collected.
func (e *Encoder) number(n, least uint64, rule string) {
	if n < least {
		e.fail(rule, ErrRange)
		return
	}
	at := len(e.buf)
	if e.inLit || cap(e.buf)-at < maxDigits {
		e.makeRoom(maxDigits)
		at = len(e.buf)
	}
	b := (*[maxDigits]byte)(e.buf[at : at+maxDigits])
	if n > eightNines {
		e.buf = e.buf[:at+putUint(b, n)]
		return
	}
	digits, zeros := significant(n)
	binary.LittleEndian.PutUint64(b[:], digits>>zeros)
	e.buf = e.buf[:at+8-zeros>>3]
}

// makeRoom makes room for n octets behind what was written, and ends the literal
// that is being written.
func (e *Encoder) makeRoom(n int) {
	e.closeLiteral()
	e.buf = slices.Grow(e.buf, n)
}

// Nil writes NIL.
func (e *Encoder) Nil() { e.Syntax("NIL") }

// AString writes s in the shortest form that can carry it, an atom, a quoted
// string or a literal, or in the form that [Options].Strings asks for.
//
//	astring = 1*ASTRING-CHAR / string
func (e *Encoder) AString(s string) {
	// "NIL" is a legal astring, but readers have taken it for nothing.
	if e.opts.Strings == Shortest && len(s) <= maxQuoted && isAString(s) && !abnf.EqualFold(s, "NIL") {
		e.closeLiteral()
		e.buf = append(e.buf, s...)
		return
	}
	e.String(s)
}

// isAString reports whether s is an atom, or one but for a "]". It looks at eight
// octets at a time, of which the last eight may overlap the ones before.
func isAString(s string) bool {
	n := len(s) - 8
	if n < 0 {
		return abnf.Is(s, abnf.AString)
	}
	for i := 0; ; i = min(i+8, n) {
		if astringMask(load64(s[i:])) != 0 {
			return false
		}
		if i == n {
			return true
		}
	}
}

// astringMask is 0 if all octets of w are ASTRING-CHAR, as quotedMask is for what
// stands for itself in a string. Two octets that differ by one bit are looked for
// at once: "(" and ")", DQUOTE and "*", "{" and DEL.
func astringMask(w uint64) uint64 {
	const one, four, eight = ones, 4 * ones, 8 * ones
	return (w | (w - ones*'!') | (w&^one ^ ones*'(' - ones) | (w&^eight ^ ones*'"' - ones) |
		(w&^four ^ ones*'{' - ones) | (w ^ ones*'%' - ones) | (w ^ ones*'\\' - ones)) & (0x80 * ones)
}

// atomMask is 0 if all octets of w are ATOM-CHAR, which "]" is not.
func atomMask(w uint64) uint64 {
	return astringMask(w) | (w^ones*']'-ones)&(0x80*ones)
}

// String writes s as a quoted string or, where that cannot carry it or
// [Options].Strings says so, as a literal.
//
//	string = quoted / literal
func (e *Encoder) String(s string) { e.string(s, true) }

// NString writes a string or NIL.
//
//	nstring = string / nil
func (e *Encoder) NString(s NString) { e.string(s.String, s.Valid) }

// string writes s, or NIL if it is not valid, octet by octet as they are looked
// at: eight of them at a time as scanQuoted does, of which the last eight may
// overlap the ones before. Up to 32, which are most strings, there is no loop:
// where it ends comes in no order.
func (e *Encoder) string(s string, valid bool) {
	n, at := len(s), len(e.buf)
	if n > maxQuoted || e.inLit || cap(e.buf)-at < n+4 || e.opts.Strings == AlwaysLiteral {
		e.stringSlow(s, valid)
		return
	}
	if !valid {
		e.Syntax("NIL")
		return
	}
	b := e.buf[at : at+n+2]
	b[0], b[n+1] = '"', '"'
	body := b[1 : n+1]
	var mask uint64
	switch {
	case n > 16:
		i := 0
		for ; i+32 < n; i += 16 {
			w0, w1 := load64(s[i:]), load64(s[i+8:])
			mask |= quotedMask(w0) | quotedMask(w1)
			binary.LittleEndian.PutUint64(body[i:], w0)
			binary.LittleEndian.PutUint64(body[i+8:], w1)
		}
		w0, w1, w2, w3 := load64(s[i:]), load64(s[i+8:]), load64(s[n-16:]), load64(s[n-8:])
		mask |= quotedMask(w0) | quotedMask(w1) | quotedMask(w2) | quotedMask(w3)
		binary.LittleEndian.PutUint64(body[i:], w0)
		binary.LittleEndian.PutUint64(body[i+8:], w1)
		binary.LittleEndian.PutUint64(body[n-16:], w2)
		binary.LittleEndian.PutUint64(body[n-8:], w3)
	case n >= 8:
		w0, w1 := load64(s), load64(s[n-8:])
		mask = quotedMask(w0) | quotedMask(w1)
		binary.LittleEndian.PutUint64(body, w0)
		binary.LittleEndian.PutUint64(body[n-8:], w1)
	case n >= 4:
		w0, w1 := load32(s), load32(s[n-4:])
		mask = quotedMask(uint64(w0) | uint64(w1)<<32)
		binary.LittleEndian.PutUint32(body, w0)
		binary.LittleEndian.PutUint32(body[n-4:], w1)
	default:
		for i := range body {
			mask |= quotedMask(ones*' '&^0xFF | uint64(s[i]))
			body[i] = s[i]
		}
	}
	if mask != 0 {
		e.stringSlow(s, valid)
		return
	}
	e.buf = e.buf[:at+n+2]
}

// stringSlow is string where not all octets stand for themselves, there is no
// room, or no quoted string is wanted.
func (e *Encoder) stringSlow(s string, valid bool) {
	if !valid {
		e.Nil()
		return
	}
	e.closeLiteral()
	if n := len(e.buf); len(s) <= maxQuoted && e.opts.Strings != AlwaysLiteral && e.quoted(s, e.opts.UTF8) {
		return
	} else {
		e.buf = e.buf[:n]
	}
	e.literalString(s, false)
}

// Quoted writes s as a quoted string, and fails if that cannot carry it. Since
// it is used where no literal may stand, UTF-8 is written in any case, as RFC
// 9051 allows.
//
//	quoted = DQUOTE *QUOTED-CHAR DQUOTE
func (e *Encoder) Quoted(s string) {
	e.closeLiteral()
	if n := len(e.buf); !e.quoted(s, true) {
		e.buf = e.buf[:n]
		e.fail("quoted", ErrEncode)
	}
}

// load32 returns the first four octets of s.
func load32(s string) uint32 {
	_ = s[3]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// load64 returns the first eight octets of s.
func load64[T string | []byte](s T) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// quoted writes s if a quoted string can carry it; what of it is left in the
// buffer otherwise is to be dropped.
func (e *Encoder) quoted(s string, utf bool) bool {
	b := append(e.buf, '"')
	eightBit := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case abnf.Classes[c]&abnf.Quoted != 0:
		case c == '"' || c == '\\':
			b = append(b, '\\')
		case c >= 0x80 && utf:
			eightBit = true
		default:
			return false
		}
		b = append(b, c)
	}
	e.buf = append(b, '"')
	return !eightBit || utf8.ValidString(s)
}

// LiteralString writes s as a literal.
//
//	literal = "{" number64 ["+"] "}" CRLF *CHAR8
func (e *Encoder) LiteralString(s string) { e.literalString(s, false) }

func (e *Encoder) literalString(s string, binary bool) {
	h := literal.Header{Size: int64(len(s)), Binary: binary}
	if !binary {
		for i := 0; i < len(s); i++ {
			if s[i] == 0 {
				e.fail("literal", ErrNUL)
				return
			}
		}
	}
	e.announce(&h)
	if e.Err() == nil && !e.opts.Redact {
		e.buf = append(e.buf, s...)
	}
}

// Secret writes s like [Encoder.AString], and a placeholder when the encoder
// redacts.
func (e *Encoder) Secret(s string) {
	if e.opts.Redact {
		e.Syntax("[redacted]")
		return
	}
	e.AString(s)
}

// Text writes the human-readable text of a response: one line without CR, LF
// and NUL. Text must be UTF-8. It may not end like the announcement of a
// literal, since readers that look for line ends would wait for the octets,
// and if it stands behind no code it may not begin with "[".
//
//	text = 1*(TEXT-CHAR / UTF8-2 / UTF8-3 / UTF8-4)
func (e *Encoder) Text(s string) {
	e.closeLiteral()
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x80 && abnf.Classes[c]&abnf.Text == 0 {
			e.fail("text", ErrEncode)
			return
		}
	}
	if !utf8.ValidString(s) {
		e.fail("text", ErrUTF8)
		return
	}
	if n := len(s); n > 0 && s[n-1] == '}' {
		if _, ok, _ := literal.Trailing([]byte(s)); ok {
			e.fail("text", ErrEncode)
			return
		}
	}
	e.buf = append(e.buf, s...)
}

// CodeText writes the argument of a response code, up to its "]". It may hold
// a "]" where [Decoder.CodeText] reads one.
//
//	1*<any TEXT-CHAR except "]">
func (e *Encoder) CodeText(s string) {
	e.closeLiteral()
	if !isCodeText(s) {
		e.fail("resp-text-code", ErrEncode)
		return
	}
	e.buf = append(e.buf, s...)
}

// Base64 writes base64 data that is already encoded.
//
//	base64 = *(4base64-char) [base64-terminal]
func (e *Encoder) Base64(s string) {
	if e.opts.Redact {
		e.Syntax("[redacted]")
		return
	}
	if s != "" {
		e.word(s, abnf.Base64, "base64")
	}
}

// SequenceSet writes a sequence-set.
//
//	sequence-set = (seq-number / seq-range) ["," sequence-set]
func (e *Encoder) SequenceSet(s Set) {
	e.closeLiteral()
	if s.IsZero() {
		e.fail("sequence-set", ErrEncode)
		return
	}
	if n := len(s.Ranges); n > manyRanges {
		e.Grow(n * typicalRange)
	}
	e.buf = s.append(e.buf)
}

// UIDSet writes a uid-set, which has no "*" and no "$".
//
//	uid-set = (uniqueid / uid-range) *("," uid-set)
func (e *Encoder) UIDSet(s Set) {
	if s.Saved {
		e.fail("uid-set", ErrEncode)
	}
	for _, r := range s.Ranges {
		if r.First == Star || r.Last == Star {
			e.fail("uid-set", ErrEncode)
		}
	}
	e.SequenceSet(s)
}

// Flag writes a flag.
//
//	flag = "\Answered" / … / flag-keyword / flag-extension
func (e *Encoder) Flag(f Flag) {
	if e.inLit {
		e.closeLiteral()
	}
	b, ok := appendFlag(e.buf, string(f))
	if !ok {
		e.fail("flag", ErrEncode)
		return
	}
	e.buf = b
}

// appendFlag appends f while it looks at it, as [Encoder.String] does, and reports
// whether it is an atom, or "\" and an atom.
func appendFlag(dst []byte, f string) ([]byte, bool) {
	few := 0
	if len(f) > 0 && f[0] == '\\' {
		few = 1
	}
	n := len(f) - few
	if n <= 0 {
		return dst, false
	}
	at := len(dst)
	dst = slices.Grow(dst, len(f))[:at+len(f)]
	dst[at] = f[0]
	s, body := f[few:], dst[at+few:]
	var mask uint64
	switch {
	case n >= 8:
		i := 0
		for ; i+16 < n; i += 8 {
			w := load64(s[i:])
			mask |= atomMask(w)
			binary.LittleEndian.PutUint64(body[i:], w)
		}
		w0, w1 := load64(s[min(i, n-8):]), load64(s[n-8:])
		mask |= atomMask(w0) | atomMask(w1)
		binary.LittleEndian.PutUint64(body[min(i, n-8):], w0)
		binary.LittleEndian.PutUint64(body[n-8:], w1)
	case n >= 4:
		w0, w1 := load32(s), load32(s[n-4:])
		mask = atomMask(uint64(w0) | uint64(w1)<<32)
		binary.LittleEndian.PutUint32(body, w0)
		binary.LittleEndian.PutUint32(body[n-4:], w1)
	default:
		for i := range body {
			mask |= atomMask(ones*'a'&^0xFF | uint64(s[i]))
			body[i] = s[i]
		}
	}
	return dst, mask == 0
}

// Flags writes a parenthesized list of flags.
//
//	flag-list = "(" [flag *(SP flag)] ")"
func (e *Encoder) Flags(flags []Flag) {
	if e.inLit {
		e.closeLiteral()
	}
	b := append(e.buf, '(')
	for i, f := range flags {
		if i > 0 {
			b = append(b, ' ')
		}
		var ok bool
		if b, ok = appendFlag(b, string(f)); !ok {
			e.fail("flag", ErrEncode)
			return
		}
	}
	e.buf = append(b, ')')
}

// Value writes one value that was kept as its exact bytes. Literals in it are
// announced again in the form that this peer allows.
func (e *Encoder) Value(v Value) { e.value(v, false) }

// Values is like [Encoder.Value] for one or more values with a space between
// them, as [Decoder.ReadValues] gives them.
func (e *Encoder) Values(v Value) { e.value(v, true) }

func (e *Encoder) value(v Value, several bool) {
	e.closeLiteral()
	depth := e.opts.Limits.Depth
	if err := scanValue(v, depth, several, func(literal.Header, int, int) error { return nil }); err != nil {
		e.fail("value", err)
		return
	}
	if bytes.IndexByte(v, '{') < 0 {
		e.buf = append(e.buf, v...)
		return
	}
	from := 0
	_ = scanValue(v, depth, several, func(h literal.Header, at, data int) error {
		e.buf = append(e.buf, v[from:at]...)
		end := data + int(h.Size)
		e.literalString(string(v[data:end]), h.Binary)
		from = end
		return nil
	})
	e.buf = append(e.buf, v[from:]...)
}

// validUTF8 returns the length of the UTF-8 sequence at the start of b, or 0.
func validUTF8(b []byte) int {
	r, n := utf8.DecodeRune(b)
	if r == utf8.RuneError && n <= 1 {
		return 0
	}
	return n
}

// FlagPerm writes a flag or the "\*" of PERMANENTFLAGS.
//
//	flag-perm = flag / "\*"
func (e *Encoder) FlagPerm(f Flag) {
	if f != AnyFlag {
		e.Flag(f)
		return
	}
	e.closeLiteral()
	e.buf = append(e.buf, f...)
}
