package state_test

import (
	"errors"
	"testing"

	"imapkit.example/state"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
	"pgregory.net/rapid"
)

func status(typ response.Type, code response.Code) *response.Status {
	return &response.Status{Type: typ, Code: code}
}

func capabilities(names ...string) *response.CapabilityCode {
	return &response.CapabilityCode{Capabilities: names}
}

// client returns a client's machine in the given state; A is selected in the
// last one.
func client(t testing.TB, s state.State, advertised ...string) state.Machine {
	t.Helper()
	var m state.Machine
	steps := []func() error{
		func() error { return m.Untagged(status(response.OK, capabilities(advertised...))) },
		func() error {
			return m.Completed(parse(t, "LOGIN u p"), status(response.OK, capabilities(advertised...)))
		},
		func() error {
			c := parse(t, "SELECT A")
			m.Sent(c)
			return m.Completed(c, status(response.OK, response.ReadWrite))
		},
	}
	if s == state.Logout {
		steps = []func() error{func() error { return m.Untagged(status(response.BYE, nil)) }}
	} else {
		steps = steps[:s-state.Greeting]
	}
	for _, step := range steps {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if m.State() != s {
		t.Fatalf("in %v, want %v", m.State(), s)
	}
	return m
}

// What OK and NO to each command do in each state, from RFC 9051, Sections 3
// and 6: the states (N, A, S, L) behind it from Not authenticated, Authenticated
// and Selected; "-" if it cannot be. What is not here changes nothing, and BAD
// never does.
var completions = map[command.Name]struct{ ok, no string }{
	"LOGIN":          {"A--", "NAS"},
	"AUTHENTICATE":   {"A--", "NAS"},
	"SELECT":         {"-SS", "-AA"},
	"EXAMINE":        {"-SS", "-AA"},
	"CLOSE":          {"--A", "NAS"},
	"UNSELECT":       {"--A", "NAS"},
	"UNAUTHENTICATE": {"-NN", "NAS"}, // RFC 8437, Section 3
	"LOGOUT":         {"LLL", "NAS"},
	"STARTTLS":       {"N--", "NAS"},
}

// Every command, every state, every result.
func TestCompletedEveryCommand(t *testing.T) {
	seen := map[command.Name]bool{}
	for _, s := range samples {
		c := parse(t, s.line)
		if seen[c.Name()] {
			continue
		}
		seen[c.Name()] = true
		row, ok := completions[c.Name()]
		if !ok {
			row.ok, row.no = "NAS", "NAS"
		}
		for i, from := range []state.State{state.NotAuthenticated, state.Authenticated, state.Selected} {
			for typ, to := range map[response.Type]byte{response.OK: row.ok[i], response.NO: row.no[i], response.BAD: "NAS"[i]} {
				m := client(t, from, "IMAP4rev1")
				before := m
				err := m.Completed(c, status(typ, nil))
				want, ok := letters[to]
				if !ok {
					var se *state.Error
					if !errors.As(err, &se) || m != before {
						t.Errorf("%s to %s in %v: error %v, %v", typ, c.Name(), from, err, m.State())
					}
					continue
				}
				if err != nil || m.State() != want {
					t.Errorf("%s to %s in %v: %v, error %v; want %v", typ, c.Name(), from, m.State(), err, want)
				}
				if typ == response.BAD && m != before {
					t.Errorf("BAD to %s in %v changes the machine", c.Name(), from)
				}
				if typ == response.NO && m != before && c.Name() != "SELECT" && c.Name() != "EXAMINE" {
					t.Errorf("NO to %s in %v changes the machine", c.Name(), from)
				}
			}
		}
	}
	for n := range completions {
		if !seen[n] {
			t.Errorf("no sample of %s", n)
		}
	}
}

// The capabilities are forgotten with STARTTLS, a login and UNAUTHENTICATE, and
// told anew by the codes and responses that may do so.
func TestMachineCapabilities(t *testing.T) {
	const old, new = "X-OLD", "X-NEW"
	ok := status(response.OK, nil)
	told := status(response.OK, capabilities(new))
	for _, tt := range []struct {
		name string
		from state.State
		do   func(m *state.Machine) error
		want string
	}{
		{"greeting", state.Greeting, func(m *state.Machine) error { return m.Untagged(told) }, new},
		{"PREAUTH", state.Greeting, func(m *state.Machine) error {
			return m.Untagged(status(response.PREAUTH, capabilities(new)))
		}, new},
		{"CAPABILITY", state.NotAuthenticated, func(m *state.Machine) error {
			return m.Untagged(&response.Capability{Capabilities: []string{new}})
		}, new},
		{"untagged code", state.Selected, func(m *state.Machine) error { return m.Untagged(told) }, new},
		{"code of NOOP", state.Selected, func(m *state.Machine) error { return m.Completed(parse(t, "NOOP"), told) }, new},
		{"NO", state.NotAuthenticated, func(m *state.Machine) error {
			return m.Completed(parse(t, "LOGIN u p"), status(response.NO, capabilities(new)))
		}, old},
		{"login", state.NotAuthenticated, func(m *state.Machine) error { return m.Completed(parse(t, "LOGIN u p"), ok) }, ""},
		{"login that tells", state.NotAuthenticated, func(m *state.Machine) error {
			return m.Completed(parse(t, "AUTHENTICATE PLAIN"), told)
		}, new},
		{"NOOP", state.Selected, func(m *state.Machine) error { return m.Completed(parse(t, "NOOP"), ok) }, old},
		{"SELECT", state.Selected, func(m *state.Machine) error { return m.Completed(parse(t, "SELECT B"), ok) }, old},
		{"UNAUTHENTICATE", state.Selected, func(m *state.Machine) error { return m.Completed(parse(t, "UNAUTHENTICATE"), ok) }, ""},
		{"STARTTLS", state.NotAuthenticated, func(m *state.Machine) error { return m.Completed(parse(t, "STARTTLS"), ok) }, ""},
		// What is said before the handshake is not believed behind it.
		{"STARTTLS that tells", state.NotAuthenticated, func(m *state.Machine) error {
			return m.Completed(parse(t, "STARTTLS"), told)
		}, ""},
		{"handshake", state.NotAuthenticated, func(m *state.Machine) error { return m.Apply(state.StartTLSOK) }, ""},
	} {
		m := client(t, tt.from, old)
		if err := tt.do(&m); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if got := m.Capabilities(); got != state.NewCapabilities(tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, got, tt.want)
		}
	}
}

