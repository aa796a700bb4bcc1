package reports

import (
	"io"

	"jixiao/engine"
	"jixiao/messages"
)

// WriteExplanationTable writes an explanation for a terminal that is width columns wide (0 or less: [DefaultWidth]): the row, the
// rule with its place, each formula with the numbers put in and its parts, the rules above that do not fit and why, and what would
// have changed the result.
func WriteExplanationTable(w io.Writer, texts Texts, explained *Explained, width int, colour bool) error {
	v := newExplanationView(texts, explained)
	p := newPainter(width, colour)
	if title := v.title(); title != "" {
		p.heading(title)
	}
	p.table(v.headTable())
	for i := range v.Asked {
		v.paintAsked(p, i)
	}
	v.paintList(p, "nearest-changes", v.nearest())
	var findings []string
	for _, finding := range v.Findings {
		findings = append(findings, v.Catalogue.Sentence(v.Lang, "finding."+finding.Code, messages.Arguments(finding.Args)))
	}
	v.paintList(p, "findings", findings)
	return p.flush(w)
}

// headTable says what was scored and what came of it.
func (v *explanationView) headTable() table {
	t := table{columns: []column{{}, {}}}
	add := func(label, text string, tone tone) {
		if text != "" {
			t.rows = append(t.rows, []cell{{text: v.label(label), tone: faintTone}, {text: text, tone: tone}})
		}
	}
	if v.indicator == nil {
		add("adjusted", v.target(), plainTone)
		add("executed", v.actual(), plainTone)
	} else {
		add("target", v.target(), plainTone)
		add("actual", v.actual(), plainTone)
		add("tier", v.tier(), plainTone)
		if v.indicator.Claimed != nil {
			add("claimed", trimmed(v.indicator.Claimed.Rational()), plainTone)
		}
	}
	add("verdict", v.Catalogue.Word(v.Lang, "verdict."+v.Score.Verdict.String()), verdictTone(v.Score.Verdict))
	score := v.Score.Earned.String() + " / " + v.Score.Weight.String()
	if v.Score.Verdict == engine.Undetermined || v.Score.Verdict == engine.NotApplicable {
		score = Dash + " / " + v.Score.Weight.String()
	}
	add("score", score, strongTone)
	if rule := v.applied(); rule != nil {
		add("rule", rule.ID+"  "+v.place(rule.Place), plainTone)
	}
	add("pack", v.Pack, plainTone)
	if v.Score.Reason.Code != "" {
		add("why-so", v.reason(), plainTone)
	}
	if hint := v.hint(); hint != "" {
		add("what-to-do", hint, plainTone)
	}
	return t
}

func (v *explanationView) reason() string {
	return v.Catalogue.Sentence(v.Lang, "reason."+v.Score.Reason.Code, messages.Arguments(v.Score.Reason.Args))
}

func (v *explanationView) tier() string {
	if v.indicator.Tier == engine.NoTier {
		return ""
	}
	return v.Catalogue.Word(v.Lang, "tier."+v.indicator.Tier.String())
}

// paintAsked writes one question to the rules. Usually there is one; a month is asked about on its first and on its last day, and
// a number that no rule fits may be asked about again as words.
func (v *explanationView) paintAsked(p *painter, i int) {
	asked := &v.Asked[i]
	v.about(asked)
	p.blank()
	if len(v.Asked) > 1 {
		p.heading(v.say("explain.question", "number", itoa(i+1), "count", itoa(len(v.Asked))))
	}
	if rule := asked.Applied(); rule != nil {
		p.table(v.formulaTable(rule))
		p.blank()
	}
	p.table(v.givenTable(asked))
	if t := v.refusedTable(asked); len(t.rows) > 0 {
		p.blank()
		p.table(t)
	}
}

func (v *explanationView) formulaTable(rule *engine.RuleTrace) table {
	t := table{columns: []column{{head: v.label("part")}, {head: v.label("as-written")}, {head: v.label("with-numbers")}}}
	for _, part := range []struct {
		label      string
		expression *engine.Expression
	}{{"condition", rule.When}, {"verdict", rule.Verdict}, {"points-formula", rule.Points}} {
		if part.expression == nil {
			continue
		}
		step := &part.expression.Step
		t.rows = append(t.rows, []cell{{text: v.label(part.label), tone: strongTone}, {text: part.expression.Text},
			{text: v.formula().statement(step), tone: strongTone}})
		for _, sub := range v.formula().inner(step) {
			t.rows = append(t.rows, []cell{{}, {text: written().write(sub, bindsConditional), tone: faintTone}, {text: v.formula().statement(sub), tone: faintTone}})
		}
	}
	if rounded := v.rounding(rule); rounded != "" {
		t.rows = append(t.rows, []cell{{text: v.label("points")}, {}, {text: rounded}})
	}
	return t
}

// rounding says how the points become the score, where that is not the same number.
func (v *explanationView) rounding(rule *engine.RuleTrace) string {
	if rule.Outcome != engine.RuleApplied || rule != v.applied() {
		return ""
	}
	exact := rule.Points.Step.Value.Number
	earned := trimmed(v.Score.Earned.Rational())
	switch {
	case exact.Cmp(v.Score.Earned.Rational()) == 0:
		return ""
	case exact.Cmp(v.Score.Weight.Rational()) > 0, exact.Sign() < 0:
		return v.say("explain.bounded", "weight", trimmed(v.Score.Weight.Rational()), "points", earned)
	}
	return v.say("explain.rounded", "points", earned)
}

func (v *explanationView) givenTable(asked *engine.Asked) table {
	t := table{columns: []column{{head: v.label("name")}, {head: ""}, {head: v.label("value")}}}
	for _, given := range asked.Given {
		kind := given.Chinese
		if given.Parameter {
			kind = v.label("parameter")
		}
		t.rows = append(t.rows, []cell{{text: given.Name}, {text: kind, tone: faintTone}, {text: v.value(given.Value)}})
	}
	return t
}

func (v *explanationView) refusedTable(asked *engine.Asked) table {
	t := table{columns: []column{{head: v.label("rules-above")}, {head: v.label("place")}, {head: v.label("does-not-fit")}}}
	for i := range asked.Rules {
		rule := &asked.Rules[i]
		if rule.Outcome == engine.RuleDoesNotFit {
			t.rows = append(t.rows, []cell{{text: rule.ID}, {text: v.place(rule.Place), tone: faintTone}, {text: v.refused(rule)}})
		}
	}
	return t
}

func (v *explanationView) paintList(p *painter, label string, lines []string) {
	if len(lines) == 0 {
		return
	}
	p.blank()
	p.heading(v.label(label))
	for _, line := range lines {
		p.under([]cell{{text: line}})
	}
}
