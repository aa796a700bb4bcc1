package engine

import "unique"

// Tally sums up the projects of a run that have one grade, or none.
type Tally struct {
	Grade        string // the pack's name of the band; empty where there is none
	Determined   bool   // they have a total
	Projects     int
	Sum          Points // of their totals; counts only where they are determined
	Undetermined int    // rows that nobody could judge, executions of budgets among them
	Faulty       int    // projects with a finding of severity error
}

// SumLine is what a run is summed up from: what it keeps of a project beside its rows, under the name that the department had when the project was
// scored.
type SumLine struct {
	Department   string
	Determined   bool // it has a total
	Total        Points
	Grade        string // the pack's name of the band; empty where there is none
	Undetermined int    // rows that nobody could judge, the execution of the budget among them
	Faulty       bool   // it has a finding of severity error
	Checks       CheckSummary
}

// NewSumLine returns the line of a project that was just scored. No part of it is a part of the form's memory.
func NewSumLine(department string, of *Evaluated) SumLine {
	e := of.Evaluation
	return SumLine{Department: unique.Make(department).Value(), Determined: e.Determined, Total: e.Total, Grade: e.Grade, Undetermined: of.Undetermined,
		Faulty: of.Faulty, Checks: of.Checks}
}

// ScoreLine is what a run keeps of a project to be summed up, under the names that the project had when it was scored.
type ScoreLine struct {
	Name, Department       string
	Determined             bool   // it has a total
	Total, AtLeast, AtMost Points // as in Evaluation
	Grade                  string // empty where there is none
	Undetermined           int    // as in Tally
}
