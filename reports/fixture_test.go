package reports

import (
	"maps"
	"slices"
	"testing"

	"jixiao/engine"
	"jixiao/messages"
)

func decimal(t testing.TB, text string) engine.Decimal {
	t.Helper()
	d, ok := engine.ParseDecimal(text)
	if !ok {
		t.Fatalf("no decimal: %s", text)
	}
	return d
}

func measure(t testing.TB, value, unit string) engine.Measure {
	return engine.Measure{Value: decimal(t, value), Unit: unit, Scaled: decimal(t, value), ScaledUnit: unit}
}

func yuanOf(n int64) *engine.Money {
	m := engine.Money(n)
	return &m
}

func pointsOf(n int64) *engine.Points {
	p := engine.Points(n)
	return &p
}

func numberActual(t testing.TB, text, value, unit string) engine.Actual {
	return engine.Actual{Text: text, Reported: true, Kind: engine.NumberActual, Number: measure(t, value, unit)}
}

func wordsActual(text string) engine.Actual {
	return engine.Actual{Text: text, Reported: true, Kind: engine.WordsActual}
}

// river is a project with every kind of row: met, partly met, missed, undetermined and not applicable; long texts, texts that
// look like formulas and like markup, and an undetermined total.
func river(t testing.TB) (*engine.Submission, *engine.Evaluation) {
	day, _ := engine.NewDate(2026, 1, 15)
	due, _ := engine.NewDate(2025, 11, 30)
	s := &engine.Submission{
		ProjectKey: engine.ProjectKey{Year: 2025, Department: "青浦县水务局", Unit: "青浦县河道管理所", Code: "QP-2025-018", Name: "中小河道综合整治与长效管护经费"},
		Goal:       "完成全县 12 条中小河道的清淤、护岸修复和绿化补植，建立巡查制度；改善沿河居民的居住环境，使河道水质稳定达到相应功能区标准。",
		GoalActual: "全年整治河道 11 条，另 1 条因征地未完成。护岸修复 4.87 公里，补植绿化 1.3 万平方米，沿河居民普遍反映水清了、岸绿了；长效管护已委托第三方单位实施，巡查记录完整。",
		Filler:     "沈小河", Telephone: "+86 21 5555 0101", FilledOn: day,
		ExecutionReason: "质保金按合同留到明年支付",
		Budget: engine.Budget{FormUnit: "元", Total: yuanOf(1_250_000_00), Rows: []engine.BudgetRow{
			{Item: engine.TotalFunds, Initial: yuanOf(1_250_000_00), Adjusted: yuanOf(1_180_000_00), Executed: yuanOf(1_016_996_50)},
			{Item: engine.FiscalFunds, Initial: yuanOf(1_000_000_00), Adjusted: yuanOf(930_000_00), Executed: yuanOf(900_000_00)},
			{Item: engine.CarriedFunds, Initial: yuanOf(250_000_00), Adjusted: yuanOf(250_000_00), Executed: yuanOf(116_996_50)},
			{Item: engine.OtherFunds, Initial: yuanOf(0)},
		}},
		Indicators: []engine.Indicator{
			{Level1: engine.Cost, Level2: engine.EconomicCost, Name: "成本构成合理性", Target: engine.Target{Text: "合理", Kind: engine.WordsTarget}, Actual: wordsActual("合理")},
			{Level1: engine.Output, Level2: engine.Quantity, Name: "整治河道条数",
				Target: engine.Target{Text: "≥12(条)", Kind: engine.NumberTarget, Op: engine.AtLeast, Number: measure(t, "12", "条")},
				Actual: numberActual(t, "11条", "11", "条"), Claimed: pointsOf(10_00), Reason: "一条河道涉及征地，手续在十二月才办结，已列入 2026 年上半年实施计划，由河道管理所按月督办。"},
			{Level1: engine.Output, Level2: engine.Quantity, Name: "补植绿化面积",
				Target: engine.Target{Text: "≥1.2万平方米", Kind: engine.NumberTarget, Op: engine.AtLeast, Number: engine.Measure{
					Value: decimal(t, "1.2"), Unit: "万平方米", Scaled: decimal(t, "12000"), ScaledUnit: "平方米"}},
				Actual: engine.Actual{Text: "1.3万平方米", Reported: true, Kind: engine.NumberActual, Number: engine.Measure{
					Value: decimal(t, "1.3"), Unit: "万平方米", Scaled: decimal(t, "13000"), ScaledUnit: "平方米"}}},
			{Level1: engine.Output, Level2: engine.Quality, Name: "工程验收合格率",
				Target: engine.Target{Text: "=100.00(%)", Kind: engine.NumberTarget, Op: engine.Exactly, OpInferred: true, Number: measure(t, "100", "%")},
				Actual: engine.Actual{Text: "约95", Reported: true, Kind: engine.NumberActual, Number: measure(t, "95", ""), Approximation: engine.About}, Reason: "=验收资料正在整理"},
			{Level1: engine.Output, Level2: engine.Timeliness, Name: "秋季清淤完成时间", Target: engine.Target{Text: "11月底前", Kind: engine.DeadlineTarget, Due: due},
				Actual: wordsActual("未完成"), Reason: "受征地影响"},
			{Level1: engine.Benefit, Level2: engine.SocialBenefit, Name: "<b>沿河居民居住环境</b>改善程度（以街镇为单位，由村居两级代表评价后汇总）",
				Target: engine.Target{Text: "明显改善", Kind: engine.WordsTarget}, Tier: engine.TierPartly, Actual: wordsActual("大部分河段得到改善"), Claimed: pointsOf(10_50)},
			{Level1: engine.Benefit, Level2: engine.Sustainability, Name: "长效管护机制", Target: engine.Target{Text: "建立", Kind: engine.WordsTarget},
				Actual: wordsActual("已委托第三方单位，正在走流程")},
			{Level1: engine.Satisfaction, Level2: engine.ServiceSatisfaction, Name: "沿河居民满意度",
				Target: engine.Target{Text: "80-90(%)", Kind: engine.RangeTarget, Min: measure(t, "80", "%"), Max: measure(t, "90", "%")}, Tier: engine.TierNotApplies},
		},
	}
	s.Identify()
	score := func(i int, weight, earned engine.Points, verdict engine.Verdict, rule, code string, args ...string) engine.Score {
		return engine.Score{Indicator: s.Indicators[i].ID, Weight: weight, Earned: earned, Verdict: verdict, Rule: rule,
			Reason: engine.Reason{Code: code, Args: engine.Args(args...)}}
	}
	rate, _ := s.Budget.ExecutionRate()
	e := &engine.Evaluation{
		Project: s.ID(), Ruleset: fixturePack(),
		Scores: []engine.Score{
			score(0, 10_00, 10_00, engine.Met, "words", "test-met", "actual", "合理"),
			score(1, 10_00, 9_17, engine.PartlyMet, "at-least", "test-ratio", "sum", "11 ÷ 12 × 10 = 9.17"),
			score(2, 10_00, 10_00, engine.Met, "at-least", "test-ratio", "sum", "13000 ≥ 12000"),
			score(3, 10_00, 0, engine.Undetermined, "engine", engine.ReasonApproximate, "actual", "约95"),
			score(4, 10_00, 0, engine.Missed, "deadline", "test-met", "actual", "未完成"),
			score(5, 15_00, 10_50, engine.PartlyMet, "words", "test-met", "actual", "部分达成"),
			score(6, 15_00, 0, engine.Undetermined, "engine", engine.ReasonTierNeeded, "actual", "已委托第三方单位，正在走流程"),
			score(7, 10_00, 0, engine.NotApplicable, "not-applicable", engine.ReasonNotApplicable),
		},
		Execution: engine.ExecutionScore{Rate: rate, HasRate: true, Weight: 10_00, Earned: 8_62, Verdict: engine.PartlyMet, Rule: "execution",
			Reason: engine.Reason{Code: "test-ratio", Args: engine.Args("sum", "1016996.50 ÷ 1180000.00 × 10 = 8.62")}},
		Adjustments: []engine.Adjustment{{Rule: engine.AdjustmentRescale, Points: 4_96}, {Rule: "late-filing", Points: -2_00}},
		AtLeast:     51_25, AtMost: 79_38,
		Findings: []engine.Finding{
			{Code: "claimed-differs", Severity: engine.Info, Args: engine.Args("claimed", "10.00", "computed", "9.17"), Indicator: s.Indicators[1].ID},
			{Code: "claimed-outside-window", Severity: engine.Warning, Args: engine.Args("claimed", "14.00", "tier", "partly", "weight", "15.00"), Indicator: s.Indicators[5].ID},
		},
	}
	return s, e
}

