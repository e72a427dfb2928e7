package server

import (
	"imapkit.example/state"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A selection is the selected mailbox as this connection sees it.
type selection struct {
	box      Mailbox
	readOnly bool
	view     state.View
	// gone are messages that are still in the view, because the client could
	// not be told yet that they were expunged.
	gone wire.Set
	// saved is "$": the UIDs of the last SEARCH with SAVE.
	saved wire.Set
	// keywords are the flags of which the client was told by FLAGS.
	keywords []wire.Flag
	// full says that the client was told that it can make no more of them.
	full bool
}

// systemFlags are the flags every mailbox has.
var systemFlags = []wire.Flag{wire.Answered, wire.Flagged, wire.Deleted, wire.Seen, wire.Draft}

// allUIDs is the set of all messages in the view.
func (s *selection) allUIDs() wire.Set {
	n := uint32(s.view.Len())
	first, ok := s.view.UID(1)
	if !ok {
		return wire.Set{}
	}
	last, _ := s.view.UID(n)
	return wire.RangeOf(first, last)
}

// deselect closes the selected mailbox, if there is one.
func (c *conn) deselect() {
	if c.selected.box == nil {
		return
	}
	saved := c.selected.saved
	c.selected.box.Close()
	c.selected = selection{}
	if leakSaved {
		c.selected.saved = saved
	}
}

// selectMailbox answers SELECT and EXAMINE (RFC 9051, Section 6.3.2). The mailbox that
// was selected is closed first, also when the new one cannot be opened.
func (c *conn) selectMailbox(cmd *command.Select) *response.Status {
	if len(cmd.Params) > 0 || cmd.CondStore || cmd.QResync != nil {
		if badDeselects {
			c.deselect()
			c.machine.Apply(state.SelectNo)
		}
		return bad(string(cmd.Name()) + ": unknown parameter")
	}
	if keepSelected {
		box, _, err := c.session.Open(c.ctx, cmd.Mailbox, cmd.ReadOnly)
		if err != nil {
			return c.failed(err)
		}
		box.Close()
	}
	if c.selected.box != nil {
		c.deselect()
		if !dropClosed {
			c.write(&response.Status{Type: response.OK, Code: response.Closed, Text: "previous mailbox closed"})
		}
	}
	box, snapshot, err := c.session.Open(c.ctx, cmd.Mailbox, cmd.ReadOnly)
	if err != nil {
		c.machine.Apply(state.SelectNo)
		return c.failed(err)
	}
	c.selected.box, c.selected.readOnly = box, snapshot.ReadOnly
	for _, uid := range snapshot.UIDs {
		if err := c.selected.view.Append(uid); err != nil {
			c.deselect()
			c.machine.Apply(state.SelectNo)
			return c.failed(err)
		}
	}
	c.machine.Apply(state.SelectOK)
	c.tellSnapshot(cmd.Mailbox, snapshot)
	status := ok(string(cmd.Name()) + " completed")
	if status.Code = response.ReadWrite; snapshot.ReadOnly {
		status.Code = response.ReadOnly
	}
	return status
}

func (c *conn) tellSnapshot(name string, snapshot *Snapshot) {
	c.tellFlags(snapshot.Flags)
	c.write(&response.Exists{Count: uint32(len(snapshot.UIDs))})
	note := func(code response.Code, text string) {
		c.write(&response.Status{Type: response.OK, Code: code, Text: text})
	}
	if c.rev2 {
		c.write(&response.List{Attributes: []string{}, Delimiter: delimiter, Mailbox: name})
	} else {
		c.write(&response.Recent{})
		if seq, ok := c.selected.view.Seq(snapshot.FirstUnseen); ok {
			note(response.NumberCode{Name: response.Unseen, Number: seq}, "first unseen message")
		}
	}
	note(response.NumberCode{Name: response.UIDValidity, Number: snapshot.UIDValidity}, "UIDs valid")
	if lowUIDNext {
		snapshot.UIDNext--
	}
	note(response.NumberCode{Name: response.UIDNext, Number: snapshot.UIDNext}, "predicted next UID")
	c.selected.full = snapshot.Full
	c.tellPermanent()
}

// resolve turns the set of a command into UIDs and says, for sequence numbers
// and for "$", how many messages of the view it names. The answer is BAD for a
// number beyond the view, and nothing for a UID that is not there.
func (c *conn) resolve(set wire.Set, uid bool) (uids wire.Set, count int, refused *response.Status) {
	view := &c.selected.view
	if currentNumbers && !uid {
		view = new(state.View)
		for m, err := range c.selected.box.Messages(c.ctx, c.selected.allUIDs()) {
			if err == nil {
				view.Append(m.UID)
			}
		}
	}
	last := uint32(view.Len())
	switch {
	case set.Saved:
		uids = c.selected.saved
		for _, r := range uids.Ranges {
			for range view.Range(r.First, r.Last) {
				count++
			}
		}
		return uids, count, nil
	case uid:
		last, _ = view.UID(last)
		if uids = set.Resolve(last); !untoldMessages {
			// A message that the client was not told of yet is not meant.
			uids = uids.Intersect(c.selected.allUIDs())
		}
		return uids, 0, nil
	}
	uids, err := view.UIDs(set)
	if err != nil {
		return wire.Set{}, 0, bad("no message has that sequence number")
	}
	return uids, int(set.Resolve(last).Len()), nil
}
