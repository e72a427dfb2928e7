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
	return decodeExtensions(d, dst, rule)
}

func decodeExtensions(d *wire.Decoder, dst []wire.Extension, rule string) []wire.Extension {
	for range d.List1(rule) {
		dst = append(dst, d.Extension())
	}
	return dst
}

func encodeExtensions(e *wire.Encoder, list []wire.Extension) {
	if len(list) == 0 {
		return
	}
	e.SP()
	for i, x := range list {
		if i == 0 {
			e.Special('(')
		} else {
			e.SP()
		}
		e.Extension(x)
	}
	e.Special(')')
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
