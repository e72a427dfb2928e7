// Package message reads a stored mail message for an IMAP server: what FETCH
// shows of it as ENVELOPE, BODYSTRUCTURE, BODY[section] and BINARY[section],
// and what SEARCH finds in it.
//
// # Leniency
//
// A server has to show whatever was delivered, so [Parse] never fails. Lines
// end with CRLF or a bare LF; the header ends with the first empty line, or
// with the message if there is none. What cannot be understood is taken the
// way RFC 2045, Section 5.2 takes a broken Content-Type: as plain text.
//
//   - A multipart without a boundary parameter becomes text/plain.
//   - A multipart whose boundary never occurs has one part: an empty text/plain.
//   - A message/rfc822 or message/global with a transfer encoding other than
//     7bit, 8bit or binary becomes an application/octet-stream, since the
//     encoded octets are not a message.
//   - So does a multipart or a message beyond [Limits]. Parts beyond
//     [Limits.Parts] are not listed; they remain octets of their multipart.
//
// So in every tree made by Parse a multipart has at least one child, a
// message/rfc822 or message/global exactly one, and everything else none.
//
// # Ownership
//
// A [Part] borrows the octets given to Parse: they must not change while it is
// in use. All strings are copies. Nothing is ever written to the message, and
// BODY[] is the message octet for octet.
//
// The strings of an [Envelope] and of the MIME fields are unfolded and hold no
// CR, LF or NUL. They are not decoded: encoded-words stay, and octets above 127
// stay whether or not they are UTF-8. A *string is nil where IMAP says NIL and
// points to "" where the field was present but empty.
//
// # Security
//
// The work and the memory of every function are linear in the message, however
// it nests, and nothing recurses. [Limits] bounds what is made of it.
//
// # Specifications
//
// RFC 9051, RFC 5322, RFC 2045, RFC 2046, RFC 2047, RFC 2183, RFC 2231, RFC 3282,
// RFC 6532.
package message
