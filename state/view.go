package state

import (
	"errors"
	"iter"
	"slices"
	"sort"
)

// The errors of [View]. They mean that the two sides no longer agree about the
// mailbox: after them its sequence numbers cannot be trusted.
var (
	// ErrOrder is the error of Append for a UID that is 0 or not greater
	// than every UID before it (RFC 9051, Section 2.3.1.1).
	ErrOrder = errors.New("state: UIDs do not ascend")
	// ErrNoMessage is the error of Expunge for a sequence number that no
	// message has.
	ErrNoMessage = errors.New("state: no message with this sequence number")
	// ErrShrunk is the error of Exists for fewer messages than there are.
	ErrShrunk = errors.New("state: the mailbox got smaller without an EXPUNGE")
)

const (
	// chunkLen is the number of UIDs in a full chunk.
	chunkLen = 512
	// mergeLen is the number of UIDs up to which two neighbours become one
	// chunk. Two neighbours have more than that between them, so that a
	// message never takes more than 2·4·chunkLen/mergeLen < 11 bytes, and
	// a little for the chunks themselves. It leaves room in the chunk, so
	// that appending and expunging by turns does not merge each time.
	mergeLen = chunkLen * 3 / 4
)

// A View is the selected mailbox as one session knows it: its messages by
// sequence number, from 1 to Len, with their UIDs. Both ascend together
// (RFC 9051, Section 2.3.1). A server changes it when it sends EXISTS and
// EXPUNGE or VANISHED, a client when it reads them; what happens to the mailbox
// meanwhile is not in it.
//
// The zero value is an empty mailbox. Every operation takes O(log n) time,
// averaged over many expunges; a message takes 4 bytes, and less than 16 after
// whatever expunges. A View must not be copied after its first use, nor be
// changed while another goroutine uses it.
type View struct {
	// chunks hold the UIDs in order. None is empty or longer than chunkLen.
	chunks [][]uint32
	// counts has the lengths of chunks.
	counts counts
	n      int
	// highest is the greatest UID ever appended; its message may be gone.
	highest uint32
	// spare is the memory of a chunk no longer used, or nil.
	spare []uint32
}

// Len returns the number of messages.
func (v *View) Len() int {
	return v.n
}

// Append adds a message with the sequence number Len+1. Its UID must be
// greater than those of all messages that ever were in the view, as UIDs are
// never used twice; otherwise the error is [ErrOrder], and v is unchanged.
func (v *View) Append(uid uint32) error {
	if uid <= v.highest {
		return ErrOrder
	}
	last := len(v.chunks) - 1
	if last < 0 || len(v.chunks[last]) == chunkLen {
		chunk := v.spare
		v.spare = nil
		if chunk == nil && last >= 0 { // a first chunk starts small: most mailboxes do
			chunk = make([]uint32, 0, chunkLen)
		}
		v.chunks = append(v.chunks, chunk)
		v.counts.push(0)
		last++
	}
	v.chunks[last] = append(v.chunks[last], uid)
	v.counts.add(last, 1)
	v.n++
	v.highest = uid
	return nil
}

// UID returns the UID of the message with the sequence number seq, and whether
// there is one.
func (v *View) UID(seq uint32) (uid uint32, ok bool) {
	if seq == 0 || uint64(seq) > uint64(v.n) {
		return 0, false
	}
	c, i := v.counts.find(int(seq) - 1)
	return v.chunks[c][i], true
}

// Seq returns the sequence number of the message with the given UID, and
// whether there is one.
func (v *View) Seq(uid uint32) (seq uint32, ok bool) {
	c, i := v.search(uid)
	if c == len(v.chunks) || v.chunks[c][i] != uid {
		return 0, false
	}
	return v.seq(c, i), true
}

// Expunge removes the message with the sequence number seq and returns its
// UID. The messages behind it move down by one. If there is none, the error is
// [ErrNoMessage].
func (v *View) Expunge(seq uint32) (uid uint32, err error) {
	if seq == 0 || uint64(seq) > uint64(v.n) {
		return 0, ErrNoMessage
	}
	c, i := v.counts.find(int(seq) - 1)
	uid = v.chunks[c][i]
	v.remove(c, i)
	return uid, nil
}

// ExpungeUID removes the message with the given UID and returns the sequence
// number it had, and whether there was one.
func (v *View) ExpungeUID(uid uint32) (seq uint32, ok bool) {
	c, i := v.search(uid)
	if c == len(v.chunks) || v.chunks[c][i] != uid {
		return 0, false
	}
	seq = v.seq(c, i)
	v.remove(c, i)
	return seq, true
}

// All returns the sequence numbers and UIDs of all messages, in ascending
// order. The view must not change while ranging.
func (v *View) All() iter.Seq2[uint32, uint32] {
	return v.Range(1, ^uint32(0))
}

// Range returns the sequence numbers and UIDs of the messages whose UID is
// from low to high inclusive, in ascending order; with low > high the two
// are exchanged, as in a seq-range (RFC 9051, Section 9). The
// view must not change while ranging.
func (v *View) Range(low, high uint32) iter.Seq2[uint32, uint32] {
	if low > high {
		low, high = high, low
	}
	return func(yield func(uint32, uint32) bool) {
		c, i := v.search(low)
		if c == len(v.chunks) {
			return
		}
		seq := v.seq(c, i)
		for ; c < len(v.chunks); c++ {
			for _, uid := range v.chunks[c][i:] {
				if uid > high || !yield(seq, uid) {
					return
				}
				seq++
			}
			i = 0
		}
	}
}

// Reset empties v, for another mailbox or another UIDVALIDITY.
func (v *View) Reset() {
	*v = View{}
}

// search returns the place of the first message with a UID of at least uid;
// c is len(v.chunks) if there is none.
func (v *View) search(uid uint32) (c, i int) {
	c = sort.Search(len(v.chunks), func(c int) bool {
		chunk := v.chunks[c]
		return chunk[len(chunk)-1] >= uid
	})
	if c < len(v.chunks) {
		i, _ = slices.BinarySearch(v.chunks[c], uid)
	}
	return c, i
}

// seq returns the sequence number of the message at a place.
func (v *View) seq(c, i int) uint32 {
	return uint32(v.counts.sum(c) + i + 1)
}

// remove takes out the message at a place, and a chunk that is needed no more.
func (v *View) remove(c, i int) {
	v.chunks[c] = slices.Delete(v.chunks[c], i, i+1)
	v.counts.add(c, -1)
	v.n--
	switch {
	case len(v.chunks[c]) == 0:
		v.drop(c)
	case c+1 < len(v.chunks) && len(v.chunks[c])+len(v.chunks[c+1]) <= mergeLen:
		v.merge(c)
	case c > 0 && len(v.chunks[c-1])+len(v.chunks[c]) <= mergeLen:
		v.merge(c - 1)
	}
}

// merge moves what is in chunk c+1 to the end of chunk c.
func (v *View) merge(c int) {
	next := v.chunks[c+1]
	v.chunks[c] = append(v.chunks[c], next...)
	v.counts.add(c, len(next))
	v.drop(c + 1)
}

// drop removes chunk c, whose UIDs are gone or elsewhere. That is fast for the
// last chunk. For another it takes time proportional to the number of chunks;
// but that one was once filled, and is dropped only once.
func (v *View) drop(c int) {
	v.spare = v.chunks[c][:0]
	last := c == len(v.chunks)-1
	v.chunks = slices.Delete(v.chunks, c, c+1)
	if last {
		v.counts.pop()
		return
	}
	v.counts = v.counts[:0]
	for _, chunk := range v.chunks {
		v.counts.push(len(chunk))
	}
}
