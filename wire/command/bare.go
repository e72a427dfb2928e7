package command

import "imapkit.example/wire"

// Bare is a command without arguments: CAPABILITY, NOOP, LOGOUT, STARTTLS,
// NAMESPACE, IDLE, CHECK, CLOSE, UNSELECT, EXPUNGE, UNAUTHENTICATE and
// GETJMAPACCESS. It is its own name.
type Bare Name

// Name implements [Command].
func (c *Bare) Name() Name { return Name(*c) }

// Decode implements [Command].
func (c *Bare) Decode(d *wire.Decoder) error { return d.End() }

// Encode implements [Command].
func (c *Bare) Encode(*wire.Encoder) {}

// NewBare returns the command called name, which has no arguments.
func NewBare(name Name) *Bare {
	c := Bare(name)
	return &c
}

// Unknown is a command of which no type is known: its arguments are kept as
// their exact bytes.
type Unknown struct {
	CommandName Name       // as it was sent: [Header] has it in upper case
	Args        wire.Value // nil if there are none
}

// Name implements [Command].
func (c *Unknown) Name() Name { return c.CommandName }

// Decode implements [Command].
func (c *Unknown) Decode(d *wire.Decoder) error {
	c.Args = d.ReadValues()
	return d.End()
}

// Encode implements [Command].
func (c *Unknown) Encode(e *wire.Encoder) {
	if c.Args == nil {
		return
	}
	e.SP()
	if e.Options().Redact {
		// Nobody knows what of it is a secret.
		e.Syntax("[redacted]")
		return
	}
	e.Values(c.Args)
}
