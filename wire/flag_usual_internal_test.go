package wire

import (
	"strings"
	"testing"
)

var listOfUsual = []Flag{
	Seen, Answered, Flagged, Deleted, Draft, Recent,
	"$Forwarded", "$MDNSent", "$Junk", "$NotJunk", "$Phishing", "Junk", "NonJunk", "NotJunk",
	`\HasNoChildren`, `\HasChildren`, `\Subscribed`, `\Noselect`,
}

// A usual flag is found where it ends at a space or a parenthesis and enough octets
// are behind it; nothing else is taken for one.
func TestUsualFlagAt(t *testing.T) {
	n := 0
	for _, x := range usualFlags {
		if x.flag != "" {
			n++
		}
	}
	if n != len(listOfUsual) {
		t.Errorf("%d flags have a place, want %d", n, len(listOfUsual))
	}
	behind := strings.Repeat("x", 20)
	for _, f := range listOfUsual {
		for c := range 256 {
			in := "(" + string(f) + string([]byte{byte(c)}) + behind
			want, length := f, len(f)
			if c != ' ' && c != ')' {
				want, length = "", 0
			}
			if got, n := usualFlagAt([]byte(in), 1); got != want || n != length {
				t.Errorf("%q is read as %q, %d octets", in, got, n)
			}
		}
		for i := range f {
			for bit := range 8 {
				b := []byte(string(f) + " " + behind)
				b[i] ^= 1 << bit
				if got, n := usualFlagAt(b, 0); n != 0 {
					t.Errorf("%q is read as %q", b, got)
				}
			}
			if got, n := usualFlagAt([]byte(string(f[:i])+" "+behind), 0); n != 0 {
				t.Errorf("the first %d octets of %q are read as %q", i, f, got)
			}
		}
		// The window ends here.
		for n := range 17 {
			if got, n := usualFlagAt([]byte("xx"+(string(f) + " " + behind)[:n]), 2); n != 0 {
				t.Errorf("%d octets of %q are read as %q", n, f, got)
			}
		}
	}
	if got, n := usualFlagAt(make([]byte, 40), 0); n != 0 {
		t.Errorf("nothing is read as %q", got)
	}
}
