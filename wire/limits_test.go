package wire_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
)

// Each limit at n-1, n and n+1. read uses size of what is limited to n.
var limitTests = map[string]struct {
	rule string
	in   func(size int) string
}{
	"Line":     {"atom", func(n int) string { return strings.Repeat("a", n-2) }},
	"Literal":  {"string", func(n int) string { return fmt.Sprintf("{%d+}\r\n%s", n, strings.Repeat("a", n)) }},
	"Literals": {"values", func(n int) string { return strings.Repeat(" {1+}\r\na", n) }},
	"LiteralBytes": {"values", func(n int) string {
		return " {10+}\r\n" + strings.Repeat("a", 10) + fmt.Sprintf(" {%d+}\r\n%s", n-10, strings.Repeat("a", n-10))
	}},
	"Stream": {"literal", func(n int) string {
		return fmt.Sprintf("{%d+}\r\n%s {1}\r\na {1}\r\na", n, strings.Repeat("a", n))
	}},
	"Message": {"values", func(n int) string {
		return " {10+}\r\n" + strings.Repeat("a", 10) + " " + strings.Repeat("a", n-21)
	}},
	"Skip":   {"keyword", func(n int) string { return fmt.Sprintf("\x00 {%d+}\r\n%s", n, strings.Repeat("a", n)) }},
	"Depth":  {"value", func(n int) string { return strings.Repeat("(", n) + strings.Repeat(")", n) }},
	"Items":  {"flag-list", func(n int) string { return "(" + strings.Repeat("a ", n-1) + "a)" }},
	"Ranges": {"sequence-set", func(n int) string { return strings.Repeat("1:2,", n-1) + "3" }},
}

