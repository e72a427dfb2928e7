package message

import (
	"math"
	"strings"
)

// A Kind is what a section names, besides part numbers.
type Kind int

// The kinds of sections.
//
//	section-spec    = section-msgtext / (section-part ["." section-text])
//	section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
//	section-text    = section-msgtext / "MIME"
const (
	Whole           Kind = iota // BODY[] or BODY[1]
	Header                      // BODY[HEADER] or BODY[1.HEADER]
	HeaderFields                // BODY[HEADER.FIELDS (...)]
	HeaderFieldsNot             // BODY[HEADER.FIELDS.NOT (...)]
	Text                        // BODY[TEXT] or BODY[1.TEXT]
	MIME                        // BODY[1.MIME]
)

// Section returns a section of the message p (RFC 9051, Section 6.4.5.1), or
// false if it has no such section. Path holds the part numbers; names holds the
// field names, for HeaderFields and HeaderFieldsNot alone.
//
// The octets are those of the message, with its line ends and folding. They
// borrow the octets given to [Parse], except for a subset of the header. A
// subset ends with the empty line of the header if that has one.
func (p *Part) Section(path []uint32, kind Kind, names []string) (data []byte, ok bool) {
	part, ok := p.find(path)
	if !ok {
		return nil, false
	}
	if len(path) > 0 {
		switch {
		case kind == Whole:
			return part.Body, true
		case kind == MIME:
			return part.Header, true
		case !part.IsMessage():
			return nil, false
		}
		part = part.Children[0]
	}
	switch kind {
	case Whole:
		return part.whole, true
	case Header:
		return part.Header, true
	case Text:
		return part.Body, true
	case HeaderFields, HeaderFieldsNot:
		return subset(part.Header, names, kind == HeaderFields), true
	}
	return nil, false
}

// find follows the part numbers from the message p. The number 1 of a message
// that is no multipart is its own body; a part with a message in it is numbered
// like that message.
//
//	section-part = nz-number *("." nz-number)
func (p *Part) find(path []uint32) (*Part, bool) {
	part, isMessage := p, true
	for _, n := range path {
		if !isMessage && part.IsMessage() {
			part, isMessage = part.Children[0], true
		}
		switch {
		case part.IsMultipart():
			if n == 0 || uint64(n) > uint64(len(part.Children)) {
				return nil, false
			}
			part = part.Children[n-1]
		case !isMessage || n != 1:
			return nil, false
		}
		isMessage = false
	}
	return part, true
}

// subset returns the fields of a header whose names are, or are not, among the
// given ones.
func subset(header []byte, names []string, wanted bool) []byte {
	shortest, longest := math.MaxInt, 0
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[lowerASCII(name)] = true
		shortest, longest = min(shortest, len(name)), max(longest, len(name))
	}
	data := []byte{}
	end := 0
	for f := range fields(header) {
		in := len(f.name) >= max(1, shortest) && len(f.name) <= longest && set[lowerASCII(string(f.name))]
		if in == wanted {
			data = append(data, f.raw...)
		}
		end += len(f.raw)
	}
	if data = append(data, header[end:]...); end == len(header) {
		// A header without the blank line that ends it gets one: clients have
		// taken an empty subset for no answer.
		if n := len(data); n > 0 && data[n-1] != '\n' {
			data = append(data, '\r', '\n')
		}
		data = append(data, '\r', '\n')
	}
	return data
}

// lowerASCII returns s with the letters of ASCII in lower case.
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}
