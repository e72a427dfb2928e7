package server_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing/synctest"
	"time"

	"imapkit.example/wire"
	"pgregory.net/rapid"
)

// command runs one command, or a few of them.
func (s *modelSession) command() {
	uid := rapid.Bool().Draw(s.m.t, "uid")
	n := rapid.IntRange(0, 14).Draw(s.m.t, "command")
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
	case 11:
		s.save()
	case 12:
		s.useSaved(uid)
	case 13:
		s.idle()
	default:
		s.sync()
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
func (s *modelSession) want(command string, a answer, ok bool) {
	if ok != strings.HasPrefix(a.tagged, "OK ") || !ok && !strings.HasPrefix(a.tagged, "NO [EXPUNGEISSUED] ") {
		s.m.t.Fatalf("%s: answered %q, want OK: %v", command, a.tagged, ok)
	}
}

func (s *modelSession) append() {
	flags := rapid.SliceOfDistinct(rapid.SampledFrom(modelFlags), func(f string) string { return f }).Draw(s.m.t, "flags")
	flags = apply("FLAGS", nil, flags)
	s.m.add(flags)
	command := fmt.Sprintf("APPEND INBOX (%s) {3+}\r\nabc", strings.Join(flags, " "))
	s.want(command, s.run(command, true), true)
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
	s.want(command, s.run(command, uid), uid || all)
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
	a := s.run(command, uid)
	s.want(command, a, uid || all)
	if len(a.fetched) < len(list) {
		s.m.t.Fatalf("%s: told of %v, want %d messages", command, a.fetched, len(list))
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
	a := s.run("SEARCH "+flag, false)
	s.want("SEARCH", a, true)
	if a.search != strings.Join(want, " ") {
		s.m.t.Fatalf("SEARCH %s: %s, want %v", flag, a.search, want)
	}
}

func (s *modelSession) expunge() {
	if len(s.view) > 0 {
		last := s.view[len(s.view)-1]
		s.m.remove(func(x *modelMessage) bool { return x.uid <= last && slices.Contains(x.flags, `\Deleted`) })
	}
	s.want("EXPUNGE", s.run("EXPUNGE", true), true)
	s.converged(false)
}

// copy copies or moves into the mailbox itself. COPYUID tells which message has
// become which: that of MOVE before the EXPUNGEs (RFC 9051, Section 6.4.8).
func (s *modelSession) copy(uid, move bool) {
	set, list, all := s.targets(uid)
	var from, to wire.Set
	if uid || all {
		for _, x := range list {
			from.Append(x.uid)
			to.Append(s.m.next)
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
	a := s.run(command, true)
	s.want(command, a, uid || all)
	copied := a.copied
	if !move {
		if copied = nil; copyUID.MatchString(a.tagged) {
			copied = copyUID.FindStringSubmatch(a.tagged)[1:]
		}
	}
	var want []string
	if !from.IsZero() {
		want = []string{s.m.validity, from.String(), to.String()}
	}
	if len(copied) != len(want) || want != nil && !slices.Equal(copied, want) {
		s.m.t.Fatalf("%s: COPYUID %q, want %q", command, copied, want)
	}
}

// sync is NOOP, IDLE or a new SELECT.
func (s *modelSession) sync() {
	command := rapid.SampledFrom([]string{"NOOP", "CHECK", "IDLE\r\nDONE", "SELECT INBOX"}).Draw(s.m.t, "sync")
	if command == "SELECT INBOX" {
		s.view, s.told, s.known, s.saved = nil, 0, map[uint32][]string{}, nil
	}
	s.want(command, s.run(command, true), true)
	s.converged(true)
}

// found returns the messages of the view that have a flag.
func (s *modelSession) found(flag string) (uids []uint32) {
	for _, uid := range s.view {
		if x := s.m.find(uid); x != nil && slices.Contains(x.flags, flag) {
			uids = append(uids, uid)
		}
	}
	return uids
}

// save is SEARCH with SAVE: what it finds becomes "$", and nothing does if it
// is answered with NO (RFC 9051, Section 6.4.4.1).
func (s *modelSession) save() {
	flag := rapid.SampledFrom(modelFlags[1:]).Draw(s.m.t, "key")
	command, ok := "SEARCH RETURN (SAVE) "+strings.ToUpper(flag[1:]), true
	s.saved = s.found(flag)
	if rapid.IntRange(0, 4).Draw(s.m.t, "fails") == 0 {
		command, s.saved, ok = "SEARCH RETURN (SAVE) CHARSET X ALL", nil, false
	}
	a := s.run(command, false)
	if ok != strings.HasPrefix(a.tagged, "OK ") || !ok && !strings.HasPrefix(a.tagged, "NO [BADCHARSET ") || a.search != "" {
		s.m.t.Fatalf("%s: %q, %q", command, a.search, a.tagged)
	}
}

// useSaved asks what "$" is: what was saved, as long as it is there.
func (s *modelSession) useSaved(uid bool) {
	all := true
	var want []int
	for i, u := range s.view {
		if !slices.Contains(s.saved, u) {
			continue
		}
		if s.m.find(u) == nil {
			all = false
			continue
		}
		want = append(want, i+1)
	}
	command := prefix(uid) + "FETCH $ (UID)"
	a := s.run(command, uid)
	s.want(command, a, uid || all)
	// What others have changed is told behind it, with flags.
	if len(a.fetched) < len(want) || !slices.Equal(a.fetched[:len(want)], want) {
		s.m.t.Fatalf("%s: %v, want %v", command, a.fetched, want)
	}
}

// idle is IDLE while the others go on: it tells all they do at once (RFC 9051,
// Section 6.3.13).
func (s *modelSession) idle() {
	t := s.m.t
	others := slices.DeleteFunc(slices.Clone(s.m.sessions), func(o *modelSession) bool { return o == s || o.idling })
	if len(others) == 0 {
		return
	}
	s.idling = true
	tag := s.begin("IDLE")
	s.hear()
	for range rapid.IntRange(1, 6).Draw(t, "meanwhile") {
		rapid.SampledFrom(others).Draw(t, "other").command()
		for _, x := range s.m.sessions {
			if x.idling {
				x.hear()
				x.converged(true)
			}
		}
	}
	s.c.send("DONE\r\n")
	if line := s.c.line(); line != tag+" OK IDLE completed\r\n" {
		t.Fatalf("DONE: %q", line)
	}
	s.idling = false
}

// hear takes all that the server has to say.
func (s *modelSession) hear() {
	for {
		synctest.Wait()
		s.c.nc.SetReadDeadline(time.Now().Add(time.Millisecond))
		line, err := s.c.r.ReadString('\n')
		if err != nil {
			if line != "" || !isTimeout(err) {
				s.m.t.Fatalf("%q, %v", line, err)
			}
			return
		}
		s.take("IDLE", line, true, new(answer))
	}
}
