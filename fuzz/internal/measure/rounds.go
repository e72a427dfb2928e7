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

// rounds is how often each work is timed: so often that one turn is short, and
// most of them are over before something else wants the processor. An odd
// number has a median.
const rounds = 31

// Rounds times each work for some seconds in all, in rounds in which each has
// its turn, and returns the medians. Directly before it is timed each one
// makes a pass that is not: what others have left in the caches and on the
// heap is not its fault. The error is that of a pass.
func Rounds(seconds float64, list []Work) ([]Figure, error) {
	times := make([][]float64, len(list)) // nanoseconds a pass
	figures := make([]Figure, len(list))
	passes := make([]int, len(list))
	for i, w := range list {
		if err := w.Pass(); err != nil {
			return nil, err
		}
		start := time.Now()
		_ = w.Pass()
		once := max(time.Since(start).Seconds(), 1e-9)
		passes[i] = max(1, int(seconds/rounds/once))
	}
	for range rounds {
		for i, w := range list {
			f := &figures[i]
			runtime.GC()
			_ = w.Pass()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			for range passes[i] {
				if err := w.Pass(); err != nil {
					return nil, err
				}
			}
			elapsed := time.Since(start)
			runtime.ReadMemStats(&after)
			n := float64(passes[i])
			times[i] = append(times[i], float64(elapsed)/n)
			f.AllocsPerMessage += float64(after.Mallocs-before.Mallocs) / n / rounds
			f.AllocBytesPerMessage += float64(after.TotalAlloc-before.TotalAlloc) / n / rounds
		}
	}
	for i, w := range list {
		f := &figures[i]
		slices.Sort(times[i])
		pass := times[i][rounds/2]
		f.MBPerSecond = per(1e3*float64(w.Octets), pass)
		messages := float64(w.Messages)
		f.NsPerMessage = per(pass, messages)
		f.AllocsPerMessage = per(f.AllocsPerMessage, messages)
		f.AllocBytesPerMessage = per(f.AllocBytesPerMessage, messages)
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
