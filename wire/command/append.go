package command

import (
	"io"
	"time"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// An AppendMessage is one message of an APPEND.
//
//	append-message = append-opts SP append-data
//	append-opts    = [SP flag-list] [SP date-time] *(SP append-ext)
//	append-data    = literal / literal8 / append-data-ext
type AppendMessage struct {
	Flags []wire.Flag
	// Date is the internal date; the zero time if there is none.
	Date time.Time
	// Size is the number of octets of Data.
	Size int64
	// Binary says that Data may hold NUL octets (RFC 3516). Data read from a
	// connection is not searched for a NUL that should not be there.
	Binary bool
	// Data gives the message. As read from a connection, it ends with io.EOF
	// after Size octets or with io.ErrUnexpectedEOF; a server asks the client
	// for the octets at the first Read.
	Data io.Reader
}

// Append is the APPEND command as a client sends it (RFC 9051, Section 6.3.12).
// More than one message needs the MULTIAPPEND capability (RFC 3502).
//
//	append = "APPEND" SP mailbox 1*append-message
type Append struct {
	Mailbox  string
	Messages []*AppendMessage
}

// Name implements [Command].
func (c *Append) Name() Name { return AppendName }

// Decode implements [Command]. An APPEND is read as an [AppendStream].
func (c *Append) Decode(d *wire.Decoder) error {
	d.Fail("append", wire.ErrEncode)
	return d.End()
}

// Encode implements [Command]. It reads the Data of each message.
func (c *Append) Encode(e *wire.Encoder) {
	e.SP()
	e.Mailbox(c.Mailbox)
	if len(c.Messages) == 0 {
		e.Fail("append-message", wire.ErrEncode)
	}
	for _, m := range c.Messages {
		m.encode(e)
	}
}

func (m *AppendMessage) encode(e *wire.Encoder) {
	if len(m.Flags) > 0 {
		e.SP()
		e.Flags(m.Flags)
	}
	if !m.Date.IsZero() {
		e.SP()
		e.DateTime(m.Date)
	}
	e.SP()
	e.LiteralFrom(literal.Header{Size: m.Size, Binary: m.Binary}, m.Data)
}

// AppendStream is the APPEND command as a server reads it: the messages come
// one by one from the connection. It is valid until the next call to
// [Reader.Next], which drops what was not read.
type AppendStream struct {
	Mailbox string

	d       *wire.Decoder
	message AppendMessage
	err     error
}

// Name implements [Command].
func (c *AppendStream) Name() Name { return AppendName }

// Decode implements [Command]. It reads the mailbox name only.
func (c *AppendStream) Decode(d *wire.Decoder) error {
	*c = AppendStream{d: d, message: AppendMessage{Flags: c.message.Flags[:0]}}
	d.SP()
	c.Mailbox = d.Mailbox()
	if d.Err() == nil && d.Peek() != ' ' {
		d.Fail("SP", nil)
	}
	return d.Err()
}

// Encode implements [Command]. It reads the messages from the connection, as
// [AppendStream.Next] does, and passes each on as it comes. An error of the
// connection is reported by its Decoder as well. An Encoder that redacts gets
// the mailbox name only and nothing is read.
func (c *AppendStream) Encode(e *wire.Encoder) {
	e.SP()
	e.Mailbox(c.Mailbox)
	if e.Options().Redact {
		return
	}
	if c.d == nil {
		e.Fail("append-message", wire.ErrEncode)
	}
	for e.Err() == nil {
		m, err := c.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			e.Fail("append", err)
			return
		}
		m.encode(e)
	}
}

// Next returns the next message, which is valid until the next call; what was
// not read of the last one is dropped. It returns io.EOF behind the last
// message, once the CRLF that ends the command was read. Until then nothing
// may be stored for good: any other error means that the command was cut off
// or malformed.
func (c *AppendStream) Next() (*AppendMessage, error) {
	if c.err != nil {
		return nil, c.err
	}
	d := c.d
	if c.message.Data != nil && d.Peek() != ' ' {
		if c.err = d.End(); c.err == nil {
			c.err = io.EOF
		}
		return nil, c.err
	}
	m := &c.message
	*m = AppendMessage{Flags: m.Flags[:0]}
	d.SP()
	if d.Peek() == '(' {
		m.Flags = d.Flags(m.Flags)
		d.SP()
	}
	if d.Peek() == '"' {
		m.Date = d.DateTime()
		d.SP()
	}
	if r := d.Literal8(); r != nil {
		m.Size, m.Binary, m.Data = r.Header().Size, r.Header().Binary, r
		return m, nil
	}
	c.err = d.Err()
	return nil, c.err
}
