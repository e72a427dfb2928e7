package response_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// A quirk is a file of fuzz/testdata/quirks: see its README.md.
type quirk struct {
	file   string
	in     []byte
	bit    wire.Lenience // 0 if no bit lets it pass
	strict []string      // what strict reading says about each response
	value  []string      // what each response is with the bit set
	quirks []string      // the diagnostics
}

func quirks(t testing.TB) (all []quirk) {
	files, err := filepath.Glob("../../fuzz/testdata/quirks/*.txt")
	if err != nil || len(files) < 40 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, err := fuzz.ParseTranscript(string(b))
		if err != nil {
			t.Fatal(err)
		}
		q := quirk{file: filepath.Base(file), in: script.Server()}
		if len(q.in) == 0 {
			continue // of clients: see wire/command
		}
		for line := range strings.Lines(string(b)) {
			key, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "# "), ": ")
			switch key {
			case "bit":
				q.bit = lenience(value)
				if q.bit == 0 && value != "none" {
					t.Errorf("%s: no bit is called %q", file, value)
				}
			case "strict":
				q.strict = append(q.strict, value)
			case "value":
				q.value = append(q.value, value)
			case "diagnostic":
				q.quirks = append(q.quirks, value)
			}
		}
		all = append(all, q)
	}
	return all
}

func lenience(name string) wire.Lenience {
	for bit := wire.Lenience(1); bit&wire.AllLenient != 0; bit <<= 1 {
		if bit.String() == name {
			return bit
		}
	}
	return 0
}

// read says what each response is but the last, which must be "A1 OK done".
func (q *quirk) read(t *testing.T, in io.Reader, opts wire.Options) (list, diagnostics []string) {
	r := response.NewReader(in, opts)
	r.Decoder().OnDiagnostic(func(x wire.Diagnostic) {
		diagnostics = append(diagnostics, fmt.Sprintf("%s at %d", x.Quirk, x.Offset))
	})
	for {
		x, err := r.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			x, err = collect(x)
		}
		list = append(list, describeValue(x, err))
	}
	if n := len(list) - 1; n < 0 || list[n] != `"A1 OK done"` {
		t.Errorf("%s: the response behind is lost: %q", q.file, list)
	} else {
		list = list[:n]
	}
	return list, diagnostics
}

func describeValue(x response.Response, err error) string {
	var syntax *wire.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("error at %d, expected %s", syntax.Offset, syntax.Rule)
	}
	if err != nil {
		return err.Error()
	}
	s, err := encode(x, wire.Options{})
	if err == nil {
		return fmt.Sprintf("%q", strings.TrimSuffix(s, "\r\n"))
	}
	switch x := x.(type) {
	case *response.Status:
		return fmt.Sprintf("%s code %v text %q", x.Type, x.Code, x.Text)
	case *response.Fetch:
		if v, isEnvelope := x.Items[0].(*response.EnvelopeItem); isEnvelope {
			return fmt.Sprintf("subject %q", v.Envelope.Subject().String)
		}
		if s, isStructure := x.Items[0].(*response.StructureItem); isStructure {
			p := tree(s.Body.Root())
			return fmt.Sprintf("multipart %v %s/%s %v %v, %d parts", p.Multipart, p.Fields.Type, p.Fields.Subtype, p.Fields.Params, p.Fields.Size, len(p.Children))
		}
	}
	return fmt.Sprintf("%+v", x)
}

// What servers are known to send is refused strictly, where it is not legal,
// and accepted with its bit set, or with all; what follows is not lost.
func TestQuirks(t *testing.T) {
	for _, q := range quirks(t) {
		same := func(what string, want, got []string) {
			if strings.Join(want, "\n") != strings.Join(got, "\n") {
				t.Errorf("%s: %s: got\n# %s: %s", q.file, what, what, strings.Join(got, "\n# "+what+": "))
			}
		}
		got, diagnostics := q.read(t, bytes.NewReader(q.in), wire.Options{})
		same("strict", q.strict, got)
		same("diagnostic", nil, diagnostics)
		if want := q.bit == 0 || strings.Contains(strings.Join(got, "\n"), "error at "); !want {
			t.Errorf("%s: bit %s, but strict reading finds no error", q.file, q.bit)
		}
		if q.bit == 0 {
			same("value", q.value, nil)
		}
		for _, bits := range []wire.Lenience{q.bit, wire.AllLenient} {
			opts := wire.Options{Lenient: bits}
			got, diagnostics = q.read(t, bytes.NewReader(q.in), opts)
			if q.bit == 0 {
				same("strict", q.strict, got)
			} else {
				same("value", q.value, got)
			}
			same("diagnostic", q.quirks, diagnostics)
			if err := fuzz.CheckSplit(q.in, func(in io.Reader) []string {
				list, diagnostics := q.read(t, in, opts)
				return append(list, diagnostics...)
			}); err != nil {
				t.Errorf("%s: %v", q.file, err)
			}
		}
		// All other bits do not help.
		got, _ = q.read(t, bytes.NewReader(q.in), wire.Options{Lenient: wire.AllLenient &^ q.bit})
		if q.bit != 0 && q.bit != wire.LenientTrailingSpace && strings.Join(got, "\n") == strings.Join(q.value, "\n") {
			t.Errorf("%s: accepted without its bit", q.file)
		}
	}
}
