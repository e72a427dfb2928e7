package wire_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// A name with control characters is kept as its octets and written as those,
// but no such name is made.
func TestMailboxControls(t *testing.T) {
	for _, tt := range []struct {
		octets string
		utf8   bool
	}{
		{"&AA0ACg-", false}, {"a&AAA-", false}, {"&AH8-", false}, {"&AIU-", false}, {"a\r\nb", false}, {"a\tb", false},
		{"a\r\nb", true}, {"\x7f", true}, {"x\u0085y", true},
	} {
		d := newDecoder(fmt.Sprintf("{%d}\r\n%s\r\n", len(tt.octets), tt.octets), wire.Options{UTF8: tt.utf8})
		next(t, d)
		name := d.Mailbox()
		if err := d.End(); err != nil {
			t.Fatal(err)
		}
		if octets, invalid := wire.InvalidMailbox(name); !invalid || octets != tt.octets {
			t.Errorf("%q is the name %q", tt.octets, name)
		}
		var b strings.Builder
		e := wire.NewEncoder(&b, wire.Options{UTF8: tt.utf8, Literals: literal.Plus})
		e.Mailbox(name)
		_, _ = e.End(), e.Flush()
		if !strings.Contains(b.String(), tt.octets) {
			t.Errorf("%q is written as %q", name, b.String())
		}
		e.Reset(io.Discard, wire.Options{UTF8: tt.utf8, Literals: literal.Plus})
		e.Mailbox("a\r\nb")
		if err := e.End(); !errors.Is(err, wire.ErrEncode) {
			t.Errorf("a name with CR LF: %v", err)
		}
	}
}
