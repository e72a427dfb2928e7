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
	index    int
	name     string
	key      string // with the quotes and the colon
	numbers  bool   // a []uint8 that holds numbers, not octets
	mailbox  bool   // names that may be invalid
	optional bool   // left out if zero
	null     bool   // null if zero
	star     bool   // "*" if zero
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

// fields returns the fields of the struct type t that may be shown.
func (v *walker) fields(t reflect.Type) []field {
	list, ok := v.structs[t]
	if ok {
		return list
	}
	shape := shapes[t]
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() || has(shape.hidden, f.Name) {
			continue
		}
		list = append(list, field{
			index: i, name: f.Name, key: `"` + memberName(t, f.Name) + `":`,
			numbers:  t == reflect.TypeFor[response.ESearch]() && f.Name == "Relevancy",
			mailbox:  isMailbox(t, f.Name),
			optional: has(shape.optional, f.Name) || alwaysOptional(f.Type),
			null:     has(shape.null, f.Name),
			star:     t == reflect.TypeFor[command.ReplaceStream]() && f.Name == "Number",
		})
	}
	if v.structs == nil {
		v.structs = make(map[reflect.Type][]field)
	}
	v.structs[t] = list
	return list
}

// alwaysOptional reports whether a field of the type t stands for nothing if it
// is zero.
func alwaysOptional(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Bool, reflect.Pointer, reflect.Interface:
		return true
	}
	switch t {
	case reflect.TypeFor[wire.Value](), reflect.TypeFor[wire.Set](), reflect.TypeFor[wire.PartialRange](),
		reflect.TypeFor[wire.Partial](), reflect.TypeFor[command.Since](), reflect.TypeFor[response.BodyStructure]():
		return true
	}
	return false
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
			v.structure(r)
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
		if r.Int() == 0 { // no hierarchy delimiter
			v.w.raw("null")
			return
		}
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
		v.structure(p)
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
	case command.Since:
		v.w.scalar(x.ModSeq)
	case command.FetchItemName:
		v.w.str(strings.TrimSuffix(string(x), "["))
	case command.SearchKeyName:
		v.w.str(pick(x == command.SearchAnd, "and", string(x)))
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

// dynamic writes what an interface holds.
func (v *walker) dynamic(r reflect.Value) {
	switch x := r.Interface().(type) {
	case nil:
		v.w.raw("null")
	case io.Reader:
		if err := v.w.stream(x, v.d.InputOffset()); err != nil && v.err == nil {
			v.err = err
		}
	case response.AtomCode:
		v.w.raw(`{"name":`)
		v.w.str(string(x))
		v.w.raw("}")
	default:
		r = r.Elem()
		if r.Kind() == reflect.Struct {
			p := reflect.New(r.Type())
			p.Elem().Set(r)
			r = p
		}
		v.value(r)
	}
}

// An object writes the members of a JSON object.
type object struct {
	w     *jsonWriter
	comma bool
}

// key writes what stands in front of the value of a member; k has the quotes
// and the colon.
func (o *object) key(k string) {
	if o.comma {
		o.w.raw(",")
	}
	o.comma = true
	o.w.raw(k)
}

// structure writes the struct that p points to as an object.
func (v *walker) structure(p reflect.Value) {
	if v.known(p.Elem()) {
		return
	}
	v.w.raw("{")
	o := &object{w: v.w}
	name, unknown := wireName(p.Interface())
	if name != "" {
		o.key(`"name":`)
		v.w.str(name)
	}
	if x, ok := p.Interface().(*response.Envelope); ok {
		fields := x.Fields()
		p = reflect.ValueOf(&fields)
	}
	if b, ok := p.Interface().(*response.BodyStructure); ok {
		v.part(b.Root(), o)
	} else {
		v.members(p.Elem(), o)
	}
	if unknown {
		o.key(`"unknown":true`)
	}
	v.invalid(wrong(p.Interface()), o)
	for _, s := range streamed {
		if next := p.MethodByName(s.method); streams(next) {
			v.items(next, func() { o.key(s.key) })
		}
	}
	v.w.raw("}")
}

// wrong returns what is wrong with x if it is kept though it is malformed, or
// nil.
func wrong(x any) error {
	switch x := x.(type) {
	case *response.InvalidItem:
		return x.Err
	case *response.ConvertedItem:
		return x.Err
	case *response.InvalidCode:
		return x.Err
	}
	return nil
}

// invalid writes what is wrong with a part of the message.
func (v *walker) invalid(err error, o *object) {
	if e := syntax(err); e != nil {
		o.key(`"error":`)
		v.w.str(e.Expected())
		o.key(`"error_offset":`)
		v.w.num(e.Offset)
	}
	if v.err == nil {
		v.err = err
	}
}

// members writes the fields of r.
func (v *walker) members(r reflect.Value, o *object) {
	gone, null := absent(r), nulls(r)
	key, isKey := r.Interface().(command.SearchKey)
	for _, f := range v.fields(r.Type()) {
		x := r.Field(f.index)
		isNull := has(null, f.name)
		zero := x.IsZero()
		if z, ok := x.Interface().(interface{ IsZero() bool }); ok && !zero {
			zero = z.IsZero()
		}
		if has(gone, f.name) || zero && f.optional && !f.null && !isNull {
			continue
		}
		if isKey {
			o.key(`"` + keyMember(key.Name, f.name) + `":`)
		} else {
			o.key(f.key)
		}
		switch {
		case isNull, zero && f.null:
			v.w.raw("null")
		case zero && f.star:
			v.w.raw(`"*"`)
		case f.numbers:
			v.list(x)
		case f.mailbox:
			v.mailboxes(x)
		default:
			v.value(x)
		}
	}
}

// mailboxes writes names of mailboxes, or a list of them.
func (v *walker) mailboxes(r reflect.Value) {
	switch r.Kind() {
	case reflect.Slice:
		v.w.raw("[")
		for i := range r.Len() {
			if i > 0 {
				v.w.raw(",")
			}
			v.mailboxes(r.Index(i))
		}
		v.w.raw("]")
		return
	case reflect.String:
		if octets, invalid := wire.InvalidMailbox(r.String()); invalid {
			v.w.raw(`{"invalid":`)
			v.w.str(octets)
			v.w.raw("}")
			return
		}
	}
	v.value(r)
}

// part writes a part of a body structure.
func (v *walker) part(p response.Part, o *object) {
	fields := p.Fields()
	v.members(reflect.ValueOf(fields), o)
	first := true
	for child := range p.Children() {
		if first {
			o.key(`"parts":[{`)
		} else {
			v.w.raw(",{")
		}
		first = false
		v.part(child, &object{w: v.w})
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
