package rules

import (
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
	"jixiao/messages"
)

// qualityCheck is a compiled check of the bureau (自评复核): of whom it speaks, when it applies, what it finds, and its sentence. A check
// changes no score.
type qualityCheck struct {
	id       string
	code     string // PACK/ID, the finding's code
	of       engine.FactKind
	title    Text
	severity engine.Severity
	applies  func(*frame) bool // nil: always
	when     func(*frame) bool
	why      Text
	hint     Text // what to do about a finding; may be blank
	slots    []slot
	never    bool // ruled out by the parameters
	lastYear bool // it looks at last year's run
	at       place
}

// subject is of whom a check can speak, as packs write it.
type subject struct {
	name string
	kind engine.FactKind
}

var subjects = []subject{{"form", engine.FormCheckFacts}, {"row", engine.RowCheckFacts}, {"department", engine.DepartmentCheckFacts}}

// qualityChecks reads the section checks.
func (s *source) qualityChecks(n *yaml.Node, pack string, params *parameters, ids map[string]*yaml.Node) []qualityCheck {
	if n == nil {
		return nil
	}
	scopes := map[engine.FactKind]*scope{}
	for _, subject := range subjects {
		scopes[subject.kind] = newScope(subject.kind, false, params)
		scopes[subject.kind].noPoints = true
	}
	var list []qualityCheck
	for _, item := range s.items(n, "checks") {
		list = append(list, s.qualityCheck(item, pack, scopes, ids))
	}
	return list
}

func (s *source) qualityCheck(n *yaml.Node, pack string, scopes map[engine.FactKind]*scope, ids map[string]*yaml.Node) qualityCheck {
	fields := s.fields(n, "checks", 5, "id", "of", "title", "when", "why", "applies", "severity", "hint")
	c := qualityCheck{severity: engine.Warning, at: s.placeOf(n), of: engine.FormCheckFacts}
	c.id = s.identify(fields["id"], ids)
	c.code = pack + "/" + c.id
	if of := fields["of"]; of != nil {
		c.of = s.subject(of)
	}
	c.title = s.both(fields["title"], "checks.title")
	scope := scopes[c.of]
	scope.lastYear = false
	if fields["applies"] != nil {
		t := s.expression(fields["applies"], "checks.applies", scope, nil)
		if s.gives(fields["applies"], t, truthKind) {
			c.applies = t.truth
		}
	}
	c.when, c.never, _, _ = s.condition(fields["when"], "checks", scope)
	if severity := fields["severity"]; severity != nil {
		c.severity = s.severity(severity)
	}
	c.lastYear = scope.lastYear
	c.why, c.slots = s.why(fields["why"], "checks.why", scope)
	c.hint = s.both(fields["hint"], "checks.hint")
	return c
}

func (s *source) subject(n *yaml.Node) engine.FactKind {
	var names []string
	for _, subject := range subjects {
		if subject.name == n.Value {
			return subject.kind
		}
		names = append(names, subject.name)
	}
	s.unknown(n, "unknown-subject", names, "name", n.Value)
	return engine.FormCheckFacts
}

// Check runs the checks of a project on its form and its evaluation, in the order of the pack; a check of rows in the order of the form.
// A check that finds something in some rows has a result for each of them, and otherwise one for the project. last is nil where there is no
// run of last year.
func (r *Ruleset) Check(s *engine.Submission, e *engine.Evaluation, last *engine.LastYear) []engine.CheckResult {
	set := r.For(s)
	if len(set.checks) == 0 {
		return nil
	}
	m := inquiries.Get().(*inquiry)
	defer inquiries.Put(m)
	m.establish(s, e, set, last)
	results := make([]engine.CheckResult, 0, len(set.checks))
	for i := range set.checks {
		check := &set.checks[i]
		switch check.of {
		case engine.FormCheckFacts:
			results = append(results, check.result(&m.frame, check.ask(&m.frame, &m.form)))
		case engine.RowCheckFacts:
			outcome := check.askRows(&m.frame, m.rows, func(row int) {
				result := check.result(&m.frame, engine.CheckFound)
				result.Indicator = s.Indicators[row].ID
				results = append(results, result)
			})
			if outcome != engine.CheckFound {
				results = append(results, check.result(&m.frame, outcome))
			}
		}
	}
	return results
}

// Summarize runs the checks as [Ruleset.Check] does, without taking down the evidence. It leaves out those that look at last year.
func (r *Ruleset) Summarize(s *engine.Submission, e *engine.Evaluation) engine.CheckSummary {
	set := r.For(s)
	if set.asked == "" {
		return engine.CheckSummary{}
	}
	m := inquiries.Get().(*inquiry)
	defer inquiries.Put(m)
	m.establish(s, e, set, nil)
	text := m.outcomes[:0]
	for i := range set.checks {
		check := &set.checks[i]
		if !check.summed() {
			continue
		}
		places := 0
		var outcome engine.CheckOutcome
		if check.of == engine.FormCheckFacts {
			outcome = check.ask(&m.frame, &m.form)
		} else {
			outcome = check.askRows(&m.frame, m.rows, func(int) { places++ })
		}
		text = engine.AppendOutcome(text, outcome, places)
	}
	m.outcomes = text
	return engine.CheckSummary{Asked: set.asked, Outcomes: string(text)}
}

// summed tells whether a run keeps what the check comes to: what depends on one form and its evaluation.
func (c *qualityCheck) summed() bool { return c.of != engine.DepartmentCheckFacts && !c.lastYear }

// summedCodes lists the codes of the checks that are summed.
func summedCodes(checks []qualityCheck) string {
	var codes []string
	for i := range checks {
		if checks[i].summed() {
			codes = append(codes, checks[i].code)
		}
	}
	return strings.Join(codes, " ")
}

