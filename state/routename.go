package state

import (
	"strings"

	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// matchMailbox reports whether r, which names a mailbox or a quota root, can
// be an answer to c.
func matchMailbox(r response.Response, c command.Command) bool {
	switch r := r.(type) {
	case *response.List:
		return matchList(r, c)
	case *response.MailboxStatus:
		switch c := c.(type) {
		case *command.Status:
			return sameMailbox(c.Mailbox, r.Mailbox)
		case *command.List:
			return c.Status != nil && listed(c.Reference, c.Patterns, r.Mailbox, 0)
		}
	case *response.Metadata:
		if r.Values == nil {
			return false // names of entries that have changed: nobody asks for those
		}
		switch c := c.(type) {
		case *command.GetMetadata:
			return sameMailbox(c.Mailbox, r.Mailbox)
		case *command.List:
			return c.Metadata != nil && listed(c.Reference, c.Patterns, r.Mailbox, 0)
		}
	case *response.ACL:
		get, ok := c.(*command.GetACL)
		return ok && sameMailbox(get.Mailbox, r.Mailbox)
	case *response.MyRights:
		switch c := c.(type) {
		case *command.MyRights:
			return sameMailbox(c.Mailbox, r.Mailbox)
		case *command.List:
			return returns(c, "MYRIGHTS") && listed(c.Reference, c.Patterns, r.Mailbox, 0)
		}
	case *response.ListRights:
		rights, ok := c.(*command.ListRights)
		return ok && sameMailbox(rights.Mailbox, r.Mailbox) && rights.Identifier == r.Identifier
	case *response.QuotaRoot:
		root, ok := c.(*command.GetQuotaRoot)
		return ok && sameMailbox(root.Mailbox, r.Mailbox)
	case *response.Quota:
		switch c := c.(type) {
		case *command.GetQuota:
			return c.Root == r.Root
		case *command.SetQuota:
			return c.Root == r.Root
		case *command.GetQuotaRoot: // the roots are in another response
			return true
		}
	}
	return false
}

// matchList reports whether r can be an answer to c: to one that lists, or to
// one that tells the name it has used (RFC 9051, Sections 6.3.2, 6.3.4 and
// 6.3.9.7).
func matchList(r *response.List, c command.Command) bool {
	switch c := c.(type) {
	case *command.LSub:
		return r.LSub && listed(c.Reference, []string{c.Pattern}, r.Mailbox, r.Delimiter)
	case *command.RLSub: // RFC 2193, Section 5.2
		return r.LSub && listed(c.Reference, []string{c.Pattern}, r.Mailbox, r.Delimiter)
	case *command.RList:
		return !r.LSub && !r.XList && listed(c.Reference, []string{c.Pattern}, r.Mailbox, r.Delimiter)
	case *command.XList:
		return r.XList && listed(c.Reference, []string{c.Pattern}, r.Mailbox, r.Delimiter)
	case *command.List:
		return !r.LSub && !r.XList && selects(c, r) && (listed(c.Reference, c.Patterns, r.Mailbox, r.Delimiter) ||
			r.OldName != "" && listed(c.Reference, c.Patterns, r.OldName, r.Delimiter))
	case *command.Select:
		return !r.LSub && !r.XList && named(c.Mailbox, r)
	case *command.Create:
		return !r.LSub && !r.XList && named(c.Mailbox, r)
	case *command.Rename:
		return !r.LSub && !r.XList && (named(c.To, r) || named(c.From, r))
	}
	return false
}

// selects reports whether r can be what the selection options of c ask for: for
// SUBSCRIBED it says so, or that a mailbox below is (RFC 9051, Section 6.3.9.1).
func selects(c *command.List, r *response.List) bool {
	for _, x := range c.Select {
		if strings.EqualFold(x.Name, "SUBSCRIBED") && len(r.ChildInfo) == 0 && !hasFold(r.Attributes, `\Subscribed`) {
			return false
		}
	}
	return true
}

func hasFold(list []string, s string) bool {
	for _, x := range list {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}

// named reports whether r is about the mailbox called name.
func named(name string, r *response.List) bool {
	return sameMailbox(name, r.Mailbox) || r.OldName != "" && sameMailbox(name, r.OldName)
}

// returns reports whether c has the return option called name.
func returns(c *command.List, name string) bool {
	for _, x := range c.Return {
		if strings.EqualFold(x.Name, name) {
			return true
		}
	}
	return false
}

// listed reports whether one of the patterns can match a name. With a reference
// that is the server's to interpret (RFC 9051, Section 6.3.9): the pattern is
// taken to be behind it, or to stand for itself. The empty pattern asks for the
// delimiter, and is answered with the root of the reference. Delimiter is 0 if
// there is none or it is not known; "%" stands for anything then.
func listed(reference string, patterns []string, name string, delimiter rune) bool {
	for _, p := range patterns {
		if p == "" && strings.HasPrefix(reference, name) {
			return true
		}
		if MatchMailbox(reference+p, name, delimiter) || reference != "" && MatchMailbox(p, name, delimiter) {
			return true
		}
	}
	return false
}
