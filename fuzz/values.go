package fuzz

import (
	"fmt"
	"strconv"
	"strings"
)

// value reads %x41, %x41-5A and %x0D.0A, the same with %d and %b (RFC 5234,
// Section 2.3), and %s"aB" and %i"ab" (RFC 7405, Section 2.1).
func (p *parser) value() (*node, error) {
	bad := fmt.Errorf("%q is no value", p.s)
	if len(p.s) < 3 {
		return nil, bad
	}
	form := p.s[1] | 0x20
	p.s = p.s[2:]
	if (form == 's' || form == 'i') && p.s[0] == '"' {
		n, err := p.element()
		if err == nil && form == 's' && n.text != "" {
			n = p.octets([]byte(n.text))
		}
		return n, err
	}
	base := map[byte]int{'b': 2, 'd': 10, 'x': 16}[form]
	lo, ok := p.octet(base)
	if !ok {
		return nil, bad
	}
	if rest, found := strings.CutPrefix(p.s, "-"); found {
		p.s = rest
		hi, ok := p.octet(base)
		if !ok || hi < lo {
			return nil, bad
		}
		n := p.octets([]byte{lo})
		n.hi = uint64(hi)
		return n, nil
	}
	list := []byte{lo}
	for strings.HasPrefix(p.s, ".") {
		p.s = p.s[1:]
		c, ok := p.octet(base)
		if !ok {
			return nil, bad
		}
		list = append(list, c)
	}
	return p.octets(list), nil
}

// octet reads a number.
func (p *parser) octet(base int) (byte, bool) {
	i := strings.IndexFunc(p.s, func(c rune) bool { return !strings.ContainsRune("0123456789ABCDEFabcdef", c) })
	if i < 0 {
		i = len(p.s)
	}
	if base == 0 {
		return 0, false
	}
	n, err := strconv.ParseUint(p.s[:i], base, 8)
	p.s = p.s[i:]
	return byte(n), err == nil
}

// octets returns the sequence of the octets in list, of which there is one at
// least.
func (p *parser) octets(list []byte) *node {
	n := p.node(octet)
	n.lo, n.hi = uint64(list[0]), uint64(list[0])
	if len(list) > 1 {
		n = p.node(sequence, n, p.octets(list[1:]))
	}
	return n
}
