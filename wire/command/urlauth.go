package command

import (
	"fmt"
	"strings"

	"imapkit.example/wire"
)

// GenURLAuth is the GENURLAUTH command, which asks for authorized URLs
// (RFC 4467, Section 7).
//
//	genurlauth = "GENURLAUTH" 1*(SP url-rump SP mechanism)
type GenURLAuth struct{ Requests []URLAuthRequest }

// A URLAuthRequest is a URL that is to be authorized.
type URLAuthRequest struct {
	Rump      string // the URL without the token
	Mechanism string // "INTERNAL"
}

// Name implements [Command].
func (c *GenURLAuth) Name() Name { return GenURLAuthName }

// Decode implements [Command].
func (c *GenURLAuth) Decode(d *wire.Decoder) error {
	c.Requests = c.Requests[:0]
	d.SP()
	for more := true; more; more = d.More("url-rump", len(c.Requests)) {
		r := URLAuthRequest{Rump: d.AString()}
		d.SP()
		r.Mechanism = strings.ToUpper(d.Atom())
		c.Requests = append(c.Requests, r)
	}
	return d.End()
}

// Encode implements [Command].
func (c *GenURLAuth) Encode(e *wire.Encoder) {
	if len(c.Requests) == 0 {
		e.Fail("url-rump", wire.ErrEncode)
	}
	for _, r := range c.Requests {
		e.SP()
		e.AString(r.Rump)
		e.SP()
		e.Atom(r.Mechanism)
	}
}

// ResetKey is the RESETKEY command, which revokes the URLs that were
// authorized (RFC 4467, Section 7).
//
//	resetkey = "RESETKEY" [SP mailbox *(SP mechanism)]
type ResetKey struct {
	Mailbox    string   // "" for all mailboxes
	Mechanisms []string // none without a mailbox
}

// Name implements [Command].
func (c *ResetKey) Name() Name { return ResetKeyName }

// Decode implements [Command].
func (c *ResetKey) Decode(d *wire.Decoder) error {
	c.Mailbox, c.Mechanisms = "", c.Mechanisms[:0]
	if !d.TrySP() {
		return d.End()
	}
	at := d.InputOffset()
	if c.Mailbox = d.Mailbox(); c.Mailbox == "" {
		d.FailAt(at, "mailbox", nil)
	}
	for d.More("mechanism", len(c.Mechanisms)) {
		c.Mechanisms = append(c.Mechanisms, strings.ToUpper(d.Atom()))
	}
	return d.End()
}

// Encode implements [Command].
func (c *ResetKey) Encode(e *wire.Encoder) {
	if c.Mailbox == "" {
		if len(c.Mechanisms) > 0 {
			e.Fail("mailbox", wire.ErrEncode)
		}
		return
	}
	encodeMailbox(e, c.Mailbox)
	for _, m := range c.Mechanisms {
		e.SP()
		e.Atom(m)
	}
}

// URLFetch is the URLFETCH command (RFC 4467, Section 7; RFC 5524, Section 3.1).
// The token in an authorized URL lets everybody read: [String] leaves the URLs
// out.
//
//	urlfetch = "URLFETCH" 1*(SP url-fetch-arg)
type URLFetch struct{ Requests []URLFetchRequest }

// A URLFetchRequest is a URL whose data is wanted.
//
//	url-fetch-arg   = url-full / "(" url-full *(SP url-fetch-param) ")"
//	url-fetch-param = "BODY" / "BINARY" / "BODYPARTSTRUCTURE" / atom
type URLFetchRequest struct {
	URL string
	// Extended says that the URL stands in parentheses, with Params, which
	// are in upper case.
	Extended bool
	Params   []string
}

// Name implements [Command].
func (c *URLFetch) Name() Name { return URLFetchName }

// Decode implements [Command].
func (c *URLFetch) Decode(d *wire.Decoder) error {
	c.Requests = c.Requests[:0]
	d.SP()
	for more := true; more; more = d.More("url", len(c.Requests)) {
		var r URLFetchRequest
		if r.Extended = d.Peek() == '('; !r.Extended {
			r.URL = d.AString()
		} else {
			for i := range d.List1("url-fetch-ext") {
				if i == 0 {
					r.URL = d.AString()
				} else {
					r.Params = append(r.Params, strings.ToUpper(d.Atom()))
				}
			}
		}
		c.Requests = append(c.Requests, r)
	}
	return d.End()
}

// Encode implements [Command].
func (c *URLFetch) Encode(e *wire.Encoder) {
	if len(c.Requests) == 0 {
		e.Fail("url-fetch-arg", wire.ErrEncode)
	}
	for _, r := range c.Requests {
		e.SP()
		if !r.Extended {
			if len(r.Params) > 0 {
				e.Fail("url-fetch-ext", wire.ErrEncode)
			}
			e.Secret(r.URL)
			continue
		}
		e.Syntax("(")
		e.Secret(r.URL)
		for _, p := range r.Params {
			e.SP()
			e.Atom(p)
		}
		e.Syntax(")")
	}
}

// String leaves the URLs out.
func (c URLFetch) String() string { return String(&c) }

// Format leaves the URLs out, whatever the verb.
func (c URLFetch) Format(f fmt.State, verb rune) { format(f, verb, String(&c)) }

// GoString leaves the URLs out.
func (c URLFetch) GoString() string { return String(&c) }
