package state

import (
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// Capabilities returns what the server advertises; the empty set if that is not
// known, as at the start, after STARTTLS and after a login that did not tell.
func (m *Machine) Capabilities() Capabilities { return m.capabilities }

// Enabled returns what is enabled (RFC 9051, Section 6.3.1).
func (m *Machine) Enabled() Capabilities { return m.enabled }

// Mailbox returns the mailbox that untagged responses are about now: the one
// selected, or the one being selected once the old one is closed. It is "" if
// there is none. ReadOnly says whether it cannot be changed, as far as that is
// known.
func (m *Machine) Mailbox() (name string, readOnly bool) {
	if m.selecting && m.closed {
		return m.next, false
	}
	return m.mailbox, m.readOnly
}

// Epoch returns a number that is another one each time untagged responses begin
// to be about another mailbox, or none: what was known of messages is about the
// old one. A client empties its [View] then.
func (m *Machine) Epoch() uint32 { return m.epoch }

// Setting returns what [Setting.Wait] wants to know. Whether the server is
// trusted with the order of commands is the caller's to say.
func (m *Machine) Setting() Setting {
	return Setting{Mailbox: m.mailbox, ReadOnly: m.readOnly || assumeReadOnly, Tagged: m.rev2()}
}

// rev2 reports whether the connection speaks IMAP4rev2 (RFC 9051, Section
// 6.1.1).
func (m *Machine) rev2() bool {
	return m.enabled.has(capRev2) || m.capabilities.has(capRev2) && (!m.capabilities.has(capRev1) || assumeRev2)
}

// Sent tells that c is being written: from now on the responses may be about
// the mailbox that it selects. Other commands than SELECT and EXAMINE change
// nothing.
func (m *Machine) Sent(c command.Command) {
	s, ok := c.(*command.Select)
	if !ok {
		return
	}
	m.selecting, m.next = true, s.Mailbox
	// Those that have to say where the old mailbox ends (RFC 7162, Section
	// 3.2.11; RFC 9051, Section 7.1).
	m.closed = m.state != Selected || !m.capabilities.has(capCondStore) && !m.capabilities.has(capRev2)
	if m.closed {
		m.epoch++
	}
}

// Completed takes the machine along by s, the tagged response to c. When that
// makes no sense in the present state, m is unchanged and the error is an
// [*Error], [ErrNotClosed] or [ErrHandshake]: the two sides no longer agree.
//
// OK to STARTTLS does no more than forget the capabilities: when the TLS
// handshake is done, Apply [StartTLSOK].
func (m *Machine) Completed(c command.Command, s *response.Status) error {
	if m.handshake {
		return ErrHandshake
	}
	rule, _ := RuleOf(c.Name())
	event := Event(0)
	switch s.Type {
	case response.OK:
		event = rule.OK
	case response.NO:
		event = rule.NO
	case response.BAD:
		if badSelects {
			event = rule.NO
		}
	}
	selects, _ := c.(*command.Select)
	switch {
	case event == StartTLSOK:
		if err := m.Check(c.Name()); err != nil {
			return err
		}
		m.handshake = true
		if !trustClearText {
			m.capabilities = Capabilities{}
		}
		return nil
	case event == SelectOK && m.selecting && !m.closed:
		return ErrNotClosed
	case event != 0:
		if err := m.Apply(event); err != nil {
			return err
		}
	}
	if selects != nil {
		m.selected(selects, s)
	}
	if n, ok := c.(*command.Notify); ok && s.Type == response.OK {
		m.notify = expungesAnyTime(n)
	}
	if code, ok := s.Code.(*response.CapabilityCode); ok && s.Type == response.OK {
		m.capabilities = NewCapabilities(code.Capabilities...)
	}
	return nil
}

// selected ends the selection of a mailbox.
func (m *Machine) selected(c *command.Select, s *response.Status) {
	sent, closed := m.selecting, m.closed
	m.selecting, m.closed, m.next = false, false, ""
	if s.Type == response.OK {
		m.mailbox = c.Mailbox
		m.readOnly = c.ReadOnly || s.Code == response.ReadOnly
		if !sent { // what came was not known to be about it
			m.epoch++
		}
		return
	}
	if sent && closed {
		m.epoch++ // about no mailbox, or the old one again
	}
}

// expungesAnyTime reports whether n has the server tell at any time which
// messages of the selected mailbox are gone (RFC 5465, Section 5.3).
func expungesAnyTime(n *command.Notify) bool {
	for _, g := range n.Groups {
		if g.Filter.Name != command.FilterSelected {
			continue
		}
		for _, e := range g.Events {
			if e.Name == command.EventMessageExpunge {
				return true
			}
		}
	}
	return false
}

// Untagged takes the machine along by an untagged response: the greeting, BYE,
// CAPABILITY, ENABLED, and the codes CAPABILITY, CLOSED, READ-ONLY, READ-WRITE
// and NOTIFICATIONOVERFLOW. Any other changes nothing. The errors are those of
// [Machine.Completed], and [ErrGreeting].
func (m *Machine) Untagged(r response.Response) error {
	if m.handshake && !ignoreHandshake {
		return ErrHandshake
	}
	status, ok := r.(*response.Status)
	switch {
	case m.state == Greeting:
		if !ok {
			return ErrGreeting
		}
		return m.greeting(status)
	case ok:
		return m.status(status)
	}
	switch r := r.(type) {
	case *response.Capability:
		m.capabilities = NewCapabilities(r.Capabilities...)
	case *response.Enabled:
		// Before the login nothing can have been enabled (RFC 9051, Section
		// 6.3.1), and it could be forged.
		if m.state == Authenticated || m.state == Selected || enableBeforeLogin {
			m.enabled.Add(r.Capabilities...)
		}
	}
	return nil
}

// greeting takes the machine along by the first response (RFC 9051, Section
// 7.1).
func (m *Machine) greeting(s *response.Status) error {
	event := GreetingOK
	switch s.Type {
	case response.OK:
	case response.PREAUTH:
		event = GreetingPreAuth
	case response.BYE:
		event = GreetingBye
	default:
		return ErrGreeting
	}
	if err := m.Apply(event); err != nil {
		return err
	}
	if code, ok := s.Code.(*response.CapabilityCode); ok {
		m.capabilities = NewCapabilities(code.Capabilities...)
	}
	return nil
}

// status takes the machine along by an untagged status response.
func (m *Machine) status(s *response.Status) error {
	switch s.Type {
	case response.BYE:
		return m.Apply(Bye)
	case response.PREAUTH:
		return m.Apply(GreetingPreAuth) // which fails: it is a greeting
	case response.OK:
	default:
		return nil
	}
	switch code := s.Code.(type) {
	case *response.CapabilityCode:
		m.capabilities = NewCapabilities(code.Capabilities...)
	case response.AtomCode:
		switch code {
		case response.Closed:
			if m.selecting && m.state == Authenticated || ignoreClosed {
				return nil // it was closed already
			}
			if err := m.Apply(CloseOK); err != nil {
				return err
			}
			m.closed = m.selecting
		case response.ReadOnly, response.ReadWrite:
			if m.state == Selected && !m.selecting {
				m.readOnly = code == response.ReadOnly
			}
		case response.NotificationOverflow: // RFC 5465, Section 5.8
			m.notify = false
		}
	}
	return nil
}
