package rules

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// test is a test of a pack: what was written in a form, and how it must be judged. It runs under the pack's own parameters and
// those that it sets. Most tests are of one row, or of the execution of a budget; those with a form ask for its total.
type test struct {
	line            int
	year            int
	rows            []testRow
	whole           bool // the whole form is asked for
	execution       bool // the execution of the budget is asked for
	adjusted        *engine.Money
	executed        *engine.Money
	executionWeight *engine.Points
	executionReason string
	set             []Override
	want            wanted
}

type testRow struct {
	name    string // the indicator's name
	level1  engine.Dimension
	level2  engine.Category
	target  string
	actual  *string // nil: nothing reported
	weight  *engine.Points
	tier    engine.Tier
	claimed *engine.Points
	reason  string
}

// wanted is what a test asks for. What is nil is not asked for.
type wanted struct {
	verdict                *engine.Verdict
	points                 *engine.Points
	rule                   string
	flags                  *[]string
	total, atLeast, atMost *engine.Points
	grade                  string
	adjustments            *[]engine.Adjustment
}

// Difference is one thing that did not come out as a test wants it.
type Difference struct {
	What      string // verdict, points, rule, flags, total, at-least, at-most, grade or adjustments
	Want, Got string // verdicts as codes; points in points; lists with commas, "-" for an empty one
}

// TestFailure is a test of a pack that did not come out as wanted.
type TestFailure struct {
	File           string
	Line           int
	Target, Actual string        // as the test writes them; the two amounts where Funds
	Funds          bool          // the test is about the execution of a budget, or about a whole form
	Differences    []Difference  // in the order of [Difference.What]; empty where Err is set
	Rule           string        // that judged the row
	Reason         engine.Reason // of the score that came out
	Err            error         // the pack does not compile with what the test sets; then nothing came out
}

// Code returns the code of the sentence in the catalogue.
func (f *TestFailure) Code() string {
	switch {
	case f.Err != nil:
		return "rule.test-set"
	case f.Funds:
		return "rule.test-failed-funds"
	}
	return "rule.test-failed"
}

// Args returns the arguments of the sentence: file, line, target, actual, rule; for a test that sets what the pack refuses: file,
// line, problem.
func (f *TestFailure) Args() []engine.Arg {
	args := engine.Args("file", f.File, "line", itoa(f.Line))
	if f.Err != nil {
		return append(args, engine.Arg{Name: "problem", Value: f.Err.Error()})
	}
	rule := f.Rule
	if rule == "" {
		rule = "-"
	}
	return append(args, engine.Args("target", f.Target, "actual", f.Actual, "rule", rule)...)
}

// Code returns the code of the sentence in the catalogue.
func (d *Difference) Code() string { return "rule.test-" + d.What }

// Args returns the arguments of the sentence: want and got.
func (d *Difference) Args() []engine.Arg { return engine.Args("want", d.Want, "got", d.Got) }

// Tests returns how many tests the pack has.
func (r *Ruleset) Tests() int { return len(r.tests) }

func (s *source) tests(n *yaml.Node) []test {
	if n == nil {
		return nil
	}
	var all []test
	sets := map[string]bool{}
	for _, item := range s.items(n, "tests") {
		t := s.test(item)
		if key := setText(t.set); key != "" && !sets[key] {
			if sets[key] = true; len(sets) == maxTestSets+1 {
				s.on(item, "too-many-sets", "limit", itoa(maxTestSets))
			}
		}
		all = append(all, t)
	}
	return all
}

// The keys of a row, and of the funds of a test.
var (
	rowKeys   = []string{"name", "target", "actual", "weight", "tier", "claimed", "level1", "level2", "reason"}
	fundsKeys = []string{"adjusted", "executed"}
)

func (s *source) test(n *yaml.Node) test {
	if valueOf(n, "form") != nil {
		return s.formTest(n)
	}
	fields := s.fields(n, "tests", 2, slices.Concat([]string{"weight", "want"}, rowKeys, fundsKeys, []string{"year", "set"})...)
	t := test{line: n.Line, rows: []testRow{s.testRow(fields)}}
	t.execution = fields["adjusted"] != nil || fields["executed"] != nil
	s.testFunds(&t, fields)
	if !t.execution && fields["target"] == nil && n.Kind == yaml.MappingNode {
		s.on(n, "missing-key", "key", "target", "in", "tests")
	}
	if t.execution {
		t.executionReason = t.rows[0].reason
	}
	t.want = s.want(fields["want"], "verdict", "points", "rule", "flags")
	return t
}

