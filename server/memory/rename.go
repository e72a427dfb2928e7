package memory

import (
	"context"
	"slices"

	"imapkit.example/server"
)

// Rename implements [server.Folders]. A mailbox cannot become one below itself,
// but the messages of INBOX can be moved to one below INBOX.
func (s *session) Rename(_ context.Context, from, to string) error {
	a := s.a
	a.mu.Lock()
	defer a.mu.Unlock()
	from, err := a.limits.clean(from)
	if err != nil || a.folders[from] == nil {
		return server.ErrNonexistent
	}
	if to, err = a.limits.clean(to); err != nil {
		return err
	}
	switch {
	case a.folders[to] != nil:
		return server.ErrExists
	case from == inbox:
		return a.emptyInbox(to)
	case isBelow(to, from):
		return server.ErrName
	}
	return a.rename(from, to)
}

func (a *account) rename(from, to string) error {
	var below []string
	for name := range a.folders {
		if !isBelow(name, from) {
			continue
		}
		if _, err := a.limits.clean(to + name[len(from):]); err != nil {
			return err
		}
		below = append(below, name)
	}
	f := a.folders[from]
	a.unlink(from)
	if err := a.link(to, f); err != nil {
		a.put(from, f)
		return err
	}
	// Nothing can be below to yet. How many are below each name stays as it is.
	for _, name := range below {
		a.folders[to+name[len(from):]] = a.folders[name]
		delete(a.folders, name)
	}
	return nil
}

// emptyInbox moves the messages of INBOX into a new mailbox (RFC 9051, Section 6.3.6).
func (a *account) emptyInbox(to string) error {
	source := a.folders[inbox].box
	target := a.newMailbox()
	if err := a.link(to, &folder{box: target}); err != nil {
		return err
	}
	all := slices.Collect(source.positions(everything))
	if _, err := target.adopt(source, all, true); err != nil {
		return err
	}
	source.remove(all)
	return nil
}
