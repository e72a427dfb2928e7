package wire

import (
	"imapkit.example/tag"
	"imapkit.example/wire/internal/abnf"
)

// maxKeptTag is the longest tag in octets that is kept for the next message.
const maxKeptTag = 64

// Tag reads the tag at the start of a command or of a tagged response and
// remembers it for the errors of the message.
//
//	tag = 1*<any ASTRING-CHAR except "+">
func (d *Decoder) Tag() tag.Tag {
	b := d.run(abnf.Tag, "tag")
	if c := d.b[d.p]; d.err == nil && c == '+' {
		d.fail("tag")
		return ""
	}
	if d.tag = d.lastTag; string(b) != string(d.tag) {
		if d.tag = tag.Tag(d.chunk.add(b)); len(b) <= maxKeptTag {
			d.lastTag = d.tag
		}
	}
	return d.tag
}
