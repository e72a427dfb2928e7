package wire_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
)

// A row is one line of the table that drives decoding, encoding, errors and
// the seeds of the fuzz targets.
type row struct {
	at   string // where the row stands
	rule string // which codec reads and writes it
	in   string // the line without its CRLF; "‸" stands before what does not fit
	want string // the value as text or, with a mark, what the error expected
	out  string // what the encoder writes, if other than in
	opts wire.Options
}

// ok is a row that decodes, and encodes to the same octets.
func ok(rule, in, want string) row { return row{at: line(), rule: rule, in: in, want: want, out: in} }

// to is a row that decodes, and encodes to out.
func to(rule, in, want, out string) row {
	return row{at: line(), rule: rule, in: in, want: want, out: out}
}

// bad is a row that does not decode.
func bad(rule, in, want string) row { return row{at: line(), rule: rule, in: in, want: want} }

// server returns r as a server reads it.
func (r row) server() row { r.opts.Side = wire.Server; return r }

// utf8 returns r with UTF-8 in use.
func (r row) utf8() row { r.opts.UTF8 = true; return r }

func line() string {
	_, file, n, _ := runtime.Caller(2)
	return file[strings.LastIndexByte(file, '/')+1:] + ":" + strconv.Itoa(n)
}

// A codec reads one value, writes it to e and returns it as text.
type codec func(d *wire.Decoder, e *wire.Encoder) string

func both[T any](read func(*wire.Decoder) T, write func(*wire.Encoder, T), format string) codec {
	return func(d *wire.Decoder, e *wire.Encoder) string {
		v := read(d)
		write(e, v)
		return fmt.Sprintf(format, v)
	}
}

func writeString(e *wire.Encoder, s string) { e.String(s) }

