package response_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// rewind makes the Data of x readable again.
func rewind(x response.Response) {
	if f, isFetch := x.(*response.Fetch); isFetch {
		for _, item := range f.Items {
			if s, isSection := item.(*response.SectionItem); isSection && s.Data != nil {
				s.Data.(io.Seeker).Seek(0, io.SeekStart)
			}
		}
	}
}

// forms are the forms of strings that an Encoder can be told to write.
var forms = rapid.SampledFrom([]wire.StringForm{wire.Shortest, wire.PreferQuoted, wire.AlwaysLiteral})

// What is written is read back as the same value, in whichever form.
func TestRoundTrip(t *testing.T) {
	g := valid()
	rapid.Check(t, func(t *rapid.T) {
		opts := wire.Options{UTF8: rapid.Bool().Draw(t, "UTF8"), Strings: forms.Draw(t, "strings")}
		x := g.response(t)
		s, err := encode(x, opts)
		if err != nil {
			t.Fatalf("encode: %v", err)
		}
		rewind(x)
		got, err := decode([]byte(s), opts)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if d := diff(x, got); d != "" {
			t.Fatalf("%q (-want +got):\n%s", s, d)
		}
	})
}

// What is written is read, and written again as the same octets, whatever the
// names are that unknown things have.
func TestWritten(t *testing.T) {
	g := hostile()
	rapid.Check(t, func(t *rapid.T) {
		opts := wire.Options{UTF8: rapid.Bool().Draw(t, "UTF8")}
		x := g.response(t)
		s, err := encode(x, opts)
		if err != nil {
			return
		}
		again, err := decode([]byte(s), opts)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if second, err := encode(again, opts); err != nil || second != s {
			t.Fatalf("%q is written as %q, %v the second time", s, second, err)
		}
	})
}

// No string can end a response or begin another.
func TestInjection(t *testing.T) {
	g := hostile()
	rapid.Check(t, func(t *rapid.T) {
		opts := wire.Options{UTF8: rapid.Bool().Draw(t, "UTF8"), Strings: forms.Draw(t, "strings")}
		value := g.response(t)
		s, err := encode(value, opts)
		if err != nil {
			if s != "" {
				t.Fatalf("%v, but %q was written", err, s)
			}
			if !errors.Is(err, wire.ErrEncode) {
				t.Fatalf("error is %v, want ErrEncode", err)
			}
			return
		}
		r := response.NewReader(strings.NewReader(s), opts)
		x, err := r.Next()
		if err == nil {
			_, err = collect(x)
		}
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if _, err := r.Next(); err != io.EOF {
			t.Fatalf("%q: behind the response: %v", s, err)
		}
		if left := r.Decoder().UnreadBuffer(); len(left) > 0 {
			t.Fatalf("%q: %q is left", s, left)
		}
	})
}

