package measure

import (
	"io"

	"imapkit.example/wire/response"
)

// Response visits all fields of x but the items of a FetchStream.
func (s *Sum) Response(x response.Response) {
	switch x := x.(type) {
	case *response.FetchStream:
		s.Number(uint64(x.Seq) + uint64(x.UID))
	case *response.Status:
		s.status(x)
	case *response.Continue:
		s.String(x.Text)
	case *response.Exists:
		s.Number(uint64(x.Count))
	case *response.Recent:
		s.Number(uint64(x.Count))
	case *response.Expunge:
		s.Number(uint64(x.Seq))
	case *response.Vanished:
		s.Bool(x.Earlier)
		s.Set(x.UIDs)
	case *response.Flags:
		s.Flags(x.Flags)
	case *response.Search:
		s.Numbers(x.Numbers)
		s.Number(x.ModSeq)
	case *response.Sort:
		s.Numbers(x.Numbers)
		s.Number(x.ModSeq)
	case *response.ESearch:
		s.esearch(x)
	case *response.Thread:
		for _, m := range x.Messages {
			s.Number(uint64(m.Number) + uint64(m.Depth))
		}
	case *response.List:
		s.list(x)
	case *response.MailboxStatus:
		s.String(x.Mailbox)
		for i := range x.Items {
			item := &x.Items[i]
			s.String(item.Name)
			s.String(item.ID)
			s.Number(uint64(item.Number) + uint64(len(item.Value)))
			s.Bool(item.Nil)
		}
	case *response.Capability:
		s.Strings(x.Capabilities)
	case *response.Enabled:
		s.Strings(x.Capabilities)
	case *response.ID:
		s.Params(x.Params)
	case *response.Unknown:
		s.Bool(x.HasNumber)
		s.Number(uint64(x.Number))
		s.String(x.Name)
		s.Number(uint64(len(x.Args)))
	default:
		s.Any(x)
	}
}

func (s *Sum) status(x *response.Status) {
	s.String(string(x.Tag))
	s.String(string(x.Type))
	s.String(x.Text)
	switch c := x.Code.(type) {
	case nil:
	case response.AtomCode:
		s.String(string(c))
	case response.NumberCode:
		s.String(c.Name)
		s.Number(uint64(c.Number))
	case *response.CapabilityCode:
		s.Strings(c.Capabilities)
	case *response.FlagsCode:
		s.Flags(c.Flags)
	case *response.ModSeqCode:
		s.Number(c.ModSeq)
	case *response.AppendUID:
		s.Number(uint64(c.UIDValidity))
		s.Set(c.UIDs)
	case *response.CopyUID:
		s.Number(uint64(c.UIDValidity))
		s.Set(c.Source)
		s.Set(c.Target)
	default:
		s.Any(c)
	}
}

func (s *Sum) esearch(x *response.ESearch) {
	s.String(string(x.Tag))
	s.String(x.Mailbox)
	s.Number(uint64(x.UIDValidity) + uint64(x.Min) + uint64(x.Max) + uint64(x.Count) + x.ModSeq)
	s.Bool(x.UID)
	s.Bool(x.HasCount)
	s.Set(x.All)
	s.Number(uint64(x.Partial.First) + uint64(x.Partial.Last))
	s.Set(x.PartialSet)
	for _, n := range x.Relevancy {
		s.Number(uint64(n))
	}
	for i := range x.Updates {
		s.Number(uint64(x.Updates[i].Position))
		s.Bool(x.Updates[i].Remove)
		s.Set(x.Updates[i].Set)
	}
	s.Extensions(x.Extensions)
}

func (s *Sum) list(x *response.List) {
	s.Bool(x.LSub)
	s.Bool(x.XList)
	s.Strings(x.Attributes)
	s.Number(uint64(x.Delimiter))
	s.String(x.Mailbox)
	s.Strings(x.ChildInfo)
	s.String(x.OldName)
	s.Extensions(x.Extensions)
}

// Item visits all fields of x. The data of a section goes to io.Discard; the
// error is that of reading it.
func (s *Sum) Item(x response.Item) error {
	switch x := x.(type) {
	case *response.FlagsItem:
		s.Flags(x.Flags)
	case *response.UIDItem:
		s.Number(uint64(x.UID))
	case *response.ModSeqItem:
		s.Number(x.ModSeq)
	case *response.DateItem:
		s.Time(x.Time)
	case *response.SizeItem:
		s.Number(uint64(x.Size))
	case *response.EnvelopeItem:
		s.Envelope(&x.Envelope)
	case *response.StructureItem:
		s.Bool(x.Extended)
		s.Part(x.Body.Root())
	case *response.SectionItem:
		s.String(x.Name)
		s.Section(&x.Section)
		s.Bool(x.Partial)
		s.Number(uint64(x.Origin) + uint64(x.Size))
		if !x.Nil {
			return s.data(x.Data)
		}
	case *response.BinarySizeItem:
		s.Section(&x.Section)
		s.Number(uint64(x.Size))
	case *response.UnknownItem:
		s.String(x.Name)
		s.Number(uint64(len(x.Value)))
	case *response.GmailIDItem:
		s.Bool(x.Thread)
		s.Number(x.ID)
	case *response.GmailLabelsItem:
		s.Strings(x.Labels)
	case *response.InvalidItem:
		return x.Err
	default:
		s.Any(x)
	}
	return nil
}

// data reads what a literal or a quoted string holds.
func (s *Sum) data(r io.Reader) error {
	n, err := io.Copy(io.Discard, r)
	s.Number(uint64(n))
	return err
}

// Envelope visits the fields of v.
func (s *Sum) Envelope(v *response.Envelope) {
	s.NString(v.Date)
	s.NString(v.Subject)
	s.addresses(v.From)
	s.addresses(v.Sender)
	s.addresses(v.ReplyTo)
	s.addresses(v.To)
	s.addresses(v.Cc)
	s.addresses(v.Bcc)
	s.NString(v.InReplyTo)
	s.NString(v.MessageID)
}

func (s *Sum) addresses(list []response.Address) {
	for i := range list {
		a := &list[i]
		s.NString(a.Name)
		s.NString(a.Route)
		s.NString(a.Mailbox)
		s.NString(a.Host)
	}
}

// Part visits the fields of p and of the parts in it.
func (s *Sum) Part(p response.Part) {
	s.String(p.Type())
	s.String(p.Subtype())
	for name, value := range p.Params() {
		s.String(name)
		s.String(value)
	}
	s.NString(p.ID())
	s.NString(p.Description())
	s.String(p.Encoding())
	s.Number(uint64(p.Size()) + uint64(p.Lines()) + uint64(p.Extended()) + uint64(len(p.Extensions())))
	if v := p.Envelope(); v != nil {
		s.Envelope(v)
	}
	s.NString(p.MD5())
	s.NString(p.Disposition())
	for name, value := range p.DispositionParams() {
		s.String(name)
		s.String(value)
	}
	for language := range p.Languages() {
		s.String(language)
	}
	s.NString(p.Location())
	for child := range p.Children() {
		s.Part(child)
	}
}
