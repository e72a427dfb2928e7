package command_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/literal"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// forms are the forms of strings that an Encoder can be told to write.
var forms = rapid.SampledFrom([]wire.StringForm{wire.Shortest, wire.PreferQuoted, wire.AlwaysLiteral})

// What is written is read back as the same value, in whichever form.
func TestRoundTrip(t *testing.T) {
	g := valid()
	rapid.Check(t, func(t *rapid.T) {
		opts := wire.Options{UTF8: rapid.Bool().Draw(t, "UTF8"), Strings: forms.Draw(t, "strings")}
		c := g.command(t)
		s, err := encode("A1", c, opts)
		if err != nil {
			t.Fatalf("encode: %v", err)
		}
		rewind(c)
		tag, got, err := decode([]byte(s), opts)
		if err != nil || tag != "A1" {
			t.Fatalf("%q: %v", s, err)
		}
		if d := diff(c, got); d != "" {
			t.Fatalf("%q (-want +got):\n%s", s, d)
		}
	})
}

// rewind makes the data of messages readable again.
func rewind(c command.Command) {
	var list []*command.AppendMessage
	switch c := c.(type) {
	case *command.Append:
		list = c.Messages
	case *command.Replace:
		list = []*command.AppendMessage{c.Message}
	}
	seek := func(r io.Reader) {
		if r != nil {
			r.(*strings.Reader).Seek(0, io.SeekStart)
		}
	}
	for _, m := range list {
		seek(m.Data)
		for _, p := range m.Parts {
			seek(p.Data)
		}
	}
}

// What is written is read, and written again as the same octets, whatever the
// names are that unknown things have.
func TestWritten(t *testing.T) {
	g := hostile()
	rapid.Check(t, func(t *rapid.T) {
		opts := wire.Options{UTF8: rapid.Bool().Draw(t, "UTF8")}
		s, err := encode("A1", g.command(t), opts)
		if err != nil {
			return
		}
		_, again, err := decode([]byte(s), opts)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if second, err := encode("A1", again, opts); err != nil || second != s {
			t.Fatalf("%q is written as %q, %v the second time", s, second, err)
		}
	})
}

// No argument can end a command or begin another.
func TestInjection(t *testing.T) {
	g := hostile()
	rapid.Check(t, func(t *rapid.T) {
		opts := wire.Options{UTF8: rapid.Bool().Draw(t, "UTF8"), Strings: forms.Draw(t, "strings")}
		name := tag.Tag(rapid.OneOf(rapid.Just("A1"), g.atom).Draw(t, "tag"))
		s, err := encode(name, g.command(t), opts)
		if err != nil {
			if s != "" {
				t.Fatalf("%v, but %q was written", err, s)
			}
			if !errors.Is(err, wire.ErrEncode) {
				t.Fatalf("error is %v, want ErrEncode", err)
			}
			return
		}
		r := command.NewReader(strings.NewReader(s), opts)
		h, err := r.Next()
		if err != nil || h.Tag != name {
			t.Fatalf("%q: %v, %v", s, h, err)
		}
		c, err := r.Decode()
		if err == nil {
			_, err = collect(c)
		}
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if _, err := r.Next(); err != io.EOF {
			t.Fatalf("%q: behind the command: %v", s, err)
		}
		if left := r.Decoder().UnreadBuffer(); len(left) > 0 {
			t.Fatalf("%q: %q is left", s, left)
		}
	})
}

// A client waits at each synchronizing literal.
func TestAwait(t *testing.T) {
	var b bytes.Buffer
	w := command.NewWriter(&b, wire.Options{})
	var stops []string
	var answer error
	w.Encoder().OnLiteral(func(h literal.Header) error {
		stops = append(stops, b.String())
		return answer
	})
	c := &command.Append{Mailbox: "\xffx\r\n", Messages: []*command.AppendMessage{message("a", utc1), message("bc", utc1)}}
	if err := w.Write("A1", &command.Login{User: "\r", Password: "\n"}); err != nil {
		t.Fatal(err)
	}
	if want := []string{"A1 LOGIN {1}\r\n", "A1 LOGIN {1}\r\n\r {1}\r\n"}; fmt.Sprint(stops) != fmt.Sprint(want) {
		t.Errorf("waited at %q, want %q", stops, want)
	}
	b.Reset()
	answer = wire.ErrRefused
	if err := w.Write("A2", c); !errors.Is(err, wire.ErrRefused) {
		t.Errorf("refused: %v", err)
	}
	if got := b.String(); !strings.HasSuffix(got, " {3}\r\n") {
		t.Errorf("refused behind %q", got)
	}
	b.Reset()
	if err := w.Write("A3", command.NewBare("NOOP")); err != nil || b.String() != "A3 NOOP\r\n" {
		t.Errorf("after a refusal: %q, %v", b.String(), err)
	}
}

