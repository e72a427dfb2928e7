package tag

import "iter"

// DefaultLimit is the number of commands a [Pipeline] with no Limit holds.
const DefaultLimit = 1000

const (
	maxLimit   = 1 << 30 // slots are numbered with an int32
	remembered = 64      // finished tags that are kept before a slot is used again
)

// A Result is the word behind the tag in a tagged response
// (RFC 9051, Section 7.1).
type Result uint8

// The three results of a command. The zero Result is none of them.
const (
	OK  Result = iota + 1 // success
	NO                    // failure
	BAD                   // protocol error
)

// A Pipeline holds the commands in flight on one connection, with a value of
// type T for each: who waits for the answer, usually. See the package
// documentation for the life of a command in it.
//
// The zero value is ready for use. Every operation takes constant time however
// many commands are in flight, and none allocates in the long run: memory grows
// with the most commands ever in flight, and not with Limit. A Pipeline must
// not be copied after its first use, nor be used by two goroutines at once.
type Pipeline[T any] struct {
	// Limit is the number of commands that may be in flight at once;
	// 0 or less means DefaultLimit. It may be changed at any time.
	Limit int

	// index leads from a tag to its slot. It has the tags in flight, and
	// those of the slots in the done queue that were not started again.
	index map[Tag]int32

	// slots[0] is the head of the circular list of the commands in flight,
	// in the order sent; so 0 also means "no slot".
	slots []slot[T]
	n     int // commands in flight

	// The done queue, linked by next. Slots leave it at the front, to be
	// used again, but not before it is `remembered` long: that is how a
	// second answer to a tag is told from an answer to no command at all.
	doneFirst, doneLast int32
	doneLen             int

	busy    int32 // the slot that is being sent or owns the "+", or 0
	waiting bool  // busy owns the "+"
}

type slot[T any] struct {
	tag        Tag
	value      T
	prev, next int32
	phase      phase
}

type phase uint8

const (
	sending phase = iota + 1
	sent
	done
)

// Start adds the command t, whose first octet is about to be written, with
// its value v. The error is [ErrInvalid], [ErrDuplicate], [ErrFull] or
// [ErrSending].
//
// A tag may be used again once its command is completed.
func (p *Pipeline[T]) Start(t Tag, v T) error {
	if !t.Valid() {
		return ErrInvalid
	}
	if i, ok := p.index[t]; ok && p.slots[i].phase != done && !acceptDuplicate {
		return ErrDuplicate
	}
	if p.n >= p.limit() {
		return ErrFull
	}
	if p.busy != 0 && !startWhileSending {
		return ErrSending
	}
	i := p.take()
	last := p.slots[0].prev
	p.slots[i] = slot[T]{tag: t, value: v, prev: last, phase: sending}
	p.slots[last].next = i
	p.slots[0].prev = i
	p.index[t] = i
	p.n++
	p.busy = i
	return nil
}

// Sent tells that the last octet of t is written or about to be flushed: from
// now on an OK to it is no surprise. The error is [ErrSent], or [ErrFinished]
// or [ErrUnknown] when t is no longer in flight, such as after an early NO.
func (p *Pipeline[T]) Sent(t Tag) error {
	i, err := p.find(t)
	if err != nil {
		return err
	}
	if p.slots[i].phase != sending {
		return ErrSent
	}
	p.slots[i].phase = sent
	if !p.waiting {
		p.busy = 0
	}
	return nil
}

// Wait makes t, which is being sent, the owner of the next "+". There is never
// a second owner: nothing else can be started until this one was sent, or
// finished. The error is [ErrSent], [ErrWaiting], [ErrFinished] or
// [ErrUnknown].
func (p *Pipeline[T]) Wait(t Tag) error {
	i, err := p.find(t)
	switch {
	case err != nil:
		return err
	case p.slots[i].phase != sending:
		return ErrSent
	case p.waiting:
		return ErrWaiting
	}
	p.waiting = true
	return nil
}

// Continue is to be called on a "+". It returns the value of the command that
// owned it; that command is being sent again and no longer the owner. The
// error is [ErrNoOwner].
func (p *Pipeline[T]) Continue() (T, error) {
	if continueNewest && !p.waiting && p.n > 0 {
		return p.slots[p.slots[0].prev].value, nil
	}
	if !p.waiting {
		var zero T
		return zero, ErrNoOwner
	}
	p.waiting = false
	p.slots[p.busy].phase = sending
	return p.slots[p.busy].value, nil
}

