package state_test

import (
	"errors"
	"strings"
	"testing"

	"imapkit.example/state"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// What may be written depends on the state, on what is advertised, and on what
// is enabled.
func TestPermit(t *testing.T) {
	utf8 := &command.Append{Mailbox: "a", Messages: []*command.AppendMessage{{UTF8: true, Data: strings.NewReader("")}}}
	for _, tt := range []struct {
		line       string
		from       state.State
		advertised string
		enabled    string
		notify     string // a NOTIFY that was answered with OK
		want       string // the error, "" for none
	}{
		{"SELECT a", state.NotAuthenticated, "IMAP4rev1", "", "", "state: SELECT is not allowed in not authenticated state"},
		{"SELECT a", state.Authenticated, "IMAP4rev1", "", "", ""},
		{"MOVE 1 a", state.Selected, "IMAP4rev1", "", "", "state: MOVE needs MOVE"},
		{"MOVE 1 a", state.Selected, "IMAP4rev2", "", "", ""},
		{"LOGIN u p", state.NotAuthenticated, "IMAP4rev2 LOGINDISABLED", "", "", "state: LOGIN is disabled"},
		// RFC 7162, Sections 3.2.5 and 3.2.6.
		{"SELECT a (QRESYNC (1 2))", state.Authenticated, "QRESYNC", "", "", "state: SELECT QRESYNC needs QRESYNC to be enabled"},
		{"SELECT a (QRESYNC (1 2))", state.Authenticated, "QRESYNC", "QRESYNC", "", ""},
		{"EXAMINE a (QRESYNC (1 2))", state.Authenticated, "CONDSTORE", "", "", "state: EXAMINE QRESYNC needs QRESYNC"},
		{"SELECT a (CONDSTORE)", state.Authenticated, "QRESYNC", "", "", ""},
		{"UID FETCH 1 UID (CHANGEDSINCE 1 VANISHED)", state.Selected, "QRESYNC", "", "", "state: UID FETCH VANISHED needs QRESYNC to be enabled"},
		{"UID FETCH 1 UID (CHANGEDSINCE 1 VANISHED)", state.Selected, "QRESYNC", "QRESYNC CONDSTORE", "", ""},
		// RFC 6855, Sections 3, 4 and 6.
		{"", state.Authenticated, "UTF8=ACCEPT", "", "", "state: APPEND UTF8 needs UTF8=ACCEPT to be enabled"},
		{"", state.Authenticated, "UTF8=ACCEPT", "UTF8=ACCEPT", "", ""},
		{"SEARCH CHARSET UTF-8 ALL", state.Selected, "UTF8=ACCEPT", "UTF8=ACCEPT", "", state.ErrCharset.Error()},
		{"SEARCH CHARSET UTF-8 ALL", state.Selected, "UTF8=ACCEPT", "", "", ""},
		{"SELECT a", state.Authenticated, "UTF8=ONLY", "", "", "state: SELECT needs UTF8=ACCEPT to be enabled"},
		{"SELECT a", state.Authenticated, "UTF8=ONLY", "UTF8=ACCEPT", "", ""},
		{"ESEARCH IN (personal) ALL", state.Authenticated, "UTF8=ONLY MULTISEARCH", "", "", "state: ESEARCH needs UTF8=ACCEPT to be enabled"},
		{"NOOP", state.Authenticated, "UTF8=ONLY", "", "", ""},
		{"ENABLE UTF8=ACCEPT", state.Authenticated, "UTF8=ONLY", "", "", ""},
		// RFC 9586: with UIDONLY there are no sequence numbers.
		{"FETCH 1 FLAGS", state.Selected, "UIDONLY", "", "", ""},
		{"FETCH 1 FLAGS", state.Selected, "UIDONLY", "UIDONLY", "", state.ErrNumbers.Error()},
		{"FETCH $ FLAGS", state.Selected, "UIDONLY SEARCHRES", "UIDONLY", "", state.ErrNumbers.Error()},
		{"SEARCH ALL", state.Selected, "UIDONLY", "UIDONLY", "", state.ErrNumbers.Error()},
		{"UID SEARCH ALL", state.Selected, "UIDONLY", "UIDONLY", "", ""},
		{"ESEARCH ALL", state.Selected, "UIDONLY MULTISEARCH", "UIDONLY", "", ""},
		{"UID ESEARCH ALL", state.Selected, "UIDONLY MULTISEARCH", "UIDONLY", "", ""},
		{"UID ESEARCH IN (personal) 1", state.Selected, "UIDONLY MULTISEARCH", "UIDONLY", "", state.ErrNumbers.Error()},
		{"UID SEARCH OR SEEN 1:3", state.Selected, "UIDONLY", "UIDONLY", "", state.ErrNumbers.Error()},
		{"UID FETCH 1:* FLAGS", state.Selected, "UIDONLY", "UIDONLY", "", ""},
		{"COPY 1 a", state.Selected, "UIDONLY", "UIDONLY", "", state.ErrNumbers.Error()},
		{"SELECT a (QRESYNC (1 2 1:9 (1 2)))", state.Authenticated, "UIDONLY QRESYNC", "UIDONLY QRESYNC", "", state.ErrNumbers.Error()},
		{"SELECT a (QRESYNC (1 2 1:9))", state.Authenticated, "UIDONLY QRESYNC", "UIDONLY QRESYNC", "", ""},
		{"X-UNKNOWN 1", state.Selected, "UIDONLY", "UIDONLY", "", ""},
		// RFC 5465, Section 5.3: with SELECTED sequence numbers mean nothing.
		{"STORE 1 FLAGS (a)", state.Selected, "NOTIFY", "", "NOTIFY SET (SELECTED (MessageNew MessageExpunge))", state.ErrNumbers.Error()},
		{"UID STORE 1 FLAGS (a)", state.Selected, "NOTIFY", "", "NOTIFY SET (SELECTED (MessageNew MessageExpunge))", ""},
		{"SEARCH ALL", state.Selected, "NOTIFY", "", "NOTIFY SET (SELECTED (MessageNew MessageExpunge))", ""},
		{"STORE 1 FLAGS (a)", state.Selected, "NOTIFY", "", "NOTIFY SET (SELECTED-DELAYED (MessageNew MessageExpunge))", ""},
		{"STORE 1 FLAGS (a)", state.Selected, "NOTIFY", "", "NOTIFY SET (INBOXES (MessageNew MessageExpunge))", ""},
		{"STORE 1 FLAGS (a)", state.Selected, "NOTIFY", "", "NOTIFY NONE", ""},
	} {
		m := client(t, state.Authenticated, strings.Fields(tt.advertised)...)
		if tt.from == state.NotAuthenticated {
			m = client(t, tt.from, strings.Fields(tt.advertised)...)
		}
		if err := m.Untagged(&response.Enabled{Capabilities: strings.Fields(tt.enabled)}); err != nil {
			t.Fatal(err)
		}
		if tt.from == state.Selected {
			if err := m.Completed(parse(t, "SELECT A"), status(response.OK, nil)); err != nil {
				t.Fatal(err)
			}
		}
		if tt.notify != "" {
			if err := m.Completed(parse(t, tt.notify), status(response.OK, nil)); err != nil {
				t.Fatal(err)
			}
		}
		var c command.Command = utf8
		if tt.line != "" {
			c = parse(t, tt.line)
		}
		got := ""
		if err := m.Permit(c); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s with %s, enabled %q, after %q: %q, want %q", tt.line, tt.advertised, tt.enabled, tt.notify, got, tt.want)
		}
	}
}

