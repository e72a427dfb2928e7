package command_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"imapkit.example/literal"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// A test is one command. in has no CRLF at its end and, if rule is set, a ‸
// where the error is.
type test struct {
	in   string
	want command.Command // the value; nil if only the octets are compared
	out  string          // what it is written as, if not in
	rule string          // what the error expects
	line string
}

// ok is a command that is read as want and written as out, or as in if out is
// empty.
func ok(in string, want command.Command, out string) test {
	return test{in: in, want: want, out: out, line: caller()}
}

// bad is a command with an error at the ‸ in it.
func bad(in, rule string) test { return test{in: in, rule: rule, line: caller()} }

func caller() string {
	_, file, line, _ := runtime.Caller(2)
	return fmt.Sprintf("%s:%d", file[strings.LastIndexByte(file, '/')+1:], line)
}

const mark = "‸"

// input returns the octets of the test and the offset of its error, or -1.
func (x *test) input() ([]byte, int64) {
	at := int64(strings.Index(x.in, mark))
	return []byte(strings.Replace(x.in, mark, "", 1) + "\r\n"), at
}

// tests are all tables.
func tests() (all []test) {
	for _, table := range [][]test{authTests, mailboxTests, listTests, messageTests, searchTests, appendTests,
		syncTests, keyTests, sortTests, partTests, sourceTests, rightsTests, textTests} {
		all = append(all, table...)
	}
	return all
}

// collect returns c, or what a stream gives as an Append or a Replace.
func collect(c command.Command) (command.Command, error) {
	switch s := c.(type) {
	case *command.AppendStream:
		list, err := messages(s.Next)
		return &command.Append{Mailbox: s.Mailbox, Messages: list}, err
	case *command.ReplaceStream:
		list, err := messages(s.Next)
		if err != nil {
			return nil, err
		}
		return &command.Replace{UID: s.UID, Number: s.Number, Mailbox: s.Mailbox, Message: list[0]}, nil
	}
	return c, nil
}

// messages reads all messages of a stream.
func messages(next func() (*command.AppendMessage, error)) (list []*command.AppendMessage, err error) {
	for {
		m, err := next()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		x := command.AppendMessage{Flags: append([]wire.Flag(nil), m.Flags...), Date: m.Date, Annotations: m.Annotations,
			Extensions: m.Extensions, Size: m.Size, Binary: m.Binary, UTF8: m.UTF8, Catenate: m.Catenate}
		if m.Catenate {
			if _, err := m.Data.Read(nil); err != command.ErrCatenate {
				return nil, fmt.Errorf("data of a message with parts: %v", err)
			}
			x.Parts, err = parts(m)
		} else {
			x.Data, err = octets(m.Data, m.Size)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, &x)
	}
}

func parts(m *command.AppendMessage) (list []*command.AppendPart, err error) {
	for {
		p, err := m.NextPart()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		x := *p
		if p.Data != nil {
			if x.Data, err = octets(p.Data, p.Size); err != nil {
				return nil, err
			}
		}
		list = append(list, &x)
	}
}

func octets(r io.Reader, size int64) (io.Reader, error) {
	data, err := io.ReadAll(r)
	if err == nil && int64(len(data)) != size {
		err = fmt.Errorf("%d octets, want %d", len(data), size)
	}
	return strings.NewReader(string(data)), err
}

// message makes a message for an Append.
func message(data string, date time.Time, flags ...wire.Flag) *command.AppendMessage {
	return &command.AppendMessage{Flags: flags, Date: date, Size: int64(len(data)), Data: strings.NewReader(data)}
}

// decode reads the one command in b.
func decode(b []byte, opts wire.Options) (tag.Tag, command.Command, error) {
	r := command.NewReader(bytes.NewReader(b), opts)
	h, err := r.Next()
	if err != nil {
		return h.Tag, nil, err
	}
	c, err := r.Decode()
	if err == nil {
		c, err = collect(c)
	}
	if err != nil {
		return h.Tag, nil, err
	}
	if _, err := r.Next(); err != io.EOF {
		return h.Tag, nil, fmt.Errorf("behind the command: %v, want io.EOF", err)
	}
	return h.Tag, c, nil
}

// encode writes c as a client that may send every literal at once.
func encode(t tag.Tag, c command.Command, opts wire.Options) (string, error) {
	opts.Literals = literal.Plus
	var b bytes.Buffer
	err := command.NewWriter(&b, opts).Write(t, c)
	return b.String(), err
}

// diff compares two commands by value.
func diff(want, got command.Command) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(command.AppendMessage{}),
		cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) }),
		cmp.Comparer(func(a, b io.Reader) bool { return text(a) == text(b) }))
}

// text returns what a strings.Reader holds, without reading it.
func text(r io.Reader) string {
	if r == nil {
		return "nothing"
	}
	s := *r.(*strings.Reader)
	b, _ := io.ReadAll(&s)
	return string(b)
}

// events reads all commands in r and says what they are.
func events(r io.Reader) (list []string) {
	reader := command.NewReader(r, wire.Options{})
	add := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	failed := func(err error) (fatal bool) {
		add("%s, next at %d", describe(err), reader.Decoder().InputOffset())
		var syntax *wire.SyntaxError
		var limit *wire.LimitError
		return !errors.As(err, &syntax) || errors.As(err, &limit) && limit.Limit == "Line"
	}
	for {
		h, err := reader.Next()
		add("%q %q", h.Tag, h.Name)
		if err != nil {
			if failed(err) {
				return list
			}
			continue
		}
		c, err := reader.Decode()
		if err == nil {
			c, err = collect(c)
		}
		if err != nil {
			if failed(err) {
				return list
			}
			continue
		}
		s, err := encode(h.Tag, c, wire.Options{})
		add("%q %v, next at %d", s, err, reader.Decoder().InputOffset())
	}
}

func describe(err error) string {
	var x *wire.SyntaxError
	if !errors.As(err, &x) {
		return fmt.Sprintf("%T %v", err, err)
	}
	return fmt.Sprintf("offset %d column %d tag %q rule %q found %q: %v", x.Offset, x.Column, x.Tag, x.Rule, x.Found, x.Err)
}

// run calls f with each test.
func run(t *testing.T, f func(t *testing.T, x test)) {
	for _, x := range tests() {
		t.Run(x.line, func(t *testing.T) { f(t, x) })
	}
}
