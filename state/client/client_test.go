package client_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"imapkit.example/state"
	"imapkit.example/state/client"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
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

// A second IDLE may follow as soon as the first is to end, even if its "+" has
// yet to come, and is ended as the first is.
func TestIdleAgain(t *testing.T) {
	idle := command.NewBare(command.IdleName)
	c, f := said(t, "* PREAUTH [CAPABILITY IMAP4rev2] x\r\n", "+ idling\r\n", "AAAAAAA1 OK x\r\n", "+ idling\r\n", "AAAAAAA2 OK x\r\n")
	for range 2 {
		send(t, c, idle)
		if err := c.Done(); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Wait("AAAAAAA2", nil); err != nil || f.wrote.String() != "AAAAAAA1 IDLE\r\nDONE\r\nAAAAAAA2 IDLE\r\nDONE\r\n" {
		t.Errorf("%v, wrote %q", err, f.wrote.String())
	}

	c, _ = said(t, "* PREAUTH [CAPABILITY IMAP4rev2] x\r\n", "+ idling\r\n", "AAAAAAA1 OK x\r\n", "+ idling\r\n")
	send(t, c, idle)
	if err := c.Done(); err != nil {
		t.Fatal(err)
	}
	send(t, c, idle)
	for range 3 {
		if _, err := c.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Done(); err != nil {
		t.Errorf("the second IDLE cannot be ended: %v", err)
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

// A completion that cannot be leaves two sides that no longer agree.
func TestDisagree(t *testing.T) {
	f := &fixed{pieces: []string{"* OK [CAPABILITY IMAP4rev1] x\r\n", "AAAAAAA1 OK x\r\n", "AAAAAAA2 OK x\r\n", "* OK x\r\n"}}
	c := client.New(f, client.Options{Secure: true, InOrder: true})
	login := &command.Login{User: "joe", Password: "secret"}
	first, second := send(t, c, login), send(t, c, login)
	wrong := new(state.Error)
	if err := c.Wait(first, nil); err != nil {
		t.Error(err)
	}
	if err := c.Wait(second, nil); !errors.As(err, &wrong) {
		t.Error(err)
	}
	if _, err := c.Next(); !errors.As(err, &wrong) {
		t.Error(err)
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

// A server may not talk for ever without answering, not even what makes no sense.
func TestFlood(t *testing.T) {
	testFlood(t, "* OK x\r\n")
	testFlood(t, "* 1 EXISTS x\r\n")
}

func testFlood(t *testing.T, line string) {
	f := &fixed{pieces: []string{"* PREAUTH x\r\n" + strings.Repeat(line, 20)}}
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
		t.Errorf("%q: %d events, the last is %v", line, n, last)
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

// What is enabled changes how commands are written: only what was asked for is
// believed to be, and only while it is asked for.
func TestEnabled(t *testing.T) {
	c, _ := said(t, "* PREAUTH [CAPABILITY IMAP4rev1 ENABLE QRESYNC UTF8=ACCEPT] x\r\n", "* ENABLED UTF8=ACCEPT\r\n",
		"* ENABLED x-one condstore UTF8=ACCEPT X-TWO\r\n", "AAAAAAA1 OK x\r\n", "* ENABLED UTF8=ACCEPT\r\n")
	want := func(err error, names ...string) {
		t.Helper()
		ev, e := c.Next()
		m := c.Machine()
		if got := slices.Collect(m.Enabled().Names()); e != nil || !errors.Is(ev.Err, err) || !slices.Equal(got, names) {
			t.Errorf("%v, %v, enabled %q, want %v, %q", e, ev.Err, got, err, names)
		}
	}
	want(client.ErrNotAsked)
	send(t, c, &command.Enable{Capabilities: []string{"QRESYNC", "X-ONE"}})
	want(nil, "x-one", "condstore")
	want(nil, "x-one", "condstore")
	want(client.ErrNotAsked, "x-one", "condstore")
}
