package message

import (
	"bytes"
	"iter"
	"strings"
)

// A field is one field of a header, borrowed from it.
type field struct {
	raw   []byte // all of it, folding and final line end included
	name  []byte // nil if raw is not a field at all
	value []byte // what comes after the colon
}

// lineEnd returns the offset just behind the line of b that starts at i.
func lineEnd(b []byte, i int) int {
	if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(b)
}

// isBlank reports whether line is nothing but a line end.
func isBlank(line []byte) bool {
	return len(line) == 1 && line[0] == '\n' || len(line) == 2 && line[0] == '\r' && line[1] == '\n'
}

// fields yields the fields of a header in order, up to the empty line. A line
// that is no field is yielded without a name.
//
//	obs-optional = field-name *WSP ":" unstructured CRLF   ; RFC 5322, Section 4.5.8
//	field-name   = 1*ftext
//	ftext        = %d33-57 / %d59-126
func fields(header []byte) iter.Seq[field] {
	return func(yield func(field) bool) {
		for start := 0; start < len(header); {
			end := lineEnd(header, start)
			line := header[start:end]
			if isBlank(line) {
				return
			}
			for end < len(header) && (header[end] == ' ' || header[end] == '\t') {
				end = lineEnd(header, end)
			}
			f := field{raw: header[start:end]}
			if colon := bytes.IndexByte(line, ':'); colon > 0 {
				if name := bytes.TrimRight(line[:colon], " \t"); isFieldName(name) {
					f.name, f.value = name, f.raw[colon+1:]
				}
			}
			if !yield(f) {
				return
			}
			start = end
		}
	}
}

func isFieldName(name []byte) bool {
	for _, c := range name {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return len(name) > 0
}

// is reports whether the field has the given name, in any case of ASCII.
func (f field) is(name string) bool {
	if len(f.name) != len(name) {
		return false
	}
	for i, c := range f.name {
		if lower(c) != lower(name[i]) {
			return false
		}
	}
	return f.name != nil
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// unfold returns a field's value on one line: line ends are removed as
// RFC 5322, Section 2.2.3 says, white space at both ends is dropped, and what
// else no IMAP string may or should hold (CR, NUL) becomes a space.
func unfold(value []byte) string {
	value = bytes.Trim(value, " \t\r\n")
	if bytes.IndexByte(value, '\n') < 0 && bytes.IndexByte(value, '\r') < 0 && bytes.IndexByte(value, 0) < 0 {
		return string(value)
	}
	var b strings.Builder
	b.Grow(len(value))
	for i, c := range value {
		switch {
		case c == '\n', c == '\r' && value[i+1] == '\n': // a CR is not last: it was trimmed
		case c == '\r' || c == 0:
			b.WriteByte(' ')
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// setOnce sets s to the unfolded value, unless a field of the name came before.
func setOnce(s **string, value []byte) {
	if *s == nil {
		text := unfold(value)
		*s = &text
	}
}
