package rules

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"jixiao/engine"
)

// Whether a rule can fit at all once the rules above it did not is decided by trying to make its condition true and theirs false.
// The parts of a condition are known by their text: a comparison with a number is an interval of its left side, a comparison of
// two sides one of three orders, a word one of a set. Parameters are names like any other, so that what is shown holds for all
// their values. What needs more than that, or more than hiddenSteps steps, stays undecided, and nothing is said.

// hiddenSteps bounds the search for one rule, hiddenWork the parts that are looked at for all rules of a pack together.
const (
	hiddenSteps = 2000
	hiddenWork  = 300_000
)

// formula is a condition in parts.
type formula struct {
	and, or []formula // one of the two; neither for an atom
	atom    atom
}

// atomKind says what an atom claims.
type atomKind uint8

const (
	truthAtom  atomKind = iota // the text holds, or not
	numberAtom                 // the text lies in an interval
	orderAtom                  // the text's two sides are in one of the orders
	wordAtom                   // the text is one of the words, or none of them
)

// atom is a part of a condition that is not looked into.
type atom struct {
	kind    atomKind
	text    string
	negated bool // a truth that does not hold; a word that is none of words
	// Of numbers and orders: which of less, equal and greater can be.
	less, equal, greater bool
	bound                engine.Rational // of a number
	words                []string
}

func (a atom) not() atom {
	switch a.kind {
	case truthAtom, wordAtom:
		a.negated = !a.negated
	default:
		a.less, a.equal, a.greater = !a.less, !a.equal, !a.greater
	}
	return a
}

// not returns the contrary, with no "not" left but in atoms.
func (f formula) not() formula {
	turn := func(parts []formula) []formula {
		turned := make([]formula, len(parts))
		for i := range parts {
			turned[i] = parts[i].not()
		}
		return turned
	}
	switch {
	case f.and != nil:
		return formula{or: turn(f.and)}
	case f.or != nil:
		return formula{and: turn(f.or)}
	}
	return formula{atom: f.atom.not()}
}

// reading turns the tree of a condition into a formula.
type reading struct{ text []rune }

func (r reading) formula(n ast.Node) formula {
	switch n := n.(type) {
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			return r.formula(n.Node).not()
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&":
			return formula{and: []formula{r.formula(n.Left), r.formula(n.Right)}}
		case "or", "||":
			return formula{or: []formula{r.formula(n.Left), r.formula(n.Right)}}
		case "<", "<=", ">", ">=":
			return formula{atom: r.comparison(n.Operator, n.Left, n.Right)}
		case "==", "!=":
			if f, ok := r.words(n.Left, n.Operator == "!=", n.Right); ok {
				return f
			}
			return formula{atom: r.comparison(n.Operator, n.Left, n.Right)}
		case "in":
			if list, ok := n.Right.(*ast.ArrayNode); ok {
				if f, ok := r.words(n.Left, false, list.Nodes...); ok {
					return f
				}
			}
		}
	}
	return formula{atom: atom{kind: truthAtom, text: r.canonical(n)}}
}

// words reads x == "a", x in ["a", "b"] and the like. It is not ok where the list is not one of words.
func (r reading) words(left ast.Node, negated bool, list ...ast.Node) (formula, bool) {
	a := atom{kind: wordAtom, text: r.canonical(left), negated: negated}
	for _, n := range list {
		switch n := n.(type) {
		case *ast.StringNode:
			a.words = append(a.words, n.Value)
		case *ast.IdentifierNode:
			verdict, ok := verdictDomain.find(n.Value)
			if !ok {
				return formula{}, false
			}
			a.words = append(a.words, engine.Verdict(verdict).String())
		default:
			return formula{}, false
		}
	}
	for i, word := range a.words { // both languages of a verdict, every way of writing a comparator
		if verdict, ok := verdictDomain.find(word); ok {
			a.words[i] = engine.Verdict(verdict).String()
		} else if op, ok := engine.ParseOp(word); ok {
			a.words[i] = op.Sign()
		}
	}
	return formula{atom: a}, true
}

