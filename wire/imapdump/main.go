// Command imapdump shows what one side of an IMAP connection has sent.
//
//	imapdump -from client|server [-json | -canon] [-lenient] [-secrets] [FILE...]
//
// It reads recordings of one direction of a connection, without TLS and
// compression: the octets as they were sent. Without a FILE, or for "-", it
// reads the standard input. Each FILE is a connection of its own.
//
// In what a client has sent, the octets of every literal follow its
// announcement, those of a synchronizing one as well, since the "+" in between
// is no part of this direction; so a recording with a literal that the server
// refused is misread at that place. Behind IDLE the line DONE, and behind
// AUTHENTICATE lines that do not look like a command, belong to those commands,
// up to the next command that is well formed. Mailbox names are modified UTF-7
// until the side says otherwise: the client with ENABLE of
// IMAP4rev2 or UTF8=ACCEPT, the server with ENABLED.
//
// A message that is malformed is reported, and reading goes on with the next
// one. Only where that cannot be found (the recording ends within a message, a
// line is longer than 16 MiB, the size of a literal has more than 63 bits) the
// rest of the FILE is left. Memory grows neither with the recording nor with the
// texts in FETCH and APPEND. The output does not depend on how the input arrives.
//
// # Lines
//
// By default there is one line for each message: its offset in octets from the
// start of the FILE, two spaces, and the message in the form of -canon, with
// these changes for people: mailbox names and strings are UTF-8, control
// characters are written as Go escapes, and a literal is shown as its size and
// the start of its octets in quotes, "{2048} "Return-Path: <"...". A malformed
// message has "! " there, its tag and name as far as they are known, and the
// error with its offset. What -lenient has accepted is told at the end, behind
// "~". If there are several FILEs, their names come first.
//
// # JSON
//
// With -json there is one object for each message, on one line, with these
// members in this order; those that do not apply are absent:
//
//	file          the FILE, if there are several
//	offset        of the message from the start of the FILE, in octets
//	kind          the name in lower case: "select", "uid fetch", "exists", "ok";
//	              "continue" for "+"; "done"; "auth data" and "auth cancel" for
//	              the lines behind AUTHENTICATE
//	tag           the tag
//	value         the values of the message
//	length        of the message with its line ends and literals, in octets
//	ok            true if the message is well formed
//	error         if not: what was expected, and what was found
//	error_offset  where, from the start of the FILE
//	quirks        the deviations that -lenient has accepted, 100 at most: for
//	              each the name of its bit of wire.Lenience, and the offset
//
// The value of a malformed message holds what was read before the error, or is
// absent. A value is made from the types of packages wire/command and
// wire/response:
//
//   - A member is called like the field of the struct, in lower case with "_"
//     between words: UIDValidity is uid_validity. Where the name of the field
//     says too little, it is that of the protocol: "condstore", "seconds" of
//     OLDER, "entry_type" of MODSEQ.
//   - What stands in the message is there, also if it is 0, "" or an empty list,
//     which is []. NIL is null. What does not stand in the message is absent,
//     and so are words that say yes or no, if they say no: "silent".
//   - Strings are JSON strings if they are UTF-8, else {"base64": "…"}. So are
//     the octets of messages and sections, but base64 if they are more than
//     64 KiB.
//   - Mailbox names are decoded. One that is not valid is {"invalid": "…"} with
//     its octets as they were sent.
//   - Values of unknown extensions are strings that hold their exact octets.
//   - Numbers are written with all their digits, up to 64 bits. Characters
//     (hierarchy delimiters) are strings.
//   - Sets are strings: "1:4,7,9:*". So are dates, "2024-02-29", and times,
//     "2024-02-29T12:00:00+01:00".
//   - Response codes and FETCH items begin with "name": "UIDNEXT",
//     "INTERNALDATE". Those of which no type is known have "unknown": true.
//   - Items with brackets have the member "section", which is {} for "[]". The
//     list of search keys in parentheses has the name "and", a set as key the
//     name "sequence-set".
//   - FETCH responses, APPEND and REPLACE commands are read item by item: these
//     are the list "items". The parts of a message that the server is to put
//     together (CATENATE) and the parts within a part of a body structure are
//     the list "parts".
//   - A FETCH item whose value is malformed has the octets of its value, and
//     "error" and "error_offset"; the message counts as malformed.
//
// # Canonical form
//
// With -canon each message is written anew: strings in the shortest form that
// can carry them (atom, quoted, literal), names and keywords in upper case,
// optional lists left out where that says the same. Literals of clients are
// written as {n+}, whatever form they had, so that the result can be cut into
// messages without knowing the answers; those of servers as {n}. Dumping the
// result once more with -canon gives the same octets. Malformed messages are
// left out, and so are those that -lenient has accepted but that no well-formed
// message can say; each is reported on the standard error. A message of more
// than 1 MiB is kept in a temporary file until all of it was read.
//
// # Secrets
//
// The arguments of LOGIN, the initial response of AUTHENTICATE and the lines
// behind it, and the URLs in GENURLAUTH and URLFETCH that give access, are shown
// as "[redacted]", in -canon as that text in the form that the grammar asks for,
// unless -secrets is given. Nothing else is hidden, neither URLs in CATENATE nor
// mail: look before you publish. Of malformed messages, -canon and lines show
// nothing but the tag and the name.
//
// # Exit status
//
// The exit status is 0 if every message is well formed, by the grammar of RFC
// 9051 and the extensions imapkit knows or, with -lenient, with the deviations
// that wire.Lenience names; 1 if one is not, or was left out by -canon; and 2
// if the command line is wrong or a FILE cannot be read or the output not
// written.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"imapkit.example/wire"
)

