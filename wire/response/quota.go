package response

import (
	"strings"

	"imapkit.example/wire"
)

// Quota is the QUOTA response: what of each resource of a quota root is used
// (RFC 9208, Section 4.2.1; RFC 2087, Section 5.1).
//
//	quota-response = "QUOTA" SP quota-root-name SP quota-list
//	quota-list     = "(" quota-resource *(SP quota-resource) ")"
//	                 ; RFC 2087 allows an empty one
//	quota-resource = resource-name SP resource-usage SP resource-limit
type Quota struct {
	Root      string
	Resources []QuotaResource
}

// A QuotaResource is one resource of a [Quota].
type QuotaResource struct {
	Name         string // in upper case; one of those below or another
	Usage, Limit int64  // in the unit of the resource
}

// The resources of RFC 9208, Section 5.
const (
	QuotaStorage           = "STORAGE"            // in units of 1024 octets
	QuotaMessage           = "MESSAGE"            // messages
	QuotaMailbox           = "MAILBOX"            // mailboxes
	QuotaAnnotationStorage = "ANNOTATION-STORAGE" // in units of 1024 octets
)

// Encode implements [Response].
func (r *Quota) Encode(e *wire.Encoder) {
	e.Syntax("* QUOTA ")
	e.AString(r.Root)
	e.Syntax(" (")
	for i, x := range r.Resources {
		if i > 0 {
			e.SP()
		}
		e.Atom(x.Name)
		e.SP()
		e.Number64(x.Usage)
		e.SP()
		e.Number64(x.Limit)
	}
	e.Syntax(")")
}

func (r *Quota) decode(d *wire.Decoder) {
	d.SP()
	r.Root = d.AString()
	if d.AtEnd() && d.Tolerate(wire.LenientMissingList) {
		return
	}
	d.SP()
	for range d.List("quota-list") {
		x := QuotaResource{Name: strings.ToUpper(d.Atom())}
		d.SP()
		x.Usage = d.Number64()
		d.SP()
		x.Limit = d.Number64()
		r.Resources = append(r.Resources, x)
	}
}

// QuotaRoot is the QUOTAROOT response: the quota roots of a mailbox (RFC 9208,
// Section 4.2.2).
//
//	quotaroot-response = "QUOTAROOT" SP mailbox *(SP quota-root-name)
type QuotaRoot struct {
	Mailbox string
	Roots   []string
}

// Encode implements [Response].
func (r *QuotaRoot) Encode(e *wire.Encoder) {
	e.Syntax("* QUOTAROOT ")
	e.Mailbox(r.Mailbox)
	encodeAStrings(e, r.Roots)
}

func (r *QuotaRoot) decode(d *wire.Decoder) {
	d.SP()
	r.Mailbox = d.Mailbox()
	r.Roots = astrings(d, "quotaroot-response")
}
