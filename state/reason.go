package state

// A Reason says why a command has to wait for another one. The zero Reason is
// none: it need not wait.
type Reason uint8

// The reasons, the strongest first.
const (
	// BecauseBarrier: nothing may be written until the other is completed.
	BecauseBarrier Reason = iota + 1
	// BecauseNumbers: an EXPUNGE during the other can change what the sequence
	// numbers of this one mean (RFC 9051, Section 5.5).
	BecauseNumbers
	// BecauseAnswers: both have untagged answers of one kind, and nothing in
	// them tells which answer belongs to which.
	BecauseAnswers

	// One of the two changes what the other reads or changes.
	BecauseSession       // see [Session]
	BecauseSelection     // see [Selection]
	BecauseSearchResult  // see [SearchResult]
	BecauseMessages      // see [Messages]
	BecauseFlags         // see [Flags]
	BecauseContents      // see [Contents]
	BecauseMailboxes     // see [Mailboxes]
	BecauseSubscriptions // see [Subscriptions]

	// BecauseSending: another command is not yet sent to its last octet. Only
	// a [Queue] has this reason, and the next.
	BecauseSending
	// BecauseFull: as many commands are in flight as are allowed.
	BecauseFull
)

var reasonNames = [...]string{
	0:                    "need not wait",
	BecauseBarrier:       "nothing may be sent before the other is completed",
	BecauseNumbers:       "sequence numbers may change",
	BecauseAnswers:       "the answers cannot be told apart",
	BecauseSession:       "the session changes",
	BecauseSelection:     "the selection changes",
	BecauseSearchResult:  "the saved search result changes",
	BecauseMessages:      "messages come or go",
	BecauseFlags:         "flags change",
	BecauseContents:      "the contents of a mailbox change",
	BecauseMailboxes:     "mailboxes change",
	BecauseSubscriptions: "subscriptions change",
	BecauseSending:       "another command is being sent",
	BecauseFull:          "too many commands in flight",
}

// String returns r in words, such as "sequence numbers may change".
func (r Reason) String() string {
	if int(r) < len(reasonNames) {
		return reasonNames[r]
	}
	return "unknown reason"
}

// effectReason returns the reason for effects that conflict, which are not 0.
func effectReason(e Effects) Reason {
	for i, r := 0, BecauseSession; i < effects; i, r = i+1, r+1 {
		if e>>i&1 != 0 {
			return r
		}
	}
	return 0
}
