package fuzz

import "fmt"

// ends returns an error if a rule begins with itself, which Match could not
// follow, or has no sentence that ends. It is called behind measure.
func (g *Grammar) ends() error {
	empty := g.empty()
	const begun, finished = 1, 2
	state := make([]uint8, len(g.nodes))
	var visit func(n *node) error
	visit = func(n *node) error {
		switch {
		case state[n.id] == finished:
			return nil
		case state[n.id] == begun:
			return fmt.Errorf("rule %s begins with itself", n.rule)
		}
		state[n.id] = begun
		first := n.kids // what n may begin with
		switch {
		case n.kind == announced:
			first = nil
		case n.kind == repetition, n.kind == sequence && !empty[n.kids[0].id]:
			first = first[:1]
		}
		for _, kid := range first {
			if err := visit(kid); err != nil {
				return err
			}
		}
		state[n.id] = finished
		return nil
	}
	for _, name := range g.names {
		n := g.rule(name)
		if err := visit(n); err != nil {
			return err
		}
		if n.height == never {
			return fmt.Errorf("rule %s has no sentence that ends", name)
		}
	}
	return nil
}

// empty tells for each node whether nothing can be one.
func (g *Grammar) empty() []bool {
	empty := make([]bool, len(g.nodes))
	for changed := true; changed; {
		changed = false
		for _, n := range g.nodes {
			e := false
			switch n.kind {
			case alternation:
				for _, kid := range n.kids {
					e = e || empty[kid.id]
				}
			case sequence:
				e = empty[n.kids[0].id] && empty[n.kids[1].id]
			case repetition:
				e = n.lo == 0 || empty[n.kids[0].id]
			case reference, difference:
				e = empty[n.kids[0].id]
			case word:
				e = n.text == ""
			}
			if e && !empty[n.id] {
				empty[n.id], changed = true, true
			}
		}
	}
	return empty
}
