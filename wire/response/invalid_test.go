package response_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// A malformed item is kept as its octets, and those around it are not lost.
func TestInvalidItem(t *testing.T) {
	long := strings.Repeat("x", 9000)
	for _, tt := range []struct {
		item, rule string // with a ‸ where the error is
		name       string
	}{
		{`ENVELOPE ‸NIL`, "'('", "ENVELOPE"},
		{`ENVELOPE (NIL‸)`, "SP", "ENVELOPE"},
		{`BODYSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1‸)`, "SP", "BODYSTRUCTURE"},
		{`BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" ‸-1 -1)`, "number", "BODY"},
		{`BODY (("A" "B" NIL NIL NIL "C" 0)((‸)) "MIXED")`, "string", "BODY"},
		{`UID ‸0`, "nz-number", "UID"},
		{`FLAGS ‸\Seen`, "'('", "FLAGS"},
		{`RFC822.SIZE ‸big`, "number64", "RFC822.SIZE"},
		{`RFC822.SIZE ‸99999999999999999999`, "number64", "RFC822.SIZE"},
		{`INTERNALDATE "‸today"`, "date-time", "INTERNALDATE"},
		{`BODY[] ‸5`, "string", "BODY[]"},
		{`BODY[‸X] NIL`, "section-text", "BODY[X]"},
		{`BODY[HEADER.FIELDS (A "b")] ‸5`, "string", `BODY[HEADER.FIELDS (A "b")]`},
		{`BODY[1]<‸> "x"`, "number64", "BODY[1]<>"},
		{`BINARY.SIZE[1] ‸x`, "number", "BINARY.SIZE[1]"},
		// Literals that were read when the error came, in and beyond the
		// buffer.
		{"ENVELOPE ({3}\r\na(b NIL ‸x)", "'('", "ENVELOPE"},
		{"ENVELOPE ({9000}\r\n" + long + " {9000}\r\n" + long + " ‸x (y {2}\r\n)) z))", "'('", "ENVELOPE"},
		{"BODY (" + strings.Repeat(`("A" "B" NIL NIL NIL "C" 0)`, 500) + " {3}\r\nMIX ‸{1}\r\nx)", "'('", "BODY"},
		{"ENVELOPE ({1}\r\n‸\x00 NIL)", "nstring", ""},
	} {
		at := int64(strings.Index(tt.item, mark))
		item := strings.Replace(tt.item, mark, "", 1)
		const before, behind = `* 1 FETCH (UID 7 `, ` FLAGS (\Seen))`
		in := before + item + behind + "\r\nA1 OK done\r\n"
		if err := fuzz.CheckSplit([]byte(in), func(r io.Reader) (list []string) {
			reader := response.NewReader(r, wire.Options{})
			x, err := reader.Next()
			if err != nil {
				t.Fatal(err)
			}
			whole, err := x.(*response.FetchStream).ReadAll()
			if err != nil {
				list = append(list, describe(err))
				whole = &response.Fetch{}
			}
			for _, item := range whole.Items {
				list = append(list, fmt.Sprintf("%T", item))
				if x, isInvalid := item.(*response.InvalidItem); isInvalid {
					list = append(list, describe(x.Err))
					var syntax *wire.SyntaxError
					if !errors.As(x.Err, &syntax) || syntax.Offset != int64(len(before))+at || tt.rule != "" && syntax.Rule != tt.rule {
						t.Errorf("%.60q: error is %v", tt.item, x.Err)
					}
					if x.Name != tt.name || x.Name+" "+string(x.Value) != item0(tt.item) {
						t.Errorf("%.60q: name %q, value %.60q", tt.item, x.Name, x.Value)
					}
				}
			}
			if tt.name != "" {
				if got := strings.Join(list, " "); !strings.HasPrefix(got, "*response.UIDItem *response.InvalidItem ") || !strings.HasSuffix(got, " *response.FlagsItem") {
					t.Errorf("%.60q: items are %q", tt.item, list)
				}
				// It is written as it came.
				if s, err := encode(whole, wire.Options{}); err != nil || s != before+item+behind+"\r\n" {
					t.Errorf("%.60q is written as %.200q, %v", tt.item, s, err)
				}
			}
			x, err = reader.Next()
			if s, isStatus := x.(*response.Status); err != nil || !isStatus || s.Tag != "A1" {
				t.Errorf("%.60q: the response behind is %v, %v", tt.item, x, err)
			}
			return list
		}); err != nil {
			t.Errorf("%.60q: %v", tt.item, err)
		}
	}
}

