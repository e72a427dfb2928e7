package server

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"math"
	"net"
	"strconv"
	"sync"
	"time"

	"imapkit.example/literal"
	"imapkit.example/state"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A conn is one connection. Its loop reads a command, executes it and answers,
// in the order in which the commands arrive; answers are gathered and written
// when the loop has to wait for the client.
type conn struct {
	s      *Server
	id     uint64
	ctx    context.Context
	cancel context.CancelFunc
	nc     net.Conn
	r      *command.Reader
	w      *response.Writer

	machine  state.Machine
	session  Session
	failures int  // wrong passwords
	rev2     bool // IMAP4rev2 was enabled
	// due is when a client that has not logged in must have sent what it was
	// asked for; zero until the server waits for it.
	due time.Time
	// loginBy is when it must have logged in.
	loginBy time.Time
	// lost is why nothing more can be read from the client.
	lost error

	selected selection

	idling   bool // another goroutine writes
	finished bool // the connection ends behind this command
	refused  tag.Tag

	mu          sync.Mutex
	interrupted bool
}

var (
	errInterrupted = errors.New("server: shutting down")
	errTimeout     = errors.New("server: client took too long")
)

func newConn(s *Server, nc net.Conn, id uint64) *conn {
	c := &conn{s: s, id: id, nc: nc, loginBy: time.Now().Add(10 * either(s.LoginTimeout, time.Minute))}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.r = command.NewReader((*input)(c), wire.Options{Limits: c.limits()})
	c.w = response.NewWriter((*output)(c), wire.Options{})
	c.r.Decoder().OnLiteral(c.acceptLiteral)
	if s.Trace != nil {
		c.w.Trace(func(line string) { c.trace("S", line) })
	}
	return c
}

// limits are those for a client before or after its login.
func (c *conn) limits() wire.Limits {
	l, d := c.s.PreAuthLimits, wire.PreAuthLimits()
	if c.session != nil {
		l, d = c.s.Limits, wire.CommandLimits()
		d.Skip = max(d.Skip, c.appendLimit())
		d.Stream = math.MaxInt64 // it is AppendLimit that refuses, with NO
	}
	return l.Or(d)
}

func (c *conn) appendLimit() int64 { return either(c.s.AppendLimit, 64<<20) }

// input reads from the client. Whatever is waiting to be sent is sent before
// the server waits for more.
type input conn

func (i *input) Read(p []byte) (int, error) {
	c := (*conn)(i)
	if !c.idling {
		if err := c.w.Flush(); err != nil {
			return 0, err
		}
	}
	due := time.Now().Add(either(c.s.IdleTimeout, 30*time.Minute))
	if c.session == nil {
		// An octet now and then does not keep the connection.
		if c.due.IsZero() {
			c.due = time.Now().Add(either(c.s.LoginTimeout, time.Minute))
		}
		due = c.due
		if c.loginBy.Before(due) {
			due = c.loginBy // nor does a command
		}
	}
	c.mu.Lock()
	if c.interrupted {
		c.mu.Unlock()
		c.lost = errInterrupted
		return 0, errInterrupted
	}
	c.nc.SetReadDeadline(due)
	c.mu.Unlock()
	n, err := c.nc.Read(p)
	if ne, ok := err.(net.Error); ok && ne.Timeout() {
		err = errTimeout
		c.mu.Lock()
		if c.interrupted {
			err = errInterrupted
		}
		c.mu.Unlock()
	}
	c.lost = err
	return n, err
}

type output conn

// Write gives the client the time for each piece of what may be a large
// message.
func (o *output) Write(p []byte) (n int, err error) {
	c := (*conn)(o)
	for err == nil && len(p) > 0 {
		var k int
		c.nc.SetWriteDeadline(time.Now().Add(either(c.s.WriteTimeout, time.Minute)))
		k, err = c.nc.Write(p[:min(len(p), writeSize)])
		n, p = n+k, p[k:]
	}
	return n, err
}

