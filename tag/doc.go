// Package tag knows everything about command tags: what a tag is, how to make
// tags, and which command an answer belongs to.
//
// A [Tag] is the word in front of a command that the server repeats in front
// of its answer (RFC 9051, Section 2.2.1). A [Generator] makes tags that no
// peer can guess before it has seen the first one. A [Pipeline] holds the
// commands in flight: it finds the command of a tagged response whatever the
// order of the answers, and the command that owns a "+".
//
// # A command in the pipeline
//
// The client must send a command to its last octet before it begins the next
// one, continuations included (RFC 9051, Sections 2.2.1 and 5.5). So at most
// one command is being sent, and only that one can own a "+":
//
//	        Start                 Sent
//	(none) -------> being sent ----------> sent
//	                 |      ^               |
//	                 | Wait | Continue      | Finish(OK, NO or BAD)
//	                 v      |               v
//	              owns the "+" ----------> done
//	                            NO, BAD
//
// A tagged OK for a command that is still being sent can only come from an
// attacker or a broken server: it is [ErrPremature], and the connection is
// not to be used any more. NO and BAD may come early; they cancel what was
// still to be sent.
//
// Four ways to send a command:
//
//	NOOP, FETCH …       Start, write the line, Sent
//	a literal {n}       Start, write the header, Wait, flush; on "+": Continue, write on; at the end: Sent
//	IDLE                Start, write the line, Wait, flush; on "+": Continue; write DONE, Sent
//	AUTHENTICATE        Start, Wait, write the line, Sent; on each "+": Continue, Wait, write the answer, Sent
//
// AUTHENTICATE is sent and owns the "+" at the same time, since the client
// cannot know whether the server wants more. Call Wait and Sent before the
// octets they speak of are flushed: the answer may be there at once. (An
// Encoder of package wire that holds its messages says which of the two is due.)
//
// # Ownership and concurrency
//
// Everything here is a plain value: no lock, no goroutine, no clock, no I/O.
// Whoever shares a Generator or a Pipeline between goroutines locks it, in a
// client usually with the lock under which commands are written.
//
// # Specifications
//
// RFC 9051, Sections 2.2.1, 5.5 and 9 (the rule tag); RFC 3501 has the same
// rule.
package tag
