package memory

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"imapkit.example/server"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"pgregory.net/rapid"
)

// modelFlags are small sets in which everything meets everything.
var modelFlags = []wire.Flag{wire.Seen, wire.Deleted, wire.Flagged, "a", "B"}

// A modelMessage is a message as the model knows it. Bit n of flags stands for
// the n-th of modelFlags.
type modelMessage struct {
	flags int
	data  string
}

// A modelMailbox is a mailbox done as simply as can be.
type modelMailbox struct {
	validity, next uint32
	messages       map[uint32]modelMessage
}

// A modelHandle is a selected mailbox and what its client was told of it.
type modelHandle struct {
	h     *handle
	box   *modelMailbox
	view  map[uint32]int  // flags, as far as the client was told
	dirty map[uint32]bool // flags changed by others since
	next  uint32
}

// A model runs the same commands on a backend and on maps.
type model struct {
	s       *session
	boxes   map[string]*modelMailbox // by name
	handles []*modelHandle
	serial  int               // makes every message different
	seen    map[string]string // what (UIDVALIDITY, UID) stands for, forever
}

var modelNames = []string{"INBOX", "a", "b"}

func newModel(t *rapid.T, s *session) *model {
	m := &model{s: s, boxes: map[string]*modelMailbox{}, seen: map[string]string{}}
	for _, name := range modelNames {
		if name != inbox {
			if err := s.Create(noContext, name); err != nil {
				t.Fatalf("create: %v", err)
			}
		}
		m.mailbox(t, name)
	}
	for range 4 {
		m.handles = append(m.handles, m.open(t, rapid.SampledFrom(modelNames).Draw(t, "open")))
	}
	return m
}

// mailbox notes a mailbox that was just made.
func (m *model) mailbox(t *rapid.T, name string) {
	counts, err := m.s.Status(noContext, name)
	if err != nil {
		t.Fatalf("status: %v", err)
	}
	for other, box := range m.boxes {
		if counts.UIDValidity <= box.validity {
			t.Fatalf("%s has UIDVALIDITY %d, %s has %d", name, counts.UIDValidity, other, box.validity)
		}
	}
	m.boxes[name] = &modelMailbox{counts.UIDValidity, 1, map[uint32]modelMessage{}}
	m.s.a.folders[name].box.history.size = rapid.SampledFrom([]int{1, 3, historySize}).Draw(t, "history")
}

func (m *model) open(t *rapid.T, name string) *modelHandle {
	h, snapshot := open(t, m.s, name)
	box := m.boxes[name]
	mh := &modelHandle{h, box, map[uint32]int{}, map[uint32]bool{}, box.next}
	for uid, msg := range box.messages {
		mh.view[uid] = msg.flags
	}
	if want := slices.Sorted(maps.Keys(box.messages)); !slices.Equal(snapshot.UIDs, want) ||
		snapshot.UIDNext != box.next || snapshot.UIDValidity != box.validity {
		t.Fatalf("opened %s: %+v, want %v, %+v", name, snapshot, want, box)
	}
	return mh
}

func flagsOf(bits int) (flags []wire.Flag) {
	for i, f := range modelFlags {
		if bits&(1<<i) != 0 {
			flags = append(flags, f)
		}
	}
	return flags
}

func bitsOf(t tester, flags []wire.Flag) (bits int) {
	for _, f := range flags {
		i := slices.IndexFunc(modelFlags, f.Equal)
		if i < 0 || bits&(1<<i) != 0 {
			t.Fatalf("flags %q", flags)
		}
		bits |= 1 << i
	}
	return bits
}

func (b *modelMailbox) add(msg modelMessage) uint32 {
	b.messages[b.next] = msg
	b.next++
	return b.next - 1
}

