package response_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// fields calls f with each string, octets and rune in v that can be set, and
// what it is a field of.
func fields(v reflect.Value, of string, f func(v reflect.Value, of string)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			fields(v.Elem(), of, f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if x := v.Type().Field(i); x.IsExported() {
				fields(v.Field(i), v.Type().String()+"."+x.Name, f)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			f(v, of)
			return
		}
		for i := range v.Len() {
			fields(v.Index(i), of, f)
		}
	case reflect.String, reflect.Int32:
		if v.CanSet() {
			f(v, of)
		} else { // what an interface holds
			f(reflect.Value{}, of+" "+v.Type().String())
		}
	}
}

// hostileStrings has every octet, and what could end a message.
func hostileStrings() (list []string) {
	for c := range 256 {
		list = append(list, string([]byte{byte(c)}), "a"+string([]byte{byte(c)})+"b")
	}
	return append(list, "", "a\r\nA9 OK x", "a\n* 9 EXISTS", "a {3}", "a {3+}", "{3}\r\nabc", "~{3}", "a] x", "[a", "a)", "(a", `a"`, `a\`, "\xff\r\n* 9 EXISTS\r\n",
		"\xffa\xff", "é", "\u0085", "NIL", "INBOX", "*", "+", "* OK x")
}

// wellFramed returns an error if b is not exactly one message, as someone sees
// it who knows line ends and literals alone.
func wellFramed(b []byte) error {
	for {
		i := bytes.Index(b, []byte("\r\n"))
		if i < 0 {
			return errors.New("no CRLF")
		}
		line := b[:i]
		if bytes.ContainsAny(line, "\r\n\x00") {
			return fmt.Errorf("control character in the line %q", line)
		}
		b = b[i+2:]
		h, ok, err := literal.Trailing(line)
		switch {
		case err != nil:
			return err
		case !ok && len(b) > 0:
			return fmt.Errorf("a second message: %q", b)
		case !ok:
			return nil
		case h.Size > int64(len(b)) || h.Mode != literal.Sync:
			return fmt.Errorf("literal %v with %d octets", h, len(b))
		}
		b = b[h.Size:]
	}
}

// A subject makes a value whose fields are changed, and what is then written.
type subject func() (value any, written func() response.Response)

func subjects(t *testing.T) (list []subject) {
	for _, x := range tests() {
		in, at := x.input()
		if at >= 0 || x.rule != "" {
			continue
		}
		list = append(list, func() (any, func() response.Response) {
			x, err := decode(in, wire.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return x, func() response.Response { return x }
		})
	}
	// The parts of a body are made by a builder.
	params := func() []wire.Param { return []wire.Param{{Name: "a", Value: some("b")}} }
	for _, typ := range []string{"", "TEXT", "APPLICATION"} {
		list = append(list, func() (any, func() response.Response) {
			f := &response.PartFields{Type: typ, Subtype: "x", Params: params(), Extended: 4, Disposition: some("d"), DispositionParams: params(),
				Languages: []string{"l"}, Location: some("o"), Extensions: wire.Value("1")}
			if typ != "" {
				f.ID, f.Description, f.Encoding, f.MD5 = some("i"), some("d"), "7BIT", some("m")
			}
			return f, func() response.Response {
				var b response.BodyBuilder
				b.Begin(*f)
				if typ == "" {
					b.Begin(response.PartFields{Type: "A", Subtype: "B", Encoding: "C"})
					b.End()
				}
				b.End()
				return fetch(&response.StructureItem{Extended: true, Body: b.Body()})
			}
		})
	}
	return list
}

// Whatever a server puts into a field: what it writes is one response, or
// nothing and an error.
func TestFields(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range subjects(t) {
		var names []string
		value, _ := x()
		fields(reflect.ValueOf(value), "", func(_ reflect.Value, of string) { names = append(names, of) })
		for i, name := range names {
			if key := fmt.Sprintf("%T %s", value, name); seen[key] {
				continue
			} else {
				seen[key] = true
			}
			for k, s := range hostileStrings() {
				value, written := x()
				n := 0
				fields(reflect.ValueOf(value), "", func(v reflect.Value, _ string) {
					if n++; n != i+1 || !v.IsValid() {
						return
					}
					switch v.Kind() {
					case reflect.String:
						v.SetString(s)
					case reflect.Slice:
						v.SetBytes([]byte(s))
					default:
						v.SetInt(int64(k))
					}
				})
				out, err := encode(written(), wire.Options{UTF8: k%2 == 0})
				if err == nil {
					err = wellFramed([]byte(out))
				} else if out == "" && errors.Is(err, wire.ErrEncode) {
					err = nil
				}
				if err != nil {
					t.Errorf("%s is %q: %q is written: %v", name, s, out, err)
				}
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("%d fields", len(seen))
	}
}

// Codes that are no structs.
func TestCodeFields(t *testing.T) {
	for _, s := range hostileStrings() {
		for _, c := range []response.Code{response.AtomCode(s), response.NumberCode{Name: s, Number: 1}} {
			out, err := encode(coded(c), wire.Options{})
			if err == nil {
				err = wellFramed([]byte(out))
			} else if out == "" && errors.Is(err, wire.ErrEncode) {
				err = nil
			}
			if err != nil {
				t.Errorf("%#v: %q is written: %v", c, out, err)
			}
		}
	}
}
