package wire_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// written returns what an Encoder writes, without the CRLF.
func written(write func(*wire.Encoder)) (string, error) {
	var b bytes.Buffer
	e := wire.NewEncoder(&b, wire.Options{Literals: literal.Plus})
	write(e)
	err := errors.Join(e.End(), e.Flush())
	return strings.TrimSuffix(b.String(), "\r\n"), err
}

// readAs reads the line s with a method of a Decoder.
func readAs[T any](s string, read func(*wire.Decoder) T) (T, error) {
	d := wire.NewDecoder(strings.NewReader(s+"\r\n"), wire.Options{Side: wire.Server})
	if err := d.Next(); err != nil {
		var none T
		return none, err
	}
	v := read(d)
	err := d.End()
	if err == nil && len(d.UnreadBuffer()) > 0 {
		err = errors.New("more than one message")
	}
	return v, err
}

// agree checks that a constructor takes exactly what an Encoder writes and a
// Decoder reads back as the same value.
func agree[T any](t *rapid.T, made T, err error, write func(*wire.Encoder), read func(*wire.Decoder) T) {
	t.Helper()
	line, writeErr := written(write)
	if (err == nil) != (writeErr == nil) {
		t.Fatalf("made %v, %v; written %q, %v", made, err, line, writeErr)
	}
	if err != nil {
		if e := (*wire.EncodeError)(nil); errors.As(err, &e) && err.Error() != writeErr.Error() {
			t.Fatalf("made: %v; written: %v", err, writeErr)
		}
		return
	}
	if got, err := readAs(line, read); err != nil || fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", made) {
		t.Fatalf("%#v is written %q and read %#v, %v", made, line, got, err)
	}
}

