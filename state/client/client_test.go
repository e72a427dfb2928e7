package client_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"imapkit.example/state"
	"imapkit.example/state/client"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
	"pgregory.net/rapid"
)

// said returns a Client to which everything is said that is in pieces, and has
// it read the greeting.
func said(t testing.TB, pieces ...string) (*client.Client, *fixed) {
	t.Helper()
	f := &fixed{pieces: pieces}
	c := client.New(f, client.Options{Secure: true})
	if _, err := c.Next(); err != nil {
		t.Fatal(err)
	}
	return c, f
}

// send sends cmd, which must be taken.
func send(t tester, c *client.Client, cmd command.Command) tag.Tag {
	t.Helper()
	tg, err := c.Send(cmd)
	if err != nil {
		t.Fatal(err)
	}
	return tg
}

// What was received before a command was written is no answer to it, even if
// it was not looked at before.
func TestEarly(t *testing.T) {
	const greeting = "* PREAUTH [CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN] x\r\n"
	for _, tt := range []struct {
		name   string
		pieces []string
		cmd    command.Command
		want   string // the kinds of events
	}{
		{"OK before the command", []string{greeting + "AAAAAAA1 OK early\r\n", "AAAAAAA1 OK x\r\n"},
			command.NewBare(command.NoopName), "unknown, done"},
		{"NO before the command", []string{greeting + "AAAAAAA1 NO early\r\n", "AAAAAAA1 OK x\r\n"},
			command.NewBare(command.NoopName), "unknown, done"},
		{"OK with the +", []string{greeting, "+ go on\r\nAAAAAAA1 OK early\r\n"},
			appended("x\r\n"), "+, lost: premature"},
		{"NO with the +", []string{greeting, "+ go on\r\nAAAAAAA1 NO early\r\n"},
			appended("x\r\n"), "+, done NO"},
		{"OK instead of a +", []string{greeting, "AAAAAAA1 OK early\r\n"},
			appended("x\r\n"), "lost: premature"},
		{"+ before the command", []string{greeting + "+ early\r\n", "+ go on\r\n", "AAAAAAA1 OK x\r\n"},
			appended("x\r\n"), "no owner, +, done"},
		{"two +", []string{greeting, "+ go on\r\n+ early\r\n", "AAAAAAA1 OK x\r\n"},
			appended("x\r\n"), "+, no owner, done"},
		{"OK to IDLE instead of a +", []string{greeting, "AAAAAAA1 OK early\r\n"},
			command.NewBare(command.IdleName), "lost: premature"},
		{"OK to IDLE with the +", []string{greeting, "+ idling\r\nAAAAAAA1 OK early\r\n"},
			command.NewBare(command.IdleName), "+, lost: premature"},
	} {
		c, _ := said(t, tt.pieces...)
		send(t, c, tt.cmd)
		var got []string
		for {
			ev, err := c.Next()
			if err != nil {
				break
			}
			kind := "done"
			switch _, plus := ev.Response.(*response.Continue); {
			case errors.Is(ev.Err, tag.ErrUnknown):
				kind = "unknown"
			case errors.Is(ev.Err, tag.ErrNoOwner):
				kind = "no owner"
			case errors.Is(ev.Err, tag.ErrPremature):
				kind = "lost: premature"
			case plus:
				kind = "+"
			case !ev.Done:
				kind = "?"
			case ev.Failure() != nil:
				kind = "done NO"
			}
			got = append(got, kind)
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, strings.Join(got, ", "), tt.want)
		}
	}
}

