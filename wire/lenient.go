package wire

import (
	"math/bits"
	"strings"

	"imapkit.example/wire/internal/abnf"
)

// A Lenience is a set of deviations from the grammar that a [Decoder] accepts,
// one bit each: see [Options].Lenient. Each is something that servers or
// clients in use are known to send; what it is taken for is told by its bit.
// Zero is strict.
type Lenience uint64

const (
	// LenientTrailingSpace: spaces in front of ")", of the "]" of a code or of
	// the line end.
	// (Exchange, Yahoo, QQ, iCloud, Archiveopteryx)
	LenientTrailingSpace Lenience = 1 << iota
	// LenientDoubleSpace: more than one space behind the "*" of a response.
	// (DavMail)
	LenientDoubleSpace
	// LenientMissingText: no space behind a condition or a response code
	// without text: "A1 OK". (iCloud, Gmail, Oracle)
	LenientMissingText
	// LenientEmptyContinue: a continuation request that is "+" alone.
	LenientEmptyContinue
	// LenientNegative: a number below zero, "-1", which is taken for 0.
	// (Exchange)
	LenientNegative
	// LenientFloat: a number with an exponent, "3.45e+06", of which the part
	// before the point counts.
	LenientFloat
	// LenientAddressSpace: a space between the addresses of an ENVELOPE.
	// (Outlook.com)
	LenientAddressSpace
	// LenientEmptyList: "()" where a list is NIL or has an element: of
	// addresses, of parameters.
	LenientEmptyList
	// LenientNilString: NIL where a string must be: the encoding of a body,
	// the value of a parameter. It is taken for "". (Mail.ru)
	LenientNilString
	// LenientBodyFields: a body without the fields that its type adds: the
	// lines of a text, the envelope, body and lines of a message. (Dovecot)
	LenientBodyFields
	// LenientBodySpace: a space between the parts of a multipart; none or more
	// than one behind them.
	LenientBodySpace
	// LenientEmptyMultipart: a multipart without parts, ("ALTERNATIVE").
	// (Gmail)
	LenientEmptyMultipart
	// LenientDisposition: a disposition that is a string, lacks its parameters
	// or is "()", which is taken for NIL. (Exchange)
	LenientDisposition
	// LenientQuotes: quotes within a quoted string that are not escaped; one
	// that ends the string stands in front of SP, ")", "]" or CR. (163.com)
	LenientQuotes
	// Lenient8Bit: octets above 0x7F that are not UTF-8, in quoted strings and
	// text.
	Lenient8Bit
	// LenientControls: CR, LF and NUL in quoted strings. (Outlook)
	LenientControls
	// LenientFlag: "]" in flags. (Gmail)
	LenientFlag
	// LenientAnyFlag: "\*" among flags that a message or a mailbox has.
	// (GreenMail)
	LenientAnyFlag
	// LenientCode: a response code that does not follow the grammar: it is
	// kept as part of the text. (Exchange)
	LenientCode
	// LenientEmptySet: APPENDUID or COPYUID with nothing for a set.
	// (Outlook.com)
	LenientEmptySet
	// LenientBareCode: a response code without "* OK" in front. (Exchange)
	LenientBareCode
	// LenientTaggedBye: BYE with a tag. (wp.pl)
	LenientTaggedBye
	// LenientDate: a day of one digit in a date-time. (QQ)
	LenientDate
	// LenientBareLF: lines that end with LF alone.
	LenientBareLF
	// LenientZeroModSeq: a mod-sequence of 0 where none can be: CHANGEDSINCE 0,
	// which is true of all messages. (iPhone Mail)
	LenientZeroModSeq
	// LenientThread: a thread-list in another without a sibling, (3 ((4)(5))),
	// which is taken for what is in it: (3 (4)(5)). (Courier)
	LenientThread

	endLenience
)

// What to accept from servers that are known to need it.
const (
	LenientExchange = LenientTrailingSpace | LenientNegative | LenientAddressSpace | LenientDisposition |
		LenientControls | LenientCode | LenientEmptySet | LenientBareCode
	LenientGmail  = LenientMissingText | LenientEmptyMultipart | LenientFlag
	LenientICloud = LenientTrailingSpace | LenientMissingText
	LenientQQ     = LenientTrailingSpace | LenientDate
	AllLenient    = endLenience - 1
)

var lenienceNames = [...]string{
	"TrailingSpace", "DoubleSpace", "MissingText", "EmptyContinue", "Negative", "Float", "AddressSpace",
	"EmptyList", "NilString", "BodyFields", "BodySpace", "EmptyMultipart", "Disposition", "Quotes", "8Bit",
	"Controls", "Flag", "AnyFlag", "Code", "EmptySet", "BareCode", "TaggedBye", "Date", "BareLF", "ZeroModSeq",
	"Thread",
}

// String returns the names of the bits, such as "TrailingSpace|8Bit".
func (l Lenience) String() string {
	var names []string
	for rest := l & AllLenient; rest != 0; rest &= rest - 1 {
		names = append(names, lenienceNames[bits.TrailingZeros64(uint64(rest))])
	}
	if l&^AllLenient != 0 {
		names = append(names, "unknown")
	}
	if names == nil {
		return "strict"
	}
	return strings.Join(names, "|")
}

