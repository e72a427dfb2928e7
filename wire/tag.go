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
	b, p := d.b, d.p
	i := p
	for abnf.Classes[b[i]]&abnf.Tag != 0 {
		i++
	}
	d.p = i
	if i == p || b[i] == '+' {
		d.fail("tag")
		return ""
	}
	// Tags that follow each other differ in their last octet, most of the time.
	t, last := d.lastTag, len(d.lastTag)-1
	if i-p != last+1 || b[i-1] != t[last] || string(b[p:i]) != string(t) {
		t = tag.Tag(d.tags.add(b[p:i], sharedChunk))
		if len(t) <= maxKeptTag {
			d.lastTag = t
		}
	}
	d.tag = t
	return t
}
