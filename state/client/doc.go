// Package client is an IMAP client's engine: it sends commands without waiting
// where that is safe, finds the commands of the responses, and keeps in mind
// what the responses say of the connection and the selected mailbox. It joins
// what the packages below it do, and is small enough to be read first.
//
//	tag.Pipeline       which command a tagged response or a "+" belongs to
//	state.Queue        which command may be sent beside those in flight
//	state.Machine      what is allowed now; capabilities; what is enabled
//	state.View         which message a sequence number means
//	response.Reader    the responses, typed, streamed where they are large
//	command.Writer     the commands, checked, in pieces that end where a "+" is due
//
// # Use
//
//	c := client.New(conn, client.Options{Secure: true})
//	t, err := c.Send(&command.Select{Mailbox: "INBOX"})
//	for {
//		ev, err := c.Next()
//		…
//		if ev.Tag == t && ev.Done { … }
//	}
//
// Everything happens in the calls of the caller: [Client.Send] writes a command
// or puts it behind others, [Client.Next] reads one response, and then writes
// what that response allows: the rest of a command whose literal was asked for,
// or commands that had to wait. There is no goroutine, no channel and no timer.
// Deadlines are those of the transport; one that expires ends the connection.
//
// Each command has exactly one completion: the [Event] with Done set. It comes
// with the tagged response, or, without one, when the command could not be sent
// after all or the connection is lost.
//
// # What waits
//
// A command is written once [state.Setting.Wait] allows it beside those in
// flight, in the order of the calls of Send; never while another one is being
// sent, nor beside STARTTLS, AUTHENTICATE, IDLE and the like; and not before the
// greeting. It is checked when it is written, against the state of the
// connection and what the server has advertised: what is wrong is the error of
// Send or, if the command had to wait, of its completion.
//
// The server may stop reading commands while it waits for its responses to be
// read. Send must not wait for it then, or both wait forever. So the octets in
// flight are bounded by [Options].Window, which the transport has to be able to
// buffer; a command that is larger is written when nothing else is in flight. A
// literal of more than 4096 octets waits for "+" whatever the server allows:
// then the server reads it, or has refused it. (One that gives up in the middle
// of a literal has to be able to say so before it has read the rest, which over
// net.Pipe it is not.)
//
// A command with sequence numbers that still waits when a message is expunged
// would name other messages than was meant: it ends with [ErrRenumbered] and is
// not sent. So does, with [ErrNotSelected], what waits for a mailbox whose SELECT
// fails.
//
// # Security
//
// Nothing is believed because the server says it: a response that does not
// fit is an error of its Event and changes nothing, or ends the connection where
// going on would be dangerous, as after an OK to a command that was not sent
// yet. Neither a password is sent nor PREAUTH accepted without TLS, unless
// [Options] allow it. Nothing that was received before TLS is remembered after
// it. Errors and the output of package fmt hold no secrets.
//
// # Ownership and concurrency
//
// One goroutine at a time may use a Client, with one exception: while it is in
// Next, or reads from a response, others may call Send, Authenticate and Done:
// that is how IDLE is ended. They name messages by UID, for a message may be
// expunged while they make up their mind. A response is valid until the next
// call to Next. A command, and what it refers to, belongs to the Client until it
// is completed.
//
// # Specifications
//
// RFC 9051 and RFC 3501, most of all Sections 2.2, 3, 5.3, 5.5, 6.2, 6.3.13 and
// 7.1 of the former; RFC 4422 (SASL), RFC 4616 (PLAIN), RFC 4959 (SASL-IR),
// RFC 4978 (COMPRESS), RFC 7162 (QRESYNC), RFC 7888 (literals).
package client
