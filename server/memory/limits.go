package memory

// Limits bound what a user can store. A field that is 0 stands for its
// default.
type Limits struct {
	// Octets of all messages of a user, also of those that are being
	// appended. A copy counts like its original. 0 means 1 GiB.
	Octets int64
	// Messages of a user in all mailboxes. 0 means 1,000,000.
	Messages int
	// Mailboxes of a user, and likewise subscribed names. 0 means 10,000.
	Mailboxes int
	// NameLength is that of a mailbox name in octets. 0 means 1,000.
	NameLength int
	// NameDepth is the number of levels in a mailbox name. 0 means 50.
	NameDepth int
	// Keywords in use in a mailbox. 0 means 1,000.
	Keywords int
	// KeywordLength is that of a keyword in octets. 0 means 100.
	KeywordLength int
	// MessageKeywords is the number of keywords of a message. 0 means 64.
	MessageKeywords int
}

func (l Limits) withDefaults() Limits {
	or(&l.Octets, 1<<30)
	or(&l.Messages, 1_000_000)
	or(&l.Mailboxes, 10_000)
	or(&l.NameLength, 1000)
	or(&l.NameDepth, 50)
	or(&l.Keywords, 1000)
	or(&l.KeywordLength, 100)
	or(&l.MessageKeywords, 64)
	return l
}

func or[T int | int64](v *T, d T) {
	if *v == 0 {
		*v = d
	}
}
