package engine

import "testing"

// TestTrial counts projects by what moved in them.
func TestTrial(t *testing.T) {
	total := func(points Points, grade string) *Evaluation {
		return &Evaluation{Scores: []Score{{Verdict: Met, Earned: points}}, Determined: true, Total: points, AtLeast: points, AtMost: points, Grade: grade}
	}
	open := func(atMost Points) *Evaluation {
		return &Evaluation{Scores: []Score{{}}, AtMost: atMost}
	}
	executed := total(8000, "良")
	executed.Execution.Earned = 1
	tests := map[string]struct {
		before, after *Evaluation
		want          Trial
	}{
		"the same":       {total(8000, "良"), total(8000, "良"), Trial{}},
		"up":             {total(8000, "良"), total(8500, "良"), Trial{Changed: 1, Up: 1, RowsChanged: 1}},
		"down":           {total(8000, "良"), total(7900, "中"), Trial{Changed: 1, Down: 1, Regraded: 1, RowsChanged: 1}},
		"the upper end":  {open(500), open(400), Trial{Changed: 1, Down: 1, Undetermined: 2}},
		"a grade alone":  {total(8000, "良"), total(8000, "优"), Trial{Changed: 1, Regraded: 1}},
		"the execution":  {total(8000, "良"), executed, Trial{Changed: 1, RowsChanged: 1}},
		"no longer open": {open(500), total(500, "差"), Trial{Changed: 1, Up: 1, Regraded: 1, RowsChanged: 1}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var one, twice Trial
			one.Add(test.before, test.after)
			twice.Merge(&one)
			twice.Merge(&one)
			want := test.want
			want.Projects, want.Undetermined = 1, test.after.UndeterminedCount()
			want.Mean.add(test.after)
			if one != want {
				t.Errorf("got %+v, want %+v", one, want)
			}
			if twice.Changed != 2*one.Changed || twice.Projects != 2 || twice.Mean.Sum != 2*one.Mean.Sum || twice.Down != 2*one.Down || twice.Undetermined != 2*one.Undetermined {
				t.Errorf("twice: %+v", twice)
			}
		})
	}
}
