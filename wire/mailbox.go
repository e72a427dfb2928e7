package wire

import (
	"unicode/utf8"

	"imapkit.example/wire/internal/abnf"
)

// Mailbox names are UTF-8 strings in the API. On the wire they are modified
// UTF-7 (RFC 3501, Section 5.1.3) until UTF-8 was enabled. INBOX is
// case-insensitive and always "INBOX" here.
//
// A name whose octets are no valid name, or that holds control characters
// (RFC 9051, Section 5.1), is not an error, since one such folder must not make
// all others unreachable. It is represented by invalidName
// followed by the octets, a string no valid name can equal, and is written
// back as those octets.
const invalidName = "\xff"

// InvalidMailbox reports whether name stands for octets that are not valid
// modified UTF-7 (or UTF-8, where that is in use) or hold control characters, and
// returns them.
func InvalidMailbox(name string) (octets string, ok bool) {
	if len(name) > 0 && name[:1] == invalidName {
		return name[1:], true
	}
	return "", false
}

// Mailbox reads a mailbox name. A short one shares up to 512 octets with others
// that were read: all are kept as long as one of them is.
//
//	mailbox = "INBOX" / astring
//	          ; INBOX is case-insensitive
func (d *Decoder) Mailbox() string { return d.mailboxName(d.aString()) }

// ListMailbox reads a mailbox name that may hold wildcards.
//
//	list-mailbox = 1*list-char / string
func (d *Decoder) ListMailbox() string {
	if abnf.Classes[d.b[d.p]]&abnf.List != 0 {
		return d.patternName(d.run(abnf.List, "list-mailbox"))
	}
	return d.patternName(d.stringView("list-mailbox"))
}

func (d *Decoder) mailboxName(b []byte) string {
	if abnf.EqualFold(b, "INBOX") {
		return "INBOX"
	}
	return d.patternName(b)
}

func (d *Decoder) patternName(b []byte) string {
	if d.opts.UTF8 {
		if !utf8.Valid(b) || hasControl(string(b)) {
			return invalidName + string(b)
		}
		return d.sameName(b)
	}
	if isPlainName(b) {
		return d.sameName(b)
	}
	var buf [256]byte
	name, err := abnf.ConsumeUTF7(buf[:0], b)
	if err != nil {
		return invalidName + string(b)
	}
	return d.sameName(name)
}

// sameName returns name as a string, the last one if it is the same again: a
// server tells the status of a mailbox behind its name.
func (d *Decoder) sameName(name []byte) string {
	if string(name) == d.name {
		return d.name
	}
	s := d.tags.add(name, sharedChunk)
	if len(s) <= maxKeptName {
		d.name = s
	}
	return s
}

// maxKeptName is the longest name in octets that is kept to be compared.
const maxKeptName = 256

// isPlainName reports whether b stands for itself in modified UTF-7: printable
// ASCII without "&". It looks at eight octets at a time, as quotedMask does, of
// which the last eight may overlap the ones before.
func isPlainName[T string | []byte](b T) bool {
	n := len(b) - 8
	if n < 0 {
		for i := 0; i < len(b); i++ {
			if c := b[i]; c == '&' || c < 0x20 || c > 0x7e {
				return false
			}
		}
		return true
	}
	for i := 0; ; i = min(i+8, n) {
		w := load64(b[i:])
		if (w|(w-ones*0x20)|(w^ones*'&'-ones)|(w^ones*0x7f-ones))&(0x80*ones) != 0 {
			return false
		}
		if i == n {
			return true
		}
	}
}

// hasControl reports whether the UTF-8 string s holds a control character:
// U+0000 to U+001F, U+007F to U+009F.
func hasControl(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c == 0x7f || c == 0xc2 && s[i+1] < 0xa0 {
			return true
		}
	}
	return false
}

// Mailbox writes a mailbox name.
//
//	mailbox = "INBOX" / astring
func (e *Encoder) Mailbox(name string) {
	if s, ok := e.wireName(name); ok {
		e.AString(s)
	} else {
		e.utf7Name(name, abnf.AString)
	}
}

// ListMailbox writes a mailbox name that may hold wildcards.
//
//	list-mailbox = 1*list-char / string
func (e *Encoder) ListMailbox(pattern string) {
	s, ok := e.wireName(pattern)
	if !ok {
		e.utf7Name(pattern, abnf.List)
		return
	}
	if e.opts.Strings == Shortest && len(s) <= maxQuoted && abnf.Is(s, abnf.List) {
		e.Keyword(s)
		return
	}
	e.String(s)
}

// wireName returns name as it is written. It is not ok if it is to be written in
// modified UTF-7.
func (e *Encoder) wireName(name string) (s string, ok bool) {
	if isPlainName(name) {
		return name, true
	}
	if octets, ok := InvalidMailbox(name); ok {
		if octets == "" {
			e.fail("mailbox", ErrEncode) // none are a valid name
		}
		return octets, true
	}
	if !utf8.ValidString(name) {
		e.fail("mailbox", ErrUTF8)
		return "", true
	}
	if hasControl(name) {
		e.fail("mailbox", ErrEncode)
		return "", true
	}
	return name, e.opts.UTF8
}

// utf7Name writes name in modified UTF-7: as it stands if all octets are of class
// and that is short, or as a string.
func (e *Encoder) utf7Name(name string, class abnf.Class) {
	var buf [256]byte
	b := abnf.AppendUTF7(buf[:0], name)
	atom, plain := true, true
	for _, c := range b {
		atom = atom && abnf.Classes[c]&class != 0
		plain = plain && c != '"' && c != '\\'
	}
	switch {
	case len(b) > maxQuoted || e.opts.Strings == AlwaysLiteral || !plain:
		e.String(string(b))
	case atom && e.opts.Strings == Shortest:
		e.closeLiteral()
		e.buf = append(e.buf, b...)
	default:
		e.closeLiteral()
		e.buf = append(append(append(e.buf, '"'), b...), '"')
	}
}

// MailboxString reads a mailbox name that the grammar wants as a string, such
// as the prefix of a namespace.
func (d *Decoder) MailboxString() string { return d.patternName(d.stringView("string")) }

// MailboxString writes a mailbox name as a string.
func (e *Encoder) MailboxString(name string) {
	if s, ok := e.wireName(name); ok {
		e.String(s)
	} else {
		e.utf7Name(name, 0)
	}
}
