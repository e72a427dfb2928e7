package main

import (
	"fmt"
	"io"
	"net"
	"sync"

	imap "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"

	"imapkit.example/fuzz"
	"imapkit.example/fuzz/internal/measure"
)

// goimap2Commands drives imapserver.Server, since the library exports no parser:
// the commands come over a connection in memory to a session that does nothing
// but visit its arguments. Writing the tagged answers is part of what is
// measured, as they cannot be left out.
func goimap2Commands(w fuzz.Workload, t *measure.Traffic) (driver, error) {
	var first []byte
	if w.Name != "commands" { // that logs in by itself
		first = []byte("S SELECT INBOX\r\n")
	}
	return func(s *seen) error {
		x := &session2{seen: s, done: make(chan struct{})}
		conn := newScript(t.ReadSize, piece{octets: first}, piece{octets: t.Octets})
		l := &listener{conn: conn, closed: make(chan struct{})}
		server := imapserver.New(&imapserver.Options{
			NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
				return x, &imapserver.GreetingData{PreAuth: first != nil}, nil
			},
			Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapLiteralPlus: {}, imap.CapMove: {}, imap.CapUIDPlus: {}},
			Logger:       x,
			InsecureAuth: true,
		})
		ended := make(chan error, 1)
		go func() { ended <- server.Serve(l) }()
		<-x.done
		err := server.Close()
		if err == nil {
			err = <-ended
		}
		if err == nil {
			err = x.err
		}
		if err == nil {
			err = conn.refusal()
		}
		s.messages += t.Messages // none was refused, and all was read
		return err
	}, nil
}

// A listener accepts one connection.
type listener struct {
	mu     sync.Mutex
	conn   net.Conn
	once   sync.Once
	closed chan struct{}
}

func (l *listener) Accept() (net.Conn, error) {
	l.mu.Lock()
	conn := l.conn
	l.conn = nil
	l.mu.Unlock()
	if conn != nil {
		return conn, nil
	}
	<-l.closed
	return nil, net.ErrClosed
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *listener) Addr() net.Addr { return address{} }

// A session2 visits what it is called with.
type session2 struct {
	*seen
	done chan struct{}
	err  error // what the server has logged
}

// Printf implements imapserver.Logger.
func (x *session2) Printf(format string, args ...any) { x.err = fmt.Errorf(format, args...) }

func (x *session2) Close() error {
	close(x.done)
	return nil
}

func (x *session2) Login(user, password string) error {
	x.sum.String(user)
	x.sum.String(password)
	return nil
}

func (x *session2) mailbox(name string) error {
	x.sum.String(name)
	return nil
}

func (x *session2) Select(mailbox string, options *imap.SelectOptions) (*imap.SelectData, error) {
	x.sum.Bool(options.ReadOnly)
	return &imap.SelectData{}, x.mailbox(mailbox)
}

func (x *session2) Create(mailbox string, _ *imap.CreateOptions) error       { return x.mailbox(mailbox) }
func (x *session2) Delete(mailbox string) error                              { return x.mailbox(mailbox) }
func (x *session2) Rename(mailbox, _ string, _ *imap.RenameOptions) error    { return x.mailbox(mailbox) }
func (x *session2) Subscribe(mailbox string) error                           { return x.mailbox(mailbox) }
func (x *session2) Unsubscribe(mailbox string) error                         { return x.mailbox(mailbox) }
func (x *session2) Poll(*imapserver.UpdateWriter, bool) error                { return nil }
func (x *session2) Idle(_ *imapserver.UpdateWriter, c <-chan struct{}) error { <-c; return nil }
func (x *session2) Unselect() error                                          { return nil }

func (x *session2) List(_ *imapserver.ListWriter, ref string, patterns []string, _ *imap.ListOptions) error {
	x.sum.String(ref)
	x.sum.Strings(patterns)
	return nil
}

func (x *session2) Status(mailbox string, options *imap.StatusOptions) (*imap.StatusData, error) {
	zero := uint32(0)
	data := &imap.StatusData{Mailbox: mailbox, UIDNext: 1, UIDValidity: 1}
	for _, asked := range [...]bool{options.NumMessages, options.NumUnseen, options.UIDNext, options.UIDValidity} {
		if asked {
			x.elements++
		}
	}
	if options.NumMessages {
		data.NumMessages = &zero
	}
	if options.NumUnseen {
		data.NumUnseen = &zero
	}
	return data, x.mailbox(mailbox)
}

