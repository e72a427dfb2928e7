package state

// A ring is a queue in a slice that is used again.
type ring[E any] struct {
	list []E // its length is 0 or a power of two
	at   int // of the first
	n    int
}

func (r *ring[E]) index(i int) int { return (r.at + i) & (len(r.list) - 1) }

func (r *ring[E]) first() *E { return &r.list[r.at] }

func (r *ring[E]) push(e E) {
	if r.n == len(r.list) {
		list := make([]E, max(4, 2*r.n))
		for i := range r.n {
			list[i] = r.list[r.index(i)]
		}
		r.list, r.at = list, 0
	}
	r.list[r.index(r.n)] = e
	r.n++
}

func (r *ring[E]) pop() E {
	var zero E
	e := r.list[r.at]
	r.list[r.at] = zero
	r.at = r.index(1)
	r.n--
	return e
}

// remove takes out those for which f returns true.
func (r *ring[E]) remove(f func(*E) bool) {
	var zero E
	kept := 0
	for i := range r.n {
		e := &r.list[r.index(i)]
		if f(e) {
			continue
		}
		if kept != i {
			r.list[r.index(kept)] = *e
		}
		kept++
	}
	for i := kept; i < r.n; i++ {
		r.list[r.index(i)] = zero
	}
	r.n = kept
}
