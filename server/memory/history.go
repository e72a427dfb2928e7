package memory

// historySize is how many touched messages a mailbox remembers at least.
const historySize = 8192

// A history is what has happened to the messages of a mailbox while somebody
// had it selected. A moment is the number of touches so far.
type history struct {
	// touched holds the UIDs of messages whose flags were changed or that
	// were expunged, the last of them; dropped is how many were before.
	touched []uint32
	dropped uint64
	size    int // 0 means historySize

	watchers int           // open handles; without any, nothing is remembered
	signal   chan struct{} // closed at the next change, if somebody waits
}

func (h *history) now() uint64 { return h.dropped + uint64(len(h.touched)) }

// since returns the UIDs touched since a moment, and false if they are not
// known any more.
func (h *history) since(moment uint64) ([]uint32, bool) {
	if moment < h.dropped {
		return nil, false
	}
	return h.touched[moment-h.dropped:], true
}

// touch remembers that something happened to a message, and returns the moment
// after it. Whoever touches calls wake at the end.
func (h *history) touch(uid uint32) uint64 {
	if h.watchers == 0 {
		return h.now()
	}
	size := h.size
	if size == 0 {
		size = historySize
	}
	if len(h.touched) >= 2*size {
		drop := len(h.touched) - size
		h.dropped += uint64(drop)
		h.touched = h.touched[:copy(h.touched, h.touched[drop:])]
	}
	h.touched = append(h.touched, uid)
	return h.now()
}

// forget makes all moments so far unknown.
func (h *history) forget() {
	h.dropped = h.now() + 1
	h.touched = nil
}

func (h *history) watch() { h.watchers++ }

func (h *history) unwatch() {
	if h.watchers--; h.watchers == 0 {
		h.forget()
	}
}

// wait returns a channel that is closed at the next change.
func (h *history) wait() <-chan struct{} {
	if h.signal == nil {
		h.signal = make(chan struct{})
	}
	return h.signal
}

func (h *history) wake() {
	if h.signal != nil {
		close(h.signal)
		h.signal = nil
	}
}
