package response_test

import (
	"fmt"
	"log"
	"strings"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// The attachments of a message are found by its structure, and each is fetched by
// its number.
func ExampleBodyStructure_Parts() {
	r := response.NewReader(strings.NewReader(`* 7 FETCH (UID 12 BODYSTRUCTURE (("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 120 4 NIL NIL NIL NIL)`+
		`("application" "pdf" ("name" "report.pdf") NIL NIL "base64" 52000 NIL ("attachment" ("filename" "report.pdf")) NIL NIL)`+
		` "mixed" ("boundary" "x") NIL NIL NIL))`+"\r\n"), wire.Options{Side: wire.Client})
	x, err := r.Next()
	if err != nil {
		log.Fatal(err)
	}
	fetch, err := x.(*response.FetchStream).ReadAll() // it stays valid
	if err != nil {
		log.Fatal(err)
	}
	for _, item := range fetch.Items {
		s, ok := item.(*response.StructureItem)
		if !ok {
			continue
		}
		for number, part := range s.Body.Parts() {
			if !strings.EqualFold(part.Disposition().String, "attachment") {
				continue
			}
			name, _ := part.DispositionParam("filename")
			fmt.Println(name, part.Type()+"/"+part.Subtype(), part.Size(), "octets")
			fmt.Println(command.String(&command.Fetch{Set: wire.Numbers(fetch.Seq), Items: []command.FetchItem{
				{Name: command.FetchPeek, Section: wire.Section{Part: number}},
			}}))
		}
	}
	// Output:
	// report.pdf application/pdf 52000 octets
	// FETCH 7 BODY.PEEK[2]
}
