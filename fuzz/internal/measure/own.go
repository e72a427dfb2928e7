package measure

import (
	"bytes"
	"io"
	"reflect"
	"slices"

	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// An owned is a message that no Reader will fill again.
type owned struct {
	sent
	response response.Response // nil for a command
	data     []*bytes.Reader   // what its literals are read from
	enables  bool              // mailbox names are UTF-8 behind it
}

// own returns a copy of what x points to. The slices are those of x, which
// loses them: they are not filled again.
func own[T any](x T) T {
	v := reflect.ValueOf(x).Elem()
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	if v.Kind() == reflect.Struct {
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() == reflect.Slice && f.CanSet() {
				f.SetZero()
			}
		}
	}
	return p.Interface().(T)
}

// keep reads all of r and returns a reader that can be read again and again.
func (m *owned) keep(r io.Reader) (*bytes.Reader, error) {
	b, err := io.ReadAll(r)
	data := bytes.NewReader(b)
	m.data = append(m.data, data)
	return data, err
}

// rewind has the literals be read once more.
func (m *owned) rewind() {
	for _, r := range m.data {
		_, _ = r.Seek(0, io.SeekStart)
	}
}

// ownResponse reads a response.
func (d *decoding) ownResponse() (m owned, err error) {
	x, err := d.responses.Next()
	if err != nil {
		return m, err
	}
	switch x := x.(type) {
	case *response.FetchStream:
		m.response, err = m.fetch(x)
		return m, err
	case *response.Enabled:
		d.enabled(x.Capabilities)
		m.enables = isEnabled(x.Capabilities)
	}
	m.response = own(x)
	return m, nil
}

func (m *owned) fetch(x *response.FetchStream) (*response.Fetch, error) {
	f, err := x.ReadAll()
	if err != nil {
		return nil, unexpected(err)
	}
	for _, item := range f.Items {
		switch item := item.(type) {
		case *response.InvalidItem:
			return nil, item.Err
		case *response.SectionItem:
			if data, ok := item.Data.(*bytes.Reader); ok {
				m.data = append(m.data, data)
			}
		}
	}
	return f, nil
}

// ownCommand reads a command, or a line besides the commands.
func (d *decoding) ownCommand() (m owned, err error) {
	if m.sent, err = d.nextCommand(); err != nil || m.command == nil {
		m.line = slices.Clone(m.line)
		return m, err
	}
	switch c := m.command.(type) {
	case *command.AppendStream:
		a := &command.Append{Mailbox: c.Mailbox}
		a.Messages, err = m.messages(c.Next)
		m.command = a
		return m, err
	case *command.ReplaceStream:
		r := &command.Replace{UID: c.UID, Number: c.Number, Mailbox: c.Mailbox}
		list, err := m.messages(c.Next)
		if len(list) > 0 {
			r.Message = list[0]
		}
		m.command = r
		return m, err
	case *command.Enable:
		m.enables = isEnabled(c.Capabilities)
	}
	d.settle(m.command)
	m.command = own(m.command)
	return m, nil
}

func (m *owned) messages(next func() (*command.AppendMessage, error)) (list []*command.AppendMessage, err error) {
	for {
		x, err := next()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		c := &command.AppendMessage{
			Flags: slices.Clone(x.Flags), Date: x.Date, Annotations: x.Annotations, Extensions: x.Extensions,
			Size: x.Size, Binary: x.Binary, UTF8: x.UTF8, Catenate: x.Catenate,
		}
		if x.Catenate {
			c.Parts, err = m.parts(x)
		} else {
			c.Data, err = m.keep(x.Data)
		}
		if err != nil {
			return nil, unexpected(err)
		}
		list = append(list, c)
	}
}

func (m *owned) parts(x *command.AppendMessage) (list []*command.AppendPart, err error) {
	for {
		p, err := x.NextPart()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		p = own(p)
		if p.Data != nil {
			if p.Data, err = m.keep(p.Data); err != nil {
				return nil, err
			}
		}
		list = append(list, p)
	}
}