var codecs = map[string]codec{
	"atom":        both((*wire.Decoder).Atom, (*wire.Encoder).Atom, "%q"),
	"atom view":   both((*wire.Decoder).AtomView, func(e *wire.Encoder, b []byte) { e.Atom(string(b)) }, "%q"),
	"tag":         both((*wire.Decoder).Tag, (*wire.Encoder).Tag, "%q"),
	"number":      both((*wire.Decoder).Number, (*wire.Encoder).Number, "%d"),
	"nz-number":   both((*wire.Decoder).NzNumber, (*wire.Encoder).NzNumber, "%d"),
	"number64":    both((*wire.Decoder).Number64, (*wire.Encoder).Number64, "%d"),
	"nz-number64": both((*wire.Decoder).NzNumber64, (*wire.Encoder).Number64, "%d"),
	"astring":     both((*wire.Decoder).AString, (*wire.Encoder).AString, "%q"),
	"gather string": both(func(d *wire.Decoder) string { return gathered(d, (*wire.Decoder).GatherString).String },
		(*wire.Encoder).String, "%q"),
	"gather nstring": both(func(d *wire.Decoder) wire.NString { return gathered(d, (*wire.Decoder).GatherNString) },
		(*wire.Encoder).NString, "%q"),
	"shared":         both((*wire.Decoder).SharedAString, (*wire.Encoder).AString, "%q"),
	"flag-keyword":   both((*wire.Decoder).FlagKeyword, func(e *wire.Encoder, f wire.Flag) { e.Atom(string(f)) }, "%q"),
	"string":         both((*wire.Decoder).String, writeString, "%q"),
	"nstring":        both((*wire.Decoder).NString, (*wire.Encoder).NString, "%q"),
	"flag":           both((*wire.Decoder).Flag, (*wire.Encoder).Flag, "%q"),
	"flag-perm":      both((*wire.Decoder).FlagPerm, (*wire.Encoder).FlagPerm, "%q"),
	"flag-list":      both(func(d *wire.Decoder) []wire.Flag { return d.Flags(nil) }, (*wire.Encoder).Flags, "%q"),
	"mbx-list-flags": both(func(d *wire.Decoder) []string { return d.MbxListFlags(nil) }, (*wire.Encoder).MbxListFlags, "%q"),
	"mailbox":        both((*wire.Decoder).Mailbox, (*wire.Encoder).Mailbox, "%q"),
	"mailbox str":    both((*wire.Decoder).MailboxString, (*wire.Encoder).MailboxString, "%q"),
	"list-mailbox":   both((*wire.Decoder).ListMailbox, (*wire.Encoder).ListMailbox, "%q"),
	"date":           both((*wire.Decoder).Date, (*wire.Encoder).Date, "%d"),
	"section":        both((*wire.Decoder).Section, (*wire.Encoder).Section, "%v"),
	"section-bin":    both((*wire.Decoder).SectionBinary, (*wire.Encoder).SectionBinary, "%v"),
	"partial":        both((*wire.Decoder).Partial, (*wire.Encoder).Partial, "%d"),
	"params":         both(func(d *wire.Decoder) []wire.Param { return d.Params(nil) }, (*wire.Encoder).Params, "%q"),
	"extension":      both((*wire.Decoder).Extension, (*wire.Encoder).Extension, "%q"),
	"value":          both((*wire.Decoder).ReadValue, (*wire.Encoder).Value, "%q"),
	"text":           both(func(d *wire.Decoder) string { return string(d.Text()) }, (*wire.Encoder).Text, "%q"),
	"keyword":        both(func(d *wire.Decoder) string { return string(d.KeywordView("name")) }, (*wire.Encoder).Keyword, "%q"),
	"code text":      both(func(d *wire.Decoder) string { return string(d.CodeText()) }, (*wire.Encoder).Text, "%q"),
	"partial-range":  both((*wire.Decoder).PartialRange, (*wire.Encoder).PartialRange, "%d"),
	"mod-sequence": both(func(d *wire.Decoder) uint64 { return d.ModSeq(false) },
		func(e *wire.Encoder, n uint64) { e.ModSeq(n, false) }, "%d"),
	"mod-sequence0": both(func(d *wire.Decoder) uint64 { return d.ModSeq(true) },
		func(e *wire.Encoder, n uint64) { e.ModSeq(n, true) }, "%d"),
	"unsigned64": both((*wire.Decoder).Unsigned64, (*wire.Encoder).Unsigned64, "%d"),
	"nstring8":   both((*wire.Decoder).NString8, (*wire.Encoder).NString8, "%q"),
	"objectid":   both((*wire.Decoder).ObjectID, (*wire.Encoder).ObjectID, "%q"),
	"mime-type":  both((*wire.Decoder).MediaType, (*wire.Encoder).MediaType, "%q"),
	"label":      both((*wire.Decoder).Label, (*wire.Encoder).Label, "%q"),
	"date-time": func(d *wire.Decoder, e *wire.Encoder) string {
		t := d.DateTime()
		e.DateTime(t)
		return t.Format(time.RFC3339)
	},
	"append astring": func(d *wire.Decoder, e *wire.Encoder) string {
		s := string(d.AppendAString([]byte("*")))
		e.AString(s[1:])
		return strconv.Quote(s)
	},
	"append string": func(d *wire.Decoder, e *wire.Encoder) string {
		s := string(d.AppendString([]byte("*")))
		e.String(s[1:])
		return strconv.Quote(s)
	},
	"append nstring": func(d *wire.Decoder, e *wire.Encoder) string {
		b, valid := d.AppendNString([]byte("*"))
		e.NString(wire.NString{String: string(b[1:]), Valid: valid})
		return fmt.Sprintf("%q %v", b, valid)
	},
	"sequence-set": func(d *wire.Decoder, e *wire.Encoder) string {
		var s wire.Set
		d.SequenceSet(&s)
		e.SequenceSet(s)
		return fmt.Sprint(s.Saved, s.Ranges)
	},
	"uid-set": func(d *wire.Decoder, e *wire.Encoder) string {
		var s wire.Set
		d.UIDSet(&s)
		e.UIDSet(s)
		return fmt.Sprint(s.Saved, s.Ranges)
	},
	"values": func(d *wire.Decoder, e *wire.Encoder) string {
		v := d.ReadValues()
		if v != nil {
			e.SP()
			e.Values(v)
		}
		return fmt.Sprintf("%q", v)
	},
	"skip value": func(d *wire.Decoder, e *wire.Encoder) string {
		d.SkipValue()
		d.SP()
		e.Nil()
		e.SP()
		s := d.Atom()
		e.Atom(s)
		return s
	},
	"list1": func(d *wire.Decoder, e *wire.Encoder) string {
		var list []string
		for i := range d.List1("list") {
			e.Special("( "[min(i, 1)])
			s := d.AString()
			e.AString(s)
			list = append(list, s)
		}
		e.Special(')')
		return fmt.Sprintf("%q", list)
	},
	"try": func(d *wire.Decoder, e *wire.Encoder) string {
		if d.TryKeyword("NOT") {
			e.Keyword("NOT")
			if d.TrySP() {
				e.SP()
			}
		}
		d.Keyword("BODY.PEEK")
		e.Keyword("BODY.PEEK")
		if d.TrySpecial('<') {
			e.Special('<')
		}
		if d.Peek() == '[' {
			d.Special('[')
			e.Special('[')
		}
		return ""
	},
	// A literal that is streamed, another in its binary form, and what is
	// not read of a third.
	"literal": func(d *wire.Decoder, e *wire.Encoder) string {
		var out []string
		for i, announce := range []func() *literal.Reader{d.Literal, d.Literal8, d.Literal} {
			if i > 0 {
				d.SP()
				e.SP()
			}
			r := announce()
			if r == nil {
				return ""
			}
			h := r.Header()
			b, err := io.ReadAll(io.LimitReader(r, 4))
			out = append(out, fmt.Sprintf("%v %q %v", h, b, err))
			w := e.Literal(literal.Header{Size: int64(len(b)), Binary: h.Binary})
			_, _ = w.Write(b)
		}
		return strings.Join(out, "; ")
	},
}

