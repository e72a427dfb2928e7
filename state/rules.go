package state

import (
	"slices"
	"strings"

	"imapkit.example/wire/command"
)

// A Rule is what is known of a command by its name. Where its arguments matter,
// the Rule says what is so for the worst of them: [UseOf] knows better.
type Rule struct {
	Name   command.Name
	States StateSet // where it may be used

	// Rev2 reports whether the command belongs to IMAP4rev2. Capability is
	// what a server announces to offer the command otherwise, "" if it
	// belongs to IMAP4rev1 as well.
	Rev2       bool
	Capability string

	// Barrier: no octet of another command may be written before this one
	// is completed.
	Barrier bool

	// Numbers: its arguments may name messages by sequence number.
	Numbers bool

	// Expunge: untagged EXPUNGE may be sent while it is in progress.
	Expunge bool

	// Reads is what its results may depend on, Writes what it may change.
	// Two commands that write the same are never independent, so Writes is
	// not repeated in Reads.
	Reads, Writes Effects

	// Answer is the kind of its untagged answers, if nothing in them tells to
	// which of two such commands they belong.
	Answer Answer

	// OK and NO are what these tagged responses do to the state of the
	// connection; 0 if nothing. A BAD never does anything.
	OK, NO Event
}

// Combinations that recur in the table. All commands depend on the session;
// those on messages of the selected mailbox may name them with "$".
const (
	onMessages = Session | Selection | Messages | Flags | SearchResult

	anyState      = 1<<NotAuthenticated | 1<<Authenticated | 1<<Selected
	authenticated = 1<<Authenticated | 1<<Selected
)

