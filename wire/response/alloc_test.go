package response_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// A loop delivers the same octets again and again.
type loop struct {
	b []byte
	i int
}

// Read fills p: what a Decoder gives back while it waits is not looked at here.
func (l *loop) Read(p []byte) (int, error) {
	for n := 0; n < len(p); {
		k := copy(p[n:], l.b[l.i:])
		n += k
		l.i = (l.i + k) % len(l.b)
	}
	return len(p), nil
}

// readAll reads a response with all of its items and their data.
func readAll(tb testing.TB, r *response.Reader) {
	x, err := r.Next()
	if err != nil {
		tb.Fatal(err)
	}
	s, isFetch := x.(*response.FetchStream)
	for isFetch {
		item, err := s.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			tb.Fatal(err)
		}
		if section, isSection := item.(*response.SectionItem); isSection && !section.Nil {
			if _, err := section.Data.(io.WriterTo).WriteTo(io.Discard); err != nil {
				tb.Fatal(err)
			}
		}
	}
}

var (
	envelopeText = `("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev2 WG mtg summary and minutes" (("Terry Gray" NIL "gray" "cac.washington.example"))` +
		` (("Terry Gray" NIL "gray" "cac.washington.example")) (("Terry Gray" NIL "gray" "cac.washington.example")) ((NIL NIL "imap" "cac.washington.example"))` +
		` ((NIL NIL "minutes" "CNRI.Reston.VA.US.example")("John Klensin" NIL "KLENSIN" "MIT.EDU.example")) NIL NIL "<B27397-0100000@cac.washington.example>")`
	bodyText = `(("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 1152 23 NIL NIL NIL NIL)("TEXT" "PLAIN" ("CHARSET" "US-ASCII" "NAME" "cc.diff")` +
		` "<960723163407.20117h@cac.washington.example>" "Compiler diff" "BASE64" 4554 73 NIL ("attachment" ("filename" "cc.diff")) NIL NIL) "MIXED" ("BOUNDARY" "x") NIL NIL NIL)`
)

func TestReadAllocs(t *testing.T) {
	for _, x := range []struct {
		in  string
		max float64
	}{
		{"* 23 EXISTS\r\n", 0},
		{"* 44 expunge\r\n", 0},
		{"* 5 RECENT\r\n", 0},
		{"* SEARCH 2 84 882 1000 1001\r\n", 0},
		{"* ESEARCH UID ALL 2,84,900:1000 COUNT 103\r\n", 0},
		{"* ESEARCH (TAG \"A1\") UID ALL 2,84,900:1000 COUNT 103 MODSEQ 917162500\r\n", 0},
		{"* ESEARCH (TAG \"A1\") UID PARTIAL (-1:-100 2,84,900:1000)\r\n", 0},
		{"* SEARCH 2 84 882 1000 1001 (MODSEQ 917162500)\r\n", 0},
		{"* SORT 882 84 1000 2 1001\r\n", 0},
		{"* THREAD (2)(3 6 (4 23)(44 7 96))((1)(5))\r\n", 0},
		{"* THREAD " + strings.Repeat("(11 12)", 3000) + "\r\n", 10}, // what the pool has lost
		{"* VANISHED (EARLIER) 41,43:116,118\r\n", 0},
		{"* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Junk mine)\r\n", 0},
		{"* LIST (\\HasNoChildren \\Subscribed) \"/\" Archive\r\n", 0},
		{"* STATUS Archive (MESSAGES 1 UIDNEXT 2 UNSEEN 3)\r\n", 0},
		{"* OK still here\r\n", 0},
		{"* OK [READ-WRITE] x\r\n", 0},
		{"A1 OK \r\n", 0},
		{"A1 OK done\r\n", 0},
		{"A1 NO [NONEXISTENT] no such mailbox\r\n", 0},
		{"* OK [CLOSED] Previous mailbox closed.\r\nA1 OK [read-only] Examine completed.\r\n", 0}, // texts in turns
		{"* OK [UIDNEXT 4392] Predicted next UID\r\n", 1},
		{"* OK [PERMANENTFLAGS (\\Deleted \\Seen $Junk mine \\*)] Limited\r\n", 2},
		{"* OK [unseen 12] Message 12 is first unseen\r\n", 1},
		{"A1 OK [HIGHESTMODSEQ 715194045007] done\r\n", 1},
		{"A1 OK [APPENDUID 38505 3955] done\r\n", 1},
		{"+ \r\n", 0},
		{"* 7 FETCH (FLAGS (\\Seen \\Answered $Forwarded mine) UID 7 RFC822.SIZE 44827)\r\n", 0},
		{"* 7 FETCH (UID 7 FLAGS (\\Seen) MODSEQ (12121231000))\r\n", 0},
		{"* 7 UIDFETCH (FLAGS (\\Seen) MODSEQ (12121231000))\r\n", 0},
		{"* 7 FETCH (X-GM-MSGID 1278455344230334865 X-GM-THRID 1266894439832287888 X-GM-LABELS ())\r\n", 0},
		{"* 7 FETCH (UID 7 BODY[] {5}\r\nhello)\r\n", 0},
		{"* 7 FETCH (UID 7 BODY[] \"hello\" BODY[TEXT]<0> NIL)\r\n", 0},
		{"* 7 FETCH (UID 7 BODY[] {300000}\r\n" + strings.Repeat("x", 300_000) + ")\r\n", 0},
		{"* 7 FETCH (ENVELOPE " + envelopeText + ")\r\n", 0},
		{"* 7 FETCH (BODYSTRUCTURE " + bodyText + ")\r\n", 0},
	} {
		r := response.NewReader(&loop{b: []byte(x.in)}, wire.Options{})
		if n := testing.AllocsPerRun(100, func() { readAll(t, r) }); n > x.max {
			t.Errorf("%.60q: %v allocations, want %v", x.in, n, x.max)
		}
	}
}

