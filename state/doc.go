// Package state knows the rules of an IMAP session that need no octet of the
// wire: which command is allowed when, which commands may be in progress at
// the same time, and which message a sequence number means.
//
// # States
//
// A [Machine] is where a session stands (RFC 9051, Section 3). Its zero value
// awaits the greeting; [Machine.Check] says whether a command may be used now,
// [Machine.Apply] takes it along an arrow:
//
//	+-------------------------------------------------+
//	|                    Greeting                     |
//	+-------------------------------------------------+
//	    | GreetingOK   | GreetingPreAuth         |
//	    v              |                         |
//	+-----------------------+                    |
//	|   Not authenticated   |<-----+             |
//	+-----------------------+      |             |
//	    | LoginOK      |           |             |
//	    v              v           |             |
//	+-----------------------+      |             |
//	|     Authenticated     |----->+ Unauthenti- | GreetingBye
//	+-----------------------+      | cateOK      |
//	    | SelectOK     ^ CloseOK,  |             |
//	    v              | SelectNo  |             |
//	+-----------------------+      |             |
//	|       Selected        |----->+             |
//	+-----------------------+                    |
//	    | Bye (from every state)                 |
//	    v                                        v
//	+-------------------------------------------------+
//	|                     Logout                      |
//	+-------------------------------------------------+
//
// GreetingPreAuth leads past Not authenticated. Some events lead from a state
// to itself: SelectOK in Selected, SelectNo in Authenticated, and TLS, whether
// it starts before the greeting (ImplicitTLS) or with STARTTLS in Not
// authenticated (StartTLSOK).
//
// A client need not look for the events: [Machine.Sent], [Machine.Untagged] and
// [Machine.Completed] take the machine along by what it writes and reads. They
// also keep what is advertised and enabled, which STARTTLS, a login and
// UNAUTHENTICATE make void, and which mailbox the responses are about.
// [Machine.Permit] says whether a command may be written now, name and
// arguments; [Capabilities] is the part of it that asks what the server knows.
//
// # Commands in progress
//
// [RuleOf] returns what is known of a command by its name: its states, what it
// reads and writes, whether it names messages by number. [UseOf] returns the
// same for a command with its arguments. From two of those follow
//
//   - [Setting.Wait]: a client must not send the second command before the
//     first is completed;
//   - [Setting.Conflict]: a server must execute them one after the other, in
//     the order given;
//   - [ExpungeAllowed]: a server may tell of removed messages meanwhile.
//
// Sequence numbers, barriers and answers that cannot be told apart always make
// a client wait. What one command does to the results of another is the
// server's to get right as well, but not all do: a client relies on it only if
// it says so, with Setting.InOrder.
//
// What is written is known by messages, mailboxes and "$": a STORE of message 1
// has nothing to do with a FETCH of message 2, a FETCH of BODY.PEEK[] nothing
// with SEARCH UNSEEN. Where that cannot be known, the worst is supposed: of a
// set with "*", of sequence numbers beside UIDs unless [Use.Resolve] has brought
// them together, of commands and arguments that are not known here.
//
// A [Queue] asks the first question for all commands in flight. Once the
// responses come, [RouteOf] finds out for which of them each can be.
// [MatchMailbox] is what it knows of the patterns of LIST.
//
// # Messages
//
// A [View] is the selected mailbox as one session was told of it: which UID
// has which sequence number. The mailbox itself may be further already; the
// numbers in a command mean what the view of its session says.
//
// # Ownership and concurrency
//
// Everything here is a plain value for clients and servers alike: no I/O, no
// clock, no lock, no goroutine. Errors speak of states and commands that this
// package knows by name, never of other octets a peer sent.
//
// # Specifications
//
//	RFC 9051       IMAP4rev2: Sections 2.3.1, 3, 5, 6, 7, Appendices B, C and E
//	RFC 3501       IMAP4rev1: CHECK, LSUB, \Recent, SEARCH
//	RFC 4315, 6851 UIDPLUS, MOVE
//	RFC 5182       SEARCHRES
//	RFC 5256, 5267 SORT, THREAD, ESORT, CONTEXT
//	RFC 5465       NOTIFY
//	RFC 6855       UTF8=ACCEPT and UTF8=ONLY
//	RFC 7162       CONDSTORE and QRESYNC: VANISHED, CLOSED
//	RFC 7888       LITERAL+ and LITERAL-
//	RFC 8437       UNAUTHENTICATE
//	RFC 8508       REPLACE
//	RFC 9586       UIDONLY
//
// and those that package command lists, for what their commands read and write
// and the capabilities that they need.
package state
