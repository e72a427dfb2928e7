package wire_test

import (
	"testing"

	"imapkit.example/wire"
)

// What is read as a repetition is one, octet for octet, with no literal in it.
func TestTryRepeat(t *testing.T) {
	for _, test := range []struct {
		in      string
		lenient wire.Lenience
		want    bool
	}{
		{`("a" NIL b) ("a" NIL b)`, 0, true},
		{`("a") ("a")`, 0, true},
		{`("a") ("A")`, 0, false},
		{`("a") ("a" "b")`, 0, false},
		{`("a" "b") ("a")`, 0, false},
		{"({1}\r\na) ({1}\r\na)", 0, false}, // whose octets are counted
		{`("a") ("a")`, wire.LenientQuotes, false},
	} {
		t.Run(test.in, func(t *testing.T) {
			for _, before := range []string{"", "x\r\n"} {
				d := newDecoder(before+test.in+"\r\n", wire.Options{Side: wire.Client, Lenient: test.lenient})
				if next(t, d); before != "" {
					next(t, d)
				}
				if d.TryRepeat(0, 0) || d.TryRepeat(d.InputOffset(), d.InputOffset()+1) || d.TryRepeat(0, 1) {
					t.Error("what was not read is repeated")
				}
				from := d.InputOffset()
				value := d.ReadValue()
				to := d.InputOffset()
				if !d.TrySP() {
					t.Fatal("there is no second value")
				}
				if got := d.TryRepeat(from, to); got != test.want {
					t.Errorf("repeated is %t", got)
				} else if got {
					if end := d.InputOffset(); end != to+1+int64(len(value)) {
						t.Errorf("ends at %d", end)
					}
				} else if again := d.ReadValue(); len(again) == 0 {
					t.Error(d.Err())
				}
				if err := d.End(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
