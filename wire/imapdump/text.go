package main

import (
	"bufio"
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// textForm shows a message as a line.
type textForm struct {
	out     *bufio.Writer
	secrets bool
	line    liner
	coder   *coder
}

func newTextForm(d *dump) *textForm {
	f := &textForm{out: d.out, secrets: d.secrets}
	f.coder = newCoder(&f.line)
	return f
}

func (f *textForm) begin(*message) { f.line.reset() }

func (f *textForm) value(m *message, _ *wire.Decoder) error {
	// Free text is legal that the Encoder does not write: it is put behind.
	text := ""
	if p := freeText(m.value); p != nil {
		text, *p = *p, ""
	}
	err := f.coder.write(m, wire.Options{UTF8: true, Redact: isBase64(m.value) && !f.secrets})
	f.line.escape([]byte(text))
	return err
}

// head returns the tag and the kind of m, as far as they are known, with a
// colon.
func (m *message) head() string {
	s := strings.TrimSpace(string(m.tag) + " " + m.kind)
	if s != "" {
		s += ": "
	}
	return s
}

func (f *textForm) end(m *message) error {
	if m.file != "" {
		fmt.Fprintf(f.out, "%s: ", m.file)
	}
	fmt.Fprintf(f.out, "%8d  ", m.offset)
	switch {
	case m.err != nil:
		text, offset := m.reason()
		fmt.Fprintf(f.out, "! %soffset %d: %s", m.head(), offset, text)
	case m.unwritten != nil:
		fmt.Fprintf(f.out, "%s(%v)", m.head(), m.unwritten)
	default:
		f.out.Write(f.line.text)
	}
	for i, q := range m.quirks {
		fmt.Fprintf(f.out, "%s%v at %d", pick(i == 0, "  ~ ", ", "), q.Quirk, q.Offset)
	}
	return f.out.WriteByte('\n')
}

func (f *textForm) close() {}

// prefixSize is how many octets of a literal are shown.
const prefixSize = 60

// A liner takes a message in canonical form and makes a line for people of
// it: literals are shortened, and what a terminal may not get is escaped.
type liner struct {
	text   []byte // what is shown
	raw    []byte // the current line as far as it is known
	header literal.Header
	left   int64  // octets of the literal that are to come
	prefix []byte // of the literal
}

func (l *liner) reset() {
	if cap(l.text)+cap(l.raw) > 1<<20 {
		*l = liner{} // one long message does not pin its memory
	}
	l.text, l.raw, l.left = l.text[:0], l.raw[:0], 0
}

// Write implements io.Writer.
func (l *liner) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		if l.left > 0 {
			k := int(min(l.left, int64(len(p))))
			l.prefix = append(l.prefix, p[:min(k, prefixSize-len(l.prefix))]...)
			p = p[k:]
			if l.left -= int64(k); l.left == 0 {
				l.literal()
			}
			continue
		}
		i := bytes.IndexByte(p, '\n')
		l.raw = append(l.raw, p[:i+1]...)
		if i < 0 {
			l.raw = append(l.raw, p...)
			break
		}
		p = p[i+1:]
		line := bytes.TrimSuffix(l.raw, []byte("\r\n"))
		h, ok, _ := literal.Trailing(line)
		if ok {
			line = line[:len(line)-len(h.String())]
			l.header, l.left, l.prefix = h, h.Size, l.prefix[:0]
		}
		l.escape(line)
		l.raw = l.raw[:0]
		if ok && h.Size == 0 {
			l.literal()
		}
	}
	return n, nil
}

// literal shows the literal that has come to its end.
func (l *liner) literal() {
	h := l.header
	h.Mode = literal.Sync
	l.text = append(h.Append(l.text), ' ')
	if h.Size > int64(len(l.prefix)) {
		l.prefix = wholeRunes(l.prefix)
	}
	l.text = strconv.AppendQuote(l.text, string(l.prefix))
	if h.Size > int64(len(l.prefix)) {
		l.text = append(l.text, "..."...)
	}
}

// wholeRunes returns b without the start of a character that is cut off.
func wholeRunes(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// escape shows b, with Go escapes for what is not printable.
func (l *liner) escape(b []byte) {
	for len(b) > 0 {
		c, n := utf8.DecodeRune(b)
		switch {
		case c == utf8.RuneError && n == 1:
			l.text = fmt.Appendf(l.text, `\x%02x`, b[0])
		case strconv.IsPrint(c):
			l.text = append(l.text, b[:n]...)
		default:
			q := strconv.AppendQuoteRune(nil, c)
			l.text = append(l.text, q[1:len(q)-1]...)
		}
		b = b[n:]
	}
}
