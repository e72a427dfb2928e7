// Package server is an IMAP server in front of a [Backend]: it speaks
// IMAP4rev1 and IMAP4rev2, the backend keeps the mail. Package
// imapkit.example/server/memory is a backend that keeps it in memory, and the
// command imapkit.example/server/imapd joins the two.
//
//	srv := &server.Server{Backend: backend, TLSConfig: config}
//	go srv.Serve(plaintext)
//	srv.ServeTLS(implicit)
//
// # One loop per connection
//
// Each connection has one goroutine that reads a command, executes it and
// answers. Commands of one client are executed in the order in which they
// arrive (RFC 9051, Section 5.5), however many it sends without waiting; the
// answers are gathered and sent when the server has to wait for the client, or
// when 3 KiB have gathered. Only IDLE has a second goroutine, which waits for
// the DONE while the first tells what happens in the mailbox.
//
// The messages of APPEND are read by the backend from the connection, and the
// octets that FETCH sends are written from the backend's memory: neither is
// held by the server.
//
// # Several clients on one mailbox
//
// A client names messages by numbers that shift when a message is expunged. So
// each connection has its own view of the mailbox: UIDs in the order in which
// the client was told of them. Numbers in commands mean the view. What other
// clients do comes as [Changes] from the backend and is told before a command
// is completed, or at once during IDLE, but never an EXPUNGE during FETCH,
// STORE and SEARCH (RFC 9051, Section 7.5.1). A message that is gone but still
// in the view is answered with NO [EXPUNGEISSUED].
//
// No message is ever \Recent, which RFC 9051 deprecates: RECENT is 0, and all
// messages are OLD.
//
// # Security
//
// Without TLS, passwords are refused unless [Server.InsecureAuth] is set. What
// arrives behind STARTTLS in clear text is fed to the TLS handshake and makes
// it fail; it is never executed. A wrong password and an unknown user are the
// same to the client, and cost it a delay. All limits on what a client can make
// the server hold are finite, and smaller before the login: see [wire.Limits].
// Traces leave out passwords and the contents of literals.
//
// # Specifications
//
// RFC 9051 (IMAP4rev2), RFC 3501 (IMAP4rev1), RFC 2177 (IDLE),
// RFC 2342 (NAMESPACE), RFC 2971 (ID), RFC 3348 (CHILDREN),
// RFC 3502 (MULTIAPPEND), RFC 3516 (BINARY, FETCH side), RFC 3691 (UNSELECT),
// RFC 4315 (UIDPLUS), RFC 4616 (PLAIN), RFC 4731 (ESEARCH), RFC 4959 (SASL-IR),
// RFC 5161 (ENABLE), RFC 5182 (SEARCHRES), RFC 5258 (LIST-EXTENDED),
// RFC 5530 (response codes), RFC 5819 (LIST-STATUS), RFC 6154 (SPECIAL-USE),
// RFC 6851 (MOVE), RFC 7888 (LITERAL+), RFC 7889 (APPENDLIMIT),
// RFC 8438 (STATUS=SIZE).
package server
