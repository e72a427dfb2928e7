package command

import (
	"strings"

	"imapkit.example/wire"
)

// Notify is the NOTIFY command (RFC 5465, Section 3). Which events may stand
// together is the server's to check: an event it does not know is refused with
// NO, not with BAD.
//
//	notify      = "NOTIFY" SP (notify-set / notify-none)
//	notify-set  = "SET" [SP "STATUS"] SP event-groups
//	notify-none = "NONE"
type Notify struct {
	Status bool
	Groups []EventGroup // none for NOTIFY NONE
}

// An EventGroup says which events of which mailboxes are wanted.
//
//	event-group = "(" filter-mailboxes SP events ")"
//	events      = ("(" event *(SP event) ")") / "NONE"
type EventGroup struct {
	Filter MailboxFilter
	Events []Event // none for NONE
}

// An Event is one kind of event.
type Event struct {
	Name EventName
	// Items are what is to be fetched of a message with EventMessageNew.
	Items []FetchItem
}

// An EventName is the name of a kind of event. Names of extensions are legal;
// those known are compared in any case and read as they stand here.
type EventName string

// The events of RFC 5465, Section 5.
const (
	EventMessageNew            EventName = "MessageNew"
	EventMessageExpunge        EventName = "MessageExpunge"
	EventFlagChange            EventName = "FlagChange"
	EventAnnotationChange      EventName = "AnnotationChange"
	EventMailboxName           EventName = "MailboxName"
	EventSubscriptionChange    EventName = "SubscriptionChange"
	EventMailboxMetadataChange EventName = "MailboxMetadataChange"
	EventServerMetadataChange  EventName = "ServerMetadataChange"
)

var eventNames = [...]EventName{
	EventMessageNew, EventMessageExpunge, EventFlagChange, EventAnnotationChange, EventMailboxName,
	EventSubscriptionChange, EventMailboxMetadataChange, EventServerMetadataChange,
}

// Name implements [Command].
func (c *Notify) Name() Name { return NotifyName }

// Decode implements [Command].
func (c *Notify) Decode(d *wire.Decoder) error {
	c.Status, c.Groups = false, c.Groups[:0]
	d.SP()
	if d.TryKeyword("NONE") {
		return d.End()
	}
	d.Keyword("SET")
	d.SP()
	if c.Status = d.TryKeyword("STATUS"); c.Status {
		d.SP()
	}
	for more := true; more; more = d.More("event-groups", len(c.Groups)) {
		c.Groups = append(c.Groups, eventGroup(d))
	}
	return d.End()
}

func eventGroup(d *wire.Decoder) (g EventGroup) {
	d.Special('(')
	g.Filter = mailboxFilter(d, "")
	d.SP()
	if !d.TryKeyword("NONE") {
		for range d.List1("events") {
			g.Events = append(g.Events, event(d))
		}
	}
	d.Special(')')
	return g
}

// event = message-event / mailbox-event / user-event / event-ext
//
//	message-event = ("MessageNew" [SP "(" fetch-att *(SP fetch-att) ")"]) /
//	                "MessageExpunge" / "FlagChange" / "AnnotationChange"
func event(d *wire.Decoder) (x Event) {
	x.Name = eventName(d.AtomView())
	if x.Name == EventMessageNew && d.PeekAfterSP() == '(' {
		d.SP()
		x.Items = fetchItems(d, nil)
	}
	return x
}

func eventName(b []byte) EventName {
	for _, n := range eventNames {
		if strings.EqualFold(string(b), string(n)) {
			return n
		}
	}
	return EventName(b)
}

// Encode implements [Command].
func (c *Notify) Encode(e *wire.Encoder) {
	if len(c.Groups) == 0 {
		if c.Status {
			e.Fail("event-groups", wire.ErrEncode)
		}
		e.Syntax(" NONE")
		return
	}
	e.Syntax(" SET")
	if c.Status {
		e.Syntax(" STATUS")
	}
	for i := range c.Groups {
		e.SP()
		c.Groups[i].encode(e)
	}
}

func (g *EventGroup) encode(e *wire.Encoder) {
	e.Syntax("(")
	g.Filter.encode(e, "")
	e.SP()
	if len(g.Events) == 0 {
		e.Syntax("NONE")
	}
	for i := range g.Events {
		e.Special("( "[min(i, 1)])
		g.Events[i].encode(e)
	}
	if len(g.Events) > 0 {
		e.Syntax(")")
	}
	e.Syntax(")")
}

func (x *Event) encode(e *wire.Encoder) {
	e.Atom(string(x.Name))
	if len(x.Items) == 0 {
		return
	}
	if x.Name != EventMessageNew {
		e.Fail("message-event", wire.ErrEncode)
	}
	e.SP()
	encodeItems(e, x.Items, true)
}
