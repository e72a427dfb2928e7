// Package abnf holds the character classes and the stateless rules of the
// formal syntax of RFC 9051, Section 9. Package wire builds on it.
package abnf

// A Class is a set of character sets, one bit each: one look at an octet tells
// all the sets that it belongs to.
type Class uint16

const (
	// Digit is DIGIT.
	Digit Class = 1 << iota
	// Atom is ATOM-CHAR: any CHAR except atom-specials.
	//
	//	atom-specials = "(" / ")" / "{" / SP / CTL / list-wildcards /
	//	                quoted-specials / resp-specials
	Atom
	// AString is ASTRING-CHAR = ATOM-CHAR / resp-specials.
	AString
	// Text is TEXT-CHAR: any CHAR except CR and LF (CHAR excludes NUL).
	Text
	// Separator is what may stand behind a value: SP, "(", ")" and CR.
	Separator
	// Tag is any ASTRING-CHAR except "+".
	Tag
	// List is list-char = ATOM-CHAR / list-wildcards / resp-specials.
	List
	// Quoted is the part of QUOTED-CHAR that stands for itself in ASCII:
	// any TEXT-CHAR except quoted-specials.
	Quoted
	// Base64 is base64-char and the "=" that ends it.
	Base64
	// Word is any byte that does not end a token: everything but SP, CTL,
	// "(", ")", "{", DQUOTE and octets above 0x7F.
	Word
	// Label is tagged-label-char: ALPHA, DIGIT and "-" "_" "." ":".
	Label
)

// Classes maps every octet to the classes it belongs to.
var Classes = makeClasses()

func makeClasses() (t [256]Class) {
	const text = "!#$&',-./:;<=>?@[^_`|}~"
	for c := 0; c < 256; c++ {
		b := byte(c)
		alpha := b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
		digit := b >= '0' && b <= '9'
		var m Class
		switch {
		case alpha || digit || containsByte(text, b):
			m = Atom | AString | Tag | List | Word
		case b == '+':
			m = Atom | AString | List | Word
		case b == ']':
			m = AString | Tag | List | Word
		case b == '%' || b == '*':
			m = List | Word
		case b == '\\':
			m = Word
		case b == ' ' || b == '(' || b == ')' || b == '\r':
			m = Separator
		}
		if digit {
			m |= Digit
		}
		if b >= 1 && b <= 0x7f && b != '\r' && b != '\n' {
			m |= Text
			if b != '"' && b != '\\' {
				m |= Quoted
			}
		}
		if alpha || digit || b == '+' || b == '/' || b == '=' {
			m |= Base64
		}
		if alpha || digit || b == '-' || b == '_' || b == '.' || b == ':' {
			m |= Label
		}
		t[c] = m
	}
	return t
}

func containsByte(s string, c byte) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return true
		}
	}
	return false
}

// Is reports whether s is not empty and every byte of it belongs to m.
func Is[T string | []byte](s T, m Class) bool {
	if len(s) == 0 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if Classes[s[i]]&m == 0 {
			return false
		}
	}
	return true
}

// Run returns the number of bytes at the start of b that belong to m.
func Run(b []byte, m Class) int {
	i := 0
	for i < len(b) && Classes[b[i]]&m != 0 {
		i++
	}
	return i
}

// EqualFold reports whether b is the ASCII keyword upper, which must be in
// upper case, in any case: the strings of the formal syntax are
// case-insensitive (RFC 9051, Section 9).
func EqualFold[T string | []byte](b T, upper string) bool {
	if len(b) != len(upper) {
		return false
	}
	for i := 0; i < len(b); i++ {
		if Upper(b[i]) != upper[i] {
			return false
		}
	}
	return true
}

// Upper returns c in upper case if it is an ASCII letter.
func Upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}
