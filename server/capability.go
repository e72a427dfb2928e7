package server

import (
	"strconv"
	"strings"

	"imapkit.example/state"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// capabilities are what the client may use in its present state. IMAP4rev2
// implies most of what is listed behind it; clients of IMAP4rev1 need the
// names.
func (c *conn) capabilities() []string {
	list := []string{"IMAP4rev1", "IMAP4rev2", "LITERAL+", "SASL-IR", "ID"}
	if c.machine.State() != state.NotAuthenticated {
		return append(list, "ENABLE", "IDLE", "NAMESPACE", "UNSELECT", "UIDPLUS", "MOVE", "ESEARCH", "SEARCHRES",
			"LIST-EXTENDED", "LIST-STATUS", "CHILDREN", "SPECIAL-USE", "STATUS=SIZE", "BINARY", "MULTIAPPEND",
			"APPENDLIMIT="+strconv.FormatInt(c.appendLimit(), 10))
	}
	if c.canStartTLS() {
		list = append(list, "STARTTLS")
	}
	if c.mayLogin() {
		return append(list, "AUTH=PLAIN")
	}
	return append(list, "LOGINDISABLED")
}

func (c *conn) canStartTLS() bool { return c.s.TLSConfig != nil && !c.machine.TLS() }

func (c *conn) mayLogin() bool { return c.machine.TLS() || c.s.InsecureAuth || loginInClear }

func (c *conn) capabilityCode() response.Code {
	return &response.CapabilityCode{Capabilities: c.capabilities()}
}

func (c *conn) capability() *response.Status {
	c.write(&response.Capability{Capabilities: c.capabilities()})
	return ok("CAPABILITY completed")
}

// enable turns on what RFC 9051, Section 6.3.1 leaves to the client. What is
// not known is ignored.
func (c *conn) enable(cmd *command.Enable) *response.Status {
	r := &response.Enabled{}
	for _, name := range cmd.Capabilities {
		if strings.EqualFold(name, "IMAP4rev2") && !c.rev2 {
			c.rev2 = true
			r.Capabilities = append(r.Capabilities, "IMAP4rev2")
		}
	}
	c.write(r)
	if c.rev2 {
		in, out := c.r.Decoder().Options(), c.w.Encoder().Options()
		in.UTF8, out.UTF8 = true, true
		c.r.Decoder().SetOptions(in)
		c.w.Encoder().SetOptions(out)
	}
	return ok("ENABLE completed")
}
