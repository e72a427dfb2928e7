package wire_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
)

// linearStreams are streams that could make a Decoder look at the same octets again
// and again.
var linearStreams = map[string]string{
	"long line":           "A " + strings.Repeat("x", 1<<20) + "\r\n",
	"long quoted":         `A "` + strings.Repeat(`\"`, 1<<18) + "\"\r\n",
	"long list":           "A (" + strings.Repeat("x (y) ", 50_000) + "z)\r\n",
	"10,000 literals":     "A" + strings.Repeat(" {3}\r\na\r\n", 10_000) + "\r\n",
	"10,000 empty ones":   "A" + strings.Repeat(" {0}\r\n", 10_000) + "\r\n",
	"literals of lines":   "A" + strings.Repeat(" {600}\r\n"+strings.Repeat("\r\n", 300), 500) + "\r\n",
	"one large literal":   fmt.Sprintf("A {%d}\r\n%s\r\n", 1<<20, strings.Repeat("x\r\n ", 1<<18)),
	"literal behind line": "A " + strings.Repeat("x ", 1<<17) + "{3}\r\nabc" + strings.Repeat(" y", 1<<17) + "\r\n",
	"short messages":      strings.Repeat("* 1 EXISTS\r\n", 50_000),
	"malformed ones":      strings.Repeat("A \x00 {3}\r\na\r\n b\r\n", 20_000),
	"one malformed":       "A \"" + strings.Repeat("x ", 1<<18) + "\r\nB\r\n",
	"bare LF":             "A " + strings.Repeat("x\n", 1<<17) + "\r\nB\r\n",
	"lines in quotes":     "\"" + strings.Repeat("x\n", 1<<17) + "\"\r\nB\r\n",
}

// linearReaders read a stream to its end in different ways.
var linearReaders = map[string]func(d *wire.Decoder) error{
	"tokens": func(d *wire.Decoder) error {
		for d.Next() == nil {
			for {
				if tok, err := d.ReadToken(); err != nil || tok.Kind == wire.KindCRLF {
					break
				}
			}
		}
		return d.Fatal()
	},
	"values": func(d *wire.Decoder) error {
		var buf []byte
		for d.Next() == nil {
			buf = d.AppendValue(buf[:0])
			for d.Err() == nil && d.TrySP() {
				buf = d.AppendValue(buf)
			}
			_ = d.End()
		}
		return d.Fatal()
	},
	"skipped": func(d *wire.Decoder) error {
		for d.Next() == nil {
			if err := d.SkipMessage(); err != nil {
				return err
			}
		}
		return d.Fatal()
	},
	"recorded": func(d *wire.Decoder) error {
		d.Record(1 << 22)
		for d.Next() == nil {
			d.SkipValue()
			_ = d.SkipMessage()
			_ = d.Raw()
		}
		return d.Fatal()
	},
	"rewound": func(d *wire.Decoder) error {
		for d.Next() == nil {
			d.Mark()
			d.SkipValue()
			d.Fail("x", nil)
			d.Rewind()
			d.ReadValues()
			_ = d.End()
		}
		return d.Fatal()
	},
}

// However a stream is cut, a Decoder searches and moves each octet a few times
// at most, and asks for no more reads than there are pieces.
func TestLinear(t *testing.T) {
	opts := wire.Options{Recorded: true, Limits: wire.Limits{
		Line: 1 << 22, Literal: 1 << 22, LiteralBytes: 1 << 24, Message: 1 << 24, Literals: 1 << 20, Items: 1 << 20, Skip: 1 << 30,
	}}
	for stream, s := range linearStreams {
		in := []byte(s)
		if opts.Lenient = 0; stream == "lines in quotes" {
			opts.Lenient = wire.LenientControls
		}
		for name, read := range linearReaders {
			for cut, r := range map[string]io.Reader{
				"whole": fuzz.Whole(in), "one octet at a time": fuzz.OneByte(in), "in 7 octets": chunks(in, 7), "in 4 KiB": chunks(in, 4<<10), "in 4 KiB and 1": chunks(in, 4<<10+1),
			} {
				count := &fuzz.CountingReader{R: r}
				d := wire.NewDecoder(count, opts)
				if err := read(d); err != io.EOF {
					t.Errorf("%s, %s, %s: %v", stream, name, cut, err)
				}
				if most := 4*int64(len(in)) + 16<<10; d.Work() > most || d.Work() < int64(len(in)) {
					t.Errorf("%s, %s, %s: %d octets of work for %d", stream, name, cut, d.Work(), len(in))
				}
				if count.Reads > len(in)+2 {
					t.Errorf("%s, %s, %s: %d reads for %d octets", stream, name, cut, count.Reads, len(in))
				}
			}
		}
	}
}

// chunks returns a reader that gives size octets at a time.
func chunks(b []byte, size int) io.Reader {
	var cuts []int
	for i := size; i < len(b); i += size {
		cuts = append(cuts, i)
	}
	return fuzz.Chop(b, cuts...)
}

// What a Decoder holds does not grow with what has been read.
func TestLinearBuffer(t *testing.T) {
	in := bytes.Repeat([]byte("A {5}\r\nab\r\nc (d \"e\")\r\n"), 10_000)
	count := &fuzz.CountingReader{R: fuzz.Whole(in)}
	d := wire.NewDecoder(count, wire.Options{Recorded: true})
	if err := linearReaders["tokens"](d); err != io.EOF {
		t.Fatal(err)
	}
	if most := int64(len(in)) + int64(count.Reads)*(8<<10); count.Asked > most {
		t.Errorf("%d reads asked for %d octets of %d", count.Reads, count.Asked, len(in))
	}
}
