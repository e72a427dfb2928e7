package memory

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"imapkit.example/server"
)

// Options configure a [Backend]. The zero value is usable.
type Options struct {
	Limits Limits
	// Now is the clock. Nil means time.Now.
	Now func() time.Time
}

// A Backend is a [server.Backend] in memory. [New] makes one.
type Backend struct {
	limits Limits
	now    func() time.Time
	nobody secret // stands for users that do not exist

	mu    sync.RWMutex
	users map[string]*account
}

var _ server.Backend = (*Backend)(nil)

// New returns a backend without users.
func New(opts Options) *Backend {
	b := &Backend{
		limits: opts.Limits.withDefaults(),
		now:    opts.Now,
		users:  make(map[string]*account),
	}
	b.nobody, _ = newSecret("-")
	if b.now == nil {
		b.now = time.Now
	}
	return b
}

// AddUser adds a user, who has an empty INBOX. Names are case-sensitive. It is
// an error if name or password is empty or the user exists.
func (b *Backend) AddUser(name, password string) error {
	if name == "" || password == "" {
		return errors.New("memory: user without a name or a password")
	}
	s, err := newSecret(password)
	if err != nil {
		return fmt.Errorf("memory: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.users[name] != nil {
		return errors.New("memory: user exists already")
	}
	b.users[name] = newAccount(s, b.limits, b.now)
	return nil
}

// Login implements [server.Backend].
func (b *Backend) Login(ctx context.Context, user, password string) (server.Session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b.mu.RLock()
	a := b.users[user]
	b.mu.RUnlock()
	s := &b.nobody
	if a != nil {
		s = &a.secret
	}
	if !s.matches(password) || a == nil {
		return nil, server.ErrCredentials
	}
	return &session{a: a}, nil
}
