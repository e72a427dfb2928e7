package command

import (
	"errors"
	"io"
	"time"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// An AppendMessage is one message of an APPEND or a REPLACE.
//
//	append-message = append-opts SP append-data
//	append-opts    = [SP flag-list] [SP date-time] *(SP append-ext)
//	append-data    = literal / literal8 / append-data-ext
//	append-data    =/ "CATENATE" SP "(" cat-part *(SP cat-part) ")" /
//	                  utf8-literal
//	utf8-literal   = "UTF8" SP "(" literal8 ")"
//	append-ext     =/ att-annotate
type AppendMessage struct {
	Flags []wire.Flag
	// Date is the internal date; the zero time if there is none.
	Date        time.Time
	Annotations []Annotation     // RFC 5257, Section 4.7
	Extensions  []wire.Extension // of append-ext, each with a value
	// Size is the number of octets of Data.
	Size int64
	// Binary says that Data may hold NUL octets (RFC 3516). Data read from a
	// connection is not searched for a NUL that should not be there.
	Binary bool
	// UTF8 says that Data may hold UTF-8 headers, and goes as a binary
	// literal (RFC 6855, Section 4).
	UTF8 bool
	// Data gives the message. As read from a connection, it ends with io.EOF
	// after Size octets or with io.ErrUnexpectedEOF; a server asks the client
	// for the octets at the first Read. That of a message with Catenate set
	// gives [ErrCatenate].
	Data io.Reader

	// Catenate says that the message is made of parts (RFC 4469). A client
	// gives them in Parts, a server reads them with NextPart.
	Catenate bool
	Parts    []*AppendPart

	source *partSource // nil if the message was not read from a connection
}

// ErrCatenate is returned by the Data of a message that is to be put together
// from parts: see [AppendMessage.NextPart].
var ErrCatenate = errors.New("command: message is made of parts")

// noData is the Data of a message with parts.
type noData struct{}

func (noData) Read([]byte) (int, error) { return 0, ErrCatenate }

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
	if m == nil {
		e.Fail("append-message", wire.ErrEncode)
		return
	}
	if len(m.Flags) > 0 {
		e.SP()
		e.Flags(m.Flags)
	}
	if !m.Date.IsZero() {
		e.SP()
		e.DateTime(m.Date)
	}
	if len(m.Annotations) > 0 {
		e.Syntax(" ANNOTATION ")
		encodeAnnotations(e, m.Annotations)
	}
	for _, x := range m.Extensions {
		if !isAppendExt(x) {
			e.Fail("append-ext", wire.ErrEncode)
		}
		e.SP()
		e.Extension(x)
	}
	e.SP()
	switch {
	case m.Catenate:
		m.encodeParts(e)
	case m.UTF8:
		encodeUTF8(e, m.Size, m.Data)
	default:
		e.LiteralFrom(literal.Header{Size: m.Size, Binary: m.Binary}, m.Data)
	}
}

// AppendStream is the APPEND command as a server reads it: the messages come
// one by one from the connection. It is valid until the next call to
// [Reader.Next], which drops what was not read.
type AppendStream struct {
	Mailbox string

	d       *wire.Decoder
	message AppendMessage
	parts   partSource
	err     error
}

// Name implements [Command].
func (c *AppendStream) Name() Name { return AppendName }

// keepFlags is the most memory, in flags, that one APPEND leaves to the next.
const keepFlags = 64

// Decode implements [Command]. It reads the mailbox name only.
func (c *AppendStream) Decode(d *wire.Decoder) error {
	c.trim()
	c.d, c.err = d, nil
	d.SP()
	c.Mailbox = d.Mailbox()
	if d.Err() == nil && d.Peek() != ' ' {
		d.Fail("SP", nil)
	}
	return d.Err()
}

