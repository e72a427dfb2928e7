package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"net"

	"imapkit.example/server"
	"imapkit.example/server/memory"
)

// A server needs a backend and a listener. This one keeps mail in memory and
// allows passwords without TLS, since nobody else can listen on loopback.
func Example() {
	backend := memory.New(memory.Options{})
	if err := backend.AddUser("joe", "secret"); err != nil {
		log.Fatal(err)
	}
	srv := &server.Server{Backend: backend, InsecureAuth: true}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()

	// A client that sends everything at once and then reads the answers.
	nc, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	defer nc.Close()
	io.WriteString(nc, "a LOGIN joe secret\r\n"+
		"b APPEND INBOX (\\Flagged) {21+}\r\nSubject: hi\r\n\r\nHello.\r\n"+
		"c SELECT INBOX\r\n"+
		"d FETCH 1 (FLAGS BODY.PEEK[TEXT])\r\n"+
		"e LOGOUT\r\n")
	lines := bufio.NewScanner(nc)
	for lines.Scan() {
		if s := lines.Text(); s[0] == 'd' || s[0] == 'e' || s == "* 1 FETCH (FLAGS (\\Flagged) BODY[TEXT] {6}" {
			fmt.Println(s)
		}
	}

	if err := srv.Shutdown(context.Background()); err != nil {
		log.Fatal(err)
	}
	fmt.Println(<-served)
	// Output:
	// * 1 FETCH (FLAGS (\Flagged) BODY[TEXT] {6}
	// d OK FETCH completed
	// e OK LOGOUT completed
	// server: closed
}
