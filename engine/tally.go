package engine

// Tally sums up the projects of a run that have one grade, or none.
type Tally struct {
	Grade        string // the pack's name of the band; empty where there is none
	Determined   bool   // they have a total
	Projects     int
	Sum          Points // of their totals; counts only where they are determined
	Undetermined int    // rows that nobody could judge, executions of budgets among them
	Faulty       int    // projects with a finding of severity error
}

// CheckedLine is what a run keeps of a project to sum up its checks, under the name that the department had when the project was scored.
type CheckedLine struct {
	Department string
	Determined bool // it has a total
	Total      Points
	Checks     CheckSummary
}

// ScoreLine is what a run keeps of a project to be summed up, under the names that the project had when it was scored.
type ScoreLine struct {
	Name, Department       string
	Determined             bool   // it has a total
	Total, AtLeast, AtMost Points // as in Evaluation
	Grade                  string // empty where there is none
	Undetermined           int    // as in Tally
}
