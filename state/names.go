package state

import "strings"

// names are the mailboxes that a command is about. The zero value is all of
// them.
type names struct {
	list [2]string
	n    uint8
	// tree: what is above and below in the hierarchy is meant too.
	tree bool
}

// mailboxes returns the names of one mailbox.
func mailboxes(name string) names {
	return names{list: [2]string{name}, n: 1}
}

// overlap reports whether a mailbox can be in both a and b.
func (a *names) overlap(b *names) bool {
	if a.n == 0 || b.n == 0 {
		return true
	}
	for _, x := range a.list[:a.n] {
		for _, y := range b.list[:b.n] {
			if related(x, y, a.tree || b.tree) {
				return true
			}
		}
	}
	return false
}

// cover reports whether the mailbox called name can be in a.
func (a *names) cover(name string) bool {
	b := mailboxes(name)
	return a.overlap(&b)
}

// related reports whether a and b can be the same mailbox or, with tree, one
// above the other. Which names but INBOX are the same in other case is the
// server's affair (RFC 9051, Section 5.1), and so is the hierarchy delimiter:
// any name can be above one that begins with it. The empty name of metadata is
// the server's own and no mailbox.
func related(a, b string, tree bool) bool {
	if n := min(len(a), len(b)); tree && n > 0 && !ignoreTree {
		a, b = a[:n], b[:n]
	}
	return strings.EqualFold(a, b)
}
