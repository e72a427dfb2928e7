package literal

import (
	"io"
)

// A Source hands out the octets of a connection from its buffer.
type Source interface {
	// Next returns between 1 and max octets, valid until the next call. It
	// returns io.EOF or another error only with no octets. Since it is called
	// where all max octets are wanted, it may wait for more than have arrived.
	Next(max int64) ([]byte, error)
	// Read fills p as an io.Reader does; it may bypass the buffer.
	Read(p []byte) (int, error)
}

// A Reader reads the octets of one literal. It is an io.Reader and an
// io.WriterTo that ends with io.EOF after exactly Header().Size octets; if the
// connection ends earlier the error is io.ErrUnexpectedEOF.
//
// The first read of a synchronizing literal asks the peer for it: see accept
// in [Reader.Reset]. A Reader that is never read refuses the literal.
type Reader struct {
	src      Source
	accept   func(Header) error
	header   Header
	left     int64
	accepted bool
	err      error
}

// Reset makes r read a literal announced by h from src. accept is called once,
// before the first octet of a synchronizing literal is read; a server sends
// "+" there. It may be nil: then the octets are taken to follow anyway, as
// they do in everything a server sends.
func (r *Reader) Reset(src Source, h Header, accept func(Header) error) {
	*r = Reader{src: src, accept: accept, header: h, left: h.Size}
	if h.Mode == NonSync || accept == nil {
		r.accepted = true
	}
}

// Header returns the header that announced the literal.
func (r *Reader) Header() Header { return r.header }

// Remaining returns how many octets have not been read yet.
func (r *Reader) Remaining() int64 { return r.left }

// Accepted reports whether the octets are on their way: always, but for a
// synchronizing literal that a server has not begun to read.
func (r *Reader) Accepted() bool { return r.accepted }

// Err returns the error that ended the literal early, if any.
func (r *Reader) Err() error { return r.err }

func (r *Reader) begin() error {
	if r.err != nil {
		return r.err
	}
	if !r.accepted {
		if err := r.accept(r.header); err != nil {
			r.err = err
			return err
		}
		r.accepted = true
	}
	return nil
}

func (r *Reader) fail(err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	r.err = err
	return err
}

// Read implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	if err := r.begin(); err != nil {
		return 0, err
	}
	if r.left == 0 {
		return 0, io.EOF
	}
	if int64(len(p)) > r.left {
		p = p[:r.left]
	}
	if len(p) == 0 {
		return 0, nil
	}
	n, err := r.src.Read(p)
	r.left -= int64(n)
	if err != nil && r.left > 0 {
		return n, r.fail(err)
	}
	return n, nil
}

// WriteTo implements io.WriterTo: it hands the buffered octets to w without a
// copy in between. Where they arrive a few at a time it waits until there are
// some hundred, or the literal ends; Read does not.
func (r *Reader) WriteTo(w io.Writer) (written int64, err error) {
	if err := r.begin(); err != nil {
		return 0, err
	}
	for r.left > 0 {
		b, err := r.src.Next(r.left)
		if err != nil {
			return written, r.fail(err)
		}
		r.left -= int64(len(b))
		n, err := w.Write(b)
		written += int64(n)
		if err == nil && n < len(b) {
			err = io.ErrShortWrite
		}
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// Append appends the rest of the literal to dst, growing it only by what has
// arrived.
func (r *Reader) Append(dst []byte) ([]byte, error) {
	if err := r.begin(); err != nil {
		return dst, err
	}
	for r.left > 0 {
		b, err := r.src.Next(r.left)
		if err != nil {
			return dst, r.fail(err)
		}
		r.left -= int64(len(b))
		dst = append(dst, b...)
	}
	return dst, nil
}

// Discard reads the rest of the literal and throws it away.
func (r *Reader) Discard() error {
	_, err := r.WriteTo(io.Discard)
	return err
}
