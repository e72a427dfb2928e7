package server

import (
	"fmt"

	"imapkit.example/state"
	"imapkit.example/wire/command"
)

// trace writes one line: the number of the connection, who speaks, and what.
func (c *conn) trace(who, line string) {
	if c.refused != "" && who == "S" {
		line = "[redacted]" + line[min(len(c.refused), len(line)):]
	}
	c.refused = ""
	c.s.traceMu.Lock()
	defer c.s.traceMu.Unlock()
	fmt.Fprintf(c.s.Trace, "%d %s: %s\n", c.id, who, line)
}

func (c *conn) traceCommand(h command.Header, cmd command.Command) {
	if !known(h) {
		c.traceRefused(h)
		return
	}
	line := string(h.Tag) + " " + command.String(cmd)
	if login, ok := cmd.(*command.Login); ok && traceSecrets {
		line += login.Password
	}
	c.trace("C", line)
}

// traceRefused traces a command that was not understood or not allowed. What
// looks like a tag or a name may be a piece of a password that has gone astray,
// when a client sends it though the server has refused it, and so the tag is
// left out of the trace, here and in the answer.
func (c *conn) traceRefused(h command.Header) {
	if c.s.Trace == nil {
		return
	}
	if known(h) {
		c.trace("C", string(h.Tag)+" "+string(h.Name)+" [refused]")
		return
	}
	c.trace("C", "[redacted] [refused]")
	c.refused = h.Tag
}

func known(h command.Header) bool {
	_, ok := state.RuleOf(h.Name)
	return ok
}
