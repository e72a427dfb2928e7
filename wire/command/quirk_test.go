package command_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// What clients are known to send and others have choked on is read as it
// should be, strictly and leniently, and what follows is not lost.
func TestQuirks(t *testing.T) {
	files, err := filepath.Glob("../../fuzz/testdata/quirks/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, err := fuzz.ParseTranscript(string(b))
		if err != nil {
			t.Fatal(err)
		}
		if len(script.Client()) == 0 {
			continue
		}
		n++
		lines := make(map[string][]string)
		for line := range strings.Lines(string(b)) {
			if key, value, found := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "# "), ": "); found {
				lines[key] = append(lines[key], value)
			}
		}
		bit := wire.AllLenient
		if name := lines["bit"][0]; name == "none" {
			lines["value"] = lines["strict"]
		} else {
			for bit = 1; bit.String() != name; bit <<= 1 {
				if bit&wire.AllLenient == 0 {
					t.Fatalf("%s: no bit is called %q", file, name)
				}
			}
		}
		for _, lenient := range []wire.Lenience{0, bit, wire.AllLenient} {
			want := strings.Join(append(lines["value"], lines["diagnostic"]...), "\n")
			if lenient == 0 {
				want = strings.Join(lines["strict"], "\n")
			}
			if err := fuzz.CheckSplit(script.Client(), func(in io.Reader) []string {
				list := quirkEvents(t, file, in, lenient)
				if got := strings.Join(list, "\n"); got != want {
					t.Errorf("%s, %v: got\n%s\nwant\n%s", file, lenient, got, want)
				}
				return list
			}); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	if n < 6 {
		t.Errorf("%d files", n)
	}
}

// quirkEvents says what each command is but the last, which must be "A2 NOOP",
// and then what was accepted.
func quirkEvents(t *testing.T, file string, in io.Reader, lenient wire.Lenience) (list []string) {
	r := command.NewReader(in, wire.Options{Lenient: lenient})
	var diagnostics []string
	r.Decoder().OnDiagnostic(func(x wire.Diagnostic) {
		diagnostics = append(diagnostics, fmt.Sprintf("%s at %d", x.Quirk, x.Offset))
	})
	for {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		var c command.Command
		if err == nil {
			c, err = r.Decode()
		}
		if err == nil {
			c, err = collect(c)
		}
		var syntax *wire.SyntaxError
		if errors.As(err, &syntax) {
			list = append(list, fmt.Sprintf("error at %d, expected %s", syntax.Offset, syntax.Rule))
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		s, err := encode(h.Tag, c, wire.Options{})
		if s = fmt.Sprintf("%q", strings.TrimSuffix(s, "\r\n")); err != nil {
			s = "not written"
			if f, isFetch := c.(*command.Fetch); isFetch {
				s = fmt.Sprintf("FETCH %v, since %v", f.Set, f.ChangedSince)
			}
		}
		list = append(list, s)
	}
	n := len(list) - 1
	if n < 0 || list[n] != `"A2 NOOP"` {
		t.Fatalf("%s: the command behind is lost: %q", file, list)
	}
	return append(list[:n], diagnostics...)
}

// Servers are known that take neither a quoted user as a literal nor field
// names as strings: the shortest form is sent.
func TestShortestForms(t *testing.T) {
	for want, c := range map[string]command.Command{
		`A LOGIN "dom\\joe" pw`: &command.Login{User: `dom\joe`, Password: "pw"},
		"A FETCH 1 BODY[HEADER.FIELDS (From To)]": &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{{
			Name: command.FetchSection, Section: wire.Section{Text: wire.SectionHeaderFields, Fields: []string{"From", "To"}},
		}}},
		"A SELECT INBOX": &command.Select{Mailbox: "INBOX"},
	} {
		if got, err := encode("A", c, wire.Options{}); err != nil || got != want+"\r\n" {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
	// A server that cannot take LITERAL+ with APPEND is not sent it.
	var b bytes.Buffer
	w := command.NewWriter(&b, wire.Options{Literals: literal.Basic})
	w.Encoder().OnLiteral(func(literal.Header) error { return nil })
	if err := w.Write("A", &command.Append{Mailbox: "x", Messages: []*command.AppendMessage{message("a", utc1)}}); err != nil {
		t.Fatal(err)
	}
	if s := b.String(); !strings.HasSuffix(s, "{1}\r\na\r\n") {
		t.Errorf("sent %q", s)
	}
}
