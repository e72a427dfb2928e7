package wire

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unsafe"
)

// kept returns the memory in octets that d holds, with d itself.
func (d *Decoder) memory() int {
	n := int(unsafe.Sizeof(*d)) + cap(d.small) + cap(d.text) + cap(d.kept) + sharedChunk
	if m := d.gathered.memory; m != nil {
		n += cap(d.gathered.buf) + m.chunk.b.Cap()
	}
	if d.pooled != nil || len(d.buf) != len(d.small) {
		n += cap(d.buf)
	}
	for _, way := range d.words {
		n += len(way[0]) + len(way[1])
	}
	for _, x := range d.sections.sections {
		n += len(x.text)
	}
	return n
}

// Between messages a Decoder keeps 8 KiB and an Encoder 4 KiB, whatever they
// have read and written.
func TestMemoryAtRest(t *testing.T) {
	for name, message := range map[string]string{
		"short":   "A1 NOOP\r\n",
		"line":    "A1 " + strings.Repeat("x", 1<<20) + "\r\n",
		"words":   strings.Repeat("x ", 100_000) + "\r\n",
		"literal": "A1 {1000000}\r\n" + strings.Repeat("x", 1_000_000) + "\r\n",
		"text":    "G \"a\"\r\n",
		"texts":   "G" + strings.Repeat(" \"abc\"", 1000) + "\r\n",
		"quoted":  "A1 \"" + strings.Repeat("\\\"", 500_000) + "\"\r\n",
		"flags":   "(" + strings.Repeat("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ", 1000) + "b)\r\n",
	} {
		d := NewDecoder(strings.NewReader(message+"A1 NOOP\r\n"), Options{Limits: Limits{Line: 16 << 20}})
		for range 2 {
			if err := d.Next(); err != nil {
				t.Fatal(err)
			}
			switch {
			case d.Peek() == '(':
				d.Flags(nil)
			case d.Peek() == 'G':
				d.TryExact("G")
				d.Gather()
				d.GatherValues()
				d.Gathered()
			default:
				d.ReadValues()
			}
			_ = d.End()
		}
		if err := d.Next(); err != io.EOF {
			t.Fatal(err)
		}
		if n := d.memory(); n > 8<<10 {
			t.Errorf("%s: a Decoder keeps %d octets", name, n)
		}
	}
	// What was kept of a message, to be had again, is of no use behind it.
	for name, keep := range map[string]func(d *Decoder){
		"Record": func(d *Decoder) { d.Record(16 << 20) },
		"Mark":   func(*Decoder) {},
	} {
		d := NewDecoder(strings.NewReader("A1 {60000}\r\n"+strings.Repeat("x", 60_000)+"\r\n"), Options{Side: Server})
		keep(d)
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
		d.Tag()
		d.Mark()
		d.ReadValues()
		d.Rewind()
		d.ReadValues()
		if err := d.End(); err != nil {
			t.Fatal(err)
		}
		if err := d.Next(); err != io.EOF {
			t.Fatal(err)
		}
		if n := d.memory(); n > 8<<10 {
			t.Errorf("%s: a Decoder keeps %d octets", name, n)
		}
	}
	e := NewEncoder(io.Discard, Options{Side: Server})
	for _, n := range []int{1, 100, 1000, 5000, 1 << 20} {
		for range 100 {
			e.LiteralString(strings.Repeat("x", n))
			if err := e.End(); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.Flush(); err != nil {
			t.Fatal(err)
		}
		if n := cap(e.buf); n > 4<<10 || e.pooled != nil || cap(e.small) > 4<<10 {
			t.Errorf("an Encoder keeps %d octets", n)
		}
	}
}

// Nor is what one has gathered in kept for the next, wherever it stopped.
func TestGatherMemory(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for _, lenient := range []Lenience{0, LenientQuotes} {
		for name, message := range map[string]string{
			"quoted":  " \"" + long + "\"\r\n",
			"literal": " {1048576}\r\n" + long + "\r\n",
			"values":  " (" + long + " \"\r\n",
			"short":   " x\r\n",
		} {
			for range 10 { // a pool may forget
				d := NewDecoder(strings.NewReader(message), Options{Side: Client, Limits: Limits{Line: 16 << 20}, Lenient: lenient})
				if err := d.Next(); err != nil {
					t.Fatal(err)
				}
				d.Gather()
				d.GatherValues()
				d.Reset(strings.NewReader("x\r\n"), Options{})
				if err := d.Next(); err != nil {
					t.Fatal(err)
				}
				d.Gather()
				if n := cap(d.gathered.buf); n > restSize {
					t.Fatalf("%s, lenient %v: a Decoder begins with %d octets", name, lenient, n)
				}
			}
		}
	}
}

// What was borrowed is as large as was asked for, and of the class it goes back
// to.
func TestBorrow(t *testing.T) {
	for _, n := range []int{1, startSize, startSize + 1, 16 << 10, 16<<10 + 1, 1 << 20, 16 << 20, 16<<20 + 1} {
		buf, pooled := borrow(n)
		if len(buf) != n || (pooled == nil) != (n > 16<<20) {
			t.Errorf("borrowed %d octets for %d", len(buf), n)
		}
		if pooled != nil {
			if c, size := class(len(*pooled)); size != len(*pooled) || c >= len(buffers) {
				t.Errorf("a buffer of %d octets goes to class %d of %d", len(*pooled), c, size)
			}
		}
		release(pooled)
	}
}

// A Decoder that is reset keeps no octet of what it read before.
func TestResetKeepsNothing(t *testing.T) {
	d := NewDecoder(strings.NewReader("A1 secret "+strings.Repeat("x", 10_000)+"\r\n"), Options{})
	if err := d.Next(); err != nil {
		t.Fatal(err)
	}
	d.Reset(bytes.NewReader(nil), Options{})
	if b := d.UnreadBuffer(); len(b) > 0 {
		t.Errorf("%q is left", b)
	}
}
