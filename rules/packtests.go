package rules

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// test is a test of a pack: what was written in a form, and how it must be judged. It runs under the pack's own parameters
// and those that it sets.
type test struct {
	line      int
	name      string // the indicator's name
	target    string
	actual    *string // nil: nothing reported
	weight    engine.Points
	tier      engine.Tier
	claimed   *engine.Points
	year      int
	execution bool
	adjusted  *engine.Money
	executed  *engine.Money
	set       []Override
	want      wanted
}

type wanted struct {
	verdict engine.Verdict
	points  *engine.Points
	rule    string
}

// TestFailure is a test of a pack that did not come out as wanted.
type TestFailure struct {
	File           string
	Line           int
	Target, Actual string // as the test writes them; for execution the two amounts
	WantVerdict    engine.Verdict
	GotVerdict     engine.Verdict
	WantPoints     *engine.Points // nil where the test does not say
	GotPoints      engine.Points
	WantRule       string // empty where the test does not say
	GotRule        string
	Reason         engine.Reason // of the score that came out
	Err            error         // the pack does not compile with what the test sets; then nothing came out
}

// Code returns the code of the sentence in the catalogue.
func (f *TestFailure) Code() string {
	if f.Err != nil {
		return "rule.test-set"
	}
	return "rule.test-failed"
}

// Args returns the arguments of the sentence: file, line, target, actual, want, got (verdicts), want_points, got_points, rule;
// for a test that sets what the pack refuses: file, line, problem.
func (f *TestFailure) Args() []engine.Arg {
	args := engine.Args("file", f.File, "line", itoa(f.Line))
	if f.Err != nil {
		return append(args, engine.Arg{Name: "problem", Value: f.Err.Error()})
	}
	want := "-"
	if f.WantPoints != nil {
		want = f.WantPoints.String()
	}
	return append(args, engine.Args("target", f.Target, "actual", f.Actual, "want", f.WantVerdict.String(), "got", f.GotVerdict.String(),
		"want_points", want, "got_points", f.GotPoints.String(), "rule", f.GotRule)...)
}

// Tests returns how many tests the pack has.
func (r *Ruleset) Tests() int { return len(r.tests) }

func (s *source) tests(n *yaml.Node) []test {
	if n == nil {
		return nil
	}
	var all []test
	for _, item := range s.items(n, "tests") {
		all = append(all, s.test(item))
	}
	return all
}

func (s *source) test(n *yaml.Node) test {
	fields := s.fields(n, "tests", 2, "weight", "want", "name", "target", "actual", "tier", "claimed", "year", "adjusted", "executed", "set")
	t := test{line: n.Line, target: s.words(fields["target"]), name: s.words(fields["name"])}
	t.weight = s.points(fields["weight"], "tests.weight")
	if a := fields["actual"]; a != nil {
		text := s.words(a)
		t.actual = &text
	}
	if c := fields["claimed"]; c != nil {
		claimed := s.points(c, "tests.claimed")
		t.claimed = &claimed
	}
	if tier := fields["tier"]; tier != nil {
		t.tier = s.tier(tier)
	}
	if year := fields["year"]; year != nil {
		t.year = s.year(year, "tests.year")
	}
	t.execution = fields["adjusted"] != nil || fields["executed"] != nil
	t.adjusted, t.executed = s.amount(fields["adjusted"]), s.amount(fields["executed"])
	if !t.execution && fields["target"] == nil && n.Kind == yaml.MappingNode {
		s.on(n, "missing-key", "key", "target", "in", "tests")
	}
	for _, e := range s.optional(fields["set"], "tests.set") {
		t.set = append(t.set, Override{e.key.Value, e.value.Value, "tests.set"})
	}
	t.want = s.want(fields["want"])
	return t
}

// words returns a text as it would stand in a cell: numbers need no quotes.
func (s *source) words(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		s.shape(n, "tests", "text")
		return ""
	}
	return n.Value
}

func (s *source) tier(n *yaml.Node) engine.Tier {
	tier, ok := engine.ParseTier(n.Value)
	if !ok {
		var known []string
		for _, t := range engine.Tiers() {
			known = append(known, t.String(), t.Label())
		}
		s.unknown(n, "unknown-tier", known, "name", n.Value)
	}
	return tier
}

func (s *source) amount(n *yaml.Node) *engine.Money {
	d, ok := s.number(n, "tests")
	if !ok {
		return nil
	}
	money, ok := engine.MoneyFromDecimal(d, 0)
	if !ok {
		s.on(n, "number-form", "text", n.Value)
	}
	return &money
}

