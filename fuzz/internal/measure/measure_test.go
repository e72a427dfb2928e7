package measure

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// What is read depends neither on the level nor on how much a read gives.
func TestReadSizes(t *testing.T) {
	for _, w := range fuzz.Workloads() {
		octets := w.Generate(100_000)
		want := New(w.From, octets)
		if want.Messages == 0 || want.Failed != 0 || want.FailedTokens != 0 || want.Sum == 0 {
			t.Errorf("%s: %d messages, %d failed (%v), %d as tokens (%v)", w.Name, want.Messages, want.Failed, want.Err, want.FailedTokens, want.TokenErr)
		}
		tokens := Sum(0)
		for _, size := range []int{1, 7, 4096, 1 << 20} {
			traffic := &Traffic{From: w.From, Octets: octets, ReadSize: size}
			d := newDecoding(traffic)
			if err := d.pass(); err != nil || d.sum != want.Sum || d.messages != want.Messages || d.failed != 0 {
				t.Errorf("%s: reads of %d: %d of %d messages, %d failed, sum %d instead of %d, %v",
					w.Name, size, d.messages, want.Messages, d.failed, d.sum, want.Sum, err)
			}
			k := newTokenizing(traffic)
			if err := k.pass(); err != nil || tokens != 0 && k.sum != tokens {
				t.Errorf("%s: reads of %d: sum of tokens %d instead of %d, %v", w.Name, size, k.sum, tokens, err)
			}
			tokens = k.sum
		}
		// One pass after the other on the same connection is no different.
		d, k := newDecoding(want), newTokenizing(want)
		for range 3 {
			if err := errors.Join(d.pass(), k.pass()); err != nil || d.failed != 0 || k.failed != 0 || d.sum != want.Sum || k.sum != tokens {
				t.Errorf("%s: %v, %v, %v, sums %d and %d", w.Name, err, d.err, k.err, d.sum, k.sum)
			}
		}
	}
}

func TestReadSizeFollowsLiterals(t *testing.T) {
	for _, w := range fuzz.Workloads() {
		want := 4 << 10
		if w.Name == "bodies-large" || w.Name == "append" {
			want = 64 << 10
		}
		if got := New(w.From, w.Generate(1<<20)).ReadSize; got != want {
			t.Errorf("%s: reads of %d, want %d", w.Name, got, want)
		}
	}
}

// recordings returns what one side sends in the transcripts and the workloads.
func recordings(t *testing.T, from wire.Side) (list [][]byte) {
	names, err := filepath.Glob("../../testdata/*/*")
	if err != nil || len(names) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, name := range names {
		script, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := fuzz.ParseTranscript(string(script))
		if err != nil {
			continue // not one of those
		}
		if from == wire.Server {
			list = append(list, tr.Server())
		} else {
			list = append(list, tr.Client())
		}
	}
	for _, w := range fuzz.Workloads() {
		if w.From == from {
			list = append(list, w.Generate(20_000))
		}
	}
	return list
}

// The functions that are spelled out visit the fields that reflection finds.
func TestSumOfResponses(t *testing.T) {
	types := map[string]int{}
	for _, octets := range recordings(t, wire.Server) {
		d := newDecoding(&Traffic{From: wire.Server, Octets: octets, ReadSize: 4096})
		d.reset()
		for d.decoder().Fatal() == nil {
			x, err := d.responses.Next()
			if err != nil {
				continue
			}
			types[fmt.Sprintf("%T", x)]++
			var spelled, found Sum
			if f, ok := x.(*response.FetchStream); ok {
				for item, err := range f.Items() {
					if err != nil {
						break
					}
					types[fmt.Sprintf("%T", item)]++
					_ = spelled.Item(item)
					switch item := item.(type) {
					case *response.InvalidItem:
					case *response.SectionItem: // the data is no field, but counts
						found.Any(item)
						if !item.Nil {
							found.Number(uint64(item.Size))
						}
					default:
						found.Any(item)
					}
				}
				spelled.Response(f)
				found.Any(struct{ Seq, UID uint32 }{f.Seq, f.UID})
			} else {
				spelled.Response(x)
				found.Any(x)
			}
			if spelled != found {
				t.Errorf("%s: the sum is %d, that of all fields %d", response.String(x), spelled, found)
			}
		}
	}
	if len(types) < 40 {
		t.Errorf("only %d types were seen", len(types))
	}
}

func TestSumOfCommands(t *testing.T) {
	types := map[string]int{}
	for _, octets := range recordings(t, wire.Client) {
		d := newDecoding(&Traffic{From: wire.Client, Octets: octets, ReadSize: 4096})
		d.reset()
		for d.decoder().Fatal() == nil {
			m, err := d.nextCommand()
			if err != nil || m.command == nil {
				continue
			}
			types[fmt.Sprintf("%T", m.command)]++
			var spelled, found Sum
			switch m.command.(type) {
			case *command.Bare, *command.AppendStream, *command.ReplaceStream:
			default:
				if err := spelled.Command(m.command); err != nil {
					t.Error(err)
				}
				found.Any(m.command)
			}
			d.settle(m.command)
			if spelled != found {
				t.Errorf("%s: the sum is %d, that of all fields %d", command.String(m.command), spelled, found)
			}
		}
	}
	if len(types) < 35 {
		t.Errorf("only %d types were seen", len(types))
	}
}

