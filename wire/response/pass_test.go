package response_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// A FETCH that is being read can be handed to a Writer as it is.
func TestPassOn(t *testing.T) {
	input := "* 7 FETCH (UID 9 BODY[] {5}\r\nhello X-NEW (a \"b\" {1}\r\nc) FLAGS (\\Seen) BODY[TEXT] {70000}\r\n" +
		strings.Repeat("x", 70_000) + ")\r\n* 8 FETCH (UID 10)\r\n"
	in := response.NewReader(strings.NewReader(input), wire.Options{})
	var b strings.Builder
	out := response.NewWriter(&b, wire.Options{})
	for {
		x, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := out.Write(x); err != nil {
			t.Fatal(err)
		}
	}
	out.Flush()
	if b.String() != input {
		t.Errorf("passed on as %.120q", b.String())
	}

	// Cut short, it is an error, and half a message leaves the Writer broken.
	in = response.NewReader(strings.NewReader(input[:40_000]), wire.Options{})
	x, err := in.Next()
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Write(x); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut short: %v", err)
	}
	if err := out.Write(&response.Exists{}); !errors.Is(err, wire.ErrBroken) {
		t.Errorf("after that: %v", err)
	}
}
