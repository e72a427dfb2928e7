package literal

import (
	"bytes"
	"errors"
	"io"
)

// Errors of a [Writer].
var (
	ErrLong  = errors.New("literal: more octets written than announced")
	ErrShort = errors.New("literal: closed before all announced octets were written")
	ErrNUL   = errors.New("literal: NUL octet in a literal that is not binary")
)

// A Writer writes the octets of one literal: exactly as many as were
// announced, and no NUL unless the literal is binary.
type Writer struct {
	w      io.Writer
	header Header
	left   int64
	err    error
}

// Reset makes w write a literal announced by h to dst. A non-nil err makes
// every call fail with it.
func (w *Writer) Reset(dst io.Writer, h Header, err error) {
	*w = Writer{w: dst, header: h, left: h.Size, err: err}
}

// Remaining returns how many octets have yet to be written.
func (w *Writer) Remaining() int64 { return w.left }

// Write implements io.Writer. If p holds more than the announced octets or a
// forbidden NUL, nothing of it is written.
func (w *Writer) Write(p []byte) (int, error) {
	if w.err != nil || len(p) == 0 { // nothing reaches dst once the literal has ended
		return 0, w.err
	}
	if int64(len(p)) > w.left {
		w.err = ErrLong
		return 0, w.err
	}
	if !w.header.Binary && indexNUL(p) {
		w.err = ErrNUL
		return 0, w.err
	}
	n, err := w.w.Write(p)
	w.left -= int64(n)
	if err != nil {
		w.err = err
	}
	return n, err
}

// Close ends the literal. It returns ErrShort, or the error that stopped the
// writing, if not all announced octets were written; the message cannot be
// completed then and the connection has to be closed.
func (w *Writer) Close() error {
	if w.err == nil && w.left > 0 {
		w.err = ErrShort
	}
	return w.err
}

func indexNUL(p []byte) bool { return bytes.IndexByte(p, 0) >= 0 }
