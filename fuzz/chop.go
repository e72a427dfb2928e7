package fuzz

import (
	"bytes"
	"cmp"
	"io"
	"math/rand/v2"
	"slices"
)

// Whole returns a reader that delivers b in one Read, if the caller has room
// for it, and io.EOF with the next.
func Whole(b []byte) io.Reader { return bytes.NewReader(b) }

// OneByte returns a reader that delivers b one octet at a time.
func OneByte(b []byte) io.Reader {
	return &pieces{rest: b, next: func() int { return 1 }}
}

// Chop returns a reader that delivers b in pieces which end at the offsets
// cuts, in any order; those outside of b are ignored. No Read crosses a cut.
func Chop(b []byte, cuts ...int) io.Reader {
	sorted := slices.Sorted(slices.Values(cuts))
	at := 0
	return &pieces{rest: b, next: func() int {
		for len(sorted) > 0 && sorted[0] <= at {
			sorted = sorted[1:]
		}
		n := len(b) - at
		if len(sorted) > 0 && sorted[0] < len(b) {
			n = sorted[0] - at
		}
		at += n
		return n
	}}
}

// Random returns a reader that delivers b in pieces of pseudo-random length
// that depend on seed alone. Some reads return nothing without an error, and
// the last octets may come together with io.EOF, as io.Reader allows.
func Random(b []byte, seed uint64) io.Reader {
	r := rand.New(rand.NewPCG(seed, 0))
	most := 1 << r.IntN(10)
	idle := false
	return &pieces{rest: b, early: seed%2 == 1, next: func() int {
		// Never twice in a row: readers give up on that.
		if idle = !idle && r.IntN(8) == 0; idle {
			return 0
		}
		return 1 + r.IntN(most)
	}}
}

// pieces delivers rest in pieces of the lengths that next returns; a piece
// that does not fit into one Read takes several.
type pieces struct {
	rest  []byte
	next  func() int
	piece int
	early bool // io.EOF comes with the last octets
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		return 0, io.EOF
	}
	if len(b) == 0 {
		return 0, nil
	}
	if p.piece == 0 {
		p.piece = min(p.next(), len(p.rest))
	}
	n := copy(b, p.rest[:p.piece])
	p.rest, p.piece = p.rest[n:], p.piece-n
	if p.early && len(p.rest) == 0 {
		return n, io.EOF
	}
	return n, nil
}

// A FaultyReader reads from R and fails with Err in place of the octet at
// offset At and ever after. With Together the error comes with the octets in
// front of it, else with a Read of its own.
type FaultyReader struct {
	R        io.Reader
	At       int64 // less with each Read
	Err      error // io.EOF if it is nil: the stream is cut there
	Together bool
}

// Read implements io.Reader.
func (f *FaultyReader) Read(b []byte) (int, error) {
	fault := cmp.Or(f.Err, io.EOF)
	if f.At <= 0 {
		return 0, fault
	}
	n, err := f.R.Read(b[:min(int64(len(b)), f.At)])
	f.At -= int64(n)
	if f.At <= 0 && f.Together {
		err = fault
	}
	return n, err
}

// A CountingReader counts the reads from R and their octets: work that a test
// can assert, other than time.
type CountingReader struct {
	R     io.Reader
	Reads int   // calls of Read
	Bytes int64 // octets read
	Asked int64 // sum of the lengths of the buffers to be filled
}

// Read implements io.Reader.
func (c *CountingReader) Read(b []byte) (int, error) {
	n, err := c.R.Read(b)
	c.Reads++
	c.Bytes += int64(n)
	c.Asked += int64(len(b))
	return n, err
}
