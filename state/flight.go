package state

// A flight is the commands in flight, with sums over them that tell at once
// that nothing is in the way of another command.
type flight struct {
	slots   []slot
	free    []int32
	n       int
	sending Ticket

	barriers, expunging int32
	answering           [answers]int32
	reading, writing    [effects]int32
	reads, writes       Effects // those with a count above 0
}

type slot struct {
	use        Use
	live       bool
	generation uint32
}

// add puts a command in flight that is being sent.
func (f *flight) add(u Use) Ticket {
	var i int
	if k := len(f.free) - 1; k >= 0 {
		i = int(f.free[k])
		f.free = f.free[:k]
	} else {
		i = len(f.slots)
		f.slots = append(f.slots, slot{})
	}
	s := &f.slots[i]
	s.use, s.live = u, true
	s.generation++
	f.count(&s.use, 1)
	f.n++
	f.sending = Ticket(s.generation)<<32 | Ticket(i)
	return f.sending
}

// remove takes out the command t, if it is in flight.
func (f *flight) remove(t Ticket) bool {
	i := int(uint32(t))
	if i >= len(f.slots) || !f.slots[i].live || f.slots[i].generation != uint32(t>>32) {
		return false
	}
	s := &f.slots[i]
	f.count(&s.use, -1)
	s.use, s.live = Use{}, false // what is done is not kept alive
	f.free = append(f.free, int32(i))
	f.n--
	if f.sending == t {
		f.sending = 0
	}
	return true
}

// count adds d to all sums that u is part of.
func (f *flight) count(u *Use, d int32) {
	if u.Barrier {
		f.barriers += d
	}
	if u.Expunge {
		f.expunging += d
	}
	if u.Answer < answers {
		f.answering[u.Answer] += d
	}
	for i := range effects {
		bit := Effects(1) << i
		if u.Reads&bit != 0 {
			f.reading[i] += d
		}
		if u.Writes&bit != 0 {
			f.writing[i] += d
		}
		f.reads, f.writes = f.reads&^bit, f.writes&^bit
		if f.reading[i] > 0 {
			f.reads |= bit
		}
		if f.writing[i] > 0 {
			f.writes |= bit
		}
	}
}

// mayConflict reports whether a command in flight can be in the way of u. If
// not, there is no need to look at each.
func (f *flight) mayConflict(u *Use) bool {
	if f.barriers > 0 || u.Numbers && f.expunging > 0 || u.Answer >= answers {
		return true
	}
	if u.Answer != 0 && f.answering[u.Answer] > 0 {
		return true
	}
	return u.Writes.meeting()&(f.reads|f.writes) != 0 || f.writes.meeting()&u.Reads != 0
}
