package command_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// accepted returns the grammar of all that is read strictly.
func accepted(t testing.TB) *fuzz.Grammar {
	text, err := os.ReadFile("testdata/accepted.abnf")
	if err != nil {
		t.Fatal(err)
	}
	g, err := fuzz.ParseGrammar(append(fuzz.CommandRules(), string(text))...)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// whole reads the one command that b is. It returns what stands behind it,
// which is not part of its value: the lines of AUTHENTICATE and IDLE.
func whole(b []byte) (c command.Command, lines []byte, err error) {
	r := command.NewReader(bytes.NewReader(b), wire.Options{})
	h, err := r.Next()
	if err == nil {
		c, err = r.Decode()
	}
	if err == nil {
		c, err = collect(c)
	}
	if err != nil {
		return nil, nil, err
	}
	end := r.Decoder().InputOffset()
	switch h.Name {
	case command.IdleName:
		err = r.Done()
	case command.AuthenticateName:
		for err == nil && r.Decoder().InputOffset() < int64(len(b)) {
			_, err = r.AuthData()
		}
	}
	if err == nil && r.Decoder().InputOffset() != int64(len(b)) {
		err = errors.New("octets are left")
	}
	return c, b[end:], err
}

// checkSentence reads the sentence s of g, and what it is written as, which
// must be a sentence too and is written the same again.
func checkSentence(g *fuzz.Grammar, s []byte) error {
	c, lines, err := whole(s)
	if err != nil {
		return err
	}
	out, err := encode("A1", c, wire.Options{})
	if errors.Is(err, literal.ErrNUL) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%#v: %w", c, err)
	}
	out += string(lines)
	again, lines, err := whole([]byte(out))
	if err != nil {
		return fmt.Errorf("written as %q: %w", out, err)
	}
	if second, err := encode("A1", again, wire.Options{}); err != nil || second+string(lines) != out {
		return fmt.Errorf("written as %q and then as %q, %v", out, second, err)
	}
	if !g.Match("command", []byte(out)) {
		return fmt.Errorf("written as %q, which is no sentence", out)
	}
	return nil
}

// All that the standards have is read and written within the standards.
func TestGrammar(t *testing.T) {
	g, r := fuzz.CommandGrammar(), rand.New(rand.NewPCG(1, 1))
	if err := fuzz.CheckGrammar(g, "command", 0, r.IntN, func(s []byte) error { return checkSentence(g, s) }); err != nil {
		t.Error(err)
	}
}

// Nothing is read but what the standards and testdata/accepted.abnf have.
func TestAccepted(t *testing.T) {
	g, r := accepted(t), rand.New(rand.NewPCG(1, 2))
	if err := fuzz.CheckGrammar(g, "command", 0, r.IntN, func(s []byte) error { return checkSentence(g, s) }); err != nil {
		t.Error(err)
	}
	if err := fuzz.CheckGrammar(g, "command", 3, r.IntN, func(s []byte) error { _, _, err := whole(s); return err }); err != nil {
		t.Error(err)
	}
}

// neverWritten are rules of forms that are read, and for which another one is
// written.
var neverWritten = []string{}

// The values of which the tests of round trips are made have every rule of the
// grammar in them.
func TestGenerated(t *testing.T) {
	values, g := valid(), fuzz.CommandGrammar()
	used := make(map[string]bool)
	for i := range 5000 {
		s, err := encode("A1", rapid.Custom(values.command).Example(i), wire.Options{UTF8: i%2 == 0})
		if err != nil {
			t.Fatal(err)
		}
		if s == "A1 IDLE\r\n" {
			s += "DONE\r\n"
		}
		for _, rule := range g.Derivation("command", []byte(s)) {
			used[rule] = true
		}
	}
	r := rand.New(rand.NewPCG(1, 3))
	for _, s := range g.Sentences("command", r.IntN) {
		for _, rule := range g.Derivation("command", s) {
			if !used[rule] && !slices.Contains(neverWritten, rule) {
				t.Errorf("rule %s is never written", rule)
				used[rule] = true
			}
		}
	}
}

// tooMuch reports whether err is that of a limit: the grammar has none.
func tooMuch(err error) bool {
	var limit *wire.LimitError
	return errors.As(err, &limit)
}

// FuzzGrammar looks for sentences and for what is none, by their choices.
func FuzzGrammar(f *testing.F) {
	g := accepted(f)
	f.Add([]byte{}, uint8(0))
	f.Fuzz(func(t *testing.T, choices []byte, mutations uint8) {
		choose := fuzz.Choices(choices)
		s := g.Sentence("command", choose)
		if err := checkSentence(g, s); tooMuch(err) {
			return
		} else if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		for range mutations % 4 {
			s = fuzz.Mutate(s, choose)
		}
		if _, _, err := whole(s); !tooMuch(err) && (err == nil) != g.Match("command", s) {
			t.Fatalf("%q: %v", s, err)
		}
	})
}
