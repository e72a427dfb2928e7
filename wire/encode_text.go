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

// Tag writes the tag of a command or of its answer.
//
//	tag = 1*<any ASTRING-CHAR except "+">
func (e *Encoder) Tag(t tag.Tag) { e.word(string(t), abnf.Tag, "tag") }

// SP writes one space.
func (e *Encoder) SP() { e.Syntax(" ") }

// Special writes one octet of the grammar, such as ' ', '(', ')', '[', ']', '<',
// '>', '.', ':', ',', '*', '+' or '-'. It takes printable ASCII without quotes
// and '{'.
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
// literal, since readers that look for line ends would wait for the octets.
// That it does not begin with "[" where it stands behind no code is the caller's
// to see to.
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

// appendFlag appends f and reports whether it is an atom, or "\" and an atom. A usual
// one is a copy of sixteen octets, whatever its length: see usualFlagAt.
func appendFlag(dst []byte, f string) ([]byte, bool) {
	if len(f) >= usualLeast {
		if x := &usualFlags[usualPlace(f)]; f == string(x.flag) {
			n := len(dst)
			dst = slices.Grow(dst, 16)
			to := dst[n : n+16]
			binary.LittleEndian.PutUint64(to, x.word)
			binary.LittleEndian.PutUint64(to[8:], x.word2)
			return dst[:n+len(f)], true
		}
	}
	return appendFlagSlow(dst, f)
}

// appendFlagSlow appends a flag while it looks at it, as [Encoder.String] does.
func appendFlagSlow(dst []byte, f string) ([]byte, bool) {
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
func (e *Encoder) Flags(flags []Flag) { writeFlags(e, flags, false) }

// MbxListFlags writes the attributes of a mailbox, a parenthesized list of flags
// that begin with a "\".
//
//	"(" [mbx-list-flags] ")"
func (e *Encoder) MbxListFlags(flags []string) { writeFlags(e, flags, true) }

// writeFlags writes the flags of a list, all of them with a "\" if that is so. Its
// errors name the rules that those of readFlags do.
func writeFlags[T ~string](e *Encoder, flags []T, backslash bool) {
	if e.inLit {
		e.closeLiteral()
	}
	b := append(e.buf, '(')
	for i, f := range flags {
		if i > 0 {
			b = append(b, ' ')
		}
		var ok bool
		if b, ok = appendFlag(b, string(f)); !ok || backslash && f[0] != '\\' {
			rule := "flag"
			if backslash && (len(f) == 0 || f[0] != '\\') {
				rule = "mbx-list-flags"
			}
			e.fail(rule, ErrEncode)
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
