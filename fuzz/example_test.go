package fuzz_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"

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

// The formal syntax, held against a parser in both directions. This one reads
// the days of SEARCH with package time, as may seem enough.
func ExampleCheckGrammar() {
	parse := func(b []byte) error {
		_, err := time.Parse("2-Jan-2006", string(b))
		return err
	}
	choose := rand.New(rand.NewPCG(1, 2)).IntN
	for _, rule := range []string{"date-text", "date"} {
		err := fuzz.CheckGrammar(fuzz.CommandGrammar(), rule, 0, choose, parse)
		fmt.Println(rule, "is read:", err == nil)
	}
	// Output:
	// date-text is read: true
	// date is read: false
}

// A parser that reads a part of IMAP is held against that part: rules of its own
// are put behind those of IMAP, whose names Grammar.Rules returns, and use or
// replace them. This one knows FETCH with FLAGS and UID, and takes words as they
// are most often written.
func ExampleParseGrammar() {
	rules := `
		mine     = "*" SP nz-number SP "FETCH" SP "(" item *(SP item) ")" CRLF
		item     = msg-att-dynamic / "UID" SP uniqueid
		msg-att-dynamic = "FLAGS" SP flag-list`
	g, err := fuzz.ParseGrammar(append(fuzz.ResponseRules(), rules)...)
	if err != nil {
		fmt.Println(err)
		return
	}
	line := regexp.MustCompile(`^\* [1-9]\d* FETCH \((FLAGS \([^()]*\)|UID [1-9]\d*)( (FLAGS \([^()]*\)|UID [1-9]\d*))*\)\r\n$`)
	parse := func(b []byte) error {
		if !line.Match(b) {
			return errors.New("no FETCH response")
		}
		return nil
	}
	fmt.Println(parse([]byte("* 1 FETCH (FLAGS (\\Seen) UID 4)\r\n")))
	err = fuzz.CheckGrammar(g, "mine", 0, rand.New(rand.NewPCG(1, 2)).IntN, parse)
	fmt.Println(err)
	// Output:
	// <nil>
	// fuzz: rule msg-att-dynamic: "* 6 fetch (flags ())\r\n": no FETCH response
}

// Traffic to measure a parser of your own with: here it is bufio.Scanner, which
// does less than any of them.
func ExampleWorkload() {
	for _, w := range fuzz.Workloads() {
		if w.Name != "flags" {
			continue
		}
		b := w.Generate(1 << 20)
		n := 0
		for lines := bufio.NewScanner(fuzz.Whole(b)); lines.Scan(); n++ {
			if n == 0 {
				fmt.Println(lines.Text())
			}
		}
		fmt.Println(len(b), "octets,", n, "messages")
	}
	// Output:
	// * 1 FETCH (UID 1 FLAGS (NonJunk \Seen) MODSEQ (715194045033))
	// 1048614 octets, 15113 messages
}
