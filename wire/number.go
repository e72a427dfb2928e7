package wire

import (
	"math"
	"math/bits"
	"slices"
)

// Number reads a number that fits into 32 bits.
//
//	number = 1*DIGIT  ; unsigned 32-bit integer (0 <= n < 4,294,967,296)
func (d *Decoder) Number() uint32 { return uint32(d.number(math.MaxUint32, 0, "number")) }

// NzNumber reads a number from 1 to 4,294,967,295.
//
//	nz-number = digit-nz *DIGIT
func (d *Decoder) NzNumber() uint32 { return uint32(d.number(math.MaxUint32, 1, "nz-number")) }

// Number64 reads a number that fits into 63 bits.
//
//	number64 = 1*DIGIT  ; unsigned 63-bit integer
func (d *Decoder) Number64() int64 { return int64(d.number(math.MaxInt64, 0, "number64")) }

// NzNumber64 reads a number from 1 to 1<<63-1.
//
//	nz-number64 = digit-nz *DIGIT
func (d *Decoder) NzNumber64() int64 { return int64(d.number(math.MaxInt64, 1, "nz-number64")) }

// number reads a number from least, which is 0 or 1, up to limit.
//
// The loop asks for nothing but the next digit: that a product has wrapped can
// be seen from the number of digits afterwards, and 18 of them always fit.
func (d *Decoder) number(limit, least uint64, rule string) uint64 {
	b, p := d.b, d.p
	i := p
	var n uint64
	for i < len(b) && b[i]-'0' < 10 {
		n = n*10 + uint64(b[i]-'0')
		i++
	}
	if i == p || i-p > 18 || n > limit || d.opts.Lenient != 0 || least == 1 && b[p] == '0' {
		return d.numberSlow(limit, least, rule)
	}
	d.p = i
	return n
}

// numberSlow reads numbers that are long, wrong or not of the grammar.
func (d *Decoder) numberSlow(limit, least uint64, rule string) (n uint64) {
	b, p := d.b, d.p
	i := p
	for i < len(b) && b[i]-'0' < 10 {
		c := uint64(b[i] - '0')
		if n > (limit-c)/10 {
			d.failErr(rule, ErrRange)
			return 0
		}
		n = n*10 + c
		i++
	}
	if d.opts.Lenient != 0 && (b[i] == '.' || b[i] == 'e' || i == p) && (i > p || least == 0) {
		if n, ok := d.lenientNumber(limit); ok {
			return n
		}
	}
	if i == p || least == 1 && b[p] == '0' {
		d.fail(rule)
		return 0
	}
	d.p = i
	return n
}

// appendUint appends n in decimal. Its length is known before its digits are,
// so that they are written to where they belong, two at a time.
func appendUint(dst []byte, n uint64) []byte {
	if n < 10 {
		return append(dst, byte('0'+n))
	}
	size := decimalLen(n)
	dst = slices.Grow(dst, size)
	at := len(dst) + size
	dst = dst[:at]
	for n >= 100 {
		at -= 2
		pair := pairs[n%100]
		dst[at], dst[at+1] = pair[0], pair[1]
		n /= 100
	}
	if n >= 10 {
		dst[at-2], dst[at-1] = pairs[n][0], pairs[n][1]
	} else {
		dst[at-1] = byte('0' + n)
	}
	return dst
}

// decimalLen returns the number of decimal digits of n. 1233/4096 is a little
// more than the logarithm of 2.
func decimalLen(n uint64) int {
	size := bits.Len64(n) * 1233 >> 12
	if n >= powers[size] {
		size++
	}
	return size
}

var (
	powers = makePowers()
	pairs  = makePairs()
)

func makePowers() (t [20]uint64) {
	t[0] = 1
	for i := 1; i < len(t); i++ {
		t[i] = 10 * t[i-1]
	}
	return t
}

func makePairs() (t [100][2]byte) {
	for i := range t {
		t[i] = [2]byte{'0' + byte(i/10), '0' + byte(i%10)}
	}
	return t
}
