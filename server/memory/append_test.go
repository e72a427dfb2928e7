package memory

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"math"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"imapkit.example/server"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

func TestAppend(t *testing.T) {
	s := newSession(t, Limits{})
	zone := time.FixedZone("", -8*3600)
	given := time.Date(1994, 2, 7, 21, 52, 25, 0, zone)
	octets := make([]byte, 0, 70_000)
	for i := range cap(octets) {
		octets = append(octets, byte(i*i>>3))
	}
	out, err := s.Append(t.Context(), "inbox", incoming(
		&command.AppendMessage{Date: given, Size: int64(len(octets)), Data: trickle{bytes.NewReader(octets)}},
		text("", `\seen`, "$B", `\Recent`, `\SEEN`, "$a", "$b", `\Other`),
		&command.AppendMessage{Size: 3, Data: iotest.DataErrReader(strings.NewReader("\x00\r\n"))},
	))
	if err != nil {
		t.Fatal(err)
	}
	h, snapshot := open(t, s, "INBOX")
	if out.UIDs.String() != "1:3" || out.UIDValidity != snapshot.UIDValidity {
		t.Errorf("appended %v under %d, UIDVALIDITY is %d", out.UIDs, out.UIDValidity, snapshot.UIDValidity)
	}
	got := contents(t, h, wire.RangeOf(1, 3))
	if len(got) != 3 || got[0].data != string(octets) || got[1].data != "" || got[2].data != "\x00\r\n" {
		t.Fatalf("messages differ from what was appended")
	}
	if d := got[0].date; !d.Equal(given) || d.Format("-0700") != "-0800" {
		t.Errorf("internal date %v, want %v", d, given)
	}
	if d := got[1].date; !d.Equal(start.Truncate(time.Second)) {
		t.Errorf("internal date %v, want %v", d, start)
	}
	if got := summary(t, h); got != `1() 2(\Seen $a $B) 3()` {
		t.Errorf("flags %s", got)
	}
	counts, err := s.Status(t.Context(), "INBOX")
	want := server.Counts{Messages: 3, Unseen: 2, UIDNext: 4, UIDValidity: snapshot.UIDValidity, Size: 70_003}
	if err != nil || counts != want {
		t.Errorf("status %+v, %v; want %+v", counts, err, want)
	}
	if out, err := s.Append(t.Context(), "INBOX", incoming()); err != nil || !out.UIDs.IsZero() {
		t.Errorf("no message: %v, %v", out, err)
	}
}

// A broken reader gives some octets and an error.
func broken(octets string, err error) io.Reader {
	return io.MultiReader(strings.NewReader(octets), iotest.ErrReader(err))
}

// TestAppendFails breaks off an APPEND in all ways: nothing is stored, no UID
// is used up, no quota is lost.
func TestAppendFails(t *testing.T) {
	lost := errors.New("connection lost")
	many := make([]wire.Flag, 4)
	for i := range many {
		many[i] = wire.Flag("k" + string(rune('0'+i)))
	}
	for _, test := range []struct {
		name     string
		messages iter.Seq2[*command.AppendMessage, error]
		want     error
	}{
		{"error after a message", func(yield func(*command.AppendMessage, error) bool) {
			_ = yield(text("one"), nil) && yield(nil, lost)
		}, lost},
		{"error within a message", incoming(text("one"), &command.AppendMessage{Size: 5, Data: broken("two", lost)}), lost},
		{"error behind a message", incoming(&command.AppendMessage{Size: 3, Data: broken("two", lost)}), lost},
		{"error in an empty message", incoming(&command.AppendMessage{Data: broken("", lost)}), lost},
		{"too short", incoming(text("one"), &command.AppendMessage{Size: 5, Data: strings.NewReader("two")}), io.ErrUnexpectedEOF},
		{"too long", incoming(&command.AppendMessage{Size: 2, Data: strings.NewReader("two")}), errSize},
		{"over quota", incoming(text(strings.Repeat("x", 60)), text(strings.Repeat("x", 41))), server.ErrOverQuota},
		{"far over quota", incoming(&command.AppendMessage{Size: 1 << 62, Data: broken("", lost)}), server.ErrOverQuota},
		{"too many messages", incoming(text(""), text(""), text(""), text("")), server.ErrOverQuota},
		{"too many keywords", incoming(text("", "a", "b"), text("", "c", "d")), server.ErrFlags},
		{"too long a keyword", incoming(text("", wire.Flag(strings.Repeat("k", 101)))), server.ErrFlags},
		{"too many keywords on one", incoming(text("", "a", "b", "c")), server.ErrFlags},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSession(t, Limits{Octets: 100, Messages: 3, Keywords: 3, MessageKeywords: 2})
			h, _ := open(t, s, "INBOX")
			if _, err := s.Append(t.Context(), "INBOX", test.messages); !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			if c := changes(t, h); !c.IsZero() {
				t.Errorf("changes %v", describeChanges(c))
			}
			if len(s.a.folders[inbox].box.keywords) != 0 || s.a.octets != 0 {
				t.Errorf("left: %d keywords, %d octets", len(s.a.folders[inbox].box.keywords), s.a.octets)
			}
			uids := put(t, s, "INBOX", text(strings.Repeat("x", 100), "a", "B"), text("", "b", "c"), text("", "A"))
			if len(uids) != 3 || uids[0] != 1 {
				t.Errorf("UIDs %v after it", uids)
			}
			if got := summary(t, h); got != "1(a B) 2(B c) 3(a)" {
				t.Errorf("messages %s", got)
			}
		})
	}
}

