package command

import (
	"strings"

	"imapkit.example/wire"
)

// Sort is the SORT command, or UID SORT if UID is set (RFC 5256, Section 3;
// with Return, RFC 5267, Section 3.1).
//
//	sort            = ["UID" SP] "SORT" [search-return-opts] SP sort-criteria
//	                  SP search-criteria
//	sort-criteria   = "(" sort-criterion *(SP sort-criterion) ")"
//	search-criteria = charset 1*(SP search-key)
type Sort struct {
	UID      bool
	Return   []SearchOption // as in [Search]
	Criteria []SortCriterion
	Charset  string // must be given
	// EmptyCharset is as in [Search].
	EmptyCharset bool
	Keys         []SearchKey
}

// A SortCriterion is a key by which messages are compared.
//
//	sort-criterion = ["REVERSE" SP] sort-key
type SortCriterion struct {
	Key     SortKey
	Reverse bool
	// Entry and Attribute are those of SortAnnotation.
	Entry, Attribute string
}

// A SortKey is the word of a sort key, in upper case. Keys of extensions are
// legal.
type SortKey string

// The sort keys of RFC 5256, Section 3; of RFC 5957, Section 4; of RFC 6203,
// Section 6; and of RFC 5257, Section 4.9.
const (
	SortArrival     SortKey = "ARRIVAL"
	SortCC          SortKey = "CC"
	SortDate        SortKey = "DATE"
	SortFrom        SortKey = "FROM"
	SortSize        SortKey = "SIZE"
	SortSubject     SortKey = "SUBJECT"
	SortTo          SortKey = "TO"
	SortDisplayFrom SortKey = "DISPLAYFROM"
	SortDisplayTo   SortKey = "DISPLAYTO"
	SortRelevancy   SortKey = "RELEVANCY"
	SortAnnotation  SortKey = "ANNOTATION"
)

var sortKeys = [...]SortKey{
	SortDate, SortArrival, SortSubject, SortFrom, SortTo, SortCC, SortSize, SortDisplayFrom, SortDisplayTo,
	SortRelevancy, SortAnnotation,
}

const reverseWord = "REVERSE"

// Name implements [Command].
func (c *Sort) Name() Name {
	if c.UID {
		return UIDSortName
	}
	return SortName
}

// Decode implements [Command].
func (c *Sort) Decode(d *wire.Decoder) error {
	c.Criteria = c.Criteria[:0]
	d.SP()
	c.Return = searchReturn(d, c.Return)
	for range d.List1("sort-criteria") {
		var x SortCriterion
		if x.Reverse = d.TryKeyword(reverseWord); x.Reverse {
			d.SP()
		}
		x.decode(d)
		c.Criteria = append(c.Criteria, x)
	}
	d.SP()
	c.Charset, c.EmptyCharset = charset(d)
	d.SP()
	c.Keys = decodeKeys(d, c.Keys[:0])
	return d.End()
}

func (x *SortCriterion) decode(d *wire.Decoder) {
	at := d.InputOffset()
	x.Key = sortKey(d.KeywordView("sort-key"))
	switch {
	case x.Key == reverseWord, !isLabels(string(x.Key)):
		d.FailAt(at, "sort-key", nil)
	case x.Key == SortAnnotation:
		d.SP()
		x.Entry = entry(d)
		d.SP()
		x.Attribute = entry(d)
	}
}

func sortKey(b []byte) SortKey {
	for _, k := range sortKeys {
		if strings.EqualFold(string(b), string(k)) {
			return k
		}
	}
	return SortKey(upper(b))
}

// search-criteria = charset 1*(SP search-key)
func encodeCriteria(e *wire.Encoder, charset string, empty bool, keys []SearchKey) {
	if empty != (charset == "") {
		e.Fail("charset", wire.ErrEncode)
	}
	encodeCharsetName(e, charset)
	e.SP()
	encodeKeys(e, keys)
}

// Encode implements [Command].
func (c *Sort) Encode(e *wire.Encoder) {
	e.SP()
	encodeReturn(e, c.Return)
	if len(c.Criteria) == 0 {
		e.Fail("sort-criteria", wire.ErrEncode)
	}
	for i, x := range c.Criteria {
		e.Special("( "[min(i, 1)])
		x.encode(e)
	}
	e.Syntax(")")
	e.SP()
	encodeCriteria(e, c.Charset, c.EmptyCharset, c.Keys)
}

func (x *SortCriterion) encode(e *wire.Encoder) {
	if x.Reverse {
		e.Syntax("REVERSE ")
	}
	if !isLabels(string(x.Key)) || strings.EqualFold(string(x.Key), reverseWord) {
		e.Fail("sort-key", wire.ErrEncode)
		return
	}
	e.Keyword(string(x.Key))
	switch {
	case x.Key == SortAnnotation:
		e.SP()
		encodeEntry(e, x.Entry)
		e.SP()
		encodeEntry(e, x.Attribute)
	case x.Entry != "" || x.Attribute != "" || strings.EqualFold(string(x.Key), string(SortAnnotation)):
		e.Fail("sort-key", wire.ErrEncode)
	}
}

// Thread is the THREAD command, or UID THREAD if UID is set (RFC 5256,
// Section 3).
//
//	thread     = ["UID" SP] "THREAD" SP thread-alg SP search-criteria
//	thread-alg = "ORDEREDSUBJECT" / "REFERENCES" / thread-alg-ext
type Thread struct {
	UID       bool
	Algorithm string // in upper case; names of extensions are legal
	Charset   string // must be given
	// EmptyCharset is as in [Search].
	EmptyCharset bool
	Keys         []SearchKey
}

// The algorithms of RFC 5256, Section 3.
const (
	ThreadOrderedSubject = "ORDEREDSUBJECT"
	ThreadReferences     = "REFERENCES"
)

// Name implements [Command].
func (c *Thread) Name() Name {
	if c.UID {
		return UIDThreadName
	}
	return ThreadName
}

// Decode implements [Command].
func (c *Thread) Decode(d *wire.Decoder) error {
	d.SP()
	b := d.AtomView()
	switch {
	case strings.EqualFold(string(b), ThreadReferences):
		c.Algorithm = ThreadReferences
	case strings.EqualFold(string(b), ThreadOrderedSubject):
		c.Algorithm = ThreadOrderedSubject
	default:
		c.Algorithm = upper(b)
	}
	d.SP()
	c.Charset, c.EmptyCharset = charset(d)
	d.SP()
	c.Keys = decodeKeys(d, c.Keys[:0])
	return d.End()
}

// Encode implements [Command].
func (c *Thread) Encode(e *wire.Encoder) {
	e.SP()
	e.Atom(c.Algorithm)
	e.SP()
	encodeCriteria(e, c.Charset, c.EmptyCharset, c.Keys)
}
