package command

import "imapkit.example/wire"

// Since is the mod-sequence of CHANGEDSINCE and UNCHANGEDSINCE. The zero value
// stands for no such modifier, which is not the same as a mod-sequence of 0:
// UNCHANGEDSINCE 0 is never true (RFC 7162, Section 3.1.3). CHANGEDSINCE 0 is
// not legal: see [wire.LenientZeroModSeq].
type Since struct {
	ModSeq uint64
	Valid  bool // false if there is none
}

// SinceModSeq returns the Since that is n.
func SinceModSeq(n uint64) Since { return Since{n, true} }

// since reads a mod-sequence with the space in front of it.
func since(d *wire.Decoder, zero bool) Since {
	d.SP()
	return Since{d.ModSeq(zero), true}
}

// since writes a modifier, if there is one.
func (p *params) since(word string, s Since, zero bool) {
	if !s.Valid {
		if s.ModSeq != 0 {
			p.e.Fail("mod-sequence-value", wire.ErrEncode)
		}
		return
	}
	p.word(word)
	p.e.SP()
	p.e.ModSeq(s.ModSeq, zero)
}

// QResync is the QRESYNC parameter of SELECT and EXAMINE: what the client knows
// of the mailbox (RFC 7162, Section 3.2.5). Its sets hold neither "*" nor "$".
//
//	select-param   =/ "QRESYNC" SP "(" uidvalidity SP mod-sequence-value
//	                  [SP known-uids] [SP seq-match-data] ")"
//	seq-match-data = "(" known-sequence-set SP known-uid-set ")"
type QResync struct {
	UIDValidity uint32 // not 0
	ModSeq      uint64 // not 0
	// KnownUIDs are the UIDs the client knows; none if all.
	KnownUIDs wire.Set
	// MatchNumbers and MatchUIDs are sequence numbers and the UIDs of the
	// same messages, as far as the client knows; none, or both. See
	// [wire.Set.Pairs].
	MatchNumbers, MatchUIDs wire.Set
}

func (q *QResync) decode(d *wire.Decoder) {
	d.Special('(')
	q.UIDValidity = d.NzNumber()
	d.SP()
	q.ModSeq = d.ModSeq(false)
	more := d.TrySP()
	if more && d.Peek() != '(' {
		d.UIDSet(&q.KnownUIDs)
		more = d.TrySP()
	}
	if more {
		d.Special('(')
		d.UIDSet(&q.MatchNumbers)
		d.SP()
		d.UIDSet(&q.MatchUIDs)
		d.Special(')')
	}
	d.Special(')')
}

func (q *QResync) encode(e *wire.Encoder) {
	e.Syntax("(")
	e.NzNumber(q.UIDValidity)
	e.SP()
	e.ModSeq(q.ModSeq, false)
	if !q.KnownUIDs.IsZero() {
		e.SP()
		e.UIDSet(q.KnownUIDs)
	}
	if !q.MatchNumbers.IsZero() || !q.MatchUIDs.IsZero() {
		e.SP()
		e.Syntax("(")
		e.UIDSet(q.MatchNumbers)
		e.SP()
		e.UIDSet(q.MatchUIDs)
		e.Syntax(")")
	}
	e.Syntax(")")
}
