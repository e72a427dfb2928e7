package response

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"

	"imapkit.example/wire"
)

// Fetch is a FETCH response as a server writes it: data about one message
// (RFC 9051, Section 7.5.2). A client reads it as a [FetchStream], of which
// [FetchStream.ReadAll] makes a Fetch.
//
//	message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att))
//	msg-att      = "(" (msg-att-dynamic / msg-att-static)
//	               *(SP (msg-att-dynamic / msg-att-static)) ")"
type Fetch struct {
	Seq uint32
	// UID is set instead of Seq in a UIDFETCH response, which a server sends
	// once UIDONLY is enabled (RFC 9586).
	//
	//	uniqueid SP "UIDFETCH" SP msg-att
	UID   uint32
	Items []Item
}

// Encode implements [Response]. It reads the Data of the items that have one.
func (r *Fetch) Encode(e *wire.Encoder) {
	if len(r.Items) == 0 {
		e.Fail("msg-att", wire.ErrEncode)
	}
	beginFetch(e, r.Seq, r.UID)
	for i, x := range r.Items {
		if i > 0 {
			e.SP()
		}
		if x == nil {
			e.Fail("msg-att", wire.ErrEncode)
			return
		}
		x.Encode(e)
	}
	e.Syntax(")")
}

func beginFetch(e *wire.Encoder, seq, uid uint32) {
	switch {
	case uid == 0:
		if seq == 0 {
			e.Fail("nz-number", wire.ErrRange)
		}
		encodeNumber(e, seq)
		e.Syntax(" FETCH (")
	default:
		if seq != 0 {
			e.Fail("uniqueid", wire.ErrEncode)
		}
		encodeNumber(e, uid)
		e.Syntax(" UIDFETCH (")
	}
}

// A FetchStream is a FETCH response as a client reads it: the items come one
// by one from the connection. It is valid until the next call to
// [Reader.Next], which drops what was not read. Each item is valid until the next
// one is read: see Ownership, above.
type FetchStream struct {
	Seq uint32 // 0 in a UIDFETCH response
	UID uint32 // of a UIDFETCH response only: see Fetch

	d     *wire.Decoder
	first bool
	err   error

	flags     FlagsItem
	uid       UIDItem
	date      DateItem
	size      SizeItem
	envelope  EnvelopeItem
	structure StructureItem
	piece     SectionItem
	binary    BinarySizeItem
	unknown   UnknownItem
	extensionItems
	invalid InvalidItem
	text    []byte // a section that came as a quoted string
	quoted  bytes.Reader
	table   *table // of the envelope or the structure that is lent
	lent    bool
}

func (r *FetchStream) begin(d *wire.Decoder, seq, uid uint32) {
	r.d, r.Seq, r.UID, r.first, r.err = d, seq, uid, true, nil
	d.Special('(')
}

// Encode implements [Response]. It passes the items on as they come from the
// connection, which reads r to its end; what is large is never held. An error
// of the connection, or of an item, is the Encoder's then.
func (r *FetchStream) Encode(e *wire.Encoder) {
	beginFetch(e, r.Seq, r.UID)
	if e.Options().Redact {
		e.Syntax(")")
		return
	}
	if r.d == nil || !r.first {
		e.Fail("msg-att", wire.ErrEncode)
		return
	}
	i := 0
	for ; e.Err() == nil; i++ {
		x, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			e.Fail("msg-att", err)
			return
		}
		if i > 0 {
			e.SP()
		}
		x.Encode(e)
	}
	if i == 0 { // lenient reading takes that
		e.Fail("msg-att", wire.ErrEncode)
	}
	e.Syntax(")")
}

// Next returns the next item. It is owned by r and valid until the next call,
// which drops what was not read of its Data and fills items of the same type again.
// A malformed item is an [InvalidItem], and no error. At the end of the response the
// error is io.EOF; any other error ends the response, and the next call to
// [Reader.Next] goes on behind it if it was a *wire.SyntaxError.
func (r *FetchStream) Next() (Item, error) {
	if r.err != nil {
		return nil, r.err
	}
	r.release()
	d := r.d
	if !r.first {
		if d.Peek() == ')' {
			d.Special(')')
			return nil, r.end()
		}
		d.SP()
	}
	r.first = false
	at := d.InputOffset()
	x := r.common()
	marked := x == nil
	if marked {
		d.Mark()
		x = r.item()
	}
	if err := d.Err(); err != nil {
		var syntax *wire.SyntaxError
		if !errors.As(err, &syntax) || marked && !d.Rewind() || !marked && !d.RewindTo(at) {
			r.err = err
			return nil, err
		}
		x, r.err = r.recover(err)
	}
	return x, r.err
}

// lend returns the table for the next item, which lasts until the one behind it.
func (r *FetchStream) lend() *table {
	if r.table == nil {
		r.table = new(table)
	}
	r.lent = true
	return r.table
}

// release takes back what was lent to the last item.
func (r *FetchStream) release() {
	if r.lent {
		r.takeBack()
	}
}

func (r *FetchStream) takeBack() {
	r.lent = false
	t := r.table
	t.base += uint32(len(t.spans))
	t.text = "" // one of a few octets keeps its neighbours
	t.spans = t.spans[:0]
	if cap(t.spans) > mostSpans {
		t.spans = nil // t stays: whoever looks at it is told
	}
	if t.base > mostBase {
		r.table = nil
	}
}

// end reads the end of the response.
func (r *FetchStream) end() error {
	if r.err = r.d.End(); r.err == nil {
		r.err = io.EOF
	}
	return r.err
}

