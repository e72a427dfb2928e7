package memory

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"imapkit.example/server"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// A draft is a message that was read but is in no mailbox yet.
type draft struct {
	system   uint8
	keywords []wire.Flag
	date     time.Time
	data     []byte
}

// Append implements [server.Session].
func (s *session) Append(ctx context.Context, mailbox string, messages iter.Seq2[*command.AppendMessage, error]) (server.Appended, error) {
	s.a.mu.Lock()
	_, err := s.a.target(mailbox)
	room := s.a.limits.Messages - s.a.messages
	s.a.mu.Unlock()
	if err != nil {
		return server.Appended{}, err
	}
	var (
		drafts []draft
		octets = quota{a: s.a}
	)
	defer func() { octets.release() }()
	for m, err := range messages {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil && appendPart && len(drafts) > 0 {
			break
		}
		if err != nil {
			return server.Appended{}, err
		}
		if len(drafts) >= room {
			return server.Appended{}, server.ErrOverQuota
		}
		d := draft{date: m.Date}
		d.system, d.keywords = split(m.Flags) // which are valid in this step only
		if d.data, err = octets.read(m.Data, m.Size); err != nil {
			return server.Appended{}, err
		}
		drafts = append(drafts, d)
	}
	now := s.a.now()
	s.a.mu.Lock()
	defer s.a.mu.Unlock()
	box, err := s.a.target(mailbox) // it may be gone by now
	if err != nil {
		return server.Appended{}, err
	}
	out, err := box.commit(drafts, now)
	if err == nil {
		octets.taken = 0 // they belong to the messages
	}
	return out, err
}

// commit adds drafts, all of them or none.
func (b *mailbox) commit(drafts []draft, now time.Time) (server.Appended, error) {
	r := resolver{box: b}
	sets := make([]*keywordSet, len(drafts))
	for i, d := range drafts {
		if sets[i] = r.set(d.keywords); len(sets[i].all()) > b.a.limits.MessageKeywords {
			return server.Appended{}, server.ErrFlags
		}
	}
	if err := r.check(); err != nil {
		return server.Appended{}, err
	}
	if len(drafts) > b.a.limits.Messages-b.a.messages || !b.room(len(drafts)) {
		return server.Appended{}, server.ErrOverQuota
	}
	out := server.Appended{UIDValidity: b.validity}
	for i, d := range drafts {
		if d.date.IsZero() {
			d.date = now
		}
		// An internal date has no fraction of a second.
		out.UIDs.Append(b.add(d.system, sets[i], d.date.Truncate(time.Second), d.data))
	}
	b.history.wake()
	return out, nil
}

// A quota counts what is reserved for messages that are being read.
type quota struct {
	a     *account
	taken int64
}

func (q *quota) take(n int64) error {
	err := q.a.reserve(n)
	if err == nil {
		q.taken += n
	}
	return err
}

func (q *quota) release() {
	if q.taken > 0 {
		q.a.release(q.taken)
	}
}

var errSize = errors.New("memory: message is longer than its size")

// read reads a message of the given size. The memory it takes grows with what
// arrives: the size is only what the client says.
func (q *quota) read(r io.Reader, size int64) ([]byte, error) {
	q.a.mu.Lock()
	fits := size <= q.a.limits.Octets-q.a.octets
	q.a.mu.Unlock()
	if !fits {
		return nil, server.ErrOverQuota // before the client sends it
	}
	var data []byte
	for int64(len(data)) < size {
		if len(data) == cap(data) {
			grown := min(size, max(2*int64(cap(data)), 16<<10))
			if err := q.take(grown - int64(cap(data))); err != nil {
				return nil, err
			}
			larger := make([]byte, len(data), grown)
			copy(larger, data)
			data = larger
		}
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err != nil && int64(len(data)) < size {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	// The end is read as well; an empty message is asked for by it.
	switch n, err := io.ReadFull(r, make([]byte, 1)); {
	case n > 0:
		return nil, errSize
	case err != io.EOF:
		return nil, err
	}
	return data, nil
}
