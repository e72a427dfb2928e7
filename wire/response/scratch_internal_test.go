package response

import (
	"strings"
	"testing"

	"imapkit.example/wire"
)

// A scratch does not keep the memory that one large value has taken, whether or
// not that was well formed.
func TestScratchTrim(t *testing.T) {
	many := strings.Repeat(`("a" "b" NIL NIL NIL "c" 1)`, mostSpans)
	addresses := strings.Repeat(`(NIL NIL "a" "b")`, mostSpans)
	for in, ok := range map[string]bool{
		"(" + many + ` "mixed")`: true,
		"(" + many + ` mixed)`:   false,
		"(NIL NIL (" + addresses + ") NIL NIL NIL NIL NIL NIL NIL)": true,
		"(NIL NIL (" + addresses + ") NIL NIL NIL NIL NIL NIL x)":   false,
	} {
		var s scratch
		d := wire.NewDecoder(strings.NewReader(in+"\r\n"), wire.Options{})
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
		var b BodyStructure
		var v Envelope
		if strings.HasPrefix(in, "((") {
			s.body(d, &b)
		} else {
			s.envelope(d, &v)
		}
		if (d.Err() == nil) != ok || b.IsZero() != (v.spans != nil || !ok) {
			t.Errorf("%.30q: %v", in, d.Err())
		}
		if n := cap(s.spans); n > mostSpans {
			t.Errorf("%.30q: room for %d spans is kept", in, n)
		}
	}
}
