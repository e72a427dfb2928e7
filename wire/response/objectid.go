package response

import "imapkit.example/wire"

// EmailIDItem is EMAILID: what identifies the content of a message (RFC 8474,
// Section 5.1).
//
//	fetch-emailid-resp = "EMAILID" SP "(" objectid ")"
type EmailIDItem struct{ ID string } // case-sensitive

// Encode implements [Item].
func (x *EmailIDItem) Encode(e *wire.Encoder) {
	e.Syntax("EMAILID (")
	e.ObjectID(x.ID)
	e.Syntax(")")
}

// ThreadIDItem is THREADID: what identifies the thread of a message, "" for NIL
// (RFC 8474, Section 5.2).
//
//	fetch-threadid-resp = "THREADID" SP ( "(" objectid ")" / nil )
type ThreadIDItem struct{ ID string } // case-sensitive

// Encode implements [Item].
func (x *ThreadIDItem) Encode(e *wire.Encoder) {
	if x.ID == "" {
		e.Syntax("THREADID NIL")
		return
	}
	e.Syntax("THREADID (")
	e.ObjectID(x.ID)
	e.Syntax(")")
}

// MailboxIDCode is the MAILBOXID code: what identifies the mailbox (RFC 8474,
// Section 4).
//
//	"MAILBOXID" SP "(" objectid ")"
type MailboxIDCode struct{ ID string } // case-sensitive

// CodeName implements [Code].
func (c *MailboxIDCode) CodeName() string { return "MAILBOXID" }

// Encode implements [Code].
func (c *MailboxIDCode) Encode(e *wire.Encoder) {
	e.Syntax("MAILBOXID (")
	e.ObjectID(c.ID)
	e.Syntax(")")
}

// "(" objectid ")"
func objectID(d *wire.Decoder) string {
	d.Special('(')
	s := d.ObjectID()
	d.Special(')')
	return s
}
