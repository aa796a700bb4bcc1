package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jixiao/engine"
)

func drawMeasure(t *rapid.T, label, unit string) engine.Measure {
	d, _ := engine.NewDecimal(rapid.OneOf(rapid.Int64Range(-20, 200), rapid.Int64Range(-1e17, 1e17)).Draw(t, label), rapid.IntRange(0, 4).Draw(t, label+" places"))
	return engine.Measure{Value: d, Unit: unit, Scaled: d, ScaledUnit: unit}
}

func drawMoney(t *rapid.T, label string) *engine.Money {
	if rapid.IntRange(0, 9).Draw(t, label+" blank") == 0 {
		return nil
	}
	return money(rapid.OneOf(rapid.Int64Range(-5, 200), rapid.Int64Range(0, int64(engine.MaxMoney))).Draw(t, label))
}

func drawPoints(t *rapid.T, label string, most int64) *engine.Points {
	return points(engine.Points(rapid.Int64Range(-100, most).Draw(t, label)))
}

// drawActual draws every kind of actual, fitting or not.
func drawActual(t *rapid.T) engine.Actual {
	switch rapid.IntRange(0, 5).Draw(t, "actual") {
	case 0:
		return engine.Actual{}
	case 1:
		return wordsActual(rapid.SampledFrom([]string{"达成预期指标", "未完成", "提升", "按期", "随便写的话"}).Draw(t, "words"))
	case 2:
		day := date("2025-06-30").AddDays(rapid.IntRange(-100, 300).Draw(t, "day"))
		return engine.Actual{Text: day.String(), Reported: true, Kind: engine.DateActual, From: day.AddDays(-rapid.IntRange(0, 30).Draw(t, "span")), Date: day}
	}
	actual := numberActual(drawMeasure(t, "value", rapid.SampledFrom([]string{"", "篇", "%", "米"}).Draw(t, "unit")))
	actual.Approximation = engine.Approximation(rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3}).Draw(t, "approximation"))
	return actual
}

func drawTarget(t *rapid.T) engine.Target {
	unit := rapid.SampledFrom([]string{"", "篇", "%"}).Draw(t, "target unit")
	switch rapid.IntRange(0, 7).Draw(t, "target") {
	case 0:
		return engine.Target{Text: "*"}
	case 1:
		return engine.Target{Text: "80-90", Kind: engine.RangeTarget, Min: drawMeasure(t, "min", unit), Max: drawMeasure(t, "max", unit)}
	case 2:
		return dueBy("2025-09-30")
	case 3:
		return engine.Target{Text: "3个", Kind: engine.SetTarget, Number: drawMeasure(t, "count", unit)}
	case 4:
		return wordsTarget("提升")
	}
	return numberTarget(engine.Op(rapid.IntRange(1, 5).Draw(t, "op")), drawMeasure(t, "target value", unit))
}

func drawSubmission(t *rapid.T) *engine.Submission {
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Name: rapid.StringN(0, 5, -1).Draw(t, "name")}}
	s.Budget = funds(drawMoney(t, "adjusted"), drawMoney(t, "executed"))
	weighted := rapid.Bool().Draw(t, "weighted")
	if rapid.IntRange(0, 3).Draw(t, "prints execution") == 0 {
		s.ExecutionWeight = drawPoints(t, "execution weight", 3000)
	}
	for n := rapid.IntRange(0, 15).Draw(t, "rows"); n > 0; n-- {
		category := rapid.SampledFrom(engine.Categories()).Draw(t, "category")
		row := engine.Indicator{Level1: category.Parent(), Level2: category, Name: rapid.SampledFrom([]string{"数量", "同比增长率"}).Draw(t, "row name"),
			Target: drawTarget(t), Actual: drawActual(t), Tier: engine.Tier(rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3, 4}).Draw(t, "tier"))}
		if weighted && rapid.IntRange(0, 19).Draw(t, "blank weight") > 0 {
			row.Weight = drawPoints(t, "weight", 9000)
		}
		if rapid.Bool().Draw(t, "claims") {
			row.Claimed = drawPoints(t, "claimed", 9000)
		}
		if rapid.IntRange(0, 29).Draw(t, "no level") == 0 {
			row.Level1 = engine.NoDimension
		}
		s.Indicators = append(s.Indicators, row)
	}
	s.Identify()
	return s
}

