package response

import (
	"strings"
	"testing"

	"imapkit.example/wire"
)

// A FetchStream does not keep the memory that one large value has taken, whether
// or not that was well formed.
func TestTableMemory(t *testing.T) {
	many := strings.Repeat(`("a" "b" NIL NIL NIL "c" 1)`, mostSpans)
	addresses := strings.Repeat(`(NIL NIL "a" "b")`, mostSpans)
	long := "(NIL {100000}\r\n" + strings.Repeat("x", 100_000) + " NIL NIL NIL NIL NIL NIL NIL NIL)"
	for _, item := range []string{
		"BODY (" + many + ` "mixed")`,
		"BODY (" + many + ` mixed)`,
		"ENVELOPE (NIL NIL (" + addresses + ") NIL NIL NIL NIL NIL NIL NIL)",
		"ENVELOPE (NIL NIL (" + addresses + ") NIL NIL NIL NIL NIL NIL x)",
		"ENVELOPE " + long,
		"ENVELOPE (NIL {3}\r\nabc NIL NIL NIL NIL NIL NIL NIL NIL)",
		`BODYSTRUCTURE ("message" "rfc822" NIL NIL NIL "7bit" 1 ` + long + ` ("text" "plain" NIL NIL NIL "7bit" 1 1) 1)`,
	} {
		r := NewReader(strings.NewReader("* 1 FETCH ("+item+")\r\n* 1 FETCH ("+item+")\r\n"), wire.Options{})
		for range 2 {
			x, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			for range x.(*FetchStream).Items() {
				if r.fetch.table == nil || cap(r.fetch.table.spans) < envAddresses {
					t.Fatalf("%.30q is not read into the table", item)
				}
			}
			if x := r.fetch.table; cap(x.spans) > mostSpans || x.text != "" {
				t.Errorf("%.30q: the table is kept", item)
			}
		}
	}
}

// However many items there were, none is taken for another.
func TestTableBase(t *testing.T) {
	const in = "* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL))\r\n"
	r := NewReader(strings.NewReader(strings.Repeat(in, 4)), wire.Options{})
	read := func() Envelope {
		x, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		item, err := x.(*FetchStream).Next()
		if err != nil {
			t.Fatal(err)
		}
		return item.(*EnvelopeItem).Envelope
	}
	old := read()
	r.fetch.table.base -= 2 * envAddresses // as if items of 4 Gi spans came behind it
	read()
	read()
	defer func() {
		if recover() != stale {
			t.Error("the first envelope shows the third")
		}
	}()
	old.Date()
}
