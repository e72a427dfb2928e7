package state

// A State is one of the states of a connection (RFC 9051, Section 3).
type State uint8

// The states. Greeting is the time before the greeting, for which RFC 9051
// has no name.
const (
	Greeting State = iota
	NotAuthenticated
	Authenticated
	Selected
	Logout
)

var stateNames = [...]string{
	Greeting:         "greeting",
	NotAuthenticated: "not authenticated",
	Authenticated:    "authenticated",
	Selected:         "selected",
	Logout:           "logout",
}

// String returns the name of s in lower case, such as "not authenticated".
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "unknown"
}

// A StateSet is a set of states.
type StateSet uint8

// NewStateSet returns the set of the given states.
func NewStateSet(states ...State) StateSet {
	var set StateSet
	for _, s := range states {
		set |= 1 << s
	}
	return set
}

// Has reports whether s is in the set.
func (set StateSet) Has(s State) bool {
	return set>>s&1 != 0
}
