package wire

import (
	"math"
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

func (d *Decoder) number(limit, least uint64, rule string) uint64 {
	b, p := d.b, d.p
	i := p
	var n uint64
	for i < len(b) && b[i]-'0' < 10 {
		// 18 digits always fit; from there on the product could wrap.
		if i-p >= 18 && n > (limit-uint64(b[i]-'0'))/10 {
			d.failErr(rule, ErrRange)
			return 0
		}
		n = n*10 + uint64(b[i]-'0')
		i++
	}
	if b[i] == '.' || b[i]|0x20 == 'e' || i == p {
		if d.opts.Lenient != 0 && (i > p || least == 0) {
			if n, ok := d.lenientNumber(limit); ok {
				return n
			}
		}
		if i == p {
			d.fail(rule)
			return 0
		}
	}
	if least == 1 && b[p] == '0' {
		d.fail(rule)
		return 0
	}
	if n > limit {
		d.failErr(rule, ErrRange)
		return 0
	}
	d.p = i
	return n
}
