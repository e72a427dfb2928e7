package wire

import (
	"slices"
	"strings"

	"imapkit.example/wire/internal/abnf"
)

// A SectionText says which text of a part a [Section] means.
type SectionText string

// The texts of RFC 9051, Section 6.4.5.1. The empty one is the whole part.
const (
	SectionWhole           SectionText = ""
	SectionHeader          SectionText = "HEADER"
	SectionHeaderFields    SectionText = "HEADER.FIELDS"
	SectionHeaderFieldsNot SectionText = "HEADER.FIELDS.NOT"
	SectionTextOnly        SectionText = "TEXT"
	SectionMIME            SectionText = "MIME"
)

// A Section names a piece of a message: a part, and what is wanted of it. The
// zero value is the whole message, "[]".
//
//	section = "[" [section-spec] "]"
type Section struct {
	Part   []uint32 // part numbers from 1; none for the message itself
	Text   SectionText
	Fields []string // header field names of HEADER.FIELDS and .NOT
}

// NewSection returns the section that names the text of a part, with the header
// fields if text is SectionHeaderFields or SectionHeaderFieldsNot. The error is
// an *[EncodeError]. How many part numbers there may be [Limits].Depth says.
func NewSection(part []uint32, text SectionText, fields ...string) (Section, error) {
	s := Section{part, text, fields}
	if rule, err := s.check(); err != nil {
		return Section{}, newError(rule, err)
	}
	return s, nil
}

// ParseSection reads what stands between the brackets of a section, such as
// "HEADER.FIELDS (From)" or "1.2.MIME"; "" is the whole message. The error is
// a *[SyntaxError] with the offset in s.
func ParseSection(s string) (Section, error) {
	return parse("[", s, "]", "section-spec", (*Decoder).Section)
}

// check returns the rule that s does not follow, and why.
func (s Section) check() (rule string, err error) {
	if slices.Contains(s.Part, 0) {
		return "nz-number", ErrRange
	}
	fields := false
	switch s.Text {
	case SectionWhole, SectionHeader, SectionTextOnly:
	case SectionHeaderFields, SectionHeaderFieldsNot:
		fields = true
	case SectionMIME:
		if len(s.Part) == 0 {
			return "section-msgtext", ErrEncode
		}
	default:
		return "section-text", ErrEncode
	}
	if fields != (len(s.Fields) > 0) {
		return "header-list", ErrEncode
	}
	for _, f := range s.Fields {
		if strings.IndexByte(f, 0) >= 0 {
			return "literal", ErrNUL
		}
	}
	return "", nil
}

// Equal reports whether s and x name the same piece in the same words.
func (s Section) Equal(x Section) bool {
	return s.Text == x.Text && slices.Equal(s.Part, x.Part) && slices.EqualFunc(s.Fields, x.Fields, strings.EqualFold)
}

// A Partial is a range of octets of a section. The zero value stands for no
// partial.
//
//	partial = "<" number64 "." nz-number64 ">"
type Partial struct {
	Offset int64 // from 0
	Length int64 // from 1
}

// NewPartial returns the range of at most length octets from offset on. The
// error is an *[EncodeError] if length is less than 1 or offset is negative.
func NewPartial(offset, length int64) (Partial, error) {
	p := Partial{offset, length}
	if err := p.check(); err != nil {
		return Partial{}, newError("partial", err)
	}
	return p, nil
}

// check returns ErrRange if p, which stands for something, cannot be written.
func (p Partial) check() error {
	if p.Offset < 0 || p.Length < 1 {
		return ErrRange
	}
	return nil
}

// A sectionCache holds the sections seen last, as they were written. One FETCH
// names the same sections for each of its messages, and reading one costs a
// slice and a string for each field.
type sectionCache struct {
	sections [4]struct {
		text    string
		section Section
	}
	next uint
}

// maxSection is the length in octets of the longest section that is cached.
const maxSection = 512

// Section reads a section with its brackets. Its slices may be shared with
// other results: they are not to be changed.
//
//	section         = "[" [section-spec] "]"
//	section-spec    = section-msgtext / (section-part ["." section-text])
//	section-msgtext = "HEADER" /
//	                  "HEADER.FIELDS" [".NOT"] SP header-list /
//	                  "TEXT"
//	section-part    = nz-number *("." nz-number)
//	section-text    = section-msgtext / "MIME"
func (d *Decoder) Section() Section {
	for i := range d.sections.sections {
		if x := &d.sections.sections[i]; x.text != "" && d.TryExact(x.text) {
			return x.section
		}
	}
	start, literals := d.InputOffset(), d.literals
	s := d.readSection()
	if s.Part == nil && s.Fields == nil || d.err != nil || d.literals != literals || start < d.base {
		return s // nothing was allocated, or its text is no longer there
	}
	if text := d.b[start-d.base : d.p]; len(text) <= maxSection {
		s.Part, s.Fields = slices.Clip(s.Part), slices.Clip(s.Fields) // so that to append is to copy
		x := &d.sections.sections[d.sections.next%uint(len(d.sections.sections))]
		x.text, x.section = string(text), s
		d.sections.next++
	}
	return s
}

