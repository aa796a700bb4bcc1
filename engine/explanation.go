package engine

// Explanation says why one row of a result is what it is: what the rules were asked, how each of them came out, and what would
// have changed the result. It holds values and places and no sentences. Package rules fills it, from the pack and the inputs that
// are stored with the run.
type Explanation struct {
	Project   ProjectID
	Indicator IndicatorID // empty for the execution of the budget
	Ruleset   RulesetID
	Score     Score // of the row, judged anew
	Findings  []Finding
	// Asked holds what the rules were asked, in order. It is empty where the row could not be judged before any rule saw it.
	Asked []Asked
	// Counted is the question in Asked whose answer is the score, -1 where none is: the reason of the score says why.
	Counted int
	Nearest []NearestChange
	// Searched tells whether the nearest changes were looked for. Where they were, a goal without a change cannot be reached by
	// changing this row alone.
	Searched bool
}

// Asked is one question to the rules: the facts, and the rules from the first to the one that settled it.
type Asked struct {
	Facts  Facts
	Given  []NamedValue // what the names of the vocabulary stand for
	Rules  []RuleTrace
	Ruling Ruling
}

// Applied returns the rule that settled the question, nil where none fits.
func (a *Asked) Applied() *RuleTrace {
	if n := len(a.Rules); n > 0 && a.Rules[n-1].Outcome != RuleDoesNotFit {
		return &a.Rules[n-1]
	}
	return nil
}

// NamedValue is a name with its value: one of the vocabulary, or a parameter that the rules asked for.
type NamedValue struct {
	Name      string
	Chinese   string // the same name of the vocabulary; empty for a parameter
	Parameter bool
	Value     Value
}

// RuleOutcome says what came of a rule.
type RuleOutcome uint8

// The outcomes of a rule.
const (
	RuleDoesNotFit RuleOutcome = iota // its condition does not hold
	RuleApplied
	RuleDivided      // it divides by zero, which leaves the row undetermined
	RuleOutsideTable // it looks up a number that no row of a table holds, which leaves the row undetermined
)

var ruleOutcomes = [...]string{"does-not-fit", "applied", "division-by-zero", "outside-table"}

// String returns does-not-fit, applied, division-by-zero or outside-table.
func (o RuleOutcome) String() string { return ruleOutcomes[o] }

// RuleTrace is one rule at work.
type RuleTrace struct {
	ID      string
	Place   RulePlace
	Outcome RuleOutcome
	When    *Expression // nil for a rule that always fits
	Verdict *Expression // nil where the rule does not fit
	Points  *Expression // of a rule on the total what it adds, or the most that it allows
	Caps    bool        // of a rule on the total: Points is the most that the total may be
}

// RulePlace is a place in a pack. Without File it is a place in the effective pack as it is kept with the run.
type RulePlace struct {
	File         string
	Line, Column int // from 1
}

// Expression is an expression of a rule, as written and step by step.
type Expression struct {
	Text  string // as the pack's author wrote it
	Place RulePlace
	Step  Step
}

// ValueKind says what a value is.
type ValueKind uint8

// The kinds of values. A step that was not needed has none.
const (
	NoValue ValueKind = iota
	NumberValue
	TruthValue
	WordValue
)

// Value is what a step gave.
type Value struct {
	Kind   ValueKind
	Number Rational
	Truth  bool
	Word   string // a verdict's code, a comparator as forms print it, or a word of a parameter
	Of     string // which words it is one of: verdict, comparator or the parameter's name
}

// StepKind says what a step is.
type StepKind uint8

// The kinds of steps.
const (
	LiteralStep     StepKind = iota // a number, a truth or a text, as written
	NameStep                        // a name of the vocabulary
	ParameterStep                   // a parameter of the pack
	DefinitionStep                  // a name that the expression itself defines (let)
	OperatorStep                    // + - * / < <= > >= == != and or not in, with its operands
	FunctionStep                    // min, max or abs of its parts
	ConditionalStep                 // its condition and its two arms, of which one was computed
	LetStep                         // the value of a definition, and the rest
	ListStep                        // the members of a list
)

// Step is a part of an expression with what it gave. Parts that were not needed have no value.
type Step struct {
	Kind  StepKind
	Sign  string // the operator, or the English name of the function or of the vocabulary's word
	Text  string // of a literal or a name, as the author wrote it
	Place RulePlace
	Value Value
	Parts []Step
}

// Computed tells whether the step was needed for the result.
func (s *Step) Computed() bool { return s.Value.Kind != NoValue || s.Kind == ListStep }

