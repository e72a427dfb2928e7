package response_test

import (
	"strings"
	"testing"

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
