package measure

import (
	"runtime"
	"slices"
	"time"
)

// Work is something to be timed.
type Work struct {
	Octets, Messages int // that a pass goes over
	Pass             func() error
}

// A Figure is what was measured of some [Work].
type Figure struct {
	MBPerSecond          float64 // millions of octets
	NsPerMessage         float64
	AllocsPerMessage     float64
	AllocBytesPerMessage float64
}

// roundsIn returns in how many rounds work is timed for some seconds: turns are
// so short (20 ms) that most are over before something else wants the
// processor. An odd number has a median.
func roundsIn(seconds float64) int { return max(3, int(min(50*seconds, 1000))|1) }

// Rounds times each work for some seconds in all, in rounds in which each has
// its turn, and returns the medians. Directly before it is timed each one
// makes passes that are not: what others have left in the caches and on the
// heap is not its fault, nor that a collection has just given memory back which
// the next ones take from the heap again. The error is that of a pass.
func Rounds(seconds float64, list []Work) ([]Figure, error) {
	rounds := roundsIn(seconds)
	times := make([][]float64, len(list)) // nanoseconds a pass
	figures := make([]Figure, len(list))
	passes, turns := make([]int, len(list)), make([]int, len(list))
	counted := make([]int, len(list)) // passes in which allocations were counted
	for i, w := range list {
		if err := w.Pass(); err != nil {
			return nil, err
		}
		start := time.Now()
		_ = w.Pass()
		once := max(time.Since(start).Seconds(), 1e-9)
		passes[i] = max(1, int(seconds/float64(rounds)/once))
		turns[i] = min(rounds, max(3, int(seconds/once)|1)) // fewer if a pass is longer than a turn
	}
	for r := range rounds {
		for i, w := range list {
			if (r+1)*turns[i]/rounds == r*turns[i]/rounds {
				continue
			}
			f := &figures[i]
			runtime.GC()
			for range 1 + passes[i]/3 {
				_ = w.Pass()
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_ = w.Pass() // reading them has emptied the allocator's caches
			start := time.Now()
			for range passes[i] {
				if err := w.Pass(); err != nil {
					return nil, err
				}
			}
			elapsed := time.Since(start)
			runtime.ReadMemStats(&after)
			counted[i] += 1 + passes[i]
			times[i] = append(times[i], float64(elapsed)/float64(passes[i]))
			f.AllocsPerMessage += float64(after.Mallocs - before.Mallocs) // in all, for now
			f.AllocBytesPerMessage += float64(after.TotalAlloc - before.TotalAlloc)
		}
	}
	for i, w := range list {
		f := &figures[i]
		slices.Sort(times[i])
		pass := times[i][len(times[i])/2]
		f.MBPerSecond = per(1e3*float64(w.Octets), pass)
		f.NsPerMessage = per(pass, float64(w.Messages))
		all := float64(w.Messages * counted[i])
		f.AllocsPerMessage = per(f.AllocsPerMessage, all)
		f.AllocBytesPerMessage = per(f.AllocBytesPerMessage, all)
	}
	return figures, nil
}

// per returns x/y, or 0 if y is 0: nothing has no speed.
func per(x, y float64) float64 {
	if y == 0 {
		return 0
	}
	return x / y
}
