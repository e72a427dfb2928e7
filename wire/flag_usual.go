package wire

import (
	"encoding/binary"
	"math"
)

// A usualFlag is a flag of messages or an attribute of mailboxes that most servers
// send, as it is usually spelled, with what sixteen octets that begin with it have
// in common.
type usualFlag struct {
	flag        Flag
	word, mask  uint64 // of the first eight octets
	word2, rest uint64 // of the eight octets behind
}

// usualFlags has each at its usualPlace, usualLengths how long it is: the next flag is
// looked for behind it, which has to wait for nothing else.
var usualFlags, usualLengths = makeUsualFlags(Seen, Answered, Flagged, Deleted, Draft, Recent,
	"$Forwarded", "$MDNSent", "$Junk", "$NotJunk", "$Phishing", "Junk", "NonJunk", "NotJunk",
	`\HasNoChildren`, `\HasChildren`, `\Subscribed`, `\Noselect`)

const usualPlaces = 32

// usualLeast is the length that a flag needs for usualPlace to look at it.
const usualLeast = 5

// usualPlace is where the flag that begins with w may be. No two of them have the
// same place: a test says so. What stands behind a flag of four octets, a space or
// a parenthesis, makes no difference.
func usualPlace[T string | []byte](w T) uint8 {
	_ = w[usualLeast-1]
	return (10*w[1] + w[2] + 5*(w[4]&0x44)) % usualPlaces
}

func makeUsualFlags(flags ...Flag) (t [usualPlaces]usualFlag, lengths [usualPlaces]uint8) {
	for _, f := range flags {
		var octets, mask [16]byte
		copy(octets[:], f)
		for i := range f {
			mask[i] = math.MaxUint8
		}
		place := usualPlace(octets[:])
		lengths[place] = uint8(len(f))
		t[place] = usualFlag{
			flag: f,
			word: binary.LittleEndian.Uint64(octets[:8]), mask: binary.LittleEndian.Uint64(mask[:8]),
			word2: binary.LittleEndian.Uint64(octets[8:]), rest: binary.LittleEndian.Uint64(mask[8:]),
		}
	}
	return t, lengths
}

// usualFlagAt returns the flag that begins at p and its length, if it is a usual
// one, or 0. Sixteen octets are compared at once: where a flag ends, and which it
// is, comes in no order, and a loop and a switch have to guess both. See imapbench,
// flags.
func usualFlagAt(b []byte, p int) (Flag, int) {
	if p+17 > len(b) {
		return "", 0
	}
	w := b[p : p+16]
	place := usualPlace(w)
	x, n := &usualFlags[place], int(usualLengths[place])
	differ := (binary.LittleEndian.Uint64(w[:8])^x.word)&x.mask | (binary.LittleEndian.Uint64(w[8:])^x.word2)&x.rest
	if c := b[p+n]; differ != 0 || n == 0 || c != ' ' && c != ')' {
		return "", 0
	}
	return x.flag, n
}
