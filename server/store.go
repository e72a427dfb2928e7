package server

import (
	"strings"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

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
	if count > 0 && !cmd.UID && !okForExpunged {
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
	if move && !copyUIDLast {
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
