package wire

import (
	"strings"

	"imapkit.example/wire/internal/abnf"
)

// NOTE: where the argument of a response code ends.
//
// The grammar has it end at the first "]". Behind that stands a space; where
// none does, nothing but an error is left, unless the "]" is part of a quoted
// string, which extensions put there without regard to the rule. So what is
// legal is read as the RFC has it, and `[X "a]b"] text` as it was meant.

// quotedCodeLen returns the length of the argument at the start of b, where
// quoted strings may hold a "]", or 0 if that is not its form.
func quotedCodeLen(b []byte) int {
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case c == ']':
			return i
		case c == '"' && (i == 0 || b[i-1] == ' ' || b[i-1] == '('):
			n := quotedLen(b[i:])
			if n == 0 || !abnf.Is(b[i:i+n], abnf.Text) || i+n == len(b) || strings.IndexByte(" )]", b[i+n]) < 0 {
				return 0
			}
			i += n
		case abnf.Classes[c]&abnf.Text == 0:
			return 0
		default:
			i++
		}
	}
	return 0
}

// isCodeText reports whether s, with a "]" and a space behind it, is read as
// the argument of a response code.
func isCodeText(s string) bool {
	if !abnf.Is(s, abnf.Text) {
		return false
	}
	i := strings.IndexByte(s, ']')
	return i < 0 || !strings.HasPrefix(s[i+1:], " ") && quotedCodeLen([]byte(s+"] ")) == len(s)
}