// set draws an ascending set, and the UIDs of the mailbox that are in it.
func (b *modelMailbox) set(t *rapid.T) (set wire.Set, uids []uint32) {
	for _, first := range rapid.SliceOfN(rapid.Uint32Range(1, b.next+2), 1, 4).Draw(t, "set") {
		set.Ranges = append(set.Ranges, wire.Range{First: first, Last: first + rapid.Uint32Range(0, 3).Draw(t, "more")})
	}
	set = set.Resolve(0)
	for uid := range set.All() {
		if _, ok := b.messages[uid]; ok {
			uids = append(uids, uid)
		}
	}
	return set, uids
}

func (m *model) handle(t *rapid.T) *modelHandle {
	return rapid.SampledFrom(m.handles).Draw(t, "handle")
}

func (m *model) gone(h *modelHandle) bool {
	for _, box := range m.boxes {
		if box == h.box {
			return false
		}
	}
	return true
}

// append is APPEND of some messages.
func (m *model) append(t *rapid.T) {
	name := rapid.SampledFrom(modelNames).Draw(t, "mailbox")
	var messages []*command.AppendMessage
	var want []uint32
	for range rapid.IntRange(0, 3).Draw(t, "messages") {
		m.serial++
		msg := modelMessage{rapid.IntRange(0, 1<<len(modelFlags)-1).Draw(t, "flags"), fmt.Sprint("message ", m.serial)}
		messages = append(messages, text(msg.data, flagsOf(msg.flags)...))
		want = append(want, m.boxes[name].add(msg))
	}
	if got := put(t, m.s, name, messages...); !slices.Equal(got, want) {
		t.Fatalf("appended as %v, want %v", got, want)
	}
}

// store is STORE through one of the handles.
func (m *model) store(t *rapid.T) {
	h := m.handle(t)
	set, uids := h.box.set(t)
	action := rapid.SampledFrom([]command.StoreAction{command.StoreAdd, command.StoreRemove, command.StoreReplace}).Draw(t, "action")
	bits := rapid.IntRange(0, 1<<len(modelFlags)-1).Draw(t, "flags")
	list, err := h.h.Store(noContext, set, action, flagsOf(bits))
	if m.gone(h) {
		if !errors.Is(err, server.ErrNonexistent) {
			t.Fatalf("store without a mailbox: %v", err)
		}
		return
	}
	if err != nil || len(list) != len(uids) {
		t.Fatalf("store: %v, %v, want %v", list, err, uids)
	}
	for i, uid := range uids {
		msg := h.box.messages[uid]
		old := msg.flags
		switch action {
		case command.StoreAdd:
			msg.flags |= bits
		case command.StoreRemove:
			msg.flags &^= bits
		case command.StoreReplace:
			msg.flags = bits
		}
		h.box.messages[uid] = msg
		if list[i].UID != uid || bitsOf(t, list[i].Flags) != msg.flags {
			t.Fatalf("store made %s, want %d%q", describe(list[i]), uid, flagsOf(msg.flags))
		}
		for _, other := range m.handles {
			if _, ok := other.view[uid]; ok && other.box == h.box && msg.flags != old {
				if other == h {
					h.view[uid] = msg.flags
				} else {
					other.dirty[uid] = true
				}
			}
		}
	}
}

// expunge is UID EXPUNGE.
func (m *model) expunge(t *rapid.T) {
	h := m.handle(t)
	set, uids := h.box.set(t)
	if err := h.h.Expunge(noContext, set); err != nil {
		t.Fatalf("expunge: %v", err)
	}
	for _, uid := range uids {
		if slices.Contains(flagsOf(h.box.messages[uid].flags), wire.Deleted) {
			delete(h.box.messages, uid)
		}
	}
}

