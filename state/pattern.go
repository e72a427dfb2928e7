package state

import "strings"

// MatchMailbox reports whether the name of a mailbox matches a pattern of LIST,
// which stands behind its reference already: "*" stands for any octets, "%" for
// any but the hierarchy delimiter (RFC 9051, Section 6.3.9). The delimiter is 0
// if there is none or it is not known, and then "%" stands for any as well.
// INBOX, and INBOX as the uppermost level of a name, is the same in any case
// (RFC 9051, Section 5.1).
//
// The time is proportional to the product of the two lengths, whatever the
// pattern is. Nothing is allocated for names of less than 256 octets.
func MatchMailbox(pattern, name string, delimiter rune) bool {
	if sameMailbox(pattern, name) {
		return true
	}
	if hasPrefixFold(pattern, "INBOX") && belowInbox(name, delimiter) {
		pattern, name = pattern[5:], name[5:]
	}
	if len(pattern) > len(name) && len(pattern)-strings.Count(pattern, "*")-strings.Count(pattern, "%") > len(name) {
		return false // more characters than name has
	}
	// can[i] says that the pattern so far can match the first i octets.
	var buf [256]bool
	can := buf[:0]
	if len(name) >= len(buf) {
		can = make([]bool, 0, len(name)+1)
	}
	can = can[:len(name)+1]
	can[0] = true
	limit := "" // the delimiter, whose first octet "%" does not stand for
	if delimiter != 0 {
		limit = string(delimiter)
	}
	for p := 0; p < len(pattern); p++ {
		switch pattern[p] {
		case '*', '%':
			for i := 1; i <= len(name); i++ {
				hierarchy := pattern[p] == '%' && limit != "" && strings.HasPrefix(name[i-1:], limit)
				can[i] = can[i] || can[i-1] && !hierarchy
			}
		default:
			for i := len(name); i > 0; i-- {
				can[i] = can[i-1] && name[i-1] == pattern[p]
			}
			can[0] = false
		}
	}
	return can[len(name)]
}

// belowInbox reports whether name is INBOX, or below it as far as is known.
func belowInbox(name string, delimiter rune) bool {
	return hasPrefixFold(name, "INBOX") && (len(name) == 5 || delimiter == 0 || strings.HasPrefix(name[5:], string(delimiter)))
}

// sameMailbox reports whether two names are the same: INBOX in any case.
func sameMailbox(a, b string) bool {
	return a == b || strings.EqualFold(a, "INBOX") && strings.EqualFold(b, "INBOX")
}
