package rules

import (
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// Explainer explains what a rule set judged. It reads the pack a second time and walks through the trees of its expressions, so
// that the batch, which runs closures, pays nothing for explanations. An explainer is not safe for several goroutines.
type Explainer struct {
	set    *Ruleset
	source *source
	file   string // of the places; empty for the effective pack
	params *parameters
	rules  [factKinds][]writtenRule
	flags  [factKinds][]writtenRule
	// project holds the rules on the total; their points are the cap or what is added.
	project []writtenRule
	checks  []writtenRule
}

// writtenRule is a rule as its author wrote it.
type writtenRule struct {
	id                    string
	node                  *yaml.Node
	when, verdict, points *writtenExpression
	caps                  bool               // of a rule on the total
	applies               *writtenExpression // of a check
}

// writtenExpression is an expression with its tree.
type writtenExpression struct {
	node *yaml.Node
	text []rune
	tree ast.Node
	hint *domain // the words that a text in quotes can be
}

// NewExplainer prepares explanations under a rule set. Dir is the folder of packs of one's own. Where the pack of that name there,
// or the shipped one, still is what the rule set was made from, the places are those of its file; otherwise they are places in
// the effective pack.
func NewExplainer(set *Ruleset, dir string) *Explainer {
	x := &Explainer{set: set}
	text := set.effective
	if file, author, ok := set.author(dir); ok {
		x.file, text = file, author
	}
	x.source = newSource(x.file, text)
	x.source.inForce = x.file == ""
	root := x.source.parseUpTo(text, maxEffectiveBytes)
	if x.file != "" {
		root, _, _ = x.source.extended(root, dir, nil)
	}
	x.params = x.source.parameters(valueOf(root, "parameters"))
	for _, p := range set.params {
		if entry := x.params.find(p.Name); entry != nil {
			entry.set(p.Value)
		}
	}
	x.source.readTables(valueOf(root, "tables"), x.params)
	for _, k := range engine.FactKinds() {
		x.rules[k] = x.written(valueOf(valueOf(root, "score"), k.String()), k)
		x.flags[k] = x.written(valueOf(valueOf(root, "flags"), k.String()), k)
	}
	x.project = x.written(valueOf(root, "project"), engine.ProjectFacts)
	x.checks = x.writtenChecks(valueOf(root, "checks"))
	return x
}

// author returns the file that the rule set was made from, where it can be found and nothing in it that counts has changed.
func (r *Ruleset) author(dir string) (file string, text []byte, ok bool) {
	if r.file != effectiveFile {
		return r.file, r.source, true
	}
	file, text, err := find(r.id.Name, dir)
	if err != nil {
		return "", nil, false
	}
	opt := Options{Dir: dir, Year: r.year}
	for _, p := range r.params {
		opt.Overrides = append(opt.Overrides, Override{Name: p.Name, Value: p.Value})
	}
	again, err := Compile(file, text, opt)
	return file, text, err == nil && again.id == r.id
}

// written reads the expressions of a list of rules, none where there is no list.
func (x *Explainer) written(list *yaml.Node, k engine.FactKind) []writtenRule {
	if list == nil {
		return nil
	}
	scope := newScope(k, false, x.params)
	rules := make([]writtenRule, len(list.Content))
	for i, n := range list.Content {
		rules[i] = writtenIn(n, scope)
	}
	return rules
}

func writtenIn(n *yaml.Node, scope *scope) (r writtenRule) {
	points := valueOf(n, "points")
	for _, key := range []string{"cap", "add"} {
		if amount := valueOf(n, key); amount != nil {
			points, r.caps = amount, key == "cap"
		}
	}
	r.id, r.node = scalarOf(valueOf(n, "id")), n
	r.when, r.points = tree(valueOf(n, "when"), scope, nil), tree(points, scope, nil)
	r.verdict, r.applies = tree(valueOf(n, "verdict"), scope, verdictDomain), tree(valueOf(n, "applies"), scope, nil)
	return r
}

// writtenChecks reads the expressions of the checks, each in the words of its subject.
func (x *Explainer) writtenChecks(list *yaml.Node) []writtenRule {
	if list == nil {
		return nil
	}
	checks := make([]writtenRule, len(list.Content))
	for i, n := range list.Content {
		checks[i] = writtenIn(n, newScope(x.set.checks[i].of, false, x.params))
	}
	return checks
}

// tree parses an expression that was compiled before.
func tree(n *yaml.Node, scope *scope, hint *domain) *writtenExpression {
	if n == nil {
		return nil
	}
	parsed, err := parser.ParseWithConfig(n.Value, scope.config)
	if err != nil {
		return nil // the pack has been compiled, so this does not happen
	}
	return &writtenExpression{node: n, text: []rune(n.Value), tree: parsed.Node, hint: hint}
}

// File returns the file that places speak of; empty where they are places in the effective pack.
func (x *Explainer) File() string { return x.file }

// Trace asks the rules about facts and keeps every step: the conditions of the rules that do not fit, and verdict and points of
// the one that does. The ruling is what comes of the steps; only its reason and notes are those of [Ruleset.Judge].
func (x *Explainer) Trace(facts *engine.Facts) engine.Asked {
	asked := engine.Asked{Facts: *facts, Given: given(facts), Ruling: x.set.Judge(facts)}
	asked.Ruling.Verdict, asked.Ruling.Points = engine.Undetermined, engine.Rational{}
	if facts.Kind >= factKinds {
		return asked
	}
	for i := range x.rules[facts.Kind] {
		trace := x.apply(&x.rules[facts.Kind][i], facts)
		asked.Rules = append(asked.Rules, trace)
		if trace.Outcome == engine.RuleApplied {
			asked.Ruling.Verdict, _ = engine.ParseVerdict(trace.Verdict.Step.Value.Word)
			asked.Ruling.Points = trace.Points.Step.Value.Number
		}
		if trace.Outcome != engine.RuleDoesNotFit {
			break
		}
	}
	asked.Given = append(asked.Given, used(asked.Rules)...)
	return asked
}

// used lists the parameters that the conditions and formulas of rules name, in the order of their first use.
func used(rules []engine.RuleTrace) []engine.NamedValue {
	var list []engine.NamedValue
	var collect func(s *engine.Step)
	collect = func(s *engine.Step) {
		known := slices.ContainsFunc(list, func(v engine.NamedValue) bool { return v.Name == s.Sign })
		if s.Kind == engine.ParameterStep && s.Computed() && !known {
			list = append(list, engine.NamedValue{Name: s.Sign, Parameter: true, Value: s.Value})
		}
		for i := range s.Parts {
			collect(&s.Parts[i])
		}
	}
	for i := range rules {
		for _, e := range []*engine.Expression{rules[i].When, rules[i].Verdict, rules[i].Points} {
			if e != nil {
				collect(&e.Step)
			}
		}
	}
	return list
}

// apply computes one rule: its condition, and where that holds all that it gives.
func (x *Explainer) apply(r *writtenRule, facts *engine.Facts) engine.RuleTrace {
	trace := engine.RuleTrace{ID: r.id, Place: x.place(r.node, -1), Outcome: engine.RuleApplied, Caps: r.caps}
	w := &walk{x: x, frame: &frame{facts: facts}}
	if r.when != nil {
		trace.When = w.expression(r.when)
		if !w.frame.divided && !trace.When.Step.Value.Truth {
			trace.Outcome = engine.RuleDoesNotFit
			return trace
		}
	}
	if !w.frame.divided && r.verdict != nil {
		trace.Verdict = w.expression(r.verdict)
	}
	if (!w.frame.divided || trace.Verdict != nil) && r.points != nil {
		trace.Points = w.expression(r.points)
	}
	switch {
	case w.frame.outside != nil:
		trace.Outcome = engine.RuleOutsideTable
	case w.frame.divided:
		trace.Outcome = engine.RuleDivided
	}
	return trace
}

// place finds a character of a scalar in the file; an offset of -1 means the node itself.
func (x *Explainer) place(n *yaml.Node, offset int) engine.RulePlace {
	if offset < 0 {
		return engine.RulePlace{File: x.source.textOf(n).file, Line: n.Line, Column: n.Column}
	}
	line, column := x.source.place(n, offset)
	return engine.RulePlace{File: x.source.textOf(n).file, Line: line, Column: column}
}

// given lists what the names of the vocabulary stand for. A rate to a target of 0 stands for nothing.
func given(facts *engine.Facts) []engine.NamedValue {
	var list []engine.NamedValue
	for i := range vocabulary {
		w := &vocabulary[i]
		if !w.isIn(facts.Kind) {
			continue
		}
		f := &frame{facts: facts}
		if v := w.value(f); !f.divided {
			list = append(list, engine.NamedValue{Name: w.en, Chinese: w.zh, Value: v.shown()})
		}
	}
	return list
}

// value is what a node of a tree gives.
type value struct {
	kind   kind
	domain *domain
	number engine.Rational
	truth  bool
	choice int
	text   string // of a text in quotes whose words are not known yet
}

func (w *word) value(f *frame) value {
	switch w.kind {
	case numberKind:
		return value{kind: numberKind, number: w.number(f)}
	case truthKind:
		return value{kind: truthKind, truth: w.truth(f)}
	}
	return value{kind: choiceKind, domain: w.domain, choice: w.choice(f)}
}

func (t term) constantValue() value {
	switch t.kind {
	case numberKind:
		return value{kind: numberKind, number: t.number(nil)}
	case truthKind:
		return value{kind: truthKind, truth: t.truth(nil)}
	}
	return value{kind: choiceKind, domain: t.domain, choice: t.choice(nil)}
}

// in resolves a text in quotes by the words that can stand in its place.
func (v value) in(d *domain) value {
	if v.kind != literalKind || d == nil {
		return v
	}
	n, _ := d.find(v.text)
	return value{kind: choiceKind, domain: d, choice: n}
}

func (v value) equals(other value) bool {
	switch v.kind {
	case numberKind:
		return v.number.Cmp(other.number) == 0
	case truthKind:
		return v.truth == other.truth
	}
	return v.choice == other.choice
}

func (v value) shown() engine.Value {
	switch v.kind {
	case numberKind:
		return engine.Value{Kind: engine.NumberValue, Number: v.number}
	case truthKind:
		return engine.Value{Kind: engine.TruthValue, Truth: v.truth}
	case literalKind:
		return engine.Value{Kind: engine.WordValue, Word: v.text}
	}
	return engine.Value{Kind: engine.WordValue, Word: v.word(), Of: v.domain.name}
}

func (v value) word() string {
	switch v.domain {
	case verdictDomain:
		return engine.Verdict(v.choice).String()
	case opDomain:
		return engine.Op(v.choice).Sign()
	}
	return v.domain.words[v.choice]
}

// walk computes one rule by walking through its trees. It is a second reading of what the compiler turns into closures, and must
// come to the same in every case; a test compares the two.
type walk struct {
	x     *Explainer
	frame *frame
	at    *writtenExpression
	lets  []definition
	// bookish keeps the values of parts that are not needed, for a description of the rule without facts.
	bookish bool
}

// definition is a name that an expression defines.
type definition struct {
	name  string
	value value
}

func (w *walk) expression(e *writtenExpression) *engine.Expression {
	w.at, w.lets = e, nil
	_, step := w.node(e.tree, e.hint)
	return &engine.Expression{Text: string(e.text), Place: w.x.place(e.node, 0), Step: step}
}

// node computes a node and describes it.
func (w *walk) node(n ast.Node, hint *domain) (value, engine.Step) {
	var v value
	var step engine.Step
	switch n := n.(type) {
	case *ast.IdentifierNode:
		v, step = w.name(n)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.StringNode:
		v, step = w.literal(n)
		v = v.in(hint)
	case *ast.UnaryNode:
		v, step = w.unary(n)
	case *ast.BinaryNode:
		v, step = w.binary(n)
	case *ast.ConditionalNode:
		v, step = w.conditional(n, hint)
	case *ast.VariableDeclaratorNode:
		v, step = w.declaration(n, hint)
	case *ast.BuiltinNode:
		v, step = w.call(n.Name, n.Arguments)
	case *ast.CallNode:
		v, step = w.call(n.Callee.(*ast.IdentifierNode).Value, n.Arguments)
	}
	step.Value = v.shown()
	step.Place = w.x.place(w.at.node, leftmost(n))
	return v, step
}

// skipped describes a node that was not needed: it is computed where nothing is kept of what comes of it.
func (w *walk) skipped(n ast.Node, hint *domain) engine.Step {
	_, step := w.aside().node(n, hint)
	if !w.bookish {
		forget(&step)
	}
	return step
}

// aside is a walk from here that leaves no mark: what divides by zero there has divided nothing.
func (w *walk) aside() *walk {
	return &walk{x: w.x, frame: &frame{facts: w.frame.facts}, at: w.at, lets: slices.Clone(w.lets), bookish: w.bookish}
}

func forget(s *engine.Step) {
	s.Value = engine.Value{}
	for i := range s.Parts {
		forget(&s.Parts[i])
	}
}

func (w *walk) name(n *ast.IdentifierNode) (value, engine.Step) {
	step := engine.Step{Kind: engine.NameStep, Sign: n.Value, Text: n.Value}
	for i := len(w.lets) - 1; i >= 0; i-- {
		if w.lets[i].name == n.Value {
			step.Kind = engine.DefinitionStep
			return w.lets[i].value, step
		}
	}
	if p := w.x.params.find(n.Value); p != nil {
		step.Kind = engine.ParameterStep
		return p.term.constantValue(), step
	}
	if verdict, ok := verdictDomain.find(n.Value); ok {
		step.Kind = engine.LiteralStep
		return value{kind: choiceKind, domain: verdictDomain, choice: verdict}, step
	}
	word := findWord(n.Value)
	step.Sign = word.en
	return word.value(w.frame), step
}

func (w *walk) literal(n ast.Node) (value, engine.Step) {
	at := n.Location()
	step := engine.Step{Kind: engine.LiteralStep, Text: string(w.at.text[at.From:min(at.To, len(w.at.text))])}
	switch n := n.(type) {
	case *ast.BoolNode:
		return value{kind: truthKind, truth: n.Value}, step
	case *ast.StringNode:
		return value{kind: literalKind, text: n.Value}, step
	}
	d, _ := engine.ParseDecimal(step.Text)
	return value{kind: numberKind, number: d.Rational()}, step
}

func (w *walk) unary(n *ast.UnaryNode) (value, engine.Step) {
	v, part := w.node(n.Node, nil)
	step := engine.Step{Kind: engine.OperatorStep, Sign: n.Operator, Parts: []engine.Step{part}}
	switch n.Operator {
	case "-":
		v.number = v.number.Neg()
	case "not", "!":
		v.truth, step.Sign = !v.truth, "not"
	}
	return v, step
}

func (w *walk) binary(n *ast.BinaryNode) (value, engine.Step) {
	switch n.Operator {
	case "and", "&&":
		return w.logic(n, "and")
	case "or", "||":
		return w.logic(n, "or")
	case "in":
		return w.membership(n)
	}
	left, a := w.node(n.Left, nil)
	right, b := w.node(n.Right, nil)
	left, right = left.in(right.domain), right.in(left.domain)
	a.Value, b.Value = left.shown(), right.shown()
	step := engine.Step{Kind: engine.OperatorStep, Sign: n.Operator, Parts: []engine.Step{a, b}}
	return w.operate(n.Operator, left, right), step
}

func (w *walk) operate(operator string, left, right value) value {
	switch operator {
	case "+":
		return value{kind: numberKind, number: left.number.Add(right.number)}
	case "-":
		return value{kind: numberKind, number: left.number.Sub(right.number)}
	case "*":
		return value{kind: numberKind, number: left.number.Mul(right.number)}
	case "/":
		return value{kind: numberKind, number: w.frame.quo(left.number, right.number)}
	case "==":
		return value{kind: truthKind, truth: left.equals(right)}
	case "!=":
		return value{kind: truthKind, truth: !left.equals(right)}
	}
	order := left.number.Cmp(right.number)
	holds := map[string]bool{"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}
	return value{kind: truthKind, truth: holds[operator]}
}

// logic computes "and" and "or", the right side only where the left one leaves it open.
func (w *walk) logic(n *ast.BinaryNode, sign string) (value, engine.Step) {
	left, a := w.node(n.Left, nil)
	step := engine.Step{Kind: engine.OperatorStep, Sign: sign}
	if left.truth != (sign == "and") {
		step.Parts = []engine.Step{a, w.skipped(n.Right, nil)}
		return left, step
	}
	right, b := w.node(n.Right, nil)
	step.Parts = []engine.Step{a, b}
	return right, step
}

// membership computes "in": the members one by one, up to the first that is equal.
func (w *walk) membership(n *ast.BinaryNode) (value, engine.Step) {
	left, a := w.node(n.Left, nil)
	list := engine.Step{Kind: engine.ListStep, Place: w.x.place(w.at.node, leftmost(n.Right))}
	found := false
	for _, member := range n.Right.(*ast.ArrayNode).Nodes {
		if found {
			list.Parts = append(list.Parts, w.skippedMember(member, left.domain))
			continue
		}
		v, part := w.node(member, left.domain)
		list.Parts = append(list.Parts, part)
		found = left.equals(v)
	}
	step := engine.Step{Kind: engine.OperatorStep, Sign: "in", Parts: []engine.Step{a, list}}
	return value{kind: truthKind, truth: found}, step
}

// skippedMember describes a member behind the one that was found. One that is written out is known without being computed.
func (w *walk) skippedMember(n ast.Node, d *domain) engine.Step {
	switch n.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.StringNode:
		_, step := w.node(n, d)
		return step
	}
	return w.skipped(n, d)
}

func (w *walk) conditional(n *ast.ConditionalNode, hint *domain) (value, engine.Step) {
	condition, c := w.node(n.Cond, nil)
	if hint == nil {
		hint = w.domainOf(n)
	}
	step := engine.Step{Kind: engine.ConditionalStep}
	if condition.truth {
		v, arm := w.node(n.Exp1, hint)
		step.Parts = []engine.Step{c, arm, w.skipped(n.Exp2, hint)}
		return v, step
	}
	v, arm := w.node(n.Exp2, hint)
	step.Parts = []engine.Step{c, w.skipped(n.Exp1, hint), arm}
	return v, step
}

// domainOf returns which words a node gives, as far as the node itself says so: a text in quotes has the words of the other arm.
func (w *walk) domainOf(n ast.Node) *domain {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		v, _ := w.aside().name(n)
		return v.domain
	case *ast.ConditionalNode:
		if d := w.domainOf(n.Exp1); d != nil {
			return d
		}
		return w.domainOf(n.Exp2)
	case *ast.VariableDeclaratorNode:
		aside := w.aside()
		v, _ := aside.node(n.Value, nil)
		aside.lets = append(aside.lets, definition{n.Name, v})
		return aside.domainOf(n.Expr)
	}
	return nil
}

