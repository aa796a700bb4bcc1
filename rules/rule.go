package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// rule is one compiled scoring rule.
type rule struct {
	id      string
	code    string // PACK/ID, the reason's code
	when    func(*frame) bool
	verdict func(*frame) int
	points  func(*frame) engine.Rational
	notes   []string
	why     Text
	slots   []slot
	never   bool // ruled out by the parameters
	at      place
	parts   []part
}

// part is an expression of a rule as its author wrote it: when, verdict or points. Arms of an expression are known by their
// places in its text.
type part struct {
	name, text string
	at         place
}

// notes that a rule can leave, with their severity. Each takes the arguments actual and target.
var notes = map[string]engine.Severity{
	// A strict comparator and an actual that equals the target: the form's reader should know why full points are "partly".
	"strict-equality": engine.Info,
}

func (r *rule) findings(f *frame) []engine.Finding {
	if len(r.notes) == 0 {
		return nil
	}
	actual, _ := numberText(f.facts.Actual)
	target, _ := numberText(f.facts.Target)
	findings := make([]engine.Finding, len(r.notes))
	for i, code := range r.notes {
		findings[i] = engine.Finding{Code: code, Severity: notes[code],
			Args: engine.Args("actual", actual, "target", f.facts.Op.Sign()+target)}
	}
	return findings
}

// score reads the section score: for each kind of facts a list of rules, of which the first that fits counts.
func (s *source) score(n *yaml.Node, pack string, params *parameters, ids map[string]*yaml.Node) (written [factKinds][]rule) {
	var keys []string
	for _, k := range engine.FactKinds() {
		keys = append(keys, k.String())
	}
	fields := s.fields(n, "score", len(keys), keys...)
	for _, k := range engine.FactKinds() {
		if list := fields[k.String()]; list != nil {
			written[k] = s.rules(list, k, pack, params, ids)
		}
	}
	return written
}

func (s *source) rules(n *yaml.Node, k engine.FactKind, pack string, params *parameters, ids map[string]*yaml.Node) []rule {
	in := "score." + k.String()
	items := s.items(n, in)
	if n.Kind == yaml.SequenceNode && len(items) == 0 {
		s.on(n, "no-rules", "facts", k.String())
	}
	scope := newScope(k, false, params)
	var list []rule
	var above []condition
	closed := false
	for _, item := range items {
		if closed {
			s.on(item, "never-reached", "rule", list[len(list)-1].id)
			closed = false
		}
		fields := s.fields(item, in, 4, "id", "verdict", "points", "why", "when", "notes")
		r, c := s.rule(fields, in, scope)
		r.id = s.identify(fields["id"], ids)
		r.code, r.at = pack+"/"+r.id, s.placeOf(item)
		list = append(list, r)
		c.id = r.id
		s.reachable(item, fields["when"], above, &c)
		above = append(above, c)
		closed = fields["when"] == nil && len(fields) > 0
	}
	return list
}

// reachable lists a rule that can never fit, where that can be shown. An inherited rule may well be hidden: whoever put another one
// before it wanted that.
func (s *source) reachable(n, when *yaml.Node, above []condition, c *condition) {
	if !c.known || s.inForce || !s.own(n) {
		return
	}
	ids, itself := s.hides(above, c)
	switch {
	case itself:
		s.on(when, "never-fits", "rule", c.id)
	case len(ids) == 1:
		s.on(n, "hidden", "rule", c.id, "above", ids[0])
	case len(ids) > 1:
		s.on(n, "hidden-together", "rule", c.id, "above", strings.Join(ids, ", "))
	}
}

func (s *source) rule(fields map[string]*yaml.Node, in string, scope *scope) (rule, condition) {
	r := rule{parts: s.parts(fields)}
	var c condition
	var tree ast.Node
	if r.when, r.never, _, tree = s.condition(fields["when"], in, scope); tree != nil {
		c.formula, c.known = reading{[]rune(fields["when"].Value)}.formula(tree), true
		c.not = c.formula.not()
	}
	if n := fields["verdict"]; n != nil {
		verdict := s.expression(n, in+".verdict", scope, verdictDomain)
		switch {
		case verdict.kind == choiceKind && verdict.domain == verdictDomain:
			r.verdict = verdict.choice
		case verdict.kind != badKind:
			s.inside(n, 0, "not-a-verdict", "got", verdict.kindName())
		}
	}
	if n := fields["points"]; n != nil {
		points := s.expression(n, in+".points", scope, nil)
		if s.gives(n, points, numberKind) {
			r.points = points.number
		}
	}
	if n := fields["notes"]; n != nil {
		r.notes = s.notes(n, in, scope)
	}
	r.why, r.slots = s.why(fields["why"], in+".why", scope)
	return r, c
}

// gives lists an expression that gives something else than wanted.
func (s *source) gives(n *yaml.Node, t term, want kind) bool {
	if t.kind == badKind || t.kind == want {
		return t.kind == want
	}
	s.inside(n, 0, "wrong-kind", "want", kindNames[want], "got", t.kindName())
	return false
}

func (s *source) notes(n *yaml.Node, in string, scope *scope) []string {
	words := s.wordList(n, in+".notes")
	for i, word := range words {
		if _, known := notes[word]; !known && word != "" {
			s.unknown(n.Content[i], "unknown-note", slices.Sorted(maps.Keys(notes)), "name", word)
		}
	}
	if scope.facts != engine.NumberFacts {
		s.on(n, "note-not-here", "facts", scope.facts.String())
	}
	return words
}

func (s *source) parts(fields map[string]*yaml.Node) []part {
	var parts []part
	for _, name := range []string{"when", "verdict", "points"} {
		if n := fields[name]; n != nil && n.Kind == yaml.ScalarNode {
			line, column := s.place(n, 0)
			parts = append(parts, part{name, n.Value, place{s.textOf(n).file, line, column}})
		}
	}
	return parts
}

// identify reads an id, which is one for score rules, flags and project rules together.
func (s *source) identify(n *yaml.Node, ids map[string]*yaml.Node) string {
	id := s.text(n, "id")
	switch first := ids[id]; {
	case id == "":
	case !validName(id):
		s.on(n, "bad-name", "name", id)
	case first != nil:
		s.on(n, "duplicate-id", "id", id, "line", itoa(first.Line))
	default:
		ids[id] = n
	}
	return id
}
