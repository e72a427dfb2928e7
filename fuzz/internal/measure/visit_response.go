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
		*s += ofList(x)
	case *response.MailboxStatus:
		*s += ofMailboxStatus(x)
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

// ofList is what visiting a List adds: see ofItems.
func ofList(x *response.List) Sum {
	sum := ofBool(x.LSub) + ofBool(x.XList) + Sum(x.Delimiter) + ofString(x.Mailbox) + ofString(x.OldName)
	for _, a := range x.Attributes {
		sum += ofString(a)
	}
	for _, c := range x.ChildInfo {
		sum += ofString(c)
	}
	for i := range x.Extensions {
		sum += ofString(x.Extensions[i].Name) + Sum(len(x.Extensions[i].Value))
	}
	return sum
}

func ofMailboxStatus(x *response.MailboxStatus) Sum {
	sum := ofString(x.Mailbox)
	for i := range x.Items {
		item := &x.Items[i]
		sum += ofString(item.Name) + ofString(item.ID) + Sum(item.Number) + Sum(len(item.Value)) + ofBool(item.Nil)
	}
	return sum
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
	*s += ofNString(v.Date()) + ofNString(v.Subject()) + ofNString(v.InReplyTo()) + ofNString(v.MessageID()) +
		ofAddresses(v.From()) + ofAddresses(v.Sender()) + ofAddresses(v.ReplyTo()) +
		ofAddresses(v.To()) + ofAddresses(v.Cc()) + ofAddresses(v.Bcc())
}

func ofAddresses(list response.Addresses) (sum Sum) {
	for i := range list.Len() {
		a := list.At(i)
		sum += ofNString(a.Name()) + ofNString(a.Route()) + ofNString(a.Mailbox()) + ofNString(a.Host())
	}
	return sum
}

// Part visits the fields of p and of the parts in it.
func (s *Sum) Part(p response.Part) {
	sum := ofString(p.Type()) + ofString(p.Subtype()) + ofNString(p.ID()) + ofNString(p.Description()) + ofString(p.Encoding()) +
		Sum(p.Size()) + Sum(p.Lines()) + Sum(p.Extended()) + Sum(len(p.Extensions())) +
		ofNString(p.MD5()) + ofNString(p.Disposition()) + ofNString(p.Location())
	for name, value := range p.Params() {
		sum += ofString(name) + ofString(value)
	}
	for name, value := range p.DispositionParams() {
		sum += ofString(name) + ofString(value)
	}
	for language := range p.Languages() {
		sum += ofString(language)
	}
	*s += sum
	if p.Message() {
		v := p.Envelope()
		s.Envelope(&v)
	}
	for child := range p.Children() {
		s.Part(child)
	}
}