// writeSize is how many octets a client must take within the WriteTimeout.
const writeSize = 64 << 10

// interrupt makes the loop end when the running command is done.
func (c *conn) interrupt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.interrupted = true
	c.nc.SetReadDeadline(time.Unix(1, 0))
}

// abort ends the connection at once.
func (c *conn) abort() {
	c.cancel()
	c.mu.Lock()
	nc := c.nc
	c.mu.Unlock()
	nc.Close()
}

func (c *conn) acceptLiteral(h literal.Header) error {
	c.due = time.Time{}
	if expungeInCommand {
		c.announce(command.NoopName, ok(""))
	}
	return c.w.Write(&response.Continue{Text: "send " + strconv.FormatInt(h.Size, 10) + " octets"})
}

// serve runs the connection from the greeting to its end.
func (c *conn) serve() {
	defer c.close()
	if t, ok := c.nc.(*tls.Conn); ok {
		if err := c.handshake(t); err != nil {
			return
		}
		c.machine.Apply(state.ImplicitTLS)
	}
	c.machine.Apply(state.GreetingOK)
	c.w.Write(&response.Status{Type: response.OK, Code: c.capabilityCode(), Text: "imapkit ready"})
	for !c.finished {
		if err := c.next(); err != nil {
			c.bye(err)
			return
		}
	}
	if c.failures >= maxFailures {
		c.write(&response.Status{Type: response.BYE, Text: "too many wrong passwords"})
	}
	c.flush()
}

// next reads and executes one command. An error ends the connection.
func (c *conn) next() error {
	c.mu.Lock()
	interrupted := c.interrupted
	c.mu.Unlock()
	if interrupted {
		return errInterrupted
	}
	c.due = time.Time{}
	h, err := c.r.Next()
	if err != nil {
		return c.malformed(h, err)
	}
	if refused := c.check(h.Name); refused != nil {
		c.traceRefused(h)
		if runLiterals {
			_, rest, _ := bytes.Cut(bytes.Clone(c.r.Decoder().UnreadBuffer()), []byte("\r\n"))
			c.r.Decoder().Reset(io.MultiReader(bytes.NewReader(rest), (*input)(c)), c.r.Decoder().Options())
		}
		return c.answer(h, refused)
	}
	cmd, err := c.r.Decode()
	if err != nil {
		return c.malformed(h, err)
	}
	if c.s.Trace != nil {
		c.traceCommand(h, cmd)
	}
	status := c.execute(h, cmd)
	if err := c.r.Decoder().Fatal(); err != nil {
		return err
	}
	switch status {
	case nil:
		return c.w.Encoder().Err()
	case connectionLost:
		return c.lost
	}
	if err := c.announce(h.Name, status); err != nil {
		return err
	}
	return c.answer(h, status)
}

// check refuses a command before its arguments are read, and so before its
// literals are asked for: what LOGIN must not send is not invited.
func (c *conn) check(name command.Name) *response.Status {
	if err := c.machine.Check(name); err != nil && !(loginTwice && name == command.LoginName && c.session != nil) {
		return bad(stateText(err))
	}
	if !served(name) {
		return bad("unknown command")
	}
	if name == command.LoginName && !c.mayLogin() {
		return no(response.PrivacyRequired, "LOGIN is disabled: use STARTTLS first")
	}
	return nil
}

// answer completes a command.
func (c *conn) answer(h command.Header, status *response.Status) error {
	st := *status
	st.Tag = h.Tag
	return c.write(&st)
}

func (c *conn) write(r response.Response) error { return c.w.Write(r) }

// flush writes what is waiting to be sent.
func (c *conn) flush() { c.w.Flush() }

// malformed answers what did not follow the grammar.
func (c *conn) malformed(h command.Header, err error) error {
	var syntax *wire.SyntaxError
	if c.r.Decoder().Fatal() != nil || !errors.As(err, &syntax) {
		return err
	}
	c.traceRefused(h)
	return c.answer(command.Header{Tag: syntax.Tag}, syntaxStatus(h.Name, syntax))
}

