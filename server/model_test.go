package server_test

import (
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
	sessions []*modelSession
}

// A modelSession is what one client makes of the responses.
type modelSession struct {
	m     *model
	c     *client
	tags  int
	view  []uint32            // UIDs, by number
	told  uint32              // the greatest UID it was told of
	known map[uint32][]string // flags it was told
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

// run sends a command in pieces and takes its answer: each line is checked
// against the model, in which the command has been executed already. It
// returns the numbers that FETCH told, the SEARCH line and the tagged line.
func (s *modelSession) run(command string, expunge bool) (fetched []int, search, tagged string) {
	t := s.m.t
	s.tags++
	tag := "t" + strconv.Itoa(s.tags)
	pieces := chop(t, tag+" "+command+"\r\n")
	go func() {
		for _, piece := range pieces {
			io.WriteString(s.c.nc, piece)
		}
	}()
	for {
		line := s.c.line()
		if rest, ok := strings.CutPrefix(line, tag+" "); ok {
			return fetched, search, rest
		}
		if strings.HasPrefix(line, "* SEARCH") {
			search = strings.TrimSpace(strings.TrimPrefix(line, "* SEARCH"))
			continue
		}
		if strings.HasPrefix(line, "* OK ") || strings.HasPrefix(line, "* FLAGS ") || line == "* 0 RECENT\r\n" || strings.HasPrefix(line, "+ ") {
			continue
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
		case "FETCH":
			s.fetched(command, n, data[3])
			fetched = append(fetched, n)
		}
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

// targets draws a set of numbers and returns the messages it stands for, and
// whether all are there.
func (s *modelSession) targets(uid bool) (set string, list []*modelMessage, all bool) {
	a := rapid.IntRange(1, len(s.view)).Draw(s.m.t, "first")
	b := rapid.IntRange(a, len(s.view)).Draw(s.m.t, "last")
	set = fmt.Sprintf("%d:%d", a, b)
	if uid {
		set = fmt.Sprintf("%d:%d", s.view[a-1], s.view[b-1])
	}
	all = true
	for _, u := range s.view[a-1 : b] {
		if x := s.m.find(u); x != nil {
			list = append(list, x)
		} else {
			all = false
		}
	}
	return set, list, all
}

// want checks the tagged answer.
func (s *modelSession) want(command, tagged string, ok bool) {
	if ok != strings.HasPrefix(tagged, "OK ") || !ok && !strings.HasPrefix(tagged, "NO [EXPUNGEISSUED] ") {
		s.m.t.Fatalf("%s: answered %q, want OK: %v", command, tagged, ok)
	}
}

func (s *modelSession) append() {
	flags := rapid.SliceOfDistinct(rapid.SampledFrom(modelFlags), func(f string) string { return f }).Draw(s.m.t, "flags")
	flags = apply("FLAGS", nil, flags)
	s.m.add(flags)
	command := fmt.Sprintf("APPEND INBOX (%s) {3+}\r\nabc", strings.Join(flags, " "))
	_, _, tagged := s.run(command, true)
	s.want(command, tagged, true)
}

func (s *modelSession) store(uid bool) {
	set, list, all := s.targets(uid)
	action := rapid.SampledFrom([]string{"FLAGS", "+FLAGS", "-FLAGS"}).Draw(s.m.t, "action")
	silent := rapid.Bool().Draw(s.m.t, "silent")
	flags := rapid.SliceOfDistinct(rapid.SampledFrom(modelFlags), func(f string) string { return f }).Draw(s.m.t, "flags")
	for _, x := range list {
		x.flags = apply(action, x.flags, flags)
		if known, ok := s.known[x.uid]; ok && silent {
			s.known[x.uid] = apply(action, known, flags)
		}
	}
	command := fmt.Sprintf("%sSTORE %s %s%s (%s)", prefix(uid), set, action, suffix(silent), strings.Join(flags, " "))
	_, _, tagged := s.run(command, uid)
	s.want(command, tagged, uid || all)
}

func prefix(uid bool) string {
	if uid {
		return "UID "
	}
	return ""
}

func suffix(silent bool) string {
	if silent {
		return ".SILENT"
	}
	return ""
}

func (s *modelSession) fetch(uid bool) {
	set, list, all := s.targets(uid)
	items := rapid.SampledFrom([]string{"(UID FLAGS)", "FLAGS", "BODY[]<3.1>"}).Draw(s.m.t, "items")
	if items == "BODY[]<3.1>" {
		items = "BINARY.SIZE[1]" // one line, sets nothing
		if rapid.Bool().Draw(s.m.t, "seen") {
			items = "(UID BODY[5])" // NIL, sets \Seen
			for _, x := range list {
				x.flags = apply("+FLAGS", x.flags, []string{`\Seen`})
			}
		}
	}
	command := fmt.Sprintf("%sFETCH %s %s", prefix(uid), set, items)
	fetched, _, tagged := s.run(command, uid)
	s.want(command, tagged, uid || all)
	if len(fetched) < len(list) {
		s.m.t.Fatalf("%s: told of %v, want %d messages", command, fetched, len(list))
	}
}

func (s *modelSession) search() {
	flag := rapid.SampledFrom([]string{"DELETED", "FLAGGED", "SEEN"}).Draw(s.m.t, "key")
	want := []string{}
	for i, uid := range s.view {
		x := s.m.find(uid)
		if x != nil && slices.ContainsFunc(x.flags, func(f string) bool { return strings.EqualFold(f, `\`+flag) }) {
			want = append(want, strconv.Itoa(i+1))
		}
	}
	_, found, tagged := s.run("SEARCH "+flag, false)
	s.want("SEARCH", tagged, true)
	if found != strings.Join(want, " ") {
		s.m.t.Fatalf("SEARCH %s: %s, want %v", flag, found, want)
	}
}

func (s *modelSession) expunge() {
	if len(s.view) > 0 {
		last := s.view[len(s.view)-1]
		s.m.remove(func(x *modelMessage) bool { return x.uid <= last && slices.Contains(x.flags, `\Deleted`) })
	}
	_, _, tagged := s.run("EXPUNGE", true)
	s.want("EXPUNGE", tagged, true)
	s.converged(false)
}

// copy copies or moves into the mailbox itself.
func (s *modelSession) copy(uid, move bool) {
	set, list, all := s.targets(uid)
	if uid || all {
		for _, x := range list {
			s.m.add(x.flags)
		}
		if move {
			s.m.remove(func(x *modelMessage) bool { return slices.Contains(list, x) })
		}
	}
	name := "COPY"
	if move {
		name = "MOVE"
	}
	command := fmt.Sprintf("%s%s %s INBOX", prefix(uid), name, set)
	_, _, tagged := s.run(command, true)
	s.want(command, tagged, uid || all)
}

// sync is NOOP, IDLE or a new SELECT.
func (s *modelSession) sync() {
	command := rapid.SampledFrom([]string{"NOOP", "CHECK", "IDLE\r\nDONE", "SELECT INBOX"}).Draw(s.m.t, "sync")
	if command == "SELECT INBOX" {
		s.view, s.told, s.known = nil, 0, map[uint32][]string{}
	}
	_, _, tagged := s.run(command, true)
	s.want(command, tagged, true)
	s.converged(true)
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
				uid := rapid.Bool().Draw(t, "uid")
				n := rapid.IntRange(0, 11).Draw(t, "command")
				if len(s.view) == 0 && n < 8 {
					n = 8
				}
				switch n {
				case 0, 1:
					s.store(uid)
				case 2, 3:
					s.fetch(uid)
				case 4:
					s.copy(uid, false)
				case 5, 6:
					s.copy(uid, true)
				case 7:
					s.search()
				case 8, 9:
					s.append()
				case 10:
					s.expunge()
				default:
					s.sync()
				}
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
