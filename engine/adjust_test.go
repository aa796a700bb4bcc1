package engine_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"jixiao/engine"
)

func whole(n int64) engine.Rational { return engine.NewRational(n, 1) }

// capBelow80 caps the total at 59 where less than 80 % of the budget was spent, and cannot tell where the amounts are missing.
func capBelow80(funds *engine.Facts) []engine.ProjectRuling {
	ruling := engine.ProjectRuling{Rule: "cap", Caps: true, Points: whole(59), Reason: engine.Reason{Code: "small/cap"}}
	if funds == nil {
		ruling.Open, ruling.Bounded, ruling.Least, ruling.Most = true, true, whole(59), whole(100)
		return []engine.ProjectRuling{ruling}
	}
	if rate, _ := funds.Actual.Quo(funds.Target); rate.Cmp(engine.NewRational(8, 10)) >= 0 {
		return nil
	}
	return []engine.ProjectRuling{ruling}
}

func always(rulings ...engine.ProjectRuling) func(*engine.Facts) []engine.ProjectRuling {
	return func(*engine.Facts) []engine.ProjectRuling { return rulings }
}

// noticed lists the codes of the findings but for the notes of small rules, which leave one at every row.
func noticed(e *engine.Evaluation) []string {
	return slices.DeleteFunc(codesOf(e.Findings), func(code string) bool { return code == "judged" })
}

func TestProjectRules(t *testing.T) {
	add := func(points int64) engine.ProjectRuling {
		return engine.ProjectRuling{Rule: "add", Points: whole(points), Reason: engine.Reason{Code: "small/add"}}
	}
	limit := func(points int64) engine.ProjectRuling {
		return engine.ProjectRuling{Rule: "limit", Caps: true, Points: whole(points), Reason: engine.Reason{Code: "small/limit"}}
	}
	openAdd := engine.ProjectRuling{Rule: "open", Open: true, Bounded: true, Least: whole(-5), Most: whole(2)}
	blank := func(s *engine.Submission) { s.Budget = funds(nil, money(100)) }
	outside := func(s *engine.Submission) { s.ExecutionWeight, s.Indicators[2].Weight = points(0), points(3000) }
	for _, c := range []struct {
		name        string
		adjust      func(*engine.Facts) []engine.ProjectRuling
		change      func(*engine.Submission)
		least, most engine.Points
		grade       string
		adjustments []engine.Adjustment
		findings    []string
	}{
		{"enough was spent", capBelow80, nil, 8500, 8500, "良", nil, nil},
		{"too little was spent", capBelow80, func(s *engine.Submission) { s.Budget = funds(money(100), money(79)) }, 5900, 5900, "差",
			[]engine.Adjustment{{"cap", -2390}}, []string{"small/cap"}},
		{"a row is open", capBelow80, func(s *engine.Submission) {
			s.Budget, s.Indicators[0].Actual = funds(money(100), money(79)), engine.Actual{}
		}, 4290, 5900, "", nil, []string{"small/cap"}},
		{"the amounts are open", capBelow80, blank, 5900, 8500, "", []engine.Adjustment{{"cap", -1600}}, nil},
		{"only the cap is open", capBelow80, func(s *engine.Submission) { blank(s); outside(s) }, 5900, 8500, "",
			[]engine.Adjustment{{"cap", -2600}}, []string{"project-rule-open"}},
		{"the cap is open and above the total", capBelow80, func(s *engine.Submission) {
			blank(s)
			outside(s)
			s.Indicators[0].Actual = numberActual(measure("50", "篇"))
		}, 4900, 4900, "差", nil, nil},
		{"points are taken", always(add(-7)), nil, 7800, 7800, "中", []engine.Adjustment{{"add", -700}}, []string{"small/add"}},
		{"no total is above 100", always(add(20)), nil, 10000, 10000, "优", []engine.Adjustment{{"add", 1500}}, []string{"small/add"}},
		{"no total is below 0", always(add(-200)), nil, 0, 0, "差", []engine.Adjustment{{"add", -8500}}, []string{"small/add"}},
		{"a cap below 0", always(limit(-3)), nil, 0, 0, "差", []engine.Adjustment{{"limit", -8500}}, []string{"small/limit"}},
		{"one after the other", always(limit(70), add(5)), nil, 7500, 7500, "中", []engine.Adjustment{{"limit", -1500}, {"add", 500}},
			[]string{"small/limit", "small/add"}},
		{"an open addition", always(openAdd), nil, 8000, 8700, "", []engine.Adjustment{{"open", -500}}, []string{"project-rule-open"}},
		{"nothing is known of an open rule", always(engine.ProjectRuling{Rule: "open", Open: true}), nil, 0, 10000, "",
			[]engine.Adjustment{{"open", -8500}}, []string{"project-rule-open"}},
	} {
		rules, s := newSmallRules(), threeRows()
		rules.adjust = c.adjust
		if c.change != nil {
			c.change(s)
		}
		e := engine.Evaluate(rules, s)
		if e.AtLeast != c.least || e.AtMost != c.most || e.Grade != c.grade || e.Determined != (c.grade != "") {
			t.Errorf("%s: between %v and %v, determined %v, grade %q; want %v, %v, %q", c.name, e.AtLeast, e.AtMost, e.Determined, e.Grade, c.least, c.most, c.grade)
		}
		if !slices.Equal(e.Adjustments, c.adjustments) {
			t.Errorf("%s: %v, want %v", c.name, e.Adjustments, c.adjustments)
		}
		if codes := noticed(e); !slices.Equal(codes, c.findings) {
			t.Errorf("%s: findings %v, want %v", c.name, codes, c.findings)
		}
		checkLaws(t, e)
	}
}

