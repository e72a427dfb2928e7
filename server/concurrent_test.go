package server_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A replica is a client that holds by what it is told, and checks what holds
// whatever the others do.
type replica struct {
	nc    net.Conn
	r     *bufio.Reader
	view  []uint32 // UIDs by number, 0 if not known yet
	flags map[uint32]string
	tags  int
}

func newReplica(addr string) (*replica, error) {
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	nc.SetDeadline(time.Now().Add(time.Minute))
	p := &replica{nc: nc, r: bufio.NewReader(nc), flags: map[uint32]string{}}
	if _, err := p.r.ReadString('\n'); err != nil {
		return nil, err
	}
	for _, s := range []string{"LOGIN joe secret", "SELECT INBOX"} {
		if err := p.run(true, s); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// run sends commands together and takes their answers.
func (p *replica) run(expunge bool, commands ...string) error {
	first := p.tags + 1
	for _, s := range commands {
		p.tags++
		if _, err := fmt.Fprintf(p.nc, "t%d %s\r\n", p.tags, s); err != nil {
			return err
		}
	}
	for i, s := range commands {
		if err := p.answer("t"+strconv.Itoa(first+i), s, expunge); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

func (p *replica) answer(tag, command string, expunge bool) error {
	for {
		line, err := p.r.ReadString('\n')
		if err != nil {
			return err
		}
		if rest, ok := strings.CutPrefix(line, tag+" "); ok {
			if strings.HasPrefix(rest, "OK ") || strings.HasPrefix(rest, "NO [EXPUNGEISSUED] ") {
				return nil
			}
			return fmt.Errorf("answered %q", rest)
		}
		data := dataLine.FindStringSubmatch(line)
		if data == nil {
			if line[0] == '*' || line[0] == '+' {
				continue
			}
			return fmt.Errorf("strange answer %q", line)
		}
		n, _ := strconv.Atoi(data[1])
		switch data[2] {
		case "EXISTS":
			if n < len(p.view) {
				return fmt.Errorf("%d EXISTS after %d", n, len(p.view))
			}
			p.view = append(p.view, make([]uint32, n-len(p.view))...)
		case "EXPUNGE":
			if !expunge || n < 1 || n > len(p.view) {
				return fmt.Errorf("%d EXPUNGE of %d", n, len(p.view))
			}
			p.view = slices.Delete(p.view, n-1, n)
		case "FETCH":
			if err := p.fetched(n, data[3]); err != nil {
				return err
			}
		}
	}
}

func (p *replica) fetched(n int, items string) error {
	if n < 1 || n > len(p.view) {
		return fmt.Errorf("%d FETCH of %d", n, len(p.view))
	}
	if m := uidItem.FindStringSubmatch(items); m != nil {
		uid, _ := strconv.ParseUint(m[1], 10, 32)
		if old := p.view[n-1]; old != 0 && old != uint32(uid) {
			return fmt.Errorf("message %d has UID %d, it had %d", n, uid, old)
		}
		p.view[n-1] = uint32(uid)
	}
	if m := flagsItem.FindStringSubmatch(items); m != nil && p.view[n-1] != 0 {
		p.flags[p.view[n-1]] = strings.Join(slices.Sorted(strings.FieldsSeq(m[1])), " ")
	}
	// UIDs ascend, as far as they are known.
	last := uint32(0)
	for _, uid := range p.view {
		if uid != 0 && uid <= last {
			return fmt.Errorf("UIDs do not ascend: %v", p.view)
		}
		last = max(last, uid)
	}
	return nil
}

// work does n random things.
func (p *replica) work(seed uint64, n int) error {
	r := rand.New(rand.NewPCG(seed, 0))
	number := func() int { return 1 + r.IntN(len(p.view)) }
	for range n {
		command, expunge := "NOOP", true
		if k := r.IntN(10); k == 0 || len(p.view) == 0 {
			command = "APPEND INBOX ($A) {3+}\r\nabc"
		} else if k < 3 {
			command, expunge = fmt.Sprintf(`STORE %d +FLAGS (\Deleted)`, number()), false
		} else if k < 5 {
			command, expunge = fmt.Sprintf("STORE %d FLAGS.SILENT ($B%d)", number(), seed), false
		} else if k < 7 {
			command, expunge = fmt.Sprintf("FETCH %d:* (UID FLAGS)", number()), false
		} else if k == 7 {
			command = "EXPUNGE"
		} else if k == 8 {
			command = fmt.Sprintf("MOVE %d INBOX", number())
		} else if r.IntN(2) == 0 {
			command = "IDLE\r\nDONE"
		}
		if err := p.run(expunge, command); err != nil {
			return err
		}
	}
	return nil
}

// Sessions that really run at once see a mailbox that makes sense, and the
// same one when it is quiet again.
func TestSessionsConcurrent(t *testing.T) {
	const sessions, commands = 6, 300
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
	var wg sync.WaitGroup
	for i, p := range replicas {
		wg.Go(func() {
			if err := p.work(uint64(i), commands); err != nil {
				t.Errorf("session %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	for i, p := range replicas {
		if t.Failed() {
			return
		}
		if err := p.run(true, "NOOP"); err != nil {
			t.Fatal(i, err)
		}
	}
	for i, p := range replicas {
		if len(p.view) > 0 {
			if err := p.run(false, "FETCH 1:* (UID FLAGS)"); err != nil {
				t.Fatal(i, err)
			}
		}
		if first := replicas[0]; !slices.Equal(p.view, first.view) {
			t.Errorf("session %d has %v, session 0 %v", i, p.view, first.view)
		}
		for _, uid := range p.view {
			if p.flags[uid] != replicas[0].flags[uid] {
				t.Errorf("session %d, UID %d: %q and %q", i, uid, p.flags[uid], replicas[0].flags[uid])
			}
		}
	}
}

// While a message is moved from mailbox to mailbox, who looks into them in that
// order finds it at least once, and who looks the other way at most once.
func TestMoveIsAtomic(t *testing.T) {
	const boxes = 50
	addr := listen(t, newServer(t))
	mover, err := newReplica(addr)
	if err != nil {
		t.Fatal(err)
	}
	defer mover.nc.Close()
	var create, move, forth []string
	for i := range boxes {
		create = append(create, fmt.Sprintf("CREATE b%d", i))
		forth = append(forth, fmt.Sprintf("STATUS b%d (MESSAGES)", i))
		if i > 0 {
			move = append(move, fmt.Sprintf("SELECT b%d", i-1), fmt.Sprintf("MOVE 1 b%d", i))
		}
	}
	if err := mover.run(true, append(create, "APPEND b0 {3+}\r\nabc")...); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		for i := 0; i < len(move); i += 2 {
			mover.view = nil
			if err := mover.run(true, move[i:i+2]...); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	back := slices.Clone(forth)
	slices.Reverse(back)
	for over := false; !over; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			over = true
		default:
		}
		if n := count(t, addr, forth); n < 1 {
			t.Fatal("the message is in no mailbox")
		}
		if n := count(t, addr, back); n > 1 {
			t.Fatalf("the message is in %d mailboxes", n)
		}
	}
}

// count runs STATUS commands in order and adds the messages up.
func count(t *testing.T, addr string, commands []string) (sum int) {
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	nc.SetDeadline(time.Now().Add(time.Minute))
	for _, s := range append(append([]string{"LOGIN joe secret"}, commands...), "LOGOUT") {
		fmt.Fprintf(nc, "t %s\r\n", s)
	}
	b, err := io.ReadAll(nc)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`MESSAGES (\d+)`).FindAllSubmatch(b, -1) {
		n, _ := strconv.Atoi(string(m[1]))
		sum += n
	}
	return sum
}
