package response

import "imapkit.example/wire"

// envelope reads an envelope, which is the zero value after an error.
func (t *table) envelope(d *wire.Decoder) Envelope {
	t.spans = t.spans[:0]
	d.Gather()
	t.addEnvelope(d)
	if d.Err() != nil {
		return Envelope{}
	}
	t.text = d.Gathered()
	return Envelope{t, t.base}
}

// addEnvelope reads an envelope and appends its spans.
func (t *table) addEnvelope(d *wire.Decoder) {
	first := len(t.spans)
	t.spans = append(t.spans, make([]wire.Span, envAddresses)...)
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
			list.At = uint32(len(t.spans) - first)
			list.Len = int32(t.addressList(d))
			to = d.InputOffset()
		}
		t.spans[first+i] = list
	}
	d.SP()
	inReplyTo := d.GatherNString()
	d.SP()
	fields := t.spans[first:]
	fields[envDate], fields[envSubject], fields[envInReplyTo], fields[envMessageID] = date, subject, inReplyTo, d.GatherNString()
	d.Special(')')
}

// env-from = "(" 1*address ")" / nil
func (t *table) addressList(d *wire.Decoder) (n int) {
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
		t.spans = append(t.spans, name, route, mailbox, host)
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
