package measure

import (
	"reflect"
	"time"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// A Sum is a checksum of fields. It is as cheap as looking at a field can be,
// so that the codec is measured and not the sum, and differs if one is lost.
type Sum uint64

// ofString is what a string adds: its length and its last octet. There is no
// branch on whether it is empty, which comes in no order.
func ofString(x string) Sum {
	n := len(x)
	if n == 0 {
		x = "\x00"
	}
	return Sum(n) + Sum(x[len(x)-1])
}

// ofNString is what a string or NIL adds.
func ofNString(x wire.NString) Sum { return ofBool(x.Valid) + ofString(x.String) }

// ofBool is what a bool adds, without a branch.
func ofBool(b bool) (n Sum) {
	if b {
		n = 1
	}
	return n
}

// String visits a string.
func (s *Sum) String(x string) { *s += ofString(x) }

// NString visits a string or NIL.
func (s *Sum) NString(x wire.NString) { *s += ofNString(x) }

// Number visits a number.
func (s *Sum) Number(n uint64) { *s += Sum(n) }

// Bool visits a bool.
func (s *Sum) Bool(b bool) { *s += ofBool(b) }

// Time visits a time.
func (s *Sum) Time(t time.Time) { *s += Sum(t.Unix()) }

// Strings visits strings.
func (s *Sum) Strings(list []string) {
	sum := *s
	for _, x := range list {
		sum += ofString(x)
	}
	*s = sum
}

// Flags visits flags.
func (s *Sum) Flags(list []wire.Flag) {
	sum := *s
	for _, x := range list {
		sum += ofString(string(x))
	}
	*s = sum
}

// Numbers visits numbers.
func (s *Sum) Numbers(list []uint32) {
	sum := *s
	for _, n := range list {
		sum += Sum(n)
	}
	*s = sum
}

// Set visits a set by its ranges.
func (s *Sum) Set(x wire.Set) {
	sum := *s
	for _, r := range x.Ranges {
		sum += Sum(r.First) + Sum(r.Last)
	}
	*s = sum
	s.Bool(x.Saved)
}

// Params visits a list of pairs.
func (s *Sum) Params(list []wire.Param) {
	sum := *s
	for i := range list {
		sum += ofString(list[i].Name) + ofNString(list[i].Value)
	}
	*s = sum
}

// Extensions visits what extensions have added.
func (s *Sum) Extensions(list []wire.Extension) {
	for i := range list {
		s.String(list[i].Name)
		s.Number(uint64(len(list[i].Value)))
	}
}

// Section visits the name of a piece of a message.
func (s *Sum) Section(x *wire.Section) {
	s.Numbers(x.Part)
	s.String(string(x.Text))
	s.Strings(x.Fields)
}

// Any visits the fields of the types that are too rare to be spelled out: it
// is slower, and allocates nothing either but for times.
func (s *Sum) Any(x any) { s.value(reflect.ValueOf(x)) }

func (s *Sum) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		s.Bool(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		s.Number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		s.Number(v.Uint())
	case reflect.String:
		s.String(v.String())
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 && v.Type() != reflect.TypeFor[[]uint8]() {
			s.Number(uint64(v.Len())) // the octets of a wire.Value
			return
		}
		for i := range v.Len() {
			s.value(v.Index(i))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			s.value(v.Elem())
		}
	case reflect.Struct:
		if t, ok := reflect.TypeAssert[time.Time](v); ok {
			s.Time(t)
			return
		}
		if x, ok := reflect.TypeAssert[response.Envelope](v); ok {
			s.Envelope(&x)
			return
		}
		if b, ok := reflect.TypeAssert[response.BodyStructure](v); ok {
			if !b.IsZero() {
				s.Part(b.Root())
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				s.value(v.Field(i))
			}
		}
	}
}