// recover reads the item that has failed once more, as an item of which
// nothing is known.
func (r *FetchStream) recover(err error) (Item, error) {
	d := r.d
	if d.Peek() == ')' && d.Tolerate(wire.LenientTrailingSpace) {
		d.Special(')')
		return nil, r.end()
	}
	r.unknownItem(string(d.KeywordView("msg-att")))
	if c := d.Peek(); c != ' ' && c != ')' {
		d.Fail("SP", nil)
	}
	if d.Err() != nil {
		d.Restore(err)
		return nil, err
	}
	r.invalid = InvalidItem{r.unknown.Name, r.unknown.Value, err}
	return &r.invalid, nil
}

// Items iterates over the items; see [FetchStream.Next]. It can be used once. An
// error is the last thing it gives.
func (r *FetchStream) Items() iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for {
			x, err := r.Next()
			if err == io.EOF || !yield(x, err) || err != nil {
				return
			}
		}
	}
}

// common reads the items that make up nearly all of what a client that keeps a
// copy of a mailbox gets, as they are usually spelled. None of them has a literal:
// there is no need for a Mark in front. It returns nil, and has read nothing, if
// it is another item.
func (r *FetchStream) common() Item {
	d := r.d
	switch d.Peek() {
	case 'F':
		if d.TryExact("FLAGS ") {
			r.flags.Flags = d.Flags(r.flags.Flags[:0])
			return &r.flags
		}
	case 'U':
		if d.TryExact("UID ") {
			r.uid.UID = d.NzNumber()
			return &r.uid
		}
	case 'M':
		if d.TryExact("MODSEQ ") {
			r.modSeq.decode(d)
			return &r.modSeq
		}
	case 'R':
		if d.TryExact("RFC822.SIZE ") {
			r.size.Size = d.Number64()
			return &r.size
		}
	case 'I':
		if d.TryExact("INTERNALDATE ") {
			r.date.Time = d.DateTime()
			return &r.date
		}
	}
	return nil
}

func (r *FetchStream) item() Item {
	d := r.d
	if d.TryExact("ENVELOPE ") {
		r.envelope.Envelope = r.lend().envelope(d)
		return &r.envelope
	}
	if d.TryExact("BODYSTRUCTURE ") {
		r.structure.Extended = true
		r.structure.Body = r.lend().body(d)
		return &r.structure
	}
	name := d.KeywordView("msg-att")
	bracket := d.Peek() == '['
	x := r.known(name, bracket)
	if x == nil {
		var buf [maxName]byte
		x = r.known(fold(name, &buf), bracket)
	}
	if x == nil {
		r.unknownItem(string(name))
		x = &r.unknown
	}
	return x
}

// known reads the item called name, in upper case, with a section if bracket.
// It returns nil, and has read nothing, if there is no type for it.
func (r *FetchStream) known(name []byte, bracket bool) Item {
	if bracket {
		return r.section(name)
	}
	d := r.d
	switch string(name) {
	case "FLAGS":
		d.SP()
		r.flags.Flags = d.Flags(r.flags.Flags[:0])
		return &r.flags
	case "UID":
		d.SP()
		r.uid.UID = d.NzNumber()
		return &r.uid
	case "RFC822.SIZE":
		d.SP()
		r.size.Size = d.Number64()
		return &r.size
	case "INTERNALDATE":
		d.SP()
		r.date.Time = d.DateTime()
		return &r.date
	case "ENVELOPE":
		d.SP()
		r.envelope.Envelope = r.lend().envelope(d)
		return &r.envelope
	case "BODYSTRUCTURE", "BODY":
		r.structure.Extended = len(name) > len("BODY")
		d.SP()
		r.structure.Body = r.lend().body(d)
		return &r.structure
	case "RFC822":
		return r.sectionItem("RFC822", wire.Section{})
	case "RFC822.HEADER":
		return r.sectionItem("RFC822.HEADER", wire.Section{})
	case "RFC822.TEXT":
		return r.sectionItem("RFC822.TEXT", wire.Section{})
	}
	return r.extension(name)
}

// section is like known for items that have a section.
func (r *FetchStream) section(name []byte) Item {
	d := r.d
	switch string(name) {
	case "BODY":
		return r.sectionItem("BODY", d.Section())
	case "BINARY":
		return r.sectionItem("BINARY", d.SectionBinary())
	case "BINARY.SIZE":
		r.binary.Section = d.SectionBinary()
		d.SP()
		r.binary.Size = d.Number()
		return &r.binary
	}
	return nil
}

// unknownItem reads an item of which nothing is known, behind the word that
// its name begins with.
func (r *FetchStream) unknownItem(name string) {
	d := r.d
	r.unknown.Name = itemName(d, name)
	d.SP()
	r.unknown.Value = d.ReadValue()
}

func equal(b []byte, upper string) bool {
	return len(b) == len(upper) && (string(b) == upper || strings.EqualFold(string(b), upper))
}

// keepText is the most text in octets that is kept for what is read next.
const keepText = 8 << 10

// sectionItem reads what stands behind the section.
func (r *FetchStream) sectionItem(name string, s wire.Section) Item {
	d := r.d
	x := &r.piece
	*x = SectionItem{Name: name, Section: s}
	if name[0] == 'B' && d.TrySpecial('<') {
		x.Partial, x.Origin = true, d.Number64()
		d.Special('>')
	}
	d.SP()
	switch c := d.Peek(); {
	case c == '{' || c == '~' && name == "BINARY":
		d.Unmark()
		lit := d.Literal8()
		if lit != nil {
			x.Size, x.Binary, x.Data = lit.Header().Size, lit.Header().Binary, lit
		}
	case d.TryNil():
		x.Nil = true
	default:
		if cap(r.text) > keepText {
			r.text = nil
		}
		r.text = d.AppendString(r.text[:0])
		r.quoted.Reset(r.text)
		x.Size, x.Data = int64(len(r.text)), &r.quoted
	}
	return x
}
