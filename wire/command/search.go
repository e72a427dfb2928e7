package command

import (
	"imapkit.example/wire"
)

// Search is the SEARCH command, or UID SEARCH if UID is set
// (RFC 9051, Section 6.4.4).
//
//	search             = "SEARCH" [search-return-opts] SP search-program
//	search-return-opts = SP "RETURN" SP "(" [search-return-opt
//	                     *(SP search-return-opt)] ")"
//	search-program     = ["CHARSET" SP charset SP] search-key *(SP search-key)
type Search struct {
	UID bool
	// Return are the result options: MIN, MAX, ALL, COUNT, SAVE and those of
	// extensions. Nil if there is no list of them; an empty list means ALL.
	Return  []wire.Extension
	Charset string // "" if not given
	Keys    []SearchKey
}

// A SearchKey is one criterion. Name says which of the other fields count.
// The zero value is not valid.
type SearchKey struct {
	Name SearchKeyName
	// Text is the string of BCC, BODY, CC, FROM, SUBJECT, TEXT, TO and
	// HEADER; Field is the field name of HEADER.
	Field, Text string
	Flag        wire.Flag // of KEYWORD and UNKEYWORD
	Date        wire.Date // of BEFORE, ON, SINCE and their SENT forms
	Size        int64     // of LARGER and SMALLER, in octets
	Set         wire.Set  // of UID and of SearchSet
	// Keys are the operands: one of NOT, two of OR, all of SearchAnd.
	Keys []SearchKey
}

// A SearchKeyName is the word of a search key, in upper case.
type SearchKeyName string

// SearchSet and SearchAnd have no word on the wire: a bare sequence set, and a
// list of keys in parentheses that must all match.
const (
	SearchSet SearchKeyName = "sequence-set"
	SearchAnd SearchKeyName = "("
)

// searchArgument says what stands behind the word of a search key.
type searchArgument uint8

const (
	argNone searchArgument = iota
	argText
	argHeader
	argFlag
	argDate
	argSize
	argSet
	argOne
	argTwo
)

// searchKeys is the grammar of the search keys of RFC 9051 and RFC 3501: it
// drives reading and writing.
var searchKeys = map[SearchKeyName]searchArgument{
	"ALL": argNone, "ANSWERED": argNone, "DELETED": argNone, "DRAFT": argNone, "FLAGGED": argNone,
	"SEEN": argNone, "UNANSWERED": argNone, "UNDELETED": argNone, "UNDRAFT": argNone,
	"UNFLAGGED": argNone, "UNSEEN": argNone, "NEW": argNone, "OLD": argNone, "RECENT": argNone,
	"BCC": argText, "BODY": argText, "CC": argText, "FROM": argText, "SUBJECT": argText,
	"TEXT": argText, "TO": argText,
	"HEADER":  argHeader,
	"KEYWORD": argFlag, "UNKEYWORD": argFlag,
	"BEFORE": argDate, "ON": argDate, "SINCE": argDate,
	"SENTBEFORE": argDate, "SENTON": argDate, "SENTSINCE": argDate,
	"LARGER": argSize, "SMALLER": argSize,
	"UID": argSet,
	"NOT": argOne, "OR": argTwo,
}

// Name implements [Command].
func (c *Search) Name() Name {
	if c.UID {
		return UIDSearchName
	}
	return SearchName
}

// Decode implements [Command].
func (c *Search) Decode(d *wire.Decoder) error {
	*c = Search{UID: c.UID, Keys: c.Keys[:0]}
	d.SP()
	if d.TryKeyword("RETURN") {
		d.SP()
		c.Return = []wire.Extension{}
		for range d.List("search-return-opts") {
			c.Return = append(c.Return, d.Extension())
		}
		d.SP()
	}
	if d.TryKeyword("CHARSET") {
		d.SP()
		c.Charset = d.AString()
		d.SP()
	}
	for {
		c.Keys = append(c.Keys, searchKey(d))
		if !d.TrySP() {
			return d.End()
		}
	}
}

