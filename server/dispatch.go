package server

import (
	"strings"

	"imapkit.example/state"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

func equalFold(a, b string) bool { return strings.EqualFold(a, b) }

// served reports whether there is a handler for the command called name.
func served(name command.Name) bool {
	switch name {
	case command.CapabilityName, command.NoopName, command.LogoutName, command.IDName, command.StartTLSName,
		command.AuthenticateName, command.LoginName, command.EnableName, command.SelectName, command.ExamineName,
		command.CreateName, command.DeleteName, command.RenameName, command.SubscribeName, command.UnsubscribeName,
		command.ListName, command.LSubName, command.NamespaceName, command.StatusName, command.AppendName,
		command.IdleName, command.CheckName, command.CloseName, command.UnselectName, command.ExpungeName,
		command.SearchName, command.FetchName, command.StoreName, command.CopyName, command.MoveName,
		command.UIDExpungeName, command.UIDSearchName, command.UIDFetchName, command.UIDStoreName,
		command.UIDCopyName, command.UIDMoveName:
		return true
	}
	return false
}

// execute runs a command that is allowed in the present state and returns its
// answer, or nil if it has been answered.
func (c *conn) execute(h command.Header, cmd command.Command) *response.Status {
	switch cmd := cmd.(type) {
	case *command.Bare:
		return c.bare(h)
	case *command.ID:
		c.write(&response.ID{Params: []wire.Param{{Name: "name", Value: wire.Some("imapkit")}}})
		return ok("ID completed")
	case *command.Login:
		return c.login(cmd)
	case *command.Authenticate:
		return c.authenticate(cmd)
	case *command.Enable:
		return c.enable(cmd)
	case *command.Select:
		return c.selectMailbox(cmd)
	case *command.Create:
		return c.create(cmd)
	case *command.Delete:
		return c.done(h, c.session.Delete(c.ctx, cmd.Mailbox))
	case *command.Rename:
		return c.done(h, c.session.Rename(c.ctx, cmd.From, cmd.To))
	case *command.Subscribe:
		return c.done(h, c.session.Subscribe(c.ctx, cmd.Mailbox, true))
	case *command.Unsubscribe:
		return c.done(h, c.session.Subscribe(c.ctx, cmd.Mailbox, false))
	case *command.List:
		return c.list(cmd)
	case *command.LSub:
		return c.lsub(cmd)
	case *command.Status:
		return c.status(cmd)
	case *command.AppendStream:
		return c.append(cmd)
	case *command.Search:
		return c.search(h, cmd)
	case *command.Fetch:
		return c.fetch(cmd)
	case *command.Store:
		return c.store(cmd)
	case *command.Copy:
		return c.copy(h, cmd.Set, cmd.UID, cmd.Mailbox, false)
	case *command.Move:
		return c.copy(h, cmd.Set, cmd.UID, cmd.Mailbox, true)
	case *command.UIDExpunge:
		return c.expunge(h, &cmd.Set)
	}
	return bad("unknown command")
}

// bare runs the commands without arguments.
func (c *conn) bare(h command.Header) *response.Status {
	switch h.Name {
	case command.CapabilityName:
		return c.capability()
	case command.LogoutName:
		c.write(&response.Status{Type: response.BYE, Text: "logging out"})
		c.finished = true
	case command.StartTLSName:
		return c.startTLS(h)
	case command.NamespaceName:
		c.write(&response.Namespace{Personal: []response.NamespaceItem{{Delimiter: delimiter}}})
	case command.IdleName:
		return c.idle()
	case command.CloseName:
		return c.closeMailbox(h, !c.selected.readOnly)
	case command.UnselectName:
		return c.closeMailbox(h, unselectExpunges)
	case command.ExpungeName:
		return c.expunge(h, nil)
	}
	return c.done(h, nil)
}

// done is the answer to a command of which err is the outcome.
func (c *conn) done(h command.Header, err error) *response.Status {
	if err != nil {
		return c.failed(err)
	}
	return ok(string(h.Name) + " completed")
}

// closeMailbox ends the selected state.
func (c *conn) closeMailbox(h command.Header, expunge bool) *response.Status {
	var err error
	if expunge {
		err = c.selected.box.Expunge(c.ctx, c.selected.allUIDs())
	}
	if err != nil {
		return c.failed(err)
	}
	c.deselect()
	c.machine.Apply(state.CloseOK)
	return c.done(h, nil)
}
