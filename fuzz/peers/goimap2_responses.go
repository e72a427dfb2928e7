package main

import (
	"errors"
	"fmt"
	"io"
	"sync"

	imap "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"imapkit.example/fuzz"
	"imapkit.example/fuzz/internal/measure"
)

// goimap2Responses drives imapclient.Client, since the library exports no parser:
// commands are sent over a connection in memory, on which the responses follow,
// and their results are read as they stream. Its goroutine and channels are
// part of what is measured.
func goimap2Responses(w fuzz.Workload, t *measure.Traffic) (driver, error) {
	p, err := newPlan(t)
	if err != nil {
		return nil, err
	}
	return func(s *seen) error {
		u := &unilateral{}
		conn := p.script(t.ReadSize)
		c := imapclient.New(conn, &imapclient.Options{UnilateralDataHandler: u.handler()})
		defer c.Close()
		if err := c.WaitGreeting(); err != nil {
			return err
		}
		if p.counted {
			s.messages++
		}
		for i := range p.steps {
			if err := s.step2(c, &p.steps[i], w.Name); err != nil {
				return fmt.Errorf("step %d: %w", i, err)
			}
			s.messages += p.steps[i].count
		}
		u.mu.Lock()
		s.sum += u.seen.sum
		s.elements += u.seen.elements
		u.mu.Unlock()
		return nil
	}, nil
}

// step2 sends the command that x answers and visits its result.
func (s *seen) step2(c *imapclient.Client, x *step, workload string) error {
	all := imap.UIDSet{imap.UIDRange{Start: 1, Stop: 0}}
	switch x.kind {
	case login:
		return c.Login("user", "password").Wait()
	case id:
		data, err := c.ID(nil).Wait()
		if data != nil {
			s.sum.String(data.Name)
			s.sum.String(data.Vendor)
		}
		return err
	case namespace:
		data, err := c.Namespace().Wait()
		if data != nil {
			s.sum.Number(uint64(len(data.Personal) + len(data.Other) + len(data.Shared)))
		}
		return err
	case list:
		return s.list2(c.List("", "*", &imap.ListOptions{ReturnStatus: &imap.StatusOptions{NumMessages: true}}))
	case sel:
		data, err := c.Select("INBOX", nil).Wait()
		if err != nil {
			return err
		}
		s.elements += len(data.Flags)
		s.flags2(data.Flags)
		s.flags2(data.PermanentFlags)
		s.sum.Number(uint64(data.NumMessages) + uint64(data.UIDNext) + uint64(data.UIDValidity) + data.HighestModSeq)
		return nil
	case fetch:
		return s.fetch2(c.Fetch(all, &imap.FetchOptions{UID: true}))
	case search:
		data, err := c.UIDSearch(&imap.SearchCriteria{}, nil).Wait()
		if err != nil {
			return err
		}
		s.search2(data)
		return nil
	case idle:
		cmd, err := c.Idle()
		if err != nil {
			return err
		}
		if err := cmd.Close(); err != nil {
			return err
		}
		return cmd.Wait()
	case expunge:
		cmd := c.Expunge()
		for n := cmd.Next(); n != 0; n = cmd.Next() {
			s.sum.Number(uint64(n))
		}
		return cmd.Close()
	case copied:
		data, err := c.Copy(all, "INBOX").Wait()
		if data != nil {
			s.uids2(data.SourceUIDs)
			s.uids2(data.DestUIDs)
		}
		return err
	}
	err := c.Noop().Wait()
	var no *imap.Error
	if errors.As(err, &no) && no.Type == imap.StatusResponseTypeNo {
		return nil // as it was sent
	}
	return err
}

// unilateral sees what comes without having been asked for.
type unilateral struct {
	mu   sync.Mutex
	seen seen
}

func (u *unilateral) handler() *imapclient.UnilateralDataHandler {
	return &imapclient.UnilateralDataHandler{
		Expunge: func(n uint32) {
			u.mu.Lock()
			defer u.mu.Unlock()
			u.seen.sum.Number(uint64(n))
		},
		Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			u.mu.Lock()
			defer u.mu.Unlock()
			if data.NumMessages != nil {
				u.seen.sum.Number(uint64(*data.NumMessages))
			}
		},
		Fetch: func(m *imapclient.FetchMessageData) {
			u.mu.Lock()
			defer u.mu.Unlock()
			_ = u.seen.message2(m)
		},
	}
}

func (s *seen) fetch2(cmd *imapclient.FetchCommand) error {
	for m := cmd.Next(); m != nil; m = cmd.Next() {
		if err := s.message2(m); err != nil {
			return err
		}
	}
	return cmd.Close()
}