// A reader that fails in the middle of its literal ends the connection; one that
// fails before anything is written ends its command only.
func TestReaders(t *testing.T) {
	long := strings.Repeat("x", 9999)
	for _, tt := range []struct {
		name  string
		data  io.Reader
		alive bool
		err   error
	}{
		{"short", strings.NewReader(long), false, io.ErrUnexpectedEOF},
		{"fails", io.MultiReader(strings.NewReader(long), iotest.ErrReader(io.ErrClosedPipe)), false, io.ErrClosedPipe},
		{"NUL", strings.NewReader(long + "\x00"), false, wire.ErrEncode},
		{"none", nil, true, io.ErrUnexpectedEOF},
	} {
		c, f := said(t, "* PREAUTH x\r\n", "+ go on\r\n", "AAAAAAA2 OK x\r\n", "AAAAAAA3 OK x\r\n")
		m := &command.AppendMessage{Size: 10_000, Data: tt.data}
		first, err := c.Send(&command.Append{Mailbox: "x", Messages: []*command.AppendMessage{m}})
		if tt.alive {
			if !errors.Is(err, tt.err) || f.wrote.Len() > 0 {
				t.Errorf("%s: %v, %d octets written", tt.name, err, f.wrote.Len())
			}
			f.pieces = f.pieces[1:]
			if err := c.Wait(send(t, c, command.NewBare(command.NoopName)), nil); err != nil {
				t.Errorf("%s: then %v", tt.name, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(tt.name, err)
		}
		second := send(t, c, command.NewBare(command.NoopName))
		lost := new(client.LostError)
		if err := c.Wait(first, nil); !errors.As(err, &lost) || !lost.Sent || !errors.Is(err, tt.err) {
			t.Errorf("%s: %v", tt.name, err)
		}
		n := f.wrote.Len()
		if err := c.Wait(second, nil); !errors.As(err, &lost) || lost.Sent {
			t.Errorf("%s: the next command: %v", tt.name, err)
		}
		if _, err := c.Next(); !errors.Is(err, tt.err) || f.wrote.Len() != n || bytes.Contains(f.wrote.Bytes(), []byte("NOOP")) {
			t.Errorf("%s: %v, %d octets written behind the break", tt.name, err, f.wrote.Len()-n)
		}
	}
}

// Sequence numbers are used only as long as they mean what they meant when the
// command was made.
func TestRenumbered(t *testing.T) {
	selected := []string{"* PREAUTH [CAPABILITY IMAP4rev1 QRESYNC UIDPLUS] x\r\n", "* 5 EXISTS\r\n", "AAAAAAA1 OK x\r\n"}
	store := func(uid bool) command.Command {
		return &command.Store{UID: uid, Set: wire.Numbers(3), Flags: []wire.Flag{wire.Deleted}}
	}
	for _, tt := range []struct {
		said string
		uid  bool
		want error
	}{
		{"* 2 EXPUNGE\r\n", false, client.ErrRenumbered},
		{"* VANISHED 7\r\n", false, client.ErrRenumbered},
		{"* VANISHED (EARLIER) 7\r\n", false, nil},
		{"* 6 EXISTS\r\n", false, nil},
		{"* 2 EXPUNGE\r\n", true, nil},
		{"* 6 EXPUNGE\r\n", false, client.ErrRenumbered}, // and the view is wrong
		{"* 4 EXISTS\r\n", false, client.ErrRenumbered},
	} {
		c, f := said(t, append(selected, tt.said, "AAAAAAA2 OK x\r\n", "AAAAAAA3 OK x\r\n")...)
		if err := c.Wait(send(t, c, &command.Select{Mailbox: "x"}), nil); err != nil {
			t.Fatal(err)
		}
		noop := send(t, c, command.NewBare(command.NoopName))
		waits := send(t, c, store(tt.uid))
		var events []client.Event
		for {
			ev, err := c.Next()
			if err != nil {
				break
			}
			if ev.Done {
				events = append(events, ev)
			}
		}
		order := []tag.Tag{noop, waits}
		if tt.want != nil {
			order = []tag.Tag{waits, noop}
		}
		if len(events) != 2 || events[0].Tag != order[0] || events[1].Tag != order[1] {
			t.Fatalf("%q: %v", tt.said, events)
		}
		for _, ev := range events {
			if ev.Tag == waits && ev.Err != tt.want {
				t.Errorf("%q: the command ends with %v", tt.said, ev.Err)
			}
		}
		if got := strings.Contains(f.wrote.String(), "STORE"); got != (tt.want == nil) {
			t.Errorf("%q: the command was sent: %v", tt.said, got)
		}
	}
}

// The same goes for a command that waits only for its octets to find room.
func TestRenumberedNext(t *testing.T) {
	f := &fixed{pieces: []string{"* PREAUTH x\r\n", "* 5 EXISTS\r\nAAAAAAA1 OK x\r\n", "* 2 EXPUNGE\r\nAAAAAAA2 OK x\r\n", "AAAAAAA4 OK x\r\n"}}
	c := client.New(f, client.Options{Secure: true, Window: 1})
	if err := c.Wait(send(t, c, &command.Select{Mailbox: "x"}), nil); err != nil {
		t.Fatal(err)
	}
	send(t, c, &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{{Name: command.FetchFlags}}})
	store := send(t, c, &command.Store{Set: wire.Numbers(3), Flags: []wire.Flag{wire.Deleted}})
	noop := send(t, c, command.NewBare(command.NoopName))
	if err := c.Wait(store, nil); err != client.ErrRenumbered {
		t.Error(err)
	}
	if err := c.Wait(noop, nil); err != nil || strings.Contains(f.wrote.String(), "STORE") {
		t.Errorf("%v, wrote %q", err, f.wrote.String())
	}
}

// What cannot be is told once, and no sequence number is used behind it until
// the mailbox is selected again.
func TestDrift(t *testing.T) {
	fetch := func(uid bool) command.Command {
		return &command.Fetch{UID: uid, Set: wire.Numbers(1), Items: []command.FetchItem{{Name: command.FetchFlags}}}
	}
	for _, lie := range []string{"* 6 EXPUNGE\r\n", "* 4 EXISTS\r\n", "* 1 FETCH (UID 9)\r\n* 2 FETCH (UID 8)\r\n", "* VANISHED 1:9\r\n"} {
		c, f := said(t, "* PREAUTH [CAPABILITY IMAP4rev1] x\r\n", "* 5 EXISTS\r\n", "AAAAAAA1 OK x\r\n", lie, "AAAAAAA2 OK x\r\n")
		if err := c.Wait(send(t, c, &command.Select{Mailbox: "x"}), nil); err != nil {
			t.Fatal(err)
		}
		told := 0
		if err := c.Wait(send(t, c, command.NewBare(command.NoopName)), func(ev *client.Event) {
			err := ev.Err
			if r, ok := ev.Response.(*response.FetchStream); ok {
				for _, e := range c.Items(r) {
					err = errors.Join(err, e)
				}
			}
			if err != nil {
				told++
			}
		}); err != nil || told != 1 {
			t.Errorf("%q: told %d times, %v", lie, told, err)
		}
		if _, err := c.Send(fetch(false)); err != client.ErrDrift {
			t.Errorf("%q: FETCH 1: %v", lie, err)
		}
		n := send(t, c, fetch(true))
		f.pieces = []string{fmt.Sprintf("%s OK x\r\n", n), "* 5 EXISTS\r\n", "AAAAAAA5 OK x\r\n", "AAAAAAA6 OK x\r\n"}
		if err := c.Wait(n, nil); err != nil {
			t.Error(err)
		}
		again := send(t, c, &command.Select{Mailbox: "x"})
		if err := errors.Join(c.Wait(again, nil), c.Wait(send(t, c, fetch(false)), nil)); err != nil {
			t.Errorf("%q: selected again: %v", lie, err)
		}
	}
}

// While a mailbox is selected beside an old one, what is said is about the one
// or the other.
func TestSelect(t *testing.T) {
	const old = "* 5 EXISTS\r\n* 2 EXPUNGE\r\n* 1 FETCH (UID 99)\r\n"
	for _, tt := range []struct {
		name  string
		caps  string
		said  string
		want  int // messages in the View; -1 without one
		name2 string
	}{
		{"CLOSED", "IMAP4rev2", old + "* OK [CLOSED] x\r\n* 3 EXISTS\r\nT OK x\r\n", 3, "new"},
		{"CLOSED where it is not due", "IMAP4rev1", old + "* OK [CLOSED] x\r\n* 3 EXISTS\r\nT OK x\r\n", 3, "new"},
		{"no CLOSED", "IMAP4rev1", "* 3 EXISTS\r\nT OK x\r\n", 3, "new"},
		{"no CLOSED where it is due", "IMAP4rev1 CONDSTORE", "* 3 EXISTS\r\nT OK x\r\n", 3, "new"},
		{"NO", "IMAP4rev2", old + "* OK [CLOSED] x\r\nT NO x\r\n", -1, ""},
		{"NO without CLOSED", "IMAP4rev1", "T NO x\r\n", -1, ""},
		{"BAD", "IMAP4rev2", old + "T BAD x\r\n", 4, "old"},
		{"BAD without CLOSED", "IMAP4rev1", "* 6 EXISTS\r\nT BAD x\r\n", 6, "old"},
		{"BAD behind CLOSED", "IMAP4rev2", "* OK [CLOSED] x\r\nT BAD x\r\n", -1, ""},
	} {
		c, f := said(t, "* PREAUTH [CAPABILITY "+tt.caps+"] x\r\n", "* 5 EXISTS\r\n", "AAAAAAA1 OK x\r\n")
		if err := c.Wait(send(t, c, &command.Select{Mailbox: "old"}), nil); err != nil || c.View().Len() != 5 {
			t.Fatal(err)
		}
		next := send(t, c, &command.Select{Mailbox: "new"})
		f.pieces = []string{strings.ReplaceAll(tt.said, "T ", string(next)+" ")}
		// What waits means the new mailbox, whatever happens to the old one.
		var waits tag.Tag
		if strings.HasSuffix(tt.said, "OK x\r\n") {
			waits = send(t, c, &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{{Name: command.FetchFlags}}})
			f.pieces = append(f.pieces, string(waits)+" OK x\r\n")
		}
		err := c.Wait(next, func(ev *client.Event) {
			if ev.Err != nil {
				t.Errorf("%s: %v", tt.name, ev.Err)
			}
			switch r := ev.Response.(type) {
			case *response.FetchStream:
				for _, err := range c.Items(r) {
					if err != nil {
						t.Errorf("%s: %v", tt.name, err)
					}
				}
			case *response.Status:
				if name, _ := c.Machine().Mailbox(); r.Code == response.Closed && name != "new" {
					t.Errorf("%s: behind CLOSED in %q", tt.name, name)
				}
			}
		})
		if waits != "" {
			if err := c.Wait(waits, nil); err != nil {
				t.Errorf("%s: FETCH 1: %v", tt.name, err)
			}
		}
		if (err == nil) != strings.HasSuffix(tt.said, "OK x\r\n") {
			t.Errorf("%s: %v", tt.name, err)
		}
		n := -1
		if v := c.View(); v != nil {
			n = v.Len()
		}
		if name, _ := c.Machine().Mailbox(); n != tt.want || name != tt.name2 {
			t.Errorf("%s: %d messages in %q, want %d in %q", tt.name, n, name, tt.want, tt.name2)
		}
	}
}