// The exit statuses.
const (
	statusOK = iota
	statusMalformed
	statusFailed
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// A config is what the command line says.
type config struct {
	from                          string
	json, canon, lenient, secrets bool
	files                         []string
}

// options returns the options to read with: what is well formed does not
// depend on what a server would hold in memory.
func (c *config) options() wire.Options {
	opts := wire.Options{Limits: wire.ResponseLimits(), Recorded: true}
	if c.lenient {
		opts.Lenient = wire.AllLenient
	}
	return opts
}

func parse(args []string, c *config) (*flag.FlagSet, error) {
	set := flag.NewFlagSet("imapdump", flag.ContinueOnError)
	set.SetOutput(io.Discard) // run reports errors, in one line
	set.StringVar(&c.from, "from", "", "the `side` that has sent it: client or server")
	set.BoolVar(&c.json, "json", false, "write one JSON object for each message")
	set.BoolVar(&c.canon, "canon", false, "write the messages in canonical form")
	set.BoolVar(&c.lenient, "lenient", false, "accept the deviations that are known of servers and clients")
	set.BoolVar(&c.secrets, "secrets", false, "show passwords, authentication data and authorized URLs")
	if err := set.Parse(args); err != nil {
		return set, err
	}
	if c.files = set.Args(); len(c.files) == 0 {
		c.files = []string{"-"}
	}
	switch {
	case c.from != "client" && c.from != "server":
		return set, errors.New("want -from client or -from server")
	case c.json && c.canon:
		return set, errors.New("-json and -canon exclude each other")
	}
	return set, nil
}

// run is the command; it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	complain := func(err error) {
		fmt.Fprintln(stderr, "imapdump:", strings.ReplaceAll(err.Error(), "\n", " "))
	}
	var c config
	set, err := parse(args, &c)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(stdout, "Usage: imapdump -from client|server [flags] [FILE...]\n\n"+
			"imapdump shows what one side of an IMAP connection has sent.\n\nFlags:")
		set.SetOutput(stdout)
		set.PrintDefaults()
		return statusOK
	}
	if err != nil {
		complain(err)
		return statusFailed
	}
	d := &dump{config: c, out: bufio.NewWriterSize(stdout, 64<<10), complain: complain}
	defer d.close()
	d.form = d.newForm()
	for _, name := range c.files {
		if err := d.file(name, stdin); err != nil {
			complain(err)
			d.status = statusFailed
		}
		if d.broken {
			break
		}
	}
	if err := d.flush(); err != nil && !d.broken {
		complain(err)
	}
	return d.status
}
