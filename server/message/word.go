package message

import "strings"

// decodeWords decodes the encoded-words of an unfolded field. Charsets other
// than ISO-8859-1 are taken to be UTF-8. What is no encoded-word stays.
func decodeWords(s string) string {
	if !strings.Contains(s, "=?") {
		return s
	}
	var b strings.Builder
	afterWord := false // white space between two encoded-words is dropped
	for {
		start := strings.Index(s, "=?")
		if start < 0 {
			b.WriteString(s)
			return b.String()
		}
		text, n, ok := decodeWord(s[start:])
		if !ok {
			b.WriteString(s[:start+2])
			s, afterWord = s[start+2:], false
			continue
		}
		if !afterWord || strings.Trim(s[:start], " \t") != "" {
			b.WriteString(s[:start])
		}
		b.WriteString(text)
		s, afterWord = s[start+n:], true
	}
}

// decodeWord decodes the encoded-word at the beginning of s and returns its
// length. Since none of its pieces can hold a "?", looking for one costs no more
// than the distance to the next few of them.
//
//	encoded-word = "=?" charset "?" encoding "?" encoded-text "?="   ; RFC 2047, Section 2
func decodeWord(s string) (text string, n int, ok bool) {
	charset, rest, ok := strings.Cut(s[len("=?"):], "?")
	if !ok || len(rest) < 2 || rest[1] != '?' {
		return "", 0, false
	}
	encoding := rest[0]
	encoded, rest, ok := strings.Cut(rest[2:], "?")
	if !ok || !strings.HasPrefix(rest, "=") {
		return "", 0, false
	}
	var data []byte
	switch encoding {
	case 'B', 'b':
		data = decodeBase64(encoded)
	case 'Q', 'q':
		data = appendUnescaped(nil, strings.ReplaceAll(encoded, "_", " "))
	default:
		return "", 0, false
	}
	charset, _, _ = strings.Cut(charset, "*") // a language: RFC 2231, Section 5
	if isLatin1(charset) {
		return latin1(data), len(s) - len(rest) + 1, true
	}
	return string(data), len(s) - len(rest) + 1, true
}

func isLatin1(charset string) bool {
	return strings.EqualFold(charset, "iso-8859-1") || strings.EqualFold(charset, "latin1")
}

// latin1 returns text in ISO-8859-1 as UTF-8.
func latin1(text []byte) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, c := range text {
		b.WriteRune(rune(c))
	}
	return b.String()
}
