package response

import (
	"strings"

	"imapkit.example/wire"
)

// Names of things that have types. An unknown thing with such a name would be
// read as the known one, or not at all: it is not written.
var (
	knownResponses = names(`OK NO BAD BYE PREAUTH CAPABILITY ENABLED FLAGS LIST LSUB XLIST STATUS SEARCH ESEARCH NAMESPACE ID
		VANISHED SORT THREAD QUOTA QUOTAROOT METADATA MYRIGHTS ACL LISTRIGHTS LANGUAGE COMPARATOR GENURLAUTH URLFETCH
		UIDBATCHES JMAPACCESS CONVERSION`)
	knownNumbered = names("EXISTS RECENT EXPUNGE FETCH UIDFETCH CONVERTED")
	knownItems    = names(`FLAGS UID RFC822.SIZE INTERNALDATE ENVELOPE BODYSTRUCTURE BODY RFC822 RFC822.HEADER RFC822.TEXT
		MODSEQ EMAILID THREADID PREVIEW SAVEDATE X-GM-MSGID X-GM-THRID ANNOTATION X-GM-LABELS`)
	knownSections = names("BODY BINARY BINARY.SIZE")
	// knownCodes are those with arguments.
	knownCodes = names(`CAPABILITY UIDNEXT UIDVALIDITY UNSEEN MAXCONVERTMESSAGES MAXCONVERTPARTS PERMANENTFLAGS BADCHARSET
		APPENDUID COPYUID HIGHESTMODSEQ MODIFIED MAILBOXID INPROGRESS MESSAGELIMIT NOUPDATE BADEVENT
		UNDEFINED-FILTER BADURL REFERRAL URLMECH ANNOTATIONS`)
	knownResults = names("UID MIN MAX COUNT ALL MODSEQ PARTIAL RELEVANCY ADDTO REMOVEFROM")
	knownListed  = names("CHILDINFO OLDNAME")
)

func names(list string) map[string]bool {
	m := make(map[string]bool)
	for s := range strings.FieldsSeq(list) {
		m[s] = true
	}
	return m
}

// unknownOnly fails if name is one of known.
func unknownOnly(e *wire.Encoder, known map[string]bool, name, rule string) {
	if known[strings.ToUpper(name)] {
		e.Fail(rule, wire.ErrEncode)
	}
}

// isKnownCode reports whether a code called name with these arguments is one
// that has a type, or would be malformed as such.
func isKnownCode(name, args string) bool {
	name = strings.ToUpper(name)
	if name != "METADATA" && name != "ANNOTATE" {
		return knownCodes[name]
	}
	// Of these, reasons that are not known are kept.
	n := strings.IndexFunc(args, func(c rune) bool { return !wire.Flag(c).IsKeyword() })
	if n < 0 {
		n = len(args)
	}
	switch reason := strings.ToUpper(args[:n]); reason {
	case "":
		return true
	case LongEntries, MaxSize, NoPrivate:
		return name == "METADATA"
	case string(TooBig):
		return name == "ANNOTATE"
	default:
		return reason == TooMany
	}
}

// isKnownItem reports whether a data item called name, with its section if it
// has one, is read as an item that is known.
func isKnownItem(name string) bool {
	n := 0
	for n < len(name) && isLabel(name[n]) {
		n++
	}
	word := strings.ToUpper(name[:n])
	if n < len(name) && name[n] == '[' {
		return knownSections[word]
	}
	return knownItems[word]
}

// isLabel reports whether c is a tagged-label-char.
func isLabel(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.' || c == ':'
}
