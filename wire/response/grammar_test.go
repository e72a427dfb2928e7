package response_test

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
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// accepted returns the grammar of all that is read strictly.
func accepted(t testing.TB) *fuzz.Grammar {
	text, err := os.ReadFile("testdata/accepted.abnf")
	if err != nil {
		t.Fatal(err)
	}
	g, err := fuzz.ParseGrammar(append(fuzz.ResponseRules(), string(text))...)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// whole reads the one response that b is.
func whole(b []byte) (response.Response, error) {
	r := response.NewReader(bytes.NewReader(b), wire.Options{})
	x, err := r.Next()
	if err == nil {
		x, err = collect(x)
	}
	if err == nil && r.Decoder().InputOffset() != int64(len(b)) {
		err = errors.New("octets are left")
	}
	return x, err
}

// checkSentence reads the sentence s of g, and what it is written as, which
// must be a sentence too and is written the same again.
func checkSentence(g *fuzz.Grammar, rule string, s []byte) error {
	x, err := whole(s)
	if err != nil {
		return err
	}
	out, err := encode(x, wire.Options{})
	if err != nil {
		if rewind(x); cannotBeWritten(x) {
			return nil
		}
		return fmt.Errorf("%#v: %w", x, err)
	}
	again, err := whole([]byte(out))
	if err != nil {
		return fmt.Errorf("written as %q: %w", out, err)
	}
	if second, err := encode(again, wire.Options{}); err != nil || second != out {
		return fmt.Errorf("written as %q and then as %q, %v", out, second, err)
	}
	if !g.Match(rule, []byte(out)) {
		return fmt.Errorf("written as %q, which is no sentence", out)
	}
	return nil
}

// All that the standards have is read and written within the standards.
func TestGrammar(t *testing.T) {
	g, r := fuzz.ResponseGrammar(), rand.New(rand.NewPCG(1, 1))
	for _, rule := range []string{"response", "greeting"} {
		if err := fuzz.CheckGrammar(g, rule, 0, r.IntN, func(s []byte) error { return checkSentence(g, rule, s) }); err != nil {
			t.Error(err)
		}
	}
}

// Nothing is read but what the standards and testdata/accepted.abnf have.
func TestAccepted(t *testing.T) {
	g, r := accepted(t), rand.New(rand.NewPCG(1, 2))
	if err := fuzz.CheckGrammar(g, "response", 0, r.IntN, func(s []byte) error { return checkSentence(g, "response", s) }); err != nil {
		t.Error(err)
	}
	if err := fuzz.CheckGrammar(g, "response", 3, r.IntN, func(s []byte) error { _, err := whole(s); return err }); err != nil {
		t.Error(err)
	}
}

// neverWritten are rules of forms that are read, and for which another one is
// written.
var neverWritten = []string{"rights-octets"}

// The values of which the tests of round trips are made have every rule of the
// grammar in them.
func TestGenerated(t *testing.T) {
	values, g := valid(), fuzz.ResponseGrammar()
	used := make(map[string]bool)
	note := func(rules []string) {
		for _, rule := range rules {
			used[rule] = true
		}
	}
	for i := range 5000 {
		s, err := encode(rapid.Custom(values.response).Example(i), wire.Options{UTF8: i%2 == 0})
		if err != nil {
			t.Fatal(err)
		}
		note(g.Derivation("response", []byte(s)))
		note(g.Derivation("greeting", []byte(s)))
	}
	r := rand.New(rand.NewPCG(1, 3))
	for _, root := range []string{"response", "greeting"} {
		for _, s := range g.Sentences(root, r.IntN) {
			for _, rule := range g.Derivation(root, s) {
				if !used[rule] && !slices.Contains(neverWritten, rule) {
					t.Errorf("rule %s is never written", rule)
					used[rule] = true
				}
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
		s := g.Sentence("response", choose)
		if err := checkSentence(g, "response", s); tooMuch(err) {
			return
		} else if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		for range mutations % 4 {
			s = fuzz.Mutate(s, choose)
		}
		if _, err := whole(s); !tooMuch(err) && (err == nil) != g.Match("response", s) {
			t.Fatalf("%q: %v", s, err)
		}
	})
}
