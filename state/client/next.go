package client

import (
	"errors"
	"io"
	"slices"

	"imapkit.example/literal"
	"imapkit.example/state"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// An Event is what [Client.Next] returns: a response, or that a command has
// ended without one.
type Event struct {
	// Response is what the server says, valid until the next call to Next; nil
	// if it could not be read, or there is none. The items of a
	// *response.FetchStream are read with [Client.Items], which tells the View.
	Response response.Response
	// Tag and Command are those of the command that the response completes, or
	// that the server wants to go on; "" and nil for all other responses. For
	// these, [Client.Owners] knows the commands that may be meant.
	Tag     tag.Tag
	Command command.Command
	// Done says that the command is completed.
	Done bool
	// Err is what is wrong with this response alone, or why the command has
	// ended: a *wire.SyntaxError, a *[ProtocolError], a *[LostError], what Send
	// returns, or why a login was given up: the error of its [Mechanism] or
	// [ErrChallenge]. A tagged NO or BAD is not in it; see Failure.
	Err error
}

// Failure returns nil if nothing is wrong, Err if that is set, and NO, BAD and
// BYE as a *response.Status of its own memory.
func (ev *Event) Failure() error {
	st, ok := ev.Response.(*response.Status)
	if ev.Err != nil || !ok || st.Type == response.OK || st.Type == response.PREAUTH {
		return ev.Err
	}
	kept := *st
	return &kept
}

// Next returns the next event. It reads a response, if no command has ended
// without one, and waits for it as long as the transport does. Its error is
// [ErrUpgrade] while the transport has to be changed. Any other ends the
// connection, and comes behind the events of all commands that have ended with
// it: io.EOF if the server has said BYE, io.ErrUnexpectedEOF if it has not, an
// error of the transport, one of those of this package.
func (c *Client) Next() (Event, error) {
	for {
		if ev, ok, err := c.local(); ok || err != nil {
			return ev, err
		}
		var r response.Response
		line, err := c.r.Peek()
		if err == nil {
			c.head = [headSize]byte{}
			copy(c.head[:], line)
			r, err = c.r.Next()
		}
		if ev, ok := c.take(r, err); ok {
			return ev, nil
		}
	}
}

// Wait calls Next until the command t is completed, and returns its failure, or
// the error of Next. Every other event goes to each, which may be nil. If Next
// has returned the completion of t before, the error is tag.ErrUnknown.
func (c *Client) Wait(t tag.Tag, each func(ev *Event)) error {
	if !c.open(t) {
		return tag.ErrUnknown
	}
	for {
		ev, err := c.Next()
		if err != nil {
			return err
		}
		if ev.Done && ev.Tag == t {
			return ev.Failure()
		}
		if each != nil {
			each(&ev)
		}
	}
}

// open reports whether the event in which t is completed has yet to come.
func (c *Client) open(t tag.Tag) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.flight.Lookup(t)
	ok = ok || c.next != nil && c.next.tag == t || slices.ContainsFunc(c.ended, func(ev Event) bool { return ev.Tag == t })
	if !ok {
		c.queue.Remove(func(_ *state.Use, x *call) bool {
			ok = ok || x.tag == t
			return false
		})
	}
	return ok
}

// local returns an event for which nothing has to be read.
func (c *Client) local() (ev Event, ok bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		c.abort()
	}
	if len(c.ended) > 0 {
		ev, c.ended[0] = c.ended[0], ev
		c.ended = c.ended[1:]
		return ev, true, nil
	}
	if c.err == nil && c.upgrade != "" {
		return ev, false, ErrUpgrade
	}
	return ev, false, c.err
}

// abort ends all commands once the connection is lost.
func (c *Client) abort() {
	for t, x := range c.flight.All() {
		_, _ = c.flight.Finish(t, tag.BAD)
		c.end(x, &LostError{Sent: true, Bye: c.bye, Err: c.err})
	}
	lost := &LostError{Bye: c.bye, Err: c.err}
	if c.next != nil {
		c.drop(c.next, lost)
	}
	c.queue.Remove(func(_ *state.Use, x *call) bool {
		if !leaveWaiting {
			c.end(x, lost)
		}
		return true
	})
}

// take makes an event of what was read. Without one, the connection is lost.
func (c *Client) take(r response.Response, err error) (ev Event, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asOf = c.count
	ev.Response = r
	if err != nil {
		c.unread(&ev, err)
	} else if c.machine.State() == state.Greeting {
		c.greeting(&ev)
	} else if !c.flood() {
		c.handle(&ev)
	}
	c.advance()
	return ev, c.err == nil || ev.Done
}

