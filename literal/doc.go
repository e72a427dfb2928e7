// Package literal knows everything about IMAP literals: the header that
// announces one, which form a peer may be sent, and reading and writing the
// octets without ever holding them whole.
//
// A literal is a counted string of octets (RFC 9051, Section 4.3):
//
//	literal  = "{" number64 ["+"] "}" CRLF *CHAR8
//	literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
//
// A client that sends "{n}" (a synchronizing literal) must wait until the
// server asks for the octets with a "+" line; "{n+}" (non-synchronizing,
// RFC 7888) is sent without waiting. A server only ever sends "{n}" and never
// waits. "~{n}" carries octets that may be NUL (RFC 3516).
//
// Nothing here allocates because a size was announced. A literal that ends
// early is io.ErrUnexpectedEOF, never io.EOF: half a message must not look
// like a whole one.
package literal
