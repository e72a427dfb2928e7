package wire_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
)

// addSeeds adds each row of the table with the index of its rule in names,
// and some streams of more than one message.
func addSeeds(f *testing.F, names []string) {
	for _, r := range rows() {
		in, _ := r.input()
		if len(in) < 4096 {
			f.Add([]byte(in), r.opts.Side == wire.Server, uint8(slices.Index(names, r.rule)))
		}
	}
	f.Add([]byte("A \x00 {3+}\r\nabc {2}\r\nB\n {0+}\r\n\r\nC NOOP\r\n"), true, uint8(0))
	f.Add([]byte("* OK see {3}\r\n* 1 FETCH (BODY[] {3}\r\na\r\n FLAGS ())\r\n"), false, uint8(0))
}

func sideOptions(server bool) wire.Options {
	opts := wire.Options{Limits: wire.Limits{Line: 2000, Skip: 10000, Depth: 20, Literals: 9, Items: 30, Ranges: 30, Literal: 500, LiteralBytes: 900}}
	if server {
		opts.Side = wire.Server
	}
	return opts
}

// FuzzDecoder checks that no input makes a Decoder panic, and that what it
// finds does not depend on how the input arrives: by tokens, and by one of the
// codecs.
func FuzzDecoder(f *testing.F) {
	names := sortedKeys(codecs)
	addSeeds(f, names)
	f.Fuzz(func(t *testing.T, in []byte, server bool, which uint8) {
		opts := sideOptions(server)
		if err := fuzz.CheckSplit(in, func(r io.Reader) []string { return tokens(r, opts) }); err != nil {
			t.Error(err)
		}
		r := row{rule: names[int(which)%len(names)], opts: opts}
		if err := fuzz.CheckSplit(in, r.run); err != nil {
			t.Errorf("%s: %v", r.rule, err)
		}
	})
}

// FuzzValue checks that a value that was read is written with the same octets,
// and that what is no value is not written.
func FuzzValue(f *testing.F) {
	addSeeds(f, nil)
	f.Fuzz(func(t *testing.T, in []byte, server bool, _ uint8) {
		opts := sideOptions(server)
		d := wire.NewDecoder(bytes.NewReader(in), opts)
		for d.Next() == nil {
			v := d.ReadValue()
			if d.Err() != nil {
				continue
			}
			if err := wire.WalkValue(v, func(wire.Token) error { return nil }); err != nil {
				t.Errorf("%q cannot be walked: %v", v, err)
			}
			written, err := writeValue(v, wire.Server, opts.Limits)
			if err != nil {
				t.Errorf("%q cannot be written: %v", v, err)
			}
			again := reread(t, written, wire.Client)
			if !server && !bytes.Equal(again, v) {
				t.Errorf("%q is written as %q", v, again)
			}
			// The other side's form of literals and back.
			if written, err = writeValue(v, wire.Client, opts.Limits); err != nil {
				t.Errorf("%q cannot be written by a client: %v", v, err)
			}
			if written, err = writeValue(reread(t, written, wire.Server), wire.Server, opts.Limits); err != nil || !bytes.Equal(written, append(again, '\r', '\n')) {
				t.Errorf("%q becomes %q, %v", again, written, err)
			}
		}
		// Bytes that were never read as a value: written, they are one.
		if written, err := writeValue(in, wire.Server, wire.Limits{}); err == nil {
			if rest, err := frame(written); err != nil || len(rest) > 0 {
				t.Errorf("%q is written as %q: %v, rest %q", in, written, err, rest)
			}
			reread(t, written, wire.Client)
		}
	})
}

func writeValue(v wire.Value, side wire.Side, limits wire.Limits) ([]byte, error) {
	var out bytes.Buffer
	e := wire.NewEncoder(&out, wire.Options{Side: side, Limits: limits, Literals: literal.Plus})
	e.Value(v)
	err := errors.Join(e.End(), e.Flush())
	return out.Bytes(), err
}

func reread(t *testing.T, message []byte, side wire.Side) wire.Value {
	d := wire.NewDecoder(bytes.NewReader(message), wire.Options{Side: side})
	if err := d.Next(); err != nil {
		t.Errorf("%q: %v", message, err)
		return nil
	}
	v := d.ReadValue()
	if err := d.End(); err != nil {
		t.Errorf("%q cannot be read: %v", message, err)
	}
	if err := d.Next(); err != io.EOF {
		t.Errorf("%q is more than one message: %v", message, err)
	}
	return v
}
