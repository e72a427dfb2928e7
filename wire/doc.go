// Package wire reads and writes the values of the IMAP protocol: a streaming
// tokenizer, the [Decoder], and a literal-aware [Encoder]. The typed commands
// and responses of packages wire/command and wire/response stand on it and use
// nothing but what is exported here, and so can those of an extension.
//
// # Terms
//
// A message is one command or one response, from its first octet to the CRLF
// that ends it; its literals are part of it. A line is a piece of a message
// that ends in CRLF: a message without literals is one line. Methods are named
// for the rules of the formal syntax in RFC 9051, Section 9: [Decoder.AString]
// reads an astring, [Encoder.AString] writes one.
//
// # Reading
//
//	if err := d.Next(); err != nil { … }
//	t := d.Tag()
//	d.SP()
//	d.Keyword("RENAME")
//	d.SP()
//	from := d.Mailbox()
//	d.SP()
//	to := d.Mailbox()
//	err := d.End()
//
// The first error of a message sticks: methods after it do nothing and return
// zero values, End reports it. It is a [SyntaxError] with the offset in the
// stream, the rule that was expected there, and the tag if it was read. The
// next call to Next finds the next message in spite of it.
//
// # Writing
//
// The methods of an [Encoder] have the same names. It picks the shortest form of
// each string, an atom, a quoted string or a literal, and the form of literals
// that the peer allows; [Options].Strings asks for quoted strings or literals
// throughout, whatever typed message is written.
//
// # Making values
//
// An [Encoder] checks every value when it writes it, so a plain literal of a
// type will do. Where a value comes from a user or a file, the constructors make
// the same checks sooner: [ParseFlag], [ParseKeyword], [ParseDate],
// [ParseDateTime] and [ParseSection] take text, [NewDate], [NewDateTime],
// [NewSection], [NewPartial] and [NewPartialRange] take the pieces. What they
// return is written, and read back as the same value.
//
// # Who owns the memory
//
// What a method returns as a string or a slice of numbers is the caller's. What
// it returns as []byte (the …View methods, [Decoder.Text], the bytes of a
// [Token]) borrows the Decoder's buffer and is valid until the next call to the
// Decoder. A [Value] that was read is the caller's. A literal is a reader on
// the connection itself.
//
// # Strictness
//
// The grammar is that of RFC 9051 and nothing beyond it: a bare LF, two spaces,
// a missing CR are errors. Strings may hold UTF-8 as RFC 9051 allows, but no
// other octets above 0x7F; what mailbox names mean depends on [Options].UTF8.
//
// [Options].Lenient accepts single deviations from it by name, each of them one
// that is known to be in use: see [Lenience]. What it let pass is told by the
// function of [Decoder.OnDiagnostic]. What was accepted so need not be what an
// Encoder writes, which is never lenient.
//
// # Going back
//
// A value that turned out to be malformed can be read again as data:
// [Decoder.Mark] in front of it and [Decoder.Rewind] after the error. [Decoder.Record]
// keeps the exact octets of each message for [Decoder.Raw], malformed or not.
//
// # Security
//
// Nothing is allocated because a size was announced. Every limit is finite by
// default: see [Limits]. Nothing recurses deeper than Limits.Depth. The octets
// of a literal are never taken for a message, not even when the message they
// belong to is malformed. An Encoder checks every argument, so that no value
// can end a message and begin another. Errors never quote what was read.
//
// # Speed
//
// Each octet is looked at about once, and nothing is allocated but what a method
// hands out as the caller's. What buys most, where it is said how, and what
// shows it:
//
//	a window that ends behind a line end  decode.go       BenchmarkReads, fuzz/internal/measure
//	Tokens that travel in registers       token.go        BenchmarkWorkloads, package fuzz
//	few branches for a token              token.go        BenchmarkWorkloads, package fuzz
//	strings by eight and sixteen octets   string.go       BenchmarkQuoted
//	usual spellings first: TryExact       text.go         BenchmarkWorkloads
//	words found by a number: Words        words.go        BenchmarkWords
//	usual flags by sixteen octets         flag_usual.go   BenchmarkWorkloads
//	lists of numbers in one loop          text.go         BenchmarkWorkloads
//	numbers by eight digits               number.go       BenchmarkNumber, BenchmarkReadNumber
//	strings of one value in one text      gather.go       BenchmarkGather
//	lists that repeat the one before      text.go         BenchmarkWorkloads
//	constants that need no check: Syntax  encode_text.go  BenchmarkWorkloads
//	sections and words that come again    section.go      BenchmarkWorkloads
//	long lines in borrowed buffers        buffer.go       BenchmarkLineLength, package fuzz
//
// The command fuzz/imapbench measures them on traffic of your own. Between two
// messages a Decoder keeps at most 8 KiB and an Encoder 4 KiB.
//
// # Extensions
//
// What these capabilities add is read and written as types, for both sides, by
// wire/command and wire/response. Some of them add no syntax.
//
//	ACL RIGHTS=                          RFC 4314
//	ANNOTATE-EXPERIMENT-1                RFC 5257
//	APPENDLIMIT                          RFC 7889
//	AUTH= LOGINDISABLED STARTTLS         RFC 9051
//	BINARY                               RFC 3516
//	CATENATE                             RFC 4469
//	CHILDREN                             RFC 3348
//	COMPRESS=DEFLATE                     RFC 4978
//	CONDSTORE QRESYNC                    RFC 7162
//	CONTEXT=SEARCH CONTEXT=SORT ESORT    RFC 5267
//	CONVERT                              RFC 5259
//	CREATE-SPECIAL-USE SPECIAL-USE       RFC 6154, 8457
//	ENABLE                               RFC 5161
//	ESEARCH                              RFC 4731, 4466
//	FILTERS                              RFC 5466
//	I18NLEVEL=1 I18NLEVEL=2 LANGUAGE     RFC 5255
//	ID                                   RFC 2971
//	IDLE                                 RFC 2177
//	IMAP4rev1                            RFC 3501, 5530
//	IMAP4rev2                            RFC 9051, 5530
//	INPROGRESS                           RFC 9585
//	JMAPACCESS                           RFC 9698
//	LIST-EXTENDED                        RFC 5258
//	LIST-METADATA                        RFC 9590
//	LIST-MYRIGHTS                        RFC 8440
//	LIST-STATUS                          RFC 5819
//	LITERAL+ LITERAL-                    RFC 7888
//	LOGIN-REFERRALS                      RFC 2221
//	MAILBOX-REFERRALS                    RFC 2193
//	MESSAGELIMIT= SAVELIMIT=             RFC 9738
//	METADATA METADATA-SERVER             RFC 5464
//	MOVE                                 RFC 6851
//	MULTIAPPEND                          RFC 3502
//	MULTISEARCH                          RFC 7377
//	NAMESPACE                            RFC 2342
//	NOTIFY                               RFC 5465
//	OBJECTID                             RFC 8474
//	PARTIAL                              RFC 9394
//	PREVIEW                              RFC 8970
//	QUOTA QUOTA=RES- QUOTASET            RFC 9208, 2087
//	REPLACE                              RFC 8508
//	SASL-IR                              RFC 4959
//	SAVEDATE                             RFC 8514
//	SEARCH=FUZZY                         RFC 6203
//	SEARCHRES                            RFC 5182
//	SORT SORT=DISPLAY THREAD=            RFC 5256, 5957
//	STATUS=SIZE                          RFC 8438
//	UIDBATCHES                           draft-ietf-mailmaint-imap-uidbatches
//	UIDONLY                              RFC 9586
//	UIDPLUS                              RFC 4315
//	UNAUTHENTICATE                       RFC 8437
//	UNSELECT                             RFC 3691
//	URL-PARTIAL                          RFC 5550, in URLs
//	URLAUTH URLAUTH=BINARY               RFC 4467, 5524
//	UTF8=ACCEPT UTF8=ONLY                RFC 6855
//	WITHIN                               RFC 5032
//	X-GM-EXT-1 XLIST                     Gmail
//	XYMHIGHESTMODSEQ                     Yahoo, a name only
//
// Others are kept as their exact octets: see [Value].
//
// # Specifications
//
// RFC 9051 and RFC 3501 (the base protocol), RFC 4466 (collected extensions to
// the grammar), RFC 7888 (LITERAL+ and LITERAL-), RFC 3516 (binary literals),
// RFC 6855 (UTF-8), RFC 2971 (parameter lists).
package wire
