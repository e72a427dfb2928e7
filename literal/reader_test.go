package literal_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"imapkit.example/literal"
)

// source is a literal.Source with a given piece size that ends with err.
type source struct {
	data  string
	piece int
	err   error
}

func (s *source) Next(most int64) ([]byte, error) {
	if s.data == "" {
		return nil, s.err
	}
	n := min(s.piece, len(s.data), int(min(most, 1<<30)))
	b := []byte(s.data[:n])
	s.data = s.data[n:]
	return b, nil
}

func (s *source) Read(p []byte) (int, error) {
	b, err := s.Next(int64(len(p)))
	return copy(p, b), err
}

// readers are the ways to read a literal to its end.
var readers = map[string]func(*literal.Reader) (string, error){
	"Read": func(r *literal.Reader) (string, error) {
		b, err := io.ReadAll(struct{ io.Reader }{r})
		return string(b), err
	},
	"Read of one": func(r *literal.Reader) (string, error) {
		b, err := io.ReadAll(iotest.OneByteReader(r))
		return string(b), err
	},
	"WriteTo": func(r *literal.Reader) (string, error) {
		var b strings.Builder
		_, err := io.Copy(&b, r)
		return b.String(), err
	},
	"Append": func(r *literal.Reader) (string, error) {
		b, err := r.Append([]byte("*"))
		return string(b[1:]), err
	},
}

