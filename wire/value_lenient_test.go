package wire_test

import (
	"strings"
	"testing"

	"imapkit.example/wire"
)

// A quoted string that goes on behind a line end moves the window: the exact
// bytes of the value are those of the string nevertheless.
func TestLenientValueOverLines(t *testing.T) {
	const in = "first\r\n* C1 (\"a\nb\r\nc\" 11)\r\n"
	d := wire.NewDecoder(strings.NewReader(in), wire.Options{Lenient: wire.LenientControls})
	for range 2 {
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
	}
	d.Special('*')
	d.SP()
	d.Atom()
	d.SP()
	if v := d.ReadValue(); string(v) != "(\"a\nb\r\nc\" 11)" {
		t.Errorf("got %q", v)
	}
	if err := d.End(); err != nil {
		t.Error(err)
	}
}
