package main

import (
	"github.com/ProtonMail/gluon/imap/command"
	"github.com/ProtonMail/gluon/rfcparser"

	"imapkit.example/fuzz"
	"imapkit.example/fuzz/internal/measure"
)

// gluonCommands reads commands with command.Parser, as the server of that
// library does.
func gluonCommands(_ fuzz.Workload, t *measure.Traffic) (driver, error) {
	return func(s *seen) error {
		p := command.NewParser(rfcparser.NewScanner(t.Reader()))
		for range t.Messages {
			c, err := p.Parse()
			if err != nil {
				return err
			}
			s.messages++
			s.sum.String(c.Tag)
			s.gluon(c.Payload)
		}
		return nil
	}, nil
}

func (s *seen) gluon(x command.Payload) {
	switch x := x.(type) {
	case *command.UID:
		s.gluon(x.Command)
	case *command.UIDExpunge:
		s.gluonSet(x.SeqSet)
	case *command.Fetch:
		s.gluonSet(x.SeqSet)
		for _, a := range x.Attributes {
			s.gluonAttribute(a)
		}
	case *command.Store:
		s.gluonSet(x.SeqSet)
		s.elements += len(x.Flags)
		s.sum.Number(uint64(x.Action))
		s.sum.Bool(x.Silent)
		s.sum.Strings(x.Flags)
	case *command.Copy:
		s.gluonSet(x.SeqSet)
		s.sum.String(x.Mailbox)
	case *command.Move:
		s.gluonSet(x.SeqSet)
		s.sum.String(x.Mailbox)
	case *command.Search:
		s.sum.String(x.Charset)
		s.gluonKeys(x.Keys)
	case *command.Select:
		s.sum.String(x.Mailbox)
	case *command.Status:
		s.sum.String(x.Mailbox)
		s.elements += len(x.Attributes)
		for _, a := range x.Attributes {
			s.sum.Number(uint64(a))
		}
	case *command.Login:
		s.sum.String(x.UserID)
		s.sum.String(x.Password)
	case *command.List:
		s.sum.String(x.Mailbox)
		s.sum.String(x.ListMailbox)
	case *command.LSub:
		s.sum.String(x.Mailbox)
		s.sum.String(x.LSubMailbox)
	case *command.Create:
		s.sum.String(x.Mailbox)
	case *command.Subscribe:
		s.sum.String(x.Mailbox)
	case *command.Unsubscribe:
		s.sum.String(x.Mailbox)
	case *command.Append:
		s.sum.String(x.Mailbox)
		s.elements += len(x.Flags) + len(x.Literal)
		s.sum.Strings(x.Flags)
		s.sum.Time(x.DateTime)
		s.sum.Number(uint64(len(x.Literal)))
	}
}

func (s *seen) gluonSet(list []command.SeqRange) {
	for _, r := range list {
		s.span(uint32(r.Begin), uint32(r.End))
	}
}

func (s *seen) gluonAttribute(a command.FetchAttribute) {
	s.elements++
	switch a.(type) {
	case *command.FetchAttributeUID:
		s.elements--
	case *command.FetchAttributeFast:
		s.elements += 2 // it stands for three items
	}
	x, ok := a.(*command.FetchAttributeBodySection)
	if !ok {
		s.sum.Number(1)
		return
	}
	s.sum.Bool(x.Peek)
	if x.Partial != nil {
		s.sum.Number(uint64(x.Partial.Offset) + uint64(x.Partial.Count))
	}
	s.gluonSection(x.Section)
}

func (s *seen) gluonSection(x command.BodySection) {
	switch x := x.(type) {
	case *command.BodySectionHeaderFields:
		s.sum.Bool(x.Negate)
		s.sum.Strings(x.Fields)
	case *command.BodySectionPart:
		for _, n := range x.Part {
			s.sum.Number(uint64(n))
		}
		s.gluonSection(x.Section)
	}
}

func (s *seen) gluonKeys(keys []command.SearchKey) {
	for _, k := range keys {
		s.gluonKey(k)
	}
}

func (s *seen) gluonKey(k command.SearchKey) {
	switch k := k.(type) {
	case *command.SearchKeyFrom:
		s.text(k.Value)
	case *command.SearchKeySubject:
		s.text(k.Value)
	case *command.SearchKeyTo:
		s.text(k.Value)
	case *command.SearchKeyCC:
		s.text(k.Value)
	case *command.SearchKeyBody:
		s.text(k.Value)
	case *command.SearchKeyText:
		s.text(k.Value)
	case *command.SearchKeyHeader:
		s.sum.String(k.Field)
		s.text(k.Value)
	case *command.SearchKeyKeyword:
		s.sum.String(k.Value)
	case *command.SearchKeyUnkeyword:
		s.sum.String(k.Value)
	case *command.SearchKeySince:
		s.sum.Time(k.Value)
	case *command.SearchKeyBefore:
		s.sum.Time(k.Value)
	case *command.SearchKeySentSince:
		s.sum.Time(k.Value)
	case *command.SearchKeyOn:
		s.sum.Time(k.Value)
	case *command.SearchKeyLarger:
		s.sum.Number(uint64(k.Value))
	case *command.SearchKeySmaller:
		s.sum.Number(uint64(k.Value))
	case *command.SearchKeyUID:
		s.gluonSet(k.SeqSet)
	case *command.SearchKeySeqSet:
		s.gluonSet(k.SeqSet)
	case *command.SearchKeyNot:
		s.gluonKey(k.Key)
	case *command.SearchKeyOr:
		s.gluonKey(k.Key1)
		s.gluonKey(k.Key2)
	case *command.SearchKeyList:
		s.gluonKeys(k.Keys)
	default:
		s.sum.Number(1)
	}
}
