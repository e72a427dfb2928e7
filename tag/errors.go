package tag

import "errors"

// The errors of [Pipeline]. None of them changes the pipeline.
var (
	// ErrDuplicate is the error of Start for a tag that is in flight.
	ErrDuplicate = errors.New("tag: already in flight")
	// ErrFull is the error of Start when Limit commands are in flight.
	ErrFull = errors.New("tag: too many commands in flight")
	// ErrSending is the error of Start while another command is being sent
	// or owns the "+" (RFC 9051, Section 5.5).
	ErrSending = errors.New("tag: another command is not yet sent")

	// ErrUnknown is the error for a tag that no command in flight has.
	ErrUnknown = errors.New("tag: no such command in flight")
	// ErrFinished is ErrUnknown for a tag known to have been answered
	// already: a second completion, or the writer of a command that learns
	// that NO or BAD came early. errors.Is(ErrFinished, ErrUnknown) is false.
	ErrFinished = errors.New("tag: already completed")
	// ErrPremature is the error of Finish for an OK to a command that was
	// not sent to its last octet. The connection is to be closed.
	ErrPremature = errors.New("tag: OK before the command was sent")

	// ErrSent is the error of Sent and Wait for a command with nothing left
	// to send.
	ErrSent = errors.New("tag: command was already sent")
	// ErrWaiting is the error of Wait for a command that owns the "+".
	ErrWaiting = errors.New("tag: already waiting for a continuation request")
	// ErrNoOwner is the error of Continue when no command waits for a "+".
	ErrNoOwner = errors.New("tag: no command waits for a continuation request")
)
