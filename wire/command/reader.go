package command

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"imapkit.example/wire"
)

// A Reader reads commands as a server does. It is not safe for concurrent use.
type Reader struct {
	// Extend, if not nil, is asked for the type of a command first. It
	// returns nil for names it does not know. Commands that are new, and
	// other types for known ones, are added here.
	Extend func(Name) Command
	// Fresh makes each command begin as the zero value of its type: a list
	// that is absent is nil, whatever was read before. Memory is not used
	// again then.
	Fresh bool

	d       *wire.Decoder
	header  Header
	command func(s *commands) Command // of header; nil if there is no type for it
	sent    Name                      // header.Name as it was sent, if there is no type for it
	decoded bool
	peeked  bool // a message was begun by Peek
	set     commands
}

// largeCommand is the length in octets of a command behind which its memory is
// given back: what one command has grown is not kept for the next.
const largeCommand = 8 << 10

// NewReader returns a Reader of the commands in r. opts.Side is taken to be
// wire.Server.
func NewReader(r io.Reader, opts wire.Options) *Reader {
	opts.Side = wire.Server
	return &Reader{d: wire.NewDecoder(r, opts)}
}

// Format prints nothing of the commands that r holds, which may be secrets.
func (r *Reader) Format(f fmt.State, verb rune) { format(f, verb, "command.Reader") }

// Decoder returns the Decoder that r reads with.
func (r *Reader) Decoder() *wire.Decoder { return r.d }

// begin begins the next message, unless Peek has done so.
func (r *Reader) begin() error {
	if r.peeked {
		r.peeked = false
		return nil
	}
	return r.d.Next()
}

// Peek begins the next message and returns its first line without the line
// end; it is valid until the next call. Next, Done or AuthData then reads that
// same message: who sees what a client sent, but not the answers, can so tell
// a command from a line that continues one. Its errors are those of Next.
func (r *Reader) Peek() ([]byte, error) {
	if err := r.begin(); err != nil {
		return nil, err
	}
	r.peeked = true
	line, _, _ := bytes.Cut(r.d.UnreadBuffer(), []byte{'\n'})
	return bytes.TrimSuffix(line, []byte{'\r'}), nil
}

// Next reads the tag and the name of the next command and drops what was left
// of the last one. Its errors are:
//
//   - io.EOF at the end of the stream,
//   - a *wire.SyntaxError if the line does not begin as a command does; its
//     Tag is set if the tag was legible, and the next call goes on with the
//     next command,
//   - anything else, including a *wire.SyntaxError for an endless line, when
//     the stream cannot be read further; the next call then returns the same.
//
// Next and [Reader.Decode] read
//
//	command = tag SP (command-any / command-auth / command-nonauth /
//	          command-select) CRLF
func (r *Reader) Next() (Header, error) {
	switch {
	case r.Fresh:
		r.set = commands{}
	case r.d.InputOffset()-r.d.MessageOffset() <= largeCommand:
	case r.streamed():
		r.set.append.trim()
		r.set.replace.stream.trim()
	default:
		r.set = commands{}
	}
	r.header.Name, r.decoded = "", false
	if err := r.begin(); err != nil {
		return Header{}, err
	}
	t := r.d.Tag()
	r.d.SP()
	// Most commands begin with "UID", in upper case.
	line, prefix, words := r.d.UnreadBuffer(), 0, plainNames
	if r.d.TryExact(uidPrefix) {
		prefix, words = len(uidPrefix), uidNames
	}
	k, sent := nextKnown(r.d, words)
	if k.name == "UID" && prefix == 0 {
		r.d.SP()
		prefix = len(uidPrefix)
		k, sent = nextKnown(r.d, uidNames)
	}
	if k.command == nil && prefix > 0 {
		k.name = uidPrefix + k.name
		sent = string(line[:prefix]) + sent
	}
	if err := r.d.Err(); err != nil {
		return Header{Tag: t}, err
	}
	r.header, r.command, r.sent = Header{t, k.name}, k.command, Name(sent)
	return r.header, nil
}

