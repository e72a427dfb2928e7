package wire

import (
	"strings"

	"imapkit.example/wire/internal/abnf"
)

// An Extension is a name with an optional value, as extensions add them to
// commands and responses: select and fetch modifiers, list options, search
// results (RFC 4466, Section 2.1). Value is nil if there is none.
//
//	tagged-ext         = tagged-ext-label SP tagged-ext-val
//	tagged-ext-label   = tagged-label-fchar *tagged-label-char
//	tagged-label-fchar = ALPHA / "-" / "_" / "."
//	tagged-label-char  = tagged-label-fchar / DIGIT / ":"
type Extension struct {
	Name  string
	Value Value
}

// FindExtension returns the value of the extension called name, in any case.
func FindExtension(list []Extension, name string) (v Value, ok bool) {
	for _, x := range list {
		if strings.EqualFold(x.Name, name) {
			return x.Value, true
		}
	}
	return nil, false
}

// Extension reads a name and, if more than a name follows the space behind it,
// a value. The name is returned as it was sent. A value begins with a digit,
// "*", "$", "(", a quote or a literal, which a name does not.
func (d *Decoder) Extension() Extension {
	if c := d.Peek(); c == ':' || '0' <= c && c <= '9' {
		d.fail("tagged-ext-label")
	}
	x := Extension{Name: string(d.run(abnf.Label, "tagged-ext-label"))}
	if beginsValue(d.PeekAfterSP()) {
		d.SP()
		x.Value = d.ReadValue()
	}
	return x
}

func beginsValue(c byte) bool {
	return c == '(' || c == '$' || c == '*' || c == '"' || c == '{' || '0' <= c && c <= '9'
}

// Extension writes x, whose Value is one value that does not begin like a
// name.
func (e *Encoder) Extension(x Extension) {
	if c := x.Name; c == "" || c[0] == ':' || '0' <= c[0] && c[0] <= '9' {
		e.fail("tagged-ext-label", ErrEncode)
		return
	}
	e.word(x.Name, abnf.Label, "tagged-ext-label")
	if x.Value == nil {
		return
	}
	e.SP()
	if len(x.Value) == 0 || !beginsValue(x.Value[0]) {
		e.fail("tagged-ext-val", ErrEncode)
		return
	}
	e.Value(x.Value)
}
