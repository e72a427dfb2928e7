package wire

import "iter"

// List reads a parenthesized list that may be empty. The loop body must read
// one element; List reads the parentheses and the spaces in between:
//
//	for range d.List("flag-list") {
//		flags = append(flags, d.Flag())
//	}
//
// The yielded number counts the elements from 0. The loop ends at the closing
// parenthesis or at the first error. The iterator can be used once. rule names
// the list in errors.
func (d *Decoder) List(rule string) iter.Seq[int] {
	return func(yield func(int) bool) {
		if d.Special('('); d.err != nil || d.TrySpecial(')') {
			return
		}
		d.elements(rule, yield)
	}
}

// List1 is like [Decoder.List] for a list of at least one element.
func (d *Decoder) List1(rule string) iter.Seq[int] {
	return func(yield func(int) bool) {
		d.Special('(')
		if d.b[d.p] == ')' && d.opts.Side == Client && d.Tolerate(LenientEmptyList) {
			d.p++
			return
		}
		d.elements(rule, yield)
	}
}

func (d *Decoder) elements(rule string, yield func(int) bool) {
	if !d.Enter(rule) {
		return
	}
	defer d.Leave()
	for i := 0; ; i++ {
		if i == d.opts.Limits.Items {
			d.failErr(rule, &LimitError{"Items", int64(i)})
			return
		}
		if !yield(i) {
			return
		}
		if !d.another() {
			return
		}
	}
}

// another reads what stands behind an element of a list, a space or the
// parenthesis that ends it, and reports whether there is another element.
func (d *Decoder) another() bool {
	b, p := d.b, d.p
	if b[p] == ' ' && b[p+1] > ')' {
		d.p = p + 1
		return true
	}
	if b[p] == ')' {
		d.p = p + 1
		return false
	}
	if d.trySPSlow() {
		return d.err == nil
	}
	if !d.TrySpecial(')') {
		d.fail("SP")
	}
	return false
}

// Another reads what stands behind one of the elements of a parenthesized list,
// which has n of them so far: a space or the parenthesis that ends the list. It
// reports whether there is another element. It holds the list to [Limits].Items.
//
//	*(SP element) ")"
func (d *Decoder) Another(rule string, n int) bool {
	return d.another() && d.Room(rule, n)
}

// More reads the space in front of another element of a list without
// parentheses, which has n of them so far, and reports whether there is one. It
// holds the list to [Limits].Items.
//
//	*(SP element)
func (d *Decoder) More(rule string, n int) bool {
	return d.TrySP() && d.Room(rule, n)
}

// Room reports whether a list that has n elements may have another; if not,
// that is the error of the message, by [Limits].Items.
func (d *Decoder) Room(rule string, n int) bool {
	if n < d.opts.Limits.Items {
		return true
	}
	d.failErr(rule, &LimitError{"Items", int64(d.opts.Limits.Items)})
	return false
}

// Enter goes one level down in a recursive rule and reports whether
// [Limits].Depth allows it, and [Limits].Items how often a message does so; if
// not, that is the error of the message. Each
// Enter that returned true is followed by a Leave. Decoders of recursive rules
// call it before they call themselves: a stack overflow cannot be recovered.
func (d *Decoder) Enter(rule string) bool {
	if d.err != nil {
		return false
	}
	if d.depth >= d.opts.Limits.Depth {
		d.failErr(rule, &LimitError{"Depth", int64(d.opts.Limits.Depth)})
		return false
	}
	if d.entered >= d.opts.Limits.Items {
		d.failErr(rule, &LimitError{"Items", int64(d.opts.Limits.Items)})
		return false
	}
	d.depth++
	d.entered++
	return true
}

// Leave goes one level up again.
func (d *Decoder) Leave() { d.depth-- }