// library is a project whose form is in 万元 and whose total is known.
func library(t testing.TB) (*engine.Submission, *engine.Evaluation) {
	s := &engine.Submission{
		ProjectKey: engine.ProjectKey{Year: 2025, Department: "青浦县文化和旅游局", Unit: "青浦县图书馆", Name: "图书购置[专项]"},
		Goal:       "购置图书", GoalActual: "已购置",
		Budget: engine.Budget{FormUnit: "万元", Rows: []engine.BudgetRow{
			{Item: engine.TotalFunds, Initial: yuanOf(250_000_00), Adjusted: yuanOf(250_000_00), Executed: yuanOf(215_457_60)},
			{Item: engine.FiscalFunds, Initial: yuanOf(250_000_00), Adjusted: yuanOf(250_000_00), Executed: yuanOf(215_457_60)},
		}},
		Indicators: []engine.Indicator{
			{Level1: engine.Output, Level2: engine.Quantity, Name: "购置册数", Weight: pointsOf(90_00), Actual: wordsActual("5000册"),
				Target: engine.Target{Text: "≥5000册", Kind: engine.NumberTarget, Op: engine.AtLeast, Number: measure(t, "5000", "册")}},
		},
	}
	s.Identify()
	rate, _ := s.Budget.ExecutionRate()
	return s, &engine.Evaluation{
		Project: s.ID(), Ruleset: fixturePack(), Determined: true, Total: 98_62, AtLeast: 98_62, AtMost: 98_62, Grade: "优",
		Scores: []engine.Score{{Indicator: s.Indicators[0].ID, Weight: 90_00, Earned: 90_00, Verdict: engine.Met, Rule: "at-least",
			Reason: engine.Reason{Code: "test-met", Args: engine.Args("actual", "5000册")}}},
		Execution: engine.ExecutionScore{Rate: rate, HasRate: true, Weight: 10_00, Earned: 8_62, Verdict: engine.PartlyMet, Rule: "execution",
			Reason: engine.Reason{Code: "test-ratio", Args: engine.Args("sum", "215457.60 ÷ 250000.00 × 10 = 8.62")}},
	}
}

