package server

import (
	"context"

	"imapkit.example/wire/response"
)

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
	// What was held back during FETCH is told first: Changes has given it.
	failed := c.selected.box != nil && !idleSilent && (c.tell(Changes{}, true) != nil || c.w.Flush() != nil)
	for c.selected.box != nil && !failed && !idleSilent {
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
	if err != nil && !idleEndsByAny {
		return c.failed(err)
	}
	return ok("IDLE completed")
}
