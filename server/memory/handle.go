package memory

import (
	"context"
	"iter"
	"runtime"
	"slices"

	"imapkit.example/server"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// A handle is a mailbox that a client has selected. Its fields are guarded by
// the lock of the account.
type handle struct {
	box      *mailbox
	id       uint64 // from 1, unique in the account
	readOnly bool
	closed   chan struct{}

	// What the client was told of: all messages in known, up to UIDNEXT next,
	// as they were at a moment of the history.
	known  wire.Set
	next   uint32
	moment uint64
}

var _ server.Mailbox = (*handle)(nil)

// Close implements [server.Mailbox].
func (h *handle) Close() error {
	h.box.a.mu.Lock()
	defer h.box.a.mu.Unlock()
	select {
	case <-h.closed:
	default:
		close(h.closed)
		h.box.history.unwatch()
	}
	return nil
}

// chunk is how many messages Messages takes at a time.
const chunk = 64

// Messages implements [server.Mailbox]. Messages that are expunged while it
// runs may or may not be among them.
func (h *handle) Messages(ctx context.Context, uids wire.Set) iter.Seq2[*server.Message, error] {
	return func(yield func(*server.Message, error) bool) {
		var (
			batch [chunk]message
			data  []byte
			left  = wire.Set{Ranges: slices.Clone(uids.Ranges)}
			msg   = server.Message{Bytes: func() ([]byte, error) { return data, nil }}
		)
		for after := uint32(0); ; {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			n := h.collect(batch[:], &left, after)
			for i := range batch[:n] {
				m := &batch[i]
				data = m.data
				msg.UID, msg.Date, msg.Size = m.uid, m.date, int64(len(m.data))
				msg.Flags = appendFlags(msg.Flags[:0], m.system, m.keywords)
				if !yield(&msg, nil) {
					return
				}
				after = m.uid
				*m = message{}
			}
			if n < len(batch) {
				return
			}
		}
	}
}

// collect copies the messages of a set that come after a UID into batch, and
// takes what comes before from the set.
func (h *handle) collect(batch []message, uids *wire.Set, after uint32) (n int) {
	h.box.a.mu.Lock()
	defer h.box.a.mu.Unlock()
	for len(uids.Ranges) > 0 && uids.Ranges[0].Last <= after {
		uids.Ranges = uids.Ranges[1:]
	}
	if len(uids.Ranges) > 0 {
		uids.Ranges[0].First = max(uids.Ranges[0].First, after+1)
	}
	for i := range h.box.positions(*uids) {
		if n == len(batch) {
			break
		}
		batch[n] = *h.box.messages[i]
		n++
	}
	return n
}

// Store implements [server.Mailbox].
func (h *handle) Store(_ context.Context, uids wire.Set, action command.StoreAction, flags []wire.Flag) ([]server.MessageFlags, error) {
	if h.readOnly {
		return nil, server.ErrReadOnly
	}
	b := h.box
	b.a.mu.Lock()
	defer b.a.mu.Unlock()
	if b.gone {
		return nil, server.ErrNonexistent
	}
	mask, names := split(flags)
	r := resolver{box: b}
	named := r.set(names)
	keywords := map[*keywordSet]*keywordSet{} // what each set in use becomes
	var indices []int
	for i := range b.positions(uids) {
		indices = append(indices, i)
		old := b.messages[i].keywords
		if _, ok := keywords[old]; ok {
			continue
		}
		fresh := named
		switch action {
		case command.StoreAdd:
			fresh = old.plus(named)
		case command.StoreRemove:
			fresh = old.minus(named)
		}
		if len(fresh.all()) > max(b.a.limits.MessageKeywords, len(old.all())) {
			return nil, server.ErrFlags
		}
		keywords[old] = fresh
	}
	if action != command.StoreRemove && len(indices) > 0 {
		if err := r.check(); err != nil {
			return nil, err
		}
	}
	if storeInSteps {
		b.a.mu.Unlock()
		runtime.Gosched()
		b.a.mu.Lock()
		indices = slices.Collect(b.positions(uids))
	}
	list := make([]server.MessageFlags, 0, len(indices))
	all := arena(nil)
	for _, i := range indices {
		m := b.messages[i]
		system := mask
		switch action {
		case command.StoreAdd:
			system = m.system | mask
		case command.StoreRemove:
			system = m.system &^ mask
		}
		b.setFlags(m, system, keywords[m.keywords], h.id)
		list = append(list, server.MessageFlags{UID: m.uid, Flags: all.of(m)})
	}
	b.history.wake()
	return list, nil
}

// Expunge implements [server.Mailbox].
func (h *handle) Expunge(_ context.Context, uids wire.Set) error {
	if h.readOnly {
		return server.ErrReadOnly
	}
	b := h.box
	b.a.mu.Lock()
	defer b.a.mu.Unlock()
	var indices []int
	for i := range b.positions(uids) {
		if b.messages[i].system&deletedBit != 0 {
			indices = append(indices, i)
		}
	}
	b.remove(indices)
	return nil
}
