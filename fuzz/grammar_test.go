package fuzz_test

import (
	"bytes"
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"imapkit.example/fuzz"
)

func parse(t *testing.T, text string) *fuzz.Grammar {
	t.Helper()
	g, err := fuzz.ParseGrammar(text)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

const toy = `
list    = "(" [item *(SP item)] ")"    ; with ; in a comment
item    = 1*2DIGIT / "nil" / %x61-63
        / list
item    =/ quoted
quoted  = DQUOTE *4(%x61-63 / ";" / "\" DQUOTE) DQUOTE
number  = <0..300>
nz      = <1..300>
word    = 1*ALPHA
other   = <word but not nil>
nil     = "NIL"
literal-plus = ["+"]
any     = *OCTET
lit     = <literal of word>
lit8    = <literal8 of any>
two     = 2lit
free    = SP
`

func TestMatch(t *testing.T) {
	g := parse(t, toy)
	for _, x := range []struct{ rule, yes, no string }{
		{"list", "()|(1)|(12 NIL)|(a b c)|(() ((c)))|(\"\")|(\"a;\\\"\")|(Nil)", "|(|)|(1 )|( 1)|(123)|(A)|(d)|(\"aaaaa\")|(\"\\\")|((1)(2))|() "},
		{"LIST", "()", ""},
		{"number", "0|300|007|00300", "301|-1|99999999999999999999|+1|1 "},
		{"nz", "1|300", "0|01|301"},
		{"other", "ni|nill|x", "nil|NIL|nIl|1"},
		{"lit", "{1}\r\na|{02+}\r\nab", "{0}\r\n|{1}\r\n1|{2}\r\na|{1}\na|{1+ }\r\na|{}\r\n|{-1}\r\n|{9223372036854775808}\r\na|~{1}\r\na"},
		{"lit8", "~{0}\r\n|~{3+}\r\n\x00\r\n", "{0}\r\n|~{3}\r\n\x00\r"},
		{"two", "{1}\r\na{1}\r\nb", "{1}\r\na|{2}\r\nab"},
	} {
		for _, s := range strings.Split(x.yes, "|") {
			if !g.Match(x.rule, []byte(s)) || g.Derivation(x.rule, []byte(s)) == nil {
				t.Errorf("%s: %q is none", x.rule, s)
			}
		}
		for _, s := range strings.Split(x.no, "|") {
			if s != "" && (g.Match(x.rule, []byte(s)) || g.Derivation(x.rule, []byte(s)) != nil) {
				t.Errorf("%s: %q is one", x.rule, s)
			}
		}
	}
	if got, want := strings.Join(g.Derivation("list", []byte(`(1 ("a") nil)`)), " "), "DIGIT DQUOTE SP item list quoted"; got != want {
		t.Errorf("derivation: got %s, want %s", got, want)
	}
	if got, want := strings.Join(g.Derivation("two", []byte("{1}\r\na{1+}\r\nb")), " "), "ALPHA lit literal-plus two word"; got != want {
		t.Errorf("derivation: got %s, want %s", got, want)
	}
}

func TestParseGrammar(t *testing.T) {
	for text, want := range map[string]string{
		"a = b\n":                            "rule b is not defined",
		"a =/ \"x\"\n":                       "=/ without =",
		"= \"x\"\n":                          "no name",
		"a \"x\"\n":                          "no =",
		"a = (\"x\"\n":                       `no ")"`,
		"a = [\"x\"\n":                       `no "]"`,
		"a = \"x\n":                          `no "\""`,
		"a = <1..2\n":                        `no ">"`,
		"a = \"x\" )\n":                      "is left",
		"a = \"x\" /\n":                      "no element",
		"a = ?\n":                            "is no element",
		"a = %o12\n":                         "is no value",
		"a = %x\n":                           "is no value",
		"a = %x41-G\n":                       "is no value",
		"a = %x41.\n":                        "is no value",
		"a = %x100\n":                        "is no value",
		"a = %xFF-00\n":                      "is no value",
		"a = %d256\n":                        "is no value",
		"a = %b2\n":                          "is no value",
		"a = %s\n":                           "is no value",
		"a = 2*1\"x\"\n":                     "2 to 1 times is never",
		"a = 0\"x\"\n":                       "0 to 0 times is never",
		"a = a \"x\" / \"y\"\n":              "rule a begins with itself",
		"a = [SP] b\nb = \"\" (\"y\" / a)\n": "begins with itself",
		"a = <b but not a>\nb = SP\n":        "begins with itself",
		"a = a\n":                            "begins with itself",
		"a = SP b\nb = SP a\n":               "has no sentence that ends",
		"a = SP <literal of a>\nliteral-plus = [\"+\"]\n": "rule a has no sentence that ends",
		"a = <2..1>\n":          "is no range",
		"a = <x..1>\n":          "is no range",
		"a = <anything>\n":      "is nothing known",
		"a = <text of a>\n":     "is nothing known",
		"a = <literal of a>\n":  "rule literal-plus is not defined",
		"a = <a but not b>\n":   "rule b is not defined",
		"a = \"x\"\nb = 2(c)\n": "rule c is not defined",
	} {
		if _, err := fuzz.ParseGrammar(text); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "%!") {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
	indented := parse(t, "\tcrlf = %d13.10\n\twords = %s\"aB\"\n\t\t%i\"c\" %b1100001-1100010 %x78 %s\"\"\r\n\n\t; a comment\n\tnested = [nested2 SP] \"x\"\n\tnested2 = \"(\" nested \")\"\n")
	for s, want := range map[string]string{"\r\n": "crlf", "aBcax": "words", "aBCbX": "", "abcax": "", "aBcAx": "", "((x) x) x": "nested"} {
		if rule := cmp.Or(want, "words"); indented.Match(rule, []byte(s)) != (want != "") {
			t.Errorf("%s: %q is one: %v", rule, s, want == "")
		}
	}
	// A text replaces and adds to rules of the one in front.
	g, err := fuzz.ParseGrammar("a = \"x\" / b\nb = \"y\"\n", "B = \"z\"\na =/ \"v\"\na =/ \"w\"\n")
	if err != nil {
		t.Fatal(err)
	}
	for s, want := range map[string]bool{"x": true, "y": false, "z": true, "v": true, "w": true} {
		if g.Match("a", []byte(s)) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
	if rules := g.Rules(); !slices.Equal(rules[len(rules)-2:], []string{"a", "b"}) {
		t.Errorf("rules are %q", rules)
	}
}

// Sentences match, and what there is a choice of occurs in them.
func TestSentences(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, x := range []struct {
		g     *fuzz.Grammar
		rule  string
		least int
	}{
		{parse(t, toy), "list", 12}, {parse(t, toy), "two", 5},
		{fuzz.CommandGrammar(), "command", 700}, {fuzz.ResponseGrammar(), "response", 700}, {fuzz.ResponseGrammar(), "greeting", 250},
	} {
		n := 0
		for rule, s := range x.g.Sentences(x.rule, r.IntN) {
			if n++; !x.g.Match(x.rule, s) {
				t.Errorf("%s: %q is no sentence of %s", rule, s, x.rule)
			}
		}
		if n < x.least {
			t.Errorf("%d sentences of %s, want %d", n, x.rule, x.least)
		}
	}
}

// Choices makes the same choices again, whatever there is to choose from.
func TestChoices(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	g := fuzz.ResponseGrammar()
	for range 500 {
		b := make([]byte, r.IntN(40))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		s := g.Sentence("response", fuzz.Choices(b))
		if !g.Match("response", s) || !bytes.Equal(s, g.Sentence("response", fuzz.Choices(b))) {
			t.Errorf("choices %x make %q", b, s)
		}
	}
	if s := fuzz.CommandGrammar().Sentence("initial-resp", fuzz.Choices(nil)); !fuzz.CommandGrammar().Match("initial-resp", s) {
		t.Errorf("without choices: %q", s)
	}
	choose := fuzz.Choices([]byte{1, 1, 2})
	if got := []int{choose(1), choose(256), choose(1 << 16), choose(9)}; !slices.Equal(got, []int{0, 1, 258, 0}) {
		t.Errorf("got %v", got)
	}
}

func TestMutate(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	seen := map[string]bool{}
	for range 1000 {
		b := []byte("* 1 EXISTS\r\n")
		seen[string(fuzz.Mutate(b, r.IntN))] = true
		if string(b) != "* 1 EXISTS\r\n" {
			t.Fatalf("changed to %q", b)
		}
		fuzz.Mutate(nil, r.IntN)
	}
	if len(seen) < 700 {
		t.Errorf("%d mutations", len(seen))
	}
}

func TestCheckGrammar(t *testing.T) {
	g := parse(t, toy)
	refused := errors.New("refused")
	exact := func(b []byte) error {
		if !g.Match("list", b) {
			return refused
		}
		return nil
	}
	for name, x := range map[string]struct {
		parse func(b []byte) error
		ok    bool
	}{
		"exact":         {exact, true},
		"takes all":     {func([]byte) error { return nil }, false},
		"takes nothing": {func([]byte) error { return refused }, false},
		"no quotes": {func(b []byte) error {
			if bytes.Contains(b, []byte{'"'}) {
				return refused
			}
			return exact(b)
		}, false},
		"spaces": {func(b []byte) error { return exact(bytes.ReplaceAll(b, []byte("  "), []byte(" "))) }, false},
	} {
		r := rand.New(rand.NewPCG(5, 6))
		if err := fuzz.CheckGrammar(g, "list", 100, r.IntN, x.parse); (err == nil) != x.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A rule that does not exist has no sentences, and nothing is held against it.
	r := rand.New(rand.NewPCG(5, 6))
	if g.Sentence("none", r.IntN) != nil || g.Match("none", nil) || g.Derivation("none", nil) != nil {
		t.Error("a rule that is not defined has sentences")
	}
	if err := fuzz.CheckGrammar(g, "none", 1, r.IntN, exact); err == nil {
		t.Error("a rule that is not defined was checked")
	}
}
