package command

import (
	"bytes"

	"imapkit.example/wire"
)

// A search key that is not known is kept with what stands behind it, up to the
// first thing that could be a key of its own: a word of letters and the like, a
// set, a list that begins with one of them. So its octets are kept whatever it
// means. What it means nobody here can tell, not even where it ends: a server
// that does not know it answers BAD.

// decodeUnknown reads the key whose word was read at the offset at.
func (k *SearchKey) decodeUnknown(d *wire.Decoder, at int64, word string) {
	if up := upper([]byte(word)); d.Err() != nil || !isKeyWord(up) || up == "RETURN" || up == "CHARSET" {
		// These stand in front of the keys.
		d.FailAt(at, "search-key", nil)
		return
	}
	k.Name = SearchKeyName(word)
	for d.PeekAfterSP() > ' ' && isArgument(d.UnreadBuffer()[1:]) {
		d.SP()
		if k.Args != nil {
			k.Args = append(k.Args, ' ')
		}
		if k.Args = d.AppendValue(k.Args); d.Err() != nil {
			return
		}
	}
}

// isArgument reports whether the value at the start of b belongs to an unknown
// key in front of it.
func isArgument(b []byte) bool {
	for len(b) > 0 && b[0] == '(' {
		b = b[1:]
	}
	word, set := b, true
	for i, c := range b {
		if c <= ' ' || c == '(' || c == ')' || c == '"' || c == '{' {
			word = b[:i]
			break
		}
		set = set && ('0' <= c && c <= '9' || c == ':' || c == ',' || c == '*' || c == '$')
	}
	// An empty word is that of a string or of an empty list.
	return len(word) == 0 || !set && !isKeyWord(upper(word))
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
	if !isArguments(k.Args) {
		e.Fail("search-key", wire.ErrEncode)
		return
	}
	e.SP()
	e.Values(k.Args)
}

// isArguments reports whether a reader takes all of v for arguments.
func isArguments(v wire.Value) bool {
	d := wire.NewDecoder(bytes.NewReader(append(v.Clone(), "\r\n"...)), wire.Options{
		Side: wire.Server, Recorded: true, Limits: wire.ResponseLimits(),
	})
	if d.Next() != nil {
		return false
	}
	for {
		if d.Peek() <= ' ' || !isArgument(d.UnreadBuffer()) {
			return false
		}
		d.SkipValue()
		if d.Err() != nil || d.AtEnd() {
			return d.End() == nil
		}
		d.SP()
	}
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
