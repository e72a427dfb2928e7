package state

import (
	"math"

	"imapkit.example/wire"
)

// Resolve has u name its messages by UID, as v has them now, so that it can be
// compared with commands that name theirs by UID. It is to be called when the
// sequence numbers mean what v says: on a server when the command was received,
// on a client when it is written. The Numbers of u stay as they are. Where a UID
// is not known, u is left as it is, which is always safe.
func (u *Use) Resolve(v *View) {
	t := &u.messages
	if !t.known || t.set.Saved {
		return
	}
	if !t.uid {
		if uids, err := v.UIDs(t.set); err == nil {
			t.set, t.uid = uids, true
		}
		return
	}
	// "*" is the last message, or one that comes later (RFC 9051, Section
	// 6.4.9).
	last, ok := v.UID(uint32(v.Len()))
	if !ok {
		return
	}
	var out []wire.Range
	for i, r := range t.set.Ranges {
		if r.First != wire.Star && r.Last != wire.Star {
			continue
		}
		if out == nil {
			out = append(out, t.set.Ranges...)
		}
		other := max(r.First, r.Last) // 0 for "*"
		if other == 0 {
			other = last
		}
		out[i] = wire.Range{First: min(other, last), Last: math.MaxUint32}
		if starIsLast {
			out[i].Last = last
		}
	}
	if out != nil {
		t.set.Ranges = out
	}
}
