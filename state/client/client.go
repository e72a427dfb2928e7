package client

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"imapkit.example/state"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// Options configure a [Client]. The zero value suits a connection in clear text
// on which STARTTLS comes before the login; but for Seed.
type Options struct {
	// Seed is 64 bits from crypto/rand, new ones for each connection: they
	// make the tags unpredictable. See tag.NewGenerator.
	Seed uint64
	// Secure says that nobody else can read or change what is sent: there is
	// TLS already, or a tunnel, or a socket on this machine.
	Secure bool
	// InsecureAuth allows logins, and PREAUTH, when the transport is not
	// secure and no STARTTLS came before.
	InsecureAuth bool
	// InOrder relies on the server to execute commands in order where one
	// affects another, as RFC 9051, Section 5.5 demands: fewer commands wait.
	// See state.Setting.
	InOrder bool

	// InFlight is the number of commands in flight at most. 0 means
	// tag.DefaultLimit.
	InFlight int
	// Window is how many octets of commands may be in flight, those of
	// commands that are sent and not answered: less than what the transport
	// buffers. With 1, as for net.Pipe, a command is written when there is
	// none in flight. 0 means 16 KiB.
	Window int64
	// Responses is the number of responses at most without the completion of
	// a command. 0 means 1<<24.
	Responses int

	// Limits bound the responses; zero fields stand for wire.ResponseLimits.
	Limits wire.Limits
	// Lenient are the deviations accepted in responses, and OnDiagnostic is
	// told of each: see wire.Decoder.
	Lenient      wire.Lenience
	OnDiagnostic func(wire.Diagnostic)
}

// A Client is the client's end of one connection. See the package documentation
// for who may call what.
type Client struct {
	opts Options
	r    *response.Reader // of whoever is in Next
	head [headSize]byte   // what the response begins with, likewise

	mu      sync.Mutex
	in      *counter        // what r reads from
	w       *command.Writer // it holds the rest of the command that is being sent, or all of next
	tags    tag.Generator
	queue   state.Queue[*call]
	flight  tag.Pipeline[*call]
	machine state.Machine
	next    *call        // released by the queue, not yet begun to be written
	octets  int64        // in flight
	count   uint64       // commands that were begun to be written
	idle    *call        // the IDLE that Done is for
	upgrade command.Name // what has called for another transport, until it is there
	view    selection

	compressed bool // the transport compresses

	ended     []Event          // completions without a response, not yet returned
	owners    []tag.Tag        // memory of Owners
	responses int              // since a command was completed
	asOf      uint64           // count when the last response was read
	bye       *response.Status // the last BYE
	err       error            // why nothing more can be done
}

// A call is a command on its way.
type call struct {
	tag    tag.Tag
	cmd    command.Command
	ticket state.Ticket
	size   int64  // octets
	number uint64 // in the order begun
	// How many octets had been read before the command was begun, before it
	// asked for a "+" last, and before it was sent to its end: what was among
	// them is no answer to that.
	begun, asked, whole int64
	numbers             bool // it has sequence numbers
	done                bool // of IDLE: DONE is wanted

	mechanism Mechanism
	initial   []byte      // of the mechanism, while it is not sent
	view      *state.View // of SELECT
	err       error       // why the client has given up
}

// New returns a Client on a connection of which nothing was read yet. It reads
// and writes nothing: the greeting is the first event of [Client.Next].
func New(rw io.ReadWriter, opts Options) *Client {
	if opts.Window <= 0 {
		opts.Window = 16 << 10
	}
	if opts.Responses <= 0 {
		opts.Responses = 1 << 24
	}
	c := &Client{opts: opts, tags: tag.NewGenerator(opts.Seed)}
	c.queue.Limit, c.flight.Limit = opts.InFlight, opts.InFlight
	c.in = &counter{r: rw}
	c.r = response.NewReader(c.in, wire.Options{Limits: opts.Limits, Lenient: opts.Lenient})
	c.r.Decoder().OnDiagnostic(opts.OnDiagnostic)
	c.w = command.NewWriter(rw, wire.Options{Limits: opts.Limits})
	c.w.Encoder().Hold(true)
	if opts.Secure {
		_ = c.machine.Apply(state.ImplicitTLS)
	}
	return c
}

