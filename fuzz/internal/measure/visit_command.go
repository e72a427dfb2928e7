package measure

import (
	"io"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// Command visits all fields of c. The messages of an APPEND go to io.Discard;
// the error is that of reading them.
func (s *Sum) Command(c command.Command) error {
	switch c := c.(type) {
	case *command.Bare:
	case *command.Fetch:
		s.fetch(c)
	case *command.Store:
		s.store(c)
	case *command.Copy:
		s.Bool(c.UID)
		s.Set(c.Set)
		s.String(c.Mailbox)
	case *command.Move:
		s.Bool(c.UID)
		s.Set(c.Set)
		s.String(c.Mailbox)
	case *command.UIDExpunge:
		s.Set(c.Set)
	case *command.Search:
		s.Bool(c.UID)
		s.String(c.Charset)
		for i := range c.Return {
			x := &c.Return[i]
			s.String(string(x.Name))
			s.Number(uint64(x.Range.First) + uint64(x.Range.Last) + uint64(len(x.Value)))
		}
		*s += ofKeys(c.Keys)
	case *command.Status:
		s.String(c.Mailbox)
		for _, x := range c.Items {
			s.String(string(x))
		}
	case *command.Select:
		s.String(c.Mailbox)
		s.Bool(c.ReadOnly)
		s.Bool(c.CondStore)
		s.Bool(c.Annotate)
		s.Extensions(c.Params)
		if c.QResync != nil {
			s.Any(c.QResync)
		}
	case *command.List:
		s.String(c.Reference)
		s.Strings(c.Patterns)
		s.Bool(c.Many)
		s.Extensions(c.Select)
		s.Extensions(c.Return)
		for _, x := range c.Status {
			s.String(string(x))
		}
	case *command.LSub:
		s.String(c.Reference)
		s.String(c.Pattern)
	case *command.Login:
		s.String(c.User)
		s.String(c.Password)
	case *command.Create:
		s.String(c.Mailbox)
		s.Flags(c.Use)
		s.Extensions(c.Params)
	case *command.Delete:
		s.String(c.Mailbox)
	case *command.Subscribe:
		s.String(c.Mailbox)
	case *command.Unsubscribe:
		s.String(c.Mailbox)
	case *command.ID:
		s.Params(c.Params)
	case *command.Enable:
		s.Strings(c.Capabilities)
	case *command.AppendStream:
		s.String(c.Mailbox)
		return s.messages(c.Next)
	case *command.ReplaceStream:
		s.Bool(c.UID)
		s.Number(uint64(c.Number))
		s.String(c.Mailbox)
		return s.messages(c.Next)
	case *command.Unknown:
		s.String(string(c.CommandName))
		s.Number(uint64(len(c.Args)))
	default:
		s.Any(c)
	}
	return nil
}

func (s *Sum) fetch(c *command.Fetch) {
	s.Bool(c.UID)
	s.Set(c.Set)
	s.String(string(c.Macro))
	*s += ofItems(c.Items)
	s.Number(c.ChangedSince.ModSeq)
	s.Bool(c.ChangedSince.Valid)
	s.Bool(c.Vanished)
	s.Number(uint64(c.Partial.First) + uint64(c.Partial.Last))
	s.Extensions(c.Modifiers)
}

// ofItems is what visiting items of FETCH adds. It is summed in a register: in
// memory one addition waits for the other.
func ofItems(list []command.FetchItem) (sum Sum) {
	for i := range list {
		x := &list[i]
		sum += ofString(string(x.Name)) + ofString(string(x.Section.Text))
		for _, n := range x.Section.Part {
			sum += Sum(n)
		}
		for _, f := range x.Section.Fields {
			sum += ofString(f)
		}
		sum += Sum(x.Partial.Offset) + Sum(x.Partial.Length) + Sum(len(x.Args))
		if x.Lazy {
			sum++
		}
		for _, e := range x.Entries {
			sum += ofString(e)
		}
		for _, a := range x.Attributes {
			sum += ofString(a)
		}
	}
	return sum
}

func (s *Sum) store(c *command.Store) {
	s.Bool(c.UID)
	s.Set(c.Set)
	s.Number(c.UnchangedSince.ModSeq + uint64(c.Attribute) + uint64(c.Action))
	s.Bool(c.UnchangedSince.Valid)
	s.Bool(c.Silent)
	s.Flags(c.Flags)
	s.Strings(c.Labels)
	s.Extensions(c.Modifiers)
	if len(c.Annotations) > 0 {
		s.Any(c.Annotations)
	}
}

// ofKeys is what visiting search keys adds: see ofItems.
func ofKeys(list []command.SearchKey) (sum Sum) {
	for i := range list {
		k := &list[i]
		sum += ofString(string(k.Name)) + ofString(k.Field) + ofString(k.Text) + ofString(string(k.Flag))
		sum += Sum(k.Date.Year+int(k.Date.Month)+k.Date.Day) + Sum(k.Size) + Sum(k.Number) + Sum(len(k.Args))
		for _, r := range k.Set.Ranges {
			sum += Sum(r.First) + Sum(r.Last)
		}
		if k.Set.Saved {
			sum++
		}
		if len(k.Keys) > 0 {
			sum += ofKeys(k.Keys)
		}
		if k.Value.Valid {
			sum += 1 + ofString(k.Value.String)
		}
	}
	return sum
}

// messages visits the messages that next returns until io.EOF.
func (s *Sum) messages(next func() (*command.AppendMessage, error)) error {
	for {
		m, err := next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		s.Flags(m.Flags)
		if !m.Date.IsZero() {
			s.Time(m.Date)
		}
		if len(m.Annotations) > 0 {
			s.Any(m.Annotations)
		}
		s.Extensions(m.Extensions)
		s.Number(uint64(m.Size))
		s.Bool(m.Binary)
		s.Bool(m.UTF8)
		if !m.Catenate {
			err = s.data(m.Data)
		} else {
			err = s.parts(m)
		}
		if err != nil {
			return err
		}
	}
}

// parts visits the parts of a message that is made of parts.
func (s *Sum) parts(m *command.AppendMessage) error {
	for {
		p, err := m.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		s.String(p.URL)
		s.Number(uint64(p.Size))
		s.Bool(p.UTF8)
		if p.Data == nil {
			continue
		}
		if err := s.data(p.Data); err != nil {
			return err
		}
	}
}

// isEnabled reports whether list has mailbox names be UTF-8.
func isEnabled(list []string) bool {
	for _, s := range list {
		if wire.Flag(s).Equal("IMAP4rev2") || wire.Flag(s).Equal("UTF8=ACCEPT") {
			return true
		}
	}
	return false
}
