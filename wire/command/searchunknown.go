package command

import (
	"imapkit.example/wire"
)

// A search key that is not known is kept with the strings behind it, quoted or
// literal, up to the first thing that could be a key of its own: a word, a
// number, a list. So its octets are kept whatever it means. What it means
// nobody here can tell, not even where it ends: a server that does not know it
// answers BAD.

// decodeUnknown reads the key whose word was read at the offset at.
func (k *SearchKey) decodeUnknown(d *wire.Decoder, at int64, word string) {
	if up := upper([]byte(word)); d.Err() != nil || !isKeyWord(up) || up == "RETURN" || up == "CHARSET" {
		// These stand in front of the keys.
		d.FailAt(at, "search-key", nil)
		return
	}
	k.Name = SearchKeyName(word)
	for {
		if c := d.PeekAfterSP(); c != '"' && c != '{' && c != '~' {
			return
		}
		d.SP()
		if k.Args != nil {
			k.Args = append(k.Args, ' ')
		}
		if k.Args = d.AppendValue(k.Args); d.Err() != nil {
			return
		}
	}
}

// encodeUnknown writes a key for which there is no rule.
func (k *SearchKey) encodeUnknown(e *wire.Encoder) {
	word := []byte(k.Name)
	_, known := searchWords.Find(string(k.Name))
	if up := upper(word); known || !isKeyWord(up) || up == "RETURN" || up == "CHARSET" {
		e.Fail("search-key", wire.ErrEncode)
		return
	}
	e.Keyword(string(k.Name))
	if k.Args == nil {
		return
	}
	if wire.WalkValue(k.Args, func(t wire.Token) error {
		if t.Kind != wire.KindQuoted && t.Kind != wire.KindLiteral && (len(t.Bytes) == 0 || t.Bytes[0] != '~') {
			return wire.ErrEncode
		}
		return nil
	}) != nil {
		e.Fail("search-key", wire.ErrEncode)
		return
	}
	e.SP()
	e.Values(k.Args)
}

// isKeyWord reports whether s, in upper case, can be the word of a search key:
// one that begins like no number.
func isKeyWord(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c != '-' && c != '_' && c != '.' && c != ':' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}