// checkLaws holds an evaluation to what must be true of every one.
func checkLaws(t rapid.TB, e *engine.Evaluation) {
	if slices.ContainsFunc(e.Scores, func(s engine.Score) bool { return s.Reason.Code == engine.ReasonLevelMissing }) {
		if e.AtLeast > e.Execution.Earned || e.AtMost < engine.FullMarks-e.Execution.Weight || e.Determined {
			t.Fatalf("a row without class, and the total is [%v, %v]", e.AtLeast, e.AtMost)
		}
		return
	}
	least, most := e.Execution.Earned, e.Execution.Earned
	if e.Execution.Verdict == engine.Undetermined {
		most += e.Execution.Weight
	}
	if e.Execution.Earned < 0 || e.Execution.Earned > e.Execution.Weight {
		t.Fatalf("execution earns %v of %v", e.Execution.Earned, e.Execution.Weight)
	}
	open := e.Execution.Verdict == engine.Undetermined
	for i, score := range e.Scores {
		if score.Earned < 0 || score.Earned > score.Weight {
			t.Fatalf("row %d earns %v of %v", i, score.Earned, score.Weight)
		}
		if score.Rule == "" {
			t.Fatalf("row %d names no rule", i)
		}
		if score.Verdict == engine.Undetermined {
			open = true
			if score.Reason.Code == "" || score.Earned != 0 {
				t.Fatalf("row %d is undetermined without a reason, or earns %v", i, score.Earned)
			}
			most += score.Weight
		}
		least += score.Earned
		most += score.Earned
	}
	for _, adjustment := range e.Adjustments {
		least += adjustment.Points
	}
	if e.AtLeast != least {
		t.Fatalf("at least %v, but rows, execution and adjustments are %v", e.AtLeast, least)
	}
	codes := codesOf(e.Findings)
	capped := slices.ContainsFunc(codes, func(code string) bool { return strings.HasPrefix(code, "small/") })
	if len(e.Adjustments) == 0 && !capped && e.AtMost != most && !slices.Contains(codes, "nothing-applies") {
		t.Fatalf("at most %v, but what is open and what is earned are %v", e.AtMost, most)
	}
	if e.AtLeast > e.AtMost {
		t.Fatalf("between %v and %v", e.AtLeast, e.AtMost)
	}
	if open && e.Determined {
		t.Fatal("determined with an open row")
	}
	if e.Determined && (e.Total != e.AtLeast || e.Total != e.AtMost) || !e.Determined && (e.Total != 0 || e.Grade != "") {
		t.Fatalf("determined %v: total %v between %v and %v, grade %q", e.Determined, e.Total, e.AtLeast, e.AtMost, e.Grade)
	}
}

func TestLawsOfEveryEvaluation(t *testing.T) {
	rules := newSmallRules()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSubmission(t)
		before := fmt.Sprintf("%+v", s)
		e := engine.Evaluate(rules, s)
		checkLaws(t, e)
		if fmt.Sprintf("%+v", s) != before {
			t.Fatal("evaluating changed the submission")
		}
		if engine.ResultDigest(engine.Evaluate(rules, s)) != engine.ResultDigest(e) {
			t.Fatal("evaluating twice gives two results")
		}
	})
}

// The result of a project does not depend on what was evaluated before it.
func TestOrderOfProjectsDoesNotMatter(t *testing.T) {
	rules := newSmallRules()
	rapid.Check(t, func(t *rapid.T) {
		projects := rapid.SliceOfN(rapid.Custom(drawSubmission), 2, 6).Draw(t, "projects")
		alone := make([]engine.Digest, len(projects))
		for i, s := range projects {
			alone[i] = engine.ResultDigest(engine.Evaluate(rules, s))
		}
		order := rapid.Permutation(indexes(len(projects))).Draw(t, "order")
		for _, i := range order {
			if engine.ResultDigest(engine.Evaluate(rules, projects[i])) != alone[i] {
				t.Fatalf("project %d has another result in the order %v", i, order)
			}
		}
	})
}

func indexes(n int) (all []int) {
	for i := range n {
		all = append(all, i)
	}
	return all
}

// Whatever is judged by ratio: an actual nearer to the target, or beyond it, never scores lower.
func TestBetterActualNeverScoresLower(t *testing.T) {
	rules := newSmallRules()
	rapid.Check(t, func(t *rapid.T) {
		op := engine.Op(rapid.IntRange(1, 5).Draw(t, "op"))
		target := rapid.Int64Range(1, 1e12).Draw(t, "target")
		a, b := rapid.Int64Range(-10, 2e12).Draw(t, "a"), rapid.Int64Range(-10, 2e12).Draw(t, "b")
		better, worse := max(a, b), min(a, b)
		if op == engine.AtMost || op == engine.LessThan {
			better, worse = worse, better
		}
		earned := func(actual int64) engine.Points {
			row := func(i *engine.Indicator) {
				i.Target = numberTarget(op, measure(fmt.Sprint(target), "篇"))
				i.Actual = numberActual(measure(fmt.Sprint(actual), "篇"))
			}
			return engine.Evaluate(rules, onlyRow(row)).Scores[0].Earned
		}
		if high, low := earned(better), earned(worse); high < low {
			t.Fatalf("%v%d: %d earns %v, %d earns %v", op, target, better, high, worse, low)
		}
	})
}

// Stating a tier, a number or an amount that was open can only narrow what the total may be.
func TestDecidingNarrowsTheRange(t *testing.T) {
	rules := newSmallRules()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSubmission(t)
		for i := range s.Indicators { // a row without a class has no weight until it gets one, which moves the others
			s.Indicators[i].Level1 = s.Indicators[i].Level2.Parent()
			if s.Indicators[i].Tier == engine.TierNotApplies {
				s.Indicators[i].Tier = engine.NoTier
			}
		}
		before := engine.Evaluate(rules, s)
		for i, score := range before.Scores {
			if score.Reason.Code != engine.ReasonTierNeeded && score.Reason.Code != engine.ReasonActualMissing || s.Indicators[i].Target.Kind != engine.WordsTarget {
				continue
			}
			s.Indicators[i].Tier = rapid.SampledFrom([]engine.Tier{engine.TierMet, engine.TierPartly, engine.TierMissed}).Draw(t, "decided")
		}
		after := engine.Evaluate(rules, s)
		if after.AtLeast < before.AtLeast || after.AtMost > before.AtMost {
			t.Fatalf("[%v, %v] became [%v, %v]", before.AtLeast, before.AtMost, after.AtLeast, after.AtMost)
		}
	})
}
