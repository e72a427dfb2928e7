package message

// Limits bounds what [Parse] makes of a message. In every field 0, or a
// negative number, means the default. What lies beyond a limit stays part of
// the message and of its sections, but is not looked into.
type Limits struct {
	// Depth is how many multiparts and embedded messages, together, may lie
	// in one another. The default is 50.
	Depth int
	// Parts is how many parts are made, the message itself and embedded
	// messages included. The default is 1000.
	Parts int
	// HeaderBytes is how many octets of each header are read for their
	// meaning. [Part.Header] and [Part.Section] are not cut. The default is 1 MiB.
	HeaderBytes int
	// Params is how many parameters are read of one field. The default is 100.
	Params int
	// Addresses is how many addresses, group starts included, each list of an
	// [Envelope] holds. The default is 10000.
	Addresses int
}

// withDefaults returns l with every unset field filled in.
func (l Limits) withDefaults() Limits {
	set := func(n *int, value int) {
		if *n <= 0 {
			*n = value
		}
	}
	set(&l.Depth, 50)
	set(&l.Parts, 1000)
	set(&l.HeaderBytes, 1<<20)
	set(&l.Params, 100)
	set(&l.Addresses, 10000)
	return l
}
