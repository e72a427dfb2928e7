package wire

import (
	"imapkit.example/literal"
	"imapkit.example/wire/internal/abnf"
)

// A Kind says what a [Token] is.
type Kind uint8

// The kinds of tokens. A word is classified by what all of its octets have in
// common; every number is an atom and every atom an astring as well.
const (
	KindInvalid   Kind = iota
	KindNumber         // a word of digits
	KindAtom           // a word of ATOM-CHAR
	KindAString        // a word of ASTRING-CHAR with a "]" in it
	KindFlag           // "\" and an atom
	KindWord           // any other word: "*", "%", "\*", parts of a section
	KindQuoted         // a quoted string, without its quotes and escapes
	KindLiteral        // a literal: read it from Decoder.TokenLiteral
	KindListBegin      // "("
	KindListEnd        // ")"
	KindCRLF           // the end of the message
)

var kindNames = [...]string{
	"invalid", "number", "atom", "astring", "flag", "word", "quoted",
	"literal", "list begin", "list end", "CRLF",
}

// String returns a word for k, for people.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[0]
}

// A Token is one piece of a message. It is valid until the next call to its
// Decoder. It is as small as it is so that it travels in registers: with one
// word more, reading tokens takes more than twice the time.
type Token struct {
	// Bytes are the octets of a word, or the content of a quoted string. They
	// borrow the Decoder's buffer. Those of a literal are read from
	// [Decoder.TokenLiteral].
	Bytes []byte
	Kind  Kind
	// Space says that a single space stood in front.
	Space bool
}

// ReadToken reads the next token of a message, whatever the message means.
// After the token of KindCRLF the message has ended. It checks the form of
// tokens and that two values are separated by one space or stand beside a
// parenthesis; it knows neither commands nor the free text of status
// responses, for which there is [Decoder.Text].
//
// One pass over a word finds its end and, by the AND of the classes of its
// octets, its kind. A "\" belongs to the first octet only.
func (d *Decoder) ReadToken() (Token, error) {
	b, p := d.b, d.p
	space := b[p] == ' '
	if space {
		p++
	}
	i := p
	kinds := &wordKinds
	if b[i] == '\\' {
		kinds = &flagKinds
		i++
	}
	start := i
	all := ^abnf.Class(0)
	m := abnf.Classes[b[i]]
	for m&abnf.Word != 0 {
		all &= m
		i++
		m = abnf.Classes[b[i]]
	}
	if i > start && m&abnf.Separator != 0 {
		d.p = i
		return Token{Kind: kinds[all%8], Space: space, Bytes: b[p:i]}, nil
	}
	switch b[p] {
	case '(':
		d.p = p + 1
		return Token{Kind: KindListBegin, Space: space}, nil
	case ')':
		d.p = p + 1
		return Token{Kind: KindListEnd, Space: space}, nil
	case '"':
		if e := scanQuoted(b, p+1); b[e] == '"' && abnf.Classes[b[e+1]]&abnf.Separator != 0 && d.opts.Lenient == 0 {
			d.p = e + 1
			return Token{Kind: KindQuoted, Space: space, Bytes: b[p+1 : e]}, nil
		}
	case '\r':
		if b[p+1] == '\n' && !space {
			d.p = p + 2
			d.open = false
			d.park()
			return Token{Kind: KindCRLF}, nil
		}
	}
	return d.readTokenSlow()
}

// The kinds of words by what all of their octets have in common: those of
// words that begin with a "\" by what is behind it. Every digit is an ATOM-CHAR
// and every ATOM-CHAR an ASTRING-CHAR.
var (
	wordKinds = [8]Kind{0: KindWord, kindAString: KindAString, kindAtom: KindAtom, kindDigit: KindNumber}
	flagKinds = [8]Kind{0: KindWord, kindAString: KindWord, kindAtom: KindFlag, kindDigit: KindFlag}
)

const (
	kindAString = abnf.AString
	kindAtom    = abnf.AString | abnf.Atom
	kindDigit   = abnf.AString | abnf.Atom | abnf.Digit
)

// readTokenSlow reads what needs more than one look, and all that is wrong.
func (d *Decoder) readTokenSlow() (t Token, err error) {
	if d.inLit && d.behindLiteral() {
		if !d.separated() {
			return Token{}, d.err
		}
		return d.ReadToken()
	}
	t.Space = d.b[d.p] == ' '
	if t.Space {
		d.p++
	}
	b, p := d.b, d.p
	i := p + abnf.Run(b[p:], abnf.Word)
	switch {
	case b[p] == '"':
		t.Kind = KindQuoted
		t.Bytes = d.stringView("quoted")
		d.separated()
	case b[p] == '{', b[p] == '~' && b[p+1] == '{':
		t.Kind = KindLiteral
		d.Literal8()
	case i > p: // a "\" that is alone, or a value without a space behind it
		d.p = i
		d.separated()
		t.Kind, t.Bytes = KindWord, b[p:i]
	case t.Space:
		d.fail("value")
	default:
		d.crlf()
		t.Kind = KindCRLF
		if d.err == nil {
			d.open = false
			d.park()
		}
	}
	if d.err != nil {
		return Token{}, d.err
	}
	return t, nil
}

// TokenLiteral returns the reader of the literal of which
// [Decoder.ReadToken] has just returned the token; nil if it was another
// token. Octets not read when the next call to d comes are dropped.
func (d *Decoder) TokenLiteral() *literal.Reader {
	if !d.inLit {
		return nil
	}
	return &d.lit
}

// separated reports whether a value may end here: at a space, a parenthesis or
// the line end.
func (d *Decoder) separated() bool {
	if c := d.b[d.p]; c != ' ' && c != ')' && c != '(' && c != '\r' {
		d.fail("SP")
		return false
	}
	return true
}
