package response

import (
	"strings"

	"imapkit.example/wire"
)

// Namespace is the NAMESPACE response (RFC 9051, Section 7.3.2). A nil list
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
	Extensions  []NamespaceExtension
}

// A NamespaceExtension is something else that is told of a namespace.
//
//	namespace-response-extension = SP string SP "(" string *(SP string) ")"
type NamespaceExtension struct {
	Name   string
	Values []string // at least one
}

// translation is the NamespaceExtension that has a field of its own.
const translation = "TRANSLATION"

// Encode implements [Response].
func (r *Namespace) Encode(e *wire.Encoder) {
	e.Syntax("* NAMESPACE")
	for _, list := range [...][]NamespaceItem{r.Personal, r.Other, r.Shared} {
		e.SP()
		if len(list) == 0 {
			e.Nil()
			continue
		}
		e.Syntax("(")
		for _, x := range list {
			e.Syntax("(")
			e.MailboxString(x.Prefix)
			e.SP()
			encodeDelimiter(e, x.Delimiter)
			if x.Translation != "" {
				e.SP()
				e.String(translation)
				e.Syntax(" (")
				e.MailboxString(x.Translation)
				e.Syntax(")")
			}
			for _, x := range x.Extensions {
				x.encode(e)
			}
			e.Syntax(")")
		}
		e.Syntax(")")
	}
}

func (x *NamespaceExtension) encode(e *wire.Encoder) {
	if len(x.Values) == 0 || strings.EqualFold(x.Name, translation) {
		e.Fail("namespace-response-extension", wire.ErrEncode)
	}
	e.SP()
	e.String(x.Name)
	e.SP()
	for i, s := range x.Values {
		e.Special("( "[min(i, 1)])
		e.String(s)
	}
	e.Syntax(")")
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
			for d.More("namespace-response-extension", len(x.Extensions)) {
				y := NamespaceExtension{Name: d.String()}
				d.SP()
				if strings.EqualFold(y.Name, translation) {
					d.Special('(')
					x.Translation = d.MailboxString()
					d.Special(')')
					continue
				}
				for range d.List1("namespace-response-extension") {
					y.Values = append(y.Values, d.String())
				}
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
