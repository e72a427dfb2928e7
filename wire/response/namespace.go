package response

import (
	"strings"

	"imapkit.example/wire"
)

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
				if strings.EqualFold(x.Name, "TRANSLATION") {
					e.Fail("namespace-response-extension", wire.ErrEncode)
				}
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