func (x *session2) Append(mailbox string, r imap.LiteralReader, options *imap.AppendOptions) (*imap.AppendData, error) {
	x.sum.String(mailbox)
	x.elements += len(options.Flags)
	x.flags2(options.Flags)
	if !options.Time.IsZero() {
		x.sum.Time(options.Time)
	}
	n, err := io.Copy(io.Discard, r)
	x.elements += int(n)
	x.sum.Number(uint64(n))
	return nil, err
}

func (x *session2) set(set imap.NumSet) {
	switch set := set.(type) {
	case imap.UIDSet:
		x.uids2(set)
	case imap.SeqSet:
		for _, r := range set {
			x.span(r.Start, r.Stop)
		}
	}
}

func (x *session2) Expunge(_ *imapserver.ExpungeWriter, uids *imap.UIDSet) error {
	if uids != nil {
		x.uids2(*uids)
	}
	return nil
}

func (x *session2) Fetch(_ *imapserver.FetchWriter, set imap.NumSet, options *imap.FetchOptions) error {
	x.set(set)
	x.sum.Bool(options.UID)
	for _, asked := range [...]bool{
		options.Flags, options.Envelope, options.InternalDate, options.RFC822Size, options.BodyStructure != nil,
	} {
		x.sum.Bool(asked)
		if asked {
			x.elements++
		}
	}
	x.elements += len(options.BodySection)
	for _, b := range options.BodySection {
		x.sum.String(string(b.Specifier))
		x.sum.Strings(b.HeaderFields)
		for _, n := range b.Part {
			x.sum.Number(uint64(n))
		}
		if b.Partial != nil {
			x.sum.Number(uint64(b.Partial.Offset) + uint64(b.Partial.Size))
		}
	}
	return nil
}

func (x *session2) Store(_ *imapserver.FetchWriter, set imap.NumSet, flags *imap.StoreFlags, _ *imap.StoreOptions) error {
	x.set(set)
	x.elements += len(flags.Flags)
	x.sum.Number(uint64(flags.Op))
	x.sum.Bool(flags.Silent)
	x.flags2(flags.Flags)
	return nil
}

func (x *session2) Copy(set imap.NumSet, dest string) (*imap.CopyData, error) {
	x.set(set)
	return nil, x.mailbox(dest)
}

func (x *session2) Move(_ *imapserver.MoveWriter, set imap.NumSet, dest string) error {
	x.set(set)
	return x.mailbox(dest)
}

func (x *session2) Search(kind imapserver.NumKind, c *imap.SearchCriteria, _ *imap.SearchOptions) (*imap.SearchData, error) {
	x.criteria2(c)
	if kind == imapserver.NumKindUID {
		return &imap.SearchData{All: imap.UIDSet{}}, nil
	}
	return &imap.SearchData{All: imap.SeqSet{}}, nil
}

func (x *session2) criteria2(c *imap.SearchCriteria) {
	for _, set := range c.UID {
		for _, r := range set {
			x.sum.Number(uint64(r.Start) + uint64(r.Stop))
		}
	}
	for _, set := range c.SeqNum {
		for _, r := range set {
			x.sum.Number(uint64(r.Start) + uint64(r.Stop))
		}
	}
	x.sum.Time(c.Since)
	x.sum.Time(c.Before)
	x.sum.Time(c.SentSince)
	x.sum.Time(c.SentBefore)
	for i := range c.Header {
		x.sum.String(c.Header[i].Key)
		x.text(c.Header[i].Value)
	}
	x.texts(c.Body)
	x.texts(c.Text)
	x.flags2(c.Flag)
	x.flags2(c.NotFlag)
	x.sum.Number(uint64(c.Larger) + uint64(c.Smaller))
	for i := range c.Not {
		x.criteria2(&c.Not[i])
	}
	for i := range c.Or {
		x.criteria2(&c.Or[i][0])
		x.criteria2(&c.Or[i][1])
	}
}
