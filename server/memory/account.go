package memory

import (
	"sync"
	"time"

	"imapkit.example/server"
)

// An account is all that belongs to one user.
type account struct {
	secret secret
	limits Limits
	now    func() time.Time

	// mu guards what is below, and the mailboxes.
	mu         sync.Mutex
	folders    map[string]*folder // by clean name; what is above a folder is there too
	subscribed map[string]struct{}
	octets     int64  // of all messages, and those that are being read
	messages   int    // in all mailboxes
	validity   uint32 // the last UIDVALIDITY given to a mailbox
	handles    uint64 // how many mailboxes were ever selected
}

// A folder is a name that exists.
type folder struct {
	box   *mailbox // nil if the name is \Noselect
	below int      // folders one level below
}

func newAccount(s secret, limits Limits, now func() time.Time) *account {
	a := &account{
		secret:     s,
		limits:     limits,
		now:        now,
		folders:    make(map[string]*folder),
		subscribed: make(map[string]struct{}),
		validity:   uint32(now().Unix()),
	}
	a.folders[inbox] = &folder{box: a.newMailbox()}
	return a
}

func (a *account) newMailbox() *mailbox {
	a.validity++
	return &mailbox{a: a, validity: a.validity, next: 1, keywords: make(map[string]*keyword)}
}

// find returns the mailbox of a name as it came from the client, or nil.
func (a *account) find(name string) *mailbox {
	name, err := a.limits.clean(name)
	if err != nil {
		return nil
	}
	if f := a.folders[name]; f != nil {
		return f.box
	}
	return nil
}

// target is find for the mailbox that messages are to be put into. The client
// is told to create it unless that is impossible (RFC 9051, Section 6.3.12).
func (a *account) target(name string) (*mailbox, error) {
	if _, err := a.limits.clean(name); err != nil {
		return nil, err
	}
	if box := a.find(name); box != nil {
		return box, nil
	}
	return nil, server.ErrTryCreate
}

// reserve takes n octets of the quota.
func (a *account) reserve(n int64) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.take(n)
}

// release gives octets back.
func (a *account) release(n int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.octets -= n
}

func (a *account) take(n int64) error {
	if n > a.limits.Octets-a.octets {
		return server.ErrOverQuota
	}
	a.octets += n
	return nil
}
