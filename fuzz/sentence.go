package fuzz

import (
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// A Choice decides something while a sentence is made: it returns a number from
// 0 to n-1. It can be rand.IntN, what a property test draws, or [Choices].
type Choice func(n int) int

// Choices returns a Choice that is made by b, so that a fuzzer can look for
// sentences; where b ends, it is 0.
func Choices(b []byte) Choice {
	return func(n int) int {
		i := 0
		for most := n - 1; most > 0 && len(b) > 0; most >>= 8 {
			i, b = i<<8|int(b[0]), b[1:]
		}
		return i % n
	}
}

// What bounds a sentence: beyond it, whatever ends soonest is chosen.
const (
	sentenceDepth = 60
	sentenceSize  = 300
)

// Sentence makes a sentence of the rule. A rule that the grammar does not have
// has none.
func (g *Grammar) Sentence(rule string, choose Choice) []byte {
	m := composer{g: g, choose: choose}
	if n := g.rules[strings.ToLower(rule)]; n != nil {
		m.make(n, 0, false)
	}
	return m.out
}

// Sentences makes sentences of the rule in which everything occurs that can:
// one for each alternative of all rules below it, and for each optional thing.
// With each comes the name of the rule it was made for.
func (g *Grammar) Sentences(rule string, choose Choice) iter.Seq2[string, []byte] {
	root := g.rules[strings.ToLower(rule)]
	return func(yield func(string, []byte) bool) {
		if root == nil {
			return
		}
		for _, target := range g.below(root) {
			m := composer{g: g, choose: choose, target: target, far: g.distances(target)}
			m.make(root, 0, true)
			if !yield(target.rule, m.out) {
				return
			}
		}
	}
}

// below returns the nodes below n of which there is a choice whether they are
// in a sentence.
func (g *Grammar) below(n *node) (list []*node) {
	seen := make([]bool, len(g.nodes))
	var visit func(n *node, chosen bool)
	visit = func(n *node, chosen bool) {
		if chosen {
			list = append(list, n)
		}
		if seen[n.id] {
			return
		}
		seen[n.id] = true
		for i, kid := range n.made() {
			visit(kid, n.kind == alternation || n.kind == repetition && i == 0)
		}
	}
	visit(n, true)
	return list
}

// made returns the kids of which a sentence can be made.
func (n *node) made() []*node {
	if n.kind == difference || n.kind == repetition {
		return n.kids[:1]
	}
	return n.kids
}

// never is a distance that is none.
const never = math.MaxInt32

// distances tells for each node how many steps down the target is.
func (g *Grammar) distances(target *node) []int {
	far := make([]int, len(g.nodes))
	for i := range far {
		far[i] = never
	}
	far[target.id] = 0
	for queue := []*node{target}; len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		for _, p := range n.parents {
			if far[p.id] == never {
				far[p.id] = far[n.id] + 1
				queue = append(queue, p)
			}
		}
	}
	return far
}

// A composer makes one sentence.
type composer struct {
	g      *Grammar
	choose Choice
	out    []byte
	target *node // if not nil, it is to occur
	far    []int // see distances
}

// short reports whether the sentence is to come to its end.
func (m *composer) short(depth int) bool { return depth > sentenceDepth || len(m.out) > sentenceSize }

// make appends an n, which is to hold the target if steer is set.
func (m *composer) make(n *node, depth int, steer bool) {
	steer = steer && n != m.target
	switch n.kind {
	case alternation:
		m.make(m.pick(n, depth, steer), depth, steer)
	case sequence:
		first := steer && m.lead(n.kids, depth) == n.kids[0]
		m.make(n.kids[0], depth, first)
		m.make(n.kids[1], depth, steer && !first)
	case repetition:
		k := int(n.lo)
		if !m.short(depth) {
			k += min(m.choose(4), int(n.hi-n.lo))
		}
		if steer {
			k = max(k, 1)
		}
		for i := range k {
			m.make(n.kids[0], depth, steer && i == 0)
		}
	case reference:
		m.make(n.kids[0], depth+1, steer)
	case word:
		m.word(n.text)
	case octet:
		m.out = append(m.out, byte(n.lo)+byte(m.choose(int(n.hi-n.lo+1))))
	case number:
		m.number(n)
	case announced:
		m.literal(n, depth, steer)
	case difference:
		m.difference(n, depth, steer)
	}
}

// pick chooses an alternative.
func (m *composer) pick(n *node, depth int, steer bool) *node {
	if steer {
		return m.lead(n.kids, depth)
	}
	if !m.short(depth) {
		return n.kids[m.choose(len(n.kids))]
	}
	return slices.MinFunc(n.kids, func(a, b *node) int { return a.height - b.height })
}

// lead chooses one of kids that leads to the target.
func (m *composer) lead(kids []*node, depth int) *node {
	var list []*node
	for _, kid := range kids {
		if m.far[kid.id] < never {
			list = append(list, kid)
		}
	}
	if !m.short(depth) {
		return list[m.choose(len(list))]
	}
	return slices.MinFunc(list, func(a, b *node) int { return m.far[a.id] - m.far[b.id] })
}

func (m *composer) word(s string) {
	switch m.choose(4) {
	case 1:
		s = strings.ToLower(s)
	case 2:
		s = strings.ToUpper(s)
	}
	m.out = append(m.out, s...)
}

func (m *composer) number(n *node) {
	x := n.lo
	switch m.choose(4) {
	case 0:
		x += uint64(m.choose(12))
	case 1:
		x = n.hi - uint64(m.choose(3))
	case 2:
		x += uint64(m.choose(1 << 20))
	}
	if n.lo == 0 && m.choose(8) == 1 {
		m.out = append(m.out, '0')
	}
	m.out = strconv.AppendUint(m.out, min(max(x, n.lo), n.hi), 10)
}

func (m *composer) literal(n *node, depth int, steer bool) {
	before := m.out
	m.out = nil
	first := steer && m.lead(n.kids, depth) == n.kids[0]
	m.make(n.kids[0], depth, first)
	data := m.out
	m.out = before
	if n.hi == 1 {
		m.out = append(m.out, '~')
	}
	m.out = strconv.AppendInt(append(m.out, '{'), int64(len(data)), 10)
	m.make(n.kids[1], depth, steer && !first)
	m.out = append(m.out, "}\r\n"...)
	m.out = append(m.out, data...)
}

// difference makes kids[0] again and again until it is not kids[1]. A Choice
// may be the same all the time, so it is not asked twice. The target, and what
// ends soonest, may be just what is excluded: at last it is made for itself.
func (m *composer) difference(n *node, depth int, steer bool) {
	before, choose := m.out, m.choose
	for i := range uint64(100) {
		m.out = before
		if i < 50 {
			m.make(n.kids[0], depth, steer)
		} else {
			m.out = nil
			m.make(n.kids[0], 0, false)
			m.out = append(before, m.out...)
		}
		if !m.g.match(n.kids[1], m.out[len(before):]) {
			break
		}
		m.choose = rand.New(rand.NewPCG(i, 0)).IntN
	}
	m.choose = choose
}
