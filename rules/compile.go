package rules

import (
	"strconv"
	"sync"

	"github.com/expr-lang/expr/ast"
	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// frame is the state of one application of a rule.
type frame struct {
	facts   *engine.Facts
	divided bool // something was divided by zero
	numbers [maxLets]engine.Rational
	truths  [maxLets]bool
	choices [maxLets]int
}

var frames = sync.Pool{New: func() any { return new(frame) }}

// quo divides. A division by zero is remembered, and whatever comes of it is not used.
func (f *frame) quo(a, b engine.Rational) engine.Rational {
	quotient, ok := a.Quo(b)
	if !ok {
		f.divided = true
	}
	return quotient
}

// term is a compiled expression: one of three closures, according to its kind.
type term struct {
	kind     kind
	domain   *domain // of a choice
	number   func(*frame) engine.Rational
	truth    func(*frame) bool
	choice   func(*frame) int
	constant bool
	literal  string // of a literalKind
}

func numberTerm(f func(*frame) engine.Rational) term { return term{kind: numberKind, number: f} }

func truthTerm(f func(*frame) bool) term { return term{kind: truthKind, truth: f} }

func constantNumber(x engine.Rational) term {
	return term{kind: numberKind, constant: true, number: func(*frame) engine.Rational { return x }}
}

func constantTruth(b bool) term {
	return term{kind: truthKind, constant: true, truth: func(*frame) bool { return b }}
}

func constantChoice(n int, d *domain) term {
	return term{kind: choiceKind, domain: d, constant: true, choice: func(*frame) int { return n }}
}

// folded computes a term whose parts are all constant. One that divides by zero stays as it is and says so when it is used.
func (t term) folded(parts ...term) term {
	for _, part := range parts {
		if !part.constant {
			return t
		}
	}
	f := new(frame)
	switch t.kind {
	case numberKind:
		if x := t.number(f); !f.divided {
			return constantNumber(x)
		}
	case truthKind:
		if b := t.truth(f); !f.divided {
			return constantTruth(b)
		}
	}
	return t
}

// compiler turns the checked tree of one expression into closures. It knows the node kinds that have an exact meaning and
// refuses all others; this is the allow-list of the sandbox.
type compiler struct {
	source *source
	node   *yaml.Node
	text   []rune
	scope  *scope
	lets   []let
}

type let struct {
	name string
	term term
}

func (c *compiler) fault(offset int, code string, pairs ...string) {
	c.source.inside(c.node, offset, code, pairs...)
}

func (c *compiler) compile(n ast.Node, hint *domain) term {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return c.identifier(n, hint)
	case *ast.IntegerNode, *ast.FloatNode:
		return c.literal(n)
	case *ast.BoolNode:
		return constantTruth(n.Value)
	case *ast.StringNode:
		return c.words(n, hint)
	case *ast.NilNode:
		c.fault(n.Location().From, "nil")
		return term{}
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		return c.conditional(n, hint)
	case *ast.VariableDeclaratorNode:
		return c.declaration(n, hint)
	case *ast.BuiltinNode:
		return c.call(n, n.Name, n.Arguments)
	case *ast.CallNode:
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
			return c.call(n, callee.Value, n.Arguments)
		}
	}
	c.refuse(n)
	return term{}
}

// refuse lists a node that has no exact meaning.
func (c *compiler) refuse(n ast.Node) {
	from := leftmost(n)
	what := "?"
	if at := n.Location(); at.From < len(c.text) {
		what = string(c.text[at.From:max(at.From+1, min(at.To, len(c.text)))])
	}
	c.fault(from, "not-exact", "what", what)
}

