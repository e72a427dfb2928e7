package wire

import (
	"math"
	"strconv"
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
