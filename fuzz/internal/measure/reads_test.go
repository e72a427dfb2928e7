package measure

import (
	"fmt"
	"testing"

	"imapkit.example/fuzz"
)

// An octet that comes alone is to cost no more than 20 times of what it costs in
// reads of 64 KiB: compare the MB/s. The exception is what a large literal is
// made of (bodies-large, append), of which a read of 64 KiB is passed on unseen:
// nothing but the calls of Read costs more than that.
func BenchmarkReads(b *testing.B) {
	for _, w := range fuzz.Workloads() {
		t := New(w.From, w.Generate(256<<10))
		for _, level := range []Level{Tokens, Decode} {
			for _, size := range []int{1, 4 << 10, 64 << 10} {
				t.ReadSize = size
				work, err := t.Work(level)
				if err != nil {
					b.Fatal(err)
				}
				b.Run(fmt.Sprintf("%s/%s/%d", w.Name, level, size), func(b *testing.B) {
					b.SetBytes(int64(work.Octets))
					b.ReportAllocs()
					for b.Loop() {
						if err := work.Pass(); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}
