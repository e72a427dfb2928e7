package response_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// stale reports whether f tells that what it uses is no longer valid.
func stale(f func()) (told bool) {
	defer func() {
		s, isString := recover().(string)
		told = isString && strings.Contains(s, "Clone keeps it")
	}()
	f()
	return false
}

// What an item holds is used no more when the next one is read, whatever that is:
// it never shows another message.
func TestLent(t *testing.T) {
	const (
		envelope = `ENVELOPE ("date" "subject" (("name" NIL "box" "host")) NIL NIL NIL NIL NIL NIL "id")`
		body     = `BODYSTRUCTURE (("text" "plain" ("charset" "utf-8") "id" "about" "7bit" 1 2 "md5" ("inline" ("a" "b")) ("en" "de") "here" 7)` +
			`("message" "rfc822" NIL NIL NIL "7bit" 3 ("inner" NIL (("a" "b" "c" "d")("e" "f" "g" "h")) NIL NIL NIL NIL NIL NIL NIL) ("text" "html" NIL NIL NIL "8bit" 4 5) 6) "mixed")`
		large = `ENVELOPE ("date" NIL NIL NIL NIL NIL NIL NIL NIL NIL)`
	)
	for _, behind := range []string{")\r\n", " UID 7)\r\n", " " + envelope + ")\r\n", " " + body + ")\r\n", " " + large + ")\r\n", " RFC822 {3}\r\nabc)\r\n", " x\r\n",
		" BODY (x))\r\n", " ENVELOPE (" + strings.Repeat("(", 99) + "\r\n"} {
		r := response.NewReader(strings.NewReader("* 1 FETCH ("+envelope+behind+"* 2 FETCH ("+body+behind), wire.Options{Side: wire.Client})
		s := fetched(t, r)
		v := nextItem(t, s).(*response.EnvelopeItem).Envelope
		from, subject := v.From(), v.Subject().String
		address := from.At(0)
		kept := v.Clone()
		_, _ = s.Next()
		for name, f := range map[string]func(){
			"Date":    func() { v.Date() },
			"From":    func() { v.From() },
			"Fields":  func() { v.Fields() },
			"Clone":   func() { v.Clone() },
			"Address": func() { from.At(0).Name() },
			"Host":    func() { address.Host() },
		} {
			if !stale(f) {
				t.Errorf("%q: %s of an Envelope is used too late", behind, name)
			}
		}
		if subject != "subject" || kept.Subject().String != "subject" || kept.From().At(0).Host().String != "host" || kept.MessageID().String != "id" {
			t.Errorf("%q: what was kept is %q and %+v", behind, subject, kept.Fields())
		}

		s = fetched(t, r)
		b := nextItem(t, s).(*response.StructureItem).Body
		root, want := b.Root(), tree(b.Root())
		var parts []response.Part
		for p := range root.Children() {
			parts = append(parts, p)
		}
		params, languages, children := parts[0].Params(), parts[0].Languages(), root.Children()
		inner, copied := parts[1].Envelope(), parts[1].Envelope().Clone()
		whole := b.Clone()
		_, _ = s.Next()
		for name, f := range map[string]func(){
			"Root":       func() { b.Root().Type() },
			"Clone":      func() { b.Clone() },
			"Subtype":    func() { root.Subtype() },
			"ID":         func() { parts[0].ID() },
			"Location":   func() { parts[0].Location() },
			"Extensions": func() { parts[0].Extensions() },
			"Fields":     func() { parts[1].Fields() },
			"Envelope":   func() { inner.Date() },
			"To":         func() { inner.To() },
			"Params": func() {
				for range params {
				}
			},
			"Languages": func() {
				for range languages {
				}
			},
			"Children": func() {
				for range children {
				}
			},
		} {
			if !stale(f) {
				t.Errorf("%q: %s of a BodyStructure is used too late", behind, name)
			}
		}
		if copied.From().At(1).Name().String != "e" || copied.Date().String != "inner" || copied.To().Len() != 0 {
			t.Errorf("%q: the copied Envelope is %+v", behind, copied.Fields())
		}
		if d := diff(&response.Fetch{Items: []response.Item{&response.StructureItem{Body: build(want)}}},
			&response.Fetch{Items: []response.Item{&response.StructureItem{Body: whole}}}); d != "" {
			t.Errorf("%q: the copy differs: %s", behind, d)
		}
	}
}

