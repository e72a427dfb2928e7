package state

import "imapkit.example/wire/command"

// ExpungeAllowed reports whether a server may send an untagged EXPUNGE, or
// VANISHED, while n is in progress (RFC 9051, Section 7.5.1): always but for
// FETCH, STORE, SEARCH, SORT, THREAD (RFC 5256, Section 3) and CONVERT, the
// forms without UID. When several commands are in progress, each of them has
// to allow it; when none is, it is not allowed.
//
// A command is in progress once it was received to its last octet. IDLE is so
// while it waits for DONE (RFC 9051, Section 6.3.13). A command without a rule
// allows it; if its specification forbids it, its implementer has to know. For
// VANISHED alone, UID SEARCH with sequence numbers forbids it (RFC 7162, Section
// 3.2.10.2): see the Numbers of [UseOf].
func ExpungeAllowed(n command.Name) bool {
	r, _ := RuleOf(n)
	return r.Expunge || expungeInFetch && n == command.FetchName
}
