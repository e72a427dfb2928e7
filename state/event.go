package state

// An Event is an arrow of the state diagram: something that happened on the
// connection and moves a [Machine]. The zero Event is none.
//
// A response BAD is no event, and neither is NO except to SELECT and EXAMINE
// (RFC 9051, Section 6).
type Event uint8

// The events. The numbers are those of RFC 9051, Section 3.
const (
	GreetingOK       Event = iota + 1 // (1) OK greeting
	GreetingPreAuth                   // (2) PREAUTH greeting
	GreetingBye                       // (3) BYE greeting
	ImplicitTLS                       // TLS was started before the greeting
	StartTLSOK                        // STARTTLS, with the TLS handshake done
	LoginOK                           // (4) OK to LOGIN or AUTHENTICATE
	SelectOK                          // (5) OK to SELECT or EXAMINE
	SelectNo                          // (6) NO to SELECT or EXAMINE
	CloseOK                           // (6) OK to CLOSE or UNSELECT, or untagged OK [CLOSED]
	UnauthenticateOK                  // OK to UNAUTHENTICATE: (7) of RFC 8437, Section 5
	Bye                               // (7) LOGOUT, BYE, or the connection was closed
)

var eventNames = [...]string{
	GreetingOK:       "OK greeting",
	GreetingPreAuth:  "PREAUTH greeting",
	GreetingBye:      "BYE greeting",
	ImplicitTLS:      "implicit TLS",
	StartTLSOK:       "STARTTLS completion",
	LoginOK:          "login",
	SelectOK:         "selection of a mailbox",
	SelectNo:         "failed selection of a mailbox",
	CloseOK:          "closing of the mailbox",
	UnauthenticateOK: "UNAUTHENTICATE completion",
	Bye:              "end of the connection",
}

// String returns e in words, such as "PREAUTH greeting".
func (e Event) String() string {
	if e != 0 && int(e) < len(eventNames) {
		return eventNames[e]
	}
	return "unknown event"
}

// arrows is the diagram. A pair of state and event that is not here is an
// error.
var arrows = [...]struct {
	from  State
	event Event
	to    State
}{
	{Greeting, ImplicitTLS, Greeting},
	{Greeting, GreetingOK, NotAuthenticated},
	{Greeting, GreetingPreAuth, Authenticated},
	{Greeting, GreetingBye, Logout},
	{Greeting, Bye, Logout},

	{NotAuthenticated, StartTLSOK, NotAuthenticated},
	{NotAuthenticated, LoginOK, Authenticated},
	{NotAuthenticated, Bye, Logout},

	{Authenticated, SelectOK, Selected},
	{Authenticated, SelectNo, Authenticated},
	{Authenticated, UnauthenticateOK, NotAuthenticated},
	{Authenticated, Bye, Logout},

	// SELECT closes the old mailbox first, so that its failure leaves none
	// (RFC 9051, Section 6.3.2).
	{Selected, SelectOK, Selected},
	{Selected, SelectNo, Authenticated},
	{Selected, CloseOK, Authenticated},
	{Selected, UnauthenticateOK, NotAuthenticated},
	{Selected, Bye, Logout},

	// The connection ends more than once: BYE, OK to LOGOUT, closed.
	{Logout, Bye, Logout},
}