// trim lets go of what stood in front of the octets of a message, once it is no
// longer valid.
func (c *AppendStream) trim() {
	flags := c.message.Flags[:0]
	if cap(flags) > keepFlags {
		flags = nil
	}
	*c = AppendStream{message: AppendMessage{Flags: flags}, err: wire.ErrNoMessage}
}

// Encode implements [Command]. It reads the messages from the connection, as
// [AppendStream.Next] does, and passes each on as it comes. An error of the
// connection is reported by its Decoder as well. An Encoder that redacts gets
// the mailbox name only and nothing is read; one that holds its messages fails,
// since those of the connection are gone by then.
func (c *AppendStream) Encode(e *wire.Encoder) {
	e.SP()
	e.Mailbox(c.Mailbox)
	if e.Options().Redact {
		return
	}
	if c.d == nil || e.Holds() {
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
	if c.message.Data != nil {
		c.message.close(d)
		if d.Err() != nil || d.Peek() != ' ' {
			return c.end()
		}
	}
	m := &c.message
	c.parts = partSource{d: d}
	*m = AppendMessage{Flags: m.Flags[:0], source: &c.parts}
	m.decode(d)
	if c.err = d.Err(); c.err != nil {
		return nil, c.err
	}
	return m, nil
}

// end reads the CRLF that ends the command.
func (c *AppendStream) end() (*AppendMessage, error) {
	if c.err = c.d.End(); c.err == nil {
		c.err = io.EOF
	}
	return nil, c.err
}

// decode reads a message up to its first octet or its first part.
func (m *AppendMessage) decode(d *wire.Decoder) {
	d.SP()
	if d.Peek() == '(' {
		m.Flags = d.Flags(m.Flags)
		d.SP()
	}
	if d.Peek() == '"' {
		m.Date = d.DateTime()
		d.SP()
	}
	for d.Err() == nil && beginsLabel(d.Peek()) {
		switch {
		case d.TryKeyword("CATENATE"):
			d.SP()
			d.Special('(')
			m.Catenate, m.Data = true, noData{}
			return
		case d.TryKeyword("UTF8"):
			m.UTF8, m.Binary = true, true
			m.Size, m.Data = utf8Literal(d)
			return
		case d.TryKeyword("ANNOTATION"):
			d.SP()
			m.Annotations = append(m.Annotations, annotations(d)...)
		default:
			x := wire.Extension{Name: upper(d.KeywordView("append-ext-name"))}
			d.SP()
			if c := d.Peek(); c != '(' && c != '*' && c != '$' && (c < '0' || c > '9') {
				d.Fail("append-ext-value", nil)
			}
			x.Value = d.ReadValue()
			if limit := d.Options().Limits.Items; len(m.Extensions) == limit {
				d.Fail("append-ext", &wire.LimitError{Limit: "Items", Max: int64(limit)})
				return
			}
			m.Extensions = append(m.Extensions, x)
		}
		d.SP()
	}
	if r := d.Literal8(); r != nil {
		m.Size, m.Binary, m.Data = r.Header().Size, r.Header().Binary, r
	}
}

// close reads what stands behind the octets of the message and belongs to it.
func (m *AppendMessage) close(d *wire.Decoder) {
	for m.Catenate && m.source.err == nil {
		_, _ = m.source.next()
	}
	if m.UTF8 {
		d.Special(')')
	}
}

// isAppendExt reports whether x can stand among append-opts. Its value is none
// that could be the date or the message itself.
//
//	append-ext       = append-ext-name SP append-ext-value
//	append-ext-name  = tagged-ext-label
//	append-ext-value = tagged-ext-val
func isAppendExt(x wire.Extension) bool {
	if len(x.Name) == 0 || len(x.Value) == 0 || x.Value[0] == '{' || x.Value[0] == '"' {
		return false
	}
	for _, f := range [...]string{"CATENATE", "UTF8", "ANNOTATION"} {
		if isWord(x.Name, f) {
			return false
		}
	}
	return isLabels(x.Name)
}
