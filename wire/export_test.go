package wire

// Work returns how many octets d has searched for line ends, moved or copied
// into its own buffers.
func (d *Decoder) Work() int64 { return d.work }
