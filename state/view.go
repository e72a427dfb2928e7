package state

import (
	"errors"
	"iter"
	"math"

	"imapkit.example/wire"
)

// The errors of [View]. They mean that the two sides no longer agree about the
// mailbox: after them its sequence numbers cannot be trusted. Unless said
// otherwise, the view is as it was before.
var (
	// ErrOrder is the error for a UID that is 0, or not greater than that of a
	// message before it, or not less than that of one behind it (RFC 9051,
	// Section 2.3.1.1).
	ErrOrder = errors.New("state: UIDs do not ascend")
	// ErrNoMessage is the error for a sequence number or a UID that no message
	// has.
	ErrNoMessage = errors.New("state: no such message")
	// ErrShrunk is the error of Exists for fewer messages than there are.
	ErrShrunk = errors.New("state: the mailbox got smaller without an EXPUNGE")
	// ErrTooMany is the error of Exists and Append for more messages than an int can
	// count, where that has 32 bits.
	ErrTooMany = errors.New("state: too many messages")
)

// ErrUnknownUID is the error of [View.UIDs] for a message whose UID is not
// known. Nothing is wrong with the View then.
var ErrUnknownUID = errors.New("state: the UID is not known")

// A View is the selected mailbox as one session knows it: its messages by
// sequence number, from 1 to Len, with their UIDs. Both ascend together
// (RFC 9051, Section 2.3.1). A server changes it when it sends EXISTS and
// EXPUNGE or VANISHED, a client when it reads them; what happens to the mailbox
// meanwhile is not in it. A client learns the UIDs later than the number of
// messages: see [View.Exists] and [View.Learn].
//
// The zero value is an empty mailbox. Every operation takes O(log n) time,
// averaged over many of them. Memory is used for runs of consecutive UIDs, and
// of UIDs not known: next to nothing for a mailbox without gaps, and at most 25
// bytes a message for the worst that expunges can leave. A View must not be
// copied after its first use, nor be changed while another goroutine uses it.
type View struct {
	// UIDOnly says that there are no sequence numbers, since UIDONLY is
	// enabled (RFC 9586): which of the messages not known comes where is not
	// known either. It is set while the view is empty.
	UIDOnly bool

	runs runs
	// unplaced is the number of messages of which nothing is known, if
	// UIDOnly; otherwise they are in runs.
	unplaced int
	// highest is the greatest UID ever known; its message may be gone.
	highest uint32

	resuming bool
	told     int // what Exists told meanwhile; 0 or less if nothing
}

// Len returns the number of messages.
func (v *View) Len() int { return v.runs.n + v.unplaced }

// Unknown returns how many messages have UIDs that are not known.
func (v *View) Unknown() int { return v.runs.unknown + v.unplaced }

// Append adds a message with the sequence number Len+1. Its UID must be
// greater than those of all messages that ever were in the view, as UIDs are
// never used twice; otherwise the error is [ErrOrder].
func (v *View) Append(uid uint32) error {
	if err := v.Resumed(); err != nil {
		return err
	}
	if v.Len() == math.MaxInt {
		return ErrTooMany
	}
	if uid <= v.highest && !reuseUID || uint64(uid) <= v.runs.least() {
		return ErrOrder
	}
	v.runs.push(run{uid, 1})
	v.highest = uid
	return nil
}

// UID returns the UID of the message with the sequence number seq, and whether
// there is one and its UID is known.
func (v *View) UID(seq uint32) (uid uint32, ok bool) {
	if v.UIDOnly || seq == 0 || uint64(seq) > uint64(v.runs.n) {
		return 0, false
	}
	c, i, offset := v.runs.find(int(seq) - 1)
	r := v.runs.chunks[c].runs[i]
	if r.uid == 0 {
		return 0, false
	}
	return r.uid + offset, true
}

