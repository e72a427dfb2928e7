package literal

// MinusSize is the largest non-synchronizing literal that LITERAL- allows, in
// octets (RFC 7888, Section 5).
const MinusSize = 4096

// A Policy is what a client may send to its server, by the capabilities the
// server has advertised.
type Policy uint8

const (
	// Basic allows synchronizing literals only: no capability was seen.
	Basic Policy = iota
	// Minus is LITERAL-, part of IMAP4rev2: non-synchronizing up to 4096
	// octets.
	Minus
	// Plus is LITERAL+: non-synchronizing of any size.
	Plus
)

// Mode returns the form in which a client sends a literal of size octets.
func (p Policy) Mode(size int64) Mode {
	if p == Plus || p == Minus && size <= MinusSize {
		return NonSync
	}
	return Sync
}
