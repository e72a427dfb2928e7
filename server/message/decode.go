package message

import (
	"bytes"
	"errors"
	"strings"
)

// The errors of [Part.Decoded].
var (
	// ErrNoPart means that there is no such part.
	ErrNoPart = errors.New("message: no such part")
	// ErrNotLeaf means that the part is a multipart or an embedded message.
	// BINARY is for other parts only (RFC 9051, Section 6.4.5).
	ErrNotLeaf = errors.New("message: part has parts of its own")
	// ErrUnknownEncoding means that the part's Content-Transfer-Encoding is
	// not known: UNKNOWN-CTE in RFC 9051, Section 7.1.
	ErrUnknownEncoding = errors.New("message: unknown content transfer encoding")
)

// Decoded returns the content of a part of the message p with its transfer
// encoding removed, for BINARY[path]. With an empty path it returns the whole
// message as it is, since a message as such has no encoding to remove.
//
// Broken base64 and quoted-printable is decoded as far as it goes: what does
// not belong there is passed over in base64, and stands for itself in
// quoted-printable. In text every bare LF becomes CRLF, which RFC 9051,
// Section 7.5.2 demands.
//
// The result borrows the message if nothing had to be changed. The error is
// ErrNoPart, ErrNotLeaf or ErrUnknownEncoding.
func (p *Part) Decoded(path []uint32) ([]byte, error) {
	if len(path) == 0 {
		return p.whole, nil
	}
	part, ok := p.find(path)
	switch {
	case !ok:
		return nil, ErrNoPart
	case len(part.Children) > 0:
		return nil, ErrNotLeaf
	}
	data, ok := part.decoded()
	if !ok {
		return nil, ErrUnknownEncoding
	}
	if part.isText() {
		data = withCRLF(data)
	}
	return data, nil
}

// decoded removes the transfer encoding, or reports that it is not known.
func (p *Part) decoded() ([]byte, bool) {
	switch {
	case p.Encoding == "" || isPlain(p.Encoding):
		return p.Body, true
	case strings.EqualFold(p.Encoding, "base64"):
		return decodeBase64(p.Body), true
	case strings.EqualFold(p.Encoding, "quoted-printable"):
		return decodeQuotedPrintable(p.Body), true
	}
	return nil, false
}

// decodeBase64 decodes what it can, as RFC 2045, Section 6.8 says: octets
// outside of the alphabet are ignored. Padding ends a unit, not the data, so
// that encodings put one behind the other come out whole.
func decodeBase64[T string | []byte](src T) []byte {
	dst := make([]byte, 0, len(src)/4*3+3)
	var unit uint32
	n := 0
	flush := func() {
		if n > 1 {
			unit <<= 6 * (4 - n)
			dst = append(dst, byte(unit>>16), byte(unit>>8), byte(unit))[:len(dst)+n-1]
		}
		unit, n = 0, 0
	}
	for i := range len(src) {
		c := src[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c -= 'A'
		case 'a' <= c && c <= 'z':
			c -= 'a' - 26
		case '0' <= c && c <= '9':
			c += 52 - '0'
		case c == '+':
			c = 62
		case c == '/':
			c = 63
		case c == '=':
			flush()
			continue
		default:
			continue
		}
		unit = unit<<6 | uint32(c)
		if n++; n == 4 {
			flush()
		}
	}
	flush()
	return dst
}

// decodeQuotedPrintable decodes line by line, as RFC 2045, Section 6.7 says:
// white space at the end of a line was added on the way, and a "=" that begins
// nothing known is left as it is.
func decodeQuotedPrintable(src []byte) []byte {
	dst := make([]byte, 0, len(src))
	for len(src) > 0 {
		end := lineEnd(src, 0)
		line := bytes.TrimRight(src[:end], " \t\r\n")
		eol := src[:end]
		eol = eol[len(bytes.TrimRight(eol, "\r\n")):]
		src = src[end:]
		if soft, ok := bytes.CutSuffix(line, []byte("=")); ok {
			line, eol = soft, nil
		}
		dst = append(appendUnescaped(dst, line), eol...)
	}
	return dst
}

// appendUnescaped resolves "=" and two hexadecimal digits.
func appendUnescaped[T string | []byte](dst []byte, src T) []byte {
	for i := 0; i < len(src); i++ {
		if src[i] == '=' && i+2 < len(src) {
			high, ok1 := hexDigit(src[i+1])
			low, ok2 := hexDigit(src[i+2])
			if ok1 && ok2 {
				dst = append(dst, high<<4|low)
				i += 2
				continue
			}
		}
		dst = append(dst, src[i])
	}
	return dst
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	}
	return 0, false
}

// withCRLF returns text with every line end a CRLF; text itself if it is so.
func withCRLF(text []byte) []byte {
	bare := 0
	for i, c := range text {
		if c == '\n' && (i == 0 || text[i-1] != '\r') {
			bare++
		}
	}
	if bare == 0 {
		return text
	}
	out := make([]byte, 0, len(text)+bare)
	for len(text) > 0 {
		line := text[:lineEnd(text, 0)]
		text = text[len(line):]
		if n := len(line) - 1; line[n] == '\n' && !bytes.HasSuffix(line, []byte("\r\n")) {
			out = append(out, line[:n]...)
			out = append(out, "\r\n"...)
		} else {
			out = append(out, line...)
		}
	}
	return out
}
