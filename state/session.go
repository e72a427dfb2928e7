package state

import (
	"errors"

	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// ErrNumbers is the error of Permit for a command that names messages by
// sequence number where none may: UIDONLY is enabled (RFC 9586), or
// NOTIFY lets EXPUNGE come at any time (RFC 5465, Section 5.3).
var ErrNumbers = errors.New("state: sequence numbers cannot be used")

// Capabilities returns what the server advertises; the zero set if that is not
// known, as at the start, after STARTTLS and after a login that did not tell.
func (m *Machine) Capabilities() Capabilities { return Capabilities{} }

// Enabled returns what is enabled (RFC 9051, Section 6.3.1).
func (m *Machine) Enabled() Capabilities { return Capabilities{} }

// Mailbox returns the mailbox that untagged responses are about now: the one
// selected, or the one being selected once the old one is closed. It is "" if
// there is none.
func (m *Machine) Mailbox() (name string, readOnly bool) { return "", false }

// Setting returns what [Setting.Wait] wants to know.
func (m *Machine) Setting() Setting { return Setting{} }

// Permit returns nil if the command c, name and arguments, may be used now:
// else an [*Error] as Check does, a [*MissingError] for a capability, or
// [ErrNumbers]. A client asks it before it writes c.
func (m *Machine) Permit(c command.Command) error { return nil }

// Sent tells that c was written: from now on the responses may be about the
// mailbox that it selects.
func (m *Machine) Sent(c command.Command) {}

// Completed takes the machine along by s, the tagged response to c. The TLS
// handshake after STARTTLS is not in it: apply [StartTLSOK] when it is done. When
// the response makes no sense in the present state, m is unchanged and the
// error is an [*Error].
func (m *Machine) Completed(c command.Command, s *response.Status) error { return nil }

// Untagged takes the machine along by an untagged response: the greeting, BYE,
// CAPABILITY, ENABLED, and the codes CAPABILITY, CLOSED, READ-ONLY, READ-WRITE
// and NOTIFICATIONOVERFLOW. Any other changes nothing.
func (m *Machine) Untagged(r response.Response) error { return nil }