// copy is COPY and MOVE.
func (m *model) copy(t *rapid.T) {
	h := m.handle(t)
	set, uids := h.box.set(t)
	to := server.CopyTo{
		Mailbox: rapid.SampledFrom(append(slices.Clone(modelNames), "none")).Draw(t, "to"),
		Move:    rapid.Bool().Draw(t, "move"),
		All:     rapid.Bool().Draw(t, "all"),
		Count:   len(uids) + rapid.SampledFrom([]int{0, 0, 1}).Draw(t, "missing"),
	}
	copied, err := h.h.Copy(noContext, set, to)
	var want error
	switch {
	case m.gone(h):
		want = server.ErrNonexistent
	case to.Mailbox == "none":
		want = server.ErrTryCreate
	case to.All && to.Count > len(uids):
		want = server.ErrExpunged
	}
	if !errors.Is(err, want) {
		t.Fatalf("copy: %v, want %v", err, want)
	}
	if err != nil {
		return
	}
	target := m.boxes[to.Mailbox]
	var became []uint32
	for _, uid := range uids {
		became = append(became, target.add(h.box.messages[uid]))
	}
	if to.Move {
		for _, uid := range uids {
			delete(h.box.messages, uid)
		}
	}
	if !slices.Equal(slices.Collect(copied.Source.All()), uids) || !slices.Equal(slices.Collect(copied.Target.All()), became) ||
		copied.UIDValidity != target.validity {
		t.Fatalf("copied %+v, want %v to %v", copied, uids, became)
	}
}

// replace deletes a mailbox and makes it anew, or renames INBOX over it.
func (m *model) replace(t *rapid.T) {
	name := rapid.SampledFrom(modelNames[1:]).Draw(t, "mailbox")
	if err := m.s.Delete(noContext, name); err != nil {
		t.Fatalf("delete: %v", err)
	}
	old := m.boxes[name]
	old.messages = map[uint32]modelMessage{}
	if rapid.Bool().Draw(t, "by INBOX") {
		if err := m.s.Rename(noContext, inbox, name); err != nil {
			t.Fatalf("rename: %v", err)
		}
		m.mailbox(t, name)
		for _, uid := range slices.Sorted(maps.Keys(m.boxes[inbox].messages)) {
			m.boxes[name].add(m.boxes[inbox].messages[uid])
		}
		clear(m.boxes[inbox].messages)
		return
	}
	if err := m.s.Create(noContext, name); err != nil {
		t.Fatalf("create: %v", err)
	}
	m.mailbox(t, name)
}

// swap exchanges the names of two mailboxes.
func (m *model) swap(t *rapid.T) {
	for _, names := range [][2]string{{"a", "c"}, {"b", "a"}, {"c", "b"}} {
		if err := m.s.Rename(noContext, names[0], names[1]); err != nil {
			t.Fatalf("rename: %v", err)
		}
	}
	m.boxes["a"], m.boxes["b"] = m.boxes["b"], m.boxes["a"]
}

// look asks one handle for changes and holds them to being exact.
func (m *model) look(t *rapid.T) { m.update(t, m.handle(t)) }

func (m *model) update(t *rapid.T, h *modelHandle) {
	var want server.Changes
	for _, uid := range slices.Sorted(maps.Keys(h.box.messages)) {
		if uid >= h.next {
			want.Added = append(want.Added, uid)
		} else if h.dirty[uid] {
			want.Flags = append(want.Flags, server.MessageFlags{UID: uid, Flags: flagsOf(h.box.messages[uid].flags)})
		}
	}
	for _, uid := range slices.Sorted(maps.Keys(h.view)) {
		if _, ok := h.box.messages[uid]; !ok {
			want.Expunged = append(want.Expunged, uid)
		}
	}
	got := changes(t, h.h)
	for i := range got.Flags {
		got.Flags[i].Flags = flagsOf(bitsOf(t, got.Flags[i].Flags))
	}
	if describeChanges(got) != describeChanges(want) {
		t.Fatalf("changes %q, want %q", describeChanges(got), describeChanges(want))
	}
	for _, uid := range got.Expunged {
		delete(h.view, uid)
	}
	for _, uid := range got.Added {
		h.view[uid] = h.box.messages[uid].flags
	}
	for _, f := range got.Flags {
		h.view[f.UID] = bitsOf(t, f.Flags)
	}
	clear(h.dirty)
	h.next = h.box.next
}

