package memory

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"imapkit.example/server"
	"imapkit.example/wire/response"
)

// errHasChildren answers the DELETE of a name that is \Noselect already
// (RFC 9051, Section 6.3.5).
var errHasChildren = &response.Status{
	Type: response.NO, Code: response.HasChildren, Text: "there are mailboxes below it",
}

// List implements [server.Folders].
func (s *session) List(context.Context) ([]server.Folder, error) {
	s.a.mu.Lock()
	defer s.a.mu.Unlock()
	list := make([]server.Folder, 0, len(s.a.folders)+len(s.a.subscribed))
	for name, f := range s.a.folders {
		_, subscribed := s.a.subscribed[name]
		list = append(list, server.Folder{Name: name, Subscribed: subscribed, Exists: true, NoSelect: f.box == nil})
	}
	for name := range s.a.subscribed {
		if s.a.folders[name] == nil {
			list = append(list, server.Folder{Name: name, Subscribed: true})
		}
	}
	slices.SortFunc(list, func(x, y server.Folder) int { return cmp.Compare(x.Name, y.Name) })
	return list, nil
}

// Create implements [server.Folders]. A delimiter at the end, which announces
// mailboxes below (RFC 9051, Section 6.3.4), makes no difference.
func (s *session) Create(_ context.Context, mailbox string) error {
	name, err := s.a.limits.clean(strings.TrimSuffix(mailbox, delimiter))
	if err != nil {
		return err
	}
	s.a.mu.Lock()
	defer s.a.mu.Unlock()
	if f := s.a.folders[name]; f != nil {
		if f.box != nil {
			return server.ErrExists
		}
		f.box = s.a.newMailbox()
		return nil
	}
	return s.a.link(name, &folder{box: s.a.newMailbox()})
}

// link puts f under name, which is free, and makes what is missing above it.
func (a *account) link(name string, f *folder) error {
	var missing []string
	for up := parent(name); up != "" && a.folders[up] == nil; up = parent(up) {
		missing = append(missing, up)
	}
	if len(a.folders)+len(missing) >= a.limits.Mailboxes {
		return server.ErrLimit
	}
	for _, up := range slices.Backward(missing) {
		a.put(up, &folder{box: a.newMailbox()})
	}
	a.put(name, f)
	return nil
}

func (a *account) put(name string, f *folder) {
	a.folders[strings.Clone(name)] = f // it shares memory with what else was sent
	if up := parent(name); up != "" {
		a.folders[up].below++
	}
}

func (a *account) unlink(name string) {
	delete(a.folders, name)
	if up := parent(name); up != "" {
		a.folders[up].below--
	}
}

// Delete implements [server.Folders].
func (s *session) Delete(_ context.Context, mailbox string) error {
	s.a.mu.Lock()
	defer s.a.mu.Unlock()
	name, err := s.a.limits.clean(mailbox)
	f := s.a.folders[name]
	switch {
	case err != nil || f == nil:
		return server.ErrNonexistent
	case name == inbox:
		return server.ErrInbox
	case f.box == nil && f.below > 0:
		return errHasChildren
	}
	if f.box != nil {
		f.box.vanish()
		f.box = nil
	}
	if f.below == 0 {
		s.a.unlink(name)
	}
	return nil
}

// Subscribe implements [server.Folders]. The mailbox need not exist.
func (s *session) Subscribe(_ context.Context, mailbox string, subscribed bool) error {
	name, err := s.a.limits.clean(mailbox)
	if err != nil {
		return err
	}
	s.a.mu.Lock()
	defer s.a.mu.Unlock()
	if !subscribed {
		delete(s.a.subscribed, name)
		return nil
	}
	if _, ok := s.a.subscribed[name]; !ok && len(s.a.subscribed) >= s.a.limits.Mailboxes {
		return server.ErrLimit
	}
	s.a.subscribed[strings.Clone(name)] = struct{}{}
	return nil
}

// Status implements [server.Folders].
func (s *session) Status(_ context.Context, mailbox string) (server.Counts, error) {
	s.a.mu.Lock()
	defer s.a.mu.Unlock()
	box := s.a.find(mailbox)
	if box == nil {
		return server.Counts{}, server.ErrNonexistent
	}
	return server.Counts{
		Messages:    uint32(len(box.messages)),
		Unseen:      uint32(len(box.messages) - box.seen),
		Deleted:     uint32(box.deleted),
		UIDNext:     box.next,
		UIDValidity: box.validity,
		Size:        box.size,
	}, nil
}