// pieces are strings of which some are values of one of the rules.
var pieces = rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
	`\`, "Seen", "$Junk", "*", "]", "(", ")", " ", "\r\n", "\n", "\x00", "é", "\"", "a", "NIL", "{1}", "", "%", "1", ".2", ".", "HEADER",
	"HEADER.FIELDS (From)", "TEXT", "mime", ".MIME", "0", "[", "12-", "Feb-", "2024", "1-Feb-2024", "17-Jul-1996 02:44:25 -0700", "60", "30",
}), 0, 4), func(list []string) string { return strings.Join(list, "") })

func TestParseFlag(t *testing.T) {
	for s, want := range map[string]string{ // the flag, then the keyword
		`\Seen`: "<nil>; wire: offset 0: expected flag-keyword, found character",
		"$Junk": "<nil>; <nil>",
		"NIL":   "<nil>; <nil>",
		"":      "wire: offset 0: expected flag, found end of line; wire: offset 0: expected flag-keyword, found end of line",
		`\`:     "wire: offset 1: expected flag, found end of line; wire: offset 0: expected flag-keyword, found character",
		`\*`:    "wire: offset 1: expected flag, found character; wire: offset 0: expected flag-keyword, found character",
		"a b":   "wire: offset 1: expected flag, found space; wire: offset 1: expected flag-keyword, found space",
		"ab]":   "wire: offset 2: expected flag, found ']'; wire: offset 2: expected flag-keyword, found ']'",
		"a\r\n": "wire: offset 1: expected flag, found end of line; wire: offset 1: expected flag-keyword, found end of line",
		"é":     "wire: offset 0: expected flag, found octet above 0x7F; wire: offset 0: expected flag-keyword, found octet above 0x7F",
	} {
		f, err := wire.ParseFlag(s)
		k, keywordErr := wire.ParseKeyword(s)
		if got := fmt.Sprintf("%v; %v", err, keywordErr); got != want {
			t.Errorf("%q: %s", s, got)
		}
		if err == nil && string(f) != s || err != nil && f != "" || keywordErr == nil && string(k) != s || keywordErr != nil && k != "" {
			t.Errorf("%q: %q, %q", s, f, k)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(pieces, rapid.String()).Draw(t, "flag")
		f, err := wire.ParseFlag(s)
		agree(t, f, err, func(e *wire.Encoder) { e.Flag(wire.Flag(s)) }, (*wire.Decoder).Flag)
		k, err := wire.ParseKeyword(s)
		agree(t, k, err, func(e *wire.Encoder) { e.Atom(s) }, func(d *wire.Decoder) wire.Flag { return wire.Flag(d.Atom()) })
		if wire.Flag(s).Valid() != (f != "") || wire.Flag(s).IsKeyword() != (k != "") {
			t.Fatalf("%q: Valid and IsKeyword say otherwise", s)
		}
	})
}

func TestNewDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.OneOf(rapid.IntRange(2023, 2024), rapid.IntRange(-1, 10000)).Draw(t, "year")
		month := time.Month(rapid.IntRange(-1, 14).Draw(t, "month"))
		day := rapid.IntRange(-1, 32).Draw(t, "day")
		d, err := wire.NewDate(year, month, day)
		agree(t, d, err, func(e *wire.Encoder) { e.Date(wire.Date{Year: year, Month: month, Day: day}) }, (*wire.Decoder).Date)
	})
	for s, want := range map[string]string{
		"1-Feb-1994":   "{1994 February 1} <nil>",
		`"1-Feb-1994"`: "{1994 February 1} <nil>",
		"30-Feb-1994":  "{0 %!Month(0) 0} wire: offset 0: expected date: value out of range",
		"1-Feb-1994 x": "{0 %!Month(0) 0} wire: offset 10: expected CRLF, found space",
		"1-Feb-1994\r": "{0 %!Month(0) 0} wire: offset 10: expected date, found control character",
		"1-Feb-94":     "{0 %!Month(0) 0} wire: offset 8: expected date, found end of line",
		"":             "{0 %!Month(0) 0} wire: offset 0: expected date, found end of line",
	} {
		d, err := wire.ParseDate(s)
		if got := fmt.Sprint(d, err); got != want {
			t.Errorf("%q: %s", s, got)
		}
	}
}

func TestNewDateTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.OneOf(rapid.IntRange(-102*60, 102*60), rapid.SampledFrom([]int{0, 99*60 + 59, 100 * 60, -99*60 - 59, -100 * 60})).Draw(t, "zone") * 60
		zone += rapid.SampledFrom([]int{0, 0, 0, 1, 59}).Draw(t, "seconds")
		in := time.Unix(rapid.Int64Range(-62167219200-400000, 253402300800+400000).Draw(t, "time"), rapid.Int64Range(0, 1e9-1).Draw(t, "ns")).In(time.FixedZone("X", zone))
		made, err := wire.NewDateTime(in)
		agree(t, made, err, func(e *wire.Encoder) { e.DateTime(in) }, (*wire.Decoder).DateTime)
		if err == nil && !made.Equal(in.Truncate(time.Second)) {
			t.Fatalf("%v is made of %v", made, in)
		}
	})
	for s, want := range map[string]string{
		"17-Jul-1996 02:44:25 -0700":   "1996-07-17 02:44:25 -0700 -0700 <nil>",
		" 7-Jul-1996 02:44:25 +0000":   "1996-07-07 02:44:25 +0000 UTC <nil>",
		"17-Jul-1996 02:44:25 +9959":   "1996-07-17 02:44:25 +9959 +9959 <nil>",
		"17-Jul-1996 02:44:25 -0060":   "wire: offset 0: expected date-time: value out of range",
		"32-Jul-1996 02:44:25 -0700":   "wire: offset 0: expected date-time: value out of range",
		"7-Jul-1996 02:44:25 -0700":    "wire: offset 1: expected date-time, found character",
		"17-Jul-1996 02:44:25 -0700\"": `wire: offset 27: expected CRLF, found '"'`,
		"":                             `wire: offset 0: expected date-time, found '"'`,
	} {
		d, err := wire.ParseDateTime(s)
		got := fmt.Sprint(err)
		if err == nil {
			got = fmt.Sprint(d, err)
		}
		if got != want {
			t.Errorf("%q: %s", s, got)
		}
	}
}

func TestNewSection(t *testing.T) {
	text := rapid.SampledFrom([]wire.SectionText{"", wire.SectionHeader, wire.SectionHeaderFields, wire.SectionHeaderFieldsNot, wire.SectionTextOnly, wire.SectionMIME, "header", "X", "TEXT]\r\n"})
	rapid.Check(t, func(t *rapid.T) {
		s := wire.Section{
			Part:   rapid.SliceOfN(rapid.Uint32Range(0, 5), 0, 3).Draw(t, "part"),
			Text:   text.Draw(t, "text"),
			Fields: rapid.SliceOfN(rapid.OneOf(pieces, rapid.String(), rapid.Just("From")), 0, 3).Draw(t, "fields"),
		}
		if len(s.Part) == 0 {
			s.Part = nil
		}
		if len(s.Fields) == 0 {
			s.Fields = nil
		}
		made, err := wire.NewSection(s.Part, s.Text, s.Fields...)
		agree(t, made, err, func(e *wire.Encoder) { e.Section(s) }, (*wire.Decoder).Section)
		// What is parsed can be written, and what was written can be parsed.
		line, writeErr := written(func(e *wire.Encoder) { e.Section(s) })
		if writeErr == nil && !strings.Contains(line, "\r\n") {
			parsed, err := wire.ParseSection(line[1 : len(line)-1])
			if fmt.Sprintf("%#v", parsed) != fmt.Sprintf("%#v", s) || err != nil {
				t.Fatalf("%q is parsed as %#v, %v", line, parsed, err)
			}
		}
		in := pieces.Draw(t, "in")
		parsed, err := wire.ParseSection(in)
		if _, readErr := readAs("["+in+"]", (*wire.Decoder).Section); (err == nil) != (readErr == nil) && !strings.ContainsAny(in, "\r\n") {
			t.Fatalf("%q: parsed: %v; read: %v", in, err, readErr)
		}
		if err == nil {
			agree(t, parsed, nil, func(e *wire.Encoder) { e.Section(parsed) }, (*wire.Decoder).Section)
		}
	})
	for s, want := range map[string]string{
		"":                              "{[]  []} <nil>",
		"1.2.MIME":                      "{[1 2] MIME []} <nil>",
		"header.fields (From)":          "{[] HEADER.FIELDS [From]} <nil>",
		`HEADER.FIELDS.NOT ("a b" c)`:   "{[] HEADER.FIELDS.NOT [a b c]} <nil>",
		"MIME":                          "wire: offset 0: expected section-msgtext, found character",
		"1.0":                           "wire: offset 2: expected nz-number, found character",
		"1.":                            "wire: offset 2: expected nz-number, found ']'",
		"1] [2":                         "wire: offset 2: expected CRLF, found space",
		"1]\r\n[2":                      "wire: offset 2: expected section-spec, found control character",
		"HEADER.FIELDS (":               "wire: offset 15: expected SP, found end of line",
		"HEADER.FIELDS ({3}":            "wire: offset 18: expected CRLF, found ']'",
		strings.Repeat("1.", 100) + "1": "wire: offset 200: expected section-part: limit Depth of 100 exceeded",
	} {
		x, err := wire.ParseSection(s)
		got := fmt.Sprint(err)
		if err == nil {
			got = fmt.Sprint(x, err)
		}
		if got != want {
			t.Errorf("%q: %s", s, got)
		}
	}
	// A client writes for a server, which takes 50 numbers by default.
	for n, want := range map[int]string{50: "<nil>", 51: "wire: cannot encode section-part: limit Depth of 50 exceeded"} {
		part := slices.Repeat([]uint32{1}, n)
		if _, err := written(func(e *wire.Encoder) { e.Section(wire.Section{Part: part}) }); fmt.Sprint(err) != want {
			t.Errorf("%d part numbers: %v", n, err)
		}
	}
}

func TestNewPartial(t *testing.T) {
	number := rapid.OneOf(rapid.Int64Range(-2, 2), rapid.Int64(), rapid.SampledFrom([]int64{math.MaxInt64, math.MinInt64, math.MaxUint32, math.MaxUint32 + 1, -math.MaxUint32, -math.MaxUint32 - 1}))
	rapid.Check(t, func(t *rapid.T) {
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		p, err := wire.NewPartial(a, b)
		if (a != 0 || b != 0) || err == nil { // the zero value stands for none
			agree(t, p, err, func(e *wire.Encoder) { e.Partial(wire.Partial{Offset: a, Length: b}) }, (*wire.Decoder).Partial)
		}
		r, err := wire.NewPartialRange(a, b)
		agree(t, r, err, func(e *wire.Encoder) { e.PartialRange(wire.PartialRange{First: a, Last: b}) }, (*wire.Decoder).PartialRange)
	})
}

// Errors of constructors do not quote what they were given.
func TestConstructorErrors(t *testing.T) {
	const secret = "s3cret(\x00"
	for _, err := range []error{
		second(wire.ParseFlag(secret)), second(wire.ParseKeyword(secret)), second(wire.ParseDate(secret)), second(wire.ParseDateTime(secret)),
		second(wire.ParseSection(secret)), second(wire.NewSection(nil, secret)), second(wire.NewSection(nil, wire.SectionHeaderFields, secret)),
	} {
		var syntax *wire.SyntaxError
		var encode *wire.EncodeError
		if !errors.As(err, &syntax) && !errors.As(err, &encode) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("error is %v", err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// A day is one if package time has it.
func TestDaysOfMonths(t *testing.T) {
	for _, year := range []int{0, 1, 4, 100, 400, 1900, 1996, 2000, 2023, 2024, 2100, 9999} {
		for month := time.January; month <= time.December; month++ {
			for day := range 34 {
				x := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
				want := x.Day() == day && x.Month() == month
				if _, err := wire.NewDate(year, month, day); (err == nil) != want {
					t.Errorf("%d-%v-%d: %v", day, month, year, err)
				}
			}
		}
	}
}