func (s *seen) message2(m *imapclient.FetchMessageData) error {
	s.sum.Number(uint64(m.SeqNum))
	for item := m.Next(); item != nil; item = m.Next() {
		switch x := item.(type) {
		case imapclient.FetchItemDataUID:
			s.sum.Number(uint64(x.UID))
		case imapclient.FetchItemDataFlags:
			s.elements += len(x.Flags)
			s.flags2(x.Flags)
		case imapclient.FetchItemDataModSeq:
			s.sum.Number(x.ModSeq)
		case imapclient.FetchItemDataInternalDate:
			s.sum.Time(x.Time)
		case imapclient.FetchItemDataRFC822Size:
			s.sum.Number(uint64(x.Size))
		case imapclient.FetchItemDataEnvelope:
			s.envelope2(x.Envelope)
		case imapclient.FetchItemDataBodyStructure:
			s.structure2(x.BodyStructure)
		case imapclient.FetchItemDataBodySection:
			s.sum.Strings(x.Section.HeaderFields)
			n, err := io.Copy(io.Discard, x.Literal)
			if err != nil {
				return err
			}
			s.elements += int(n)
			s.sum.Number(uint64(n))
		default:
			return fmt.Errorf("item %T", item)
		}
	}
	return nil
}

func (s *seen) flags2(list []imap.Flag) {
	for _, f := range list {
		s.sum.String(string(f))
	}
}

func (s *seen) uids2(list imap.UIDSet) {
	for _, r := range list {
		s.span(uint32(r.Start), uint32(r.Stop))
	}
}

func (s *seen) search2(data *imap.SearchData) {
	s.sum.Number(uint64(data.Min) + uint64(data.Max) + uint64(data.Count) + data.ModSeq)
	switch all := data.All.(type) {
	case imap.UIDSet:
		s.uids2(all)
	case imap.SeqSet:
		for _, r := range all {
			s.span(r.Start, r.Stop)
		}
	}
}

func (s *seen) list2(cmd *imapclient.ListCommand) error {
	for x := cmd.Next(); x != nil; x = cmd.Next() {
		s.elements += len(x.Attrs)
		for _, a := range x.Attrs {
			s.sum.String(string(a))
		}
		s.sum.Number(uint64(x.Delim))
		s.sum.String(x.Mailbox)
		if st := x.Status; st != nil {
			s.sum.String(st.Mailbox)
			s.sum.Number(uint64(st.UIDNext) + uint64(st.UIDValidity) + st.HighestModSeq)
			for _, n := range [...]*uint32{st.NumMessages, st.NumUnseen} {
				if n != nil {
					s.sum.Number(uint64(*n))
				}
			}
			if st.Size != nil {
				s.sum.Number(uint64(*st.Size))
			}
		}
	}
	return cmd.Close()
}

func (s *seen) envelope2(e *imap.Envelope) {
	s.sum.Time(e.Date)
	s.sum.String(e.Subject)
	for _, list := range [...][]imap.Address{e.From, e.Sender, e.ReplyTo, e.To, e.Cc, e.Bcc} {
		s.elements += len(list)
		for i := range list {
			s.sum.String(list[i].Name)
			s.sum.String(list[i].Mailbox)
			s.sum.String(list[i].Host)
		}
	}
	s.sum.Strings(e.InReplyTo)
	s.sum.String(e.MessageID)
}

func (s *seen) disposition2(x *imap.BodyStructureDisposition) {
	if x != nil {
		s.sum.String(x.Value)
		s.params1(x.Params)
	}
}

func (s *seen) structure2(b imap.BodyStructure) {
	s.elements++
	switch b := b.(type) {
	case *imap.BodyStructureSinglePart:
		s.sum.String(b.Type)
		s.sum.String(b.Subtype)
		s.params1(b.Params)
		s.sum.String(b.ID)
		s.sum.String(b.Description)
		s.sum.String(b.Encoding)
		s.sum.Number(uint64(b.Size))
		if b.Text != nil {
			s.sum.Number(uint64(b.Text.NumLines))
		}
		if m := b.MessageRFC822; m != nil {
			s.envelope2(m.Envelope)
			s.structure2(m.BodyStructure)
			s.sum.Number(uint64(m.NumLines))
		}
		if x := b.Extended; x != nil {
			s.disposition2(x.Disposition)
			s.sum.Strings(x.Language)
			s.sum.String(x.Location)
		}
	case *imap.BodyStructureMultiPart:
		s.sum.String(b.Subtype)
		for _, child := range b.Children {
			s.structure2(child)
		}
		if x := b.Extended; x != nil {
			s.params1(x.Params)
			s.disposition2(x.Disposition)
			s.sum.Strings(x.Language)
			s.sum.String(x.Location)
		}
	}
}
