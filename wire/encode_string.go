package wire

import (
	"encoding/binary"
	"unicode/utf8"

	"imapkit.example/literal"
	"imapkit.example/wire/internal/abnf"
)

// maxQuoted is the longest string that is sent quoted. Longer ones go as
// literals: not every peer takes long lines (RFC 7162, Section 4).
const maxQuoted = 1024

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
// stands for itself in a string; as there only the first bit counts. Two octets
// that differ by one bit are looked for at once: "(" and ")", DQUOTE and "*", "{"
// and DEL.
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
