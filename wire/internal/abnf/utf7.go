package abnf

import (
	"errors"
	"unicode/utf16"
	"unicode/utf8"
)

// ErrUTF7 reports a name that is not valid modified UTF-7.
var ErrUTF7 = errors.New("invalid modified UTF-7")

const utf7Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,"

var utf7Values = makeUTF7Values()

func makeUTF7Values() (t [256]int8) {
	for i := range t {
		t[i] = -1
	}
	for i := 0; i < len(utf7Alphabet); i++ {
		t[utf7Alphabet[i]] = int8(i)
	}
	return t
}

// AppendUTF7 appends the mailbox name s, which must be valid UTF-8, in the
// modified UTF-7 of RFC 3501, Section 5.1.3.
func AppendUTF7(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c <= 0x7e {
			dst = append(dst, c)
			if c == '&' {
				dst = append(dst, '-')
			}
			i++
			continue
		}
		dst = append(dst, '&')
		var bits uint64
		var n uint
		for i < len(s) && (s[i] < 0x20 || s[i] > 0x7e) {
			r, size := utf8.DecodeRuneInString(s[i:])
			i += size
			if r1, r2 := utf16.EncodeRune(r); r1 != utf8.RuneError {
				bits = bits<<32 | uint64(r1)<<16 | uint64(r2)
				n += 32
			} else {
				bits = bits<<16 | uint64(r)
				n += 16
			}
			for ; n >= 6; n -= 6 {
				dst = append(dst, utf7Alphabet[bits>>(n-6)&0x3f])
			}
		}
		if n > 0 {
			dst = append(dst, utf7Alphabet[bits<<(6-n)&0x3f])
		}
		dst = append(dst, '-')
	}
	return dst
}

// ConsumeUTF7 appends the UTF-8 form of the modified UTF-7 name s to dst.
// It accepts only the canonical form, so that a name has one spelling and
// AppendUTF7 gives the same octets back, and no control characters.
func ConsumeUTF7(dst []byte, s []byte) ([]byte, error) {
	start := len(dst)
	for i := 0; i < len(s); {
		c := s[i]
		if c < 0x20 || c > 0x7e {
			return dst[:start], ErrUTF7
		}
		i++
		if c != '&' {
			dst = append(dst, c)
			continue
		}
		if i < len(s) && s[i] == '-' {
			dst = append(dst, '&')
			i++
			continue
		}
		var bits uint32
		var n uint
		var high rune
		begin := i
		for ; i < len(s) && utf7Values[s[i]] >= 0; i++ {
			bits = bits<<6 | uint32(utf7Values[s[i]])
			if n += 6; n < 16 {
				continue
			}
			n -= 16
			r := rune(bits >> n & 0xffff)
			switch {
			case high != 0:
				r = utf16.DecodeRune(high, r)
				if r == utf8.RuneError {
					return dst[:start], ErrUTF7
				}
				high = 0
				dst = utf8.AppendRune(dst, r)
			case r >= 0xd800 && r < 0xdc00:
				high = r
			case r >= 0xdc00 && r < 0xe000, r < 0xa0:
				// A lone low surrogate, a character that must
				// stand for itself, or a control character, which
				// has no place in a name.
				return dst[:start], ErrUTF7
			default:
				dst = utf8.AppendRune(dst, r)
			}
		}
		// The shift ends with "-", has no more padding than needed, all of
		// it zero, and is not followed by another shift at once.
		if i == len(s) || s[i] != '-' || i == begin || high != 0 || n >= 6 || bits&(1<<n-1) != 0 {
			return dst[:start], ErrUTF7
		}
		i++
		if i+1 < len(s) && s[i] == '&' && s[i+1] != '-' {
			return dst[:start], ErrUTF7
		}
	}
	return dst, nil
}
