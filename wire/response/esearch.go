package response

import (
	"strings"

	"imapkit.example/tag"
	"imapkit.example/wire"
)

// ESearch is the ESEARCH response (RFC 9051, Section 7.3.4): results of SEARCH,
// of SORT with RETURN (RFC 5267) and of the ESEARCH command (RFC 7377).
//
//	esearch-response = "ESEARCH" [search-correlator] [SP "UID"]
//	                   *(SP search-return-data)
type ESearch struct {
	Tag tag.Tag // the command's; "" if not told
	// Mailbox and UIDValidity say where was searched, if that is not the
	// selected mailbox (RFC 7377, Section 2.1).
	Mailbox     string
	UIDValidity uint32

	UID      bool   // the numbers are UIDs
	Min, Max uint32 // 0 if not told
	HasCount bool
	Count    uint32
	All      wire.Set // zero if not told; in the order of a SORT
	// ModSeq is the highest mod-sequence of the messages that are told of, or
	// 0 (RFC 4731, Section 3.2).
	ModSeq uint64
	// Partial is the range of results that was asked for, and PartialSet
	// those results, zero if there are none (RFC 9394, Section 3.1).
	Partial    wire.PartialRange
	PartialSet wire.Set
	// Relevancy are the scores from 1 to 100 of the messages in All, in their
	// order; nil if not told (RFC 6203, Section 4).
	Relevancy []uint8
	// Updates are changes to the results of an earlier command, to be made in
	// their order (RFC 5267, Section 4.3).
	Updates []ContextUpdate
	// Extensions are results that no field here can hold.
	Extensions []wire.Extension
}

// A ContextUpdate says what has changed in the results of a SEARCH or SORT with
// RETURN (UPDATE).
//
//	ret-data-addto      = "ADDTO" SP "(" context-position SP sequence-set
//	                      *(SP context-position SP sequence-set) ")"
//	ret-data-removefrom = "REMOVEFROM" SP "(" context-position SP
//	                      sequence-set
//	                      *(SP context-position SP sequence-set) ")"
type ContextUpdate struct {
	Remove bool
	// Position is where in the results, from 1; or 0 if that does not matter.
	Position uint32
	Set      wire.Set
}

// Encode implements [Response].
func (r *ESearch) Encode(e *wire.Encoder) {
	e.Syntax("* ESEARCH")
	r.encodeCorrelator(e)
	if r.UID {
		e.Syntax(" UID")
	}
	if r.Min != 0 {
		e.Syntax(" MIN ")
		e.Number(r.Min)
	}
	if r.Max != 0 {
		e.Syntax(" MAX ")
		e.Number(r.Max)
	}
	if !r.All.IsZero() {
		e.Syntax(" ALL ")
		e.UIDSet(r.All)
	}
	if r.HasCount {
		e.Syntax(" COUNT ")
		e.Number(r.Count)
	}
	if r.ModSeq != 0 {
		e.Syntax(" MODSEQ ")
		e.ModSeq(r.ModSeq, false)
	}
	//	ret-data-partial = "PARTIAL"
	//	                   SP "(" partial-range SP partial-results ")"
	//	partial-results  = sequence-set / "NIL"
	if !r.Partial.IsZero() {
		e.Syntax(" PARTIAL (")
		e.PartialRange(r.Partial)
		e.SP()
		if r.PartialSet.IsZero() {
			e.Nil()
		} else {
			e.UIDSet(r.PartialSet)
		}
		e.Syntax(")")
	} else if !r.PartialSet.IsZero() {
		e.Fail("partial-range", wire.ErrEncode)
	}
	//	search-return-data =/ "RELEVANCY" SP score-list
	//	score-list         = "(" [score *(SP score)] ")"
	if r.Relevancy != nil {
		e.Syntax(" RELEVANCY (")
		for i, n := range r.Relevancy {
			if i > 0 {
				e.SP()
			}
			if n < 1 || n > 100 {
				e.Fail("score", wire.ErrRange)
			}
			e.Number(uint32(n))
		}
		e.Syntax(")")
	}
	r.encodeUpdates(e)
	for _, x := range r.Extensions {
		e.SP()
		unknownOnly(e, knownResults, x.Name, "search-return-data")
		e.Extension(wire.Extension{Name: x.Name})
		e.SP()
		e.Value(x.Value)
	}
}

// beginsLabel reports whether s begins as a tagged-ext-label does.
func beginsLabel(s string) bool { return s != "" && s[0] != ':' && (s[0] < '0' || s[0] > '9') }

