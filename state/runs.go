package state

import "sort"

const (
	// chunkLen is the number of runs in a full chunk.
	chunkLen = 64
	// mergeLen is the number of runs up to which two neighbours become one
	// chunk. Two neighbours have more than that between them, so that a run
	// never takes more than 2·8·chunkLen/mergeLen < 19 bytes, and a few for the
	// chunks themselves. It leaves room in the chunk, so that adding and
	// removing by turns does not merge each time.
	mergeLen = chunkLen * 7 / 8
)

// A run is n messages one behind the other, whose UIDs are uid, uid+1 and so
// on; or, if uid is 0, not known.
type run struct{ uid, n uint32 }

// last returns the UID of the last message, which is known.
func (r run) last() uint32 { return r.uid + (r.n - 1) }

// joins reports whether r and the run behind it are one.
func (r run) joins(next run) bool {
	if r.uid == 0 || next.uid == 0 {
		return r.uid == next.uid
	}
	return r.last()+1 == next.uid
}

// A chunk is some runs in order, with the number of their messages and the last
// UID known among them, or 0.
type chunk struct {
	runs []run
	n    int
	last uint32
}

// runs is a list of messages as runs, in chunks. Two unknown runs are never
// neighbours.
type runs struct {
	// chunks hold the runs in order. None is empty or longer than chunkLen.
	chunks []chunk
	// counts has the numbers of messages in chunks, for their sums.
	counts  counts
	n       int // messages
	unknown int // those whose UIDs are not known
	// spare is the memory of a chunk no longer used, or nil.
	spare []run
}

// find returns the place of message x, counted from 0: chunk, run, and offset
// in the run.
func (l *runs) find(x int) (c, i int, offset uint32) {
	c, rest := l.counts.find(x)
	for i, r := range l.chunks[c].runs {
		if rest < int(r.n) {
			return c, i, uint32(rest)
		}
		rest -= int(r.n)
	}
	panic("state: counts do not agree with runs")
}

// seq returns the sequence number of the first message of a run.
func (l *runs) seq(c, i int) int {
	n := l.counts.sum(c) + 1
	for _, r := range l.chunks[c].runs[:i] {
		n += int(r.n)
	}
	return n
}

// search returns the place of the first run with a known UID of at least uid;
// c is len(l.chunks) if there is none.
func (l *runs) search(uid uint32) (c, i int) {
	c = sort.Search(len(l.chunks), func(c int) bool {
		last := l.chunks[c].last
		if last == 0 && c > 0 { // all of it unknown: then the one before is not
			last = l.chunks[c-1].last
		}
		return last >= uid && last != 0
	})
	if c == len(l.chunks) {
		return c, 0
	}
	for i, r := range l.chunks[c].runs {
		if r.uid != 0 && r.last() >= uid {
			return c, i
		}
	}
	panic("state: a chunk does not know its last UID")
}

// holds reports whether the run that search has found for uid holds it.
func (l *runs) holds(c, i int, uid uint32) bool {
	if c == len(l.chunks) || uid == 0 {
		return false
	}
	return l.chunks[c].runs[i].uid <= uid
}

// before returns the place of the run in front of a place.
func (l *runs) before(c, i int) (int, int, bool) {
	if i > 0 {
		return c, i - 1, true
	}
	if c == 0 {
		return 0, 0, false
	}
	return c - 1, len(l.chunks[c-1].runs) - 1, true
}

// after returns the place of the run behind a place.
func (l *runs) after(c, i int) (int, int, bool) {
	if i+1 < len(l.chunks[c].runs) {
		return c, i + 1, true
	}
	return c + 1, 0, c+1 < len(l.chunks)
}

// least returns the UID that the last message has at least: more than any
// known, and as many more as are unknown behind that.
func (l *runs) least() uint64 {
	c, i, ok := l.before(len(l.chunks), 0)
	if !ok {
		return 0
	}
	r := l.chunks[c].runs[i]
	if r.uid != 0 {
		return uint64(r.last())
	}
	n := uint64(r.n)
	if c, i, ok = l.before(c, i); ok {
		n += uint64(l.chunks[c].runs[i].last())
	}
	return n
}

// each yields the messages with UIDs up to high, and those unknown with 0 if
// they are wanted, from a place on; low is where the first run is entered.
func (l *runs) each(c, i int, low, high uint32, unknown bool, yield func(seq, uid uint32) bool) {
	if c >= len(l.chunks) {
		return
	}
	seq := uint32(l.seq(c, i))
	for ; c < len(l.chunks); c++ {
		for _, r := range l.chunks[c].runs[i:] {
			if r.uid == 0 {
				for range r.n {
					if unknown && !yield(seq, 0) {
						return
					}
					seq++
				}
				continue
			}
			if r.uid < low {
				skip := low - r.uid
				r.uid, r.n, seq = low, r.n-skip, seq+skip
			}
			for uid := r.uid; ; uid++ {
				if uid > high || !yield(seq, uid) {
					return
				}
				seq++
				if uid == r.last() {
					break
				}
			}
		}
		i = 0
	}
}

// push adds r at the end.
func (l *runs) push(r run) {
	last := len(l.chunks) - 1
	if last < 0 {
		l.chunks = append(l.chunks, chunk{runs: l.memory(false)})
		l.counts.push(0)
		last = 0
	}
	if list := l.chunks[last].runs; len(list) > 0 && list[len(list)-1].joins(r) {
		list[len(list)-1].n += r.n
	} else if len(list) < chunkLen {
		l.chunks[last].runs = append(list, r)
	} else {
		l.chunks = append(l.chunks, chunk{runs: append(l.memory(true), r)})
		l.counts.push(0)
		last++
	}
	l.add(last, int(r.n), r.uid == 0)
	if r.uid != 0 {
		l.chunks[last].last = r.last()
	}
}

// memory returns an empty slice for a chunk, of its full size or not.
func (l *runs) memory(full bool) []run {
	list := l.spare
	l.spare = nil
	if list == nil && full {
		list = make([]run, 0, chunkLen)
	}
	return list
}

// add counts n more messages in chunk c.
func (l *runs) add(c, n int, unknown bool) {
	l.chunks[c].n += n
	l.counts.add(c, n)
	l.n += n
	if unknown {
		l.unknown += n
	}
}