// search-key = "ALL" / "ANSWERED" / "BCC" SP astring / … /
//
//	"NOT" SP search-key / "OR" SP search-key SP search-key /
//	sequence-set / "(" search-key *(SP search-key) ")"
func searchKey(d *wire.Decoder) (k SearchKey) {
	if !d.Enter("search-key") {
		return k
	}
	defer d.Leave()
	switch c := d.Peek(); {
	case c == '(':
		k.Name = SearchAnd
		for range d.List1("search-key") {
			k.Keys = append(k.Keys, searchKey(d))
		}
		return k
	case c == '*' || c == '$' || '0' <= c && c <= '9':
		k.Name = SearchSet
		d.SequenceSet(&k.Set)
		return k
	}
	at := d.InputOffset()
	k.Name = SearchKeyName(upper(d.KeywordView("search-key")))
	arg, ok := searchKeys[k.Name]
	if !ok {
		d.FailAt(at, "search-key", nil)
		return k
	}
	if arg != argNone {
		d.SP()
	}
	switch arg {
	case argText:
		k.Text = d.AString()
	case argHeader:
		k.Field = d.AString()
		d.SP()
		k.Text = d.AString()
	case argFlag:
		k.Flag = wire.Flag(d.Atom())
	case argDate:
		k.Date = d.Date()
	case argSize:
		k.Size = d.Number64()
	case argSet:
		d.SequenceSet(&k.Set)
	case argOne:
		k.Keys = []SearchKey{searchKey(d)}
	case argTwo:
		k.Keys = []SearchKey{searchKey(d), {}}
		d.SP()
		k.Keys[1] = searchKey(d)
	}
	return k
}

// Encode implements [Command].
func (c *Search) Encode(e *wire.Encoder) {
	e.SP()
	if c.Return != nil {
		e.Keyword("RETURN (")
		for i, x := range c.Return {
			if i > 0 {
				e.SP()
			}
			e.Extension(x)
		}
		e.Keyword(") ")
	}
	if c.Charset != "" {
		e.Keyword("CHARSET ")
		e.AString(c.Charset)
		e.SP()
	}
	encodeKeys(e, c.Keys, 0)
}

func encodeKeys(e *wire.Encoder, keys []SearchKey, depth int) {
	if len(keys) == 0 {
		e.Fail("search-key", wire.ErrEncode)
	}
	for i := range keys {
		if i > 0 {
			e.SP()
		}
		keys[i].encode(e, depth+1)
	}
}

func (k *SearchKey) encode(e *wire.Encoder, depth int) {
	if limit := e.Options().Limits.Depth; depth > limit {
		e.Fail("search-key", &wire.LimitError{Limit: "Depth", Max: int64(limit)})
		return
	}
	switch k.Name {
	case SearchSet:
		e.SequenceSet(k.Set)
		return
	case SearchAnd:
		e.Special('(')
		encodeKeys(e, k.Keys, depth)
		e.Special(')')
		return
	}
	arg, ok := searchKeys[k.Name]
	if !ok {
		e.Fail("search-key", wire.ErrEncode)
		return
	}
	e.Keyword(string(k.Name))
	if arg != argNone {
		e.SP()
	}
	switch arg {
	case argText:
		e.AString(k.Text)
	case argHeader:
		e.AString(k.Field)
		e.SP()
		e.AString(k.Text)
	case argFlag:
		e.Atom(string(k.Flag))
	case argDate:
		e.Date(k.Date)
	case argSize:
		e.Number64(k.Size)
	case argSet:
		e.SequenceSet(k.Set)
	case argOne, argTwo:
		if len(k.Keys) != int(arg-argOne)+1 {
			e.Fail("search-key", wire.ErrEncode)
			return
		}
		encodeKeys(e, k.Keys, depth)
	}
}
