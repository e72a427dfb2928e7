package client_test

import (
	"bytes"
	"fmt"
	"io"
	"log"

	"imapkit.example/fuzz"
	"imapkit.example/state"
	"imapkit.example/state/client"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A script is the server of a conversation that is known in advance.
type script struct {
	steps fuzz.Transcript
	got   []byte // of what the client is about to say
}

func newScript(text string) *script {
	steps, err := fuzz.ParseTranscript(text)
	if err != nil {
		log.Fatal(err)
	}
	return &script{steps: steps}
}

// Read gives what the server says next, one line at a time.
func (s *script) Read(p []byte) (int, error) {
	if len(s.steps) == 0 {
		return 0, io.EOF
	}
	if s.steps[0].From != 'S' || len(s.got) > 0 {
		return 0, fmt.Errorf("the client waits, but line %d is its own; it has said %q", s.steps[0].Line, s.got)
	}
	data := &s.steps[0].Data
	n := copy(p, *data)
	if *data = (*data)[n:]; *data == "" {
		s.steps = s.steps[1:]
	}
	return n, nil
}

// Write holds what the client says against the script.
func (s *script) Write(p []byte) (int, error) {
	s.got = append(s.got, p...)
	for len(s.got) > 0 && len(s.steps) > 0 && s.steps[0].From == 'C' {
		want := []byte(s.steps[0].Data)
		if n := min(len(s.got), len(want)); !bytes.Equal(s.got[:n], want[:n]) {
			return 0, fmt.Errorf("line %d: want %q, got %q", s.steps[0].Line, want, s.got)
		}
		if len(s.got) < len(want) {
			break
		}
		s.got, s.steps = s.got[len(want):], s.steps[1:]
	}
	return len(p), nil
}

// A client that was here before asks what has changed since (RFC 7162, Section
// 3.2.5): the View has what it knew of the mailbox, and then what is so now.
func Example_resynchronisation() {
	known := new(state.View) // from a file, in earnest
	for _, uid := range []uint32{41, 43, 44, 47, 50} {
		if err := known.Append(uid); err != nil {
			log.Fatal(err)
		}
	}
	c := client.New(newScript(`S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE QRESYNC] welcome back
C: AAAAAAA1 ENABLE QRESYNC
S: * ENABLED QRESYNC
S: AAAAAAA1 OK enabled
C: AAAAAAA2 SELECT INBOX (QRESYNC (67890007 90060115194045000 41,43:44,47,50))
S: * FLAGS (\Answered \Flagged \Draft \Deleted \Seen)
S: * 5 EXISTS
S: * OK [UIDVALIDITY 67890007] UIDs valid
S: * OK [UIDNEXT 53] Predicted next UID
S: * OK [HIGHESTMODSEQ 90060115205545359] Highest mailbox mod-sequence
S: * VANISHED (EARLIER) 42:43,47
S: * 2 FETCH (UID 44 FLAGS (\Seen) MODSEQ (90060115194045027))
S: * 4 FETCH (UID 51 FLAGS () MODSEQ (90060115205545000))
S: * 5 FETCH (UID 52 FLAGS () MODSEQ (90060115205545359))
S: AAAAAAA2 OK [READ-WRITE] mailbox selected
`), client.Options{Secure: true})

	run(c, &command.Enable{Capabilities: []string{"QRESYNC"}})
	t, err := c.Resume(&command.Select{Mailbox: "INBOX", QResync: &command.QResync{
		UIDValidity: 67890007, ModSeq: 90060115194045000,
		KnownUIDs: wire.Numbers(41, 43, 44, 47, 50),
	}}, known)
	if err != nil {
		log.Fatal(err)
	}
	if err := c.Wait(t, func(ev *client.Event) {
		switch r := ev.Response.(type) {
		case *response.Vanished:
			fmt.Println("gone:", r.UIDs)
		case *response.FetchStream:
			fmt.Print("new or changed:")
			for item, err := range c.Items(r) {
				if err != nil {
					log.Fatal(err)
				}
				switch item := item.(type) {
				case *response.UIDItem:
					fmt.Print(" UID ", item.UID)
				case *response.FlagsItem:
					fmt.Print(" ", item.Flags)
				}
			}
			fmt.Println()
		}
	}); err != nil {
		log.Fatal(err)
	}
	for seq, uid := range known.All() {
		fmt.Println("message", seq, "has UID", uid)
	}
	// Output:
	// gone: 42:43,47
	// new or changed: UID 44 [\Seen]
	// new or changed: UID 51 []
	// new or changed: UID 52 []
	// message 1 has UID 41
	// message 2 has UID 44
	// message 3 has UID 50
	// message 4 has UID 51
	// message 5 has UID 52
}