// What is enabled is so from ENABLED behind the login to UNAUTHENTICATE or the
// end, whatever is selected meanwhile (RFC 9051, Section 6.3.1; RFC 8437,
// Section 3).
func TestMachineEnabled(t *testing.T) {
	enabled := &response.Enabled{Capabilities: []string{"QRESYNC"}}
	ok, no, bad := status(response.OK, nil), status(response.NO, nil), status(response.BAD, nil)
	for _, from := range []state.State{state.NotAuthenticated, state.Authenticated, state.Selected} {
		m := client(t, from, "UNAUTHENTICATE")
		if err := m.Untagged(enabled); err != nil || m.Enabled().Has("CONDSTORE") != (from != state.NotAuthenticated) {
			t.Errorf("ENABLED in %v: %v, %v", from, m.Enabled(), err)
		}
	}
	m := client(t, state.Authenticated, "UNAUTHENTICATE")
	if err := m.Untagged(enabled); err != nil {
		t.Fatal(err)
	}
	for _, s := range []struct {
		line   string
		answer *response.Status
		want   bool
	}{
		{"SELECT B", ok, true}, {"SELECT C", no, true}, {"EXAMINE C", ok, true}, {"CLOSE", ok, true},
		{"UNAUTHENTICATE", no, true}, {"UNAUTHENTICATE", bad, true}, {"UNAUTHENTICATE", ok, false}, {"LOGIN u p", ok, false},
	} {
		if err := m.Completed(parse(t, s.line), s.answer); err != nil || m.Enabled().Has("QRESYNC") != s.want {
			t.Errorf("%s to %s: %v, %v", s.answer.Type, s.line, m.Enabled(), err)
		}
	}
}

