package wire

import (
	"fmt"
	"io"

	"imapkit.example/literal"
)

const (
	// flushSize is how many octets an Encoder gathers, from whole messages,
	// before it writes without being told.
	flushSize = 3 << 10
	// encoderSize is the buffer that an Encoder keeps: most messages fit into
	// what is left of it then.
	encoderSize = 4 << 10
)

// An Encoder writes the values of one direction of an IMAP connection. It
// checks every argument: a message that cannot be encoded is an error of
// [Encoder.End] and leaves no octet behind, and no argument can end a message
// or begin another.
//
// A message is gathered in memory until End; only the octets given to the
// writer of [Encoder.Literal] may leave earlier. On the client side End stops
// at each synchronizing literal until the function given to
// [Encoder.OnLiteral] returns; one that cannot wait there uses [Encoder.Hold].
//
// An Encoder is not safe for concurrent use.
type Encoder struct {
	w      io.Writer
	buf    []byte
	small  []byte  // the buffer between messages, empty
	pooled *[]byte // what buf was borrowed as
	start  int     // where the current message begins in buf
	stops  []stop
	err    error // first error of the current message
	fatal  error // why nothing more can be written
	sent   bool  // part of the current message has been written
	opts   Options
	await  func(literal.Header) error
	lit    literal.Writer
	inLit  bool

	hold bool
	kept int // how many of the stops belong to finished messages
}

// A stop is a place in the buffer at which a client waits for "+" or, if it has
// a source, at which the octets of a literal come from there.
type stop struct {
	at     int
	h      literal.Header
	source io.Reader
}

// NewEncoder returns an Encoder that writes to w.
func NewEncoder(w io.Writer, opts Options) *Encoder {
	e := new(Encoder)
	e.Reset(w, opts)
	return e
}

// Reset makes e write to w with opts, as if it were new, but for what OnLiteral
// and Hold have set. What was not flushed is dropped.
func (e *Encoder) Reset(w io.Writer, opts Options) {
	opts.Limits = opts.Limits.withDefaults(opts.Side.peer())
	e.shrink()
	clear(e.stops) // they hold readers
	*e = Encoder{w: w, opts: opts, await: e.await, hold: e.hold, buf: e.buf[:0], small: e.small, stops: e.stops[:0]}
}

// SetOptions changes the options from the next message on.
func (e *Encoder) SetOptions(opts Options) {
	opts.Limits = opts.Limits.withDefaults(opts.Side.peer())
	e.opts = opts
}

// Options returns the options in force, with defaults filled in.
func (e *Encoder) Options() Options { return e.opts }

// OnLiteral sets the function that waits, on the client side, until the server
// has answered the announcement of a synchronizing literal. It returns nil for
// "+"; any error drops the rest of the message, since the server has finished
// with it. Without such a function a synchronizing literal cannot be sent.
func (e *Encoder) OnLiteral(await func(literal.Header) error) { e.await = await }

// Err returns the first error of the current message, or the error that ended
// the stream.
func (e *Encoder) Err() error {
	if e.fatal != nil {
		return e.fatal
	}
	return e.err
}

// Buffered returns how many octets of finished messages wait to be written.
func (e *Encoder) Buffered() int { return e.start }

// End ends the message with CRLF. It returns the first error of the message,
// of which nothing is written then; if part of it had been written already, no
// message can follow and every later call fails with [ErrBroken].
//
// Finished messages are written when enough of them have gathered, or by
// [Encoder.Flush].
func (e *Encoder) End() error {
	e.closeLiteral()
	if e.fatal != nil {
		e.buf, e.stops, e.start, e.kept = e.buf[:0], e.stops[:0], 0, 0
		return e.fatal
	}
	if err := e.err; err != nil {
		e.buf, e.stops, e.err = e.buf[:e.start], e.stops[:e.kept], nil
		if e.sent {
			e.fatal = ErrBroken
		}
		return err
	}
	e.buf = append(e.buf, '\r', '\n')
	if e.hold {
		e.start, e.kept = len(e.buf), len(e.stops)
		return nil
	}
	if err := e.pass(); err != nil {
		return err
	}
	e.start, e.sent = len(e.buf), false
	if len(e.buf) >= flushSize {
		return e.Flush()
	}
	return nil
}

// Abort drops the current message. It returns [ErrBroken] if part of it has
// been written.
func (e *Encoder) Abort() error {
	e.fail("message", ErrEncode)
	_ = e.End()
	return e.fatal
}

// Flush writes the finished messages; see [Encoder.Hold] for a client that does
// not wait.
func (e *Encoder) Flush() error {
	if e.fatal != nil {
		return e.fatal
	}
	if e.start == 0 {
		return nil
	}
	if e.hold {
		return e.flushHeld()
	}
	err := e.write(e.buf[:e.start])
	e.cut(e.start)
	return err
}

