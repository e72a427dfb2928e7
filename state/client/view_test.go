package client_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"imapkit.example/state"
	"imapkit.example/state/client"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

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

// What waits for a mailbox is not done to another one if SELECT fails: after BAD
// the one before is still selected.
func TestNotSelected(t *testing.T) {
	for _, result := range []string{"NO", "BAD"} {
		for _, window := range []int64{0, 1} {
			f := &fixed{pieces: []string{"* PREAUTH [CAPABILITY IMAP4rev1 UIDPLUS] x\r\n", "AAAAAAA1 OK x\r\n", "AAAAAAA2 " + result + " x\r\n",
				"AAAAAAA5 OK x\r\n", "AAAAAAA6 OK x\r\n", "AAAAAAA7 OK x\r\n"}}
			c := client.New(f, client.Options{Secure: true, Window: window})
			if err := c.Wait(send(t, c, &command.Select{Mailbox: "a"}), nil); err != nil {
				t.Fatal(err)
			}
			send(t, c, &command.Select{Mailbox: "b"})
			set := wire.Numbers(5)
			ended := map[tag.Tag]error{
				send(t, c, &command.UIDExpunge{Set: set}):        client.ErrNotSelected,
				send(t, c, command.NewBare(command.CloseName)):   client.ErrNotSelected,
				send(t, c, command.NewBare(command.NoopName)):    nil,
				send(t, c, &command.Select{Mailbox: "c"}):        nil,
				send(t, c, command.NewBare(command.ExpungeName)): nil,
			}
			for {
				ev, err := c.Next()
				if err != nil {
					break
				}
				if want, ok := ended[ev.Tag]; ok && ev.Done && ev.Err == want {
					delete(ended, ev.Tag)
				}
			}
			const want = "AAAAAAA1 SELECT a\r\nAAAAAAA2 SELECT b\r\nAAAAAAA5 NOOP\r\nAAAAAAA6 SELECT c\r\nAAAAAAA7 EXPUNGE\r\n"
			if len(ended) > 0 || f.wrote.String() != want {
				t.Errorf("%s: %v, wrote %q", result, ended, f.wrote.String())
			}
		}
	}
}

// Of a response that cannot be read nobody knows which message is gone.
func TestDriftUnread(t *testing.T) {
	numbers := &command.Store{Set: wire.Numbers(3), Flags: []wire.Flag{wire.Deleted}}
	for line, want := range map[string]error{
		"* 1 EXPUNGE x": client.ErrRenumbered, "* 1 expunge ": client.ErrRenumbered, "* 00000000000000000000000001 EXPUNGE": client.ErrRenumbered,
		"* 7 EXISTS x": client.ErrRenumbered, "* VANISHED": client.ErrRenumbered, "* EXPUNGE 1": client.ErrRenumbered,
		"* 4294967295  EXPUNGE": client.ErrRenumbered, "* 4294967296 EXPUNGE": client.ErrRenumbered,
		"* 1 RECENT x": nil, "* LIST": nil, "*": nil, "* ": nil, "": nil, "+1 EXPUNGE": nil, "* 1 X (": nil,
	} {
		c, f := said(t, "* PREAUTH x\r\n", "* 5 EXISTS\r\nAAAAAAA1 OK x\r\n", line+"\r\n", "AAAAAAA2 OK x\r\n", "AAAAAAA3 OK x\r\n")
		if err := c.Wait(send(t, c, &command.Select{Mailbox: "x"}), nil); err != nil {
			t.Fatal(err)
		}
		send(t, c, command.NewBare(command.NoopName))
		if err := c.Wait(send(t, c, numbers), nil); err != want || strings.Contains(f.wrote.String(), "STORE") != (want == nil) {
			t.Errorf("%q: a command that waits: %v, wrote %q", line, err, f.wrote.String())
		}
		if want != nil {
			if err := c.Wait("AAAAAAA2", nil); err != nil {
				t.Error(err)
			}
			if _, err := c.Send(numbers); err != client.ErrDrift {
				t.Errorf("%q: a command behind: %v", line, err)
			}
		}
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
	const old = "* 2 EXPUNGE\r\n* 4 EXISTS\r\n* 1 FETCH (UID 99)\r\n"
	for _, tt := range []struct {
		name    string
		caps    string
		said    string
		want    int // messages in the View; -1 without one
		mailbox string
	}{
		{"CLOSED", "IMAP4rev2", old + "* OK [CLOSED] x\r\n* 3 EXISTS\r\nT OK x\r\n", 3, "new"},
		{"CLOSED where it is not due", "IMAP4rev1", old + "* OK [CLOSED] x\r\n* 3 EXISTS\r\nT OK x\r\n", 3, "new"},
		{"no CLOSED", "IMAP4rev1", "* 3 EXISTS\r\n* 1 FETCH (UID 99)\r\nT OK x\r\n", 3, "new"},
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
			if uid, ok := v.UID(1); ok {
				t.Errorf("%s: message 1 is taken for UID %d", tt.name, uid)
			}
		}
		if name, _ := c.Machine().Mailbox(); n != tt.want || name != tt.mailbox {
			t.Errorf("%s: %d messages in %q, want %d in %q", tt.name, n, name, tt.want, tt.mailbox)
		}
	}
}

// A SELECT that is no *command.Select is sent like any other command, and there
// is no View.
func TestUnknownSelect(t *testing.T) {
	c, _ := said(t, "* PREAUTH [CAPABILITY IMAP4rev1] x\r\n", "* 5 EXISTS\r\nAAAAAAA1 OK x\r\n", "* 6 EXISTS\r\n* 1 EXPUNGE\r\n* 1 FETCH (UID 3)\r\nAAAAAAA2 OK x\r\n")
	for _, cmd := range []command.Command{&command.Unknown{CommandName: "SELECT", Args: wire.Value("x")}, command.NewBare(command.NoopName)} {
		if err := c.Wait(send(t, c, cmd), func(ev *client.Event) {
			if r, ok := ev.Response.(*response.FetchStream); ok {
				for range c.Items(r) {
				}
			}
			c.Owners(ev.Response)
		}); err != nil || c.View() != nil {
			t.Error(err)
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
