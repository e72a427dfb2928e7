package command

import "imapkit.example/wire"

// Select is the SELECT command, or EXAMINE if ReadOnly is set
// (RFC 9051, Section 6.3.2 and Section 6.3.3).
//
//	select        = "SELECT" SP mailbox [select-params]
//	examine       = "EXAMINE" SP mailbox [select-params]
//	select-params = SP "(" select-param *(SP select-param) ")"
type Select struct {
	ReadOnly bool
	Mailbox  string
	// CondStore is CONDSTORE (RFC 7162, Section 3.1.8).
	CondStore bool
	// QResync is QRESYNC; nil if there is none.
	QResync *QResync
	// Annotate is ANNOTATE: the client wants to be told of changes to
	// annotations (RFC 5257, Section 4.2).
	Annotate bool
	// Params are the parameters of other extensions.
	Params []wire.Extension
}

// Name implements [Command].
func (c *Select) Name() Name {
	if c.ReadOnly {
		return ExamineName
	}
	return SelectName
}

// Decode implements [Command].
func (c *Select) Decode(d *wire.Decoder) error {
	c.CondStore, c.QResync, c.Annotate, c.Params = false, nil, false, c.Params[:0]
	d.SP()
	c.Mailbox = d.Mailbox()
	if !d.TrySP() {
		return d.End()
	}
	for range d.List1("select-params") {
		switch {
		case d.TryKeyword("CONDSTORE"):
			c.CondStore = true
		case d.TryKeyword("QRESYNC"):
			d.SP()
			c.QResync = new(QResync)
			c.QResync.decode(d)
		case d.TryKeyword("ANNOTATE"):
			c.Annotate = true
		default:
			c.Params = append(c.Params, d.Extension())
		}
	}
	return d.End()
}

// Encode implements [Command].
func (c *Select) Encode(e *wire.Encoder) {
	e.SP()
	e.Mailbox(c.Mailbox)
	p := params{e: e}
	if c.CondStore {
		p.word("CONDSTORE")
	}
	if c.QResync != nil {
		p.word("QRESYNC ")
		c.QResync.encode(e)
	}
	if c.Annotate {
		p.word("ANNOTATE")
	}
	p.extensions(c.Params, "CONDSTORE", "QRESYNC", "ANNOTATE")
	p.end()
}

// Create is the CREATE command (RFC 9051, Section 6.3.4).
//
//	create        = "CREATE" SP mailbox [create-params]
//	create-params = SP "(" create-param *(SP create-param) ")"
//	create-param  =/ "USE" SP "(" [use-attr *(SP use-attr)] ")"
type Create struct {
	Mailbox string
	// Use are the special uses of the new mailbox, such as "\Drafts"
	// (RFC 6154, Section 3); nil if USE is not there.
	Use []wire.Flag
	// Params are the parameters of other extensions.
	Params []wire.Extension
}

// Name implements [Command].
func (c *Create) Name() Name { return CreateName }

// Decode implements [Command].
func (c *Create) Decode(d *wire.Decoder) error {
	c.Use, c.Params = nil, c.Params[:0]
	d.SP()
	c.Mailbox = d.Mailbox()
	if !d.TrySP() {
		return d.End()
	}
	for range d.List1("create-params") {
		if !d.TryKeyword("USE") {
			c.Params = append(c.Params, d.Extension())
			continue
		}
		d.SP()
		c.Use = []wire.Flag{}
		for range d.List("use-attr") {
			if d.Peek() != '\\' {
				d.Fail("use-attr", nil)
			}
			c.Use = append(c.Use, d.Flag())
		}
	}
	return d.End()
}

// Encode implements [Command].
func (c *Create) Encode(e *wire.Encoder) {
	e.SP()
	e.Mailbox(c.Mailbox)
	p := params{e: e}
	if c.Use != nil {
		p.word("USE ")
		for _, f := range c.Use {
			if f.IsKeyword() {
				e.Fail("use-attr", wire.ErrEncode)
			}
		}
		e.Flags(c.Use)
	}
	p.extensions(c.Params, "USE")
	p.end()
}

// Rename is the RENAME command (RFC 9051, Section 6.3.6).
//
//	rename        = "RENAME" SP mailbox SP mailbox [rename-params]
//	rename-params = SP "(" rename-param *(SP rename-param) ")"
type Rename struct {
	From, To string
	Params   []wire.Extension
}

// Name implements [Command].
func (c *Rename) Name() Name { return RenameName }

// Decode implements [Command].
func (c *Rename) Decode(d *wire.Decoder) error {
	d.SP()
	c.From = d.Mailbox()
	d.SP()
	c.To = d.Mailbox()
	c.Params = optionalExtensions(d, c.Params[:0], "rename-params")
	return d.End()
}

// Encode implements [Command].
func (c *Rename) Encode(e *wire.Encoder) {
	e.SP()
	e.Mailbox(c.From)
	e.SP()
	e.Mailbox(c.To)
	encodeExtensions(e, c.Params)
}

// Delete is the DELETE command (RFC 9051, Section 6.3.5).
//
//	delete = "DELETE" SP mailbox
type Delete struct{ Mailbox string }

// Name implements [Command].
func (c *Delete) Name() Name { return DeleteName }

// Decode implements [Command].
func (c *Delete) Decode(d *wire.Decoder) error { return decodeMailbox(d, &c.Mailbox) }

// Encode implements [Command].
func (c *Delete) Encode(e *wire.Encoder) { encodeMailbox(e, c.Mailbox) }

// Subscribe is the SUBSCRIBE command (RFC 9051, Section 6.3.7).
//
//	subscribe = "SUBSCRIBE" SP mailbox
type Subscribe struct{ Mailbox string }

// Name implements [Command].
func (c *Subscribe) Name() Name { return SubscribeName }

// Decode implements [Command].
func (c *Subscribe) Decode(d *wire.Decoder) error { return decodeMailbox(d, &c.Mailbox) }

// Encode implements [Command].
func (c *Subscribe) Encode(e *wire.Encoder) { encodeMailbox(e, c.Mailbox) }

// Unsubscribe is the UNSUBSCRIBE command (RFC 9051, Section 6.3.8).
//
//	unsubscribe = "UNSUBSCRIBE" SP mailbox
type Unsubscribe struct{ Mailbox string }

// Name implements [Command].
func (c *Unsubscribe) Name() Name { return UnsubscribeName }

// Decode implements [Command].
func (c *Unsubscribe) Decode(d *wire.Decoder) error { return decodeMailbox(d, &c.Mailbox) }

// Encode implements [Command].
func (c *Unsubscribe) Encode(e *wire.Encoder) { encodeMailbox(e, c.Mailbox) }

func decodeMailbox(d *wire.Decoder, name *string) error {
	d.SP()
	*name = d.Mailbox()
	return d.End()
}

func encodeMailbox(e *wire.Encoder, name string) {
	e.SP()
	e.Mailbox(name)
}
