package state

import "slices"

// cut removes k messages of a run, from offset on.
func (l *runs) cut(c, i int, offset, k uint32) {
	r := l.chunks[c].runs[i]
	left, right := run{r.uid, offset}, run{r.uid, r.n - offset - k}
	if r.uid != 0 {
		right.uid += offset + k
	} else {
		left.n, right.n = left.n+right.n, 0
	}
	if left.n > 0 && right.n > 0 {
		c, i = l.room(c, i, 1)
	}
	l.add(c, -int(k), r.uid == 0)
	list := l.chunks[c].runs
	switch {
	case left.n > 0 && right.n > 0:
		list[i] = left
		l.chunks[c].runs = slices.Insert(list, i+1, right)
	case left.n > 0:
		list[i] = left
	case right.n > 0:
		list[i] = right
	default:
		l.chunks[c].runs = slices.Delete(list, i, i+1)
		l.join(c, i)
	}
	l.tidy(c)
}

// learn gives one message of an unknown run its UID.
func (l *runs) learn(c, i int, offset, uid uint32) {
	c, i = l.room(c, i, 2)
	list := l.chunks[c].runs
	var pieces [3]run
	k := 0
	if offset > 0 {
		pieces[k] = run{0, offset}
		k++
	}
	at := i + k
	pieces[k] = run{uid, 1}
	k++
	if rest := list[i].n - offset - 1; rest > 0 {
		pieces[k] = run{0, rest}
		k++
	}
	l.chunks[c].runs = slices.Replace(list, i, i+1, pieces[:k]...)
	l.unknown--
	l.settle(c, at)
}

// insert adds a message in front of a place that search has found for its UID.
func (l *runs) insert(c, i int, uid uint32) {
	if c == len(l.chunks) {
		l.push(run{uid, 1})
		return
	}
	c, i = l.room(c, i, 1)
	l.chunks[c].runs = slices.Insert(l.chunks[c].runs, i, run{uid, 1})
	l.add(c, 1, false)
	l.settle(c, i)
}

// settle joins a new run with its neighbours.
func (l *runs) settle(c, i int) {
	l.relabel(c)
	l.join(c, i+1)
	l.join(c, i)
	l.tidy(c)
}

// room makes room for k more runs in the chunk of a place, and returns where
// that is then. Where runs are added at an end of the chunk again and again, as
// when messages go in order, it leaves full chunks behind.
func (l *runs) room(c, i, k int) (int, int) {
	list := l.chunks[c].runs
	if len(list)+k <= chunkLen {
		return c, i
	}
	at := len(list) / 2
	switch i {
	case len(list) - 1:
		at = i
	case 0:
		at = 1
	}
	l.chunks = slices.Insert(l.chunks, c+1, chunk{runs: append(l.memory(true), list[at:]...)})
	l.chunks[c].runs = list[:at]
	for _, r := range list[at:] {
		l.chunks[c].n -= int(r.n)
		l.chunks[c+1].n += int(r.n)
	}
	l.relabel(c)
	l.relabel(c + 1)
	l.recount()
	if i >= at {
		return c + 1, i - at
	}
	return c, i
}

// join makes one run of that at a place and the one in front of it, if they
// are one.
func (l *runs) join(c, i int) {
	if c < len(l.chunks) && i == len(l.chunks[c].runs) {
		c, i = c+1, 0
	}
	if c >= len(l.chunks) {
		return
	}
	p, j, ok := l.before(c, i)
	if !ok || len(l.chunks[p].runs) == 0 {
		return
	}
	front, back := &l.chunks[p].runs[j], l.chunks[c].runs[i]
	if !front.joins(back) {
		return
	}
	front.n += back.n
	if p != c {
		n := int(back.n)
		l.chunks[p].n += n
		l.chunks[c].n -= n
		l.counts.add(p, n)
		l.counts.add(c, -n)
	}
	l.chunks[c].runs = slices.Delete(l.chunks[c].runs, i, i+1)
	l.relabel(p)
	if p != c {
		l.relabel(c)
		if len(l.chunks[c].runs) == 0 {
			l.drop(c)
		}
	}
}

// tidy takes care of chunk c, after its runs have changed.
func (l *runs) tidy(c int) {
	if c >= len(l.chunks) {
		return
	}
	if len(l.chunks[c].runs) == 0 {
		l.drop(c)
		l.join(c, 0)
		return
	}
	l.relabel(c)
	switch n := len(l.chunks[c].runs); {
	case c+1 < len(l.chunks) && n+len(l.chunks[c+1].runs) <= mergeLen:
		l.merge(c)
	case c > 0 && n+len(l.chunks[c-1].runs) <= mergeLen:
		l.merge(c - 1)
	}
}

// merge moves what is in chunk c+1 to the end of chunk c.
func (l *runs) merge(c int) {
	next := l.chunks[c+1]
	boundary := len(l.chunks[c].runs)
	l.chunks[c].runs = append(l.chunks[c].runs, next.runs...)
	l.chunks[c].n += next.n
	l.counts.add(c, next.n)
	l.drop(c + 1)
	l.relabel(c)
	l.join(c, boundary)
}

// drop removes chunk c, whose runs are gone or elsewhere. That is fast for the
// last chunk. For another it takes time proportional to the number of chunks;
// but that one was once filled, and is dropped only once. Where most chunks are
// gone, so is their memory.
func (l *runs) drop(c int) {
	l.spare = l.chunks[c].runs[:0]
	last := c == len(l.chunks)-1
	l.chunks = slices.Delete(l.chunks, c, c+1)
	if cap(l.chunks) > 4*chunkLen && len(l.chunks) < cap(l.chunks)/4 {
		l.chunks, l.counts = slices.Clone(l.chunks), nil
		last = false
	}
	if last {
		l.counts.pop()
		return
	}
	l.recount()
}

// recount makes the sums anew.
func (l *runs) recount() {
	l.counts = l.counts[:0]
	for i := range l.chunks {
		l.counts.push(l.chunks[i].n)
	}
}

// relabel finds out anew which UID chunk c has last.
func (l *runs) relabel(c int) {
	list := l.chunks[c].runs
	l.chunks[c].last = 0
	for i := len(list) - 1; i >= 0; i-- { // the second at the latest
		if list[i].uid != 0 {
			l.chunks[c].last = list[i].last()
			return
		}
	}
}
