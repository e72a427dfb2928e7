package response

import "imapkit.example/wire"

// Search is the SEARCH response of IMAP4rev1: sequence numbers, or UIDs for UID
// SEARCH (RFC 3501, Section 7.2.5).
//
//	"SEARCH" [1*(SP nz-number) [SP search-sort-mod-seq]]
type Search struct {
	Numbers []uint32
	// ModSeq is the highest mod-sequence of the messages found if MODSEQ was
	// searched for, else 0; there is none without Numbers (RFC 7162,
	// Section 3.1.6).
	ModSeq uint64
}

// Encode implements [Response].
func (r *Search) Encode(e *wire.Encoder) {
	e.Syntax("* SEARCH")
	encodeNumbers(e, r.Numbers, r.ModSeq)
}

// Sort is the SORT response: sequence numbers, or UIDs for UID SORT, in order
// (RFC 5256, Section 4).
//
//	sort-data = "SORT" [1*(SP nz-number) [SP search-sort-mod-seq]]
type Sort struct {
	Numbers []uint32
	ModSeq  uint64 // see Search; RFC 7162, Section 3.1.9
}

// Encode implements [Response].
func (r *Sort) Encode(e *wire.Encoder) {
	e.Syntax("* SORT")
	encodeNumbers(e, r.Numbers, r.ModSeq)
}

func encodeNumbers(e *wire.Encoder, numbers []uint32, modSeq uint64) {
	e.NzNumbers(numbers)
	if modSeq == 0 {
		return
	}
	if len(numbers) == 0 {
		e.Fail("search-sort-mod-seq", wire.ErrEncode)
	}
	e.Syntax(" (MODSEQ ")
	e.ModSeq(modSeq, false)
	e.Syntax(")")
}

// search-sort-mod-seq = "(" "MODSEQ" SP mod-sequence-value ")"
func decodeNumbers(d *wire.Decoder, dst []uint32) (numbers []uint32, modSeq uint64) {
	dst = d.NzNumbers(dst)
	if d.TrySP() {
		if len(dst) == 0 {
			d.Fail("nz-number", nil)
		}
		d.Special('(')
		d.Keyword("MODSEQ")
		d.SP()
		modSeq = d.ModSeq(false)
		d.Special(')')
	}
	return dst, modSeq
}