// Deciding lists the parts of a condition that decide it: of an "and" that does not hold the one that fails, of an "or" that does
// not hold all of them, and the like for conditions that hold.
func (s *Step) Deciding() []*Step {
	if s.Kind != OperatorStep || s.Value.Kind != TruthValue {
		return []*Step{s}
	}
	switch s.Sign {
	case "not":
		return s.Parts[0].Deciding()
	case "and", "or":
		var deciding []*Step
		for i := range s.Parts {
			if part := &s.Parts[i]; part.Computed() && part.Value.Truth == s.Value.Truth {
				deciding = append(deciding, part.Deciding()...)
			}
		}
		return deciding
	}
	return []*Step{s}
}

// Goal is what a change would reach.
type Goal uint8

// The goals that the nearest changes are looked for.
const (
	BetterVerdict Goal = iota
	FullPoints
	WorseVerdict
)

// Goals lists all goals.
func Goals() []Goal { return []Goal{BetterVerdict, FullPoints, WorseVerdict} }

var goals = [...]string{"better-verdict", "full-points", "worse-verdict"}

// String returns better-verdict, full-points or worse-verdict.
func (g Goal) String() string { return goals[g] }

// Reached tells whether a score after a change has what the score before it lacked. What nobody could judge is below missed: any
// verdict is better.
func (g Goal) Reached(before, after *Score) bool {
	switch g {
	case BetterVerdict:
		return standing(after.Verdict) > standing(before.Verdict)
	case WorseVerdict:
		return after.Verdict != Undetermined && standing(after.Verdict) < standing(before.Verdict)
	}
	return before.Earned < before.Weight && after.Earned == after.Weight
}

func standing(v Verdict) int {
	switch v {
	case Met:
		return 3
	case PartlyMet:
		return 2
	case Missed:
		return 1
	}
	return 0
}

// ChangedField says what of a row a change would change.
type ChangedField uint8

// The fields that the nearest changes are looked for in.
const (
	ChangedNumber   ChangedField = iota // 实际完成值, a number
	ChangedDate                         // 实际完成值, a date
	ChangedTier                         // 完成情况
	ChangedClaim                        // 自评得分
	ChangedExecuted                     // 全年执行数
)

var changedFields = [...]string{"actual", "date", "tier", "claimed", "executed"}

// String returns actual, date, tier, claimed or executed.
func (f ChangedField) String() string { return changedFields[f] }

// NearestChange is the least change of one field that reaches its goals.
type NearestChange struct {
	Goals []Goal
	Field ChangedField
	// Difference is what is added: in the unit of Actual, in days for a date, in points for a claim, in yuan for an amount.
	// It is 0 for a tier, and for a date where none was reported.
	Difference Rational
	Actual     Actual // as it would be reported: a number or a date
	Tier       Tier
	Claimed    Points
	Executed   Money
	Score      Score // what would come of it
}

// Apply puts the change into a form, in the row of an indicator; row counts for nothing where the field is the executed amount.
func (c *NearestChange) Apply(s *Submission, row int) {
	switch c.Field {
	case ChangedNumber, ChangedDate:
		s.Indicators[row].Actual = c.Actual
	case ChangedTier:
		s.Indicators[row].Tier = c.Tier
	case ChangedClaim:
		claimed := c.Claimed
		s.Indicators[row].Claimed = &claimed
	case ChangedExecuted:
		executed := c.Executed
		s.Budget.Edit(TotalFunds).Executed = &executed
	}
}

// TotalExplanation says how the total of a project comes about: the evaluation, judged anew, and what the rules on the total made
// of the sum.
type TotalExplanation struct {
	Evaluation *Evaluation
	Sum        Points // of rows and execution, before anything else
	Bands      []Band // from the best down
	Facts      *Facts // of the project; nil where the amounts are not known, and no rule can be followed
	Given      []NamedValue
	Rules      []RuleTrace
	Next       *Band // the grade above; nil for the best one, and where there is no grade
	Missing    Points
	Nearest    []TotalChange
}

// TotalGoal is what a change of the executed amount would reach.
type TotalGoal uint8

// The goals of a total.
const (
	BetterGrade TotalGoal = iota
	NoDeduction           // no rule on the total takes anything
)

// TotalGoals lists the goals of a total.
func TotalGoals() []TotalGoal { return []TotalGoal{BetterGrade, NoDeduction} }

var totalGoals = [...]string{"better-grade", "no-deduction"}

// String returns better-grade or no-deduction.
func (g TotalGoal) String() string { return totalGoals[g] }

// Reached tells whether an evaluation after a change has what the one before lacked.
func (g TotalGoal) Reached(bands []Band, before, after *Evaluation) bool {
	if !before.Determined || !after.Determined {
		return false
	}
	if g == BetterGrade {
		return before.Grade != "" && bandOf(bands, after.Grade) < bandOf(bands, before.Grade)
	}
	return deducted(before) < 0 && deducted(after) >= 0
}

