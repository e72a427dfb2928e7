package main

import (
	"fmt"
	"log/slog"

	"github.com/mjl-/mox/imapclient"

	"imapkit.example/fuzz"
	"imapkit.example/fuzz/internal/measure"
)

// moxResponses reads responses with the methods of imapclient.Proto from a
// connection in memory.
func moxResponses(_ fuzz.Workload, t *measure.Traffic) (driver, error) {
	p, err := newPlan(t)
	if err != nil {
		return nil, err
	}
	options := &imapclient.Opts{Logger: slog.New(slog.DiscardHandler), Error: func(error) {}}
	return func(s *seen) error {
		conn := newScript(t.ReadSize, piece{octets: p.greeting}, piece{octets: t.Octets})
		if p.counted {
			s.messages++
			conn = newScript(t.ReadSize, piece{octets: t.Octets})
		}
		c, err := imapclient.New(conn, options)
		if err != nil {
			return err
		}
		if !p.counted {
			for range t.Messages {
				x, err := c.ReadUntagged()
				if err != nil {
					return err
				}
				s.untagged(x)
			}
			return nil
		}
		for i := range p.steps {
			if p.steps[i].kind == idle {
				line, err := c.ReadContinuation()
				if err != nil {
					return err
				}
				s.messages++
				s.sum.String(line)
			}
			c.LastTagSet(p.steps[i].tag)
			r, err := c.ReadResponse()
			if err != nil {
				return err
			}
			for _, x := range r.Untagged {
				s.untagged(x)
			}
			s.messages++
			s.result(r.Result)
		}
		return nil
	}, nil
}

func (s *seen) result(x imapclient.Result) {
	s.sum.String(string(x.Status))
	s.sum.String(x.Text)
	switch c := x.Code.(type) {
	case imapclient.CodeUIDNext:
		s.sum.Number(uint64(c))
	case imapclient.CodeUIDValidity:
		s.sum.Number(uint64(c))
	case imapclient.CodeUnseen:
		s.sum.Number(uint64(c))
	case imapclient.CodeHighestModSeq:
		s.sum.Number(uint64(c))
	case imapclient.CodePermanentFlags:
		s.sum.Strings(c)
	case imapclient.CodeCopyUID:
		s.sum.Number(uint64(c.DestUIDValidity))
		s.ranges(c.From)
		s.ranges(c.To)
	case imapclient.CodeAppendUID:
		s.sum.Number(uint64(c.UIDValidity))
		s.ranges([]imapclient.NumRange{c.UIDs})
	}
}

func (s *seen) ranges(list []imapclient.NumRange) {
	for _, r := range list {
		last := r.First
		if r.Last != nil {
			last = *r.Last
		}
		s.span(r.First, last)
	}
}

func (s *seen) untagged(x imapclient.Untagged) {
	s.messages++
	switch x := x.(type) {
	case imapclient.UntaggedFetch:
		s.sum.Number(uint64(x.Seq))
		for _, a := range x.Attrs {
			s.attribute(a)
		}
	case imapclient.UntaggedList:
		s.elements += len(x.Flags)
		s.sum.Strings(x.Flags)
		s.sum.Number(uint64(x.Separator))
		s.sum.String(x.Mailbox)
	case imapclient.UntaggedStatus:
		s.sum.String(x.Mailbox)
		for k, n := range x.Attrs {
			s.sum.String(string(k))
			s.sum.Number(uint64(n))
		}
	case imapclient.UntaggedSearch:
		s.elements += len(x)
		s.sum.Numbers(x)
	case imapclient.UntaggedEsearch:
		s.sum.String(x.Tag)
		s.sum.Number(uint64(x.Min) + uint64(x.Max))
		s.ranges(x.All.Ranges)
		if x.Count != nil {
			s.sum.Number(uint64(*x.Count))
		}
	case imapclient.UntaggedFlags:
		s.elements += len(x)
		s.sum.Strings(x)
	case imapclient.UntaggedExists:
		s.sum.Number(uint64(x))
	case imapclient.UntaggedRecent:
		s.sum.Number(uint64(x))
	case imapclient.UntaggedExpunge:
		s.sum.Number(uint64(x))
	case imapclient.UntaggedResult:
		s.result(imapclient.Result(x))
	case imapclient.UntaggedEnabled:
		for _, c := range x {
			s.sum.String(string(c))
		}
	case imapclient.UntaggedID:
		s.params1(x)
	case imapclient.UntaggedNamespace:
		s.sum.Number(uint64(len(x.Personal) + len(x.Other) + len(x.Shared)))
	default:
		panic(fmt.Sprintf("response %T", x))
	}
}

