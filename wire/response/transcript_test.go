package response_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// What servers send in the examples of the RFCs is read and written.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("../../fuzz/testdata/rfc*/*.txt")
	if err != nil || len(files) == 0 {
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
		r := response.NewReader(bytes.NewReader(script.Server()), wire.Options{})
		n := 0
		for _, step := range script {
			if step.From != 'S' {
				continue
			}
			n++
			x, err := r.Next()
			if err == nil {
				x, err = collect(x)
			}
			if err != nil {
				t.Errorf("%s:%d: %v", file, step.Line, err)
				continue
			}
			s, err := encode(x, wire.Options{})
			if err != nil {
				t.Errorf("%s:%d: %v", file, step.Line, err)
				continue
			}
			again, err := decode([]byte(s), wire.Options{})
			if err != nil {
				t.Errorf("%q: %v", s, err)
				continue
			}
			rewind(x)
			if d := diff(x, again); d != "" {
				t.Errorf("%s:%d: %q (-want +got):\n%s", file, step.Line, s, d)
			}
		}
		if _, err := r.Next(); err != io.EOF {
			t.Errorf("%s: behind %d responses: %v", file, n, err)
		}
	}
}