func (d *Decoder) readSection() Section {
	var s Section
	d.Special('[')
	s.Part = d.sectionPart(true)
	if d.err != nil || d.TrySpecial(']') {
		return s
	}
	at := d.InputOffset()
	name := d.KeywordView("section-text")
	for _, t := range [...]SectionText{SectionHeader, SectionHeaderFields, SectionHeaderFieldsNot, SectionTextOnly, SectionMIME} {
		if abnf.EqualFold(name, string(t)) {
			s.Text = t
		}
	}
	switch s.Text {
	case SectionWhole:
		d.FailAt(at, "section-text", nil)
	case SectionMIME:
		if len(s.Part) == 0 {
			d.FailAt(at, "section-msgtext", nil)
		}
	case SectionHeaderFields, SectionHeaderFieldsNot:
		d.SP()
		for range d.List1("header-list") {
			s.Fields = append(s.Fields, d.AString())
		}
	}
	d.Special(']')
	return s
}

// SectionBinary reads a section that names a part only.
//
//	section-binary = "[" [section-part] "]"
func (d *Decoder) SectionBinary() Section {
	d.Special('[')
	s := Section{Part: d.sectionPart(false)}
	d.Special(']')
	return s
}

// sectionPart reads part numbers; with text, a "." at the end belongs to what
// follows and is read too.
func (d *Decoder) sectionPart(text bool) (part []uint32) {
	for d.b[d.p]-'0' < 10 {
		if len(part) == d.opts.Limits.Depth {
			d.failErr("section-part", &LimitError{"Depth", int64(len(part))})
			return nil
		}
		part = append(part, d.NzNumber())
		if d.Peek() == ']' || d.err != nil {
			return part
		}
		d.Special('.')
		if c := d.b[d.p]; d.err == nil && c-'0' >= 10 && (!text || c == ']') {
			d.fail("nz-number")
		}
	}
	return part
}

// Section writes a section with its brackets.
func (e *Encoder) Section(s Section) {
	if rule, err := s.check(); err != nil {
		e.fail(rule, err)
		return
	}
	e.sectionPart(s.Part)
	if s.Text != SectionWhole {
		if len(s.Part) > 0 {
			e.Syntax(".")
		}
		e.buf = append(e.buf, s.Text...) // one of the constants
	}
	for i, f := range s.Fields {
		if i == 0 {
			e.Syntax(" (")
		} else {
			e.SP()
		}
		e.AString(f)
	}
	if len(s.Fields) > 0 {
		e.Syntax(")")
	}
	e.Syntax("]")
}

// SectionBinary writes a section that names a part only.
func (e *Encoder) SectionBinary(s Section) {
	if s.Text != SectionWhole || len(s.Fields) > 0 {
		e.fail("section-binary", ErrEncode)
	}
	e.sectionPart(s.Part)
	e.Syntax("]")
}

func (e *Encoder) sectionPart(part []uint32) {
	if limit := e.opts.Limits.Depth; len(part) > limit {
		e.fail("section-part", &LimitError{"Depth", int64(limit)})
		return
	}
	e.Syntax("[")
	for i, n := range part {
		if i > 0 {
			e.Syntax(".")
		}
		e.NzNumber(n)
	}
}

// Partial reads an optional partial.
//
//	partial = "<" number64 "." nz-number64 ">"
func (d *Decoder) Partial() (p Partial) {
	if d.TrySpecial('<') {
		p.Offset = d.Number64()
		d.Special('.')
		p.Length = d.NzNumber64()
		d.Special('>')
	}
	return p
}

// Partial writes p, or nothing if it is the zero value.
func (e *Encoder) Partial(p Partial) {
	if p == (Partial{}) {
		return
	}
	if err := p.check(); err != nil {
		e.fail("partial", err)
		return
	}
	e.Syntax("<")
	e.Number64(p.Offset)
	e.Syntax(".")
	e.Number64(p.Length)
	e.Syntax(">")
}
