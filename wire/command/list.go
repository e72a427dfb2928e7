package command

import (
	"strings"

	"imapkit.example/wire"
)

// List is the LIST command (RFC 9051, Section 6.3.9).
//
//	list             = "LIST" [SP list-select-opts] SP mailbox
//	                   SP mbox-or-pat [SP list-return-opts]
//	mbox-or-pat      = list-mailbox / patterns
//	patterns         = "(" list-mailbox *(SP list-mailbox) ")"
//	list-select-opts = "(" [list-select-opt *(SP list-select-opt)] ")"
//	list-return-opts = "RETURN" SP "(" [return-option *(SP return-option)] ")"
type List struct {
	// Select are the selection options, such as ListSubscribed. Nil if there
	// is no list of them.
	Select    []wire.Extension
	Reference string
	Patterns  []string
	// Many says that the patterns stand in parentheses.
	Many bool
	// Return are the return options, such as ListChildren. Nil if there is no
	// list of them. The items of ListStatus are in Status, the entries of
	// ListMetadata in Metadata.
	Return   []wire.Extension
	Status   []StatusItem
	Metadata []string // RFC 9590
}

// The options of LIST, without those of extensions unknown here: SUBSCRIBED to
// RECURSIVEMATCH select (RFC 9051, Section 6.3.9.1), CHILDREN to METADATA say
// what is to be returned (RFC 9051, Section 6.3.9.2; RFC 5819; RFC 8440;
// RFC 9590). SUBSCRIBED and, of RFC 6154, SPECIAL-USE do both.
const (
	ListSubscribed     = "SUBSCRIBED"
	ListSpecialUse     = "SPECIAL-USE"
	ListRemote         = "REMOTE"
	ListRecursiveMatch = "RECURSIVEMATCH"
	ListChildren       = "CHILDREN"
	ListMyRights       = "MYRIGHTS"
	ListStatus         = "STATUS"
	ListMetadata       = "METADATA"
)

// Name implements [Command].
func (c *List) Name() Name { return ListName }

// Extended reports whether the command uses the extended syntax, which asks
// for other answers than the plain one.
func (c *List) Extended() bool { return c.Select != nil || c.Return != nil || c.Many }

// Decode implements [Command].
func (c *List) Decode(d *wire.Decoder) error {
	*c = List{Patterns: c.Patterns[:0]}
	d.SP()
	if d.Peek() == '(' {
		at := d.InputOffset()
		c.Select = []wire.Extension{}
		for range d.List("list-select-opts") {
			c.Select = append(c.Select, option(d))
		}
		if lacksBase(c.Select) {
			d.FailAt(at, "list-select-base-opt", nil)
		}
		d.SP()
	}
	c.Reference = d.Mailbox()
	d.SP()
	if c.Many = d.Peek() == '('; c.Many {
		for range d.List1("patterns") {
			c.Patterns = append(c.Patterns, d.ListMailbox())
		}
	} else {
		c.Patterns = append(c.Patterns, d.ListMailbox())
	}
	if d.TrySP() {
		d.Keyword("RETURN")
		d.SP()
		c.Return = []wire.Extension{}
		for range d.List("list-return-opts") {
			c.returnOption(d)
		}
	}
	return d.End()
}

// returnOption reads one return option. One that is given twice counts once
// (RFC 5258, Section 3).
//
//	return-option =/ "STATUS" SP "(" status-att *(SP status-att) ")" /
//	                 "METADATA" SP "(" entry *(SP entry) ")"
func (c *List) returnOption(d *wire.Decoder) {
	again := false
	switch {
	case d.TryKeyword(ListStatus):
		again = c.Status != nil
		d.SP()
		c.Status = statusItems(d, c.Status)
		if !again {
			c.Return = append(c.Return, wire.Extension{Name: ListStatus})
		}
	case d.TryKeyword(ListMetadata):
		again = c.Metadata != nil
		d.SP()
		for range d.List1("entries") {
			c.Metadata = append(c.Metadata, entry(d))
		}
		if !again {
			c.Return = append(c.Return, wire.Extension{Name: ListMetadata})
		}
	default:
		c.Return = append(c.Return, option(d))
	}
}

// lacksBase reports whether RECURSIVEMATCH is among options of which none can
// be a base: it changes what another one selects. An option of an extension
// may be one.
//
//	list-select-opts = "(" [(*(list-select-opt SP) list-select-base-opt
//	                   *(SP list-select-opt)) /
//	                   (list-select-independent-opt
//	                   *(SP list-select-independent-opt))] ")"
func lacksBase(options []wire.Extension) bool {
	recursive := false
	for _, x := range options {
		switch x.Name {
		case ListRecursiveMatch:
			recursive = true
		case ListRemote:
		default:
			return false
		}
	}
	return recursive
}

// option reads an option with its value, if any. The name is in upper case if
// it is one of those known.
//
//	option-extension = (option-standard-tag / option-vendor-tag)
//	                   [SP option-value]
func option(d *wire.Decoder) wire.Extension {
	x := wire.Extension{Name: d.Atom()}
	for _, name := range [...]string{ListSubscribed, ListRemote, ListRecursiveMatch, ListSpecialUse, ListChildren, ListMyRights} {
		if strings.EqualFold(x.Name, name) {
			x.Name = name
		}
	}
	if d.PeekAfterSP() == '(' {
		d.SP()
		x.Value = d.ReadValue()
	}
	return x
}