func TestMalformed(t *testing.T) {
	for _, x := range []struct {
		from             wire.Side
		in               string
		messages, failed int
		tokens           int
	}{
		{wire.Server, "", 0, 0, 0},
		{wire.Server, "* 1 EXISTS\r\n* x\r\n* 2 FETCH (UID 0)\r\nA1 OK\r\n* 3 EXISTS\r\n", 5, 2, 0},
		{wire.Server, "* 1 FETCH (UID 1\r\n* BYE it's \"over\r\n", 2, 1, 0},
		{wire.Server, "* 1 EXISTS\r\n* 1 FETCH (BODY[] {10}\r\nshort", 2, 1, 1},
		{wire.Server, "* OK  two  spaces \r\n+ \"\r\n* \"a\r\n", 3, 1, 1},
		{wire.Client, "A1 IDLE\r\nDONE\r\nA2 NOOP\r\n", 3, 0, 0},
		{wire.Client, "A1 AUTHENTICATE PLAIN\r\nAGEAYg==\r\nA2 AUTHENTICATE X\r\n*\r\nA3 NOOP \r\nDONE\r\n", 6, 2, 1},
		{wire.Client, "A1 LOGIN {1}\r\na {1+}\r\nb\r\nA2 SELECT {3\r\n", 2, 1, 1},
		{wire.Client, "A1 ENABLE IMAP4rev2\r\nA2 SELECT \"B\xc3\xbccher\"\r\n", 2, 0, 0},
	} {
		traffic := New(x.from, []byte(x.in))
		if traffic.Messages != x.messages || traffic.Failed != x.failed || traffic.FailedTokens != x.tokens {
			t.Errorf("%q: %d messages, %d failed (%v), %d as tokens (%v)", x.in, traffic.Messages,
				traffic.Failed, traffic.Err, traffic.FailedTokens, traffic.TokenErr)
		}
		if (traffic.Err != nil) != (x.failed > 0) || (traffic.TokenErr != nil) != (x.tokens > 0) {
			t.Errorf("%q: %v, %v", x.in, traffic.Err, traffic.TokenErr)
		}
		for _, level := range Levels() {
			w, err := traffic.Work(level)
			if err == nil {
				err = w.Pass()
			}
			if err != nil {
				t.Errorf("%q: %s: %v", x.in, level, err)
			}
		}
	}
}

func TestEncode(t *testing.T) {
	for _, side := range []wire.Side{wire.Client, wire.Server} {
		for i, octets := range recordings(t, side) {
			traffic := New(side, octets)
			e, err := newEncoding(traffic)
			if err != nil {
				t.Errorf("%d: %v in %.200q", i, err, octets)
				continue
			}
			if want := traffic.Messages - traffic.Failed; len(e.messages) > want || len(e.messages) < want-3 {
				t.Errorf("%d: %d of %d messages in %.200q", i, len(e.messages), want, octets)
			}
			for range 2 {
				if err := e.pass(); err != nil {
					t.Error(err)
				}
			}
		}
	}
	for _, w := range fuzz.Workloads() {
		traffic := New(w.From, w.Generate(50_000))
		if e, err := newEncoding(traffic); err != nil || len(e.messages) != traffic.Messages {
			t.Errorf("%s: %d of %d messages, %v", w.Name, len(e.messages), traffic.Messages, err)
		}
	}
	if _, err := New(wire.Server, []byte("* OK see {3}\r\n")).Work(Encode); err == nil {
		t.Error("nothing can be written, and no error")
	}
	if _, err := New(wire.Server, nil).Work("none"); err == nil {
		t.Error("no such level, and no error")
	}
}

var kept any

func TestRounds(t *testing.T) {
	calls := [2]int{}
	figures, err := Rounds(0.01, []Work{
		{Octets: 1000, Messages: 2, Pass: func() error {
			calls[0]++
			kept = new([32]byte)
			kept = new([4096]byte)
			return nil
		}},
		{Octets: 1000, Messages: 1, Pass: func() error { calls[1]++; time.Sleep(time.Millisecond); return nil }},
		{Pass: func() error { return nil }},
	})
	if err != nil {
		t.Fatal(err)
	}
	f, slow, none := figures[0], figures[1], figures[2]
	if f.AllocsPerMessage < 1 || f.AllocsPerMessage > 1.5 || f.AllocBytesPerMessage < 2064 || f.AllocBytesPerMessage > 3000 {
		t.Errorf("%v allocations of %v bytes a message, want 1 of 2064", f.AllocsPerMessage, f.AllocBytesPerMessage)
	}
	if slow.NsPerMessage < 1e6 || slow.MBPerSecond > 1 || f.MBPerSecond <= slow.MBPerSecond {
		t.Errorf("%+v is not slower than %+v", slow, f)
	}
	if none != (Figure{}) {
		t.Errorf("nothing was done at %+v", none)
	}
	// Before each turn there is a pass that is not timed.
	if calls[1] < 2*roundsIn(0.01)+2 || calls[0] < calls[1] {
		t.Errorf("%d calls", calls)
	}
	fault := errors.New("fault")
	if _, err := Rounds(0.01, []Work{{Pass: func() error { return fault }}}); err != fault {
		t.Errorf("error %v", err)
	}
}

func TestSource(t *testing.T) {
	s := &source{octets: []byte(strings.Repeat("x", 10)), size: 4}
	var sizes []int
	for b := make([]byte, 100); ; {
		n, err := s.Read(b)
		if err == io.EOF {
			break
		}
		sizes = append(sizes, n)
	}
	if got := fmt.Sprint(sizes); got != "[4 4 2]" {
		t.Errorf("reads of %s", got)
	}
}