func TestWriteAllocs(t *testing.T) {
	hello := []byte("hello")
	data := bytes.NewReader(nil)
	read := func(in string) response.Response {
		x, err := decode([]byte(in+"\r\n"), wire.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for _, x := range []struct {
		r   response.Response
		max float64
	}{
		{&response.Exists{Count: 23}, 0},
		{&response.Expunge{Seq: 23}, 0},
		{&response.Search{Numbers: []uint32{1, 3, 5}}, 0},
		{read(`* ESEARCH (TAG "A1") UID ALL 2,84,900:1000 COUNT 103`), 0},
		{read(`* SORT 1 3 2 (MODSEQ 5)`), 0},
		{read(`* VANISHED (EARLIER) 41,43:116,118`), 0},
		{read(`* 7 FETCH (UID 7 FLAGS (\Seen) MODSEQ (12121231000))`), 0},
		{read(`* 7 UIDFETCH (FLAGS (\Seen) X-GM-MSGID 1278455344230334865)`), 0},
		{read(`* FLAGS (\Answered \Flagged x)`), 0},
		{read(`* LIST (\HasNoChildren) "/" Archive`), 0},
		{read("A1 OK [READ-WRITE] done"), 0},
		{read(`* 7 FETCH (FLAGS (\Seen x) UID 7 RFC822.SIZE 44827)`), 0},
		{read(`* 7 FETCH (ENVELOPE ` + envelopeText + `)`), 0},
		{read(`* 7 FETCH (BODYSTRUCTURE ` + bodyText + `)`), 0},
		{fetch(&response.SectionItem{Name: "BODY", Size: 5, Data: data}), 0},
	} {
		w := response.NewWriter(io.Discard, wire.Options{})
		n := testing.AllocsPerRun(100, func() {
			data.Reset(hello)
			if err := w.Write(x.r); err != nil {
				t.Fatal(err)
			}
		})
		if n > x.max {
			t.Errorf("%s: %v allocations, want %v", response.String(x.r), n, x.max)
		}
	}
}

func flagLines() string {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "* %d FETCH (UID %d FLAGS (\\Seen $Junk) RFC822.SIZE %d)\r\n", i+1, 1000+i, 2000*i)
	}
	return b.String()
}

func BenchmarkReader(b *testing.B) {
	for name, in := range map[string]string{
		"flags":         flagLines(),
		"envelope":      "* 7 FETCH (UID 7 ENVELOPE " + envelopeText + ")\r\n",
		"bodystructure": "* 7 FETCH (UID 7 BODYSTRUCTURE " + bodyText + ")\r\n",
		"literal":       "* 7 FETCH (UID 7 BODY[] {100000}\r\n" + strings.Repeat("x", 100_000) + ")\r\n",
		"search":        "* SEARCH" + strings.Repeat(" 123456", 1000) + "\r\n",
	} {
		b.Run(name, func(b *testing.B) {
			r := response.NewReader(&loop{b: []byte(in)}, wire.Options{})
			lines := strings.Count(in, "* ")
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				for range lines {
					readAll(b, r)
				}
			}
		})
	}
}

func BenchmarkWriter(b *testing.B) {
	for name, in := range map[string]string{
		"flags":         "* 7 FETCH (UID 7 FLAGS (\\Seen $Junk) RFC822.SIZE 2000)\r\n",
		"envelope":      "* 7 FETCH (UID 7 ENVELOPE " + envelopeText + ")\r\n",
		"bodystructure": "* 7 FETCH (UID 7 BODYSTRUCTURE " + bodyText + ")\r\n",
	} {
		b.Run(name, func(b *testing.B) {
			x, err := decode([]byte(in), wire.Options{})
			if err != nil {
				b.Fatal(err)
			}
			w := response.NewWriter(io.Discard, wire.Options{})
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				if err := w.Write(x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