func bandOf(bands []Band, grade string) int {
	for i, band := range bands {
		if band.Name == grade {
			return i
		}
	}
	return len(bands)
}

// deducted adds up what rules on the total took.
func deducted(e *Evaluation) (sum Points) {
	for _, adjustment := range e.Adjustments {
		if adjustment.Rule != AdjustmentRescale && adjustment.Rule != AdjustmentOutside {
			sum += min(0, adjustment.Points)
		}
	}
	return sum
}

// TotalChange is the least change of the executed amount that reaches its goals.
type TotalChange struct {
	Goals      []TotalGoal
	Executed   Money
	Difference Money
	Total      Points // what would come of it
	Grade      string
}

// FundsOf returns the facts that the rules on the total see, nil where the amounts cannot be established.
func FundsOf(rules Ruleset, s *Submission) *Facts { return projectFacts(rules.Policy(), &s.Budget) }

// WithExecuted evaluates a project as it would be with another executed amount. The form stays as it is.
func WithExecuted(rules Ruleset, s *Submission, executed Money) *Evaluation {
	changed := *s
	changed.Budget.Rows = append([]BudgetRow(nil), s.Budget.Rows...)
	changed.Budget.Edit(TotalFunds).Executed = &executed
	return Evaluate(rules, &changed)
}

// Row is one row of a form that can be judged by itself, as it is and as it might have been.
type Row struct {
	rules   Ruleset
	form    *Submission
	at      int // of the indicator; -1 for the execution of the budget
	weights Allocation
}

// RowOf returns the row of an indicator, or with an empty id the execution of the budget. It is not ok where the form has no such
// indicator.
func RowOf(rules Ruleset, s *Submission, indicator IndicatorID) (*Row, bool) {
	if several, ok := rules.(Chooser); ok {
		rules = several.Choose(s)
	}
	r := &Row{rules: rules, form: s, at: -1, weights: rules.Policy().Weights.Allocate(s)}
	if indicator == "" {
		return r, true
	}
	for i := range s.Indicators {
		if s.Indicators[i].ID == indicator {
			r.at = i
			return r, true
		}
	}
	return nil, false
}

// Indicator returns the row's indicator, nil for the execution of the budget.
func (r *Row) Indicator() *Indicator {
	if r.at < 0 {
		return nil
	}
	return &r.form.Indicators[r.at]
}

// Budget returns the funds block of the form.
func (r *Row) Budget() *Budget { return &r.form.Budget }

// Judge scores the row as [Evaluate] does and returns, beside the score and what was noticed, the facts that the rules were asked
// about.
func (r *Row) Judge() (Score, []Finding, []Facts) {
	if r.at < 0 {
		return r.execution(&r.form.Budget)
	}
	return r.indicator(&r.form.Indicators[r.at])
}

// With scores the row as it would be after a change, and returns the facts that the rules were asked about. The form stays as it
// is.
func (r *Row) With(change *NearestChange) (Score, []Facts) {
	if r.at < 0 {
		budget := Budget{Rows: append([]BudgetRow(nil), r.form.Budget.Rows...)}
		executed := change.Executed
		budget.Edit(TotalFunds).Executed = &executed
		score, _, facts := r.execution(&budget)
		return score, facts
	}
	one := Submission{Indicators: []Indicator{r.form.Indicators[r.at]}}
	change.Apply(&one, 0)
	score, _, facts := r.indicator(&one.Indicators[0])
	return score, facts
}

func (r *Row) indicator(indicator *Indicator) (Score, []Finding, []Facts) {
	heard := &listener{Ruleset: r.rules}
	e := &Evaluation{Scores: make([]Score, r.at+1)}
	e.scoreRow(heard, new(Facts), indicator, r.at, &r.weights)
	return e.Scores[r.at], e.Findings, heard.facts
}

func (r *Row) execution(budget *Budget) (Score, []Finding, []Facts) {
	heard := &listener{Ruleset: r.rules}
	e := &Evaluation{}
	e.scoreExecution(heard, budget, r.weights.Execution, Explains(r.form.ExecutionReason))
	x := &e.Execution
	return Score{Weight: x.Weight, Earned: x.Earned, Verdict: x.Verdict, Rule: x.Rule, Reason: x.Reason}, e.Findings, heard.facts
}

// listener passes questions on to the rules and keeps them.
type listener struct {
	Ruleset
	facts []Facts
}

// Judge passes the question on.
func (l *listener) Judge(facts *Facts) Ruling {
	l.facts = append(l.facts, *facts)
	return l.Ruleset.Judge(facts)
}