// What decides whether commands may run together is the mailbox that is
// selected, from the completion of SELECT on, and whether it can be changed.
func TestMachineSetting(t *testing.T) {
	m := client(t, state.Authenticated, "IMAP4rev1")
	ok := status(response.OK, nil)
	for _, s := range []struct {
		line   string
		answer *response.Status
		want   state.Setting
	}{
		{"SELECT A", status(response.OK, response.ReadWrite), state.Setting{Mailbox: "A"}},
		{"SELECT B", status(response.OK, response.ReadOnly), state.Setting{Mailbox: "B", ReadOnly: true}},
		{"SELECT A", ok, state.Setting{Mailbox: "A"}},
		{"EXAMINE A", ok, state.Setting{Mailbox: "A", ReadOnly: true}},
		{"UNSELECT", ok, state.Setting{}},
		{"EXAMINE A", ok, state.Setting{Mailbox: "A", ReadOnly: true}},
		{"SELECT B", status(response.NO, nil), state.Setting{}},
	} {
		c := parse(t, s.line)
		before := m.Setting()
		if m.Sent(c); m.Setting() != before {
			t.Errorf("%s is sent: %+v", s.line, m.Setting())
		}
		if err := m.Completed(c, s.answer); err != nil || m.Setting() != s.want {
			t.Errorf("%s: %+v, %v, want %+v", s.line, m.Setting(), err, s.want)
		}
	}
}

// SEARCH is answered by ESEARCH, which has the tag, where IMAP4rev2 is in use: if
// there is nothing else, or it was enabled (RFC 9051, Section 6.1.1 and Appendix
// A). Two searches in flight cannot be told apart otherwise.
func TestMachineTagged(t *testing.T) {
	first, second := state.UseOf(parse(t, "SEARCH SEEN")), state.UseOf(parse(t, "UID SEARCH ALL"))
	for _, tt := range []struct {
		advertised, enabled []string
		want                bool
	}{
		{nil, nil, false},
		{[]string{"IMAP4rev1"}, nil, false},
		{[]string{"IMAP4rev2"}, nil, true},
		{[]string{"IMAP4rev1", "IMAP4rev2"}, nil, false},
		{[]string{"IMAP4rev2", "imap4REV1"}, []string{"CONDSTORE"}, false},
		{[]string{"IMAP4rev1", "IMAP4rev2"}, []string{"imap4rev2"}, true},
	} {
		m := client(t, state.Selected, tt.advertised...)
		if tt.enabled != nil {
			if err := m.Untagged(&response.Enabled{Capabilities: tt.enabled}); err != nil {
				t.Fatal(err)
			}
		}
		s := m.Setting()
		if why := s.Wait(&first, &second); s.Tagged != tt.want || (why == 0) != tt.want {
			t.Errorf("%q, enabled %q: tagged %v, %v", tt.advertised, tt.enabled, s.Tagged, why)
		}
	}
}

// Between the OK to STARTTLS and the handshake nothing is sent or believed.
func TestMachineHandshake(t *testing.T) {
	m := client(t, state.NotAuthenticated, "STARTTLS")
	c := parse(t, "STARTTLS")
	if err := m.Permit(c); err != nil {
		t.Fatal(err)
	}
	if err := m.Completed(c, status(response.OK, nil)); err != nil || m.TLS() {
		t.Fatalf("%v, TLS %v", err, m.TLS())
	}
	before := m
	if err := m.Permit(parse(t, "CAPABILITY")); !errors.Is(err, state.ErrHandshake) {
		t.Errorf("Permit: %v", err)
	}
	for _, r := range []response.Response{
		&response.Capability{Capabilities: []string{"AUTH=PLAIN"}}, status(response.PREAUTH, nil), status(response.BYE, nil),
	} {
		if err := m.Untagged(r); !errors.Is(err, state.ErrHandshake) {
			t.Errorf("%s: %v", response.String(r), err)
		}
	}
	if err := m.Completed(parse(t, "LOGIN u p"), status(response.OK, nil)); !errors.Is(err, state.ErrHandshake) {
		t.Errorf("OK to LOGIN: %v", err)
	}
	if m != before {
		t.Error("it was believed")
	}
	if err := m.Apply(state.StartTLSOK); err != nil || !m.TLS() || !m.Capabilities().IsZero() {
		t.Errorf("%v, TLS %v, %v", err, m.TLS(), m.Capabilities())
	}
	if err := m.Permit(parse(t, "CAPABILITY")); err != nil {
		t.Error(err)
	}
	if err := m.Completed(c, status(response.OK, nil)); err == nil {
		t.Error("TLS inside of TLS")
	}
}

