package response_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// A test is one response. in has no CRLF at its end and, if rule is set, a ‸
// where the error is.
type test struct {
	in   string
	want response.Response // the value; nil if only the octets are compared
	out  string            // what it is written as, if not in
	rule string            // what the error expects
	line string
}

// ok is a response that is read as want and written as out, or as in if out
// is empty.
func ok(in string, want response.Response, out string) test {
	return test{in: in, want: want, out: out, line: caller()}
}

// bad is a response with an error at the ‸ in it.
func bad(in, rule string) test { return test{in: in, rule: rule, line: caller()} }

func caller() string {
	_, file, line, _ := runtime.Caller(2)
	return fmt.Sprintf("%s:%d", file[strings.LastIndexByte(file, '/')+1:], line)
}

const mark = "‸"

// input returns the octets of the test and the offset of its error, or -1.
func (x *test) input() ([]byte, int64) {
	at := int64(strings.Index(x.in, mark))
	return []byte(strings.Replace(x.in, mark, "", 1) + "\r\n"), at
}

// tests are all tables.
func tests() (all []test) {
	for _, table := range [][]test{statusTests, dataTests, mailboxTests, fetchTests, bodyTests, searchTests, extensionTests, codeTests, itemTests} {
		all = append(all, table...)
	}
	return all
}

// collect returns x, or what a FetchStream gives as a Fetch. What is malformed
// in x is an error.
func collect(x response.Response) (response.Response, error) {
	var code response.Code
	switch x := x.(type) {
	case *response.Status:
		code = x.Code
	case *response.Continue:
		code = x.Code
	}
	if c, isInvalid := code.(*response.InvalidCode); isInvalid {
		return nil, c.Err
	}
	if c, isConverted := x.(*response.Converted); isConverted {
		for _, item := range c.Items {
			if item.Err != nil {
				return nil, item.Err
			}
		}
	}
	s, isStream := x.(*response.FetchStream)
	if !isStream {
		return x, nil
	}
	whole, err := s.ReadAll()
	if err != nil {
		return nil, err
	}
	for _, item := range whole.Items {
		switch item := item.(type) {
		case *response.InvalidItem:
			return nil, item.Err
		case *response.SectionItem:
			if data, ok := item.Data.(*bytes.Reader); ok && int64(data.Len()) != item.Size {
				return nil, fmt.Errorf("%d octets, want %d", data.Len(), item.Size)
			}
		}
	}
	return whole, nil
}

// decode reads the one response in b.
func decode(b []byte, opts wire.Options) (response.Response, error) {
	r := response.NewReader(bytes.NewReader(b), opts)
	x, err := r.Next()
	if err == nil {
		x, err = collect(x)
	}
	if err != nil {
		return nil, err
	}
	// The Reader keeps what it has returned until Next: it stays valid at
	// the end of the stream.
	return x, nil
}

func encode(x response.Response, opts wire.Options) (string, error) {
	var b bytes.Buffer
	w := response.NewWriter(&b, opts)
	err := w.Write(x)
	if e := w.Flush(); err == nil {
		err = e
	}
	return b.String(), err
}

// diff compares two responses by value.
func diff(want, got response.Response) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateComparable(),
		cmp.Comparer(func(a, b io.Reader) bool { return text(a) == text(b) }),
		cmp.Comparer(func(a, b response.Envelope) bool { return cmp.Equal(a.Fields(), b.Fields()) }),
		cmp.Comparer(func(a, b response.BodyStructure) bool {
			if a.IsZero() || b.IsZero() {
				return a.IsZero() == b.IsZero()
			}
			return cmp.Equal(tree(a.Root()), tree(b.Root()), cmpopts.EquateEmpty())
		}))
}

// text returns what a strings.Reader or a bytes.Reader holds, without reading it.
func text(r io.Reader) string {
	if r == nil {
		return "nil"
	}
	at := r.(interface {
		io.ReaderAt
		Size() int64
	})
	b, _ := io.ReadAll(io.NewSectionReader(at, 0, at.Size()))
	return string(b)
}

// A part is a tree of all that a BodyStructure says.
type part struct {
	Multipart bool
	Fields    response.PartFields
	Children  []part
}

func tree(p response.Part) part {
	x := part{Multipart: p.Multipart(), Fields: p.Fields()}
	for c := range p.Children() {
		x.Children = append(x.Children, tree(c))
	}
	return x
}

// events reads all responses in r and says what they are.
func events(r io.Reader) (list []string) {
	reader := response.NewReader(r, wire.Options{})
	for {
		x, err := reader.Next()
		if err == nil {
			list = append(list, fmt.Sprintf("%T", x))
			x, err = collect(x)
		}
		if err != nil {
			list = append(list, fmt.Sprintf("%s, next at %d", describe(err), reader.Decoder().InputOffset()))
			if fatal(err) {
				return list
			}
			continue
		}
		s, err := encode(x, wire.Options{})
		list = append(list, fmt.Sprintf("%q %v, next at %d", s, err, reader.Decoder().InputOffset()))
	}
}

// fatal reports whether nothing can be read after err.
func fatal(err error) bool {
	var syntax *wire.SyntaxError
	var limit *wire.LimitError
	return !errors.As(err, &syntax) || errors.As(err, &limit) && limit.Limit == "Line"
}

func describe(err error) string {
	var x *wire.SyntaxError
	if !errors.As(err, &x) {
		return fmt.Sprintf("%T %v", err, err)
	}
	return fmt.Sprintf("offset %d column %d tag %q rule %q found %q: %v", x.Offset, x.Column, x.Tag, x.Rule, x.Found, x.Err)
}

// run calls f with each test.
func run(t *testing.T, f func(t *testing.T, x test)) {
	for _, x := range tests() {
		t.Run(x.line, func(t *testing.T) { f(t, x) })
	}
}
