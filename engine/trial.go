package engine

// Trial sums up what a way of scoring makes of projects that another way scored, the same forms on both sides. Of the projects nothing is kept.
type Trial struct {
	Projects     int
	Changed      int // projects in which a row, the total, its bounds or the grade moved, as [Comparison] counts them
	Up, Down     int // of these, those whose total went up or down: the lower bound, or the upper one where the lower stayed
	Regraded     int // of these, those that have another grade, or one or none now
	RowsChanged  int // rows with another verdict, score or weight, executions of budgets among them
	Undetermined int // rows that nobody could judge, as [Evaluation.UndeterminedCount] counts them
	Mean         Mean
}

// Add takes one project: how it was scored, and how it would be.
func (t *Trial) Add(before, after *Evaluation) {
	t.Projects++
	t.Undetermined += after.UndeterminedCount()
	t.Mean.add(after)
	rows := movedRows(before, after)
	t.RowsChanged += rows
	if rows == 0 && sameTotal(before, after) {
		return
	}
	t.Changed++
	if before.Grade != after.Grade {
		t.Regraded++
	}
	move := after.AtLeast - before.AtLeast
	if move == 0 {
		move = after.AtMost - before.AtMost
	}
	switch {
	case move > 0:
		t.Up++
	case move < 0:
		t.Down++
	}
}

// Merge takes the projects of another trial of the same two ways.
func (t *Trial) Merge(other *Trial) {
	t.Projects += other.Projects
	t.Changed += other.Changed
	t.Up += other.Up
	t.Down += other.Down
	t.Regraded += other.Regraded
	t.RowsChanged += other.RowsChanged
	t.Undetermined += other.Undetermined
	t.Mean.Projects += other.Mean.Projects
	t.Mean.Sum += other.Mean.Sum
}

// movedRows counts the rows that moved between two evaluations of one form.
func movedRows(before, after *Evaluation) (count int) {
	for i := range after.Scores {
		a, b := &before.Scores[i], &after.Scores[i]
		if a.Verdict != b.Verdict || a.Earned != b.Earned || a.Weight != b.Weight {
			count++
		}
	}
	a, b := &before.Execution, &after.Execution
	if a.Verdict != b.Verdict || a.Earned != b.Earned || a.Weight != b.Weight {
		count++
	}
	return count
}