// What is said of an old mailbox is not taken for news of one that is resumed,
// and where no mailbox is selected there is no View.
func TestResumeBesideOld(t *testing.T) {
	c, f := said(t, "* PREAUTH [CAPABILITY IMAP4rev1 QRESYNC ENABLE UNSELECT] x\r\n", "* ENABLED QRESYNC\r\nAAAAAAA1 OK x\r\n",
		"* 5 EXISTS\r\nAAAAAAA2 OK x\r\n",
		"* 2 EXPUNGE\r\n* 9 EXISTS\r\n* VANISHED 5\r\n* OK [CLOSED] x\r\n* OK [UIDVALIDITY 7] x\r\n* 3 EXISTS\r\n* VANISHED (EARLIER) 6\r\nAAAAAAA3 OK x\r\n")
	for _, cmd := range []command.Command{&command.Enable{Capabilities: []string{"QRESYNC"}}, &command.Select{Mailbox: "old"}} {
		if err := c.Wait(send(t, c, cmd), nil); err != nil {
			t.Fatal(err)
		}
	}
	v := new(state.View)
	for _, uid := range []uint32{5, 6, 7} {
		_ = v.Append(uid)
	}
	tg, err := c.Resume(&command.Select{Mailbox: "x", QResync: &command.QResync{UIDValidity: 7, ModSeq: 1}}, v)
	if err == nil {
		err = c.Wait(tg, nil)
	}
	first, _ := v.UID(1)
	second, _ := v.UID(2)
	if err != nil || v.Len() != 3 || first != 5 || second != 7 {
		t.Errorf("%v, %d messages: %d, %d", err, v.Len(), first, second)
	}
	for _, ends := range []struct {
		cmd  command.Name
		said string
	}{{command.NoopName, "* OK [CLOSED] x\r\n"}, {command.CloseName, ""}, {command.UnselectName, ""}} {
		if c.View() == nil {
			t.Fatal("no View")
		}
		n, err := c.Send(command.NewBare(ends.cmd))
		if err != nil {
			t.Fatal(err)
		}
		f.pieces = []string{ends.said + string(n) + " OK x\r\n"}
		if err := c.Wait(n, nil); err != nil || c.View() != nil {
			t.Errorf("%s: %v, a View is left", ends.cmd, err)
		}
		n = send(t, c, &command.Select{Mailbox: "x"})
		f.pieces = []string{"* 1 EXISTS\r\n" + string(n) + " OK x\r\n"}
		if err := c.Wait(n, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// With UIDONLY there are UIDs and no sequence numbers (RFC 9586).
func TestUIDOnly(t *testing.T) {
	c, _ := said(t, "* PREAUTH [CAPABILITY IMAP4rev1 UIDONLY ENABLE] x\r\n", "* ENABLED UIDONLY\r\nAAAAAAA1 OK x\r\n", "* 3 EXISTS\r\nAAAAAAA2 OK x\r\n",
		"* 7 UIDFETCH (FLAGS ())\r\n* 9 UIDFETCH (FLAGS ())\r\n* VANISHED 7\r\n* 2 EXPUNGE\r\nAAAAAAA4 OK x\r\n")
	for _, cmd := range []command.Command{&command.Enable{Capabilities: []string{"UIDONLY"}}, &command.Select{Mailbox: "x"}} {
		if err := c.Wait(send(t, c, cmd), nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Send(&command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{{Name: command.FetchFlags}}}); err != state.ErrNumbers {
		t.Errorf("FETCH: %v", err)
	}
	var wrong []error
	if err := c.Wait(send(t, c, fetch), func(ev *client.Event) {
		if ev.Err != nil {
			wrong = append(wrong, ev.Err)
		}
		if r, ok := ev.Response.(*response.FetchStream); ok {
			for _, err := range c.Items(r) {
				if err != nil {
					t.Error(err)
				}
			}
		}
	}); err != nil || c.View().Len() != 2 || len(wrong) != 1 {
		t.Errorf("%v, %d messages, %v", err, c.View().Len(), wrong)
	}
}

// With another UIDVALIDITY nothing that was known means anything.
func TestResumeUIDValidity(t *testing.T) {
	for _, said := range []string{
		"* 2 EXISTS\r\n* OK [UIDVALIDITY 8] x\r\n* VANISHED (EARLIER) 7\r\n", "* OK [UIDVALIDITY 8] x\r\n* 2 EXISTS\r\n",
	} {
		v := new(state.View)
		for _, uid := range []uint32{5, 6, 7} {
			_ = v.Append(uid)
		}
		c := client.New(&fixed{pieces: []string{
			"* PREAUTH [CAPABILITY IMAP4rev1 QRESYNC ENABLE] x\r\n", "* ENABLED QRESYNC\r\nAAAAAAA1 OK x\r\n", said, "AAAAAAA2 OK x\r\n",
		}}, client.Options{Secure: true})
		if err := c.Wait(send(t, c, &command.Enable{Capabilities: []string{"QRESYNC"}}), nil); err != nil {
			t.Fatal(err)
		}
		tg, err := c.Resume(&command.Select{Mailbox: "x", QResync: &command.QResync{UIDValidity: 7, ModSeq: 1}}, v)
		if err == nil {
			err = c.Wait(tg, nil)
		}
		if uid, ok := v.UID(1); err != nil || c.View() != v || v.Len() != 2 || ok {
			t.Errorf("%q: %v, %d messages, the first with UID %d", said, err, v.Len(), uid)
		}
		if _, err := c.Resume(&command.Select{Mailbox: "x"}, v); err == nil {
			t.Error("Resume without QRESYNC")
		}
	}
}

func TestIdle(t *testing.T) {
	const greeting = "* PREAUTH [CAPABILITY IMAP4rev1 IDLE] x\r\n"
	idle := command.NewBare(command.IdleName)
	for _, tt := range []struct {
		name   string
		pieces []string
		done   int // call Done before this event
		wrote  string
	}{
		{"DONE", []string{"+ idling\r\n", "* OK x\r\n", "AAAAAAA1 OK x\r\n"}, 2, "AAAAAAA1 IDLE\r\nDONE\r\n"},
		{"DONE before the +", []string{"* OK x\r\n", "+ idling\r\n", "AAAAAAA1 OK x\r\n"}, 0, "AAAAAAA1 IDLE\r\nDONE\r\n"},
		{"refused", []string{"AAAAAAA1 NO x\r\n"}, 0, "AAAAAAA1 IDLE\r\n"},
		{"ended by the server", []string{"+ idling\r\n", "AAAAAAA1 BAD x\r\n"}, 9, "AAAAAAA1 IDLE\r\n"},
	} {
		c, f := said(t, append([]string{greeting}, tt.pieces...)...)
		if err := c.Done(); err != client.ErrNoIdle {
			t.Errorf("%s: Done without IDLE: %v", tt.name, err)
		}
		send(t, c, idle)
		if _, err := c.Send(idle); err != client.ErrIdle {
			t.Errorf("%s: IDLE again: %v", tt.name, err)
		}
		for i := range tt.pieces {
			if i == tt.done {
				if err := c.Done(); err != nil {
					t.Errorf("%s: %v", tt.name, err)
				}
			}
			if ev, err := c.Next(); err != nil || ev.Err != nil {
				t.Errorf("%s: %v, %v", tt.name, err, ev.Err)
			}
		}
		if got := f.wrote.String(); got != tt.wrote {
			t.Errorf("%s: wrote %q, want %q", tt.name, got, tt.wrote)
		}
		if err := c.Done(); err != client.ErrNoIdle {
			t.Errorf("%s: Done behind IDLE: %v", tt.name, err)
		}
		send(t, c, command.NewBare(command.NoopName))
		if !strings.HasSuffix(f.wrote.String(), "NOOP\r\n") {
			t.Errorf("%s: nothing goes on", tt.name)
		}
	}
}

func TestAuthenticate(t *testing.T) {
	plain := client.Plain{Identity: "boss", User: "joe", Password: "secret"}
	initial := base64.StdEncoding.EncodeToString([]byte("boss\x00joe\x00secret"))
	for _, tt := range []struct {
		name, caps string
		pieces     []string
		m          client.Mechanism
		wrote      string
		err        string
	}{
		{"with the command", "SASL-IR AUTH=PLAIN", []string{"T OK x\r\n"}, plain, "T AUTHENTICATE PLAIN " + initial + "\r\n", ""},
		{"when asked", "AUTH=PLAIN", []string{"+ \r\n", "T OK x\r\n"}, plain, "T AUTHENTICATE PLAIN\r\n" + initial + "\r\n", ""},
		{"a challenge too early", "AUTH=PLAIN", []string{"+ eA==\r\n", "T BAD x\r\n"}, plain, "T AUTHENTICATE PLAIN\r\n*\r\n", "client: malformed challenge"},
		{"a challenge too many", "SASL-IR AUTH=PLAIN", []string{"+ \r\n", "T BAD x\r\n"}, plain, "T AUTHENTICATE PLAIN " + initial + "\r\n*\r\n", "client: malformed challenge"},
		{"no base64", "AUTH=PLAIN", []string{"+ !\r\n", "T NO x\r\n"}, plain, "T AUTHENTICATE PLAIN\r\n*\r\n", "client: malformed challenge"},
		{"OK to what was given up", "AUTH=PLAIN", []string{"+ !\r\n", "T OK x\r\n"}, plain, "T AUTHENTICATE PLAIN\r\n*\r\n", "client: malformed challenge"},
		{"refused", "AUTH=PLAIN", []string{"T NO [AUTHENTICATIONFAILED] x\r\n"}, plain, "T AUTHENTICATE PLAIN\r\n", "imap: NO [AUTHENTICATIONFAILED] x"},
		{"two challenges at once", "SASL-IR AUTH=X-ECHO", []string{"+ YQ==\r\n+ Yg==\r\n", "T OK x\r\n"}, echo{}, "T AUTHENTICATE X-ECHO\r\nYQ==\r\n", ""},
		{"exchange", "SASL-IR AUTH=X-ECHO", []string{"+ YQ==\r\n", "+ Yg==\r\n", "T OK x\r\n"}, echo{}, "T AUTHENTICATE X-ECHO\r\nYQ==\r\nYg==\r\n", ""},
	} {
		c, f := said(t, "* OK [CAPABILITY IMAP4rev1 "+tt.caps+"] x\r\n")
		tg, err := c.Authenticate(tt.m)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		for _, s := range tt.pieces {
			f.pieces = append(f.pieces, strings.Replace(s, "T ", string(tg)+" ", 1))
		}
		if err := c.Wait(tg, nil); fmt.Sprint(err) != tt.err && (err != nil || tt.err != "") {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.err)
		}
		if got := strings.Replace(f.wrote.String(), string(tg), "T", 1); got != tt.wrote {
			t.Errorf("%s: wrote %q, want %q", tt.name, got, tt.wrote)
		}
		if in := c.Machine().State() == state.Authenticated; in != (tt.err == "") {
			t.Errorf("%s: logged in: %v", tt.name, in)
		}
	}
	c, _ := said(t, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] x\r\n")
	if _, err := c.Send(&command.Authenticate{Mechanism: "PLAIN"}); err != client.ErrMechanism {
		t.Errorf("AUTHENTICATE without a mechanism: %v", err)
	}
}

// echo is a mechanism that repeats the challenge.
type echo struct{}

func (echo) Start() (string, []byte, error)        { return "X-ECHO", nil, nil }
func (echo) Next(challenge []byte) ([]byte, error) { return challenge, nil }

func TestLoginRefused(t *testing.T) {
	login := &command.Login{User: "joe", Password: "secret"}
	for _, tt := range []struct {
		greeting string
		opts     client.Options
		want     error
	}{
		{"* OK [CAPABILITY IMAP4rev1] x\r\n", client.Options{}, client.ErrInsecure},
		{"* OK [CAPABILITY IMAP4rev1] x\r\n", client.Options{InsecureAuth: true}, nil},
		{"* OK [CAPABILITY IMAP4rev1] x\r\n", client.Options{Secure: true}, nil},
		{"* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] x\r\n", client.Options{Secure: true}, client.ErrLoginDisabled},
	} {
		f := &fixed{pieces: []string{tt.greeting}}
		c := client.New(f, tt.opts)
		if _, err := c.Next(); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Send(login); err != tt.want || f.wrote.Len() > 0 != (err == nil) {
			t.Errorf("%q, %+v: %v, wrote %q", tt.greeting, tt.opts, err, f.wrote.String())
		}
	}
}

// With an order that the server keeps, commands go out together; but never two
// that change the state, nor one that is not allowed yet.
func TestInOrder(t *testing.T) {
	f := &fixed{pieces: []string{"* PREAUTH [CAPABILITY IMAP4rev1] x\r\n", "AAAAAAA1 OK x\r\n", "AAAAAAA2 OK x\r\nAAAAAAA3 OK x\r\n", "AAAAAAA4 OK x\r\n", "AAAAAAA5 OK x\r\n"}}
	c := client.New(f, client.Options{Secure: true, InOrder: true})
	fetch := &command.Fetch{UID: true, Set: wire.Numbers(1), Items: []command.FetchItem{{Name: command.FetchFlags}}}
	store := &command.Store{UID: true, Set: wire.Numbers(1), Flags: []wire.Flag{wire.Seen}}
	var last tag.Tag
	for _, cmd := range []command.Command{&command.Select{Mailbox: "a"}, fetch, store, &command.Select{Mailbox: "b"}, command.NewBare(command.CloseName)} {
		last = send(t, c, cmd)
	}
	var got []string
	if err := c.Wait(last, func(ev *client.Event) {
		if ev.Failure() != nil {
			t.Error(ev.Failure())
		}
		got = append(got, f.wrote.String())
		f.wrote.Reset()
	}); err != nil {
		t.Error(err)
	}
	want := []string{"AAAAAAA1 SELECT a\r\n", "AAAAAAA2 UID FETCH 1 FLAGS\r\nAAAAAAA3 UID STORE 1 FLAGS (\\Seen)\r\nAAAAAAA4 SELECT b\r\n", "", "", "AAAAAAA5 CLOSE\r\n"}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("wrote %q, want %q", got, want)
	}
}

// A response belongs to commands that were sent when it came, and each COPYUID
// to the oldest MOVE.
func TestOwners(t *testing.T) {
	f := &fixed{pieces: []string{"* PREAUTH [CAPABILITY IMAP4rev1 MOVE UIDPLUS] x\r\n", "AAAAAAA1 OK x\r\n", "* OK [COPYUID 1 3 4] x\r\n", "* OK [COPYUID 1 3 4] x\r\n", "* OK [COPYUID 1 3 4] x\r\n"}}
	c := client.New(f, client.Options{Secure: true, InOrder: true})
	if err := c.Wait(send(t, c, &command.Select{Mailbox: "x"}), nil); err != nil {
		t.Fatal(err)
	}
	event := func() response.Response {
		t.Helper()
		ev, err := c.Next()
		if err != nil || ev.Err != nil {
			t.Fatal(err, ev.Err)
		}
		return ev.Response
	}
	r := event()
	if owners := c.Owners(r); len(owners) != 0 {
		t.Errorf("a response to nothing is %q's", owners)
	}
	first := send(t, c, &command.Move{UID: true, Set: wire.Numbers(3), Mailbox: "y"})
	if owners := c.Owners(r); len(owners) != 0 {
		t.Errorf("a response from before is %q's", owners)
	}
	event()
	send(t, c, &command.Move{UID: true, Set: wire.Numbers(4), Mailbox: "y"})
	r = event()
	if owners := c.Owners(r); fmt.Sprint(owners) != fmt.Sprint([]tag.Tag{first}) {
		t.Errorf("COPYUID is %q's", owners)
	}
	if err := c.Wait("AAAAAAA1", nil); err != tag.ErrUnknown {
		t.Errorf("waiting for what is over: %v", err)
	}
}

// Once IMAP4rev2 is enabled, names are UTF-8 both ways.
func TestUTF8(t *testing.T) {
	c, f := said(t, "* PREAUTH [CAPABILITY IMAP4rev1 IMAP4rev2] x\r\n", "* ENABLED IMAP4rev2\r\nAAAAAAA1 OK x\r\n", "* LIST () \"/\" \"é&AOk-\"\r\nAAAAAAA2 OK x\r\n")
	if err := c.Wait(send(t, c, &command.Enable{Capabilities: []string{"IMAP4rev2"}}), nil); err != nil {
		t.Fatal(err)
	}
	name := ""
	if err := c.Wait(send(t, c, &command.Create{Mailbox: "é"}), func(ev *client.Event) {
		if r, ok := ev.Response.(*response.List); ok {
			name = r.Mailbox
		}
	}); err != nil || name != "é&AOk-" || !strings.HasSuffix(f.wrote.String(), "CREATE \"é\"\r\n") {
		t.Errorf("%v, %q, wrote %q", err, name, f.wrote.String())
	}
}

// A server may not talk for ever without answering.
func TestFlood(t *testing.T) {
	f := &fixed{pieces: []string{"* PREAUTH x\r\n" + strings.Repeat("* OK x\r\n", 20)}}
	c := client.New(f, client.Options{Secure: true, Responses: 10})
	send(t, c, command.NewBare(command.NoopName))
	n := 0
	var last client.Event
	for {
		ev, err := c.Next()
		if err != nil {
			if err != client.ErrFlood {
				t.Error(err)
			}
			break
		}
		n, last = n+1, ev
	}
	if n != 12 || !last.Done || !errors.Is(last.Err, client.ErrFlood) { // greeting, ten, the end of NOOP
		t.Errorf("%d events, the last is %v", n, last)
	}
}

// Each completion allows as many responses again.
func TestNoFlood(t *testing.T) {
	f := &fixed{pieces: []string{"* PREAUTH x\r\n", strings.Repeat("* OK x\r\n", 9) + "AAAAAAA1 OK x\r\n", strings.Repeat("* OK x\r\n", 9) + "AAAAAAA2 OK x\r\n"}}
	c := client.New(f, client.Options{Secure: true, Responses: 10})
	for range 2 {
		if err := c.Wait(send(t, c, command.NewBare(command.NoopName)), nil); err != nil {
			t.Error(err)
		}
	}
}

// BYE is why a command was lost.
func TestBye(t *testing.T) {
	c, _ := said(t, "* PREAUTH x\r\n", "* BYE [UNAVAILABLE] maintenance\r\n")
	noop := send(t, c, command.NewBare(command.NoopName))
	err := c.Wait(noop, nil)
	lost := new(client.LostError)
	if !errors.As(err, &lost) || lost.Bye == nil || lost.Bye.Code != response.Unavailable || !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	if _, err := c.Next(); err != io.EOF {
		t.Error(err)
	}
	// What is answered nevertheless is over, and says so.
	c, _ = said(t, "* PREAUTH x\r\n", "* BYE x\r\n", "AAAAAAA1 OK x\r\n", "* OK x\r\n")
	err = c.Wait(send(t, c, &command.Select{Mailbox: "x"}), nil)
	if wrong := new(client.ProtocolError); !errors.As(err, &wrong) {
		t.Error(err)
	}
	if ev, err := c.Next(); err != nil || ev.Response == nil {
		t.Error(err)
	}
	if _, err := c.Next(); err != io.EOF {
		t.Error(err)
	}
}

// No error and no way to print something shows what a login is made of.
func TestSecrets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching("zq[a-z]{8}").Draw(t, "secret")
		password := secret + rapid.SampledFrom([]string{"", " \"x\\", "\r\nx", strings.Repeat("x", 5000), "é"}).Draw(t, "rest")
		hidden := []string{secret, base64.StdEncoding.EncodeToString([]byte(secret))[:12], base64.StdEncoding.EncodeToString([]byte("\x00u\x00" + secret))[:16]}
		var shown []string
		show := func(x ...any) {
			for _, x := range x {
				for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
					shown = append(shown, fmt.Sprintf(verb, x))
				}
			}
		}
		p := &peer{t: t, speak: hostile}
		c := client.New(p, client.Options{InsecureAuth: rapid.Bool().Draw(t, "insecure"), Window: rapid.Int64Range(1, 100).Draw(t, "window")})
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			var err error
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				cmd := &command.Login{User: rapid.SampledFrom([]string{"u", password}).Draw(t, "user"), Password: password}
				_, err = c.Send(cmd)
				show(cmd, command.String(cmd))
			case 1:
				m := client.Plain{User: "u", Password: password}
				_, err = c.Authenticate(m)
				show(m, &m)
			default:
				var ev client.Event
				ev, err = c.Next()
				show(ev, &ev, ev.Err, ev.Failure(), ev.Command)
			}
			show(err, c)
		}
		for _, s := range shown {
			for _, h := range hidden {
				if strings.Contains(s, h) || strings.Contains(s, fmt.Sprintf("%x", h)) {
					t.Fatalf("%q is shown in %.200q", h, s)
				}
			}
		}
	})
}
