package command

import (
	"maps"
	"slices"
	"strings"

	"imapkit.example/wire"
)

// A SearchKey is one criterion. Name says which of the other fields count.
// The zero value is not valid.
type SearchKey struct {
	Name SearchKeyName
	// Text is the string of BCC, BODY, CC, FROM, SUBJECT, TEXT, TO, HEADER,
	// X-GM-RAW and X-GM-LABELS, the identifier of EMAILID and THREADID, and
	// the name of FILTER. Of MODSEQ with a flag it is "priv", "shared" or
	// "all", of ANNOTATION the attribute.
	// Field is the field name of HEADER and the entry of ANNOTATION.
	Field, Text string
	Flag        wire.Flag // of KEYWORD and UNKEYWORD; of MODSEQ, if Text is set
	Date        wire.Date // of BEFORE, ON, SINCE and their SENT and SAVED forms
	Size        int64     // of LARGER and SMALLER, in octets; of OLDER and YOUNGER, in seconds
	Number      uint64    // of MODSEQ, UIDAFTER, UIDBEFORE, X-GM-MSGID and X-GM-THRID
	Set         wire.Set  // of UID and of SearchSet
	// Keys are the operands: one of NOT and FUZZY, two of OR, all of
	// SearchAnd.
	Keys  []SearchKey
	Value wire.NString // of ANNOTATION
	// Args are the values behind a key that is not known, up to the first that
	// could be a key of its own; nil if there are none. Name is its word as
	// sent.
	Args wire.Value
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
	argModSeq
	argSeconds
	argObjectID
	argFilter
	argNumber
	argLabel
	argAnnotation
	argUID
)

// A searchRule is the grammar of one search key.
type searchRule struct {
	name     SearchKeyName
	argument searchArgument
}

// searchRules is the grammar of the search keys: it drives reading and writing
// in SEARCH, SORT, THREAD and ESEARCH alike.
var searchRules = makeSearchRules()

func makeSearchRules() map[SearchKeyName]searchRule {
	rules := make(map[SearchKeyName]searchRule)
	for argument, names := range [...]string{
		argNone: "ALL ANSWERED DELETED DRAFT FLAGGED SEEN UNANSWERED UNDELETED UNDRAFT UNFLAGGED UNSEEN " +
			"NEW OLD RECENT SAVEDATESUPPORTED",
		argText:       "BCC BODY CC FROM SUBJECT TEXT TO X-GM-RAW",
		argHeader:     "HEADER",
		argFlag:       "KEYWORD UNKEYWORD",
		argDate:       "BEFORE ON SINCE SENTBEFORE SENTON SENTSINCE SAVEDBEFORE SAVEDON SAVEDSINCE",
		argSize:       "LARGER SMALLER",
		argSet:        "UID",
		argOne:        "NOT FUZZY",
		argTwo:        "OR",
		argModSeq:     "MODSEQ",
		argSeconds:    "OLDER YOUNGER",
		argObjectID:   "EMAILID THREADID",
		argFilter:     "FILTER",
		argNumber:     "X-GM-MSGID X-GM-THRID",
		argLabel:      "X-GM-LABELS",
		argAnnotation: "ANNOTATION",
		argUID:        "UIDAFTER UIDBEFORE",
	} {
		for name := range strings.FieldsSeq(names) {
			key := SearchKeyName(name)
			rules[key] = searchRule{key, searchArgument(argument)}
		}
	}
	return rules
}

// searchWords finds the rule of a word.
var searchWords = wire.NewWords(slices.Collect(maps.Keys(searchRules)), func(n SearchKeyName) searchRule { return searchRules[n] })

