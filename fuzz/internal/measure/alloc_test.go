//go:build !race

// The race detector allocates by itself, and makes this slow.

package measure

import (
	"testing"

	"imapkit.example/fuzz"
)

// What reading and writing a workload may allocate per message, at most. Where
// it is nothing it is next to nothing: a cache that fills does so now and then.
var mostAllocs = map[string]struct{ tokens, decode, encode float64 }{
	"flags":           {0, 0, 0},
	"envelope":        {0, 0.1, 0},
	"bodystructure":   {0, 0.1, 0.01},
	"bodies-small":    {0, 0, 0},
	"bodies-large":    {0, 0, 0},
	"list":            {0, 0.03, 0},
	"search":          {1, 3, 1},
	"mixed":           {0, 0.25, 0.01},
	"commands":        {0, 0.1, 0},
	"append":          {0, 0.05, 0},
	"sets":            {0, 0.3, 0.1},
	"search-commands": {0, 0.1, 0},
}

func TestAllocs(t *testing.T) {
	for _, w := range fuzz.Workloads() {
		most, ok := mostAllocs[w.Name]
		if !ok {
			t.Errorf("nothing is said of %s", w.Name)
		}
		traffic := New(w.From, w.Generate(WorkloadSize(w.Name)))
		for level, most := range map[Level]float64{Limit: 0, Tokens: most.tokens, Decode: most.decode, Encode: most.encode} {
			work, err := traffic.Work(level)
			if err != nil {
				t.Fatal(err)
			}
			n := testing.AllocsPerRun(3, func() { // the first run does not count
				if err := work.Pass(); err != nil {
					t.Error(err)
				}
			}) / float64(work.Messages)
			if n > most {
				t.Errorf("%s, %s: %.4f allocations per message, want %v", w.Name, level, n, most)
			}
		}
	}
}
