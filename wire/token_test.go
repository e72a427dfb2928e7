package wire_test

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
)

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// tokens returns the tokens of all messages of a stream and what became of it.
func tokens(r io.Reader, opts wire.Options) (events []string) {
	d := wire.NewDecoder(r, opts)
	for {
		if err := d.Next(); err != nil {
			return append(events, "next: "+err.Error(), fmt.Sprint(d.InputOffset()))
		}
		for {
			tok, err := d.ReadToken()
			if err != nil {
				events = append(events, err.Error())
				break
			}
			if tok.Kind == wire.KindCRLF {
				events = append(events, fmt.Sprint("end ", d.InputOffset()))
				break
			}
			events = append(events, tokenText(tok, d.TokenLiteral()))
		}
	}
}

func tokenText(tok wire.Token, lit *literal.Reader) string {
	s := tok.Kind.String()
	if tok.Space {
		s = "_" + s
	}
	if lit != nil {
		b, err := lit.Append(nil)
		return fmt.Sprintf("%s %v %q %v", s, lit.Header(), b, err)
	}
	if tok.Bytes != nil {
		s += " " + string(tok.Bytes)
	}
	return s
}

func TestReadToken(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"A1 12 \\Seen a]b * \\*", `atom A1,_number 12,_flag \Seen,_astring a]b,_word *,_word \*`},
		{`\ \1 \a]b \Se*n a\b \\a + 1]`, `word \,_flag \1,_word \a]b,_word \Se*n,_word a\b,_word \\a,_atom +,_astring 1]`},
		{`a "" "b\"c" (d "e" () NIL)`, `atom a,_quoted ,_quoted b"c,_list begin,atom d,_quoted e,_list begin,list end,_atom NIL,list end`},
		{"(a)(b) x(y)", "list begin,atom a,list end,list begin,atom b,list end,_atom x,list begin,atom y,list end"},
		{"{3}\r\na b ~{1}\r\n\x00 ~x ~", `literal {3} "a b" <nil>,_literal ~{1} "\x00" <nil>,_atom ~x,_atom ~`},
		{"BODY[HEADER.FIELDS (A)] {0}\r\n", `atom BODY[HEADER.FIELDS,_list begin,atom A,list end,astring ],_literal {0} "" <nil>`},
		{"", ""},
		{"a ‸", "value"},
		{"a ‸ b", "value"},
		{"a‸\"b\"", "SP"},
		{"a‸{1}\r\nx", "SP"},
		{"\"a\"‸b", "SP"},
		{"\"a\"‸\"b\"", "SP"},
		{"\"a\\\"\"‸{1}\r\nx", "SP"},
		{"{1}\r\na‸b", "SP"},
		{"{1}\r\na‸{1}\r\nb", "SP"},
		{"{1}\r\na‸\"b\"", "SP"},
		{"a‸\x00", "SP"},
		{"‸\x00", "CRLF"},
		{" ‸\xff", "value"},
		{"\"a‸", "quoted"},
		{"~{‸a}", "literal8"},
		{"‸{1+}\r\na", "literal8"},
		{"a‸\n", "SP"},
		{"a\r‸a", "CRLF"},
	} {
		in := strings.Replace(tt.in, "‸", "", 1) + "\r\n"
		d := newDecoder(in, wire.Options{})
		next(t, d)
		var got []string
		for {
			tok, err := d.ReadToken()
			if err != nil {
				var e *wire.SyntaxError
				if i := strings.Index(tt.in, "‸"); !errors.As(err, &e) || e.Offset != int64(i) || e.Rule != tt.want {
					t.Errorf("%q: %v, want %s", tt.in, err, tt.want)
				}
				if _, again := d.ReadToken(); again != err {
					t.Errorf("%q: then %v", tt.in, again)
				}
				break
			}
			if tok.Kind == wire.KindCRLF {
				if s := strings.Join(got, ","); s != tt.want {
					t.Errorf("%q:\n got %s\nwant %s", tt.in, s, tt.want)
				}
				break
			}
			got = append(got, tokenText(tok, d.TokenLiteral()))
		}
		for _, opts := range []wire.Options{{}, onServer} {
			if err := fuzz.CheckSplit([]byte(in), func(r io.Reader) []string { return tokens(r, opts) }); err != nil {
				t.Errorf("%q: %v", tt.in, err)
			}
		}
	}
}