// search-key = "ALL" / "ANSWERED" / "BCC" SP astring / … /
//
//	"NOT" SP search-key / "OR" SP search-key SP search-key /
//	sequence-set / "(" search-key *(SP search-key) ")"
func (k *SearchKey) decode(d *wire.Decoder, level int) {
	if c := d.Peek(); c == '*' || c == '$' || '0' <= c && c <= '9' {
		k.Name = SearchSet
		d.SequenceSet(&k.Set)
		return
	}
	at := d.InputOffset()
	rule, ok := searchWords.Read(d)
	if !ok {
		k.decodeUnknown(d, at, string(d.KeywordView("search-key")))
		return
	}
	k.Name = rule.name
	if rule.argument != argNone {
		d.SP()
	}
	switch rule.argument {
	case argNone:
	case argText:
		k.Text = d.SharedAString()
	case argHeader:
		k.Field = d.SharedAString()
		d.SP()
		k.Text = d.SharedAString()
	case argFlag:
		k.Flag = d.FlagKeyword()
	case argDate:
		k.Date = d.Date()
	case argSize:
		k.Size = d.Number64()
	case argSet:
		d.SequenceSet(&k.Set)
	case argOne:
		k.Keys = appendKey(d, k.Keys, level+1)
	case argTwo:
		k.Keys = slices.Grow(k.Keys, 2)
		k.Keys = appendKey(d, k.Keys, level+1)
		d.SP()
		k.Keys = appendKey(d, k.Keys, level+1)
	default:
		k.decodeExtended(d, rule.argument)
	}
}

// decodeKeys reads the keys up to the end of the command.
func decodeKeys(d *wire.Decoder, dst []SearchKey) []SearchKey {
	if cap(dst) > keepKeys {
		dst = nil
	}
	for {
		dst = appendKey(d, dst, 0)
		if !d.TrySP() {
			return dst
		}
	}
}

// What the keys of one command leave to those of the next is bounded, however
// many commands have left a little: lists that are short, of the outermost keys
// and of those in them.
const (
	keepKeys   = 64 // outermost keys
	keepNested = 4  // keys in a list
	keepRanges = 16
	keepLevels = 2
)

// appendKey reads a key and appends it to dst. The key that stood in its place
// before leaves its lists for the new one to fill.
func appendKey(d *wire.Decoder, dst []SearchKey, level int) []SearchKey {
	n := len(dst)
	if n == cap(dst) {
		dst = append(dst, SearchKey{})
	} else {
		dst = dst[:n+1]
		old := &dst[n]
		keys, ranges := old.Keys[:0], old.Set.Ranges[:0]
		if level >= keepLevels || cap(keys) > keepNested {
			keys = nil
		}
		if level >= keepLevels || cap(ranges) > keepRanges {
			ranges = nil
		}
		*old = SearchKey{}
		old.Keys, old.Set.Ranges = keys, ranges
	}
	k := &dst[n]
	if d.Peek() == '(' {
		k.Name = SearchAnd
		for range d.List1("search-key") {
			k.Keys = appendKey(d, k.Keys, level+1)
		}
	} else if d.Enter("search-key") {
		k.decode(d, level)
		d.Leave()
	}
	return dst
}

// encodeKeys writes the keys of a command.
func encodeKeys(e *wire.Encoder, keys []SearchKey) {
	encodeLevel(e, keys, 1, e.Options().Limits.Depth)
}

// encodeLevel writes keys at a depth, of which there may be as many as limit.
func encodeLevel(e *wire.Encoder, keys []SearchKey, depth, limit int) {
	if len(keys) == 0 {
		e.Fail("search-key", wire.ErrEncode)
		return
	}
	if depth > limit {
		e.Fail("search-key", &wire.LimitError{Limit: "Depth", Max: int64(limit)})
		return
	}
	for i := range keys {
		if i > 0 {
			e.SP()
		}
		keys[i].encode(e, depth, limit)
	}
}

func (k *SearchKey) encode(e *wire.Encoder, depth, limit int) {
	switch k.Name {
	case SearchSet:
		e.SequenceSet(k.Set)
		return
	case SearchAnd:
		e.Syntax("(")
		encodeLevel(e, k.Keys, depth+1, limit)
		e.Syntax(")")
		return
	}
	rule, ok := searchWords.Write(e, string(k.Name))
	if !ok {
		k.encodeUnknown(e)
		return
	}
	if rule.argument != argNone {
		e.SP()
	}
	switch rule.argument {
	case argNone:
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
		encodeLevel(e, k.Keys, depth+1, limit)
	default:
		k.encodeExtended(e, rule.argument)
	}
}
