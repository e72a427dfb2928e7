package command

import (
	"strings"

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

// A searchRule is the grammar of one search key.
type searchRule struct {
	name     SearchKeyName
	argument searchArgument
}

// searchRules is the grammar of the search keys of RFC 9051 and RFC 3501: it
// drives reading and writing.
var searchRules = makeSearchRules()

func makeSearchRules() map[SearchKeyName]searchRule {
	rules := make(map[SearchKeyName]searchRule)
	for argument, names := range [...]string{
		argNone: "ALL ANSWERED DELETED DRAFT FLAGGED SEEN UNANSWERED UNDELETED UNDRAFT UNFLAGGED UNSEEN " +
			"NEW OLD RECENT",
		argText:   "BCC BODY CC FROM SUBJECT TEXT TO",
		argHeader: "HEADER",
		argFlag:   "KEYWORD UNKEYWORD",
		argDate:   "BEFORE ON SINCE SENTBEFORE SENTON SENTSINCE",
		argSize:   "LARGER SMALLER",
		argSet:    "UID",
		argOne:    "NOT",
		argTwo:    "OR",
	} {
		for name := range strings.FieldsSeq(names) {
			key := SearchKeyName(name)
			rules[key] = searchRule{key, searchArgument(argument)}
		}
	}
	return rules
}

// searchRuleOf returns the rule for the word b in any case.
func searchRuleOf(b []byte) (searchRule, bool) {
	var up [len("UNANSWERED")]byte
	if len(b) > len(up) {
		return searchRule{}, false
	}
	for i, c := range b {
		up[i] = upperByte(c)
	}
	rule, ok := searchRules[SearchKeyName(up[:len(b)])]
	return rule, ok
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
		at := d.InputOffset()
		if c.Charset = d.AString(); c.Charset == "" {
			d.FailAt(at, "charset", nil)
		}
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
	rule, ok := searchRuleOf(d.KeywordView("search-key"))
	if !ok {
		d.FailAt(at, "search-key", nil)
		return k
	}
	k.Name = rule.name
	if rule.argument != argNone {
		d.SP()
	}
	switch rule.argument {
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
	rule, ok := searchRules[k.Name]
	if !ok {
		e.Fail("search-key", wire.ErrEncode)
		return
	}
	e.Keyword(string(k.Name))
	if rule.argument != argNone {
		e.SP()
	}
	switch rule.argument {
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
		if len(k.Keys) != int(rule.argument-argOne)+1 {
			e.Fail("search-key", wire.ErrEncode)
			return
		}
		encodeKeys(e, k.Keys, depth)
	}
}
