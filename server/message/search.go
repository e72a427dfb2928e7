package message

import (
	"unicode"
	"unicode/utf8"
)

// HeaderContains reports whether the message has a field with the given name
// whose value contains substr: unfolded, its encoded-words decoded, regardless
// of case. With an empty substr it reports whether there is such a field. This
// is the search key HEADER, and with a fixed name SUBJECT, FROM and so on
// (RFC 9051, Section 6.4.4).
func (p *Part) HeaderContains(name, substr string) bool {
	m := newMatcher(substr)
	for f := range fields(p.readable()) {
		if f.is(name) && m.in([]byte(decodeWords(unfold(f.value)))) {
			return true
		}
	}
	return false
}

// TextContains reports whether the message contains substr regardless of case:
// the search key TEXT, or with bodyOnly BODY (RFC 9051, Section 6.4.4).
//
// Searched are the parts of type text, those of embedded messages included, with
// their transfer encoding removed. ISO-8859-1 is converted; other charsets are
// taken to be UTF-8, and octets that are not match as they are. Without bodyOnly
// every header is searched too, field by field, unfolded and with its
// encoded-words decoded: that of the message, of each part and of each embedded
// message. An empty substr is found in every message.
func (p *Part) TextContains(substr string, bodyOnly bool) bool {
	m := newMatcher(substr)
	if len(m.pattern) == 0 {
		return true
	}
	for rest := []*Part{p}; len(rest) > 0; {
		part := rest[len(rest)-1]
		rest = append(rest[:len(rest)-1], part.Children...)
		if !bodyOnly && part.headerMatches(m) || part.textMatches(m) {
			return true
		}
	}
	return false
}

func (p *Part) headerMatches(m *matcher) bool {
	for f := range fields(p.readable()) {
		if m.in([]byte(decodeWords(unfold(f.raw)))) {
			return true
		}
	}
	return false
}

func (p *Part) textMatches(m *matcher) bool {
	if !p.isText() || len(p.Children) > 0 {
		return false
	}
	data, ok := p.decoded()
	switch {
	case !ok:
		return m.in(p.Body)
	case isLatin1(param(p.Params, "charset")):
		return m.in([]byte(latin1(data)))
	}
	return m.in(data)
}

// A matcher looks for a string regardless of case, in linear time whatever the
// string (the algorithm of Knuth, Morris and Pratt).
type matcher struct {
	pattern []rune // folded
	// retry[i] is how much of the pattern still matches if its first i+1
	// characters did and the next one does not.
	retry []int
}

func newMatcher(substr string) *matcher {
	m := &matcher{}
	for text := []byte(substr); len(text) > 0; {
		r, n := nextRune(text)
		m.pattern = append(m.pattern, r)
		text = text[n:]
	}
	m.retry = make([]int, len(m.pattern))
	for i := 1; i < len(m.pattern); i++ {
		m.retry[i] = m.step(m.retry[i-1], m.pattern[i])
	}
	return m
}

// step returns how much of the pattern matches after r, if n characters of it,
// but not all, matched before.
func (m *matcher) step(n int, r rune) int {
	for n > 0 && m.pattern[n] != r {
		n = m.retry[n-1]
	}
	if m.pattern[n] == r {
		n++
	}
	return n
}

// in reports whether text contains the string.
func (m *matcher) in(text []byte) bool {
	n := 0
	for {
		if n == len(m.pattern) {
			return true
		}
		if len(text) == 0 {
			return false
		}
		r, size := nextRune(text)
		text = text[size:]
		n = m.step(n, r)
	}
}

// nextRune returns the first character of s, folded, and its length. An octet
// that is not UTF-8 becomes a character beyond Unicode of its own.
func nextRune(s []byte) (rune, int) {
	if c := s[0]; c < utf8.RuneSelf {
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		return rune(c), 1
	}
	r, n := utf8.DecodeRune(s)
	if r == utf8.RuneError && n == 1 {
		return unicode.MaxRune + 1 + rune(s[0]), 1
	}
	return fold(r), n
}

// fold returns the least of the characters that r equals under simple folding.
func fold(r rune) rune {
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	return least
}