// run decodes the line in and returns the value, its encoding, and what became
// of the rest of the stream.
func (r row) run(stream io.Reader) (events []string) {
	d := wire.NewDecoder(stream, r.opts)
	var out bytes.Buffer
	opts := wire.Options{Side: wire.Server, UTF8: r.opts.UTF8}
	if r.opts.Side == wire.Server {
		opts.Side, opts.Literals = wire.Client, literal.Plus
	}
	e := wire.NewEncoder(&out, opts)
	if err := d.Next(); err != nil {
		return []string{"next: " + err.Error()}
	}
	value := codecs[r.rule](d, e)
	if err := d.End(); err != nil {
		if syntax := (*wire.SyntaxError)(nil); errors.As(err, &syntax) {
			events = append(events, fmt.Sprint("error at ", syntax.Offset, ": ", syntax.Expected()))
		} else {
			events = append(events, err.Error())
		}
	} else {
		err := errors.Join(e.End(), e.Flush())
		events = append(events, value, out.String(), fmt.Sprint(err))
	}
	return append(events, fmt.Sprint(d.Next()))
}

func (r row) input() (in string, offset int) {
	offset = strings.Index(r.in, "‸")
	return strings.Replace(r.in, "‸", "", 1) + "\r\n", offset
}

func TestTable(t *testing.T) {
	used := map[string]bool{}
	for _, r := range rows() {
		used[r.rule] = true
		in, offset := r.input()
		events := r.run(strings.NewReader(in))
		var want []string
		if offset >= 0 {
			want, events = []string{fmt.Sprint("error at ", offset, ": ", r.want)}, events[:1]
		} else {
			want = []string{r.want, r.out + "\r\n", "<nil>", "EOF"}
		}
		if fmt.Sprintf("%q", events) != fmt.Sprintf("%q", want) {
			t.Errorf("%s: %s %q:\n got %q\nwant %q", r.at, r.rule, in, events, want)
		}
		if err := fuzz.CheckSplit([]byte(in), r.run); err != nil {
			t.Errorf("%s: %v", r.at, err)
		}
		if offset >= 0 {
			continue
		}
		read := func(stream io.Reader) error {
			d := wire.NewDecoder(stream, r.opts)
			if err := d.Next(); err != nil {
				return err
			}
			codecs[r.rule](d, wire.NewEncoder(io.Discard, wire.Options{Side: wire.Server}))
			return d.End()
		}
		if err := errors.Join(fuzz.CheckPrefixes([]byte(in), read), fuzz.CheckFault([]byte(in), read)); err != nil {
			t.Errorf("%s: %v", r.at, err)
		}
	}
	for rule := range codecs {
		if !used[rule] {
			t.Errorf("no row for %q", rule)
		}
	}
}
