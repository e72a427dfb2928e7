package wire

import (
	"io"
	"strings"
	"testing"
)

// Strings of all lengths up to some rounds of a loop, with each octet at each
// place, are written as a look at one octet after the other has it.
func TestQuotedOctets(t *testing.T) {
	e := NewEncoder(io.Discard, Options{Side: Server})
	for n := 1; n <= 70; n++ {
		plain := strings.Repeat("y", n)
		for at := range n {
			for c := range 256 {
				s := plain[:at] + string([]byte{byte(c)}) + plain[at+1:]
				e.buf = append(e.buf[:0], 'x')
				e.String(s)
				got := string(e.buf)
				ok := strings.HasPrefix(got, `x"`)
				e.buf = append(e.buf[:0], 'x')
				if slow := e.quoted(s, false); slow != ok || slow && got != string(e.buf) {
					t.Fatalf("%q is written as %q, %v, want %q, %v", s, got, ok, e.buf, slow)
				}
			}
		}
	}
}

// So are flags.
func TestFlagOctets(t *testing.T) {
	for n := 0; n <= 40; n++ {
		plain := strings.Repeat("y", n)
		for _, begin := range []string{"", `\`} {
			for at := range max(n, 1) {
				for c := range 256 {
					s := begin + plain
					if n > 0 {
						s = begin + plain[:at] + string([]byte{byte(c)}) + plain[at+1:]
					}
					b, ok := appendFlag([]byte("x"), s)
					if want := Flag(s).Valid(); ok != want || ok && string(b) != "x"+s {
						t.Fatalf("%q is written as %q, %v, want %v", s, b, ok, want)
					}
				}
			}
		}
	}
}
