package memory

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"imapkit.example/server"
)

const (
	inbox     = "INBOX"
	delimiter = "/"
)

// clean returns the one spelling of a mailbox name, or [server.ErrName] if
// there can be no mailbox of that name. A name that stands for octets that are
// no name, see wire.InvalidMailbox, is not UTF-8 and refused like all such.
func (l *Limits) clean(name string) (string, error) {
	if len(name) > l.NameLength || !utf8.ValidString(name) || strings.ContainsAny(name, "%*") ||
		strings.ContainsFunc(name, isControl) || strings.Count(name, delimiter) >= l.NameDepth {
		return "", server.ErrName
	}
	for level := range strings.SplitSeq(name, delimiter) {
		if level == "" {
			return "", server.ErrName
		}
	}
	if first, _, _ := strings.Cut(name, delimiter); strings.EqualFold(first, inbox) {
		name = inbox + name[len(first):]
	}
	return name, nil
}

// isControl reports whether r is a control character, or one of the line ends
// that Net-Unicode forbids (RFC 5198, Section 2).
func isControl(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }

// parent returns the name above a clean name, or "".
func parent(name string) string {
	i := strings.LastIndex(name, delimiter)
	if i < 0 {
		return ""
	}
	return name[:i]
}

// isBelow reports whether name is somewhere below top.
func isBelow(name, top string) bool {
	return len(name) > len(top) && name[len(top)] == delimiter[0] && name[:len(top)] == top
}
