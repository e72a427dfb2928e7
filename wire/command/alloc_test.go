package command_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// A loop delivers the same octets again and again.
type loop struct {
	b []byte
	i int
}

func (l *loop) Read(p []byte) (int, error) {
	if l.i == len(l.b) {
		l.i = 0
	}
	n := copy(p, l.b[l.i:])
	l.i += n
	return n, nil
}

// Allocations per command, with its tag: one that was not the last one's.
func TestReadAllocs(t *testing.T) {
	for _, x := range []struct {
		in  string
		max float64 // the tag is 1
	}{
		{"A1 NOOP\r\n", 1},
		{"A1 noop\r\n", 1},
		{"A1 IDLE\r\n", 1},
		{"A1 UID FETCH 1:100,200:* (UID FLAGS RFC822.SIZE)\r\n", 1},
		{"A1 UID FETCH 1 BODY.PEEK[]\r\n", 1},
		{"A1 UID FETCH 1 BODY.PEEK[1.2]<0.4096>\r\n", 2},
		{"A1 uid store 1,3,5:7 +FLAGS.SILENT (\\Seen $Junk mine)\r\n", 1},
		{"A1 SEARCH RETURN () UNSEEN SINCE 1-Feb-1994\r\n", 1},
		{"A1 SELECT INBOX\r\n", 1},
		{"A1 SELECT Archive\r\n", 2},
		{"A1 STATUS INBOX (MESSAGES UIDNEXT UNSEEN)\r\n", 1},
		{"A1 APPEND INBOX (\\Seen) {5+}\r\nhello\r\n", 1},
		{"A1 UID FETCH 1:* (UID FLAGS MODSEQ) (CHANGEDSINCE 12345 VANISHED)\r\n", 1},
		{"A1 UID FETCH 1:* (UID FLAGS) (PARTIAL -1:-100)\r\n", 1},
		{"A1 UID STORE 1,3 (UNCHANGEDSINCE 320162338) +FLAGS.SILENT (\\Deleted)\r\n", 1},
		{"A1 SELECT INBOX (CONDSTORE)\r\n", 1},
		{"A1 UID SEARCH RETURN (MIN MAX COUNT PARTIAL 1:500) MODSEQ 12345 YOUNGER 3600\r\n", 1},
		{"A1 UID THREAD REFERENCES UTF-8 ALL\r\n", 2},
		{"A1 UID SORT RETURN (COUNT) (REVERSE DATE) UTF-8 UNDELETED\r\n", 2},
		{"A1 REPLACE 5 INBOX (\\Seen) {5+}\r\nhello\r\n", 1},
		{"A1 LOGIN joe secret\r\n", 3},
	} {
		r := command.NewReader(&loop{b: []byte(x.in)}, wire.Options{})
		n := testing.AllocsPerRun(100, func() {
			if _, err := r.Next(); err != nil {
				t.Fatal(err)
			}
			c, err := r.Decode()
			if err != nil {
				t.Fatal(err)
			}
			if s, isAppend := c.(interface {
				Next() (*command.AppendMessage, error)
			}); isAppend {
				for {
					m, err := s.Next()
					if err == io.EOF {
						break
					}
					if err != nil {
						t.Fatal(err)
					}
					if _, err := m.Data.(io.WriterTo).WriteTo(io.Discard); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
		if n > x.max {
			t.Errorf("%q: %v allocations, want %v", x.in, n, x.max)
		}
	}
}

func TestWriteAllocs(t *testing.T) {
	hello := []byte("hello")
	data := bytes.NewReader(nil)
	for _, x := range []struct {
		c   command.Command
		max float64
	}{
		{command.NewBare("NOOP"), 0},
		{&command.Fetch{UID: true, Set: wire.RangeOf(1, 0), Items: items("UID", "FLAGS", "RFC822.SIZE")}, 0},
		{&command.Fetch{UID: true, Set: wire.RangeOf(1, 0), Items: []command.FetchItem{{Name: command.FetchPeek}}}, 0},
		{&command.Store{UID: true, Set: wire.Numbers(1, 3), Flags: []wire.Flag{wire.Seen, "x"}}, 0},
		{&command.Search{Return: results("MIN"), Keys: []command.SearchKey{{Name: "UNSEEN"}, {Name: "FROM", Text: "x y"}}}, 0},
		{&command.Select{Mailbox: "Archive"}, 0},
		{&command.Login{User: "joe", Password: "{3}\r\n"}, 0},
		{&command.Append{Mailbox: "x", Messages: []*command.AppendMessage{{Size: 5, Data: data}}}, 0},
	} {
		w := command.NewWriter(io.Discard, wire.Options{Literals: literal.Plus})
		n := testing.AllocsPerRun(100, func() {
			data.Reset(hello)
			if err := w.Write("A1", x.c); err != nil {
				t.Fatal(err)
			}
		})
		if n > x.max {
			t.Errorf("%v: %v allocations, want %v", command.String(x.c), n, x.max)
		}
	}
}

// What a mail reader sends in the morning.
const session = "A1 LOGIN joe secret\r\nA2 SELECT INBOX\r\nA3 UID FETCH 1:* (UID FLAGS)\r\n" +
	"A4 UID FETCH 1000:1200 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY.PEEK[HEADER.FIELDS (References List-Id)])\r\n" +
	"A5 UID SEARCH RETURN (ALL COUNT) UNSEEN SINCE 1-Feb-1994 NOT FROM \"Smith\"\r\nA6 UID STORE 1,3,5:7 +FLAGS.SILENT (\\Seen)\r\n" +
	"A7 STATUS Archive (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)\r\nA8 LIST \"\" % RETURN (CHILDREN STATUS (UNSEEN))\r\nA9 NOOP\r\nB1 IDLE\r\n"

func BenchmarkReader(b *testing.B) {
	r := command.NewReader(&loop{b: []byte(session)}, wire.Options{})
	lines := strings.Count(session, "\r\n")
	b.SetBytes(int64(len(session)))
	b.ReportAllocs()
	for b.Loop() {
		for range lines {
			if _, err := r.Next(); err != nil {
				b.Fatal(err)
			}
			if _, err := r.Decode(); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkWriter(b *testing.B) {
	var commands []command.Command
	for line := range bytes.Lines([]byte(session)) {
		_, c, err := decode(line, wire.Options{})
		if err != nil {
			b.Fatal(err)
		}
		commands = append(commands, c)
	}
	w := command.NewWriter(io.Discard, wire.Options{})
	b.SetBytes(int64(len(session)))
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range commands {
			if err := w.Write("A1", c); err != nil {
				b.Fatal(err)
			}
		}
	}
}
