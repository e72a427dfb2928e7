package tag

import "errors"

// MaxLen is the length in octets of the longest tag [Parse] and [Tag.Valid]
// accept. RFC 9051 sets no limit; real tags have fewer than 30 octets.
const MaxLen = 1024

// ErrInvalid is the error for a tag that does not match the grammar or is
// longer than [MaxLen], and for a [Result] that is none of the three.
var ErrInvalid = errors.New("tag: invalid")

// A Tag names a command from its first line to its completion
// (RFC 9051, Section 2.2.1). Tags are compared octet by octet: "a1" and "A1"
// are two tags.
type Tag string

// Parse returns b as a Tag. It copies b. The error is [ErrInvalid] and never
// quotes b.
func Parse(b []byte) (Tag, error) {
	if !valid(b) {
		return "", ErrInvalid
	}
	return Tag(b), nil
}

// Valid reports whether t matches the grammar and is at most [MaxLen] long.
// The empty Tag is not valid.
func (t Tag) Valid() bool {
	return valid(t)
}

// tag = 1*<any ASTRING-CHAR except "+">
func valid[S ~string | ~[]byte](s S) bool {
	if len(s) == 0 || len(s) > MaxLen {
		return false
	}
	for i := range len(s) {
		if !isTagChar(s[i]) {
			return false
		}
	}
	return true
}

// isTagChar reports whether c is an ASTRING-CHAR other than "+".
//
//	ASTRING-CHAR    = ATOM-CHAR / resp-specials
//	ATOM-CHAR       = <any CHAR except atom-specials>
//	CHAR            = %x01-7F
//	atom-specials   = "(" / ")" / "{" / SP / CTL / list-wildcards /
//	                  quoted-specials / resp-specials
//	list-wildcards  = "%" / "*"
//	quoted-specials = DQUOTE / "\"
//	resp-specials   = "]"
func isTagChar(c byte) bool {
	if c <= ' ' || c >= 0x7f {
		return false
	}
	switch c {
	case '(', ')', '{', '%', '*', '"', '\\', '+':
		return false
	}
	return true
}
