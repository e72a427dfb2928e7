package wire

import (
	"encoding/binary"
	"math/bits"

	"imapkit.example/wire/internal/abnf"
)

// Words is a table of words of the grammar, such as the names of commands, with
// what each stands for. A word consists of letters, digits, "-", "." and ":".
//
// Its first eight octets in one case, as one number, are what a word is found
// by: no loop over its octets has to end at the right one, which the processor
// cannot foresee where words follow in no order. BenchmarkWords compares it with
// a map.
type Words[T any] struct {
	slots [256]wordSlot[T]
}

type wordSlot[T any] struct {
	key   uint64
	word  string
	value T
}

// NewWords returns the table of words, in upper case and 128 at most, with what
// value returns for each.
func NewWords[W ~string, T any](words []W, value func(W) T) *Words[T] {
	t := new(Words[T])
	for _, w := range words[:min(len(words), len(t.slots)/2)] {
		key, _ := wordKey([]byte(w + "\r\n"))
		i := hashKey(key)
		for t.slots[i].key != 0 {
			i++
		}
		t.slots[i] = wordSlot[T]{key, string(w), value(w)}
	}
	return t
}

// Read reads the word that is next in d, in any case, if it is one of the table,
// and returns what it stands for. If not, it reads nothing.
func (t *Words[T]) Read(d *Decoder) (value T, ok bool) {
	s, n := t.next(d)
	if s == nil {
		return value, false
	}
	d.p += n
	return s.value, true
}

// ReadAtom is like Read for a word that is an atom: there is more in an atom
// than in a word, and what goes on with it is none of the table.
func (t *Words[T]) ReadAtom(d *Decoder) (value T, ok bool) {
	s, n := t.next(d)
	if s == nil || abnf.Classes[d.b[d.p+n]]&abnf.Atom != 0 {
		return value, false
	}
	d.p += n
	return s.value, true
}

// next returns the slot of the word that is next in d, or nil, and its length.
func (t *Words[T]) next(d *Decoder) (s *wordSlot[T], n int) {
	b := d.b[d.p:]
	key, n := wordKey(b)
	if n > 8 {
		n = abnf.Run(b, abnf.Label)
	}
	if s = t.find(key, b[:n]); s != nil {
		return s, n
	}
	// It may have ended earlier, at an octet that few words end at.
	if n = abnf.Run(b[:n], abnf.Label); n == 0 || n >= 8 {
		return nil, 0
	}
	return t.find(key&(1<<(8*n)-1), b[:n]), n
}

// Find returns what word stands for, in any case.
func (t *Words[T]) Find(word string) (value T, ok bool) {
	b := append(append(make([]byte, 0, 32), word...), "\r\n"...)
	key, _ := wordKey(b)
	if s := t.find(key, b[:len(word)]); s != nil {
		return s.value, true
	}
	return value, false
}

func (t *Words[T]) find(key uint64, word []byte) *wordSlot[T] {
	if key == 0 {
		return nil
	}
	for i := hashKey(key); ; i++ {
		s := &t.slots[i]
		if s.key == 0 {
			return nil
		}
		if s.key == key && len(s.word) == len(word) && (len(word) <= 8 || abnf.EqualFold(word, s.word)) {
			return s
		}
	}
}

// hashKey spreads keys over the slots. The index wraps around as a uint8 does.
func hashKey(key uint64) uint8 { return uint8(key * 0x9e3779b97f4a7c15 >> 56) }

// wordKey returns the first eight octets of the word at the start of b, the
// first one lowest, without the bit that tells upper from lower case, and its
// length, or more than eight if it goes on. A word ends at a control character,
// a space, a quote, a parenthesis, a bracket or what else stands below "*": an
// octet of another kind that is no part of a word is taken for one.
func wordKey(b []byte) (key uint64, n int) {
	const fold, high = 0x20 * ones, 0x80 * ones
	var w uint64
	if len(b) > 8 {
		w = binary.LittleEndian.Uint64(b)
	} else {
		var last [8]byte
		copy(last[:], b)
		w = binary.LittleEndian.Uint64(last[:])
	}
	mask := (w | (w - '*'*ones) | (w ^ '['*ones - ones)) & high
	if mask != 0 {
		n = bits.TrailingZeros64(mask) >> 3
		return w &^ fold & (1<<(8*n) - 1), n
	}
	if abnf.Classes[b[8]]&abnf.Label != 0 {
		return w &^ fold, 9
	}
	return w &^ fold, 8
}
