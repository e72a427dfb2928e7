package command

import (
	"strings"

	"imapkit.example/tag"
	"imapkit.example/wire"
)

// A Command is one IMAP command without its tag. The types of this package
// implement it, and so can the types of an extension: see [Reader.Extend].
type Command interface {
	// Name returns the command's name as it stands behind the tag.
	Name() Name
	// Decode reads what stands behind the name, with the space in front of
	// it, up to and including the CRLF. It overwrites every field. It
	// returns the Decoder's error, if any.
	Decode(d *wire.Decoder) error
	// Encode writes what stands behind the name, with the space in front of
	// it and without the CRLF. Errors stay in the Encoder.
	Encode(e *wire.Encoder)
}

// A Header is the start of a command: what can be known before its arguments
// are read.
type Header struct {
	Tag  tag.Tag
	Name Name
}

// optionalExtensions reads a space and a list of parameters, if they are next.
func optionalExtensions(d *wire.Decoder, dst []wire.Extension, rule string) []wire.Extension {
	if !d.TrySP() {
		return dst
	}
	for range d.List1(rule) {
		dst = append(dst, d.Extension())
	}
	return dst
}

func encodeExtensions(e *wire.Encoder, list []wire.Extension) {
	p := params{e: e}
	p.extensions(list)
	p.end()
}

// params writes a list of parameters, of which some have fields of their own
// and the others are extensions. If there are none, it writes nothing.
type params struct {
	e   *wire.Encoder
	any bool
}

// next writes what stands in front of a parameter.
func (p *params) next() {
	if !p.any {
		p.any = true
		p.e.SP()
		p.e.Syntax("(")
		return
	}
	p.e.SP()
}

// word writes a parameter that has a field.
func (p *params) word(s string) {
	p.next()
	p.e.Keyword(s)
}

// extensions writes the other parameters. One with the name of a parameter
// that has a field would be read as that.
func (p *params) extensions(list []wire.Extension, fields ...string) {
	for _, x := range list {
		for _, f := range fields {
			if isWord(x.Name, f) {
				p.e.Fail("tagged-ext-label", wire.ErrEncode)
			}
		}
		p.next()
		p.e.Extension(x)
	}
}

func (p *params) end() {
	if p.any {
		p.e.Syntax(")")
	}
}

// isWord reports whether a reader that looks for the word upper finds it at the
// start of s.
func isWord(s, upper string) bool {
	n := len(upper)
	return len(s) >= n && strings.EqualFold(s[:n], upper) && (len(s) == n || !isLabel(s[n]))
}

// isLabels reports whether s is a tagged-ext-label.
func isLabels[T ~string | ~[]byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if !isLabel(s[i]) {
			return false
		}
	}
	return len(s) > 0 && beginsLabel(s[0])
}

// beginsLabel reports whether c is a tagged-label-fchar.
func beginsLabel(c byte) bool { return isLabel(c) && c != ':' && (c < '0' || c > '9') }

// isLabel reports whether c is a tagged-label-char.
func isLabel(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.' || c == ':'
}

// String returns c as one line for people: its name and arguments as they
// would be sent, with secrets and the data of literals left out.
func String(c Command) string {
	var b strings.Builder
	w := NewWriter(&b, wire.Options{UTF8: true, Redact: true})
	writeName(w.e, c.Name())
	if err := w.e.Err(); err != nil {
		return "(" + err.Error() + ")"
	}
	c.Encode(w.e)
	if err := w.e.End(); err != nil {
		return string(c.Name()) + " (" + err.Error() + ")"
	}
	w.e.Flush()
	return strings.TrimSuffix(b.String(), "\r\n")
}
