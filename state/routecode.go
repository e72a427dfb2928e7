package state

import (
	"imapkit.example/tag"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// ofStatus fills r for an untagged status response (RFC 9051, Section 7.1).
func (r *Route) ofStatus(s *response.Status) {
	if s.Type == response.BYE || s.Type == response.PREAUTH {
		r.State = true
		return
	}
	switch code := s.Code.(type) {
	case *response.CapabilityCode:
		r.State = true
	case *response.CopyUID, *response.AppendUID:
		r.First = true
	case response.AtomCode:
		switch code {
		case response.Closed, response.NotificationOverflow:
			r.State = true
		}
	}
	if aboutMailbox(s.Code) {
		r.State, r.First = true, true
	}
}

// matchCode reports whether an untagged status response with the code can
// belong to the command c with the tag t.
func matchCode(code response.Code, t tag.Tag, c command.Command) bool {
	switch code := code.(type) {
	case *response.CopyUID:
		// COPY tells it in its tagged response (RFC 9051, Sections 6.4.7, 6.4.8).
		return c.Name() == command.MoveName || c.Name() == command.UIDMoveName || copyUIDToCopy && c.Name() == command.CopyName
	case *response.AppendUID:
		// As does APPEND; REPLACE may not (RFC 8508, Section 4.3).
		return c.Name() == command.ReplaceName || c.Name() == command.UIDReplaceName
	case *response.InProgressCode: // RFC 9585
		return code.Tag == "" || code.Tag == t
	case *response.NoUpdateCode: // RFC 5267, Section 4.3.1
		return code.Tag == t
	}
	if aboutMailbox(code) {
		return c.Name() == command.SelectName || c.Name() == command.ExamineName
	}
	return false
}

// aboutMailbox reports whether a code says something of the mailbox that is
// selected or being selected.
func aboutMailbox(code response.Code) bool {
	switch code := code.(type) {
	case *response.FlagsCode, *response.ModSeqCode, *response.MailboxIDCode, *response.AnnotationsCode,
		*response.URLMechCode:
		return true
	case response.NumberCode:
		return code.Name == response.UIDValidity || code.Name == response.UIDNext || code.Name == response.Unseen
	case response.AtomCode:
		switch code {
		case response.NoModSeq, response.ReadOnly, response.ReadWrite, response.UIDNotSticky:
			return true
		}
	}
	return false
}
