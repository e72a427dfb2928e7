package server

import (
	"strings"

	"imapkit.example/server/message"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// messageLimits bound what is looked at in a stored message. A structure is
// not deeper than what an Encoder writes, and a list of addresses that was cut
// off is one too long to be told.
var messageLimits = message.Limits{Depth: 30, Addresses: maxAddresses + 1}

// nstring makes an nstring of a field that may be missing.
func nstring(s *string) wire.NString {
	if s == nil {
		return wire.NString{}
	}
	return wire.Some(*s)
}

// maxAddresses is how many addresses are told of one message, in all of its
// envelopes together: a message of a megabyte can hold millions.
const maxAddresses = 10_000

// A structurer makes the structure of one message. Its zero value is ready.
type structurer struct {
	addressed int
	rev2      bool
}

func (s *structurer) envelope(v *message.Envelope) response.EnvelopeFields {
	return response.EnvelopeFields{
		Date: nstring(v.Date), Subject: nstring(v.Subject),
		From: s.addresses(v.From), Sender: s.addresses(v.Sender), ReplyTo: s.addresses(v.ReplyTo),
		To: s.addresses(v.To), Cc: s.addresses(v.Cc), Bcc: s.addresses(v.Bcc),
		InReplyTo: nstring(v.InReplyTo), MessageID: nstring(v.MessageID),
	}
}

// addresses leaves out a list that goes beyond what may be told, since half a
// list would be a false one.
func (s *structurer) addresses(list []message.Address) []response.AddressFields {
	if s.addressed+len(list) > maxAddresses {
		return nil
	}
	s.addressed += len(list)
	out := make([]response.AddressFields, len(list))
	for i, a := range list {
		out[i] = response.AddressFields{
			Name: nstring(a.Name), Route: nstring(a.ADL), Mailbox: nstring(a.Mailbox), Host: nstring(a.Host),
		}
	}
	return out
}

// structure makes the body structure of a message for a client that has enabled
// IMAP4rev2, or has not.
func structure(p *message.Part, rev2 bool) response.BodyStructure {
	s := structurer{rev2: rev2}
	var b response.BodyBuilder
	s.addPart(&b, p)
	return b.Body()
}

// addPart recurses no deeper than messageLimits let the parser go.
func (s *structurer) addPart(b *response.BodyBuilder, p *message.Part) {
	f := response.PartFields{
		Subtype: p.Subtype, Params: params(p.Params), Extended: 4,
		MD5: nstring(p.MD5), Languages: p.Language, Location: nstring(p.Location),
	}
	if d := p.Disposition; d != nil {
		f.Disposition, f.DispositionParams = wire.Some(d.Type), params(d.Params)
	}
	if !p.IsMultipart() {
		f.Type = p.Type
		f.ID, f.Description, f.Encoding = nstring(p.ID), nstring(p.Description), p.Encoding
		f.Size, f.Lines = uint32(len(p.Body)), int64(p.Lines)
	}
	if p.IsMessage() && !s.rev2 && !strings.EqualFold(p.Subtype, "RFC822") {
		// RFC 3501, Section 9 has no envelope for message/global.
		f.Lines = 0
		b.Begin(f)
		b.End()
		return
	}
	if p.IsMessage() {
		v := s.envelope(p.Children[0].Envelope())
		f.Envelope = &v
	}
	b.Begin(f)
	for _, child := range p.Children {
		s.addPart(b, child)
	}
	b.End()
}

func params(list []message.Param) []wire.Param {
	if len(list) == 0 {
		return nil
	}
	out := make([]wire.Param, len(list))
	for i, p := range list {
		out[i] = wire.Param{Name: p.Name, Value: wire.Some(p.Value)}
	}
	return out
}