// NOTIFICATIONOVERFLOW ends what NOTIFY has begun (RFC 5465, Section 5.8).
func TestPermitNotifyEnds(t *testing.T) {
	store := parse(t, "STORE 1 FLAGS (a)")
	for name, end := range map[string]func(m *state.Machine) error{
		"overflow": func(m *state.Machine) error {
			return m.Untagged(status(response.OK, response.NotificationOverflow))
		},
		"NOTIFY NONE": func(m *state.Machine) error {
			return m.Completed(parse(t, "NOTIFY NONE"), status(response.OK, nil))
		},
	} {
		m := client(t, state.Selected, "NOTIFY")
		set := parse(t, "NOTIFY SET (SELECTED (MessageNew MessageExpunge))")
		if err := m.Completed(set, status(response.NO, nil)); err != nil || m.Permit(store) != nil {
			t.Errorf("%s: a NOTIFY that was refused counts (%v)", name, err)
		}
		if err := m.Completed(set, status(response.OK, nil)); err != nil || !errors.Is(m.Permit(store), state.ErrNumbers) {
			t.Errorf("%s: sequence numbers are permitted (%v)", name, err)
		}
		if err := end(&m); err != nil || m.Permit(store) != nil {
			t.Errorf("%s: %v, %v", name, err, m.Permit(store))
		}
	}
}
