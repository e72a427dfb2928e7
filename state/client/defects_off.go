//go:build !defects

package client

// Each of these breaks one rule, so that it can be seen whether the tests
// notice. They are constants, and nothing of them is in a program, unless it
// is built with the tag defects: see .ci/defects.
const (
	// Whose an answer is, and when it is one.
	believeEarly  = false // a completion that came before its command was begun is one
	believeEager  = false // an OK that came before the end of its command is one
	surviveEager  = false // an OK that comes too early does not end the connection
	earlyContinue = false // a "+" from before it was asked for is one
	keepLiteral   = false // the rest of a command that is refused is written nevertheless
	leaveWaiting  = false // commands that wait have no end when the connection is lost
	earlyOwner    = false // data that came before a command was begun may be its answer

	// Sequence numbers.
	sendRenumbered = false // a command that waits is sent although an EXPUNGE has changed what its numbers mean
	trustDrift     = false // sequence numbers are used although the view cannot be right
	mixMailboxes   = false // news of the old mailbox is about the one that is being selected

	// Security, and the flow of octets.
	loginInClear   = false // passwords are sent without TLS
	preAuthInClear = false // PREAUTH is accepted without TLS
	sendBeforeTLS  = false // commands are sent between the OK to STARTTLS and the handshake
	keepInjected   = false // what came in clear behind the OK to STARTTLS is passed over
	goOnInClear    = false // a handshake that fails does not end the connection
	tellSecrets    = false // package fmt shows a password
	ignoreWindow   = false // more is written than the transport may buffer
)
