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

// shippedPacks are the packs that benchmarks and tests go through.
var shippedPacks = []string{"mof-2020", "mof-2021", "hubei-2020", "platform-default", "city-caps-2022"}

// TestEveryPackAllocatesNothing holds the promise of the fast path for every pack, on rows of every kind.
func TestEveryPackAllocatesNothing(t *testing.T) {
	for _, name := range shippedPacks {
		set, err := Load(name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		rows := rowFacts(t, set)
		f := &frame{}
		if n := testing.AllocsPerRun(100, func() {
			for _, facts := range rows {
				f.facts = facts
				set.apply(f)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// rowFacts are the facts that a project of 11 indicators puts before the rules.
func rowFacts(t testing.TB, set *Ruleset) []*engine.Facts {
	t.Helper()
	heard := &hearing{Ruleset: set}
	engine.Evaluate(heard, project(t))
	if len(heard.facts) != 12 {
		t.Fatalf("%d rows were judged", len(heard.facts))
	}
	return heard.facts
}

// hearing keeps the facts that it is asked about.
type hearing struct {
	*Ruleset
	facts []*engine.Facts
}

func (h *hearing) Judge(facts *engine.Facts) engine.Ruling {
	kept := *facts
	h.facts = append(h.facts, &kept)
	return h.Ruleset.Judge(facts)
}

// Choose keeps the engine from asking the pack past this.
func (h *hearing) Choose(*engine.Submission) engine.Ruleset { return h }

// BenchmarkPack is verdict and points of one row, over the 11 indicators and the execution of a project, for each shipped pack.
func BenchmarkPack(b *testing.B) {
	for _, name := range shippedPacks {
		b.Run(name, func(b *testing.B) {
			set, err := Load(name, Options{})
			if err != nil {
				b.Fatal(err)
			}
			rows := rowFacts(b, set)
			f := &frame{}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				f.facts = rows[i%len(rows)]
				set.apply(f)
			}
		})
	}
}

// BenchmarkLoad compiles each shipped pack with what it extends, as rules check does.
func BenchmarkLoad(b *testing.B) {
	for _, name := range shippedPacks {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Load(name, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRunTests runs the tests of each shipped pack.
func BenchmarkRunTests(b *testing.B) {
	for _, name := range shippedPacks {
		b.Run(name, func(b *testing.B) {
			set, err := Load(name, Options{})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if failures := set.RunTests(); len(failures) > 0 {
					b.Fatal(failures)
				}
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

func project(b testing.TB) *engine.Submission {
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

// BenchmarkChecks asks all checks of rows and forms about one form of ten rows.
func BenchmarkChecks(b *testing.B) {
	set, err := Load("mof-2020", Options{})
	if err != nil {
		b.Fatal(err)
	}
	s := orderlyForm()
	for len(s.Indicators) < 10 {
		s.Indicators = append(s.Indicators, s.Indicators[len(s.Indicators)%4])
	}
	e := engine.Evaluate(set, s)
	b.ReportAllocs()
	for b.Loop() {
		set.Check(s, e, nil)
	}
}
