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
