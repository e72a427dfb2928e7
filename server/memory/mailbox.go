package memory

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"time"

	"imapkit.example/wire"
)

// everything is the set of all UIDs.
var everything = wire.RangeOf(1, math.MaxUint32)

// A mailbox holds messages. It is guarded by the lock of its account.
type mailbox struct {
	a        *account
	validity uint32
	next     uint32     // the UID that the next message gets
	messages []*message // ascending by UID
	keywords map[string]*keyword
	gone     bool // it was deleted

	size          int64
	seen, deleted int // messages with \Seen and with \Deleted

	history history
}

// A message is a message in a mailbox. All but its flags is immutable.
type message struct {
	uid  uint32
	date time.Time
	data []byte

	system   uint8
	keywords *keywordSet

	// changed is the moment in the history at which the flags last changed,
	// by is who did it, and other the last moment at which anyone else did.
	changed, other, by uint64
}

// search returns the index of the first message with the UID or a larger one,
// if all before index i are smaller.
func (b *mailbox) search(i int, uid uint32) int {
	if i >= len(b.messages) || b.messages[i].uid >= uid {
		return i
	}
	n, _ := slices.BinarySearchFunc(b.messages[i:], uid, func(m *message, uid uint32) int { return cmp.Compare(m.uid, uid) })
	return i + n
}

// positions iterates over the indices of the messages in an ascending set. The
// mailbox must not change meanwhile.
func (b *mailbox) positions(uids wire.Set) iter.Seq[int] {
	return func(yield func(int) bool) {
		i := 0
		for _, r := range uids.Ranges {
			for i = b.search(i, r.First); i < len(b.messages) && b.messages[i].uid <= r.Last; i++ {
				if !yield(i) {
					return
				}
			}
		}
	}
}

// room reports whether n messages can be added: there are no more UIDs than
// those of 32 bits, and UIDNEXT is one of them.
func (b *mailbox) room(n int) bool { return int64(n) <= int64(math.MaxUint32)-int64(b.next) }

// full reports whether there can be no more keywords.
func (b *mailbox) full() bool { return len(b.keywords) >= b.a.limits.Keywords }

// add adds a message, whose octets were reserved, and returns its UID.
// Whoever adds calls wake at the end.
func (b *mailbox) add(system uint8, keywords *keywordSet, date time.Time, data []byte) uint32 {
	m := &message{uid: b.next, date: date, data: data, system: system, keywords: keywords}
	b.next++
	b.messages = append(b.messages, m)
	b.a.messages++
	b.size += int64(len(data))
	b.tally(m, 1)
	return m.uid
}

// remove removes the messages at the given indices, which are ascending.
func (b *mailbox) remove(indices []int) {
	if len(indices) == 0 {
		return
	}
	kept := indices[0]
	for n, i := range indices {
		m := b.messages[i]
		b.history.touch(m.uid)
		b.tally(m, -1)
		b.size -= int64(len(m.data))
		b.a.octets -= int64(len(m.data))
		end := len(b.messages)
		if n+1 < len(indices) {
			end = indices[n+1]
		}
		kept += copy(b.messages[kept:], b.messages[i+1:end])
	}
	b.a.messages -= len(indices)
	if reuseUID && kept < len(b.messages) {
		b.next = b.messages[len(b.messages)-1].uid
	}
	clear(b.messages[kept:]) // so that the messages are not kept from being freed
	b.messages = b.messages[:kept]
	b.history.wake()
}

// vanish is the end of a mailbox that is deleted. Who has it selected sees all
// messages expunged.
func (b *mailbox) vanish() {
	b.a.messages -= len(b.messages)
	b.a.octets -= b.size
	b.messages, b.keywords = nil, nil
	b.size, b.seen, b.deleted = 0, 0, 0
	b.gone = true
	b.history.forget()
	b.history.wake()
}

// setFlags changes the flags of a message on behalf of a handle.
func (b *mailbox) setFlags(m *message, system uint8, keywords *keywordSet, by uint64) {
	if m.system == system && m.keywords.equal(keywords) {
		return
	}
	old := *m
	m.system, m.keywords = system, keywords
	b.tally(m, 1) // first, so that no keyword is given up in between
	b.tally(&old, -1)
	now := b.history.touch(m.uid)
	if m.by != by {
		m.other, m.by = m.changed, by
	}
	m.changed = now
}

// tally counts the flags of m in, or out.
func (b *mailbox) tally(m *message, d int) {
	if m.system&seenBit != 0 {
		b.seen += d
	}
	if m.system&deletedBit != 0 {
		b.deleted += d
	}
	for _, k := range m.keywords.all() {
		if k.used == 0 {
			b.keywords[k.upper] = k
		}
		if k.used += d; k.used == 0 {
			delete(b.keywords, k.upper)
		}
	}
}
