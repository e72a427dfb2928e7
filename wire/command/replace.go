package command

import (
	"io"

	"imapkit.example/wire"
)

// Replace is the REPLACE command as a client sends it, or UID REPLACE if UID is
// set (RFC 8508, Section 3).
//
//	replace = "REPLACE" SP seq-number SP mailbox append-message
type Replace struct {
	UID bool
	// Number is the number or the UID of the message that is replaced;
	// wire.Star is "*".
	Number  uint32
	Mailbox string
	Message *AppendMessage
}

// Name implements [Command].
func (c *Replace) Name() Name { return replaceName(c.UID) }

func replaceName(uid bool) Name {
	if uid {
		return UIDReplaceName
	}
	return ReplaceName
}

// Decode implements [Command]. A REPLACE is read as a [ReplaceStream].
func (c *Replace) Decode(d *wire.Decoder) error {
	d.Fail("replace", wire.ErrEncode)
	return d.End()
}

// Encode implements [Command]. It reads the Data of the message.
func (c *Replace) Encode(e *wire.Encoder) {
	encodeReplace(e, c.Number, c.Mailbox)
	c.Message.encode(e)
}

func encodeReplace(e *wire.Encoder, number uint32, mailbox string) {
	e.SP()
	e.SequenceSet(wire.RangeOf(number, number))
	e.SP()
	e.Mailbox(mailbox)
}

// ReplaceStream is the REPLACE command as a server reads it: the message comes
// from the connection. It is valid until the next call to [Reader.Next].
type ReplaceStream struct {
	UID     bool
	Number  uint32
	Mailbox string

	stream AppendStream
	begun  bool
}

// Name implements [Command].
func (c *ReplaceStream) Name() Name { return replaceName(c.UID) }

// Decode implements [Command]. It reads up to the message.
func (c *ReplaceStream) Decode(d *wire.Decoder) error {
	c.begun = false
	d.SP()
	if c.Number = wire.Star; !d.TrySpecial('*') {
		c.Number = d.NzNumber()
	}
	err := c.stream.Decode(d)
	c.Mailbox = c.stream.Mailbox
	return err
}

// Encode implements [Command]. It reads the message from the connection, as
// [AppendStream.Encode] does.
func (c *ReplaceStream) Encode(e *wire.Encoder) {
	encodeReplace(e, c.Number, c.Mailbox)
	if e.Options().Redact {
		return
	}
	if c.stream.d == nil || e.Holds() {
		e.Fail("append-message", wire.ErrEncode)
		return
	}
	m, err := c.Next()
	if err == nil {
		m.encode(e)
		_, err = c.Next()
	}
	if err != io.EOF {
		e.Fail("replace", err)
	}
}

// Next returns the message. The call after that returns io.EOF, once the CRLF
// that ends the command was read: until then nothing may be stored for good.
func (c *ReplaceStream) Next() (*AppendMessage, error) {
	if !c.begun || c.stream.err != nil {
		c.begun = true
		return c.stream.Next()
	}
	c.stream.message.close(c.stream.d)
	return c.stream.end()
}
