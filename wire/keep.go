package wire

import "imapkit.example/literal"

// NOTE: how octets that were read are kept.
//
// Octets from the offset keepFrom on must be had again: by Rewind, from the
// line of the last Mark, or by Raw, from the start of the message. Most of the time they are still in the buffer. Only where octets
// leave it (fill, extend, and the source of a literal) they are copied to
// kept, so that keeping costs nothing before that.
//
//	kept = the octets at the offsets keepFrom to keepFrom + len(kept)

// A mark is a place to which the Decoder can go back, with what changes when a
// literal is read on the way. It is filled in by the first literal behind it.
type mark struct {
	offset   int64
	from     int64 // where its line begins: whoever skips the message looks at all of it
	state    uint8
	line     int64
	literals int
	litBytes int64
	held     int64
}

const (
	markNone   = iota
	markSet    // at offset
	markPassed // and a literal was announced behind it
)

// Mark remembers the current position for [Decoder.Rewind]. It belongs to the
// message and replaces the last Mark. What is read behind it is kept in
// memory, literals as well, so it is for values that are held in memory anyway;
// [Decoder.Unmark] comes before a literal that is streamed. What was not read of a
// literal is dropped first: nothing goes back into one.
func (d *Decoder) Mark() {
	if d.inLit && !d.behindLiteral() {
		d.mark.state = markNone
		return
	}
	d.markAt(d.InputOffset())
}

func (d *Decoder) markAt(offset int64) {
	d.mark.offset, d.mark.from, d.mark.state = offset, d.line, markSet
	if len(d.kept) > 0 && (d.record == 0 || d.lost) {
		d.kept = d.kept[:0]
	}
}

// Unmark forgets the position of [Decoder.Mark].
func (d *Decoder) Unmark() {
	d.mark.state = markNone
}

// Rewind goes back to the position of [Decoder.Mark] and forgets the error that
// the message has, so that what follows can be read in another way. It
// reports whether it could: not after an error that ends the stream, and not if
// too much was read since.
func (d *Decoder) Rewind() bool {
	if d.fatal != nil || d.mark.state == markNone || !d.open || d.inLit && !d.lit.Accepted() {
		return false
	}
	m := &d.mark
	if d.inLit {
		d.lit.Reset((*source)(d), literal.Header{}, nil)
		d.inLit = false
	}
	d.park()
	d.readTo = max(d.readTo, d.base+int64(d.at))
	if m.from < d.base {
		d.unread(m.from)
	}
	d.at = int(m.offset - d.base)
	if m.state == markPassed {
		d.line, d.literals, d.litBytes, d.held, m.state = m.line, m.literals, m.litBytes, m.held, markSet
	}
	d.err = nil
	d.unpark()
	return true
}

// RewindTo is Mark at offset, which has been read, and Rewind in one. It needs no
// Mark in time, but for that offset must be in the current line: it reports false
// if a literal was read behind it.
func (d *Decoder) RewindTo(offset int64) bool {
	if d.inLit || offset < d.line || offset > d.InputOffset() {
		return false
	}
	d.markAt(offset)
	return d.Rewind()
}

// Restore makes err, the error that [Decoder.Rewind] has forgotten, that of the
// message again, if the other way to read it has failed as well: it tells the
// first octet that is wrong.
func (d *Decoder) Restore(err error) {
	if _, isSyntax := d.err.(*SyntaxError); isSyntax && d.fatal == nil {
		d.err = err
	}
}

// unread puts what was kept back in front of the buffer, down to offset.
func (d *Decoder) unread(offset int64) {
	back := d.kept[offset-d.keepFrom:]
	rest := d.buf[:d.w]
	// What is in the buffer follows what was kept, but for octets that are
	// in both.
	rest = rest[d.keepFrom+int64(len(d.kept))-d.base:]
	buf, pooled := borrow(max(len(back)+len(rest), len(d.small)))
	n := copy(buf, back)
	n += copy(buf[n:], rest)
	d.work += int64(n)
	release(d.pooled)
	d.buf, d.pooled, d.w, d.base, d.e = buf, pooled, n, offset, 0
	d.kept = d.kept[:offset-d.keepFrom]
	d.setEnd(0)
}

