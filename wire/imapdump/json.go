package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"
	"unicode/utf8"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// jsonForm shows a message as a JSON object.
type jsonForm struct {
	w jsonWriter
	v walker
}

func newJSONForm(out *bufio.Writer) *jsonForm {
	f := &jsonForm{w: jsonWriter{out: out}}
	f.w.scalars = json.NewEncoder(&f.w.scratch)
	f.w.scalars.SetEscapeHTML(false)
	f.v = walker{w: &f.w}
	return f
}

func (f *jsonForm) begin(m *message) {
	w := &f.w
	w.raw("{")
	if m.file != "" {
		w.raw(`"file":`)
		w.str(m.file)
		w.raw(",")
	}
	w.raw(`"offset":`)
	w.num(m.offset)
	if m.kind != "" {
		w.raw(`,"kind":`)
		w.str(m.kind)
	}
	if m.tag != "" {
		w.raw(`,"tag":`)
		w.str(string(m.tag))
	}
}

func (f *jsonForm) value(m *message, d *wire.Decoder) error {
	return f.v.message(m.value, d)
}

func (f *jsonForm) end(m *message) error {
	w := &f.w
	w.raw(`,"length":`)
	w.num(m.length)
	w.raw(`,"ok":`)
	w.raw(strconv.FormatBool(m.err == nil))
	if m.err != nil {
		text, offset := m.reason()
		w.raw(`,"error":`)
		w.str(text)
		w.raw(`,"error_offset":`)
		w.num(offset)
	}
	for i, q := range m.quirks {
		w.raw(pick(i == 0, `,"quirks":[{"name":`, `},{"name":`))
		w.str(q.Quirk.String())
		w.raw(`,"offset":`)
		w.num(q.Offset)
	}
	w.raw(pick(len(m.quirks) > 0, "}]}\n", "}\n"))
	return w.err
}

func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

func (f *jsonForm) close() {}

// A jsonWriter writes pieces of JSON.
type jsonWriter struct {
	out     *bufio.Writer
	err     error // why the output cannot be written
	scratch bytes.Buffer
	scalars *json.Encoder // to scratch
	chunk   []byte
}

// raw writes s as it is.
func (w *jsonWriter) raw(s string) {
	if _, err := w.out.WriteString(s); err != nil {
		w.err = err
	}
}

func (w *jsonWriter) write(b []byte) {
	if _, err := w.out.Write(b); err != nil {
		w.err = err
	}
}

func (w *jsonWriter) num(n int64) { w.raw(strconv.FormatInt(n, 10)) }

// scalar writes a number, a boolean or a string that is UTF-8.
func (w *jsonWriter) scalar(x any) {
	w.scratch.Reset()
	if err := w.scalars.Encode(x); err != nil {
		w.raw("null") // no such scalar is passed
		return
	}
	w.write(bytes.TrimSuffix(w.scratch.Bytes(), []byte{'\n'}))
}

// str writes s as a string or, if it is not UTF-8, as its base64.
func (w *jsonWriter) str(s string) {
	if utf8.ValidString(s) {
		w.scalar(s)
		return
	}
	w.base64([]byte(s), nil)
}

// base64 writes the octets in b, and those of r if it is not nil, as an object.
// It returns the error of r.
func (w *jsonWriter) base64(b []byte, r func() ([]byte, error)) error {
	w.raw(`{"base64":"`)
	e := base64.NewEncoder(base64.StdEncoding, w.out)
	e.Write(b) // errors of w.out stay there
	var err error
	for r != nil && err == nil {
		b, err = r()
		e.Write(b)
	}
	e.Close()
	w.raw(`"}`)
	return err
}

// wholeSize is the most octets of a stream that may be written as a string.
const wholeSize = 64 << 10

// stream writes what r gives, whose first octet is at offset. It returns the
// error of r, or that there is a NUL where none may be.
func (w *jsonWriter) stream(r io.Reader, offset int64) error {
	// More than one octet larger than what may be a string.
	if w.chunk == nil {
		w.chunk = make([]byte, wholeSize+1)
	}
	lit, ok := r.(interface{ Header() literal.Header })
	text := ok && !lit.Header().Binary
	var failed error
	next := func() ([]byte, error) {
		n, err := io.ReadFull(r, w.chunk)
		b := w.chunk[:n]
		if err == io.EOF || err == io.ErrUnexpectedEOF && readToEnd(r) {
			err = io.EOF
		}
		if i := bytes.IndexByte(b, 0); text && i >= 0 {
			b, err = b[:i], &wire.SyntaxError{Offset: offset + int64(i), Rule: "CHAR8", Err: wire.ErrNUL}
		}
		offset += int64(n)
		return b, err
	}
	b, err := next()
	switch {
	case err == nil:
		failed = w.base64(b, next)
	case utf8.Valid(b):
		w.scalar(string(b))
		failed = err
	default:
		w.base64(b, nil)
		failed = err
	}
	if failed == io.EOF {
		return nil
	}
	return failed
}

// readToEnd reports whether the short end of r is not an error: io.ReadFull
// gives the same for both.
func readToEnd(r io.Reader) bool {
	lit, ok := r.(interface{ Err() error })
	return !ok || lit.Err() == nil
}
