package wire_test

import (
	"io"
	"strings"
	"testing"

	"imapkit.example/wire"
	"pgregory.net/rapid"
)

var testWords = []string{
	"A", "UID", "FETCH", "STORE", "LISTRIGH", "LISTRIGHTS", "LISTRIGHTER", "RFC822", "RFC822.SIZE", "X-GM-MSGID", "X-GM-THRID",
	"BODY", "BODY.PEEK", "BINARY.SIZE", "AUTHENTICATE", "SAVEDATESUPPORTED", "12345678", "123456789",
}

// A table finds its words in any case and nothing else, and reads the words it
// finds, whatever stands behind them and wherever the buffer ends.
func TestWords(t *testing.T) {
	table := wire.NewWords(testWords, func(w string) int { return len(w) })
	none := wire.NewWords(nil, func(string) int { return 1 })
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(
			rapid.SampledFrom(testWords),
			rapid.StringMatching(`[A-Z0-9.-]{0,12}`),
			rapid.Map(rapid.SampledFrom(testWords), func(w string) string { return w[:len(w)-1] }),
			rapid.Map(rapid.SampledFrom(testWords), func(w string) string { return w + "S" }),
		).Draw(t, "word")
		known := false
		for _, w := range testWords {
			known = known || w == word
		}
		in := word
		if rapid.Bool().Draw(t, "lower") {
			in = strings.ToLower(word)
		}
		end := rapid.SampledFrom([]string{"", " ", "[", "(", ")", "<", "\"x\"", " and more of it"}).Draw(t, "end")
		d := wire.NewDecoder(strings.NewReader(in+end+"\r\n"), wire.Options{})
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
		n, ok := table.Read(d)
		if ok != known || known && n != len(word) {
			t.Fatalf("%q: %d, %v", in, n, ok)
		}
		if got := d.InputOffset(); known && got != int64(len(word)) || !known && got != 0 {
			t.Fatalf("%q: then at %d", in, got)
		}
		if n, ok := table.Find(in); ok != known || known && n != len(word) {
			t.Fatalf("Find %q: %d, %v", in, n, ok)
		}
		var b strings.Builder
		e := wire.NewEncoder(&b, wire.Options{})
		n, ok = table.Write(e, in)
		if want := known && in == word; ok != want || ok && n != len(word) {
			t.Fatalf("Write %q: %d, %v", in, n, ok)
		}
		if err := e.End(); err != nil || e.Flush() != nil {
			t.Fatal(err)
		}
		if want := word + "\r\n"; ok && b.String() != want || !ok && b.String() != "\r\n" {
			t.Fatalf("Write %q: %q", in, b.String())
		}
		if _, ok := none.Find(in); ok {
			t.Fatalf("an empty table has %q", in)
		}
	})
	// Octets that differ from a letter by the bit for its case are no letters.
	for c := range 256 {
		in := "U" + string([]byte{byte(c)}) + "D "
		d := newDecoder(in+"\r\n", wire.Options{})
		next(t, d)
		if _, ok := table.Read(d); ok != (c == 'I' || c == 'i') {
			t.Errorf("%q is found: %v", in, ok)
		}
	}
	// What is no word cannot get into a table, and so not on the wire.
	for _, w := range []string{"", "A B", "A\r\n", "\"A", "A_B", "a", strings.Repeat("X", 33)} {
		e := wire.NewEncoder(io.Discard, wire.Options{})
		table := wire.NewWords([]string{w}, func(string) int { return 1 })
		if _, ok := table.Write(e, w); ok {
			t.Errorf("%q is a word", w)
		}
		in := strings.ReplaceAll(w, "_", "\x7f")
		d := newDecoder(in+" and more than sixteen octets\r\n", wire.Options{})
		next(t, d)
		if _, ok := table.Read(d); ok {
			t.Errorf("%q is read as the word %q", in, w)
		}
	}
	d := newDecoder("\r\n", wire.Options{})
	if _, ok := table.Read(d); ok {
		t.Error("a word before a message has begun")
	}
}
