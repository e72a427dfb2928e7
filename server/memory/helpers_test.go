package memory

import (
	"bytes"
	"io"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"imapkit.example/server"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

const testPassword = "correct horse"

// start is the clock of all tests.
var start = time.Date(2024, 2, 29, 12, 30, 15, 500_000_000, time.UTC)

// A tester is what a *testing.T and a *rapid.T have in common here.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// newSession returns the session of a user who has nothing yet.
func newSession(t testing.TB, l Limits) *session {
	t.Helper()
	b := New(Options{Limits: l, Now: func() time.Time { return start }})
	if err := b.AddUser("alice", testPassword); err != nil {
		t.Fatal(err)
	}
	s, err := b.Login(t.Context(), "alice", testPassword)
	if err != nil {
		t.Fatal(err)
	}
	return s.(*session)
}

// incoming returns what an APPEND reads.
func incoming(messages ...*command.AppendMessage) iter.Seq2[*command.AppendMessage, error] {
	return func(yield func(*command.AppendMessage, error) bool) {
		for _, m := range messages {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func text(body string, flags ...wire.Flag) *command.AppendMessage {
	return &command.AppendMessage{Flags: flags, Size: int64(len(body)), Data: strings.NewReader(body)}
}

// put appends messages and returns the UIDs.
func put(t tester, s *session, mailbox string, messages ...*command.AppendMessage) []uint32 {
	t.Helper()
	out, err := s.Append(noContext, mailbox, incoming(messages...))
	if err != nil {
		t.Fatalf("append to %s: %v", mailbox, err)
	}
	return slices.Collect(out.UIDs.All())
}

func open(t tester, s *session, mailbox string) (*handle, *server.Snapshot) {
	t.Helper()
	h, snapshot, err := s.Open(noContext, mailbox, false)
	if err != nil {
		t.Fatalf("open %s: %v", mailbox, err)
	}
	return h.(*handle), snapshot
}

func changes(t tester, h *handle) server.Changes {
	t.Helper()
	c, err := h.Changes(noContext, false)
	if err != nil {
		t.Fatalf("changes: %v", err)
	}
	return c
}

func store(t tester, h *handle, uids wire.Set, action command.StoreAction, flags ...wire.Flag) []server.MessageFlags {
	t.Helper()
	list, err := h.Store(noContext, uids, action, flags)
	if err != nil {
		t.Fatalf("store: %v", err)
	}
	return list
}

// expunge deletes and expunges messages.
func expunge(t tester, h *handle, uids ...uint32) {
	t.Helper()
	set := wire.Numbers(uids...)
	store(t, h, set, command.StoreAdd, wire.Deleted)
	if err := h.Expunge(noContext, set); err != nil {
		t.Fatalf("expunge: %v", err)
	}
}

// A stored message is a server.Message that outlives its step.
type stored struct {
	uid   uint32
	flags []wire.Flag
	date  time.Time
	data  string
}

func contents(t tester, h *handle, uids wire.Set) (all []stored) {
	t.Helper()
	for m, err := range h.Messages(noContext, uids) {
		if err != nil {
			t.Fatalf("messages: %v", err)
		}
		data, err := m.Bytes()
		if err != nil || int64(len(data)) != m.Size {
			t.Fatalf("message %d: %d octets, size %d, %v", m.UID, len(data), m.Size, err)
		}
		all = append(all, stored{m.UID, slices.Clone(m.Flags), m.Date, string(data)})
	}
	return all
}

// summary is contents as short text: UIDs and flags.
func summary(t tester, h *handle) string {
	t.Helper()
	var out []string
	for _, m := range contents(t, h, wire.RangeOf(1, math.MaxUint32)) {
		out = append(out, describe(server.MessageFlags{UID: m.uid, Flags: m.flags}))
	}
	return strings.Join(out, " ")
}

// A trickle gives the octets of a message one by one.
type trickle struct{ r *bytes.Reader }

func (t trickle) Read(p []byte) (int, error) { return t.r.Read(p[:min(len(p), 1)]) }

var _ io.Reader = trickle{}