// flood counts a response, and reports whether it is one too many.
func (c *Client) flood() bool {
	if c.responses++; c.responses > c.opts.Responses {
		c.fail(ErrFlood)
	}
	return c.err != nil
}

// unread is what becomes of a response that could not be read.
func (c *Client) unread(ev *Event, err error) {
	var syntax *wire.SyntaxError
	switch {
	case err == io.EOF && c.machine.State() == state.Logout:
		c.fail(io.EOF)
	case err == io.EOF:
		c.fail(io.ErrUnexpectedEOF)
	case c.r.Decoder().Fatal() != nil || !errors.As(err, &syntax):
		c.fail(err)
	case c.machine.State() == state.Greeting:
		c.fail(ErrGreeting)
	case !c.flood():
		ev.Err = err
		if _, ok := c.flight.Lookup(syntax.Tag); ok {
			c.fail(&ProtocolError{syntax.Tag, err}) // how it has ended will never be known
		} else if renumbers(c.head[:]) && c.view.unread() && !sendRenumbered {
			c.renumbered()
		}
	}
}

// greeting takes the first response (RFC 9051, Section 7.1).
func (c *Client) greeting(ev *Event) {
	st, ok := ev.Response.(*response.Status)
	switch {
	case !ok || st.Tag != "" || c.machine.Untagged(st) != nil:
		c.fail(ErrGreeting)
	case st.Type == response.PREAUTH && !c.mayLogin() && !preAuthInClear:
		c.fail(ErrInsecure) // it is too late for STARTTLS
	case st.Type == response.BYE:
		c.sayBye(st)
	}
	c.configure()
}

func (c *Client) sayBye(st *response.Status) {
	kept := *st
	c.bye = &kept
}

// handle takes any response but the first.
func (c *Client) handle(ev *Event) {
	told := ev.Response
	switch r := ev.Response.(type) {
	case *response.Continue:
		c.proceed(ev, r)
		return
	case *response.Status:
		if r.Tag != "" && r.Type != response.BYE {
			c.finish(ev, r)
			return
		}
		if r.Type == response.BYE {
			c.sayBye(r)
		}
	case *response.Enabled:
		asked := c.enabling()
		if asked.IsZero() {
			ev.Err = &ProtocolError{Err: ErrNotAsked}
			return
		}
		told = &response.Enabled{Capabilities: slices.DeleteFunc(slices.Clone(r.Capabilities), func(name string) bool { return !asked.Has(name) })}
	}
	if err := c.machine.Untagged(told); err != nil {
		ev.Err = &ProtocolError{Err: err}
		return
	}
	c.configure()
	gone, err := c.view.untagged(ev.Response)
	if err != nil {
		ev.Err = &ProtocolError{Err: err}
	}
	if gone && !sendRenumbered {
		c.renumbered()
	}
}

// enabling returns what the commands in flight want to enable.
func (c *Client) enabling() (asked state.Capabilities) {
	for _, x := range c.flight.All() {
		if e, ok := x.cmd.(*command.Enable); ok {
			asked.Add(e.Capabilities...)
		}
	}
	return asked
}

// renumbered ends the commands that wait and have sequence numbers.
func (c *Client) renumbered() {
	if x := c.next; x != nil && x.numbers {
		c.drop(x, ErrRenumbered)
	}
	c.queue.Remove(func(u *state.Use, x *call) bool {
		if u.Numbers {
			c.end(x, ErrRenumbered)
		}
		return u.Numbers
	})
}

// proceed takes a "+".
func (c *Client) proceed(ev *Event, r *response.Continue) {
	t, waits := c.flight.Sending()
	x, _ := c.flight.Lookup(t)
	if !waits || c.r.Decoder().MessageOffset() < x.asked && !earlyContinue {
		ev.Err = &ProtocolError{Err: tag.ErrNoOwner}
		return
	}
	_, _ = c.flight.Continue()
	ev.Tag, ev.Command = x.tag, x.cmd
	switch {
	case c.w.Encoder().Held() > 0:
		c.write(x)
	case x.mechanism != nil:
		c.challenge(x, r.Text)
	case x.done:
		c.writeDone(x)
	}
}

