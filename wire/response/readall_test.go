package response_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// What ReadAll returns has nothing in common with what is read behind it.
func TestReadAll(t *testing.T) {
	var first []response.Response
	for _, x := range tests() {
		if f, isFetch := x.want.(*response.Fetch); isFetch && x.in != "" {
			first = append(first, f)
		}
	}
	var in strings.Builder
	for range 2 {
		for _, x := range tests() {
			if _, isFetch := x.want.(*response.Fetch); isFetch && x.in != "" {
				octets, _ := x.input()
				in.Write(octets)
			}
		}
	}
	var kept []*response.Fetch
	r := response.NewReader(strings.NewReader(in.String()), wire.Options{Side: wire.Client, Limits: wire.Limits{Items: 1 << 20}})
	for range 2 * len(first) {
		f, err := fetched(t, r).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, f)
	}
	if len(first) < 30 {
		t.Fatalf("only %d responses", len(first))
	}
	for i, f := range kept {
		if d := diff(first[i%len(first)], f); d != "" {
			t.Errorf("response %d is another one: %s", i, d)
		}
	}
}

func TestReadAllLimit(t *testing.T) {
	in := "* 1 FETCH (RFC822.HEADER {6}\r\nabcdef RFC822.TEXT {5}\r\nghijk)\r\n* 2 EXISTS\r\n"
	for most, ok := range map[int64]bool{11: true, 10: false, 5: false} {
		r := response.NewReader(strings.NewReader(in), wire.Options{Side: wire.Client, Limits: wire.Limits{LiteralBytes: most}})
		f, err := fetched(t, r).ReadAll()
		var limit *wire.LimitError
		if (err == nil) != ok || err != nil && (!errors.As(err, &limit) || limit.Max != most) {
			t.Errorf("at most %d: %+v, %v", most, f, err)
		}
		if x, err := r.Next(); err != nil || x.(*response.Exists).Count != 2 {
			t.Errorf("at most %d: %v, %v behind it", most, x, err)
		}
	}
	r := response.NewReader(strings.NewReader(in[:len(in)-40]), wire.Options{Side: wire.Client})
	if f, err := fetched(t, r).ReadAll(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%+v, %v", f, err)
	}
}

// What is held is bounded by how many items there are, too: one of few octets is a
// struct of many.
func TestReadAllItems(t *testing.T) {
	in := "* 1 FETCH (UID 1 BODY[] NIL FLAGS ())\r\n* 2 EXISTS\r\n"
	for most, ok := range map[int]bool{4: true, 3: true, 2: false, 1: false} {
		r := response.NewReader(strings.NewReader(in), wire.Options{Side: wire.Client, Limits: wire.Limits{Items: most}})
		f, err := fetched(t, r).ReadAll()
		var limit *wire.LimitError
		if (err == nil) != ok || err != nil && (!errors.As(err, &limit) || *limit != wire.LimitError{Limit: "Items", Max: int64(most)}) {
			t.Errorf("at most %d: %+v, %v", most, f, err)
		}
		if x, err := r.Next(); err != nil || x.(*response.Exists).Count != 2 {
			t.Errorf("at most %d: %v, %v behind it", most, x, err)
		}
	}
}

// The section of an item that ReadAll has returned may be changed: the Decoder keeps
// those it has seen, and does not keep this one.
func TestReadAllSection(t *testing.T) {
	const item = "* 1 FETCH (BODY[1.2.3.HEADER.FIELDS (From To Cc)] NIL)\r\n"
	r := response.NewReader(strings.NewReader(item+item+item), wire.Options{Side: wire.Client})
	var sections []*wire.Section
	for range 3 {
		f, err := fetched(t, r).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		s := &f.Items[0].(*response.SectionItem).Section
		if want := (wire.Section{Part: []uint32{1, 2, 3}, Text: wire.SectionHeaderFields, Fields: []string{"From", "To", "Cc"}}); !s.Equal(want) {
			t.Errorf("%v, want %v", *s, want)
		}
		s.Part[0], s.Fields[0] = 9, "X"
		sections = append(sections, s)
	}
	s := sections[0]
	s.Part, s.Fields = append(s.Part, 4), append(s.Fields, "Bcc")
	for _, x := range sections[1:] {
		if x.Part = append(x.Part, 5); s.Part[3] != 4 {
			t.Error("two have the same memory")
		}
	}
}