func item0(marked string) string { return strings.Replace(marked, mark, "", 1) }

// The same holds for what is converted.
func TestInvalidConverted(t *testing.T) {
	for _, tt := range []struct{ item, rule string }{
		{`BODYPARTSTRUCTURE[2] ("IMAGE" "JPEG" () NIL NIL "8bit" 4182)`, "string"},
		{`BINARY.SIZE[2] "5"`, "number"},
		{`BINARY[2]<5> (ERROR x)`, "string"},
		{`BINARY[2] (ERROR "x" TEMPFAIL 0)`, "nz-number"},
		{`AVAILABLECONVERSIONS[2] ("a")`, "'('"},
		{"BODY[2.MIME] (a {3}\r\n(x) b)", "nstring"},
	} {
		in := `* 2 CONVERTED (TAG "x") (UID 7 BINARY[1] NIL ` + tt.item + " BINARY.SIZE[3] 5)\r\n"
		if err := fuzz.CheckSplit([]byte(in+"A1 OK done\r\n"), func(r io.Reader) (list []string) {
			reader := response.NewReader(r, wire.Options{})
			x, err := reader.Next()
			if err != nil {
				t.Fatalf("%q: %v", in, err)
			}
			c := x.(*response.Converted)
			var syntax *wire.SyntaxError
			if len(c.Items) != 3 || c.UID != 7 || c.Items[2].Size != 5 || !errors.As(c.Items[1].Err, &syntax) || syntax.Rule != tt.rule {
				t.Fatalf("%q: %+v", in, c)
			}
			if s, err := encode(c, wire.Options{}); err != nil || s != in {
				t.Errorf("%q is written as %q, %v", in, s, err)
			}
			x, err = reader.Next()
			if _, isStatus := x.(*response.Status); !isStatus {
				t.Errorf("%q: the response behind is %v, %v", in, x, err)
			}
			return []string{describe(c.Items[1].Err), string(c.Items[1].Value)}
		}); err != nil {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// A value that has no end of its own is an error of the response, at the
// place where its own grammar fails.
func TestUnbalancedItem(t *testing.T) {
	for _, x := range []test{
		bad(`* 1 FETCH (ENVELOPE ("a"‸"b"))`, "SP"),
		bad(`* 1 FETCH (ENVELOPE ("a" ‸x)`, "nstring"),
		bad(`* 1 FETCH (BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 ‸ ))`, "number64"),
		bad(`* 1 FETCH (UID 7 BODY ‸x(y))`, "'('"),
		bad(`* 1 FETCH (FLAGS (‸"x" "))`, "flag"),
		bad("* 1 FETCH (ENVELOPE ({2}\r\nab ‸x)", "nstring"),
	} {
		in, at := x.input()
		r := response.NewReader(strings.NewReader(string(in)+"A1 OK x\r\n"), wire.Options{})
		v, err := r.Next()
		if err == nil {
			_, err = collect(v)
		}
		var syntax *wire.SyntaxError
		if !errors.As(err, &syntax) || syntax.Offset != at || syntax.Rule != x.rule {
			t.Errorf("%s: %q: %v", x.line, x.in, err)
		}
		if v, err := r.Next(); err != nil || v.(*response.Status).Tag != "A1" {
			t.Errorf("%s: next is %v, %v", x.line, v, err)
		}
	}
}

// Memory for going back is bounded, and nothing is kept of what is streamed.
func TestInvalidItemMemory(t *testing.T) {
	in := "* 1 FETCH (BODY[] {3000000}\r\n" + strings.Repeat("x", 3_000_000) + " UID 0 UID 1)\r\n"
	r := response.NewReader(strings.NewReader(in), wire.Options{})
	x, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for item, err := range x.(*response.FetchStream).Items() {
		got = append(got, fmt.Sprintf("%T %v", item, err))
		if s, isSection := item.(*response.SectionItem); isSection {
			if _, err := io.Copy(io.Discard, s.Data); err != nil {
				t.Fatal(err)
			}
		}
	}
	if s := strings.Join(got, ", "); s != "*response.SectionItem <nil>, *response.InvalidItem <nil>, *response.UIDItem <nil>" {
		t.Errorf("got %s", s)
	}
}
