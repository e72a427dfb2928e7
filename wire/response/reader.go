package response

import (
	"bytes"
	"io"
	"strings"

	"imapkit.example/tag"
	"imapkit.example/wire"
)

// A Reader reads responses as a client does. It is not safe for concurrent
// use.
type Reader struct {
	// Fresh makes each response begin as the zero value of its type: a list
	// that is absent is nil, whatever was read before. Memory is not used
	// again then, but within a FetchStream: its items last until the next one
	// as ever.
	Fresh bool

	d      *wire.Decoder
	peeked bool // a message was begun by Peek

	// One response of each type that a busy connection repeats: the Reader
	// owns it and fills it anew.
	status  Status
	texts   texts
	cont    Continue
	exists  Exists
	recent  Recent
	expunge Expunge
	flags   Flags
	search  Search
	esearch ESearch
	list    List
	mailbox MailboxStatus
	fetch   FetchStream
	unknown Unknown

	vanished Vanished
	sort     Sort
	thread   Thread

	permanent []wire.Flag // what a FlagsCode is copied from
}

// NewReader returns a Reader of the responses in r. opts.Side is taken to be
// wire.Client.
func NewReader(r io.Reader, opts wire.Options) *Reader {
	opts.Side = wire.Client
	return &Reader{d: wire.NewDecoder(r, opts)}
}

// Decoder returns the Decoder that r reads with.
func (r *Reader) Decoder() *wire.Decoder { return r.d }

// Peek begins the next response and returns its first line without the line
// end; it is valid until the next call, and what was returned before is not any
// more. [Reader.Next] then reads that same response: a tool can so show what it was
// called, should it be malformed. Its errors are those of Next.
func (r *Reader) Peek() ([]byte, error) {
	if err := r.begin(); err != nil {
		return nil, err
	}
	r.peeked = true
	line, _, _ := bytes.Cut(r.d.UnreadBuffer(), []byte{'\n'})
	return bytes.TrimSuffix(line, []byte{'\r'}), nil
}

// begin goes on to the next response, if Peek has not yet.
func (r *Reader) begin() error {
	if r.peeked {
		return nil
	}
	r.fetch.release() // always: a program that uses it too late fails the first time
	if r.d.InputOffset()-r.d.MessageOffset() > largeResponse {
		r.trim()
	}
	return r.d.Next()
}

// Next reads the next response. The result is owned by r and valid until the
// next call; it is one of *Status, *Continue, *Capability, *Enabled, *Flags,
// *Exists, *Recent, *Expunge, *Vanished, *FetchStream, *Search, *ESearch,
// *Sort, *Thread, *List, *MailboxStatus, *Namespace, *ID, *Quota, *QuotaRoot,
// *ACL, *ListRights, *MyRights, *Metadata, *Language, *Comparator, *GenURLAuth,
// *URLFetch, *UIDBatches, *JMAPAccess, *Conversion, *Converted and *Unknown.
//
// A *FetchStream is returned as soon as its message number was read: its items
// are read from the connection, and what the caller leaves of them is dropped
// by the next call. So is the rest of a response that is malformed: its error
// is a *wire.SyntaxError and the next call goes on with the next response. If
// the error has a Tag, that response was to complete this command, and no other
// will. At the end of the stream the error is io.EOF; after any other error the stream
// cannot be read further.
//
//	response      = *(continue-req / response-data) response-done
//	response-data = "*" SP (resp-cond-state / resp-cond-bye / mailbox-data /
//	                message-data / capability-data / enable-data) CRLF
func (r *Reader) Next() (Response, error) {
	d := r.d
	if err := r.begin(); err != nil {
		return nil, err
	}
	r.peeked = false
	if r.Fresh {
		*r = Reader{Fresh: true, d: d}
	}
	var x Response
	var err error
	switch d.Peek() {
	case '*':
		if !d.TryExact("* ") { // one look for both, nearly always
			d.Special('*')
			d.SP()
		}
		if d.Peek()-'0' < 10 {
			x, err = r.numbered()
		} else {
			x, err = r.untagged()
		}
	case '+':
		d.Special('+')
		if d.Peek() == ' ' || !d.AtEnd() || !d.Tolerate(wire.LenientEmptyContinue) {
			d.SP()
		}
		r.cont.Code = nil
		x, err = &r.cont, r.respText(&r.cont.Code, &r.cont.Text)
	default:
		if d.Peek() == '[' && d.Tolerate(wire.LenientBareCode) {
			x, err = r.bareCode()
			break
		}
		t := d.Tag()
		d.SP()
		at := d.InputOffset()
		typ := condition(d.AtomView())
		if typ != OK && typ != NO && typ != BAD && (typ != BYE || !d.TolerateAt(at, wire.LenientTaggedBye)) {
			d.FailAt(at, "resp-cond-state", nil)
			return nil, d.Err()
		}
		x, err = r.decodeStatus(t, typ)
	}
	if err != nil {
		return nil, err
	}
	return x, nil
}

// condition returns the condition called b, or "".
func condition(b []byte) Type {
	switch string(b) {
	case "OK":
		return OK
	case "NO":
		return NO
	case "BAD":
		return BAD
	}
	for _, t := range [...]Type{OK, NO, BAD, BYE, PREAUTH} {
		if equal(b, string(t)) {
			return t
		}
	}
	return ""
}

