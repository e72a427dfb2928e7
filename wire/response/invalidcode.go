package response

import (
	"bytes"
	"errors"
	"strings"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// InvalidCode is a response code that does not follow its grammar, or that no
// space follows: the condition, the tag and the text around it are not lost, so
// that the command is known to have ended. It is only read.
type InvalidCode struct {
	// Raw are the exact bytes between the brackets, up to a "]" that a space
	// or the line end follows.
	Raw string
	Err error // what is wrong with it: a *wire.SyntaxError
}

// CodeName implements [Code]. It returns "" if Raw does not begin with a name.
func (c *InvalidCode) CodeName() string {
	name, _, _ := strings.Cut(c.Raw, " ")
	if !wire.Flag(name).IsKeyword() {
		return ""
	}
	return strings.ToUpper(name)
}

// Encode implements [Code]: it writes what was read.
func (c *InvalidCode) Encode(e *wire.Encoder) {
	if strings.Contains(c.Raw, "] ") {
		e.Fail("resp-text-code", wire.ErrEncode)
	}
	// No "}" ends the line here, so none can end an announcement.
	text := strings.TrimRight(c.Raw, "}")
	e.Text(text)
	for range len(c.Raw) - len(text) {
		e.Syntax("}")
	}
}

// invalidCode goes back to a code that is malformed, to read it as octets or, if
// lenient is set, as text. It returns err if it finds no end of it.
func (r *Reader) invalidCode(code *Code, text *string, err error, lenient bool) error {
	d := r.d
	var syntax *wire.SyntaxError
	if !errors.As(err, &syntax) || !d.Rewind() {
		return err
	}
	lenient = lenient && d.Tolerate(wire.LenientCode)
	line := d.Text()
	raw, rest, closed := cutCode(line)
	c := &InvalidCode{string(raw), err}
	if !lenient && !closed {
		d.Fail("resp-text-code", nil)
	}
	// This code may hold literals. One that is announced here is left to
	// whoever skips the message: its octets are no responses.
	if _, announces, _ := literal.Trailing(line); announces && hasPrefixFold(line[1:], badCharset) {
		d.Fail("resp-text-code", nil)
	}
	if d.Err() != nil {
		d.Restore(err)
		return err
	}
	if *code, *text = c, string(rest); lenient {
		*code, *text = nil, string(line)
	}
	return d.End()
}

func hasPrefixFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && strings.EqualFold(string(b[:len(prefix)]), prefix)
}

// cutCode returns what stands between the brackets at the start of text, and
// behind them and the space that follows.
func cutCode(text []byte) (code, rest []byte, ok bool) {
	for i, c := range text {
		if c != ']' {
			continue
		}
		if rest, ok = bytes.CutPrefix(text[i+1:], []byte{' '}); ok || i+1 == len(text) {
			return text[1:i], rest, true
		}
	}
	return nil, nil, false
}
