package state

import (
	"strings"

	"imapkit.example/tag"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A Route says whose data an untagged response is. A server may send any data
// at any time, asked or not (RFC 9051, Section 2.2.2), and most responses name
// no command. So a Route finds those that can be meant, by the tag, the name,
// or the message that the response is about, and says whether it is news of the
// connection or the selected mailbox besides.
//
//	r := state.RouteOf(resp, &view)
//	if r.State {
//		… machine.Untagged(resp), view.Apply(resp) …
//	}
//	for t, c := range pipeline.All() { // in the order sent
//		if r.Match(t, c) {
//			… resp may be an answer to c …
//			if r.First {
//				break
//			}
//		}
//	}
//
// What matches no command is unsolicited.
type Route struct {
	// State: it tells of the connection or the selected mailbox what has to be
	// remembered, whether a command has asked for it or not.
	State bool
	// First: of the commands that match, only the one sent first is meant.
	// Otherwise each of them may be, and the response is for all.
	First bool

	resp response.Response
	view *View
}

// RouteOf returns the Route of the untagged response r, which it borrows. With
// the view of the selected mailbox it knows more about the messages that are
// named by UID; v may be nil.
func RouteOf(r response.Response, v *View) Route {
	route := Route{resp: r, view: v}
	switch r := r.(type) {
	case *response.Status:
		route.ofStatus(r)
	case *response.Capability, *response.Enabled, *response.Flags, *response.Exists, *response.Recent,
		*response.Expunge, *response.Vanished, *response.FetchStream, *response.Fetch:
		route.State = true
	case *response.Search, *response.Sort, *response.Thread, *response.GenURLAuth:
		route.First = true
	case *response.ESearch:
		route.First = true // by its tag, or the oldest
	}
	return route
}

// Match reports whether the response can be an answer to the command c, which
// was sent with the tag t and is not completed.
func (r *Route) Match(t tag.Tag, c command.Command) bool {
	switch x := r.resp.(type) {
	case *response.Status:
		return matchCode(x.Code, t, c)
	case *response.FetchStream:
		return r.matchMessage(x.Seq, x.UID, c)
	case *response.Fetch:
		return r.matchMessage(x.Seq, x.UID, c)
	case *response.Vanished:
		// Of the one without EARLIER nobody has asked for.
		return x.Earlier && wantsVanished(c)
	case *response.Search:
		s, ok := c.(*command.Search)
		return ok && s.Return == nil
	case *response.Sort:
		s, ok := c.(*command.Sort)
		return ok && s.Return == nil
	case *response.Thread:
		return c.Name() == command.ThreadName || c.Name() == command.UIDThreadName
	case *response.ESearch:
		return (x.Tag == "" || x.Tag == t || ignoreTag) && searches(c)
	case *response.UIDBatches:
		return x.Tag == t && c.Name() == command.UIDBatchesName
	case *response.Converted:
		return x.Tag == t
	case *response.Enabled:
		return c.Name() == command.EnableName
	case *response.Namespace:
		return c.Name() == command.NamespaceName
	case *response.JMAPAccess:
		return c.Name() == command.GetJMAPAccessName
	case *response.ID:
		return c.Name() == command.IDName
	case *response.Language:
		return c.Name() == command.LanguageName
	case *response.Comparator:
		return c.Name() == command.ComparatorName
	case *response.Conversion:
		s, ok := c.(*command.Conversions)
		return ok && matchMediaType(s.From, x.From) && matchMediaType(s.To, x.To)
	case *response.GenURLAuth:
		return c.Name() == command.GenURLAuthName
	case *response.URLFetch:
		return matchURLs(x, c)
	case *response.Unknown:
		_, known := RuleOf(c.Name())
		return !known
	}
	return matchMailbox(r.resp, c)
}

// searches reports whether the answer to c is ESEARCH, as that to SEARCH
// without RETURN is in IMAP4rev2.
func searches(c command.Command) bool {
	switch c := c.(type) {
	case *command.Search, *command.ESearch:
		return true
	case *command.Sort:
		return c.Return != nil
	}
	return false
}

// wantsVanished reports whether c asks for VANISHED (EARLIER) (RFC 7162,
// Section 3.2.10).
func wantsVanished(c command.Command) bool {
	switch c := c.(type) {
	case *command.Fetch:
		return c.Vanished
	case *command.Select:
		return c.QResync != nil
	}
	return false
}

// matchMediaType compares a media type with one that may end in "*" (RFC 5259,
// Section 5.1).
func matchMediaType(pattern, t string) bool {
	if p, ok := strings.CutSuffix(pattern, "*"); ok {
		return hasPrefixFold(t, p)
	}
	return strings.EqualFold(pattern, t)
}

// matchURLs reports whether c asks for one of the URLs in r.
func matchURLs(r *response.URLFetch, c command.Command) bool {
	fetch, ok := c.(*command.URLFetch)
	if !ok {
		return false
	}
	for _, q := range fetch.Requests {
		for _, result := range r.Results {
			if q.URL == result.URL {
				return true
			}
		}
	}
	return false
}
