package message

import "strings"

// A Part is a message or a part of one. Its slices borrow the octets given to
// [Parse]; its strings are copies.
type Part struct {
	// Header is the header, including the empty line that ends it if there
	// is one: BODY[HEADER] of a message, BODY[n.MIME] of a part.
	Header []byte
	// Body is what follows, still transfer-encoded: BODY[TEXT] of a message,
	// BODY[n] of a part.
	Body []byte

	// Type and Subtype are the media type as written, or its default; both are
	// tokens as in RFC 2045, Section 5.1, and are never empty.
	Type, Subtype string
	// Params are the parameters of Content-Type. The pieces of a continued
	// value (RFC 2231, Section 3) are joined; see [Param].
	Params []Param
	// Encoding is the Content-Transfer-Encoding as written, or "7bit".
	Encoding string
	// ID, Description, MD5 and Location are Content-ID, Content-Description,
	// Content-MD5 and Content-Location; nil if there is no such field.
	ID, Description, MD5, Location *string
	// Disposition is Content-Disposition; nil if there is none.
	Disposition *Disposition
	// Language holds the tags of Content-Language; nil if there are none.
	Language []string

	// Lines is the number of line ends in Body, in its transfer encoding.
	Lines int
	// Children are the parts of a multipart (one at least), or the one
	// message within a message/rfc822 or message/global.
	Children []*Part

	whole  []byte // Header and Body
	limits Limits
}

// A Param is one parameter of a field, its quoting removed. Name is as written
// and not empty.
//
// A value continued in pieces (RFC 2231, Section 3), "name*0" and so on, is
// joined under the name "name". If a piece is extended (RFC 2231, Section 4) the
// name is "name*" and the value keeps the form charset'language'octets, with
// octets percent-encoded, just as if it had been sent in one piece. Pieces that
// belong to no sequence starting at 0 stay as they are.
type Param struct {
	Name, Value string
}

// A Disposition is the value of Content-Disposition (RFC 2183, Section 2).
type Disposition struct {
	Type   string // a token as written
	Params []Param
}

// IsMultipart reports whether p is a multipart, with its parts as Children.
func (p *Part) IsMultipart() bool {
	return len(p.Children) > 0 && strings.EqualFold(p.Type, "multipart")
}

// IsMessage reports whether p is a message/rfc822 or message/global, with the
// message in it as its one child. It is false for a message as such, unless
// its own content is another message.
func (p *Part) IsMessage() bool {
	return len(p.Children) > 0 && strings.EqualFold(p.Type, "message")
}

// isText reports whether p is of type text.
func (p *Part) isText() bool { return strings.EqualFold(p.Type, "text") }

// param returns the value of the first parameter with the given name.
func param(params []Param, name string) string {
	for _, p := range params {
		if strings.EqualFold(p.Name, name) {
			return p.Value
		}
	}
	return ""
}

// readable returns the part of the header that is read for its meaning.
func (p *Part) readable() []byte {
	return p.Header[:min(len(p.Header), p.limits.withDefaults().HeaderBytes)]
}
