package message

import "strings"

// An Address is one entry of an address list as RFC 9051, Section 7.5.2 has it.
//
// In an address Mailbox and Host are never nil. Where the field lacks one, it
// is "": "From: joe" has the mailbox "joe" at host "". Quoting is removed, also
// from a quoted local-part.
//
// A group starts with an entry whose Host is nil and whose Mailbox is the name
// of the group, and ends with one where both are nil. Every group that starts
// in a list ends in it, and groups do not nest.
type Address struct {
	Name    *string // display name, or the comment after an address without one
	ADL     *string // source route, "@a,@b"
	Mailbox *string
	Host    *string
}

// A word is a piece of a phrase or of an address.
type word struct {
	text  string
	space bool // white space or a comment stands in front of it
	at    bool // it is the "@", and not a quoted one
}

// An addressParser reads an address-list, in one pass and without going back:
// words pile up until what follows tells what they are.
type addressParser struct {
	lexer
	list    []Address
	limit   int
	group   bool     // within a group
	words   []word   // read and not yet used
	space   bool     // there was white space since the last word
	note    *string  // the last comment since the last address
	pending *Address // an address in angle brackets, until its end
}

// appendAddresses appends the addresses of a field's value to list, which has
// limit entries at most, not counting the end of a group.
//
//	address-list = (address *("," address)) / obs-addr-list   ; RFC 5322, Section 3.4
//	address      = mailbox / group
//	mailbox      = name-addr / addr-spec
//	group        = display-name ":" [group-list] ";" [CFWS]
func appendAddresses(list []Address, value string, limit int) (_ []Address, work int) {
	p := addressParser{lexer: lexer{s: value}, list: list, limit: limit}
	for p.more() && len(p.list) < limit {
		switch c := p.peek(); c {
		case ',':
			p.i++
			p.flush()
		case ';':
			p.i++
			p.flush()
			p.endGroup()
		case ':':
			p.i++
			p.startGroup()
		case '<':
			p.i++
			p.angle()
		case '>':
			p.i++
		default:
			p.word()
		}
	}
	p.flush()
	p.endGroup()
	return p.list, p.work
}

// word reads white space, a comment, a quoted-string, a domain-literal, an atom
// with dots, or one other octet.
func (p *addressParser) word() {
	var text string
	c := p.peek()
	switch c {
	case ' ', '\t':
		p.i++
		p.work++
		p.space = true
		return
	case '(':
		note := strings.TrimSpace(p.comment())
		p.note, p.space = &note, true
		return
	case '"':
		text = p.quoted()
	case '[':
		start := p.i
		p.until("],;<>\"( \t")
		if p.more() && p.peek() == ']' {
			p.i++
		}
		text = p.s[start:p.i]
	default:
		start := p.i
		p.i++
		if strings.IndexByte("@:)]", c) < 0 {
			p.until(" \t()<>[]:;@,\"")
		}
		text = p.s[start:p.i]
	}
	p.words = append(p.words, word{text, p.space, c == '@'})
	p.space = false
}

func (p *addressParser) add(a Address) {
	if len(p.list) < p.limit {
		p.list = append(p.list, a)
	}
}

// flush ends the current address, if there is one.
func (p *addressParser) flush() {
	switch {
	case p.pending != nil:
		if p.pending.Name == nil {
			p.pending.Name = p.note
		}
		p.add(*p.pending)
	case len(p.words) > 0:
		before, local, host, after := splitAddrSpec(p.words)
		a := Address{Mailbox: &local, Host: &host, Name: p.note}
		if name := phrase(append(before, after...)); name != "" {
			a.Name = &name
		}
		p.add(a)
	}
	p.words, p.note, p.pending, p.space = p.words[:0], nil, nil, false
}

// startGroup is at a ":". Within a group, or without a name, it is no start.
func (p *addressParser) startGroup() {
	if p.group || p.pending != nil || len(p.words) == 0 {
		if len(p.words) > 0 {
			p.words = append(p.words, word{text: ":", space: p.space})
			p.space = false
		}
		return
	}
	name := phrase(p.words)
	p.add(Address{Mailbox: &name})
	p.group = true
	p.words, p.note, p.space = p.words[:0], nil, false
}

// endGroup ends a group, even beyond the limit: its start is in the list.
func (p *addressParser) endGroup() {
	if p.group {
		p.list = append(p.list, Address{})
		p.group = false
	}
}

// angle reads the rest of an angle-addr. One that is not closed ends before a
// "," or ";".
//
//	angle-addr     = [CFWS] "<" addr-spec ">" [CFWS] / obs-angle-addr
//	obs-angle-addr = [CFWS] "<" obs-route addr-spec ">" [CFWS]
//	obs-route      = *(CFWS / ",") "@" domain *("," [CFWS] ["@" domain]) ":"
func (p *addressParser) angle() {
	if p.pending != nil { // a comma is missing
		words, space := p.words, p.space
		p.words = nil
		p.flush()
		p.words, p.space = words, space
	}
	a := &Address{}
	if len(p.words) > 0 {
		name := phrase(p.words)
		a.Name = &name
	}
	p.words, p.note = p.words[:0], nil
loop:
	for p.more() {
		route := a.ADL == nil && len(p.words) > 0 && p.words[0].at
		switch c := p.peek(); {
		case c == '>':
			p.i++
			break loop
		case c == ';', c == ',' && !route:
			break loop
		case c == '<':
			p.i++
		case c == ',':
			p.i++
			p.words = append(p.words, word{text: ","})
		case c == ':' && route:
			p.i++
			adl := concat(p.words)
			a.ADL = &adl
			p.words = p.words[:0]
		default:
			p.word()
		}
	}
	local, host := phrase(p.words), ""
	if at := lastAt(p.words); at >= 0 {
		local, host = concat(p.words[:at]), concat(p.words[at+1:])
	}
	a.Mailbox, a.Host = &local, &host
	p.words, p.space, p.pending = p.words[:0], false, a
}

// lastAt returns the index of the last "@", or -1.
func lastAt(words []word) int {
	for i := len(words) - 1; i >= 0; i-- {
		if words[i].at {
			return i
		}
	}
	return -1
}

// splitAddrSpec finds the addr-spec among words that stand without angle
// brackets: what is joined to the last "@", dots included, is the address, and
// what else there is a name. Without an "@" all of it is the local part.
//
//	addr-spec = local-part "@" domain
func splitAddrSpec(words []word) (before []word, local, host string, after []word) {
	at := lastAt(words)
	if at < 0 {
		return nil, phrase(words), "", nil
	}
	joined := func(i int) bool { // words i-1 and i
		return !words[i].space || strings.HasPrefix(words[i].text, ".") || strings.HasSuffix(words[i-1].text, ".")
	}
	start, end := max(at-1, 0), min(at+2, len(words))
	for start > 0 && joined(start) {
		start--
	}
	for end < len(words) && joined(end) {
		end++
	}
	return words[:start:start], concat(words[start:at]), concat(words[at+1 : end]), words[end:]
}

// phrase joins words as they were spaced.
func phrase(words []word) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 && w.space {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

// concat joins words without space.
func concat(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.text)
	}
	return b.String()
}
