package state

import (
	"iter"
	"strings"

	"imapkit.example/literal"
)

// Capabilities is a set of capability names (RFC 9051, Section 6.1.1), as a
// server advertises or a client enables them. Names are compared in any case,
// those not known are kept, and what a capability implies is in the set as
// well: IMAP4rev2 stands for all it has taken in.
//
// The zero value is the empty set: what is advertised is not known yet. It is
// a small value that may be copied and compared; two are equal if the same
// names were added in the same order and case.
//
// LIST-EXTENDED, BINARY and SPECIAL-USE are not implied by IMAP4rev2, which has
// taken in parts of them only; [Capabilities.Check] knows which.
type Capabilities struct {
	known knownSet
	names string // as added, each with a space in front
}

// NewCapabilities returns the set of the names, as they stand in a CAPABILITY
// response or code.
func NewCapabilities(names ...string) Capabilities {
	var c Capabilities
	c.Add(names...)
	return c
}

// manyNames is how many names are added at once for which a table is made of
// those that are there.
const manyNames = 64

// Add adds names to the set, in time proportional to those there are then.
func (c *Capabilities) Add(names ...string) {
	var b strings.Builder
	b.WriteString(c.names)
	var there map[string]bool
	if len(names) >= manyNames {
		there = make(map[string]bool, len(names))
		for n := range c.Names() {
			there[strings.ToLower(n)] = true
		}
	}
	for _, name := range names {
		if there != nil {
			lower := strings.ToLower(name)
			if there[lower] {
				continue
			}
			there[lower] = true
		}
		if name == "" || there == nil && c.listed(name) {
			continue
		}
		b.WriteByte(' ')
		b.WriteString(name)
		c.names = b.String()
		if k, ok := knownOf(name); ok {
			c.known.add(k)
		}
		// QUOTA=RES-STORAGE and the like (RFC 9208, Section 3.1).
		if hasPrefixFold(name, "QUOTA=") {
			c.known.add(capQuota)
		}
	}
}

// IsZero reports whether nothing was added.
func (c Capabilities) IsZero() bool { return c.names == "" }

// Has reports whether the capability called name is in the set or implied.
func (c Capabilities) Has(name string) bool {
	if k, ok := knownOf(name); ok {
		return c.known.has(k)
	}
	return c.listed(name)
}

func (c Capabilities) has(k known) bool { return c.known.has(k) }

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

// hasValue reports whether a capability name=… is in the set.
func (c Capabilities) hasValue(name string) bool {
	for range c.Values(name) {
		return true
	}
	return false
}

// Literals returns which literals a client may send.
func (c Capabilities) Literals() literal.Policy {
	switch {
	case c.has(capLiteralPlus), minusIsPlus && c.has(capLiteralMinus):
		return literal.Plus
	case c.has(capLiteralMinus):
		return literal.Minus
	}
	return literal.Basic
}

// hasPrefixFold reports whether s begins with prefix, in any case.
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
