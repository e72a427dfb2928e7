package response

import (
	"math"
	"strconv"

	"imapkit.example/wire"
)

// MailboxStatus is the STATUS response (RFC 9051, Section 7.3.3).
//
//	"STATUS" SP mailbox SP "(" [status-att-list] ")"
type MailboxStatus struct {
	Mailbox string
	Items   []StatusItem
}

// A StatusItem is one item of a STATUS response.
//
//	status-att-val = ("MESSAGES" SP number) / ("UIDNEXT" SP nz-number) /
//	                 ("UIDVALIDITY" SP nz-number) / ("UNSEEN" SP number) /
//	                 ("DELETED" SP number) / ("SIZE" SP number64) /
//	                 ("RECENT" SP number) /                     ; RFC 3501
//	                 ("HIGHESTMODSEQ" SP mod-sequence-valzer) / ; RFC 7162
//	                 ("DELETED-STORAGE" SP number64) /          ; RFC 9208
//	                 ("APPENDLIMIT" SP (number / nil)) /        ; RFC 7889
//	                 ("MAILBOXID" SP "(" objectid ")")          ; RFC 8474
type StatusItem struct {
	Name   string // in upper case; of items not known here, as sent
	Number int64
	Nil    bool       // of APPENDLIMIT: there is none for this mailbox
	ID     string     // of MAILBOXID
	Value  wire.Value // of items not known here: what is not a number64
}

// Number returns the number of the item of which the Name is name. ok is false if
// it is not there, or no number.
func (r *MailboxStatus) Number(name string) (n int64, ok bool) {
	for _, x := range r.Items {
		if x.Name == name && x.Value == nil && !x.Nil && x.ID == "" {
			return x.Number, true
		}
	}
	return 0, false
}

// Encode implements [Response].
func (r *MailboxStatus) Encode(e *wire.Encoder) {
	e.Syntax("* STATUS ")
	e.Mailbox(r.Mailbox)
	e.Syntax(" (")
	for i := range r.Items {
		if i > 0 {
			e.SP()
		}
		x := &r.Items[i]
		rule, known := statusRules.Write(e, x.Name)
		if !known {
			e.Atom(x.Name)
		}
		e.SP()
		x.encode(e, rule.kind, known)
	}
	e.Syntax(")")
}

var statusNames = [...]string{
	"MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "DELETED", "SIZE", "RECENT", "HIGHESTMODSEQ",
	"DELETED-STORAGE", "APPENDLIMIT", "MAILBOXID",
}

// encode writes the value of x, of which kind tells the grammar if it is known.
func (x *StatusItem) encode(e *wire.Encoder, kind statusKind, known bool) {
	if known && x.Value != nil || x.Nil && (!known || kind != statusNumberOrNil) || x.ID != "" && (!known || kind != statusObjectID) {
		e.Fail("status-att-val", wire.ErrEncode)
		return
	}
	switch {
	case known && kind == statusObjectID:
		e.Syntax("(")
		e.ObjectID(x.ID)
		e.Syntax(")")
	case known && kind == statusNzNumber && x.Number == 0:
		e.Fail("nz-number", wire.ErrRange)
	case x.Value != nil:
		e.Value(x.Value)
	case x.Nil:
		e.Nil()
	case known && kind != statusNumber64 && x.Number > math.MaxUint32:
		e.Fail("number", wire.ErrRange)
	default:
		e.Number64(x.Number)
	}
}

// A statusRule is the grammar of the value of a known item.
type statusRule struct {
	name string
	kind statusKind
}

type statusKind uint8

const (
	statusNumber statusKind = iota
	statusNzNumber
	statusNumber64
	statusNumberOrNil
	statusObjectID
)

var statusRules = wire.NewWords(statusNames[:], func(name string) statusRule {
	switch name {
	case "UIDNEXT", "UIDVALIDITY":
		return statusRule{name, statusNzNumber}
	case "SIZE", "HIGHESTMODSEQ", "DELETED-STORAGE":
		return statusRule{name, statusNumber64}
	case "APPENDLIMIT":
		return statusRule{name, statusNumberOrNil}
	case "MAILBOXID":
		return statusRule{name, statusObjectID}
	}
	return statusRule{name, statusNumber}
})

// decode reads the value of x.
func (x *StatusItem) decode(d *wire.Decoder, kind statusKind) {
	switch kind {
	case statusNzNumber:
		x.Number = int64(d.NzNumber())
	case statusNumber64:
		x.Number = d.Number64()
	case statusObjectID:
		x.ID = objectID(d)
	case statusNumberOrNil:
		if x.Nil = d.TryNil(); !x.Nil {
			x.Number = int64(d.Number())
		}
	default:
		x.Number = int64(d.Number())
	}
}

func (r *MailboxStatus) decode(d *wire.Decoder) {
	const rule = "status-att-list"
	r.Items = r.Items[:0]
	r.Mailbox = d.Mailbox()
	d.SP()
	if d.Special('('); d.TrySpecial(')') || !d.Enter(rule) {
		return
	}
	for more := true; more; more = d.Another(rule, len(r.Items)) {
		x := r.next()
		if !x.common(d) {
			x.other(d)
		}
	}
	d.Leave()
}

// next returns the item that is read next. It lies where the items of the last
// response were: what is clear there is left alone.
func (r *MailboxStatus) next() *StatusItem {
	n := len(r.Items)
	if n == cap(r.Items) {
		r.Items = append(r.Items, StatusItem{})
		return &r.Items[n]
	}
	r.Items = r.Items[:n+1]
	x := &r.Items[n]
	x.Number, x.Nil = 0, false
	if x.ID != "" {
		x.ID = ""
	}
	if x.Value != nil {
		x.Value = nil
	}
	return x
}

// other reads an item that is not one of the common ones.
func (x *StatusItem) other(d *wire.Decoder) {
	rule, known := statusRules.Read(d)
	x.Name = rule.name
	if c := d.Peek(); !known || c != ' ' && wire.Flag([]byte{c}).IsKeyword() {
		x.Name += string(d.AtomView())
		known = false
	}
	d.SP()
	if known {
		x.decode(d, rule.kind)
		return
	}
	x.Value = d.ReadValue()
	if n, ok := number64(x.Value); ok {
		x.Number, x.Value = n, nil
	}
}

// common reads the items that everybody asks for, as they are usually spelled. It
// reads nothing if it is another one.
func (x *StatusItem) common(d *wire.Decoder) bool {
	switch d.Peek() {
	case 'M':
		if d.TryExact("MESSAGES ") {
			x.Name, x.Number = "MESSAGES", int64(d.Number())
			return true
		}
	case 'U':
		switch {
		case d.TryExact("UIDNEXT "):
			x.Name, x.Number = "UIDNEXT", int64(d.NzNumber())
			return true
		case d.TryExact("UIDVALIDITY "):
			x.Name, x.Number = "UIDVALIDITY", int64(d.NzNumber())
			return true
		case d.TryExact("UNSEEN "):
			x.Name, x.Number = "UNSEEN", int64(d.Number())
			return true
		}
	}
	return false
}

// number64 returns the number that v is, if it is one in its shortest form.
func number64(v wire.Value) (n int64, ok bool) {
	if len(v) == 0 || v[0] == '-' || v[0] == '+' || v[0] == '0' && len(v) > 1 {
		return 0, false
	}
	n, err := strconv.ParseInt(string(v), 10, 64)
	return n, err == nil
}