func fixturePack() engine.RulesetID {
	return engine.RulesetID{Name: "sample-pack", Digest: engine.DigestText("sample")}
}

func fixtureRun() engine.Run {
	return engine.Run{ID: 3, Year: 2025, Pack: fixturePack(), Engine: engine.Version, Projects: 2, Digest: engine.DigestText("run")}
}

func fixtureTexts(t testing.TB, lang messages.Lang) Texts {
	t.Helper()
	catalogue := messages.Default()
	err := catalogue.Add(
		messages.Entry{Code: "reason.test-met", ZH: "按“{actual}”判定", EN: "judged by “{actual}”"},
		messages.Entry{Code: "reason.test-ratio", ZH: "{sum}", EN: "{sum}"},
		messages.Entry{Code: "issue.test-shifted", ZH: "第 {n} 格的内容不在应在的列", EN: "field {n} is out of place", HintZH: "请核对原表", HintEN: "check the form"},
	)
	if err != nil {
		t.Fatal(err)
	}
	return Texts{catalogue, lang}
}

func view(t testing.TB, lang messages.Lang, s *engine.Submission, e *engine.Evaluation) *View {
	t.Helper()
	texts := fixtureTexts(t, lang)
	return NewView(Input{Submission: s, Evaluation: e, Run: fixtureRun(), Catalogue: texts.Catalogue, Lang: lang,
		Pack: PackInfo{Name: "sample-pack", Title: "示例规则", Basis: "财预〔2020〕10号", Digest: fixturePack().Digest}})
}

func fixtureViews(t testing.TB, lang messages.Lang) []*View {
	s1, e1 := river(t)
	s2, e2 := library(t)
	return []*View{view(t, lang, s1, e1), view(t, lang, s2, e2)}
}

func fixtureIssues() []engine.Issue {
	return []engine.Issue{
		{Code: "test-shifted", Severity: engine.Error, Args: engine.Args("n", "3"), Source: engine.Source{File: "申报表.txt", Line: 17, Ref: "c3"}},
		{Code: "test-shifted", Severity: engine.Warning, Args: engine.Args("n", "4"), Source: engine.Source{File: "填报表.xlsx", Sheet: "填报表", Ref: "J12"}},
		{Code: "unheard-of", Severity: engine.Info, Args: engine.Args("a", "1")},
	}
}

// totalsOf counts the fixture's results, as the use cases do for a run.
func totalsOf(t *testing.T) func() Totals {
	return func() Totals {
		var totals Totals
		var sum engine.Points
		determined := int64(0)
		grades := map[string]int{}
		for result, err := range results(t) {
			if err != nil {
				t.Fatal(err)
			}
			e := result.Evaluation
			totals.Projects++
			totals.Undetermined += e.UndeterminedCount()
			if e.Determined {
				determined++
				sum += e.Total
			}
			if e.Grade != "" {
				grades[e.Grade]++
			}
		}
		for _, grade := range slices.Sorted(maps.Keys(grades)) {
			totals.ByGrade = append(totals.ByGrade, GradeCount{grade, grades[grade]})
		}
		totals.Mean, totals.HasMean = sum.Rational().Quo(engine.NewRational(determined, 1))
		return totals
	}
}
