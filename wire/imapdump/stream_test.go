package main

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// A generator is a recording that is made while it is read: the pieces one
// after the other, each as often as it says. It notes how much memory is in
// use meanwhile.
type generator struct {
	pieces []piece
	left   string
	read   int
	most   uint64
}

type piece struct {
	text  string
	times int
}

func (g *generator) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(g.left) == 0 {
			if len(g.pieces) == 0 {
				break
			}
			if g.pieces[0].times == 0 {
				g.pieces = g.pieces[1:]
				continue
			}
			g.pieces[0].times--
			g.left = g.pieces[0].text
		}
		k := copy(p[n:], g.left)
		g.left = g.left[k:]
		n += k
	}
	if n == 0 {
		return 0, io.EOF
	}
	if g.read += n; g.read>>23 != (g.read-n)>>23 { // each 8 MiB
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		g.most = max(g.most, m.HeapAlloc)
	}
	return n, nil
}

// A tail keeps the last octets that were written to it.
type tail struct {
	size int
	end  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.size += len(p)
	t.end = append(t.end, p[max(0, len(p)-500):]...)
	t.end = append(t.end[:0], t.end[max(0, len(t.end)-500):]...)
	return len(p), nil
}

// Memory grows with neither the length of a recording nor of its literals.
func TestStreams(t *testing.T) {
	const mega = 1 << 20
	block := strings.Repeat("0123456789abcdef", mega/16)
	small := strings.Repeat("* 1 FETCH (FLAGS (\\Seen) UID 4 BODY[] {9}\r\n012345678)\r\n", 100)
	large, middle := 200/streamScale, 60/streamScale
	fetch := func(n int) []piece {
		return []piece{{fmt.Sprintf("* 1 FETCH (BODY[] {%d}\r\n", n*mega), 1}, {block, n}, {" UID 4)\r\n", 1}}
	}
	for _, tt := range []struct {
		name, side, form string
		pieces           []piece
		size             int // about what is written
	}{
		{"one FETCH", "server", "", fetch(large), 100},
		{"one FETCH", "server", "-json", fetch(large), large * mega * 4 / 3},
		{"one FETCH", "server", "-canon", fetch(middle), middle * mega},
		{"one APPEND", "client", "-json", []piece{
			{fmt.Sprintf("a APPEND x {%d}\r\n", middle*mega), 1}, {block, middle}, {" {0+}\r\n\r\n", 1},
		}, middle * mega * 4 / 3},
		{"many FETCH", "server", "-json", []piece{
			{fmt.Sprintf("* 1 FETCH (BODY[] {%d}\r\n%s)\r\n", mega, block), middle},
		}, middle * mega * 4 / 3},
		{"lines", "server", "", []piece{{small, 1000 / streamScale}}, 6_500_000 / streamScale},
	} {
		t.Run(tt.name+tt.form, func(t *testing.T) {
			var before runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			// Through a pipe, as most recordings come.
			g := &generator{pieces: tt.pieces}
			r, w := io.Pipe()
			go func() {
				_, err := io.CopyBuffer(struct{ io.Writer }{w}, g, make([]byte, 64<<10))
				w.CloseWithError(err)
			}()
			var out tail
			var stderr bytes.Buffer
			if status := run(args(tt.side, tt.form), r, &out, &stderr); status != statusOK {
				t.Errorf("status %d, %s, %.500s", status, stderr.String(), out.end)
			}
			if out.size < tt.size/10*9 || out.size > tt.size/10*11+1000 {
				t.Errorf("%d octets were written, want about %d: %.500s", out.size, tt.size, out.end)
			}
			if most := int64(g.most) - int64(before.HeapAlloc); most > 6*mega {
				t.Errorf("%d octets of memory for %d octets of input", most, g.read)
			}
		})
	}
}
