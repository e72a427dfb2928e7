package response

import (
	"strings"

	"imapkit.example/wire"
)

// The name of an unknown item may have brackets and a partial behind its word,
// and in the brackets a list, as BODY[HEADER.FIELDS (A)]<0> has. It is kept as
// its exact bytes.

// itemName reads the rest of a name whose word has been read.
func itemName(d *wire.Decoder, word string) string {
	if !isItemChar(d.Peek()) {
		return word
	}
	name := word + d.AString()
	if isOpen(name) && d.PeekAfterSP() == '(' {
		d.SP()
		name += " " + string(d.ReadValue())
		if d.Peek() != ']' {
			d.Fail("']'", nil)
		}
		name += d.AString()
	}
	return name
}

// isOpen reports whether name ends within brackets.
func isOpen(name string) bool {
	return strings.LastIndexByte(name, '[') > strings.LastIndexByte(name, ']')
}

func encodeItemName(e *wire.Encoder, name string) {
	word, rest, listed := strings.Cut(name, " ")
	end := strings.LastIndexByte(rest, ')') + 1
	if !isItemName(word) || !isLabel(word[0]) || listed && (!isOpen(word) || !isItemName(rest[end:]) || rest[end] != ']') {
		e.Fail("msg-att", wire.ErrEncode)
		return
	}
	e.Keyword(word)
	if listed {
		e.SP()
		e.Value(wire.Value(rest[:end]))
		e.Keyword(rest[end:])
	}
}

// isItemName reports whether s is a word that may name an unknown item, or a
// piece of such a name.
func isItemName(s string) bool {
	for i := range len(s) {
		if !isItemChar(s[i]) {
			return false
		}
	}
	return s != ""
}

func isItemChar(c byte) bool {
	return c > ' ' && c < 0x7f && strings.IndexByte(`(){%*"\`, c) < 0
}
