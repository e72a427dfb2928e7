//go:build !defects

package state

// Each of these breaks one rule, so that it can be seen whether the tests
// notice. They are constants, and nothing of them is in a program, unless it
// is built with the tag defects: see .ci/defects.
const (
	// Machine and Capabilities.
	keepSelected        = false // a failed SELECT leaves the mailbox selected
	badSelects          = false // BAD does what NO does
	trustClearText      = false // what is advertised before STARTTLS holds behind it
	keepLoginCapability = false // what is advertised before the login holds behind it
	keepEnabled         = false // what is enabled outlives UNAUTHENTICATE
	enableBeforeLogin   = false // ENABLED is believed before the login
	ignoreClosed        = false // the CLOSED code does not end the old mailbox
	ignoreHandshake     = false // what comes between STARTTLS and the handshake is believed
	implyBinary         = false // IMAP4rev2 implies all of BINARY
	assumeRev2          = false // IMAP4rev2 is in use as soon as it is advertised
	minusIsPlus         = false // LITERAL- allows what LITERAL+ does
	numbersWithNotify   = false // sequence numbers are permitted when EXPUNGE may come at any time
	numbersWithUIDOnly  = false // sequence numbers are permitted with UIDONLY

	// What may be in flight together.
	idleIsNoBarrier  = false // commands are sent during IDLE
	ignoreUIDFetch   = false // EXPUNGE during UID FETCH is not reckoned with
	ignoreSearchSets = false // a set among search keys is no sequence number
	ignoreSeen       = false // FETCH BODY[] sets no \Seen
	ignoreSave       = false // SEARCH RETURN (SAVE) does not write "$"
	ignoreSelected   = false // APPEND to the selected mailbox does not change it
	mixNumbers       = false // sequence numbers are compared with UIDs
	starIsLast       = false // "*" is the last message, and none that comes later
	ignoreTree       = false // DELETE of a mailbox says nothing of one below it
	mixAnswers       = false // two SEARCH commands are in flight together
	expungeInFetch   = false // EXPUNGE may be sent during FETCH
	overtake         = false // a command in the queue passes the one before it
	staleReason      = false // a command waits for one that is completed
	assumeReadOnly   = false // the selected mailbox is taken to be read-only
	ignoreEncoding   = false // a name is written before it is known whether in UTF-8
	twoSelections    = false // two SELECT commands are in flight together
	keepReason       = false // what is known of the first command that waits outlives it
	ignoreMeeting    = false // APPEND to a mailbox that may be the selected one is overlooked in the sums
	ignoreSending    = false // a command begins in the middle of another

	// View and Route.
	ignoreShrunk  = false // fewer messages by EXISTS are passed over
	expungeNext   = false // EXPUNGE removes the message behind
	reuseUID      = false // a message may have a UID that another had
	learnAnything = false // FETCH may tell a UID that does not fit between those known
	strayVanished = false // VANISHED of what is not there is accepted
	earlierCounts = false // VANISHED (EARLIER) takes messages from the count
	ignoreTag     = false // ESEARCH is for the oldest search, not for that of its tag
	copyUIDToCopy = false // untagged COPYUID is for COPY
	ignoreUID     = false // FETCH is for any command that names messages by UID
)