func encodeOption(e *wire.Encoder, x wire.Extension) {
	e.Atom(x.Name)
	if x.Value == nil {
		return
	}
	e.SP()
	if len(x.Value) == 0 || x.Value[0] != '(' {
		e.Fail("option-value", wire.ErrEncode)
		return
	}
	e.Value(x.Value)
}

// Encode implements [Command].
func (c *List) Encode(e *wire.Encoder) {
	e.SP()
	if c.Select != nil {
		if lacksBase(c.Select) {
			e.Fail("list-select-base-opt", wire.ErrEncode)
		}
		e.Syntax("(")
		for i, x := range c.Select {
			if i > 0 {
				e.SP()
			}
			encodeOption(e, x)
		}
		e.Syntax(")")
		e.SP()
	}
	e.Mailbox(c.Reference)
	e.SP()
	if len(c.Patterns) == 0 || len(c.Patterns) > 1 && !c.Many {
		e.Fail("mbox-or-pat", wire.ErrEncode)
	}
	if c.Many {
		e.Syntax("(")
	}
	for i, p := range c.Patterns {
		if i > 0 {
			e.SP()
		}
		e.ListMailbox(p)
	}
	if c.Many {
		e.Syntax(")")
	}
	if c.Return != nil {
		e.Syntax(" RETURN ")
		c.encodeReturn(e)
	} else if len(c.Status)+len(c.Metadata) > 0 {
		e.Fail("list-return-opts", wire.ErrEncode)
	}
}

// encodeReturn writes the return options, of which STATUS and METADATA are some
// if and only if there is something in Status and in Metadata.
func (c *List) encodeReturn(e *wire.Encoder) {
	e.Syntax("(")
	status, metadata := len(c.Status) > 0, len(c.Metadata) > 0
	for i, x := range c.Return {
		if i > 0 {
			e.SP()
		}
		switch {
		case isWord(x.Name, ListStatus):
			if !status || x.Value != nil {
				e.Fail("status-option", wire.ErrEncode)
			}
			status = false
			e.Syntax("STATUS ")
			encodeStatusItems(e, c.Status)
		case isWord(x.Name, ListMetadata):
			if !metadata || x.Value != nil {
				e.Fail("entries", wire.ErrEncode)
			}
			metadata = false
			e.Syntax("METADATA ")
			for k, s := range c.Metadata {
				e.Special("( "[min(k, 1)])
				encodeEntry(e, s)
			}
			e.Syntax(")")
		default:
			encodeOption(e, x)
		}
	}
	if status || metadata {
		e.Fail("list-return-opts", wire.ErrEncode)
	}
	e.Syntax(")")
}

// A StatusItem names something that STATUS tells of a mailbox. Names of
// extensions are legal and kept as they were sent.
type StatusItem string

// The status items of RFC 9051, Section 6.3.11, and the obsolete RECENT.
const (
	StatusMessages    StatusItem = "MESSAGES"
	StatusUIDNext     StatusItem = "UIDNEXT"
	StatusUIDValidity StatusItem = "UIDVALIDITY"
	StatusUnseen      StatusItem = "UNSEEN"
	StatusDeleted     StatusItem = "DELETED"
	StatusSize        StatusItem = "SIZE"
	StatusRecent      StatusItem = "RECENT"
)

// Status items of extensions: RFC 7162, Section 3.1.2.2; RFC 7889, Section 3.1;
// RFC 8474, Section 4.3; and RFC 9208, Section 4.1.4.
const (
	StatusHighestModSeq  StatusItem = "HIGHESTMODSEQ"
	StatusAppendLimit    StatusItem = "APPENDLIMIT"
	StatusMailboxID      StatusItem = "MAILBOXID"
	StatusDeletedStorage StatusItem = "DELETED-STORAGE"
)

// Status is the STATUS command (RFC 9051, Section 6.3.11).
//
//	status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"
type Status struct {
	Mailbox string
	Items   []StatusItem
}

// Name implements [Command].
func (c *Status) Name() Name { return StatusName }

// Decode implements [Command].
func (c *Status) Decode(d *wire.Decoder) error {
	d.SP()
	c.Mailbox = d.Mailbox()
	d.SP()
	c.Items = statusItems(d, c.Items[:0])
	return d.End()
}

// Encode implements [Command].
func (c *Status) Encode(e *wire.Encoder) {
	e.SP()
	e.Mailbox(c.Mailbox)
	e.SP()
	encodeStatusItems(e, c.Items)
}

func statusItems(d *wire.Decoder, dst []StatusItem) []StatusItem {
	for range d.List1("status-att") {
		dst = append(dst, word(d, statusWords))
	}
	return dst
}

var statusWords = wire.NewWords([]StatusItem{
	StatusMessages, StatusUIDNext, StatusUIDValidity, StatusUnseen, StatusDeleted, StatusSize, StatusRecent,
	StatusHighestModSeq, StatusAppendLimit, StatusMailboxID, StatusDeletedStorage,
}, func(s StatusItem) StatusItem { return s })

func encodeStatusItems(e *wire.Encoder, items []StatusItem) {
	if len(items) == 0 {
		e.Fail("status-att", wire.ErrEncode)
	}
	e.Syntax("(")
	for i, s := range items {
		if i > 0 {
			e.SP()
		}
		if _, ok := statusWords.Write(e, string(s)); !ok {
			e.Atom(string(s))
		}
	}
	e.Syntax(")")
}
