package response

import (
	"strings"

	"imapkit.example/tag"
	"imapkit.example/wire"
)

// Capability is the CAPABILITY response (RFC 9051, Section 7.2.2).
//
//	capability-data = "CAPABILITY" *(SP capability)
type Capability struct{ Capabilities []string }

// Encode implements [Response].
func (r *Capability) Encode(e *wire.Encoder) {
	encodeCapabilities(e, "* CAPABILITY", r.Capabilities)
}

// Enabled is the ENABLED response (RFC 9051, Section 7.2.1).
//
//	enable-data = "ENABLED" *(SP capability)
type Enabled struct{ Capabilities []string }

// Encode implements [Response].
func (r *Enabled) Encode(e *wire.Encoder) { encodeCapabilities(e, "* ENABLED", r.Capabilities) }

func encodeCapabilities(e *wire.Encoder, name string, list []string) {
	e.Keyword(name)
	for _, s := range list {
		e.SP()
		e.Atom(s)
	}
}

func decodeCapabilities(d *wire.Decoder, dst []string) []string {
	for d.TrySP() {
		if limit := d.Options().Limits.Items; len(dst) == limit {
			d.Fail("capability", &wire.LimitError{Limit: "Items", Max: int64(limit)})
			return dst
		}
		dst = append(dst, d.Atom())
	}
	return dst
}

// Flags is the FLAGS response: the flags that apply in the mailbox
// (RFC 9051, Section 7.3.5).
//
//	"FLAGS" SP flag-list
type Flags struct{ Flags []wire.Flag }

// Encode implements [Response].
func (r *Flags) Encode(e *wire.Encoder) {
	e.Keyword("* FLAGS ")
	e.Flags(r.Flags)
}

// Exists is the EXISTS response: the number of messages in the mailbox
// (RFC 9051, Section 7.4.1).
//
//	number SP "EXISTS"
type Exists struct{ Count uint32 }

// Encode implements [Response].
func (r *Exists) Encode(e *wire.Encoder) { encodeNumbered(e, r.Count, " EXISTS") }

// Recent is the obsolete RECENT response (RFC 3501, Section 7.3.2).
//
//	number SP "RECENT"
type Recent struct{ Count uint32 }

// Encode implements [Response].
func (r *Recent) Encode(e *wire.Encoder) { encodeNumbered(e, r.Count, " RECENT") }

// Expunge is the EXPUNGE response: the message with this sequence number is
// gone, and all behind it move up by one (RFC 9051, Section 7.5.1).
//
//	nz-number SP "EXPUNGE"
type Expunge struct{ Seq uint32 }

// Encode implements [Response].
func (r *Expunge) Encode(e *wire.Encoder) {
	if r.Seq == 0 {
		e.Fail("nz-number", wire.ErrRange)
	}
	encodeNumbered(e, r.Seq, " EXPUNGE")
}

func encodeNumbered(e *wire.Encoder, n uint32, name string) {
	e.Keyword("* ")
	e.Number(n)
	e.Keyword(name)
}

// Search is the SEARCH response of IMAP4rev1: sequence numbers, or UIDs for UID
// SEARCH (RFC 3501, Section 7.2.5).
//
//	"SEARCH" *(SP nz-number)
type Search struct{ Numbers []uint32 }

// Encode implements [Response].
func (r *Search) Encode(e *wire.Encoder) {
	e.Keyword("* SEARCH")
	for _, n := range r.Numbers {
		e.SP()
		e.NzNumber(n)
	}
}

// ESearch is the ESEARCH response (RFC 9051, Section 7.3.4).
//
//	esearch-response = "ESEARCH" [search-correlator] [SP "UID"]
//	                   *(SP search-return-data)
type ESearch struct {
	Tag      tag.Tag // the command's; "" if not told
	UID      bool    // the numbers are UIDs
	Min, Max uint32  // 0 if not told
	HasCount bool
	Count    uint32
	All      wire.Set // zero if not told
	// Extensions are results that no field here can hold.
	Extensions []wire.Extension
}

// Encode implements [Response].
func (r *ESearch) Encode(e *wire.Encoder) {
	e.Keyword("* ESEARCH")
	if r.Tag != "" {
		if !r.Tag.Valid() {
			e.Fail("tag-string", wire.ErrEncode)
		}
		e.Keyword(" (TAG ")
		e.String(string(r.Tag))
		e.Special(')')
	}
	if r.UID {
		e.Keyword(" UID")
	}
	if r.Min != 0 {
		e.Keyword(" MIN ")
		e.Number(r.Min)
	}
	if r.Max != 0 {
		e.Keyword(" MAX ")
		e.Number(r.Max)
	}
	if !r.All.IsZero() {
		e.Keyword(" ALL ")
		e.UIDSet(r.All)
	}
	if r.HasCount {
		e.Keyword(" COUNT ")
		e.Number(r.Count)
	}
	for _, x := range r.Extensions {
		e.SP()
		e.Atom(x.Name)
		e.SP()
		e.Value(x.Value)
	}
}

func (r *ESearch) decode(d *wire.Decoder) {
	*r = ESearch{All: wire.Set{Ranges: r.All.Ranges[:0]}}
	//	search-correlator = SP "(" "TAG" SP tag-string ")"
	if d.PeekAfterSP() == '(' {
		d.SP()
		d.Special('(')
		d.Keyword("TAG")
		d.SP()
		at := d.InputOffset()
		if r.Tag = tag.Tag(d.AString()); !r.Tag.Valid() {
			d.FailAt(at, "tag-string", nil)
		}
		d.Special(')')
	}
	for first := true; d.TrySP(); first = false {
		switch {
		case first && d.TryKeyword("UID"):
			r.UID = true
		case d.TryKeyword("MIN"):
			d.SP()
			r.Min = d.NzNumber()
		case d.TryKeyword("MAX"):
			d.SP()
			r.Max = d.NzNumber()
		case d.TryKeyword("COUNT"):
			d.SP()
			r.HasCount, r.Count = true, d.Number()
		case d.TryKeyword("ALL"):
			d.SP()
			d.UIDSet(&r.All)
		default:
			x := wire.Extension{Name: strings.ToUpper(d.Atom())}
			d.SP()
			x.Value = d.ReadValue()
			r.Extensions = append(r.Extensions, x)
		}
	}
}
