package state

import (
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// Exists tells that the mailbox has n messages. Those that are new have UIDs
// that are not known yet. If n is less than Len, the error is [ErrShrunk] and v
// is unchanged: only EXPUNGE and VANISHED remove messages (RFC 9051, Section
// 5.2). Memory does not grow with n.
func (v *View) Exists(n uint32) error { return nil }

// Learn tells the UID of the message with the sequence number seq, as a FETCH
// response does. The error is [ErrNoMessage] if there is no such message,
// [ErrOrder] if the UID is known to be another one or does not fit between
// those that are known; v is unchanged then.
func (v *View) Learn(seq, uid uint32) error { return nil }

// LearnUID tells that there is a message with this UID, as a UIDFETCH response
// does. It is for a View that is UIDOnly.
func (v *View) LearnUID(uid uint32) error { return nil }

// Vanished removes the messages with the UIDs in set (RFC 7162, Section
// 3.2.10.2). Each must be there, known or not; else the error is
// [ErrNoMessage] and v is unchanged.
func (v *View) Vanished(set wire.Set) error { return nil }

// Resume tells that what v holds is what was known of the mailbox before it is
// selected with QRESYNC. Exists and VanishedEarlier then say what has changed,
// in any order, until Resumed or Learn or any other change.
func (v *View) Resume() {}

// VanishedEarlier removes those messages with UIDs in set that v remembers from
// an earlier session; see Resume. In a mailbox that is in use it changes
// nothing (RFC 7162, Section 3.2.10.1).
func (v *View) VanishedEarlier(set wire.Set) {}

// Resumed ends what Resume has begun: all that has vanished was told. The error
// is [ErrShrunk] if v remembers more messages than there are.
func (v *View) Resumed() error { return nil }

// Unknown returns how many messages have UIDs that are not known.
func (v *View) Unknown() int { return 0 }

// Apply changes v by r if that is an EXISTS, EXPUNGE or VANISHED response, by
// the methods above. Any other changes nothing: the UIDs that FETCH tells are
// for Learn.
func (v *View) Apply(r response.Response) error { return nil }