// search-correlator = SP "(" one-correlator *(SP one-correlator) ")"
// one-correlator    = ("TAG" SP tag-string) / ("MAILBOX" SP astring) /
//
//	("UIDVALIDITY" SP nz-number)
func (r *ESearch) encodeCorrelator(e *wire.Encoder) {
	if r.Tag == "" && r.Mailbox == "" && r.UIDValidity == 0 {
		return
	}
	e.Syntax(" (")
	space := false
	if r.Tag != "" {
		encodeTag(e, r.Tag)
		space = true
	}
	if r.Mailbox != "" {
		if space {
			e.SP()
		}
		e.Syntax("MAILBOX ")
		e.Mailbox(r.Mailbox)
		space = true
	}
	if r.UIDValidity != 0 {
		if space {
			e.SP()
		}
		e.Syntax("UIDVALIDITY ")
		e.Number(r.UIDValidity)
	}
	e.Syntax(")")
}

// encodeTag writes the tag of the command that a response belongs to.
//
//	"TAG" SP tag-string
func encodeTag(e *wire.Encoder, t tag.Tag) {
	if !t.Valid() {
		e.Fail("tag-string", wire.ErrEncode)
	}
	e.Syntax("TAG ")
	e.String(string(t))
}

// decodeTag reads a tag-string. If it is old, nothing is allocated.
func decodeTag(d *wire.Decoder, old tag.Tag) tag.Tag {
	at := d.InputOffset()
	var buf [64]byte
	b := d.AppendAString(buf[:0])
	if len(b) > 0 && string(b) == string(old) {
		return old
	}
	t := tag.Tag(b)
	if !t.Valid() {
		d.FailAt(at, "tag-string", nil)
	}
	return t
}

func (r *ESearch) encodeUpdates(e *wire.Encoder) {
	for i, x := range r.Updates {
		switch {
		case i > 0 && r.Updates[i-1].Remove == x.Remove:
			e.SP()
		case x.Remove:
			e.Syntax(" REMOVEFROM (")
		default:
			e.Syntax(" ADDTO (")
		}
		e.Number(x.Position)
		e.SP()
		e.UIDSet(x.Set)
		if i+1 == len(r.Updates) || r.Updates[i+1].Remove != x.Remove {
			e.Syntax(")")
		}
	}
}

func (r *ESearch) decode(d *wire.Decoder) {
	old := r.Tag
	*r = ESearch{All: wire.Set{Ranges: r.All.Ranges[:0]}, PartialSet: wire.Set{Ranges: r.PartialSet.Ranges[:0]}}
	if d.PeekAfterSP() == '(' {
		r.decodeCorrelator(d, old)
	}
	for first := true; d.More("search-return-data", len(r.Extensions)); first = false {
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
			r.All.Ranges = largeRanges.borrow(d, r.All.Ranges)
			d.UIDSet(&r.All)
		case d.TryKeyword("MODSEQ"):
			d.SP()
			r.ModSeq = d.ModSeq(false)
		case d.TryKeyword("PARTIAL"):
			d.SP()
			d.Special('(')
			r.Partial = d.PartialRange()
			d.SP()
			if !d.TryNil() {
				d.UIDSet(&r.PartialSet)
			}
			d.Special(')')
		case d.TryKeyword("RELEVANCY"):
			d.SP()
			r.Relevancy = []uint8{}
			for range d.List("score-list") {
				r.Relevancy = append(r.Relevancy, score(d))
			}
		case d.TryKeyword("ADDTO"):
			r.decodeUpdates(d, false)
		case d.TryKeyword("REMOVEFROM"):
			r.decodeUpdates(d, true)
		default:
			at := d.InputOffset()
			x := wire.Extension{Name: string(d.KeywordView("search-modifier-name"))}
			if knownResults[strings.ToUpper(x.Name)] || !beginsLabel(x.Name) {
				d.FailAt(at, "search-modifier-name", nil) // UID in the wrong place
			}
			d.SP()
			x.Value = d.ReadValue()
			r.Extensions = append(r.Extensions, x)
		}
	}
}

// score = 1*3DIGIT  ; (1 <= n <= 100)
func score(d *wire.Decoder) uint8 {
	at := d.InputOffset()
	n := d.Number()
	if n < 1 || n > 100 {
		d.FailAt(at, "score", wire.ErrRange)
	}
	return uint8(n)
}

func (r *ESearch) decodeCorrelator(d *wire.Decoder, old tag.Tag) {
	d.SP()
	for range d.List1("search-correlator") {
		switch {
		case d.TryKeyword("MAILBOX"):
			d.SP()
			at := d.InputOffset()
			if r.Mailbox = d.Mailbox(); r.Mailbox == "" {
				d.FailAt(at, "mailbox", nil)
			}
		case d.TryKeyword("UIDVALIDITY"):
			d.SP()
			r.UIDValidity = d.NzNumber()
		default:
			d.Keyword("TAG")
			d.SP()
			r.Tag = decodeTag(d, old)
		}
	}
}

func (r *ESearch) decodeUpdates(d *wire.Decoder, remove bool) {
	d.SP()
	for range d.List1("context-position") {
		x := ContextUpdate{Remove: remove, Position: d.Number()}
		d.SP()
		d.UIDSet(&x.Set)
		r.Updates = append(r.Updates, x)
	}
}
