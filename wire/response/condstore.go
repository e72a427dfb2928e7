package response

import "imapkit.example/wire"

// Vanished is the VANISHED response: the messages with these UIDs are gone. If
// Earlier is set they went before the mailbox was selected or in answer to UID
// FETCH, and no sequence number changes; otherwise it stands for one EXPUNGE
// for each message that was known (RFC 7162, Section 3.2.10).
//
//	expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids
//	known-uids    = sequence-set  ; "*" is not allowed
type Vanished struct {
	Earlier bool
	UIDs    wire.Set
}

// Encode implements [Response].
func (r *Vanished) Encode(e *wire.Encoder) {
	e.Syntax("* VANISHED ")
	if r.Earlier {
		e.Syntax("(EARLIER) ")
	}
	e.UIDSet(r.UIDs)
}

func (r *Vanished) decode(d *wire.Decoder) {
	r.Earlier = d.PeekAfterSP() == '('
	d.SP()
	if r.Earlier {
		d.Special('(')
		d.Keyword("EARLIER")
		d.Special(')')
		d.SP()
	}
	r.UIDs.Ranges = largeRanges.borrow(d, r.UIDs.Ranges)
	d.UIDSet(&r.UIDs)
}

// ModSeqItem is MODSEQ: the mod-sequence of a message (RFC 7162,
// Section 3.1.4.2).
//
//	fetch-mod-resp = "MODSEQ" SP "(" permsg-modsequence ")"
type ModSeqItem struct{ ModSeq uint64 } // from 1 to 1<<63-1

// Encode implements [Item].
func (x *ModSeqItem) Encode(e *wire.Encoder) {
	e.Syntax("MODSEQ (")
	e.ModSeq(x.ModSeq, false)
	e.Syntax(")")
}

func (x *ModSeqItem) decode(d *wire.Decoder) {
	d.Special('(')
	x.ModSeq = d.ModSeq(false)
	d.Special(')')
}

// ModSeqCode is the HIGHESTMODSEQ code: the highest mod-sequence of the mailbox
// (RFC 7162, Section 3.1.2.1).
//
//	"HIGHESTMODSEQ" SP mod-sequence-value
type ModSeqCode struct{ ModSeq uint64 } // from 1 to 1<<63-1

// CodeName implements [Code].
func (c *ModSeqCode) CodeName() string { return "HIGHESTMODSEQ" }

// Encode implements [Code].
func (c *ModSeqCode) Encode(e *wire.Encoder) {
	e.Syntax("HIGHESTMODSEQ ")
	e.ModSeq(c.ModSeq, false)
}

// ModifiedCode is the MODIFIED code: the messages that a STORE with
// UNCHANGEDSINCE has left alone, by UID for UID STORE (RFC 7162,
// Section 3.1.3).
//
//	"MODIFIED" SP sequence-set
type ModifiedCode struct{ Set wire.Set }

// CodeName implements [Code].
func (c *ModifiedCode) CodeName() string { return "MODIFIED" }

// Encode implements [Code].
func (c *ModifiedCode) Encode(e *wire.Encoder) {
	e.Syntax("MODIFIED ")
	e.UIDSet(c.Set)
}