func TestWalkValue(t *testing.T) {
	stop := errors.New("stop")
	for _, tt := range []struct {
		in, want string
		err      error
	}{
		{"", "", nil},
		{"a", "atom a", nil},
		{"a (1 {1}\r\nx \"y\") ~{1+}\r\n\x00", `atom a,_list begin,number 1,_literal x,_quoted y,list end,_literal ` + "\x00", nil},
		{"a stop b", "atom a,_atom stop", stop},
		{"(a", "", wire.ErrEncode},
		{"a)", "", wire.ErrEncode},
		{"a\r\nb", "", wire.ErrEncode},
		{"a ", "", wire.ErrEncode},
		{"{2}\r\nx", "", wire.ErrEncode},
	} {
		var got []string
		err := wire.WalkValue(wire.Value(tt.in), func(tok wire.Token) error {
			got = append(got, tokenText(tok, nil))
			if string(tok.Bytes) == "stop" {
				return stop
			}
			return nil
		})
		if s := strings.Join(got, ","); s != tt.want || !errors.Is(err, tt.err) || err != nil && tt.err == nil {
			t.Errorf("%q: got %s, %v", tt.in, s, err)
		}
	}
	v := wire.Value("{300000}\r\n" + strings.Repeat("x", 300000) + strings.Repeat(" {0+}\r\n", 1000))
	n := 0
	if err := wire.WalkValue(v, func(wire.Token) error { n++; return nil }); n != 1001 || err != nil {
		t.Errorf("%d tokens, %v", n, err)
	}
	if c := v.Clone(); &c[0] == &v[0] || string(c) != string(v) {
		t.Error("Clone is no copy")
	}
}

// Words of all octets, one or two of them or some that have a meaning, are the
// tokens that a look at one octet after the other makes of them.
func TestReadTokenOctets(t *testing.T) {
	check := func(word string) {
		kind := slowKind(word)
		for _, tt := range []struct{ before, behind string }{{"", ""}, {"x ", " y"}, {"(", ") and what else the line has"}, {"", "\r\nA2"}} {
			in := tt.before + word + tt.behind + "\r\n"
			for _, r := range []io.Reader{fuzz.Whole([]byte(in)), fuzz.OneByte([]byte(in))} {
				d := wire.NewDecoder(r, wire.Options{})
				next(t, d)
				if tt.before != "" {
					_, _ = d.ReadToken()
				}
				tok, err := d.ReadToken()
				if kind != tok.Kind || err == nil && (string(tok.Bytes) != word || tok.Space != (tt.before == "x ")) {
					t.Fatalf("%q in %q: %v %q, %v, want %v", word, in, tok.Kind, tok.Bytes, err, kind)
				}
			}
		}
	}
	// What ends a token or begins another one is no part of a word.
	const ends = " ()\r\n{\""
	for a := range 256 {
		one := string([]byte{byte(a)})
		if strings.Contains(ends, one) {
			continue
		}
		check(one)
		for b := range 256 {
			if two := one + string([]byte{byte(b)}); !strings.ContainsAny(two[1:], ends) {
				check(two)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		check(rapid.StringOfN(rapid.SampledFrom([]rune("aZ19\\]%*+~\x00\x7f\té")), 1, 12, -1).Draw(t, "word"))
	})
}

// slowKind is the kind of the token that is word and nothing else.
func slowKind(word string) wire.Kind {
	for i := range len(word) {
		if word[i] <= ' ' || word[i] >= 0x7f {
			return wire.KindInvalid
		}
	}
	all := func(s, but string) bool { return s != "" && !strings.ContainsAny(s, but) }
	switch {
	case strings.Trim(word, "0123456789") == "":
		return wire.KindNumber
	case all(word, `%*\]`):
		return wire.KindAtom
	case all(word, `%*\`):
		return wire.KindAString
	case word[0] == '\\' && all(word[1:], `%*\]`):
		return wire.KindFlag
	}
	return wire.KindWord
}
