package client

import (
	"bytes"
	"io"

	"imapkit.example/state"
	"imapkit.example/wire/command"
)

// Upgrade goes on over rw, once STARTTLS or COMPRESS is completed with OK, or
// UNAUTHENTICATE where what is sent was compressed: from then until it is called
// Next returns [ErrUpgrade] and nothing is sent. Before, the error is
// [ErrNoUpgrade].
//
// For STARTTLS, rw is a TLS connection over the transport, such as a *tls.Conn.
// Its method Handshake, if it has one, is called, and if that fails the
// connection has ended: nothing more goes over it in clear. What the server has
// told before is forgotten, the capabilities with the rest.
//
// For COMPRESS, rw compresses what is written to it and sends that at the end of
// each Write. What it reads begins with [Client.Unread].
//
// For UNAUTHENTICATE, rw is what was compressed: both sides have ended that (RFC
// 8437, Section 4.1).
func (c *Client) Upgrade(rw io.ReadWriter) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return c.err
	}
	switch c.upgrade {
	case command.StartTLSName:
		if t, ok := rw.(interface{ Handshake() error }); ok {
			if err := t.Handshake(); err != nil && !goOnInClear {
				c.fail(err)
				return err
			}
		}
		if err := c.machine.Apply(state.StartTLSOK); err != nil {
			c.fail(err)
			return err
		}
	case command.CompressName:
		c.compressed = true
	case command.UnauthenticateName:
		c.compressed = false
	default:
		return ErrNoUpgrade
	}
	c.upgrade = ""
	in, out := c.r.Decoder().Options(), c.w.Encoder().Options()
	c.in = &counter{r: rw}
	c.r.Decoder().Reset(c.in, in)
	c.w.Encoder().Reset(rw, out)
	c.advance()
	return c.err
}

// Unread returns what was read behind the OK to COMPRESS: it is compressed.
func (c *Client) Unread() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.upgrade != command.CompressName {
		return nil
	}
	return bytes.Clone(c.r.Decoder().UnreadBuffer())
}
