package fuzz_test

import (
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/fuzz/internal/measure"
)

// BenchmarkWorkloads is what imapbench measures, one level of one workload at
// a time: -bench 'Workloads/flags/decode'. A pass over the workload is an
// operation, and so are its allocations.
func BenchmarkWorkloads(b *testing.B) {
	for _, w := range fuzz.Workloads() {
		b.Run(w.Name, func(b *testing.B) {
			t := measure.New(w.From, w.Generate(measure.WorkloadSize(w.Name)))
			if t.Failed > 0 {
				b.Fatal(t.Err)
			}
			for _, level := range measure.Levels() {
				b.Run(string(level), func(b *testing.B) {
					work, err := t.Work(level)
					if err == nil {
						err = work.Pass() // with what a connection allocates once
					}
					if err != nil {
						b.Fatal(err)
					}
					b.SetBytes(int64(work.Octets))
					b.ReportAllocs()
					for b.Loop() {
						if err := work.Pass(); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(work.Messages), "messages/op")
				})
			}
		})
	}
}
