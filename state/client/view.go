package client

import (
	"bytes"
	"iter"
	"strings"

	"imapkit.example/state"
	"imapkit.example/tag"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A selection is what is known of the messages in the selected mailbox.
//
// While SELECT is in flight and a mailbox was selected before, the server may
// go on to tell of the old one until it says CLOSED; not every server says
// that, and after BAD the old one is still selected. So both views get the news
// until it is clear which of them is meant.
type selection struct {
	known *state.View // of the mailbox that is selected or being selected; nil if there is none
	drift bool        // it is not to be trusted
	by    *call       // the SELECT in flight
	old   *selection  // of the mailbox that may still be selected
}

// sent begins a new selection if x is SELECT or EXAMINE.
func (s *selection) sent(x *call, m *state.Machine) {
	if _, ok := x.cmd.(*command.Select); !ok {
		return
	}
	next := selection{known: x.view, by: x}
	if m.State() == state.Selected && !mixMailboxes {
		next.old = &selection{known: s.known, drift: s.drift}
	}
	if x.view == nil {
		next.known = new(state.View)
	}
	next.known.UIDOnly = m.Enabled().Has("UIDONLY")
	*s = next
	if s.old == nil {
		s.begin()
	}
}

// begin is when all news is about the new mailbox.
func (s *selection) begin() {
	s.old, s.drift = nil, false
	if s.by.view != nil {
		s.known.Resume()
	} else {
		s.known.Reset()
	}
}

// untagged takes an untagged response. It reports whether sequence numbers have
// lost their meaning.
func (s *selection) untagged(r response.Response) (gone bool, err error) {
	switch r := r.(type) {
	case *response.Status:
		if r.Code == response.Closed {
			s.closed()
		} else if code, ok := r.Code.(response.NumberCode); ok && code.Name == response.UIDValidity {
			s.validity(code.Number)
		}
		return false, nil
	case *response.Expunge:
		gone = s.by == nil
	case *response.Vanished:
		gone = s.by == nil && !r.Earlier
	case *response.Exists:
	default:
		return false, nil
	}
	switch {
	case s.known == nil:
		return false, nil
	case s.old == nil:
		if err = s.known.Apply(r); err != nil {
			gone = gone || !s.drift
			s.drift = true
		}
	default:
		if s.old.known.Apply(r) != nil {
			s.old.drift = true
		}
		if s.by.view == nil && s.known.Apply(r) != nil {
			s.drift = true
		}
	}
	return gone, err
}

// headSize is how many octets of a response are kept for the case that it cannot
// be read: enough for its name, unless there are zeros in front of its number.
const headSize = 24

// renumbers reports whether a response that begins so, and cannot be read, was to
// tell which messages there are.
func renumbers(head []byte) bool {
	words := bytes.Fields(bytes.TrimRight(head, "\x00"))
	if len(words) < 2 || string(words[0]) != "*" {
		return false
	}
	words = words[1:]
	if n := words[0]; '0' <= n[0] && n[0] <= '9' {
		if words = words[1:]; len(words) == 0 {
			return true
		}
	}
	for _, name := range [...]string{"EXISTS", "EXPUNGE", "VANISHED"} {
		if n := len(words[0]); n <= len(name) && strings.EqualFold(string(words[0]), name[:n]) {
			return true
		}
	}
	return false
}

// unread is when the server has told of messages what could not be read. It
// reports whether sequence numbers have lost their meaning.
func (s *selection) unread() (gone bool) {
	s.drift = true
	if s.old != nil {
		s.old.drift = true
	}
	return s.by == nil
}

// closed is when the server says that a mailbox is closed.
func (s *selection) closed() {
	if s.old != nil {
		s.begin()
	} else if s.by == nil {
		*s = selection{}
	}
}

// validity is when the server says the UIDVALIDITY of the mailbox.
func (s *selection) validity(n uint32) {
	if s.by != nil && s.by.view != nil && s.old == nil && n != s.by.cmd.(*command.Select).QResync.UIDValidity {
		s.known.Forget()
		s.by.view = nil
	}
}

// completed takes the completion of x.
func (s *selection) completed(x *call, t response.Type) error {
	name := x.cmd.Name()
	switch {
	case x == s.by && t == response.BAD && s.old != nil:
		*s = *s.old
	case x == s.by && t == response.OK:
		s.drift = s.drift || s.old != nil && x.view != nil // what has vanished was not told
		s.by, s.old = nil, nil
		if x.view != nil {
			if err := s.known.Resumed(); err != nil {
				s.drift = true
				return err
			}
		}
	case x == s.by:
		*s = selection{}
	case t == response.OK && (name == command.CloseName || name == command.UnselectName || name == command.UnauthenticateName):
		s.closed()
	}
	return nil
}

// Resume is Send for a SELECT or EXAMINE with QRESYNC, by a client that knows
// the messages in v from an earlier session (RFC 7162, Section 3.2.5). The
// Client goes on with v as its View, and once the command is completed with OK,
// what has vanished meanwhile is no more in it.
func (c *Client) Resume(cmd *command.Select, v *state.View) (tag.Tag, error) {
	if cmd.QResync == nil {
		return "", ErrNoResync
	}
	return c.send(&call{cmd: cmd, view: v})
}

// View returns what is known of the messages in the selected mailbox, or in the
// one that is being selected; nil if there is none. It belongs to the Client
// and changes with the calls of Next and Items.
func (c *Client) View() *state.View {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.view.known
}

// Machine returns what is known of the connection: the state, the capabilities,
// what is enabled, the mailbox. It is a copy.
func (c *Client) Machine() *state.Machine {
	c.mu.Lock()
	defer c.mu.Unlock()
	m := c.machine
	return &m
}

// Items iterates over the items of r, as r.Items does, and tells the View of the
// UIDs among them. An item comes with an error if the View knows it differently,
// and an error without an item, in front of all, says so of a UIDFETCH response.
func (c *Client) Items(r *response.FetchStream) iter.Seq2[response.Item, error] {
	return func(yield func(response.Item, error) bool) {
		if r.UID != 0 {
			if err := c.learn(0, r.UID); err != nil && !yield(nil, err) {
				return
			}
		}
		for item, err := range r.Items() {
			if uid, ok := item.(*response.UIDItem); ok {
				err = c.learn(r.Seq, uid.UID)
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

// learn tells the View of a UID.
func (c *Client) learn(seq, uid uint32) (err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &c.view
	switch {
	case s.known == nil || s.old != nil: // it may be about another mailbox
		return nil
	case seq == 0:
		err = s.known.LearnUID(uid)
	default:
		err = s.known.Learn(seq, uid)
	}
	if err != nil {
		s.drift = true
		return &ProtocolError{Err: err}
	}
	return nil
}
