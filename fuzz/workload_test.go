package fuzz_test

import (
	"bytes"
	"hash/crc32"
	"io"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// Sums of the first octets of each workload: a figure of last year is worth
// nothing if the octets have changed since.
var workloadSums = map[string]uint32{
	"flags": 0xaea35ec3, "envelope": 0x26498c34, "bodystructure": 0x7928e81b, "bodies-small": 0xbb2697cd, "bodies-large": 0x2a50bd73, "list": 0x7a91a2b3,
	"search": 0xc77b1780, "mixed": 0x293bab9e, "commands": 0x1199cb1f, "append": 0x221bf30f, "sets": 0x6af89c4c, "search-commands": 0xae8598b0,
}

func TestWorkloadsDoNotChange(t *testing.T) {
	list := fuzz.Workloads()
	if len(list) != len(workloadSums) {
		t.Errorf("%d workloads, want %d", len(list), len(workloadSums))
	}
	const size = 1_000_000
	for _, w := range list {
		b := w.Generate(size)
		if len(b) < size || !bytes.HasSuffix(b, []byte("\r\n")) {
			t.Errorf("%s: %d octets, not whole messages of at least %d", w.Name, len(b), size)
			continue
		}
		if sum := crc32.ChecksumIEEE(b[:size]); sum != workloadSums[w.Name] {
			t.Errorf("%s: sum %#x, want %#x", w.Name, sum, workloadSums[w.Name])
		}
		if more := w.Generate(size + 20_000); !bytes.HasPrefix(more, b) {
			t.Errorf("%s: a larger size does not begin with the same octets", w.Name)
		}
		if n := len(w.Generate(0)); n != 0 {
			t.Errorf("%s: %d octets where none were asked for", w.Name, n)
		}
	}
}

// canonical decodes all messages of b and returns them as they are written,
// and how many there are.
func canonical(t *testing.T, from wire.Side, b []byte) ([]byte, int) {
	t.Helper()
	var out bytes.Buffer
	n := 0
	commands, responses := command.NewReader(bytes.NewReader(b), wire.Options{}), response.NewReader(bytes.NewReader(b), wire.Options{})
	cw, rw := command.NewWriter(&out, wire.Options{Literals: literal.Plus}), response.NewWriter(&out, wire.Options{})
	for {
		var err error
		if from == wire.Server {
			var x response.Response
			if x, err = responses.Next(); err == nil {
				err = rw.Write(x)
			}
		} else {
			var h command.Header
			var c command.Command
			if h, err = commands.Next(); err == nil {
				c, err = commands.Decode()
			}
			if err == nil {
				err = cw.Write(h.Tag, c)
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("message %d: %v", n, err)
		}
		n++
	}
	if err := rw.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), n
}

func TestWorkloadsAreWellFormed(t *testing.T) {
	least := map[string]int{"bodies-large": 2, "search": 1, "append": 60, "sets": 60}
	for _, w := range fuzz.Workloads() {
		t.Run(w.Name, func(t *testing.T) {
			once, n := canonical(t, w.From, w.Generate(512<<10))
			twice, again := canonical(t, w.From, once)
			if n != again || !bytes.Equal(once, twice) {
				t.Errorf("%d messages became %d, %d octets became %d", n, again, len(once), len(twice))
			}
			if n < least[w.Name] || least[w.Name] == 0 && n < 500 {
				t.Errorf("only %d messages", n)
			}
		})
	}
}
