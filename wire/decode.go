package wire

import (
	"bytes"
	"io"

	"imapkit.example/literal"
	"imapkit.example/tag"
)

// NOTE: how a Decoder keeps its buffer.
//
// The bytes that have been read but not consumed are buf[p:w]. The window is
// b = buf[:e], where e is always just behind a line end, so no token is ever
// cut by the end of the window and no scanning loop can run past it: "\n"
// belongs to no character class. The end e is looked for once per read, as
// the last newline there is, not once per line. A newline that happens to lie
// in the octets of a literal does no harm, since those are skipped by count.
//
// The window is refilled when p reaches e, and that happens at two places
// only: at the start of a message and behind a literal.
//
// Wherever reading on would be wrong (after an error, inside a literal,
// between two messages) the window is parked: b is one "\n" and the true
// position waits in at. Every method then fails at its first byte, and none of
// the fast paths has to ask for the reason.
//
//	0 ≤ p ≤ e ≤ w ≤ len(buf)      while not parked
//	stream offset of buf[i]       = base + i

// restSize is the most that any scratch memory keeps between messages.
const restSize = 2 << 10

var parkedWindow = []byte{'\n'}

// A Decoder reads the values of one direction of an IMAP connection. It reads
// no further than it must: a message is complete at its CRLF, and nothing is
// asked of the io.Reader beyond that until [Decoder.Next] is called.
//
// The methods named for a rule of the formal syntax record the first error
// and do nothing after it; [Decoder.End] and [Decoder.Err] report it. So a
// command is decoded by a straight line of calls with one check at the end.
//
// A Decoder is not safe for concurrent use.
type Decoder struct {
	b   []byte // the window, or parkedWindow
	p   int    // position in b
	err error  // first error of this message

	buf    []byte
	small  []byte  // the buffer between messages: buf unless a line was long
	pooled *[]byte // what buf was borrowed as
	e, w   int
	base   int64
	at     int // position in buf while parked
	parked bool

	r     io.Reader
	rerr  error // what r returned last; sticky
	fatal error // why no further message can be read

	opts    Options
	accept  func(literal.Header) error
	tag     tag.Tag
	lastTag tag.Tag // what tag was before, to be used again if it returns
	tags    stringChunk
	start   int64 // offset of the current message
	line    int64 // offset of the current line
	open    bool  // a message has begun and its CRLF was not reached
	message
	lit   literal.Reader
	inLit bool

	mark     mark
	kept     []byte // see Mark and Record
	keepFrom int64
	lost     bool // what was kept had become too much
	record   int
	readTo   int64 // octets up to this offset have been read before
	work     int64 // octets searched for line ends or moved; a test holds it to be linear

	report   func(Diagnostic)
	reported Diagnostic

	gathered gathering
	zones    zoneCache
	name     string // the mailbox that was named last
	text     []byte // scratch for strings that are not one piece of the window
	words    wordCache
	sections sectionCache
}

// A message counts what the limits on one message are about.
type message struct {
	depth    int
	entered  int // how often Enter has succeeded
	literals int
	litBytes int64
	skipped  int64
	held     int64 // octets in memory, but for the current line
}

// NewDecoder returns a Decoder that reads from r.
func NewDecoder(r io.Reader, opts Options) *Decoder {
	d := new(Decoder)
	d.Reset(r, opts)
	return d
}

// Reset makes d read from r with opts, as if it were new, but for what OnLiteral,
// OnDiagnostic and Record have set; the offset starts at zero. Bytes that were
// buffered are dropped: see [Decoder.UnreadBuffer].
func (d *Decoder) Reset(r io.Reader, opts Options) {
	opts.Limits = opts.Limits.withDefaults(opts.Side)
	d.gathered.rest()
	*d = Decoder{r: r, opts: opts, accept: d.accept, report: d.report, record: d.record, buf: d.buf, small: d.small, pooled: d.pooled, text: d.text[:0], parked: true, b: parkedWindow}
	d.shrink()
}

// SetOptions changes the options. It is called between messages: behind
// [Decoder.End] and before [Decoder.Next]. Behind a message that was not read to its
// end, lines that are buffered already are not held to a smaller Limits.Line.
func (d *Decoder) SetOptions(opts Options) {
	opts.Limits = opts.Limits.withDefaults(opts.Side)
	if opts.Limits.Line < d.opts.Limits.Line && d.parked && !d.open {
		// An empty window has the lines that are buffered measured again.
		d.e = d.at
	}
	d.opts = opts
}

// Options returns the options in force, with defaults filled in.
func (d *Decoder) Options() Options { return d.opts }

// OnLiteral sets the function that is called before the octets of a
// synchronizing literal are first read. A server sends "+" there. Its error
// refuses the literal: it becomes the error of the message, which ends at the
// announcement. Without a function the octets are taken to be under way.
func (d *Decoder) OnLiteral(accept func(literal.Header) error) { d.accept = accept }

// InputOffset returns the position in the stream, in octets, of what is read
// next; after an error, of the error or of the end of the literal it is in.
func (d *Decoder) InputOffset() int64 {
	if d.parked {
		return d.base + int64(d.at)
	}
	return d.base + int64(d.p)
}

