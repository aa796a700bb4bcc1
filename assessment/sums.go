package assessment

import (
	"fmt"
	"iter"
	"slices"

	"jixiao/engine"
)

// Sums are what a run comes to: its totals and grades, and what its checks found of projects and of departments. Every project passes once, in any
// order; then they are finished. A nil one takes nothing.
type Sums struct {
	Totals *Totals
	Checks *Checking // without checks that look at last year, which a run does not ask, and without a sample

	counter *engine.CheckCounter
}

// NewSums begins the sums of a run under a pack's bands and checks.
func NewSums(bands []engine.Band, checker Checker) *Sums {
	s := &Sums{Totals: NewTotals(bands), Checks: NewChecking(checker, 0, 0), counter: engine.NewCheckCounter()}
	s.Checks.Counts = s.counter.Counts
	return s
}

func (s *Sums) add(line *engine.SumLine) {
	if s == nil {
		return
	}
	s.Totals.addLine(line)
	s.counter.Add(line.Checks)
	s.Checks.addLine(line)
}

// takeOver adds what a run holds already.
func (s *Sums) takeOver(lines iter.Seq2[engine.SumLine, error]) error {
	if s == nil {
		return nil
	}
	for line, err := range lines {
		if err != nil {
			return fmt.Errorf("sum up what the run holds: %w", err)
		}
		s.add(&line)
	}
	return nil
}

func (s *Sums) finish() {
	if s != nil {
		s.Checks.Finish()
	}
}

// GradeCount says how many projects got a grade.
type GradeCount struct {
	Grade    string
	Projects int
}

// Totals sums up a run.
type Totals struct {
	Projects     int
	ByGrade      []GradeCount // in the pack's order, the best first; grades that nobody got are there with 0
	Determined   int          // projects with a total
	Sum          engine.Points
	Undetermined int // rows that nobody could judge, executions of budgets among them
	Faulty       int // projects with a finding of severity error, such as weights that do not add up to 100
}

// NewTotals begins the totals for a pack's bands.
func NewTotals(bands []engine.Band) *Totals {
	t := &Totals{}
	for _, band := range bands {
		t.ByGrade = append(t.ByGrade, GradeCount{Grade: band.Name})
	}
	return t
}

// Add counts one evaluation.
func (t *Totals) Add(e *engine.Evaluation) {
	t.addLine(&engine.SumLine{Determined: e.Determined, Total: e.Total, Grade: e.Grade, Undetermined: e.UndeterminedCount(), Faulty: e.Faulty()})
}

func (t *Totals) addLine(line *engine.SumLine) {
	tally := engine.Tally{Grade: line.Grade, Determined: line.Determined, Projects: 1, Sum: line.Total, Undetermined: line.Undetermined}
	if line.Faulty {
		tally.Faulty = 1
	}
	t.AddTally(tally)
}

// AddTally counts the projects of one grade.
func (t *Totals) AddTally(tally engine.Tally) {
	t.Projects += tally.Projects
	t.Undetermined += tally.Undetermined
	t.Faulty += tally.Faulty
	if !tally.Determined {
		return
	}
	t.Determined += tally.Projects
	t.Sum += tally.Sum
	t.grade(tally.Grade, tally.Projects)
}

func (t *Totals) grade(name string, projects int) {
	if i := slices.IndexFunc(t.ByGrade, func(c GradeCount) bool { return c.Grade == name }); i >= 0 {
		t.ByGrade[i].Projects += projects
	}
}

// Mean returns the mean total of the projects that have one; not ok where none has.
func (t *Totals) Mean() (engine.Rational, bool) {
	if t.Determined == 0 {
		return engine.Rational{}, false
	}
	return t.Sum.Rational().Quo(engine.NewRational(int64(t.Determined), 1))
}