// bye ends the connection with a reason, if the client is still there.
func (c *conn) bye(err error) {
	var text string
	var syntax *wire.SyntaxError
	linger := false
	switch {
	case errors.Is(err, errInterrupted):
		text = "server is shutting down"
	case errors.Is(err, errTimeout):
		text = "timeout: no command received in time"
	case errors.Is(err, wire.ErrFraming):
		text, linger = "literal is too large to be skipped", true
	case errors.As(err, &syntax):
		text, linger = syntax.Expected(), true
	default:
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !isClosed(err) {
			c.s.logger().Info("connection ended", "connection", c.id, "error", err)
		}
		return
	}
	c.write(&response.Status{Type: response.BYE, Text: response.Line(text)})
	c.flush()
	if half, ok := c.nc.(interface{ CloseWrite() error }); ok && linger {
		// The client is in the middle of sending. Closing with octets unread
		// resets the connection, and then the BYE is lost.
		half.CloseWrite()
		c.nc.SetReadDeadline(time.Now().Add(time.Second))
		io.CopyN(io.Discard, c.nc, 1<<20)
	}
}

func isClosed(err error) bool {
	var op *net.OpError
	return errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrClosedPipe) || errors.As(err, &op)
}

func (c *conn) close() {
	c.cancel()
	c.deselect()
	if c.session != nil {
		c.session.Close()
	}
	c.machine.Apply(state.Bye)
	c.nc.Close()
}

func (c *conn) handshake(t *tls.Conn) error {
	t.SetDeadline(time.Now().Add(either(c.s.LoginTimeout, time.Minute)))
	c.mu.Lock()
	if c.interrupted {
		t.SetDeadline(time.Unix(1, 0))
	}
	c.mu.Unlock()
	if err := t.HandshakeContext(c.ctx); err != nil {
		c.s.logger().Debug("TLS handshake failed", "connection", c.id, "error", err)
		return err
	}
	t.SetDeadline(time.Time{})
	return nil
}

// stateText is the text of the BAD for a command in a wrong state.
func stateText(err error) string {
	if e, ok := err.(*state.Error); ok {
		return e.Text()
	}
	return err.Error()
}

// syntaxStatus is the answer to what did not follow the grammar, in the
// command called name or, if that is "", in an answer to the server.
func syntaxStatus(name command.Name, e *wire.SyntaxError) *response.Status {
	text := e.Expected() + ", at octet " + strconv.Itoa(e.Column) + " of the line"
	if _, known := state.RuleOf(name); known {
		text = string(name) + ": " + text
	}
	status := bad(text)
	var limit *wire.LimitError
	if errors.As(e, &limit) {
		status.Code = response.TooBig
	}
	return status
}

func ok(text string) *response.Status {
	return &response.Status{Type: response.OK, Text: text}
}

func no(code response.Code, text string) *response.Status {
	return &response.Status{Type: response.NO, Code: code, Text: text}
}

func bad(text string) *response.Status {
	return &response.Status{Type: response.BAD, Text: response.Line(text)}
}

// connectionLost stands for the answer to a command that was cut short.
var connectionLost = no(response.Unavailable, "connection lost")

// failed makes the answer for an error of the backend, or of what it read from
// the client.
func (c *conn) failed(err error) *response.Status {
	var status *response.Status
	if errors.As(err, &status) {
		return status
	}
	var syntax *wire.SyntaxError
	if errors.As(err, &syntax) {
		return syntaxStatus("", syntax)
	}
	if c.lost == nil && c.ctx.Err() != nil {
		c.lost = net.ErrClosed
	}
	if c.lost != nil {
		return connectionLost
	}
	c.s.logger().Error("backend failed", "connection", c.id, "error", err)
	return no(response.ServerBug, "internal error")
}
