package state

// Effects is a set of things that commands read and write.
type Effects uint16

// The effects.
const (
	// Session is authentication, TLS, capabilities and what is enabled. Every
	// command reads it.
	Session Effects = 1 << iota
	// Selection is which mailbox is selected, and how.
	Selection
	// SearchResult is the search result variable "$" (RFC 9051, Section
	// 6.4.4.1).
	SearchResult
	// Messages is which messages the selected mailbox has.
	Messages
	// Flags is what can change of the messages of the selected mailbox: flags,
	// mod-sequences, labels, annotations.
	Flags
	// Contents is the messages of mailboxes that are named, and their flags.
	// The selected mailbox may be among them.
	Contents
	// Mailboxes is which mailboxes there are, with their attributes, rights,
	// quotas and metadata.
	Mailboxes
	// Subscriptions is the names subscribed.
	Subscriptions

	// Everything is all of them.
	Everything = 1<<effects - 1
)

// effects is the number of bits.
const effects = 8

// meeting returns the effects that e meets under another name as well: what is
// done to a mailbox by its name may be done to the one that is selected.
func (e Effects) meeting() Effects {
	if ignoreMeeting {
		return e
	}
	if e&Contents != 0 {
		e |= Messages | Flags
	} else if e&(Messages|Flags) != 0 {
		e |= Contents
	}
	return e
}

// An Answer is a kind of untagged responses that hold neither a tag nor a name
// to tell whose they are. The zero Answer is none of these.
type Answer uint8

// The answers.
const (
	SearchAnswer  Answer = iota + 1 // SEARCH of IMAP4rev1
	SortAnswer                      // SORT
	ThreadAnswer                    // THREAD
	URLAuthAnswer                   // GENURLAUTH

	answers // their number, and one
)
