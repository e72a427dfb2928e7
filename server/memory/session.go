package memory

import (
	"context"
	"slices"
	"strings"

	"imapkit.example/server"
	"imapkit.example/wire"
)

// A session is what one connection uses of an account.
type session struct{ a *account }

var _ server.Session = (*session)(nil)

// Close implements [server.Session].
func (s *session) Close() error { return nil }

// Open implements [server.Session].
func (s *session) Open(_ context.Context, mailbox string, readOnly bool) (server.Mailbox, *server.Snapshot, error) {
	s.a.mu.Lock()
	defer s.a.mu.Unlock()
	b := s.a.find(mailbox)
	if b == nil {
		return nil, nil, server.ErrNonexistent
	}
	b.history.watch()
	s.a.handles++
	h := &handle{
		box:      b,
		id:       s.a.handles,
		readOnly: readOnly,
		closed:   make(chan struct{}),
		next:     b.next,
		moment:   b.history.now(),
	}
	snapshot := &server.Snapshot{
		UIDValidity: b.validity,
		UIDNext:     b.next,
		UIDs:        make([]uint32, 0, len(b.messages)),
		Flags:       make([]wire.Flag, 0, len(b.keywords)),
		ReadOnly:    readOnly,
		Full:        b.full(),
	}
	for _, m := range b.messages {
		h.known.Append(m.uid)
		snapshot.UIDs = append(snapshot.UIDs, m.uid)
		if snapshot.FirstUnseen == 0 && m.system&seenBit == 0 {
			snapshot.FirstUnseen = m.uid
		}
	}
	for _, k := range b.keywords {
		snapshot.Flags = append(snapshot.Flags, k.flag)
	}
	slices.SortFunc(snapshot.Flags, func(x, y wire.Flag) int {
		return strings.Compare(strings.ToUpper(string(x)), strings.ToUpper(string(y)))
	})
	return h, snapshot, nil
}
