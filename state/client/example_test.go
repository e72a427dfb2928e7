package client_test

import (
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"sync"

	"imapkit.example/server"
	"imapkit.example/server/memory"
	"imapkit.example/state/client"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// dial returns a connection to a server with a user joe, who has no mail.
func dial() func() net.Conn {
	backend := memory.New(memory.Options{})
	if err := backend.AddUser("joe", "secret"); err != nil {
		log.Fatal(err)
	}
	srv := &server.Server{Backend: backend, InsecureAuth: true}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go srv.Serve(l)
	return func() net.Conn {
		nc, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			log.Fatal(err)
		}
		return nc
	}
}

// login returns a Client that has logged in.
func login(nc net.Conn) *client.Client {
	c := client.New(nc, client.Options{Seed: 0x5eed, InsecureAuth: true}) // a seed from crypto/rand, in earnest
	run(c, &command.Login{User: "joe", Password: "secret"})
	return c
}

// run sends a command and waits for its end.
func run(c *client.Client, cmd command.Command) {
	t, err := c.Send(cmd)
	if err == nil {
		err = c.Wait(t, nil)
	}
	if err != nil {
		log.Fatalf("%s: %v", command.String(cmd), err)
	}
}

// appended is an APPEND of a message to the inbox.
func appended(text string) *command.Append {
	return &command.Append{Mailbox: "INBOX", Messages: []*command.AppendMessage{
		{Size: int64(len(text)), Data: strings.NewReader(text)},
	}}
}

// A mailbox is fetched with several commands in flight: the answers of each are
// told apart, and a message goes to where it belongs while it arrives.
func Example_pipelinedFetch() {
	nc := dial()()
	defer nc.Close()
	c := login(nc)
	for _, s := range []string{"Subject: one\r\n\r\nFirst.\r\n", "Subject: two\r\n\r\nSecond.\r\n", "Subject: three\r\n\r\nThird.\r\n"} {
		run(c, appended(s))
	}
	run(c, &command.Select{Mailbox: "INBOX", ReadOnly: true})

	// One command for each message, all of them sent before the first answer
	// is read.
	uids := map[tag.Tag]uint32{}
	for seq := range uint32(c.View().Len()) {
		t, err := c.Send(&command.Fetch{UID: true, Set: wire.Numbers(seq + 1), Items: []command.FetchItem{
			{Name: command.FetchEnvelope}, {Name: command.FetchPeek, Section: wire.Section{Text: "TEXT"}},
		}})
		if err != nil {
			log.Fatal(err)
		}
		uids[t] = seq + 1
	}
	for len(uids) > 0 {
		ev, err := c.Next()
		if err != nil {
			log.Fatal(err)
		}
		if ev.Done {
			fmt.Println("UID", uids[ev.Tag], "is complete:", ev.Failure())
			delete(uids, ev.Tag)
		}
		r, ok := ev.Response.(*response.FetchStream)
		if !ok {
			continue
		}
		for item, err := range c.Items(r) {
			if err != nil {
				log.Fatal(err)
			}
			switch item := item.(type) {
			case *response.EnvelopeItem:
				fmt.Printf("message %d: %s\n", r.Seq, item.Envelope.Subject().String)
			case *response.SectionItem:
				text, err := io.ReadAll(item.Data) // or a copy to a file
				if err != nil {
					log.Fatal(err)
				}
				fmt.Printf("message %d: %q\n", r.Seq, text)
			case *response.InvalidItem: // the items around it are good
				log.Println(item.Name, item.Err)
			}
		}
	}
	uid, ok := c.View().UID(2)
	fmt.Println("message 2 has UID", uid, ok)
	// Output:
	// message 1: one
	// message 1: "First.\r\n"
	// UID 1 is complete: <nil>
	// message 2: two
	// message 2: "Second.\r\n"
	// UID 2 is complete: <nil>
	// message 3: three
	// message 3: "Third.\r\n"
	// UID 3 is complete: <nil>
	// message 2 has UID 2 true
}

// IDLE tells what happens in the mailbox until another goroutine, or this one,
// calls Done. What is sent meanwhile waits for that.
func Example_idle() {
	dial := dial()
	nc, other := dial(), dial()
	defer nc.Close()
	defer other.Close()
	c := login(nc)
	run(c, &command.Select{Mailbox: "INBOX"})
	var somebody sync.WaitGroup
	defer somebody.Wait()

	idle, err := c.Send(command.NewBare(command.IdleName))
	if err != nil {
		log.Fatal(err)
	}
	search, err := c.Send(&command.Search{UID: true, Keys: []command.SearchKey{{Name: "ALL"}}})
	if err != nil {
		log.Fatal(err)
	}
	for {
		ev, err := c.Next()
		if err != nil {
			log.Fatal(err)
		}
		switch r := ev.Response.(type) {
		case *response.Continue:
			fmt.Println("idling:", ev.Tag == idle)
			somebody.Go(func() { run(login(other), appended("Subject: news\r\n\r\n")) })
		case *response.Exists:
			fmt.Println(r.Count, "message")
			if err := c.Done(); err != nil {
				log.Fatal(err)
			}
		case *response.Search:
			fmt.Println("found UID", r.Numbers, "asked for:", c.Owners(r)[0] == search)
		}
		if ev.Done {
			fmt.Println(command.String(ev.Command), "is complete:", ev.Failure())
			if ev.Tag == search {
				return
			}
		}
	}
	// Output:
	// idling: true
	// 1 message
	// IDLE is complete: <nil>
	// found UID [1] asked for: true
	// UID SEARCH ALL is complete: <nil>
}
