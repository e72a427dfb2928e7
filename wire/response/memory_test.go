package response_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// What a large response has grown, or is, does not stay while the server has
// nothing to say.
func TestReaderMemory(t *testing.T) {
	const size = 1 << 20
	text := strings.Repeat("x", size)
	literal := fmt.Sprintf("{%d}\r\n%s", size, text)
	for name, in := range map[string]string{
		"numbers":   "* SEARCH" + strings.Repeat(" 12345", size/6) + "\r\n",
		"flags":     "* FLAGS (" + strings.Repeat("abcdefg ", size/8) + "a)\r\n",
		"text":      "* OK " + text + "\r\n",
		"code":      "* OK [X " + text + "] x\r\n",
		"continue":  "+ " + text + "\r\n",
		"name":      "* LIST () NIL " + literal + "\r\n",
		"extension": "* LIST () NIL x (x " + literal + ")\r\n",
		"esearch":   "* ESEARCH (MAILBOX " + literal + " UIDVALIDITY 1) x " + literal + "\r\n",
		"status":    "* STATUS x (x " + literal + ")\r\n",
		"unknown":   "* X " + literal + "\r\n",
		"quoted":    "* 1 FETCH (BODY[] \"" + text + "\")\r\n",
		"section":   "* 1 FETCH (BODY[] " + literal + ")\r\n",
		"envelope":  "* 1 FETCH (ENVELOPE (NIL " + literal + strings.Repeat(" NIL", 8) + "))\r\n",
		"tags":      "* 1 FETCH (X-GM-LABELS (" + strings.Repeat("abcdefg ", size/8) + "a))\r\n",
		"relevancy": "* ESEARCH RELEVANCY (1" + strings.Repeat(" 99", size/3) + ")\r\n",
		"preview":   "* 1 FETCH (PREVIEW " + literal + ")\r\n",
		"labels":    "* 1 FETCH (X-GM-LABELS (" + literal + "))\r\n",
		"item":      "* 1 FETCH (X " + literal + ")\r\n",
		"malformed": "* 1 FETCH (UID " + literal + ")\r\n",
	} {
		for range 10 { // the pools, which may keep what they like
			drain(t, response.NewReader(strings.NewReader(in), wire.Options{}))
		}
		for _, fresh := range []bool{false, true} {
			r := response.NewReader(strings.NewReader(in), wire.Options{})
			r.Fresh = fresh
			drain(t, r)
			with := heap()
			runtime.KeepAlive(r)
			if n := with - heap(); n > 64<<10 {
				t.Errorf("%s, fresh %v: a Reader keeps %d octets", name, fresh, n)
			}
		}
	}
}

// drain reads to the end of the stream.
func drain(t *testing.T, r *response.Reader) {
	for {
		x, err := r.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if f, ok := x.(*response.FetchStream); ok {
			for _, err := range f.Items() {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// heap returns how many octets are in use that are not garbage.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
