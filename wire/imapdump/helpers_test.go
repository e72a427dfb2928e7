package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"imapkit.example/fuzz"
)

// A result is what a run gives.
type result struct {
	status         int
	stdout, stderr string
}

func dumpOf(r io.Reader, args ...string) result {
	var stdout, stderr bytes.Buffer
	status := run(args, r, &stdout, &stderr)
	return result{status, stdout.String(), stderr.String()}
}

func dumpString(in string, args ...string) result { return dumpOf(strings.NewReader(in), args...) }

var sides = [...]string{"client", "server"}

// A recorded is what one side sends in a transcript.
type recorded struct {
	name string // directory/file
	side string
	in   string
}

// recordings returns both sides of the transcripts that pattern matches.
func recordings(t testing.TB, pattern string) (list []recorded) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %q, %v", pattern, files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, err := fuzz.ParseTranscript(string(b))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		name := filepath.Base(filepath.Dir(file)) + "/" + filepath.Base(file)
		list = append(list, recorded{name, "client", string(script.Client())}, recorded{name, "server", string(script.Server())})
	}
	return list
}

// allRecordings are the transcripts of this package and those of all others.
func allRecordings(t testing.TB) []recorded {
	return append(recordings(t, "testdata/*.txt"), recordings(t, "../../fuzz/testdata/*/*.txt")...)
}

// forms are the flags of each form.
var forms = [...]string{"", "-json", "-canon"}

// args returns the command line for a form.
func args(side, form string, more ...string) []string {
	list := append([]string{"-from", side}, more...)
	if form != "" {
		list = append(list, form)
	}
	return list
}

// checkSplit holds that the output does not depend on how in arrives.
func checkSplit(in string, args []string) error {
	return fuzz.CheckSplit([]byte(in), func(r io.Reader) []string {
		x := dumpOf(r, args...)
		return append(append(strings.SplitAfter(x.stdout, "\n"), x.stderr), fmt.Sprint("status ", x.status))
	})
}
