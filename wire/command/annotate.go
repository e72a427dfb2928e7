package command

import (
	"strings"

	"imapkit.example/wire"
)

// An Annotation is an entry of a message with the values of its attributes, as
// STORE and APPEND set them (RFC 5257, Section 4.5).
//
//	entry-att = entry SP "(" att-value *(SP att-value) ")"
type Annotation struct {
	Entry  string
	Values []AnnotationValue
}

// An AnnotationValue is the value of an attribute; NIL removes it.
//
//	att-value = attrib SP value
type AnnotationValue struct {
	Attribute string // "value.priv", "value.shared"
	Value     wire.NString
}

// att-annotate = "ANNOTATION" SP "(" entry-att *(SP entry-att) ")"
func annotations(d *wire.Decoder) (list []Annotation) {
	for range d.List1("att-annotate") {
		a := Annotation{Entry: entry(d)}
		d.SP()
		for range d.List1("entry-att") {
			v := AnnotationValue{Attribute: entry(d)}
			d.SP()
			v.Value = d.NString8()
			a.Values = append(a.Values, v)
		}
		list = append(list, a)
	}
	return list
}

func encodeAnnotations(e *wire.Encoder, list []Annotation) {
	if len(list) == 0 {
		e.Fail("att-annotate", wire.ErrEncode)
	}
	for i, a := range list {
		e.Special("( "[min(i, 1)])
		encodeEntry(e, a.Entry)
		e.SP()
		if len(a.Values) == 0 {
			e.Fail("entry-att", wire.ErrEncode)
		}
		for k, v := range a.Values {
			e.Special("( "[min(k, 1)])
			encodeEntry(e, v.Attribute)
			e.SP()
			e.NString8(v.Value)
		}
		e.Syntax(")")
	}
	e.Syntax(")")
}

// annotation reads the argument of the data item ANNOTATION.
//
//	fetch-att =/ "ANNOTATION" SP "(" entries SP attribs ")"
//	entries   = entry-match / "(" entry-match *(SP entry-match) ")"
//	attribs   = attrib / "(" attrib *(SP attrib) ")"
func (x *FetchItem) annotation(d *wire.Decoder) {
	d.SP()
	d.Special('(')
	x.Entries = oneOrMore(d, "entries", (*wire.Decoder).ListMailbox)
	d.SP()
	x.Attributes = oneOrMore(d, "attribs", entry)
	d.Special(')')
}

func (x *FetchItem) encodeAnnotation(e *wire.Encoder) {
	e.Syntax(" (")
	encodeOneOrMore(e, x.Entries, "entries", (*wire.Encoder).ListMailbox)
	e.SP()
	encodeOneOrMore(e, x.Attributes, "attribs", encodeEntry)
	e.Syntax(")")
}

// oneOrMore reads one thing, or a list of at least one.
func oneOrMore(d *wire.Decoder, rule string, one func(*wire.Decoder) string) (list []string) {
	if d.Peek() != '(' {
		return append(list, one(d))
	}
	for range d.List1(rule) {
		list = append(list, one(d))
	}
	return list
}

func encodeOneOrMore(e *wire.Encoder, list []string, rule string, one func(*wire.Encoder, string)) {
	switch len(list) {
	case 0:
		e.Fail(rule, wire.ErrEncode)
	case 1:
		one(e, list[0])
	default:
		for i, s := range list {
			e.Special("( "[min(i, 1)])
			one(e, s)
		}
		e.Syntax(")")
	}
}

// entry reads the name of an entry or an attribute.
//
//	entry = astring  ; MUST NOT contain "*" or "%"
func entry(d *wire.Decoder) string {
	at := d.InputOffset()
	s := d.AString()
	if strings.ContainsAny(s, "*%") {
		d.FailAt(at, "entry", nil)
	}
	return s
}

func encodeEntry(e *wire.Encoder, s string) {
	if strings.ContainsAny(s, "*%") {
		e.Fail("entry", wire.ErrEncode)
	}
	e.AString(s)
}
