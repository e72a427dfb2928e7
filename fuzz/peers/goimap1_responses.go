package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	imap "github.com/emersion/go-imap"
	"github.com/emersion/go-imap/responses"

	"imapkit.example/fuzz"
	"imapkit.example/fuzz/internal/measure"
)

// goimap1Responses reads responses with imap.ReadResp, and what it returns into
// the types of package imap, as the client of that library does: without its
// goroutines and channels.
func goimap1Responses(w fuzz.Workload, t *measure.Traffic) (driver, error) {
	if w.Name == "search" {
		// It would find out by itself, but takes a minute: the time in which
		// it reads an atom grows with the square of its length.
		return nil, errors.New("has no type for ESEARCH")
	}
	return func(s *seen) error {
		r := imap.NewReader(bufio.NewReader(t.Reader()))
		for {
			resp, err := imap.ReadResp(r)
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			s.messages++
			switch x := resp.(type) {
			case *imap.StatusResp:
				s.sum.String(x.Tag)
				s.sum.String(string(x.Type))
				s.sum.String(string(x.Code))
				s.fields1(x.Arguments)
				s.sum.String(x.Info)
			case *imap.ContinuationReq:
				s.sum.String(x.Info)
			default:
				if err := s.data1(resp); err != nil {
					return err
				}
			}
		}
	}, nil
}

// data1 visits a response that holds data. ID and NAMESPACE have no types.
func (s *seen) data1(resp imap.Resp) error {
	name, fields, ok := imap.ParseNamedResp(resp)
	if !ok {
		return fmt.Errorf("no named response: %v", resp)
	}
	switch name {
	case "FETCH":
		if len(fields) < 2 {
			return fmt.Errorf("%s has %d fields", name, len(fields))
		}
		n, err := imap.ParseNumber(fields[0])
		if err != nil {
			return err
		}
		list, _ := fields[1].([]interface{})
		m := &imap.Message{SeqNum: n}
		if err := m.Parse(list); err != nil {
			return err
		}
		return s.message1(m)
	case "LIST", "LSUB":
		var m imap.MailboxInfo
		if err := m.Parse(fields); err != nil {
			return err
		}
		s.elements += len(m.Attributes)
		s.sum.Strings(m.Attributes)
		s.sum.String(m.Delimiter)
		s.sum.String(m.Name)
	case "STATUS":
		r := responses.Status{Mailbox: new(imap.MailboxStatus)}
		if err := r.Handle(resp); err != nil {
			return err
		}
		m := r.Mailbox
		s.sum.String(m.Name)
		s.sum.Number(uint64(m.Messages) + uint64(m.Recent) + uint64(m.Unseen) + uint64(m.UidNext) + uint64(m.UidValidity) + uint64(m.AppendLimit))
		for _, name := range [...]imap.StatusItem{"HIGHESTMODSEQ", "SIZE"} {
			if x, ok := m.Items[name].(string); ok {
				s.sum.String(x)
			}
		}
	case "SEARCH":
		var r responses.Search
		if err := r.Handle(resp); err != nil {
			return err
		}
		s.elements += len(r.Ids)
		s.sum.Numbers(r.Ids)
	case "FLAGS":
		list, err := imap.ParseStringList(fields[0])
		if err != nil {
			return err
		}
		s.elements += len(list)
		s.sum.Strings(list)
	case "ENABLED", "CAPABILITY":
		list, err := imap.ParseStringList(fields)
		if err != nil {
			return err
		}
		s.sum.Strings(list)
	case "EXISTS", "RECENT", "EXPUNGE":
		n, err := imap.ParseNumber(fields[0])
		if err != nil {
			return err
		}
		s.sum.Number(uint64(n))
	case "ID", "NAMESPACE":
		s.fields1(fields)
	default:
		return fmt.Errorf("has no type for %s", name)
	}
	return nil
}

// fields1 visits what no type holds.
func (s *seen) fields1(fields []interface{}) {
	for _, f := range fields {
		switch f := f.(type) {
		case string:
			s.sum.String(f)
		case []interface{}:
			s.fields1(f)
		}
	}
}

func (s *seen) message1(m *imap.Message) error {
	s.sum.Number(uint64(m.SeqNum) + uint64(m.Uid) + uint64(m.Size))
	s.elements += len(m.Flags)
	s.sum.Strings(m.Flags)
	if !m.InternalDate.IsZero() {
		s.sum.Time(m.InternalDate)
	}
	if x, ok := m.Items["MODSEQ"].([]interface{}); ok { // has no type
		s.fields1(x)
	}
	if m.Envelope != nil {
		s.envelope1(m.Envelope)
	}
	if m.BodyStructure != nil {
		s.structure1(m.BodyStructure)
	}
	for name, literal := range m.Body {
		s.sum.Strings(name.Fields)
		if literal == nil {
			return fmt.Errorf("no body")
		}
		n, err := io.Copy(io.Discard, literal)
		if err != nil {
			return err
		}
		s.elements += int(n)
		s.sum.Number(uint64(n))
	}
	return nil
}

func (s *seen) envelope1(e *imap.Envelope) {
	s.sum.Time(e.Date)
	s.sum.String(e.Subject)
	for _, list := range [...][]*imap.Address{e.From, e.Sender, e.ReplyTo, e.To, e.Cc, e.Bcc} {
		s.elements += len(list)
		for _, a := range list {
			s.sum.String(a.PersonalName)
			s.sum.String(a.AtDomainList)
			s.sum.String(a.MailboxName)
			s.sum.String(a.HostName)
		}
	}
	s.sum.String(e.InReplyTo)
	s.sum.String(e.MessageId)
}

func (s *seen) params1(params map[string]string) {
	for k, v := range params {
		s.sum.String(k)
		s.sum.String(v)
	}
}

func (s *seen) structure1(b *imap.BodyStructure) {
	s.elements++
	s.sum.String(b.MIMEType)
	s.sum.String(b.MIMESubType)
	s.params1(b.Params)
	s.sum.String(b.Id)
	s.sum.String(b.Description)
	s.sum.String(b.Encoding)
	s.sum.Number(uint64(b.Size) + uint64(b.Lines))
	s.sum.String(b.MD5)
	s.sum.String(b.Disposition)
	s.params1(b.DispositionParams)
	s.sum.Strings(b.Language)
	s.sum.Strings(b.Location)
	if b.Envelope != nil {
		s.envelope1(b.Envelope)
	}
	if b.BodyStructure != nil {
		s.structure1(b.BodyStructure)
	}
	for _, part := range b.Parts {
		s.structure1(part)
	}
}
