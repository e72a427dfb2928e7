package tag_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"imapkit.example/tag"
)

// tagChars is what RFC 9051, Section 9 leaves: CHAR (%x01-7F) without CTL,
// SP, ( ) { % * DQUOTE \ and +. The "]" is in.
const tagChars = "!#$&',-./0123456789:;<=>?@" +
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`" +
	"abcdefghijklmnopqrstuvwxyz|}~"

func TestParseEveryOctet(t *testing.T) {
	if len(tagChars) != 94-8 {
		t.Fatalf("%d characters written out, want all 94 printable ones but 8", len(tagChars))
	}
	for c := range 256 {
		want := c < 0x80 && strings.IndexByte(tagChars, byte(c)) >= 0
		for _, in := range [][]byte{{byte(c)}, {'A', byte(c)}, {byte(c), '1'}, {'A', byte(c), '1'}} {
			got, err := tag.Parse(in)
			if (err == nil) != want {
				t.Errorf("Parse(%q): error %v, want a tag: %v", in, err, want)
			}
			if err != nil && (!errors.Is(err, tag.ErrInvalid) || got != "") {
				t.Errorf("Parse(%q) = %q, %v", in, got, err)
			}
			if err == nil && string(got) != string(in) {
				t.Errorf("Parse(%q) = %q", in, got)
			}
			if tag.Tag(in).Valid() != want {
				t.Errorf("Tag(%q).Valid() = %v", in, !want)
			}
		}
	}
}

func TestParseLength(t *testing.T) {
	for _, tt := range []struct {
		n  int
		ok bool
	}{{0, false}, {1, true}, {tag.MaxLen, true}, {tag.MaxLen + 1, false}} {
		in := slices.Repeat([]byte("x"), tt.n)
		if _, err := tag.Parse(in); (err == nil) != tt.ok {
			t.Errorf("Parse of %d octets: %v", tt.n, err)
		}
		if tag.Tag(in).Valid() != tt.ok {
			t.Errorf("Valid of %d octets: %v", tt.n, !tt.ok)
		}
	}
}

func TestParseCopies(t *testing.T) {
	b := []byte("A1")
	got, err := tag.Parse(b)
	b[0] = 'B'
	if got != "A1" || err != nil {
		t.Errorf("Parse = %q, %v after its argument changed", got, err)
	}
}
