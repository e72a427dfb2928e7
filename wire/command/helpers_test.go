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
	for _, table := range [][]test{authTests, mailboxTests, listTests, messageTests, searchTests, appendTests} {
		all = append(all, table...)
	}
	return all
}

// collect returns c, or what an AppendStream gives as an Append.
func collect(c command.Command) (command.Command, error) {
	s, isStream := c.(*command.AppendStream)
	if !isStream {
		return c, nil
	}
	whole := &command.Append{Mailbox: s.Mailbox}
	for {
		m, err := s.Next()
		if err == io.EOF {
			return whole, nil
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(m.Data)
		if err != nil {
			return nil, err
		}
		x := *m
		x.Flags = append([]wire.Flag(nil), m.Flags...)
		x.Data = strings.NewReader(string(data))
		if int64(len(data)) != m.Size {
			return nil, fmt.Errorf("%d octets, want %d", len(data), m.Size)
		}
		whole.Messages = append(whole.Messages, &x)
	}
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
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b *command.AppendMessage) bool {
		return cmp.Equal(a.Flags, b.Flags, cmpopts.EquateEmpty()) && a.Date.Equal(b.Date) && a.Size == b.Size &&
			a.Binary == b.Binary && text(a.Data) == text(b.Data)
	}))
}

// text returns what a strings.Reader holds, without reading it.
func text(r io.Reader) string {
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
