package wire

import (
	"bytes"
	"io"

	"imapkit.example/literal"
)

// SkipMessage reads and drops the rest of the current message, by line ends
// and announced literals alone, so that it works where the grammar failed. The
// octets of a literal are never taken for a message. It returns an error only
// if the next message cannot be found.
//
// A message is read by its grammar first, and "* OK see {3}" is text. Only in
// what did not parse, a line that ends in "{3}" announces a literal. On the
// server side a synchronizing literal that was not accepted ends the message:
// its octets were not sent, unless [Options].Recorded says so. [Limits].Skip
// bounds what is thrown away.
func (d *Decoder) SkipMessage() error {
	if !d.open {
		return nil
	}
	if err := d.skip(); err != nil {
		d.park()
		d.fatal = err
		return err
	}
	d.open = false
	d.park()
	return nil
}

func (d *Decoder) skip() error {
	if d.fatal != nil {
		return d.fatal
	}
	behind := d.inLit
	if behind {
		accepted, left := d.lit.Accepted(), d.lit.Remaining()
		d.inLit = false
		// A Reader that was kept too long must not reach into what follows.
		d.lit.Reset((*source)(d), literal.Header{}, nil)
		if !accepted {
			return nil
		}
		if err := d.skipOctets(left); err != nil {
			return err
		}
	}
	d.unpark()
	if !behind {
		// The announcement may stand in text that was read already, such as
		// a quoted string that did not end.
		d.p = int(d.line - d.base)
	}
	for {
		if d.p >= d.e {
			if err := d.fill(); err != nil {
				if err == io.EOF {
					err = io.ErrUnexpectedEOF
				}
				return err
			}
		}
		i := d.p + bytes.IndexByte(d.buf[d.p:d.e], '\n')
		line, crlf := bytes.CutSuffix(d.buf[d.p:i], []byte{'\r'})
		h, ok, err := literal.Trailing(line)
		d.p = i + 1
		refused := d.opts.Side == Server && !d.opts.Recorded && h.Mode == literal.Sync && d.base+int64(d.p) >= d.readTo
		switch {
		case err != nil:
			return ErrFraming
		case (!ok || refused) && !crlf && d.opts.Lenient&LenientBareLF == 0:
			// Who frames by CRLF, as the grammar does, holds what follows
			// a bare LF for the same message. Who does not may have
			// announced a literal there: its octets are skipped in any case.
			continue
		case !ok, refused:
			return nil
		}
		if err := d.skipOctets(h.Size); err != nil {
			return err
		}
	}
}

// skipOctets drops n octets that follow the current position.
func (d *Decoder) skipOctets(n int64) error {
	if n > d.opts.Limits.Skip-d.skipped {
		return ErrFraming
	}
	d.skipped += n
	d.park()
	for n > 0 {
		b, err := (*source)(d).Next(n)
		if err == io.EOF {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		n -= int64(len(b))
	}
	d.unpark()
	return nil
}

// source gives the octets of a literal to its Reader. The window is parked
// while it is in use.
type source Decoder

// pieceSize is how many octets of a literal are waited for, unless it ends before,
// when all of it is wanted: where they come one by one, handing each on would cost
// more than reading it.
const pieceSize = 512

// Next implements literal.Source.
func (s *source) Next(max int64) ([]byte, error) {
	d := (*Decoder)(s)
	if d.at == d.w {
		if err := d.refill(int(min(max, pieceSize))); err != nil {
			return nil, err
		}
	}
	return s.take(max), nil
}

// take returns up to max octets that are in the buffer.
func (s *source) take(max int64) []byte {
	n := int(min(max, int64(s.w-s.at)))
	b := s.buf[s.at : s.at+n]
	s.at += n
	return b
}

// Read implements literal.Source. A large read with nothing buffered goes past
// the buffer.
func (s *source) Read(p []byte) (int, error) {
	d := (*Decoder)(s)
	if d.at == d.w && len(p) >= len(d.buf) {
		if d.rerr != nil {
			return 0, d.rerr
		}
		n, err := d.r.Read(p)
		d.keep(d.w, p[:n])
		d.base += int64(d.w + n)
		d.at, d.w, d.e = 0, 0, 0
		d.rerr = err
		if n > 0 {
			err = nil
		}
		return n, err
	}
	if d.at == d.w {
		if err := d.refill(1); err != nil {
			return 0, err
		}
	}
	return copy(p, s.take(int64(len(p)))), nil
}

// refill reads at least n octets into the empty buffer in the middle of a
// literal, or as many as fit or come before an error, which is told once they
// are used.
func (d *Decoder) refill(n int) error {
	d.keep(d.w, nil)
	d.base += int64(d.w)
	d.at, d.w, d.e = 0, 0, 0
	if err := d.read(min(n, len(d.buf))); err != nil {
		return err
	}
	d.setEnd(0)
	return nil
}

// behindLiteral returns the window to the line behind a literal: what was not
// read of the literal is dropped. It reports whether there was one. Only the
// few methods that can follow a literal in the grammar call it, on their slow
// path.
func (d *Decoder) behindLiteral() bool {
	if !d.inLit || d.err != nil {
		return false
	}
	if limit := d.opts.Limits.Skip; d.lit.Remaining() > limit-d.skipped {
		if d.lit.Accepted() {
			d.ioFail(ErrFraming)
		} else {
			d.failErr("literal", &LimitError{"Skip", limit}) // not asked for
		}
		return false
	}
	d.skipped += d.lit.Remaining()
	if err := d.lit.Discard(); err != nil {
		d.litFail(err)
		return false
	}
	d.inLit = false
	d.line = d.base + int64(d.at)
	d.unpark()
	if d.p >= d.e {
		if err := d.fill(); err != nil {
			d.ioFail(err)
			return false
		}
	}
	if limit := d.opts.Limits.Message; d.held+int64(bytes.IndexByte(d.b[d.p:], '\n')+1) > limit {
		d.failErr("CRLF", &LimitError{"Message", limit})
		return false
	}
	return true
}
