package wire_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/tag"
	"imapkit.example/wire"
)

// A rule is one rule of the grammar with the codec that reads and writes it, and
// the values it is for.
type rule struct {
	name  string // in the grammar of commands, or in ownRules
	codec string
	check func(t *rapid.T, opts wire.Options)
}

// ownRules are those for which the standards have no name.
const ownRules = `
text-or-none = [text]
text         = 1*(TEXT-CHAR / UTF8-2 / UTF8-3 / UTF8-4)
code-text    = 1*(%x01-09 / %x0B-0C / %x0E-5C / %x5E-7F)
flag-perm    = flag / "\*"
extension    = tagged-ext-label [SP tagged-ext-val]
any-args     = *(SP any-value)
partial-opt  = [partial]
astring-list = "(" astring *(SP astring) ")"
gmail-number = <0..18446744073709551615>
list-flags   = "(" [flag-extension *(SP flag-extension)] ")"
`

// of makes the check that what is written of a value is read as the same value.
func of[T any](values *rapid.Generator[T], write func(*wire.Encoder, T), read func(*wire.Decoder) T) func(*rapid.T, wire.Options) {
	return func(t *rapid.T, opts wire.Options) {
		v := values.Draw(t, "value")
		var out bytes.Buffer
		opts.Literals = literal.Plus
		e := wire.NewEncoder(&out, opts)
		write(e, v)
		if err := errors.Join(e.End(), e.Flush()); err != nil {
			t.Fatalf("%#v: %v", v, err)
		}
		opts.Side = wire.Client + wire.Server - opts.Side
		d := wire.NewDecoder(bytes.NewReader(out.Bytes()), opts)
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
		got := read(d)
		if err := d.End(); err != nil || d.InputOffset() != int64(out.Len()) || !reflect.DeepEqual(v, got) {
			t.Fatalf("%#v is written as %q and read as %#v: %v", v, out.Bytes(), got, err)
		}
	}
}

func setOf(d *wire.Decoder, read func(*wire.Decoder, *wire.Set)) (s wire.Set) {
	read(d, &s)
	return s
}

