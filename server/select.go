package server

import (
	"context"
	"strings"

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
	// not be told yet that they were expunged. Ascending.
	gone []uint32
	// saved is "$": the UIDs of the last SEARCH with SAVE.
	saved wire.Set
	// keywords are the flags of which the client was told by FLAGS.
	keywords []wire.Flag
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
	c.selected.box.Close()
	c.selected = selection{}
}

// selectMailbox answers SELECT and EXAMINE (RFC 9051, Section 6.3.2). The mailbox that
// was selected is closed first, also when the new one cannot be opened.
func (c *conn) selectMailbox(cmd *command.Select) *response.Status {
	if len(cmd.Params) > 0 || cmd.CondStore || cmd.QResync != nil {
		return bad(string(cmd.Name()) + ": unknown parameter")
	}
	if c.selected.box != nil {
		c.deselect()
		c.write(&response.Status{Type: response.OK, Code: response.Closed, Text: "previous mailbox closed"})
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
	note(response.NumberCode{Name: response.UIDNext, Number: snapshot.UIDNext}, "predicted next UID")
	permanent := &response.FlagsCode{Flags: []wire.Flag{}}
	if !snapshot.ReadOnly {
		permanent.Flags = append(append(permanent.Flags, c.selected.keywords...), wire.AnyFlag)
	}
	note(permanent, "flags that can be changed")
}

// tellFlags sends FLAGS with the keywords given.
func (c *conn) tellFlags(keywords []wire.Flag) {
	c.selected.keywords = append(append([]wire.Flag{}, systemFlags...), keywords...)
	c.write(&response.Flags{Flags: c.selected.keywords})
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
	if len(fresh) == 0 {
		return
	}
	old := c.selected.keywords[len(systemFlags):]
	if len(old)+len(fresh) > maxKeywords {
		old = nil // most of them must be out of use
	}
	c.tellFlags(append(old, fresh...))
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
	return c.tell(changes, state.ExpungeAllowed(name))
}

// tell sends changes. Without expunge, messages that are gone keep their
// numbers until they may be told of (RFC 9051, Section 7.5.1).
func (c *conn) tell(changes Changes, expunge bool) error {
	s := &c.selected
	s.gone = mergeUIDs(s.gone, changes.Expunged)
	if expunge {
		for _, uid := range s.gone {
			if seq, ok := s.view.ExpungeUID(uid); ok {
				c.write(&response.Expunge{Seq: seq})
			}
		}
		s.gone = s.gone[:0]
	}
	for _, uid := range changes.Added {
		if err := s.view.Append(uid); err != nil {
			return err
		}
	}
	if len(changes.Added) > 0 {
		c.write(&response.Exists{Count: uint32(s.view.Len())})
	}
	for _, m := range changes.Flags {
		c.tellMessageFlags(m)
	}
	return c.w.Encoder().Err()
}

// mergeUIDs merges two ascending lists.
func mergeUIDs(a, b []uint32) []uint32 {
	if len(a) == 0 || len(b) == 0 || a[len(a)-1] < b[0] {
		return append(a, b...)
	}
	out := make([]uint32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] < b[0] {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
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

// resolve turns the set of a command into UIDs and says, for sequence numbers
// and for "$", how many messages of the view it names. The answer is BAD for a number beyond the view, and
// nothing for a UID that is not there.
func (c *conn) resolve(set wire.Set, uid bool) (uids wire.Set, count int, refused *response.Status) {
	view := &c.selected.view
	n := uint32(view.Len())
	saved := set.Saved
	if saved {
		set, uid = c.selected.saved, true
	}
	if uid {
		// A message that the client was not told of yet is not meant.
		last, _ := view.UID(n)
		for _, r := range set.Resolve(last).Ranges {
			if r.Last = min(r.Last, last); r.First <= r.Last {
				uids.Ranges = append(uids.Ranges, r)
				if saved {
					count += between(view, r.First, r.Last)
				}
			}
		}
		return uids, count, nil
	}
	set = set.Resolve(n)
	if k := len(set.Ranges); k == 0 || set.Ranges[k-1].Last > n {
		return set, 0, bad("no message has that sequence number")
	}
	for i, r := range set.Ranges {
		first, _ := view.UID(r.First)
		last, _ := view.UID(r.Last)
		set.Ranges[i] = wire.Range{First: first, Last: last}
		count += int(r.Last-r.First) + 1
	}
	return set, count, nil
}

// between counts the messages of the view with UIDs from first to last.
func between(view *state.View, first, last uint32) (n int) {
	for range view.Range(first, last) {
		n++
	}
	return n
}

// store answers STORE (RFC 9051, Section 6.4.6).
func (c *conn) store(cmd *command.Store) *response.Status {
	name := string(cmd.Name())
	if len(cmd.Modifiers) > 0 || cmd.UnchangedSince.Valid {
		return bad(name + ": unknown modifier")
	}
	if cmd.Attribute != command.StoreFlags {
		return bad(name + ": unknown attribute")
	}
	uids, count, refused := c.resolve(cmd.Set, cmd.UID)
	if refused != nil {
		return refused
	}
	for _, f := range cmd.Flags {
		if strings.HasPrefix(string(f), `\`) && !isSystem(f) {
			return no(response.Cannot, "no such system flag")
		}
	}
	list, err := c.selected.box.Store(c.ctx, uids, cmd.Action, cmd.Flags)
	if err != nil {
		return c.failed(err)
	}
	for _, m := range list {
		seq, ok := c.selected.view.Seq(m.UID)
		if !ok {
			continue
		}
		count--
		if cmd.Silent {
			continue
		}
		c.tellKeywords(m.Flags)
		items := []response.Item{&response.FlagsItem{Flags: m.Flags}}
		if cmd.UID || c.rev2 {
			items = append(items, &response.UIDItem{UID: m.UID})
		}
		c.write(&response.Fetch{Seq: seq, Items: items})
	}
	if count > 0 && !cmd.UID {
		return ErrExpunged
	}
	return ok(name + " completed")
}

func isSystem(f wire.Flag) bool {
	for _, s := range systemFlags {
		if s.Equal(f) {
			return true
		}
	}
	return false
}

// copy answers COPY and MOVE (RFC 9051, Section 6.4.7 and Section 6.4.8).
func (c *conn) copy(h command.Header, set wire.Set, uid bool, mailbox string, move bool) *response.Status {
	uids, count, refused := c.resolve(set, uid)
	if refused != nil {
		return refused
	}
	if move && c.selected.readOnly {
		return ErrReadOnly
	}
	to, err := c.selected.box.Copy(c.ctx, uids, CopyTo{Mailbox: mailbox, Move: move, All: !uid, Count: count})
	if err != nil {
		return c.failed(err)
	}
	status := ok(string(h.Name) + " completed")
	if to.Source.IsZero() {
		return status
	}
	code := &response.CopyUID{UIDValidity: to.UIDValidity, Source: to.Source, Target: to.Target}
	if move {
		// Before the EXPUNGEs, which come with the changes.
		c.write(&response.Status{Type: response.OK, Code: code, Text: "moved"})
		return status
	}
	status.Code = code
	return status
}

// expunge answers EXPUNGE and, with a set, UID EXPUNGE. The EXPUNGE responses
// come with the changes.
func (c *conn) expunge(h command.Header, set *wire.Set) *response.Status {
	if c.selected.readOnly {
		return ErrReadOnly
	}
	uids := c.selected.allUIDs()
	if set != nil {
		var refused *response.Status
		if uids, _, refused = c.resolve(*set, true); refused != nil {
			return refused
		}
	}
	return c.done(h, c.selected.box.Expunge(c.ctx, uids))
}

// idle answers IDLE (RFC 9051, Section 6.3.13): while one goroutine waits for DONE,
// this one tells what happens in the mailbox.
func (c *conn) idle() *response.Status {
	c.write(&response.Continue{Text: "idling"})
	if err := c.w.Flush(); err != nil {
		c.finished = true
		return nil
	}
	ctx, cancel := context.WithCancel(c.ctx)
	defer cancel()
	c.idling = true
	ended := make(chan error, 1)
	go func() {
		ended <- c.r.Done()
		cancel()
	}()
	failed := false
	for c.selected.box != nil && !failed {
		changes, err := c.selected.box.Changes(ctx, true)
		if err != nil {
			break
		}
		failed = c.tell(changes, true) != nil || c.w.Flush() != nil
	}
	if failed {
		c.abort()
	}
	err := <-ended
	c.idling = false
	if err != nil {
		return c.failed(err)
	}
	return ok("IDLE completed")
}
