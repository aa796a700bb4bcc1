package reports

import (
	"io"

	"jixiao/engine"
)

// ExplainedTotal is the explanation of a project's total with the form and the run that it belongs to.
type ExplainedTotal struct {
	*engine.TotalExplanation
	Submission *engine.Submission
	Run        engine.Run
	Pack       string
}

// totalView puts the explanation of a total into words of one language.
type totalView struct {
	*explanationView
	total *ExplainedTotal
}

func newTotalView(texts Texts, total *ExplainedTotal) *totalView {
	// The rules on the total are written as one question to the rules about the whole project.
	asked := engine.Asked{Given: total.Given, Rules: total.Rules}
	v := newExplanationView(texts, &Explained{Submission: total.Submission, Run: total.Run, Pack: total.Pack,
		Explanation: &engine.Explanation{Asked: []engine.Asked{asked}, Counted: -1}})
	v.about(&asked)
	return &totalView{v, total}
}

// WriteTotalExplanationTable writes how a total comes about: the sum, what the rules on the total made of it, the grade, how far
// the next one is, and which executed amount would have made a difference.
func WriteTotalExplanationTable(w io.Writer, texts Texts, total *ExplainedTotal, width int, colour bool) error {
	v := newTotalView(texts, total)
	p := newPainter(width, colour)
	p.heading(total.Submission.Name + " · " + v.label("total"))
	p.table(v.sumTable())
	if len(total.Rules) > 0 {
		p.blank()
		p.table(v.rulesTable())
		p.blank()
		p.table(v.givenTable(&v.Asked[0]))
	}
	v.paintList(p, "nearest-changes", v.nearest())
	return p.flush(w)
}

func (v *totalView) sumTable() table {
	e := v.total.Evaluation
	t := table{columns: []column{{}, {number: true}, {}}}
	add := func(label, figure, words string, tone tone) {
		t.rows = append(t.rows, []cell{{text: label, tone: tone}, {text: figure, tone: tone}, {text: words}})
	}
	add(v.say("explain.rows"), (v.total.Sum - e.Execution.Earned).String(), "", plainTone)
	if e.Execution.Weight > 0 {
		add(v.label("execution"), e.Execution.Earned.String(), "", plainTone)
	}
	for _, adjustment := range e.Adjustments {
		add(v.label("adjustment"), signed(adjustment.Points).Text, v.adjustment(adjustment.Rule), plainTone)
	}
	if !e.Determined {
		add(v.label("total"), span(e.AtLeast, e.AtMost).Text, v.say("explain.open", "count", itoa(e.UndeterminedCount())), doubtTone)
		return t
	}
	add(v.label("total"), e.Total.String(), "", strongTone)
	if e.Grade != "" {
		add(v.label("grade"), e.Grade, v.band(), strongTone)
	}
	return t
}

// band says where the grade begins, and how far the next one is.
func (v *totalView) band() string {
	text := ""
	for _, band := range v.total.Bands {
		if band.Name == v.total.Evaluation.Grade {
			text = v.say("explain.band", "from", trimmed(band.From.Rational()))
		}
	}
	if next := v.total.Next; next != nil {
		text += v.say("explain.next-band", "grade", next.Name, "from", trimmed(next.From.Rational()), "missing", trimmed(v.total.Missing.Rational()))
	}
	return text
}

// adjustment names a rule on the total as its pack does.
func (v *totalView) adjustment(rule string) string {
	for _, code := range []string{"adjustment." + v.Pack + "/" + rule, "adjustment." + rule} {
		if v.Catalogue.Has(code) {
			return v.Catalogue.Word(v.Lang, code)
		}
	}
	return rule
}

func (v *totalView) rulesTable() table {
	t := table{columns: []column{{head: v.label("rule")}, {head: v.label("place")}, {head: v.label("with-numbers")}}}
	for i := range v.total.Rules {
		rule := &v.total.Rules[i]
		t.rows = append(t.rows, []cell{{text: v.adjustment(rule.ID)}, {text: v.place(rule.Place), tone: faintTone}, {text: v.rule(rule)}})
	}
	return t
}

