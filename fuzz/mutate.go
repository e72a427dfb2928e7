package fuzz

import "slices"

// fragments are what most often changes the meaning of IMAP.
var fragments = [...]string{
	" ", "(", ")", `"`, `\`, "{", "}", "[", "]", "<", ">", "*", "%", "+", "-", ".", ":", ",", "=", "/", "0", "1", "9", "a", "A", "~", "$",
	"\r", "\n", "\r\n", "\x00", "\x7f", "\x80", "é", "NIL", "()", `""`, "(x)", `\*`, "{1}\r\nx", "{1+}\r\nx", "~{1}\r\n\x00", "{0}\r\n",
	"{3}", "{3+}", "99999999999", "9223372036854775808", "00",
}

// Mutate returns a copy of b in which one or two things are changed: octets are
// dropped, replaced or repeated, or a piece of the language is put in. It does
// not change b.
func Mutate(b []byte, choose Choice) []byte {
	b = slices.Clone(b)
	for range 1 + choose(2) {
		i := choose(len(b) + 1)
		end := min(i+choose(8), len(b))
		piece := []byte(fragments[choose(len(fragments))])
		switch choose(6) {
		case 0: // drop one
			b = slices.Delete(b, i, min(i+1, len(b)))
		case 1: // drop some
			b = slices.Delete(b, i, end)
		case 2: // repeat some
			b = slices.Insert(b, end, slices.Clone(b[i:end])...)
		case 3: // put a piece in
			b = slices.Insert(b, i, piece...)
		case 4: // put a piece in the place of an octet
			b = slices.Replace(b, i, min(i+1, len(b)), piece...)
		case 5: // any octet
			b = slices.Replace(b, i, min(i+1, len(b)), byte(choose(256)))
		}
	}
	return b
}