// declaration computes the value of a definition, used or not, and then the rest.
func (w *walk) declaration(n *ast.VariableDeclaratorNode, hint *domain) (value, engine.Step) {
	v, a := w.node(n.Value, nil)
	w.lets = append(w.lets, definition{n.Name, v})
	rest, b := w.node(n.Expr, hint)
	w.lets = w.lets[:len(w.lets)-1]
	return rest, engine.Step{Kind: engine.LetStep, Sign: n.Name, Text: n.Name, Parts: []engine.Step{a, b}}
}

func (w *walk) call(name string, arguments []ast.Node) (value, engine.Step) {
	if t := w.x.params.table(name); t != nil {
		v, part := w.node(arguments[0], nil)
		step := engine.Step{Kind: engine.FunctionStep, Sign: t.Name, Text: name, Parts: []engine.Step{part}}
		return value{kind: numberKind, number: w.frame.lookUp(t, v.number)}, step
	}
	f := findFunction(name)
	step := engine.Step{Kind: engine.FunctionStep, Sign: f.en, Text: name}
	var result engine.Rational
	for i, argument := range arguments {
		v, part := w.node(argument, nil)
		step.Parts = append(step.Parts, part)
		switch {
		case f.single != nil:
			result = f.single(v.number)
		case i == 0:
			result = v.number
		default:
			result = f.fold(result, v.number)
		}
	}
	return value{kind: numberKind, number: result}, step
}
