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
func (d *Decoder) ReadToken() (Token, error) {
	// One pass over a word finds its end and, by the AND of what its octets are, its
	// kind. The octet behind a word is in the AND as well: it clears nothing that a
	// word is classified by, and all else if no value may end there. So whether the
	// word goes on is asked of one octet, which is known long before the AND is, and
	// nothing is looked up a second time: a tenth of flags. A "\" belongs to the first
	// octet only, which has a table of its own that tells the parentheses as well: one
	// branch instead of three. The octets behind it are looked at four in a round: a
	// loop over one is as fast only where it happens to lie within one line of the
	// cache, and it takes an eighth longer elsewhere. To find the end by arithmetic, as
	// quotedMask does, is slower: the next token would wait for it, where a branch is
	// guessed. See the level "tokens" of imapbench, flags and list.
	b, p := d.b, d.p
	space := b[p] == ' '
	if space {
		p++
	}
	all := firstOctets[b[p]]
	if all&parenthesis != 0 {
		d.p = p + 1
		return Token{Kind: Kind(all &^ parenthesis), Space: space}, nil
	}
	if all&wordOctet != 0 {
		w, n := b[p:], 1
		for ; n < len(w)-3; n += 4 {
			m := wordOctets[w[n]]
			if all &= m; m&wordOctet == 0 {
				goto end
			}
			m = wordOctets[w[n+1]]
			if all &= m; m&wordOctet == 0 {
				n++
				goto end
			}
			m = wordOctets[w[n+2]]
			if all &= m; m&wordOctet == 0 {
				n += 2
				goto end
			}
			m = wordOctets[w[n+3]]
			if all &= m; m&wordOctet == 0 {
				n += 3
				goto end
			}
		}
		for wordOctets[w[n]]&wordOctet != 0 { // the last of the window
			all &= wordOctets[w[n]]
			n++
		}
		all &= wordOctets[w[n]]
	end:
		if all&valueEnd == 0 {
			return d.readTokenSlow()
		}
		d.p = p + n
		return Token{Kind: kinds[all&kindBits], Space: space, Bytes: w[:n]}, nil
	}
	switch b[p] {
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

// An octetClass says what an octet of a word is, or what it begins.
type octetClass uint8

const (
	kindDigit octetClass = 1 << iota
	kindAtom
	kindAString
	kindFlag    // a "\" begins the word
	kindAlone   // and nothing is behind it
	valueEnd    // a value ends in front of this octet, or it is one of a word
	parenthesis // and the lowest bits are the Kind
	wordOctet
	kindBits = kindDigit | kindAtom | kindAString | kindFlag | kindAlone
)

// firstOctets maps the first octet of a token to what it begins, wordOctets each other
// one, of a word or behind it, to what it leaves in the AND.
var firstOctets, wordOctets = makeOctetClasses()

func makeOctetClasses() (first, other [256]octetClass) {
	for c, m := range abnf.Classes {
		switch {
		case m&abnf.Word != 0:
			k := wordOctet | valueEnd
			if m&abnf.AString != 0 {
				k |= kindAString
			}
			if m&abnf.Atom != 0 {
				k |= kindAtom
			}
			if m&abnf.Digit != 0 {
				k |= kindDigit
			}
			first[c], other[c] = k, k|kindFlag
		case m&abnf.Separator != 0:
			other[c] = kindBits | valueEnd
		}
	}
	first['\\'] = wordOctet | valueEnd | kindBits
	first['('] = parenthesis | octetClass(KindListBegin)
	first[')'] = parenthesis | octetClass(KindListEnd)
	return first, other
}

// kinds are the kinds of words by what all of their octets have in common. Every
// digit is an ATOM-CHAR and every ATOM-CHAR an ASTRING-CHAR.
var kinds = [kindBits + 1]Kind{
	0:                                  KindWord,
	kindAString:                        KindAString,
	kindAString | kindAtom:             KindAtom,
	kindAString | kindAtom | kindDigit: KindNumber,
	kindFlag:                           KindWord,
	kindFlag | kindAString:             KindWord,
	kindFlag | kindAString | kindAtom:  KindFlag,
	kindFlag | kindAString | kindAtom | kindDigit: KindFlag,
	kindBits: KindWord, // a "\" and no more
}

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
