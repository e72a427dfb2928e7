package response

import (
	"strings"

	"imapkit.example/wire"
)

// A Code is a response code: a condition that a program can act upon
// (RFC 9051, Section 7.1; RFC 5530). Its types are AtomCode, NumberCode,
// *CapabilityCode, *FlagsCode, *CharsetCode, *AppendUID, *CopyUID,
// *ModSeqCode, *ModifiedCode, *MailboxIDCode, *MetadataCode, *InProgressCode,
// *MessageLimitCode, *NoUpdateCode, *BadEventCode, *FilterCode, *URLCode,
// *ReferralCode, *URLMechCode, *AnnotationsCode, *AnnotateCode, *UnknownCode and
// *InvalidCode.
type Code interface {
	// CodeName returns the name in upper case.
	CodeName() string
	// Encode writes what stands between the brackets.
	Encode(e *wire.Encoder)
}

// An AtomCode is a response code that is one word.
type AtomCode string

// The codes without arguments of RFC 9051, Section 7.1 and of RFC 5530.
const (
	Alert                AtomCode = "ALERT"
	AlreadyExists        AtomCode = "ALREADYEXISTS"
	AuthenticationFailed AtomCode = "AUTHENTICATIONFAILED"
	AuthorizationFailed  AtomCode = "AUTHORIZATIONFAILED"
	Cannot               AtomCode = "CANNOT"
	ClientBug            AtomCode = "CLIENTBUG"
	Closed               AtomCode = "CLOSED"
	ContactAdmin         AtomCode = "CONTACTADMIN"
	Corruption           AtomCode = "CORRUPTION"
	Expired              AtomCode = "EXPIRED"
	ExpungeIssued        AtomCode = "EXPUNGEISSUED"
	HasChildren          AtomCode = "HASCHILDREN"
	InUse                AtomCode = "INUSE"
	Limit                AtomCode = "LIMIT"
	Nonexistent          AtomCode = "NONEXISTENT"
	NoPerm               AtomCode = "NOPERM"
	NotSaved             AtomCode = "NOTSAVED"
	OverQuota            AtomCode = "OVERQUOTA"
	Parse                AtomCode = "PARSE"
	PrivacyRequired      AtomCode = "PRIVACYREQUIRED"
	ReadOnly             AtomCode = "READ-ONLY"
	ReadWrite            AtomCode = "READ-WRITE"
	ServerBug            AtomCode = "SERVERBUG"
	TooBig               AtomCode = "TOOBIG"
	TryCreate            AtomCode = "TRYCREATE"
	UIDNotSticky         AtomCode = "UIDNOTSTICKY"
	Unavailable          AtomCode = "UNAVAILABLE"
	UnknownCTE           AtomCode = "UNKNOWN-CTE"
)

// The codes without arguments of extensions.
const (
	BadComparator        AtomCode = "BADCOMPARATOR"        // RFC 5255, Section 4.9
	CompressionActive    AtomCode = "COMPRESSIONACTIVE"    // RFC 4978, Section 3
	NoModSeq             AtomCode = "NOMODSEQ"             // RFC 7162, Section 3.1.2.2
	NotificationOverflow AtomCode = "NOTIFICATIONOVERFLOW" // RFC 5465, Section 5.8
	TempFail             AtomCode = "TEMPFAIL"             // RFC 5259, Section 9
	UIDRequired          AtomCode = "UIDREQUIRED"          // RFC 9586
	UseAttr              AtomCode = "USEATTR"              // RFC 6154, Section 3
)

// atomCodes are Codes so that reading one allocates nothing.
var atomCodes = [...]Code{
	ReadWrite, ReadOnly, TryCreate, Closed, Alert, AuthenticationFailed, AlreadyExists, AuthorizationFailed,
	Cannot, ClientBug, ContactAdmin, Corruption, Expired, ExpungeIssued, HasChildren, InUse, Limit,
	Nonexistent, NoPerm, NotSaved, OverQuota, Parse, PrivacyRequired, ServerBug, TooBig, UIDNotSticky,
	Unavailable, UnknownCTE, NoModSeq, UIDRequired, UseAttr, CompressionActive, NotificationOverflow,
	BadComparator, TempFail,
}

// CodeName implements [Code].
func (c AtomCode) CodeName() string { return string(c) }

// Encode implements [Code].
func (c AtomCode) Encode(e *wire.Encoder) {
	if isKnownCode(string(c), "") {
		e.Fail("resp-text-code", wire.ErrEncode)
	}
	e.Atom(string(c))
}

// A NumberCode is a response code with one number: UIDNEXT, UIDVALIDITY, the
// obsolete UNSEEN, the limits of CONVERT (RFC 5259, Section 9).
type NumberCode struct {
	Name   string
	Number uint32 // from 1
}

// The names of a NumberCode.
const (
	UIDNext     = "UIDNEXT"
	UIDValidity = "UIDVALIDITY"
	Unseen      = "UNSEEN"

	MaxConvertMessages = "MAXCONVERTMESSAGES"
	MaxConvertParts    = "MAXCONVERTPARTS"
)

// CodeName implements [Code].
func (c NumberCode) CodeName() string { return c.Name }

// Encode implements [Code].
func (c NumberCode) Encode(e *wire.Encoder) {
	e.Atom(c.Name)
	e.SP()
	e.NzNumber(c.Number)
}

// CapabilityCode is the CAPABILITY code.
//
//	capability-data = "CAPABILITY" *(SP capability)
type CapabilityCode struct{ Capabilities []string }

// CodeName implements [Code].
func (c *CapabilityCode) CodeName() string { return "CAPABILITY" }

