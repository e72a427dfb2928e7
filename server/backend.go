package server

import (
	"context"
	"iter"
	"time"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A Backend keeps the mail. It is used by many connections at once.
//
// Errors that a client is to be told of are of type *response.Status, such as
// [ErrNonexistent]; any other error is logged and answered as an internal one.
type Backend interface {
	// Login checks a password and returns the user's mail. It returns
	// [ErrCredentials] if the user is unknown or the password wrong, and takes
	// the same time for both.
	Login(ctx context.Context, user, password string) (Session, error)
}

// A Session is the mail of one user as one connection uses it. Its methods are
// called by one goroutine at a time. Mailbox names are UTF-8; the hierarchy
// delimiter is "/" and "INBOX" always means the user's inbox.
type Session interface {
	Folders

	// Append adds messages to a mailbox, all of them or none: nothing may be
	// stored for good before the iteration has ended without an error. The
	// Data of a message is read within its step of the iteration; a message
	// that was only partly received ends in an error there. No message is empty.
	Append(ctx context.Context, mailbox string, messages iter.Seq2[*command.AppendMessage, error]) (Appended, error)

	// Open selects a mailbox.
	Open(ctx context.Context, mailbox string, readOnly bool) (Mailbox, *Snapshot, error)

	// Close ends the session.
	Close() error
}

// Folders is the part of a [Session] that concerns the mailboxes as a whole. Names
// share memory with what else the client has sent: who stores one takes a copy
// (strings.Clone).
type Folders interface {
	// List returns all mailboxes and all subscribed names, sorted by name.
	List(ctx context.Context) ([]Folder, error)
	// Create makes a mailbox and, where they are missing, those above it.
	// [ErrExists] if it exists.
	Create(ctx context.Context, mailbox string) error
	// Delete removes a mailbox with its messages, but not those below it.
	// INBOX cannot be deleted.
	Delete(ctx context.Context, mailbox string) error
	// Rename renames a mailbox and those below it. Renaming INBOX moves its
	// messages into a new mailbox and leaves it empty (RFC 9051,
	// Section 6.3.6).
	Rename(ctx context.Context, from, to string) error
	// Subscribe adds a name to the subscribed ones, or removes it.
	Subscribe(ctx context.Context, mailbox string, subscribed bool) error
	// Status counts what is in a mailbox.
	Status(ctx context.Context, mailbox string) (Counts, error)
}

// A Folder is a mailbox in a list.
type Folder struct {
	Name       string
	Subscribed bool
	// Exists is false for a name that is only subscribed.
	Exists bool
	// NoSelect says that the name only holds others below it.
	NoSelect bool
	// Attributes are special uses, such as `\Sent` (RFC 6154).
	Attributes []string
}

// Counts is the state of a mailbox in numbers (RFC 9051, Section 6.3.11).
type Counts struct {
	Messages, Unseen, Deleted uint32
	UIDNext, UIDValidity      uint32
	Size                      int64 // sum of the sizes of the messages, in octets
}

// Appended says where messages have gone.
type Appended struct {
	UIDValidity uint32
	UIDs        wire.Set // in the order of the messages
}

// A Snapshot is a mailbox at the moment it was opened. What happens from then
// on is in [Mailbox.Changes].
type Snapshot struct {
	UIDValidity, UIDNext uint32
	UIDs                 []uint32    // of all messages, ascending
	Flags                []wire.Flag // keywords in use
	FirstUnseen          uint32      // UID of the first message without \Seen; 0 if there is none
	ReadOnly             bool
	Full                 bool // no more keywords can be made
}

// A Mailbox is a selected mailbox. Its methods are called by one goroutine at
// a time, except that Close may be called while Changes waits.
//
// Messages are named by UIDs. Sets are ascending ranges without "*"; what is
// in a range but not in the mailbox is passed over.
type Mailbox interface {
	// Changes returns what has happened since the last call, except for the
	// flags that this Mailbox itself has changed. With wait it returns only
	// when there is something or ctx is done, in which case the error is
	// that of ctx.
	Changes(ctx context.Context, wait bool) (Changes, error)

	// Messages iterates over messages in ascending order. A Message is valid
	// within its step.
	Messages(ctx context.Context, uids wire.Set) iter.Seq2[*Message, error]

	// Store changes flags and returns those of all messages it was applied
	// to, in ascending order.
	Store(ctx context.Context, uids wire.Set, action command.StoreAction, flags []wire.Flag) ([]MessageFlags, error)

	// Expunge removes those of the messages that have \Deleted.
	Expunge(ctx context.Context, uids wire.Set) error

	// Copy copies or moves messages, all of them or none.
	Copy(ctx context.Context, uids wire.Set, to CopyTo) (Copied, error)

	// Close ends the use of the mailbox; nothing is expunged.
	Close() error
}

// Changes are what a client has to be told of a mailbox.
type Changes struct {
	Added    []uint32 // UIDs, ascending and greater than all before
	Expunged []uint32 // UIDs, ascending
	Flags    []MessageFlags
	// Full says that no more keywords can be made, which is no change in
	// itself.
	Full bool
}

// IsZero reports whether nothing has changed, whether or not c is Full.
func (c *Changes) IsZero() bool {
	return len(c.Added) == 0 && len(c.Expunged) == 0 && len(c.Flags) == 0
}

// MessageFlags are the flags of one message.
type MessageFlags struct {
	UID   uint32
	Flags []wire.Flag
}

// A Message is a stored message.
type Message struct {
	UID   uint32
	Flags []wire.Flag
	Date  time.Time // the internal date
	Size  int64     // in octets
	// Bytes returns the message as it was appended. The result is valid
	// within the step of the iteration and must not be changed.
	Bytes func() ([]byte, error)
}

// CopyTo says where messages are copied.
type CopyTo struct {
	Mailbox string
	// Move removes the messages from where they were; nobody sees them in
	// both mailboxes or in none.
	Move bool
	// All asks for [ErrExpunged] if Count messages are not all there.
	All   bool
	Count int
}

// Copied says where messages have gone: the n-th UID of Source has become the
// n-th of Target.
type Copied struct {
	UIDValidity    uint32 // of the target
	Source, Target wire.Set
}

// Errors of a [Backend]. They are the answers a client gets.
var (
	ErrCredentials = refuse(response.AuthenticationFailed, "wrong user or password")
	ErrNonexistent = refuse(response.Nonexistent, "no such mailbox")
	ErrTryCreate   = refuse(response.TryCreate, "no such mailbox")
	ErrExists      = refuse(response.AlreadyExists, "mailbox exists already")
	ErrName        = refuse(response.Cannot, "not a possible mailbox name")
	ErrInbox       = refuse(response.Cannot, "not possible for INBOX")
	ErrExpunged    = refuse(response.ExpungeIssued, "some of the messages are gone")
	ErrReadOnly    = refuse(response.Cannot, "mailbox is read-only")
	ErrFlags       = refuse(response.Limit, "too many keywords")
	ErrLimit       = refuse(response.Limit, "too many mailboxes")
	ErrOverQuota   = refuse(response.OverQuota, "mail store is full")
)

func refuse(code response.Code, text string) *response.Status {
	return &response.Status{Type: response.NO, Code: code, Text: text}
}