// Finish takes the command t out, which was answered with r, and returns its
// value. Commands may be finished in any order. The error is [ErrUnknown] for
// a tag nobody sent, [ErrFinished] for one already answered, [ErrPremature]
// for an OK that comes too early, [ErrInvalid] for an r that is no result.
//
// The last 64 answered tags, or more, are told from unknown ones.
//
// NO or BAD to a command that is being sent ends it: Sent and Wait then return
// ErrFinished to its writer, who is to stop where a "+" was due. After a
// non-synchronizing literal was announced no "+" is due: its octets and the
// rest of the line are written nevertheless, or the server takes the next
// command for them (RFC 7888, Section 3). [Pipeline.Sending], asked before,
// tells the two apart.
func (p *Pipeline[T]) Finish(t Tag, r Result) (T, error) {
	var zero T
	if r < OK || r > BAD {
		return zero, ErrInvalid
	}
	i, err := p.find(t)
	if finishTwice && err == ErrFinished {
		return zero, nil
	}
	if err != nil {
		return zero, err
	}
	s := &p.slots[i]
	if r == OK && s.phase == sending && !acceptPremature {
		return zero, ErrPremature
	}
	if p.busy == i && !keepOwner {
		p.busy, p.waiting = 0, false
	}
	v := s.value
	s.value = zero // the pipeline is not to keep alive what it no longer holds
	s.phase = done
	p.slots[s.prev].next = s.next
	p.slots[s.next].prev = s.prev
	p.n--
	p.forget(i)
	return v, nil
}

// Sending returns the command that is being sent or owns the "+", and whether it
// owns it. Without one, t is "" and the next command can be started.
func (p *Pipeline[T]) Sending() (t Tag, waits bool) {
	if p.busy == 0 {
		return "", false
	}
	return p.slots[p.busy].tag, p.waiting
}

// Lookup returns the value of the command t in flight: an ESEARCH response
// names its command so (RFC 9051, Section 7.3.4).
func (p *Pipeline[T]) Lookup(t Tag) (v T, ok bool) {
	i, err := p.find(t)
	if err != nil {
		return v, false
	}
	return p.slots[i].value, true
}

// All returns the commands in flight in the order they were started. The
// command just yielded may be finished while ranging; nothing else may change.
func (p *Pipeline[T]) All() iter.Seq2[Tag, T] {
	return func(yield func(Tag, T) bool) {
		if p.n == 0 {
			return
		}
		for i := p.slots[0].next; i != 0; {
			s := p.slots[i] // a copy: its links are lost when it is finished
			if !yield(s.tag, s.value) {
				return
			}
			i = s.next
		}
	}
}

// Len returns the number of commands in flight.
func (p *Pipeline[T]) Len() int {
	return p.n
}

// Abort takes all commands out and forgets all tags: the connection is gone.
// Range over All before, to fail each command once.
func (p *Pipeline[T]) Abort() {
	clear(p.slots)
	clear(p.index)
	*p = Pipeline[T]{Limit: p.Limit, index: p.index, slots: p.slots[:0]}
}

func (p *Pipeline[T]) limit() int {
	if p.Limit <= 0 {
		return DefaultLimit
	}
	return min(p.Limit, maxLimit)
}

// find returns the slot of t in flight.
func (p *Pipeline[T]) find(t Tag) (int32, error) {
	i, ok := p.index[t]
	if !ok {
		return 0, ErrUnknown
	}
	if p.slots[i].phase == done {
		return 0, ErrFinished
	}
	return i, nil
}

// take returns a slot to be filled: the one that is done longest, or a new one
// while few are done.
func (p *Pipeline[T]) take() int32 {
	if p.doneLen < remembered {
		if len(p.slots) == 0 {
			p.slots = append(p.slots, slot[T]{})
			if p.index == nil {
				p.index = make(map[Tag]int32)
			}
		}
		p.slots = append(p.slots, slot[T]{})
		return int32(len(p.slots) - 1)
	}
	i := p.doneFirst
	p.doneFirst = p.slots[i].next
	p.doneLen--
	if t := p.slots[i].tag; p.index[t] == i { // else t was started again
		delete(p.index, t)
	}
	return i
}

// forget puts slot i at the end of the done queue.
func (p *Pipeline[T]) forget(i int32) {
	if p.doneLen == 0 {
		p.doneFirst = i
	} else {
		p.slots[p.doneLast].next = i
	}
	p.doneLast = i
	p.doneLen++
}
