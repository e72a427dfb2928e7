package fuzz_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"imapkit.example/fuzz"
)

func TestReaders(t *testing.T) {
	b := []byte("A1 NOOP\r\nA2 LOGIN {3+}\r\njoe secret\r\n")
	readers := map[string]io.Reader{
		"whole": fuzz.Whole(b), "one byte": fuzz.OneByte(b), "chop": fuzz.Chop(b, 8, 3, 3, -1, 24, 999), "no cuts": fuzz.Chop(b),
		"cut":                  io.MultiReader(&fuzz.FaultyReader{R: fuzz.Whole(b), At: 5}, fuzz.Whole(b[5:])),
		"fault behind the end": &fuzz.FaultyReader{R: fuzz.Whole(b), At: 99, Err: errors.New("never")},
	}
	for name, r := range readers {
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, b) {
			t.Errorf("%s: got %q, error %v", name, got, err)
		}
	}
	for seed := range uint64(200) {
		if got, err := io.ReadAll(fuzz.Random(b, seed)); err != nil || !bytes.Equal(got, b) {
			t.Errorf("seed %d: got %q, error %v", seed, got, err)
		}
	}
	if err := iotest.TestReader(fuzz.Chop(b, 1, 5, 20), b); err != nil {
		t.Error(err)
	}
	if err := iotest.TestReader(fuzz.OneByte(b), b); err != nil {
		t.Error(err)
	}
}

func TestChopCuts(t *testing.T) {
	c := &fuzz.CountingReader{R: fuzz.Chop([]byte("abcdefg"), 5, 2, 7)}
	var got []string
	for buf := make([]byte, 10); ; {
		n, err := c.Read(buf)
		if err != nil {
			break
		}
		got = append(got, string(buf[:n]))
	}
	if s := strings.Join(got, " "); s != "ab cde fg" {
		t.Errorf("got %q", s)
	}
	if c.Reads != 4 || c.Bytes != 7 || c.Asked != 40 {
		t.Errorf("counted %d reads, %d octets, %d asked", c.Reads, c.Bytes, c.Asked)
	}
}

func TestFaultyReader(t *testing.T) {
	fault := errors.New("fault")
	for at := range int64(5) {
		for _, together := range []bool{false, true} {
			r := &fuzz.FaultyReader{R: strings.NewReader("abcdef"), At: at, Err: fault, Together: together}
			got, err := io.ReadAll(r)
			if string(got) != "abcdef"[:at] || err != fault {
				t.Errorf("at %d: got %q, error %v", at, got, err)
			}
			if _, err := r.Read(make([]byte, 1)); err != fault {
				t.Errorf("at %d: second error %v", at, err)
			}
		}
	}
}

// reads is a parser that tells how it was fed: what CheckSplit must find.
func reads(r io.Reader) (events []string) {
	buf := make([]byte, 100)
	for {
		n, err := r.Read(buf)
		if err != nil {
			return append(events, err.Error())
		}
		events = append(events, string(buf[:n]))
	}
}

func all(r io.Reader) []string {
	b, err := io.ReadAll(r)
	return []string{string(b), errString(err)}
}

func errString(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestCheckSplit(t *testing.T) {
	if err := fuzz.CheckSplit([]byte("A1 NOOP\r\n"), all); err != nil {
		t.Error(err)
	}
	if err := fuzz.CheckSplit([]byte("A1 NOOP\r\n"), reads); err == nil {
		t.Error("no error for events that depend on the reads")
	}
	long := strings.Repeat("x", 300)
	calls := 0
	differs := func(io.Reader) []string { calls++; return []string{long + string(rune('0'+calls))} }
	if err := fuzz.CheckSplit(nil, differs); err == nil {
		t.Error("no error for events that differ at their end")
	}
}

func readLine(r io.Reader) error {
	b := make([]byte, 1)
	for n := 0; ; n++ {
		if _, err := io.ReadFull(r, b); err != nil {
			if err == io.EOF && n > 0 {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		if b[0] == '\n' {
			return nil
		}
	}
}

func TestCheckPrefixes(t *testing.T) {
	fault := errors.New("fault")
	parsers := map[string]struct {
		read func(io.Reader) error
		ok   bool
	}{
		"right":         {readLine, true},
		"takes a part":  {func(r io.Reader) error { _ = readLine(r); return nil }, false},
		"wrong error":   {func(r io.Reader) error { _, err := io.ReadFull(r, make([]byte, 9)); return errors.Join(err, fault) }, false},
		"always fails":  {func(io.Reader) error { return fault }, false},
		"empty is half": {func(io.Reader) error { return io.ErrUnexpectedEOF }, false},
	}
	for name, p := range parsers {
		if err := fuzz.CheckPrefixes([]byte("A1 NOOP\r\n"), p.read); (err == nil) != p.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCheckFault(t *testing.T) {
	if err := fuzz.CheckFault([]byte("A1 NOOP\r\n"), readLine); err != nil {
		t.Error(err)
	}
	hides := func(r io.Reader) error {
		if err := readLine(r); err != nil {
			return io.ErrUnexpectedEOF
		}
		return nil
	}
	if err := fuzz.CheckFault([]byte("A1 NOOP\r\n"), hides); err == nil {
		t.Error("no error for a parser that hides the fault")
	}
}

func TestParseTranscript(t *testing.T) {
	tr, err := fuzz.ParseTranscript("# two commands\n\nC: A1 LOGIN {3}\r\nS: + go\nC= \"j\\x00e\"\nC:  x\nS:\nS= \"\"\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := string(tr.Client()); got != "A1 LOGIN {3}\r\nj\x00e x\r\n" {
		t.Errorf("client: %q", got)
	}
	if got := string(tr.Server()); got != "+ go\r\n\r\n" {
		t.Errorf("server: %q", got)
	}
	if s := tr[2]; s.From != 'C' || s.Line != 5 || len(tr) != 6 {
		t.Errorf("step: %+v of %d", s, len(tr))
	}
	for _, bad := range []string{"X: a", "C", "C; a", "C= a", " C: a"} {
		if _, err := fuzz.ParseTranscript(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}