func TestLimits(t *testing.T) {
	fields := reflect.TypeFor[wire.Limits]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		tt, found := limitTests[name]
		if !found {
			t.Errorf("no test for Limits.%s", name)
			continue
		}
		const limit = 40
		opts := wire.Options{Side: wire.Server}
		reflect.ValueOf(&opts.Limits).Elem().Field(i).SetInt(limit)
		for size := limit - 1; size <= limit+1; size++ {
			in := tt.in(size) + "\r\nNEXT\r\n"
			events := func(r io.Reader) []string {
				d := wire.NewDecoder(r, opts)
				err := d.Next()
				if err == nil {
					codecs[tt.rule](d, wire.NewEncoder(io.Discard, opts))
					err = d.End()
				}
				var limitErr *wire.LimitError
				if name == "Skip" {
					if err = d.SkipMessage(); (err == wire.ErrFraming) != (size > limit) {
						t.Errorf("Skip: %d octets: %v", size, err)
					}
				} else if size <= limit && err != nil {
					t.Errorf("%s: %d: %v", name, size, err)
				} else if size > limit && (!errors.As(err, &limitErr) || *limitErr != wire.LimitError{Limit: name, Max: limit}) {
					t.Errorf("%s: %d: %v", name, size, err)
				}
				return []string{fmt.Sprint(err), fmt.Sprint(d.Next()), d.Atom()}
			}
			if err := fuzz.CheckSplit([]byte(in), events); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestLimitDefaults(t *testing.T) {
	for side, want := range map[wire.Side]wire.Limits{wire.Client: wire.ResponseLimits(), wire.Server: wire.CommandLimits()} {
		opts := wire.Options{Side: side}
		if got := wire.NewDecoder(nil, opts).Options().Limits; got != want {
			t.Errorf("Decoder: %+v", got)
		}
		// What an Encoder writes is for the other side to read.
		opts.Side = wire.Client + wire.Server - side
		if got := wire.NewEncoder(nil, opts).Options().Limits; got != want {
			t.Errorf("Encoder: %+v", got)
		}
	}
	for _, l := range []wire.Limits{wire.ResponseLimits(), wire.CommandLimits(), wire.PreAuthLimits()} {
		for i := range reflect.TypeFor[wire.Limits]().NumField() {
			if n := reflect.ValueOf(l).Field(i).Int(); n <= 0 || n == math.MaxInt64 {
				t.Errorf("%+v: field %d is %d", l, i, n)
			}
		}
	}
}

// The limit on lines holds for what was buffered before it was lowered.
func TestLowerLineLimit(t *testing.T) {
	long := strings.Repeat("a", 300)
	d := newDecoder("A\r\n"+long+"\r\nB\r\n"+long+"\r\n", onServer)
	next(t, d)
	_ = d.Atom()
	_ = d.End()
	for i, limit := range []int{302, 100, 100} {
		d.SetOptions(wire.Options{Side: wire.Server, Limits: wire.Limits{Line: limit}})
		err := d.Next()
		var limitErr *wire.LimitError
		if i < 2 {
			if err != nil || d.Atom() == "" || d.End() != nil {
				t.Fatalf("limit %d: %v, %v", limit, err, d.Err())
			}
		} else if !errors.As(err, &limitErr) || limitErr.Limit != "Line" {
			t.Errorf("limit %d: %v", limit, err)
		}
	}
}

// Behind a message that was not read to its end as well: what is left of it is
// skipped.
func TestLowerLineLimitBehindError(t *testing.T) {
	for _, in := range []string{"A (\r\nB\r\n", "A {3+}\r\nxyz (\r\nB\r\n", "A {3+}\r\nB\r\n (\r\nB\r\n"} {
		d := newDecoder(in, onServer)
		next(t, d)
		_ = d.Atom()
		d.SP()
		if d.Peek() == '{' {
			_ = d.String()
		}
		_ = d.End()
		d.SetOptions(wire.Options{Side: wire.Server, Limits: wire.Limits{Line: 100}})
		next(t, d)
		if got := d.Atom(); got != "B" || d.End() != nil {
			t.Errorf("%q: then %q, %v", in, got, d.Err())
		}
	}
}

// stalled delivers b and then waits for ever, which a test must not: it says
// so by an error instead.
var errStalled = errors.New("stalled")

func stalled(b string) io.Reader {
	return &fuzz.FaultyReader{R: strings.NewReader(b), At: int64(len(b)), Err: errStalled}
}

// Nothing is allocated because the peer has announced a size.
func TestAnnouncedSize(t *testing.T) {
	for _, opts := range []wire.Options{{}, {Limits: wire.Limits{Literal: 1 << 50, LiteralBytes: 1 << 50}}} {
		for _, rule := range []string{"string", "value", "append astring", "mailbox", "literal"} {
			allocated := allocates(func() {
				d := wire.NewDecoder(stalled("{999999999999}\r\nab"), opts)
				next(t, d)
				codecs[rule](d, wire.NewEncoder(io.Discard, onServer))
				_ = d.End()
				if d.Err() == nil {
					t.Errorf("%s: no error", rule)
				}
			})
			if allocated > 64<<10 {
				t.Errorf("%s: %d octets allocated", rule, allocated)
			}
		}
	}
}

func allocates(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Deep nesting is an error at the limit, found where the limit is passed.
func TestDeepNesting(t *testing.T) {
	const n = 1_000_000
	for _, in := range []string{strings.Repeat("(", n) + "\r\n", strings.Repeat("(a ", n) + "\r\n", strings.Repeat("(", n) + strings.Repeat(")", n) + "\r\n"} {
		d := newDecoder(in, wire.Options{})
		next(t, d)
		_ = d.ReadValue()
		var limit *wire.LimitError
		if err := d.End(); !errors.As(err, &limit) || limit.Limit != "Depth" {
			t.Errorf("got %v", err)
		}
		if err := d.Next(); err != io.EOF {
			t.Errorf("next: %v", err)
		}
		e := wire.NewEncoder(io.Discard, onServer)
		e.Value(wire.Value(in[:len(in)-2]))
		if err := e.End(); !errors.Is(err, wire.ErrEncode) {
			t.Errorf("encoded: %v", err)
		}
		if err := wire.WalkValue(wire.Value(in[:len(in)-2]), func(wire.Token) error { return nil }); (err == nil) != strings.Contains(in, "()") {
			t.Errorf("walked: %v", err)
		}
	}
}

// Work is linear in the input: in reads, in octets asked for, in allocations.
func TestLinearWork(t *testing.T) {
	inputs := map[string]func(n int) string{
		"long line":      func(n int) string { return strings.Repeat("a", n) + "\r\n" },
		"many messages":  func(n int) string { return strings.Repeat("* 1 EXPUNGE\r\n", n/13) },
		"many literals":  func(n int) string { return strings.Repeat("{1}\r\na ", n/7) + "x\r\n" },
		"long literal":   func(n int) string { return fmt.Sprintf("{%d}\r\n%s\r\n", n, strings.Repeat("a", n)) },
		"errors":         func(n int) string { return strings.Repeat("\x00 {3}\r\nabc\r\n", n/12) },
		"literal digits": func(n int) string { return "{" + strings.Repeat("0", n) + "}\r\n\r\n" },
	}
	work := func(in string, stream func([]byte) io.Reader) (reads int, allocated uint64) {
		r := &fuzz.CountingReader{R: stream([]byte(in))}
		allocated = allocates(func() {
			d := wire.NewDecoder(r, wire.Options{})
			for d.Next() == nil {
				for {
					if tok, err := d.ReadToken(); err != nil || tok.Kind == wire.KindCRLF {
						break
					}
				}
			}
		})
		if r.Bytes != int64(len(in)) {
			t.Errorf("read %d of %d octets", r.Bytes, len(in))
		}
		return r.Reads, allocated
	}
	for name, input := range inputs {
		for size := 1 << 10; size <= 1<<18; size *= 16 {
			in := input(size)
			if reads, allocated := work(in, fuzz.Whole); reads > 2+len(in)/1024 || allocated > uint64(16*len(in)+32<<10) {
				t.Errorf("%s of %d octets: %d reads, %d octets allocated", name, size, reads, allocated)
			}
			if reads, allocated := work(in, fuzz.OneByte); reads > len(in)+2 || allocated > uint64(16*len(in)+32<<10) {
				t.Errorf("%s of %d octets, one by one: %d reads, %d octets allocated", name, size, reads, allocated)
			}
		}
	}
}

// A large message does not pin its memory.
func TestBufferGivenBack(t *testing.T) {
	long := strings.Repeat("a", 1<<20)
	d := wire.NewDecoder(io.MultiReader(strings.NewReader(long+" {100}\r\n"+long[:100]+"\r\n"), stalled("")), wire.Options{})
	next(t, d)
	_ = d.Atom()
	d.SP()
	_ = d.String()
	if err := d.End(); err != nil {
		t.Fatal(err)
	}
	_ = d.Next()
	if n := cap(d.UnreadBuffer()); n > 8<<10 {
		t.Errorf("the Decoder keeps %d octets", n)
	}
	// What a string was gathered in is given back too.
	d.Reset(&repeat{message: `"` + strings.Repeat(`\\`, 100_000) + "\"\r\n"}, wire.Options{})
	for range 2 {
		if n := allocates(func() { next(t, d); d.SkipValue(); _ = d.End() }); n < 200_000 {
			t.Errorf("%d octets allocated: the scratch buffer was kept", n)
		}
	}
}

func TestPartLimit(t *testing.T) {
	for n, want := range map[int]string{4: "<nil>", 5: "limit Depth of 4 exceeded"} {
		d := newDecoder("["+strings.Repeat("1.", n-1)+"1]\r\n", wire.Options{Limits: wire.Limits{Depth: 4}})
		next(t, d)
		if s := d.Section(); len(s.Part) != n && n == 4 {
			t.Errorf("read %v", s)
		}
		if err := d.End(); !strings.HasSuffix(fmt.Sprint(err), want) {
			t.Errorf("%d parts: %v", n, err)
		}
	}
}
