package response_test

import (
	"bytes"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// framed returns where the message that begins at from ends, by line ends and
// announced literals alone; -1 if it has no end. A bare LF ends no line, but
// octets that are announced in front of it are a literal.
func framed(in []byte, from int64) int64 {
	for at := from; ; {
		n := bytes.IndexByte(in[at:], '\n')
		if n < 0 {
			return -1
		}
		line, crlf := bytes.CutSuffix(in[at:at+int64(n)], []byte{'\r'})
		h, ok, err := literal.Trailing(line)
		if at += int64(n) + 1; !ok && !crlf {
			continue
		} else if !ok {
			return at
		}
		if err != nil || h.Size > int64(len(in))-at {
			return -1
		}
		at += h.Size
	}
}

// checkFraming holds that the Reader finds the ends of messages where line ends
// and literals have them, whether it understands a message or not. Text that
// looks like an announcement is the exception, behind a malformed code as well.
func checkFraming(t *testing.T, in []byte) {
	r := response.NewReader(bytes.NewReader(in), wire.Options{})
	for {
		x, err := r.Next()
		from := r.Decoder().MessageOffset()
		if err == nil {
			_, err = collect(x)
		}
		if r.Decoder().Fatal() != nil || r.Decoder().SkipMessage() != nil {
			return
		}
		end := r.Decoder().InputOffset()
		if want := framed(in, from); end != want && !endsAsText(x) {
			t.Fatalf("%q: the message at %d ends at %d, want %d (%v)", in, from, end, want, err)
		}
		// Without the grammar it is the same message.
		d := wire.NewDecoder(bytes.NewReader(in[from:]), wire.Options{})
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
		if err := d.SkipMessage(); err == nil && d.InputOffset() != end-from && !endsAsText(x) {
			t.Fatalf("%q: the message at %d is %d octets, but skipped as %d", in, from, end-from, d.InputOffset())
		}
	}
}

// endsAsText reports whether x is text that ends like an announcement.
func endsAsText(x response.Response) bool {
	text := ""
	switch x := x.(type) {
	case *response.Status:
		text = x.Text
	case *response.Continue:
		text = x.Text
	}
	_, ok, _ := literal.Trailing([]byte(text))
	return ok
}

func TestFraming(t *testing.T) {
	checkFraming(t, []byte("A1 NO [X)] see {5}\r\n* 1 EXISTS\r\n"))
	for _, x := range corpus(t) {
		checkFraming(t, x.in)
		checkFraming(t, append(x.in[:len(x.in):len(x.in)], "* 1 EXISTS\r\n"...))
	}
}

// FuzzFraming looks for messages whose ends the grammar and the framing find in
// different places: what one takes for data the other would take for a message.
func FuzzFraming(f *testing.F) {
	for _, x := range corpus(f) {
		if len(x.in) < 4096 {
			f.Add(x.in, []byte{})
			f.Add(append(x.in[:len(x.in):len(x.in)], "A1 OK x\r\n"...), []byte("mutate it now"))
		}
	}
	f.Fuzz(func(t *testing.T, in, mutation []byte) {
		checkFraming(t, in)
		if len(mutation) > 0 {
			checkFraming(t, append(fuzz.Mutate(in, fuzz.Choices(mutation)), "* 66 EXISTS\r\n"...))
		}
	})
}
