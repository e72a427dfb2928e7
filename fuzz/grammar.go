package fuzz

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Grammar is a set of rules in ABNF (RFC 5234). It makes sentences that
// follow it and tells whether octets do: what a parser takes and what it refuses
// can so be held against the text of the standard.
//
// What ABNF cannot say stands in angle brackets:
//
//	<1..4294967295>       a decimal number in that range; with leading zeros
//	                      only if it begins at 0
//	<x but not y>         an x that is no y; both are names of rules
//	<literal of x>        a literal whose octets are an x, with what the rule
//	                      literal-plus has in front of the "}"
//	<literal8 of x>       the same with "~" in front
//
// [CommandGrammar] and [ResponseGrammar] are those of IMAP.
type Grammar struct {
	rules map[string]*node // of kind reference, by name in lower case
	names []string         // in the order of their definition
	nodes []*node
}

// A node is a piece of a rule.
type node struct {
	kind    kind
	text    string // of word; the name of reference
	lo, hi  uint64
	kids    []*node
	parents []*node // of which it is one of made
	rule    string  // in which it stands
	id      int
	height  int // the least number of references one in another below it
}

type kind uint8

const (
	alternation kind = iota // one of kids
	sequence                // kids[0] and then kids[1]
	repetition              // kids[0], lo to hi times; kids[1] is the same from 0 times on
	reference               // kids[0] is what the rule stands for
	word                    // text in any case
	octet                   // one from lo to hi
	number                  // in decimal, lo to hi
	announced               // a literal of kids[0], in the form kids[1]; binary if hi is 1
	difference              // kids[0] that is not kids[1]
)

// Rules returns the names of all rules in the order of their definition.
func (g *Grammar) Rules() []string { return slices.Clone(g.names) }

// ParseGrammar reads rules. A rule of one text that is defined with "=" in
// another one behind it is replaced, one that is defined with "=/" has more
// alternatives. The core rules of RFC 5234, Appendix B.1 are known, and so are
// %s"..." and %i"..." of RFC 7405.
//
// All rules of a text begin in the column in which the first one does; a line that
// is indented more goes on with the rule above it. It is an error if a rule is
// not defined, begins with itself (what some RFCs have can be written with "*"), or
// has no sentence that ends.
func ParseGrammar(texts ...string) (*Grammar, error) {
	g := &Grammar{rules: make(map[string]*node)}
	for i, text := range append([]string{coreRules}, texts...) {
		for _, line := range logicalLines(text) {
			p := parser{g: g, s: line}
			if err := p.define(); err != nil {
				return nil, fmt.Errorf("fuzz: grammar %d: %w in %q", i, err, line)
			}
		}
	}
	for _, n := range g.rules {
		if n.kids == nil {
			return nil, fmt.Errorf("fuzz: rule %s is not defined", n.text)
		}
	}
	g.measure()
	if err := g.ends(); err != nil {
		return nil, fmt.Errorf("fuzz: %w", err)
	}
	return g, nil
}

const coreRules = `
ALPHA  = %x41-5A / %x61-7A
BIT    = "0" / "1"
CHAR   = %x01-7F
CR     = %x0D
CRLF   = CR LF
CTL    = %x00-1F / %x7F
DIGIT  = %x30-39
DQUOTE = %x22
HEXDIG = DIGIT / "A" / "B" / "C" / "D" / "E" / "F"
HTAB   = %x09
LF     = %x0A
LWSP   = *(WSP / CRLF WSP)
OCTET  = %x00-FF
SP     = %x20
VCHAR  = %x21-7E
WSP    = SP / HTAB
`