// streamed reports whether most of the last command was streamed past r.
func (r *Reader) streamed() bool {
	switch r.header.Name {
	case AppendName, ReplaceName, UIDReplaceName:
		return true
	}
	return false
}

// Decode reads the arguments of the command whose header Next returned. The
// result is owned by r and valid until the next call to Next; a command of
// which no type is known is an *[Unknown]. After an error the next call to
// Next goes on with the next command.
//
// An APPEND is returned as an *[AppendStream] as soon as its mailbox name was
// read; its messages are read from the connection.
func (r *Reader) Decode() (Command, error) {
	if r.decoded || r.header.Name == "" {
		return nil, errors.New("command: Decode without Next")
	}
	r.decoded = true
	var c Command
	if r.Extend != nil {
		c = r.Extend(r.header.Name)
	}
	switch {
	case c != nil:
		if x, unknown := c.(*Unknown); unknown && r.sent != "" {
			x.CommandName = r.sent
		}
	case r.command != nil:
		c = r.command(&r.set)
	default:
		r.set.unknown.CommandName = r.sent
		c = &r.set.unknown
	}
	var err error
	if f, ok := c.(*Fetch); ok && f == &r.set.fetch {
		err = f.decode(r.d, &r.set.items)
	} else {
		err = c.Decode(r.d)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Skip drops the rest of the current command. It is needed only before the
// connection changes its layer; Next skips as well.
func (r *Reader) Skip() error {
	r.peeked = false
	return r.d.SkipMessage()
}

// Done reads the line that ends IDLE (RFC 9051, Section 6.3.13). Any other line is
// a *wire.SyntaxError.
//
//	idle = "IDLE" CRLF "DONE"
func (r *Reader) Done() error {
	if err := r.begin(); err != nil {
		return err
	}
	r.d.Keyword("DONE")
	return r.d.End()
}

// ErrCancelled is returned by [Reader.AuthData] for "*".
var ErrCancelled = errors.New("command: authentication cancelled by the client")

// AuthData reads a line of AUTHENTICATE data, without its base64 encoding
// (RFC 9051, Section 6.2.2). It returns [ErrCancelled] for "*" and a
// *wire.SyntaxError for what is not base64.
func (r *Reader) AuthData() ([]byte, error) {
	if err := r.begin(); err != nil {
		return nil, err
	}
	if r.d.TrySpecial('*') {
		if err := r.d.End(); err != nil {
			return nil, err
		}
		return nil, ErrCancelled
	}
	data := decodeBase64(r.d, r.d.MessageOffset(), r.d.Text())
	if err := r.d.End(); err != nil {
		return nil, err
	}
	return data, nil
}

// decodeBase64 returns what text stands for, which was read at the offset at.
//
//	base64 = *(4base64-char) [base64-terminal]
func decodeBase64(d *wire.Decoder, at int64, text []byte) []byte {
	data := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Strict().Decode(data, text)
	if err != nil {
		d.FailAt(at, "base64", errBase64)
		return nil
	}
	return data[:n]
}

// errBase64 replaces the error of package base64, which tells where in a
// secret it stands.
var errBase64 = errors.New("malformed")

// nextKnown reads the name of a command. Of one that is not known the result has
// nothing but the name, and sent is the name as it was sent; only then it
// allocates.
func nextKnown(d *wire.Decoder, words *wire.Words[known]) (k known, sent string) {
	if k, ok := words.ReadAtom(d); ok {
		return k, ""
	}
	b := d.AtomView()
	return known{name: Name(upper(b))}, string(b)
}

// word reads an atom: what words has for it, or the atom as it was sent. It
// allocates only for what is unknown.
func word[W ~string](d *wire.Decoder, words *wire.Words[W]) W {
	if w, ok := words.ReadAtom(d); ok {
		return w
	}
	return W(d.AtomView())
}

func upperByte(c byte) byte {
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}

func upper(b []byte) string {
	up := make([]byte, len(b))
	for i, c := range b {
		up[i] = upperByte(c)
	}
	return string(up)
}