var (
	anyText = rapid.Map(hostile, func(s string) string { return strings.ReplaceAll(s, "\x00", "") })
	atoms   = rapid.StringOfN(rapid.SampledFrom([]rune("abXYZ019!#$&',-./:;<=>?@[^_`|}~+")), 1, 20, -1)
	labels  = rapid.StringMatching(`[A-Za-z_.-][A-Za-z0-9_.:-]{0,9}`)
	flags   = rapid.Custom(func(t *rapid.T) wire.Flag {
		return wire.Flag(`\`[:rapid.IntRange(0, 1).Draw(t, "system")] + atoms.Draw(t, "atom"))
	})
	names = rapid.OneOf(rapid.Just("INBOX"), rapid.StringOf(rapid.SampledFrom([]rune("ab /.&-\"\\*%{}()éж😀")))).
		Filter(func(s string) bool { return s == "INBOX" || !strings.EqualFold(s, "INBOX") })
	values = rapid.Map(rapid.SampledFrom([]string{
		"1", "1:*,5", "$", `"a \" b"`, "(a (b \"c\") d)", "()", "((a)(b))", "*a", // literals are in FuzzValue
	}), func(s string) wire.Value { return wire.Value(s) })
	nstrings = rapid.OneOf(rapid.Just(wire.NString{}), rapid.Map(anyText, wire.Some))
	uids     = rapid.Map(rapid.SliceOfN(rapid.Uint32Min(1), 2, 6), func(list []uint32) (s wire.Set) {
		for i := range len(list) / 2 {
			s.Ranges = append(s.Ranges, wire.Range{First: list[2*i], Last: list[2*i+1]})
		}
		return s
	})
	sets = rapid.OneOf(uids, rapid.Just(wire.Set{Saved: true, Ranges: []wire.Range{}}), rapid.Map(uids, func(s wire.Set) wire.Set {
		s.Ranges[0].Last = wire.Star
		return s
	}))
	dates = rapid.Map(rapid.Int64Range(-62167219200, 253402300799), func(n int64) time.Time { return time.Unix(n, 0).UTC() })
	parts = rapid.SliceOfN(rapid.Uint32Min(1), 1, 5)
)

func sections(t *rapid.T) (s wire.Section) {
	if rapid.Bool().Draw(t, "part") {
		s.Part = parts.Draw(t, "numbers")
	}
	texts := []wire.SectionText{"", wire.SectionHeader, wire.SectionTextOnly, wire.SectionHeaderFields, wire.SectionHeaderFieldsNot, wire.SectionMIME}
	if s.Part == nil {
		texts = texts[:5]
	}
	if s.Text = rapid.SampledFrom(texts).Draw(t, "text"); strings.Contains(string(s.Text), "FIELDS") {
		s.Fields = rapid.SliceOfN(anyText, 1, 3).Draw(t, "fields")
	}
	return s
}

// rules has one row for each rule.
func rules() []rule {
	return []rule{
		{"atom", "atom", of(atoms, (*wire.Encoder).Atom, (*wire.Decoder).Atom)},
		{"atom", "atom view", of(atoms, (*wire.Encoder).Atom, func(d *wire.Decoder) string { return string(d.AtomView()) })},
		{"tag", "tag", of(rapid.Map(atoms, func(s string) tag.Tag { return tag.Tag(strings.ReplaceAll(s, "+", "]")) }), (*wire.Encoder).Tag, (*wire.Decoder).Tag)},
		{"label", "keyword", of(labels, (*wire.Encoder).Keyword, func(d *wire.Decoder) string { return string(d.KeywordView("label")) })},
		{"number", "number", of(rapid.Uint32(), (*wire.Encoder).Number, (*wire.Decoder).Number)},
		{"nz-number", "nz-number", of(rapid.Uint32Min(1), (*wire.Encoder).NzNumber, (*wire.Decoder).NzNumber)},
		{"number64", "number64", of(rapid.Int64Min(0), (*wire.Encoder).Number64, (*wire.Decoder).Number64)},
		{"nz-number64", "nz-number64", of(rapid.Int64Min(1), (*wire.Encoder).Number64, (*wire.Decoder).NzNumber64)},
		{"gmail-number", "unsigned64", of(rapid.Uint64(), (*wire.Encoder).Unsigned64, (*wire.Decoder).Unsigned64)},
		{"mod-sequence-value", "mod-sequence", of(rapid.Uint64Range(1, 1<<63-1), func(e *wire.Encoder, n uint64) { e.ModSeq(n, false) }, func(d *wire.Decoder) uint64 { return d.ModSeq(false) })},
		{"mod-sequence-valzer", "mod-sequence0", of(rapid.Uint64Max(1<<63-1), func(e *wire.Encoder, n uint64) { e.ModSeq(n, true) }, func(d *wire.Decoder) uint64 { return d.ModSeq(true) })},
		{"astring", "astring", of(anyText, (*wire.Encoder).AString, (*wire.Decoder).AString)},
		{"astring", "shared", of(anyText, (*wire.Encoder).AString, (*wire.Decoder).SharedAString)},
		{"flag-keyword", "flag-keyword", of(atoms, (*wire.Encoder).Atom, func(d *wire.Decoder) string { return string(d.FlagKeyword()) })},
		{"astring", "append astring", of(anyText, (*wire.Encoder).AString, func(d *wire.Decoder) string { return string(d.AppendAString(nil)) })},
		{"string", "string", of(anyText, (*wire.Encoder).String, (*wire.Decoder).String)},
		{"string", "append string", of(anyText, (*wire.Encoder).String, func(d *wire.Decoder) string { return string(d.AppendString(nil)) })},
		{"string", "gather string", of(anyText, (*wire.Encoder).String, func(d *wire.Decoder) string {
			return gathered(d, (*wire.Decoder).GatherString).String
		})},
		{"nstring", "nstring", of(nstrings, (*wire.Encoder).NString, (*wire.Decoder).NString)},
		{"nstring", "gather nstring", of(nstrings, (*wire.Encoder).NString, func(d *wire.Decoder) wire.NString {
			return gathered(d, (*wire.Decoder).GatherNString)
		})},
		{"nstring", "append nstring", of(nstrings, (*wire.Encoder).NString, func(d *wire.Decoder) wire.NString {
			b, ok := d.AppendNString(nil)
			return wire.NString{String: string(b), Valid: ok}
		})},
		{"value", "nstring8", of(rapid.OneOf(nstrings, rapid.Map(hostile, wire.Some)), (*wire.Encoder).NString8, (*wire.Decoder).NString8)},
		{"flag", "flag", of(flags, (*wire.Encoder).Flag, (*wire.Decoder).Flag)},
		{"flag-perm", "flag-perm", of(rapid.OneOf(flags, rapid.Just(wire.AnyFlag)), (*wire.Encoder).FlagPerm, (*wire.Decoder).FlagPerm)},
		{"flag-list", "flag-list", of(rapid.SliceOfN(flags, 1, 4), (*wire.Encoder).Flags, func(d *wire.Decoder) []wire.Flag { return d.Flags(nil) })},
		{"list-flags", "mbx-list-flags", of(rapid.SliceOfN(rapid.Map(atoms, func(s string) string { return `\` + s }), 1, 4), (*wire.Encoder).MbxListFlags,
			func(d *wire.Decoder) []string { return d.MbxListFlags(nil) })},
		{"mailbox", "mailbox", of(names, (*wire.Encoder).Mailbox, (*wire.Decoder).Mailbox)},
		{"string", "mailbox str", of(names, (*wire.Encoder).MailboxString, (*wire.Decoder).MailboxString)},
		{"list-mailbox", "list-mailbox", of(names, (*wire.Encoder).ListMailbox, (*wire.Decoder).ListMailbox)},
		{"gmail-label", "label", of(rapid.OneOf(names.Filter(func(s string) bool { return !strings.HasPrefix(s, `\`) }), rapid.Just(`\Inbox`)), (*wire.Encoder).Label, (*wire.Decoder).Label)},
		{"date", "date", of(rapid.Map(dates, wire.DateOf), (*wire.Encoder).Date, (*wire.Decoder).Date)},
		{"date-time", "date-time", of(dates, (*wire.Encoder).DateTime, func(d *wire.Decoder) time.Time { return d.DateTime().UTC() })},
		{"section", "section", of(rapid.Custom(sections), (*wire.Encoder).Section, (*wire.Decoder).Section)},
		{"section-binary", "section-bin", of(rapid.Map(parts, func(p []uint32) wire.Section { return wire.Section{Part: p} }), (*wire.Encoder).SectionBinary, (*wire.Decoder).SectionBinary)},
		{"partial-opt", "partial", of(rapid.Map(rapid.Int64Min(1), func(n int64) wire.Partial { return wire.Partial{Offset: n - 1, Length: n} }), (*wire.Encoder).Partial, (*wire.Decoder).Partial)},
		{"partial-range", "partial-range", of(rapid.Map(rapid.Int64Range(1, 1<<32-1), func(n int64) wire.PartialRange {
			return wire.PartialRange{First: n * (1 - 2*(n%2)), Last: 1 - 2*(n%2)}
		}), (*wire.Encoder).PartialRange, (*wire.Decoder).PartialRange)},
		{"id-params-list", "params", of(rapid.Map(rapid.SliceOfN(anyText, 1, 4), func(list []string) (p []wire.Param) {
			for _, s := range list {
				p = append(p, wire.Param{Name: s, Value: wire.NString{String: s, Valid: len(s) > 0}})
			}
			return p
		}), (*wire.Encoder).Params, func(d *wire.Decoder) []wire.Param { return d.Params(nil) })},
		{"extension", "extension", of(rapid.Map(labels, func(s string) wire.Extension { return wire.Extension{Name: s, Value: values.Example(len(s))} }), (*wire.Encoder).Extension, (*wire.Decoder).Extension)},
		{"any-value", "value", of(values, (*wire.Encoder).Value, (*wire.Decoder).ReadValue)},
		{"any-args", "values", of(values, func(e *wire.Encoder, v wire.Value) { e.SP(); e.Values(v) }, (*wire.Decoder).ReadValues)},
		{"text-or-none", "text", of(rapid.StringOf(rapid.SampledFrom([]rune("ab []{3}\"\\é\x01\t"))).Filter(func(s string) bool { return !strings.HasSuffix(s, "}") }),
			(*wire.Encoder).Text, func(d *wire.Decoder) string { return string(d.Text()) })},
		{"code-text", "code text", of(rapid.StringOfN(rapid.SampledFrom([]rune("ab [(){3}\"\\\x01\t")), 1, 9, -1).Filter(func(s string) bool { return !strings.HasSuffix(s, "}") }),
			(*wire.Encoder).CodeText, func(d *wire.Decoder) string { return string(d.CodeText()) })},
		{"objectid", "objectid", of(rapid.StringMatching(`[A-Za-z0-9_-]{1,255}`), (*wire.Encoder).ObjectID, (*wire.Decoder).ObjectID)},
		{"quoted-to-mime-type", "mime-type", of(rapid.StringMatching(`[a-z0-9!#$&.+^_-]{1,9}/[a-z0-9!#$&.+^_-]{1,9}`), (*wire.Encoder).MediaType, (*wire.Decoder).MediaType)},
		{"sequence-set", "sequence-set", of(sets, (*wire.Encoder).SequenceSet, func(d *wire.Decoder) (s wire.Set) {
			s.Ranges = []wire.Range{}
			d.SequenceSet(&s)
			return s
		})},
		{"uid-set", "uid-set", of(uids, (*wire.Encoder).UIDSet, func(d *wire.Decoder) wire.Set { return setOf(d, (*wire.Decoder).UIDSet) })},
		{"astring-list", "list1", of(rapid.SliceOfN(anyText, 1, 4), func(e *wire.Encoder, list []string) {
			for i, s := range list {
				e.Special("( "[min(i, 1)])
				e.AString(s)
			}
			e.Special(')')
		}, func(d *wire.Decoder) (list []string) {
			for range d.List1("list") {
				list = append(list, d.AString())
			}
			return list
		})},
	}
}

// A value of each rule is written and read as itself, by both sides.
func TestRuleValues(t *testing.T) {
	for _, r := range rules() {
		t.Run(r.codec, rapid.MakeCheck(func(t *rapid.T) {
			side := rapid.SampledFrom([]wire.Side{wire.Client, wire.Server}).Draw(t, "side")
			r.check(t, wire.Options{Side: side, UTF8: rapid.Bool().Draw(t, "UTF8")})
		}))
	}
}

// ruleGrammar is the grammar of all rules.
func ruleGrammar(t *testing.T) *fuzz.Grammar {
	wide, err := os.ReadFile("command/testdata/accepted.abnf")
	if err != nil {
		t.Fatal(err)
	}
	g, err := fuzz.ParseGrammar(append(fuzz.CommandRules(), string(wide), ownRules)...)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// A ruleReader reads and writes with the same Decoder and Encoder all the time.
type ruleReader struct {
	t   *testing.T
	d   *wire.Decoder
	e   *wire.Encoder
	in  bytes.Reader
	out bytes.Buffer
}

func newRuleReader(t *testing.T) *ruleReader {
	return &ruleReader{t: t, d: wire.NewDecoder(nil, wire.Options{}), e: wire.NewEncoder(nil, wire.Options{})}
}

// read reads b, which is all of a line, by the rule x and returns what it is
// written as.
func (r *ruleReader) read(x rule, b []byte) (string, error) {
	r.in.Reset(append(b[:len(b):len(b)], "\r\n"...))
	r.out.Reset()
	r.d.Reset(&r.in, wire.Options{Side: wire.Server})
	r.e.Reset(&r.out, wire.Options{Literals: literal.Plus})
	if err := r.d.Next(); err != nil {
		return "", err
	}
	codecs[x.codec](r.d, r.e)
	if err := r.d.End(); err != nil {
		return "", err
	}
	if r.d.InputOffset() != int64(len(b))+2 {
		return "", errors.New("octets are left")
	}
	err := errors.Join(r.e.End(), r.e.Flush())
	if err != nil && x.codec != "text" && x.codec != "code text" { // what ends like an announcement is not written
		r.t.Errorf("%s: %q is not written: %v", x.codec, b, err)
	}
	return strings.TrimSuffix(r.out.String(), "\r\n"), nil
}

// Each rule is read exactly: its sentences are, and nothing else is. What is
// written of a sentence is one as well, and is written the same again.
func TestRuleSentences(t *testing.T) {
	g, reader, random := ruleGrammar(t), newRuleReader(t), rand.New(rand.NewPCG(2, 1))
	tested := map[string]bool{"skip value": true, "try": true, "literal": true} // no rules of their own
	for _, r := range rules() {
		tested[r.codec] = true
		if err := fuzz.CheckGrammar(g, r.name, 20, random.IntN, func(b []byte) error {
			out, err := reader.read(r, b)
			if err != nil || out == "" && len(b) > 0 {
				return err
			}
			if second, err := reader.read(r, []byte(out)); err != nil || second != out || !g.Match(r.name, []byte(out)) {
				return fmt.Errorf("%q is written as %q and then as %q, %v", b, out, second, err)
			}
			return nil
		}); err != nil {
			t.Errorf("%s: %v", r.codec, err)
		}
	}
	for name := range codecs {
		if !tested[name] {
			t.Errorf("no rule is tested with the codec %q", name)
		}
	}
}

// Every octet, in every place where classes of octets matter, is taken or
// refused by each rule as the grammar has it.
func TestRuleOctets(t *testing.T) {
	g, reader := ruleGrammar(t), newRuleReader(t)
	for _, r := range rules() {
		for _, place := range []string{
			"?", "a?", "?a", "a?b", "1?", "?1", "1?2", `"?"`, `"\?"`, `"a?b"`, `\?`, `\a?`, "{1}\r\n?", "{1+}\r\n?", "~{1}\r\n?", "(?)", "(a?b)", "(a b)?",
			"[?]", "[1?1]", "[1.?]", "<1?2>", "{?}\r\na", "{1?\r\na", "{1}\r\na?", `"a"?`, "X ?", "X 1?", "X (?)", " ?", `" 1-Feb-2000 00:00:0? +0000"`,
			`"a/b?"`, "1-Feb-200?", "NI?", "NIL?", "a?c45678/012345678-012345678", "a234567890?c345678.01234567",
		} {
			for c := range 256 {
				b := []byte(strings.Replace(place, "?", string([]byte{byte(c)}), 1))
				if _, err := reader.read(r, b); (err == nil) != g.Match(r.name, b) {
					t.Errorf("%s: %q: %v", r.codec, b, err)
				}
			}
		}
	}
}

// Every pair of octets, in the rules that may hold more than ASCII.
func TestRulePairs(t *testing.T) {
	g, reader := ruleGrammar(t), newRuleReader(t)
	for _, r := range rules() {
		open, end := "", ""
		switch r.codec {
		case "text":
		case "string":
			open, end = `"`, `"`
		default:
			continue
		}
		for pair := range 1 << 16 {
			b := []byte(open + string([]byte{byte(pair >> 8), byte(pair)}) + end)
			if _, err := reader.read(r, b); (err == nil) != g.Match(r.name, b) {
				t.Errorf("%s: %q: %v", r.codec, b, err)
			}
		}
	}
}
