package server_test

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"
)

// A modelMessage is a message of the mailbox that all sessions of the model
// have selected.
type modelMessage struct {
	uid   uint32
	flags []string // sorted
}

// A model is one mailbox and the sessions that have selected it.
type model struct {
	t        *rapid.T
	messages []*modelMessage
	next     uint32
	validity string // UIDVALIDITY, once it was told
	sessions []*modelSession
}

// A modelSession is what one client makes of the responses.
type modelSession struct {
	m      *model
	c      *client
	tags   int
	view   []uint32            // UIDs, by number
	told   uint32              // the greatest UID it was told of
	known  map[uint32][]string // flags it was told
	saved  []uint32            // "$"
	idling bool
}

var modelFlags = []string{`$A`, `\Deleted`, `\Flagged`, `\Seen`}

func (m *model) find(uid uint32) *modelMessage {
	for _, x := range m.messages {
		if x.uid == uid {
			return x
		}
	}
	return nil
}

func (m *model) add(flags []string) {
	m.messages = append(m.messages, &modelMessage{m.next, slices.Clone(flags)})
	m.next++
}

func (m *model) remove(gone func(*modelMessage) bool) {
	m.messages = slices.DeleteFunc(m.messages, gone)
}

// apply does what STORE does.
func apply(action string, old, flags []string) []string {
	out := []string{}
	for _, f := range modelFlags {
		had, named := slices.Contains(old, f), slices.Contains(flags, f)
		if action == "+FLAGS" && (had || named) || action == "-FLAGS" && had && !named || action == "FLAGS" && named {
			out = append(out, f)
		}
	}
	return out
}

var (
	dataLine  = regexp.MustCompile(`^\* (\d+) (EXISTS|EXPUNGE|FETCH)(?: \((.*)\))?\r\n$`)
	uidItem   = regexp.MustCompile(`UID (\d+)`)
	flagsItem = regexp.MustCompile(`FLAGS \(([^)]*)\)`)
)

// An answer is what run returns: the numbers that FETCH told, the SEARCH line,
// what COPYUID told, and the tagged line.
type answer struct {
	fetched []int
	search  string
	copied  []string // UIDVALIDITY and the two sets, in an untagged line before any EXPUNGE
	tagged  string
}

// run sends a command in pieces and takes its answer: each line is checked
// against the model, in which the command has been executed already.
func (s *modelSession) run(command string, expunge bool) (a answer) {
	tag := s.begin(command)
	for {
		line := s.c.line()
		if rest, ok := strings.CutPrefix(line, tag+" "); ok {
			a.tagged = rest
			return a
		}
		s.take(command, line, expunge, &a)
	}
}

// begin sends a command and returns its tag.
func (s *modelSession) begin(command string) string {
	s.tags++
	tag := "t" + strconv.Itoa(s.tags)
	pieces := chop(s.m.t, tag+" "+command+"\r\n")
	go func() {
		for _, piece := range pieces {
			io.WriteString(s.c.nc, piece)
		}
	}()
	return tag
}

var (
	copyUID    = regexp.MustCompile(`\[COPYUID (\d+) (\S+) (\S+)\]`)
	selectCode = regexp.MustCompile(`^\* OK \[(UIDNEXT|UIDVALIDITY) (\d+)\]`)
)

// take takes an untagged line.
func (s *modelSession) take(command, line string, expunge bool, a *answer) {
	t := s.m.t
	if strings.HasPrefix(line, "* SEARCH") {
		a.search = strings.TrimSpace(strings.TrimPrefix(line, "* SEARCH"))
		return
	}
	if code := selectCode.FindStringSubmatch(line); code != nil {
		want := fmt.Sprint(s.m.next)
		if code[1] == "UIDVALIDITY" {
			s.m.validity = cmp.Or(s.m.validity, code[2])
			want = s.m.validity
		}
		if code[2] != want {
			t.Fatalf("%s: %s is %s, want %s", command, code[1], code[2], want)
		}
		return
	}
	if strings.HasPrefix(line, "* OK ") || strings.HasPrefix(line, "* FLAGS ") || line == "* 0 RECENT\r\n" || strings.HasPrefix(line, "+ ") {
		if c := copyUID.FindStringSubmatch(line); c != nil {
			a.copied = c[1:]
		}
		return
	}
	data := dataLine.FindStringSubmatch(line)
	if data == nil {
		t.Fatalf("%s: strange answer %q", command, line)
	}
	n, _ := strconv.Atoi(data[1])
	switch data[2] {
	case "EXISTS":
		s.exists(command, n)
	case "EXPUNGE":
		s.expunged(command, n, expunge)
		if a.copied == nil {
			a.copied = []string{} // too late for it now
		}
	case "FETCH":
		s.fetched(command, n, data[3])
		a.fetched = append(a.fetched, n)
	}
}

