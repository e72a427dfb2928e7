package wire

import (
	"encoding/binary"
	"math"
	"slices"
	"sync"
)

// NOTE: how the strings of one value become one text.
//
// An envelope or a body structure has dozens of strings: an allocation for each
// costs more than reading them does. They are gathered in a buffer and become
// one string at the end, of which many share an allocation. The octets of a string
// are stored while they are looked at, and only then found to be fewer: a copy
// afterwards would cost as much as the look. Nothing of this stores a pointer,
// which is slow while the garbage collector marks. BenchmarkGather compares it with
// strings one by one.
type gathering struct {
	buf    []byte
	n      int // the text is buf[:n]
	memory *gatherMemory
}

// A gatherMemory is what a Decoder that gathers needs. One that waits for the peer
// has none, so that thousands of connections can wait.
type gatherMemory struct {
	buf   []byte      // for the next gathering
	chunk stringChunk // of which texts become strings
}

var gatherMemories sync.Pool

// begin takes memory.
func (g *gathering) begin() {
	m, ok := gatherMemories.Get().(*gatherMemory)
	if !ok {
		m = new(gatherMemory)
	}
	g.buf, g.memory = m.buf, m
}

// shrink drops what one large value has grown.
func (g *gathering) shrink() {
	if cap(g.buf) > restSize {
		g.buf = nil
	}
}

// rest gives the memory back.
func (g *gathering) rest() {
	if m := g.memory; m != nil {
		g.shrink()
		m.buf = g.buf
		*g = gathering{}
		gatherMemories.Put(m)
	}
}

// A Span is a piece of the text that [Decoder.Gather] begins. It has no pointer:
// many of them cost the garbage collector nothing.
type Span struct {
	At  uint32 // offset in the text
	Len int32  // octets; -1 for NIL
}

// NilSpan is NIL.
var NilSpan = Span{Len: -1}

// In returns the piece of text.
func (s Span) In(text string) NString {
	n := s.Len &^ (s.Len >> 31) // 0 for NIL: no branch on what comes in no order
	return NString{String: text[s.At : s.At+uint32(n)], Valid: s.Len >= 0}
}

// Gather begins a text that is made of the strings which GatherString,
// GatherNString and GatherValues read. It ends with [Decoder.Gathered].
func (d *Decoder) Gather() {
	if d.gathered.memory == nil {
		d.gathered.begin()
	}
	d.gathered.n = 0
	if d.opts.Lenient&LenientQuotes != 0 {
		d.gathered.buf = nil
	}
}

// Gathered returns the text, to which the spans refer, also after an error. It
// stays valid. A short one shares up to 4 KiB with others, all of which are kept
// as long as one of them is.
func (d *Decoder) Gathered() string {
	text := d.gathered.buf[:d.gathered.n]
	if d.gathered.memory == nil {
		return string(text) // nothing was begun
	}
	return d.gathered.memory.chunk.add(text, gatheredChunk)
}

// GatherString reads a string.
//
//	string = quoted / literal
func (d *Decoder) GatherString() Span { return d.gather("string") }

// GatherNString reads a string or NIL.
//
//	nstring = string / nil
func (d *Decoder) GatherNString() Span { return d.gather("nstring") }

// gather looks at sixteen octets at a time, which are most strings: a loop that
// ends after one round or two in no order is what the processor cannot foresee.
func (d *Decoder) gather(rule string) Span {
	b, p := d.b, d.p
	if b[p] != '"' {
		return d.gatherSlow(rule)
	}
	to, n := d.gathered.buf, d.gathered.n
	for i := p + 1; i+16 <= len(b) && n+16 <= len(to); i, n = i+16, n+16 {
		x, y := (*[16]byte)(b[i:i+16]), (*[16]byte)(to[n:n+16])
		*y = *x
		w0, w1 := binary.LittleEndian.Uint64(x[:8]), binary.LittleEndian.Uint64(x[8:])
		k := quotedRun(quotedMask(w0), quotedMask(w1))
		if k == 16 {
			continue
		}
		if i += k; b[i] != '"' {
			break
		}
		d.p = i + 1
		at := d.gathered.n
		d.gathered.n = n + k
		return Span{uint32(at), int32(n + k - at)}
	}
	return d.gatherSlow(rule)
}

// gatherSlow reads what is no string that stands for itself.
func (d *Decoder) gatherSlow(rule string) Span {
	if rule == "nstring" && d.tryNil() {
		return NilSpan
	}
	g := &d.gathered
	at := g.n
	d.setGathered(d.appendString(g.buf[:at], rule))
	return d.gatheredFrom(at)
}

// setGathered makes text the text. Where quotes need more than one look, there is
// no room behind it to read strings into.
func (d *Decoder) setGathered(text []byte) {
	d.gathered.n = len(text)
	if d.opts.Lenient&LenientQuotes == 0 {
		if text = text[:cap(text)]; len(text)-d.gathered.n < 16 {
			text = slices.Grow(text, restSize/2)
			text = text[:cap(text)]
		}
	}
	d.gathered.buf = text
}

// GatherValues reads values with a space in front of each, as they stand there.
//
//	*(SP body-extension)
func (d *Decoder) GatherValues() Span {
	g := &d.gathered
	at := g.n
	for d.err == nil && d.TrySP() {
		if g.n > at {
			d.setGathered(append(g.buf[:g.n], ' '))
		}
		d.setGathered(d.AppendValue(g.buf[:g.n]))
	}
	if g.n == at {
		return NilSpan
	}
	return d.gatheredFrom(at)
}

// gatheredFrom returns the span of what was appended to the text at at.
func (d *Decoder) gatheredFrom(at int) Span {
	n := d.gathered.n
	if n > math.MaxInt32 {
		d.failErr("string", &LimitError{"LiteralBytes", math.MaxInt32})
	}
	if d.err != nil {
		return NilSpan
	}
	return Span{uint32(at), int32(n - at)}
}

// GatheredView returns the octets of s in the text so far, nil for NIL. They are
// valid until the next call to d.
func (d *Decoder) GatheredView(s Span) []byte {
	if s.Len < 0 {
		return nil
	}
	return d.gathered.buf[s.At : int(s.At)+int(s.Len)]
}
