package engine

import "slices"

// Verdict says how an indicator was judged.
type Verdict uint8

// The verdicts. Undetermined is the zero value: what nobody judged is not missed.
const (
	Undetermined  Verdict = iota // 无法判定
	Met                          // 达成
	PartlyMet                    // 部分达成
	Missed                       // 未达成
	NotApplicable                // 不适用
)

var verdicts = [...]struct{ code, label string }{
	Undetermined:  {"undetermined", "无法判定"},
	Met:           {"met", "达成"},
	PartlyMet:     {"partly", "部分达成"},
	Missed:        {"missed", "未达成"},
	NotApplicable: {"not-applicable", "不适用"},
}

// Verdicts lists all verdicts.
func Verdicts() []Verdict { return []Verdict{Met, PartlyMet, Missed, Undetermined, NotApplicable} }

// String returns the verdict's code: met, partly, missed, undetermined or not-applicable.
func (v Verdict) String() string { return verdicts[v].code }

// Label returns what official forms print.
func (v Verdict) Label() string { return verdicts[v].label }

// ParseVerdict reads a verdict's code.
func ParseVerdict(code string) (Verdict, bool) {
	for _, v := range Verdicts() {
		if verdicts[v].code == code {
			return v, true
		}
	}
	return Undetermined, false
}

// Score is one row of the result: what an indicator earned of its weight, by which rule, and why.
// 0 ≤ Earned ≤ Weight always; Earned is 0 where the verdict is Undetermined or NotApplicable.
type Score struct {
	Indicator IndicatorID
	Weight    Points
	Earned    Points
	Verdict   Verdict
	Rule      string
	Reason    Reason
}

// ExecutionScore is the score for the execution of the budget (预算执行率).
type ExecutionScore struct {
	Rate    Rational // executed ÷ adjusted, not capped
	HasRate bool     // false where a figure is blank or nothing was budgeted
	Weight  Points
	Earned  Points
	Verdict Verdict
	Rule    string
	Reason  Reason
}

// Adjustment is what a project rule adds or takes after the rows.
type Adjustment struct {
	Rule   string
	Points Points
}

// AdjustmentRescale is the adjustment that spreads the weight of rows that do not apply over the others.
const AdjustmentRescale = "not-applicable-rescale"

// AdjustmentOutside is the adjustment that takes the execution of the budget out of the total where the pack keeps it outside the
// 100 points.
const AdjustmentOutside = "execution-outside"

// Evaluation is the result of one project under one rule set.
type Evaluation struct {
	Project     ProjectID
	Ruleset     RulesetID
	Input       Digest  // of everything in the submission that can change a score
	Scores      []Score // in the order of the form
	Execution   ExecutionScore
	Adjustments []Adjustment
	// Determined tells whether every row was judged. Only then does Total count; otherwise the total lies in
	// [AtLeast, AtMost]. When determined, all three are equal.
	Determined             bool
	Total, AtLeast, AtMost Points
	Grade                  string // the band's name; empty where a grade cannot be given
	Findings               []Finding
}

// Faulty tells whether a finding is an error, such as weights that do not add up to 100.
func (e *Evaluation) Faulty() bool {
	return slices.ContainsFunc(e.Findings, func(f Finding) bool { return f.Severity == Error })
}

// UndeterminedCount counts the rows that nobody could judge, the execution of the budget among them.
func (e *Evaluation) UndeterminedCount() int {
	count := e.openRows()
	if e.Execution.Verdict == Undetermined {
		count++
	}
	return count
}

// openRows counts the indicators that nobody could judge.
func (e *Evaluation) openRows() int {
	count := 0
	for i := range e.Scores {
		if e.Scores[i].Verdict == Undetermined {
			count++
		}
	}
	return count
}

// ScoreOf finds the score of a row of the form, by its place from 0; nil where there is none.
func (e *Evaluation) ScoreOf(s *Submission, row int) *Score {
	id := s.Indicators[row].ID
	if row < len(e.Scores) && e.Scores[row].Indicator == id {
		return &e.Scores[row]
	}
	for i := range e.Scores {
		if e.Scores[i].Indicator == id {
			return &e.Scores[i]
		}
	}
	return nil
}