// formTest reads a test of a whole form.
func (s *source) formTest(n *yaml.Node) test {
	fields := s.fields(n, "tests", 2, "form", "want", "year", "set")
	t := test{line: n.Line, whole: true}
	form := s.fields(fields["form"], "tests.form", 1, slices.Concat([]string{"rows", "execution_weight", "execution_reason"}, fundsKeys)...)
	s.testFunds(&t, fields, form)
	if rows := form["rows"]; rows != nil {
		for _, item := range s.items(rows, "tests.form.rows") {
			row := s.fields(item, "tests.form.rows", 0, rowKeys...)
			t.rows = append(t.rows, s.testRow(row))
			if row["target"] == nil && item.Kind == yaml.MappingNode {
				s.on(item, "missing-key", "key", "target", "in", "tests.form.rows")
			}
		}
	}
	if weight := form["execution_weight"]; weight != nil {
		points := s.points(weight, "tests.form.execution_weight")
		t.executionWeight = &points
	}
	t.executionReason = s.words(form["execution_reason"])
	t.want = s.want(fields["want"], "total", "grade", "at_least", "at_most", "adjustments", "flags")
	return t
}

// testFunds reads what both kinds of tests have: the money, the year and the parameters that are set.
func (s *source) testFunds(t *test, fields map[string]*yaml.Node, form ...map[string]*yaml.Node) {
	money := fields
	if len(form) > 0 {
		money = form[0]
	}
	t.adjusted, t.executed = s.amount(money["adjusted"]), s.amount(money["executed"])
	if year := fields["year"]; year != nil {
		t.year = s.year(year, "tests.year")
	}
	for _, e := range s.optional(fields["set"], "tests.set") {
		t.set = append(t.set, Override{e.key.Value, e.value.Value, "tests.set"})
	}
}

func (s *source) testRow(fields map[string]*yaml.Node) testRow {
	row := testRow{target: s.words(fields["target"]), name: s.words(fields["name"]), reason: s.words(fields["reason"]),
		level1: engine.Output, level2: engine.Quantity}
	if weight := fields["weight"]; weight != nil {
		points := s.points(weight, "tests.weight")
		row.weight = &points
	}
	if a := fields["actual"]; a != nil {
		text := s.words(a)
		row.actual = &text
	}
	if c := fields["claimed"]; c != nil {
		claimed := s.points(c, "tests.claimed")
		row.claimed = &claimed
	}
	if tier := fields["tier"]; tier != nil {
		row.tier = s.tier(tier)
	}
	if level := fields["level1"]; level != nil {
		row.level1, row.level2 = s.level(level), engine.NoCategory
	}
	if level := fields["level2"]; level != nil {
		row.level2 = s.category(level)
		if fields["level1"] == nil {
			row.level1 = row.level2.Parent()
		}
	}
	return row
}

