package wire

import (
	"encoding/binary"
	"strings"
)

// A stringChunk makes many short strings with one allocation. One that is kept
// keeps its neighbours in the same chunk.
type stringChunk struct{ b strings.Builder }

const (
	sharedChunk   = 512     // octets of tags, names of mailboxes, strings of SharedAString
	gatheredChunk = 4 << 10 // octets of texts
)

// add returns s as a string, in a chunk of size octets if s is short enough.
func (c *stringChunk) add(s []byte, size int) string {
	if len(s) > c.b.Cap()-c.b.Len() {
		if len(s) > size/8 {
			return string(s)
		}
		c.b.Reset()
		c.b.Grow(size)
	}
	n := c.b.Len()
	c.b.Write(s)
	return c.b.String()[n:]
}

// SharedAString is [Decoder.AString] for strings that come in numbers and are
// seldom kept, such as those a client searches for: short ones share memory. One
// that is kept keeps up to 512 octets of what was read before and behind it.
func (d *Decoder) SharedAString() string {
	b, p := d.b, d.p
	if b[p] != '"' || d.opts.Lenient != 0 {
		return d.tags.add(d.aString(), sharedChunk)
	}
	// Most strings end among the first sixteen octets: see appendQuoted.
	for i := p + 1; i+16 <= len(b); i += 16 {
		w := b[i : i+16]
		k := quotedRun(quotedMask(binary.LittleEndian.Uint64(w)), quotedMask(binary.LittleEndian.Uint64(w[8:])))
		if k == 16 {
			continue
		}
		if i += k; b[i] == '"' {
			d.p = i + 1
			return d.tags.add(b[p+1:i], sharedChunk)
		}
		break
	}
	d.text = d.appendQuotedSlow(d.text[:0])
	if d.err != nil {
		return ""
	}
	return d.tags.add(d.text, sharedChunk)
}
