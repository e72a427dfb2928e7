package command

import (
	"strings"

	"imapkit.example/wire"
)

// GetQuota is the GETQUOTA command (RFC 9208, Section 4.1.1).
//
//	getquota = "GETQUOTA" SP quota-root-name
type GetQuota struct{ Root string }

// Name implements [Command].
func (c *GetQuota) Name() Name { return GetQuotaName }

// Decode implements [Command].
func (c *GetQuota) Decode(d *wire.Decoder) error {
	d.SP()
	c.Root = d.AString()
	return d.End()
}

// Encode implements [Command].
func (c *GetQuota) Encode(e *wire.Encoder) {
	e.SP()
	e.AString(c.Root)
}

// GetQuotaRoot is the GETQUOTAROOT command (RFC 9208, Section 4.1.2).
//
//	getquotaroot = "GETQUOTAROOT" SP mailbox
type GetQuotaRoot struct{ Mailbox string }

// Name implements [Command].
func (c *GetQuotaRoot) Name() Name { return GetQuotaRootName }

// Decode implements [Command].
func (c *GetQuotaRoot) Decode(d *wire.Decoder) error { return decodeMailbox(d, &c.Mailbox) }

// Encode implements [Command].
func (c *GetQuotaRoot) Encode(e *wire.Encoder) { encodeMailbox(e, c.Mailbox) }

// SetQuota is the SETQUOTA command (RFC 9208, Section 4.1.3).
//
//	setquota      = "SETQUOTA" SP quota-root-name SP setquota-list
//	setquota-list = "(" [setquota-resource *(SP setquota-resource)] ")"
type SetQuota struct {
	Root   string
	Limits []QuotaLimit // none removes all limits
}

// A QuotaLimit is the limit of one resource.
//
//	setquota-resource = resource-name SP resource-limit
type QuotaLimit struct {
	Resource string // in upper case: "STORAGE", "MESSAGE", "MAILBOX", …
	Limit    int64  // from 0; of STORAGE and ANNOTATION-STORAGE in units of 1024 octets
}

// Name implements [Command].
func (c *SetQuota) Name() Name { return SetQuotaName }

// Decode implements [Command].
func (c *SetQuota) Decode(d *wire.Decoder) error {
	c.Limits = c.Limits[:0]
	d.SP()
	c.Root = d.AString()
	d.SP()
	for range d.List("setquota-list") {
		q := QuotaLimit{Resource: strings.ToUpper(d.Atom())}
		d.SP()
		q.Limit = d.Number64()
		c.Limits = append(c.Limits, q)
	}
	return d.End()
}

// Encode implements [Command].
func (c *SetQuota) Encode(e *wire.Encoder) {
	e.SP()
	e.AString(c.Root)
	e.SP()
	e.Syntax("(")
	for i, q := range c.Limits {
		if i > 0 {
			e.SP()
		}
		e.Atom(q.Resource)
		e.SP()
		e.Number64(q.Limit)
	}
	e.Syntax(")")
}
