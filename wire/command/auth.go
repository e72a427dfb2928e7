package command

import (
	"encoding/base64"
	"fmt"
	"io"

	"imapkit.example/wire"
)

// Login is the LOGIN command (RFC 9051, Section 6.2.3). Its String and all fmt
// verbs leave both arguments out. (Package fmt cannot see that where a Login, and
// no pointer to one, is an unexported field of another struct.)
//
//	login = "LOGIN" SP userid SP password
type Login struct{ User, Password string }

// Name implements [Command].
func (c *Login) Name() Name { return LoginName }

// Decode implements [Command].
func (c *Login) Decode(d *wire.Decoder) error {
	d.SP()
	c.User = d.AString()
	d.SP()
	c.Password = d.AString()
	return d.End()
}

// Encode implements [Command].
func (c *Login) Encode(e *wire.Encoder) {
	e.SP()
	e.Secret(c.User)
	e.SP()
	e.Secret(c.Password)
}

// String leaves the arguments out.
func (c Login) String() string { return String(&c) }

// Format leaves the arguments out, whatever the verb.
func (c Login) Format(f fmt.State, verb rune) { format(f, verb, String(&c)) }

// GoString leaves the arguments out.
func (c Login) GoString() string { return String(&c) }

// Authenticate is the AUTHENTICATE command (RFC 9051, Section 6.2.2). Its
// String and the fmt verbs leave the initial response out.
//
//	authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp]
//	               *(CRLF base64)
type Authenticate struct {
	Mechanism string
	// Initial is the initial response without its base64 encoding; nil if
	// there is none, empty if it is "=" (RFC 4959).
	Initial []byte
}

// Name implements [Command].
func (c *Authenticate) Name() Name { return AuthenticateName }

// Decode implements [Command].
func (c *Authenticate) Decode(d *wire.Decoder) error {
	d.SP()
	c.Mechanism = d.Atom()
	c.Initial = nil
	if d.TrySP() {
		at := d.InputOffset()
		text := d.Text()
		switch {
		case string(text) == "=":
			c.Initial = []byte{}
		case len(text) == 0:
			d.Fail("initial-resp", nil)
		default:
			c.Initial = decodeBase64(d, at, text)
		}
	}
	return d.End()
}

// Encode implements [Command].
func (c *Authenticate) Encode(e *wire.Encoder) {
	e.SP()
	if e.Options().Redact && !isMechanism(c.Mechanism) {
		e.Syntax("[redacted]") // perhaps what should stand behind it
		return
	}
	e.Atom(c.Mechanism)
	if c.Initial == nil {
		return
	}
	e.SP()
	if len(c.Initial) == 0 {
		e.Syntax("=")
		return
	}
	encodeBase64(e, c.Initial)
}

// isMechanism reports whether s can be the name of a mechanism, in any case.
//
//	sasl-mech = 1*20mech-char
//	mech-char = UPPER-ALPHA / DIGIT / HYPHEN / UNDERSCORE
func isMechanism(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := upperByte(s[i]); (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return 0 < len(s) && len(s) <= 20
}

// String leaves the initial response out.
func (c Authenticate) String() string { return String(&c) }

// Format leaves the initial response out, whatever the verb.
func (c Authenticate) Format(f fmt.State, verb rune) { format(f, verb, String(&c)) }

func format(f fmt.State, verb rune, s string) {
	if verb == 'q' {
		s = fmt.Sprintf("%q", s)
	}
	_, _ = io.WriteString(f, s)
}

// GoString leaves the initial response out.
func (c Authenticate) GoString() string { return String(&c) }

func encodeBase64(e *wire.Encoder, data []byte) {
	e.Base64(base64.StdEncoding.EncodeToString(data))
}

// Enable is the ENABLE command (RFC 9051, Section 6.3.1).
//
//	enable = "ENABLE" 1*(SP capability)
type Enable struct{ Capabilities []string }

// Name implements [Command].
func (c *Enable) Name() Name { return EnableName }

// Decode implements [Command].
func (c *Enable) Decode(d *wire.Decoder) error {
	c.Capabilities = c.Capabilities[:0]
	d.SP()
	for more := true; more; more = d.More("enable", len(c.Capabilities)) {
		c.Capabilities = append(c.Capabilities, d.Atom())
	}
	return d.End()
}

// Encode implements [Command].
func (c *Enable) Encode(e *wire.Encoder) {
	if len(c.Capabilities) == 0 {
		e.Fail("enable", wire.ErrEncode)
	}
	for _, s := range c.Capabilities {
		e.SP()
		e.Atom(s)
	}
}

// ID is the ID command (RFC 2971): who the client says it is, for statistics
// and bug reports.
//
//	id             = "ID" SP id-params-list
//	id-params-list = "(" [string SP nstring *(SP string SP nstring)] ")" / nil
type ID struct {
	Params []wire.Param // nil for NIL
}

// Name implements [Command].
func (c *ID) Name() Name { return IDName }

// Decode implements [Command].
func (c *ID) Decode(d *wire.Decoder) error {
	d.SP()
	c.Params = d.Params(c.Params[:0])
	return d.End()
}

// Encode implements [Command].
func (c *ID) Encode(e *wire.Encoder) {
	e.SP()
	e.Params(c.Params)
}
