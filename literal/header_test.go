package literal_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"imapkit.example/literal"
)

// headerTests drive ParseHeader, Trailing, Append and the fuzz seeds. A "‸"
// stands where the input stops being a header.
var headerTests = []struct {
	in       string
	want     literal.Header
	err      error
	trailing bool // Trailing finds it at the end of a line
	other    bool // Append gives another spelling
}{
	{in: "{0}", want: literal.Header{}, trailing: true},
	{in: "{1}", want: literal.Header{Size: 1}, trailing: true},
	{in: "{1+}", want: literal.Header{Size: 1, Mode: literal.NonSync}, trailing: true},
	{in: "~{42}", want: literal.Header{Size: 42, Binary: true}, trailing: true},
	{in: "~{42+}", want: literal.Header{Size: 42, Mode: literal.NonSync, Binary: true}, trailing: true},
	{in: "{012}", want: literal.Header{Size: 12}, trailing: true, other: true},
	{in: "{00000000000000000000000000000007+}", want: literal.Header{Size: 7, Mode: literal.NonSync}, trailing: true, other: true},
	{in: "{9223372036854775807}", want: literal.Header{Size: math.MaxInt64}, trailing: true},
	{in: "{‸9223372036854775808}", err: literal.ErrRange, trailing: true},
	{in: "{‸18446744073709551620+}", err: literal.ErrRange, trailing: true},
	{in: "~{‸99999999999999999999999999999}", err: literal.ErrRange, trailing: true},
	{in: "‸", err: literal.ErrHeader},
	{in: "~‸", err: literal.ErrHeader},
	{in: "~‸~{1}", err: literal.ErrHeader, trailing: true},
	{in: "‸x{1}", err: literal.ErrHeader, trailing: true},
	{in: "{‸", err: literal.ErrHeader},
	{in: "{‸}", err: literal.ErrHeader},
	{in: "{‸+}", err: literal.ErrHeader},
	{in: "{‸-1}", err: literal.ErrHeader},
	{in: "{‸+1}", err: literal.ErrHeader},
	{in: "{‸ 1}", err: literal.ErrHeader},
	{in: "{1‸", err: literal.ErrHeader},
	{in: "{1‸ }", err: literal.ErrHeader},
	{in: "{1+‸", err: literal.ErrHeader},
	{in: "{1+‸+}", err: literal.ErrHeader},
	{in: "{1‸-}", err: literal.ErrHeader},
	{in: "{1‸.5}", err: literal.ErrHeader},
	{in: "{1‸]", err: literal.ErrHeader},
	{in: "{‸\xd9\xa1}", err: literal.ErrHeader},
	{in: "{‸{1}", err: literal.ErrHeader, trailing: true},
}

func TestParseHeader(t *testing.T) {
	for _, tt := range headerTests {
		in := strings.Replace(tt.in, "‸", "", 1)
		end := strings.Index(tt.in, "‸")
		if end < 0 {
			end = len(in)
		}
		h, n, err := literal.ParseHeader([]byte(in))
		if h != tt.want || n != end || err != tt.err {
			t.Errorf("ParseHeader(%q) = %+v, %d, %v; want %+v, %d, %v", in, h, n, err, tt.want, end, tt.err)
		}
		if tt.err != nil {
			continue
		}
		// What stands behind a header does not matter to it.
		if h2, n2, err := literal.ParseHeader([]byte(in + "}\r\n{9}")); h2 != h || n2 != n || err != nil {
			t.Errorf("ParseHeader(%q and more) = %+v, %d, %v", in, h2, n2, err)
		}
		if s := h.String(); (s != in) != tt.other {
			t.Errorf("%+v.String() = %q, parsed from %q", h, s, in)
		}
		if h2, _, err := literal.ParseHeader(h.Append(nil)); h2 != h || err != nil {
			t.Errorf("%+v written and read is %+v, %v", h, h2, err)
		}
	}
}

func TestTrailing(t *testing.T) {
	for _, tt := range headerTests {
		in := strings.Replace(tt.in, "‸", "", 1)
		for _, front := range []string{"", "* OK see ", "A1 LOGIN {3+} {", "x", "\xff", "}"} {
			h, ok, err := literal.Trailing([]byte(front + in))
			if ok != tt.trailing {
				t.Errorf("Trailing(%q): ok = %v", front+in, ok)
			}
			if wantRange := tt.err == literal.ErrRange; wantRange != errors.Is(err, literal.ErrRange) {
				t.Errorf("Trailing(%q): error %v", front+in, err)
			}
			if tt.err == nil && h != tt.want {
				t.Errorf("Trailing(%q) = %+v, want %+v", front+in, h, tt.want)
			}
		}
		if _, ok, err := literal.Trailing([]byte(in + " ")); ok || err != nil {
			t.Errorf("Trailing(%q and a space): ok = %v, error %v", in, ok, err)
		}
	}
}

func TestHeaderAllocs(t *testing.T) {
	b, dst := []byte("~{12345+}"), make([]byte, 0, 32)
	if n := testing.AllocsPerRun(100, func() {
		h, _, _ := literal.ParseHeader(b)
		h2, _, _ := literal.Trailing(b)
		dst = h2.Append(h.Append(dst[:0]))
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestPolicy(t *testing.T) {
	for _, tt := range []struct {
		p    literal.Policy
		size int64
		want literal.Mode
	}{
		{literal.Basic, 0, literal.Sync}, {literal.Basic, 4096, literal.Sync},
		{literal.Minus, 0, literal.NonSync}, {literal.Minus, 4095, literal.NonSync},
		{literal.Minus, 4096, literal.NonSync}, {literal.Minus, 4097, literal.Sync},
		{literal.Plus, 4097, literal.NonSync}, {literal.Plus, math.MaxInt64, literal.NonSync},
	} {
		if got := tt.p.Mode(tt.size); got != tt.want {
			t.Errorf("Policy %d, size %d: mode %d, want %d", tt.p, tt.size, got, tt.want)
		}
	}
}

// FuzzHeader checks that a line which is a header is the same header at the
// end of a line, and that it can be written.
func FuzzHeader(f *testing.F) {
	for _, tt := range headerTests {
		f.Add([]byte(strings.Replace(tt.in, "‸", "", 1)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		h, n, err := literal.ParseHeader(b)
		if n < 0 || n > len(b) {
			t.Fatalf("length %d of %d", n, len(b))
		}
		if err != nil {
			return
		}
		if h2, ok, err := literal.Trailing(b[:n]); !ok || err != nil || h2 != h {
			t.Errorf("Trailing gives %+v, %v, %v; ParseHeader gives %+v", h2, ok, err, h)
		}
		if h2, _, err := literal.ParseHeader(h.Append(nil)); h2 != h || err != nil {
			t.Errorf("%+v written and read is %+v, %v", h, h2, err)
		}
	})
}
