package engine_test

import (
	"fmt"
	"slices"
	"testing"

	"jixiao/engine"
)

// judgedProject is a project of a department with rows that earned points; a row without a verdict is met.
func judgedProject(name, department string, earned ...engine.Points) engine.Judged {
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Department: department, Name: name}}
	e := &engine.Evaluation{Determined: true, Execution: engine.ExecutionScore{Verdict: engine.NotApplicable}}
	for i, points := range earned {
		s.Indicators = append(s.Indicators, engine.Indicator{Level2: engine.Quantity, Name: fmt.Sprint("指标", i)})
		e.Scores = append(e.Scores, engine.Score{Weight: 1000, Earned: points, Verdict: engine.Met})
		e.AtLeast += points
	}
	s.Identify()
	for i := range e.Scores {
		e.Scores[i].Indicator = s.Indicators[i].ID
	}
	e.Project, e.Total, e.AtMost = s.ID(), e.AtLeast, e.AtLeast
	e.Grade = "良"
	if e.Total >= 1800 {
		e.Grade = "优"
	}
	return engine.Judged{Submission: s, Evaluation: e}
}

var twoBands = engine.ComparedSide{Bands: []engine.Band{{Name: "优", From: 1800}, {Name: "良"}}}

func TestComparisonCountsWhatMoved(t *testing.T) {
	c := engine.NewComparison(twoBands, engine.ComparedSide{Bands: []engine.Band{{Name: "优", From: 1800}, {Name: "差"}}}, 2)
	same := judgedProject("一", "甲局", 1000, 900)
	if move := c.Add(same, same); move != nil {
		t.Errorf("nothing moved, and yet %+v", move)
	}
	before, after := judgedProject("二", "甲局", 1000, 900), judgedProject("二", "甲 局", 1000, 500)
	after.Evaluation.Scores[1].Verdict = engine.PartlyMet
	move := c.Add(before, after)
	if move == nil || len(move.Rows) != 1 || move.Size() != 400 || move.Rows[0].Indicator.Name != "指标1" || move.Rows[0].Size() != 400 {
		t.Fatalf("got %+v", move)
	}
	unknown := judgedProject("三", "乙局", 1000, 900)
	unknown.Evaluation.Scores[0].Verdict, unknown.Evaluation.Scores[0].Earned = engine.Undetermined, 0
	unknown.Evaluation.Determined, unknown.Evaluation.Total, unknown.Evaluation.AtLeast, unknown.Evaluation.Grade = false, 0, 900, ""
	if move := c.Add(judgedProject("三", "乙局", 1000, 900), unknown); move.Size() != 1000 {
		t.Errorf("a total that is not known any more moves by %v", move.Size())
	}
	small := judgedProject("四", "丙局", 1000, 899)
	c.Add(judgedProject("四", "丙局", 1000, 900), small)
	c.Add(judgedProject("五", "丙局", 1), engine.Judged{})
	if move := c.Add(engine.Judged{}, judgedProject("六", "丙局", 1)); !move.OneSided() || move.Newest().Submission.Name != "六" {
		t.Errorf("a new project: %+v", move)
	}

	if c.Projects != 4 || c.Changed != 3 || c.OnlyBefore != 1 || c.OnlyAfter != 1 || c.Rows != 12 || c.RowsChanged != 3 || !c.AnyChange() {
		t.Errorf("counts: %+v", c)
	}
	if c.Verdicts[engine.Met][engine.PartlyMet] != 1 || c.Verdicts[engine.Met][engine.Undetermined] != 1 || c.Verdicts[engine.Met][engine.Met] != 6 ||
		c.Verdicts[engine.NotApplicable][engine.NotApplicable] != 4 {
		t.Errorf("verdicts: %v", c.Verdicts)
	}
	if !slices.Equal(c.Grades, []string{"优", "差", "良", ""}) || c.GradeMoves[0][0] != 2 || c.GradeMoves[0][2] != 1 || c.GradeMoves[0][3] != 1 {
		t.Errorf("grades: %v %v", c.Grades, c.GradeMoves)
	}
	if len(c.Movers) != 2 || c.Movers[0].After.Submission.Name != "三" || c.Movers[1].After.Submission.Name != "二" {
		t.Errorf("movers: %+v", c.Movers)
	}
	departments := c.Departments()
	var names []string
	for _, d := range departments {
		names = append(names, d.Name)
	}
	if !slices.Equal(names, []string{"甲局", "丙局", "乙局"}) || departments[0].Projects != 2 || departments[0].Changed != 1 {
		t.Errorf("departments: %v, the first %+v", names, departments[0])
	}
	mean, known := departments[0].After.Value()
	if want := engine.NewRational(17, 1); !known || mean.Cmp(want) != 0 {
		t.Errorf("mean after: %v %v", mean, known)
	}
	if _, known := departments[2].After.Value(); known {
		t.Error("no total is known, and yet there is a mean")
	}
}

// TestMoversKeepTheOrder keeps the largest moves, and of equal ones those of the first projects.
func TestMoversKeepTheOrder(t *testing.T) {
	c := engine.NewComparison(twoBands, twoBands, 3)
	for i, points := range []engine.Points{10, 30, 10, 20, 30, 10, 5} {
		name := fmt.Sprint(i)
		c.Add(judgedProject(name, "甲局", 1000), judgedProject(name, "甲局", 1000-points))
	}
	var names []string
	for _, move := range c.Movers {
		names = append(names, move.After.Submission.Name)
	}
	if !slices.Equal(names, []string{"1", "4", "3"}) {
		t.Errorf("movers: %v", names)
	}
}

