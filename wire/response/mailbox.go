package response

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"imapkit.example/wire"
)

// List is the LIST response, or LSUB if LSub is set (RFC 9051, Section 7.3.1;
// RFC 3501, Section 7.2.3), or that of the obsolete XLIST if XList is set.
//
//	mailbox-list = "(" [mbx-list-flags] ")" SP
//	               (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
//	               [SP mbox-list-extended]
type List struct {
	LSub, XList bool
	Attributes  []string // such as "\HasChildren"; case-insensitive
	Delimiter   rune     // of the hierarchy; 0 for NIL: no hierarchy
	Mailbox     string
	// ChildInfo says why a mailbox is listed that does not match itself: the
	// selection options that a mailbox below it matches, such as "SUBSCRIBED"
	// (RFC 5258, Section 3.5).
	ChildInfo []string
	// OldName is the name that the mailbox had, or the one that was asked for
	// (RFC 9051, Section 6.3.9.7).
	OldName string
	// Extensions are what no field here can hold.
	Extensions []wire.Extension
}

// Encode implements [Response].
func (r *List) Encode(e *wire.Encoder) {
	switch {
	case r.LSub && r.XList:
		e.Fail("mailbox-data", wire.ErrEncode)
	case r.LSub:
		e.Keyword("* LSUB (")
	case r.XList:
		e.Keyword("* XLIST (")
	default:
		e.Keyword("* LIST (")
	}
	for i, a := range r.Attributes {
		if i > 0 {
			e.SP()
		}
		if !strings.HasPrefix(a, `\`) {
			e.Fail("mbx-list-flags", wire.ErrEncode)
		}
		e.Flag(wire.Flag(a))
	}
	e.Keyword(") ")
	encodeDelimiter(e, r.Delimiter)
	e.SP()
	e.Mailbox(r.Mailbox)
	r.encodeExtended(e)
}

// mbox-list-extended      = "(" [mbox-list-extended-item
//
//	*(SP mbox-list-extended-item)] ")"
//
// mbox-list-extended-item = mbox-list-extended-item-tag SP tagged-ext-val
// childinfo-extended-item = "CHILDINFO" SP "(" list-select-base-opt-quoted
//
//	*(SP list-select-base-opt-quoted) ")"
//
// oldname-extended-item   = "OLDNAME" SP "(" mailbox ")"
func (r *List) encodeExtended(e *wire.Encoder) {
	between := " ("
	for i, s := range r.ChildInfo {
		if i == 0 {
			e.Keyword(between)
			e.Keyword("CHILDINFO (")
			between = " "
		} else {
			e.SP()
		}
		e.Quoted(s)
	}
	if len(r.ChildInfo) > 0 {
		e.Special(')')
	}
	if r.OldName != "" {
		e.Keyword(between)
		e.Keyword("OLDNAME (")
		between = " "
		e.Mailbox(r.OldName)
		e.Special(')')
	}
	for _, x := range r.Extensions {
		e.Keyword(between)
		between = " "
		e.AString(x.Name)
		e.SP()
		e.Value(x.Value)
	}
	if between == " " {
		e.Special(')')
	}
}

func (r *List) decode(d *wire.Decoder) {
	*r = List{LSub: r.LSub, XList: r.XList, Attributes: r.Attributes[:0]}
	d.SP()
	for range d.List("mbx-list-flags") {
		if d.Peek() != '\\' {
			d.Fail("mbx-list-flags", nil)
		}
		r.Attributes = append(r.Attributes, string(d.Flag()))
	}
	d.SP()
	r.Delimiter = delimiter(d)
	d.SP()
	r.Mailbox = d.Mailbox()
	if !d.TrySP() {
		return
	}
	for range d.List("mbox-list-extended") {
		x := wire.Extension{Name: d.AString()}
		d.SP()
		switch strings.ToUpper(x.Name) {
		case "CHILDINFO":
			for range d.List1("childinfo-extended-item") {
				if d.Peek() != '"' {
					d.Fail("quoted", nil)
				}
				r.ChildInfo = append(r.ChildInfo, d.String())
			}
		case "OLDNAME":
			d.Special('(')
			r.OldName = d.Mailbox()
			d.Special(')')
		default:
			x.Value = d.ReadValue()
			r.Extensions = append(r.Extensions, x)
		}
	}
}

// (DQUOTE QUOTED-CHAR DQUOTE / nil)
func delimiter(d *wire.Decoder) rune {
	if d.TryNil() {
		return 0
	}
	at := d.InputOffset()
	if d.Peek() != '"' {
		d.Fail("quoted", nil)
		return 0
	}
	var one [utf8.UTFMax]byte
	s := d.AppendString(one[:0])
	c, n := utf8.DecodeRune(s)
	if n == 0 || n != len(s) {
		d.FailAt(at, "QUOTED-CHAR", nil)
		return 0
	}
	return c
}

func encodeDelimiter(e *wire.Encoder, c rune) {
	if c == 0 {
		e.Nil()
		return
	}
	e.Quoted(string(c))
}

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
	e.Keyword("* STATUS ")
	e.Mailbox(r.Mailbox)
	e.Keyword(" (")
	for i, x := range r.Items {
		if i > 0 {
			e.SP()
		}
		e.Atom(x.Name)
		e.SP()
		x.encode(e)
	}
	e.Special(')')
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
		e.Special('(')
		e.ObjectID(x.ID)
		e.Special(')')
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
		var x StatusItem
		b := d.AtomView()
		for _, n := range statusNames {
			if strings.EqualFold(string(b), n) {
				x.Name = n
			}
		}
		known := x.Name != ""
		if !known {
			x.Name = strings.ToUpper(string(b))
		}
		d.SP()
		x.decode(d, known)
		r.Items = append(r.Items, x)
	}
}

// number64 returns the number that v is, if it is one in its shortest form.
func number64(v wire.Value) (n int64, ok bool) {
	if len(v) == 0 || v[0] == '-' || v[0] == '+' || v[0] == '0' && len(v) > 1 {
		return 0, false
	}
	n, err := strconv.ParseInt(string(v), 10, 64)
	return n, err == nil
}

// Namespace is the NAMESPACE response (RFC 9051, Section 7.3.3). A nil list
// stands for NIL: there is no such namespace.
//
//	namespace-response = "NAMESPACE" SP namespace SP namespace SP namespace
type Namespace struct {
	Personal, Other, Shared []NamespaceItem
}

// A NamespaceItem is one namespace.
//
//	namespace-descr = "(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil)
//	                  [namespace-response-extensions] ")"
type NamespaceItem struct {
	Prefix    string // a mailbox name
	Delimiter rune   // 0 for NIL
	// Translation is Prefix in the language of the session, "" if not told
	// (RFC 5255, Section 3.4).
	//
	//	namespace-trans = SP DQUOTE "TRANSLATION" DQUOTE SP "(" string ")"
	Translation string
	Extensions  []wire.Extension
}

// Encode implements [Response].
func (r *Namespace) Encode(e *wire.Encoder) {
	e.Keyword("* NAMESPACE")
	for _, list := range [...][]NamespaceItem{r.Personal, r.Other, r.Shared} {
		e.SP()
		if len(list) == 0 {
			e.Nil()
			continue
		}
		e.Special('(')
		for _, x := range list {
			e.Special('(')
			e.MailboxString(x.Prefix)
			e.SP()
			encodeDelimiter(e, x.Delimiter)
			if x.Translation != "" {
				e.SP()
				e.String("TRANSLATION")
				e.Keyword(" (")
				e.MailboxString(x.Translation)
				e.Special(')')
			}
			for _, x := range x.Extensions {
				e.SP()
				e.String(x.Name)
				e.SP()
				e.Value(x.Value)
			}
			e.Special(')')
		}
		e.Special(')')
	}
}

func (r *Namespace) decode(d *wire.Decoder) {
	*r = Namespace{}
	for _, list := range [...]*[]NamespaceItem{&r.Personal, &r.Other, &r.Shared} {
		d.SP()
		if d.TryNil() {
			continue
		}
		d.Special('(')
		for {
			var x NamespaceItem
			d.Special('(')
			x.Prefix = d.MailboxString()
			d.SP()
			x.Delimiter = delimiter(d)
			//	namespace-response-extension = SP string SP
			//	                  "(" string *(SP string) ")"
			for d.TrySP() {
				y := wire.Extension{Name: d.String()}
				d.SP()
				if strings.EqualFold(y.Name, "TRANSLATION") {
					d.Special('(')
					x.Translation = d.MailboxString()
					d.Special(')')
					continue
				}
				y.Value = d.ReadValue()
				x.Extensions = append(x.Extensions, y)
			}
			d.Special(')')
			if limit := d.Options().Limits.Items; len(*list) == limit {
				d.Fail("namespace", &wire.LimitError{Limit: "Items", Max: int64(limit)})
				return
			}
			*list = append(*list, x)
			if d.Err() != nil || d.TrySpecial(')') {
				break
			}
		}
	}
}

// ID is the ID response (RFC 2971, Section 3.2). Params is nil for NIL.
//
//	id-response = "ID" SP id-params-list
type ID struct{ Params []wire.Param }

// Encode implements [Response].
func (r *ID) Encode(e *wire.Encoder) {
	e.Keyword("* ID ")
	e.Params(r.Params)
}
