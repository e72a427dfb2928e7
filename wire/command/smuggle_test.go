package command_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// names returns the tags and names of all commands in the stream.
func names(t *testing.T, stream string, accept func(literal.Header) error) (list []string) {
	t.Helper()
	r := command.NewReader(strings.NewReader(stream), wire.Options{})
	r.Decoder().OnLiteral(accept)
	for {
		h, err := r.Next()
		var syntax *wire.SyntaxError
		switch {
		case err == io.EOF:
			return list
		case errors.As(err, &syntax):
			list = append(list, "error")
			continue
		case err != nil:
			t.Fatalf("%q: %v", stream, err)
		}
		list = append(list, string(h.Tag)+" "+string(h.Name))
		if c, err := r.Decode(); err == nil {
			_, _ = collect(c)
		}
	}
}

// cuts returns each prefix of each line of the tables.
func cuts() (list []string) {
	seen := make(map[string]bool)
	for _, x := range tests() {
		in, _ := x.input()
		if line := strings.TrimSuffix(string(in), "\r\n"); !strings.Contains(line, "\r\n") {
			for n := range len(line) + 1 {
				for _, sp := range [...]string{"", " ", "~", " ~", "\""} {
					if s := line[:n] + sp; !seen[s] && !strings.HasSuffix(s, "\r") {
						seen[s] = true
						list = append(list, s)
					}
				}
			}
		}
	}
	return list
}

// The octets of a literal are never a command, wherever it is announced.
func TestSmuggling(t *testing.T) {
	const inner = "X9 LOGOUT\r\n"
	for _, prefix := range cuts() {
		for _, end := range [...]string{"\r\n", "\r\n\r\n", " x\r\n", ")\r\n"} {
			got := names(t, prefix+"{11+}\r\n"+inner+end+"Z1 NOOP\r\n", nil)
			for _, name := range got {
				if name == "X9 LOGOUT" {
					t.Fatalf("%q: the literal is a command: %q", prefix, got)
				}
			}
			if got[len(got)-1] != "Z1 NOOP" {
				t.Fatalf("%q: the next command is lost: %q", prefix, got)
			}
		}
	}
}

// A synchronizing literal that is refused, by the grammar or by the server,
// ends the message: the next line is the next command.
func TestRefused(t *testing.T) {
	refused := errors.New("refused")
	for _, prefix := range cuts() {
		got := names(t, prefix+"{11}\r\nZ1 NOOP\r\n", func(literal.Header) error { return refused })
		if len(got) != 2 || got[1] != "Z1 NOOP" {
			t.Fatalf("%q: %q", prefix, got)
		}
	}
}

// A server that leaves an APPEND alone before it has read the literal, or in
// the middle of it, goes on with the next command.
func TestAppendRefused(t *testing.T) {
	asked := 0
	for _, x := range []struct {
		in   string
		read int64 // octets of the literal; -1 for no call of AppendStream.Next
		asks int
	}{
		{"A1 APPEND x {5}\r\n", -1, 0},
		{"A1 APPEND x {5}\r\n", 0, 0},
		{"A1 APPEND x {5}\r\nA2 NO\r\n", 2, 1},
		{"A1 APPEND x {5}\r\nA2 NO\r\n", 5, 1},
		{"A1 APPEND x {9+}\r\nA2 NOOP\r\n\r\n", -1, 0},
		{"A1 APPEND x {9+}\r\nA2 NOOP\r\n\r\n", 0, 0},
		{"A1 APPEND x {9+}\r\nA2 NOOP\r\n\r\n", 3, 0},
		{"A1 APPEND x {9+}\r\nA2 NOOP\r\n {9+}\r\nA3 NOOP\r\n\r\n", 3, 0},
		{"A1 APPEND x {1}\r\nx {9}\r\n", 1, 1},
	} {
		asked = 0
		r := command.NewReader(strings.NewReader(x.in+"Z1 NOOP\r\n"), wire.Options{})
		r.Decoder().OnLiteral(func(literal.Header) error { asked++; return nil })
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		c, err := r.Decode()
		if err != nil {
			t.Fatal(err)
		}
		if x.read >= 0 {
			m, err := c.(*command.AppendStream).Next()
			if err != nil {
				t.Fatal(err)
			}
			if x.read > 0 {
				if _, err := io.CopyN(io.Discard, m.Data, x.read); err != nil {
					t.Fatal(err)
				}
			}
		}
		if h, err := r.Next(); err != nil || h.Tag != "Z1" {
			t.Errorf("%q, %d octets read: next is %v, %v", x.in, x.read, h, err)
		}
		if asked != x.asks {
			t.Errorf("%q, %d octets read: asked %d times, want %d", x.in, x.read, asked, x.asks)
		}
	}
}

// What was stored of a message must not count before the command has ended.
func TestAppendEnd(t *testing.T) {
	for _, x := range []struct {
		in   string
		want error
	}{
		{"A1 APPEND x {2+}\r\nab\r\n", io.EOF},
		{"A1 APPEND x {2+}\r\nab", io.ErrUnexpectedEOF},
		{"A1 APPEND x {2+}\r\nab\r", io.ErrUnexpectedEOF},
		{"A1 APPEND x {2+}\r\na", io.ErrUnexpectedEOF},
	} {
		r := command.NewReader(strings.NewReader(x.in), wire.Options{})
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		c, err := r.Decode()
		if err != nil {
			t.Fatal(err)
		}
		s := c.(*command.AppendStream)
		if _, err := s.Next(); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := s.Next(); err != x.want {
				t.Errorf("%q: %v, want %v", x.in, err, x.want)
			}
		}
	}
}

func TestAuthData(t *testing.T) {
	r := command.NewReader(strings.NewReader(
		"A1 AUTHENTICATE PLAIN\r\nAGEAYg==\r\n\r\n*\r\n* \r\nAGE {9+}\r\nA2 NOOP\r\n\r\nAGEAYg\r\nA3 IDLE\r\ndone\r\nDONE x\r\nA4 NOOP\r\n"), wire.Options{})
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Decode(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct{ data, rule string }{
		{"\x00a\x00b", ""}, {"", ""}, {"", "cancelled"}, {"", "CRLF"}, {"", "base64"}, {"", "base64"},
	} {
		data, err := r.AuthData()
		var syntax *wire.SyntaxError
		rule := ""
		switch {
		case errors.As(err, &syntax):
			rule = syntax.Rule
		case err == command.ErrCancelled:
			rule = "cancelled"
		case err != nil:
			t.Fatal(err)
		}
		if !bytes.Equal(data, []byte(want.data)) || rule != want.rule {
			t.Errorf("got %q, %v; want %q, %q", data, err, want.data, want.rule)
		}
	}
	if h, err := r.Next(); err != nil || h.Name != command.IdleName {
		t.Fatal(h, err)
	}
	if _, err := r.Decode(); err != nil {
		t.Fatal(err)
	}
	if err := r.Done(); err != nil {
		t.Errorf("done: %v", err)
	}
	var syntax *wire.SyntaxError
	if err := r.Done(); !errors.As(err, &syntax) {
		t.Errorf("DONE x: %v", err)
	}
	if h, err := r.Next(); err != nil || h.Tag != "A4" {
		t.Errorf("next is %v, %v", h, err)
	}
}
