package message

// An Envelope is what RFC 9051, Section 7.5.2 calls the envelope structure.
//
// The first Date, Subject, In-Reply-To and Message-ID field counts; nil means
// there is none. Address fields of the same name are taken together, in order;
// an empty list means NIL. Sender and ReplyTo are From if they would be empty.
type Envelope struct {
	Date, Subject         *string
	From, Sender, ReplyTo []Address
	To, Cc, Bcc           []Address
	InReplyTo, MessageID  *string
}

// Envelope reads the envelope of a message, or of an embedded one (the child of
// a [Part] that IsMessage). The result shares nothing with p.
func (p *Part) Envelope() *Envelope {
	e, _ := p.envelope()
	return e
}

func (p *Part) envelope() (e *Envelope, work int) {
	e = &Envelope{}
	limit := p.limits.withDefaults().Addresses
	addresses := func(list *[]Address, value []byte) {
		if len(*list) < limit {
			var n int
			*list, n = appendAddresses(*list, unfold(value), limit)
			work += n
		}
	}
	for f := range fields(p.readable()) {
		work += 2 * len(f.raw)
		switch {
		case f.is("Date"):
			setOnce(&e.Date, f.value)
		case f.is("Subject"):
			setOnce(&e.Subject, f.value)
		case f.is("From"):
			addresses(&e.From, f.value)
		case f.is("Sender"):
			addresses(&e.Sender, f.value)
		case f.is("Reply-To"):
			addresses(&e.ReplyTo, f.value)
		case f.is("To"):
			addresses(&e.To, f.value)
		case f.is("Cc"):
			addresses(&e.Cc, f.value)
		case f.is("Bcc"):
			addresses(&e.Bcc, f.value)
		case f.is("In-Reply-To"):
			setOnce(&e.InReplyTo, f.value)
		case f.is("Message-ID"):
			setOnce(&e.MessageID, f.value)
		}
	}
	if len(e.Sender) == 0 {
		e.Sender = e.From
	}
	if len(e.ReplyTo) == 0 {
		e.ReplyTo = e.From
	}
	return e, work
}
