package rules

import (
	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// projectRule is a compiled rule about a whole project, asked after rows and execution were added up.
type projectRule struct {
	id     string
	code   string // PACK/ID, the code of its finding and of its adjustment
	title  Text
	when   func(*frame) bool // nil: always
	caps   bool
	amount term
	why    Text
	slots  []slot
	never  bool // ruled out by the parameters
	sure   bool // neither the condition nor the amount depends on the project
	at     place
}

// projectRules reads the section project: rules that cap the total or add to it. All that fit count, in the order of the pack.
// What they may name does not include the total, so that the range of a total that is not sure yet stays right.
func (s *source) projectRules(n *yaml.Node, pack string, params *parameters, ids map[string]*yaml.Node) []projectRule {
	if n == nil {
		return nil
	}
	scope := newScope(engine.ProjectFacts, false, params)
	var list []projectRule
	for _, item := range s.items(n, "project") {
		list = append(list, s.projectRule(item, pack, scope, ids))
	}
	return list
}

func (s *source) projectRule(n *yaml.Node, pack string, scope *scope, ids map[string]*yaml.Node) projectRule {
	fields := s.fields(n, "project", 3, "id", "title", "why", "when", "cap", "add")
	r := projectRule{at: s.placeOf(n)}
	r.id = s.identify(fields["id"], ids)
	r.code = pack + "/" + r.id
	r.title = s.both(fields["title"], "project.title")
	var always bool
	r.when, r.never, always, _ = s.condition(fields["when"], "project", scope)
	amount := fields["add"]
	switch {
	case fields["cap"] != nil && amount != nil, fields["cap"] == nil && amount == nil && n.Kind == yaml.MappingNode:
		s.on(n, "cap-or-add", "rule", r.id)
		return r
	case fields["cap"] != nil:
		r.caps, amount = true, fields["cap"]
	}
	if amount != nil {
		in := "project.add"
		if r.caps {
			in = "project.cap"
		}
		r.amount = s.expression(amount, in, scope, nil)
		s.gives(amount, r.amount, numberKind)
	}
	r.sure = always && r.amount.constant
	r.why, r.slots = s.why(fields["why"], "project.why", scope)
	return r
}

// Adjust asks the project rules what they do to a total. Without funds only rules that need none are sure; the others are open.
func (r *Ruleset) Adjust(funds *engine.Facts) []engine.ProjectRuling {
	if len(r.project) == 0 {
		return nil
	}
	f := frames.Get().(*frame)
	defer frames.Put(f)
	var rulings []engine.ProjectRuling
	for i := range r.project {
		rule := &r.project[i]
		if rule.never {
			continue
		}
		f.facts, f.divided, f.outside = funds, false, nil
		if ruling, fits := rule.ruling(f); fits {
			rulings = append(rulings, ruling)
		}
	}
	return rulings
}

func (r *projectRule) ruling(f *frame) (ruling engine.ProjectRuling, fits bool) {
	ruling = engine.ProjectRuling{Rule: r.id, Caps: r.caps}
	if f.facts == nil && !r.sure {
		return r.open(ruling), true
	}
	if f.facts == nil {
		f.facts = &engine.Facts{Kind: engine.ProjectFacts}
	}
	if r.when != nil && !r.when(f) && !f.divided {
		return ruling, false
	}
	if !f.divided {
		ruling.Points = r.amount.number(f)
	}
	if f.divided {
		return r.open(ruling), true
	}
	printed, _ := engine.RoundHalfUp(ruling.Points)
	ruling.Reason = engine.Reason{Code: r.code, Args: filled(r.slots, f, ruling.Points, printed)}
	return ruling, true
}

// open says that nobody can decide the rule, and what it would give at the least and at the most where that is known.
func (r *projectRule) open(ruling engine.ProjectRuling) engine.ProjectRuling {
	ruling.Open, ruling.Bounded = true, r.amount.bounded
	ruling.Least, ruling.Most = r.amount.least, r.amount.most
	ruling.Reason = engine.Reason{Code: r.code}
	return ruling
}
