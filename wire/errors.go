package wire

import (
	"errors"
	"fmt"
	"strconv"

	"imapkit.example/tag"
)

// A SyntaxError says where a message stopped following the grammar. The text
// never quotes what the peer sent, since any argument may be a secret.
type SyntaxError struct {
	// Offset is the position in the stream, in octets from its start, of the
	// first octet that does not fit.
	Offset int64
	// Column is the position in the current line, in octets from 1: what a
	// person counts. A line begins at a message or behind a literal.
	Column int
	// Tag is the tag of the message, if it was read before the error.
	Tag tag.Tag
	// Rule names what was expected there, in the words of RFC 9051,
	// Section 9: "astring", "SP", "CRLF".
	Rule string
	// Found describes the octet that stood there, as a class: "end of line",
	// "space", "'('". Letters and digits are not told apart.
	Found string
	// Err is the reason, if there is more to say than Rule: one of the
	// errors below, a *LimitError or what a Decoder of further grammar has
	// given to Fail.
	Err error
}

// Expected says what was expected and what was found, without the offset: it
// fits the text of a BAD response.
func (e *SyntaxError) Expected() string {
	s := "expected " + e.Rule
	if e.Err != nil {
		return s + ": " + e.Err.Error()
	}
	if e.Found != "" {
		s += ", found " + e.Found
	}
	return s
}

// Error returns where and what: the offset, and e.Expected.
func (e *SyntaxError) Error() string {
	return "wire: offset " + strconv.FormatInt(e.Offset, 10) + ": " + e.Expected()
}

// Unwrap returns e.Err.
func (e *SyntaxError) Unwrap() error { return e.Err }

// A LimitError says which of the [Limits] a message exceeded.
type LimitError struct {
	Limit string // the name of the field of Limits
	Max   int64  // the limit in force
}

// Error names the limit and its value.
func (e *LimitError) Error() string {
	return fmt.Sprintf("limit %s of %d exceeded", e.Limit, e.Max)
}

// Errors that stand in SyntaxError.Err or come from an [Encoder].
var (
	// ErrNUL: a NUL octet in a string (RFC 9051, Section 9, rule 3).
	ErrNUL = errors.New("NUL octet")
	// ErrRange: a number, date or time beyond what its rule allows.
	ErrRange = errors.New("value out of range")
	// ErrUTF8: octets above 0x7F that are not UTF-8.
	ErrUTF8 = errors.New("invalid UTF-8")
	// ErrLiteralMode: a literal form that the peer may not use or be sent.
	ErrLiteralMode = errors.New("literal form not allowed here")
	// ErrNoMessage: a method was called before Next or after End.
	ErrNoMessage = errors.New("no message begun")
	// ErrFraming: the stream is out of step and nothing that follows can be
	// read safely; close the connection.
	ErrFraming = errors.New("wire: framing lost")
	// ErrEncode: an argument that no well-formed message can carry.
	ErrEncode = errors.New("wire: value cannot be encoded")
	// ErrBroken: a message was cut off after part of it was written; close
	// the connection.
	ErrBroken = errors.New("wire: message left incomplete")
	// ErrRefused: the peer answered a literal's announcement with something
	// else than "+".
	ErrRefused = errors.New("wire: literal refused")
)

// An EncodeError says which rule a value did not satisfy. It never quotes the
// value.
type EncodeError struct {
	Rule string
	Err  error // ErrEncode, or a more exact reason
}

// Error names the rule and the reason.
func (e *EncodeError) Error() string {
	return "wire: cannot encode " + e.Rule + ": " + e.Err.Error()
}

// Unwrap returns e.Err.
func (e *EncodeError) Unwrap() error { return e.Err }

// Is makes every EncodeError match [ErrEncode].
func (e *EncodeError) Is(target error) bool { return target == ErrEncode }

// found describes an octet without quoting what could be part of a secret.
func found(c byte) string {
	switch c {
	case '\r':
		return "end of line"
	case '\n':
		return "bare LF"
	case ' ':
		return "space"
	case '(', ')', '{', '"', '[', ']':
		return "'" + string(rune(c)) + "'"
	}
	if c < 0x20 || c == 0x7f {
		return "control character"
	}
	if c >= 0x80 {
		return "octet above 0x7F"
	}
	return "character"
}
