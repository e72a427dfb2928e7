package response

import (
	"math"
	"slices"
	"strconv"

	"imapkit.example/wire"
)

// MailboxStatus is the STATUS response (RFC 9051, Section 7.3.2).
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
	Name   string // in upper case
	Number int64
	Nil    bool       // of APPENDLIMIT: the limit is not known
	ID     string     // of MAILBOXID
	Value  wire.Value // of items not known here: what is not a number64
}

// Number returns the number of the item called name, which is in upper case.
func (r *MailboxStatus) Number(name string) (n int64, ok bool) {
	for _, x := range r.Items {
		if x.Name == name && x.Value == nil {
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
	for i, x := range r.Items {
		if i > 0 {
			e.SP()
		}
		e.Atom(x.Name)
		e.SP()
		x.encode(e)
	}
	e.Syntax(")")
}

var statusNames = [...]string{
	"MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "DELETED", "SIZE", "RECENT", "HIGHESTMODSEQ",
	"DELETED-STORAGE", "APPENDLIMIT", "MAILBOXID",
}

// encode writes the value of x.
func (x *StatusItem) encode(e *wire.Encoder) {
	known := slices.Contains(statusNames[:], x.Name)
	if known && x.Value != nil || x.Nil && x.Name != "APPENDLIMIT" || x.ID != "" && x.Name != "MAILBOXID" {
		e.Fail("status-att-val", wire.ErrEncode)
		return
	}
	switch x.Name {
	case "MAILBOXID":
		e.Syntax("(")
		e.ObjectID(x.ID)
		e.Syntax(")")
		return
	case "UIDNEXT", "UIDVALIDITY":
		if x.Number == 0 {
			e.Fail("nz-number", wire.ErrRange)
		}
	}
	switch {
	case x.Value != nil:
		e.Value(x.Value)
	case x.Nil:
		e.Nil()
	case known && !is64(x.Name) && x.Number > math.MaxUint32:
		e.Fail("number", wire.ErrRange)
	default:
		e.Number64(x.Number)
	}
}

// is64 reports whether the known item called name is a number of 63 bits.
func is64(name string) bool {
	return name == "SIZE" || name == "HIGHESTMODSEQ" || name == "DELETED-STORAGE"
}

// decode reads the value of x.
func (x *StatusItem) decode(d *wire.Decoder, known bool) {
	switch {
	case !known:
		x.Value = d.ReadValue()
		if n, ok := number64(x.Value); ok {
			x.Number, x.Value = n, nil
		}
	case x.Name == "UIDNEXT" || x.Name == "UIDVALIDITY":
		x.Number = int64(d.NzNumber())
	case is64(x.Name):
		x.Number = d.Number64()
	case x.Name == "MAILBOXID":
		x.ID = objectID(d)
	case x.Name == "APPENDLIMIT" && d.TryNil():
		x.Nil = true
	default:
		x.Number = int64(d.Number())
	}
}

func (r *MailboxStatus) decode(d *wire.Decoder) {
	*r = MailboxStatus{Items: r.Items[:0]}
	d.SP()
	r.Mailbox = d.Mailbox()
	d.SP()
	for range d.List("status-att-list") {
		name := d.AtomView()
		x := StatusItem{Name: statusName(name)}
		if x.Name == "" {
			var buf [maxName]byte
			x.Name = statusName(fold(name, &buf))
		}
		known := x.Name != ""
		if !known {
			x.Name = string(name)
		}
		d.SP()
		x.decode(d, known)
		r.Items = append(r.Items, x)
	}
}

// statusName returns name, in upper case, if it is that of a known item.
func statusName(name []byte) string {
	switch string(name) {
	case "MESSAGES":
		return "MESSAGES"
	case "UIDNEXT":
		return "UIDNEXT"
	case "UIDVALIDITY":
		return "UIDVALIDITY"
	case "UNSEEN":
		return "UNSEEN"
	case "HIGHESTMODSEQ":
		return "HIGHESTMODSEQ"
	}
	for _, s := range statusNames {
		if string(name) == s {
			return s
		}
	}
	return ""
}

// number64 returns the number that v is, if it is one in its shortest form.
func number64(v wire.Value) (n int64, ok bool) {
	if len(v) == 0 || v[0] == '-' || v[0] == '+' || v[0] == '0' && len(v) > 1 {
		return 0, false
	}
	n, err := strconv.ParseInt(string(v), 10, 64)
	return n, err == nil
}
