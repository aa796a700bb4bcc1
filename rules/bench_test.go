package rules

import (
	"testing"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// The cases in which exact arithmetic costs differently: numbers of the field, money up to 10^13 fen, 18 digits.
var sizes = []struct{ name, target, actual string }{
	{"field", "500", "487"},
	{"money", "87654321098.76", "76543210987.65"},
	{"digits18", "123456789.123456789", "123456788.987654321"},
}

// TestApplyAllocatesNothing holds the promise of the fast path. The sentence's arguments are texts and do allocate.
func TestApplyAllocatesNothing(t *testing.T) {
	set := load(t)
	f := &frame{facts: numberFacts(t, ">=", "500", "487")}
	if n := testing.AllocsPerRun(100, func() { set.apply(f) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkApply is verdict and points of one number row, the third to sixth rule fitting.
func BenchmarkApply(b *testing.B) {
	set := load(b)
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			f := &frame{facts: numberFacts(b, ">=", size.target, size.actual)}
			b.ReportAllocs()
			for b.Loop() {
				set.apply(f)
			}
		})
	}
}

// BenchmarkJudge is the same with the reason's arguments as texts.
func BenchmarkJudge(b *testing.B) {
	set := load(b)
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			facts := numberFacts(b, ">=", size.target, size.actual)
			b.ReportAllocs()
			for b.Loop() {
				set.Judge(facts)
			}
		})
	}
}

// BenchmarkCompile is the shipped pack from its text.
func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}

// BenchmarkEvaluateProject scores one project of 11 indicators.
func BenchmarkEvaluateProject(b *testing.B) {
	set, s := load(b), project(b)
	b.ReportAllocs()
	for b.Loop() {
		if e := engine.Evaluate(set, s); !e.Determined {
			b.Fatal("undetermined")
		}
	}
}

func project(b *testing.B) *engine.Submission {
	b.Helper()
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Code: "B-1", Name: "道路养护"}}
	adjusted, executed := engine.Money(250_000_00), engine.Money(215_457_60)
	*s.Budget.Edit(engine.TotalFunds) = engine.BudgetRow{Item: engine.TotalFunds, Adjusted: &adjusted, Executed: &executed}
	for _, row := range []struct {
		level1         engine.Dimension
		level2         engine.Category
		target, actual string
	}{
		{engine.Output, engine.Quantity, "≥500篇", "487篇"},
		{engine.Output, engine.Quantity, "=12次", "12次"},
		{engine.Output, engine.Quality, "≥95%", "96.5%"},
		{engine.Output, engine.Quality, "100%", "100%"},
		{engine.Output, engine.Timeliness, "12月底前", "2025-12-20"},
		{engine.Output, engine.OutputCost, "≤15万元", "18万元"},
		{engine.Benefit, engine.EconomicBenefit, "≥5%", "4.2%"},
		{engine.Benefit, engine.SocialBenefit, "有效提升", "有效提升"},
		{engine.Benefit, engine.SocialBenefit, "=0起", "0起"},
		{engine.Benefit, engine.Sustainability, "长期有效", "达成预期指标"},
		{engine.Satisfaction, engine.ServiceSatisfaction, "≥90%", "89.99%"},
	} {
		target, _ := notation.ParseTarget(row.target, notation.Context{Year: 2025})
		actual, _ := notation.ParseActual(row.actual, notation.Context{Year: 2025})
		s.Indicators = append(s.Indicators, engine.Indicator{Level1: row.level1, Level2: row.level2, Name: row.target, Target: target, Actual: actual})
	}
	s.Identify()
	return s
}
