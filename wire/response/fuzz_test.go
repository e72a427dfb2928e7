package response_test

import (
	"bytes"
	"io"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// FuzzReader reads any octets as responses: whole or in pieces they are the
// same responses and errors, and a response that was read is written in a
// form that is read as the same response.
func FuzzReader(f *testing.F) {
	for _, x := range tests() {
		in, _ := x.input()
		f.Add(in)
		f.Add(append(in, "* 1 EXISTS\r\n"...))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		if err := fuzz.CheckSplit(input, events); err != nil {
			t.Error(err)
		}
		r := response.NewReader(bytes.NewReader(input), wire.Options{})
		for {
			x, err := r.Next()
			if err == nil {
				x, err = collect(x)
			}
			if err != nil {
				if fatal(err) {
					return
				}
				continue
			}
			s, err := encode(x, wire.Options{})
			rewind(x)
			if err != nil {
				if !cannotBeWritten(x) {
					t.Fatalf("%#v: %v", x, err)
				}
				continue
			}
			again, err := decode([]byte(s), wire.Options{})
			if err != nil {
				t.Fatalf("%q: %v", s, err)
			}
			if second, err := encode(again, wire.Options{}); err != nil || s != second {
				t.Fatalf("%q is written as %q, %v the second time", s, second, err)
			}
		}
	})
}

// cannotBeWritten reports whether x is legal to read but not to write: text
// that looks like the announcement of a literal, and octets above 0x7F in a
// delimiter, a charset or a URL that must be quoted.
func cannotBeWritten(x response.Response) bool {
	switch x := x.(type) {
	case *response.Status:
		_, isCharset := x.Code.(*response.CharsetCode)
		return isCharset || bytes.HasSuffix([]byte(x.Text), []byte("}"))
	case *response.Continue:
		_, isCharset := x.Code.(*response.CharsetCode)
		return isCharset || bytes.HasSuffix([]byte(x.Text), []byte("}"))
	case *response.List, *response.Namespace, *response.JMAPAccess:
		return true
	case *response.Fetch:
		for _, item := range x.Items {
			if s, isSection := item.(*response.SectionItem); isSection && !s.Nil && !s.Binary {
				// Nobody looks for NUL in what is streamed.
				if data, err := io.ReadAll(s.Data); err == nil && bytes.IndexByte(data, 0) >= 0 {
					return true
				}
			}
		}
	}
	return false
}
