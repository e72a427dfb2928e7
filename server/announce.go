package server

import (
	"imapkit.example/state"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// tellFlags sends FLAGS with the keywords given.
func (c *conn) tellFlags(keywords []wire.Flag) {
	c.selected.keywords = append(append([]wire.Flag{}, systemFlags...), keywords...)
	c.write(&response.Flags{Flags: c.selected.keywords})
}

// tellPermanent sends PERMANENTFLAGS: without "\*" if no more keywords can be
// made (RFC 9051, Section 7.1).
func (c *conn) tellPermanent() {
	code := &response.FlagsCode{Flags: []wire.Flag{}}
	if !c.selected.readOnly {
		code.Flags = append(code.Flags, c.selected.keywords...)
		if !c.selected.full {
			code.Flags = append(code.Flags, wire.AnyFlag)
		}
	}
	c.write(&response.Status{Type: response.OK, Code: code, Text: "flags that can be changed"})
}

// maxKeywords is how many keywords a FLAGS response gathers.
const maxKeywords = 2000

// tellKeywords sends FLAGS anew if one of flags was not in it.
func (c *conn) tellKeywords(flags []wire.Flag) {
	known := func(f wire.Flag) bool {
		for _, k := range c.selected.keywords {
			if k.Equal(f) {
				return true
			}
		}
		return false
	}
	var fresh []wire.Flag
	for _, f := range flags {
		if !known(f) && f.IsKeyword() {
			fresh = append(fresh, f)
		}
	}
	if len(fresh) == 0 || hideKeywords {
		return
	}
	old := c.selected.keywords[len(systemFlags):]
	if len(old)+len(fresh) > maxKeywords {
		old = nil // most of them must be out of use
	}
	if c.tellFlags(append(old, fresh...)); c.selected.full && !c.selected.readOnly {
		c.tellPermanent() // they are no new ones that "\*" would allow
	}
}

// announce tells the client what has happened in the selected mailbox, before
// the command called name is completed with status.
func (c *conn) announce(name command.Name, status *response.Status) error {
	if c.selected.box == nil || c.finished || status.Type == response.BAD || name == command.SelectName || name == command.ExamineName {
		return nil
	}
	changes, err := c.selected.box.Changes(c.ctx, false)
	if err != nil {
		c.failed(err) // which logs it: the command itself has not failed
		return nil
	}
	if err := c.tell(changes, state.ExpungeAllowed(name) || expungeInFetch); err != nil {
		return err
	}
	if changes.Full != c.selected.full && !c.selected.readOnly {
		c.selected.full = changes.Full
		c.tellPermanent()
	}
	return nil
}

// tell sends changes. Without expunge, messages that are gone keep their
// numbers until they may be told of (RFC 9051, Section 7.5.1).
func (c *conn) tell(changes Changes, expunge bool) error {
	s := &c.selected
	if len(changes.Expunged) > 0 {
		s.gone = s.gone.Union(wire.Numbers(changes.Expunged...))
	}
	if expunge {
		for uid := range s.gone.All() {
			if seq, ok := s.view.ExpungeUID(uid); ok {
				c.write(&response.Expunge{Seq: seq})
			}
		}
		s.gone = wire.Set{}
	}
	for _, uid := range changes.Added {
		if err := s.view.Append(uid); err != nil {
			return err
		}
	}
	if len(changes.Added) > 0 {
		n := s.view.Len()
		if existsOfMailbox {
			n -= int(s.gone.Len())
		}
		c.write(&response.Exists{Count: uint32(n)})
	}
	for _, m := range changes.Flags {
		if loseFlags && !expunge {
			break
		}
		c.tellMessageFlags(m)
	}
	return c.w.Encoder().Err()
}

// tellMessageFlags sends the flags of a message. FETCH that nobody asked for
// tells the UID as well (RFC 9051, Section 6.4.9).
func (c *conn) tellMessageFlags(m MessageFlags) {
	if seq, ok := c.selected.view.Seq(m.UID); ok {
		c.tellKeywords(m.Flags)
		c.write(&response.Fetch{Seq: seq, Items: []response.Item{
			&response.UIDItem{UID: m.UID}, &response.FlagsItem{Flags: m.Flags},
		}})
	}
}