func TestReader(t *testing.T) {
	fault := errors.New("fault")
	for name, read := range readers {
		for _, tt := range []struct {
			data string
			size int64
			end  error
			want string
			err  error
			left int64
		}{
			{data: "", size: 0, end: io.EOF},
			{data: "abcdef", size: 6, end: io.EOF, want: "abcdef"},
			{data: "abcdef\r\nA2 NOOP", size: 6, end: io.EOF, want: "abcdef"},
			{data: "abc", size: 6, end: io.EOF, want: "abc", err: io.ErrUnexpectedEOF, left: 3},
			{data: "", size: 1, end: io.EOF, err: io.ErrUnexpectedEOF, left: 1},
			{data: "abc", size: 6, end: fault, want: "abc", err: fault, left: 3},
			{data: "abc", size: 3, end: fault, want: "abc"},
		} {
			for _, piece := range []int{1, 2, 100} {
				var r literal.Reader
				s := &source{tt.data, piece, tt.end}
				r.Reset(s, literal.Header{Size: tt.size}, nil)
				got, err := read(&r)
				if got != tt.want || err != tt.err || r.Remaining() != tt.left || r.Err() != tt.err {
					t.Errorf("%s of %+v: got %q, error %v, %d remain", name, tt, got, err, r.Remaining())
				}
				if tt.err == nil && s.data != tt.data[tt.size:] {
					t.Errorf("%s of %+v: left %q in the source", name, tt, s.data)
				}
				// An error stays; the end stays the end.
				n, err := r.Read(make([]byte, 1))
				if want := cmpErr(tt.err, io.EOF); n != 0 || err != want {
					t.Errorf("%s of %+v: second end is %d, %v", name, tt, n, err)
				}
			}
		}
	}
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func TestReaderAccept(t *testing.T) {
	refused := errors.New("refused")
	for name, read := range readers {
		for _, h := range []literal.Header{{Size: 3}, {Size: 3, Mode: literal.NonSync}, {Size: 0}, {Size: 3, Binary: true}} {
			for _, answer := range []error{nil, refused} {
				var asked []literal.Header
				var r literal.Reader
				r.Reset(&source{"abc", 2, io.EOF}, h, func(h literal.Header) error {
					asked = append(asked, h)
					return answer
				})
				sync := h.Mode == literal.Sync
				if r.Header() != h || r.Accepted() == sync || len(asked) != 0 {
					t.Errorf("%s %v: asked %v before the first read, accepted %v", name, h, asked, r.Accepted())
				}
				got, err := read(&r)
				_, _ = read(&r)
				if !sync {
					if len(asked) != 0 || err != nil || got != "abc" {
						t.Errorf("%s %v: asked %v, got %q, %v", name, h, asked, got, err)
					}
					continue
				}
				if len(asked) != 1 || asked[0] != h || err != answer || r.Accepted() != (answer == nil) {
					t.Errorf("%s %v: asked %v, error %v, accepted %v", name, h, asked, err, r.Accepted())
				}
				if want := "abc"[:h.Size]; answer == nil && got != want || answer != nil && (got != "" || r.Remaining() != h.Size) {
					t.Errorf("%s %v: got %q, %d remain", name, h, got, r.Remaining())
				}
			}
		}
	}
}

// shortWriter takes one octet of each Write and says so with err, which
// io.Writer does not allow to be nil.
type shortWriter struct{ err error }

func (w shortWriter) Write(p []byte) (int, error) { return min(1, len(p)), w.err }

func TestReaderWriteToErrors(t *testing.T) {
	full := errors.New("disk full")
	for err, want := range map[error]error{full: full, nil: io.ErrShortWrite} {
		var r literal.Reader
		r.Reset(&source{"abcdef", 4, io.EOF}, literal.Header{Size: 6}, nil)
		n, got := r.WriteTo(shortWriter{err})
		if n != 1 || got != want {
			t.Errorf("WriteTo = %d, %v; want %v", n, got, want)
		}
		// The writer's trouble is not the literal's: the rest can be dropped.
		if r.Err() != nil || r.Discard() != nil || r.Remaining() != 0 {
			t.Errorf("Err %v, %d remain", r.Err(), r.Remaining())
		}
	}
}

func TestReaderAppendGrowsWithArrival(t *testing.T) {
	var r literal.Reader
	r.Reset(&source{"abc", 1, io.EOF}, literal.Header{Size: 1 << 60}, nil)
	got, err := r.Append(nil)
	if string(got) != "abc" || err != io.ErrUnexpectedEOF || cap(got) > 64 {
		t.Errorf("got %q of capacity %d, error %v", got, cap(got), err)
	}
}

func TestWriter(t *testing.T) {
	refused, full := errors.New("refused"), errors.New("disk full")
	for _, tt := range []struct {
		h        literal.Header
		start    error
		writes   []string
		want     string
		err, end error // of the last Write and of Close
	}{
		{h: literal.Header{}, want: ""},
		{h: literal.Header{Size: 3}, writes: []string{"abc"}, want: "abc"},
		{h: literal.Header{Size: 3}, writes: []string{"a", "", "bc"}, want: "abc"},
		{h: literal.Header{Size: 3}, writes: []string{"ab"}, want: "ab", end: literal.ErrShort},
		{h: literal.Header{Size: 3}, end: literal.ErrShort},
		{h: literal.Header{Size: 3}, writes: []string{"abcd"}, err: literal.ErrLong, end: literal.ErrLong},
		{h: literal.Header{Size: 3}, writes: []string{"abc", "d"}, want: "abc", err: literal.ErrLong, end: literal.ErrLong},
		{h: literal.Header{Size: 3}, writes: []string{"ab", "cd", "c"}, want: "ab", err: literal.ErrLong, end: literal.ErrLong},
		{h: literal.Header{Size: 3}, writes: []string{"a\x00b"}, err: literal.ErrNUL, end: literal.ErrNUL},
		{h: literal.Header{Size: 3, Binary: true}, writes: []string{"a\x00b"}, want: "a\x00b"},
		{h: literal.Header{Size: 3}, start: refused, writes: []string{"abc"}, err: refused, end: refused},
	} {
		var b bytes.Buffer
		var w literal.Writer
		w.Reset(&b, tt.h, tt.start)
		var err error
		for _, s := range tt.writes {
			_, err = w.Write([]byte(s))
		}
		if end := w.Close(); b.String() != tt.want || err != tt.err || end != tt.end {
			t.Errorf("%+v: wrote %q, errors %v and %v", tt, b.String(), err, end)
		}
		if left := tt.h.Size - int64(b.Len()); w.Remaining() != left {
			t.Errorf("%+v: %d remain, want %d", tt, w.Remaining(), left)
		}
	}
	var w literal.Writer
	w.Reset(shortWriter{full}, literal.Header{Size: 3}, nil)
	if n, err := w.Write([]byte("abc")); n != 1 || err != full || w.Remaining() != 2 || w.Close() != full {
		t.Errorf("failing writer: %d, %v, %d remain", n, err, w.Remaining())
	}
}
