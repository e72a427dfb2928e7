package measure

import (
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"imapkit.example/wire"
)

// A Level is how much is done with the octets.
type Level string

// The levels.
const (
	// Limit is what no decoder that looks at every octet will beat by much: a
	// loop that sums the entries of a table of 256 classes, one an octet.
	Limit Level = "limit"
	// Tokens reads every token through the Decoder, from an io.Reader.
	Tokens Level = "tokens"
	// Decode reads every message into its type through a Reader, from an
	// io.Reader, and visits its fields.
	Decode Level = "decode"
	// Encode writes the messages that Decode has read.
	Encode Level = "encode"
)

// Levels returns all levels, in the order of the work they are.
func Levels() []Level { return []Level{Limit, Tokens, Decode, Encode} }

// Reads of this many octets, or more where large literals are most of the
// traffic: whoever sends those fills a read.
const (
	smallRead    = 4 << 10
	largeRead    = 64 << 10
	largeLiteral = 2 << 10
)

// WorkloadSize is how many octets of the workload called name are measured:
// enough for many messages, and little enough for a cache of the processor.
func WorkloadSize(name string) int {
	if name == "bodies-large" {
		return 4 << 20 // a megabyte is but a few of them
	}
	return 1 << 20
}

// Traffic is what one side of a connection has sent.
type Traffic struct {
	From   wire.Side
	Octets []byte
	// Left is how many octets are behind Octets: those of a message whose end
	// is not to be found, and all that follows it.
	Left int
	// ReadSize is the most octets that one read gives: 4 KiB, and 64 KiB where
	// literals of 2 KiB or more hold nine tenths of the octets.
	ReadSize int
	Messages int
	// Failed is how many messages did not decode, and Err says why the first
	// of them did not.
	Failed int
	Err    error
	// FailedTokens and TokenErr are the same for messages that are not made
	// of tokens.
	FailedTokens int
	TokenErr     error
	tokenOctets  int // in which tokens were looked for
	// Sum is a checksum of all fields of all messages.
	Sum Sum
}

// New returns the traffic that octets are, each message of which it has
// decoded once.
func New(from wire.Side, octets []byte) *Traffic {
	t := &Traffic{From: from, Octets: octets, ReadSize: smallRead}
	d, k := newDecoding(t), newTokenizing(t)
	_ = d.pass()
	t.Octets, t.Left = octets[:d.src.at], len(octets)-d.src.at
	_ = k.pass()
	t.tokenOctets = k.src.at
	t.Messages, t.Failed, t.Err, t.Sum = d.messages, d.failed, d.src.located(d.err), d.sum
	t.FailedTokens, t.TokenErr = k.failed, k.src.located(k.err)
	if k.large > 0 && k.large >= int64(len(t.Octets))/10*9 {
		t.ReadSize = largeRead
	}
	return t
}

// Reader returns a reader of the octets, as a connection gives them.
func (t *Traffic) Reader() io.Reader { return &source{octets: t.Octets, size: t.ReadSize} }

// options returns what the octets are read with: what is strict and bounded by
// default.
func (t *Traffic) options() wire.Options { return wire.Options{Side: 1 - t.From, Recorded: true} }

// Work returns the work that a level is for the traffic. The error is that of
// Encode, if no message can be written or what is written cannot be read again.
func (t *Traffic) Work(level Level) (Work, error) {
	w := Work{Octets: len(t.Octets), Messages: t.Messages}
	switch level {
	case Limit:
		w.Pass = func() error { limit(t.Octets); return nil }
	case Tokens:
		w.Octets, w.Pass = t.tokenOctets, newTokenizing(t).pass
	case Decode:
		w.Pass = newDecoding(t).pass
	case Encode:
		e, err := newEncoding(t)
		if err != nil {
			return w, err
		}
		w.Octets, w.Messages, w.Pass = e.octets, len(e.messages), e.pass
	default:
		return w, fmt.Errorf("there is no level %q", level)
	}
	return w, nil
}

// A source gives octets as a connection does: a few at a time.
type source struct {
	octets []byte
	size   int // the most that a read gives
	at     int // how many it has given
}

// Read implements io.Reader.
func (s *source) Read(p []byte) (int, error) {
	rest := s.octets[s.at:]
	if len(rest) == 0 {
		return 0, io.EOF
	}
	n := min(len(p), s.size, len(rest))
	if n == 1 {
		p[0] = rest[0] // copy is a call, which is a fifth of what an octet costs then
	} else {
		copy(p[:n], rest)
	}
	s.at += n
	return n, nil
}

// located returns err, of a message that was read from s, with where it is: that
// of the end of the octets does not say so itself.
func (s *source) located(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("offset %d: %w", s.at, err)
	}
	return err
}

// classes is a table as a decoder has one, with every octet in some class.
var classes = func() (table [256]uint8) {
	for i := range table {
		table[i] = 1 << (i % 8)
	}
	return table
}()

// result keeps the compiler from leaving out work whose result nobody uses.
var result atomic.Uint64

func limit(octets []byte) {
	sum := uint64(0)
	for _, c := range octets {
		sum += uint64(classes[c])
	}
	result.Add(sum)
}
