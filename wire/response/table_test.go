package response_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

func TestDecode(t *testing.T) {
	run(t, func(t *testing.T, x test) {
		in, at := x.input()
		got, err := decode(in, wire.Options{})
		if x.rule == "" {
			if err != nil {
				t.Fatalf("%q: %v", in, err)
			}
			if x.want != nil {
				if d := diff(x.want, got); d != "" {
					t.Errorf("%q (-want +got):\n%s", in, d)
				}
			}
			return
		}
		var syntax *wire.SyntaxError
		if !errors.As(err, &syntax) {
			t.Fatalf("%q: error %v, want a SyntaxError", in, err)
		}
		if syntax.Offset != at || syntax.Rule != x.rule {
			t.Errorf("%q: error at %d, rule %q; want %d, %q", in, syntax.Offset, syntax.Rule, at, x.rule)
		}
		if want := bytes.HasPrefix(in, []byte("A1")); want != (syntax.Tag == "A1") {
			t.Errorf("%q: tag %q", in, syntax.Tag)
		}
	})
}

func TestEncode(t *testing.T) {
	run(t, func(t *testing.T, x test) {
		if x.rule != "" {
			return
		}
		in, _ := x.input()
		v, err := decode(in, wire.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want := x.out
		if want == "" {
			want = x.in
		}
		got, err := encode(v, wire.Options{})
		if err != nil || got != want+"\r\n" {
			t.Fatalf("%q is written as %q, %v; want %q", in, got, err, want)
		}
		if again, err := decode([]byte(got), wire.Options{}); err != nil {
			t.Errorf("%q: %v", got, err)
		} else if s, err := encode(again, wire.Options{}); err != nil || s != got {
			t.Errorf("%q is written as %q, %v the second time", got, s, err)
		}
	})
}

// Errors leave the responses in front and behind alone.
func TestSplit(t *testing.T) {
	run(t, func(t *testing.T, x test) {
		in, _ := x.input()
		stream := append(append([]byte("* 1 EXISTS\r\n"), in...), "* 2 EXPUNGE\r\n"...)
		if err := fuzz.CheckSplit(stream, events); err != nil {
			t.Error(err)
		}
		got := events(bytes.NewReader(stream))
		if got[0] != "*response.Exists" {
			t.Errorf("first event of %q is %s", stream, got[0])
		}
		if n := len(got); n < 4 || got[n-3] != "*response.Expunge" {
			t.Errorf("%q: the next response is lost: %q", stream, got)
		}
	})
}

func TestPrefixes(t *testing.T) {
	run(t, func(t *testing.T, x test) {
		if x.rule != "" {
			return
		}
		in, _ := x.input()
		read := func(r io.Reader) error {
			v, err := response.NewReader(r, wire.Options{}).Next()
			if err == nil {
				_, err = collect(v)
			}
			return err
		}
		if err := fuzz.CheckPrefixes(in, read); err != nil {
			t.Error(err)
		}
		if err := fuzz.CheckFault(in, read); err != nil {
			t.Error(err)
		}
	})
}

// Items that are not read, or not to their end, are dropped.
func TestPartialRead(t *testing.T) {
	run(t, func(t *testing.T, x test) {
		in, _ := x.input()
		for most := range 6 {
			for octets := range int64(3) {
				r := response.NewReader(bytes.NewReader(append(in, "A9 OK x\r\n"...)), wire.Options{})
				v, err := r.Next()
				if s, isFetch := v.(*response.FetchStream); isFetch && err == nil {
					n := 0
					for item, err := range s.Items() {
						if n++; err != nil || n > most {
							break
						}
						if section, isSection := item.(*response.SectionItem); isSection && !section.Nil {
							if _, err := io.CopyN(io.Discard, section.Data, min(octets, section.Size)); err != nil {
								t.Fatal(err)
							}
						}
					}
				}
				v, err = r.Next()
				if status, isStatus := v.(*response.Status); err != nil || !isStatus || status.Tag != "A9" {
					t.Fatalf("%q, %d items read: next is %v, %v", in, most, v, err)
				}
			}
		}
	})
}
