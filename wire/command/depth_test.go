package command_test

import (
	"errors"
	"strings"
	"testing"

	"imapkit.example/wire"
)

// Each recursive rule at one below, at and one above the limit on nesting.
func TestDepth(t *testing.T) {
	const limit = 10
	for name, in := range map[string]func(n int) string{
		"NOT":   func(n int) string { return "A1 SEARCH " + strings.Repeat("NOT ", n-1) + "ALL" },
		"OR":    func(n int) string { return "A1 SEARCH " + strings.Repeat("OR ALL ", n-1) + "ALL" },
		"FUZZY": func(n int) string { return "A1 SEARCH " + strings.Repeat("FUZZY ", n-1) + "ALL" },
		"parentheses": func(n int) string {
			return "A1 SEARCH " + strings.Repeat("(", n-1) + "ALL" + strings.Repeat(")", n-1)
		},
		"mixed": func(n int) string {
			return "A1 SEARCH " + strings.Repeat("(NOT ", (n-1)/2) + strings.Repeat("(", (n-1)%2) + "ALL" + strings.Repeat(")", (n-1)%2+(n-1)/2)
		},
		"return option": func(n int) string {
			return "A1 SEARCH RETURN (X " + strings.Repeat("(", n-1) + strings.Repeat(")", n-1) + ") ALL"
		},
		"section-part": func(n int) string { return "A1 FETCH 1 BODY[" + strings.Repeat("1.", n-1) + "1]" },
		"unknown":      func(n int) string { return "A1 X " + strings.Repeat("(", n) + strings.Repeat(")", n) },
		"params": func(n int) string {
			return "A1 CREATE x (Y " + strings.Repeat("(", n-1) + strings.Repeat(")", n-1) + ")"
		},
	} {
		for n := limit - 1; n <= limit+1; n++ {
			_, _, err := decode([]byte(in(n)+"\r\n"), wire.Options{Limits: wire.Limits{Depth: limit}})
			var x *wire.LimitError
			if n <= limit && err != nil || n > limit && (!errors.As(err, &x) || *x != wire.LimitError{Limit: "Depth", Max: limit}) {
				t.Errorf("%s: depth %d: %v", name, n, err)
			}
			// An Encoder writes what its peer reads.
			_, c, err := decode([]byte(in(n)+"\r\n"), wire.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := encode("A1", c, wire.Options{Limits: wire.Limits{Depth: limit}}); n <= limit && err != nil || n > limit && !errors.Is(err, wire.ErrEncode) && name != "params" && name != "return option" {
				t.Errorf("%s: depth %d is written: %v", name, n, err)
			}
		}
		opts := wire.Options{Limits: wire.Limits{Line: 1 << 20}}
		if _, _, err := decode([]byte(in(100_000)+"\r\n"), opts); err == nil {
			t.Errorf("%s: no limit", name)
		}
	}
}
