package main

import (
	"io"
	"reflect"
)

// streamed are the methods that give what is streamed of a value, one by one.
var streamed = [...]struct{ method, key string }{{"Next", `"items":`}, {"NextPart", `"parts":`}}

// streams reports whether next is the method of a type that is read item by
// item: func() (T, error).
func streams(next reflect.Value) bool {
	if !next.IsValid() {
		return false
	}
	t := next.Type()
	return t.NumIn() == 0 && t.NumOut() == 2 && t.Out(1) == reflect.TypeFor[error]()
}

// drain reads what is left of x, if x is streamed.
func drain(x any) error {
	next := reflect.ValueOf(x).MethodByName("Next")
	for streams(next) {
		if err, _ := next.Call(nil)[1].Interface().(error); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
	}
	return nil
}

// items writes what next returns until io.EOF as a list, if there is any; key
// is called first.
func (v *walker) items(next reflect.Value, key func()) {
	first := true
	for v.w.err == nil {
		out := next.Call(nil)
		if err, _ := out[1].Interface().(error); err != nil {
			if err != io.EOF && v.err == nil {
				v.err = err
			}
			break
		}
		if first {
			key()
			v.w.raw("[")
		} else {
			v.w.raw(",")
		}
		first = false
		v.value(out[0])
		forget(out[0])
	}
	if !first {
		v.w.raw("]")
	}
}

// forget drops the lists of an item, whose memory the stream would use again:
// one that the next item lacks is nil then.
func forget(item reflect.Value) {
	if item.Kind() == reflect.Interface {
		item = item.Elem()
	}
	if item = reflect.Indirect(item); item.Kind() != reflect.Struct {
		return
	}
	for i := range item.NumField() {
		if f := item.Field(i); f.Kind() == reflect.Slice && f.CanSet() {
			f.SetZero()
		}
	}
}
