package wire

import (
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
	b, p := d.b, d.p
	if d.err != nil || b[p] != '{' && (!binary || b[p] != '~') {
		d.fail(rule)
		return nil
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
		return nil
	}
	if d.opts.Side == Client && h.Mode == literal.NonSync {
		// A server never sends the non-synchronizing form (RFC 7888,
		// Section 4).
		d.failErr(rule, ErrLiteralMode)
		return nil
	}
	limits := &d.opts.Limits
	held := d.held + d.base + int64(p+n+len("\r\n")) - d.line
	if limit == streamed {
		if h.Size > limits.Stream {
			d.failErr(rule, &LimitError{"Stream", limits.Stream})
			return nil
		}
	} else {
		if h.Size > limit {
			name, most := "Literal", limits.Literal
			if limit < most {
				name, most = "LiteralBytes", limits.LiteralBytes
			}
			d.failErr(rule, &LimitError{name, most})
			return nil
		}
		held += h.Size
	}
	if held > limits.Message {
		d.failErr(rule, &LimitError{"Message", limits.Message})
		return nil
	}
	if d.literals >= d.opts.Limits.Literals {
		d.failErr(rule, &LimitError{"Literals", int64(d.opts.Limits.Literals)})
		return nil
	}
	if b[p+n] == '\r' {
		n++
	}
	if b[p+n] != '\n' || b[p+n-1] != '\r' && !d.tolerate(LenientBareLF, p+n) {
		d.p += n
		d.fail("CRLF")
		return nil
	}
	if m := &d.mark; m.state == markSet {
		m.state, m.line, m.literals, m.litBytes, m.held = markPassed, d.line, d.literals, d.litBytes, d.held
	}
	d.held = held
	d.literals++
	d.p = p + n + 1
	d.park()
	d.inLit = true
	accept := d.accept
	if d.opts.Side == Client || d.opts.Recorded || d.base+int64(d.at) < d.readTo {
		accept = nil
	}
	d.lit.Reset((*source)(d), h, accept)
	return &d.lit
}
