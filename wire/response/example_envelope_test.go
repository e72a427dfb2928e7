package response_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// An envelope is read, kept, looked at, and one is made and written.
func ExampleEnvelope() {
	r := response.NewReader(strings.NewReader(
		"* 12 FETCH (ENVELOPE (\"Wed, 17 Jul 1996 02:23:25 -0700\" \"Meeting\" "+
			"((\"Terry Gray\" NIL \"gray\" \"example.com\")) NIL NIL "+
			"((NIL NIL \"imap\" \"example.org\")(\"John\" NIL \"john\" \"example.net\")) NIL NIL NIL NIL))\r\n"),
		wire.Options{Side: wire.Client})
	x, err := r.Next()
	if err != nil {
		log.Fatal(err)
	}
	var kept response.Envelope
	for item, err := range x.(*response.FetchStream).Items() {
		if err != nil {
			log.Fatal(err)
		}
		if item, ok := item.(*response.EnvelopeItem); ok {
			kept = item.Envelope.Clone() // valid when the next item is read
		}
	}
	fmt.Println(kept.Subject().String, "from", kept.From().At(0).Name().String)
	for to := range kept.To().All() {
		fmt.Println("to", to.Mailbox().String+"@"+to.Host().String)
	}

	w := response.NewWriter(os.Stdout, wire.Options{Side: wire.Server})
	err = w.Write(&response.Fetch{Seq: 1, Items: []response.Item{&response.EnvelopeItem{
		Envelope: response.NewEnvelope(response.EnvelopeFields{
			Subject: wire.Some("Meeting"),
			From:    []response.AddressFields{{Mailbox: wire.Some("gray"), Host: wire.Some("example.com")}},
		}),
	}}})
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// Meeting from Terry Gray
	// to imap@example.org
	// to john@example.net
	// * 1 FETCH (ENVELOPE (NIL "Meeting" ((NIL NIL "gray" "example.com")) NIL NIL NIL NIL NIL NIL NIL))
}