// A counter counts the octets that are read.
type counter struct {
	r io.Reader
	n atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// Format prints nothing of what c holds, which may be secrets.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "client.Client") }

// Send writes a command, or keeps it until those before it allow it to be
// written, and returns its tag. An error says that the command will not be
// sent; otherwise one [Event] will tell that it is completed.
//
// The literals of a command that have to wait for "+" are written by Next.
func (c *Client) Send(cmd command.Command) (tag.Tag, error) {
	if cmd.Name() == command.AuthenticateName {
		return "", ErrMechanism
	}
	return c.send(&call{cmd: cmd})
}

func (c *Client) send(x *call) (tag.Tag, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return "", &LostError{Bye: c.bye, Err: c.err}
	}
	use := state.UseOf(x.cmd)
	x.tag, x.numbers = c.tags.Next(), use.Numbers
	if x.cmd.Name() == command.IdleName {
		if c.idle != nil && !c.idle.done {
			return "", ErrIdle
		}
		c.idle = x
	}
	c.queue.Push(use, x)
	c.advance()
	if n := len(c.ended) - 1; n >= 0 && c.ended[n].Tag == x.tag {
		err := c.ended[n].Err
		c.ended = c.ended[:n]
		return "", err
	}
	return x.tag, nil
}

// advance begins to write the commands that may be written now.
func (c *Client) advance() {
	for c.err == nil && (c.upgrade == "" || sendBeforeTLS) && c.machine.State() != state.Greeting {
		if c.next == nil {
			ticket, x, ok := c.queue.Next(c.setting())
			if !ok {
				return
			}
			x.ticket = ticket
			c.next = x
		}
		if !c.begin(c.next) {
			return
		}
	}
}

func (c *Client) setting() state.Setting {
	s := c.machine.Setting()
	s.InOrder = c.opts.InOrder
	return s
}

// begin writes the first piece of x, unless it has to wait for the completion
// of others.
func (c *Client) begin(x *call) bool {
	e := c.w.Encoder()
	err := c.permit(x)
	if err != nil && c.flight.Len() > 0 {
		return false // what is in flight may change that
	}
	if err == nil && e.Held() == 0 {
		err = c.w.Encode(x.tag, x.cmd)
		x.size = e.Held()
	}
	if err != nil {
		c.drop(x, err)
		return true
	}
	if c.octets > 0 && c.octets+x.size > c.opts.Window && !ignoreWindow || c.flight.Start(x.tag, x) != nil {
		return false
	}
	c.next = nil
	c.octets += x.size
	c.count++
	x.number = c.count
	x.begun = c.in.n.Load()
	c.machine.Sent(x.cmd)
	c.view.sent(x, &c.machine)
	c.write(x)
	return true
}

// permit returns why x must not be sent now.
func (c *Client) permit(x *call) error {
	caps := c.machine.Capabilities()
	name := x.cmd.Name()
	switch {
	case (name == command.LoginName || name == command.AuthenticateName) && !c.mayLogin() && !loginInClear:
		return ErrInsecure
	case name == command.LoginName && caps.Has("LOGINDISABLED"):
		return ErrLoginDisabled
	case x.numbers && c.view.drift && !trustDrift:
		return ErrDrift
	}
	if a, ok := x.cmd.(*command.Authenticate); ok && x.initial != nil && caps.Has("SASL-IR") {
		a.Initial, x.initial = x.initial, nil
	}
	return c.machine.Permit(x.cmd)
}

func (c *Client) mayLogin() bool { return c.machine.TLS() || c.opts.InsecureAuth }

// drop ends the command that was released and will not be sent.
func (c *Client) drop(x *call, err error) {
	c.w.Encoder().Drop()
	c.next = nil
	c.queue.Done(x.ticket)
	c.end(x, err)
}

// end makes an event of the end of a command of which no response tells.
func (c *Client) end(x *call, err error) {
	if c.idle == x {
		c.idle = nil
	}
	c.ended = append(c.ended, Event{Tag: x.tag, Command: x.cmd, Done: true, Err: err})
}

// write writes the next piece of x, up to where a "+" is due. Who owns the "+"
// is settled before the octets leave.
func (c *Client) write(x *call) {
	x.asked = c.in.n.Load()
	var wait, sent error
	more := c.w.Encoder().Waits()
	idle := x.cmd.Name() == command.IdleName
	if more || idle || x.mechanism != nil {
		wait = c.flight.Wait(x.tag)
	}
	if !more && !idle {
		sent = c.sent(x)
	}
	if err := errors.Join(wait, sent, c.w.Encoder().Flush()); err != nil {
		c.fail(err)
	}
}

// sent tells that the rest of x is about to be written.
func (c *Client) sent(x *call) error {
	c.queue.Sent(x.ticket)
	x.whole = c.in.n.Load()
	return c.flight.Sent(x.tag)
}

// fail ends the connection.
func (c *Client) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// Done ends IDLE: it writes DONE, or has Next write it if the server has yet to
// say "+". The error is [ErrNoIdle].
func (c *Client) Done() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.idle
	if x == nil {
		return ErrNoIdle
	}
	x.done = true
	if t, waits := c.flight.Sending(); t == x.tag && !waits {
		c.writeDone(x)
	}
	return c.err
}

func (c *Client) writeDone(x *call) {
	if c.idle == x { // else another one waits behind it
		c.idle = nil
	}
	if err := errors.Join(c.sent(x), c.w.Done()); err != nil {
		c.fail(err)
	}
}
