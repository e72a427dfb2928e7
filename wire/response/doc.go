// Package response reads and writes IMAP responses: a [Reader] is what a client
// reads with, a [Writer] what a server writes with. It knows the responses of
// IMAP4rev2 and IMAP4rev1 and keeps all others as their exact bytes.
//
// # Reading
//
//	for {
//		x, err := r.Next()
//		switch x := x.(type) {
//		case *response.Status:       // x.Tag says which command is answered
//		case *response.FetchStream:
//			for item, err := range x.Items() {
//
// The data of a FETCH response is not held in memory: a [FetchStream] hands out
// its items while they arrive, and a [SectionItem] is read like a file. Where
// the caller stops, [Reader.Next] drops the rest. A malformed response is a
// *[wire.SyntaxError], and the next call goes on with the response behind it;
// after a malformed FETCH item the items before it have been seen already.
//
// # Terms
//
// A status response ([Status]) is OK, NO, BAD, BYE or PREAUTH; with a tag it
// completes a command. Its [Code] is what a program can act upon. An item is a
// piece of a FETCH response. Unknown, [UnknownItem] and [UnknownCode] keep what
// no type here can hold, and are written as they were read.
//
// # Ownership
//
// What a Reader returns belongs to it and is valid until the next call to
// [Reader.Next], an item until the next call to [FetchStream.Next]. Strings, an
// [Envelope] and a [BodyStructure] are made anew each time and stay valid; so
// are codes and wire.Values. Slices of flags, numbers, sets and attributes are
// filled again and have to be copied to be kept.
//
// # Strictness
//
// The grammar is that of RFC 9051, Section 9 with what RFC 3501 had in addition.
// It is read as it stands. In two places more is taken than it has: CAPABILITY
// need not name IMAP4rev1 or IMAP4rev2, and a value of an extension may be any
// [wire.Value]. What is read is written in one form: names of known things in
// upper case, ESEARCH results in a fixed order, sections as literals.
//
// A Writer is stricter than a Reader. Text that ends like "{3}" is legal and is
// read as text, but is not written, since whoever looks for line ends first
// would wait for octets; [Line] makes text of anything.
//
// # Security
//
// All memory is bounded by [wire.Limits]. The tree of a body costs a few times
// the octets it was sent in and its depth is limited. Nothing that a server
// puts into a string can end a response that is written.
//
// # How to add a response or an item
//
// A type with an Encode method can be written at once. To have it read, add a
// case to Reader.untagged in reader.go, to FetchStream.item in fetch.go or to
// Reader.code in code.go, which calls the methods of [wire.Decoder] that are
// named for the rules of its ABNF, and lines to a table of the tests, which are
// the seeds of the fuzz test as well. Outside of this package an extension
// takes the Unknown apart with [wire.WalkValue].
//
// # Specifications
//
//	RFC 9051       IMAP4rev2
//	RFC 3501       IMAP4rev1: SEARCH, LSUB, RECENT, the RFC822 items
//	RFC 2971       ID
//	RFC 3516       BINARY, and NUL octets in its literals
//	RFC 4315       APPENDUID, COPYUID, UIDNOTSTICKY
//	RFC 4466, 4731 ESEARCH
//	RFC 5258       extended LIST: CHILDINFO, OLDNAME
//	RFC 5530       response codes
package response