// TestAppendWithoutMailbox looks at when a missing mailbox is noticed.
func TestAppendWithoutMailbox(t *testing.T) {
	s := newSession(t, Limits{})
	begun := false
	messages := func(yield func(*command.AppendMessage, error) bool) {
		begun = true
		if !yield(text("one"), nil) {
			return
		}
		if err := s.Delete(t.Context(), "a"); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Append(t.Context(), "a", messages); !errors.Is(err, server.ErrTryCreate) || begun {
		t.Errorf("missing from the start: %v, read: %t", err, begun)
	}
	if err := s.Create(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), "a", messages); !errors.Is(err, server.ErrTryCreate) || !begun {
		t.Errorf("deleted meanwhile: %v, read: %t", err, begun)
	}
	if s.a.octets != 0 {
		t.Errorf("%d octets left", s.a.octets)
	}
	if err := s.Create(t.Context(), "b/c"); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), "b", incoming(text("x"))); !errors.Is(err, server.ErrTryCreate) {
		t.Errorf("\\Noselect: %v", err)
	}
}

// TestAppendBelievesNoSize announces much and sends little.
func TestAppendBelievesNoSize(t *testing.T) {
	s := newSession(t, Limits{})
	most := int64(0)
	r := iotest.ErrReader(io.ErrUnexpectedEOF)
	spy := readerFunc(func(p []byte) (int, error) {
		most = max(most, s.a.octets, int64(len(p)))
		return r.Read(p)
	})
	_, err := s.Append(t.Context(), "INBOX", incoming(&command.AppendMessage{Size: 1 << 29, Data: spy}))
	if !errors.Is(err, io.ErrUnexpectedEOF) || most > 64<<10 {
		t.Errorf("%v with %d octets reserved", err, most)
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestQuota fills a store, with copies too, and makes room.
func TestQuota(t *testing.T) {
	s := newSession(t, Limits{Octets: 100, Messages: 4})
	if err := s.Create(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	put(t, s, "INBOX", text(strings.Repeat("x", 60)), text("1234"))
	h, _ := open(t, s, "INBOX")
	copyTo := func(uid uint32, to server.CopyTo) error {
		_, err := h.Copy(t.Context(), wire.Numbers(uid), to)
		return err
	}
	if err := copyTo(1, server.CopyTo{Mailbox: "a"}); !errors.Is(err, server.ErrOverQuota) {
		t.Errorf("copy over quota: %v", err)
	}
	if err := copyTo(1, server.CopyTo{Mailbox: "a", Move: true}); err != nil {
		t.Errorf("move needs no quota: %v", err)
	}
	for i := range 3 {
		if err := copyTo(2, server.CopyTo{Mailbox: "a"}); (err == nil) != (i < 2) {
			t.Errorf("copy %d of 4 octets: %v", i, err)
		}
	}
	if err := copyTo(2, server.CopyTo{Mailbox: "a", Move: true}); err != nil {
		t.Errorf("move adds no message: %v", err)
	}
	if err := s.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if s.a.octets != 0 || s.a.messages != 0 {
		t.Errorf("%d octets in %d messages are left of nothing", s.a.octets, s.a.messages)
	}
	put(t, s, "INBOX", text(strings.Repeat("x", 100)))
}

// TestLastUID uses up the UIDs of a mailbox.
func TestLastUID(t *testing.T) {
	s := newSession(t, Limits{})
	box := s.a.folders[inbox].box
	box.next = math.MaxUint32 - 2
	put(t, s, "INBOX", text("1"), text("2"))
	h, snapshot := open(t, s, "INBOX")
	if snapshot.UIDNext != math.MaxUint32 || len(snapshot.UIDs) != 2 || snapshot.UIDs[1] != math.MaxUint32-1 {
		t.Errorf("snapshot %+v", snapshot)
	}
	if _, err := s.Append(t.Context(), "INBOX", incoming(text("3"))); !errors.Is(err, server.ErrOverQuota) {
		t.Errorf("append: %v", err)
	}
	if _, err := h.Copy(t.Context(), all, server.CopyTo{Mailbox: "INBOX", Move: true}); !errors.Is(err, server.ErrOverQuota) {
		t.Errorf("move: %v", err)
	}
	if got := contents(t, h, all); len(got) != 2 || s.a.octets != 2 {
		t.Errorf("%v, %d octets", got, s.a.octets)
	}
	expunge(t, h, snapshot.UIDs[1])
	if got := describeChanges(changes(t, h)); got != "-4294967294" {
		t.Errorf("changes %s", got)
	}
}