// reopen closes a mailbox and selects another.
func (m *model) reopen(t *rapid.T) {
	i := rapid.IntRange(0, len(m.handles)-1).Draw(t, "handle")
	if err := m.handles[i].h.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	m.handles[i] = m.open(t, rapid.SampledFrom(modelNames).Draw(t, "mailbox"))
}

// check compares the mailboxes with the model, and what each UID stands for
// with what it stood for before.
func (m *model) check(t *rapid.T) {
	var octets int64
	total := 0
	for name, box := range m.boxes {
		want := server.Counts{UIDNext: box.next, UIDValidity: box.validity, Messages: uint32(len(box.messages))}
		keywords := map[wire.Flag]bool{}
		for uid, msg := range box.messages {
			flags := flagsOf(msg.flags)
			if !slices.Contains(flags, wire.Seen) {
				want.Unseen++
			}
			if slices.Contains(flags, wire.Deleted) {
				want.Deleted++
			}
			for _, f := range flags {
				keywords[f] = f.IsKeyword()
			}
			want.Size += int64(len(msg.data))
			key := fmt.Sprint(box.validity, "/", uid)
			if was, ok := m.seen[key]; ok && was != msg.data {
				t.Fatalf("%s was %q and is %q", key, was, msg.data)
			}
			m.seen[key] = msg.data
		}
		if got, err := m.s.Status(noContext, name); err != nil || got != want {
			t.Fatalf("%s: status %+v, %v; want %+v", name, got, err, want)
		}
		maps.DeleteFunc(keywords, func(_ wire.Flag, is bool) bool { return !is })
		if got := m.s.a.folders[name].box.keywords; len(got) != len(keywords) {
			t.Fatalf("%s: %d keywords, want %v", name, len(got), keywords)
		}
		octets += want.Size
		total += len(box.messages)
	}
	if m.s.a.octets != octets || m.s.a.messages != total {
		t.Fatalf("account of %d messages, %d octets; want %d, %d", m.s.a.messages, m.s.a.octets, total, octets)
	}
	for _, h := range m.handles {
		m.checkMessages(t, h)
	}
}

func (m *model) checkMessages(t *rapid.T, h *modelHandle) {
	var got, want []string
	for _, msg := range contents(t, h.h, all) {
		got = append(got, fmt.Sprintf("%d %q %s", msg.uid, flagsOf(bitsOf(t, msg.flags)), msg.data))
	}
	for _, uid := range slices.Sorted(maps.Keys(h.box.messages)) {
		want = append(want, fmt.Sprintf("%d %q %s", uid, flagsOf(h.box.messages[uid].flags), h.box.messages[uid].data))
	}
	if !slices.Equal(got, want) {
		t.Fatalf("messages\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestModel runs random commands by several clients, and compares every
// answer, every change told and every mailbox with the model. At the end all
// clients know what is there.
func TestModel(t *testing.T) {
	s := newSession(t, Limits{})
	rapid.Check(t, func(t *rapid.T) {
		fresh := &session{a: newAccount(s.a.secret, s.a.limits, s.a.now)}
		m := newModel(t, fresh)
		t.Repeat(map[string]func(*rapid.T){
			"append":  m.append,
			"store":   m.store,
			"store 2": m.store,
			"expunge": m.expunge,
			"copy":    m.copy,
			"replace": m.replace,
			"swap":    m.swap,
			"look":    m.look,
			"look 2":  m.look,
			"reopen":  m.reopen,
			"":        m.check,
		})
		for _, h := range m.handles {
			m.update(t, h)
			for uid, flags := range h.view {
				if msg, ok := h.box.messages[uid]; !ok || msg.flags != flags {
					t.Fatalf("client knows %d%q, there is %+v", uid, flagsOf(flags), msg)
				}
			}
			if len(h.view) != len(h.box.messages) {
				t.Fatalf("client knows %d messages of %d", len(h.view), len(h.box.messages))
			}
		}
	})
}
