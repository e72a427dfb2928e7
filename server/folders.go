package server

import (
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// delimiter separates the levels of the hierarchy.
const delimiter = '/'

func (c *conn) create(cmd *command.Create) *response.Status {
	if len(cmd.Params) > 0 || cmd.Use != nil {
		return bad("CREATE: unknown parameter")
	}
	return c.done(command.Header{Name: command.CreateName}, c.session.Create(c.ctx, cmd.Mailbox))
}

func checkStatusItems(items []command.StatusItem) *response.Status {
	for _, item := range items {
		switch item {
		case command.StatusMessages, command.StatusUIDNext, command.StatusUIDValidity, command.StatusUnseen,
			command.StatusDeleted, command.StatusSize, command.StatusRecent, "APPENDLIMIT":
		default:
			return bad("STATUS: unknown item")
		}
	}
	return nil
}

func (c *conn) status(cmd *command.Status) *response.Status {
	if refused := checkStatusItems(cmd.Items); refused != nil {
		return refused
	}
	r, err := c.statusOf(cmd.Mailbox, cmd.Items)
	if err != nil {
		return c.failed(err)
	}
	c.write(r)
	return ok("STATUS completed")
}

func (c *conn) statusOf(mailbox string, items []command.StatusItem) (*response.MailboxStatus, error) {
	n, err := c.session.Status(c.ctx, mailbox)
	if err != nil {
		return nil, err
	}
	r := &response.MailboxStatus{Mailbox: mailbox}
	for _, item := range items {
		x := response.StatusItem{Name: string(item)}
		switch item {
		case command.StatusMessages:
			x.Number = int64(n.Messages)
		case command.StatusUIDNext:
			x.Number = int64(n.UIDNext)
		case command.StatusUIDValidity:
			x.Number = int64(n.UIDValidity)
		case command.StatusUnseen:
			x.Number = int64(n.Unseen)
		case command.StatusDeleted:
			x.Number = int64(n.Deleted)
		case command.StatusSize:
			x.Number = n.Size
		case "APPENDLIMIT":
			x.Number = c.appendLimit()
		}
		r.Items = append(r.Items, x)
	}
	return r, nil
}