func (c *compiler) identifier(n *ast.IdentifierNode, hint *domain) term {
	for i := len(c.lets) - 1; i >= 0; i-- {
		if c.lets[i].name == n.Value {
			return c.lets[i].term
		}
	}
	if p := c.scope.params.find(n.Value); p != nil {
		p.used = true
		return p.term // of no kind where the parameter is broken
	}
	if verdict, ok := verdictDomain.find(n.Value); ok {
		return constantChoice(verdict, verdictDomain)
	}
	w := findWord(n.Value)
	switch {
	case w != nil && c.scope.knows(w):
		return term{kind: w.kind, domain: w.domain, number: w.number, truth: w.truth, choice: w.choice}
	case w != nil && c.scope.constant:
		c.fault(n.Location().From, "name-not-constant", "name", n.Value)
	case w != nil:
		c.fault(n.Location().From, "name-not-here", "name", n.Value, "facts", c.scope.facts.String())
	case hint == verdictDomain:
		c.unknown(n, n.Value, "unknown-verdict", verdictDomain.words)
	default:
		known := c.scope.names()
		for _, l := range c.lets {
			known = append(known, l.name)
		}
		c.unknown(n, n.Value, "unknown-name", known)
	}
	return term{}
}

func (c *compiler) unknown(n ast.Node, name, code string, known []string) {
	c.fault(n.Location().From, code, append([]string{"name", name}, meant(name, known)...)...)
}

// literal takes the exact value of a number from its source text: the tree holds a float.
func (c *compiler) literal(n ast.Node) term {
	at := n.Location()
	if at.To > len(c.text) || at.From >= at.To {
		c.refuse(n)
		return term{}
	}
	text := string(c.text[at.From:at.To])
	value, ok := engine.ParseDecimal(text)
	if !ok {
		c.fault(at.From, "literal", "text", text, "digits", itoa(engine.MaxDigits))
		return term{}
	}
	return constantNumber(value.Rational())
}

// words resolves a text in quotes where it is known which words can stand there.
func (c *compiler) words(n *ast.StringNode, hint *domain) term {
	if hint == nil {
		return term{kind: literalKind, literal: n.Value}
	}
	return c.resolve(n, term{kind: literalKind, literal: n.Value}, hint)
}

func (c *compiler) resolve(n ast.Node, t term, d *domain) term {
	if t.kind != literalKind {
		return t
	}
	value, ok := d.find(t.literal)
	switch {
	case ok:
		return constantChoice(value, d)
	case d == verdictDomain:
		c.unknown(n, t.literal, "unknown-verdict", d.words)
	default:
		c.fault(n.Location().From, "unknown-word", append([]string{"name", t.literal, "of", d.name}, meant(t.literal, d.words)...)...)
	}
	return term{}
}

// wants lists a term of the wrong kind.
func (c *compiler) wants(n ast.Node, t term, want kind) bool {
	if t.kind == badKind || t.kind == want {
		return t.kind == want
	}
	c.fault(leftmost(n), "wrong-kind", "want", kindNames[want], "got", t.kindName())
	return false
}

var kindNames = [...]string{badKind: "", numberKind: "number", truthKind: "truth", choiceKind: "word", literalKind: "text"}

// kindName names what a term gives, as the catalogue knows it.
func (t term) kindName() string {
	if t.kind == choiceKind && (t.domain == verdictDomain || t.domain == opDomain) {
		return t.domain.name
	}
	return kindNames[t.kind]
}

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
		return numberTerm(func(f *frame) engine.Rational { return inner(f).Neg() }).folded(operand)
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
	return numberTerm(result).folded(left, right)
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

func (c *compiler) conditional(n *ast.ConditionalNode, hint *domain) term {
	condition := c.compile(n.Cond, nil)
	okCondition := c.wants(n.Cond, condition, truthKind)
	yes, no := c.compile(n.Exp1, hint), c.compile(n.Exp2, hint)
	yes, no = c.match(n.Exp1, yes, no), c.match(n.Exp2, no, yes)
	if !okCondition || yes.kind == badKind || no.kind == badKind {
		return term{}
	}
	if yes.kind != no.kind || yes.kind == literalKind || yes.domain != no.domain {
		c.fault(leftmost(n.Exp2), "arms", "left", yes.kindName(), "right", no.kindName())
		return term{}
	}
	test := condition.truth
	if condition.constant {
		if test(nil) {
			return yes
		}
		return no
	}
	switch yes.kind {
	case numberKind:
		a, b := yes.number, no.number
		return numberTerm(func(f *frame) engine.Rational {
			if test(f) {
				return a(f)
			}
			return b(f)
		})
	case truthKind:
		a, b := yes.truth, no.truth
		return truthTerm(func(f *frame) bool {
			if test(f) {
				return a(f)
			}
			return b(f)
		})
	}
	a, b := yes.choice, no.choice
	return term{kind: choiceKind, domain: yes.domain, choice: func(f *frame) int {
		if test(f) {
			return a(f)
		}
		return b(f)
	}}
}

