package state

import "imapkit.example/wire/command"

// MustWait reports whether a client must wait for the completion of running
// before it sends next (RFC 9051, Section 5.5): because running is a barrier,
// or because an EXPUNGE during it can change what the sequence numbers in next
// mean.
//
// It goes by the names. A SEARCH or UID SEARCH whose keys have no sequence
// numbers need not wait for anything but a barrier. That running permits an
// EXPUNGE is decided as if a mailbox were selected.
func MustWait(running, next command.Name) bool {
	a, _ := RuleOf(running)
	b, _ := RuleOf(next)
	return a.Barrier || a.Expunge && b.Numbers
}

// Ambiguous reports whether a server must complete running before it begins
// to execute next (RFC 9051, Section 5.5): because a client must wait too, or
// because one of them may change what the other reads or changes.
//
// A client may send next without waiting even so, unless [MustWait] forbids
// it: the server has to keep the order. It goes by the names, and says true
// whenever RFC 9051 has arguments that make it true.
func Ambiguous(running, next command.Name) bool {
	a, _ := RuleOf(running)
	b, _ := RuleOf(next)
	return a.Barrier || a.Expunge && b.Numbers ||
		a.Writes&(b.Reads|b.Writes) != 0 || a.Reads&b.Writes != 0
}

// ExpungeAllowed reports whether a server may send an untagged EXPUNGE, or
// VANISHED, while n is in progress (RFC 9051, Section 7.5.1): always but for
// FETCH, STORE, SEARCH, SORT, THREAD (RFC 5256, Section 3) and CONVERT, the
// forms without UID. When several commands are in progress, each of them has
// to allow it; when none is, it is not allowed.
//
// A command is in progress once it was received to its last octet. IDLE is so
// while it waits for DONE (RFC 9051, Section 6.3.13). A command without a rule
// allows it; if its specification forbids it, its implementer has to know.
func ExpungeAllowed(n command.Name) bool {
	r, _ := RuleOf(n)
	return r.Expunge
}
