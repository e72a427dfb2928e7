package state

import (
	"imapkit.example/tag"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A Route says whose data an untagged response is. Nothing in IMAP tells it
// reliably: a server may send any data at any time, asked or not (RFC 9051,
// Section 2.2.2). So a Route gives candidates, and says whether the response
// is news of the connection or of the mailbox in any case.
//
//	r := state.RouteOf(resp)
//	if r.State { … machine.Untagged(resp), view.Apply(resp) … }
//	for t, c := range pipeline.All() { // the oldest first
//		if r.Match(t, c) {
//			… resp is an answer to c …
//			if r.First { break }
//		}
//	}
type Route struct {
	// State: it says something of the connection or the selected mailbox, to be
	// remembered whether a command asked for it or not.
	State bool
	// First: only the first command that matches, of those in the order sent,
	// can be meant. Otherwise each that matches is a candidate.
	First bool

	resp response.Response
	view *View
}

// RouteOf returns the Route of the untagged response r, which it borrows. The
// UIDs of messages that v knows make it more exact; v may be nil.
func RouteOf(r response.Response, v *View) Route { return Route{State: true, resp: r, view: v} }

// Match reports whether the response can be an answer to the command c, which
// was sent with the tag t and is not completed.
func (r *Route) Match(t tag.Tag, c command.Command) bool { return false }

// Wants reports whether c asks for the item of a FETCH response. What it does
// not ask for is news nevertheless.
func Wants(c command.Command, item response.Item) bool { return false }
