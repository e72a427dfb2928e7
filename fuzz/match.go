package fuzz

import (
	"bytes"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// Match reports whether b is a sentence of the rule; nothing is one of a rule
// that the grammar does not have. It takes time that grows with the square of
// the length of b.
func (g *Grammar) Match(rule string, b []byte) bool {
	return g.match(g.rules[strings.ToLower(rule)], b)
}

func (g *Grammar) match(n *node, b []byte) bool {
	m := matcher{g: g, in: b, memo: make(map[[2]int]ends)}
	return n != nil && m.ends(n, 0).has(len(b))
}

// Derivation returns the names of the rules of which b is made if it is a
// sentence of the rule, sorted; nil if it is not. Where there is a choice, the
// alternative that stands first counts.
func (g *Grammar) Derivation(rule string, b []byte) (rules []string) {
	n := g.rules[strings.ToLower(rule)]
	m := matcher{g: g, in: b, memo: make(map[[2]int]ends)}
	if n == nil || !m.ends(n, 0).has(len(b)) {
		return nil
	}
	used := make(map[string]bool)
	m.derive(n, 0, len(b), used)
	for name := range used {
		rules = append(rules, name)
	}
	slices.Sort(rules)
	return rules
}

// ends is a set of positions.
type ends []uint64

func (e ends) has(i int) bool { return i/64 < len(e) && e[i/64]&(1<<(i%64)) != 0 }

func (e *ends) add(i int) {
	for len(*e) <= i/64 {
		*e = append(*e, 0)
	}
	(*e)[i/64] |= 1 << (i % 64)
}

func (e *ends) addAll(x ends) {
	for len(*e) < len(x) {
		*e = append(*e, 0)
	}
	for i, w := range x {
		(*e)[i] |= w
	}
}

// all returns the positions in ascending order.
func (e ends) all() (list []int) {
	for i, w := range e {
		for ; w != 0; w &= w - 1 {
			list = append(list, i*64+bits.TrailingZeros64(w))
		}
	}
	return list
}

// A matcher finds for a node and a position where what begins there may end.
type matcher struct {
	g    *Grammar
	in   []byte
	memo map[[2]int]ends
}

func (m *matcher) ends(n *node, i int) (e ends) {
	switch n.kind {
	case word:
		if k := i + len(n.text); k <= len(m.in) && strings.EqualFold(string(m.in[i:k]), n.text) {
			e.add(k)
		}
		return e
	case octet:
		if i < len(m.in) && uint64(m.in[i]) >= n.lo && uint64(m.in[i]) <= n.hi {
			e.add(i + 1)
		}
		return e
	}
	key := [2]int{n.id, i}
	if e, ok := m.memo[key]; ok {
		return e
	}
	switch n.kind {
	case alternation:
		for _, kid := range n.kids {
			e.addAll(m.ends(kid, i))
		}
	case sequence:
		for _, k := range m.ends(n.kids[0], i).all() {
			e.addAll(m.ends(n.kids[1], k))
		}
	case repetition:
		e = m.repeat(n, i)
	case reference:
		e = m.ends(n.kids[0], i)
	case number:
		m.number(n, i, &e)
	case announced:
		m.literal(n, i, &e)
	case difference:
		not := m.ends(n.kids[1], i)
		for _, k := range m.ends(n.kids[0], i).all() {
			if !not.has(k) {
				e.add(k)
			}
		}
	}
	m.memo[key] = e
	return e
}

func (m *matcher) repeat(n *node, i int) (e ends) {
	now := []int{i}
	for k := uint64(0); k <= n.hi && len(now) > 0; k++ {
		var next ends
		for _, i := range now {
			if k >= n.lo {
				if e.has(i) {
					continue
				}
				e.add(i)
			}
			next.addAll(m.ends(n.kids[0], i))
		}
		now = next.all()
	}
	return e
}

func (m *matcher) number(n *node, i int, e *ends) {
	for k := i + 1; k <= len(m.in) && m.in[k-1]-'0' < 10; k++ {
		if m.in[i] == '0' && n.lo > 0 {
			return
		}
		if x, err := strconv.ParseUint(string(m.in[i:k]), 10, 64); err == nil && x >= n.lo && x <= n.hi {
			e.add(k)
		}
	}
}

func (m *matcher) literal(n *node, i int, e *ends) {
	data, size, plus := m.header(n, i)
	if size < 0 || size > int64(len(m.in)-data) || plus < 0 {
		return
	}
	if m.g.match(n.kids[0], m.in[data:data+int(size)]) {
		e.add(data + int(size))
	}
}

// header reads the announcement of a literal at i: where the octets begin, how
// many there are, and where what literal-plus is begins; or numbers below 0.
func (m *matcher) header(n *node, i int) (data int, size int64, plus int) {
	b := m.in[i:]
	open := []byte("~{")[1-n.hi:]
	end := bytes.Index(b, []byte("}\r\n"))
	if end < 0 || !bytes.HasPrefix(b, open) {
		return 0, -1, -1
	}
	k := len(open)
	for k < end && b[k]-'0' < 10 {
		k++
	}
	size, err := strconv.ParseInt(string(b[len(open):k]), 10, 64)
	if err != nil || !m.ends(n.kids[1], i+k).has(i+end) {
		return 0, -1, -1
	}
	return i + end + len("}\r\n"), size, i + k
}

// derive notes the rules of which in[i:j] is made, which is an n.
func (m *matcher) derive(n *node, i, j int, used map[string]bool) {
	switch n.kind {
	case alternation:
		for _, kid := range n.kids {
			if m.ends(kid, i).has(j) {
				m.derive(kid, i, j, used)
				return
			}
		}
	case sequence:
		for _, k := range m.ends(n.kids[0], i).all() {
			if m.ends(n.kids[1], k).has(j) {
				m.derive(n.kids[0], i, k, used)
				m.derive(n.kids[1], k, j, used)
				return
			}
		}
	case repetition:
		for left := n.hi - 1; i < j; left-- {
			for _, k := range m.ends(n.kids[0], i).all() {
				if k == j || k > i && left > 0 && m.ends(n.kids[1], k).has(j) {
					m.derive(n.kids[0], i, k, used)
					i = k
					break
				}
			}
		}
	case reference:
		used[n.text] = true
		m.derive(n.kids[0], i, j, used)
	case difference:
		m.derive(n.kids[0], i, j, used)
	case announced:
		data, size, plus := m.header(n, i)
		m.derive(n.kids[1], plus, data-len("}\r\n"), used)
		inner := matcher{g: m.g, in: m.in[data : data+int(size)], memo: make(map[[2]int]ends)}
		inner.derive(n.kids[0], 0, int(size), used)
	}
}
