package main

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the command gives to testdata")

// TestGolden compares what the command gives with files in testdata: NAME.txt
// is a transcript, NAME.SIDE.FORM the output with its status.
func TestGolden(t *testing.T) {
	for _, x := range recordings(t, "testdata/*.txt") {
		if x.in == "" {
			continue
		}
		for _, form := range forms {
			suffix := strings.TrimPrefix(form, "-")
			if suffix == "" {
				suffix = "lines"
			}
			file := strings.TrimSuffix(x.name, ".txt") + "." + x.side + "." + suffix
			t.Run(file, func(t *testing.T) {
				r := dumpString(x.in, args(x.side, form)...)
				got := r.stdout + r.stderr
				if *update {
					if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
				if malformed := strings.Contains(got, "  ! ") || strings.Contains(got, `"ok":false`) || strings.Contains(got, "left out"); malformed != (r.status == statusMalformed) {
					t.Errorf("status %d", r.status)
				}
			})
		}
	}
}
