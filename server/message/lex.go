package message

import "strings"

// A lexer reads the value of a structured field. It only moves forward.
type lexer struct {
	s string
	i int
	// work counts the octets looked at, again whenever they are looked at
	// again: the measure by which the tests hold it to linear work.
	work int
}

func (x *lexer) more() bool { return x.i < len(x.s) }

// peek returns the next octet; there must be more.
func (x *lexer) peek() byte { return x.s[x.i] }

// until reads up to the next octet in stop, or to the end.
func (x *lexer) until(stop string) string {
	start := x.i
	for x.i < len(x.s) && strings.IndexByte(stop, x.s[x.i]) < 0 {
		x.i++
	}
	x.work += x.i - start + 1
	return x.s[start:x.i]
}

// token reads a token as in RFC 2045, Section 5.1; it may be empty.
func (x *lexer) token() string {
	start := x.i
	for x.i < len(x.s) && isTokenChar(x.s[x.i]) {
		x.i++
	}
	x.work += x.i - start + 1
	return x.s[start:x.i]
}

func isTokenChar(c byte) bool {
	return c > ' ' && c < 0x7f && strings.IndexByte(`()<>@,;:\"/[]?=`, c) < 0
}

// skip passes over white space and comments.
//
//	CFWS = (1*([FWS] comment) [FWS]) / FWS
func (x *lexer) skip() {
	for x.more() {
		switch x.peek() {
		case ' ', '\t':
			x.i++
			x.work++
		case '(':
			x.comment()
		default:
			return
		}
	}
}

// comment reads a comment, nested ones included, and returns what is between
// its parentheses. One that is not closed ends with the field.
//
//	comment  = "(" *([FWS] ccontent) [FWS] ")"
//	ccontent = ctext / quoted-pair / comment
func (x *lexer) comment() string {
	start, depth := x.i+1, 0
	for ; x.i < len(x.s); x.i++ {
		switch x.s[x.i] {
		case '\\':
			x.i++
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			break
		}
	}
	return x.enclosed(start)
}

// quoted reads a quoted-string and returns its content. One that is not closed
// ends with the field.
//
//	quoted-string = [CFWS] DQUOTE *([FWS] qcontent) [FWS] DQUOTE [CFWS]
func (x *lexer) quoted() string {
	start := x.i + 1
	for x.i++; x.i < len(x.s) && x.s[x.i] != '"'; x.i++ {
		if x.s[x.i] == '\\' {
			x.i++
		}
	}
	return x.enclosed(start)
}

// enclosed returns what lies between start and the closing octet x is at,
// quoted-pairs resolved, and passes over that octet.
//
//	quoted-pair = "\" (VCHAR / WSP)
func (x *lexer) enclosed(start int) string {
	end := min(x.i, len(x.s))
	x.i = min(x.i+1, len(x.s))
	x.work += 2*(end-start) + 2
	s := x.s[start:end]
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
