package state

import (
	"strings"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// matchMessage reports whether a FETCH response about the message with the
// sequence number or, if that is 0, the UID given can be an answer to c. What
// is not known of the message is in favour of it.
func (r *Route) matchMessage(seq, uid uint32, c command.Command) bool {
	var set wire.Set
	var byUID bool
	switch c := c.(type) {
	case *command.Fetch:
		set, byUID = c.Set, c.UID
	case *command.Store:
		set, byUID = c.Set, c.UID
	default:
		return false
	}
	if set.Saved {
		return true
	}
	number := seq
	if byUID {
		if number = uid; number == 0 && r.view != nil {
			number, _ = r.view.UID(seq)
		}
	} else if number == 0 && r.view != nil {
		number, _ = r.view.Seq(uid)
	}
	return number == 0 || ignoreUID && byUID || canHold(set, number)
}

// canHold reports whether n is in the set, or can be for a "*" in it.
func canHold(set wire.Set, n uint32) bool {
	for _, q := range set.Ranges {
		if lo, hi := ends(q); lo <= n && n <= hi {
			return true
		}
	}
	return false
}

// Wants reports whether c asks for such an item of a FETCH response. An item
// that it does not ask for is news nevertheless, such as the flags that a FETCH
// of BODY[] has changed.
func Wants(c command.Command, item response.Item) bool {
	switch c := c.(type) {
	case *command.Store:
		return storeWants(c, item)
	case *command.Fetch:
		switch item.(type) {
		case *response.UIDItem:
			if c.UID {
				return true // RFC 9051, Section 6.4.9
			}
		case *response.ModSeqItem:
			if c.ChangedSince.Valid {
				return true // RFC 7162, Section 3.1.4.1
			}
		}
		for _, asked := range c.Expand() {
			if fetchWants(&asked, item) {
				return true
			}
		}
	}
	return false
}

// storeWants reports whether item is part of the answer to c (RFC 9051, Section
// 6.4.6; RFC 7162, Section 3.1.3).
func storeWants(c *command.Store, item response.Item) bool {
	switch item.(type) {
	case *response.UIDItem:
		return c.UID
	case *response.ModSeqItem:
		return c.UnchangedSince.Valid
	case *response.FlagsItem:
		return c.Attribute == command.StoreFlags && !c.Silent
	case *response.GmailLabelsItem:
		return c.Attribute == command.StoreLabels && !c.Silent
	}
	return false
}

// fetchWants reports whether item is what asked asks for.
func fetchWants(asked *command.FetchItem, item response.Item) bool {
	name := asked.Name
	switch item := item.(type) {
	case *response.FlagsItem:
		return name == command.FetchFlags
	case *response.UIDItem:
		return name == command.FetchUID
	case *response.ModSeqItem:
		return name == command.FetchModSeq
	case *response.DateItem:
		return name == command.FetchInternalDate
	case *response.SizeItem:
		return name == command.FetchSize
	case *response.EnvelopeItem:
		return name == command.FetchEnvelope
	case *response.StructureItem:
		return name == command.FetchBody && !item.Extended || name == command.FetchBodyStructure && item.Extended
	case *response.SectionItem:
		return sectionWants(asked, item)
	case *response.BinarySizeItem:
		return name == command.FetchBinarySize && asked.Section.Equal(item.Section)
	case *response.EmailIDItem:
		return name == command.FetchEmailID
	case *response.ThreadIDItem:
		return name == command.FetchThreadID
	case *response.PreviewItem:
		return name == command.FetchPreview
	case *response.SaveDateItem:
		return name == command.FetchSaveDate
	case *response.GmailIDItem:
		return name == command.FetchGmailMessage && !item.Thread || name == command.FetchGmailThread && item.Thread
	case *response.GmailLabelsItem:
		return name == command.FetchGmailLabels
	case *response.AnnotationItem:
		return name == command.FetchAnnotation
	case *response.UnknownItem:
		return strings.EqualFold(string(name), item.Name)
	case *response.InvalidItem:
		head, _, _ := strings.Cut(item.Name, "[")
		ours, _, _ := strings.Cut(strings.Replace(string(name), ".PEEK[", "[", 1), "[")
		return strings.EqualFold(ours, head)
	}
	return false
}

// sectionWants reports whether item is the piece that asked asks for.
func sectionWants(asked *command.FetchItem, item *response.SectionItem) bool {
	switch asked.Name {
	case command.FetchSection, command.FetchPeek:
		if item.Name != "BODY" {
			return false
		}
	case command.FetchBinary, command.FetchBinaryPeek:
		if item.Name != "BINARY" {
			return false
		}
	default:
		return item.Name == string(asked.Name) // RFC822 and the like
	}
	if !asked.Section.Equal(item.Section) {
		return false
	}
	return item.Partial == (asked.Partial.Length > 0) && item.Origin == asked.Partial.Offset
}
