package command_test

import (
	"io"
	"strings"
	"testing"

	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// A server may leave parts unread, each at any point: the message behind it and
// the next command are found, and nothing is asked for that is not read. A
// literal is asked for when a later part is wanted, since it stands in between.
func TestPartsUnread(t *testing.T) {
	const tail = "Z1 NOOP\r\n"
	for _, x := range []struct {
		in       string
		parts    int   // calls of NextPart
		read     int64 // octets of the last one
		messages int   // calls of Next
		asks     int
	}{
		{"A1 APPEND x CATENATE (TEXT {3}\r\n", 0, 0, 1, 0},
		{"A1 APPEND x CATENATE (TEXT {3}\r\n", 1, 0, 1, 0},
		{"A1 APPEND x CATENATE (TEXT {3}\r\nA2  URL a)\r\n", 1, 2, 1, 1},
		{"A1 APPEND x CATENATE (TEXT {3}\r\nA2  URL a)\r\n", 2, 0, 1, 1},
		{"A1 APPEND x CATENATE (URL a TEXT {9+}\r\nA2 NOOP\r\n)\r\n", 1, 0, 1, 0},
		{"A1 APPEND x CATENATE (URL a TEXT {9+}\r\nA2 NOOP\r\n) {9+}\r\nA3 NOOP\r\n\r\n", 1, 0, 2, 0},
		{"A1 APPEND x CATENATE (UTF8 (~{9+}\r\nA2 NOOP\r\n) URL b) UTF8 (~{9+}\r\nA3 NOOP\r\n)\r\n", 0, 0, 2, 0},
		{"A1 REPLACE 1 x CATENATE (URL a TEXT {9+}\r\nA2 NOOP\r\n)\r\n", 1, 0, 1, 0},
		{"A1 REPLACE 1 x UTF8 (~{9+}\r\nA2 NOOP\r\n)\r\n", 0, 0, 1, 0},
	} {
		asked := 0
		r := command.NewReader(strings.NewReader(x.in+tail), wire.Options{})
		r.Decoder().OnLiteral(func(literal.Header) error { asked++; return nil })
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		c, err := r.Decode()
		if err != nil {
			t.Fatal(err)
		}
		s := c.(interface {
			Next() (*command.AppendMessage, error)
		})
		for i := range x.messages {
			m, err := s.Next()
			if err != nil {
				t.Fatalf("%q: message %d: %v", x.in, i, err)
			}
			if i > 0 {
				break
			}
			for range x.parts {
				p, err := m.NextPart()
				if err != nil {
					t.Fatalf("%q: %v", x.in, err)
				}
				if p.Data != nil && x.read > 0 {
					if _, err := io.CopyN(io.Discard, p.Data, x.read); err != nil {
						t.Fatalf("%q: %v", x.in, err)
					}
				}
			}
		}
		if h, err := r.Next(); err != nil || h.Tag != "Z1" {
			t.Errorf("%q: next is %v, %v", x.in, h, err)
		}
		if asked != x.asks {
			t.Errorf("%q: asked %d times, want %d", x.in, asked, x.asks)
		}
	}
}

// The end of the stream of a REPLACE is told once the CRLF was read, as that of
// an APPEND is; a message without parts has none.
func TestReplaceEnd(t *testing.T) {
	for _, x := range []struct {
		in   string
		want error
	}{
		{"A1 REPLACE 1 x {2+}\r\nab\r\n", io.EOF},
		{"A1 REPLACE 1 x {2+}\r\nab", io.ErrUnexpectedEOF},
		{"A1 UID REPLACE 1 x {2+}\r\na", io.ErrUnexpectedEOF},
		{"A1 REPLACE 1 x CATENATE (URL a)\r", io.ErrUnexpectedEOF},
		{"A1 REPLACE 1 x CATENATE (URL a)\r\n", io.EOF},
		{"A1 REPLACE 1 x CATENATE (TEXT {2+}\r\na", io.ErrUnexpectedEOF},
		{"A1 REPLACE 1 x UTF8 (~{1+}\r\na", io.ErrUnexpectedEOF},
	} {
		r := command.NewReader(strings.NewReader(x.in), wire.Options{})
		if _, err := r.Next(); err != nil {
			if err != x.want {
				t.Errorf("%q: %v, want %v", x.in, err, x.want)
			}
			continue // the line itself is incomplete
		}
		c, err := r.Decode()
		if err != nil {
			t.Fatalf("%q: %v", x.in, err)
		}
		s := c.(*command.ReplaceStream)
		m, err := s.Next()
		if err == nil && !m.Catenate {
			if _, err := m.NextPart(); err != io.EOF {
				t.Errorf("%q: a part: %v", x.in, err)
			}
		}
		for range 2 {
			if _, err := s.Next(); err != x.want {
				t.Errorf("%q: %v, want %v", x.in, err, x.want)
			}
		}
	}
}

// What a stream gives can be written on at once: a proxy.
func TestStreamEncode(t *testing.T) {
	for _, in := range []string{
		"A1 APPEND x (\\Seen) CATENATE (URL a TEXT {3+}\r\nabc UTF8 (~{1+}\r\n\x00)) UTF8 (~{1+}\r\na) ~{1+}\r\n\x00\r\n",
		"A1 REPLACE * x ANNOTATION (/comment (value.priv NIL)) {3+}\r\nabc\r\n",
		"A1 UID REPLACE 7 x CATENATE (TEXT {3+}\r\nabc URL a)\r\n",
	} {
		r := command.NewReader(strings.NewReader(in), wire.Options{})
		h, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		c, err := r.Decode()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := encode(h.Tag, c, wire.Options{}); err != nil || got != in {
			t.Errorf("%q is passed on as %q, %v", in, got, err)
		}
	}
}

func TestInvalidExtended(t *testing.T) {
	one := wire.Numbers(1)
	annotated := []command.Annotation{{Entry: "/a", Values: []command.AnnotationValue{{Attribute: "b"}}}}
	for _, c := range []command.Command{
		&command.Select{Params: options("condstore")}, &command.Select{Params: options("QRESYNC/X")}, &command.Select{QResync: &command.QResync{UIDValidity: 1}},
		&command.Select{QResync: &command.QResync{UIDValidity: 1, ModSeq: 1, KnownUIDs: wire.Set{Saved: true}}},
		&command.Select{QResync: &command.QResync{UIDValidity: 1, ModSeq: 1, KnownUIDs: wire.RangeOf(1, wire.Star)}},
		&command.Select{QResync: &command.QResync{UIDValidity: 1, ModSeq: 1, MatchUIDs: one}},
		&command.Create{Use: []wire.Flag{"Drafts"}}, &command.Create{Params: options("USE")},
		&command.Fetch{Set: one, Items: items("UID"), ChangedSince: command.Since{ModSeq: 1}}, &command.Fetch{Set: one, Items: items("UID"), Modifiers: options("VANISHED")},
		&command.Fetch{Set: one, Items: items("UID"), ChangedSince: command.SinceModSeq(1 << 63)},
		&command.Fetch{Set: one, Items: items("UID"), Partial: wire.PartialRange{First: 1, Last: -1}},
		&command.Fetch{Set: one, Items: []command.FetchItem{{Name: "UID", Lazy: true}}}, &command.Fetch{Set: one, Items: items("ANNOTATION")},
		&command.Fetch{Set: one, Items: []command.FetchItem{{Name: "UID", Entries: []string{"/a"}}}},
		&command.Store{Set: one, Modifiers: options("UNCHANGEDSINCE")}, &command.Store{Set: one, Attribute: 9}, &command.Store{Set: one, Labels: []string{"a"}},
		&command.Store{Set: one, Attribute: command.StoreAnnotations}, &command.Store{Set: one, Attribute: command.StoreAnnotations, Annotations: annotated, Silent: true},
		&command.Store{Set: one, Attribute: command.StoreAnnotations, Annotations: annotated, Action: command.StoreAdd},
		keys(key{Name: "MODSEQ", Text: "all"}), keys(key{Name: "MODSEQ", Flag: "a"}), keys(key{Name: "MODSEQ", Flag: "a b", Text: "all"}), keys(key{Name: "MODSEQ", Number: 1 << 63}),
		keys(key{Name: "OLDER"}), keys(key{Name: "YOUNGER", Size: 1 << 32}), keys(key{Name: "FILTER", Text: "a/b"}), keys(key{Name: "EMAILID"}), keys(key{Name: "THREADID", Text: "a.b"}),
		keys(key{Name: "UIDAFTER"}), keys(key{Name: "UIDBEFORE", Number: 1 << 32}), keys(key{Name: "ANNOTATION", Field: "/a", Text: "b"}), keys(key{Name: "FUZZY"}),
		&command.Search{Return: results("PARTIAL"), Keys: []key{{Name: "ALL"}}}, &command.Search{Return: results("min"), Keys: []key{{Name: "ALL"}}},
		&command.Search{Return: []command.SearchOption{{Name: "MIN", Value: wire.Value("1")}}, Keys: []key{{Name: "ALL"}}},
		&command.Sort{Charset: "x", Keys: []key{{Name: "ALL"}}}, &command.Sort{Criteria: []command.SortCriterion{{Key: "DATE"}}, Keys: []key{{Name: "ALL"}}},
		&command.Sort{Criteria: []command.SortCriterion{{Key: "REVERSE"}}, Charset: "x", Keys: []key{{Name: "ALL"}}},
		&command.Sort{Criteria: []command.SortCriterion{{Key: "DATE", Entry: "/a"}}, Charset: "x", Keys: []key{{Name: "ALL"}}},
		&command.Thread{Algorithm: "X"}, &command.Thread{Algorithm: "X", Charset: "x", EmptyCharset: true, Keys: []key{{Name: "ALL"}}}, &command.Search{Charset: "x", EmptyCharset: true, Keys: []key{{Name: "ALL"}}}, &command.Thread{Charset: "x", Keys: []key{{Name: "ALL"}}}, &command.ESearch{}, &command.ESearch{Keys: []key{{Name: "IN"}, {Name: command.SearchAnd, Keys: []key{{Name: "ALL"}}}}}, &command.ESearch{Scope: options("X"), Keys: []key{{Name: "ALL"}}},
		&command.ESearch{Sources: []command.MailboxFilter{{Name: "selected-delayed"}}, Keys: []key{{Name: "ALL"}}},
		&command.ESearch{Sources: []command.MailboxFilter{{Name: "subtree"}}, Keys: []key{{Name: "ALL"}}},
		&command.ESearch{Sources: []command.MailboxFilter{{Name: "inboxes", Mailboxes: []string{"a"}}}, Keys: []key{{Name: "ALL"}}},
		&command.CancelUpdate{}, &command.UIDBatches{}, &command.UIDBatches{Size: 1, First: 1}, &command.Notify{Status: true}, &command.Notify{Groups: make([]command.EventGroup, 1)},
		&command.Notify{Groups: []command.EventGroup{{Filter: command.MailboxFilter{Name: "selected"}, Events: []command.Event{{Name: "FlagChange", Items: items("UID")}}}}},
		&command.Replace{Mailbox: "x"}, &command.ReplaceStream{Mailbox: "x"}, appendOf(catenate()), appendOf(catenate(&command.AppendPart{URL: "a", Data: strings.NewReader("")})),
		appendOf(&command.AppendMessage{Extensions: options("X")}), appendOf(&command.AppendMessage{Extensions: []wire.Extension{{Name: "UTF8", Value: wire.Value("()")}}}),
		appendOf(&command.AppendMessage{Extensions: []wire.Extension{{Name: "X", Value: wire.Value(`"a"`)}}}),
		&command.GenURLAuth{}, &command.ResetKey{Mechanisms: []string{"X"}}, &command.URLFetch{}, &command.URLFetch{Requests: []command.URLFetchRequest{{URL: "a", Params: []string{"BODY"}}}},
		&command.Compress{}, &command.SetQuota{Limits: []command.QuotaLimit{{Resource: "X", Limit: -1}}}, &command.SetACL{Rights: "L"}, &command.SetACL{Change: 9},
		&command.GetMetadata{}, &command.GetMetadata{Entries: []string{"*"}}, &command.GetMetadata{Entries: []string{"/a"}, MaxSize: 1}, &command.GetMetadata{Entries: []string{"/a"}, Depth: "2"},
		&command.GetMetadata{Entries: []string{"/a", "*"}}, &command.SetMetadata{}, &command.Conversions{From: "\x00"}, &command.Convert{Set: one}, &command.Convert{Set: one, Items: items("FLAGS")},
		&command.List{Patterns: []string{"*"}, Return: options("METADATA")}, &command.List{Patterns: []string{"*"}, Metadata: []string{"/a"}},
	} {
		if s, err := encode("A1", c, wire.Options{}); err == nil || s != "" {
			t.Errorf("%#v is written as %q, %v", c, s, err)
		}
	}
}
