package main

import (
	"cmp"
	"io"

	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A coder writes messages in canonical form.
type coder struct {
	out       io.Writer
	commands  *command.Writer
	responses *response.Writer
}

func newCoder(out io.Writer) *coder {
	return &coder{out, command.NewWriter(out, wire.Options{}), response.NewWriter(out, wire.Options{})}
}

// write writes m.value; what is streamed of it is read with it. UTF8 and
// Redact of opts count.
func (c *coder) write(m *message, opts wire.Options) error {
	opts = wire.Options{UTF8: opts.UTF8, Redact: opts.Redact, Literals: literal.Plus}
	opts.Limits.Depth = 1 << 20
	if m.isResponse() {
		opts.Side = wire.Server
		c.responses.Encoder().Reset(c.out, opts)
	} else {
		c.commands.Encoder().Reset(c.out, opts)
	}
	switch x := m.value.(type) {
	case *done:
		return c.commands.Done()
	case *authData:
		return c.commands.AuthData(x.Data)
	case *authCancel:
		return c.commands.Cancel()
	case command.Command:
		return c.commands.Write(m.tag, x)
	case *response.FetchStream:
		return c.fetch(x)
	case response.Response:
		err := c.responses.Write(x)
		if err == nil {
			err = c.responses.Flush()
		}
		// What is malformed may be just what cannot be written.
		return cmp.Or(invalidPart(x), err)
	}
	return wire.ErrEncode
}

// invalidPart returns what is wrong with the first part of x that is kept though
// it is malformed, or nil.
func invalidPart(x response.Response) error {
	switch x := x.(type) {
	case *response.Status:
		return wrong(x.Code)
	case *response.Continue:
		return wrong(x.Code)
	case *response.Converted:
		for i := range x.Items {
			if err := wrong(&x.Items[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *message) isResponse() bool {
	_, is := m.value.(command.Command)
	if is {
		return false
	}
	_, is = m.value.(response.Response)
	return is
}

// fetch writes the items of x as they come. Its error may also be that of an
// item that is malformed, behind which x was written to its end if it can be.
func (c *coder) fetch(x *response.FetchStream) (invalid error) {
	e := c.responses.Encoder()
	e.Keyword("* ")
	if x.UID != 0 {
		e.Number(x.UID)
		e.Keyword(" UIDFETCH (")
	} else {
		e.Number(x.Seq)
		e.Keyword(" FETCH (")
	}
	first := true
	for ; ; first = false { // what cannot be written is read all the same
		item, err := x.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			_ = e.Abort()
			return cmp.Or(invalid, err)
		}
		if x, ok := item.(*response.InvalidItem); ok && invalid == nil {
			invalid = x.Err
		}
		if !first {
			e.SP()
		}
		item.Encode(e)
	}
	if first { // lenient reading takes that
		e.Fail("msg-att", wire.ErrEncode)
	}
	e.Special(')')
	err := e.End()
	if err == nil {
		err = e.Flush()
	}
	return cmp.Or(invalid, err)
}
