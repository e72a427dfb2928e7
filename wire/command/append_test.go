package command_test

import (
	"io"
	"strings"
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// InterIMAP sends so many messages with one command, in literals that nobody
// has asked for: the limits have room for all of them.
func TestAppendOfMany(t *testing.T) {
	const many = 128
	in := "1 APPEND x" + strings.Repeat(" (\\Seen) \"01-Jan-2021 00:00:00 +0000\" {5+}\r\nhello", many) + "\r\n2 NOOP\r\n"
	r := command.NewReader(strings.NewReader(in), wire.Options{})
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	c, err := r.Decode()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for ; ; n++ {
		m, err := c.(*command.AppendStream).Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("message %d: %v", n, err)
		}
		if b, err := io.ReadAll(m.Data); err != nil || string(b) != "hello" {
			t.Fatalf("message %d is %q, %v", n, b, err)
		}
	}
	if h, err := r.Next(); n != many || err != nil || h.Name != command.NoopName {
		t.Errorf("%d messages, then %v, %v", n, h.Name, err)
	}
}
