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
// A [Queue] asks the first question for all commands in flight. Once the
// responses come, [RouteOf] finds out for which of them each can be.
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
// RFC 9051, Sections 3, 5.5, 6 and 7.5.1; RFC 3501 for CHECK, LSUB and \Recent;
// RFC 2971 (ID), RFC 4315 (UIDPLUS), RFC 6851 (MOVE), RFC 8437 (UNAUTHENTICATE).
package state
