package server

import (
	"bytes"
	"errors"
	"io"
	"iter"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// append hands the messages to the backend as they arrive.
func (c *conn) append(cmd *command.AppendStream) *response.Status {
	var stopped *response.Status
	messages := func(yield func(*command.AppendMessage, error) bool) {
		for {
			m, err := cmd.Next()
			if err == io.EOF {
				return
			}
			if err == nil && (m.Catenate || m.UTF8 || len(m.Annotations)+len(m.Extensions) > 0) {
				stopped = bad("APPEND: unknown extension")
				err = stopped
			}
			if err == nil && m.Size == 0 {
				// With this the client cancels what it has sent before
				// (RFC 3502, Section 6.3.11).
				stopped = no(nil, "APPEND of an empty message")
				err = stopped
			}
			if err == nil && m.Size > c.appendLimit() {
				stopped = no(response.TooBig, "message is too large")
				err = stopped
			}
			if err != nil {
				yield(nil, err)
				return
			}
			checked := *m
			checked.Data = &noNUL{r: m.Data}
			if !yield(&checked, nil) {
				return
			}
		}
	}
	to, err := c.session.Append(c.ctx, cmd.Mailbox, iter.Seq2[*command.AppendMessage, error](messages))
	if stopped != nil {
		return stopped
	}
	if err != nil {
		if errors.Is(err, ErrNonexistent) {
			err = ErrTryCreate
		}
		var syntax *wire.SyntaxError
		if errors.As(err, &syntax) {
			return syntaxStatus(cmd.Name(), syntax)
		}
		return c.failed(err)
	}
	status := ok("APPEND completed")
	status.Code = &response.AppendUID{UIDValidity: to.UIDValidity, UIDs: to.UIDs}
	return status
}

// noNUL refuses a message with NUL octets: FETCH could not send it back
// (RFC 9051, Section 4.3).
type noNUL struct{ r io.Reader }

func (n *noNUL) Read(p []byte) (int, error) {
	k, err := n.r.Read(p)
	if bytes.IndexByte(p[:k], 0) >= 0 {
		return 0, no(response.UnknownCTE, "message holds NUL octets")
	}
	return k, err
}
