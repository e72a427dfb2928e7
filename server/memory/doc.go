// Package memory is a [server.Backend] that keeps all mail in memory and
// forgets it when the program ends. It is meant for tests, for demonstrations
// and as an example of a backend.
//
//	backend := memory.New(memory.Options{})
//	if err := backend.AddUser("alice", password); err != nil { … }
//	srv := &server.Server{Backend: backend, TLSConfig: config}
//
// A Backend and what it hands out may be used by any number of connections at
// once.
//
// # Consistency
//
// One lock per user guards all that belongs to the user. Messages themselves
// never change, so nothing that takes time happens under it: APPEND reads from
// the connection before it takes the lock, and [server.Mailbox.Messages] takes
// the lock for a few messages at a time and never while its caller works.
// COPY, MOVE and STORE are done in one step: no other session sees half of them.
//
// # Changes
//
// Each selected mailbox knows which UIDs its client was told of, and how far
// in the history of the mailbox it has come. The mailbox remembers which
// messages were touched last, and each message when its flags were last changed
// and by whom. A client that asks often is answered from the former; for
// one that fell behind, all messages it knows are compared with what is there.
// Both ways lead to the same, exact answer. Nothing is remembered for a
// mailbox that nobody has selected.
//
// # Mailboxes
//
// The delimiter is "/". INBOX always exists. Names are UTF-8 without control
// characters and without "%" and "*"; that they are in normalization form C, as
// Net-Unicode wants (RFC 9051, Section 5.1), is not checked. Deleting a mailbox
// that has others below it leaves its name with \Noselect. UIDVALIDITY begins
// with the time in seconds at which the user was added and grows with each new
// mailbox. A renamed mailbox keeps its UIDVALIDITY and UIDs. Subscriptions are
// names, and stay when the mailbox goes (RFC 9051, Section 6.3.7).
//
// # Security
//
// Passwords are kept as salted PBKDF2 hashes with few rounds: enough that a
// core dump does not show them, too few to protect weak ones. An unknown user
// costs the same work as a wrong password. What a user can store is bounded by
// [Limits].
package memory
