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
	KindLiteral        // a literal: read it from Token.Literal
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
// Decoder.
type Token struct {
	Kind Kind
	// Space says that a single space stood in front.
	Space bool
	// Bytes are the octets of a word, or the content of a quoted string. They
	// borrow the Decoder's buffer.
	Bytes []byte
	// Literal reads the octets of a literal. Those not read when the next
	// call to the Decoder comes are dropped.
	Literal *literal.Reader
}

// ReadToken reads the next token of a message, whatever the message means.
// After the token of KindCRLF the message has ended. It checks the form of
// tokens and that two values are separated by one space or stand beside a
// parenthesis; it knows neither commands nor the free text of status
// responses, for which there is [Decoder.Text].
func (d *Decoder) ReadToken() (Token, error) {
	if d.inLit && d.behindLiteral() && !d.separated() {
		return Token{}, d.err
	}
	var t Token
	b, p := d.b, d.p
	if b[p] == ' ' {
		t.Space = true
		p++
	}
	i := p
	all := ^abnf.Class(0)
	for {
		m := abnf.Classes[b[i]]
		if m&abnf.Word == 0 {
			break
		}
		all &= m
		i++
	}
	if i > p && !(b[i] == '{' && i == p+1 && b[p] == '~') {
		t.Bytes = b[p:i]
		switch {
		case all&abnf.Digit != 0:
			t.Kind = KindNumber
		case all&abnf.Atom != 0:
			t.Kind = KindAtom
		case all&abnf.AString != 0:
			t.Kind = KindAString
		case b[p] == '\\' && abnf.Is(b[p+1:i], abnf.Atom):
			t.Kind = KindFlag
		default:
			t.Kind = KindWord
		}
		d.p = i
		if !d.separated() {
			return Token{}, d.err
		}
		return t, nil
	}
	d.p = p
	switch b[p] {
	case '(':
		d.p++
		t.Kind = KindListBegin
	case ')':
		d.p++
		t.Kind = KindListEnd
	case '"':
		t.Kind = KindQuoted
		t.Bytes = d.stringView("quoted")
		d.separated()
	case '{', '~':
		t.Kind = KindLiteral
		t.Literal = d.Literal8()
	default:
		if t.Space {
			d.fail("value")
			break
		}
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

// separated reports whether a value may end here: at a space, a parenthesis or
// the line end.
func (d *Decoder) separated() bool {
	if c := d.b[d.p]; c != ' ' && c != ')' && c != '(' && c != '\r' {
		d.fail("SP")
		return false
	}
	return true
}