// Execution outside the 100 points is scored and shown, and the rows alone make the total.
func TestExecutionOutside(t *testing.T) {
	rules := newSmallRules()
	rules.policy.Weights.ExecutionOutside = true
	s := threeRows()
	s.Indicators[2].Weight = points(3000)
	s.Budget = funds(money(100), money(50))
	e := engine.Evaluate(rules, s)
	if e.Execution.Earned != 500 || e.Total != 8500 || e.Grade != "良" || !slices.Equal(e.Adjustments, []engine.Adjustment{{engine.AdjustmentOutside, -500}}) || len(noticed(e)) != 0 {
		t.Errorf("%+v", e)
	}
	s.Budget = engine.Budget{}
	if e := engine.Evaluate(rules, s); !e.Determined || e.Total != 8500 || e.UndeterminedCount() != 1 {
		t.Errorf("an open execution outside the total: %+v", e)
	}
	s.Indicators[2].Weight = points(2000)
	if e := engine.Evaluate(rules, s); e.Grade != "" || noticed(e)[0] != "weights-sum" {
		t.Errorf("rows that add up to 90: %+v", e)
	}
}

// Where the points of rows that do not apply are lost, nothing is scaled.
func TestNotApplicableLost(t *testing.T) {
	rules, s := newSmallRules(), threeRows()
	rules.policy.NotApplicableLost = true
	s.Indicators[2].Tier = engine.TierNotApplies
	if e := engine.Evaluate(rules, s); e.Total != 6500 || e.Grade != "中" || len(e.Adjustments) != 0 {
		t.Errorf("%+v", e)
	}
}

func TestWeightVariants(t *testing.T) {
	p := policy2020()
	p.Variants = []engine.LevelVariant{{Present: []engine.Dimension{engine.Cost},
		Levels: []engine.LevelWeight{{engine.Cost, 2000}, {engine.Output, 4000}, {engine.Benefit, 2000}, {engine.Satisfaction, 1000}}}}
	form := func(levels ...engine.Dimension) *engine.Submission {
		s := &engine.Submission{}
		for _, level := range levels {
			s.Indicators = append(s.Indicators, engine.Indicator{Level1: level})
		}
		return s
	}
	for _, c := range []struct {
		levels []engine.Dimension
		want   []engine.Points
	}{
		{[]engine.Dimension{engine.Cost, engine.Output, engine.Benefit, engine.Satisfaction}, []engine.Points{2000, 4000, 2000, 1000}},
		{[]engine.Dimension{engine.Output, engine.Benefit, engine.Satisfaction}, []engine.Points{5000, 3000, 1000}},
		{[]engine.Dimension{engine.Cost, engine.Output, engine.Benefit}, []engine.Points{2000, 4000, 3000}},
	} {
		if got := p.Allocate(form(c.levels...)); !slices.Equal(got.Rows, c.want) || !got.Graded {
			t.Errorf("%v: %v", c.levels, got)
		}
	}
}

func TestExplains(t *testing.T) {
	for text, want := range map[string]bool{"": false, " ": false, "无": false, "/": false, "０": false, "无。": false, "雨季延误": true, "无法施工": true} {
		if engine.Explains(text) != want {
			t.Errorf("%q explains: %v", text, !want)
		}
	}
}

// Whatever is still open, and whatever the project rules are, a decision keeps the total inside the range.
func TestDecidingUnderProjectRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := newSmallRules()
		rules.adjust = capBelow80
		s := drawSubmission(t)
		before := engine.Evaluate(rules, s)
		full := engine.Money(100)
		s.Budget = funds(&full, money(rapid.Int64Range(0, 100).Draw(t, "spent")))
		if row, _ := s.Budget.Row(engine.TotalFunds); row.Executed == nil {
			t.Skip()
		}
		after := engine.Evaluate(rules, s)
		if before.Execution.Verdict == engine.Undetermined && (after.AtLeast < before.AtLeast || after.AtMost > before.AtMost) {
			t.Fatalf("[%v, %v] became [%v, %v]", before.AtLeast, before.AtMost, after.AtLeast, after.AtMost)
		}
	})
}
