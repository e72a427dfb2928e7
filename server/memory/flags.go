package memory

import (
	"cmp"
	"slices"
	"strings"

	"imapkit.example/server"
	"imapkit.example/wire"
)

// systemFlags are the flags of RFC 9051, Section 2.3.2 in the order in which
// they are shown. The n-th is bit n of a system mask.
var systemFlags = [...]wire.Flag{wire.Answered, wire.Flagged, wire.Deleted, wire.Seen, wire.Draft}

const (
	deletedBit = 1 << 2
	seenBit    = 1 << 3
)

// A keyword is a keyword in use in one mailbox. It is spelled as it was when it
// was first used there.
type keyword struct {
	flag  wire.Flag
	upper string // the same in upper case, by which it is known
	used  int    // number of messages that have it
}

// A keywordSet is a set of keywords of one mailbox, sorted by upper. It never
// changes, so that messages share it. Nil is the empty set.
type keywordSet struct{ list []*keyword }

func (s *keywordSet) all() []*keyword {
	if s == nil {
		return nil
	}
	return s.list
}

func (s *keywordSet) equal(t *keywordSet) bool { return s == t || slices.Equal(s.all(), t.all()) }

// newKeywordSet takes list over.
func newKeywordSet(list []*keyword) *keywordSet {
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, func(x, y *keyword) int { return cmp.Compare(x.upper, y.upper) })
	return &keywordSet{slices.Compact(list)}
}

func (s *keywordSet) plus(t *keywordSet) *keywordSet {
	return newKeywordSet(slices.Concat(s.all(), t.all()))
}

func (s *keywordSet) minus(t *keywordSet) *keywordSet {
	return newKeywordSet(slices.DeleteFunc(slices.Clone(s.all()), func(k *keyword) bool {
		return slices.Contains(t.all(), k)
	}))
}

// appendFlags appends the flags of a message to dst.
func appendFlags(dst []wire.Flag, system uint8, keywords *keywordSet) []wire.Flag {
	for i, f := range systemFlags {
		if system&(1<<i) != 0 {
			dst = append(dst, f)
		}
	}
	for _, k := range keywords.all() {
		dst = append(dst, k.flag)
	}
	return dst
}

// split sorts flags as they come from a client. What cannot be set, such as
// \Recent, is left out.
func split(flags []wire.Flag) (system uint8, keywords []wire.Flag) {
	for _, f := range flags {
		if i := slices.IndexFunc(systemFlags[:], f.Equal); i >= 0 {
			system |= 1 << i
		} else if f.IsKeyword() {
			keywords = append(keywords, f)
		}
	}
	return system, keywords
}

// A resolver finds the keywords of a mailbox for one operation, during which
// the account stays locked. Keywords it makes are in the mailbox only once a
// message has them, so that nothing is left of an operation that fails.
type resolver struct {
	box        *mailbox
	fresh      map[string]*keyword
	translated map[*keywordSet]*keywordSet
}

func (r *resolver) keyword(f wire.Flag) *keyword {
	upper := strings.ToUpper(string(f))
	if k := r.box.keywords[upper]; k != nil {
		return k
	}
	if k := r.fresh[upper]; k != nil {
		return k
	}
	if r.fresh == nil {
		r.fresh = make(map[string]*keyword)
	}
	k := &keyword{flag: f, upper: upper}
	r.fresh[upper] = k
	return k
}

func (r *resolver) set(flags []wire.Flag) *keywordSet {
	list := make([]*keyword, 0, len(flags))
	for _, f := range flags {
		list = append(list, r.keyword(f))
	}
	return newKeywordSet(list)
}

// translate returns the set of the same keywords that s has in another
// mailbox.
func (r *resolver) translate(s *keywordSet) *keywordSet {
	if s == nil {
		return nil
	}
	t, ok := r.translated[s]
	if !ok {
		list := make([]*keyword, 0, len(s.list))
		for _, k := range s.list {
			list = append(list, r.keyword(k.flag))
		}
		if r.translated == nil {
			r.translated = make(map[*keywordSet]*keywordSet)
		}
		t = newKeywordSet(list)
		r.translated[s] = t
	}
	return t
}

// check returns [server.ErrFlags] if the mailbox has no room for the keywords
// that were made, or one of them is too long.
func (r *resolver) check() error {
	for _, k := range r.fresh {
		if len(k.flag) > r.box.a.limits.KeywordLength {
			return server.ErrFlags
		}
	}
	if len(r.fresh) > 0 && len(r.box.keywords)+len(r.fresh) > r.box.a.limits.Keywords {
		return server.ErrFlags
	}
	return nil
}
