package server_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

// Each session changes a keyword of its own, at once with the others, and is
// told of the flags that a message has all the time: its own keyword is always
// there as it has set it, and so are those of all in the end. What
// happens is one change after the other, in some order.
func TestOwnFlags(t *testing.T) {
	const sessions, messages, commands = 5, 12, 250
	addr := listen(t, newServer(t))
	replicas := make([]*replica, sessions)
	for i := range replicas {
		p, err := newReplica(addr)
		if err != nil {
			t.Fatal(err)
		}
		defer p.nc.Close()
		replicas[i] = p
	}
	for range messages {
		if err := replicas[0].run(true, "APPEND INBOX {3+}\r\nabc"); err != nil {
			t.Fatal(err)
		}
	}
	own := make([][messages + 1]bool, sessions) // by session and UID
	holds := func(p *replica, i int) error {
		for uid, flags := range p.flags {
			keyword := fmt.Sprint("$Own", i)
			if got := strings.Contains(flags+" ", keyword+" "); got != own[i][uid] {
				return fmt.Errorf("UID %d has %q, %s set: %v", uid, flags, keyword, own[i][uid])
			}
		}
		return nil
	}
	var wg sync.WaitGroup
	for i, p := range replicas {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 1))
			err := p.run(true, "NOOP", "FETCH 1:* (UID FLAGS)")
			for n := 0; n < commands && err == nil; n++ {
				first := 1 + r.IntN(messages)
				last := first + r.IntN(messages-first+1)
				command := fmt.Sprintf("FETCH %d:%d (UID FLAGS)", first, last)
				if k := r.IntN(6); k > 0 {
					action := []string{"+FLAGS", "-FLAGS", "+FLAGS.SILENT", "-FLAGS.SILENT", "+FLAGS"}[k-1]
					command = fmt.Sprintf("STORE %d:%d %s ($Own%d)", first, last, action, i)
					for uid := first; uid <= last; uid++ {
						own[i][uid] = action[0] == '+'
						delete(p.flags, uint32(uid)) // unless it is told
					}
				}
				if err = p.run(false, command); err == nil {
					err = holds(p, i)
				}
			}
			if err != nil {
				t.Errorf("session %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	for i, p := range replicas {
		if err := p.run(true, "NOOP", "FETCH 1:* (UID FLAGS)"); err != nil || len(p.flags) != messages {
			t.Fatalf("session %d: %v, flags %v", i, err, p.flags)
		}
		for j := range replicas {
			if err := holds(p, j); err != nil {
				t.Errorf("session %d in the end: %v", i, err)
			}
		}
	}
}
