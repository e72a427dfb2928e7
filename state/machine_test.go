package state_test

import (
	"errors"
	"slices"
	"testing"

	"imapkit.example/state"
	"imapkit.example/wire/command"
	"pgregory.net/rapid"
)

var (
	allStates = []state.State{state.Greeting, state.NotAuthenticated, state.Authenticated, state.Selected, state.Logout}
	allEvents = []state.Event{
		state.GreetingOK, state.GreetingPreAuth, state.GreetingBye, state.ImplicitTLS, state.StartTLSOK, state.LoginOK,
		state.SelectOK, state.SelectNo, state.CloseOK, state.UnauthenticateOK, state.Bye,
	}
)

// machine returns a machine in the given state, on the shortest way.
func machine(t testing.TB, s state.State, tls bool) state.Machine {
	t.Helper()
	way := map[state.State][]state.Event{
		state.NotAuthenticated: {state.GreetingOK},
		state.Authenticated:    {state.GreetingPreAuth},
		state.Selected:         {state.GreetingPreAuth, state.SelectOK},
		state.Logout:           {state.GreetingBye},
	}[s]
	if tls {
		way = slices.Insert(slices.Clone(way), 0, state.ImplicitTLS)
	}
	var m state.Machine
	for _, e := range way {
		if err := m.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	if m.State() != s || m.TLS() != tls {
		t.Fatalf("in %v state (TLS %v), want %v (%v)", m.State(), m.TLS(), s, tls)
	}
	return m
}

// The diagram of RFC 9051, Section 3, one row for each event, with the state
// it leads to from each state. "-" is an error.
//
// Columns: Greeting, Not authenticated, Authenticated, Selected, Logout.
var diagram = map[state.Event]string{
	state.GreetingOK:       "N----", // (1)
	state.GreetingPreAuth:  "A----", // (2)
	state.GreetingBye:      "L----", // (3)
	state.ImplicitTLS:      "G----",
	state.StartTLSOK:       "-N---",
	state.LoginOK:          "-A---", // (4)
	state.SelectOK:         "--SS-", // (5)
	state.SelectNo:         "--AA-", // (6)
	state.CloseOK:          "---A-", // (6)
	state.UnauthenticateOK: "--NN-", // RFC 8437, (7)
	state.Bye:              "LLLLL", // (7)
	0:                      "-----",
	state.Bye + 1:          "-----",
	255:                    "-----",
}

var letters = map[byte]state.State{
	'G': state.Greeting, 'N': state.NotAuthenticated, 'A': state.Authenticated, 'S': state.Selected, 'L': state.Logout,
}

func TestApplyEveryEvent(t *testing.T) {
	for _, e := range allEvents {
		if _, ok := diagram[e]; !ok {
			t.Errorf("no row for %v", e)
		}
	}
	for e, row := range diagram {
		for i, s := range allStates {
			for _, tls := range []bool{false, true} {
				m := machine(t, s, tls)
				before := m
				err := m.Apply(e)
				startsTLS := e == state.ImplicitTLS || e == state.StartTLSOK
				to, ok := letters[row[i]]
				if startsTLS && tls {
					ok = false
				}
				if !ok {
					var se *state.Error
					if !errors.As(err, &se) || se.State != s || se.Event != e || se.Command != "" {
						t.Errorf("%v in %v (TLS %v): error %#v", e, s, tls, err)
					}
					if m != before {
						t.Errorf("%v in %v (TLS %v): changed the machine in spite of the error", e, s, tls)
					}
					continue
				}
				if err != nil || m.State() != to || m.TLS() != (tls || startsTLS) {
					t.Errorf("%v in %v (TLS %v): %v state, TLS %v, error %v; want %v state", e, s, tls, m.State(), m.TLS(), err, to)
				}
			}
		}
	}
}

// The states of each command, written out from the introductions to RFC 9051,
// Sections 6.1 to 6.4, RFC 3501, Sections 6.3.9 and 6.4.1, RFC 2971, Section
// 3.1, and RFC 9051, Section 6.3.1, which has ENABLE before any selection.
var allowed = []struct {
	states string
	names  []command.Name
}{
	{"NAS", []command.Name{"CAPABILITY", "NOOP", "LOGOUT", "ID"}},
	{"N", []command.Name{"STARTTLS", "AUTHENTICATE", "LOGIN"}},
	{"A", []command.Name{"ENABLE"}},
	{"AS", []command.Name{
		"SELECT", "EXAMINE", "NAMESPACE", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE", "LIST", "STATUS", "APPEND", "IDLE",
		"LSUB",
	}},
	{"S", []command.Name{
		"CLOSE", "UNSELECT", "EXPUNGE", "SEARCH", "FETCH", "STORE", "COPY", "MOVE",
		"UID EXPUNGE", "UID SEARCH", "UID FETCH", "UID STORE", "UID COPY", "UID MOVE",
		"CHECK",
	}},
	// RFC 5255, RFC 8437, RFC 4978, RFC 5464, RFC 4314, RFC 9208, RFC 4467,
	// RFC 5465, RFC 7377 and RFC 5259, and Gmail's.
	{"NAS", []command.Name{"LANGUAGE"}},
	{"AS", []command.Name{
		"UNAUTHENTICATE", "COMPRESS", "COMPARATOR", "GETMETADATA", "SETMETADATA", "GETACL", "SETACL", "DELETEACL", "LISTRIGHTS",
		"MYRIGHTS", "GETQUOTA", "SETQUOTA", "GETQUOTAROOT", "GENURLAUTH", "RESETKEY", "URLFETCH", "NOTIFY", "ESEARCH",
		"UID ESEARCH", "CONVERSIONS", "XLIST", "RLIST", "RLSUB", "GETJMAPACCESS",
	}},
	// RFC 5256, RFC 5267, RFC 8508, RFC 5259 and UIDBATCHES.
	{"S", []command.Name{
		"SORT", "UID SORT", "THREAD", "UID THREAD", "CANCELUPDATE", "REPLACE", "UID REPLACE", "CONVERT", "UID CONVERT", "UIDBATCHES",
	}},
	{"NAS", []command.Name{"X-GOOD-IDEA", "fetch", ""}}, // no rules for these
}

func TestCheckEveryCommand(t *testing.T) {
	var names []command.Name
	for _, group := range allowed {
		for _, n := range group.names {
			names = append(names, n)
			for _, s := range allStates {
				for _, tls := range []bool{false, true} {
					m := machine(t, s, tls)
					err := m.Check(n)
					var want bool
					for i := range len(group.states) {
						want = want || letters[group.states[i]] == s
					}
					if n == "STARTTLS" && tls {
						want = false
					}
					if (err == nil) != want {
						t.Errorf("%q in %v (TLS %v): error %v, want allowed %v", n, s, tls, err, want)
					}
					var se *state.Error
					if err != nil && (!errors.As(err, &se) || se.State != s || se.Event != 0) {
						t.Errorf("%q in %v (TLS %v): error %#v", n, s, tls, err)
					}
				}
			}
		}
	}
	for _, n := range knownNames(t) {
		if !slices.Contains(names, n) {
			t.Errorf("%s is in no group of this test", n)
		}
	}
}

func TestErrorText(t *testing.T) {
	for _, tt := range []struct {
		state state.State
		tls   bool
		name  command.Name
		event state.Event
		want  string
	}{
		{state.Authenticated, false, "FETCH", 0, "FETCH is not allowed in authenticated state"},
		{state.NotAuthenticated, false, "UID FETCH", 0, "UID FETCH is not allowed in not authenticated state"},
		{state.Selected, false, "STARTTLS", 0, "STARTTLS is not allowed in selected state"},
		{state.NotAuthenticated, true, "STARTTLS", 0, "STARTTLS is not allowed with TLS active"},
		{state.Selected, true, "STARTTLS", 0, "STARTTLS is not allowed in selected state"},
		{state.Logout, false, "NOOP", 0, "NOOP is not allowed in logout state"},
		{state.Greeting, false, "NOOP", 0, "NOOP is not allowed before the greeting"},
		{state.Logout, false, "s3cret\r\n", 0, "this command is not allowed in logout state"},
		{state.NotAuthenticated, true, "", state.StartTLSOK, "STARTTLS completion is not allowed with TLS active"},
		{state.Selected, false, "", state.LoginOK, "login is not allowed in selected state"},
		{state.Greeting, false, "", state.CloseOK, "closing of the mailbox is not allowed before the greeting"},
		{state.Selected, false, "", 77, "unknown event is not allowed in selected state"},
	} {
		m := machine(t, tt.state, tt.tls)
		var err error
		if tt.event != 0 {
			err = m.Apply(tt.event)
		} else {
			err = m.Check(tt.name)
		}
		var se *state.Error
		if !errors.As(err, &se) {
			t.Errorf("%q %v in %v: error %v", tt.name, tt.event, tt.state, err)
			continue
		}
		if se.Text() != tt.want || err.Error() != "state: "+tt.want {
			t.Errorf("%q %v in %v: text %q, error %q; want %q", tt.name, tt.event, tt.state, se.Text(), err, tt.want)
		}
	}
	// An Error made by hand must not carry octets of a peer either.
	if got := (&state.Error{State: 9, Command: "A\r\nB"}).Text(); got != "this command is not allowed in unknown state" {
		t.Errorf("text %q", got)
	}
}

func TestStrings(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range allStates {
		seen[s.String()] = true
	}
	for _, e := range allEvents {
		seen[e.String()] = true
	}
	if seen[""] || len(seen) != len(allStates)+len(allEvents) {
		t.Errorf("names are missing or not unique: %v", seen)
	}
	if got := state.Event(0).String(); got != "unknown event" {
		t.Errorf("Event(0) is %q", got)
	}
}

// Whatever happens: TLS is never lost, nothing leaves Logout, nothing comes
// back to Greeting, and a mailbox is never selected without a login.
func TestMachineLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m state.Machine
		loggedIn := false
		for _, e := range rapid.SliceOfN(rapid.SampledFrom(allEvents), 0, 60).Draw(t, "events") {
			before := m
			err := m.Apply(e)
			if err != nil {
				if m != before {
					t.Fatalf("%v changed the machine in spite of %v", e, err)
				}
				continue
			}
			switch e {
			case state.LoginOK, state.GreetingPreAuth:
				loggedIn = true
			case state.UnauthenticateOK:
				loggedIn = false
			}
			if before.TLS() && !m.TLS() {
				t.Fatalf("%v lost TLS", e)
			}
			if before.State() == state.Logout && m != before {
				t.Fatalf("%v left Logout", e)
			}
			if before.State() != state.Greeting && m.State() == state.Greeting {
				t.Fatalf("%v led back to Greeting", e)
			}
			if !loggedIn && (m.State() == state.Authenticated || m.State() == state.Selected) {
				t.Fatalf("%v led to %v without a login", e, m.State())
			}
		}
	})
}

func TestMachineAllocs(t *testing.T) {
	var m state.Machine
	if n := testing.AllocsPerRun(100, func() {
		m = state.Machine{}
		for _, e := range []state.Event{state.ImplicitTLS, state.GreetingOK, state.LoginOK, state.SelectOK} {
			if m.Apply(e) != nil {
				t.Fatal(e)
			}
		}
		if m.Check("UID FETCH") != nil || m.Check("X") != nil || state.ExpungeAllowed("FETCH") {
			t.Fatal("wrong answer")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkCheck(b *testing.B) {
	m := machine(b, state.Selected, true)
	b.ReportAllocs()
	for b.Loop() {
		if m.Check("UID FETCH") != nil {
			b.Fatal("not allowed")
		}
	}
}
