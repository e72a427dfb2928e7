package response

import "imapkit.example/wire"

// envelope reads an envelope into v.
func (s *scratch) envelope(d *wire.Decoder, v *Envelope) {
	s.spans = s.spans[:0]
	d.Gather()
	s.addEnvelope(d)
	v.text, v.spans = "", nil
	if d.Err() == nil {
		v.text, v.spans = d.Gathered(), s.clone()
	}
	s.trim()
}

// addEnvelope reads an envelope and appends its spans.
func (s *scratch) addEnvelope(d *wire.Decoder) {
	first := len(s.spans)
	s.spans = append(s.spans, make([]wire.Span, envAddresses)...)
	d.Special('(')
	date := d.GatherNString()
	d.SP()
	subject := d.GatherNString()
	// Sender and Reply-To are the addresses of From in most messages, since they
	// stand for it where they are not given.
	var list wire.Span
	var from, to int64 // where it stands
	for i := envFrom; i <= envBcc; i++ {
		d.SP()
		if d.Peek() != '(' && d.TryNil() {
			continue
		}
		if !d.TryRepeat(from, to) {
			from = d.InputOffset()
			list.At = uint32(len(s.spans) - first)
			list.Len = int32(s.addressList(d))
			to = d.InputOffset()
		}
		s.spans[first+i] = list
	}
	d.SP()
	inReplyTo := d.GatherNString()
	d.SP()
	fields := s.spans[first:]
	fields[envDate], fields[envSubject], fields[envInReplyTo], fields[envMessageID] = date, subject, inReplyTo, d.GatherNString()
	d.Special(')')
}

// env-from = "(" 1*address ")" / nil
func (s *scratch) addressList(d *wire.Decoder) (n int) {
	d.Special('(')
	if d.Peek() == ')' && d.Tolerate(wire.LenientEmptyList) {
		d.Special(')')
		return 0
	}
	for {
		d.Special('(')
		name, route := d.GatherNString(), wire.NilSpan
		if !d.TryExact(" NIL ") { // nobody has routes
			d.SP()
			route = d.GatherNString()
			d.SP()
		}
		mailbox := d.GatherNString()
		d.SP()
		host := d.GatherNString()
		d.Special(')')
		s.spans = append(s.spans, name, route, mailbox, host)
		if n++; d.Err() != nil || d.TrySpecial(')') {
			return n
		}
		if d.Peek() == ' ' && d.Tolerate(wire.LenientAddressSpace) {
			d.SP()
		}
		if !d.Room("address", n) {
			return n
		}
	}
}
