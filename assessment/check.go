package assessment

import (
	"iter"

	"jixiao/engine"
)

// Checker runs the quality checks of a rule set.
type Checker interface {
	SeverityOf(check string) engine.Severity // of what a check finds
	Check(*engine.Submission, *engine.Evaluation, *engine.LastYear) []engine.CheckResult
	CheckDepartment(*engine.DepartmentFacts) []engine.CheckResult
}

// Checked runs the checks on every result as it passes.
func Checked(results iter.Seq2[Result, error], checker Checker) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		for result, err := range results {
			if err == nil {
				result.Checks = checker.Check(result.Submission, result.Evaluation, result.Last)
			}
			if !yield(result, err) {
				return
			}
		}
	}
}

// DepartmentChecks is what the checks of departments say about one.
type DepartmentChecks struct {
	Department string
	Results    []engine.CheckResult
}

// Checking is what the checks of a run come to, beside the results themselves: fed with every result, then finished.
type Checking struct {
	Projects     int
	Undetermined int // rows that nobody could judge
	Counts       map[string]*engine.CheckCount
	Departments  []DepartmentChecks // once finished
	Sample       []engine.Drawn     // once finished
	Worst        engine.Severity    // of all that was found, once finished
	Found        int                // findings: rows, projects or departments, once finished
	checker      Checker
	tally        *engine.DepartmentTally
	sample       *engine.Sample // nil for none
}

// NewChecking begins to count. size is how many projects are drawn for 抽查 with a seed, 0 for none.
func NewChecking(checker Checker, seed int64, size int) *Checking {
	c := &Checking{Counts: map[string]*engine.CheckCount{}, checker: checker, tally: engine.NewDepartmentTally()}
	if size > 0 {
		c.sample = engine.NewSample(seed, size)
	}
	return c
}

// Add takes one checked project.
func (c *Checking) Add(result *Result) {
	c.Projects++
	c.Undetermined += result.Evaluation.UndeterminedCount()
	engine.CountChecks(c.Counts, result.Checks)
	c.tally.Add(result.Submission.Department, result.Evaluation.Determined, result.Evaluation.Total)
	if c.sample != nil {
		c.sample.Add(engine.Tickets(result.Submission, result.Evaluation, engine.Noticed(result.Evaluation, result.Checks)))
	}
}

// addLine takes one project of which somebody else counts the checks.
func (c *Checking) addLine(line *engine.SumLine) {
	c.Projects++
	c.Undetermined += line.Undetermined
	c.tally.Add(line.Department, line.Determined, line.Total)
}

// Finish checks the departments, each against all, and draws the sample.
func (c *Checking) Finish() {
	for _, department := range c.tally.Departments() {
		list := c.checker.CheckDepartment(c.tally.Facts(department))
		engine.CountChecks(c.Counts, list)
		c.Departments = append(c.Departments, DepartmentChecks{department, list})
	}
	for check, count := range c.Counts {
		if count.Places > 0 {
			c.Found += count.Places
			c.Worst = max(c.Worst, c.checker.SeverityOf(check))
		}
	}
	if c.sample != nil {
		c.Sample = c.sample.Drawn()
	}
}

// NeedsPerson tells whether something was found that a person has to mend: a finding of severity error, or a row without a score.
func (c *Checking) NeedsPerson() bool {
	return c.Undetermined > 0 || c.Found > 0 && c.Worst == engine.Error
}
