package command

import "imapkit.example/wire"

// Search is the SEARCH command, or UID SEARCH if UID is set
// (RFC 9051, Section 6.4.4).
//
//	search         = "SEARCH" [search-return-opts] SP search-program
//	search-program = ["CHARSET" SP charset SP] search-key *(SP search-key)
type Search struct {
	UID bool
	// Return are the result options. Nil if there is no list of them; an
	// empty list means ALL.
	Return  []SearchOption
	Charset string // "" if not given
	// EmptyCharset says that a charset was given and is "", which is legal and
	// the name of none.
	EmptyCharset bool
	Keys         []SearchKey
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
	d.SP()
	c.Return = searchReturn(d, c.Return)
	c.Charset, c.EmptyCharset = optionalCharset(d)
	c.Keys = decodeKeys(d, c.Keys[:0])
	return d.End()
}

// Encode implements [Command].
func (c *Search) Encode(e *wire.Encoder) {
	e.SP()
	encodeReturn(e, c.Return)
	encodeCharset(e, c.Charset, c.EmptyCharset)
	encodeKeys(e, c.Keys)
}

// A SearchOption asks for a result, or says what is to be done with it.
type SearchOption struct {
	Name  SearchOptionName
	Range wire.PartialRange // of PARTIAL
	Value wire.Value        // of an option of an unknown extension; nil if none
}

// A SearchOptionName is the word of a result option, in upper case. Names of
// extensions are legal and kept as they were sent.
type SearchOptionName string

// The result options of RFC 9051, Section 6.4.4; of RFC 5267, Section 4; of
// RFC 9394, Section 3.1; and of RFC 6203, Section 4.
const (
	ReturnMin       SearchOptionName = "MIN"
	ReturnMax       SearchOptionName = "MAX"
	ReturnAll       SearchOptionName = "ALL"
	ReturnCount     SearchOptionName = "COUNT"
	ReturnSave      SearchOptionName = "SAVE"
	ReturnContext   SearchOptionName = "CONTEXT"
	ReturnUpdate    SearchOptionName = "UPDATE"
	ReturnPartial   SearchOptionName = "PARTIAL"
	ReturnRelevancy SearchOptionName = "RELEVANCY"
)

var searchOptions = [...]SearchOptionName{
	ReturnAll, ReturnCount, ReturnMin, ReturnMax, ReturnSave, ReturnPartial, ReturnUpdate, ReturnContext, ReturnRelevancy,
}

// searchReturn reads the result options with the space behind them, if they
// are next. It uses the memory of dst.
//
//	search-return-opts = SP "RETURN" SP "(" [search-return-opt
//	                     *(SP search-return-opt)] ")"
func searchReturn(d *wire.Decoder, dst []SearchOption) []SearchOption {
	if !d.TryKeyword("RETURN") {
		return nil
	}
	d.SP()
	if dst = dst[:0]; dst == nil {
		dst = []SearchOption{}
	}
	for range d.List("search-return-opts") {
		dst = append(dst, searchOption(d))
	}
	d.SP()
	return dst
}

func searchOption(d *wire.Decoder) SearchOption {
	for _, n := range searchOptions {
		if !d.TryKeyword(string(n)) {
			continue
		}
		x := SearchOption{Name: n}
		if n == ReturnPartial {
			d.SP()
			x.Range = d.PartialRange()
		}
		return x
	}
	x := d.Extension()
	return SearchOption{Name: SearchOptionName(x.Name), Value: x.Value}
}

func encodeReturn(e *wire.Encoder, list []SearchOption) {
	if list == nil {
		return
	}
	e.Syntax("RETURN (")
	for i := range list {
		if i > 0 {
			e.SP()
		}
		list[i].encode(e)
	}
	e.Syntax(") ")
}

func (x *SearchOption) encode(e *wire.Encoder) {
	for _, n := range searchOptions {
		if !isWord(string(x.Name), string(n)) {
			continue
		}
		if x.Name != n || x.Value != nil || n != ReturnPartial && !x.Range.IsZero() {
			e.Fail("search-return-opt", wire.ErrEncode)
		}
		e.Keyword(string(n))
		if n == ReturnPartial {
			e.SP()
			e.PartialRange(x.Range)
		}
		return
	}
	if !x.Range.IsZero() {
		e.Fail("search-return-opt", wire.ErrEncode)
	}
	e.Extension(wire.Extension{Name: string(x.Name), Value: x.Value})
}

// optionalCharset reads CHARSET and its argument, if they are next.
func optionalCharset(d *wire.Decoder) (s string, empty bool) {
	if d.TryKeyword("CHARSET") {
		if d.TryExact(" UTF-8 ") {
			return "UTF-8", false
		}
		d.SP()
		s, empty = charset(d)
		d.SP()
	}
	return s, empty
}

// charset = atom / quoted; RFC 3501, Section 9 had astring.
func charset(d *wire.Decoder) (s string, empty bool) {
	s = d.AString()
	return s, s == "" && d.Err() == nil
}

func encodeCharset(e *wire.Encoder, s string, empty bool) {
	if empty && s != "" {
		e.Fail("charset", wire.ErrEncode)
	}
	if s != "" || empty {
		e.Syntax("CHARSET ")
		encodeCharsetName(e, s)
		e.SP()
	}
}

// encodeCharsetName writes an atom where that can carry s, even if literals are
// preferred: RFC 9051 has none here.
func encodeCharsetName(e *wire.Encoder, s string) {
	if wire.Flag(s).IsKeyword() {
		if e.Options().Strings == wire.PreferQuoted {
			e.Quoted(s)
		} else {
			e.Atom(s)
		}
		return
	}
	e.AString(s)
}
