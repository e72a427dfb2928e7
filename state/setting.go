package state

// A Setting is what decides whether two commands may run together besides the
// two themselves. The zero value knows nothing and supposes the worst. See
// [Machine.Setting].
type Setting struct {
	// Mailbox is the selected mailbox, "" if that is not known.
	Mailbox string
	// ReadOnly: that mailbox is read-only, so that FETCH sets no \Seen.
	ReadOnly bool
	// Tagged: SEARCH without RETURN is answered by ESEARCH as well, since
	// IMAP4rev2 is in use (RFC 9051, Section 6.4.4).
	Tagged bool
	// InOrder: the caller relies on the server to execute commands in the order
	// given where one affects another, as RFC 9051, Section 5.5 demands.
	// [Setting.Wait] then leaves these to the server.
	InOrder bool
}

// Wait returns why a client must not begin to write next before running is
// completed (RFC 9051, Section 5.5); 0 if it may.
func (s Setting) Wait(running, next *Use) Reason {
	if !s.InOrder {
		return s.Conflict(running, next)
	}
	if r := s.order(running, next); r != 0 {
		return r
	}
	switch {
	case next.encoded && !ignoreEncoding && running.Writes&Session != 0:
		// What is enabled and advertised decides in which octets next is
		// written.
		return BecauseSession
	case running.writes(s)&next.writes(s)&Selection != 0 && !twoSelections:
		// Which of two mailboxes the responses are about, not every server
		// tells.
		return BecauseSelection
	}
	return 0
}

// Conflict returns why a server that received running and then next must not
// execute them at the same time; 0 if it may. A server that completes running
// before it begins with next need not ask.
func (s Setting) Conflict(running, next *Use) Reason {
	if r := s.order(running, next); r != 0 {
		return r
	}
	return s.effects(running, next)
}

// order returns the reasons that no server's care can remove.
func (s Setting) order(running, next *Use) Reason {
	switch {
	case running.Barrier:
		return BecauseBarrier
	case running.Expunge && next.Numbers:
		return BecauseNumbers
	case running.Answer != 0 && !mixAnswers && running.Answer == next.Answer && !(s.Tagged && next.Answer == SearchAnswer):
		return BecauseAnswers
	}
	return 0
}

// effects returns the reason for one of a and b to change what the other reads
// or changes.
func (s Setting) effects(a, b *Use) Reason {
	aw, bw := a.writes(s), b.writes(s)
	ar, br := a.Reads|aw, b.Reads|bw
	hit := aw&br | bw&ar
	if hit&(Messages|Flags) != 0 && a.messages.disjoint(&b.messages) {
		hit &^= Messages | Flags
	}
	if hit&(Contents|Mailboxes|Subscriptions) != 0 && !a.names.overlap(&b.names) {
		hit &^= Contents | Mailboxes | Subscriptions
	}
	// What one does to a mailbox by its name, the other may see as selected.
	if (aw&Contents != 0 && br&(Messages|Flags) != 0 || ar&Contents != 0 && bw&(Messages|Flags) != 0) && s.selects(a) ||
		(bw&Contents != 0 && ar&(Messages|Flags) != 0 || br&Contents != 0 && aw&(Messages|Flags) != 0) && s.selects(b) {
		hit |= Contents
	}
	if hit == 0 {
		return 0
	}
	return effectReason(hit)
}

// selects reports whether the selected mailbox can be among those u names.
func (s Setting) selects(u *Use) bool {
	return !ignoreSelected && (s.Mailbox == "" || u.names.cover(s.Mailbox))
}
