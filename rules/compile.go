package rules

import (
	"slices"
	"strconv"

	"github.com/expr-lang/expr/ast"
	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

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
	if !c.source.count(1) {
		return term{} // told by the expression
	}
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
		bits := factBits
		if w.fallible {
			bits *= 2 // a quotient of two
		}
		c.scope.lastYear = c.scope.lastYear || w.lastYear
		return term{kind: w.kind, domain: w.domain, number: w.number, truth: w.truth, choice: w.choice, bits: bits}
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
	c.fault(n.Location().From, code, append([]string{"name", name}, c.source.meant(name, known)...)...)
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
		c.fault(n.Location().From, "unknown-word", append([]string{"name", t.literal, "of", d.name}, c.source.meant(t.literal, d.words)...)...)
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
	return either(condition, yes, no)
}

// declaration compiles let NAME = value; rest. The value is computed once, whether it is used or not.
func (c *compiler) declaration(n *ast.VariableDeclaratorNode, hint *domain) term {
	value := c.compile(n.Value, nil)
	switch {
	case len(c.lets) == maxLets:
		c.fault(n.Location().From, "too-many-lets", "limit", itoa(maxLets))
		return term{}
	case findWord(n.Name) != nil || findFunction(n.Name) != nil || slices.Contains(verdictDomain.words, n.Name) || c.scope.params.has(n.Name) || c.declared(n.Name):
		c.fault(n.Location().From, "name-taken", "name", n.Name)
		return term{}
	case !isIdentifier(n.Name):
		c.fault(n.Location().From, "bad-name", "name", n.Name)
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
	return slices.ContainsFunc(c.lets, func(l let) bool { return l.name == name })
}

func (c *compiler) call(n ast.Node, name string, arguments []ast.Node) term {
	if t := c.scope.params.table(name); t != nil {
		return c.lookup(n, t, arguments)
	}
	f := findFunction(name)
	if f == nil {
		known := make([]string, 0, 2*len(functions))
		for i := range functions {
			known = append(known, functions[i].en, functions[i].zh)
		}
		for _, t := range c.scope.params.tables {
			known = append(known, t.Name)
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
		return numberTerm(func(frame *frame) engine.Rational { return single(first(frame)) }).of(terms[0].bits).folded(terms...)
	}
	fold := f.fold
	result, bits := first, terms[0].bits
	for _, next := range terms[1:] {
		bits = max(bits, next.bits)
		before, number := result, next.number
		result = func(frame *frame) engine.Rational { return fold(before(frame), number(frame)) }
	}
	return numberTerm(result).of(bits).folded(terms...)
}

func itoa(n int) string { return strconv.Itoa(n) }