// declaration compiles let NAME = value; rest. The value is computed once, whether it is used or not.
func (c *compiler) declaration(n *ast.VariableDeclaratorNode, hint *domain) term {
	value := c.compile(n.Value, nil)
	switch {
	case len(c.lets) == maxLets:
		c.fault(n.Location().From, "too-many-lets", "limit", itoa(maxLets))
		return term{}
	case findWord(n.Name) != nil || findFunction(n.Name) != nil || has(verdictDomain.words, n.Name) || c.scope.params.find(n.Name) != nil || c.declared(n.Name):
		c.fault(n.Location().From, "name-taken", "name", n.Name)
		return term{}
	case value.kind == literalKind:
		c.fault(leftmost(n.Value), "wrong-kind", "want", "number", "got", "text")
		return term{}
	}
	slot := len(c.lets)
	if value.constant {
		c.lets = append(c.lets, let{n.Name, value})
		rest := c.compile(n.Expr, hint)
		c.lets = c.lets[:slot]
		return rest
	}
	stored, store := slotted(value, slot)
	c.lets = append(c.lets, let{n.Name, stored})
	rest := c.compile(n.Expr, hint)
	c.lets = c.lets[:slot]
	return rest.after(store)
}

func (c *compiler) declared(name string) bool {
	for _, l := range c.lets {
		if l.name == name {
			return true
		}
	}
	return false
}

// slotted returns a term that reads a slot of the frame, and what fills that slot.
func slotted(value term, slot int) (stored term, store func(*frame)) {
	switch value.kind {
	case numberKind:
		compute := value.number
		return numberTerm(func(f *frame) engine.Rational { return f.numbers[slot] }),
			func(f *frame) { f.numbers[slot] = compute(f) }
	case truthKind:
		compute := value.truth
		return truthTerm(func(f *frame) bool { return f.truths[slot] }),
			func(f *frame) { f.truths[slot] = compute(f) }
	case choiceKind:
		compute := value.choice
		return term{kind: choiceKind, domain: value.domain, choice: func(f *frame) int { return f.choices[slot] }},
			func(f *frame) { f.choices[slot] = compute(f) }
	}
	return term{}, func(*frame) {}
}

// after returns the term with something to do before it.
func (t term) after(first func(*frame)) term {
	number, truth, choice := t.number, t.truth, t.choice
	switch t.kind {
	case numberKind:
		t.number = func(f *frame) engine.Rational { first(f); return number(f) }
	case truthKind:
		t.truth = func(f *frame) bool { first(f); return truth(f) }
	case choiceKind:
		t.choice = func(f *frame) int { first(f); return choice(f) }
	}
	t.constant = false
	return t
}

func (c *compiler) call(n ast.Node, name string, arguments []ast.Node) term {
	f := findFunction(name)
	if f == nil {
		known := make([]string, 0, 2*len(functions))
		for i := range functions {
			known = append(known, functions[i].en, functions[i].zh)
		}
		c.unknown(n, name, "unknown-function", known)
		return term{}
	}
	if len(arguments) < f.least || f.most > 0 && len(arguments) > f.most {
		c.fault(n.Location().From, "arguments", "name", name, "got", itoa(len(arguments)), "least", itoa(f.least))
		return term{}
	}
	terms := make([]term, len(arguments))
	good := true
	for i, argument := range arguments {
		terms[i] = c.compile(argument, nil)
		good = c.wants(argument, terms[i], numberKind) && good
	}
	if !good {
		return term{}
	}
	return f.apply(terms)
}

func (f *function) apply(terms []term) term {
	first := terms[0].number
	if f.single != nil {
		single := f.single
		return numberTerm(func(frame *frame) engine.Rational { return single(first(frame)) }).folded(terms...)
	}
	fold := f.fold
	result := first
	for _, next := range terms[1:] {
		before, number := result, next.number
		result = func(frame *frame) engine.Rational { return fold(before(frame), number(frame)) }
	}
	return numberTerm(result).folded(terms...)
}

func itoa(n int) string { return strconv.Itoa(n) }