var orders = map[string]atom{"<": {less: true}, "<=": {less: true, equal: true}, ">": {greater: true},
	">=": {greater: true, equal: true}, "==": {equal: true}, "!=": {less: true, greater: true}}

func (a atom) flipped() atom {
	a.less, a.greater = a.greater, a.less
	return a
}

func (r reading) comparison(operator string, left, right ast.Node) atom {
	a := orders[operator]
	if bound, ok := r.number(left); ok {
		a, left, a.bound, a.kind = a.flipped(), right, bound, numberAtom
	} else if bound, ok := r.number(right); ok {
		a.bound, a.kind = bound, numberAtom
	}
	a.text = r.canonical(left)
	if a.kind == numberAtom {
		return a
	}
	other := r.canonical(right)
	a.kind = orderAtom
	if a.text > other {
		a = a.flipped()
		a.text, other = other, a.text
	}
	a.text += "\x00" + other
	return a
}

// number reads a literal, with or without a sign.
func (r reading) number(n ast.Node) (engine.Rational, bool) {
	switch n := n.(type) {
	case *ast.UnaryNode:
		x, ok := r.number(n.Node)
		if n.Operator == "-" {
			x = x.Neg()
		}
		return x, ok && (n.Operator == "-" || n.Operator == "+")
	case *ast.IntegerNode, *ast.FloatNode:
		d, ok := engine.ParseDecimal(r.raw(n))
		return d.Rational(), ok
	}
	return engine.Rational{}, false
}

func (r reading) raw(n ast.Node) string {
	at := n.Location()
	return string(r.text[at.From:min(at.To, len(r.text))])
}

// canonical writes a part so that the same part has the same text, whatever blanks, brackets and language it is written in.
func (r reading) canonical(n ast.Node) string {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		if w := findWord(n.Value); w != nil {
			return w.en
		}
		return n.Value
	case *ast.IntegerNode, *ast.FloatNode:
		if x, ok := r.number(n); ok {
			text, _ := numberText(x)
			return text
		}
	case *ast.BoolNode, *ast.StringNode:
		return r.raw(n)
	case *ast.UnaryNode:
		return n.Operator + r.canonical(n.Node)
	case *ast.BinaryNode:
		return "(" + r.canonical(n.Left) + n.Operator + r.canonical(n.Right) + ")"
	case *ast.ConditionalNode:
		return "(" + r.canonical(n.Cond) + "?" + r.canonical(n.Exp1) + ":" + r.canonical(n.Exp2) + ")"
	case *ast.BuiltinNode:
		return n.Name + r.list(n.Arguments)
	case *ast.CallNode:
		return r.canonical(n.Callee) + r.list(n.Arguments)
	case *ast.ArrayNode:
		return "[" + r.list(n.Nodes)
	}
	return string(r.text) // a let: nothing is known of it
}

func (r reading) list(nodes []ast.Node) string {
	texts := make([]string, len(nodes))
	for i, n := range nodes {
		texts[i] = r.canonical(n)
	}
	return "(" + strings.Join(texts, ",") + ")"
}

// search looks for a way to make formulas true together.
type search struct {
	steps int
	atoms []atom
	work  *int
}

// possible tells whether formulas can be true together. Where the search is given up it says that they can.
func possible(work *int, formulas ...formula) bool {
	s := search{work: work}
	return s.satisfy(formulas)
}

func (s *search) satisfy(todo []formula) bool {
	s.steps++
	*s.work += 1 + len(todo) + len(s.atoms)
	if s.steps > hiddenSteps || *s.work > hiddenWork {
		return true
	}
	// What branches comes last: by then most branches contradict something.
	at := slices.IndexFunc(todo, func(f formula) bool { return f.or == nil })
	if at < 0 {
		return s.branch(todo)
	}
	f := todo[at]
	rest := slices.Delete(slices.Clone(todo), at, at+1)
	if f.and != nil {
		return s.satisfy(append(rest, f.and...))
	}
	before := len(s.atoms)
	if !s.take(f.atom) {
		return false
	}
	ok := s.satisfy(rest)
	s.atoms = s.atoms[:before]
	return ok
}

