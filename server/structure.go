package server

import (
	"imapkit.example/server/message"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// messageLimits bound what is looked at in a stored message. A structure is
// not deeper than what an Encoder writes.
var messageLimits = message.Limits{Depth: 30}

// nstring makes an nstring of a field that may be missing.
func nstring(s *string) wire.NString {
	if s == nil {
		return wire.NString{}
	}
	return wire.Some(*s)
}

func envelope(v *message.Envelope) response.Envelope {
	return response.Envelope{
		Date: nstring(v.Date), Subject: nstring(v.Subject),
		From: addresses(v.From), Sender: addresses(v.Sender), ReplyTo: addresses(v.ReplyTo),
		To: addresses(v.To), Cc: addresses(v.Cc), Bcc: addresses(v.Bcc),
		InReplyTo: nstring(v.InReplyTo), MessageID: nstring(v.MessageID),
	}
}

func addresses(list []message.Address) []response.Address {
	out := make([]response.Address, len(list))
	for i, a := range list {
		out[i] = response.Address{
			Name: nstring(a.Name), Route: nstring(a.ADL), Mailbox: nstring(a.Mailbox), Host: nstring(a.Host),
		}
	}
	return out
}

// structure makes the body structure of a message.
func structure(p *message.Part) *response.BodyStructure {
	var b response.BodyBuilder
	addPart(&b, p)
	return b.Body()
}

// addPart recurses no deeper than messageLimits let the parser go.
func addPart(b *response.BodyBuilder, p *message.Part) {
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
	if p.IsMessage() {
		v := envelope(p.Children[0].Envelope())
		f.Envelope = &v
	}
	b.Begin(f)
	for _, child := range p.Children {
		addPart(b, child)
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
