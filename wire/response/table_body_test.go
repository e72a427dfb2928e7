package response_test

import (
	"strings"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// structure makes a StructureItem from parts that are written one in another:
// a nil ends the part begun last.
func structure(extended bool, parts ...*response.PartFields) *response.Fetch {
	var b response.BodyBuilder
	for _, p := range parts {
		if p == nil {
			b.End()
		} else {
			b.Begin(*p)
		}
	}
	return fetch(&response.StructureItem{Extended: extended, Body: b.Body()})
}

func params(list ...string) (p []wire.Param) {
	for i := 0; i < len(list); i += 2 {
		p = append(p, wire.Param{Name: list[i], Value: some(list[i+1])})
	}
	return p
}

var plain = &response.PartFields{Type: "TEXT", Subtype: "PLAIN", Params: params("CHARSET", "US-ASCII"), Encoding: "7BIT", Size: 2279, Lines: 48}

const (
	plainText = `("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 2279 48)`
	noText    = `(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)`
)

var bodyTests = []test{
	ok("* 1 FETCH (BODY "+plainText+")", structure(false, plain, nil), ""),
	ok("* 1 FETCH (bodystructure "+plainText+")", structure(true, plain, nil), "* 1 FETCH (BODYSTRUCTURE "+plainText+")"),
	ok(`* 1 FETCH (BODY ("image" "png" NIL "<id>" {1}`+"\r\n"+`d "base64" 0))`, structure(false,
		&response.PartFields{Type: "image", Subtype: "png", ID: some("<id>"), Description: some("d"), Encoding: "base64"}, nil), `* 1 FETCH (BODY ("image" "png" NIL "<id>" "d" "base64" 0))`),
	ok("* 1 FETCH (BODY ("+plainText+plainText+` "MIXED"))`, structure(false, &response.PartFields{Subtype: "MIXED"}, plain, nil, plain, nil, nil), ""),
	ok("* 1 FETCH (BODYSTRUCTURE ((("+plainText+` "A") "B") "C" NIL))`, structure(true, &response.PartFields{Subtype: "C", Extended: 1},
		&response.PartFields{Subtype: "B"}, &response.PartFields{Subtype: "A"}, plain, nil, nil, nil, nil), ""),
	ok(`* 1 FETCH (BODY ("message" "RFC822" NIL NIL NIL "7BIT" 342 `+noText+" "+plainText+" 7))", structure(false,
		&response.PartFields{Type: "message", Subtype: "RFC822", Encoding: "7BIT", Size: 342, Lines: 7, Envelope: &response.EnvelopeFields{}}, plain, nil, nil), ""),
	ok(`* 1 FETCH (BODY ("MESSAGE" "Global" NIL NIL NIL "8BIT" 1))`, structure(false, &response.PartFields{Type: "MESSAGE", Subtype: "Global", Encoding: "8BIT", Size: 1}, nil), ""),
	ok(`* 1 FETCH (BODYSTRUCTURE ("MESSAGE" "GLOBAL" NIL NIL NIL "8BIT" 1 "md5"))`, structure(true,
		&response.PartFields{Type: "MESSAGE", Subtype: "GLOBAL", Encoding: "8BIT", Size: 1, Extended: 1, MD5: some("md5")}, nil), ""),
	ok(`* 1 FETCH (BODY ("MESSAGE" "global" NIL NIL NIL "8BIT" 1 ("D" NIL ((NIL NIL "a" "b")) NIL NIL NIL NIL NIL NIL NIL) (`+plainText+` "X") 5000000000))`, structure(false,
		&response.PartFields{Type: "MESSAGE", Subtype: "global", Encoding: "8BIT", Size: 1, Lines: 5000000000, Envelope: &response.EnvelopeFields{
			Date: some("D"), From: []response.AddressFields{{Mailbox: some("a"), Host: some("b")}}}}, &response.PartFields{Subtype: "X"}, plain, nil, nil, nil), ""),
	ok(`* 1 FETCH (BODY ("MESSAGE" "delivery-status" NIL NIL NIL "7BIT" 1))`, structure(false,
		&response.PartFields{Type: "MESSAGE", Subtype: "delivery-status", Encoding: "7BIT", Size: 1}, nil), ""),
	// The extension fields, one more each time.
	ok(`* 1 FETCH (BODYSTRUCTURE ("A" "B" NIL NIL NIL "C" 1 "md5"))`, structure(true,
		&response.PartFields{Type: "A", Subtype: "B", Encoding: "C", Size: 1, Extended: 1, MD5: some("md5")}, nil), ""),
	ok(`* 1 FETCH (BODYSTRUCTURE ("A" "B" NIL NIL NIL "C" 1 NIL ("attachment" ("filename" "x" "size" "2"))))`, structure(true,
		&response.PartFields{Type: "A", Subtype: "B", Encoding: "C", Size: 1, Extended: 2, Disposition: some("attachment"), DispositionParams: params("filename", "x", "size", "2")}, nil), ""),
	ok(`* 1 FETCH (BODYSTRUCTURE ("A" "B" NIL NIL NIL "C" 1 NIL ("inline" NIL) "en"))`, structure(true,
		&response.PartFields{Type: "A", Subtype: "B", Encoding: "C", Size: 1, Extended: 3, Disposition: some("inline"), Languages: []string{"en"}}, nil), ""),
	ok(`* 1 FETCH (BODYSTRUCTURE ("A" "B" NIL NIL NIL "C" 1 NIL NIL ("en") NIL))`, structure(true,
		&response.PartFields{Type: "A", Subtype: "B", Encoding: "C", Size: 1, Extended: 4, Languages: []string{"en"}}, nil), `* 1 FETCH (BODYSTRUCTURE ("A" "B" NIL NIL NIL "C" 1 NIL NIL "en" NIL))`),
	ok(`* 1 FETCH (BODYSTRUCTURE ("A" "B" NIL NIL NIL "C" 1 NIL NIL ("en" "fr") "loc" 5 (NIL "x" (7)) {1}`+"\r\ny))", structure(true,
		&response.PartFields{Type: "A", Subtype: "B", Encoding: "C", Size: 1, Extended: 4, Languages: []string{"en", "fr"}, Location: some("loc"),
			Extensions: wire.Value("5 (NIL \"x\" (7)) {1}\r\ny")}, nil), ""),
	ok("* 1 FETCH (BODYSTRUCTURE ("+plainText+` "ALTERNATIVE" ("BOUNDARY" "b") NIL NIL "l" NIL) UID 3)`, &response.Fetch{Seq: 1, Items: append(structure(true,
		&response.PartFields{Subtype: "ALTERNATIVE", Params: params("BOUNDARY", "b"), Extended: 4, Location: some("l"), Extensions: wire.Value("NIL")}, plain, nil, nil).Items, &response.UIDItem{UID: 3})}, ""),
	ok("* 1 FETCH (BODY "+strings.Repeat("(", 98)+plainText+strings.Repeat(` "X")`, 98)+")", nil, ""),

	bad("* 1 FETCH (BODY ‸NIL)", "'('"),
	bad("* 1 FETCH (BODY (‸))", "string"),
	bad(`* 1 FETCH (BODY (‸TEXT "PLAIN"))`, "string"),
	bad(`* 1 FETCH (BODY ("TEXT"‸))`, "SP"),
	bad(`* 1 FETCH (BODY ("TEXT" "PLAIN" ‸x NIL NIL "7BIT" 1 1))`, "'('"),
	bad(`* 1 FETCH (BODY ("TEXT" "PLAIN" (‸) NIL NIL "7BIT" 1 1))`, "string"),
	bad(`* 1 FETCH (BODY ("TEXT" "PLAIN" ("a" ‸NIL) NIL NIL "7BIT" 1 1))`, "string"),
	bad(`* 1 FETCH (BODY ("TEXT" "PLAIN" NIL NIL NIL ‸NIL 1 1))`, "string"),
	bad(`* 1 FETCH (BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" ‸-1 1))`, "number"),
	bad(`* 1 FETCH (BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1‸))`, "SP"),
	bad(`* 1 FETCH (BODY ("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 1‸))`, "SP"),
	bad(`* 1 FETCH (BODY ("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 1 `+noText+" "+plainText+"‸))", "SP"),
	bad("* 1 FETCH (BODY ("+plainText+"‸))", "SP"),
	bad("* 1 FETCH (BODYSTRUCTURE ("+plainText+` "X" ‸x))`, "'('"),
	bad("* 1 FETCH (BODYSTRUCTURE ("+plainText+` "X" NIL (‸NIL NIL)))`, "string"),
	bad("* 1 FETCH (BODYSTRUCTURE ("+plainText+` "X" NIL NIL (‸)))`, "string"),
	bad("* 1 FETCH (BODYSTRUCTURE ("+plainText+` "X" NIL NIL NIL ‸x))`, "nstring"),
	bad("* 1 FETCH (BODYSTRUCTURE ("+plainText+` "X" NIL NIL NIL NIL ‸))`, "value"),
	bad("* 1 FETCH (BODY "+strings.Repeat("(", 100)+"‸"+plainText+strings.Repeat(` "X")`, 100)+")", "body"),
}
