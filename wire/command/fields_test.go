package command_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"imapkit.example/literal"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
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
	case reflect.String:
		f(v, of)
	}
}

// hostileStrings has every octet, and what could end a message.
func hostileStrings() (list []string) {
	for c := range 256 {
		list = append(list, string([]byte{byte(c)}), "a"+string([]byte{byte(c)})+"b")
	}
	return append(list, "", "a\r\nX9 LOGOUT", "a\nX9 LOGOUT", "a {3}", "a {3+}", "{3}\r\nabc", "~{3}", "a] x", "[a", "a)", "(a", `a"`, `a\`, "\xff\r\nX9 LOGOUT\r\n",
		"\xffa\xff", "é", "\u0085", "NIL", "INBOX", "*", "+", "X9 LOGOUT")
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
		case h.Size > int64(len(b)) || h.Mode != literal.NonSync:
			return fmt.Errorf("literal %v with %d octets", h, len(b))
		}
		b = b[h.Size:]
	}
}

// Whatever a client puts into a field: what it writes is one command, or nothing
// and an error.
func TestFields(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range tests() {
		in, at := x.input()
		if at >= 0 || x.rule != "" {
			continue
		}
		decoded := func() command.Command {
			_, c, err := decode(in, wire.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		var names []string
		fields(reflect.ValueOf(decoded()), "", func(_ reflect.Value, of string) { names = append(names, of) })
		for i, name := range names {
			key := fmt.Sprintf("%T %s", decoded(), name)
			if seen[key] {
				continue
			}
			seen[key] = true
			for k, s := range hostileStrings() {
				c := decoded()
				n := 0
				fields(reflect.ValueOf(c), "", func(v reflect.Value, _ string) {
					if n++; n == i+1 && v.Kind() == reflect.String {
						v.SetString(s)
					} else if n == i+1 {
						v.SetBytes([]byte(s))
					}
				})
				checkWritten(t, key, "A1", c, k%2 == 0)
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("%d fields", len(seen))
	}
	for _, s := range hostileStrings() {
		checkWritten(t, "tag", tag.Tag(s), command.NewBare("NOOP"), false)
		checkWritten(t, "name", "A1", command.NewBare(command.Name(s)), false)
	}
}

func checkWritten(t *testing.T, what string, name tag.Tag, c command.Command, utf8 bool) {
	out, err := encode(name, c, wire.Options{UTF8: utf8})
	if err == nil {
		err = wellFramed([]byte(out))
	} else if out == "" && (errors.Is(err, wire.ErrEncode) || errors.Is(err, literal.ErrNUL)) {
		err = nil
	}
	if err != nil {
		t.Errorf("%s: %q is written: %v", what, out, err)
	}
}
