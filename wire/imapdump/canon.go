package main

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// canonForm writes each message that is well formed in canonical form.
type canonForm struct {
	d     *dump
	spool spool
	coder *coder
}

func newCanonForm(d *dump) *canonForm {
	f := &canonForm{d: d}
	f.coder = newCoder(&f.spool)
	return f
}

func (f *canonForm) begin(*message) {}

func (f *canonForm) value(m *message, d *wire.Decoder) error {
	// Text that ends like a literal is legal, but the Encoder does not write
	// it, for the sake of readers that look for line ends first. Whatever else
	// may be wrong with it shows without its last octet.
	last := ""
	if p := freeText(m.value); p != nil {
		if _, looks, _ := literal.Trailing([]byte(*p)); looks {
			n := len(*p) - 1
			*p, last = (*p)[:n], (*p)[n:]
		}
	}
	err := f.coder.write(m, wire.Options{UTF8: d.Options().UTF8})
	if err == nil && last != "" {
		f.spool.insert(last)
	}
	return err
}

// freeText returns the text that ends the response x, or nil if there is none.
func freeText(x any) *string {
	switch x := x.(type) {
	case *response.Status:
		return &x.Text
	case *response.Continue:
		return &x.Text
	}
	return nil
}

func (f *canonForm) end(m *message) error {
	defer f.spool.reset()
	if f.spool.err != nil {
		return f.spool.err
	}
	if m.err == nil && m.unwritten == nil {
		return f.spool.copyTo(f.d.out)
	}
	name := m.file
	if name != "" {
		name += ": "
	}
	var why string
	if m.err != nil {
		text, offset := m.reason()
		why = fmt.Sprintf("offset %d: %s", offset, text)
	} else {
		why = m.unwritten.Error()
	}
	f.d.status = max(f.d.status, statusMalformed)
	f.d.complain(fmt.Errorf("%soffset %d: left out: %s%s", name, m.offset, m.head(), why))
	return nil
}

func (f *canonForm) close() { f.spool.reset() }

// spoolSize is how many octets of a message are kept in memory.
const spoolSize = 1 << 20

// A spool keeps one message until it is known to be whole: in memory, or in a
// temporary file if it is large.
type spool struct {
	mem  bytes.Buffer
	file *os.File
	err  error // of the file
}

// Write implements io.Writer.
func (s *spool) Write(p []byte) (int, error) {
	if s.err == nil && s.file == nil && s.mem.Len()+len(p) > spoolSize {
		if s.file, s.err = os.CreateTemp("", "imapdump-"); s.err == nil {
			// Where that is possible, it is gone whatever happens.
			_ = os.Remove(s.file.Name())
			_, s.err = s.mem.WriteTo(s.file)
		}
	}
	switch {
	case s.err != nil:
		return 0, s.err
	case s.file == nil:
		return s.mem.Write(p)
	}
	n, err := s.file.Write(p)
	s.err = err
	return n, err
}

// insert puts text in front of the line end that was written last.
func (s *spool) insert(text string) {
	if s.file == nil {
		s.mem.Truncate(s.mem.Len() - len("\r\n"))
	} else if _, s.err = s.file.Seek(-int64(len("\r\n")), io.SeekEnd); s.err != nil {
		return
	}
	_, _ = s.Write([]byte(text + "\r\n")) // its error stays in s
}

// copyTo writes what s keeps to w.
func (s *spool) copyTo(w io.Writer) error {
	if s.file == nil {
		_, err := w.Write(s.mem.Bytes())
		return err
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(w, s.file)
	return err
}

// reset empties s.
func (s *spool) reset() {
	s.mem.Reset()
	if s.file != nil {
		s.file.Close()
		_ = os.Remove(s.file.Name())
	}
	s.file, s.err = nil, nil
}
