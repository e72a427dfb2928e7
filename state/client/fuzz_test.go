package client_test

import (
	"io"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/state/client"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// FuzzClient has a server say anything, in pieces: every command is completed
// once, and the connection ends.
func FuzzClient(f *testing.F) {
	for _, s := range []string{
		"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN IDLE] x\r\nAAAAAAA1 OK x\r\n+ \r\nAAAAAAA2 OK x\r\n",
		"* PREAUTH [CAPABILITY IMAP4rev1 IDLE LITERAL-] x\r\n* 3 EXISTS\r\nAAAAAAA3 OK x\r\n* 1 EXPUNGE\r\n* 1 FETCH (UID 3 BODY[] {3}\r\nabc)\r\n+ x\r\nAAAAAAA4 NO x\r\n",
		"* PREAUTH [CAPABILITY IMAP4rev2 QRESYNC] x\r\n* OK [CLOSED] x\r\n* VANISHED 1:3\r\n* OK [UIDVALIDITY 3] x\r\n* BYE x\r\n",
		"* OK x\r\nAAAAAAA1 OK x\r\n+ \r\n+ \r\n* garbage {3}\r\n",
	} {
		f.Add([]byte(s), uint64(1))
	}
	f.Fuzz(func(t *testing.T, said []byte, seed uint64) {
		in := struct {
			io.Reader
			io.Writer
		}{fuzz.Random(said, seed), io.Discard}
		c := client.New(in, client.Options{InsecureAuth: true, InOrder: seed%3 == 0})
		open := map[tag.Tag]bool{}
		took := func(tg tag.Tag, err error) {
			if err == nil {
				open[tg] = true
			}
		}
		some := func() {
			took(c.Authenticate(client.Plain{User: "joe", Password: "secret"}))
			took(c.Send(&command.Select{Mailbox: "x"}))
			took(c.Send(appended(strings.Repeat("x", 5000))))
			took(c.Send(&command.Fetch{Set: wire.RangeOf(1, wire.Star), Items: []command.FetchItem{{Name: command.FetchFlags}}}))
			took(c.Send(command.NewBare(command.IdleName)))
			took(c.Send(command.NewBare(command.CloseName)))
		}
		some()
		for n := 0; ; n++ {
			ev, err := c.Next()
			if err != nil {
				break
			}
			if n > 2*len(said)+1000 {
				t.Fatal("no end")
			}
			if ev.Done {
				if !open[ev.Tag] {
					t.Fatalf("%q is completed, but was not in flight", ev.Tag)
				}
				delete(open, ev.Tag)
			}
			if r, ok := ev.Response.(*response.FetchStream); ok {
				for range c.Items(r) {
				}
			}
			_ = c.Owners(ev.Response)
			_ = ev.Failure()
			if n%7 == 3 {
				_ = c.Done()
			}
			if n == 10 {
				some()
			}
		}
		if len(open) > 0 {
			t.Fatalf("%d commands have no end", len(open))
		}
	})
}
