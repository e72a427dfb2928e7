package command_test

import (
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// Search keys are counted over the whole command, wherever they stand.
func TestSearchKeyLimit(t *testing.T) {
	for _, test := range []struct {
		keys string
		ok   bool
	}{
		{"1 2 3 4 5", true},
		{"1 2 3 4 5 6", false},
		{"NOT NOT NOT NOT 1", true},
		{"NOT NOT NOT NOT NOT 1", false},
		{"OR 1 2 OR 3 4", false},
		{"TEXT {1+}\r\nx TEXT {1+}\r\nx 1 2 3", true},
		{"TEXT {1+}\r\nx TEXT {1+}\r\nx 1 2 3 4", false},
	} {
		r := command.NewReader(strings.NewReader("a SEARCH "+test.keys+"\r\n"), wire.Options{Limits: wire.Limits{Items: 5}})
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		_, err := r.Decode()
		var limit *wire.LimitError
		if test.ok && err != nil || !test.ok && (!errors.As(err, &limit) || limit.Limit != "Items") {
			t.Errorf("%q: %v", test.keys, err)
		}
	}
}

// A large command does not pin its memory behind it.
func TestReaderMemory(t *testing.T) {
	flags := "(" + strings.Repeat("a ", 9000) + "a)"
	for _, input := range []string{
		"a SEARCH" + strings.Repeat(" 1", 9000) + "\r\nb NOOP\r\n",
		"b NOOP\r\na APPEND x " + flags + " {1+}\r\nx\r\n",
		"b NOOP\r\na APPEND x X-EXT (" + flags + ") {1+}\r\nx\r\n",
		"b NOOP\r\na REPLACE 1 x " + flags + " {1+}\r\nx\r\n",
	} {
		testReaderMemory(t, input)
	}
}

func testReaderMemory(t *testing.T, input string) {
	readers := make([]*command.Reader, 50)
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	for i := range readers {
		readers[i] = command.NewReader(strings.NewReader(input), wire.Options{})
		for range 2 {
			if _, err := readers[i].Next(); err != nil {
				t.Fatal(err)
			}
			c, err := readers[i].Decode()
			if err != nil {
				t.Fatal(err)
			}
			if s, ok := c.(interface {
				Next() (*command.AppendMessage, error)
			}); ok {
				for err == nil {
					_, err = s.Next()
				}
				if err != io.EOF {
					t.Fatal(err)
				}
			}
		}
		readers[i].Next() // waits for a third one
	}
	if each := (heap() - before) / int64(len(readers)); each > 16<<10 {
		t.Errorf("%.15q: a reader at rest keeps %d octets", input, each)
	}
	runtime.KeepAlive(readers)
}
