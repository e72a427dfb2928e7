package command

import (
	"strings"

	"imapkit.example/wire"
)

// ESearch is the ESEARCH command, which searches more than one mailbox
// (RFC 7377, Section 2.1).
//
//	esearch             = "ESEARCH" [SP esearch-source-opts]
//	                      [SP search-return-opts] SP search-program
//	esearch-source-opts = "IN" SP "(" source-mbox [SP "(" scope-options ")"]
//	                      ")"
//	source-mbox         = filter-mailboxes *(SP filter-mailboxes)
type ESearch struct {
	// UID says that the command is called UID ESEARCH, as in the examples of
	// RFC 7377, Section 2. Its grammar does not have that name, so a client
	// does not use it; but it means the same, since the results of ESEARCH
	// are UIDs in any case and numbers among its keys are sequence numbers.
	UID bool
	// Sources say where to search; none for the selected mailbox.
	Sources []MailboxFilter
	// Scope are the options of unknown extensions; none without Sources.
	Scope   []wire.Extension
	Return  []SearchOption // as in [Search]
	Charset string         // "" if not given
	// EmptyCharset is as in [Search].
	EmptyCharset bool
	Keys         []SearchKey
}

// Name implements [Command].
func (c *ESearch) Name() Name {
	if c.UID {
		return UIDESearchName
	}
	return ESearchName
}

// Decode implements [Command].
func (c *ESearch) Decode(d *wire.Decoder) error {
	c.Sources, c.Scope = c.Sources[:0], c.Scope[:0]
	d.SP()
	if d.TryKeyword("IN") {
		d.SP()
		scoped := false
		for i := range d.List1("esearch-source-opts") {
			if scoped {
				d.Fail("')'", nil)
			} else if scoped = i > 0 && d.Peek() == '('; scoped {
				for range d.List1("scope-options") {
					c.Scope = append(c.Scope, d.Extension())
				}
			} else {
				c.Sources = append(c.Sources, mailboxFilter(d, FilterSelectedDelayed))
			}
		}
		d.SP()
	}
	c.Return = searchReturn(d, c.Return)
	c.Charset, c.EmptyCharset = optionalCharset(d)
	c.Keys = decodeKeys(d, c.Keys[:0])
	return d.End()
}

// Encode implements [Command].
func (c *ESearch) Encode(e *wire.Encoder) {
	e.SP()
	if len(c.Sources) > 0 {
		e.Syntax("IN (")
		for i := range c.Sources {
			if i > 0 {
				e.SP()
			}
			c.Sources[i].encode(e, FilterSelectedDelayed)
		}
		encodeExtensions(e, c.Scope)
		e.Syntax(") ")
	} else if len(c.Scope) > 0 {
		e.Fail("scope-options", wire.ErrEncode)
	} else if c.Return == nil && c.Charset == "" && !c.EmptyCharset && len(c.Keys) > 0 && isWord(string(c.Keys[0].Name), "IN") {
		e.Fail("search-key", wire.ErrEncode) // an unknown key that reads as the sources do
	}
	encodeReturn(e, c.Return)
	encodeCharset(e, c.Charset, c.EmptyCharset)
	encodeKeys(e, c.Keys)
}

// A MailboxFilter names mailboxes of ESEARCH and NOTIFY.
//
//	filter-mailboxes          = filter-mailboxes-selected /
//	                            filter-mailboxes-other
//	filter-mailboxes-selected = "selected" / "selected-delayed"
//	filter-mailboxes-other    = "inboxes" / "personal" / "subscribed" /
//	                            ("subtree" SP one-or-more-mailbox) /
//	                            ("subtree-one" SP one-or-more-mailbox) /
//	                            ("mailboxes" SP one-or-more-mailbox)
type MailboxFilter struct {
	Name MailboxFilterName
	// Mailboxes are those of FilterSubtree, FilterSubtreeOne and
	// FilterMailboxes.
	Mailboxes []string
}

// A MailboxFilterName is the word of a filter, in lower case.
type MailboxFilterName string

// The filters of RFC 5465, Section 6 and, for the children of a mailbox
// without theirs, of RFC 7377, Section 2.2.
const (
	FilterSelected        MailboxFilterName = "selected"
	FilterSelectedDelayed MailboxFilterName = "selected-delayed" // NOTIFY only
	FilterInboxes         MailboxFilterName = "inboxes"
	FilterPersonal        MailboxFilterName = "personal"
	FilterSubscribed      MailboxFilterName = "subscribed"
	FilterSubtree         MailboxFilterName = "subtree"
	FilterSubtreeOne      MailboxFilterName = "subtree-one"
	FilterMailboxes       MailboxFilterName = "mailboxes"
)

// named reports whether n is followed by names.
func (n MailboxFilterName) named() bool {
	return n == FilterSubtree || n == FilterSubtreeOne || n == FilterMailboxes
}

var filterNames = [...]MailboxFilterName{
	FilterSelected, FilterSelectedDelayed, FilterInboxes, FilterPersonal, FilterSubscribed,
	FilterSubtree, FilterSubtreeOne, FilterMailboxes,
}

// mailboxFilter reads a filter other than except.
func mailboxFilter(d *wire.Decoder, except MailboxFilterName) (f MailboxFilter) {
	at := d.InputOffset()
	b := d.KeywordView("filter-mailboxes")
	for _, n := range filterNames {
		if n != except && strings.EqualFold(string(b), string(n)) {
			f.Name = n
		}
	}
	if f.Name == "" {
		d.FailAt(at, "filter-mailboxes", nil)
	}
	if f.Name.named() {
		d.SP()
		f.Mailboxes = oneOrMore(d, "many-mailboxes", (*wire.Decoder).Mailbox)
	}
	return f
}

func (f *MailboxFilter) encode(e *wire.Encoder, except MailboxFilterName) {
	known := false
	for _, n := range filterNames {
		known = known || n == f.Name && n != except
	}
	if !known || !f.Name.named() && len(f.Mailboxes) > 0 {
		e.Fail("filter-mailboxes", wire.ErrEncode)
		return
	}
	e.Keyword(string(f.Name))
	if f.Name.named() {
		e.SP()
		encodeOneOrMore(e, f.Mailboxes, "many-mailboxes", (*wire.Encoder).Mailbox)
	}
}
