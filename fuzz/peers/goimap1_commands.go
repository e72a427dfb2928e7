package main

import (
	"bufio"
	"fmt"
	"io"

	imap "github.com/emersion/go-imap"
	"github.com/emersion/go-imap/commands"

	"imapkit.example/fuzz"
	"imapkit.example/fuzz/internal/measure"
)

// goimap1Commands reads commands with imap.Reader into the types of package
// commands, as the server of that library does.
func goimap1Commands(_ fuzz.Workload, t *measure.Traffic) (driver, error) {
	return func(s *seen) error {
		r := imap.NewReader(bufio.NewReader(t.Reader()))
		for {
			fields, err := r.ReadLine()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			var c imap.Command
			if err := c.Parse(fields); err != nil {
				return err
			}
			s.messages++
			s.sum.String(c.Tag)
			s.sum.String(c.Name)
			if err := s.command1(&c); err != nil {
				return err
			}
		}
	}, nil
}

// command1 reads the arguments of c into the type for its name.
func (s *seen) command1(c *imap.Command) error {
	switch c.Name {
	case "NOOP", "CHECK", "CLOSE", "CAPABILITY":
		return nil
	case "EXPUNGE":
		if len(c.Arguments) == 0 {
			return nil
		}
		// Of UID EXPUNGE, that has no type.
		text, _ := c.Arguments[0].(string)
		set, err := imap.ParseSeqSet(text)
		s.set1(set)
		return err
	case "UID":
		var x commands.Uid
		if err := x.Parse(c.Arguments); err != nil {
			return err
		}
		inner := x.Cmd.Command()
		s.sum.String(inner.Name)
		return s.command1(inner)
	}
	var x interface {
		Parse(fields []interface{}) error
	}
	switch c.Name {
	case "FETCH":
		x = new(commands.Fetch)
	case "STORE":
		x = new(commands.Store)
	case "COPY":
		x = new(commands.Copy)
	case "MOVE":
		x = new(commands.Move)
	case "SEARCH":
		x = new(commands.Search)
	case "SELECT":
		x = new(commands.Select)
	case "STATUS":
		x = new(commands.Status)
	case "LOGIN":
		x = new(commands.Login)
	case "LIST", "LSUB":
		x = &commands.List{Subscribed: c.Name == "LSUB"}
	case "CREATE":
		x = new(commands.Create)
	case "SUBSCRIBE":
		x = new(commands.Subscribe)
	case "UNSUBSCRIBE":
		x = new(commands.Unsubscribe)
	case "APPEND":
		x = new(commands.Append)
	default:
		return fmt.Errorf("has no type for %s", c.Name)
	}
	if err := x.Parse(c.Arguments); err != nil {
		return err
	}
	return s.visit1(x)
}

// visit1 visits the fields of a command.
func (s *seen) visit1(x any) error {
	switch x := x.(type) {
	case *commands.Fetch:
		s.set1(x.SeqSet)
		for _, item := range x.Items {
			if item != imap.FetchUid {
				s.elements++
			}
			s.sum.String(string(item))
		}
	case *commands.Store:
		s.set1(x.SeqSet)
		s.sum.String(string(x.Item))
		list, err := imap.ParseStringList(x.Value)
		if err != nil {
			return err
		}
		s.elements += len(list)
		s.sum.Strings(list)
	case *commands.Copy:
		s.set1(x.SeqSet)
		s.sum.String(x.Mailbox)
	case *commands.Move:
		s.set1(x.SeqSet)
		s.sum.String(x.Mailbox)
	case *commands.Search:
		s.sum.String(x.Charset)
		s.criteria1(x.Criteria)
	case *commands.Select:
		s.sum.String(x.Mailbox)
	case *commands.Status:
		s.sum.String(x.Mailbox)
		s.elements += len(x.Items)
		for _, item := range x.Items {
			s.sum.String(string(item))
		}
	case *commands.Login:
		s.sum.String(x.Username)
		s.sum.String(x.Password)
	case *commands.List:
		s.sum.String(x.Reference)
		s.sum.String(x.Mailbox)
	case *commands.Create:
		s.sum.String(x.Mailbox)
	case *commands.Subscribe:
		s.sum.String(x.Mailbox)
	case *commands.Unsubscribe:
		s.sum.String(x.Mailbox)
	case *commands.Append:
		s.sum.String(x.Mailbox)
		s.elements += len(x.Flags)
		s.sum.Strings(x.Flags)
		if !x.Date.IsZero() {
			s.sum.Time(x.Date)
		}
		n, err := io.Copy(io.Discard, x.Message)
		s.elements += int(n)
		s.sum.Number(uint64(n))
		return err
	}
	return nil
}

func (s *seen) set1(x *imap.SeqSet) {
	if x == nil {
		return
	}
	for _, r := range x.Set {
		s.span(r.Start, r.Stop)
	}
}

func (s *seen) criteria1(c *imap.SearchCriteria) {
	for _, set := range [...]*imap.SeqSet{c.SeqNum, c.Uid} {
		if set != nil {
			for _, r := range set.Set {
				s.sum.Number(uint64(r.Start) + uint64(r.Stop))
			}
		}
	}
	s.sum.Time(c.Since)
	s.sum.Time(c.Before)
	s.sum.Time(c.SentSince)
	s.sum.Time(c.SentBefore)
	for k, list := range c.Header {
		s.sum.String(k)
		s.texts(list)
	}
	s.texts(c.Body)
	s.texts(c.Text)
	s.sum.Strings(c.WithFlags)
	s.sum.Strings(c.WithoutFlags)
	s.sum.Number(uint64(c.Larger) + uint64(c.Smaller))
	for _, x := range c.Not {
		s.criteria1(x)
	}
	for _, x := range c.Or {
		s.criteria1(x[0])
		s.criteria1(x[1])
	}
}
