package message

import (
	"bytes"
	"strings"
)

// Parse reads a message. It never fails, see the package comment, and its work
// is linear in the length of raw. The Part borrows raw.
func Parse(raw []byte, l Limits) *Part {
	p := parser{raw: raw, limits: l.withDefaults(), open: make(map[string]int)}
	return p.parse()
}

// A parser goes through a message once, line by line, with a stack of the
// entities it is in: containers, and perhaps a leaf on top. A line that is the
// delimiter of any open multipart ends all that lies above it in the stack.
type parser struct {
	raw    []byte
	limits Limits
	stack  []frame
	// open maps a boundary to the innermost multipart that waits for it, so
	// that a line costs the same however many are open.
	open     map[string]int
	inHeader bool // the part on top of the stack is in its header
	parts    int
	lines    int // line ends before the current line
	work     int // octets looked at, again each time
}

// A frame is an entity not yet at its end.
type frame struct {
	part     *Part
	start    int // offset of its header
	body     int // offset of its body, once that began
	lines    int // line ends before its body
	boundary string
	shadowed int // the frame that waits for the same boundary further out, or -1
}

func (p *parser) parse() *Part {
	root := p.begin(0)
	for pos := 0; pos < len(p.raw); {
		end := lineEnd(p.raw, pos)
		line := p.raw[pos:end]
		p.work += len(line)
		ended := 1
		if line[len(line)-1] != '\n' {
			ended = 0
		}
		if at, last, ok := p.delimiter(line); ok {
			for p.inHeader {
				p.endHeader(pos)
			}
			p.endAbove(at, pos)
			if last {
				p.forget(at)
			} else if p.parts < p.limits.Parts {
				p.begin(end)
			}
			p.lines += ended
		} else {
			p.lines += ended
			if p.inHeader && isBlank(line) {
				p.endHeader(end)
			}
		}
		pos = end
	}
	for p.inHeader {
		p.endHeader(len(p.raw))
	}
	p.endAbove(-1, len(p.raw))
	return root
}

// delimiter reports whether line is the delimiter of an open multipart: which,
// and whether it is the closing one. Boundaries are compared as a whole, so
// that one may be the beginning of another.
//
//	delimiter         := CRLF "--" boundary               ; RFC 2046, Section 5.1.1
//	close-delimiter   := delimiter "--"
//	transport-padding := *LWSP-char
func (p *parser) delimiter(line []byte) (at int, last, ok bool) {
	if len(p.open) == 0 || !bytes.HasPrefix(line, []byte("--")) {
		return 0, false, false
	}
	boundary := bytes.TrimRight(line[2:], " \t\r\n")
	p.work += 2 * len(boundary)
	at, ok = p.open[string(boundary)]
	if outer, found := bytes.CutSuffix(boundary, []byte("--")); found {
		outer = bytes.TrimRight(outer, " \t")
		if i, found := p.open[string(outer)]; found && (!ok || i > at) {
			return i, true, true
		}
	}
	return at, false, ok
}

// begin opens a part whose header starts at the offset, as a child of the
// entity on top of the stack.
func (p *parser) begin(start int) *Part {
	part := &Part{limits: p.limits}
	if n := len(p.stack); n > 0 {
		parent := p.stack[n-1].part
		parent.Children = append(parent.Children, part)
	}
	p.stack = append(p.stack, frame{part: part, start: start, shadowed: -1})
	p.parts++
	p.inHeader = true
	return part
}

// endHeader ends the header of the part on top of the stack and finds out what
// the part is. The body of an embedded message begins with another header.
func (p *parser) endHeader(end int) {
	top := len(p.stack) - 1
	f := &p.stack[top]
	f.body, f.lines = end, p.lines
	p.inHeader = false

	inDigest := false
	if top > 0 {
		parent := p.stack[top-1].part
		inDigest = strings.EqualFold(parent.Type, "multipart") && strings.EqualFold(parent.Subtype, "digest")
	}
	p.work += f.part.readMIME(p.raw[f.start:end], inDigest)
	// The place left for a child is still free when the child begins: whatever
	// else could take it would have to end this part first.
	room := top < p.limits.Depth && p.parts < p.limits.Parts
	boundary, multipart, message := f.part.container(room)
	switch {
	case message:
		p.begin(end)
	case multipart:
		f.boundary = boundary
		if outer, ok := p.open[boundary]; ok {
			f.shadowed = outer
		}
		p.open[boundary] = top
	}
}

// forget stops waiting for the boundary of a multipart, which must be the
// innermost to wait for it.
func (p *parser) forget(at int) {
	f := &p.stack[at]
	switch {
	case f.boundary == "":
	case f.shadowed >= 0:
		p.open[f.boundary] = f.shadowed
	default:
		delete(p.open, f.boundary)
	}
	f.boundary = ""
}

// endAbove ends every entity above the given one, which is in front of the
// delimiter at pos; or, if at is -1, every entity at the end of the message.
func (p *parser) endAbove(at, pos int) {
	if at+1 >= len(p.stack) {
		return
	}
	// The line end in front of a delimiter belongs to it, unless it already
	// belongs to the header of the part.
	end, lines := pos, p.lines
	if outermost := p.stack[at+1]; at >= 0 {
		if end--; end > 0 && p.raw[end-1] == '\r' {
			end--
		}
		lines--
		if end < outermost.body {
			end, lines = outermost.body, outermost.lines
		}
	}
	for i := len(p.stack) - 1; i > at; i-- {
		p.forget(i)
		p.end(&p.stack[i], end, lines)
	}
	p.stack = p.stack[:at+1]
}

// end fixes the octets of a part. What is embedded without an end of its own
// ends with the part it is in, even within its header.
func (p *parser) end(f *frame, end, lines int) {
	start, body := min(f.start, end), min(f.body, end)
	part := f.part
	part.whole = p.raw[start:end:end]
	part.Header = p.raw[start:body:body]
	part.Body = p.raw[body:end:end]
	part.Lines = max(0, lines-f.lines)
	if strings.EqualFold(part.Type, "multipart") && len(part.Children) == 0 {
		p.parts++
		nothing := p.raw[end:end:end]
		part.Children = []*Part{{
			Header: nothing, Body: nothing, whole: nothing, limits: p.limits,
			Type: "text", Subtype: "plain", Params: usASCII(), Encoding: "7bit",
		}}
	}
}