func (s *seen) attribute(a imapclient.FetchAttr) {
	switch a := a.(type) {
	case imapclient.FetchUID:
		s.sum.Number(uint64(a))
	case imapclient.FetchFlags:
		s.elements += len(a)
		s.sum.Strings(a)
	case imapclient.FetchModSeq:
		s.sum.Number(uint64(a))
	case imapclient.FetchInternalDate:
		s.sum.Time(a.Date)
	case imapclient.FetchRFC822Size:
		s.sum.Number(uint64(a))
	case imapclient.FetchEnvelope:
		e := imapclient.Envelope(a)
		s.moxEnvelope(&e)
	case imapclient.FetchBodystructure:
		s.moxBody(a.Body)
	case imapclient.FetchBody:
		s.elements += len(a.Body)
		s.sum.String(a.Section)
		s.sum.Number(uint64(len(a.Body)))
	default:
		panic(fmt.Sprintf("attribute %T", a))
	}
}

func (s *seen) moxEnvelope(e *imapclient.Envelope) {
	s.sum.String(e.Date)
	s.sum.String(e.Subject)
	for _, list := range [...][]imapclient.Address{e.From, e.Sender, e.ReplyTo, e.To, e.CC, e.BCC} {
		s.elements += len(list)
		for i := range list {
			a := &list[i]
			s.sum.String(a.Name)
			s.sum.String(a.Adl)
			s.sum.String(a.Mailbox)
			s.sum.String(a.Host)
		}
	}
	s.sum.String(e.InReplyTo)
	s.sum.String(e.MessageID)
}

func (s *seen) pairs(list [][2]string) {
	for i := range list {
		s.sum.String(list[i][0])
		s.sum.String(list[i][1])
	}
}

func (s *seen) moxFields(f *imapclient.BodyFields) {
	s.pairs(f.Params)
	s.sum.String(f.ContentID)
	s.sum.String(f.ContentDescr)
	s.sum.String(f.CTE)
	s.sum.Number(uint64(f.Octets))
}

func (s *seen) moxDisposition(value **string, params *[][2]string, language *[]string, location **string) {
	if value != nil && *value != nil {
		s.sum.String(**value)
	}
	if params != nil {
		s.pairs(*params)
	}
	if language != nil {
		s.sum.Strings(*language)
	}
	if location != nil && *location != nil {
		s.sum.String(**location)
	}
}

func (s *seen) moxExt(x *imapclient.BodyExtension1Part) {
	if x == nil {
		return
	}
	if x.MD5 != nil {
		s.sum.String(*x.MD5)
	}
	s.moxDisposition(x.Disposition, x.DispositionParams, x.Language, x.Location)
}

func (s *seen) moxBody(b any) {
	s.elements++
	switch b := b.(type) {
	case imapclient.BodyTypeBasic:
		s.sum.String(b.MediaType)
		s.sum.String(b.MediaSubtype)
		s.moxFields(&b.BodyFields)
		s.moxExt(b.Ext)
	case imapclient.BodyTypeText:
		s.sum.String(b.MediaType)
		s.sum.String(b.MediaSubtype)
		s.moxFields(&b.BodyFields)
		s.sum.Number(uint64(b.Lines))
		s.moxExt(b.Ext)
	case imapclient.BodyTypeMsg:
		s.sum.String(b.MediaType)
		s.sum.String(b.MediaSubtype)
		s.moxFields(&b.BodyFields)
		s.moxEnvelope(&b.Envelope)
		s.moxBody(b.Bodystructure)
		s.sum.Number(uint64(b.Lines))
		s.moxExt(b.Ext)
	case imapclient.BodyTypeMpart:
		s.sum.String(b.MediaSubtype)
		for _, x := range b.Bodies {
			s.moxBody(x)
		}
		if x := b.Ext; x != nil {
			s.pairs(x.Params)
			s.moxDisposition(x.Disposition, x.DispositionParams, x.Language, x.Location)
		}
	default:
		panic(fmt.Sprintf("body %T", b))
	}
}
