package memory

import (
	"context"
	"runtime"
	"slices"

	"imapkit.example/server"
	"imapkit.example/wire"
)

// Copy implements [server.Mailbox]. Into the mailbox itself, messages are
// copied or moved like into any other: they get new UIDs.
func (h *handle) Copy(_ context.Context, uids wire.Set, to server.CopyTo) (server.Copied, error) {
	if h.readOnly && to.Move {
		return server.Copied{}, server.ErrReadOnly
	}
	source, a := h.box, h.box.a
	a.mu.Lock()
	defer a.mu.Unlock()
	if source.gone {
		return server.Copied{}, server.ErrNonexistent
	}
	target, err := a.target(to.Mailbox)
	if err != nil {
		return server.Copied{}, err
	}
	indices := slices.Collect(source.positions(uids))
	if to.All && len(indices) < to.Count && !copyPart {
		return server.Copied{}, server.ErrExpunged
	}
	copied, err := target.adopt(source, indices, to.Move)
	if err == nil && to.Move {
		if moveInSteps {
			a.mu.Unlock()
			runtime.Gosched()
			a.mu.Lock()
			indices = slices.Collect(source.positions(copied.Source))
		}
		source.remove(indices)
	}
	return copied, err
}

// adopt adds copies of messages of a mailbox, all of them or none. If they are
// being moved, the originals are about to be removed, and nothing is more than
// before.
func (b *mailbox) adopt(source *mailbox, indices []int, moved bool) (server.Copied, error) {
	var octets int64
	r := resolver{box: b}
	for _, i := range indices {
		m := source.messages[i]
		octets += int64(len(m.data))
		r.translate(m.keywords)
	}
	if err := r.check(); err != nil {
		return server.Copied{}, err
	}
	if !b.room(len(indices)) {
		return server.Copied{}, server.ErrOverQuota
	}
	if moved {
		b.a.octets += octets
	} else {
		if len(indices) > b.a.limits.Messages-b.a.messages {
			return server.Copied{}, server.ErrOverQuota
		}
		if err := b.a.take(octets); err != nil {
			return server.Copied{}, err
		}
	}
	out := server.Copied{UIDValidity: b.validity}
	for _, i := range indices {
		m := source.messages[i]
		out.Source.Append(m.uid)
		out.Target.Append(b.add(m.system, r.translate(m.keywords), m.date, m.data))
	}
	b.history.wake()
	return out, nil
}