func TestMachineGreeting(t *testing.T) {
	var m state.Machine
	for _, r := range []response.Response{
		&response.Exists{Count: 3}, &response.Capability{}, status(response.NO, nil), status(response.BAD, nil),
	} {
		if err := m.Untagged(r); !errors.Is(err, state.ErrGreeting) || m != (state.Machine{}) {
			t.Errorf("%s as greeting: %v, %v", response.String(r), err, m)
		}
	}
	m = client(t, state.NotAuthenticated)
	if err := m.Untagged(status(response.PREAUTH, nil)); err == nil || m.State() != state.NotAuthenticated {
		t.Errorf("a second greeting: %v, %v", err, m.State())
	}
}

// Which mailbox the responses are about, and when what is known of its messages
// is about another one.
func TestMachineMailbox(t *testing.T) {
	selectB, examineB := parse(t, "SELECT B"), parse(t, "EXAMINE B")
	ok, no, bad := status(response.OK, nil), status(response.NO, nil), status(response.BAD, nil)
	closed := status(response.OK, response.Closed)
	var m state.Machine
	complete := func(c command.Command, s *response.Status) func() error {
		return func() error { return m.Completed(c, s) }
	}
	sent := func(c command.Command) func() error { return func() error { m.Sent(c); return nil } }
	untagged := func(r response.Response) func() error { return func() error { return m.Untagged(r) } }
	type step struct {
		do       func() error
		state    state.State
		mailbox  string
		readOnly bool
		other    bool // what was known is about another mailbox
	}
	for name, tt := range map[string]struct {
		from  state.State
		caps  string
		steps []step
	}{
		"first": {state.Authenticated, "IMAP4rev2", []step{
			{sent(selectB), state.Authenticated, "B", false, true},
			{untagged(&response.Exists{Count: 3}), state.Authenticated, "B", false, false},
			{complete(selectB, ok), state.Selected, "B", false, false},
			{untagged(status(response.OK, response.ReadOnly)), state.Selected, "B", true, false},
			{untagged(status(response.OK, response.ReadWrite)), state.Selected, "B", false, false},
			{untagged(status(response.NO, response.ReadOnly)), state.Selected, "B", false, false},
		}},
		"read-only": {state.Authenticated, "IMAP4rev1", []step{
			{sent(selectB), state.Authenticated, "B", false, true},
			{complete(selectB, status(response.OK, response.ReadOnly)), state.Selected, "B", true, false},
			{complete(parse(t, "CLOSE"), ok), state.Authenticated, "", false, true},
		}},
		"examine": {state.Authenticated, "IMAP4rev1", []step{
			{sent(examineB), state.Authenticated, "B", false, true},
			{complete(examineB, ok), state.Selected, "B", true, false},
		}},
		"refused": {state.Authenticated, "IMAP4rev1", []step{
			{sent(selectB), state.Authenticated, "B", false, true},
			{complete(selectB, no), state.Authenticated, "", false, true},
		}},
		// RFC 9051, Section 6.3.2, has this exchange.
		"CLOSED": {state.Selected, "IMAP4rev2", []step{
			{sent(selectB), state.Selected, "A", false, false},
			{untagged(&response.Expunge{Seq: 3}), state.Selected, "A", false, false},
			{untagged(closed), state.Authenticated, "B", false, true},
			{untagged(&response.Exists{Count: 3}), state.Authenticated, "B", false, false},
			{complete(selectB, ok), state.Selected, "B", false, false},
		}},
		"CLOSED and refused": {state.Selected, "CONDSTORE", []step{
			{sent(selectB), state.Selected, "A", false, false},
			{untagged(closed), state.Authenticated, "B", false, true},
			{complete(selectB, no), state.Authenticated, "", false, true},
		}},
		"refused at once": {state.Selected, "QRESYNC", []step{
			{sent(selectB), state.Selected, "A", false, false},
			{complete(selectB, no), state.Authenticated, "", false, true},
		}},
		"BAD": {state.Selected, "QRESYNC", []step{
			{sent(selectB), state.Selected, "A", false, false},
			{complete(selectB, bad), state.Selected, "A", false, false},
		}},
		"no CLOSED to be expected": {state.Selected, "IMAP4rev1", []step{
			{sent(selectB), state.Selected, "B", false, true},
			{complete(selectB, ok), state.Selected, "B", false, false},
		}},
		"CLOSED that was not to be expected": {state.Selected, "IMAP4rev1", []step{
			{sent(selectB), state.Selected, "B", false, true},
			{untagged(closed), state.Authenticated, "B", false, true},
			{complete(selectB, ok), state.Selected, "B", false, false},
		}},
		"BAD without CLOSED": {state.Selected, "IMAP4rev1", []step{
			{sent(selectB), state.Selected, "B", false, true},
			{complete(selectB, bad), state.Selected, "A", false, true},
		}},
		"unsolicited CLOSED": {state.Selected, "IMAP4rev2", []step{
			{untagged(closed), state.Authenticated, "", false, true},
		}},
		"UNAUTHENTICATE": {state.Selected, "UNAUTHENTICATE", []step{
			{complete(parse(t, "UNAUTHENTICATE"), ok), state.NotAuthenticated, "", false, true},
		}},
		"BYE": {state.Selected, "IMAP4rev2", []step{
			{untagged(status(response.BYE, nil)), state.Logout, "", false, true},
		}},
	} {
		m = client(t, tt.from, tt.caps)
		for i, s := range tt.steps {
			epoch := m.Epoch()
			if err := s.do(); err != nil {
				t.Errorf("%s, step %d: %v", name, i, err)
			}
			mailbox, readOnly := m.Mailbox()
			if m.State() != s.state || mailbox != s.mailbox || readOnly != s.readOnly || (m.Epoch() != epoch) != s.other {
				t.Errorf("%s, step %d: %v, mailbox %q (read-only %v), epoch %d after %d; want %+v",
					name, i, m.State(), mailbox, readOnly, m.Epoch(), epoch, s)
			}
		}
	}
	// A server that has to say CLOSED and does not.
	m = client(t, state.Selected, "IMAP4rev2")
	m.Sent(selectB)
	before := m
	if err := m.Completed(selectB, ok); !errors.Is(err, state.ErrNotClosed) || m != before {
		t.Errorf("without CLOSED: %v", err)
	}
	// CLOSED with nothing to close.
	m = client(t, state.Authenticated, "IMAP4rev2")
	if err := m.Untagged(closed); err == nil {
		t.Error("CLOSED without a mailbox")
	}
}