// keep copies what is about to leave the buffer: buf[:n], and then more, which
// was read past the buffer.
func (d *Decoder) keep(n int, more []byte) {
	if d.record > 0 && !d.lost {
		if d.keepUpTo(d.record, n, more) {
			return
		}
		d.lost = true
		if d.mark.state == markNone {
			d.kept = nil
			return
		}
		// What stands behind the mark is had again for all that.
		d.kept = d.kept[min(d.mark.from-d.keepFrom, int64(len(d.kept))):]
	}
	if d.mark.state == markNone {
		return
	}
	if len(d.kept) == 0 || d.record > 0 {
		d.keepFrom = d.mark.from
	}
	// A message of one line is bounded by the limit on lines alone.
	limits := &d.opts.Limits
	if !d.keepUpTo(int(min(limits.Message, maxKept-int64(limits.Line)))+limits.Line, n, more) {
		d.lost, d.mark.state, d.kept = true, markNone, nil
	}
}

// keepUpTo is keep if no more than limit octets are kept then.
func (d *Decoder) keepUpTo(limit, n int, more []byte) bool {
	from := d.keepFrom + int64(len(d.kept)) - d.base
	if len(d.kept)+max(n-int(from), 0)+len(more) > limit {
		return false
	}
	if from < int64(n) {
		d.kept = append(d.kept, d.buf[from:n]...)
	}
	d.kept = append(d.kept, more...)
	return true
}

// maxKept bounds what is kept whatever the limits say.
const maxKept = 1 << 30

// Record has d keep the exact octets of each message for [Decoder.Raw], up to
// limit octets per message, from the next message on: for proxies, traces and
// tools. Those of streamed literals are kept as well. Messages that fit into
// the buffer are not copied. A limit of 0 ends it.
func (d *Decoder) Record(limit int) {
	d.record = max(limit, 0)
	d.lost, d.mark.state, d.kept = true, markNone, nil
}

// Raw returns the octets of the current message that have been read so far:
// after [Decoder.End] or [Decoder.SkipMessage] all of it, with its CRLF and
// whether or not it was well formed. It is valid until the next call to d and
// nil if [Decoder.Record] was not called or the message was longer than its
// limit.
func (d *Decoder) Raw() []byte {
	if d.record == 0 || d.lost {
		return nil
	}
	p := d.p
	if d.parked {
		p = d.at
	}
	if max(d.base+int64(p), d.readTo)-d.start > int64(d.record) {
		return nil
	}
	from := int(d.keepFrom + int64(len(d.kept)) - d.base)
	if len(d.kept) == 0 {
		return d.buf[from:p:p]
	}
	if from < p {
		d.kept = append(d.kept, d.buf[from:p]...)
	}
	return d.kept
}

// begun is called at the start of a message.
func (d *Decoder) begun() {
	d.reported = Diagnostic{}
	if d.kept != nil {
		if cap(d.kept) > 4*restSize {
			d.kept = nil
		}
		d.kept = d.kept[:0]
	}
	d.lost, d.keepFrom = false, d.start
}

// extend makes the window longer by at least one line without giving up the
// current one: for a quoted string that goes on behind a line end. It returns
// by how much positions in the window have become smaller.
func (d *Decoder) extend() (moved int, ok bool) {
	if moved = int(d.line - d.base); moved > 0 {
		d.keep(moved, nil)
		d.base += int64(moved)
		d.w = copy(d.buf, d.buf[moved:d.w])
		d.work += int64(d.w)
		d.e -= moved
		d.p -= moved
	}
	for from := d.e; ; {
		if from < d.w && d.setEnd(from) {
			d.b = d.buf[:d.e]
			return moved, true
		}
		from = d.w
		if d.w >= d.opts.Limits.Line {
			d.err = d.lineLimit()
			d.park()
			return moved, false
		}
		if d.w == len(d.buf) {
			d.grow()
		}
		if err := d.read(d.w + 1); err != nil {
			d.ioFail(err)
			return moved, false
		}
	}
}
