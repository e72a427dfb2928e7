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
	// again then.
	Fresh bool

	d      *wire.Decoder
	peeked bool // a message was begun by Peek

	// One response of each type that a busy connection repeats: the Reader
	// owns it and fills it anew.
	status  Status
	text    string // of the last status
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
// end; it is valid until the next call. [Reader.Next] then reads that same
// response: a tool can so show what it was called, should it be malformed. Its
// errors are those of Next.
func (r *Reader) Peek() ([]byte, error) {
	if !r.peeked {
		if err := r.d.Next(); err != nil {
			return nil, err
		}
		r.peeked = true
	}
	line, _, _ := bytes.Cut(r.d.UnreadBuffer(), []byte{'\n'})
	return bytes.TrimSuffix(line, []byte{'\r'}), nil
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
// is a *wire.SyntaxError and the next call goes on with the next response. At
// the end of the stream the error is io.EOF; after any other error the stream
// cannot be read further.
//
//	response      = *(continue-req / response-data) response-done
//	response-data = "*" SP (resp-cond-state / resp-cond-bye / mailbox-data /
//	                message-data / capability-data / enable-data) CRLF
func (r *Reader) Next() (Response, error) {
	d := r.d
	if !r.peeked {
		if err := d.Next(); err != nil {
			return nil, err
		}
	}
	r.peeked = false
	if r.Fresh {
		*r = Reader{Fresh: true, d: d}
	}
	var x Response
	var err error
	switch d.Peek() {
	case '*':
		d.Special('*')
		d.SP()
		x, err = r.untagged()
	case '+':
		d.Special('+')
		r.cont.Code = nil
		if d.Peek() == ' ' || !d.AtEnd() || !d.Tolerate(wire.LenientEmptyContinue) {
			d.SP()
			r.cont.Code = r.optionalCode()
		}
		r.cont.Text = string(d.Text())
		x, err = &r.cont, d.End()
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

func condition(b []byte) Type {
	for _, t := range [...]Type{OK, NO, BAD, BYE, PREAUTH} {
		if strings.EqualFold(string(b), string(t)) {
			return t
		}
	}
	return ""
}

func (r *Reader) untagged() (Response, error) {
	d := r.d
	if c := d.Peek(); '0' <= c && c <= '9' {
		return r.numbered()
	} else if c == ' ' && d.Tolerate(wire.LenientDoubleSpace) {
		for d.Peek() == ' ' {
			d.SP()
		}
		return r.untagged()
	} else if c == '[' && d.Tolerate(wire.LenientBareCode) {
		return r.bareCode()
	}
	at := d.InputOffset()
	b := d.AtomView()
	if t := condition(b); t != "" {
		return r.decodeStatus(tag.Tag(""), t)
	}
	var x Response
	switch {
	case equal(b, "LIST"), equal(b, "LSUB"), equal(b, "XLIST"):
		r.list.LSub, r.list.XList = equal(b, "LSUB"), equal(b, "XLIST")
		r.list.decode(d)
		x = &r.list
	case equal(b, "STATUS"):
		r.mailbox.decode(d)
		x = &r.mailbox
	case equal(b, "SEARCH"):
		r.search.Numbers, r.search.ModSeq = decodeNumbers(d, r.search.Numbers[:0])
		x = &r.search
	case equal(b, "ESEARCH"):
		r.esearch.decode(d)
		x = &r.esearch
	case equal(b, "FLAGS"):
		d.SP()
		r.flags.Flags = d.Flags(r.flags.Flags[:0])
		x = &r.flags
	case equal(b, "CAPABILITY"):
		x = &Capability{decodeCapabilities(d, nil)}
	case equal(b, "ENABLED"):
		x = &Enabled{decodeCapabilities(d, nil)}
	case equal(b, "NAMESPACE"):
		n := new(Namespace)
		n.decode(d)
		x = n
	case equal(b, "ID"):
		d.SP()
		x = &ID{d.Params(nil)}
	default:
		if x = r.extension(b); x == nil {
			if isOneOf(b, numberedNames[:]) {
				d.FailAt(at, "number", nil)
			}
			r.unknown = Unknown{Name: string(b)}
			r.unknown.Args = d.ReadValues()
			x = &r.unknown
		}
	}
	return x, d.End()
}

// The names of the responses that begin with a number, and of those that do
// not. What has the name of a known response is that response or malformed.
var (
	numberedNames = [...]string{"EXISTS", "RECENT", "EXPUNGE", "FETCH", "UIDFETCH", "CONVERTED"}
	plainNames    = [...]string{
		"OK", "NO", "BAD", "BYE", "PREAUTH", "ACL", "CAPABILITY", "COMPARATOR", "CONVERSION", "ENABLED", "ESEARCH",
		"FLAGS", "GENURLAUTH", "ID", "JMAPACCESS", "LANGUAGE", "LIST", "LISTRIGHTS", "LSUB", "METADATA", "MYRIGHTS",
		"NAMESPACE", "QUOTA", "QUOTAROOT", "SEARCH", "SORT", "STATUS", "THREAD", "UIDBATCHES", "URLFETCH", "VANISHED",
		"XLIST",
	}
)

func isOneOf(b []byte, names []string) bool {
	for _, n := range names {
		if equal(b, n) {
			return true
		}
	}
	return false
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
	d.SP()
	nameAt := d.InputOffset()
	b := d.AtomView()
	var x Response
	switch {
	case strings.EqualFold(string(b), "FETCH"):
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
		c.decode(d, &r.fetch.scratch)
		x = c
	case strings.EqualFold(string(b), "EXISTS"):
		r.exists.Count = n
		x = &r.exists
	case strings.EqualFold(string(b), "EXPUNGE"):
		if zero {
			d.FailAt(at, "nz-number", nil)
		}
		r.expunge.Seq = n
		x = &r.expunge
	case strings.EqualFold(string(b), "RECENT"):
		r.recent.Count = n
		x = &r.recent
	case isOneOf(b, plainNames[:]):
		d.FailAt(nameAt, "message-data", nil)
	default:
		r.unknown = Unknown{HasNumber: true, Number: n, Name: string(b)}
		r.unknown.Args = d.ReadValues()
		x = &r.unknown
	}
	return x, d.End()
}