// rules has one row for each command, sorted by name. A row without
// Capability is in RFC 3501, Section 6; the states are those of the section
// of RFC 9051 the row is under there, or of the RFC named.
var rules = [...]Rule{
	{Name: command.AppendName, Rev2: true, States: authenticated, Expunge: true,
		Reads: Session | Mailboxes, Writes: Contents},
	{Name: command.AuthenticateName, Rev2: true, States: 1 << NotAuthenticated, Expunge: true, Barrier: true,
		Reads: Session, Writes: Session, OK: LoginOK},
	{Name: command.CancelUpdateName, Capability: "CONTEXT=SEARCH", States: 1 << Selected, Expunge: true,
		Reads: Session | Selection, Writes: SearchResult},
	{Name: command.CapabilityName, Rev2: true, States: anyState, Expunge: true,
		Reads: Session},
	{Name: command.CheckName, Capability: "IMAP4rev1", States: 1 << Selected, Expunge: true,
		Reads: Session | Selection},
	{Name: command.CloseName, Rev2: true, States: 1 << Selected, Expunge: true,
		Reads: Session | Selection | Flags, Writes: Selection | Messages | SearchResult, OK: CloseOK},
	{Name: command.ComparatorName, Capability: "I18NLEVEL=2", States: authenticated, Expunge: true,
		Reads: Session, Writes: Session},
	// What follows the line end is compressed (RFC 4978, Section 3).
	{Name: command.CompressName, Capability: "COMPRESS=DEFLATE", States: authenticated, Expunge: true, Barrier: true,
		Reads: Session, Writes: Session},
	{Name: command.ConversionsName, Capability: "CONVERT", States: authenticated, Expunge: true,
		Reads: Session},
	{Name: command.ConvertName, Capability: "CONVERT", States: 1 << Selected, Numbers: true,
		Reads: onMessages},
	{Name: command.CopyName, Rev2: true, States: 1 << Selected, Expunge: true, Numbers: true,
		Reads: onMessages | Mailboxes, Writes: Contents},
	// The server may subscribe what it creates (RFC 9051, Section 6.3.4).
	{Name: command.CreateName, Rev2: true, States: authenticated, Expunge: true,
		Reads: Session, Writes: Mailboxes | Subscriptions},
	// The mailbox deleted may be the one selected.
	{Name: command.DeleteName, Rev2: true, States: authenticated, Expunge: true,
		Reads: Session, Writes: Mailboxes | Contents | Selection},
	{Name: command.DeleteACLName, Capability: "ACL", States: authenticated, Expunge: true,
		Reads: Session, Writes: Mailboxes},
	// Not once a mailbox was selected (RFC 9051, Section 6.3.1).
	{Name: command.EnableName, Rev2: true, Capability: "ENABLE", States: 1 << Authenticated, Expunge: true,
		Reads: Session, Writes: Session},
	// Sequence numbers and "$" mean the selected mailbox (RFC 7377, Section
	// 2.1); the responses have correlators, but SAVE writes "$".
	{Name: command.ESearchName, Capability: "MULTISEARCH", States: authenticated, Expunge: true, Numbers: true,
		Reads: onMessages | Mailboxes | Subscriptions | Contents, Writes: SearchResult},
	// \Recent is a flag that SELECT takes away and EXAMINE does not, so that
	// STATUS (RECENT) tells
	// (RFC 3501, Section 2.3.2).
	{Name: command.ExamineName, Rev2: true, States: authenticated, Expunge: true,
		Reads: Session | Mailboxes | Contents, Writes: Selection | SearchResult, OK: SelectOK, NO: SelectNo},
	{Name: command.ExpungeName, Rev2: true, States: 1 << Selected, Expunge: true,
		Reads: Session | Selection | Flags, Writes: Messages},
	// FETCH sets \Seen when it fetches a BODY[] without PEEK.
	{Name: command.FetchName, Rev2: true, States: 1 << Selected, Numbers: true,
		Reads: onMessages, Writes: Flags},
	// A URL names a mailbox that need not be selected.
	{Name: command.GenURLAuthName, Capability: "URLAUTH", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes, Answer: URLAuthAnswer},
	{Name: command.GetACLName, Capability: "ACL", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes},
	{Name: command.GetJMAPAccessName, Capability: "JMAPACCESS", States: authenticated, Expunge: true,
		Reads: Session},
	{Name: command.GetMetadataName, Capability: "METADATA", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes},
	{Name: command.GetQuotaName, Capability: "QUOTA", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes | Contents},
	{Name: command.GetQuotaRootName, Capability: "QUOTA", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes | Contents},
	{Name: command.IDName, Capability: "ID", States: anyState, Expunge: true, // RFC 2971, Section 3.1
		Reads: Session},
	{Name: command.IdleName, Rev2: true, Capability: "IDLE", States: authenticated, Expunge: true, Barrier: true,
		Reads: Session | Selection},
	// The language and the comparator are part of the session.
	{Name: command.LanguageName, Capability: "LANGUAGE", States: anyState, Expunge: true,
		Reads: Session, Writes: Session},
	// LIST RETURN (STATUS) tells what STATUS tells.
	{Name: command.ListName, Rev2: true, States: authenticated, Expunge: true,
		Reads: Session | Mailboxes | Subscriptions | Contents},
	{Name: command.ListRightsName, Capability: "ACL", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes},
	{Name: command.LoginName, Rev2: true, States: 1 << NotAuthenticated, Expunge: true,
		Reads: Session, Writes: Session, OK: LoginOK},
	{Name: command.LogoutName, Rev2: true, States: anyState, Expunge: true, Barrier: true,
		Reads: Session, Writes: Session | Selection, OK: Bye},
	{Name: command.LSubName, Capability: "IMAP4rev1", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes | Subscriptions},
	{Name: command.MoveName, Rev2: true, Capability: "MOVE", States: 1 << Selected, Expunge: true, Numbers: true,
		Reads: onMessages | Mailboxes, Writes: Messages | Contents},
	{Name: command.MyRightsName, Capability: "ACL", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes},
	{Name: command.NamespaceName, Rev2: true, Capability: "NAMESPACE", States: authenticated, Expunge: true,
		Reads: Session},
	{Name: command.NoopName, Rev2: true, States: anyState, Expunge: true,
		Reads: Session | Selection},
	// What is told from then on is part of the session.
	{Name: command.NotifyName, Capability: "NOTIFY", States: authenticated, Expunge: true,
		Reads: Session | Selection | Contents | Mailboxes | Subscriptions, Writes: Session},
	// Renaming INBOX moves its messages (RFC 9051, Section 6.3.6).
	{Name: command.RenameName, Rev2: true, States: authenticated, Expunge: true,
		Reads: Session, Writes: Mailboxes | Subscriptions | Contents | Selection},
	{Name: command.ReplaceName, Capability: "REPLACE", States: 1 << Selected, Expunge: true, Numbers: true,
		Reads: onMessages | Mailboxes, Writes: Messages | Contents},
	{Name: command.ResetKeyName, Capability: "URLAUTH", States: authenticated, Expunge: true,
		Reads: Session, Writes: Mailboxes},
	{Name: command.RListName, Capability: "MAILBOX-REFERRALS", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes | Subscriptions},
	{Name: command.RLSubName, Capability: "MAILBOX-REFERRALS", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes | Subscriptions},
	// RETURN (SAVE) writes "$".
	{Name: command.SearchName, Rev2: true, States: 1 << Selected, Numbers: true,
		Reads: onMessages, Writes: SearchResult, Answer: SearchAnswer},
	{Name: command.SelectName, Rev2: true, States: authenticated, Expunge: true,
		Reads: Session | Mailboxes | Contents, Writes: Selection | SearchResult | Contents, OK: SelectOK, NO: SelectNo},
	// Rights are an attribute of mailboxes.
	{Name: command.SetACLName, Capability: "ACL", States: authenticated, Expunge: true,
		Reads: Session, Writes: Mailboxes},
	{Name: command.SetMetadataName, Capability: "METADATA", States: authenticated, Expunge: true,
		Reads: Session, Writes: Mailboxes},
	{Name: command.SetQuotaName, Capability: "QUOTASET", States: authenticated, Expunge: true,
		Reads: Session | Contents, Writes: Mailboxes},
	{Name: command.SortName, Capability: "SORT", States: 1 << Selected, Numbers: true,
		Reads: onMessages, Writes: SearchResult, Answer: SortAnswer},
	{Name: command.StartTLSName, Rev2: true, States: 1 << NotAuthenticated, Expunge: true, Barrier: true,
		Reads: Session, Writes: Session, OK: StartTLSOK},
	{Name: command.StatusName, Rev2: true, States: authenticated, Expunge: true,
		Reads: Session | Mailboxes | Contents},
	{Name: command.StoreName, Rev2: true, States: 1 << Selected, Numbers: true,
		Reads: onMessages, Writes: Flags},
	{Name: command.SubscribeName, Rev2: true, States: authenticated, Expunge: true,
		Reads: Session | Mailboxes, Writes: Subscriptions},
	{Name: command.ThreadName, Capability: "THREAD", States: 1 << Selected, Numbers: true,
		Reads: onMessages, Answer: ThreadAnswer},
	{Name: command.UIDConvertName, Capability: "CONVERT", States: 1 << Selected, Expunge: true,
		Reads: onMessages},
	{Name: command.UIDCopyName, Rev2: true, States: 1 << Selected, Expunge: true,
		Reads: onMessages | Mailboxes, Writes: Contents},
	{Name: command.UIDESearchName, Capability: "MULTISEARCH", States: authenticated, Expunge: true, Numbers: true,
		Reads: onMessages | Mailboxes | Subscriptions | Contents, Writes: SearchResult},
	{Name: command.UIDExpungeName, Rev2: true, Capability: "UIDPLUS", States: 1 << Selected, Expunge: true,
		Reads: onMessages, Writes: Messages},
	{Name: command.UIDFetchName, Rev2: true, States: 1 << Selected, Expunge: true,
		Reads: onMessages, Writes: Flags},
	{Name: command.UIDMoveName, Rev2: true, Capability: "MOVE", States: 1 << Selected, Expunge: true,
		Reads: onMessages | Mailboxes, Writes: Messages | Contents},
	{Name: command.UIDReplaceName, Capability: "REPLACE", States: 1 << Selected, Expunge: true,
		Reads: onMessages | Mailboxes, Writes: Messages | Contents},
	// A search key may be a set of sequence numbers even here.
	{Name: command.UIDSearchName, Rev2: true, States: 1 << Selected, Expunge: true, Numbers: true,
		Reads: onMessages, Writes: SearchResult, Answer: SearchAnswer},
	// As for UID SEARCH, a search key may be a set of sequence numbers.
	{Name: command.UIDSortName, Capability: "SORT", States: 1 << Selected, Expunge: true, Numbers: true,
		Reads: onMessages, Writes: SearchResult, Answer: SortAnswer},
	{Name: command.UIDStoreName, Rev2: true, States: 1 << Selected, Expunge: true,
		Reads: onMessages, Writes: Flags},
	{Name: command.UIDThreadName, Capability: "THREAD", States: 1 << Selected, Expunge: true, Numbers: true,
		Reads: onMessages, Answer: ThreadAnswer},
	{Name: command.UIDBatchesName, Capability: "UIDBATCHES", States: 1 << Selected, Expunge: true,
		Reads: Session | Selection | Messages},
	// Compression ends too (RFC 8437, Section 4).
	{Name: command.UnauthenticateName, Capability: "UNAUTHENTICATE", States: authenticated, Expunge: true, Barrier: true,
		Reads: Session, Writes: Session | Selection | SearchResult, OK: UnauthenticateOK},
	{Name: command.UnselectName, Rev2: true, Capability: "UNSELECT", States: 1 << Selected, Expunge: true,
		Reads: Session | Selection, Writes: Selection | SearchResult, OK: CloseOK},
	{Name: command.UnsubscribeName, Rev2: true, States: authenticated, Expunge: true,
		Reads: Session | Mailboxes, Writes: Subscriptions},
	{Name: command.URLFetchName, Capability: "URLAUTH", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes | Contents},
	{Name: command.XListName, Capability: "XLIST", States: authenticated, Expunge: true,
		Reads: Session | Mailboxes | Subscriptions},
}

// unknown is the rule for commands without a row: anything is possible.
var unknown = Rule{States: anyState, Numbers: true, Expunge: true, Reads: Everything, Writes: Everything}

// RuleOf returns the rule for the command n. If n, which is compared octet by
// octet, has none, ok is false and the rule is one that supposes the worst.
func RuleOf(n command.Name) (r Rule, ok bool) {
	i, ok := find(n)
	if !ok {
		r = unknown
		r.Name = n
		return r, false
	}
	return rules[i], true
}

func find(n command.Name) (int, bool) {
	return slices.BinarySearchFunc(rules[:], n, func(r Rule, n command.Name) int {
		return strings.Compare(string(r.Name), string(n))
	})
}
