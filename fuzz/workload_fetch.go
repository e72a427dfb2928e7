package fuzz

import "imapkit.example/wire"

// Flags of mailboxes in use: what clients set, and servers on delivery. The
// most frequent ones come first.
var flagSets = []string{
	`\Seen`, `\Seen`, `\Seen`, ``, `\Seen $NotJunk`, `\Seen \Answered`, `NonJunk \Seen`, `\Seen NotJunk $NotJunk`,
	`\Flagged \Seen`, `$HasNoAttachment \Seen`, `\Seen $HasAttachment`, `\Answered \Seen $Forwarded`, `\Seen Junk`,
	`\Seen $label1`, `$NotJunk JunkRecorded \Seen`, `\Answered \Flagged \Seen`, `\Seen $MDNSent`, `\Deleted \Seen`,
	`\Seen \Flagged $MailFlagBit0 $MailFlagBit2`, `$Phishing $Junk`, `\Draft \Seen`, `\Seen $X-ME-Annot-2`,
	`\Seen $label4 $label2`, `\Seen to-do work/2023`, `\Seen \Answered OIB-Seen-OIB/Unread`, `\Recent`, `$Important \Seen`,
}

// flagsResponse is what answers UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE …).
// Messages that came together, or were read or filed together, have the same
// flags.
func (g *maker) flagsResponse() {
	g.nextMessage()
	g.modseq += uint64(g.intn(40))
	if g.step == 0 || g.percent(25) {
		g.flags = frequent(g, flagSets)
	}
	g.put("* ", g.seq, " FETCH (UID ", g.uid, " FLAGS (", g.flags, ") MODSEQ (", g.modseq, "))\r\n")
}

// envelopeResponse is what answers UID FETCH … (UID RFC822.SIZE INTERNALDATE
// ENVELOPE).
func (g *maker) envelopeResponse() {
	g.nextMessage()
	g.put("* ", g.seq, " FETCH (UID ", g.uid, " RFC822.SIZE ", g.between(900, 90_000), " INTERNALDATE ")
	g.internalDate()
	g.put(" ENVELOPE ")
	g.envelope()
	g.put(")\r\n")
}

// envelope appends an envelope.
func (g *maker) envelope() {
	from := g.person()
	format := `"Mon, 2 Jan 2006 15:04:05 -0700"`
	if g.percent(15) {
		format = `"Mon, 02 Jan 2006 15:04:05 -0700 (MST)"`
	}
	g.put("(")
	g.b = g.time().AppendFormat(g.b, format)
	g.put(" ")
	switch {
	case g.percent(2):
		g.put("NIL")
	case g.percent(3): // what was sent without an encoding is a literal
		g.literal([]byte("R\xe9union du "+g.phrase(2)), wire.Server)
	default:
		g.quoted(g.subject())
	}
	g.put(" (")
	g.address(from)
	g.put(") (")
	sender := from
	if g.percent(12) {
		sender = g.person()
	}
	g.address(sender)
	g.put(") (")
	if g.percent(20) {
		from = g.person()
	}
	g.address(from)
	g.put(") ")
	switch {
	case g.percent(4):
		g.put(`((NIL NIL "undisclosed-recipients" NIL)(NIL NIL NIL NIL))`)
	case g.percent(3):
		g.put("NIL")
	default:
		g.addresses(1 + min(g.intn(3), g.intn(8)))
	}
	g.put(" ")
	if g.percent(75) {
		g.put("NIL")
	} else {
		g.addresses(g.between(1, 5))
	}
	g.put(" NIL ")
	if g.percent(45) {
		g.quoted(g.messageID())
	} else {
		g.put("NIL")
	}
	g.put(" ")
	g.quoted(g.messageID())
	g.put(")")
}

func (g *maker) addresses(n int) {
	g.put("(")
	for range n {
		g.address(g.person())
	}
	g.put(")")
}

func (g *maker) address(p person) {
	g.put("(")
	if p.name == "" {
		g.put("NIL")
	} else {
		g.quoted(p.name)
	}
	g.put(" NIL ")
	g.quoted(p.mailbox)
	g.put(" ")
	g.quoted(p.host)
	g.put(")")
}

// headerResponse is what answers UID FETCH … BODY.PEEK[HEADER.FIELDS (…)].
func (g *maker) headerResponse() {
	g.nextMessage()
	g.put("* ", g.seq, " FETCH (UID ", g.uid, " BODY[HEADER.FIELDS (DATE FROM TO SUBJECT MESSAGE-ID)] ")
	g.literal(append(g.fields(g.person(), g.person()), "\r\n"...), wire.Server)
	g.put(")\r\n")
}

// largeResponse is what answers UID FETCH … BODY.PEEK[] for a message with
// attachments.
func (g *maker) largeResponse() {
	g.nextMessage()
	size := 64 << 10 << g.intn(4)
	g.put("* ", g.seq, " FETCH (UID ", g.uid, " BODY[] ")
	g.literal(g.message(g.between(size, 2*size-8<<10)), wire.Server)
	g.put(")\r\n")
}