// logicalLines joins the lines of each rule and drops the comments.
func logicalLines(text string) (list []string) {
	column := 0 // in which the rules begin
	for line := range strings.Lines(text) {
		quoted := false
		for i := range len(line) {
			if c := line[i]; c == '"' {
				quoted = !quoted
			} else if c == ';' && !quoted {
				line = line[:i]
				break
			}
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		if k := len(list) - 1; k >= 0 && indent > column {
			list[k] += " " + strings.TrimSpace(line)
			continue
		} else if k < 0 {
			column = indent
		}
		list = append(list, strings.TrimSpace(line))
	}
	return list
}

// rule returns the node that stands for the rule called name.
func (g *Grammar) rule(name string) *node {
	key := strings.ToLower(name)
	n := g.rules[key]
	if n == nil {
		n = g.node(reference)
		n.text, n.rule = name, name
		g.rules[key] = n
	}
	return n
}

func (g *Grammar) node(k kind, kids ...*node) *node {
	n := &node{kind: k, kids: kids, id: len(g.nodes), height: math.MaxInt32}
	g.nodes = append(g.nodes, n)
	return n
}

// measure finds the parents of each node and its height: which alternative
// ends soonest.
func (g *Grammar) measure() {
	for _, n := range g.nodes {
		for _, kid := range n.made() {
			kid.parents = append(kid.parents, n)
		}
	}
	for changed := true; changed; {
		changed = false
		for _, n := range g.nodes {
			h := 0
			switch n.kind {
			case alternation:
				h = math.MaxInt32
				for _, kid := range n.kids {
					h = min(h, kid.height)
				}
			case repetition:
				if n.lo > 0 {
					h = n.kids[0].height
				}
			case difference:
				h = n.kids[0].height
			default:
				for _, kid := range n.kids {
					h = max(h, kid.height)
				}
			}
			if n.kind == reference && h < math.MaxInt32 {
				h++
			}
			if h < n.height {
				n.height, changed = h, true
			}
		}
	}
}

// A parser reads one rule.
type parser struct {
	g    *Grammar
	s    string // what is left
	rule string
}

func (p *parser) define() error {
	p.rule = p.name()
	if p.rule == "" {
		return fmt.Errorf("no name")
	}
	p.space()
	more := strings.HasPrefix(p.s, "=/")
	if !more && !strings.HasPrefix(p.s, "=") {
		return fmt.Errorf("no =")
	}
	p.s = strings.TrimPrefix(p.s[1:], "/")
	body, err := p.alternatives()
	if err != nil {
		return err
	}
	if p.s != "" {
		return fmt.Errorf("%q is left", p.s)
	}
	r := p.g.rule(p.rule)
	switch {
	case more && r.kids == nil:
		return fmt.Errorf("=/ without =")
	case more && r.kids[0].kind == alternation && r.kids[0].rule == p.rule:
		r.kids[0].kids = append(r.kids[0].kids, body)
	case more:
		r.kids[0] = p.node(alternation, r.kids[0], body)
	default:
		if r.kids == nil {
			p.g.names = append(p.g.names, p.rule)
		}
		r.kids = []*node{body}
	}
	return nil
}

func (p *parser) node(k kind, kids ...*node) *node {
	n := p.g.node(k, kids...)
	n.rule = p.rule
	return n
}

func (p *parser) space() { p.s = strings.TrimLeft(p.s, " \t") }

func (p *parser) name() string {
	i := 0
	for i < len(p.s) && (p.s[i]|0x20 >= 'a' && p.s[i]|0x20 <= 'z' || i > 0 && (p.s[i] == '-' || p.s[i] >= '0' && p.s[i] <= '9')) {
		i++
	}
	name := p.s[:i]
	p.s = p.s[i:]
	return name
}

// alternation = concatenation *("/" concatenation)
func (p *parser) alternatives() (*node, error) {
	var list []*node
	for {
		n, err := p.concatenation()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
		if !strings.HasPrefix(p.s, "/") {
			break
		}
		p.s = p.s[1:]
	}
	if len(list) == 1 {
		return list[0], nil
	}
	return p.node(alternation, list...), nil
}

func (p *parser) concatenation() (*node, error) {
	p.space()
	n, err := p.repeated()
	p.space()
	if err != nil || p.s == "" || strings.IndexByte("/)]", p.s[0]) >= 0 {
		return n, err
	}
	rest, err := p.concatenation()
	return p.node(sequence, n, rest), err
}

// repetition = [*DIGIT "*" *DIGIT / 1*DIGIT] element
func (p *parser) repeated() (*node, error) {
	lo, some := p.digits()
	hi := lo
	if star := strings.HasPrefix(p.s, "*"); star {
		p.s = p.s[1:]
		var limited bool
		if hi, limited = p.digits(); !limited {
			hi = math.MaxInt32
		}
		some = true
	}
	n, err := p.element()
	if err != nil || !some {
		return n, err
	}
	if hi < max(lo, 1) {
		return nil, fmt.Errorf("%d to %d times is never", lo, hi)
	}
	return p.times(lo, hi, n), nil
}

func (p *parser) times(lo, hi uint64, kid *node) *node {
	n, rest := p.node(repetition, kid), p.node(repetition, kid)
	n.lo, n.hi = lo, hi
	rest.hi = math.MaxInt32
	n.kids, rest.kids = append(n.kids, rest), append(rest.kids, rest)
	return n
}

func (p *parser) digits() (n uint64, ok bool) {
	i := 0
	for i < len(p.s) && p.s[i]-'0' < 10 {
		n = n*10 + uint64(p.s[i]-'0')
		i++
	}
	p.s = p.s[i:]
	return n, i > 0
}

func (p *parser) element() (*node, error) {
	if p.s == "" {
		return nil, fmt.Errorf("no element")
	}
	closing := map[byte]string{'(': ")", '[': "]", '"': `"`, '<': ">"}[p.s[0]]
	switch c := p.s[0]; c {
	case '(', '[':
		p.s = p.s[1:]
		n, err := p.alternatives()
		if err != nil {
			return nil, err
		}
		if !strings.HasPrefix(p.s, closing) {
			return nil, fmt.Errorf("no %q", closing)
		}
		p.s = p.s[1:]
		if c == '[' {
			n = p.times(0, 1, n)
		}
		return n, nil
	case '"', '<':
		text, rest, ok := strings.Cut(p.s[1:], closing)
		if !ok {
			return nil, fmt.Errorf("no %q", closing)
		}
		p.s = rest
		if c == '<' {
			return p.prose(text)
		}
		n := p.node(word)
		n.text = text
		return n, nil
	case '%':
		return p.value()
	}
	if name := p.name(); name != "" {
		return p.g.rule(name), nil
	}
	return nil, fmt.Errorf("%q is no element", p.s)
}

// prose reads what stands between angle brackets.
func (p *parser) prose(s string) (*node, error) {
	if lo, hi, ok := strings.Cut(s, ".."); ok {
		n := p.node(number)
		var err1, err2 error
		n.lo, err1 = strconv.ParseUint(lo, 10, 64)
		n.hi, err2 = strconv.ParseUint(hi, 10, 64)
		if err1 != nil || err2 != nil || n.lo > n.hi {
			return nil, fmt.Errorf("<%s> is no range", s)
		}
		return n, nil
	}
	if x, y, ok := strings.Cut(s, " but not "); ok {
		return p.node(difference, p.g.rule(x), p.g.rule(y)), nil
	}
	form, of, ok := strings.Cut(s, " of ")
	if !ok || form != "literal" && form != "literal8" {
		return nil, fmt.Errorf("<%s> is nothing known", s)
	}
	n := p.node(announced, p.g.rule(of), p.g.rule("literal-plus"))
	n.hi = uint64(len(form) - len("literal"))
	return n, nil
}