func TestInvalid(t *testing.T) {
	section := func(change func(*response.SectionItem)) response.Response {
		x := body(wire.Section{}, "abc")
		change(x)
		return fetch(x)
	}
	nilParam := []wire.Param{{Name: "a"}}
	for _, x := range []response.Response{
		&response.Status{}, &response.Status{Type: "FINE"}, &response.Status{Tag: "A1", Type: "BYE"}, &response.Status{Tag: "A+", Type: "OK"},
		&response.Status{Type: "OK", Text: "[x] y"}, &response.Status{Type: "OK", Text: "x{3}"}, &response.Status{Type: "OK", Text: "\xff"},
		&response.Status{Type: "OK", Code: response.AtomCode("A B")}, &response.Status{Type: "OK", Code: response.NumberCode{Name: "UIDNEXT"}},
		&response.Status{Type: "OK", Code: &response.AppendUID{UIDValidity: 1}}, &response.Status{Type: "OK", Code: &response.AppendUID{UIDs: wire.Numbers(1)}},
		&response.Status{Type: "OK", Code: &response.CopyUID{UIDValidity: 1, Source: wire.RangeOf(1, wire.Star), Target: wire.Numbers(1)}},
		&response.Status{Type: "OK", Code: &response.UnknownCode{Name: "X", Args: "a]b"}}, &response.Status{Type: "OK", Code: &response.UnknownCode{Name: "X", Args: "é"}},
		&response.Status{Type: "OK", Code: &response.CharsetCode{Charsets: []string{"\r\n"}}},
		&response.Continue{Text: "\r"}, &response.Continue{Text: "[x"}, &response.Expunge{}, &response.Search{Numbers: []uint32{0}}, &response.ESearch{Tag: "\""},
		&response.ESearch{All: wire.RangeOf(1, wire.Star)}, &response.ESearch{Extensions: options("X")},
		&response.List{Attributes: []string{"x"}, Mailbox: "x"}, &response.List{Mailbox: "x", Delimiter: '\n'},
		&response.List{Mailbox: "x", Delimiter: -1}, &response.List{Mailbox: "x", Delimiter: 0xD800}, &response.List{Mailbox: "x", Delimiter: 0x110000},
		&response.Namespace{Other: []response.NamespaceItem{{Delimiter: 0xDFFF}}}, fetch(&response.UIDItem{UID: 1}, nil),
		&response.List{Mailbox: "x", Extensions: options("X")},
		&response.List{Mailbox: "x", Extensions: []wire.Extension{{Name: "X", Value: wire.Value("1 2")}}},
		&response.MailboxStatus{Items: []response.StatusItem{{Name: "UIDNEXT"}}}, &response.MailboxStatus{Items: []response.StatusItem{{Name: "X", Number: -1}}},
		&response.MailboxStatus{Items: []response.StatusItem{{Name: "X", Value: wire.Value("(")}}}, &response.MailboxStatus{Items: []response.StatusItem{{}}},
		&response.Vanished{}, &response.Vanished{UIDs: wire.RangeOf(1, wire.Star)}, &response.Search{ModSeq: 1}, &response.Sort{Numbers: []uint32{0}},
		&response.Sort{Numbers: []uint32{1}, ModSeq: 1 << 63}, thread(1, 1), thread(1, 0, 2, 2), thread(1, -1), thread(0, 0), thread(0, 0, 1, 1),
		thread(1, 0, 0, 1, 2, 2, 3, 2), thread(1, 0, 0, 1), thread(0, 0, 1, 1, 2, 0), deepThread(101),
		&response.ESearch{Partial: wire.PartialRange{First: 1, Last: -1}}, &response.ESearch{PartialSet: wire.Numbers(1)}, &response.ESearch{Relevancy: []uint8{101}},
		&response.ESearch{Relevancy: []uint8{0}}, &response.ESearch{Updates: []response.ContextUpdate{{}}}, &response.ESearch{ModSeq: 1 << 63},
		&response.Quota{Resources: []response.QuotaResource{{Name: "A B"}}}, &response.Quota{Resources: []response.QuotaResource{{Name: "A", Limit: -1}}},
		&response.ACL{Entries: []response.ACLEntry{{Rights: "R"}}}, &response.ListRights{Optional: []string{"l r"}}, &response.MyRights{Rights: "é"},
		&response.Metadata{}, &response.Metadata{Changed: []string{"*"}}, &response.Metadata{Changed: []string{"/a"}, Values: []response.MetadataValue{{Entry: "/a"}}},
		&response.Namespace{Other: []response.NamespaceItem{{Extensions: []response.NamespaceExtension{{Name: "X"}}}}},
		&response.Namespace{Other: []response.NamespaceItem{{Extensions: []response.NamespaceExtension{{Name: "Translation", Values: []string{"x"}}}}}},
		&response.Language{}, &response.Comparator{Active: "\x00"}, &response.GenURLAuth{}, &response.URLFetch{}, &response.JMAPAccess{URL: "\x00"},
		&response.URLFetch{Results: []response.URLData{{URL: "u", Data: some("x"), Parts: []response.URLPart{{Name: "BODY"}}}}},
		&response.URLFetch{Results: []response.URLData{{URL: "u", Parts: []response.URLPart{{Name: "BODYPARTSTRUCTURE"}}}}},
		&response.URLFetch{Results: []response.URLData{{URL: "u", Parts: []response.URLPart{{Name: "BODY", Data: some("\x00")}}}}},
		&response.URLFetch{Results: []response.URLData{{URL: "u", Parts: []response.URLPart{{Name: "X"}}}}},
		&response.UIDBatches{}, &response.UIDBatches{Tag: "A", Batches: []wire.Range{{First: 1}}}, &response.Conversion{From: "\x00"},
		converted(), &response.Converted{Tag: "A", UID: 1}, &response.Converted{Seq: 1, UID: 1}, converted(response.ConvertedItem{Name: "x"}),
		converted(response.ConvertedItem{Name: "uid", Value: wire.Value("1")}), converted(response.ConvertedItem{Name: "BINARY", Value: wire.Value("1")}),
		converted(response.ConvertedItem{Name: "binary[1]", Value: wire.Value("1")}), converted(response.ConvertedItem{Name: "BINARY.SIZE", Partial: true}),
		converted(response.ConvertedItem{Name: "BINARY", Section: wire.Section{Text: wire.SectionHeader}}), converted(response.ConvertedItem{Name: "BODYPARTSTRUCTURE"}),
		converted(response.ConvertedItem{Name: "BODY", Data: some("\x00")}), converted(response.ConvertedItem{Name: "AVAILABLECONVERSIONS", Types: []string{"\n"}}),
		converted(response.ConvertedItem{Name: "BINARY", Failure: &response.ConvertFailure{}}), converted(response.ConvertedItem{Name: "BINARY", Failure: &response.ConvertFailure{Code: "X", Minutes: 1}}),
		converted(response.ConvertedItem{Name: "BINARY", Failure: &response.ConvertFailure{Code: "TEMPFAIL", Details: wire.Value("1")}}),
		converted(response.ConvertedItem{Name: "BINARY", Failure: &response.ConvertFailure{Code: "X", Details: wire.Value(")")}}),
		converted(response.ConvertedItem{Name: "BINARY", Failure: &response.ConvertFailure{Code: "X", Refusals: []response.ConvertRefusal{{To: "a"}}}}),
		failure("BINARY", "BADPARAMETERS"), failure("BINARY", "BADPARAMETERS", response.ConvertRefusal{To: "a/b"}, response.ConvertRefusal{Params: []wire.Param{{Name: "a", Value: some("b")}}}), failure("BINARY", "MISSINGPARAMETERS"), failure("BINARY", "BADPARAMETERS", response.ConvertRefusal{}), failure("BINARY", "MISSINGPARAMETERS", response.ConvertRefusal{}),
		failure("BINARY", "BADPARAMETERS", response.ConvertRefusal{Missing: []string{"a"}}), failure("BINARY", "BADPARAMETERS", response.ConvertRefusal{Params: []wire.Param{{Name: "a"}}}),
		failure("BINARY", "MISSINGPARAMETERS", response.ConvertRefusal{To: "a", Missing: []string{"a"}}), failure("BINARY", "MISSINGPARAMETERS", response.ConvertRefusal{Params: []wire.Param{{Name: "a", Value: some("b")}}}),
		&response.List{LSub: true, XList: true, Mailbox: "x"}, &response.List{Mailbox: "x", ChildInfo: []string{"\n"}}, &response.List{Mailbox: "x", OldName: "\xc3"},
		&response.MailboxStatus{Items: []response.StatusItem{{Name: "MAILBOXID"}}}, &response.MailboxStatus{Items: []response.StatusItem{{Name: "MESSAGES", Nil: true}}},
		&response.MailboxStatus{Items: []response.StatusItem{{Name: "MESSAGES", Number: 1 << 32}}}, &response.MailboxStatus{Items: []response.StatusItem{{Name: "SIZE", Value: wire.Value("x")}}},
		&response.Fetch{Seq: 1, UID: 1, Items: []response.Item{&response.UIDItem{UID: 1}}}, fetch(&response.ModSeqItem{}), fetch(&response.EmailIDItem{}), fetch(&response.ThreadIDItem{ID: "a b"}),
		fetch(&response.GmailLabelsItem{Labels: []string{"\xc3"}}), fetch(&response.UnknownItem{Name: "X[A (b]", Value: wire.Value("1")}),
		fetch(&response.UnknownItem{Name: "X (b)]", Value: wire.Value("1")}), fetch(&response.UnknownItem{Name: "X[", Value: wire.Value("(b)")}), fetch(&response.UnknownItem{Name: "X[ (b)x]", Value: wire.Value("1")}), fetch(&response.UnknownItem{Name: "X[ (b))]", Value: wire.Value("1")}), fetch(&response.PreviewItem{Text: some("\x00")}),
		fetch(&response.AnnotationItem{}), fetch(&response.AnnotationItem{Entries: []response.Annotation{{Entry: "/a"}}}), fetch(&response.AnnotationItem{Changed: []string{"%"}}),
		coded(&response.ModSeqCode{}), coded(&response.ModifiedCode{}), coded(&response.MailboxIDCode{ID: "]"}), coded(&response.MetadataCode{}), coded(&response.MetadataCode{Reason: "a b"}),
		coded(&response.InProgressCode{Tag: "+"}), coded(&response.InProgressCode{Goal: 1}), coded(&response.InProgressCode{HasProgress: true, Progress: 2, Goal: 1}),
		coded(&response.MessageLimitCode{}), coded(&response.NoUpdateCode{}), coded(&response.BadEventCode{}), coded(&response.BadEventCode{Events: []string{"]"}}),
		coded(&response.FilterCode{Name: "a/b"}), coded(&response.FilterCode{}), coded(&response.URLCode{URL: "]"}), coded(&response.URLCode{}), coded(&response.ReferralCode{}),
		coded(&response.ReferralCode{URLs: []string{"a b"}}), coded(&response.ReferralCode{URLs: []string{""}}), coded(&response.URLMechCode{}),
		coded(&response.URLMechCode{Mechanisms: []response.URLMechanism{{Name: "a=b"}}}), coded(&response.URLMechCode{Mechanisms: []response.URLMechanism{{Name: "a", Data: "-"}}}),
		coded(&response.AnnotationsCode{}), coded(&response.AnnotationsCode{None: true, NoPrivate: true}), coded(&response.AnnotationsCode{ReadOnly: true, Size: 1}), coded(&response.AnnotateCode{}),
		&response.Unknown{}, &response.Unknown{Name: "X", Args: wire.Value("(a)(b)")}, &response.FetchStream{Seq: 1},
		&response.Fetch{Seq: 1}, &response.Fetch{Items: []response.Item{&response.UIDItem{UID: 1}}}, fetch(&response.UIDItem{}), fetch(&response.SizeItem{Size: -1}),
		fetch(&response.UnknownItem{Name: "A B", Value: wire.Value("1")}), fetch(&response.UnknownItem{Name: "A"}), fetch(&response.StructureItem{}),
		fetch(&response.StructureItem{Body: response.BodyStructure{}}),
		section(func(x *response.SectionItem) { x.Name = "TEXT" }), section(func(x *response.SectionItem) { x.Size = 4 }),
		section(func(x *response.SectionItem) { x.Size = -1 }), section(func(x *response.SectionItem) { x.Data = nil }),
		section(func(x *response.SectionItem) { x.Binary = true }), section(func(x *response.SectionItem) { x.Partial, x.Origin = true, -1 }),
		section(func(x *response.SectionItem) { x.Name, x.Section.Text = "RFC822", "TEXT" }),
		section(func(x *response.SectionItem) { x.Name, x.Section.Part = "RFC822.TEXT", []uint32{1} }), section(func(x *response.SectionItem) { x.Origin = 1 }),
		section(func(x *response.SectionItem) { x.Data = strings.NewReader("a\x00c") }),
		section(func(x *response.SectionItem) { x.Name, x.Partial = "RFC822", true }),
		section(func(x *response.SectionItem) { x.Name, x.Section.Text = "BINARY", wire.SectionHeader }),
		structure(true, &response.PartFields{Subtype: "mixed"}, nil),
		structure(true, plain, plain, nil, nil),
		structure(true, &response.PartFields{Type: "MESSAGE", Subtype: "RFC822"}, plain, nil, nil),
		structure(true, &response.PartFields{Type: "MESSAGE", Subtype: "RFC822", Envelope: &response.EnvelopeFields{}}, nil),
		structure(true, &response.PartFields{Type: "MESSAGE", Subtype: "RFC822", Envelope: &response.EnvelopeFields{}}, plain, nil, plain, nil, nil),
		structure(true, &response.PartFields{Type: "a", Subtype: "b", Params: nilParam}, nil),
		structure(true, &response.PartFields{Type: "text", Subtype: "b", Lines: -1}, nil),
		structure(true, &response.PartFields{Subtype: "mixed"}, plain, nil),
	} {
		if s, err := encode(x, wire.Options{}); err == nil || s != "" {
			t.Errorf("%#v is written as %q, %v", x, s, err)
		}
	}
}

