package wire

import (
	"io"
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
