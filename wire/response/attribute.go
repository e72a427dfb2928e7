package response

import "strings"

// The attributes of a [List]: those of RFC 9051, Section 7.3.1, then \NoAccess
// of RFC 5465, Section 5.9.
const (
	AttributeNonexistent   = `\NonExistent`
	AttributeNoInferiors   = `\Noinferiors`
	AttributeNoSelect      = `\Noselect`
	AttributeHasChildren   = `\HasChildren`
	AttributeHasNoChildren = `\HasNoChildren`
	AttributeMarked        = `\Marked`
	AttributeUnmarked      = `\Unmarked`
	AttributeSubscribed    = `\Subscribed`
	AttributeRemote        = `\Remote`
	AttributeNoAccess      = `\NoAccess`
)

// The attributes that tell what a mailbox is for (RFC 9051, Section 7.3.1;
// RFC 6154, Section 2; \Important, RFC 8457, Section 3). USE of CREATE takes
// them too.
const (
	AttributeAll       = `\All`
	AttributeArchive   = `\Archive`
	AttributeDrafts    = `\Drafts`
	AttributeFlagged   = `\Flagged`
	AttributeJunk      = `\Junk`
	AttributeSent      = `\Sent`
	AttributeTrash     = `\Trash`
	AttributeImportant = `\Important`
)

// Has reports whether the attribute is there, in any case, or implied by
// another: \NonExistent implies \Noselect, and \Noinferiors implies
// \HasNoChildren (RFC 9051, Section 6.3.9.4). \HasChildren and \HasNoChildren
// together count for nothing (RFC 9051, Section 7.3.1).
func (r *List) Has(attribute string) bool {
	switch {
	case strings.EqualFold(attribute, AttributeNoSelect):
		return r.lists(attribute) || r.lists(AttributeNonexistent)
	case strings.EqualFold(attribute, AttributeHasChildren):
		return r.lists(attribute) && !r.lists(AttributeHasNoChildren)
	case strings.EqualFold(attribute, AttributeHasNoChildren):
		return (r.lists(attribute) || r.lists(AttributeNoInferiors)) && !r.lists(AttributeHasChildren)
	}
	return r.lists(attribute)
}

func (r *List) lists(attribute string) bool {
	for _, a := range r.Attributes {
		if strings.EqualFold(a, attribute) {
			return true
		}
	}
	return false
}
