package wire

import (
	"bytes"
	"math"

	"imapkit.example/literal"
	"imapkit.example/wire/internal/abnf"
)

// A Value holds the exact bytes of one or more values, separated by single
// spaces: atoms, numbers, strings, lists, literals with their announcements.
// It is how data of unknown extensions is kept; [Encoder.Value] writes it back.
type Value []byte

// Clone returns a copy of v.
func (v Value) Clone() Value { return bytes.Clone(v) }

// AppendValue reads one value of any kind and appends its exact bytes to dst.
// It is the grammar of everything an extension can add: lists may nest up to
// [Limits].Depth.
//
//	value = 1*word-char / quoted / literal / literal8 /
//	        "(" [value *(SP value)] ")"  ; no SP need stand between lists
func (d *Decoder) AppendValue(dst []byte) []byte {
	depth := 0
	defer func() { d.depth -= depth }()
	for {
		last := d.Peek()
		switch {
		case last == '(':
			if !d.Enter("value") {
				return dst
			}
			depth++
			d.p++
			dst = append(dst, '(')
			if d.Peek() != ')' {
				continue
			}
		case last == '"':
			dst = d.appendRawQuoted(dst)
		case last == '{', last == '~' && d.b[d.p+1] == '{':
			dst = d.appendRawLiteral(dst)
		default:
			dst = append(dst, d.run(abnf.Word, "value")...)
		}
		for {
			for depth > 0 && d.TrySpecial(')') {
				last = ')'
				dst = append(dst, ')')
				depth--
				d.Leave()
			}
			if d.err != nil || depth == 0 {
				return dst
			}
			if d.b[d.p] != ' ' || d.b[d.p+1] > ')' || !d.trailing(d.p+1) {
				break
			}
		}
		// Bodies and addresses stand side by side: ")(" is legal.
		if last == ')' && d.Peek() == '(' {
			continue
		}
		d.SP()
		dst = append(dst, ' ')
	}
}

// ReadValue reads one value and returns a copy of its exact bytes.
func (d *Decoder) ReadValue() Value { return d.AppendValue(nil) }

// SkipValue reads one value and drops it.
func (d *Decoder) SkipValue() { d.text = d.AppendValue(d.text[:0]) }

// ReadValues reads values until the end of the line and returns their exact
// bytes with the spaces between them, but not the one in front.
func (d *Decoder) ReadValues() Value {
	var v Value
	for d.err == nil && d.TrySP() {
		if v != nil {
			v = append(v, ' ')
		}
		v = d.AppendValue(v)
	}
	return v
}

func (d *Decoder) appendRawQuoted(dst []byte) []byte {
	from := d.base + int64(d.p) // the window may move
	n := len(dst)
	dst = d.appendQuoted(dst)
	if d.err != nil {
		return dst[:n]
	}
	return append(dst[:n], d.b[from-d.base:d.p]...)
}

func (d *Decoder) appendRawLiteral(dst []byte) []byte {
	limit := min(d.opts.Limits.Literal, d.opts.Limits.LiteralBytes-d.litBytes)
	r := d.literal("literal", true, limit)
	if r == nil {
		return dst
	}
	dst = append(r.Header().Append(dst), '\r', '\n')
	return d.appendOctets(dst, r, "literal")
}

// scanValue checks that v is well formed and reports each literal in it: its
// header, where the announcement begins and where the data begins. It is the
// writer's side of AppendValue, or of ReadValues if there may be several.
func scanValue(v []byte, depthLimit int, several bool, lit func(h literal.Header, at, data int) error) error {
	depth, i := 0, 0
	need := true // a value must follow
	for i < len(v) {
		c := v[i]
		switch {
		case c == '(' && need:
			if depth++; depth > depthLimit {
				return &LimitError{"Depth", int64(depthLimit)}
			}
			i++
			need = !(i < len(v) && v[i] == ')')
			continue
		case c == ')' && !need && depth > 0:
			depth--
			i++
			need = depth > 0 && i < len(v) && v[i] == '('
			continue
		case c == ' ' && !need && (several || depth > 0):
			i++
			need = true
			continue
		case !need:
			return ErrEncode
		case c == '"':
			n := quotedLen(v[i:])
			if n == 0 {
				return ErrEncode
			}
			i += n
		case c == '{' || c == '~' && i+1 < len(v) && v[i+1] == '{':
			h, n, err := literal.ParseHeader(v[i:])
			data := i + n + 2
			if err != nil || !bytes.HasPrefix(v[min(i+n, len(v)):], []byte("\r\n")) || h.Size > int64(len(v)-data) {
				return ErrEncode
			}
			if err := lit(h, i, data); err != nil {
				return err
			}
			i = data + int(h.Size)
		default:
			n := abnf.Run(v[i:], abnf.Word)
			if n == 0 {
				return ErrEncode
			}
			i += n
		}
		need = false
	}
	if need || depth > 0 {
		return ErrEncode
	}
	return nil
}

// quotedLen returns the length of the quoted string at the start of v, or 0.
func quotedLen(v []byte) int {
	for i := 1; i < len(v); {
		i = scanQuoted(v, i)
		switch {
		case i == len(v):
			return 0
		case v[i] == '"':
			return i + 1
		case v[i] == '\\' && i+1 < len(v) && (v[i+1] == '"' || v[i+1] == '\\'):
			i += 2
		case v[i] >= 0x80:
			n := validUTF8(v[i:])
			if n == 0 {
				return 0
			}
			i += n
		default:
			return 0
		}
	}
	return 0
}

// WalkValue calls f for each token of v in order. It returns ErrEncode if v is
// not well formed, or the first error of f. The tokens borrow memory that is
// valid until f returns; the Bytes of a literal are its octets. An empty v has
// no tokens.
func WalkValue(v Value, f func(Token) error) error {
	if len(v) == 0 {
		return nil
	}
	if err := scanValue(v, math.MaxInt, true, func(literal.Header, int, int) error { return nil }); err != nil {
		return err
	}
	// A server takes both forms of literals.
	d := NewDecoder(bytes.NewReader(append(v.Clone(), "\r\n"...)), Options{Side: Server, Limits: Limits{
		Line: math.MaxInt32, Stream: math.MaxInt64, Literals: math.MaxInt32, Message: math.MaxInt64, Skip: math.MaxInt64,
	}})
	if err := d.Next(); err != nil {
		return err
	}
	var octets []byte
	for {
		t, err := d.ReadToken()
		if err != nil {
			return err
		}
		if t.Kind == KindCRLF {
			return nil
		}
		if t.Kind == KindLiteral {
			octets, err = d.TokenLiteral().Append(octets[:0])
			if err != nil {
				return err
			}
			t.Bytes = octets
		}
		if err := f(t); err != nil {
			return err
		}
	}
}
