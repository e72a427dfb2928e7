package response_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// Free text that looks like the announcement of a literal is text, but is not
// written: others may look for line ends.
func TestTextLikeLiteral(t *testing.T) {
	r := response.NewReader(strings.NewReader("* OK see {3}\r\n+ go {3+}\r\nA1 OK [X {3}] ~{1}\r\n* 3 EXISTS\r\n"), wire.Options{})
	for _, want := range []string{"see {3}", "go {3+}", "~{1}"} {
		x, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		switch x := x.(type) {
		case *response.Status:
			text = x.Text
		case *response.Continue:
			text = x.Text
		}
		if text != want {
			t.Errorf("got %q, want %q", text, want)
		}
		if s, err := encode(x, wire.Options{}); err == nil {
			t.Errorf("%q was written", s)
		}
	}
	if x, err := r.Next(); err != nil || x.(*response.Exists).Count != 3 {
		t.Error(x, err)
	}
}

// In what does not parse, the octets of a literal are no response.
func TestSkipLiteral(t *testing.T) {
	for _, in := range []string{
		"* 1 FETCH (UID 1 \"x\" {13}\r\n* 66 EXISTS\r\n)\r\n",
		"* 1 FETCH (UID 1 \"x {13}\r\n* 66 EXISTS\r\n)\r\n",
		"* 1 FETCH (BODY[] {1}\r\nx)) {13}\r\n* 66 EXISTS\r\n)\r\n",
		"* LIST () / {13}\r\n* 66 EXISTS\r\n\r\n",
		"* X \xff ~{13}\r\n* 66 EXISTS\r\n {1}\r\nx\r\n",
	} {
		r := response.NewReader(strings.NewReader(in+"* 3 EXISTS\r\n"), wire.Options{})
		for {
			x, err := r.Next()
			if err == io.EOF {
				t.Errorf("%q: the next response is lost", in)
				break
			}
			if e, isExists := x.(*response.Exists); isExists && err == nil {
				if e.Count != 3 {
					t.Errorf("%q: the literal is a response", in)
				}
				break
			}
		}
	}
}

// The stream ends in an item or in the data of one.
func TestTruncatedFetch(t *testing.T) {
	r := response.NewReader(strings.NewReader("* 1 FETCH (UID 2 BODY[] {10}\r\nhello"), wire.Options{})
	x, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	s := x.(*response.FetchStream)
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	item, err := s.Next()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(item.(*response.SectionItem).Data)
	if string(data) != "hello" || err != io.ErrUnexpectedEOF {
		t.Errorf("got %q, %v", data, err)
	}
	for range 2 {
		if _, err := s.Next(); err != io.ErrUnexpectedEOF {
			t.Errorf("next item: %v", err)
		}
		if _, err := r.Next(); err != io.ErrUnexpectedEOF {
			t.Errorf("next response: %v", err)
		}
	}
}

// Data that was kept too long gives nothing of what follows.
func TestStaleData(t *testing.T) {
	r := response.NewReader(strings.NewReader("* 1 FETCH (BODY[] {5}\r\nhello)\r\n* 2 FETCH (UID 1)\r\n"), wire.Options{})
	x, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	item, err := x.(*response.FetchStream).Next()
	if err != nil {
		t.Fatal(err)
	}
	data := item.(*response.SectionItem).Data
	if x, err = r.Next(); err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(data); len(b) > 0 {
		t.Errorf("stale data: %q, %v", b, err)
	}
	if got, err := collect(x); err != nil || diff(&response.Fetch{Seq: 2, Items: []response.Item{&response.UIDItem{UID: 1}}}, got) != "" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestLimits(t *testing.T) {
	for _, in := range []string{
		"* CAPABILITY A B C", "* FLAGS (a b c)", "* ENABLED A B C", `* NAMESPACE (("" "/")("" "/")("" "/")) NIL NIL`,
		"* THREAD (1 2 3)", "* QUOTAROOT x a b c", "* ACL x a l b l c l", "* LISTRIGHTS x a l r s w", "* METADATA x /a /b /c", "* METADATA x (/a NIL /b NIL /c NIL)",
		"* LANGUAGE (a b c)", "* COMPARATOR x (a b c)", "* GENURLAUTH a b c", "* URLFETCH a NIL b NIL c NIL", "* URLFETCH a (BODY NIL) (BODY NIL) (BODY NIL)",
		"* ESEARCH RELEVANCY (1 2 3)", "* ESEARCH ADDTO (1 2 3 4 5 6)", "* QUOTA x (A 1 2 B 1 2 C 1 2)", `* LIST () "/" x (CHILDINFO ("A" "B" "C"))`,
		`* 1 FETCH (X-GM-LABELS (a b c))`, "* OK [BADEVENT (A B C)] x",
		`* LIST (\A \B \C) "/" x`, "* STATUS x (A 1 B 2 C 3)",
		`* 1 FETCH (BODY (("A" "B" NIL NIL NIL "C" 0)("A" "B" NIL NIL NIL "C" 0) "X"))`,
		`* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL NIL NIL)(NIL NIL NIL NIL)(NIL NIL NIL NIL)) NIL NIL NIL NIL NIL NIL NIL))`,
	} {
		_, err := decode([]byte(in+"\r\n"), wire.Options{Limits: wire.Limits{Items: 2}})
		var limit *wire.LimitError
		if !errors.As(err, &limit) || limit.Limit != "Items" || limit.Max != 2 {
			t.Errorf("%q: %v", in, err)
		}
		if _, err := decode([]byte(in+"\r\n"), wire.Options{Limits: wire.Limits{Items: 3}}); err != nil {
			t.Errorf("%q: %v", in, err)
		}
	}
	thread := "* THREAD " + strings.Repeat("(1 (2)", 1e6) + "\r\n"
	if _, err := decode([]byte(thread), wire.Options{}); !errors.As(err, new(*wire.LimitError)) {
		t.Error(err)
	}
	// A tree of any depth is refused before it is a tree.
	in := "* 1 FETCH (BODY " + strings.Repeat("(", 1e6) + "\r\n"
	if _, err := decode([]byte(in), wire.Options{}); !errors.As(err, new(*wire.LimitError)) {
		t.Error(err)
	}
}

func TestStatusError(t *testing.T) {
	for _, x := range []struct {
		status response.Status
		want   string
	}{
		{response.Status{Type: "NO"}, "imap: NO"},
		{response.Status{Type: "NO", Code: response.TryCreate, Text: "x"}, "imap: NO [TRYCREATE] x"},
		{response.Status{Type: "BYE", Code: &response.UnknownCode{Name: "foo", Args: "1"}}, "imap: BYE [FOO]"},
	} {
		if got := x.status.Error(); got != x.want {
			t.Errorf("got %q, want %q", got, x.want)
		}
	}
}

// Line makes text of anything.
func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "ok": "ok", "[x] y": " [x] y", "{3}": "{3}.", "a\r\nb\x00\x7f\t": "a??b???", "é\xff": "é?",
	} {
		if got := response.Line(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.OneOf(rapid.SampledFrom([]byte("\r\n[]{}3+ \x00")), rapid.Byte())).Draw(t, "text")
		line := response.Line(string(b))
		s, err := encode(&response.Status{Type: "OK", Text: line}, wire.Options{})
		if err != nil || !utf8.ValidString(line) {
			t.Fatalf("%q becomes %q: %v", b, line, err)
		}
		got, err := decode([]byte(s), wire.Options{})
		if err != nil || got.(*response.Status).Text != line {
			t.Fatalf("%q: %v, %v", s, got, err)
		}
	})
}

