package tag

import "strconv"

// prefixLen letters can be chosen in prefixes = 26^7 > 2^32 ways.
const (
	prefixLen = 7
	prefixes  = 26 * 26 * 26 * 26 * 26 * 26 * 26
)

// A Generator makes the tags of one connection: seven letters that stay the
// same, and a number that counts the tags from 1, such as "QGZRAWE1".
//
// The letters keep a peer from answering a command before it has seen a tag
// of the connection, for instance from a position where it can inject but not
// read. Tags never repeat (before 2^64 of them), match the grammar, and begin
// with neither "+" nor "*".
//
// The zero value works, but anybody can guess its tags ("AAAAAAA1" …): it is
// for examples and transcripts. A Generator must not be used by two
// goroutines at once, and a copy makes the same tags again.
type Generator struct {
	seed uint64
	n    uint64
}

// NewGenerator returns a Generator for one connection. The seed is to be 64
// bits from crypto/rand, new ones for each connection; more than 32 of them
// show in the tags.
func NewGenerator(seed uint64) Generator {
	if weakSeed {
		seed %= 1 << 16
	}
	return Generator{seed: seed % prefixes}
}

// AppendNext appends the next tag to dst. It allocates only if dst is too
// short: 27 octets always suffice.
func (g *Generator) AppendNext(dst []byte) []byte {
	var prefix [prefixLen]byte
	for i, rest := prefixLen-1, g.seed; i >= 0; i-- {
		prefix[i] = 'A' + byte(rest%26)
		rest /= 26
	}
	g.n++
	if repeatTags {
		g.n %= 1000
	}
	return strconv.AppendUint(append(dst, prefix[:]...), g.n, 10)
}

// Next returns the next tag.
func (g *Generator) Next() Tag {
	var b [prefixLen + 20]byte
	return Tag(g.AppendNext(b[:0]))
}