// The next response ends what an item holds, whatever it is and however large the
// item was: a program that uses it too late fails before it has met the one message
// that matters.
func TestLentToResponse(t *testing.T) {
	for _, size := range []int{1, 20_000} {
		for _, behind := range []string{"", " UID 7"} {
			for _, next := range []string{"", "* 2 EXISTS\r\n", "* 2 FETCH (UID 8)\r\n", "* LIST () NIL a\r\n", "x\r\n"} {
				for _, how := range []string{"next", "peek", "fresh"} {
					r := response.NewReader(strings.NewReader(fmt.Sprintf("* 1 FETCH (ENVELOPE (NIL {%d}\r\n%s NIL NIL NIL NIL NIL NIL NIL NIL)%s)\r\n%s",
						size, strings.Repeat("x", size), behind, next)), wire.Options{Side: wire.Client})
					r.Fresh = how == "fresh"
					v := nextItem(t, fetched(t, r)).(*response.EnvelopeItem).Envelope
					kept := v.Clone()
					if how == "peek" {
						_, _ = r.Peek()
					} else {
						_, _ = r.Next()
					}
					if !stale(func() { v.Date() }) {
						t.Errorf("%s: %d octets, then %q and %q: the Envelope is used too late", how, size, behind, next)
					}
					if len(kept.Subject().String) != size {
						t.Errorf("%s: the copy has lost its subject", how)
					}
				}
			}
		}
	}
}

// An item that is kept without a copy tells so, even if its memory was given back.
func TestLentItem(t *testing.T) {
	for _, size := range []int{1, 20_000} {
		r := response.NewReader(strings.NewReader(fmt.Sprintf("* 1 FETCH (ENVELOPE (NIL {%d}\r\n%s NIL NIL NIL NIL NIL NIL NIL NIL) BODY (\"a\" {%[1]d}\r\n%[2]s NIL NIL NIL \"7bit\" 1))\r\n",
			size, strings.Repeat("x", size))), wire.Options{Side: wire.Client})
		s := fetched(t, r)
		envelope := nextItem(t, s).(*response.EnvelopeItem)
		body := nextItem(t, s).(*response.StructureItem)
		if !stale(func() { envelope.Envelope.Subject() }) {
			t.Errorf("%d octets: the Envelope is used too late", size)
		}
		if _, err := s.Next(); err != io.EOF {
			t.Fatal(err)
		}
		if !stale(func() { body.Body.Root().Type() }) {
			t.Errorf("%d octets: the BodyStructure is used too late", size)
		}
	}
}

// What holds nothing is copied as such.
func TestCloneZero(t *testing.T) {
	if v := (response.Envelope{}).Clone(); v.Date().Valid || v.From().Len() != 0 {
		t.Errorf("%+v", v.Fields())
	}
	if b := (response.BodyStructure{}).Clone(); !b.IsZero() {
		t.Errorf("%+v", b.Root().Fields())
	}
}

func fetched(t *testing.T, r *response.Reader) *response.FetchStream {
	t.Helper()
	x, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	return x.(*response.FetchStream)
}

func nextItem(t *testing.T, s *response.FetchStream) response.Item {
	t.Helper()
	x, err := s.Next()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// build makes a structure of what tree has told.
func build(x part) response.BodyStructure {
	var b response.BodyBuilder
	var add func(x part)
	add = func(x part) {
		b.Begin(x.Fields)
		for _, c := range x.Children {
			add(c)
		}
		b.End()
	}
	add(x)
	return b.Body()
}

// A structure that is lent is not shared with one that is copied.
func TestCloneOwns(t *testing.T) {
	in := strings.Repeat("* 1 FETCH (BODY (\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 2))\r\n* 1 FETCH (BODY (\"image\" \"png\" NIL NIL NIL \"base64\" 3))\r\n", 3)
	r := response.NewReader(strings.NewReader(in), wire.Options{Side: wire.Client})
	var kept []response.BodyStructure
	for {
		x, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for item, err := range x.(*response.FetchStream).Items() {
			if err != nil {
				t.Fatal(err)
			}
			kept = append(kept, item.(*response.StructureItem).Body.Clone())
		}
	}
	for i, b := range kept {
		if want := []string{"text", "image"}[i%2]; b.Root().Type() != want {
			t.Errorf("structure %d is %q", i, b.Root().Type())
		}
	}
	if len(kept) != 6 {
		t.Errorf("%d structures", len(kept))
	}
}
