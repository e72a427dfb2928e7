package command_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// answers returns, for each AUTHENTICATE in the transcript, how many lines of
// data follow it: one for each "+".
func answers(script fuzz.Transcript) (list []int) {
	open := false
	for _, s := range script {
		switch {
		case strings.Contains(strings.ToUpper(s.Data), " AUTHENTICATE ") && s.From == 'C':
			list = append(list, 0)
			open = true
		case s.From == 'S' && open:
			if open = strings.HasPrefix(s.Data, "+ "); open {
				list[len(list)-1]++
			}
		}
	}
	return list
}

// What clients send in the examples of the RFCs is read and written.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("../../fuzz/testdata/rfc*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			script, err := fuzz.ParseTranscript(string(b))
			if err != nil {
				t.Fatal(err)
			}
			transcript(t, script.Client(), answers(script))
		})
	}
}

func transcript(t *testing.T, stream []byte, lines []int) {
	// Some of the examples send the literal of a command that is refused.
	r := command.NewReader(bytes.NewReader(stream), wire.Options{})
	for {
		h, err := r.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Name == "BLURDYBLOOP" {
			continue
		}
		c, err := r.Decode()
		if err == nil {
			c, err = collect(c)
		}
		if err != nil {
			t.Fatalf("%s %s: %v", h.Tag, h.Name, err)
		}
		if _, unknown := c.(*command.Unknown); unknown && h.Name[0] != 'X' {
			t.Errorf("%s is not known", h.Name)
		}
		s, err := encode(h.Tag, c, wire.Options{})
		if err != nil {
			t.Fatalf("%s %s: %v", h.Tag, h.Name, err)
		}
		_, again, err := decode([]byte(s), wire.Options{})
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if second, err := encode(h.Tag, again, wire.Options{}); err != nil || s != second {
			t.Errorf("%q is written as %q, %v the second time", s, second, err)
		}
		switch h.Name {
		case command.AuthenticateName:
			for range lines[0] {
				if _, err := r.AuthData(); err != nil && err != command.ErrCancelled {
					t.Errorf("%s: %v", h.Tag, err)
				}
			}
			lines = lines[1:]
		case command.IdleName:
			if err := r.Done(); err != nil && err != io.EOF {
				t.Errorf("%s: %v", h.Tag, err)
			}
		}
	}
}
