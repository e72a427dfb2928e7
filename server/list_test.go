package server_test

import (
	"context"
	"testing"

	"imapkit.example/server"
)

// A racingBackend has another client delete a mailbox between LIST and STATUS.
type racingBackend struct{ server.Backend }

type racingSession struct{ server.Session }

func (b racingBackend) Login(ctx context.Context, user, password string) (server.Session, error) {
	s, err := b.Backend.Login(ctx, user, password)
	return racingSession{s}, err
}

func (s racingSession) Status(ctx context.Context, mailbox string) (server.Counts, error) {
	if mailbox != "INBOX" {
		s.Session.Delete(ctx, mailbox)
	}
	return s.Session.Status(ctx, mailbox)
}

func TestListStatusOfDeleted(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		srv.Backend = racingBackend{srv.Backend}
		login(t, srv, "joe").play(`
C: 1 CREATE a
S: 1 OK CREATE completed
C: 2 LIST "" * RETURN (STATUS (MESSAGES))
S: * LIST (\HasNoChildren) "/" INBOX
S: * STATUS INBOX (MESSAGES 0)
S: * LIST (\HasNoChildren \Noselect) "/" a
S: 2 OK LIST completed
`)
	})
}
