package measure

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// mostOwned is of how many octets the messages are held in memory to be
// written: of longer traffic, only the first messages are.
const mostOwned = 8 << 20

// An encoding writes messages that were decoded before.
type encoding struct {
	messages  []owned
	octets    int // that are written in a pass
	responses *response.Writer
	commands  *command.Writer
	opts      wire.Options
}

// newEncoding returns an encoding of the messages of t that can be written,
// which has written them once and made sure that they can be read again.
func newEncoding(t *Traffic) (*encoding, error) {
	e := ownMessages(t)
	var out bytes.Buffer
	if err := e.check(&out); err != nil {
		return nil, err
	}
	if len(e.messages) == 0 && t.Messages > t.Failed {
		return nil, errors.New("no message can be written")
	}
	e.octets = out.Len()
	var again bytes.Buffer
	read := &Traffic{From: t.From, Octets: out.Bytes(), ReadSize: t.ReadSize}
	if err := ownMessages(read).check(&again); err != nil {
		return nil, err
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		return nil, fmt.Errorf("%d octets that were written became %d when read and written again", out.Len(), again.Len())
	}
	return e, nil
}

// ownMessages decodes the messages of t.
func ownMessages(t *Traffic) *encoding {
	d := newDecoding(t)
	d.responses.Fresh, d.commands.Fresh = true, true
	d.reset()
	e := &encoding{
		opts:      wire.Options{Side: t.From, Literals: literal.Plus},
		responses: response.NewWriter(io.Discard, wire.Options{}),
		commands:  command.NewWriter(io.Discard, wire.Options{}),
	}
	next := d.ownCommand
	if t.From == wire.Server {
		next = d.ownResponse
	}
	for d.decoder().InputOffset() < mostOwned {
		m, err := next()
		if !d.took(err) {
			break
		}
		if err == nil {
			e.messages = append(e.messages, m)
		}
	}
	return e
}

// check writes all messages to out and forgets those that cannot be written.
func (e *encoding) check(out *bytes.Buffer) error {
	e.begin(out)
	messages := e.messages
	e.messages = e.messages[:0]
	for _, m := range messages {
		if err := e.write(&m); err == nil {
			e.messages = append(e.messages, m)
		} else if !errors.Is(err, wire.ErrEncode) {
			return err
		}
	}
	return e.responses.Flush()
}

// pass writes all messages once.
func (e *encoding) pass() error {
	e.begin(io.Discard)
	for i := range e.messages {
		if err := e.write(&e.messages[i]); err != nil {
			return err
		}
	}
	return e.responses.Flush()
}

func (e *encoding) begin(w io.Writer) {
	e.responses.Encoder().Reset(w, e.opts)
	e.commands.Encoder().Reset(w, e.opts)
}

func (e *encoding) write(m *owned) (err error) {
	m.rewind()
	switch {
	case m.response != nil:
		err = e.responses.Write(m.response)
	case m.command != nil:
		err = e.commands.Write(m.tag, m.command)
	case m.done:
		err = e.commands.Done()
	case m.cancel:
		err = e.commands.Cancel()
	default:
		err = e.commands.AuthData(m.line)
	}
	if m.enables {
		opts := e.opts
		opts.UTF8 = true
		e.responses.Encoder().SetOptions(opts)
		e.commands.Encoder().SetOptions(opts)
	}
	return err
}
