package state

import (
	"errors"

	"imapkit.example/wire/command"
)

// A MissingError says that a command, or something among its arguments, needs
// a capability that is not advertised or was not enabled.
type MissingError struct {
	Command    command.Name
	What       string // of the command, such as "RETURN (SAVE)"; "" for all of it
	Capability string // what is missing
	// Enable: the capability is advertised, or was once, and has to be enabled
	// before (RFC 9051, Section 6.3.1).
	Enable bool
}

// Error returns words such as "state: SEARCH RETURN (SAVE) needs SEARCHRES".
func (e *MissingError) Error() string { return "state: " + e.Text() }

// Text returns the words of Error without the name of the package.
func (e *MissingError) Text() string {
	s := string(e.Command)
	if e.What != "" {
		s += " " + e.What
	}
	s += " needs " + e.Capability
	if e.Enable {
		s += " to be enabled"
	}
	return s
}

var (
	// ErrLoginDisabled is the error of [Capabilities.Check] for LOGIN if
	// LOGINDISABLED is advertised (RFC 9051, Section 6.2.3).
	ErrLoginDisabled = errors.New("state: LOGIN is disabled")
	// ErrNumbers is the error of [Machine.Permit] for a command that names
	// messages by sequence number where none may: UIDONLY is enabled (RFC
	// 9586), or NOTIFY lets EXPUNGE come at any time (RFC 5465, Section 5.3).
	ErrNumbers = errors.New("state: sequence numbers cannot be used")
	// ErrCharset is the error of [Machine.Permit] for a search with a charset
	// once UTF8=ACCEPT is enabled (RFC 6855, Section 3).
	ErrCharset = errors.New("state: CHARSET cannot be used with UTF8=ACCEPT")
	// ErrGreeting is the error of [Machine.Untagged] for anything that is not a
	// greeting where one is due (RFC 9051, Section 7.1).
	ErrGreeting = errors.New("state: not a greeting")
	// ErrHandshake is the error of [Machine] between the OK to STARTTLS and
	// the end of the TLS handshake, which is [StartTLSOK]: nothing may be
	// written or believed then.
	ErrHandshake = errors.New("state: the TLS handshake is not done")
	// ErrNotClosed is the error of [Machine.Completed] for a mailbox that was
	// selected without a CLOSED code, although the server has to send one: it
	// is not known where the responses about the old mailbox have ended (RFC
	// 9051, Section 7.1; RFC 7162, Section 3.2.11).
	ErrNotClosed = errors.New("state: a mailbox was selected without the CLOSED code")
)
