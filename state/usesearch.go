package state

import "imapkit.example/wire/command"

// ofSearch narrows u, which is a SEARCH, SORT or THREAD, by its arguments.
func (u *Use) ofSearch(options []command.SearchOption, charset string, keys []command.SearchKey) {
	saves := false
	for _, o := range options {
		switch o.Name {
		case command.ReturnMin, command.ReturnMax, command.ReturnAll, command.ReturnCount, command.ReturnPartial,
			command.ReturnRelevancy:
		default: // SAVE; UPDATE and CONTEXT, which CANCELUPDATE ends; what is not known
			saves = !ignoreSave
		}
	}
	if !saves {
		u.Writes &^= SearchResult
	}
	if options != nil {
		u.Answer = 0 // ESEARCH, which has the tag
	}
	f := factsOf(keys, 0)
	// CHARSET is refused once UTF-8 is enabled (RFC 6855, Section 3).
	u.encoded = charset != "" || f.wide
	u.Numbers = f.numbers
	if !f.saved {
		u.Reads &^= SearchResult
	}
	if !f.flags {
		u.Reads &^= Flags
	}
	// All keys must match: a set among them bounds what is found.
	for _, k := range keys {
		if (k.Name == command.SearchSet || k.Name == "UID") && !k.Set.Saved {
			u.messages = target{known: true, uid: k.Name == "UID", set: k.Set}
			break
		}
	}
}

// ofSort narrows u by the arguments of c.
func (u *Use) ofSort(c *command.Sort) {
	u.ofSearch(c.Return, c.Charset, c.Keys)
	for _, s := range c.Criteria {
		switch s.Key {
		case command.SortArrival, command.SortCC, command.SortDate, command.SortFrom, command.SortSize,
			command.SortSubject, command.SortTo, command.SortDisplayFrom, command.SortDisplayTo, command.SortRelevancy:
		default:
			u.Reads |= Flags
		}
	}
}

// ofESearch narrows u by the arguments of c: without sources it is a search of
// the selected mailbox (RFC 7377, Section 2.1).
func (u *Use) ofESearch(c *command.ESearch) {
	u.ofSearch(c.Return, c.Charset, c.Keys)
	u.Answer = 0
	if len(c.Sources) > 0 {
		u.encoded = true
		return
	}
	u.Reads &^= Contents | Mailboxes | Subscriptions
}

// facts is what search keys depend on.
type facts struct {
	numbers bool // sequence numbers
	saved   bool // "$"
	flags   bool // what can change of a message
	wide    bool // strings that are not US-ASCII
}

// maxDepth is how deep search keys are looked into.
const maxDepth = 200

func factsOf(keys []command.SearchKey, depth int) (f facts) {
	if depth > maxDepth {
		return facts{true, true, true, true}
	}
	for i := range keys {
		k := &keys[i]
		f.wide = f.wide || !plain(k.Text) || !plain(k.Field)
		switch k.Name {
		case command.SearchSet:
			f.numbers = f.numbers || !k.Set.Saved && !ignoreSearchSets
			f.saved = f.saved || k.Set.Saved
		case "UID":
			f.saved = f.saved || k.Set.Saved
		case "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN", "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED",
			"UNSEEN", "NEW", "OLD", "RECENT", "KEYWORD", "UNKEYWORD", "MODSEQ", "ANNOTATION", "X-GM-LABELS",
			"X-GM-RAW", "THREADID", "X-GM-THRID":
			f.flags = true
		case "ALL", "BCC", "BODY", "CC", "FROM", "SUBJECT", "TEXT", "TO", "HEADER", "BEFORE", "ON", "SINCE",
			"SENTBEFORE", "SENTON", "SENTSINCE", "SAVEDBEFORE", "SAVEDON", "SAVEDSINCE", "SAVEDATESUPPORTED",
			"LARGER", "SMALLER", "OLDER", "YOUNGER", "EMAILID", "X-GM-MSGID", "UIDAFTER", "UIDBEFORE":
		case "NOT", "FUZZY", "OR", command.SearchAnd:
			g := factsOf(k.Keys, depth+1)
			f = facts{f.numbers || g.numbers, f.saved || g.saved, f.flags || g.flags, f.wide || g.wide}
		default: // FILTER, of which the server alone knows the keys; what is not known
			return facts{true, true, true, true}
		}
	}
	return f
}
