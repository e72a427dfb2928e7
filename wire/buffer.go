package wire

import "sync"

// A line that does not fit into the small buffer of a Decoder is read into one
// from a pool, which it gives back behind the message: one large message does
// not pin its memory for the life of the connection, and a connection with many
// of them does not make garbage of each.

const (
	startSize = 4 << 10 // the buffer that a Decoder keeps
	growth    = 4       // how many times larger the next one is
)

// buffers holds those of 16 KiB, 64 KiB and so on to 16 MiB. A larger one is
// not kept.
var buffers [6]sync.Pool

// class returns the class of the smallest buffer that holds n octets, and its
// size.
func class(n int) (c, size int) {
	for size = startSize * growth; size < n; size *= growth {
		c++
	}
	return c, size
}

// borrow returns a buffer of n octets, which is to be released unless pooled is
// nil.
func borrow(n int) (buf []byte, pooled *[]byte) {
	c, size := class(n)
	if c >= len(buffers) {
		return make([]byte, n), nil
	}
	pooled, _ = buffers[c].Get().(*[]byte)
	if pooled == nil {
		b := make([]byte, size)
		pooled = &b
	}
	return (*pooled)[:n], pooled
}

// release gives back what was borrowed, if anything.
func release(pooled *[]byte) {
	if pooled != nil {
		c, _ := class(len(*pooled))
		buffers[c].Put(pooled)
	}
}
