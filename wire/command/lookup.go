package command

// A lookup finds what belongs to a word of the grammar in any case. It is a
// table with open addresses: the words of one rule are a hundred at most, and
// with the hash of a few octets nearly each stands at its first place. A map
// takes three times as long, since it has to hash every octet of a word in one
// case first.
type lookup[T any] struct {
	slots [256]lookupSlot[T]
}

type lookupSlot[T any] struct {
	word  string // in upper case
	value T
}

// newLookup returns the table of words, which are in upper case, with what
// belongs to each.
func newLookup[W ~string, T any](words []W, value func(W) T) *lookup[T] {
	l := new(lookup[T])
	for _, w := range words {
		i := hashWord([]byte(w))
		for l.slots[i].word != "" {
			i++
		}
		l.slots[i] = lookupSlot[T]{string(w), value(w)}
	}
	return l
}

// find returns what belongs to b.
func (l *lookup[T]) find(b []byte) (value T, ok bool) {
	if len(b) == 0 {
		return value, false
	}
	for i := hashWord(b); ; i++ {
		s := &l.slots[i]
		if s.word == "" {
			return value, false
		}
		if string(b) == s.word || equalFold(b, s.word) {
			return s.value, true
		}
	}
}

// hashWord mixes the length and four octets of b in one case.
func hashWord(b []byte) uint8 {
	const upper = 0xdf // clears the bit that tells the cases apart
	n := len(b)
	return uint8(n)*37 ^ b[0]&upper ^ b[n-1]&upper<<2 ^ b[n/2]&upper<<4 ^ b[n/4]&upper*29
}

// equalFold reports whether b is word, which is in upper case, in any case.
func equalFold(b []byte, word string) bool {
	if len(b) != len(word) {
		return false
	}
	for i, c := range b {
		if upperByte(c) != word[i] {
			return false
		}
	}
	return true
}