// A Diagnostic says that a message was accepted though it does not follow the
// grammar.
type Diagnostic struct {
	Quirk  Lenience // one bit
	Offset int64    // where it begins
}

// OnDiagnostic sets the function that is called for each deviation that
// [Options].Lenient has let pass, in the order in which they stand in the
// message. It must not call d.
func (d *Decoder) OnDiagnostic(report func(Diagnostic)) { d.report = report }

// Tolerate reports whether the deviation quirk is to be accepted at the current
// position, and tells the function of [Decoder.OnDiagnostic] if so. It is
// called where the grammar has failed and the only other choice is an error.
func (d *Decoder) Tolerate(quirk Lenience) bool {
	return d.opts.Lenient&quirk != 0 && d.tolerate(quirk, d.p)
}

// TolerateAt is like [Decoder.Tolerate] for a deviation that begins at an earlier
// offset of the same line.
func (d *Decoder) TolerateAt(offset int64, quirk Lenience) bool {
	return d.opts.Lenient&quirk != 0 && d.tolerate(quirk, int(offset-d.base))
}

// tolerate is Tolerate at position p of the window.
func (d *Decoder) tolerate(quirk Lenience, p int) bool {
	if d.opts.Lenient&quirk == 0 || d.parked || d.err != nil {
		return false
	}
	x := Diagnostic{quirk, d.base + int64(p)}
	// What is read a second time is not reported a second time.
	if d.report != nil && (x.Offset > d.reported.Offset || x.Offset == d.reported.Offset && x.Quirk != d.reported.Quirk) {
		d.report(x)
	}
	if x.Offset >= d.reported.Offset {
		d.reported = x
	}
	return true
}

// AtEnd reports whether the line end is next: CRLF or, with LenientBareLF, LF.
func (d *Decoder) AtEnd() bool {
	c := d.Peek()
	return c == '\r' || c == '\n' && !d.parked && d.opts.Lenient&LenientBareLF != 0
}

// trySPSlow decides about a space that perhaps no value follows, and about what
// may stand behind a literal.
func (d *Decoder) trySPSlow() bool {
	if d.parked && !d.behindLiteral() || d.b[d.p] != ' ' {
		return false
	}
	if d.opts.Lenient&LenientTrailingSpace != 0 && d.trailing(d.p+1) {
		return false
	}
	d.p++
	return true
}

// trailing reads spaces in front of ")" or of the line end, if that is
// accepted. Strict reading fails at position p.
func (d *Decoder) trailing(p int) bool {
	if d.opts.Lenient&LenientTrailingSpace == 0 {
		return false
	}
	i := d.p
	for d.b[i] == ' ' {
		i++
	}
	switch d.b[i] {
	case ')', '\r':
	case '\n':
		if d.opts.Lenient&LenientBareLF == 0 {
			return false
		}
	default:
		return false
	}
	if i == d.p || !d.tolerate(LenientTrailingSpace, p) {
		return false
	}
	d.p = i
	return true
}

// endsQuoted reports whether a quote in front of c ends a quoted string, where
// not all quotes in it are escaped.
func endsQuoted(c byte) bool { return c == ' ' || c == ')' || c == ']' || c == '\r' || c == '\n' }

// lenientNumber reads a number at d.p that the grammar has not: "-1" as 0, and
// the integer part of one with an exponent.
func (d *Decoder) lenientNumber(limit uint64) (n uint64, ok bool) {
	b, i := d.b, d.p
	if b[i] == '-' {
		k := abnf.Run(b[i+1:], abnf.Digit)
		if k == 0 || !d.Tolerate(LenientNegative) {
			return 0, false
		}
		d.p += 1 + k
		return 0, true
	}
	whole := abnf.Run(b[i:], abnf.Digit)
	digits := b[i : i+whole]
	i += whole
	var fraction []byte
	if b[i] == '.' {
		k := abnf.Run(b[i+1:], abnf.Digit)
		fraction = b[i+1 : i+1+k]
		i += 1 + k
	}
	if b[i]|0x20 != 'e' {
		return 0, false
	}
	i++
	negative := b[i] == '-'
	if b[i] == '+' || negative {
		i++
	}
	k := abnf.Run(b[i:], abnf.Digit)
	if k == 0 || k > 3 || negative || d.opts.Lenient&LenientFloat == 0 {
		return 0, false
	}
	exponent := 0
	for _, c := range b[i : i+k] {
		exponent = exponent*10 + int(c-'0')
	}
	for j := range whole + exponent {
		c := byte('0')
		if j < whole {
			c = digits[j]
		} else if j-whole < len(fraction) {
			c = fraction[j-whole]
		}
		if n > (limit-uint64(c-'0'))/10 {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	if !d.tolerate(LenientFloat, d.p+whole) {
		return 0, false
	}
	d.p = i + k
	return n, true
}
