package rules

import (
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

// Book describes the pack for people, in one language.
func (x *Explainer) Book(lang messages.Lang) engine.Rulebook {
	r := x.set
	b := engine.Rulebook{Pack: r.id.Name, Title: r.title.In(lang), Basis: r.basis.Text, BasisChecked: r.basis.Checked, Policy: &r.policy, Extends: r.extends,
		Names: map[string]string{}, Sure: map[string]string{}}
	for i := range vocabulary {
		b.Names[vocabulary[i].en] = Text{vocabulary[i].zh, vocabulary[i].en}.In(lang)
	}
	for _, f := range functions {
		b.Names[f.en] = Text{f.zh, f.en}.In(lang)
	}
	for _, p := range r.params {
		b.Parameters = append(b.Parameters, engine.RulebookParameter{Name: p.Name, Value: p.Value, Unit: p.Unit, Allowed: p.Allowed, Meaning: p.Meaning.In(lang)})
	}
	for _, t := range r.tables {
		b.Tables = append(b.Tables, t.described(lang))
	}
	for _, k := range engine.FactKinds() {
		kind := engine.RulebookKind{Kind: k}
		for i := range x.rules[k] {
			kind.Rules = append(kind.Rules, x.described(&x.rules[k][i], k, lang))
		}
		for i := range x.flags[k] {
			flag := x.described(&x.flags[k][i], k, lang)
			flag.Severity = r.flags[k][i].severity
			kind.Flags = append(kind.Flags, flag)
		}
		b.Kinds = append(b.Kinds, kind)
	}
	for i := range x.project {
		rule := x.described(&x.project[i], engine.ProjectFacts, lang)
		rule.Title = r.project[i].title.In(lang)
		b.Project = append(b.Project, rule)
	}
	for i := range x.checks {
		b.Checks = append(b.Checks, x.describedCheck(&x.checks[i], &r.checks[i], lang))
	}
	for _, change := range r.changes {
		b.Changes = append(b.Changes, engine.RulebookChange{Path: change.Path, Was: change.Was, Now: change.Now, From: change.From})
	}
	for _, certainty := range r.certainty {
		b.Sure[certainty.Part] = certainty.Sure
	}
	return b
}

func (t *table) described(lang messages.Lang) engine.RulebookTable {
	out := engine.RulebookTable{Name: t.Name, Meaning: t.Meaning.In(lang), Gives: t.Gives}
	for _, row := range t.Rows {
		out.Rows = append(out.Rows, engine.RulebookBand{From: rationalText(row.From), To: rationalText(row.To), Value: rationalText(&row.Value)})
	}
	return out
}

// described is a rule without anything computed.
func (x *Explainer) described(r *writtenRule, k engine.FactKind, lang messages.Lang) engine.RulebookRule {
	w := x.aside(k)
	return engine.RulebookRule{ID: r.id, Place: x.place(r.node, -1), When: w.described(r.when), Verdict: w.described(r.verdict),
		Points: w.described(r.points), Caps: r.caps, Why: x.sentence(r, lang)}
}

// aside is a walk without anything known.
func (x *Explainer) aside(k engine.FactKind) *walk {
	facts := &engine.Facts{Kind: k, Form: &engine.FormFacts{}, Row: &engine.RowFacts{}, Department: &engine.DepartmentFacts{}}
	return &walk{x: x, frame: &frame{facts: facts}, bookish: true}
}

func (x *Explainer) describedCheck(r *writtenRule, c *qualityCheck, lang messages.Lang) engine.RulebookCheck {
	rule := x.described(r, c.of, lang)
	rule.Title, rule.Severity = c.title.In(lang), c.severity
	return engine.RulebookCheck{RulebookRule: rule, Kind: c.of, Applies: x.aside(c.of).described(r.applies), Hint: c.hint.In(lang)}
}

func (w *walk) described(e *writtenExpression) *engine.Expression {
	if e == nil {
		return nil
	}
	w.at, w.lets = e, nil
	_, step := w.aside().node(e.tree, e.hint)
	forgetFacts(&step)
	return &engine.Expression{Text: string(e.text), Place: w.x.place(e.node, 0), Step: step}
}

// forgetFacts leaves values only where they do not depend on facts: in literals and parameters.
func forgetFacts(s *engine.Step) {
	if s.Kind != engine.LiteralStep && s.Kind != engine.ParameterStep {
		s.Value = engine.Value{}
	}
	for i := range s.Parts {
		forgetFacts(&s.Parts[i])
	}
}

// sentence is a rule's why as its author wrote it.
func (x *Explainer) sentence(r *writtenRule, lang messages.Lang) string {
	return strings.TrimSpace(scalarOf(valueOf(valueOf(r.node, "why"), string(lang))))
}
