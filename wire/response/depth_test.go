package response_test

import (
	"errors"
	"strings"
	"testing"

	"imapkit.example/wire"
)

// Each recursive rule at one below, at and one above the limit on nesting.
func TestDepth(t *testing.T) {
	const limit = 10
	part := `("A" "B" NIL NIL NIL "C" 0)`
	message := func(n int) string {
		const begin = `("MESSAGE" "RFC822" NIL NIL NIL "C" 0 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) `
		return strings.Repeat(begin, n-1) + part + strings.Repeat(" 0)", n-1)
	}
	for name, in := range map[string]func(n int) string{
		"multipart": func(n int) string {
			return "* 1 FETCH (BODY " + strings.Repeat("(", n-1) + part + strings.Repeat(` "M")`, n-1) + ")"
		},
		"message": func(n int) string { return "* 1 FETCH (BODY " + message(n) + ")" },
		"item":    func(n int) string { return "* 1 FETCH (X " + strings.Repeat("(", n) + strings.Repeat(")", n) + ")" },
		"unknown": func(n int) string { return "* X " + strings.Repeat("(a ", n) + "b" + strings.Repeat(")", n) },
		"body extension": func(n int) string {
			return `* 1 FETCH (BODYSTRUCTURE ("A" "B" NIL NIL NIL "C" 0 NIL NIL NIL NIL ` + strings.Repeat("(", n-1) + "1" + strings.Repeat(")", n-1) + "))"
		},
		"thread": func(n int) string {
			return "* THREAD " + strings.Repeat("(1 (2)", n-1) + "(3)" + strings.Repeat(")", n-1)
		},
		"ESEARCH result": func(n int) string { return "* ESEARCH X " + strings.Repeat("(", n) + strings.Repeat(")", n) },
		"LIST item": func(n int) string {
			return "* LIST () NIL x (X " + strings.Repeat("(", n-1) + strings.Repeat(")", n-1) + ")"
		},
		"URLFETCH": func(n int) string {
			return "* URLFETCH x (BODYPARTSTRUCTURE " + strings.Repeat("(", n-1) + part + strings.Repeat(` "M")`, n-1) + ")"
		},
		"CONVERTED": func(n int) string {
			return `* 1 CONVERTED (TAG "A") (X ` + strings.Repeat("(", n-1) + strings.Repeat(")", n-1) + ")"
		},
	} {
		for n := limit - 1; n <= limit+1; n++ {
			_, err := decode([]byte(in(n)+"\r\n"), wire.Options{Limits: wire.Limits{Depth: limit}})
			var x *wire.LimitError
			if n <= limit && err != nil || n > limit && (!errors.As(err, &x) || *x != wire.LimitError{Limit: "Depth", Max: limit}) {
				t.Errorf("%s: depth %d: %v", name, n, err)
			}
		}
		// A stack overflow cannot be recovered.
		if _, err := decode([]byte(in(100_000)+"\r\n"), wire.Options{}); err == nil {
			t.Errorf("%s: no limit", name)
		}
	}
}
