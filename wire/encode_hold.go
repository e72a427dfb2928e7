package wire

import (
	"io"

	"imapkit.example/literal"
)

// holdSize is the size of the largest literal of which an Encoder that holds
// messages reads the octets at once: an error of their reader is then found
// before any of the message is written.
const holdSize = flushSize

// Hold makes e write nothing but what [Encoder.Flush] is called for, or ends
// that. It is for a client that does other things while it waits for "+", such
// as reading responses, and for one that has to know before the octets leave
// whether a "+" will be due behind them (see tag.Pipeline).
//
// Finished messages are held, however many. Each Flush then writes a piece: up
// to the end of the announcement of a synchronizing literal if [Encoder.Waits]
// reports true, and all that is left otherwise. Once the server has sent "+",
// the next piece is due; if it refuses, [Encoder.Drop] drops the rest. The
// octets given to [Encoder.LiteralFrom] are read as they are written, unless
// they are few; all others are held in memory.
//
// It is called between messages, when none is held.
func (e *Encoder) Hold(on bool) { e.hold = on }

// Holds reports whether e holds messages: see [Encoder.Hold]. What is encoded
// then must not change, nor must its readers, until it was written.
func (e *Encoder) Holds() bool { return e.hold }

// Waits reports whether the piece that Flush writes next ends with the
// announcement of a synchronizing literal.
func (e *Encoder) Waits() bool {
	for _, s := range e.stops[:e.kept] {
		if s.source == nil {
			return true
		}
	}
	return false
}

// Held returns how many octets of finished messages have yet to be written,
// with those that readers have yet to give.
func (e *Encoder) Held() int64 {
	n := int64(e.start)
	for _, s := range e.stops[:e.kept] {
		if s.source != nil {
			n += s.h.Size
		}
	}
	return n
}

// Drop drops what is held of finished messages.
func (e *Encoder) Drop() {
	e.pop(e.kept)
	e.cut(e.start)
}

// holdLiteral announces a literal whose octets r gives when they are due.
func (e *Encoder) holdLiteral(h literal.Header, r io.Reader) {
	e.announce(&h)
	switch {
	case e.Err() != nil || e.opts.Redact:
	case r == nil:
		e.fail("literal", io.ErrUnexpectedEOF)
	default:
		e.stops = append(e.stops, stop{at: len(e.buf), h: h, source: r})
	}
}

// flushHeld writes the next piece.
func (e *Encoder) flushHeld() error {
	from, end, done := 0, e.start, 0
	for _, s := range e.stops[:e.kept] {
		done++
		if s.source == nil {
			end = s.at
			break
		}
		if err := e.write(e.buf[from:s.at]); err != nil {
			return err
		}
		from = s.at
		if err := e.copySource(s); err != nil {
			return err
		}
	}
	if err := e.write(e.buf[from:end]); err != nil {
		return err
	}
	e.pop(done)
	e.cut(end)
	return nil
}

// copySource writes the octets of a literal from their reader. If that fails,
// the message is cut off.
func (e *Encoder) copySource(s stop) error {
	e.lit.Reset(e.w, s.h, nil)
	n, err := copyOctets(&e.lit, s.source, s.h.Size)
	if err == nil && n < s.h.Size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		e.fatal = ErrBroken
		return &EncodeError{Rule: "literal", Err: err}
	}
	return nil
}

// pop drops the first n stops, which are those of finished messages.
func (e *Encoder) pop(n int) {
	k := copy(e.stops, e.stops[n:])
	clear(e.stops[k:])
	e.stops, e.kept = e.stops[:k], e.kept-n
}
