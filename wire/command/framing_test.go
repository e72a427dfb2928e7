package command_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// framed returns where the message that begins at from may end, by line ends and
// announced literals alone: behind the announcement of each synchronizing
// literal, which may be refused, and at last where it does end. The last is -1
// if it has no end. A bare LF ends no line, but octets that are announced in
// front of it are a literal, unless they were not asked for.
func framed(in []byte, from int64, recorded bool) (list []int64) {
	for at := from; ; {
		n := bytes.IndexByte(in[at:], '\n')
		if n < 0 {
			return append(list, -1)
		}
		line, crlf := bytes.CutSuffix(in[at:at+int64(n)], []byte{'\r'})
		h, ok, err := literal.Trailing(line)
		at += int64(n) + 1
		if sync := ok && err == nil && h.Mode == literal.Sync; !crlf && (!ok || sync && !recorded) {
			continue
		} else if !ok {
			return append(list, at)
		} else if sync {
			list = append(list, at)
		}
		if err != nil || h.Size > int64(len(in))-at {
			return append(list, -1)
		}
		at += h.Size
	}
}

// checkFraming holds that the Reader finds the ends of messages where line ends
// and literals have them, whether it understands a message or not. Nothing of a
// literal that was sent is ever a command.
func checkFraming(t *testing.T, in []byte) {
	for i, opts := range []wire.Options{{Recorded: true}, {}, {}} {
		r := command.NewReader(bytes.NewReader(in), opts)
		if i == 2 {
			r.Decoder().OnLiteral(func(literal.Header) error { return errors.New("refused") })
		}
		for {
			_, err := r.Next()
			from := r.Decoder().MessageOffset()
			if err == nil {
				var c command.Command
				if c, err = r.Decode(); err == nil {
					_, err = collect(c)
				}
			}
			if r.Decoder().Fatal() != nil || r.Skip() != nil {
				break
			}
			end, ends := r.Decoder().InputOffset(), framed(in, from, opts.Recorded)
			last := ends[len(ends)-1]
			// Whoever takes all literals, and a command that was understood,
			// goes on to the last end.
			if all := opts.Recorded || err == nil; all && end != last || !slices.Contains(ends, end) {
				t.Fatalf("%q: the message at %d ends at %d, want %d (%v)", in, from, end, ends, err)
			}
			d := wire.NewDecoder(bytes.NewReader(in[from:]), wire.Options{Side: wire.Server, Recorded: true})
			if err := d.Next(); err != nil {
				t.Fatal(err)
			}
			if err := d.SkipMessage(); opts.Recorded && err == nil && d.InputOffset() != end-from {
				t.Fatalf("%q: the message at %d is %d octets, but skipped as %d", in, from, end-from, d.InputOffset())
			}
		}
	}
}

func TestFraming(t *testing.T) {
	for _, in := range []string{
		"A {3}\nX9 LOGOUT\r\n", "A {3+}\nX9 LOGOUT\r\n", "A {3+}\n\r\nX9 LOGOUT\r\n", "A {3+}\r\nX\r\n9 LOGOUT\r\n", "A \n{3}\r\nX9 LOGOUT\r\n",
		"A \"{3}\r\nX9 LOGOUT\r\n", "A {3}\r\r\nX9 LOGOUT\r\n", "A {3} \r\nX9 LOGOUT\r\n", "A {3}{3}\r\nX9 LOGOUT\r\n", "A ~{3+}\r\n\r\n\r\r\nX9 LOGOUT\r\n",
	} {
		checkFraming(t, []byte(in))
	}
	for _, x := range corpus(t) {
		checkFraming(t, x.in)
		checkFraming(t, append(x.in[:len(x.in):len(x.in)], "A2 NOOP\r\n"...))
	}
}

// FuzzFraming looks for messages whose ends the grammar and the framing find in
// different places: what one takes for data the other would take for a command.
func FuzzFraming(f *testing.F) {
	for _, x := range corpus(f) {
		if len(x.in) < 4096 {
			f.Add(x.in, []byte{})
			f.Add(append(x.in[:len(x.in):len(x.in)], "A2 NOOP\r\n"...), []byte("mutate it now"))
		}
	}
	f.Fuzz(func(t *testing.T, in, mutation []byte) {
		checkFraming(t, in)
		if len(mutation) > 0 {
			checkFraming(t, append(fuzz.Mutate(in, fuzz.Choices(mutation)), "X9 LOGOUT\r\n"...))
		}
	})
}
