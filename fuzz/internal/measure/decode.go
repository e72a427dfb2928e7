package measure

import (
	"bytes"
	"io"

	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A decoding reads the messages of traffic into their types and visits their
// fields.
type decoding struct {
	t    *Traffic
	src  source
	opts wire.Options

	responses *response.Reader
	commands  *command.Reader
	last      command.Name // IDLE or AUTHENTICATE while their lines may follow

	going            bool // the connection goes on where the last pass ended
	sum              Sum
	messages, failed int
	err              error // of the first that failed
}

func newDecoding(t *Traffic) *decoding {
	d := &decoding{t: t, opts: t.options()}
	d.responses, d.commands = response.NewReader(&d.src, d.opts), command.NewReader(&d.src, d.opts)
	return d
}

// reset begins at the first octet of a new connection.
func (d *decoding) reset() {
	d.begin()
	d.decoder().Reset(&d.src, d.opts)
}

// begin begins at the first octet.
func (d *decoding) begin() {
	d.src = source{octets: d.t.Octets, size: d.t.ReadSize}
	d.last, d.sum, d.messages, d.failed, d.err = "", 0, 0, 0, nil
}

// decoder returns the Decoder that is in use.
func (d *decoding) decoder() *wire.Decoder {
	if d.t.From == wire.Server {
		return d.responses.Decoder()
	}
	return d.commands.Decoder()
}

// pass reads all messages once. Those that fail are counted. Where none does,
// one pass after the other is read from the same connection: what a connection
// costs once is not what is measured.
func (d *decoding) pass() error {
	next := d.command
	if d.t.From == wire.Server {
		next = d.response
	}
	if d.t.Messages == 0 || d.t.Failed > 0 {
		d.reset()
		for d.took(next()) {
		}
	} else {
		if d.going {
			d.begin()
			if d.decoder().Options().UTF8 {
				d.decoder().SetOptions(d.opts)
			}
		} else {
			d.reset()
			d.going = true
		}
		for range d.t.Messages {
			d.took(next())
		}
	}
	result.Add(uint64(d.sum))
	return nil
}

// took counts a message and what became of it. It reports whether there may be
// another.
func (d *decoding) took(err error) bool {
	if err == io.EOF {
		return false
	}
	d.messages++
	if err == nil {
		return true
	}
	if d.failed++; d.err == nil {
		d.err = err
	}
	return more(d.decoder())
}

// more reports whether there may be a message behind the one that failed. The
// end of what is left of it tells.
func more(d *wire.Decoder) bool { return d.Fatal() == nil && d.SkipMessage() == nil }

// response reads a response. The error is io.EOF behind the last one.
func (d *decoding) response() error {
	x, err := d.responses.Next()
	if err != nil {
		return err
	}
	d.sum.Response(x)
	switch x := x.(type) {
	case *response.FetchStream:
		return d.items(x)
	case *response.Enabled:
		d.enabled(x.Capabilities)
	}
	return nil
}

func (d *decoding) items(x *response.FetchStream) error {
	for {
		item, err := x.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = d.sum.Item(item)
		}
		if err != nil {
			return unexpected(err)
		}
	}
}

// unexpected returns err, which is not the end of the traffic.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// enabled has mailbox names be read as the capabilities in list make them.
func (d *decoding) enabled(list []string) {
	if isEnabled(list) {
		opts := d.decoder().Options()
		opts.UTF8 = true
		d.decoder().SetOptions(opts)
	}
}

// command reads a command, or a line that a client sends besides its commands.
// The error is io.EOF behind the last one.
func (d *decoding) command() error {
	if d.last != "" {
		if m, ok, err := d.continued(); ok || err != nil {
			d.sum.Number(uint64(len(m.line)))
			return err
		}
	}
	// Header and command stay in registers, as a sent does not.
	h, err := d.commands.Next()
	if err != nil {
		return err
	}
	c, err := d.commands.Decode()
	if err != nil {
		return err
	}
	sum := d.sum + ofString(string(h.Tag)) + ofString(string(h.Name))
	err = sum.Command(c)
	if d.sum = sum; err != nil {
		return unexpected(err)
	}
	d.settle(c)
	return nil
}

// A sent is what a client has sent.
type sent struct {
	tag     tag.Tag
	name    command.Name
	command command.Command // nil for a line of its own
	line    []byte          // DONE, or the data of AUTHENTICATE
	done    bool
	cancel  bool
}

func (d *decoding) nextCommand() (sent, error) {
	if d.last != "" {
		if m, ok, err := d.continued(); ok || err != nil {
			return m, err
		}
	}
	h, err := d.commands.Next()
	if err != nil {
		return sent{}, err
	}
	c, err := d.commands.Decode()
	return sent{tag: h.Tag, name: h.Name, command: c}, err
}

// continued reads a line that belongs to the last command, if one is next.
func (d *decoding) continued() (m sent, ok bool, err error) {
	line, err := d.commands.Peek()
	if err != nil {
		return m, false, err
	}
	last := d.last
	d.last = ""
	switch {
	case last == command.IdleName && bytes.EqualFold(line, []byte("DONE")):
		return sent{done: true}, true, d.commands.Done()
	case last == command.AuthenticateName && bytes.IndexByte(line, ' ') < 0:
		m.line, err = d.commands.AuthData()
		if err == command.ErrCancelled {
			return sent{cancel: true}, true, nil
		}
		d.last = last
		return m, true, err
	}
	return m, false, nil
}

// settle notes what c, a command that was read to its end, means for what
// follows it.
func (d *decoding) settle(c command.Command) {
	switch c := c.(type) {
	case *command.Enable:
		d.enabled(c.Capabilities)
	case *command.Authenticate:
		d.last = command.AuthenticateName
	case *command.Bare:
		if c.Name() == command.IdleName {
			d.last = command.IdleName
		}
	}
}
