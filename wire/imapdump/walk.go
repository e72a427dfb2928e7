package main

import (
	"encoding"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A walker writes values of the types of wire, wire/command and wire/response
// as JSON. It knows the few types that stand for a scalar or hide what they
// hold; all others are written by the fields they have.
type walker struct {
	w       *jsonWriter
	d       *wire.Decoder
	err     error // why the message is malformed
	structs map[reflect.Type][]field
}

// A field is a field of a struct to be shown.
type field struct {
	index   int
	key     string // with the quotes and the colon
	numbers bool   // a []uint8 that holds numbers, not octets
}

// message writes the values of x as a member called value.
func (v *walker) message(x any, d *wire.Decoder) error {
	r := reflect.ValueOf(x)
	if v.d, v.err = d, nil; r.Elem().Kind() == reflect.Struct {
		v.w.raw(`,"value":`)
		v.value(r)
	}
	return v.err
}

// headers returns the fields of the struct type t that are members of the
// object of a message and need not be repeated in its value.
func headers(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[response.Status]():
		return "Tag Type"
	case reflect.TypeFor[response.Unknown]():
		return "Name"
	case reflect.TypeFor[command.Unknown]():
		return "CommandName"
	}
	return ""
}

// fields returns the exported fields of the struct type t.
func (v *walker) fields(t reflect.Type) []field {
	list, ok := v.structs[t]
	if ok {
		return list
	}
	hidden := strings.Fields(headers(t))
next:
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		for _, name := range hidden {
			if f.Name == name {
				continue next
			}
		}
		numbers := t == reflect.TypeFor[response.ESearch]() && f.Name == "Relevancy"
		list = append(list, field{i, `"` + snake(f.Name) + `":`, numbers})
	}
	if v.structs == nil {
		v.structs = make(map[reflect.Type][]field)
	}
	v.structs[t] = list
	return list
}

func (v *walker) value(r reflect.Value) {
	switch r.Kind() {
	case reflect.Interface:
		v.dynamic(r)
		return
	case reflect.Pointer:
		if r.IsNil() {
			v.w.raw("null")
			return
		}
		if r.Elem().Kind() == reflect.Struct {
			v.structure(r, "")
			return
		}
		r = r.Elem()
	}
	if v.known(r) {
		return
	}
	switch r.Kind() {
	case reflect.Bool:
		v.w.scalar(r.Bool())
	case reflect.Int32:
		v.w.scalar(string(rune(r.Int())))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.w.scalar(r.Interface())
	case reflect.String:
		v.w.str(r.String())
	case reflect.Slice, reflect.Array:
		v.list(r)
	case reflect.Struct:
		p := reflect.New(r.Type())
		p.Elem().Set(r)
		v.structure(p, "")
	default:
		v.w.str(fmt.Sprint(r.Interface()))
	}
}

func (v *walker) list(r reflect.Value) {
	v.w.raw("[")
	for i := range r.Len() {
		if i > 0 {
			v.w.raw(",")
		}
		v.value(r.Index(i))
	}
	v.w.raw("]")
}

// known writes r if its type is one of those that stand for a scalar.
func (v *walker) known(r reflect.Value) bool {
	switch x := r.Interface().(type) {
	case wire.NString:
		if !x.Valid {
			v.w.raw("null")
		} else {
			v.w.str(x.String)
		}
	case wire.Date:
		v.w.str(fmt.Sprintf("%04d-%02d-%02d", x.Year, x.Month, x.Day))
	case time.Time:
		// Not every zone that IMAP can write is one of RFC 3339.
		v.w.str(x.Format(time.RFC3339))
	case encoding.TextAppender:
		b, err := x.AppendText(nil)
		if err != nil {
			return false
		}
		v.w.str(string(b))
	case fmt.Stringer:
		if k := r.Kind(); k == reflect.Struct || k == reflect.Slice {
			return false
		}
		v.w.str(x.String())
	default:
		if r.Kind() != reflect.Slice || r.Type().Elem().Kind() != reflect.Uint8 {
			return false
		}
		v.w.str(string(r.Bytes()))
	}
	return true
}

// dynamic writes what an interface holds. What has a name of its own, as error
// and io.Reader have, is written by what it does; else its type is told.
func (v *walker) dynamic(r reflect.Value) {
	switch x := r.Interface().(type) {
	case nil:
		v.w.raw("null")
	case io.Reader:
		if err := v.w.stream(x, v.d.InputOffset()); err != nil && v.err == nil {
			v.err = err
		}
	case error:
		v.w.str(x.Error())
		if v.err == nil {
			v.err = x
		}
	default:
		r = r.Elem()
		t := r.Type()
		if r.Kind() == reflect.Struct {
			p := reflect.New(t)
			p.Elem().Set(r)
			r, t = p, p.Type()
		}
		if t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct {
			v.structure(r, snake(t.Elem().Name()))
			return
		}
		v.value(r)
	}
}

// structure writes the struct that p points to as an object that begins with
// typ, if it is not empty.
func (v *walker) structure(p reflect.Value, typ string) {
	if typ == "" && v.known(p.Elem()) {
		return
	}
	v.w.raw("{")
	comma := false
	key := func(k string) {
		if comma {
			v.w.raw(",")
		}
		comma = true
		v.w.raw(k)
	}
	if typ != "" {
		key(`"type":`)
		v.w.str(typ)
	}
	if b, ok := p.Interface().(*response.BodyStructure); ok {
		v.part(b.Root(), key)
	} else {
		v.members(p.Elem(), key)
	}
	for _, s := range streamed {
		if next := p.MethodByName(s.method); streams(next) {
			v.items(next, func() { key(s.key) })
		}
	}
	v.w.raw("}")
}

// members writes the fields of r that are not zero.
func (v *walker) members(r reflect.Value, key func(string)) {
	parts := false
	if m, ok := r.Interface().(command.AppendMessage); ok {
		parts = m.Catenate
	}
	for _, f := range v.fields(r.Type()) {
		x := r.Field(f.index)
		if parts && x.Type() == reflect.TypeFor[io.Reader]() {
			continue // the data comes in parts
		}
		if z, ok := x.Interface().(interface{ IsZero() bool }); x.IsZero() || ok && z.IsZero() {
			continue
		}
		key(f.key)
		if f.numbers {
			v.list(x)
		} else {
			v.value(x)
		}
	}
}

// part writes a part of a body structure.
func (v *walker) part(p response.Part, key func(string)) {
	fields := p.Fields()
	v.members(reflect.ValueOf(fields), key)
	first := true
	for child := range p.Children() {
		if first {
			key(`"parts":[{`)
		} else {
			v.w.raw(",{")
		}
		first = false
		comma := false
		v.part(child, func(k string) {
			if comma {
				v.w.raw(",")
			}
			comma = true
			v.w.raw(k)
		})
		v.w.raw("}")
	}
	if !first {
		v.w.raw("]")
	}
}

// snake returns a Go name in lower case, with "_" between its words.
func snake(name string) string {
	var b strings.Builder
	upper := func(i int) bool { return i < len(name) && 'A' <= name[i] && name[i] <= 'Z' }
	for i := range len(name) {
		// A word begins at a capital behind a small letter, and at the last
		// of three capitals or more if more than a plural s follows.
		if i > 0 && upper(i) && (!upper(i-1) || i > 1 && i+2 < len(name) && !upper(i+1) && !upper(i+2)) {
			b.WriteByte('_')
		}
		b.WriteByte(name[i])
	}
	return strings.ToLower(b.String())
}
