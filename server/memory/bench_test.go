package memory

import (
	"testing"

	"imapkit.example/server"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// newLarge returns a session with many small messages in INBOX.
func newLarge(b *testing.B) *session {
	s := newSession(b, Limits{})
	messages := make([]*command.AppendMessage, 100_000)
	for i := range messages {
		messages[i] = text("x", "k")
	}
	put(b, s, "INBOX", messages...)
	return s
}

func BenchmarkOpen(b *testing.B) {
	s := newLarge(b)
	b.ReportAllocs()
	for b.Loop() {
		h, _ := open(b, s, "INBOX")
		h.Close()
	}
}

// BenchmarkMessages reads all flags.
func BenchmarkMessages(b *testing.B) {
	s := newLarge(b)
	h, _ := open(b, s, "INBOX")
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range h.Messages(noContext, all) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkMessage(b *testing.B) {
	s := newLarge(b)
	h, _ := open(b, s, "INBOX")
	b.ReportAllocs()
	for b.Loop() {
		for range h.Messages(noContext, wire.RangeOf(50_000, 50_000)) {
		}
	}
}

func BenchmarkStore(b *testing.B) {
	s := newLarge(b)
	h, _ := open(b, s, "INBOX")
	b.ReportAllocs()
	action := command.StoreAdd
	for b.Loop() {
		store(b, h, all, action, wire.Seen, "a")
		action ^= command.StoreAdd ^ command.StoreRemove
	}
}

// BenchmarkChanges tells many clients of one change.
func BenchmarkChanges(b *testing.B) {
	s := newLarge(b)
	own, _ := open(b, s, "INBOX")
	var others [1000]*handle
	for i := range others {
		others[i], _ = open(b, s, "INBOX")
	}
	b.ReportAllocs()
	action := command.StoreAdd
	for b.Loop() {
		store(b, own, wire.Numbers(50_000), action, wire.Seen)
		action ^= command.StoreAdd ^ command.StoreRemove
		for _, h := range others {
			if c := changes(b, h); len(c.Flags) != 1 {
				b.Fatal(c)
			}
		}
	}
}

// BenchmarkChangesBehind compares everything.
func BenchmarkChangesBehind(b *testing.B) {
	s := newLarge(b)
	own, _ := open(b, s, "INBOX")
	behind, _ := open(b, s, "INBOX")
	action := command.StoreAdd
	for b.Loop() {
		store(b, own, all, action, wire.Seen)
		action ^= command.StoreAdd ^ command.StoreRemove
		if c := changes(b, behind); len(c.Flags) != 100_000 {
			b.Fatal(len(c.Flags))
		}
	}
}

func BenchmarkMove(b *testing.B) {
	s := newLarge(b)
	h, _ := open(b, s, "INBOX")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.Copy(noContext, all, server.CopyTo{Mailbox: "INBOX", Move: true}); err != nil {
			b.Fatal(err)
		}
	}
}