func TestTrace(t *testing.T) {
	var b bytes.Buffer
	var lines []string
	w := response.NewWriter(&b, wire.Options{})
	w.Trace(func(line string) { lines = append(lines, line) })
	for _, x := range []response.Response{
		&response.Exists{Count: 3},
		fetch(&response.UIDItem{UID: 1}, body(wire.Section{}, "hello"), named("RFC822", "")),
		&response.Status{Type: "OK", Text: "\r"},
	} {
		_ = w.Write(x)
	}
	w.Trace(nil)
	_ = w.Write(&response.Continue{})
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	want := []string{"* 3 EXISTS", "* 1 FETCH (UID 1 BODY[] {5} RFC822 {0})", "* (wire: cannot encode text: wire: value cannot be encoded)"}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", lines, want)
	}
	if got, want := b.String(), "* 3 EXISTS\r\n* 1 FETCH (UID 1 BODY[] {5}\r\nhello RFC822 {0}\r\n)\r\n+ \r\n"; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
	for _, x := range []response.Response{
		&response.GenURLAuth{URLs: []string{"secret"}},
		&response.URLFetch{Results: []response.URLData{{URL: "secret", Data: some("secret")}, {URL: "u", Parts: []response.URLPart{{Name: "BODY", Data: some("secret")}, {Name: "BINARY", Data: some("secret\x00")}}}}},
		fetch(&response.PreviewItem{Text: some("secret")}),
	} {
		if s := response.String(x); strings.Contains(s, "secret") || strings.Contains(s, "cannot") {
			t.Errorf("got %q", s)
		}
	}
	if got := response.String(&response.FetchStream{UID: 4}); got != "* 4 UIDFETCH ()" {
		t.Errorf("got %q", got)
	}
	if got := response.String(&response.FetchStream{Seq: 4}); got != "* 4 FETCH ()" {
		t.Errorf("got %q", got)
	}
}

// TestFresh reads a list that is absent behind one that is not.
func TestFresh(t *testing.T) {
	r := response.NewReader(strings.NewReader("* SEARCH 1\r\n* SEARCH\r\n"), wire.Options{})
	r.Fresh = true
	for i := range 2 {
		x, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if s := x.(*response.Search); (s.Numbers == nil) != (i == 1) {
			t.Errorf("%d: %+v", i, s)
		}
	}
}

// A line that was looked at is read all the same.
func TestPeek(t *testing.T) {
	r := response.NewReader(strings.NewReader("* 1 FETCH (BODY[] {3}\r\nabc UID 5)\r\n* LIST ((\r\n* 2 EXISTS\r\n"), wire.Options{})
	for i, want := range []string{"* 1 FETCH (BODY[] {3}", "* LIST ((", "* 2 EXISTS"} {
		for range 2 {
			if line, err := r.Peek(); string(line) != want || err != nil {
				t.Errorf("%q, %v; want %q", line, err, want)
			}
		}
		if _, err := r.Next(); (err != nil) != (i == 1) {
			t.Errorf("%q: %v", want, err)
		}
	}
	if _, err := r.Peek(); err != io.EOF {
		t.Error(err)
	}
}

// A FETCH response without items, which lenient reading takes, is not passed on to
// a peer that may be strict.
func TestEncodeNoItems(t *testing.T) {
	opts := wire.Options{Side: wire.Client, Lenient: wire.LenientTrailingSpace}
	r := response.NewReader(strings.NewReader("* 1 FETCH ()\r\n"), opts)
	x, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if s, err := encode(x, wire.Options{Side: wire.Server}); !errors.Is(err, wire.ErrEncode) || s != "" {
		t.Errorf("it is written as %q, %v", s, err)
	}
}
