package response

import (
	"strings"

	"imapkit.example/wire"
)

// AnnotationItem is ANNOTATION: values of entries of a message, or the names of
// entries that have changed (RFC 5257, Section 4.4).
//
//	"ANNOTATION" SP ( "(" entry-att *(SP entry-att) ")" /
//	                  "(" entry *(SP entry) ")" )
type AnnotationItem struct {
	// Either of the two is set.
	Entries []Annotation
	Changed []string // names of entries
}

// An Annotation is an entry with values of its attributes.
//
//	entry-att = entry SP "(" att-value *(SP att-value) ")"
type Annotation struct {
	Entry  string
	Values []AnnotationValue
}

// An AnnotationValue is the value of an attribute, NIL if there is none.
//
//	att-value = attrib SP value
//	attrib    = astring  ; MUST NOT contain "*" or "%"
//	value     = nstring / literal8
type AnnotationValue struct {
	Attribute string // such as "value.priv", "size.shared"
	Value     wire.NString
}

// Encode implements [Item].
func (x *AnnotationItem) Encode(e *wire.Encoder) {
	e.Syntax("ANNOTATION (")
	if (len(x.Entries) == 0) == (len(x.Changed) == 0) {
		e.Fail("msg-att-dynamic", wire.ErrEncode)
	}
	for i, s := range x.Changed {
		if i > 0 {
			e.SP()
		}
		encodeEntry(e, s)
	}
	for i, a := range x.Entries {
		if i > 0 {
			e.SP()
		}
		encodeEntry(e, a.Entry)
		e.Syntax(" (")
		if len(a.Values) == 0 {
			e.Fail("entry-att", wire.ErrEncode)
		}
		for k, v := range a.Values {
			if k > 0 {
				e.SP()
			}
			encodeEntry(e, v.Attribute)
			e.SP()
			e.NString8(v.Value)
		}
		e.Syntax(")")
	}
	e.Syntax(")")
}

func (x *AnnotationItem) decode(d *wire.Decoder) {
	for i := range d.List1("ANNOTATION") {
		s := decodeEntry(d)
		if i == 0 && d.PeekAfterSP() != '(' || len(x.Changed) > 0 {
			x.Changed = append(x.Changed, s)
			continue
		}
		a := Annotation{Entry: s}
		d.SP()
		for range d.List1("entry-att") {
			v := AnnotationValue{Attribute: decodeEntry(d)}
			d.SP()
			v.Value = d.NString8()
			a.Values = append(a.Values, v)
		}
		x.Entries = append(x.Entries, a)
	}
}

// AnnotationsCode is the ANNOTATIONS code: what annotations a mailbox can hold
// (RFC 5257, Section 4.1).
//
//	"ANNOTATIONS" SP ann-size
//	ann-size = "NONE" / (("READ-ONLY" / nz-number) [SP "NOPRIVATE"])
type AnnotationsCode struct {
	None, ReadOnly bool
	Size           uint32 // the most octets of a value; 0 with None or ReadOnly
	NoPrivate      bool
}

// CodeName implements [Code].
func (c *AnnotationsCode) CodeName() string { return "ANNOTATIONS" }

// Encode implements [Code].
func (c *AnnotationsCode) Encode(e *wire.Encoder) {
	e.Syntax("ANNOTATIONS ")
	switch {
	case c.None && *c == AnnotationsCode{None: true}:
		e.Syntax("NONE")
	case c.None, c.ReadOnly && c.Size != 0:
		e.Fail("ann-size", wire.ErrEncode)
	case c.ReadOnly:
		e.Syntax("READ-ONLY")
	default:
		e.NzNumber(c.Size)
	}
	if c.NoPrivate {
		e.Syntax(" NOPRIVATE")
	}
}

func annotationsCode(d *wire.Decoder) Code {
	c := &AnnotationsCode{}
	d.SP()
	if c.None = d.TryKeyword("NONE"); c.None {
		return c
	}
	if c.ReadOnly = d.TryKeyword("READ-ONLY"); !c.ReadOnly {
		c.Size = d.NzNumber()
	}
	if d.TrySP() {
		d.Keyword("NOPRIVATE")
		c.NoPrivate = true
	}
	return c
}

// AnnotateCode is the ANNOTATE code: why an annotation was refused, TOOBIG or
// TOOMANY (RFC 5257, Section 4.5).
//
//	"ANNOTATE" SP "TOOBIG" / "ANNOTATE" SP "TOOMANY"
type AnnotateCode struct{ Reason string }

// CodeName implements [Code].
func (c *AnnotateCode) CodeName() string { return "ANNOTATE" }

// Encode implements [Code].
func (c *AnnotateCode) Encode(e *wire.Encoder) {
	if c.Reason != "TOOBIG" && c.Reason != TooMany {
		e.Fail("resp-text-code", wire.ErrEncode)
	}
	e.Syntax("ANNOTATE ")
	e.Keyword(c.Reason)
}

func annotateCode(d *wire.Decoder) Code {
	d.SP()
	word := string(d.AtomView())
	if s := strings.ToUpper(word); s == "TOOBIG" || s == TooMany {
		return &AnnotateCode{s}
	}
	return unknownRest(d, "ANNOTATE", word)
}