// rule says what a rule on the total gave, or why it does not fit.
func (v *totalView) rule(rule *engine.RuleTrace) string {
	switch rule.Outcome {
	case engine.RuleDoesNotFit:
		return v.refused(rule)
	case engine.RuleDivided, engine.RuleOutsideTable:
		return v.say("explain." + rule.Outcome.String())
	}
	text := v.formula().statement(&rule.Points.Step)
	if rule.Caps {
		text = v.say("book.caps", "points", text)
	}
	if rule.When != nil {
		text = v.formula().statement(&rule.When.Step) + v.say("formula.gives") + text
	}
	return text
}

// nearest puts the changes of the executed amount into sentences.
func (v *totalView) nearest() []string {
	var lines []string
	for i := range v.total.Nearest {
		lines = append(lines, v.change(&v.total.Nearest[i]))
	}
	return lines
}

func (v *totalView) change(c *engine.TotalChange) string {
	by, code := c.Difference, "nearest.total-more"
	if by < 0 {
		by, code = -by, "nearest.total-less"
	}
	return v.say(code, "difference", by.Grouped(), "value", c.Executed.Grouped(), "total", c.Total.String(), "grade", c.Grade)
}

type totalExplanationJSON struct {
	Run         *runJSON             `json:"run"`
	Pack        string               `json:"pack"`
	Project     explainedProjectJSON `json:"project"`
	Rows        engine.Points        `json:"rows"`
	Execution   engine.Points        `json:"execution"`
	Adjustments []adjustmentJSON     `json:"adjustments"`
	Total       *engine.Points       `json:"total"`
	AtLeast     engine.Points        `json:"at_least"`
	AtMost      engine.Points        `json:"at_most"`
	Grade       *string              `json:"grade"`
	Next        *nextJSON            `json:"next"` // the grade above
	Given       []givenJSON          `json:"given"`
	Rules       []ruleJSON           `json:"rules"`
	Nearest     []totalChangeJSON    `json:"nearest"`
}

type nextJSON struct {
	Grade   string        `json:"grade"`
	From    engine.Points `json:"from"`
	Missing engine.Points `json:"missing"`
}

type totalChangeJSON struct {
	Goals      []string      `json:"goals"`
	Field      string        `json:"field"`
	Value      engine.Money  `json:"value"`
	Difference engine.Money  `json:"difference"`
	Total      engine.Points `json:"total"`
	Grade      *string       `json:"grade"`
	Message    string        `json:"message"`
}

// WriteTotalExplanationJSON writes the explanation of a total for programs.
func WriteTotalExplanationJSON(w io.Writer, texts Texts, total *ExplainedTotal) error {
	v := newTotalView(texts, total)
	e, s := total.Evaluation, total.Submission
	asked := v.askedJSON(&v.Asked[0])
	out := totalExplanationJSON{Pack: v.Pack, Project: explainedProjectJSON{s.ID(), present(s.Name), present(s.Department), present(s.Unit)},
		Rows: total.Sum - e.Execution.Earned, Execution: e.Execution.Earned, AtLeast: e.AtLeast, AtMost: e.AtMost, Grade: present(e.Grade),
		Adjustments: []adjustmentJSON{}, Given: asked.Given, Rules: asked.Rules, Nearest: []totalChangeJSON{}}
	if v.Run.ID != 0 {
		run := newRunJSON(v.Run)
		out.Run = &run
	}
	if e.Determined {
		out.Total = &e.Total
	}
	for _, adjustment := range e.Adjustments {
		out.Adjustments = append(out.Adjustments, adjustmentJSON(adjustment))
	}
	if total.Next != nil {
		out.Next = &nextJSON{total.Next.Name, total.Next.From, total.Missing}
	}
	for i := range total.Nearest {
		c := &total.Nearest[i]
		one := totalChangeJSON{Goals: []string{}, Field: engine.ChangedExecuted.String(), Value: c.Executed, Difference: c.Difference, Total: c.Total,
			Grade: present(c.Grade), Message: v.change(c)}
		for _, goal := range c.Goals {
			one.Goals = append(one.Goals, goal.String())
		}
		out.Nearest = append(out.Nearest, one)
	}
	return WriteJSON(w, out)
}
