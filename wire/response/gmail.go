package response

import (
	"strings"

	"imapkit.example/wire"
)

// GmailIDItem is X-GM-MSGID or X-GM-THRID, of the extension X-GM-EXT-1.
//
//	"X-GM-MSGID" SP number / "X-GM-THRID" SP number
type GmailIDItem struct {
	Thread bool // X-GM-THRID
	ID     uint64
}

// Encode implements [Item].
func (x *GmailIDItem) Encode(e *wire.Encoder) {
	if x.Thread {
		e.Syntax("X-GM-THRID ")
	} else {
		e.Syntax("X-GM-MSGID ")
	}
	e.Unsigned64(x.ID)
}

// GmailLabelsItem is X-GM-LABELS, of the extension X-GM-EXT-1: mailbox names,
// and system labels that begin with "\". Whether those were quoted is not
// kept.
//
//	"X-GM-LABELS" SP "(" [label *(SP label)] ")"
//	label = "\" atom / astring  ; in modified UTF-7
type GmailLabelsItem struct{ Labels []string }

// Encode implements [Item].
func (x *GmailLabelsItem) Encode(e *wire.Encoder) {
	e.Syntax("X-GM-LABELS (")
	for i, s := range x.Labels {
		if i > 0 {
			e.SP()
		}
		switch {
		case strings.HasPrefix(s, `\`) && wire.Flag(s).Valid():
			e.Flag(wire.Flag(s))
		case strings.ContainsAny(s, "*%") || strings.EqualFold(s, "NIL"):
			e.MailboxString(s)
		default:
			e.ListMailbox(s)
		}
	}
	e.Syntax(")")
}

func (x *GmailLabelsItem) decode(d *wire.Decoder) {
	x.Labels = x.Labels[:0]
	for range d.List("X-GM-LABELS") {
		if d.Peek() == '\\' {
			x.Labels = append(x.Labels, string(d.Flag()))
		} else {
			x.Labels = append(x.Labels, d.ListMailbox())
		}
	}
}