func coded(c response.Code) response.Response { return status("", "OK", c, "x") }

func converted(items ...response.ConvertedItem) response.Response {
	return &response.Converted{Seq: 1, Tag: "A", Items: items}
}

// deepThread makes a thread that takes n parentheses one in another.
func deepThread(n int) response.Response {
	t := thread(1, 0)
	for i := 1; i < n; i++ {
		t.Messages = append(t.Messages, response.ThreadMessage{Number: 1, Depth: i})
	}
	for i := n - 1; i > 0; i-- {
		t.Messages = append(t.Messages, response.ThreadMessage{Number: 1, Depth: i})
	}
	return t
}

func options(names ...string) (list []wire.Extension) {
	for _, n := range names {
		list = append(list, wire.Extension{Name: n})
	}
	return list
}

// Once part of a response is out, it cannot be taken back.
func TestShortData(t *testing.T) {
	var b bytes.Buffer
	w := response.NewWriter(&b, wire.Options{})
	x := body(wire.Section{}, strings.Repeat("x", 50_000))
	x.Size *= 2
	if err := w.Write(fetch(x)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	if err := w.Write(&response.Exists{}); !errors.Is(err, wire.ErrBroken) {
		t.Errorf("the next response: %v", err)
	}
	if strings.Contains(b.String(), "EXISTS") {
		t.Error("a response stands in the literal of another")
	}
}
