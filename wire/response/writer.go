package response

import (
	"io"
	"strings"

	"imapkit.example/wire"
)

// A Writer writes responses as a server does. Finished responses are gathered
// and written together; [Writer.Flush] writes what is left. It is not safe for
// concurrent use.
type Writer struct {
	e     *wire.Encoder
	trace func(line string)
}

// NewWriter returns a Writer to w. opts.Side is taken to be wire.Server.
func NewWriter(w io.Writer, opts wire.Options) *Writer {
	opts.Side = wire.Server
	return &Writer{e: wire.NewEncoder(w, opts)}
}

// Encoder returns the Encoder that w writes with.
func (w *Writer) Encoder() *wire.Encoder { return w.e }

// Trace calls f with each response as [String] gives it, before it is written.
// A nil f ends that.
func (w *Writer) Trace(f func(line string)) { w.trace = f }

// Write writes r, without a flush. If it cannot be encoded, nothing is written; if the Data of
// a literal failed half way, the error is followed by wire.ErrBroken and the
// connection has to be closed.
func (w *Writer) Write(r Response) error {
	if w.trace != nil {
		w.trace(String(r))
	}
	r.Encode(w.e)
	return w.e.End()
}

// Flush writes what was gathered.
func (w *Writer) Flush() error { return w.e.Flush() }

// String returns r as one line for people, with the data of literals left out.
// It does not read their Data.
func String(r Response) string {
	var b strings.Builder
	w := NewWriter(&b, wire.Options{UTF8: true, Redact: true})
	if err := w.Write(r); err != nil {
		return "* (" + err.Error() + ")"
	}
	w.Flush()
	return strings.TrimSuffix(b.String(), "\r\n")
}