// MessageOffset returns the position in the stream of the current message.
func (d *Decoder) MessageOffset() int64 { return d.start }

// Err returns the first error of the current message.
func (d *Decoder) Err() error { return d.err }

// UnreadBuffer returns what has been read from the io.Reader and not been
// used. It is valid until the next call. A connection that changes its layer
// at a message boundary (STARTTLS, COMPRESS) hands it on.
func (d *Decoder) UnreadBuffer() []byte {
	p := d.p
	if d.parked {
		p = d.at
	}
	return d.buf[p:d.w]
}

// SetTag tells d the tag of the message, for its errors.
func (d *Decoder) SetTag(t tag.Tag) { d.tag = t }

// Next begins the next message. If the last one was not read to its end, the
// rest is skipped as by [Decoder.SkipMessage]. It returns io.EOF if the stream
// ends at a message boundary, and any error that leaves no way to go on:
// io.ErrUnexpectedEOF, [ErrFraming], an error of the io.Reader.
func (d *Decoder) Next() error {
	if d.fatal != nil {
		return d.fatal
	}
	if d.open {
		if err := d.SkipMessage(); err != nil {
			return err
		}
	}
	if d.err != nil {
		d.err = nil
	}
	if d.tag != "" {
		d.tag = ""
	}
	d.message = message{}
	d.mark.state, d.lost = markNone, true
	d.unpark()
	if d.p >= d.e {
		d.shrink()
		if err := d.fill(); err != nil {
			d.park()
			d.fatal = err
			return err
		}
	}
	d.start = d.base + int64(d.p)
	d.line = d.start
	d.begun()
	d.open = true
	return nil
}

// End reads the CRLF that ends a message. It returns the first error of the
// message, which is then still open: [Decoder.Next] skips what is left of it.
//
//	CRLF = %x0D %x0A
func (d *Decoder) End() error {
	if b, p := d.b, d.p; b[p] == '\r' && b[p+1] == '\n' {
		d.p = p + 2
	} else if d.crlf(); d.err != nil {
		return d.err
	}
	d.open = false
	d.park()
	return nil
}

func (d *Decoder) crlf() {
	if d.b[d.p] != '\r' {
		d.behindLiteral()
	}
	b, p := d.b, d.p
	if b[p] != '\r' {
		d.crlfSlow()
		return
	}
	if b[p+1] != '\n' {
		d.p++
		d.fail("CRLF")
		return
	}
	d.p = p + 2
}

// crlfSlow reads line ends that are none by the grammar.
func (d *Decoder) crlfSlow() {
	if d.b[d.p] == ' ' && d.trailing(d.p) && d.b[d.p] == '\r' {
		d.crlf()
		return
	}
	if d.b[d.p] == '\n' && d.Tolerate(LenientBareLF) {
		d.p++
		return
	}
	d.fail("CRLF")
}

func (d *Decoder) park() {
	if !d.parked {
		d.at, d.b, d.p, d.parked = d.p, parkedWindow, 0, true
	}
}

func (d *Decoder) unpark() {
	if d.parked {
		d.p, d.b, d.parked = d.at, d.buf[:d.e], false
	}
}

// shrink gives a grown buffer back, so that one large message does not pin its
// memory for the life of the connection.
func (d *Decoder) shrink() {
	if cap(d.text) > restSize {
		d.text = nil
	}
	if cap(d.text)+cap(d.kept) > restSize {
		d.kept = nil
	}
	d.gathered.shrink()
	if d.pooled == nil && len(d.buf) == len(d.small) {
		return
	}
	p := d.p
	if d.parked {
		p = d.at
	}
	rest := d.buf[p:d.w]
	if len(rest) > len(d.small) {
		return
	}
	buf := d.small
	d.w = copy(buf, rest)
	release(d.pooled)
	d.work += int64(d.w)
	d.base += int64(p)
	d.e = max(d.e-p, 0)
	d.buf, d.pooled, d.p, d.at = buf, nil, 0, 0
	if !d.parked {
		d.b = buf[:d.e]
	}
}

