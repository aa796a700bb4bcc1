package assessment

import (
	"iter"

	"jixiao/engine"
)

// Checker runs the quality checks of a rule set.
type Checker interface {
	Check(*engine.Submission, *engine.Evaluation) []engine.CheckResult
	CheckDepartment(*engine.DepartmentFacts) []engine.CheckResult
}

// Checked runs the checks on every result as it passes.
func Checked(results iter.Seq2[Result, error], checker Checker) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		for result, err := range results {
			if err == nil {
				result.Checks = checker.Check(result.Submission, result.Evaluation)
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

// Checking is what the checks of a run came to, besides the results themselves.
type Checking struct {
	Projects     int
	Undetermined int // rows that nobody could judge
	Counts       map[string]*[4]int
	Departments  []DepartmentChecks
	Sample       []engine.Drawn
	Worst        engine.Severity // of all that was found
	Found        int
}

// Check passes every result to each, counts the outcomes, draws a sample of size projects (0 for none), and checks the departments once
// all have passed.
func Check(results iter.Seq2[Result, error], checker Checker, seed int64, size int, each func(Result) error) (*Checking, error) {
	c := &Checking{Counts: map[string]*[4]int{}}
	tally, sample := engine.NewDepartmentTally(), engine.NewSample(seed, size)
	for result, err := range results {
		if err != nil {
			return nil, err
		}
		c.Projects++
		c.Undetermined += result.Evaluation.UndeterminedCount()
		c.count(result.Checks)
		tally.Add(result.Submission.Department, result.Evaluation)
		if size > 0 {
			sample.Add(engine.Tickets(result.Submission, result.Evaluation, engine.Noticed(result.Evaluation, result.Checks)))
		}
		if err := each(result); err != nil {
			return nil, err
		}
	}
	for _, department := range tally.Departments() {
		list := checker.CheckDepartment(tally.Facts(department))
		c.count(list)
		c.Departments = append(c.Departments, DepartmentChecks{department, list})
	}
	c.Sample = sample.Drawn()
	return c, nil
}

func (c *Checking) count(results []engine.CheckResult) {
	for i := range results {
		counts := c.Counts[results[i].Check]
		if counts == nil {
			counts = new([4]int)
			c.Counts[results[i].Check] = counts
		}
		counts[results[i].Outcome]++
		if results[i].Outcome == engine.CheckFound {
			c.Found++
			c.Worst = max(c.Worst, results[i].Severity)
		}
	}
}
