package wire

import (
	"bytes"

	"imapkit.example/literal"
)

// Literal reads the announcement of a literal and returns a reader for its
// octets, of any size: the caller decides how much it takes. The reader is
// valid until the next call to d; what it has not read by then is dropped. A
// server asks the client for a synchronizing literal only at the first Read,
// so it can refuse by not reading. It returns nil after an error.
//
//	literal = "{" number64 ["+"] "}" CRLF *CHAR8
func (d *Decoder) Literal() *literal.Reader { return d.literal("literal", false, streamed) }

// Literal8 is like [Decoder.Literal] and accepts the binary form as well.
//
//	literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
func (d *Decoder) Literal8() *literal.Reader { return d.literal("literal8", true, streamed) }

func (d *Decoder) literal(rule string, binary bool, limit int64) *literal.Reader {
	h, ok := d.announcement(rule, binary, limit)
	if !ok {
		return nil
	}
	return d.literalOf(h)
}

// literalOf returns the reader of the literal h, which was just announced.
func (d *Decoder) literalOf(h literal.Header) *literal.Reader {
	accept := d.awaits(h)
	d.park()
	d.inLit = true
	d.lit.Reset((*source)(d), h, accept)
	return &d.lit
}

// awaits returns the function that is called before the octets of the literal h,
// which was just announced, are read; nil if they follow anyway.
func (d *Decoder) awaits(h literal.Header) func(literal.Header) error {
	if h.Mode == literal.NonSync || d.opts.Side == Client || d.opts.Recorded || d.base+int64(d.p) < d.readTo {
		return nil
	}
	return d.accept
}

// octetsAhead reads the octets of the literal h, which was just announced, and
// returns them as a view of the window if that has all of them with a line end
// behind them: most literals are short. Where anything more has to be looked at
// it reads nothing and returns nil.
func (d *Decoder) octetsAhead(h literal.Header) []byte {
	if h.Size >= int64(len(d.b)-d.p) || h.Size == 0 || d.awaits(h) != nil {
		return nil
	}
	end := d.p + int(h.Size)
	octets := d.b[d.p:end]
	if bytes.IndexByte(octets, 0) >= 0 || d.held+int64(len(d.b)-end) > d.opts.Limits.Message {
		return nil
	}
	d.litBytes += h.Size
	d.line = d.base + int64(end)
	d.p = end
	return octets
}

// announcement reads the announcement of a literal and checks it against the
// limits.
func (d *Decoder) announcement(rule string, binary bool, limit int64) (h literal.Header, ok bool) {
	b, p := d.b, d.p
	if d.err != nil || b[p] != '{' && (!binary || b[p] != '~') {
		d.fail(rule)
		return h, false
	}
	h, n, err := literal.ParseHeader(b[p:])
	if err != nil {
		if err == literal.ErrRange {
			err = ErrRange
		} else {
			err = nil
		}
		d.p += n
		d.failErr(rule, err)
		return h, false
	}
	if d.opts.Side == Client && h.Mode == literal.NonSync {
		// A server never sends the non-synchronizing form (RFC 7888,
		// Section 3).
		d.failErr(rule, ErrLiteralMode)
		return h, false
	}
	limits := &d.opts.Limits
	held := d.held + d.base + int64(p+n+len("\r\n")) - d.line
	if limit == streamed {
		if h.Size > limits.Stream {
			d.failErr(rule, &LimitError{"Stream", limits.Stream})
			return h, false
		}
	} else {
		if h.Size > limit {
			name, most := "Literal", limits.Literal
			if limit < most {
				name, most = "LiteralBytes", limits.LiteralBytes
			}
			d.failErr(rule, &LimitError{name, most})
			return h, false
		}
		held += h.Size
	}
	if held > limits.Message {
		d.failErr(rule, &LimitError{"Message", limits.Message})
		return h, false
	}
	if d.literals >= d.opts.Limits.Literals {
		d.failErr(rule, &LimitError{"Literals", int64(d.opts.Limits.Literals)})
		return h, false
	}
	if b[p+n] == '\r' {
		n++
	}
	if b[p+n] != '\n' || b[p+n-1] != '\r' && !d.tolerate(LenientBareLF, p+n) {
		d.p += n
		d.fail("CRLF")
		return h, false
	}
	if m := &d.mark; m.state == markSet {
		m.state, m.line, m.literals, m.litBytes, m.held = markPassed, d.line, d.literals, d.litBytes, d.held
	}
	d.held = held
	d.literals++
	d.p = p + n + 1
	return h, true
}