// Whatever a client sends and receives: an error changes nothing, a mailbox is
// only there in the selected state or while one is being selected, and nothing
// is enabled without a login.
func TestMachineClientLaws(t *testing.T) {
	var lines []command.Command
	for _, s := range samples {
		lines = append(lines, parse(t, s.line))
	}
	untagged := []response.Response{
		status(response.OK, nil), status(response.PREAUTH, nil), status(response.BYE, nil), status(response.NO, nil),
		status(response.OK, response.Closed), status(response.OK, response.ReadOnly),
		status(response.OK, capabilities("IMAP4rev2", "UIDONLY")), status(response.OK, response.NotificationOverflow),
		&response.Capability{Capabilities: []string{"IMAP4rev1"}}, &response.Enabled{Capabilities: []string{"QRESYNC"}},
		&response.Exists{Count: 1}, &response.Expunge{Seq: 1}, &response.Search{},
	}
	rapid.Check(t, func(t *rapid.T) {
		var m state.Machine
		for range rapid.IntRange(0, 80).Draw(t, "steps") {
			before := m
			var err error
			c := rapid.SampledFrom(lines).Draw(t, "command")
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				m.Sent(c)
			case 1:
				err = m.Untagged(rapid.SampledFrom(untagged).Draw(t, "untagged"))
			case 2:
				err = m.Apply(rapid.SampledFrom(allEvents).Draw(t, "event"))
			default:
				typ := rapid.SampledFrom([]response.Type{response.OK, response.OK, response.NO, response.BAD}).Draw(t, "result")
				err = m.Completed(c, status(typ, nil))
			}
			if err != nil && m != before {
				t.Fatalf("changed in spite of %v", err)
			}
			if before.TLS() && !m.TLS() {
				t.Fatal("TLS is lost")
			}
			if s := m.Setting(); s.Mailbox != "" && m.State() != state.Selected {
				t.Fatalf("mailbox %q in %v", s.Mailbox, m.State())
			}
			if loggedOut := m.State() < state.Authenticated; loggedOut && !m.Enabled().IsZero() {
				t.Fatalf("%v is enabled in %v", m.Enabled(), m.State())
			}
			if before.State() == state.Logout && m.State() != state.Logout {
				t.Fatal("Logout is left")
			}
		}
	})
}
