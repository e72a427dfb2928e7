package wire_test

import (
	"fmt"
	"strings"
	"testing"

	"imapkit.example/wire"
)

// Strings that share memory stay what they were, however many are read behind
// them, and cost a fraction of an allocation each.
func TestSharedAString(t *testing.T) {
	var in strings.Builder
	var want []string
	for i := range 2000 {
		s := fmt.Sprintf("%d (%s", i, strings.Repeat("x", i*7%90))
		if i%11 == 0 {
			s += `"\`
		}
		want = append(want, s)
		if i%5 == 0 {
			fmt.Fprintf(&in, "{%d+}\r\n%s\r\n", len(s), s)
		} else {
			fmt.Fprintf(&in, "\"%s\"\r\n", strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s))
		}
	}
	d := newDecoder(in.String(), onServer)
	var got []string
	for range want {
		next(t, d)
		got = append(got, d.SharedAString())
		if err := d.End(); err != nil {
			t.Fatal(err)
		}
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %q became %q", i, want[i], got[i])
		}
	}
	r := wire.NewDecoder(&repeat{message: `"what is looked for"` + "\r\n"}, onServer)
	if n := testing.AllocsPerRun(500, func() {
		for range 20 {
			next(t, r)
			r.SharedAString()
			if r.End() != nil {
				t.Fatal(r.Err())
			}
		}
	}); n > 1 {
		t.Errorf("%v allocations for 20 strings", n)
	}
}
