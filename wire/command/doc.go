// Package command reads and writes IMAP commands: a [Reader] is what a server
// reads with, a [Writer] what a client writes with. It knows the commands of
// IMAP4rev2 and IMAP4rev1 and keeps all others as their exact bytes.
//
// # Reading
//
// A command is read in two steps, so that it can be refused before any of its
// arguments is held in memory:
//
//	for {
//		h, err := r.Next() // tag and name
//		…                  // is the command allowed now?
//		c, err := r.Decode()
//		switch c := c.(type) {
//		case *command.Login:
//
// [Reader.Next] drops what is left of the last command, however it ended; the
// octets of a literal are never taken for a command. An APPEND is not held in
// memory at all: an [AppendStream] hands out its messages, and only its io.EOF
// says that the command was well formed to its end. REPLACE is a
// [ReplaceStream], and the parts of CATENATE come from
// [AppendMessage.NextPart].
//
// # Terms
//
// The name of a command includes "UID": [Fetch] with UID set is "UID FETCH". A
// [Bare] command has no arguments, an [Unknown] one has arguments that nobody
// here understands; its name stays as it was sent. Extensions of known commands
// (RFC 4466) are kept as [wire.Extension] values, whatever their names. A search
// key that is not known keeps the values behind it, up to the first that could be
// a key of its own: what else belongs to it, nobody here can tell.
//
// # Ownership
//
// What a Reader returns belongs to it and is valid until the next call to
// [Reader.Next]: one value of each type is filled again and again. To keep a
// command, copy it with its slices, or have [Reader.Extend] return a new one.
// The strings in it are copies and stay valid. A Writer keeps nothing.
//
// # Strictness
//
// The grammar is that of RFC 9051, Section 9 with what RFC 3501 had in addition.
// It is read as it stands: one space where it has one, no space before the
// line end. Where more is taken than it has is told in testdata/accepted.abnf,
// which is complete: a test holds the Reader against it. The value does not record in which of several forms an argument
// came, and is written in the shortest: STORE with flags in parentheses, FETCH
// of one item without them, dates without quotes, strings as
// [wire.Options].Strings says. An error is a *[wire.SyntaxError] and never
// quotes what was sent.
//
// # Secrets
//
// [Login], [Authenticate] and [URLFetch] print as "[redacted]" with every fmt
// verb, and [String] leaves out the arguments of unknown commands too. The
// fields themselves hold the secrets.
//
// # How to add a command
//
// A type with the three methods of [Command], which call the methods of
// [wire.Decoder] and [wire.Encoder] that are named for the rules of its ABNF in
// the order of its ABNF. There is no error to check in between:
//
//	// getquota = "GETQUOTA" SP quota-root-name
//	func (c *GetQuota) Decode(d *wire.Decoder) error { d.SP(); c.Root = d.AString(); return d.End() }
//	func (c *GetQuota) Encode(e *wire.Encoder)       { e.SP(); e.AString(c.Root) }
//
// Outside of this package it is returned by a Reader's Extend; inside it gets a
// Name in name.go, a field and a row in table.go, and lines in a table of the
// tests, which are the seeds of the fuzz test as well.
//
// # Specifications
//
//	RFC 9051       IMAP4rev2
//	RFC 3501       IMAP4rev1: CHECK, LSUB, the RFC822 items, RECENT, NEW, OLD
//	RFC 2193       RLIST, RLSUB
//	RFC 2971       ID
//	RFC 3502       more than one message in APPEND
//	RFC 3516       BINARY, binary literals in APPEND
//	RFC 4314       SETACL, DELETEACL, GETACL, LISTRIGHTS, MYRIGHTS
//	RFC 4315       UID EXPUNGE
//	RFC 4466       parameters, modifiers and return options of any extension
//	RFC 4467, 5524 GENURLAUTH, RESETKEY, URLFETCH
//	RFC 4469       CATENATE in APPEND
//	RFC 4959       initial response of AUTHENTICATE
//	RFC 4978       COMPRESS
//	RFC 5032       OLDER, YOUNGER
//	RFC 5182       SAVE, "$"
//	RFC 5255       LANGUAGE, COMPARATOR
//	RFC 5256, 5957 SORT, THREAD, the sort keys of display names
//	RFC 5257       ANNOTATION in FETCH, STORE, SEARCH, SORT and APPEND
//	RFC 5258, 5819 extended LIST, with STATUS
//	RFC 5259       CONVERSIONS, CONVERT
//	RFC 5267, 9394 SORT with RETURN; CONTEXT, UPDATE, PARTIAL; CANCELUPDATE
//	RFC 5464       GETMETADATA, SETMETADATA
//	RFC 5465       NOTIFY
//	RFC 5466       FILTER
//	RFC 6154       USE in CREATE, SPECIAL-USE in LIST
//	RFC 6203       FUZZY, RELEVANCY
//	RFC 6855       UTF8 in APPEND
//	RFC 7162       CONDSTORE and QRESYNC in SELECT, FETCH, STORE, SEARCH
//	RFC 7377       ESEARCH, also as UID ESEARCH
//	RFC 7888       LITERAL+ and LITERAL-
//	RFC 8437       UNAUTHENTICATE
//	RFC 8440, 9590 MYRIGHTS and METADATA in LIST
//	RFC 8474       EMAILID, THREADID, MAILBOXID
//	RFC 8508       REPLACE
//	RFC 8514       SAVEDATE and its search keys
//	RFC 8970       PREVIEW
//	RFC 9208       GETQUOTA, SETQUOTA, GETQUOTAROOT (also RFC 2087)
//	RFC 9698       GETJMAPACCESS
//	RFC 9738       UIDAFTER, UIDBEFORE
//
// Besides these UIDBATCHES (draft-ietf-mailmaint-imap-uidbatches), and of
// Gmail XLIST, X-GM-MSGID, X-GM-THRID, X-GM-LABELS and X-GM-RAW.
package command
