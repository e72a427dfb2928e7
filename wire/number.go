package wire

import (
	"encoding/binary"
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
// Eight octets are looked at as one, as scanQuoted does, and eight more behind
// eight digits: at which digit a loop ends the processor cannot foresee, which
// takes twice the time where numbers come in no order. BenchmarkReadNumber shows
// it. Longer numbers are read in a loop that asks for nothing but the next digit:
// that a product has wrapped can be seen from the number of digits afterwards, and
// 18 of them always fit.
func (d *Decoder) number(limit, least uint64, rule string) (n uint64) {
	b, p := d.b, d.p
	i := p
	if p+8 <= len(b) {
		x := binary.LittleEndian.Uint64(b[p:]) ^ ones*'0'
		if other := noDigits(x); other != 0 {
			k := bits.TrailingZeros64(other) &^ 7 // bits of digits
			n = eightDigitsIn(x << (-uint(k) & 63))
			i = p + k>>3
		} else if p+16 <= len(b) {
			y := binary.LittleEndian.Uint64(b[p+8:]) ^ ones*'0'
			if other = noDigits(y); other != 0 {
				k := bits.TrailingZeros64(other) &^ 7
				n = eightDigitsIn(x)*powers[k>>3] + eightDigitsIn(y<<(64-uint(k)))
				i = p + 8 + k>>3
			}
		}
	}
	if i == p {
		for i < len(b) && b[i]-'0' < 10 {
			n = n*10 + uint64(b[i]-'0')
			i++
		}
	}
	if i == p || i-p > 18 || n > limit || d.opts.Lenient != 0 || least == 1 && b[p] == '0' {
		return d.numberSlow(limit, least, rule)
	}
	d.p = i
	return n
}

// powers are those of 10.
var powers = [8]uint64{1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000}

// noDigits sets the highest bit of each octet of x above 9. As with quotedMask
// only the first one counts.
func noDigits(x uint64) uint64 { return (x | (x + ones*(0x80-10))) & (ones * 0x80) }

// eightDigitsIn returns the number whose digits are the octets of x, the first one
// lowest: it adds up pairs, pairs of pairs, and the halves.
func eightDigitsIn(x uint64) uint64 {
	x = x*10 + x>>8
	const pairs = 0x0000_00FF_0000_00FF
	return (x&pairs*(100+1_000_000<<32) + x>>16&pairs*(1+10_000<<32)) >> 32
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
	if d.opts.Lenient != 0 && (b[i] == '.' || b[i]|0x20 == 'e' || i == p) && (i > p || least == 0) {
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

// maxDigits is more octets than the digits of any number take.
const maxDigits = 24

// appendUint appends n in decimal.
func appendUint(dst []byte, n uint64) []byte {
	dst = slices.Grow(dst, maxDigits)
	at := len(dst)
	b := (*[maxDigits]byte)(dst[at : at+maxDigits])
	if n > eightNines {
		return dst[:at+putUint(b, n)]
	}
	digits, zeros := significant(n)
	binary.LittleEndian.PutUint64(b[:], digits>>zeros)
	return dst[:at+8-zeros>>3]
}

// putUint writes n in decimal and returns how many digits it has, eight of them
// at a time: numbers are most of what a server writes, and a division for each
// digit, or a branch for each number of digits, is most of what they cost.
// BenchmarkNumber compares it with strconv.
func putUint(b *[maxDigits]byte, n uint64) int {
	const all = eightNines + 1
	if n <= eightNines {
		digits, zeros := significant(n)
		binary.LittleEndian.PutUint64(b[:], digits>>zeros)
		return 8 - zeros>>3
	}
	if n < all*all {
		digits, zeros := significant(n / all)
		binary.LittleEndian.PutUint64(b[:], digits>>zeros)
		w := 8 - zeros>>3
		binary.LittleEndian.PutUint64(b[w:], eightDigits(n%all)|ones*'0')
		return w + 8
	}
	w := putUint(b, n/all)
	binary.LittleEndian.PutUint64(b[w:], eightDigits(n%all)|ones*'0')
	return w + 8
}

// eightNines is the largest number of eight digits.
const eightNines = 99_999_999

// significant returns the digits of n, which has up to eight, as characters, and
// how many bits the zeros in front are, but for the last.
func significant(n uint64) (digits uint64, zeros int) {
	digits = eightDigits(n)
	return digits | ones*'0', bits.TrailingZeros64(digits|1<<56) &^ 7 & 63
}

// ones has the octet 1 in each place.
const ones = 0x0101010101010101

// eightDigits returns the digits of n < 100,000,000 as octets, the first one
// lowest. It divides by 10,000, then the two halves by 100 at once, then the
// four quarters by 10 at once: 10486/2^20 is 1/100 for what is below 10,000, and
// 103/2^10 is 1/10 for what is below 100.
func eightDigits(n uint64) uint64 {
	x := n/10_000 | n%10_000<<32
	high := x * 10486 >> 20 & (0x7f | 0x7f<<32)
	x = high | (x-100*high)<<16
	high = x * 103 >> 10 & (0xf | 0xf<<16 | 0xf<<32 | 0xf<<48)
	return high | (x-10*high)<<8
}
