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
// *[wire.SyntaxError], and the next call goes on with the response behind it.
// A FETCH item whose value is malformed, but whose parentheses and strings are
// not, is an [InvalidItem] among the others; after one that is worse, the items
// before it have been seen already. In the same way a response code that is
// malformed within its brackets is an [InvalidCode]: a command does not wait for
// ever because the code of its completion could not be read.
//
// # Terms
//
// A status response ([Status]) is OK, NO, BAD, BYE or PREAUTH; with a tag it
// completes a command. Its [Code] is what a program can act upon; a [Continue],
// "+" of a server, may have one as well. An item is a piece of a FETCH response.
// Unknown, [UnknownItem] and [UnknownCode] keep what no type here can hold,
// InvalidItem and InvalidCode what breaks the rules of its type; all are written
// as they were read.
//
// # Ownership
//
// A Reader fills the same memory again and again: a busy connection makes hardly any
// garbage. What it returns is valid until the next call to [Reader.Next], an item of
// a FETCH response until the next call to [FetchStream.Next].
//
//	what                                  is kept by
//	strings, codes, wire.Values           nothing: they stay valid
//	a whole FETCH response                FetchStream.ReadAll
//	an Envelope, and an Address in it     Envelope.Clone
//	a BodyStructure, and a Part of it     BodyStructure.Clone
//	flags, numbers, ranges, attributes    slices.Clone
//	the struct that a pointer leads to    a copy of it, and of its slices
//	Data of a SectionItem                 reading it
//
// An Envelope, a BodyStructure and what is in them notice when they are used too
// late, and panic. All else shows what was read later: nothing tells. What is handed
// to another goroutine is cloned before that.
//
// Short strings that come together share memory, up to 4 KiB: strings.Clone frees
// one that is kept for long from its neighbours.
//
// # Strictness
//
// The grammar is that of RFC 9051, Section 9 with what RFC 3501 had in addition.
// It is read as it stands. Where more is taken than it has (CAPABILITY need not
// name IMAP4rev1 or IMAP4rev2, a value of an extension may be any [wire.Value])
// is told in testdata/accepted.abnf, which is complete: a test holds the Reader
// against it. What is read is written in one form: names of known things in
// upper case, ESEARCH results in a fixed order, sections as literals.
//
// A Writer is stricter than a Reader. Text that ends like "{3}" is legal and is
// read as text, but is not written, since whoever looks for line ends first
// would wait for octets; [Line] makes text of anything.
//
// # Security
//
// All memory is bounded by [wire.Limits]; what CONVERTED and URLFETCH carry is
// held, not streamed, and counts as literals do. The tree of a body costs a few
// times the octets it was sent in and its depth is limited. Nothing that a
// server puts into a string can end a response that is written.
//
// # How to add a response or an item
//
// A type with an Encode method can be written at once. To have it read, add a
// case to the functions in extension.go, which call the methods of
// [wire.Decoder] that are named for the rules of its ABNF, and lines to a table
// of the tests, which are the seeds of the fuzz test as well. Outside of this
// package an extension takes the Unknown apart with [wire.WalkValue].
//
// # Responses
//
//	OK NO BAD BYE PREAUTH   Status         RFC 9051, Section 7.1
//	+                       Continue       RFC 9051, Section 7.6
//	ACL                     ACL            RFC 4314, Section 3.6
//	CAPABILITY              Capability     RFC 9051, Section 7.2.2
//	COMPARATOR              Comparator     RFC 5255, Section 4.8
//	CONVERSION              Conversion     RFC 5259, Section 5
//	CONVERTED               Converted      RFC 5259, Section 8
//	ENABLED                 Enabled        RFC 9051, Section 7.2.1
//	ESEARCH                 ESearch        RFC 9051, Section 7.3.4; RFC 4731, 5267, 6203, 7377, 9394
//	EXISTS                  Exists         RFC 9051, Section 7.4.1
//	EXPUNGE                 Expunge        RFC 9051, Section 7.5.1
//	FETCH                   FetchStream    RFC 9051, Section 7.5.2; written as Fetch
//	FLAGS                   Flags          RFC 9051, Section 7.3.5
//	GENURLAUTH              GenURLAuth     RFC 4467
//	ID                      ID             RFC 2971, Section 3.2
//	JMAPACCESS              JMAPAccess     RFC 9698
//	LANGUAGE                Language       RFC 5255, Section 3.3
//	LIST LSUB XLIST         List           RFC 9051, Section 7.3.1; RFC 3501, Section 7.2.3; RFC 5258, 5465
//	LISTRIGHTS              ListRights     RFC 4314, Section 3.7
//	METADATA                Metadata       RFC 5464, Section 4.4; to LIST, RFC 9590
//	MYRIGHTS                MyRights       RFC 4314, Section 3.8; to LIST, RFC 8440
//	NAMESPACE               Namespace      RFC 9051, Section 7.3.2; RFC 5255, Section 3.4
//	QUOTA                   Quota          RFC 9208, Section 4.2.1; RFC 2087, Section 5.1
//	QUOTAROOT               QuotaRoot      RFC 9208, Section 4.2.2; RFC 2087, Section 5.2
//	RECENT                  Recent         RFC 3501, Section 7.3.2
//	SEARCH                  Search         RFC 3501, Section 7.2.5; RFC 7162, Section 3.1.6
//	SORT                    Sort           RFC 5256, Section 4; RFC 7162, Section 3.1.9
//	STATUS                  MailboxStatus  RFC 9051, Section 7.3.3; RFC 7162, 7889, 8438, 8474, 9208
//	THREAD                  Thread         RFC 5256, Section 4
//	UIDBATCHES              UIDBatches     draft-ietf-mailmaint-imap-uidbatches
//	UIDFETCH                FetchStream    RFC 9586; written as Fetch
//	URLFETCH                URLFetch       RFC 4467; RFC 5524, Section 3.2
//	VANISHED                Vanished       RFC 7162, Section 3.2.10
//	any other               Unknown
//
// # Items of FETCH
//
//	ANNOTATION                          AnnotationItem   RFC 5257, Section 4.4
//	BINARY[…] BODY[…] RFC822…           SectionItem      RFC 9051, Section 7.5.2; RFC 3501, Section 7.4.2
//	BINARY.SIZE[…]                      BinarySizeItem   RFC 9051, Section 7.5.2
//	BODY BODYSTRUCTURE                  StructureItem    RFC 9051, Section 7.5.2
//	EMAILID                             EmailIDItem      RFC 8474, Section 5.1
//	ENVELOPE                            EnvelopeItem     RFC 9051, Section 7.5.2
//	FLAGS                               FlagsItem        RFC 9051, Section 7.5.2
//	INTERNALDATE                        DateItem         RFC 9051, Section 7.5.2
//	MODSEQ                              ModSeqItem       RFC 7162, Section 3.1.4.2
//	PREVIEW                             PreviewItem      RFC 8970, Section 3.2
//	RFC822.SIZE                         SizeItem         RFC 9051, Section 7.5.2
//	SAVEDATE                            SaveDateItem     RFC 8514, Section 4.2
//	THREADID                            ThreadIDItem     RFC 8474, Section 5.2
//	UID                                 UIDItem          RFC 9051, Section 7.5.2
//	X-GM-MSGID X-GM-THRID               GmailIDItem      X-GM-EXT-1
//	X-GM-LABELS                         GmailLabelsItem  X-GM-EXT-1
//	any other                           UnknownItem
//	one that is malformed               InvalidItem
//
// # Codes
//
//	ANNOTATE                              AnnotateCode      RFC 5257, Section 4.5
//	ANNOTATIONS                           AnnotationsCode   RFC 5257, Section 4.1
//	APPENDUID                             AppendUID         RFC 9051, Section 7.1; RFC 4315, 3502
//	BADCHARSET                            CharsetCode       RFC 9051, Section 7.1
//	BADEVENT                              BadEventCode      RFC 5465, Section 3.1
//	BADURL                                URLCode           RFC 4469, Section 4.1
//	CAPABILITY                            CapabilityCode    RFC 9051, Section 7.1
//	COPYUID                               CopyUID           RFC 9051, Section 7.1; RFC 4315, 6851
//	HIGHESTMODSEQ                         ModSeqCode        RFC 7162, Section 3.1.2.1
//	INPROGRESS                            InProgressCode    RFC 9585
//	MAILBOXID                             MailboxIDCode     RFC 8474, Section 4
//	MAXCONVERTMESSAGES MAXCONVERTPARTS    NumberCode        RFC 5259, Section 9
//	MESSAGELIMIT                          MessageLimitCode  RFC 9738, Section 3.1
//	METADATA                              MetadataCode      RFC 5464, Section 4.2.1 and Section 4.3
//	MODIFIED                              ModifiedCode      RFC 7162, Section 3.1.3
//	NOUPDATE                              NoUpdateCode      RFC 5267, Section 4.3.1
//	PERMANENTFLAGS                        FlagsCode         RFC 9051, Section 7.1
//	REFERRAL                              ReferralCode      RFC 2221, Section 4; RFC 2193
//	UIDNEXT UIDVALIDITY UNSEEN            NumberCode        RFC 9051, Section 7.1; RFC 3501, Section 7.1
//	UNDEFINED-FILTER                      FilterCode        RFC 5466, Section 3.1
//	URLMECH                               URLMechCode       RFC 4467
//	one word, see AtomCode                AtomCode          RFC 9051, 5530, 3516, 4315, 4469, 4978, 5255, 5259, 5465, 6154, 7162, 9586
//	any other                             UnknownCode
//	one that is malformed                 InvalidCode
//
// # Specifications
//
//	RFC 9051       IMAP4rev2
//	RFC 3501       IMAP4rev1: SEARCH, LSUB, RECENT, the RFC822 items
//	RFC 2971       ID
//	RFC 3516       BINARY, and NUL octets in its literals
//	RFC 4466       the form of extensions
//	RFC 5258       extended LIST: CHILDINFO
//	RFC 5465       OLDNAME of LIST
//	RFC 5530       response codes
//
// and those named in the tables.
package response