// TestWhyARowMoved names what is another one, and nothing else.
func TestWhyARowMoved(t *testing.T) {
	points := engine.Points(5)
	sameSide := engine.ComparedSide{Pack: engine.RulesetID{Digest: engine.Digest{1}}, Engine: "1"}
	otherPack := engine.ComparedSide{Pack: engine.RulesetID{Digest: engine.Digest{2}}, Engine: "2"}
	for _, test := range []struct {
		change func(*engine.Submission)
		after  engine.ComparedSide
		want   []string
	}{
		{func(s *engine.Submission) { s.Indicators[0].Target.Text = "≥3" }, sameSide, []string{engine.WhyTarget}},
		{func(s *engine.Submission) { s.Indicators[0].Actual.Text = "3" }, sameSide, []string{engine.WhyActual}},
		{func(s *engine.Submission) { s.Indicators[0].Actual.Source.Line = 3 }, otherPack, []string{engine.WhyPack, engine.WhyEngine}},
		{func(s *engine.Submission) { s.Indicators[0].Tier, s.Indicators[0].Claimed = engine.TierMet, &points }, otherPack,
			[]string{engine.WhyTier, engine.WhyClaimed, engine.WhyPack, engine.WhyEngine}},
		{func(s *engine.Submission) { s.Indicators[0].Weight, s.Indicators[0].Level1 = &points, engine.Cost }, sameSide,
			[]string{engine.WhyWeight, engine.WhyClass}},
		{func(s *engine.Submission) { s.Indicators[1].Name = "别的" }, sameSide, []string{engine.WhyOtherRows}},
		{func(*engine.Submission) {}, sameSide, []string{engine.WhyUnknown}},
	} {
		before, after := judgedProject("一", "甲局", 1000, 900), judgedProject("一", "甲局", 900, 900)
		test.change(after.Submission)
		for _, side := range []engine.Judged{before, after} {
			side.Evaluation.Input = engine.InputDigest(side.Submission)
		}
		move := engine.NewComparison(sameSide, test.after, 1).Add(before, after)
		if len(move.Rows) != 1 || !slices.Equal(move.Rows[0].Why, test.want) {
			t.Errorf("rows %+v, want the reasons %v", move.Rows, test.want)
		}
	}
}

// TestRowsComeAndGo compares forms whose rows are not the same.
func TestRowsComeAndGo(t *testing.T) {
	before, after := judgedProject("一", "甲局", 1000, 900, 800), judgedProject("一", "甲局", 1000, 900, 800)
	for _, side := range []*engine.Judged{&before, &after} {
		side.Evaluation.Scores = slices.Clone(side.Evaluation.Scores)
	}
	before.Submission.Indicators, before.Evaluation.Scores = before.Submission.Indicators[:2], before.Evaluation.Scores[:2]
	after.Submission.Indicators, after.Evaluation.Scores = after.Submission.Indicators[1:], after.Evaluation.Scores[1:]
	funds := engine.Money(5)
	after.Submission.Budget.Rows = []engine.BudgetRow{{Item: engine.TotalFunds, Executed: &funds}}
	after.Evaluation.Execution.Earned = 7
	c := engine.NewComparison(twoBands, twoBands, 1)
	move := c.Add(before, after)
	var got []string
	for _, row := range move.Rows {
		got = append(got, row.Why...)
	}
	if !slices.Equal(got, []string{engine.WhyAdded, engine.WhyRemoved, engine.WhyBudget}) || c.RowsAdded != 1 || c.RowsRemoved != 1 || c.Rows != 2 {
		t.Errorf("rows %v, counts %+v", got, c)
	}
	if move.Rows[0].Indicator.Name != "指标2" || move.Rows[1].Indicator.Name != "指标0" || move.Rows[2].Indicator != nil {
		t.Errorf("rows %+v", move.Rows)
	}
}

// TestSealCoversTheRun changes every field of a run.
func TestSealCoversTheRun(t *testing.T) {
	run := engine.Run{ID: 1, Year: 2025}
	seen := map[engine.Digest]string{run.Sealed(): "as it was"}
	for what, change := range map[string]func(*engine.Run){
		"id": func(r *engine.Run) { r.ID++ }, "year": func(r *engine.Run) { r.Year++ }, "pack": func(r *engine.Run) { r.Pack.Name = "x" },
		"digest of the pack": func(r *engine.Run) { r.Pack.Digest[0]++ }, "engine": func(r *engine.Run) { r.Engine = "x" },
		"project": func(r *engine.Run) { r.Project = "x" }, "department": func(r *engine.Run) { r.Department = "x" },
		"ledger": func(r *engine.Run) { r.LedgerSeq++ }, "revision": func(r *engine.Run) { r.RevisionSeq++ },
		"withdrawal": func(r *engine.Run) { r.WithdrawalSeq++ }, "projects": func(r *engine.Run) { r.Projects++ },
		"by": func(r *engine.Run) { r.By = "x" }, "started": func(r *engine.Run) { r.StartedAt = "x" },
		"finished": func(r *engine.Run) { r.FinishedAt = "x" }, "inputs": func(r *engine.Run) { r.Inputs[0]++ },
		"results": func(r *engine.Run) { r.Digest[0]++ },
	} {
		changed := run
		change(&changed)
		if before, found := seen[changed.Sealed()]; found {
			t.Errorf("%s has the seal of %s", what, before)
		}
		seen[changed.Sealed()] = what
	}
}
