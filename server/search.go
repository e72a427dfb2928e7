package server

import (
	"slices"
	"strings"
	"unicode/utf8"

	"imapkit.example/server/message"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// search answers SEARCH (RFC 9051, Section 6.4.4): with ESEARCH if the client has
// asked for results by name or has enabled IMAP4rev2, else with SEARCH.
func (c *conn) search(h command.Header, cmd *command.Search) *response.Status {
	var want searchResults
	for _, x := range cmd.Return {
		if !want.set(x.Name) || x.Value != nil {
			return bad("SEARCH: unknown return option")
		}
	}
	s := searcher{c: c}
	charset := cmd.Charset
	if cmd.EmptyCharset {
		charset = `""` // the name of none
	}
	status := s.prepare(charset, cmd.Keys)
	var found []match
	if status == nil {
		var err error
		if found, err = s.run(cmd.Keys); err != nil {
			status = c.failed(err)
		}
	}
	if status != nil {
		if want.save && status.Type == response.NO && !keepSaved {
			c.selected.saved = wire.Set{} // RFC 9051, Section 6.4.4.1
		}
		return status
	}
	c.tellFound(h, cmd, want, found)
	return ok(string(h.Name) + " completed")
}

// searchResults are the results asked for by RETURN.
type searchResults struct{ min, max, all, count, save bool }

func (w *searchResults) set(name command.SearchOptionName) bool {
	switch name {
	case command.ReturnMin:
		w.min = true
	case command.ReturnMax:
		w.max = true
	case command.ReturnAll:
		w.all = true
	case command.ReturnCount:
		w.count = true
	case command.ReturnSave:
		w.save = true
	default:
		return false
	}
	return true
}

// tellFound sends the result.
func (c *conn) tellFound(h command.Header, cmd *command.Search, want searchResults, found []match) {
	number := func(m match) uint32 {
		if cmd.UID {
			return m.uid
		}
		return m.seq
	}
	if want.save {
		c.selected.saved = saved(want, found)
	}
	if cmd.Return == nil && !c.rev2 && !alwaysESearch {
		r := &response.Search{}
		for _, m := range found {
			r.Numbers = append(r.Numbers, number(m))
		}
		c.write(r)
		return
	}
	if want == (searchResults{save: true}) {
		return // RETURN (SAVE) alone is answered by the tagged OK only
	}
	if want == (searchResults{}) {
		want.all = true
	}
	r := &response.ESearch{Tag: h.Tag, UID: cmd.UID, HasCount: want.count, Count: uint32(len(found))}
	if n := len(found); n > 0 {
		if want.min {
			r.Min = number(found[0])
		}
		if want.max {
			r.Max = number(found[n-1])
		}
		if want.all {
			for _, m := range found {
				r.All.Append(number(m))
			}
		}
	}
	c.write(r)
}

// saved is what "$" becomes (RFC 9051, Section 6.4.4.1): with MIN or MAX alone,
// only those.
func saved(want searchResults, found []match) (s wire.Set) {
	if len(found) == 0 {
		return s
	}
	if (want.min || want.max) && !want.all && !want.count {
		if want.min {
			s.Append(found[0].uid)
		}
		if last := found[len(found)-1].uid; want.max && (!want.min || len(found) > 1) {
			s.Append(last)
		}
		return s
	}
	for _, m := range found {
		s.Append(m.uid)
	}
	return s
}

// A match is a message that was found.
type match struct{ seq, uid uint32 }

// maxTextKeys is how many keys of one SEARCH may look into the messages
// themselves: each decodes every message anew.
const maxTextKeys = 50

// A searcher tests messages against search keys.
type searcher struct {
	c     *conn
	sets  map[*command.SearchKey]wire.Set // of UIDs
	m     *Message
	part  *message.Part
	err   error
	texts int
}

// prepare refuses what cannot be searched for.
func (s *searcher) prepare(charset string, keys []command.SearchKey) *response.Status {
	if charset != "" && !equalFold(charset, "UTF-8") && !equalFold(charset, "US-ASCII") {
		return no(&response.CharsetCode{Charsets: []string{"US-ASCII", "UTF-8"}}, "charset is not supported")
	}
	return s.resolve(keys)
}

// resolve turns the sets among the keys into UIDs, so that each is looked up
// once. The depth of keys is bounded by the reader.
func (s *searcher) resolve(keys []command.SearchKey) *response.Status {
	for i := range keys {
		k := &keys[i]
		switch k.Name {
		case command.SearchSet, "UID":
			uids, _, refused := s.c.resolve(k.Set, k.Name == "UID")
			if refused != nil {
				return refused
			}
			if s.sets == nil {
				s.sets = make(map[*command.SearchKey]wire.Set)
			}
			s.sets[k] = uids
		case "SUBJECT", "TEXT", "BODY", "FROM", "TO", "CC", "BCC", "HEADER":
			if !utf8.ValidString(k.Text) {
				return bad("SEARCH: string is not UTF-8")
			}
			if s.texts++; s.texts > maxTextKeys {
				return no(response.Limit, "too many keys that search texts")
			}
		default:
			if !isPlainKey(k.Name) {
				return bad("SEARCH: unknown search key")
			}
		}
		if refused := s.resolve(k.Keys); refused != nil {
			return refused
		}
	}
	return nil
}

// isPlainKey reports whether n is a key of RFC 9051 or RFC 3501 that resolve
// needs not look into: those of extensions are refused.
func isPlainKey(n command.SearchKeyName) bool {
	switch n {
	case "ALL", "NEW", command.SearchAnd, "NOT", "OR", "KEYWORD", "UNKEYWORD", "LARGER", "SMALLER",
		"BEFORE", "ON", "SINCE", "SENTBEFORE", "SENTON", "SENTSINCE":
		return true
	}
	_, ok := flagKeys[n]
	return ok
}

// run returns the messages of the view that match all keys.
func (s *searcher) run(keys []command.SearchKey) ([]match, error) {
	uids := s.c.selected.allUIDs()
	for i := range keys {
		if set, ok := s.sets[&keys[i]]; ok {
			uids = set // all keys must match: look nowhere else
			break
		}
	}
	var found []match
	for m, err := range s.c.selected.box.Messages(s.c.ctx, uids) {
		if err != nil {
			return nil, err
		}
		seq, ok := s.c.selected.view.Seq(m.UID)
		if !ok {
			continue
		}
		s.m, s.part = m, nil
		if s.all(keys) {
			found = append(found, match{seq, m.UID})
		}
		if s.err == nil {
			s.err = s.c.ctx.Err()
		}
		if s.err != nil {
			return nil, s.err
		}
	}
	return found, nil
}

func (s *searcher) all(keys []command.SearchKey) bool {
	for i := range keys {
		if !s.matches(&keys[i]) {
			return false
		}
	}
	return true
}

// flagKeys are the keys that ask for a flag, or for its absence.
var flagKeys = map[command.SearchKeyName]struct {
	flag wire.Flag
	want bool
}{
	"ANSWERED": {wire.Answered, true}, "UNANSWERED": {wire.Answered, false},
	"DELETED": {wire.Deleted, true}, "UNDELETED": {wire.Deleted, false},
	"DRAFT": {wire.Draft, true}, "UNDRAFT": {wire.Draft, false},
	"FLAGGED": {wire.Flagged, true}, "UNFLAGGED": {wire.Flagged, false},
	"SEEN": {wire.Seen, true}, "UNSEEN": {wire.Seen, false},
	"RECENT": {wire.Recent, true}, "OLD": {wire.Recent, false},
}

func (s *searcher) matches(k *command.SearchKey) bool {
	if f, ok := flagKeys[k.Name]; ok {
		return hasFlag(s.m.Flags, f.flag) == f.want
	}
	switch k.Name {
	case "ALL":
		return true
	case "NEW": // recent and unseen; nothing is ever recent here
		return false
	case command.SearchSet, "UID":
		return contains(s.sets[k], s.m.UID)
	case command.SearchAnd:
		return s.all(k.Keys)
	case "NOT":
		return !s.matches(&k.Keys[0])
	case "OR":
		return s.matches(&k.Keys[0]) || s.matches(&k.Keys[1])
	case "KEYWORD":
		return hasFlag(s.m.Flags, k.Flag)
	case "UNKEYWORD":
		return !hasFlag(s.m.Flags, k.Flag)
	case "LARGER":
		return s.m.Size > k.Size
	case "SMALLER":
		return s.m.Size < k.Size
	case "BEFORE":
		return wire.DateOf(s.m.Date).Compare(k.Date) < 0
	case "ON":
		return wire.DateOf(s.m.Date).Compare(k.Date) == 0
	case "SINCE":
		return wire.DateOf(s.m.Date).Compare(k.Date) >= 0
	}
	return s.matchesText(k)
}

// contains looks for a UID in a set of ascending ranges.
func contains(set wire.Set, uid uint32) bool {
	_, found := slices.BinarySearchFunc(set.Ranges, uid, func(r wire.Range, uid uint32) int {
		switch {
		case r.Last < uid:
			return -1
		case r.First > uid:
			return 1
		}
		return 0
	})
	return found
}

// matchesText tests the keys that need the message itself.
func (s *searcher) matchesText(k *command.SearchKey) bool {
	if s.err == nil {
		s.err = s.c.ctx.Err() // each key can take a while
	}
	if s.err != nil {
		return false
	}
	if s.part == nil {
		raw, err := s.m.Bytes()
		if err != nil {
			s.err = err
			return false
		}
		s.part = message.Parse(raw, messageLimits)
	}
	switch k.Name {
	case "SENTBEFORE", "SENTON", "SENTSINCE":
		sent, ok := s.part.Sent()
		if !ok {
			return false
		}
		switch n := wire.DateOf(sent).Compare(k.Date); k.Name {
		case "SENTBEFORE":
			return n < 0
		case "SENTON":
			return n == 0
		default:
			return n >= 0
		}
	case "HEADER":
		return s.part.HeaderContains(k.Field, k.Text)
	case "BODY":
		return s.part.TextContains(k.Text, true)
	case "TEXT":
		return s.part.TextContains(k.Text, false)
	case "SUBJECT", "FROM", "TO", "CC", "BCC":
		return s.part.HeaderContains(strings.ToLower(string(k.Name)), k.Text)
	}
	return false
}
