package server_test

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTranscripts plays the conversations in testdata, which hold to the octet.
// The clock of the bubble begins with the year 2000, which is what UIDVALIDITY
// begins with.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			script, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			play(t, string(script))
		})
	}
}
