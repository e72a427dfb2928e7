package wire_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"imapkit.example/wire"
)

// gathered reads a string that is alone in its text.
func gathered(d *wire.Decoder, read func(*wire.Decoder) wire.Span) wire.NString {
	d.Gather()
	s := read(d)
	return s.In(d.Gathered())
}

// Strings of all lengths, with octets that need more than one look at every place,
// become one text in which each is what it was.
func TestGather(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(rapid.Custom(func(t *rapid.T) wire.NString {
			s := strings.Repeat("x", rapid.IntRange(0, 70).Draw(t, "length"))
			if at := rapid.IntRange(0, 140).Draw(t, "at"); at < len(s) {
				s = s[:at] + rapid.SampledFrom([]string{`"`, `\`, "\t", "é", "\x00", "\r\n", "\xff"}).Draw(t, "octet") + s[at:]
			}
			return wire.NString{String: s, Valid: !strings.Contains(s, "\x00")}
		})).Draw(t, "list")
		var in strings.Builder
		e := wire.NewEncoder(&in, wire.Options{Side: wire.Server})
		for i, s := range list {
			if i > 0 {
				e.SP()
			}
			if !s.Valid {
				list[i].String = ""
			}
			e.NString(s)
		}
		if err := e.End(); err != nil {
			t.Fatal(err)
		}
		if err := e.Flush(); err != nil {
			t.Fatal(err)
		}
		for _, lenience := range []wire.Lenience{0, wire.LenientQuotes} {
			for _, r := range []io.Reader{strings.NewReader(in.String()), iotest.OneByteReader(strings.NewReader(in.String()))} {
				d := wire.NewDecoder(r, wire.Options{Side: wire.Client, Lenient: lenience})
				if err := d.Next(); err != nil {
					t.Fatal(err)
				}
				var spans []wire.Span
				d.Gather()
				for i := range list {
					if i > 0 {
						d.SP()
					}
					spans = append(spans, d.GatherNString())
				}
				text := d.Gathered()
				if err := d.End(); err != nil {
					t.Fatal(err)
				}
				for i, want := range list {
					if got := spans[i].In(text); got != want {
						t.Fatalf("string %d: %+v became %+v", i, want, got)
					}
				}
			}
		}
	})
}

// A text is what was read since Gather, and what it was if more is read.
func TestGatheredStays(t *testing.T) {
	d := newDecoder("\"first\" \"\\\\\"\r\n\"other\"\r\n", wire.Options{Side: wire.Client})
	var texts []string
	for range 2 {
		next(t, d)
		d.Gather()
		d.GatherString()
		if d.TrySP() {
			d.GatherString()
		}
		texts = append(texts, d.Gathered())
		if err := d.End(); err != nil {
			t.Fatal(err)
		}
	}
	if got := fmt.Sprintf("%q", texts); got != `["first\\" "other"]` {
		t.Error(got)
	}
}

// Texts of all lengths stay what they were, whether or not they share memory,
// however many are read behind them and whenever the peer makes a pause.
func TestGatheredShares(t *testing.T) {
	var in strings.Builder
	var want []string
	for i := range 2000 {
		s := strings.Repeat(string(rune('a'+i%26)), i*13%700)
		want = append(want, s)
		fmt.Fprintf(&in, "\"%s\"\r\n", s)
	}
	for name, r := range map[string]io.Reader{
		"at once": strings.NewReader(in.String()),
		"pauses":  &lines{in.String()},
	} {
		d := wire.NewDecoder(r, wire.Options{Side: wire.Client})
		var got []string
		for range want {
			next(t, d)
			d.Gather()
			s := d.GatherString()
			got = append(got, s.In(d.Gathered()).String)
			if err := d.End(); err != nil {
				t.Fatal(err)
			}
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%s: %d: %q became %q", name, i, want[i], got[i])
			}
		}
	}
}

// lines is a reader of one line at a time.
type lines struct{ rest string }

func (l *lines) Read(p []byte) (int, error) {
	if l.rest == "" {
		return 0, io.EOF
	}
	n := copy(p, l.rest[:strings.IndexByte(l.rest, '\n')+1])
	l.rest = l.rest[n:]
	return n, nil
}

// BenchmarkGather reads the strings of an envelope in one text, and one by one.
func BenchmarkGather(b *testing.B) {
	const message = `"Anna Lindqvist" NIL "anna.lindqvist" "example.com" "Notes schedule welcome" "<770158448.3604@example.com>"` + "\r\n"
	var spans [6]wire.Span
	for name, read := range map[string]func(*wire.Decoder) int{
		"gathered": func(d *wire.Decoder) int {
			d.Gather()
			for i := range spans {
				if i > 0 {
					d.SP()
				}
				spans[i] = d.GatherNString()
			}
			return len(d.Gathered())
		},
		"one by one": func(d *wire.Decoder) (n int) {
			for i := range spans {
				if i > 0 {
					d.SP()
				}
				n += len(d.NString().String)
			}
			return n
		},
	} {
		b.Run(name, func(b *testing.B) {
			d := wire.NewDecoder(&repeat{message: message}, wire.Options{Side: wire.Client})
			b.SetBytes(int64(len(message)))
			b.ReportAllocs()
			for b.Loop() {
				_ = d.Next()
				if read(d) == 0 || d.End() != nil {
					b.Fatal(d.Err())
				}
			}
		})
	}
}
