package literal

import (
	"errors"
	"strconv"
)

// A Mode tells whether the sender waits before it sends the octets.
type Mode uint8

const (
	// Sync is "{n}": a client waits for "+", a server never does.
	Sync Mode = iota
	// NonSync is "{n+}": the octets follow at once (RFC 7888). Only clients
	// send it.
	NonSync
)

// A Header is what announces a literal. Size is in octets, 0 to 1<<63-1.
type Header struct {
	Size   int64
	Mode   Mode
	Binary bool // "~{n}": the octets may include NUL (RFC 3516, Section 4.2)
}

// Errors of [ParseHeader].
var (
	ErrHeader = errors.New("literal: malformed header")
	ErrRange  = errors.New("literal: size is beyond 63 bits")
)

// ParseHeader reads the header that begins at b[0], from "{" or "~{" up to and
// including "}", and returns its length in bytes; with an error, n is where b
// stops being a header. The line end behind it is the caller's to check.
// Leading zeros in the size are legal: number64 is 1*DIGIT.
//
//	literal = "{" number64 ["+"] "}" CRLF *CHAR8
func ParseHeader(b []byte) (h Header, n int, err error) {
	i := 0
	if i < len(b) && b[i] == '~' {
		h.Binary = true
		i++
	}
	if i == len(b) || b[i] != '{' {
		return Header{}, i, ErrHeader
	}
	i++
	digits := i
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		d := int64(b[i] - '0')
		if h.Size > (1<<63-1-d)/10 {
			return Header{}, digits, ErrRange
		}
		h.Size = h.Size*10 + d
		i++
	}
	if i == digits {
		return Header{}, i, ErrHeader
	}
	if i < len(b) && b[i] == '+' {
		h.Mode = NonSync
		i++
	}
	if i == len(b) || b[i] != '}' {
		return Header{}, i, ErrHeader
	}
	return h, i + 1, nil
}

// Trailing finds the header at the very end of a line whose CRLF (or LF) has
// been cut off. It is the rule by which a message that did not parse is still
// framed: whoever wrote such a line will send the octets next. ok is false if
// the line announces nothing; err is ErrRange if it announces more than can be
// counted, and then the stream has lost its framing.
func Trailing(line []byte) (h Header, ok bool, err error) {
	i := len(line)
	if i == 0 || line[i-1] != '}' {
		return Header{}, false, nil
	}
	i--
	if i > 0 && line[i-1] == '+' {
		h.Mode = NonSync
		i--
	}
	end := i
	for i > 0 && '0' <= line[i-1] && line[i-1] <= '9' {
		i--
	}
	if i == end || i == 0 || line[i-1] != '{' {
		return Header{}, false, nil
	}
	h.Binary = i > 1 && line[i-2] == '~'
	size, err := strconv.ParseInt(string(line[i:end]), 10, 64)
	if err != nil {
		return Header{}, true, ErrRange
	}
	h.Size = size
	return h, true, nil
}

// Append appends the header without a line end.
func (h Header) Append(dst []byte) []byte {
	if h.Binary {
		dst = append(dst, '~')
	}
	dst = append(dst, '{')
	dst = strconv.AppendInt(dst, h.Size, 10)
	if h.Mode == NonSync {
		dst = append(dst, '+')
	}
	return append(dst, '}')
}

// String returns the header as it stands on the wire, without a line end.
func (h Header) String() string { return string(h.Append(nil)) }
