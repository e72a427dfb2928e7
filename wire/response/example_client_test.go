package response_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"log"
	"net"

	"imapkit.example/server"
	"imapkit.example/server/memory"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A client sends its commands without waiting for each answer, finds the
// command of each answer by its tag, and streams what may be large.
func Example_client() {
	nc := serve()
	defer nc.Close()
	in := response.NewReader(nc, wire.Options{})
	out := command.NewWriter(nc, wire.Options{})
	if _, err := in.Next(); err != nil { // the greeting
		log.Fatal(err)
	}

	tags := tag.NewGenerator(0x5eed) // from crypto/rand, in earnest
	var running tag.Pipeline[command.Command]
	for _, c := range []command.Command{
		&command.Login{User: "joe", Password: "secret"},
		&command.Select{Mailbox: "INBOX", ReadOnly: true},
		&command.Fetch{Set: wire.RangeOf(1, wire.Star), Items: []command.FetchItem{
			{Name: command.FetchUID},
			{Name: command.FetchEnvelope},
			{Name: command.FetchPeek},
		}},
		command.NewBare(command.LogoutName),
	} {
		t := tags.Next()
		if err := running.Start(t, c); err != nil {
			log.Fatal(err)
		}
		if err := out.Write(t, c); err != nil {
			log.Fatal(err)
		}
		if err := running.Sent(t); err != nil {
			log.Fatal(err)
		}
	}

	for {
		r, err := in.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			log.Fatal(err)
		}
		switch r := r.(type) {
		case *response.Exists:
			fmt.Println(r.Count, "message")
		case *response.FetchStream:
			for item, err := range r.Items() {
				if err != nil {
					log.Fatal(err)
				}
				switch item := item.(type) {
				case *response.UIDItem:
					fmt.Println("UID", item.UID)
				case *response.EnvelopeItem:
					fmt.Println("Subject:", item.Envelope.Subject().String)
				case *response.SectionItem:
					sum := sha256.New()
					if _, err := io.Copy(sum, item.Data); err != nil {
						log.Fatal(err)
					}
					fmt.Printf("%d octets, sha256 %x…\n", item.Size, sum.Sum(nil)[:4])
				case *response.InvalidItem: // the items around it are good
					log.Println(item.Name, item.Err)
				}
			}
		case *response.Status:
			if r.Tag == "" {
				break
			}
			c, err := running.Finish(r.Tag, r.Result())
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(command.String(c), "→", r.Type)
		}
	}
	// Output:
	// LOGIN [redacted] [redacted] → OK
	// 1 message
	// EXAMINE INBOX → OK
	// UID 1
	// Subject: lunch
	// 28 octets, sha256 19d95a95…
	// FETCH 1:* (UID ENVELOPE BODY.PEEK[]) → OK
	// LOGOUT → OK
}

// serve returns a connection to a server with one message in the inbox of joe.
func serve() net.Conn {
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
	nc, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	io.WriteString(nc, "0 LOGIN joe secret\r\n1 APPEND INBOX {28+}\r\nSubject: lunch\r\n\r\nAt noon?\r\n\r\n2 LOGOUT\r\n")
	io.Copy(io.Discard, nc)
	nc.Close()
	if nc, err = net.Dial("tcp", l.Addr().String()); err != nil {
		log.Fatal(err)
	}
	return nc
}
