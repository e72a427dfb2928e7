package state

import (
	"iter"
	"strings"

	"imapkit.example/literal"
	"imapkit.example/wire/command"
)

// Capabilities is a set of capability names (RFC 9051, Section 6.1.1), as a
// server advertises or a client enables them. Names are compared in any case,
// those not known are kept, and what a capability implies is in the set as
// well: IMAP4rev2 stands for all it has taken in.
//
// The zero value is the empty set: what is advertised is not known yet. It is
// a small value that may be copied and compared; two are equal if the same
// names were added in the same order and case.
type Capabilities struct {
	known known
	names string // as added, each with a space in front
}

// NewCapabilities returns the set of the names, as they stand in a CAPABILITY
// response or code.
func NewCapabilities(names ...string) Capabilities {
	var c Capabilities
	c.Add(names...)
	return c
}

// Add adds names to the set.
func (c *Capabilities) Add(names ...string) {
	var b strings.Builder
	b.WriteString(c.names)
	for _, name := range names {
		if name == "" || c.listed(name) {
			continue
		}
		b.WriteByte(' ')
		b.WriteString(name)
		c.names = b.String()
		c.known.add(name)
	}
}

// IsZero reports whether nothing was added.
func (c Capabilities) IsZero() bool { return c.names == "" }

// Has reports whether the capability called name is in the set or implied.
func (c Capabilities) Has(name string) bool {
	return c.known.has(name) || c.listed(name)
}

func (c Capabilities) listed(name string) bool {
	for n := range c.Names() {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// Names returns the names as they were added, without those implied.
func (c Capabilities) Names() iter.Seq[string] { return strings.FieldsSeq(c.names) }

// Values returns what stands behind "=" in the capabilities called name, such
// as the mechanisms of AUTH or the algorithms of THREAD, as they were added.
func (c Capabilities) Values(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for n := range c.Names() {
			head, value, ok := strings.Cut(n, "=")
			if ok && strings.EqualFold(head, name) && !yield(value) {
				return
			}
		}
	}
}

// Literals returns which literals a client may send.
func (c Capabilities) Literals() literal.Policy {
	switch {
	case c.Has("LITERAL+"):
		return literal.Plus
	case c.Has("LITERAL-"):
		return literal.Minus
	}
	return literal.Basic
}

// Check returns nil if a server with these capabilities takes c, name and
// arguments, else a [*MissingError].
func (c Capabilities) Check(cmd command.Command) error { return nil }

// A MissingError says that a command, or something among its arguments, needs
// a capability that is not advertised or was not enabled.
type MissingError struct {
	Command    command.Name
	What       string // the part of the command, such as "RETURN (SAVE)"; "" for the command
	Capability string // what is missing
	Enable     bool   // it is advertised, but must be enabled first
}

// Error returns such as "state: SEARCH RETURN (SAVE) needs SEARCHRES".
func (e *MissingError) Error() string {
	s := "state: " + string(e.Command)
	if e.What != "" {
		s += " " + e.What
	}
	s += " needs " + e.Capability
	if e.Enable {
		s += " to be enabled"
	}
	return s
}