// Seq returns the sequence number of the message with the given UID, and
// whether there is one and its UID is known.
func (v *View) Seq(uid uint32) (seq uint32, ok bool) {
	c, i := v.runs.search(uid)
	if v.UIDOnly || !v.runs.holds(c, i, uid) {
		return 0, false
	}
	return uint32(v.runs.seq(c, i)) + uid - v.runs.chunks[c].runs[i].uid, true
}

// Has reports whether there is a message with this UID that is known.
func (v *View) Has(uid uint32) bool {
	c, i := v.runs.search(uid)
	return v.runs.holds(c, i, uid)
}

// Expunge removes the message with the sequence number seq and returns its
// UID, 0 if that is not known. The messages behind it move down by one. If
// there is none, the error is [ErrNoMessage].
func (v *View) Expunge(seq uint32) (uid uint32, err error) {
	if err := v.Resumed(); err != nil {
		return 0, err
	}
	if v.UIDOnly || seq == 0 || uint64(seq) > uint64(v.runs.n) {
		return 0, ErrNoMessage
	}
	if expungeNext && int(seq) < v.runs.n {
		seq++
	}
	c, i, offset := v.runs.find(int(seq) - 1)
	if r := v.runs.chunks[c].runs[i]; r.uid != 0 {
		uid = r.uid + offset
	}
	v.runs.cut(c, i, offset, 1)
	return uid, nil
}

// ExpungeUID removes the message with the given UID and returns the sequence
// number it had, and whether there was one and its UID was known.
func (v *View) ExpungeUID(uid uint32) (seq uint32, ok bool) {
	if v.Resumed() != nil {
		return 0, false
	}
	c, i := v.runs.search(uid)
	if !v.runs.holds(c, i, uid) {
		return 0, false
	}
	offset := uid - v.runs.chunks[c].runs[i].uid
	seq = uint32(v.runs.seq(c, i)) + offset
	v.runs.cut(c, i, offset, 1)
	return seq, true
}

// All returns the sequence numbers and UIDs of all messages, in ascending
// order, with 0 for a UID that is not known. The view must not change while
// ranging.
func (v *View) All() iter.Seq2[uint32, uint32] {
	return func(yield func(uint32, uint32) bool) {
		v.runs.each(0, 0, 1, ^uint32(0), true, yield)
	}
}

// Range returns the sequence numbers and UIDs of the messages whose UID is
// known and from low to high inclusive, in ascending order; with low > high the
// two are exchanged, as in a seq-range (RFC 9051, Section 9). The view must not
// change while ranging.
func (v *View) Range(low, high uint32) iter.Seq2[uint32, uint32] {
	if low > high {
		low, high = high, low
	}
	return func(yield func(uint32, uint32) bool) {
		c, i := v.runs.search(low)
		v.runs.each(c, i, max(low, 1), high, false, yield)
	}
}

// UIDs returns the UIDs of the messages that a set of sequence numbers names, as
// ascending ranges; "*" is the last message. The error is [ErrNoMessage] for a
// number that no message has, and [ErrUnknownUID] for an end of a range whose
// UID is not known. A saved set is the caller's to replace first.
func (v *View) UIDs(numbers wire.Set) (wire.Set, error) {
	uids := numbers.Resolve(uint32(v.runs.n))
	if n := len(uids.Ranges); v.UIDOnly || n == 0 || uint64(uids.Ranges[n-1].Last) > uint64(v.runs.n) {
		return wire.Set{}, ErrNoMessage
	}
	for i, r := range uids.Ranges {
		first, ok := v.UID(r.First)
		last, ok2 := v.UID(r.Last)
		if !ok || !ok2 {
			return wire.Set{}, ErrUnknownUID
		}
		uids.Ranges[i] = wire.Range{First: first, Last: last}
	}
	return uids, nil
}

// Reset empties v, for another mailbox or another UIDVALIDITY.
func (v *View) Reset() { *v = View{UIDOnly: v.UIDOnly} }