// cut drops the first n octets of the buffer, which were written.
func (e *Encoder) cut(n int) {
	for i := range e.stops {
		e.stops[i].at -= n
	}
	e.start -= n
	n = copy(e.buf, e.buf[n:])
	e.buf = e.buf[:n]
	if n == 0 {
		e.shrink()
	}
}

// shrink gives a buffer back that a large message has grown. What is in it is
// dropped.
func (e *Encoder) shrink() {
	if cap(e.buf) == cap(e.small) && e.buf != nil {
		return
	}
	if e.small == nil {
		e.small = make([]byte, 0, encoderSize)
	}
	release(e.pooled)
	e.buf, e.pooled = e.small, nil
}

// Grow makes room for n octets more, so that a list of known length is not moved
// each time its size has doubled.
func (e *Encoder) Grow(n int) {
	if cap(e.buf)-len(e.buf) >= n {
		return
	}
	buf, pooled := borrow(len(e.buf) + n)
	n = copy(buf, e.buf)
	release(e.pooled)
	e.buf, e.pooled = buf[:n], pooled
}

func (e *Encoder) write(p []byte) error {
	if len(p) == 0 {
		return nil
	}
	if _, err := e.w.Write(p); err != nil {
		e.fatal = err
		return err
	}
	return nil
}

// pass writes up to each stop and waits there. Where nothing is awaited, it
// writes nothing.
func (e *Encoder) pass() error {
	if len(e.stops) == 0 {
		return nil
	}
	from := 0
	for _, s := range e.stops {
		if err := e.write(e.buf[from:s.at]); err != nil {
			return err
		}
		from, e.start = s.at, 0
		if err := e.await(s.h); err != nil {
			// The server has ended the message.
			e.buf, e.stops, e.sent, e.err = e.buf[:0], e.stops[:0], false, nil
			return err
		}
		e.sent = true
	}
	n := copy(e.buf, e.buf[from:])
	e.buf, e.stops = e.buf[:n], e.stops[:0]
	return nil
}

// fail records an error of the current message.
func (e *Encoder) fail(rule string, err error) {
	if e.err == nil && e.fatal == nil {
		e.err = &EncodeError{Rule: rule, Err: err}
	}
}

// Fail records err as the error of the current message, unless there was one
// before. Encoders of further grammar use it; rule names what could not be
// written.
func (e *Encoder) Fail(rule string, err error) { e.fail(rule, err) }

// Literal announces a literal of h.Size octets and returns the writer for
// them; the caller writes exactly that many. h.Mode is ignored: the Encoder
// chooses what the peer allows. The writer is valid until the next call to e.
// A server streams from it; memory does not grow with the size.
func (e *Encoder) Literal(h literal.Header) *literal.Writer {
	e.announce(&h)
	err := e.Err()
	if err == nil && !e.hold {
		// Octets that leave before End must not overtake a stop.
		if err = e.pass(); err != nil {
			e.err = err
		}
	}
	if e.opts.Redact {
		e.lit.Reset(io.Discard, h, err)
	} else {
		e.lit.Reset((*sink)(e), h, err)
	}
	e.inLit = true
	return &e.lit
}

// announce writes the header of a literal. If the octets have to wait for "+",
// it notes the stop.
func (e *Encoder) announce(h *literal.Header) {
	e.closeLiteral()
	if h.Size < 0 {
		e.fail("literal", ErrRange)
	}
	if e.Err() != nil {
		return
	}
	h.Mode = literal.Sync
	if e.opts.Side == Client {
		h.Mode = e.opts.Literals.Mode(h.Size)
	}
	e.buf = h.Append(e.buf)
	if e.opts.Redact {
		return
	}
	e.buf = append(e.buf, '\r', '\n')
	if e.opts.Side == Server || h.Mode == literal.NonSync {
		return
	}
	if e.await == nil && !e.hold {
		e.fail("literal", fmt.Errorf("%w: without OnLiteral nothing waits for \"+\"", ErrLiteralMode))
		return
	}
	e.stops = append(e.stops, stop{at: len(e.buf), h: *h})
}

// closeLiteral ends the literal that is being written, if any.
func (e *Encoder) closeLiteral() {
	if !e.inLit {
		return
	}
	e.inLit = false
	if e.opts.Redact {
		return
	}
	if err := e.lit.Close(); err != nil && e.err == nil {
		e.err = err
	}
}

// sink takes the octets of a literal.
type sink Encoder

func (s *sink) Write(p []byte) (int, error) {
	e := (*Encoder)(s)
	if e.hold || len(e.buf)+len(p) <= flushSize {
		e.buf = append(e.buf, p...)
		return len(p), nil
	}
	if err := e.write(e.buf); err != nil {
		return 0, err
	}
	e.buf, e.start, e.sent = e.buf[:0], 0, true
	if len(p) < flushSize {
		e.buf = append(e.buf, p...)
		return len(p), nil
	}
	if err := e.write(p); err != nil {
		return 0, err
	}
	return len(p), nil
}
