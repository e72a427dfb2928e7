package state

import "imapkit.example/tag"

// A Ticket names a command that a [Queue] has released, until it is done. The
// zero Ticket names none.
type Ticket uint64

// A Queue holds the commands that a client wants to send, each with a value of
// type T, and releases them in the order in which they came: the first one as
// soon as [Setting.Wait] lets it be written beside every command in flight.
// Since none overtakes another, each is released at the latest when all before
// it are completed. Whether it is allowed in the state that the connection is in
// by then, [Machine.Permit] tells.
//
//	q.Push(state.UseOf(c), v)
//	for {
//		t, v, ok := q.Next(machine.Setting())
//		if !ok {
//			break // q.Why(machine.Setting()) says why
//		}
//		… write the command of v …
//		q.Sent(t)
//	}
//	… at its tagged response: q.Done(t)
//
// The zero value is ready for use. Nothing allocates in the long run, and what
// is in flight is looked through once for each command, if at all. A Queue must
// not be copied after its first use, nor be used by two goroutines at once.
type Queue[T any] struct {
	// Limit is the number of commands that may be in flight at once; 0 or less
	// means [tag.DefaultLimit]. It may be changed at any time.
	Limit int

	waiting ring[waiting[T]]
	flight  flight

	// What is known of the first command that waits, under the Setting last
	// asked for: no slot before next is in its way, and the one at next is, for
	// the reason why, if that is not 0.
	last Setting
	next int
	why  Reason
}

type waiting[T any] struct {
	use   Use
	value T
}

// Push adds a command at the end of those that wait. The sets and names that u
// borrows must not change until it is done.
func (q *Queue[T]) Push(u Use, v T) {
	q.waiting.push(waiting[T]{u, v})
	if n := q.waiting.n; overtake && n > 1 {
		list := q.waiting.list
		a, b := q.waiting.index(n-2), q.waiting.index(n-1)
		list[a], list[b] = list[b], list[a]
		q.restart()
	}
}

// Next releases the first command that waits, if it may be written now, and
// returns its value. It is in flight from then on, and being sent.
func (q *Queue[T]) Next(s Setting) (t Ticket, v T, ok bool) {
	if q.waiting.n == 0 || q.Why(s) != 0 {
		return 0, v, false
	}
	w := q.waiting.pop()
	q.restart()
	return q.flight.add(w.use), w.value, true
}

// Why returns why Next does not release a command; 0 if it does, or if none
// waits.
func (q *Queue[T]) Why(s Setting) Reason {
	if q.waiting.n == 0 {
		return 0
	}
	limit := q.Limit
	if limit <= 0 {
		limit = tag.DefaultLimit
	}
	switch {
	case q.flight.sending != 0 && !ignoreSending:
		return BecauseSending
	case q.flight.n >= limit:
		return BecauseFull
	}
	if s != q.last {
		q.last = s
		q.restart()
	}
	if q.why != 0 && (q.flight.slots[q.next].live || staleReason) {
		return q.why
	}
	use := &q.waiting.first().use
	if !q.flight.mayConflict(use) {
		return 0
	}
	for ; q.next < len(q.flight.slots); q.next++ {
		if slot := &q.flight.slots[q.next]; slot.live {
			if q.why = s.Wait(&slot.use, use); q.why != 0 {
				return q.why
			}
		}
	}
	q.why = 0
	return 0
}

// restart forgets what is known of the first command that waits.
func (q *Queue[T]) restart() { q.next, q.why = 0, 0 }

// Sent tells that the command t is sent to its last octet, so that others may
// follow.
func (q *Queue[T]) Sent(t Ticket) {
	if t == q.flight.sending {
		q.flight.sending = 0
	}
}

// Done tells that the command t is completed, however it ended. It reports
// whether t was in flight.
func (q *Queue[T]) Done(t Ticket) bool { return q.flight.remove(t) }

// Remove takes out those commands that wait for which f returns true. There are
// two occasions: the caller of a command has given up; or an EXPUNGE came, after
// which those with Numbers would name other messages than was meant.
func (q *Queue[T]) Remove(f func(u *Use, v T) bool) {
	q.waiting.remove(func(w *waiting[T]) bool { return f(&w.use, w.value) })
	if !keepReason {
		q.restart()
	}
}

// Abort forgets what waits and what is in flight.
func (q *Queue[T]) Abort() {
	q.waiting, q.flight = ring[waiting[T]]{}, flight{}
	q.restart()
}

// Len returns how many commands wait.
func (q *Queue[T]) Len() int { return q.waiting.n }

// InFlight returns how many commands are in flight.
func (q *Queue[T]) InFlight() int { return q.flight.n }
