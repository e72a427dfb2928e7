package state

import (
	"strings"

	"imapkit.example/wire/command"
)

// ofMailbox narrows u to the mailbox called name.
func (u *Use) ofMailbox(name string) {
	u.names = mailboxes(name)
	u.encoded = !plainName(name)
}

// ofTree narrows u to the mailbox called name and to what is above and below.
func (u *Use) ofTree(name string) {
	u.ofMailbox(name)
	u.names.tree = true
}

// ofMailboxCommand narrows u by the arguments of c, if c is a command about
// mailboxes by their names.
func (u *Use) ofMailboxCommand(c command.Command) {
	switch c := c.(type) {
	case *command.Select:
		u.ofMailbox(c.Mailbox)
	case *command.Status:
		u.ofMailbox(c.Mailbox)
	case *command.Append:
		u.ofMailbox(c.Mailbox)
		u.encoded = true
	case *command.AppendStream:
		u.ofMailbox(c.Mailbox)
		u.encoded = true
	case *command.Subscribe:
		u.ofMailbox(c.Mailbox)
	case *command.Unsubscribe:
		u.ofMailbox(c.Mailbox)
	case *command.GetMetadata:
		u.ofMailbox(c.Mailbox)
	case *command.SetMetadata:
		u.ofMailbox(c.Mailbox)
	case *command.GetACL:
		u.ofMailbox(c.Mailbox)
	case *command.MyRights:
		u.ofMailbox(c.Mailbox)
	case *command.ListRights:
		u.ofMailbox(c.Mailbox)
	// Rights on a mailbox allow things below it (RFC 4314, Section 4).
	case *command.SetACL:
		u.ofTree(c.Mailbox)
	case *command.DeleteACL:
		u.ofTree(c.Mailbox)
	case *command.Create:
		u.ofTree(c.Mailbox)
	case *command.Delete:
		u.ofTree(c.Mailbox)
	case *command.Rename:
		u.ofTree(c.From)
		u.names.list[1], u.names.n = c.To, 2
		u.encoded = u.encoded || !plainName(c.To)
	case *command.Notify:
		u.encoded = false
		for _, g := range c.Groups {
			for _, name := range g.Filter.Mailboxes {
				u.encoded = u.encoded || !plainName(name)
			}
		}
	case *command.List:
		u.ofList(c)
	case *command.LSub:
		u.ofPattern(c.Reference, c.Pattern)
	case *command.XList:
		u.ofPattern(c.Reference, c.Pattern)
	case *command.RList:
		u.ofPattern(c.Reference, c.Pattern)
	case *command.RLSub:
		u.ofPattern(c.Reference, c.Pattern)
	}
}

// ofList narrows u by the arguments of c.
func (u *Use) ofList(c *command.List) {
	if len(c.Status) == 0 {
		u.Reads &^= Contents
	}
	if len(c.Patterns) == 1 {
		u.ofPattern(c.Reference, c.Patterns[0])
	}
}

// ofPattern narrows u if the pattern is a name.
func (u *Use) ofPattern(reference, pattern string) {
	u.encoded = !plainName(reference) || !plainName(pattern)
	if reference == "" && pattern != "" && !strings.ContainsAny(pattern, "*%") {
		u.names = mailboxes(pattern)
		u.names.tree = true // \HasChildren
	}
}

// plainName reports whether a mailbox name is written the same before and
// after UTF-8 was enabled.
func plainName(name string) bool {
	return plain(name) && !strings.Contains(name, "&")
}

// plain reports whether s is US-ASCII.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
