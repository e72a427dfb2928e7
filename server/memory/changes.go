package memory

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"imapkit.example/server"
	"imapkit.example/wire"
)

var errClosed = errors.New("memory: mailbox is closed")

// Changes implements [server.Mailbox]. After Close it returns an error.
func (h *handle) Changes(ctx context.Context, wait bool) (server.Changes, error) {
	for {
		changes, signal, err := h.changes(wait)
		if err != nil || !wait || !changes.IsZero() {
			return changes, err
		}
		select {
		case <-signal:
		case <-h.closed:
		case <-ctx.Done():
			return server.Changes{}, ctx.Err()
		}
	}
}

// changes returns what there is now and, with wait, a channel that is closed
// when there may be more.
func (h *handle) changes(wait bool) (c server.Changes, signal <-chan struct{}, err error) {
	b := h.box
	b.a.mu.Lock()
	defer b.a.mu.Unlock()
	select {
	case <-h.closed:
		return c, nil, errClosed
	default:
	}
	if h.moment != b.history.now() {
		h.compare(&c)
		h.moment = b.history.now()
	}
	for _, m := range b.messages[b.search(0, h.next):] {
		c.Added = append(c.Added, m.uid)
		h.known.Append(m.uid)
	}
	h.next = b.next
	c.Full = b.full()
	if wait {
		signal = b.history.wait()
	}
	return c, signal, nil
}

// compare finds out what has happened to the messages that the client knows:
// to those touched meanwhile or, if they are not remembered, to all.
func (h *handle) compare(c *server.Changes) {
	b := h.box
	i, flags := 0, arena(nil)
	look := func(uid uint32) {
		i = b.search(i, uid)
		if i == len(b.messages) || b.messages[i].uid != uid {
			c.Expunged = append(c.Expunged, uid)
			return
		}
		m := b.messages[i]
		changed := m.changed
		if m.by == h.id {
			changed = m.other
			if hideOthers {
				changed = 0
			}
		}
		if changed > h.moment {
			c.Flags = append(c.Flags, server.MessageFlags{UID: uid, Flags: flags.of(m)})
		}
	}
	if touched, ok := b.history.since(h.moment); ok {
		touched = slices.Clone(touched)
		slices.Sort(touched)
		for _, uid := range slices.Compact(touched) {
			// Of what was touched since the last time, all that is smaller than
			// next was there at that time, so the client knows it.
			if uid < h.next {
				look(uid)
			}
		}
	} else {
		for uid := range h.known.All() {
			look(uid)
		}
	}
	if len(c.Expunged) > 0 {
		h.known = without(h.known, c.Expunged)
	}
}

// without returns an ascending set without some of its members, which are
// ascending too.
func without(s wire.Set, uids []uint32) wire.Set {
	out := make([]wire.Range, 0, len(s.Ranges)+min(len(s.Ranges), len(uids)))
	for _, r := range s.Ranges {
		n, _ := slices.BinarySearchFunc(uids, r.First, func(u, first uint32) int { return cmp.Compare(u, first) })
		uids = uids[n:]
		for len(uids) > 0 && uids[0] <= r.Last {
			if r.First < uids[0] {
				out = append(out, wire.Range{First: r.First, Last: uids[0] - 1})
			}
			r.First = uids[0] + 1 // 0 is not reached: no UID is that large, see room
			uids = uids[1:]
		}
		if r.First <= r.Last {
			out = append(out, r)
		}
	}
	return wire.Set{Ranges: out}
}

// An arena holds the flags of many messages in few allocations.
type arena []wire.Flag

// of returns a copy of the flags of m.
func (a *arena) of(m *message) []wire.Flag {
	if room := len(systemFlags) + len(m.keywords.all()); cap(*a)-len(*a) < room {
		*a = make([]wire.Flag, 0, max(room, min(2*cap(*a), 4096)))
	}
	n := len(*a)
	*a = appendFlags(*a, m.system, m.keywords)
	return (*a)[n:len(*a):len(*a)]
}
