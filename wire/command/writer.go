package command

import (
	"io"
	"strings"

	"imapkit.example/tag"
	"imapkit.example/wire"
)

// A Writer writes commands as a client does. It is not safe for concurrent
// use.
type Writer struct{ e *wire.Encoder }

// NewWriter returns a Writer to w. opts.Side is taken to be wire.Client; a
// client that sends synchronizing literals sets [wire.Encoder.OnLiteral] or
// calls [wire.Encoder.Hold].
func NewWriter(w io.Writer, opts wire.Options) *Writer {
	opts.Side = wire.Client
	return &Writer{e: wire.NewEncoder(w, opts)}
}

// Encoder returns the Encoder that w writes with.
func (w *Writer) Encoder() *wire.Encoder { return w.e }

// Write writes the command c under tag t and flushes it, in one Write where no
// continuation is awaited. If c cannot be encoded, nothing is written; after
// wire.ErrBroken the connection has to be closed.
func (w *Writer) Write(t tag.Tag, c Command) error {
	if err := w.Encode(t, c); err != nil {
		return err
	}
	return w.e.Flush()
}

// Encode is Write without the flush. Behind it is the moment to tell a
// tag.Pipeline what is about to be sent, so that an answer cannot come too
// early for it. That moment is there for each piece of a command with literals
// if the Encoder holds its messages:
//
//	w.Encoder().Hold(true)
//	…
//	err := w.Encode(t, c)
//	…                       // then, and at each "+":
//	if w.Encoder().Waits() {
//		err = pipeline.Wait(t)
//	} else {
//		err = pipeline.Sent(t)
//	}
//	err = w.Encoder().Flush()
func (w *Writer) Encode(t tag.Tag, c Command) error {
	w.e.Tag(t)
	w.e.SP()
	writeName(w.e, c.Name())
	c.Encode(w.e)
	return w.e.End()
}

// Done writes the line that ends IDLE.
func (w *Writer) Done() error {
	w.e.Syntax("DONE")
	if err := w.e.End(); err != nil {
		return err
	}
	return w.e.Flush()
}

// AuthData writes a line of AUTHENTICATE data, base64-encoded.
func (w *Writer) AuthData(data []byte) error {
	encodeBase64(w.e, data)
	if err := w.e.End(); err != nil {
		return err
	}
	return w.e.Flush()
}

// Cancel writes the line that cancels AUTHENTICATE.
func (w *Writer) Cancel() error {
	w.e.Syntax("*")
	if err := w.e.End(); err != nil {
		return err
	}
	return w.e.Flush()
}

func writeName(e *wire.Encoder, n Name) {
	const uid = uidPrefix
	words := plainNames
	switch {
	case len(n) > len(uid) && n[:len(uid)] == uid:
		e.Syntax(uid)
		n, words = n[len(uid):], uidNames
	case len(n) > len(uid) && strings.EqualFold(string(n[:len(uid)]), uid):
		e.Keyword(string(n[:len(uid)]))
		n, words = n[len(uid):], uidNames
	case len(n) == len("UID") && strings.EqualFold(string(n), "UID"):
		e.Fail("uid", wire.ErrEncode) // what follows would belong to the name
	}
	if _, ok := words.Write(e, string(n)); !ok {
		e.Atom(string(n))
	}
}
