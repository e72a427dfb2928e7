package state

import (
	"strings"

	"imapkit.example/wire/command"
)

// Permit returns nil if the command c, name and arguments, may be written now,
// as far as is known from the commands completed so far. The error is that of
// [Machine.Check] or of [Capabilities.Check], a [*MissingError] for what has to
// be enabled, [ErrNumbers], [ErrCharset] or [ErrHandshake].
func (m *Machine) Permit(c command.Command) error {
	if m.handshake {
		return ErrHandshake
	}
	name := c.Name()
	if err := m.Check(name); err != nil {
		return err
	}
	if err := m.capabilities.Check(c); err != nil {
		return err
	}
	rule, known := RuleOf(name)
	if m.capabilities.has(capUTF8Only) && known && (rule.Reads|rule.Writes)&Mailboxes != 0 {
		if err := m.mustEnable(name, "", capUTF8Accept); err != nil {
			return err // RFC 6855, Section 6
		}
	}
	if err := m.permitArguments(name, c); err != nil {
		return err
	}
	if !known {
		return nil
	}
	return m.permitNumbers(name, rule, c)
}

// permitArguments checks what is in a command.
func (m *Machine) permitArguments(name command.Name, c command.Command) error {
	switch c := c.(type) {
	case *command.Select: // RFC 7162, Section 3.2.3
		if c.QResync != nil {
			return m.mustEnable(name, "QRESYNC", capQResync)
		}
	case *command.Fetch:
		if c.Vanished {
			return m.mustEnable(name, "VANISHED", capQResync)
		}
	case *command.Append:
		for _, message := range c.Messages {
			if err := m.permitMessage(name, message); err != nil {
				return err
			}
		}
	case *command.Replace:
		return m.permitMessage(name, c.Message)
	case *command.Search:
		return m.permitCharset(c.Charset)
	case *command.ESearch:
		return m.permitCharset(c.Charset)
	}
	return nil
}

// permitMessage checks a message for UTF8 (RFC 6855, Section 4).
func (m *Machine) permitMessage(name command.Name, message *command.AppendMessage) error {
	if message == nil {
		return nil
	}
	utf8 := message.UTF8
	for _, p := range message.Parts {
		utf8 = utf8 || p.UTF8
	}
	if !utf8 {
		return nil
	}
	return m.mustEnable(name, "UTF8", capUTF8Accept)
}

func (m *Machine) permitCharset(charset string) error {
	if charset != "" && m.enabled.has(capUTF8Accept) {
		return ErrCharset
	}
	return nil
}

func (m *Machine) mustEnable(name command.Name, what string, k known) error {
	if m.enabled.has(k) {
		return nil
	}
	return &MissingError{Command: name, What: what, Capability: k.String(), Enable: true}
}

// permitNumbers checks that sequence numbers mean something.
func (m *Machine) permitNumbers(name command.Name, rule Rule, c command.Command) error {
	only := m.enabled.has(capUIDOnly) && !numbersWithUIDOnly
	if !only && (!m.notify || numbersWithNotify) {
		return nil
	}
	if s, ok := c.(*command.Select); ok && only && s.QResync != nil && !s.QResync.MatchNumbers.IsZero() {
		return ErrNumbers
	}
	if !rule.Numbers {
		return nil
	}
	if use := UseOf(c); use.Numbers {
		return ErrNumbers
	}
	// With UIDONLY no command may be answered with sequence numbers either.
	if only && !strings.HasPrefix(string(name), "UID ") && name != command.ESearchName {
		return ErrNumbers
	}
	return nil
}