// fill moves the window forward until it holds at least one whole line. It is
// called with p ≥ e. A line that does not fit into Limits.Line bytes is an
// error; since the buffer never grows beyond that, no line has to be measured.
func (d *Decoder) fill() error {
	if d.p > 0 {
		d.keep(d.p, nil)
		d.base += int64(d.p)
		d.w = copy(d.buf, d.buf[d.p:d.w])
		d.work += int64(d.w)
		d.p, d.e = 0, 0
	}
	if d.w == 0 && !d.open {
		d.gathered.rest() // nobody knows when there will be another message
	}
	if d.buf == nil {
		d.small = make([]byte, min(startSize, d.opts.Limits.Line))
		d.buf = d.small
	}
	from := 0
	for {
		if d.w-from == 1 && d.buf[from] != '\n' { // octets come one by one
			d.work++
		} else if d.setEnd(from) {
			d.b = d.buf[:d.e]
			if i := d.opts.Limits.Line; len(d.buf) > i && d.e > i {
				return d.checkLine(i)
			}
			return nil
		}
		from = d.w
		if d.w >= d.opts.Limits.Line {
			return d.lineLimit()
		}
		if d.w == len(d.buf) {
			d.grow()
		}
		if err := d.read(d.w + 1); err != nil {
			if err == io.EOF && d.w > 0 {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
}

// checkLine handles the one case in which the buffer is larger than the limit
// on lines: the limit was lowered while the connection was open.
func (d *Decoder) checkLine(limit int) error {
	if bytes.IndexByte(d.buf[:limit], '\n') < 0 {
		return d.lineLimit()
	}
	d.e = bytes.LastIndexByte(d.buf[:limit], '\n') + 1
	d.b = d.buf[:d.e]
	return nil
}

func (d *Decoder) grow() {
	buf, pooled := borrow(min(growth*len(d.buf), d.opts.Limits.Line))
	d.work += int64(copy(buf, d.buf[:d.w]))
	release(d.pooled)
	d.buf, d.pooled = buf, pooled
}

// lineBlock is how many octets behind the last line end are looked at as one.
const lineBlock = 256

// setEnd looks for the last line end in buf[from:w]. Asking the vectorised
// IndexByte first whether there is one at all, and then whether there is one in the
// last block, is what keeps long lines fast: LastIndexByte is a plain loop. A few
// octets are not worth the calls.
func (d *Decoder) setEnd(from int) bool {
	b := d.buf[from:d.w]
	d.work += int64(len(b))
	if len(b) > 16 {
		if bytes.IndexByte(b, '\n') < 0 {
			return false
		}
		for len(b) > lineBlock && bytes.IndexByte(b[len(b)-lineBlock:], '\n') < 0 {
			b = b[:len(b)-lineBlock]
		}
		d.e = from + bytes.LastIndexByte(b, '\n') + 1
		return true
	}
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] == '\n' {
			d.e = from + i + 1
			return true
		}
	}
	return false
}

// read reads into the free part of buf, of which there must be some, until buf
// holds n octets or more. What came before an error is used first.
func (d *Decoder) read(n int) error {
	if d.rerr != nil {
		return d.rerr
	}
	w, empty := d.w, 0
	for {
		k, err := d.r.Read(d.buf[w:])
		switch w += k; {
		case err != nil:
		case w >= n:
			d.w = w
			return nil
		case k > 0:
			empty = 0
			continue
		case empty < 99:
			empty++
			continue
		default:
			err = io.ErrNoProgress
		}
		d.rerr = err
		if w > d.w {
			err = nil
		}
		d.w = w
		return err
	}
}

// lineLimit reports the line that begins at p as too long and makes it fatal:
// its end is not in sight.
func (d *Decoder) lineLimit() error {
	limit := d.opts.Limits.Line
	err := &SyntaxError{
		Offset: d.base + int64(limit), Column: limit + 1, Tag: d.tag, Rule: "CRLF",
		Err: &LimitError{"Line", int64(limit)},
	}
	d.fatal = err
	return err
}

// fail records an error at the current position and parks the window.
func (d *Decoder) fail(rule string) { d.failErr(rule, nil) }

func (d *Decoder) failErr(rule string, err error) {
	if d.err != nil {
		return
	}
	e := &SyntaxError{Tag: d.tag, Rule: rule, Err: err}
	if !d.parked {
		e.Found = found(d.b[min(d.p, len(d.b)-1)])
		if rule == "CRLF" && e.Found == "end of line" {
			e.Found = "bare CR" // a CR that the LF does not follow
		}
	} else if !d.open {
		e.Err = ErrNoMessage
	}
	d.park()
	e.Offset = d.InputOffset()
	e.Column = int(e.Offset-d.line) + 1
	d.err = e
}

// Fail records err as the error of the current message at the current
// position, unless there was one before. Decoders of further grammar use it;
// rule names what was expected.
func (d *Decoder) Fail(rule string, err error) { d.failErr(rule, err) }

// FailAt is like [Decoder.Fail] for an error at an earlier offset of the same
// line, such as the start of a number that turned out to be too large.
func (d *Decoder) FailAt(offset int64, rule string, err error) {
	if d.err != nil {
		return
	}
	if !d.parked && d.line <= offset && offset < d.base+int64(d.p) {
		d.p = int(offset - d.base) // so that Found and the skipping agree
	}
	d.failErr(rule, err)
	if e, ok := d.err.(*SyntaxError); ok && offset >= d.line {
		e.Offset, e.Column = offset, int(offset-d.line)+1
	}
}

// litFail records why the octets of a literal could not be read. That the
// accept function refused it ends the message only: see [Decoder.OnLiteral].
func (d *Decoder) litFail(err error) {
	if d.lit.Accepted() {
		d.ioFail(err)
	} else if d.err == nil {
		d.err = err
	}
}

// ioFail records an error that ends the stream.
func (d *Decoder) ioFail(err error) {
	if d.err == nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		d.park()
		d.err, d.fatal = err, err
	}
}

// Fatal returns the error after which no further message can be read, if
// there was one: the end of the stream, an endless line, [ErrFraming].
func (d *Decoder) Fatal() error { return d.fatal }