// A message that is shorter than announced leaves the connection broken once
// a part of it is out, and nothing at all before that.
func TestAppendShort(t *testing.T) {
	for _, x := range []struct {
		size   int64
		data   io.Reader
		broken bool
	}{
		{5, strings.NewReader("abc"), false},
		{5, nil, false},
		{-1, nil, false},
		{100_000, strings.NewReader(strings.Repeat("x", 50_000)), true},
	} {
		var b bytes.Buffer
		w := command.NewWriter(&b, wire.Options{Literals: literal.Plus})
		err := w.Write("A1", &command.Append{Mailbox: "x", Messages: []*command.AppendMessage{{Size: x.size, Data: x.data}}})
		if err == nil {
			t.Errorf("size %d: no error", x.size)
		}
		err = w.Write("A2", command.NewBare("NOOP"))
		if got := errors.Is(err, wire.ErrBroken); got != x.broken {
			t.Errorf("size %d: the next command gives %v", x.size, err)
		}
		if !x.broken && b.String() != "A2 NOOP\r\n" {
			t.Errorf("size %d: %q was written", x.size, b.String())
		}
	}
}

func TestInvalid(t *testing.T) {
	date := message("x", utc1)
	date.Date = date.Date.AddDate(8000, 0, 0)
	for _, c := range []command.Command{
		&command.Enable{}, &command.Status{Mailbox: "x"}, &command.Copy{Mailbox: "x"}, &command.UIDExpunge{}, &command.Append{Mailbox: "x"},
		&command.Append{Mailbox: "x", Messages: []*command.AppendMessage{date}},
		&command.Append{Mailbox: "x", Messages: []*command.AppendMessage{message("x", utc1), nil}}, &command.Replace{Number: 1, Mailbox: "x"},
		&command.Append{Mailbox: "x", Messages: []*command.AppendMessage{catenate(part("x"), nil)}},
		&command.Fetch{Set: wire.Numbers(1)}, &command.Fetch{Set: wire.Numbers(1), Macro: "SOME"},
		&command.Fetch{Set: wire.Numbers(1), Macro: "ALL", Items: items("UID")}, &command.Fetch{Set: wire.Numbers(1), Items: items("")},
		&command.Fetch{Set: wire.Numbers(1), Items: items("FLAGS[")},
		fetchOf(command.FetchItem{Name: "BODY", Section: wire.Section{Text: "TEXT"}}), fetchOf(command.FetchItem{Name: "X", Section: wire.Section{Part: []uint32{1}}}),
		fetchOf(command.FetchItem{Name: "UID", Partial: wire.Partial{Length: 1}}), fetchOf(command.FetchItem{Name: "X", Partial: wire.Partial{Offset: 1}}),
		fetchOf(command.FetchItem{Name: "BINARY.SIZE[", Section: wire.Section{Part: []uint32{1}}, Partial: wire.Partial{Length: 1}}),
		fetchOf(command.FetchItem{Name: "ANNOTATION", Entries: []string{"/a"}, Attributes: []string{"value"}, Section: wire.Section{Text: "TEXT"}}),
		convertOf(command.FetchItem{Name: "UID", Section: wire.Section{Part: []uint32{1}}}), convertOf(command.FetchItem{Name: "UID", Partial: wire.Partial{Length: 1}}),
		convertOf(command.FetchItem{Name: "BINARY.SIZE[", Partial: wire.Partial{Length: 1}}), convertOf(command.FetchItem{Name: "BINARY[", Lazy: true}),
		convertOf(command.FetchItem{Name: "BINARY[", Args: wire.Value("(a)")}), convertOf(command.FetchItem{Name: "BINARY[", Entries: []string{"/a"}}), convertOf(command.FetchItem{Name: "BINARY[", Attributes: []string{"value"}}),
		&command.Store{Set: wire.Numbers(1), Action: 7}, &command.Fetch{Set: wire.Numbers(1), Items: items("F O")}, &command.Fetch{Set: wire.Numbers(1), Items: items("all")},
		&command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{{Name: "X", Args: wire.Value("a")}}}, &command.Search{}, keys(key{}), keys(key{Name: "F O"}), keys(key{Name: "X", Args: wire.Value("(a)")}), keys(key{Name: "X", Args: wire.Value("a")}), keys(key{Name: "return"}), keys(key{Name: "seen"}), keys(key{Name: "NOT"}),
		keys(key{Name: "OR", Keys: []key{{Name: "ALL"}}}), keys(key{Name: command.SearchAnd}), keys(key{Name: "LARGER", Size: -1}), keys(key{Name: "ON"}),
		&command.List{}, &command.List{Patterns: []string{"a", "b"}}, &command.List{Patterns: []string{"a"}, Status: []command.StatusItem{"SIZE"}},
		&command.List{Patterns: []string{"a"}, Return: options("STATUS")}, &command.List{Patterns: []string{"a"}, Select: options("RECURSIVEMATCH")},
		&command.List{Patterns: []string{"a"}, Return: options(), Status: []command.StatusItem{"SIZE"}},
		&command.List{Patterns: []string{"a"}, Return: options("STATUS", "STATUS"), Status: []command.StatusItem{"SIZE"}},
		&command.Unknown{CommandName: "X Y"}, &command.Unknown{CommandName: "uid", Args: wire.Value("FETCH 1 UID")}, &command.Unknown{}, &command.Unknown{CommandName: "UID "}, &command.Unknown{CommandName: "X", Args: wire.Value("")},
		&command.AppendStream{Mailbox: "x"},
	} {
		if s, err := encode("A1", c, wire.Options{}); err == nil || s != "" {
			t.Errorf("%#v is written as %q, %v", c, s, err)
		}
	}
}

