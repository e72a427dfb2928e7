package fuzz_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// What an octet costs is to depend neither on how long its line is nor on how
// many literals there are: compare the MB/s. That the work is linear is tested by
// counting it, in package wire.

// readAll reads all responses of r, and drops literals.
func readAll(b *testing.B, reader *response.Reader) {
	for {
		x, err := reader.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			b.Fatal(err)
		}
		if f, ok := x.(*response.FetchStream); ok {
			for item, err := range f.Items() {
				if err != nil {
					b.Fatal(err)
				}
				if s, ok := item.(*response.SectionItem); ok && s.Data != nil {
					_, _ = io.Copy(io.Discard, s.Data)
				}
			}
		}
	}
}

func benchmarkReads(b *testing.B, octets []byte, size int) {
	src := &small{size: size}
	reader := response.NewReader(src, wire.Options{})
	b.SetBytes(int64(len(octets)))
	b.ReportAllocs()
	for b.Loop() {
		src.r.Reset(octets)
		reader.Decoder().Reset(src, wire.Options{})
		readAll(b, reader)
	}
}

// small gives size octets a read.
type small struct {
	r    bytes.Reader
	size int
}

func (s *small) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), s.size)]) }

func BenchmarkLineLength(b *testing.B) {
	for _, n := range []int{1 << 10, 32 << 10, 1 << 20} {
		line := "* SEARCH" + strings.Repeat(" 123456", n/7) + "\r\n"
		octets := []byte(strings.Repeat(line, (1<<20)/len(line)+1))
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkReads(b, octets, 4<<10) })
	}
}

func BenchmarkLiterals(b *testing.B) {
	for _, n := range []int{10, 1000, 10_000} {
		var one bytes.Buffer
		one.WriteString("* 1 FETCH (")
		for i := range n {
			fmt.Fprintf(&one, "BODY[%d] {16}\r\n0123456789abcdef ", i+1)
		}
		one.WriteString("UID 1)\r\n")
		octets := bytes.Repeat(one.Bytes(), max(1, 10_000/n))
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkReads(b, octets, 4<<10) })
	}
}