// finish takes a tagged response.
func (c *Client) finish(ev *Event, st *response.Status) {
	at := c.r.Decoder().MessageOffset()
	owner, _ := c.flight.Sending()
	x, ok := c.flight.Lookup(st.Tag)
	var err error
	switch {
	case ok && at < x.begun && !believeEarly:
		err = tag.ErrUnknown // when this was sent, the command was not
	case ok && at < x.whole && st.Type == response.OK && !believeEager:
		err = tag.ErrPremature
	default:
		_, err = c.flight.Finish(st.Tag, st.Result())
	}
	if err != nil {
		ev.Err = &ProtocolError{st.Tag, err}
		if errors.Is(err, tag.ErrPremature) && !surviveEager {
			c.fail(ev.Err)
		}
		return
	}
	if owner == x.tag && !keepLiteral {
		c.w.Encoder().Drop() // its literal is refused
	}
	if c.idle == x {
		c.idle = nil
	}
	c.queue.Done(x.ticket)
	c.octets -= x.size
	c.responses = 0
	ev.Tag, ev.Command, ev.Done, ev.Err = x.tag, x.cmd, true, x.err
	if x.err != nil && st.Type == response.OK {
		c.fail(&ProtocolError{st.Tag, x.err}) // OK to a login that was given up
	} else if err := c.complete(x, st); err != nil {
		ev.Err = &ProtocolError{st.Tag, err}
	}
}

// complete does what the completion of x leads to.
func (c *Client) complete(x *call, st *response.Status) error {
	err := c.machine.Completed(x.cmd, st)
	if errors.Is(err, state.ErrNotClosed) {
		// Not every server says where the old mailbox ends.
		_ = c.machine.Untagged(&response.Status{Type: response.OK, Code: response.Closed})
		err = c.machine.Completed(x.cmd, st)
	}
	if err != nil {
		if c.machine.State() != state.Logout {
			c.fail(&ProtocolError{st.Tag, err}) // the two sides no longer agree
		}
		return err
	}
	c.configure()
	name := x.cmd.Name()
	if x == c.view.by && st.Type != response.OK {
		c.notSelected()
	}
	if st.Type == response.OK && (name == command.StartTLSName || name == command.CompressName) {
		c.upgrade = name
		if name == command.StartTLSName && len(c.r.Decoder().UnreadBuffer()) > 0 && !keepInjected {
			c.fail(ErrInjected)
			return ErrInjected
		}
	}
	if st.Type == response.OK && name == command.UnauthenticateName && c.compressed {
		c.upgrade = name
	}
	return c.view.completed(x, st.Type)
}

// notSelected ends the commands that wait, up to the next SELECT, and are for a
// mailbox that could not be selected. After BAD the one before may still be, and
// they would do to its messages what was meant for others.
func (c *Client) notSelected() {
	again := false
	stop := func(x *call) bool {
		_, selects := x.cmd.(*command.Select)
		again = again || selects
		rule, _ := state.RuleOf(x.cmd.Name())
		return !again && !rule.States.Has(state.Authenticated)
	}
	if c.next != nil && stop(c.next) {
		c.drop(c.next, ErrNotSelected)
	}
	c.queue.Remove(func(_ *state.Use, x *call) bool {
		if !stop(x) {
			return false
		}
		c.end(x, ErrNotSelected)
		return true
	})
}

// configure makes the Reader and the Writer do as the capabilities of the
// server and those enabled are now. Large literals wait for "+" even where they
// need not: so they can be refused, and the server reads when they come.
func (c *Client) configure() {
	out, enabled := c.w.Encoder().Options(), c.machine.Enabled()
	utf8 := enabled.Has("IMAP4rev2") || enabled.Has("UTF8=ACCEPT")
	if literals := min(c.machine.Capabilities().Literals(), literal.Minus); out.UTF8 != utf8 || out.Literals != literals {
		out.UTF8, out.Literals = utf8, literals
		c.w.Encoder().SetOptions(out)
		in := c.r.Decoder().Options()
		in.UTF8 = utf8
		c.r.Decoder().SetOptions(in)
	}
}

// Owners returns the commands in flight of which r, the response of the last
// event, may be an answer, the oldest first; none if it is news. It is valid
// until the next call. See state.Route, and Event.Tag for tagged responses.
func (c *Client) Owners(r response.Response) []tag.Tag {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.owners = c.owners[:0]
	route := state.RouteOf(r, c.view.known)
	for t, x := range c.flight.All() {
		if (x.number <= c.asOf || earlyOwner) && route.Match(t, x.cmd) {
			c.owners = append(c.owners, t)
			if route.First {
				break
			}
		}
	}
	return c.owners
}