func fetchOf(x command.FetchItem) command.Command {
	return &command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{x}}
}

func convertOf(x command.FetchItem) command.Command {
	return &command.Convert{Set: wire.Numbers(1), Items: []command.FetchItem{x}}
}

// Neither logs nor panics show a password.
func TestRedaction(t *testing.T) {
	const secret = "s3cret \r\n\"word"
	encoded := base64.StdEncoding.EncodeToString([]byte(secret))
	login := command.Login{User: "joe" + secret, Password: secret}
	auth := command.Authenticate{Mechanism: "PLAIN", Initial: []byte(secret)}
	unknown := command.Unknown{CommandName: "XAUTH", Args: wire.Value("s3cret")}
	fetch := command.URLFetch{Requests: []command.URLFetchRequest{{URL: secret}, {URL: secret, Extended: true, Params: []string{"BODY"}}}}
	parts := command.Append{Mailbox: "x", Messages: []*command.AppendMessage{catenate(part(secret), &command.AppendPart{URL: secret})}}
	list := []string{command.String(&login), command.String(&auth), command.String(&unknown), login.String(), auth.String(),
		command.String(&fetch), command.String(&parts)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		for _, c := range []any{login, &login, auth, &auth, fetch, &fetch, []command.URLFetch{fetch}, []any{login, &auth}, []command.Command{&login, &auth}, struct{ C command.Command }{&login}} {
			list = append(list, fmt.Sprintf(verb, c))
		}
	}
	for _, s := range list {
		if strings.Contains(s, "s3cret") || strings.Contains(s, encoded) || strings.Contains(s, fmt.Sprint([]byte(secret))) {
			t.Errorf("the secret is in %q", s)
		}
	}
	if got, want := command.String(&login), "LOGIN [redacted] [redacted]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := auth.String(), "AUTHENTICATE PLAIN [redacted]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := command.String(&fetch), "URLFETCH [redacted] ([redacted] BODY)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := command.String(&parts), "APPEND x CATENATE (TEXT {14} URL [redacted])"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := command.String(&command.Unknown{CommandName: "X\r\nY"}); strings.ContainsAny(got, "\r\n") {
		t.Errorf("%q is more than one line", got)
	}
	if got, want := command.String(&command.Append{Mailbox: "é", Messages: []*command.AppendMessage{{Size: 5}}}), `APPEND "é" {5}`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// An error never quotes what could be a secret.
	for _, in := range []string{"A1 LOGIN joe (s3cret)", "A1 AUTHENTICATE PLAIN s3cret", "A1 LOGIN joe s3cret s3cret"} {
		if _, _, err := decode([]byte(in+"\r\n"), wire.Options{}); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: %v", in, err)
		}
	}
}