func (r *Reader) untagged() (Response, error) {
	d := r.d
	if c := d.Peek(); c == ' ' && d.Tolerate(wire.LenientDoubleSpace) {
		for d.Peek() == ' ' {
			d.SP()
		}
		if d.Peek()-'0' < 10 {
			return r.numbered()
		}
		return r.untagged()
	} else if c == '[' && d.Tolerate(wire.LenientBareCode) {
		return r.bareCode()
	}
	// A client that lists its mailboxes reads little else.
	switch {
	case d.TryExact("LIST "):
		r.list.LSub, r.list.XList = false, false
		r.list.decode(d)
		return &r.list, d.End()
	case d.TryExact("LSUB "):
		r.list.LSub, r.list.XList = true, false
		r.list.decode(d)
		return &r.list, d.End()
	case d.TryExact("STATUS "):
		r.mailbox.decode(d)
		return &r.mailbox, d.End()
	}
	name := d.AtomView()
	x := r.known(name)
	if x == nil {
		// Few spell a name in another way than the grammar does.
		var buf [maxName]byte
		x = r.known(fold(name, &buf))
	}
	if x == nil {
		if t := condition(name); t != "" {
			return r.decodeStatus(tag.Tag(""), t)
		}
		r.unknown = Unknown{Name: string(name)}
		if knownNumbered[strings.ToUpper(r.unknown.Name)] {
			d.FailAt(d.InputOffset()-int64(len(name)), "number", nil)
		}
		r.unknown.Args = d.ReadValues()
		x = &r.unknown
	}
	return x, d.End()
}

// known reads the response called name, in upper case. It returns nil, and has
// read nothing, if there is no type for it.
func (r *Reader) known(name []byte) Response {
	d := r.d
	switch string(name) {
	case "LIST", "LSUB", "XLIST":
		r.list.LSub, r.list.XList = name[1] == 'S', name[0] == 'X'
		d.SP()
		r.list.decode(d)
		return &r.list
	case "STATUS":
		d.SP()
		r.mailbox.decode(d)
		return &r.mailbox
	case "SEARCH":
		r.search.Numbers, r.search.ModSeq = decodeNumbers(d, largeNumbers.borrow(d, r.search.Numbers))
		return &r.search
	case "ESEARCH":
		r.esearch.decode(d)
		return &r.esearch
	case "FLAGS":
		d.SP()
		r.flags.Flags = d.Flags(r.flags.Flags[:0])
		return &r.flags
	case "CAPABILITY":
		return &Capability{decodeCapabilities(d, nil)}
	case "ENABLED":
		return &Enabled{decodeCapabilities(d, nil)}
	case "NAMESPACE":
		return decodeNew(d, new(Namespace))
	case "ID":
		d.SP()
		return &ID{d.Params(nil)}
	}
	return r.extension(name)
}

// maxName is the length in octets of the longest name that is known, or more.
const maxName = 24

// fold returns name in upper case, or nothing if it is so already or too long
// to be known.
func fold(name []byte, buf *[maxName]byte) []byte {
	if len(name) > len(buf) {
		return nil
	}
	lower := false
	for i, c := range name {
		if 'a' <= c && c <= 'z' {
			lower = true
			c -= 'a' - 'A'
		}
		buf[i] = c
	}
	if !lower {
		return nil
	}
	return buf[:len(name)]
}

// bareCode reads a response code that stands where "* OK" should be in front,
// as if it were.
func (r *Reader) bareCode() (Response, error) {
	r.status = Status{Type: OK}
	r.d.Special('[')
	r.status.Code = r.code()
	r.d.Special(']')
	if !r.d.AtEnd() {
		r.d.SP()
		r.status.Text = string(r.d.Text())
	}
	return &r.status, r.d.End()
}

// numbered reads a response that begins with a number.
//
//	message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att))
//	message-data =/ uniqueid SP "UIDFETCH" SP msg-att
//	message-data =/ nz-number SP "CONVERTED" SP convert-correlator SP
//	                convert-msg-attrs
func (r *Reader) numbered() (Response, error) {
	d := r.d
	at := d.InputOffset()
	zero := d.Peek() == '0' // which begins no nz-number
	n := d.Number()
	if n > 0 && !zero && d.TryExact(" FETCH ") {
		r.fetch.begin(r.d, n, 0)
		return &r.fetch, d.Err()
	}
	d.SP()
	b := d.AtomView()
	var x Response
	switch {
	case equal(b, "FETCH"):
		if zero {
			d.FailAt(at, "nz-number", nil)
		}
		d.SP()
		r.fetch.begin(r.d, n, 0)
		return &r.fetch, d.Err()
	case equal(b, "UIDFETCH"):
		if zero {
			d.FailAt(at, "uniqueid", nil)
		}
		d.SP()
		r.fetch.begin(r.d, 0, n)
		return &r.fetch, d.Err()
	case equal(b, "CONVERTED"):
		if zero {
			d.FailAt(at, "nz-number", nil)
		}
		c := &Converted{Seq: n}
		c.decode(d)
		x = c
	case equal(b, "EXISTS"):
		r.exists.Count = n
		x = &r.exists
	case equal(b, "EXPUNGE"):
		if zero {
			d.FailAt(at, "nz-number", nil)
		}
		r.expunge.Seq = n
		x = &r.expunge
	case equal(b, "RECENT"):
		r.recent.Count = n
		x = &r.recent
	default:
		r.unknown = Unknown{HasNumber: true, Number: n, Name: string(b)}
		if knownResponses[strings.ToUpper(r.unknown.Name)] {
			d.FailAt(d.InputOffset()-int64(len(b)), "message-data", nil)
		}
		r.unknown.Args = d.ReadValues()
		x = &r.unknown
	}
	return x, d.End()
}
