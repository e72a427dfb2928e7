package state

import "imapkit.example/wire/command"

// A Machine is the state of one connection, for its client or its server. The
// zero value awaits the greeting, without TLS. It is a small value that may be
// copied and compared.
//
// A server takes it along by [Machine.Apply] when it has decided on its answer.
// A client has [Machine.Sent], [Machine.Untagged] and [Machine.Completed] do
// that for everything that it writes and reads; the TLS handshakes are left for
// Apply.
type Machine struct {
	state State
	tls   bool
	// handshake: STARTTLS was answered with OK, and TLS is to begin.
	handshake bool

	capabilities Capabilities
	enabled      Capabilities
	// notify: NOTIFY lets EXPUNGE come at any time.
	notify bool

	mailbox  string // the selected one
	readOnly bool
	// next is the mailbox of a SELECT that is sent and not answered. What comes
	// is about it once the old one is closed.
	selecting, closed bool
	next              string
	epoch             uint32
}

// State returns the present state.
func (m *Machine) State() State {
	return m.state
}

// TLS reports whether TLS was started.
func (m *Machine) TLS() bool {
	return m.tls
}

// Check reports whether the command n may be used now. The error is an
// [*Error], to be answered with BAD by a server (RFC 9051, Section 3).
//
// A command this package has no rule for is allowed in every state from the
// greeting to the logout: whoever implements it decides. Capabilities are not
// checked; see [Machine.Permit].
func (m *Machine) Check(n command.Name) error {
	r, known := RuleOf(n)
	if !r.States.Has(m.state) {
		if !known {
			n = ""
		}
		return &Error{State: m.state, Command: n}
	}
	// The server answers STARTTLS with BAD once there is TLS
	// (RFC 9051, Section 6.2.1).
	if n == command.StartTLSName && m.tls {
		return &Error{State: m.state, Command: n, TLS: true}
	}
	return nil
}

// Apply moves the machine along the arrow e. When there is no such arrow from
// the present state, m is unchanged and the error is an [*Error].
//
// With TLS, a login and UNAUTHENTICATE what is advertised is not known any more,
// and with the last of them nothing is enabled.
func (m *Machine) Apply(e Event) error {
	startsTLS := e == ImplicitTLS || e == StartTLSOK
	for _, a := range arrows {
		if a.from != m.state || a.event != e {
			continue
		}
		if startsTLS && m.tls {
			return &Error{State: m.state, Event: e, TLS: true}
		}
		if keepSelected && e == SelectNo {
			a.to = m.state
		}
		m.enter(e, a.to)
		return nil
	}
	return &Error{State: m.state, Event: e}
}

// enter does what belongs to an arrow.
func (m *Machine) enter(e Event, to State) {
	m.state = to
	switch e {
	case ImplicitTLS, StartTLSOK:
		// What came before TLS may be forged (RFC 9051, Section 6.2.1).
		m.tls, m.handshake = true, false
		if !trustClearText {
			m.capabilities = Capabilities{}
		}
	case LoginOK:
		if !keepLoginCapability {
			m.capabilities = Capabilities{}
		}
	case UnauthenticateOK: // RFC 8437, Section 3
		m.capabilities, m.notify = Capabilities{}, false
		if !keepEnabled {
			m.enabled = Capabilities{}
		}
	}
	if to != Selected && m.mailbox != "" {
		m.mailbox, m.readOnly = "", false
		m.epoch++
	}
}

// An Error says that a command or an event is not possible in a state.
type Error struct {
	State   State
	Command command.Name // the command, if it is one with a rule
	Event   Event        // the event, or 0 for a command
	TLS     bool         // it is TLS being active already that forbids it
}

// Error returns e.Text with the name of the package in front.
func (e *Error) Error() string {
	return "state: " + e.Text()
}

// Text returns words fit for the text of a tagged BAD, such as "FETCH is not
// allowed in authenticated state". They are printable US-ASCII whatever the
// peer sent.
func (e *Error) Text() string {
	subject := "this command"
	if e.Event != 0 {
		subject = e.Event.String()
	} else if _, known := RuleOf(e.Command); known {
		subject = string(e.Command)
	}
	switch {
	case e.TLS:
		return subject + " is not allowed with TLS active"
	case e.State == Greeting:
		return subject + " is not allowed before the greeting"
	}
	return subject + " is not allowed in " + e.State.String() + " state"
}
