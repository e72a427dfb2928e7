package response_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

const (
	onePart  = `("text" "plain" NIL NIL NIL "7bit" 1 1)`
	embedded = `("message" "rfc822" NIL NIL NIL "7bit" 9 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) `
)

// The numbers are those of the example in RFC 9051, Section 6.4.5, and of messages
// that are one part.
func TestParts(t *testing.T) {
	for body, want := range map[string]string{
		onePart:                          "1 text/plain",
		`(` + onePart + ` "mixed")`:      "1 text/plain",
		embedded + onePart + ` 1)`:       "1 message/rfc822, 1.1 text/plain",
		`(` + onePart + onePart + ` "")`: "1 text/plain, 2 text/plain",
		embedded + `(` + onePart + onePart + ` "mixed") 1)`: "1 message/rfc822, 1.1 text/plain, 1.2 text/plain",
		`(` + onePart + `("application" "octet-stream" NIL NIL NIL "base64" 1)` +
			embedded + `(` + onePart + `("application" "octet-stream" NIL NIL NIL "base64" 1) "mixed") 1)` +
			`(("image" "gif" NIL NIL NIL "base64" 1)` + embedded + `(` + onePart + `(` + onePart + `("text" "richtext" NIL NIL NIL "7bit" 1 1) "alternative") "mixed") 1) "mixed") "mixed")`: "1 text/plain, 2 application/octet-stream, 3 message/rfc822, 3.1 text/plain, 3.2 application/octet-stream, " +
			"4 multipart/mixed, 4.1 image/gif, 4.2 message/rfc822, 4.2.1 text/plain, 4.2.2 multipart/alternative, 4.2.2.1 text/plain, 4.2.2.2 text/richtext",
	} {
		r := response.NewReader(strings.NewReader("* 1 FETCH (BODY "+body+")\r\n"), wire.Options{Side: wire.Client})
		b := nextItem(t, fetched(t, r)).(*response.StructureItem).Body
		var list []string
		for number, p := range b.Parts() {
			list = append(list, describePart(number, p))
		}
		if got := strings.Join(list, ", "); got != want {
			t.Errorf("%s:\n%s, want\n%s", body, got, want)
		}
		for i := range list {
			n := 0
			for number, p := range b.Parts() {
				if n++; n > i {
					if describePart(number, p) != list[i] {
						t.Errorf("%s: part %d is %s", body, i, describePart(number, p))
					}
					break
				}
			}
		}
	}
	for number := range (response.BodyStructure{}).Parts() {
		t.Errorf("nothing has the part %v", number)
	}
}

func describePart(number []uint32, p response.Part) string {
	s := strings.ReplaceAll(strings.Trim(fmt.Sprint(number), "[]"), " ", ".")
	if p.Multipart() {
		return s + " multipart/" + p.Subtype()
	}
	return s + " " + p.Type() + "/" + p.Subtype()
}

// A loop may call for the parts of a part, and keep a number.
func TestPartsNested(t *testing.T) {
	r := response.NewReader(strings.NewReader("* 1 FETCH (BODY ("+onePart+onePart+onePart+` "mixed"))`+"\r\n"), wire.Options{Side: wire.Client})
	b := nextItem(t, fetched(t, r)).(*response.StructureItem).Body
	var kept [][]uint32
	for outer := range b.Parts() {
		for inner := range b.Parts() {
			if slices.Equal(inner, outer) {
				kept = append(kept, slices.Clone(inner))
			}
		}
	}
	if fmt.Sprint(kept) != "[[1] [2] [3]]" {
		t.Error(kept)
	}
}

// The parameters of a part and of its disposition are found in any case.
func TestParam(t *testing.T) {
	r := response.NewReader(strings.NewReader("* 1 FETCH (BODYSTRUCTURE "+
		`("text" "plain" ("NAME" "a" "name" "b") NIL NIL "7bit" 1 1 NIL ("attachment" ("FileName" "c" "size" "d"))))`+"\r\n"), wire.Options{Side: wire.Client})
	p := nextItem(t, fetched(t, r)).(*response.StructureItem).Body.Root()
	for name, f := range map[string]func(string) (string, bool){"a": p.Param, "c": p.DispositionParam} {
		if v, ok := f(map[string]string{"a": "name", "c": "FILENAME"}[name]); v != name || !ok {
			t.Errorf("%q %v, want %q", v, ok, name)
		}
		if v, ok := f("none"); v != "" || ok {
			t.Errorf("%q %v", v, ok)
		}
	}
}
