package rules

import (
	"slices"

	"github.com/expr-lang/expr/ast"

	"jixiao/engine"
)

// varying is the one input that is thought of as changing; all others stay as they are.
type varying uint8

const (
	varyActual varying = iota // the actual, or the executed amount
	varyDays                  // the days after the due date
	varyClaim                 // the claimed score
)

// fraction is a quotient of two polynomials in the varying input.
type fraction struct{ num, den polynomial }

var unity = polynomial{engine.NewRational(1, 1).Big()}

func constantFraction(x engine.Rational) fraction { return fraction{constantPolynomial(x), unity} }

func variable() fraction {
	return fraction{polynomial{engine.Rational{}.Big(), engine.NewRational(1, 1).Big()}, unity}
}

func (a fraction) minus(b fraction) polynomial {
	return a.num.times(b.den).add(b.num.times(a.den).negated())
}

func (a fraction) negated() fraction { return fraction{a.num.negated(), a.den} }

func (a fraction) operate(operator string, b fraction) fraction {
	switch operator {
	case "+":
		return fraction{a.num.times(b.den).add(b.num.times(a.den)), a.den.times(b.den)}
	case "-":
		return fraction{a.minus(b), a.den.times(b.den)}
	case "*":
		return fraction{a.num.times(b.num), a.den.times(b.den)}
	}
	return fraction{a.num.times(b.den), a.den.times(b.num)}
}

// crossings lists the polynomials in the varying input at whose roots the verdict can change, or the points can become full. It is
// not ok where the rules are too tangled for that.
func (x *Explainer) crossings(facts *engine.Facts, varies varying) ([]polynomial, bool) {
	return x.crossingsAt(x.rules[facts.Kind], facts, varies, facts.Weight)
}

// crossingsAt is crossings of some rules, whose points matter where they reach certain numbers of points.
func (x *Explainer) crossingsAt(rules []writtenRule, facts *engine.Facts, varies varying, reach ...engine.Points) ([]polynomial, bool) {
	c := &crossings{walk: &walk{x: x, frame: &frame{facts: facts}}, varies: varies}
	var reached []fraction
	for _, points := range reach {
		// Points round to so many from half a hundredth below on.
		reached = append(reached, constantFraction(points.Rational().Sub(engine.NewRational(1, 200))))
	}
	for i := range rules {
		rule := &rules[i]
		for _, e := range []*writtenExpression{rule.when, rule.verdict, rule.points} {
			if e == nil {
				continue
			}
			c.walk.at, c.lets = e, nil
			forms := c.number(e.tree)
			if e == rule.points {
				c.between(forms, reached)
			}
		}
	}
	return c.list, !c.tangled
}

// crossings walks through trees with one input open. Whatever a conditional might choose is looked at.
type crossings struct {
	walk    *walk
	varies  varying
	lets    []openDefinition
	list    []polynomial
	tangled bool
}

type openDefinition struct {
	name  string
	forms []fraction
}

func (c *crossings) add(p polynomial) {
	switch {
	case len(p) > maxDegree+1 || len(c.list) >= maxCrossings:
		c.tangled = true
	case len(p) > 1: // one without x has no crossing
		c.list = append(c.list, p)
	}
}

// between adds what lies between two sides of a comparison.
func (c *crossings) between(left, right []fraction) {
	for _, a := range left {
		for _, b := range right {
			c.add(a.minus(b))
		}
	}
}

// number returns the forms that a number can take, none for what is no number, and adds the crossings inside.
func (c *crossings) number(n ast.Node) []fraction {
	if c.tangled {
		return nil
	}
	forms := c.forms(n)
	for _, form := range forms {
		if len(form.den) > 1 {
			c.add(form.den)
		}
		c.tangled = c.tangled || len(form.num) > maxDegree+1
	}
	c.tangled = c.tangled || len(forms) > maxAlternatives
	return forms
}

func (c *crossings) forms(n ast.Node) []fraction {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return c.name(n)
	case *ast.IntegerNode, *ast.FloatNode:
		v, _ := c.walk.literal(n)
		return []fraction{constantFraction(v.number)}
	case *ast.UnaryNode:
		forms := slices.Clone(c.number(n.Node))
		for i := range forms {
			if n.Operator == "-" {
				forms[i] = forms[i].negated()
			}
		}
		return forms
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		c.number(n.Cond)
		return append(slices.Clone(c.number(n.Exp1)), c.number(n.Exp2)...)
	case *ast.VariableDeclaratorNode:
		c.lets = append(c.lets, openDefinition{n.Name, c.number(n.Value)})
		forms := c.number(n.Expr)
		c.lets = c.lets[:len(c.lets)-1]
		return forms
	case *ast.BuiltinNode:
		return c.call(n.Name, n.Arguments)
	case *ast.CallNode:
		return c.call(n.Callee.(*ast.IdentifierNode).Value, n.Arguments)
	}
	return nil
}