// category reads a level-2 class.
func (s *source) category(n *yaml.Node) engine.Category {
	at, ok := categoryDomain.find(s.words(n))
	if !ok {
		s.unknown(n, "unknown-level2", categoryDomain.words[1:], "name", n.Value)
	}
	return engine.Category(at)
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
	if len(n.Value) > maxTextBytes {
		s.on(n, "text-too-long", "limit", itoa(maxTextBytes))
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

// want reads what a test asks for; at least one thing must be.
func (s *source) want(n *yaml.Node, known ...string) (w wanted) {
	if n == nil {
		return w
	}
	fields := s.fields(n, "tests.want", 0, known...)
	if n.Kind == yaml.MappingNode && len(n.Content) == 0 || known[0] == "verdict" && n.Kind == yaml.MappingNode && fields["verdict"] == nil {
		s.on(n, "missing-key", "key", known[0], "in", "tests.want")
	}
	w.rule, w.grade = s.words(fields["rule"]), s.words(fields["grade"])
	if v := fields["verdict"]; v != nil {
		verdict := s.wantedVerdict(v)
		w.verdict = &verdict
	}
	for key, into := range map[string]**engine.Points{"points": &w.points, "total": &w.total, "at_least": &w.atLeast, "at_most": &w.atMost} {
		if p := fields[key]; p != nil {
			points := s.points(p, "tests.want."+key)
			*into = &points
		}
	}
	if f := fields["flags"]; f != nil {
		flags := []string{}
		for _, item := range s.items(f, "tests.want.flags") {
			flags = append(flags, s.text(item, "tests.want.flags"))
		}
		w.flags = &flags
	}
	if a := fields["adjustments"]; a != nil {
		adjustments := []engine.Adjustment{}
		for _, e := range s.mapping(a, "tests.want.adjustments") {
			adjustments = append(adjustments, engine.Adjustment{Rule: e.key.Value, Points: s.points(e.value, "tests.want.adjustments")})
		}
		w.adjustments = &adjustments
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

// proveTests lists what no run of the tests could bring about: parameters that are not there or cannot have the value that a test
// sets, and rules, flags, adjustments and grades that the pack does not have.
func (s *source) proveTests(n *yaml.Node, r *Ruleset, params *parameters) {
	if n == nil || n.Kind != yaml.SequenceNode {
		return
	}
	rules, flags, adjustments, grades := r.wantable()
	for _, item := range n.Content {
		if set := valueOf(item, "set"); set != nil && set.Kind == yaml.MappingNode {
			s.proveSet(set, params)
		}
		want := valueOf(item, "want")
		s.oneOf(valueOf(want, "rule"), rules, "unknown-rule")
		s.oneOf(valueOf(want, "grade"), grades, "unknown-grade")
		if list := valueOf(want, "flags"); list != nil {
			for _, flag := range list.Content {
				s.oneOf(flag, flags, "unknown-flag")
			}
		}
		if list := valueOf(want, "adjustments"); list != nil && list.Kind == yaml.MappingNode {
			for i := 0; i < len(list.Content); i += 2 {
				s.oneOf(list.Content[i], adjustments, "unknown-adjustment")
			}
		}
	}
}

// wantable lists the names that tests may ask for.
func (r *Ruleset) wantable() (rules, flags, adjustments, grades []string) {
	for k := range r.written {
		for i := range r.written[k] {
			rules = append(rules, r.written[k][i].id)
		}
		for i := range r.flags[k] {
			flags = append(flags, r.flags[k][i].id)
		}
	}
	for i := range r.project {
		adjustments = append(adjustments, r.project[i].id)
	}
	for _, band := range r.policy.Bands {
		grades = append(grades, band.Name)
	}
	return append(rules, "engine", ReasonNoRule), flags, append(adjustments, engine.AdjustmentRescale, engine.AdjustmentOutside), grades
}

func (s *source) oneOf(n *yaml.Node, known []string, code string) {
	if n != nil && n.Kind == yaml.ScalarNode && !slices.Contains(known, n.Value) {
		pairs := []string{"name", n.Value}
		s.unknown(n, code, known, pairs...)
	}
}

func (s *source) proveSet(n *yaml.Node, params *parameters) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		p := params.find(key.Value)
		if p == nil {
			s.unknown(key, "test-parameter", params.names(), "name", key.Value)
			continue
		}
		trial := *p
		if !p.broken && !trial.set(value.Value) {
			s.on(value, "value-not-allowed", "name", p.name, "value", value.Value, "allowed", p.Allowed)
		}
	}
}

// RunTests runs the pack's own tests through the whole scoring and returns those that fail, in order. The tests run under the
// pack's own parameters: overrides of this rule set do not count.
func (r *Ruleset) RunTests() []TestFailure { return r.RunTestsWhere(nil) }

// RunTestsWhere runs the tests that a filter picks by their place in the pack, from 1 and by the text of each as the pack writes
// it; without a filter all.
func (r *Ruleset) RunTestsWhere(pick func(line int, text string) bool) []TestFailure {
	var failures []TestFailure
	compiled := map[string]*Ruleset{}
	for i := range r.tests {
		t := &r.tests[i]
		if pick != nil && !pick(t.line, t.text()) {
			continue
		}
		failure := TestFailure{File: r.file, Line: t.line, Funds: t.whole || t.execution}
		failure.Target, failure.Actual = t.written()
		set, err := r.under(t.set, compiled)
		if err != nil {
			failure.Err = err
			failures = append(failures, failure)
			continue
		}
		e := engine.Evaluate(set, t.submission(r.year))
		score := t.asked(e)
		failure.Rule, failure.Reason = score.Rule, score.Reason
		if failure.Differences = t.want.differences(e, &score, set); len(failure.Differences) > 0 {
			failures = append(failures, failure)
		}
	}
	return failures
}

// written returns target and actual of a test of one row, otherwise the two amounts.
func (t *test) written() (target, actual string) {
	if t.whole || t.execution {
		return moneyText(t.adjusted), moneyText(t.executed)
	}
	if t.rows[0].actual != nil {
		actual = *t.rows[0].actual
	}
	return t.rows[0].target, actual
}

// text is what a filter of tests looks at: targets, actuals and names, the amounts, and the rule that is asked for.
func (t *test) text() string {
	parts := []string{moneyText(t.adjusted), moneyText(t.executed), t.want.rule}
	for _, row := range t.rows {
		parts = append(parts, row.name, row.target)
		if row.actual != nil {
			parts = append(parts, *row.actual)
		}
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), " ")
}

func moneyText(m *engine.Money) string {
	if m == nil {
		return ""
	}
	return m.String()
}

// differences compares what came out with what is asked for.
func (w *wanted) differences(e *engine.Evaluation, score *engine.Score, set *Ruleset) (found []Difference) {
	note := func(what, want, got string) {
		if want != got {
			found = append(found, Difference{what, want, got})
		}
	}
	if w.verdict != nil {
		note("verdict", w.verdict.String(), score.Verdict.String())
	}
	if w.points != nil {
		note("points", w.points.String(), score.Earned.String())
	}
	if w.rule != "" {
		note("rule", w.rule, score.Rule)
	}
	if w.flags != nil {
		note("flags", listed(*w.flags), listed(set.raised(e)))
	}
	total := func(what string, want *engine.Points, got engine.Points, known bool) {
		switch {
		case want == nil:
		case known:
			note(what, want.String(), got.String())
		default:
			note(what, want.String(), "-")
		}
	}
	total("total", w.total, e.Total, e.Determined)
	total("at-least", w.atLeast, e.AtLeast, true)
	total("at-most", w.atMost, e.AtMost, true)
	if w.grade != "" {
		note("grade", w.grade, e.Grade)
	}
	if w.adjustments != nil {
		note("adjustments", adjustmentsText(*w.adjustments), adjustmentsText(e.Adjustments))
	}
	return found
}

func listed(words []string) string {
	if len(words) == 0 {
		return "-"
	}
	return strings.Join(words, ", ")
}

func adjustmentsText(adjustments []engine.Adjustment) string {
	var texts []string
	for _, a := range adjustments {
		texts = append(texts, a.Rule+" "+a.Points.String())
	}
	return listed(texts)
}

// raised lists the pack's own flags that an evaluation holds, by their ids, in its order.
func (r *Ruleset) raised(e *engine.Evaluation) []string {
	var ids []string
	for _, finding := range e.Findings {
		for k := range r.flags {
			for i := range r.flags[k] {
				if flag := &r.flags[k][i]; flag.code == finding.Code {
					ids = append(ids, flag.id)
				}
			}
		}
	}
	return ids
}

// under compiles the pack with what a test sets, once for each different set.
func (r *Ruleset) under(set []Override, compiled map[string]*Ruleset) (*Ruleset, error) {
	key := setText(set)
	if known := compiled[key]; known != nil {
		return known, nil
	}
	ruleset, err := Compile(r.file, r.source, Options{Dir: r.dir, Overrides: set, Year: r.year})
	if err == nil {
		compiled[key] = ruleset
	}
	return ruleset, err
}

// setText is the same for tests that set the same.
func setText(set []Override) string {
	var text strings.Builder
	for _, o := range set {
		text.WriteString(o.Name + "=" + o.Value + "\n")
	}
	return text.String()
}

// submission is the form of a test.
func (t *test) submission(year int) *engine.Submission {
	if t.year != 0 {
		year = t.year
	}
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: year, Name: "test"}, ExecutionWeight: t.executionWeight,
		ExecutionReason: t.executionReason}
	*s.Budget.Edit(engine.TotalFunds) = engine.BudgetRow{Item: engine.TotalFunds, Adjusted: t.adjusted, Executed: t.executed}
	if t.execution {
		// One row with a weight of its own, so that the form's weight of the execution counts.
		s.ExecutionWeight = t.rows[0].weight
		rest := engine.FullMarks
		if s.ExecutionWeight != nil {
			rest -= *s.ExecutionWeight
		}
		s.Indicators = []engine.Indicator{{Level1: engine.Output, Weight: &rest}}
		return s
	}
	for i := range t.rows {
		s.Indicators = append(s.Indicators, t.rows[i].indicator(year))
	}
	s.Identify()
	return s
}

func (r *testRow) indicator(year int) engine.Indicator {
	context := notation.Context{Year: year, Name: r.name}
	target, _ := notation.ParseTarget(r.target, context)
	i := engine.Indicator{Level1: r.level1, Level2: r.level2, Name: r.name, Target: target, Weight: r.weight, Tier: r.tier,
		Claimed: r.claimed, Reason: r.reason}
	if r.actual != nil {
		i.Actual, _ = notation.ParseActual(*r.actual, context)
	}
	return i
}

// asked is the score that a test asks for: of its row or of the execution; of a whole form none.
func (t *test) asked(e *engine.Evaluation) engine.Score {
	switch {
	case t.execution:
		x := &e.Execution
		return engine.Score{Weight: x.Weight, Earned: x.Earned, Verdict: x.Verdict, Rule: x.Rule, Reason: x.Reason}
	case t.whole || len(e.Scores) == 0:
		return engine.Score{}
	}
	return e.Scores[0]
}
