package response

import "imapkit.example/wire"

// A Response is one IMAP response. The types of this package implement it.
type Response interface {
	// Encode writes the whole response without its CRLF. Errors stay in the
	// Encoder.
	Encode(e *wire.Encoder)
}

// Continue is a command continuation request: the server is ready for a
// literal, for a line of authentication data or for the end of IDLE
// (RFC 9051, Section 7.6).
//
//	continue-req = "+" SP (resp-text / base64) CRLF
type Continue struct {
	Code Code // nil if there is none
	// Text is what follows the space and the code. It may be base64 data.
	Text string
}

// Encode implements [Response].
func (r *Continue) Encode(e *wire.Encoder) {
	e.Syntax("+ ")
	encodeText(e, r.Code, r.Text)
}

// Unknown is an untagged response of which no type is known, as its exact
// bytes: the number in front of its name, if there is one, the name and what
// follows.
type Unknown struct {
	HasNumber bool
	Number    uint32
	Name      string
	Args      wire.Value // nil if there are none
}

// Encode implements [Response].
func (r *Unknown) Encode(e *wire.Encoder) {
	e.Syntax("* ")
	if r.HasNumber {
		e.Number(r.Number)
		e.SP()
	} else if r.Name != "" && '0' <= r.Name[0] && r.Name[0] <= '9' {
		e.Fail("response-payload", wire.ErrEncode) // would be the number
	}
	unknownOnly(e, knownNumbered, r.Name, "message-data")
	unknownOnly(e, knownResponses, r.Name, "response-payload")
	e.Atom(r.Name)
	if r.Args != nil {
		e.SP()
		e.Values(r.Args)
	}
}