// inquiry is the memory of the checks of one project, used again for the next: facts are large, and results keep nothing of them.
type inquiry struct {
	frame    frame
	form     engine.Facts
	rows     []engine.Facts
	rowFacts []engine.RowFacts
	outcomes []byte
}

var inquiries = sync.Pool{New: func() any { return new(inquiry) }}

func (m *inquiry) establish(s *engine.Submission, e *engine.Evaluation, set *Ruleset, last *engine.LastYear) {
	m.form = engine.Facts{Kind: engine.FormCheckFacts, Form: engine.NewFormFacts(s, e, set.bestGrade())}
	n := len(s.Indicators)
	m.rows, m.rowFacts = slices.Grow(m.rows[:0], n)[:n], slices.Grow(m.rowFacts[:0], n)[:n]
	for i := range m.rows {
		row := &s.Indicators[i]
		m.rowFacts[i].Establish(s, e, i, &set.policy, last)
		m.rows[i] = engine.Facts{Kind: engine.RowCheckFacts, Level1: row.Level1, Level2: row.Level2, Explained: m.rowFacts[i].Explained, Row: &m.rowFacts[i]}
	}
}

// bestGrade is the name of the best grade of the pack.
func (r *Ruleset) bestGrade() string {
	if len(r.policy.Bands) == 0 {
		return ""
	}
	return r.policy.Bands[0].Name
}

// CheckDepartment runs the checks of departments on one of them.
func (r *Ruleset) CheckDepartment(facts *engine.DepartmentFacts) []engine.CheckResult {
	f := frames.Get().(*frame)
	defer frames.Put(f)
	all := &engine.Facts{Kind: engine.DepartmentCheckFacts, Department: facts}
	var results []engine.CheckResult
	for i := range r.checks {
		if check := &r.checks[i]; check.of == engine.DepartmentCheckFacts {
			results = append(results, check.result(f, check.ask(f, all)))
		}
	}
	return results
}

// ask asks one check about one subject. A fact that is not known, or a division by zero, leaves nothing to say.
func (c *qualityCheck) ask(f *frame, facts *engine.Facts) engine.CheckOutcome {
	f.facts, f.divided, f.unknown, f.outside = facts, false, false, nil
	if c.never || c.applies != nil && !c.applies(f) && !f.open() {
		return engine.CheckNotApplicable
	}
	found := !f.open() && c.when(f)
	switch {
	case f.open():
		return engine.CheckNoData
	case found:
		return engine.CheckFound
	}
	return engine.CheckOK
}

// result is an outcome with what belongs to it; of a finding the figures, from the frame that was just asked.
func (c *qualityCheck) result(f *frame, outcome engine.CheckOutcome) engine.CheckResult {
	if outcome != engine.CheckFound {
		return engine.CheckResult{Check: c.code, Outcome: outcome, Severity: engine.Info}
	}
	return engine.CheckResult{Check: c.code, Outcome: outcome, Severity: c.severity, Args: filled(c.slots, f, engine.Rational{}, 0)}
}

// open tells that an expression met a fact that is not known, or divided by zero.
func (f *frame) open() bool { return f.divided || f.unknown }

// askRows asks a check about every row and has found told of each in which it finds something, while the frame holds the figures. What it comes to for
// the project is a finding where a row has one; else ok where a row is in order, else not enough data where a row lacks it, else not applicable.
func (c *qualityCheck) askRows(f *frame, rows []engine.Facts, found func(row int)) engine.CheckOutcome {
	outcome := engine.CheckNotApplicable
	for i := range rows {
		got := c.ask(f, &rows[i])
		if got == engine.CheckFound {
			found(i)
		}
		if precedence(got) > precedence(outcome) {
			outcome = got
		}
	}
	return outcome
}

// precedence says which of the outcomes of several rows is that of the project: the one with the greatest.
func precedence(outcome engine.CheckOutcome) int {
	switch outcome {
	case engine.CheckFound:
		return 3
	case engine.CheckOK:
		return 2
	case engine.CheckNoData:
		return 1
	}
	return 0
}

// SeverityOf returns the severity of what a check finds, whichever of several packs has it; Info where none has.
func (r *Ruleset) SeverityOf(check string) engine.Severity {
	for _, set := range r.packs() {
		for i := range set.checks {
			if set.checks[i].code == check {
				return set.checks[i].severity
			}
		}
	}
	return engine.Info
}

// QualityCheck describes a check for people.
type QualityCheck struct {
	Code     string // PACK/ID, under which the catalogue has its sentences
	ID       string
	Of       string // form, row or department
	Severity engine.Severity
	Off      bool // ruled out by the parameters
	LastYear bool // it looks at last year's run
	title    Text
}

// Title is what the check is called.
func (c *QualityCheck) Title(lang messages.Lang) string { return c.title.In(lang) }

// QualityChecks lists the checks in the order of the pack; of several packs one after the other.
func (r *Ruleset) QualityChecks() []QualityCheck {
	var list []QualityCheck
	for n, set := range r.packs() {
		for i := range set.checks {
			if c := &set.checks[i]; n == 0 || c.of != engine.DepartmentCheckFacts { // departments have projects of all kinds
				list = append(list, c.described())
			}
		}
	}
	return list
}

func (c *qualityCheck) described() QualityCheck {
	of := slices.IndexFunc(subjects, func(s subject) bool { return s.kind == c.of })
	return QualityCheck{Code: c.code, ID: c.id, Of: subjects[of].name, Severity: c.severity, Off: c.never, LastYear: c.lastYear, title: c.title}
}
