package main

import (
	"bufio"
	"errors"
	"io"
	"os"

	"imapkit.example/literal"
	"imapkit.example/tag"
	"imapkit.example/wire"
)

// A message is one message of a recording.
type message struct {
	file   string // "" unless there are several
	offset int64
	length int64 // once its end is known
	kind   string
	tag    tag.Tag
	// value is a command.Command, a response.Response, *done, *authData or
	// *authCancel; nil if nothing was decoded.
	value any
	err   error // why it is malformed; nil if it is not
	// unwritten is why it is well formed but cannot be written.
	unwritten error
	quirks    []wire.Diagnostic // deviations that -lenient has accepted
}

// A source reads the messages of a recording.
type source interface {
	// next reads the next message as far as it goes without its streamed
	// parts. It returns io.EOF at the end of the recording; all else that is
	// wrong is m.err.
	next(m *message) error
	// settle is called behind a message that is well formed and was shown.
	settle(m *message)
	decoder() *wire.Decoder
}

// A form is a way to show messages. The three methods are called for each
// message in this order, value only if there is one.
type form interface {
	begin(m *message)
	// value shows m.value and reads what is streamed of it. It returns why
	// that did not succeed.
	value(m *message, d *wire.Decoder) error
	// end shows the rest, with m.length and m.err.
	end(m *message) error
	close()
}

// A dump is one run of the command.
type dump struct {
	config
	out      *bufio.Writer
	form     form
	complain func(error)
	status   int
	broken   bool // it makes no sense to go on
}

// judge sets what is wrong with m, given what a form said of it.
func (m *message) judge(err error, dec *wire.Decoder) {
	var e *wire.EncodeError
	if errors.As(err, &e) && !errors.Is(err, literal.ErrNUL) {
		// What is left tells whether that is all that is wrong.
		if m.unwritten, err = err, drain(m.value); err == nil {
			err = dec.SkipMessage()
		}
	}
	if m.err = dec.Err(); m.err == nil || earlier(err, m.err) {
		m.err = err
	}
}

// earlier reports whether err, of a part that is kept, tells of an octet in front
// of that of other.
func earlier(err, other error) bool {
	x, y := syntax(err), syntax(other)
	return x != nil && y != nil && x.Offset < y.Offset
}

func (d *dump) newForm() form {
	switch {
	case d.json:
		return newJSONForm(d.out)
	case d.canon:
		return newCanonForm(d)
	}
	return newTextForm(d)
}

func (d *dump) close() { d.form.close() }

func (d *dump) flush() error {
	err := d.out.Flush()
	if err != nil {
		d.status = statusFailed
	}
	return err
}

// file shows the recording called name. Its error is one of the system.
func (d *dump) file(name string, stdin io.Reader) error {
	r := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		r = f
	}
	if len(d.files) < 2 {
		name = ""
	}
	if d.from == "client" {
		return d.recording(name, newClient(r, d.options()))
	}
	return d.recording(name, newServer(r, d.options()))
}

// maxQuirks is how many deviations are told of in one message.
const maxQuirks = 100

// recording shows the messages of s.
func (d *dump) recording(name string, s source) error {
	dec := s.decoder()
	var quirks []wire.Diagnostic
	dec.OnDiagnostic(func(q wire.Diagnostic) {
		if len(quirks) < maxQuirks {
			quirks = append(quirks, q)
		}
	})
	for {
		m := message{file: name, offset: dec.InputOffset()}
		quirks = quirks[:0]
		if err := s.next(&m); err == io.EOF {
			return nil
		}
		if !d.secrets {
			redact(m.value)
		}
		d.form.begin(&m)
		if m.value != nil && m.err == nil {
			m.judge(d.form.value(&m, dec), dec)
		}
		if m.err != nil {
			// Where the next message is shows the length of this one.
			_ = dec.SkipMessage()
			d.status = max(d.status, statusMalformed)
		} else {
			s.settle(&m)
		}
		m.quirks = quirks
		m.length = dec.InputOffset() - m.offset
		fatal := dec.Fatal()
		if fatal != nil && fatal != wire.ErrFraming {
			m.length += int64(len(dec.UnreadBuffer())) // all that could be read
		}
		if fatal != nil && m.length == 0 && len(dec.UnreadBuffer()) == 0 {
			return fatal // there is no message
		}
		if err := d.form.end(&m); err != nil {
			d.broken = true
			return err
		}
		if fatal == nil && len(dec.UnreadBuffer()) > 0 {
			continue
		}
		// The next read may have to wait.
		if err := d.flush(); err != nil {
			d.broken = true
			return err
		}
		switch {
		case fatal == nil:
		case syntax(fatal) != nil, errors.Is(fatal, wire.ErrFraming), errors.Is(fatal, io.ErrUnexpectedEOF):
			return nil
		default:
			return fatal
		}
	}
}

// syntax returns the *wire.SyntaxError in err, or nil.
func syntax(err error) (e *wire.SyntaxError) {
	errors.As(err, &e)
	return e
}

// reason returns what is wrong with m, and the offset of the error or, where
// that is not known, of m.
func (m *message) reason() (text string, offset int64) {
	if e := syntax(m.err); e != nil {
		return e.Expected(), e.Offset
	}
	if errors.Is(m.err, io.ErrUnexpectedEOF) {
		return "the recording ends within the message", m.offset + m.length
	}
	if errors.Is(m.err, literal.ErrNUL) {
		return "expected CHAR8: " + wire.ErrNUL.Error(), m.offset
	}
	return m.err.Error(), m.offset
}