func (s *search) branch(todo []formula) bool {
	if len(todo) == 0 {
		return true
	}
	rest := todo[1:]
	for _, choice := range todo[0].or {
		if s.satisfy(append(slices.Clone(rest), choice)) {
			return true
		}
	}
	return false
}

// take adds an atom, unless it contradicts those that are there.
func (s *search) take(a atom) bool {
	same := []atom{a}
	for _, other := range s.atoms {
		if other.kind == a.kind && other.text == a.text {
			same = append(same, other)
		}
	}
	*s.work += len(same) * len(same)
	switch a.kind {
	case truthAtom:
		if a.text == "true" && a.negated || a.text == "false" && !a.negated {
			return false
		}
		for _, other := range same {
			if other.negated != a.negated {
				return false
			}
		}
	case numberAtom:
		if !someNumber(same) {
			return false
		}
	case orderAtom:
		for _, other := range same {
			a.less, a.equal, a.greater = a.less && other.less, a.equal && other.equal, a.greater && other.greater
		}
		if !a.less && !a.equal && !a.greater {
			return false
		}
	case wordAtom:
		if !someWord(same) {
			return false
		}
	}
	s.atoms = append(s.atoms, a)
	return true
}

// someNumber tells whether a number can lie where all atoms want it. If one can, one of these does: a bound, a number between
// two bounds, one below and one above all.
func someNumber(atoms []atom) bool {
	one := engine.NewRational(1, 1)
	half := engine.NewRational(1, 2)
	atoms = slices.Clone(atoms)
	slices.SortFunc(atoms, func(a, b atom) int { return a.bound.Cmp(b.bound) })
	tries := []engine.Rational{atoms[0].bound.Sub(one), atoms[len(atoms)-1].bound.Add(one)}
	for i, a := range atoms {
		tries = append(tries, a.bound)
		if i > 0 {
			tries = append(tries, a.bound.Add(atoms[i-1].bound).Mul(half))
		}
	}
	return slices.ContainsFunc(tries, func(x engine.Rational) bool {
		return !slices.ContainsFunc(atoms, func(a atom) bool { return !a.holds(x) })
	})
}

func (a atom) holds(x engine.Rational) bool {
	switch order := x.Cmp(a.bound); {
	case order < 0:
		return a.less
	case order > 0:
		return a.greater
	}
	return a.equal
}

// someWord tells whether a word can be what all atoms want: one that is listed, or one that nobody lists.
func someWord(atoms []atom) bool {
	tries := []string{"\x00"}
	for _, a := range atoms {
		tries = append(tries, a.words...)
	}
	return slices.ContainsFunc(tries, func(word string) bool {
		return !slices.ContainsFunc(atoms, func(a atom) bool { return slices.Contains(a.words, word) == a.negated })
	})
}

// condition is what is known of a rule's condition once it is compiled.
type condition struct {
	id      string
	formula formula
	not     formula
	known   bool // it has a condition without mistakes
}

// hides returns the ids of the rules above that leave a rule nothing: one of them if one is enough. Itself tells that the condition
// contradicts itself.
func (s *source) hides(above []condition, c *condition) (ids []string, itself bool) {
	if !possible(&s.searched, c.formula) {
		return nil, true
	}
	together := []formula{c.formula}
	for i := range above {
		if s.searched > hiddenWork {
			return nil, false
		}
		if !above[i].known {
			continue
		}
		if !possible(&s.searched, c.formula, above[i].not) {
			return []string{above[i].id}, false
		}
		together = append(together, above[i].not)
		ids = append(ids, above[i].id)
	}
	if possible(&s.searched, together...) {
		return nil, false
	}
	return ids, false
}
