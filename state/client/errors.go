package client

import (
	"errors"

	"imapkit.example/tag"
	"imapkit.example/wire/response"
)

// Errors of commands that are not sent, and of calls that make no sense.
var (
	// ErrInsecure: a login, or a connection logged in from the start, without
	// TLS. See [Options].
	ErrInsecure = errors.New("client: not allowed without TLS")
	// ErrLoginDisabled: LOGIN where the server forbids it (RFC 9051, Section
	// 6.2.3).
	ErrLoginDisabled = errors.New("client: the server has disabled LOGIN")
	// ErrRenumbered: a message was expunged before the command could be sent,
	// and its sequence numbers have lost their meaning.
	ErrRenumbered = errors.New("client: sequence numbers have changed before the command was sent")
	// ErrDrift: the server has told of messages what cannot be, so that
	// sequence numbers cannot be used until a mailbox is selected again.
	ErrDrift = errors.New("client: sequence numbers cannot be trusted")
	// ErrNotSelected: the mailbox that the command was for could not be selected.
	ErrNotSelected = errors.New("client: the mailbox was not selected")
	// ErrUpgrade: the transport has to be changed first: see [Client.Upgrade].
	ErrUpgrade = errors.New("client: the transport is to be upgraded")
	// ErrNoUpgrade: Upgrade where nothing has called for it.
	ErrNoUpgrade = errors.New("client: no upgrade of the transport was agreed on")
	// ErrNoIdle: Done without IDLE.
	ErrNoIdle = errors.New("client: no IDLE to be ended")
	// ErrIdle: IDLE again, before Done.
	ErrIdle = errors.New("client: IDLE was not ended")
	// ErrNoResync: Resume without QRESYNC.
	ErrNoResync = errors.New("client: SELECT without QRESYNC")
	// ErrMechanism: an AUTHENTICATE command given to Send. See
	// [Client.Authenticate].
	ErrMechanism = errors.New("client: AUTHENTICATE needs a mechanism")
)

// Errors that end the connection.
var (
	// ErrGreeting: the server has begun with something else than a greeting.
	ErrGreeting = errors.New("client: no greeting")
	// ErrInjected: the server has sent more in clear behind its OK to STARTTLS.
	ErrInjected = errors.New("client: data in clear behind STARTTLS")
	// ErrFlood: more responses than [Options].Responses, and no command is
	// completed.
	ErrFlood = errors.New("client: too many responses without a completion")
)

// ErrChallenge is the error of an AUTHENTICATE that the client has cancelled: a
// challenge was not base64, or came where none was due.
var ErrChallenge = errors.New("client: malformed challenge")

// ErrNotAsked is the error of an ENABLED response while no command in flight asks
// for anything to be enabled (RFC 9051, Section 7.2.1).
var ErrNotAsked = errors.New("client: nothing was to be enabled")

// A ProtocolError says that a response makes no sense now. Unless it is the
// error of Next, it has changed nothing.
type ProtocolError struct {
	// Tag is the tag of the response, "" if it has none.
	Tag tag.Tag
	// Err is what is wrong: an error of package tag, a *state.Error, one of
	// the errors of this package or a *wire.SyntaxError.
	Err error
}

// Error does not hold the tag, which is the server's to choose.
func (e *ProtocolError) Error() string { return "client: unexpected response: " + e.Err.Error() }

// Unwrap returns e.Err.
func (e *ProtocolError) Unwrap() error { return e.Err }

// A LostError is the error of a command that was in flight, or waited, when the
// connection ended. Whether the server has executed it is not known if it was
// in flight.
type LostError struct {
	// Sent says that at least a part of the command was written.
	Sent bool
	// Bye is what the server has said last, if it has said BYE; else nil.
	Bye *response.Status
	// Err is why the connection has ended.
	Err error
}

// Error tells what the server has said last or, without that, why the connection
// has ended.
func (e *LostError) Error() string {
	if e.Bye != nil {
		return "client: connection ended: " + e.Bye.Error()
	}
	return "client: connection ended: " + e.Err.Error()
}

// Unwrap returns e.Err.
func (e *LostError) Unwrap() error { return e.Err }