func (s *source) want(n *yaml.Node) wanted {
	if n == nil {
		return wanted{}
	}
	fields := s.fields(n, "tests.want", 1, "verdict", "points", "rule")
	w := wanted{rule: s.words(fields["rule"])}
	if v := fields["verdict"]; v != nil {
		w.verdict = s.wantedVerdict(v)
	}
	if p := fields["points"]; p != nil {
		points := s.points(p, "tests.want.points")
		w.points = &points
	}
	return w
}

func (s *source) wantedVerdict(n *yaml.Node) engine.Verdict {
	var known []string
	for _, v := range engine.Verdicts() {
		if n.Value == v.String() || n.Value == v.Label() {
			return v
		}
		known = append(known, v.String(), v.Label())
	}
	s.unknown(n, "unknown-verdict", known, "name", n.Value)
	return engine.Undetermined
}

// RunTests runs the pack's own tests through the whole scoring and returns those that fail, in order. The tests run under the
// pack's own parameters: overrides of this rule set do not count.
func (r *Ruleset) RunTests() []TestFailure {
	var failures []TestFailure
	compiled := map[string]*Ruleset{}
	for i := range r.tests {
		t := &r.tests[i]
		failure := TestFailure{File: r.file, Line: t.line, Target: t.target, WantVerdict: t.want.verdict,
			WantPoints: t.want.points, WantRule: t.want.rule}
		if t.actual != nil {
			failure.Actual = *t.actual
		}
		if t.execution {
			failure.Target, failure.Actual = moneyText(t.adjusted), moneyText(t.executed)
		}
		set, err := r.under(t.set, compiled)
		if err != nil {
			failure.Err = err
			failures = append(failures, failure)
			continue
		}
		score := t.run(set, r.year)
		failure.GotVerdict, failure.GotPoints, failure.GotRule, failure.Reason = score.Verdict, score.Earned, score.Rule, score.Reason
		if !t.want.met(&score) {
			failures = append(failures, failure)
		}
	}
	return failures
}

func moneyText(m *engine.Money) string {
	if m == nil {
		return ""
	}
	return m.String()
}

func (w *wanted) met(score *engine.Score) bool {
	return score.Verdict == w.verdict && (w.points == nil || *w.points == score.Earned) && (w.rule == "" || w.rule == score.Rule)
}

// under compiles the pack with what a test sets, once for each different set.
func (r *Ruleset) under(set []Override, compiled map[string]*Ruleset) (*Ruleset, error) {
	var key strings.Builder
	for _, o := range set {
		key.WriteString(o.Name + "=" + o.Value + "\n")
	}
	if known := compiled[key.String()]; known != nil {
		return known, nil
	}
	ruleset, err := Compile(r.file, r.source, Options{Overrides: set, Year: r.year})
	if err == nil {
		compiled[key.String()] = ruleset
	}
	return ruleset, err
}

// run scores a form of one indicator, or the execution of a budget.
func (t *test) run(set *Ruleset, year int) engine.Score {
	if t.year != 0 {
		year = t.year
	}
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: year, Name: "test"}}
	if t.execution {
		return t.runExecution(set, s)
	}
	context := notation.Context{Year: year, Name: t.name}
	target, _ := notation.ParseTarget(t.target, context)
	indicator := engine.Indicator{Level1: engine.Output, Level2: engine.Quantity, Name: t.name, Target: target,
		Weight: &t.weight, Tier: t.tier, Claimed: t.claimed}
	if t.actual != nil {
		indicator.Actual, _ = notation.ParseActual(*t.actual, context)
	}
	s.Indicators = []engine.Indicator{indicator}
	s.Identify()
	return engine.Evaluate(set, s).Scores[0]
}

func (t *test) runExecution(set *Ruleset, s *engine.Submission) engine.Score {
	*s.Budget.Edit(engine.TotalFunds) = engine.BudgetRow{Item: engine.TotalFunds, Adjusted: t.adjusted, Executed: t.executed}
	// One row with a weight of its own, so that the form's weight of the execution counts.
	rest := engine.FullMarks - t.weight
	s.ExecutionWeight = &t.weight
	s.Indicators = []engine.Indicator{{Level1: engine.Output, Weight: &rest}}
	x := engine.Evaluate(set, s).Execution
	return engine.Score{Weight: x.Weight, Earned: x.Earned, Verdict: x.Verdict, Rule: x.Rule, Reason: x.Reason}
}
