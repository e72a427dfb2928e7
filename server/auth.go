package server

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"time"

	"imapkit.example/state"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// maxFailures is how many wrong passwords end a connection.
const maxFailures = 5

// startTLS answers STARTTLS and shakes hands (RFC 9051, Section 6.2.1). What was
// received behind the command is taken for the beginning of the handshake, so
// that no clear text is ever executed: it makes the handshake fail.
func (c *conn) startTLS(h command.Header) *response.Status {
	if !c.canStartTLS() {
		return bad("TLS is not available")
	}
	c.answer(h, ok("begin TLS negotiation"))
	c.flush()
	rest, in := bytes.Clone(c.r.Decoder().UnreadBuffer()), io.Reader((*input)(c))
	if keepClearText && len(rest) > 0 && rest[0] != 0x16 { // it is no ClientHello
		rest, in = nil, io.MultiReader(bytes.NewReader(rest), in)
	}
	t := tls.Server(&replay{Conn: c.nc, rest: rest}, c.s.TLSConfig)
	if err := c.handshake(t); err != nil {
		c.finished = true
		return nil
	}
	c.mu.Lock()
	c.nc = t
	c.mu.Unlock()
	c.r.Decoder().Reset(in, wire.Options{Side: wire.Server, Limits: c.limits()})
	c.machine.Apply(state.StartTLSOK)
	return nil
}

// replay is a connection of which some octets were read already.
type replay struct {
	net.Conn
	rest []byte
}

func (r *replay) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		return r.Conn.Read(p)
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func (c *conn) login(cmd *command.Login) *response.Status {
	return c.authenticated("LOGIN", cmd.User, cmd.Password)
}

// authenticate runs the PLAIN mechanism (RFC 4616): one message, which is the
// initial response or the answer to an empty challenge.
//
//	message = [authzid] UTF8NUL authcid UTF8NUL passwd
func (c *conn) authenticate(cmd *command.Authenticate) *response.Status {
	if !equalFold(cmd.Mechanism, "PLAIN") {
		return no(response.Cannot, "no such authentication mechanism")
	}
	if !c.mayLogin() {
		return no(response.PrivacyRequired, "AUTHENTICATE PLAIN is disabled: use STARTTLS first")
	}
	message := cmd.Initial
	if message == nil {
		c.write(&response.Continue{})
		c.due = time.Time{}
		var err error
		message, err = c.r.AuthData()
		if c.s.Trace != nil {
			c.trace("C", "[redacted]")
		}
		switch {
		case errors.Is(err, command.ErrCancelled):
			return bad("AUTHENTICATE cancelled")
		case err != nil:
			return c.failed(err)
		}
	}
	parts := bytes.Split(message, []byte{0})
	if len(parts) != 3 || len(parts[1]) == 0 || len(parts[2]) == 0 {
		return bad("AUTHENTICATE PLAIN: expected authzid NUL authcid NUL passwd")
	}
	user := string(parts[1])
	if authzid := string(parts[0]); authzid != "" && authzid != user {
		return c.wrongPassword()
	}
	return c.authenticated("AUTHENTICATE", user, string(parts[2]))
}

func (c *conn) authenticated(name, user, password string) *response.Status {
	session, err := c.s.Backend.Login(c.ctx, user, password)
	if errors.Is(err, ErrCredentials) {
		return c.wrongPassword()
	}
	if err != nil {
		return c.failed(err)
	}
	c.session = session
	c.machine.Apply(state.LoginOK)
	in := c.r.Decoder().Options()
	in.Limits = c.limits()
	c.r.Decoder().SetOptions(in)
	status := ok(name + " completed")
	status.Code = c.capabilityCode()
	return status
}

// wrongPassword tells the operator, and makes who guesses wait. Only this
// connection waits.
func (c *conn) wrongPassword() *response.Status {
	// Not who it was: a password may stand in the place of the name.
	c.s.logger().Info("wrong user or password", "connection", c.id, "from", c.nc.RemoteAddr())
	delay := either(c.s.LoginDelay, time.Second)
	if delay > 0 {
		c.flush() // earlier answers do not wait
		t := time.NewTimer(delay)
		defer t.Stop()
		select {
		case <-t.C:
		case <-c.ctx.Done():
		}
	}
	if c.failures++; c.failures >= maxFailures && !endlessGuesses {
		c.finished = true
	}
	return ErrCredentials
}
