package measure

import (
	"bytes"
	"io"
	"math"

	"imapkit.example/wire"
)

// A tokenizing reads the tokens of traffic. The text of status responses, with
// its code, and that of continuation requests are one token: they have no
// others.
type tokenizing struct {
	t      *Traffic
	d      *wire.Decoder
	src    source
	opts   wire.Options
	heads  int  // the tokens that text may stand behind
	going  bool // the connection goes on where the last pass ended
	sum    Sum
	failed int
	err    error // of the first that failed
	large  int64 // octets of large literals
}

func newTokenizing(t *Traffic) *tokenizing {
	k := &tokenizing{t: t, opts: t.options()}
	k.d = wire.NewDecoder(&k.src, k.opts)
	if t.From == wire.Server {
		k.heads = 2
	}
	return k
}

// pass reads all messages once. Those that fail are counted. Where none does,
// one pass after the other is read from the same connection.
func (k *tokenizing) pass() error {
	k.src = source{octets: k.t.Octets, size: k.t.ReadSize}
	k.sum, k.failed, k.err, k.large = 0, 0, nil, 0
	most := math.MaxInt
	if k.t.Messages > 0 && k.t.FailedTokens == 0 && k.t.Failed == 0 {
		most = k.t.Messages
	}
	if !k.going || most == math.MaxInt {
		k.d.Reset(&k.src, k.opts)
		k.going = true
	}
	for range most {
		err := k.d.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = k.message()
		}
		if err == nil {
			continue
		}
		if k.failed++; k.err == nil {
			k.err = err
		}
		if !more(k.d) {
			break
		}
	}
	result.Add(uint64(k.sum))
	return nil
}

// message reads the tokens of a message: in loops that do no more than look at the
// kind and the length of each, since it is ReadToken that is measured. In one loop,
// asking each token for its place would take a tenth of commands.
func (k *tokenizing) message() error {
	d, sum := k.d, k.sum
	for i := range k.heads {
		t, err := d.ReadToken()
		if err != nil {
			return err
		}
		sum += Sum(t.Kind) + Sum(len(t.Bytes))
		switch t.Kind { // no response has a literal here
		case wire.KindCRLF:
			k.sum = sum
			return nil
		case wire.KindAtom:
			if beforeText(t, i) && d.Peek() == ' ' {
				d.SP()
				sum += Sum(len(d.Text()))
			}
		}
	}
	for {
		t, err := d.ReadToken()
		if err != nil {
			return err
		}
		sum += Sum(t.Kind) + Sum(len(t.Bytes))
		switch t.Kind {
		case wire.KindCRLF:
			k.sum = sum
			return nil
		case wire.KindLiteral:
			size, err := k.literal()
			if err != nil {
				return err
			}
			sum += size
		}
	}
}

// literal reads the octets of a literal and returns how many they are.
func (k *tokenizing) literal() (Sum, error) {
	lit := k.d.TokenLiteral()
	if _, err := lit.WriteTo(io.Discard); err != nil {
		return 0, err
	}
	size := lit.Header().Size
	if size >= largeLiteral {
		k.large += size
	}
	return Sum(size), nil
}

// beforeText reports whether t, the token i of a response, stands in front of
// text.
func beforeText(t wire.Token, i int) bool {
	if i == 0 {
		return string(t.Bytes) == "+"
	}
	switch len(t.Bytes) {
	case 2:
		return bytes.EqualFold(t.Bytes, []byte("OK")) || bytes.EqualFold(t.Bytes, []byte("NO"))
	case 3:
		return bytes.EqualFold(t.Bytes, []byte("BAD")) || bytes.EqualFold(t.Bytes, []byte("BYE"))
	case 7:
		return bytes.EqualFold(t.Bytes, []byte("PREAUTH"))
	}
	return false
}
