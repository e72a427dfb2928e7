package state

import (
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// A Use is what one command, with its arguments, reads, writes and needs. It
// borrows the sets and the names of the command it was made of, which must not
// change while it is used.
//
// A Use can be made by hand for a command that this package does not know. It
// is about all messages and all mailboxes then.
type Use struct {
	Name command.Name
	// Reads and Writes are as in [Rule].
	Reads, Writes Effects
	// Barrier: nothing may be written until it is completed.
	Barrier bool
	// Numbers: it names messages by sequence number.
	Numbers bool
	// Expunge: EXPUNGE may come while it is in progress.
	Expunge bool
	// Answer is as in [Rule].
	Answer Answer

	// seen: the Flags it writes are \Seen only, which a mailbox selected with
	// EXAMINE keeps as it is.
	seen bool
	// encoded: it may be written in another way once UTF-8 is enabled or other
	// literals are allowed.
	encoded  bool
	messages target
	names    names
}

// Use returns what is known of the command by its name: the worst that its
// arguments can do.
func (r Rule) Use() Use {
	return Use{
		Name: r.Name, Reads: r.Reads, Writes: r.Writes,
		Barrier: r.Barrier && !(idleIsNoBarrier && r.Name == command.IdleName), Numbers: r.Numbers,
		Expunge: r.Expunge && !(ignoreUIDFetch && r.Name == command.UIDFetchName), Answer: r.Answer,
		encoded: true,
	}
}

// UseOf returns what c reads, writes and needs. Of a command it does not know
// it supposes the worst.
func UseOf(c command.Command) Use {
	r, _ := RuleOf(c.Name())
	u := r.Use()
	switch c := c.(type) {
	case *command.Bare, *command.ID, *command.Login, *command.Authenticate, *command.Enable, *command.Compress,
		*command.Language, *command.Comparator, *command.Conversions, *command.CancelUpdate, *command.UIDBatches:
		u.encoded = false
	case *command.Fetch:
		u.ofFetch(c)
	case *command.Store:
		u.encoded = false
		u.ofSet(c.Set, c.UID)
	case *command.Copy:
		u.ofSet(c.Set, c.UID)
		u.ofMailbox(c.Mailbox)
	case *command.Move:
		u.ofSet(c.Set, c.UID)
		u.ofMailbox(c.Mailbox)
	case *command.UIDExpunge:
		u.encoded = false
		u.ofSet(c.Set, true)
	case *command.Convert:
		u.ofSet(c.Set, c.UID)
	case *command.Replace:
		u.ofSet(wire.RangeOf(c.Number, c.Number), c.UID)
		u.ofMailbox(c.Mailbox)
		u.encoded = true
	case *command.ReplaceStream:
		u.ofSet(wire.RangeOf(c.Number, c.Number), c.UID)
		u.ofMailbox(c.Mailbox)
		u.encoded = true
	case *command.Search:
		u.ofSearch(c.Return, c.Charset, c.Keys)
	case *command.Sort:
		u.ofSort(c)
	case *command.Thread:
		u.ofSearch(nil, c.Charset, c.Keys)
	case *command.ESearch:
		u.ofESearch(c)
	default:
		u.ofMailboxCommand(c)
	}
	return u
}

// ofSet narrows u to the messages of set.
func (u *Use) ofSet(set wire.Set, uid bool) {
	u.Numbers = !uid && !set.Saved
	if set.Saved {
		return // it reads SearchResult, and that can be any message
	}
	u.Reads &^= SearchResult
	u.messages = target{known: true, uid: uid, set: set}
}

// ofFetch tells the flags that FETCH reads from those that it sets.
func (u *Use) ofFetch(c *command.Fetch) {
	u.encoded = false
	u.ofSet(c.Set, c.UID)
	reads, writes, unknown := c.ChangedSince.Valid, false, len(c.Modifiers) > 0
	for _, item := range c.Expand() {
		r, w, ok := fetchFlags(item.Name)
		reads, writes, unknown = reads || r, writes || w, unknown || !ok
	}
	if unknown {
		return
	}
	u.seen = writes
	if !writes {
		u.Writes &^= Flags
	}
	if !reads && !writes {
		u.Reads &^= Flags
	}
}

// fetchFlags returns whether fetching an item reads what can change of a
// message, and whether it sets \Seen (RFC 9051, Section 6.4.5; RFC 3501,
// Section 6.4.5).
func fetchFlags(name command.FetchItemName) (reads, seen, known bool) {
	switch name {
	case command.FetchSection, command.FetchBinary, command.FetchRFC822, command.FetchRFC822Text:
		return false, !ignoreSeen, true
	case command.FetchFlags, command.FetchModSeq, command.FetchAnnotation, command.FetchGmailLabels,
		command.FetchThreadID, command.FetchGmailThread, command.FetchPreview:
		// Threads and previews may change too.
		return true, false, true
	case command.FetchUID, command.FetchInternalDate, command.FetchSize, command.FetchEnvelope, command.FetchBody,
		command.FetchBodyStructure, command.FetchPeek, command.FetchBinaryPeek, command.FetchBinarySize,
		command.FetchRFC822Header, command.FetchEmailID, command.FetchSaveDate, command.FetchGmailMessage:
		return false, false, true
	}
	return true, true, false
}

// writes returns what u writes, as things are.
func (u *Use) writes(s Setting) Effects {
	w := u.Writes
	if u.seen && s.ReadOnly {
		w &^= Flags
	}
	// DELETE and RENAME change the selection if they hit what is selected.
	if w&Selection != 0 && w&Mailboxes != 0 && s.Mailbox != "" && !u.names.cover(s.Mailbox) {
		w &^= Selection
	}
	return w
}
