package response

import (
	"slices"

	"imapkit.example/wire"
)

// Thread is the THREAD response: trees of messages, as one list of all of them
// in which each stands directly in front of its descendants (RFC 5256,
// Section 4). So (2)(3 6 (4 23)(44 7 96)) is
//
//	Number: 2 3 6 4 23 44 7 96
//	Depth:  0 0 1 2  3  2 3  4
//
//	thread-data    = "THREAD" [SP 1*thread-list]
//	thread-list    = "(" (thread-members / thread-nested) ")"
//	thread-members = nz-number *(SP nz-number) [SP thread-nested]
//	thread-nested  = 2*thread-list
type Thread struct{ Messages []ThreadMessage }

// A ThreadMessage is one message of a [Thread].
type ThreadMessage struct {
	// Number is a sequence number, or a UID for UID THREAD. It is 0 for a
	// parent that is not known; such a one has at least two children, and is
	// not the only child of another.
	Number uint32
	// Depth is 0 for the first of a thread, and one more than that of its
	// parent for an answer.
	Depth int
}

func (r *Thread) decode(d *wire.Decoder) {
	r.Messages = r.Messages[:0]
	if !d.TrySP() {
		return
	}
	for {
		r.list(d, 0)
		if d.Peek() != '(' {
			return
		}
	}
}

// list reads a thread-list whose first message has the given depth.
func (r *Thread) list(d *wire.Decoder, depth int) {
	if !d.Enter("thread-list") {
		return
	}
	d.Special('(')
	nested := d.Peek() == '('
	if nested {
		r.add(d, ThreadMessage{Depth: depth})
		depth++
	}
	for !nested {
		r.add(d, ThreadMessage{d.NzNumber(), depth})
		depth++
		if !d.TrySP() {
			break
		}
		nested = d.Peek() == '('
	}
	if nested {
		first := len(r.Messages)
		r.list(d, depth)
		if d.Peek() == ')' && d.Tolerate(wire.LenientThread) {
			r.lift(first)
		} else {
			for more := true; more; more = d.Peek() == '(' {
				r.list(d, depth)
			}
		}
	}
	d.Special(')')
	d.Leave()
}

// lift takes the messages from index i on, a thread without siblings, for
// children of the message in front of it. A parent that is not known and has no
// other child, or is the only child itself, is none.
func (r *Thread) lift(i int) {
	if r.Messages[i-1].Number == 0 {
		i--
	} else if r.Messages[i].Number != 0 {
		return // (3 (4 5)) is (3 4 5)
	}
	r.Messages = slices.Delete(r.Messages, i, i+1)
	for ; i < len(r.Messages); i++ {
		r.Messages[i].Depth--
	}
}

func (r *Thread) add(d *wire.Decoder, m ThreadMessage) {
	if d.Room("thread-list", len(r.Messages)) && d.Err() == nil {
		r.Messages = append(r.Messages, m)
	}
}

// Encode implements [Response]. Messages that are no preorder of trees are an
// error of the Encoder.
func (r *Thread) Encode(e *wire.Encoder) {
	e.Syntax("* THREAD")
	if len(r.Messages) == 0 {
		return
	}
	apart, ok := r.apart()
	if !ok {
		e.Fail("thread-list", wire.ErrEncode)
		return
	}
	e.SP()
	var open []int // depths of the messages that begin the lists now open
	for i, m := range r.Messages {
		for n := len(open) - 1; n >= 0 && open[n] >= m.Depth; n-- {
			e.Syntax(")")
			open = open[:n]
		}
		if i > 0 && m.Depth > r.Messages[i-1].Depth && r.Messages[i-1].Number != 0 {
			e.SP()
		}
		if apart[i] {
			if limit := e.Options().Limits.Depth; len(open) == limit {
				e.Fail("thread-list", &wire.LimitError{Limit: "Depth", Max: int64(limit)})
				return
			}
			e.Syntax("(")
			open = append(open, m.Depth)
		}
		if m.Number != 0 {
			e.Number(m.Number)
		}
	}
	for range open {
		e.Syntax(")")
	}
}

// apart tells for each message whether it begins a list: it does if it has
// siblings or no parent. ok is false if the depths describe no trees, or if an
// unknown parent has fewer than two children.
func (r *Thread) apart() (apart []bool, ok bool) {
	apart = make([]bool, len(r.Messages))
	// last[k] is one more than the index of the last child of depth k that
	// was seen of the parent that is still to come, or 0. It is read from the
	// end, so parents come behind their children.
	last := make([]int, len(r.Messages)+1)
	for i := len(r.Messages) - 1; i >= 0; i-- {
		m := r.Messages[i]
		if m.Depth < 0 || m.Depth > 0 && (i == 0 || m.Depth > r.Messages[i-1].Depth+1) || m.Depth > i {
			return nil, false
		}
		child := last[m.Depth+1]
		if m.Number == 0 && (child == 0 || !apart[child-1]) {
			return nil, false
		}
		last[m.Depth+1] = 0
		if sibling := last[m.Depth]; sibling > 0 {
			apart[i], apart[sibling-1] = true, true
		}
		last[m.Depth] = i + 1
		apart[i] = apart[i] || m.Depth == 0
	}
	for i, m := range r.Messages {
		// As an only child it would look like one message with its parent.
		if m.Number == 0 && !apart[i] {
			return nil, false
		}
	}
	return apart, true
}
