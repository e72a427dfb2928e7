package main

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"

	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// The lines that a client sends besides its commands.
type (
	// done ends IDLE.
	done struct{}
	// authData is a line of AUTHENTICATE data.
	authData struct{ Data []byte }
	// authCancel is the "*" that ends AUTHENTICATE.
	authCancel struct{}
)

// A client is what a client has sent.
type client struct {
	r    *command.Reader
	last command.Name // IDLE or AUTHENTICATE while their lines may follow
}

func newClient(r io.Reader, opts wire.Options) *client {
	c := &client{r: command.NewReader(r, opts)}
	c.r.Fresh = true
	return c
}

func (c *client) decoder() *wire.Decoder { return c.r.Decoder() }

func (c *client) next(m *message) error {
	line, err := c.r.Peek()
	if err != nil {
		m.err = err
		return err
	}
	line = bytes.TrimRight(line, " ")
	switch {
	case c.last == command.IdleName && bytes.EqualFold(line, []byte("DONE")):
		m.kind, m.value, m.err = "done", &done{}, c.r.Done()
		return nil
	case c.last == command.AuthenticateName && !isCommand(line):
		c.authData(m)
		return nil
	}
	h, err := c.r.Next()
	m.kind, m.tag, m.err = strings.ToLower(string(h.Name)), safeTag(h.Tag, m.offset, err), err
	if err == nil {
		if x, err := c.r.Decode(); err == nil {
			m.value = x
		} else {
			m.err = err
		}
	}
	return nil
}

// isCommand reports whether a line that stands where a secret may stand looks
// like a command: a tag and a word.
func isCommand(line []byte) bool {
	tag, rest, found := bytes.Cut(line, []byte{' '})
	name, _, _ := bytes.Cut(rest, []byte{' '})
	return found && len(tag) <= 20 && isWord(name)
}

// isWord reports whether b has nothing but letters.
func isWord(b []byte) bool {
	for _, c := range b {
		if c |= 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return len(b) > 0
}

func (c *client) authData(m *message) {
	m.kind = "auth data"
	data, err := c.r.AuthData()
	switch {
	case errors.Is(err, command.ErrCancelled):
		m.kind, m.value = "auth cancel", &authCancel{}
	case err != nil:
		m.err = err
	default:
		m.value = &authData{data}
	}
}

// settle makes what a line means depend on what was written alone: what -canon has
// left out must not change it for who reads the rest.
func (c *client) settle(m *message) {
	if m.unwritten != nil {
		return
	}
	if _, more := m.value.(*authData); !more {
		c.last = ""
	}
	switch x := m.value.(type) {
	case *command.Enable:
		enable(c.decoder(), x.Capabilities)
	case *command.Bare:
		if x.Name() == command.IdleName {
			c.last = command.IdleName
		}
	case *command.Authenticate:
		c.last = command.AuthenticateName
	}
}

// safeTag returns the tag of a message, unless the error is right behind it:
// such a line may be a piece of a secret rather than a command.
func safeTag(t tag.Tag, offset int64, err error) tag.Tag {
	if e := syntax(err); e != nil && e.Offset <= offset+int64(len(t)) {
		return ""
	}
	return t
}

// enable has mailbox names read as what the capabilities in list make of them.
func enable(d *wire.Decoder, list []string) {
	for _, s := range list {
		if strings.EqualFold(s, "IMAP4rev2") || strings.EqualFold(s, "UTF8=ACCEPT") {
			opts := d.Options()
			opts.UTF8 = true
			d.SetOptions(opts)
		}
	}
}

// A server is what a server has sent.
type server struct{ r *response.Reader }

func newServer(r io.Reader, opts wire.Options) *server {
	s := &server{response.NewReader(r, opts)}
	s.r.Fresh = true
	return s
}

func (s *server) decoder() *wire.Decoder { return s.r.Decoder() }

func (s *server) next(m *message) error {
	line, err := s.r.Peek()
	if err != nil {
		m.err = err
		return err
	}
	m.kind = kindOfLine(line)
	x, err := s.r.Next()
	if err != nil {
		m.err = err
		if e := syntax(err); e != nil {
			m.tag = safeTag(e.Tag, m.offset, err)
		}
		return nil
	}
	m.value, m.kind = x, kindOf(x)
	if x, ok := x.(*response.Status); ok {
		m.tag = x.Tag
	}
	return nil
}

func (s *server) settle(m *message) {
	if x, ok := m.value.(*response.Enabled); ok {
		enable(s.decoder(), x.Capabilities)
	}
}

// maxKind is the longest name, in octets, that is told of a response which is
// malformed.
const maxKind = 20

// kindOfLine returns the name of the response that line begins, which need not
// be well formed, or "" if there is none that could be one.
func kindOfLine(line []byte) string {
	if bytes.HasPrefix(line, []byte{'+'}) {
		return "continue"
	}
	words := bytes.Fields(line)
	if len(words) < 2 {
		return ""
	}
	word := words[1]
	if string(words[0]) != "*" {
		// It may be anything, were it not one of these.
		for _, t := range [...]response.Type{response.OK, response.NO, response.BAD, response.BYE} {
			if strings.EqualFold(string(word), string(t)) {
				return strings.ToLower(string(t))
			}
		}
		return ""
	}
	if len(words) > 2 && len(bytes.Trim(word, "0123456789")) == 0 {
		word = words[2]
	}
	for _, c := range word {
		if c |= 0x20; c != '-' && (c < 'a' || c > 'z') {
			return ""
		}
	}
	if len(word) > maxKind {
		return ""
	}
	return strings.ToLower(string(word))
}

// kindOf returns the name of a response in lower case. Types whose name is
// not that of the response are listed.
func kindOf(x response.Response) string {
	name := ""
	switch x := x.(type) {
	case *response.Status:
		name = string(x.Type)
	case *response.Unknown:
		name = x.Name
	case *response.FetchStream:
		if name = "fetch"; x.UID != 0 {
			name = "uidfetch"
		}
	case *response.MailboxStatus:
		name = "status"
	case *response.List:
		switch name = "list"; {
		case x.LSub:
			name = "lsub"
		case x.XList:
			name = "xlist"
		}
	default:
		name = reflect.TypeOf(x).Elem().Name()
	}
	return strings.ToLower(name)
}
