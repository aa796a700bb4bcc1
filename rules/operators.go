package rules

import (
	"github.com/expr-lang/expr/ast"

	"jixiao/engine"
)

// The operators. Each method compiles one kind of them, and lists operands of the wrong kind.

func (c *compiler) unary(n *ast.UnaryNode) term {
	operand := c.compile(n.Node, nil)
	switch n.Operator {
	case "not", "!":
		if !c.wants(n.Node, operand, truthKind) {
			return term{}
		}
		inner := operand.truth
		return truthTerm(func(f *frame) bool { return !inner(f) }).folded(operand)
	case "-":
		if !c.wants(n.Node, operand, numberKind) {
			return term{}
		}
		inner := operand.number
		return numberTerm(func(f *frame) engine.Rational { return inner(f).Neg() }).of(operand.bits).folded(operand)
	case "+":
		if c.wants(n.Node, operand, numberKind) {
			return operand
		}
		return term{}
	}
	c.refuse(n)
	return term{}
}

func (c *compiler) binary(n *ast.BinaryNode) term {
	switch n.Operator {
	case "+", "-", "*", "/":
		return c.arithmetic(n)
	case "and", "&&", "or", "||":
		return c.logic(n)
	case "<", "<=", ">", ">=":
		return c.order(n)
	case "==", "!=":
		return c.equality(n)
	case "in":
		return c.membership(n)
	}
	c.compile(n.Left, nil)
	c.compile(n.Right, nil)
	at := n.Location().From
	c.fault(at, "not-exact", "what", n.Operator)
	return term{}
}

func (c *compiler) arithmetic(n *ast.BinaryNode) term {
	left, right := c.compile(n.Left, nil), c.compile(n.Right, nil)
	okLeft, okRight := c.wants(n.Left, left, numberKind), c.wants(n.Right, right, numberKind)
	if !okLeft || !okRight {
		return term{}
	}
	bits := left.bits + right.bits + 1
	if bits > maxNumberBits {
		c.fault(n.Location().From, "number-too-large", "limit", itoa(maxNumberBits))
		return term{}
	}
	a, b := left.number, right.number
	var result func(*frame) engine.Rational
	switch n.Operator {
	case "+":
		result = func(f *frame) engine.Rational { return a(f).Add(b(f)) }
	case "-":
		result = func(f *frame) engine.Rational { return a(f).Sub(b(f)) }
	case "*":
		result = func(f *frame) engine.Rational { return a(f).Mul(b(f)) }
	case "/":
		if right.constant && b(nil).Sign() == 0 {
			c.fault(leftmost(n.Right), "divides-by-zero")
			return term{}
		}
		result = func(f *frame) engine.Rational { return f.quo(a(f), b(f)) }
	}
	return numberTerm(result).of(bits).folded(left, right)
}

func (c *compiler) logic(n *ast.BinaryNode) term {
	left, right := c.compile(n.Left, nil), c.compile(n.Right, nil)
	okLeft, okRight := c.wants(n.Left, left, truthKind), c.wants(n.Right, right, truthKind)
	if !okLeft || !okRight {
		return term{}
	}
	a, b := left.truth, right.truth
	isAnd := n.Operator == "and" || n.Operator == "&&"
	switch {
	case left.constant && a(nil) == isAnd: // true and b, false or b
		return right
	case left.constant:
		return left
	case right.constant && b(nil) == isAnd:
		return left
	case isAnd:
		return truthTerm(func(f *frame) bool { return a(f) && b(f) })
	}
	return truthTerm(func(f *frame) bool { return a(f) || b(f) })
}

func (c *compiler) order(n *ast.BinaryNode) term {
	left, right := c.compile(n.Left, nil), c.compile(n.Right, nil)
	okLeft, okRight := c.wants(n.Left, left, numberKind), c.wants(n.Right, right, numberKind)
	if !okLeft || !okRight {
		return term{}
	}
	compare := comparison(left, right)
	var result func(*frame) bool
	switch n.Operator {
	case "<":
		result = func(f *frame) bool { return compare(f) < 0 }
	case "<=":
		result = func(f *frame) bool { return compare(f) <= 0 }
	case ">":
		result = func(f *frame) bool { return compare(f) > 0 }
	case ">=":
		result = func(f *frame) bool { return compare(f) >= 0 }
	}
	return truthTerm(result).folded(left, right)
}

