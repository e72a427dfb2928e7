package state

import (
	"math"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// Apply changes v by r if that is an EXISTS, EXPUNGE or VANISHED response, by
// the methods below. Any other changes nothing: the UIDs that FETCH tells are
// for [View.Learn], and those of UIDFETCH for [View.LearnUID].
func (v *View) Apply(r response.Response) error {
	switch r := r.(type) {
	case *response.Exists:
		return v.Exists(r.Count)
	case *response.Expunge:
		_, err := v.Expunge(r.Seq)
		return err
	case *response.Vanished:
		if r.Earlier {
			v.VanishedEarlier(r.UIDs)
			return nil
		}
		return v.Vanished(r.UIDs)
	}
	return nil
}

// Exists tells that the mailbox has n messages. Those that are new have UIDs
// that are not known yet. If n is less than Len, the error is [ErrShrunk]: only
// EXPUNGE and VANISHED remove messages (RFC 9051, Section 5.2). Memory does not
// grow with n.
func (v *View) Exists(n uint32) error {
	if uint64(n) > math.MaxInt {
		return ErrTooMany
	}
	if v.resuming {
		v.told = int(n)
		return nil
	}
	more := int(n) - v.Len()
	switch {
	case more < 0 && !ignoreShrunk:
		return ErrShrunk
	case more > 0 && v.UIDOnly:
		v.unplaced += more
	case more > 0:
		v.runs.push(run{0, uint32(more)})
	}
	return nil
}

// Learn tells the UID of the message with the sequence number seq, as a FETCH
// response does. The error is [ErrNoMessage] if there is no such message, and
// [ErrOrder] if it is known to have another UID or this one does not fit
// between those known.
func (v *View) Learn(seq, uid uint32) error {
	if err := v.Resumed(); err != nil {
		return err
	}
	if v.UIDOnly || seq == 0 || uint64(seq) > uint64(v.runs.n) {
		return ErrNoMessage
	}
	l := &v.runs
	c, i, offset := l.find(int(seq) - 1)
	r := l.chunks[c].runs[i]
	if r.uid != 0 {
		if uid != r.uid+offset {
			return ErrOrder
		}
		return nil
	}
	// Each message of the run has a UID of its own.
	low, high := uint64(0), uint64(math.MaxUint32)+1
	if c, i, ok := l.before(c, i); ok {
		low = uint64(l.chunks[c].runs[i].last())
	}
	if c, i, ok := l.after(c, i); ok {
		high = uint64(l.chunks[c].runs[i].uid)
	}
	if uint64(uid) <= low+uint64(offset) || uint64(uid)+uint64(r.n-offset) > high && !learnAnything {
		return ErrOrder
	}
	l.learn(c, i, offset, uid)
	v.highest = max(v.highest, uid)
	return nil
}

// LearnUID tells that there is a message with this UID, as a UIDFETCH response
// does (RFC 9586). Unless v is UIDOnly, its sequence number stays unknown. The
// error is [ErrNoMessage] if no message not known yet can have that UID.
func (v *View) LearnUID(uid uint32) error {
	if err := v.Resumed(); err != nil {
		return err
	}
	l := &v.runs
	c, i := l.search(uid)
	switch {
	case uid == 0:
		return ErrNoMessage
	case l.holds(c, i, uid):
		return nil
	case v.UIDOnly && v.unplaced > 0:
		l.insert(c, i, uid)
		v.unplaced--
		v.highest = max(v.highest, uid)
		return nil
	case !v.UIDOnly:
		if c, i, ok := l.before(c, i); ok && l.chunks[c].runs[i].uid == 0 {
			return nil
		}
	}
	return ErrNoMessage
}

// Vanished removes the messages with the UIDs in set (RFC 7162, Section
// 3.2.10.2). Each must be there, known or not: if one is not, the others are
// removed nevertheless and the error is [ErrNoMessage].
func (v *View) Vanished(set wire.Set) error {
	if err := v.Resumed(); err != nil {
		return err
	}
	if set.Saved {
		return ErrNoMessage
	}
	missing := int64(0)
	for _, r := range set.Resolve(0).Ranges {
		missing += v.vanish(r.First, r.Last, true)
	}
	if missing == 0 || strayVanished {
		return nil
	}
	gone := min(missing, int64(v.unplaced))
	v.unplaced -= int(gone)
	if gone < missing {
		return ErrNoMessage
	}
	return nil
}

// vanish removes the messages with UIDs from low, which is not 0, to high that
// are known and, if all have to be there, those that are not. It returns how
// many were missing.
func (v *View) vanish(low, high uint32, all bool) (missing int64) {
	l := &v.runs
	for {
		c, i := l.search(low)
		// What lies in front of the run found is not known, if it is there.
		gap := int64(high-low) + 1
		if c < len(l.chunks) {
			if r := l.chunks[c].runs[i]; r.uid <= high {
				gap = max(0, int64(r.uid)-int64(low))
			}
		}
		if p, j, ok := l.before(c, i); gap > 0 && all {
			if ok && l.chunks[p].runs[j].uid == 0 {
				k := min(gap, int64(l.chunks[p].runs[j].n))
				l.cut(p, j, 0, uint32(k))
				missing -= k
			}
			missing += gap
		}
		if gap > int64(high-low) {
			return missing
		}
		low += uint32(gap)
		c, i = l.search(low)
		r := l.chunks[c].runs[i]
		offset := low - r.uid
		k := min(r.n-offset, high-low+1)
		l.cut(c, i, offset, k)
		if high-low < k {
			return missing
		}
		low += k
	}
}

// Resume tells that what v holds is what was known of the mailbox before it is
// selected with QRESYNC. From now on Exists and VanishedEarlier say, in any
// order, what has changed since, up to the call of Resumed, which any other
// change of v makes too.
func (v *View) Resume() { v.resuming, v.told = true, 0 }

// VanishedEarlier removes those messages with UIDs in set that v remembers from
// an earlier session: see Resume. In a mailbox in use it changes nothing, as the
// sequence numbers have never counted those messages (RFC 7162, Section
// 3.2.10.1).
func (v *View) VanishedEarlier(set wire.Set) {
	if !v.resuming && !earlierCounts || set.Saved {
		return
	}
	for _, r := range set.Resolve(0).Ranges {
		v.vanish(r.First, r.Last, false)
	}
}

// Resumed ends what Resume has begun: all that has vanished was told. The error
// is [ErrShrunk] if v remembers more messages than Exists told of; v is as it
// was then.
func (v *View) Resumed() error {
	if !v.resuming {
		return nil
	}
	v.resuming = false
	return v.Exists(uint32(v.told))
}

// Forget forgets the UIDs of all messages but not how many there are, as told:
// UIDVALIDITY is another one than v was resumed with.
func (v *View) Forget() {
	n := v.Len()
	if v.resuming {
		n = v.told
	}
	v.Reset()
	_ = v.Exists(uint32(n)) // there is none to be fewer than
}
