package response

import (
	"strings"

	"imapkit.example/wire"
)

// Metadata is the METADATA response: values of entries in answer to a command,
// or the names of entries that have changed (RFC 5464, Section 4.4).
//
//	metadata-resp = "METADATA" SP mailbox SP (entry-values / entry-list)
//	entry-values  = "(" entry-value *(SP entry-value) ")"
//	entry-list    = entry *(SP entry)
type Metadata struct {
	Mailbox string // "" for the server
	// Either of the two is set.
	Values  []MetadataValue
	Changed []string // names of entries
}

// A MetadataValue is an entry and its value, NIL if there is none.
//
//	entry-value = entry SP value
//	value       = nstring / literal8
type MetadataValue struct {
	Entry string
	Value wire.NString
}

// Encode implements [Response].
func (r *Metadata) Encode(e *wire.Encoder) {
	e.Syntax("* METADATA ")
	e.Mailbox(r.Mailbox)
	if (len(r.Values) == 0) == (len(r.Changed) == 0) {
		e.Fail("metadata-resp", wire.ErrEncode)
	}
	for _, s := range r.Changed {
		e.SP()
		encodeEntry(e, s)
	}
	for i, x := range r.Values {
		e.SP()
		if i == 0 {
			e.Syntax("(")
		}
		encodeEntry(e, x.Entry)
		e.SP()
		e.NString8(x.Value)
	}
	if len(r.Values) > 0 {
		e.Syntax(")")
	}
}

func (r *Metadata) decode(d *wire.Decoder) {
	d.SP()
	r.Mailbox = d.Mailbox()
	if d.PeekAfterSP() != '(' {
		d.SP()
		for more := true; more; more = d.More("entry-list", len(r.Changed)) {
			r.Changed = append(r.Changed, decodeEntry(d))
		}
		return
	}
	d.SP()
	for range d.List1("entry-values") {
		x := MetadataValue{Entry: decodeEntry(d)}
		d.SP()
		x.Value = d.NString8()
		r.Values = append(r.Values, x)
	}
}

// entry = astring
//
//	; MUST NOT contain "*" or "%"
func decodeEntry(d *wire.Decoder) string {
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

// MetadataCode is the METADATA code: why values are missing or were refused
// (RFC 5464, Section 4.2.1 and Section 4.3).
//
//	"METADATA" SP "LONGENTRIES" SP number
//	"METADATA" SP ("MAXSIZE" SP number / "TOOMANY" / "NOPRIVATE")
type MetadataCode struct {
	Reason string // one of those below
	// Number is a size in octets: of the largest value that was left out for
	// LONGENTRIES, of the largest allowed for MAXSIZE.
	Number uint32
}

// The reasons of a MetadataCode.
const (
	LongEntries = "LONGENTRIES"
	MaxSize     = "MAXSIZE"
	TooMany     = "TOOMANY"
	NoPrivate   = "NOPRIVATE"
)

// CodeName implements [Code].
func (c *MetadataCode) CodeName() string { return "METADATA" }

// Encode implements [Code].
func (c *MetadataCode) Encode(e *wire.Encoder) {
	e.Syntax("METADATA ")
	e.Keyword(c.Reason)
	switch c.Reason {
	case LongEntries, MaxSize:
		e.SP()
		e.Number(c.Number)
	case TooMany, NoPrivate:
	default:
		e.Fail("resp-text-code", wire.ErrEncode)
	}
}

func metadataCode(d *wire.Decoder) Code {
	d.SP()
	word := string(d.AtomView())
	switch s := strings.ToUpper(word); s {
	case LongEntries, MaxSize:
		d.SP()
		return &MetadataCode{s, d.Number()}
	case TooMany, NoPrivate:
		return &MetadataCode{Reason: s}
	}
	return unknownRest(d, "METADATA", word)
}
