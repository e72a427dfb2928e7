package wire

import (
	"bytes"
	"testing"

	"imapkit.example/wire/internal/abnf"
)

// Every octet at every place of names of all lengths up to three times eight.
func TestIsPlainName(t *testing.T) {
	for n := range 25 {
		for at := range n {
			for c := range 256 {
				b := bytes.Repeat([]byte("a"), n)
				b[at] = byte(c)
				if want := c >= 0x20 && c <= 0x7e && c != '&'; isPlainName(b) != want {
					t.Errorf("%q: plain %v", b, !want)
				}
			}
		}
	}
	if !isPlainName("") {
		t.Error("no name is not plain")
	}
}

// isAString is what a look at each octet says.
func TestIsAString(t *testing.T) {
	for n := range 20 {
		for at := range n {
			for c := range 256 {
				b := bytes.Repeat([]byte("a"), n)
				b[at] = byte(c)
				if want := abnf.Is(b, abnf.AString); isAString(string(b)) != want {
					t.Errorf("%q: astring %v", b, !want)
				}
			}
		}
	}
	if isAString("") {
		t.Error("nothing is an astring")
	}
}
