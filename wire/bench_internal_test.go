package wire

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"imapkit.example/wire/internal/abnf"
)

// What the tricks of this package buy: each beside the plain way.

var result int

//go:noinline
func quotedPlain(b []byte) (i int) {
	for i < len(b) && abnf.Classes[b[i]]&abnf.Quoted != 0 {
		i++
	}
	return i
}

func BenchmarkQuoted(b *testing.B) {
	for _, n := range []int{4, 12, 40, 200} {
		in := []byte(strings.Repeat("x", n) + "\" NIL NIL\r\n")
		for name, scan := range map[string]func([]byte) int{
			"plain": quotedPlain,
			"eight": func(b []byte) int { return scanQuoted(b, 0) },
		} {
			b.Run(strconv.Itoa(n)+"/"+name, func(b *testing.B) {
				b.SetBytes(int64(n))
				b.ReportAllocs()
				for b.Loop() {
					result += scan(in)
				}
			})
		}
	}
}

func BenchmarkNumber(b *testing.B) {
	buf := make([]byte, 0, 64)
	for _, n := range []uint64{7, 4711, 4294967295, 715194045007} {
		for name, write := range map[string]func([]byte, uint64) []byte{
			"strconv": func(b []byte, n uint64) []byte { return strconv.AppendUint(b, n, 10) },
			"eight":   appendUint,
		} {
			b.Run(strconv.FormatUint(n, 10)+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					result += len(write(buf, n))
				}
			})
		}
	}
}

// numberPlain is Decoder.number as a loop over the digits.
func (d *Decoder) numberPlain() (n uint64) {
	b, i := d.b, d.p
	for i < len(b) && b[i]-'0' < 10 {
		n = n*10 + uint64(b[i]-'0')
		i++
	}
	d.p = i
	return n
}

// BenchmarkReadNumber reads numbers of one to six digits in no order, more of them
// than a processor remembers.
func BenchmarkReadNumber(b *testing.B) {
	const lines, perLine = 100, 500
	var text strings.Builder
	x := uint64(1)
	for i := range lines * perLine {
		x = x*6364136223846793005 + 1442695040888963407
		n := x >> 40 % [...]uint64{10, 100, 1000, 10_000, 100_000, 1_000_000}[x>>33%6]
		fmt.Fprintf(&text, "%d%s", n, [...]string{" ", "\r\n"}[(i%perLine)/(perLine-1)])
	}
	for name, read := range map[string]func(*Decoder) uint64{
		"plain": (*Decoder).numberPlain,
		"eight": func(d *Decoder) uint64 { return d.number(math.MaxUint32, 0, "number") },
	} {
		b.Run(name, func(b *testing.B) {
			d := NewDecoder(endless(text.String()), Options{})
			b.SetBytes(int64(text.Len()))
			b.ReportAllocs()
			for b.Loop() {
				for range lines {
					if err := d.Next(); err != nil {
						b.Fatal(err)
					}
					for i := range perLine {
						if i > 0 {
							d.SP()
						}
						result += int(read(d))
					}
					if err := d.End(); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

func BenchmarkDateTime(b *testing.B) {
	x := time.Date(2024, 2, 29, 13, 37, 42, 0, time.FixedZone("", -5*3600))
	var buf [dateTimeLen]byte
	for name, write := range map[string]func(){
		"time":   func() { result += len(x.AppendFormat(buf[:0], `"_2-Jan-2006 15:04:05 -0700"`)) },
		"digits": func() { putDateTime(&buf, x) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				write()
			}
		})
	}
}

func BenchmarkWords(b *testing.B) {
	words := strings.Fields("NOOP FETCH STORE SELECT SEARCH STATUS LIST APPEND IDLE CLOSE COPY MOVE EXAMINE AUTHENTICATE")
	byName := make(map[string]int)
	for i, w := range words {
		byName[w] = i
	}
	table := NewWords(words, func(w string) int { return byName[w] })
	line := strings.Join(words, " ") + "\r\n"
	run := func(name string, read func(d *Decoder) int) {
		b.Run(name, func(b *testing.B) {
			d := NewDecoder(endless(line), Options{})
			b.SetBytes(int64(len(line)))
			b.ReportAllocs()
			for b.Loop() {
				if err := d.Next(); err != nil {
					b.Fatal(err)
				}
				for i := range words {
					if i > 0 {
						d.SP()
					}
					result += read(d)
				}
				if err := d.End(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("map", func(d *Decoder) int {
		var upper [16]byte
		word := d.KeywordView("name")
		for i, c := range word {
			upper[i] = abnf.Upper(c)
		}
		return byName[string(upper[:len(word)])]
	})
	run("table", func(d *Decoder) int {
		n, _ := table.Read(d)
		return n
	})
}

// endless gives the octets of a string again and again.
func endless(s string) io.Reader { return &repeated{s: s} }

type repeated struct {
	s string
	n int
}

func (r *repeated) Read(p []byte) (int, error) {
	n := copy(p, r.s[r.n:])
	r.n = (r.n + n) % len(r.s)
	return n, nil
}