// exists checks that the new messages are those that exist.
func (s *modelSession) exists(command string, n int) {
	fresh := []uint32{}
	for _, x := range s.m.messages {
		if x.uid > s.told {
			fresh = append(fresh, x.uid)
			s.told = x.uid
		}
	}
	if n != len(s.view)+len(fresh) {
		s.m.t.Fatalf("%s: %d EXISTS, want %d and %d new ones", command, n, len(s.view), len(fresh))
	}
	s.view = append(s.view, fresh...)
}

// expunged checks that the message is gone indeed and may be told of.
func (s *modelSession) expunged(command string, n int, allowed bool) {
	if !allowed || n < 1 || n > len(s.view) {
		s.m.t.Fatalf("%s: %d EXPUNGE, there are %d messages", command, n, len(s.view))
	}
	if uid := s.view[n-1]; s.m.find(uid) != nil {
		s.m.t.Fatalf("%s: %d EXPUNGE, which is UID %d and exists", command, n, uid)
	}
	s.view = slices.Delete(s.view, n-1, n)
}

// fetched checks that the number, the UID and the flags belong together.
func (s *modelSession) fetched(command string, n int, items string) {
	t := s.m.t
	if n < 1 || n > len(s.view) {
		t.Fatalf("%s: %d FETCH, there are %d messages", command, n, len(s.view))
	}
	uid := s.view[n-1]
	x := s.m.find(uid)
	if x == nil {
		t.Fatalf("%s: %d FETCH of UID %d, which is gone", command, n, uid)
	}
	if got := uidItem.FindStringSubmatch(items); got != nil && got[1] != fmt.Sprint(uid) {
		t.Fatalf("%s: %d FETCH with UID %s, want %d", command, n, got[1], uid)
	}
	if got := flagsItem.FindStringSubmatch(items); got != nil {
		flags := slices.Sorted(strings.FieldsSeq(got[1]))
		if !slices.Equal(flags, x.flags) {
			t.Fatalf("%s: UID %d has flags %q, want %q", command, uid, flags, x.flags)
		}
		s.known[uid] = flags
	}
}

// converged checks that the view is the mailbox and that what is known of it
// is so.
func (s *modelSession) converged(flags bool) {
	uids := make([]uint32, len(s.m.messages))
	for i, x := range s.m.messages {
		uids[i] = x.uid
		if known, ok := s.known[x.uid]; ok && flags && !slices.Equal(known, x.flags) {
			s.m.t.Fatalf("UID %d has flags %q, the client was told %q", x.uid, x.flags, known)
		}
	}
	if !slices.Equal(uids, s.view) {
		s.m.t.Fatalf("the mailbox has %v, the client was told %v", uids, s.view)
	}
}

// Any program of several sessions on one mailbox does what the model says:
// numbers mean the messages that the client was told of, EXPUNGE comes where
// it may, and in the end all agree.
func TestSessionsModel(t *testing.T) {
	bubble(t, func(t *testing.T) {
		check(t, func(t *rapid.T) {
			srv := newServer(t)
			m := &model{t: t, next: 1}
			for range rapid.IntRange(1, 3).Draw(t, "sessions") {
				s := &modelSession{m: m, c: login(t, srv, "joe"), known: map[uint32][]string{}}
				m.sessions = append(m.sessions, s)
				s.run("SELECT INBOX", true)
			}
			for range rapid.IntRange(5, 40).Draw(t, "commands") {
				s := rapid.SampledFrom(m.sessions).Draw(t, "session")
				s.command()
			}
			for _, s := range m.sessions {
				s.run("NOOP", true)
				s.converged(true)
				s.c.nc.Close()
			}
			synctest.Wait()
		})
	})
}
