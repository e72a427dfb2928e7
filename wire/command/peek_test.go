package command_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// A recording is read without the answers: Peek tells lines that continue a
// command from commands.
func TestPeek(t *testing.T) {
	const in = "A IDLE\r\ndone\r\nB AUTHENTICATE X\r\nAAAA\r\n*\r\nC LOGIN {3}\r\njoe {6+}\r\nsecret\r\nD NOOP\r\nE"
	events := func(in io.Reader) (list []string) {
		r := command.NewReader(in, wire.Options{Recorded: true})
		for {
			line, err := r.Peek()
			if again, err2 := r.Peek(); err == nil && (string(again) != string(line) || err2 != nil) {
				t.Errorf("%q, then %q, %v", line, again, err2)
			}
			list = append(list, fmt.Sprintf("%d %q %v", r.Decoder().MessageOffset(), line, err))
			switch {
			case err != nil:
				return list
			case bytes.EqualFold(line, []byte("DONE")):
				err = r.Done()
			case !bytes.Contains(line, []byte{' '}):
				var data []byte
				data, err = r.AuthData()
				list = append(list, fmt.Sprintf("%q", data))
			case line[0] == 'D':
				err = r.Skip()
			default:
				var h command.Header
				if h, err = r.Next(); err == nil {
					_, err = r.Decode()
				}
				list = append(list, string(h.Name))
			}
			list = append(list, fmt.Sprint(err))
		}
	}
	want := []string{
		`0 "A IDLE" <nil>`, "IDLE", "<nil>",
		`8 "done" <nil>`, "<nil>",
		`14 "B AUTHENTICATE X" <nil>`, "AUTHENTICATE", "<nil>",
		`32 "AAAA" <nil>`, `"\x00\x00\x00"`, "<nil>",
		`38 "*" <nil>`, `""`, command.ErrCancelled.Error(),
		`41 "C LOGIN {3}" <nil>`, "LOGIN", "<nil>",
		`72 "D NOOP" <nil>`, "<nil>",
		`72 "" unexpected EOF`,
	}
	if got := events(strings.NewReader(in)); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if err := fuzz.CheckSplit([]byte(in), events); err != nil {
		t.Error(err)
	}
}

// In a recording, the octets of a synchronizing literal belong to a malformed
// command too.
func TestRecorded(t *testing.T) {
	const in = "A NOOP {8}\r\nB NOOP\r\n x\r\nC NOOP\r\n"
	for recorded, want := range map[bool]string{false: "B", true: "C"} {
		r := command.NewReader(strings.NewReader(in), wire.Options{Recorded: recorded})
		r.Decoder().OnLiteral(func(literal.Header) error {
			t.Error("asked for a literal")
			return nil
		})
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Decode(); err == nil {
			t.Error("no error")
		}
		if h, err := r.Next(); err != nil || string(h.Tag) != want {
			t.Errorf("recorded %v: got tag %q, %v", recorded, h.Tag, err)
		}
	}
}

// An APPEND is passed on from one connection to another.
func TestAppendStreamEncode(t *testing.T) {
	const in = "A APPEND INBOX (\\Seen) {3+}\r\nabc ~{2+}\r\n\x00b\r\n"
	for _, tt := range []struct{ in, out, err string }{
		{in, in, ""},
		{strings.TrimSuffix(in, "\r\n"), "", "wire: cannot encode append: unexpected EOF"},
		{strings.TrimSuffix(in, "\r\n") + "?\r\n", "", "wire: cannot encode append: wire: offset 42: expected CRLF, found character"},
	} {
		r := command.NewReader(strings.NewReader(tt.in), wire.Options{})
		h, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		c, err := r.Decode()
		if err != nil {
			t.Fatal(err)
		}
		if s := command.String(c); s != "APPEND INBOX" {
			t.Errorf("as a string: %q", s)
		}
		out, err := encode(h.Tag, c, wire.Options{})
		if out != tt.out || err == nil != (tt.err == "") || err != nil && err.Error() != tt.err {
			t.Errorf("%q: got %q, %v", tt.in, out, err)
		}
	}
	if _, err := encode("A", new(command.AppendStream), wire.Options{}); !errors.Is(err, wire.ErrEncode) {
		t.Errorf("zero value: %v", err)
	}
}

func TestFresh(t *testing.T) {
	const in = "A STORE 1 (X) FLAGS (a)\r\nB STORE 1 FLAGS (a)\r\n"
	r := command.NewReader(strings.NewReader(in), wire.Options{})
	r.Fresh = true
	for range 2 {
		h, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		c, err := r.Decode()
		if err != nil {
			t.Fatal(err)
		}
		if h.Tag == "B" && c.(*command.Store).Modifiers != nil {
			t.Errorf("%+v", c)
		}
	}
}
