package wire

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAppendUint(t *testing.T) {
	check := func(n uint64) {
		if got := string(appendUint([]byte("x"), n)); got != "x"+strconv.FormatUint(n, 10) {
			t.Errorf("%d is written %q", n, got)
		}
	}
	for p := uint64(1); ; p *= 10 {
		for n := p - 2; n != p+12; n++ {
			check(n)
			check(n * 9)
		}
		if p > math.MaxUint64/10 {
			break
		}
	}
	check(math.MaxUint32)
	check(math.MaxInt64)
	check(math.MaxUint64)
	// All that is divided by 10,000, 100 and 10.
	for n := uint64(0); n < 10_000; n++ {
		check(n)
		check(n*10_000 + n)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64().Draw(t, "n") >> rapid.IntRange(0, 63).Draw(t, "shift")
		if got := string(appendUint(nil, n)); got != strconv.FormatUint(n, 10) {
			t.Fatalf("%d is written %q", n, got)
		}
	})
}

// What is written is what package time writes.
func TestPutDateTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := time.FixedZone("", 60*rapid.IntRange(-5999, 5999).Draw(t, "zone"))
		x := time.Unix(rapid.Int64Range(-62_167_219_200, 253_402_300_799).Draw(t, "seconds"), 1).In(zone)
		if checkDateTime(x) != nil {
			return
		}
		var b [dateTimeLen]byte
		putDateTime(&b, x)
		if want := x.Format(`"_2-Jan-2006 15:04:05 -0700"`); string(b[:]) != want {
			t.Fatalf("%s is written %s", want, b)
		}
	})
}

// Lists of numbers, most of them as long as the one before, are read as one
// number after the other is.
func TestEvenNumbers(t *testing.T) {
	digits := rapid.IntRange(1, 11)
	rapid.Check(t, func(t *rapid.T) {
		width := digits.Draw(t, "width")
		var text, list strings.Builder
		var ranges []Range
		var numbers []uint32
		valid, number := true, true
		for i := range rapid.IntRange(1, 12).Draw(t, "numbers") {
			n := rapid.StringMatching("[1-9][0-9]{"+strconv.Itoa(width-1)+"}").Draw(t, "number")
			if rapid.IntRange(0, 19).Draw(t, "change") == 0 {
				width = digits.Draw(t, "width")
				n = rapid.SampledFrom([]string{"0", "*", "", n + "x", "0" + n}).Draw(t, "other")
			}
			v, err := strconv.ParseUint(n, 10, 32)
			number = number && err == nil && n[0] != '0'
			valid = valid && (n == "*" || err == nil && n[0] != '0')
			separator := rapid.SampledFrom([]string{",", ",", ":", ":", " "}).Draw(t, "separator")
			switch {
			case i == 0:
				separator = ""
				ranges = append(ranges, Range{uint32(v), uint32(v)})
			case separator == ":":
				last := &ranges[len(ranges)-1]
				valid = valid && strings.LastIndexByte(text.String(), ':') <= strings.LastIndexByte(text.String(), ',')
				last.Last = uint32(v)
			case separator == ",":
				ranges = append(ranges, Range{uint32(v), uint32(v)})
			default:
				valid = false
			}
			text.WriteString(separator + n)
			list.WriteString(" " + n)
			numbers = append(numbers, uint32(v))
		}
		read := func(in string, f func(d *Decoder)) error {
			d := NewDecoder(strings.NewReader(in+"\r\n"), Options{})
			if err := d.Next(); err != nil {
				t.Fatal(err)
			}
			f(d)
			return d.End()
		}
		var s Set
		if err := read(text.String(), func(d *Decoder) { d.SequenceSet(&s) }); (err == nil) != valid || valid && !slices.Equal(s.Ranges, ranges) {
			t.Fatalf("%q is read as %v, %v, want %v", &text, s.Ranges, err, ranges)
		}
		var got []uint32
		if err := read(list.String(), func(d *Decoder) { got = d.NzNumbers(nil) }); (err == nil) != number || number && !slices.Equal(got, numbers) {
			t.Fatalf("%q is read as %v, %v, want %v", &list, got, err, numbers)
		}
	})
}
