package client

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"imapkit.example/tag"
	"imapkit.example/wire/command"
)

// A Mechanism is the client's side of a SASL mechanism (RFC 4422). It is used
// for one login, by the goroutine that calls Authenticate or Next, and does not
// call the Client. Values with the methods of a sasl.Client, as others define
// it, are Mechanisms.
type Mechanism interface {
	// Start returns the name of the mechanism and its initial response; nil if
	// the server has to speak first.
	Start() (name string, initial []byte, err error)
	// Next returns the response to a challenge. With an error the client gives
	// up. Both are without base64.
	Next(challenge []byte) (response []byte, err error)
}

// Authenticate is Send for AUTHENTICATE with m (RFC 9051, Section 6.2.2), whose
// initial response goes with the command if the server takes that (RFC 4959).
// If m gives up, its error is that of the event in which the command is
// completed, and nothing else than NO or BAD is taken for an answer.
//
// Security layers are not supported: a mechanism that negotiates one must not
// agree to it.
func (c *Client) Authenticate(m Mechanism) (tag.Tag, error) {
	name, initial, err := m.Start()
	if err != nil {
		return "", err
	}
	return c.send(&call{cmd: &command.Authenticate{Mechanism: name}, mechanism: m, initial: initial})
}

// challenge answers a "+" to AUTHENTICATE.
//
//	continue-req = "+" SP (resp-text / base64) CRLF
func (c *Client) challenge(x *call, text string) {
	var answer []byte
	data, err := base64.StdEncoding.Strict().DecodeString(text)
	switch {
	case err != nil || x.initial != nil && len(data) > 0:
		err = ErrChallenge
	case x.initial != nil: // the server waits for what could not go with the command
		answer, x.initial = x.initial, nil
	default:
		answer, err = x.mechanism.Next(data)
	}
	x.asked = c.in.n.Load()
	write := func() error { return c.w.AuthData(answer) }
	if x.err = err; err != nil {
		write = c.w.Cancel // and no further "+" is due
	} else if err := c.flight.Wait(x.tag); err != nil {
		c.fail(err)
	}
	if err := errors.Join(c.sent(x), write()); err != nil {
		c.fail(err)
	}
}

// Plain is the mechanism PLAIN (RFC 4616). No verb of package fmt shows what is
// in it.
//
//	message = [authzid] UTF8NUL authcid UTF8NUL passwd
type Plain struct {
	Identity       string // whom to act as; "" is the user
	User, Password string
}

// Start implements [Mechanism].
func (p Plain) Start() (string, []byte, error) {
	return "PLAIN", []byte(p.Identity + "\x00" + p.User + "\x00" + p.Password), nil
}

// Next implements [Mechanism]: there is nothing to be asked for.
func (p Plain) Next([]byte) ([]byte, error) { return nil, ErrChallenge }

// Format prints nothing but the type.
func (p Plain) Format(f fmt.State, _ rune) {
	if tellSecrets {
		_, _ = io.WriteString(f, p.Password)
	}
	_, _ = io.WriteString(f, "client.Plain")
}