func (c *crossings) binary(n *ast.BinaryNode) []fraction {
	left := c.number(n.Left)
	if list, ok := n.Right.(*ast.ArrayNode); ok {
		for _, member := range list.Nodes {
			c.between(left, c.number(member))
		}
		return nil
	}
	right := c.number(n.Right)
	switch n.Operator {
	case "+", "-", "*", "/":
		return c.combine(n.Operator, left, right)
	}
	c.between(left, right)
	return nil
}

func (c *crossings) combine(operator string, left, right []fraction) []fraction {
	if len(left)*len(right) > maxAlternatives {
		c.tangled = true
		return nil
	}
	var forms []fraction
	for _, a := range left {
		for _, b := range right {
			if operator == "/" {
				c.add(b.num)
				if len(b.num) == 0 {
					continue // it divides by zero whatever the input is
				}
			}
			forms = append(forms, a.operate(operator, b))
		}
	}
	return forms
}

func (c *crossings) call(name string, arguments []ast.Node) []fraction {
	var all [][]fraction
	for _, argument := range arguments {
		all = append(all, c.number(argument))
	}
	if t := c.walk.x.params.table(name); t != nil {
		return c.bands(t, all[0])
	}
	f := findFunction(name)
	if f.single != nil { // abs
		zero := []fraction{constantFraction(engine.Rational{})}
		c.between(all[0], zero)
		forms := slices.Clone(all[0])
		for _, form := range all[0] {
			forms = append(forms, form.negated())
		}
		return forms
	}
	var forms []fraction
	for i := range all {
		for j := range i {
			c.between(all[i], all[j])
		}
		forms = append(forms, all[i]...)
	}
	return forms
}

// bands returns what a table can give; where a number passes from one band to the next is a crossing.
func (c *crossings) bands(t *table, forms []fraction) []fraction {
	var values []fraction
	for _, row := range t.Rows {
		for _, end := range []*engine.Rational{row.From, row.To} {
			if end != nil {
				c.between(forms, []fraction{constantFraction(*end)})
			}
		}
		values = append(values, constantFraction(row.Value))
	}
	return values
}

// name returns what a name stands for, with the varying input open.
func (c *crossings) name(n *ast.IdentifierNode) []fraction {
	for i := len(c.lets) - 1; i >= 0; i-- {
		if c.lets[i].name == n.Value {
			return c.lets[i].forms
		}
	}
	if p := c.walk.x.params.find(n.Value); p != nil {
		return numberForms(p.term.constantValue())
	}
	w := findWord(n.Value)
	if w == nil {
		return nil // a verdict
	}
	if forms, open := c.open(w); open {
		return forms
	}
	return numberForms(w.value(&frame{facts: c.walk.frame.facts}))
}

func numberForms(v value) []fraction {
	if v.kind != numberKind {
		return nil
	}
	return []fraction{constantFraction(v.number)}
}

// open returns what a word stands for that depends on the varying input, and adds the crossings of those that are truths. Where the
// window of a claim ends, the grid says itself.
func (c *crossings) open(w *word) (forms []fraction, open bool) {
	x, facts := []fraction{variable()}, c.walk.frame.facts
	constant := func(x engine.Rational) []fraction { return []fraction{constantFraction(x)} }
	switch {
	case c.varies == varyActual && (w.en == "actual" || w.en == "executed"), c.varies == varyDays && w.en == "days_late", c.varies == varyClaim && w.en == "claimed":
		return x, true
	case c.varies == varyActual && (w.en == "rate" || w.en == "execution_rate"):
		return c.combine("/", x, constant(facts.Target)), true
	case c.varies == varyActual && w.en == "reached" && facts.Kind == engine.RangeFacts:
		c.between(x, constant(facts.Min))
		c.between(x, constant(facts.Max))
		return nil, true
	case c.varies == varyActual && w.en == "reached":
		c.between(x, constant(facts.Target))
		return nil, true
	case c.varies == varyDays && w.en == "reached":
		c.between(x, constant(engine.Rational{}))
		return nil, true
	}
	return nil, false
}
