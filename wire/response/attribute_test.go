package response_test

import (
	"strings"
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

func TestListHas(t *testing.T) {
	for _, tt := range []struct{ attributes, has, hasNot string }{
		{`\HASCHILDREN \marked`, `\HasChildren \Marked`, `\HasNoChildren \Noselect \Unmarked`},
		{`\NonExistent`, `\NonExistent \Noselect`, `\HasNoChildren`},
		{`\NoInferiors`, `\Noinferiors \hasnochildren`, `\HasChildren`},
		{`\HasChildren \HasNoChildren \Sent`, `\Sent`, `\HasChildren \HasNoChildren`},
		{`\Noselect`, `\Noselect`, `\NonExistent`},
		{"", "", `\All`},
	} {
		r := response.List{Attributes: strings.Fields(tt.attributes)}
		for a := range strings.FieldsSeq(tt.has) {
			if !r.Has(a) {
				t.Errorf("%s: no %s", tt.attributes, a)
			}
		}
		for a := range strings.FieldsSeq(tt.hasNot) {
			if r.Has(a) {
				t.Errorf("%s: %s", tt.attributes, a)
			}
		}
	}
	r := response.List{Attributes: []string{response.AttributeNoInferiors}}
	if n := testing.AllocsPerRun(10, func() { r.Has(response.AttributeHasNoChildren) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// A limit that is NIL is not 0, and an identifier is no number.
func TestMailboxStatusNumber(t *testing.T) {
	x, err := decode([]byte("* STATUS x (MESSAGES 0 SIZE 9223372036854775807 APPENDLIMIT NIL MAILBOXID (a) X-A 7 X-B (7))\r\n"), wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := x.(*response.MailboxStatus)
	for name, want := range map[string]int64{"MESSAGES": 0, "SIZE": 1<<63 - 1, "X-A": 7} {
		if n, ok := r.Number(name); n != want || !ok {
			t.Errorf("Number(%s) = %d, %v", name, n, ok)
		}
	}
	for _, name := range []string{"UNSEEN", "APPENDLIMIT", "MAILBOXID", "X-B"} {
		if n, ok := r.Number(name); n != 0 || ok {
			t.Errorf("Number(%s) = %d, %v", name, n, ok)
		}
	}
}
