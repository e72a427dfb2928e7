package response_test

import (
	"fmt"
	"io"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// FuzzLenient reads with all deviations accepted: nothing depends on how the
// input is cut, diagnostics come in order, and all octets are recorded.
func FuzzLenient(f *testing.F) {
	for _, x := range tests() {
		in, _ := x.input()
		f.Add(in)
	}
	for _, q := range quirks(f) {
		f.Add(q.in)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<12 {
			return
		}
		if err := fuzz.CheckSplit(in, func(stream io.Reader) (list []string) {
			r := response.NewReader(stream, wire.Options{Lenient: wire.AllLenient})
			d := r.Decoder()
			d.Record(1 << 13)
			last := int64(-1)
			d.OnDiagnostic(func(x wire.Diagnostic) {
				if x.Offset < last || x.Offset >= int64(len(in)) {
					t.Errorf("%v at %d behind %d", x.Quirk, x.Offset, last)
				}
				last = x.Offset
				list = append(list, fmt.Sprint(x))
			})
			for {
				x, err := r.Next()
				if err == nil {
					x, err = collect(x)
				}
				list = append(list, fmt.Sprintf("%T, next at %d", x, d.InputOffset()))
				if err != nil {
					list = append(list, describe(err))
					if d.Fatal() != nil || d.SkipMessage() != nil {
						return list
					}
				}
				if from, raw := d.MessageOffset(), d.Raw(); string(raw) != string(in[from:d.InputOffset()]) {
					t.Fatalf("%q is recorded as %q", in[from:d.InputOffset()], raw)
				}
			}
		}); err != nil {
			t.Error(err)
		}
	})
}
