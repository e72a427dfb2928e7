package wire

import (
	"io"

	"imapkit.example/literal"
)

// LiteralFrom writes a literal of h.Size octets read from r, which may be nil
// if there are none. h.Mode is ignored: see [Encoder.Literal]. If r ends too
// early or fails, that is the error of the message; once part of the message
// has left, the stream is broken: see [ErrBroken]. An Encoder that redacts does
// not read r, and one that holds messages reads it when it writes the octets.
func (e *Encoder) LiteralFrom(h literal.Header, r io.Reader) {
	if e.hold && h.Size > holdSize {
		e.holdLiteral(h, r)
		return
	}
	w := e.Literal(h)
	if e.Err() != nil || e.opts.Redact || h.Size == 0 {
		return
	}
	n, err := copyOctets(w, r, h.Size)
	if err == nil && n < h.Size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		e.fail("literal", err)
	}
}

// copyOctets copies at most n octets. A reader that holds n octets and no more
// writes them itself, which needs no buffer.
func copyOctets(w io.Writer, r io.Reader, n int64) (int64, error) {
	left := int64(-1)
	switch r := r.(type) {
	case nil:
		return 0, nil
	case *literal.Reader:
		left = r.Remaining()
	case interface{ Len() int }:
		left = int64(r.Len())
	}
	if r, ok := r.(io.WriterTo); ok && left == n {
		return r.WriteTo(w)
	}
	return io.Copy(w, io.LimitReader(r, n))
}
