package wire

import (
	"errors"
	"strings"

	"imapkit.example/wire/internal/abnf"
)

// NOTE: how values are made that are known to be good.
//
// A Parse function takes the text of a value as it stands on the wire and reads
// it with the Decoder's own method, so that the two cannot differ; its error is
// a *SyntaxError with the offset in that text. A New function takes the pieces
// of a value and makes the check that the Encoder makes before it writes; its
// error is the *EncodeError that the Encoder would report. What either of them
// returns, an Encoder writes and a Decoder reads back as the same value.

// parse reads open + s + end, which is one line, with the method read. Offsets
// in errors count from the start of s.
func parse[T any](open, s, end, rule string, read func(*Decoder) T) (x T, err error) {
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		return x, &SyntaxError{Offset: int64(i), Column: i + 1, Rule: rule, Found: "control character"}
	}
	line := open + s + end + "\r\n"
	d := NewDecoder(strings.NewReader(line), Options{Limits: Limits{Line: len(line)}})
	if err := d.Next(); err != nil {
		return x, err
	}
	v := read(d)
	if err = d.End(); err == nil {
		return v, nil
	}
	if e := (*SyntaxError)(nil); errors.As(err, &e) {
		e.Offset = min(max(e.Offset-int64(len(open)), 0), int64(len(s)))
		e.Column = int(e.Offset) + 1
	}
	return x, err
}

// parseWord returns s if it is a word of class m from its octet from on.
func parseWord(s string, from int, m abnf.Class, rule string) error {
	i := from + abnf.Run([]byte(s[from:]), m)
	switch {
	case i < len(s):
		return &SyntaxError{Offset: int64(i), Column: i + 1, Rule: rule, Found: found(s[i])}
	case i == from:
		return &SyntaxError{Offset: int64(i), Column: i + 1, Rule: rule, Found: found('\r')}
	}
	return nil
}

// newError returns the error that an Encoder reports for the rule.
func newError(rule string, err error) error {
	if err == nil {
		return nil
	}
	return &EncodeError{Rule: rule, Err: err}
}
