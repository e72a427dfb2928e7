package fuzz_test

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// Your own parser, held against streams that come in awkward pieces. This one
// takes what one Read gives it for a line, as many do.
func ExampleCheckSplit() {
	naive := func(r io.Reader) (events []string) {
		buf := make([]byte, 512)
		for {
			n, err := r.Read(buf)
			for line := range strings.Lines(string(buf[:n])) {
				events = append(events, line)
			}
			if err != nil {
				return events
			}
		}
	}
	careful := func(r io.Reader) (events []string) {
		lines := bufio.NewScanner(r)
		for lines.Scan() {
			events = append(events, lines.Text())
		}
		return events
	}
	imapkit := func(r io.Reader) (events []string) {
		in := command.NewReader(r, wire.Options{})
		for {
			h, err := in.Next()
			if err == io.EOF {
				return events
			}
			events = append(events, fmt.Sprint(h, err))
		}
	}
	input := []byte("a1 NOOP\r\na2 LOGIN {3+}\r\njoe secret\r\n")
	fmt.Println("naive fails:", fuzz.CheckSplit(input, naive) != nil)
	fmt.Println("careful:", fuzz.CheckSplit(input, careful))
	fmt.Println("imapkit:", fuzz.CheckSplit(input, imapkit))
	// Output:
	// naive fails: true
	// careful: <nil>
	// imapkit: <nil>
}
