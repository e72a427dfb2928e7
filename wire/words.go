package wire

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"

	"imapkit.example/wire/internal/abnf"
)

// Words is a table of words of the grammar, such as the names of commands, with
// what each stands for. A word consists of letters, digits, "-", "." and ":".
//
// Its first sixteen octets in one case, as two numbers, are what a word is found
// by: no loop over its octets has to end at the right one, and no branch tells
// short words from long ones, neither of which the processor can foresee where
// words follow in no order. BenchmarkWords compares it with a map.
type Words[T any] struct {
	slots   [256]wordSlot[T]
	spelled [256]uint8 // the slot of a word in upper case, by hashSpelled: see Write
}

type wordSlot[T any] struct {
	key, rest uint64
	word      string
	value     T
}

// maxWord is the length in octets of the longest word in a table.
const maxWord = 32

// NewWords returns the table of words, in upper case, of at most 32 octets and
// 128 at most, with what value returns for each. What is no such word is left out.
func NewWords[W ~string, T any](words []W, value func(W) T) *Words[T] {
	t := new(Words[T])
	for _, w := range words[:min(len(words), len(t.slots)/2)] {
		if !isTableWord(string(w)) {
			continue
		}
		key, rest := wordKey(string(w))
		i := hashKey(key)
		for t.slots[i].key != 0 {
			i++
		}
		t.slots[i] = wordSlot[T]{key, rest, string(w), value(w)}
		t.spelled[hashSpelled(string(w))] = i
	}
	return t
}

// isTableWord reports whether w may be in a table: an "_" would be the same as a
// DEL without the bit that tells upper from lower case.
func isTableWord(w string) bool {
	return len(w) <= maxWord && abnf.Is(w, abnf.Label) && abnf.EqualFold(w, w) && !strings.Contains(w, "_")
}

// Read reads the word that is next in d, in any case, if it is one of the table,
// and returns what it stands for. If not, it reads nothing.
func (t *Words[T]) Read(d *Decoder) (value T, ok bool) {
	// A word that ends within sixteen octets, at one that wordEnds knows, is found
	// at once: it has no octet that is 0 in its key, so that no other word, longer
	// or shorter, has the same.
	b := d.b[d.p:]
	if len(b) < 16 {
		return t.readSlow(d)
	}
	key, rest := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])
	ends, restEnds := wordEnds(key), wordEnds(rest)
	n := bits.TrailingZeros64(restEnds) >> 3
	below := (restEnds&-restEnds)>>7 - 1 // the octets in front of the end
	if ends != 0 {
		n, below = 0, 0
	}
	n += bits.TrailingZeros64(ends) >> 3
	key &= (ends&-ends)>>7 - 1
	key, rest = key&^foldWord, rest&below&^foldWord
	if uint(n-1) < 15 {
		for i := hashKey(key); t.slots[i].key != 0; i++ {
			if s := &t.slots[i]; s.key == key && s.rest == rest {
				d.p += n
				return s.value, true
			}
		}
	}
	return t.readSlow(d)
}

// ReadAtom is like Read for a word that is an atom: there is more in an atom
// than in a word, and what goes on with it is none of the table.
func (t *Words[T]) ReadAtom(d *Decoder) (value T, ok bool) {
	p := d.p
	if value, ok = t.Read(d); ok && abnf.Classes[d.b[d.p]]&abnf.Atom != 0 {
		d.p = p
		var none T
		return none, false
	}
	return value, ok
}

// readSlow is Read for a word that is long, ends at an octet that few words end
// at, or stands at the end of the buffer.
func (t *Words[T]) readSlow(d *Decoder) (value T, ok bool) {
	b := d.b[d.p:]
	n := abnf.Run(b, abnf.Label)
	if n == 0 || n > maxWord {
		return value, false
	}
	s := t.find(string(b[:n]))
	if s == nil {
		return value, false
	}
	d.p += n
	return s.value, true
}

// Write writes word, in upper case, if it is one of the table, and returns what
// it stands for. If not, it writes nothing. What is in the table was looked at
// before, as the word would have to be by [Encoder.Keyword].
func (t *Words[T]) Write(e *Encoder, word string) (value T, ok bool) {
	if word == "" {
		return value, false
	}
	s := &t.slots[t.spelled[hashSpelled(word)]]
	if s.word != word { // another one has the same hash
		if s = t.find(word); s == nil || s.word != word {
			return value, false
		}
	}
	if e.inLit {
		e.closeLiteral()
	}
	if len(word) > 16 {
		e.buf = append(e.buf, word...)
		return s.value, true
	}
	// Sixteen octets are stored, whatever the length: a copy of some would
	// branch on how many. What has lost the bit of its case gets it back.
	b := slices.Grow(e.buf, 16)
	n := len(b)
	binary.LittleEndian.PutUint64(b[n:n+8], s.key|^s.key>>1&foldWord)
	binary.LittleEndian.PutUint64(b[n+8:n+16], s.rest|^s.rest>>1&foldWord)
	e.buf = b[:n+len(word)]
	return s.value, true
}

// Find returns what word stands for, in any case.
func (t *Words[T]) Find(word string) (value T, ok bool) {
	if s := t.find(word); s != nil {
		return s.value, true
	}
	return value, false
}

func (t *Words[T]) find(word string) *wordSlot[T] {
	key, rest := wordKey(word)
	for i := hashKey(key); t.slots[i].key != 0; i++ {
		s := &t.slots[i]
		if s.key == key && s.rest == rest && (s.word == word || abnf.EqualFold(word, s.word)) {
			return s
		}
	}
	return nil
}

// hashKey spreads keys over the slots. The index wraps around as a uint8 does.
func hashKey(key uint64) uint8 { return uint8(key * 0x9e3779b97f4a7c15 >> 56) }

// hashSpelled is a hash of what can be had of a word, which is not empty, without
// a branch on its length. With these factors no two commands, search keys or FETCH
// items have the same.
func hashSpelled(word string) uint8 {
	n := len(word)
	return uint8(n*9 + int(word[0])*37 + int(word[n/2])*51 + int(word[n-1])*17)
}

// foldWord is the bit that tells upper from lower case, of eight octets.
const foldWord = 0x20 * ones

// wordEnds sets the highest bit of each octet of w that a word ends at, as a
// rule: a control character, a space, a quote, a parenthesis, a bracket or what
// else stands below "*". Only the first one counts, as with quotedMask. An octet
// of another kind that is no part of a word is taken for one.
func wordEnds(w uint64) uint64 {
	return (w | (w - '*'*ones) | (w ^ '['*ones - ones)) & (0x80 * ones)
}

// wordKey returns the first eight octets of the word s and the eight behind them,
// the first one lowest, without the bit that tells upper from lower case.
func wordKey(s string) (key, rest uint64) {
	switch n := len(s); {
	case n >= 16:
		key, rest = load64(s), load64(s[8:])
	case n > 8:
		key, rest = load64(s), load64(s[n-8:])>>(8*(16-n))
	case n == 8:
		key = load64(s)
	case n >= 4: // the two halves overlap
		key = uint64(load32(s)) | uint64(load32(s[n-4:]))<<(8*(n-4))
	case n > 0: // so do the three octets
		key = uint64(s[0]) | uint64(s[n/2])<<(8*(n/2)) | uint64(s[n-1])<<(8*(n-1))
	}
	return key &^ foldWord, rest &^ foldWord
}
