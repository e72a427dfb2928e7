package fuzz

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// CheckSplit returns an error if events depends on how its input is cut into
// reads. events parses the whole of r and says what it found, one string for
// each thing worth telling apart: tokens, messages, errors with their offsets.
// It is called a number of times: for input as a whole, one octet at a time,
// and in pseudo-random pieces.
func CheckSplit(input []byte, events func(r io.Reader) []string) error {
	want := events(Whole(input))
	if err := sameEvents(want, events(OneByte(input))); err != nil {
		return fmt.Errorf("fuzz: one octet at a time: %w", err)
	}
	seed := uint64(crc32.ChecksumIEEE(input))
	for i := range uint64(6) {
		if err := sameEvents(want, events(Random(input, seed+i))); err != nil {
			return fmt.Errorf("fuzz: Random with seed %d: %w", seed+i, err)
		}
	}
	return nil
}

func sameEvents(want, got []string) error {
	for i := range max(len(want), len(got)) {
		w, g := "nothing", "nothing"
		if i < len(want) {
			w = fmt.Sprintf("%.200q", want[i])
		}
		if i < len(got) {
			g = fmt.Sprintf("%.200q", got[i])
		}
		if w != g || i < len(want) && want[i] != got[i] {
			return fmt.Errorf("event %d is %s, but %s if read as a whole", i, g, w)
		}
	}
	return nil
}

// CheckPrefixes returns an error if read accepts a message that is cut short.
// read parses one message from r. For the whole of message it must return nil,
// for each strict prefix of it io.ErrUnexpectedEOF, and for none of it io.EOF.
// Long messages are cut at some offsets only, those of short ones at all.
func CheckPrefixes(message []byte, read func(r io.Reader) error) error {
	if err := read(Whole(message)); err != nil {
		return fmt.Errorf("fuzz: whole message: %w", err)
	}
	if err := read(Whole(nil)); err != io.EOF {
		return fmt.Errorf("fuzz: empty stream: got error %v, want io.EOF", err)
	}
	for n := 1; n < len(message); n += 1 + n/512 {
		if err := read(Whole(message[:n])); !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("fuzz: cut at offset %d: got error %v, want io.ErrUnexpectedEOF", n, err)
		}
	}
	return nil
}

// errFault is what CheckFault injects.
var errFault = errors.New("fuzz: injected fault")

// CheckFault returns an error if read hides an error of its reader. read
// parses one message from r and is called with streams that fail within
// message; each time the error it returns must wrap that failure.
func CheckFault(message []byte, read func(r io.Reader) error) error {
	for n := 0; n < len(message); n += 1 + n/512 {
		for _, together := range []bool{false, true} {
			err := read(&FaultyReader{R: Whole(message), At: int64(n), Err: errFault, Together: together})
			if !errors.Is(err, errFault) {
				return fmt.Errorf("fuzz: fault at offset %d: got error %v, want the fault", n, err)
			}
		}
	}
	return nil
}

// errAccepted is what CheckGrammar finds wrong with octets that are taken.
var errAccepted = errors.New("accepted, but no sentence")

// CheckGrammar returns an error if parse does not take exactly the sentences of
// the rule: it must return nil for each of them, and an error for what is none.
// It is called with the sentences of [Grammar.Sentences], and with as many
// mutations of each as mutations says, which may be sentences or not. It tells of
// the first octets that are taken wrongly, and looks no further.
func CheckGrammar(g *Grammar, rule string, mutations int, choose Choice, parse func([]byte) error) error {
	if g.rules[strings.ToLower(rule)] == nil {
		return fmt.Errorf("fuzz: rule %s is not defined", rule)
	}
	for of, s := range g.Sentences(rule, choose) {
		if err := parse(s); err != nil {
			return fmt.Errorf("fuzz: rule %s: %q: %w", of, s, err)
		}
		for range mutations {
			if err := checkMember(g, rule, Mutate(s, choose), parse); err != nil {
				return fmt.Errorf("fuzz: rule %s: %w", of, err)
			}
		}
	}
	return nil
}

func checkMember(g *Grammar, rule string, b []byte, parse func([]byte) error) error {
	err := parse(b)
	switch match := g.Match(rule, b); {
	case match && err != nil:
		return fmt.Errorf("%q: %w", b, err)
	case !match && err == nil:
		return fmt.Errorf("%q: %w", b, errAccepted)
	}
	return nil
}