// comparison returns -1, 0 or 1 as left is less than, equal to or greater than right. Rules often ask for a sign.
func comparison(left, right term) func(*frame) int {
	a, b := left.number, right.number
	if right.constant && b(nil).Sign() == 0 {
		return func(f *frame) int { return a(f).Sign() }
	}
	return func(f *frame) int { return a(f).Cmp(b(f)) }
}

func (c *compiler) equality(n *ast.BinaryNode) term {
	left, right := c.compile(n.Left, nil), c.compile(n.Right, nil)
	left, right = c.match(n.Left, left, right), c.match(n.Right, right, left)
	if left.kind == badKind || right.kind == badKind {
		return term{}
	}
	if left.kind != right.kind || left.kind == literalKind || left.kind == choiceKind && left.domain != right.domain {
		c.fault(leftmost(n), "compare", "left", left.kindName(), "right", right.kindName())
		return term{}
	}
	equal := equalTerms(left, right)
	if n.Operator == "==" {
		return truthTerm(equal).folded(left, right)
	}
	return truthTerm(func(f *frame) bool { return !equal(f) }).folded(left, right)
}

func equalTerms(left, right term) func(*frame) bool {
	switch left.kind {
	case numberKind:
		compare := comparison(left, right)
		return func(f *frame) bool { return compare(f) == 0 }
	case truthKind:
		a, b := left.truth, right.truth
		return func(f *frame) bool { return a(f) == b(f) }
	}
	a, b := left.choice, right.choice
	return func(f *frame) bool { return a(f) == b(f) }
}

// match resolves a text in quotes by the words of the other side.
func (c *compiler) match(n ast.Node, t, other term) term {
	if t.kind == literalKind && other.kind == choiceKind {
		return c.resolve(n, t, other.domain)
	}
	return t
}

// membership compiles x in [a, b]. The list must be written out.
func (c *compiler) membership(n *ast.BinaryNode) term {
	left := c.compile(n.Left, nil)
	list, ok := n.Right.(*ast.ArrayNode)
	if !ok {
		c.fault(leftmost(n.Right), "list-needed")
		return term{}
	}
	if left.kind == literalKind || left.kind == truthKind {
		c.fault(leftmost(n.Left), "wrong-kind", "want", "number", "got", left.kindName())
		return term{}
	}
	members := make([]term, 0, len(list.Nodes))
	good := left.kind != badKind
	for _, element := range list.Nodes {
		member := c.compile(element, left.domain)
		switch {
		case member.kind == badKind || left.kind == badKind:
			good = false
		case member.kind != left.kind || member.domain != left.domain:
			c.fault(leftmost(element), "compare", "left", left.kindName(), "right", member.kindName())
			good = false
		}
		members = append(members, member)
	}
	if !good {
		return term{}
	}
	if left.kind == choiceKind {
		return choiceIn(left, members)
	}
	return anyOf(left, members)
}

// choiceIn turns a list of constant words into a set of bits; a parameter has at most 60 words.
func choiceIn(left term, members []term) term {
	var set uint64
	for _, member := range members {
		if !member.constant {
			return anyOf(left, members)
		}
		set |= 1 << member.choice(nil)
	}
	choice := left.choice
	return truthTerm(func(f *frame) bool { return set>>choice(f)&1 == 1 }).folded(left)
}

func anyOf(left term, members []term) term {
	tests := make([]func(*frame) bool, len(members))
	for i, member := range members {
		tests[i] = equalTerms(left, member)
	}
	return truthTerm(func(f *frame) bool {
		for _, test := range tests {
			if test(f) {
				return true
			}
		}
		return false
	}).folded(append(members, left)...)
}