// Encode implements [Code].
func (c *CapabilityCode) Encode(e *wire.Encoder) { encodeCapabilities(e, "CAPABILITY", c.Capabilities) }

// FlagsCode is the PERMANENTFLAGS code: what flags can be changed for good;
// wire.AnyFlag among them says that new keywords can be made.
//
//	"PERMANENTFLAGS" SP "(" [flag-perm *(SP flag-perm)] ")"
type FlagsCode struct{ Flags []wire.Flag }

// CodeName implements [Code].
func (c *FlagsCode) CodeName() string { return "PERMANENTFLAGS" }

// Encode implements [Code].
func (c *FlagsCode) Encode(e *wire.Encoder) {
	e.Syntax("PERMANENTFLAGS (")
	for i, f := range c.Flags {
		if i > 0 {
			e.SP()
		}
		e.FlagPerm(f)
	}
	e.Syntax(")")
}

// CharsetCode is the BADCHARSET code: the charsets SEARCH can use, if told.
//
//	"BADCHARSET" [SP "(" charset *(SP charset) ")"]
type CharsetCode struct{ Charsets []string }

const badCharset = "BADCHARSET"

// CodeName implements [Code].
func (c *CharsetCode) CodeName() string { return badCharset }

// Encode implements [Code].
func (c *CharsetCode) Encode(e *wire.Encoder) {
	e.Keyword(badCharset)
	for i, s := range c.Charsets {
		if i == 0 {
			e.SP()
			e.Syntax("(")
		} else {
			e.SP()
		}
		//	charset = atom / quoted
		if wire.Flag(s).IsKeyword() {
			e.Atom(s)
		} else {
			e.Quoted(s)
		}
	}
	if len(c.Charsets) > 0 {
		e.Syntax(")")
	}
}

// AppendUID is the APPENDUID code: where APPEND has put the messages.
//
//	resp-code-apnd = "APPENDUID" SP nz-number SP append-uid
type AppendUID struct {
	UIDValidity uint32
	UIDs        wire.Set
}

// CodeName implements [Code].
func (c *AppendUID) CodeName() string { return "APPENDUID" }

// Encode implements [Code].
func (c *AppendUID) Encode(e *wire.Encoder) {
	e.Syntax("APPENDUID ")
	e.NzNumber(c.UIDValidity)
	e.SP()
	e.UIDSet(c.UIDs)
}

func appendUIDCode(d *wire.Decoder) Code {
	c := &struct {
		AppendUID
		one [1]wire.Range // most often it is one message
	}{}
	d.SP()
	c.UIDValidity = d.NzNumber()
	d.SP()
	c.UIDs.Ranges = c.one[:0]
	if codeSet(d, &c.UIDs); len(c.UIDs.Ranges) == 0 {
		c.UIDs.Ranges = nil
	}
	return &c.AppendUID
}

// UnknownCode is any other response code. Args is what stands between the
// space behind the name and the "]".
//
//	atom [SP 1*<any TEXT-CHAR except "]">]
type UnknownCode struct {
	Name string
	Args string
}

// CodeName implements [Code].
func (c *UnknownCode) CodeName() string { return strings.ToUpper(c.Name) }

// Encode implements [Code].
func (c *UnknownCode) Encode(e *wire.Encoder) {
	if isKnownCode(c.Name, c.Args) {
		e.Fail("resp-text-code", wire.ErrEncode)
	}
	e.Atom(c.Name)
	if c.Args == "" {
		return
	}
	e.SP()
	e.CodeText(c.Args)
}

// codeSet reads a uid-set, for which some send nothing if it is empty.
func codeSet(d *wire.Decoder, s *wire.Set) {
	if c := d.Peek(); c != ' ' && c != ']' || !d.Tolerate(wire.LenientEmptySet) {
		d.UIDSet(s)
	}
}

// code reads a response code up to its "]".
func (r *Reader) code() Code {
	d := r.d
	sent := d.AtomView()
	var buf [maxName]byte
	name := fold(sent, &buf)
	if name == nil {
		name = sent
	}
	switch string(name) {
	case "CAPABILITY":
		return &CapabilityCode{decodeCapabilities(d, nil)}
	case UIDNext:
		return numberCode(d, UIDNext)
	case UIDValidity:
		return numberCode(d, UIDValidity)
	case Unseen:
		return numberCode(d, Unseen)
	case MaxConvertMessages:
		return numberCode(d, MaxConvertMessages)
	case MaxConvertParts:
		return numberCode(d, MaxConvertParts)
	case "PERMANENTFLAGS":
		d.SP()
		r.permanent = r.permanent[:0]
		for range d.List("flag-perm") {
			r.permanent = append(r.permanent, d.FlagPerm())
		}
		return &FlagsCode{append([]wire.Flag(nil), r.permanent...)}
	case badCharset:
		c := &CharsetCode{}
		if d.TrySP() {
			for range d.List1("charset") {
				c.Charsets = append(c.Charsets, d.AString())
			}
		}
		return c
	case "APPENDUID":
		return appendUIDCode(d)
	case "COPYUID":
		return copyUIDCode(d)
	}
	if c := extensionCode(d, name); c != nil {
		return c
	}
	for _, c := range atomCodes {
		if string(name) == c.CodeName() && (d.Peek() == ']' || d.PeekAfterSP() == ']') {
			return c
		}
	}
	c := &UnknownCode{Name: string(sent)}
	if d.TrySP() {
		c.Args = string(d.CodeText())
	}
	return c
}

func numberCode(d *wire.Decoder, name string) Code {
	d.SP()
	return NumberCode{name, d.NzNumber()}
}
