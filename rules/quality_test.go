package rules

import (
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/engine/notation"
	"jixiao/messages"
)

func points(text string) *engine.Points {
	number, ok := engine.ParseDecimal(text)
	p, fits := engine.PointsFromDecimal(number)
	if !ok || !fits {
		panic("no points: " + text)
	}
	return &p
}

func yuan(n int64) *engine.Money {
	m := engine.Money(n * 100)
	return &m
}

// claimedRow is a row of a form with its weight, the claim and the reason.
func claimedRow(class engine.Category, name, target, actual, weight, claim, reason string) engine.Indicator {
	context := notation.Context{Year: 2025, Name: name}
	row := engine.Indicator{Level1: class.Parent(), Level2: class, Name: name, Reason: reason}
	row.Target, _ = notation.ParseTarget(target, context)
	if actual != "" {
		row.Actual, _ = notation.ParseActual(actual, context)
	}
	if weight != "" {
		row.Weight = points(weight)
	}
	if claim != "" {
		row.Claimed = points(claim)
	}
	return row
}

// orderlyForm is a form that adds up: 1,000,000 yuan all spent, 90 points of indicators and 10 of the execution, one of them claimed below
// its weight, as it was computed, with the reason.
func orderlyForm() *engine.Submission {
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Code: "Q-1", Name: "公园养护", Department: "市绿化局"}, Goal: "养护公园绿地"}
	*s.Budget.Edit(engine.TotalFunds) = engine.BudgetRow{Item: engine.TotalFunds, Initial: yuan(900_000), Adjusted: yuan(1_000_000), Executed: yuan(1_000_000)}
	*s.Budget.Edit(engine.FiscalFunds) = engine.BudgetRow{Item: engine.FiscalFunds, Initial: yuan(900_000), Adjusted: yuan(1_000_000), Executed: yuan(1_000_000)}
	s.Indicators = []engine.Indicator{
		claimedRow(engine.Quantity, "修剪树木", "≥500株", "400株", "40", "32", "雨季停工"),
		claimedRow(engine.Quality, "成活率", "≥95%", "96.5%", "10", "10", ""),
		claimedRow(engine.EconomicBenefit, "节约用水", "≥30吨", "31吨", "30", "30", ""),
		claimedRow(engine.ServiceSatisfaction, "游客满意度", "≥90%", "93.2%", "10", "10", ""),
	}
	s.ExecutionWeight, s.ExecutionClaimed, s.ClaimedTotal = points("10"), points("10"), points("92")
	rate, _ := engine.ParseDecimal("100")
	s.PrintedRate = &rate
	s.Start, s.End = engine.Date{Year: 2025, Month: 1, Day: 1}, engine.Date{Year: 2025, Month: 12, Day: 31}
	return s
}

func outcomeOf(t *testing.T, set *Ruleset, s *engine.Submission, check string) (engine.CheckResult, int) {
	t.Helper()
	s.Identify()
	var got engine.CheckResult
	found := 0
	for _, result := range set.Check(s, engine.Evaluate(set, s), nil) {
		if result.Check == "mof-2020/"+check {
			got = result
			found++
		}
	}
	if found == 0 {
		t.Fatalf("%s has no result", check)
	}
	return got, found
}

type formEdit func(*engine.Submission)

func blankTotals(s *engine.Submission) { s.Budget.Rows = nil }

func noClaims(s *engine.Submission) {
	for i := range s.Indicators {
		s.Indicators[i].Claimed = nil
	}
	s.ExecutionClaimed, s.ClaimedTotal = nil, nil
}

func noWeights(s *engine.Submission) {
	for i := range s.Indicators {
		s.Indicators[i].Weight = nil
	}
}

func row(i int, edit func(*engine.Indicator)) formEdit {
	return func(s *engine.Submission) { edit(&s.Indicators[i]) }
}

func replaced(i int, class engine.Category, name, target, actual, weight, claim, reason string) formEdit {
	return func(s *engine.Submission) {
		s.Indicators[i] = claimedRow(class, name, target, actual, weight, claim, reason)
	}
}

func claims(i int, claim, reason string) formEdit {
	return row(i, func(r *engine.Indicator) { r.Claimed, r.Reason = points(claim), reason })
}

func spent(adjusted, executed int64) formEdit {
	return func(s *engine.Submission) {
		total := s.Budget.Edit(engine.TotalFunds)
		total.Adjusted, total.Executed = yuan(adjusted), yuan(executed)
	}
}

// wordedBenefit makes the benefit a worded row of 30 points that was stated as met, whose window is 80 % to 100 % (财预〔2020〕10号).
func wordedBenefit(claim string) formEdit {
	return func(s *engine.Submission) {
		replaced(2, engine.SocialBenefit, "便民程度", "达到市级验收标准", "达到", "30", claim, "验收整改")(s)
		s.Indicators[2].Tier = engine.TierMet
	}
}

// qualityCases are, check by check, forms that the definition of the check decides: what is edited in the orderly form, and the outcome.
var qualityCases = []struct {
	check string
	want  engine.CheckOutcome
	edit  formEdit
}{
	{"C1", engine.CheckOK, nil},
	{"C1", engine.CheckFound, func(s *engine.Submission) { s.Goal = " 　" }},
	{"C2", engine.CheckOK, nil},
	{"C2", engine.CheckFound, replaced(0, engine.Quantity, "修剪树木", "", "400株", "40", "32", "雨季")},
	{"C2", engine.CheckFound, replaced(0, engine.Quantity, "修剪树木", "XXX", "400株", "40", "32", "雨季")},
	{"C2", engine.CheckNotApplicable, func(s *engine.Submission) { s.Indicators = nil }},
	{"C3", engine.CheckOK, nil},
	{"C3", engine.CheckFound, row(1, func(r *engine.Indicator) { r.Actual = engine.Actual{} })},
	{"C3", engine.CheckOK, row(1, func(r *engine.Indicator) { r.Actual, r.Tier = engine.Actual{}, engine.TierNotApplies })},
	{"C3", engine.CheckNotApplicable, func(s *engine.Submission) { s.Indicators = nil }},
	{"C4", engine.CheckOK, nil},
	{"C4", engine.CheckFound, func(s *engine.Submission) { s.Indicators = s.Indicators[:2] }},
	{"C4", engine.CheckNotApplicable, func(s *engine.Submission) { s.Indicators = nil }},
	{"C5", engine.CheckOK, nil},
	{"C5", engine.CheckFound, row(1, func(r *engine.Indicator) { r.Claimed = nil })},
	{"C5", engine.CheckOK, row(1, func(r *engine.Indicator) { r.Claimed, r.Tier = nil, engine.TierNotApplies })},
	{"C5", engine.CheckNotApplicable, noClaims},
	{"C6", engine.CheckOK, nil},
	{"C6", engine.CheckFound, claims(0, "32", "无")},
	{"C6", engine.CheckNotApplicable, noClaims},
	{"C7", engine.CheckOK, nil},
	{"C7", engine.CheckFound, replaced(2, engine.EconomicBenefit, "节约用水", "≥30吨", "39吨", "30", "30", "/")},
	{"C7", engine.CheckOK, replaced(2, engine.EconomicBenefit, "节约用水", "≥30吨", "38.9吨", "30", "30", "")},
	{"C7", engine.CheckOK, replaced(2, engine.EconomicBenefit, "节约用水", "≥30吨", "60吨", "30", "30", "新装喷灌")},
	{"C8", engine.CheckOK, spent(1_000_000, 900_000)},
	{"C8", engine.CheckFound, spent(1_000_000, 899_999)},
	{"C8", engine.CheckOK, func(s *engine.Submission) { spent(1_000_000, 500_000)(s); s.ExecutionReason = "招标结余" }},
	{"C8", engine.CheckNoData, blankTotals},

	{"A1", engine.CheckOK, nil},
	{"A1", engine.CheckOK, row(0, func(r *engine.Indicator) { r.Weight = points("50") })},
	{"A1", engine.CheckFound, row(0, func(r *engine.Indicator) { r.Weight = points("45") })},
	{"A1", engine.CheckNoData, noWeights},
	{"A2", engine.CheckOK, nil},
	{"A2", engine.CheckFound, row(1, func(r *engine.Indicator) { r.Weight = points("0") })},
	{"A3", engine.CheckOK, nil},
	{"A3", engine.CheckFound, claims(1, "10.01", "")},
	{"A3", engine.CheckNotApplicable, noClaims},
	{"A4", engine.CheckOK, func(s *engine.Submission) { s.ClaimedTotal = points("92.1") }},
	{"A4", engine.CheckFound, func(s *engine.Submission) { s.ClaimedTotal = points("92.11") }},
	{"A4", engine.CheckNoData, func(s *engine.Submission) { s.ClaimedTotal = nil }},
	{"A5", engine.CheckOK, nil},
	{"A5", engine.CheckFound, spent(1_000_000, 950_000)},
	{"A5", engine.CheckNoData, blankTotals},
	{"A6", engine.CheckOK, nil},
	{"A6", engine.CheckFound, spent(0, 0)},
	{"A6", engine.CheckNoData, blankTotals},
	{"A7", engine.CheckOK, nil},
	{"A7", engine.CheckFound, claims(0, "35", "雨季停工")},
	{"A7", engine.CheckNotApplicable, noClaims},
	{"A8", engine.CheckOK, wordedBenefit("24")},
	{"A8", engine.CheckFound, wordedBenefit("23.99")},
	{"A8", engine.CheckNotApplicable, nil},
	{"A8", engine.CheckNoData, func(s *engine.Submission) {
		replaced(2, engine.SocialBenefit, "便民程度", "达到市级验收标准", "见附件", "30", "24", "")(s)
	}},
	{"A9", engine.CheckOK, nil},
	{"A9", engine.CheckFound, spent(1_000_001, 1_000_000)},
	{"A9", engine.CheckNoData, blankTotals},
	{"A10", engine.CheckOK, spent(10_000_000, 9_999_000)},
	{"A10", engine.CheckFound, spent(10_000_000, 9_998_999)},
	{"A10", engine.CheckNoData, func(s *engine.Submission) { s.PrintedRate = nil }},
	{"A11", engine.CheckOK, nil},
	{"A11", engine.CheckFound, spent(0, 0)},
	{"A11", engine.CheckNoData, blankTotals},

	{"T1", engine.CheckOK, nil},
	{"T1", engine.CheckFound, replaced(2, engine.SocialBenefit, "城市形象", "有效提升", "", "30", "", "")},
	{"T1", engine.CheckOK, replaced(2, engine.SocialBenefit, "城市形象", "提升到市级验收标准", "", "30", "", "")},
	{"T2", engine.CheckNotApplicable, nil},
	{"T2", engine.CheckFound, replaced(2, engine.EconomicCost, "每株养护成本", "≥30元", "31元", "30", "30", "")},
	{"T2", engine.CheckOK, replaced(2, engine.EconomicCost, "每株养护成本", "≤30元", "29元", "30", "30", "")},
	{"T2", engine.CheckNotApplicable, replaced(2, engine.EconomicCost, "成本构成", "合理", "", "30", "", "")},
	{"T3", engine.CheckOK, nil},
	{"T3", engine.CheckFound, replaced(1, engine.Quality, "成活率", "≥105%", "96%", "10", "", "")},
	{"T4", engine.CheckNotApplicable, nil},
	{"T4", engine.CheckFound, replaced(1, engine.Timeliness, "完工时间", "2026年3月底前", "", "10", "", "")},
	{"T4", engine.CheckOK, replaced(1, engine.Timeliness, "完工时间", "2025年11月底前", "", "10", "", "")},
	{"T4", engine.CheckNoData, func(s *engine.Submission) {
		replaced(1, engine.Timeliness, "完工时间", "2025年11月底前", "", "10", "", "")(s)
		s.End = engine.Date{}
	}},
	{"T4b", engine.CheckOK, nil},
	{"T4b", engine.CheckFound, func(s *engine.Submission) { s.Start, s.End = s.End, s.Start }},
	{"T4b", engine.CheckNoData, func(s *engine.Submission) { s.Start = engine.Date{} }},
	{"T5", engine.CheckOK, nil},
	{"T5", engine.CheckFound, replaced(2, engine.EconomicBenefit, "节约用水", "≥30", "31", "30", "30", "")},
	{"T6", engine.CheckOK, nil},
	{"T6", engine.CheckFound, replaced(0, engine.Quantity, "投入资金", "≥50万元", "50万元", "40", "40", "")},
	{"T7", engine.CheckOK, nil},
	{"T7", engine.CheckFound, row(0, func(r *engine.Indicator) { r.Weight = points("51") })},
	{"T7", engine.CheckNoData, noWeights},
	{"T8", engine.CheckOK, nil},
	{"T8", engine.CheckFound, replaced(1, engine.Quality, "成活率达到95%以上", "≥95%", "96.5%", "10", "10", "")},
	{"T9", engine.CheckOK, nil},
	{"T9", engine.CheckFound, replaced(2, engine.SocialBenefit, "市民满意度", "≥90%", "93%", "30", "30", "")},

	{"P1", engine.CheckOK, nil},
	{"P1", engine.CheckFound, replaced(0, engine.Quantity, "修剪树木", "≥500株", "501株", "40", "40", "")},
	{"P1", engine.CheckNotApplicable, noClaims},
	{"P2", engine.CheckOK, nil},
	{"P2", engine.CheckFound, func(s *engine.Submission) {
		for i := range s.Indicators {
			s.Indicators[i].Actual.Text = s.Indicators[i].Target.Text
		}
	}},
	{"P2", engine.CheckNotApplicable, func(s *engine.Submission) {
		s.Indicators[0].Actual, s.Indicators[1].Actual = engine.Actual{}, engine.Actual{}
	}},
	{"P3", engine.CheckOK, nil},
	{"P3", engine.CheckFound, replaced(0, engine.Quantity, "修剪树木", "≥500株", "100株", "40", "40", "")},
	{"P4", engine.CheckOK, nil},
	{"P4", engine.CheckFound, claims(1, "9", "")},
	{"P4", engine.CheckOK, claims(1, "9", "抽检不合格两株")},
	{"P5", engine.CheckOK, claims(0, "37", "雨季停工")},
	{"P5", engine.CheckFound, claims(0, "37.01", "雨季停工")},
	{"P5", engine.CheckNoData, noClaims},
	{"P6", engine.CheckOK, nil},
	{"P6", engine.CheckFound, func(s *engine.Submission) {
		spent(1_000_000, 599_999)(s)
		replaced(0, engine.Quantity, "修剪树木", "≥500株", "500株", "40", "40", "")(s)
	}},
	{"P6", engine.CheckNoData, blankTotals},
	{"P7", engine.CheckFound, nil},
	{"P7", engine.CheckOK, claims(0, "31.5", "雨季停工")},
	{"P7", engine.CheckNotApplicable, noClaims},
	{"P8", engine.CheckOK, nil},
	{"P8", engine.CheckFound, replaced(3, engine.ServiceSatisfaction, "游客满意度", "≥90%", "90%", "10", "10", "")},
	{"P8", engine.CheckFound, replaced(3, engine.ServiceSatisfaction, "游客满意度", "≥90%", "100%", "10", "10", "")},
	{"P8", engine.CheckNotApplicable, func(s *engine.Submission) { s.Indicators = s.Indicators[:3] }},
	{"P9", engine.CheckOK, nil},
	{"P9", engine.CheckFound, claims(0, "32", "/")},
	{"P9", engine.CheckFound, claims(0, "32", "已完成")},
	{"P9", engine.CheckNotApplicable, claims(0, "32", "")},
	{"P10", engine.CheckOK, nil},
	{"P10", engine.CheckFound, func(s *engine.Submission) {
		spent(1_000_000, 799_999)(s)
		replaced(0, engine.Quantity, "修剪树木", "≥500株", "500株", "40", "40", "")(s)
	}},
	{"P10", engine.CheckNoData, blankTotals},
	{"P12", engine.CheckOK, nil},
	{"P12", engine.CheckFound, row(0, func(r *engine.Indicator) { r.Weight = points("39") })},
	{"P12", engine.CheckNoData, noWeights},
}

func TestQualityChecks(t *testing.T) {
	set, err := Load("mof-2020", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range qualityCases {
		s := orderlyForm()
		if c.edit != nil {
			c.edit(s)
		}
		if got, _ := outcomeOf(t, set, s, c.check); got.Outcome != c.want {
			t.Errorf("case %d: %s is %v, want %v", i, c.check, got.Outcome, c.want)
		}
	}
}

// lastYearCases hold T12 against its definition (domain: last year's actual already reaches this year's target): this year's form is the
// orderly one edited, and so is last year's. A nil last is a year without a run.
var lastYearCases = []struct {
	name       string
	want       engine.CheckOutcome
	edit, last formEdit
}{
	{"no run of last year", engine.CheckNoData, nil, nil},
	{"below every target", engine.CheckOK, nil, lastActuals("499株", "94.9%", "29吨", "89%")},
	{"one reached exactly", engine.CheckFound, nil, lastActuals("500株", "94.9%", "29吨", "89%")},
	{"written for another unit", engine.CheckFound, nil, func(s *engine.Submission) {
		lastActuals("499株", "94.9%", "29吨", "89%")(s)
		replaced(2, engine.EconomicBenefit, "节约用水", "≥0.002万吨", "0.003", "30", "30", "")(s) // 0.003万吨 = 30吨
	}},
	{"another unit, below", engine.CheckOK, nil, func(s *engine.Submission) {
		lastActuals("499株", "94.9%", "29吨", "89%")(s)
		replaced(2, engine.EconomicBenefit, "节约用水", "≥0.002万吨", "0.0029", "30", "30", "")(s)
	}},
	{"at most, reached", engine.CheckFound, replaced(0, engine.EconomicCost, "每株成本", "≤30元", "31元", "40", "38", ""), func(s *engine.Submission) {
		lastActuals("", "94.9%", "29吨", "89%")(s)
		replaced(0, engine.EconomicCost, "每株成本", "≤35元", "30元", "40", "40", "")(s)
	}},
	{"at most, dearer", engine.CheckOK, replaced(0, engine.EconomicCost, "每株成本", "≤30元", "31元", "40", "38", ""), func(s *engine.Submission) {
		lastActuals("", "94.9%", "29吨", "89%")(s)
		replaced(0, engine.EconomicCost, "每株成本", "≤35元", "31元", "40", "40", "")(s)
	}},
	{"a target of all cannot be higher", engine.CheckOK, row(1, func(r *engine.Indicator) {
		*r = claimedRow(engine.Quality, "成活率", "=100%", "100%", "10", "10", "")
	}), lastActuals("499株", "100%", "29吨", "89%")},
	{"a new indicator beside old ones", engine.CheckOK, nil, func(s *engine.Submission) {
		lastActuals("499株", "94.9%", "29吨", "89%")(s)
		s.Indicators = s.Indicators[1:]
	}},
	{"nothing but new indicators", engine.CheckNotApplicable, nil, func(s *engine.Submission) { s.Indicators = nil }},
	{"not reported last year", engine.CheckNoData, nil, lastActuals("", "", "", "")},
	{"words last year", engine.CheckNoData, nil, func(s *engine.Submission) {
		lastActuals("", "", "", "")(s)
		replaced(0, engine.Quantity, "修剪树木", "及时", "及时", "40", "40", "")(s)
	}},
	{"of one name twice last year", engine.CheckOK, nil, func(s *engine.Submission) {
		lastActuals("600株", "94.9%", "29吨", "89%")(s)
		s.Indicators = append(s.Indicators, s.Indicators[0])
	}},
	{"renamed", engine.CheckFound, nil, func(s *engine.Submission) {
		lastActuals("500株", "94.9%", "29吨", "89%")(s)
		s.Indicators[0].Name = "树木修剪"
	}},
}

// lastActuals are what the rows of the orderly form came to a year before; blank for nothing reported.
func lastActuals(texts ...string) formEdit {
	return func(s *engine.Submission) {
		for i, text := range texts {
			s.Indicators[i].Actual = engine.Actual{}
			if text != "" {
				s.Indicators[i].Actual, _ = notation.ParseActual(text, notation.Context{Year: 2024, Name: s.Indicators[i].Name})
			}
		}
	}
}

func TestChecksAgainstLastYear(t *testing.T) {
	set, err := Load("mof-2020", Options{})
	if err != nil {
		t.Fatal(err)
	}
	renames := []engine.IndicatorRename{{From: engine.IndicatorKey{Level2: engine.Quantity, Name: "树木修剪", Ordinal: 1},
		To: engine.IndicatorKey{Level2: engine.Quantity, Name: "修剪树木", Ordinal: 1}}}
	for _, c := range lastYearCases {
		s, last := orderlyForm(), (*engine.LastYear)(nil)
		if c.edit != nil {
			c.edit(s)
		}
		s.Identify()
		if c.last != nil {
			before := orderlyForm()
			before.Year = 2024
			c.last(before)
			before.Identify()
			last = engine.NewLastYear(s, before, engine.Evaluate(set, before), renames)
		}
		if got := outcomeBeside(t, set, s, last); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	for outcome, last := range map[engine.CheckOutcome]*engine.LastYear{engine.CheckNotApplicable: {}, engine.CheckNoData: {Doubtful: true}} {
		s := orderlyForm()
		s.Identify()
		if got := outcomeBeside(t, set, s, last); got != outcome {
			t.Errorf("%+v: %v, want %v", last, got, outcome)
		}
	}
}

func outcomeBeside(t *testing.T, set *Ruleset, s *engine.Submission, last *engine.LastYear) engine.CheckOutcome {
	t.Helper()
	for _, result := range set.Check(s, engine.Evaluate(set, s), last) {
		if result.Check == "mof-2020/T12" {
			return result.Outcome
		}
	}
	t.Fatal("T12 has no result")
	return 0
}

// Every check has a case in which it finds something and one in which it does not.
func TestQualityCasesAreComplete(t *testing.T) {
	set, err := Load("mof-2020", Options{})
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	for _, c := range qualityCases {
		met[c.check+c.want.String()] = true
	}
	for _, c := range lastYearCases {
		met["T12"+c.want.String()] = true
	}
	catalogue := messages.Default()
	if err := catalogue.Add(set.Sentences()...); err != nil {
		t.Fatal(err)
	}
	for _, check := range set.QualityChecks() {
		if catalogue.Hint(messages.Chinese, "finding."+check.Code, nil) == "" || catalogue.Hint(messages.English, "finding."+check.Code, nil) == "" {
			t.Errorf("%s does not say what to do", check.ID)
		}
		if check.Of == "department" {
			continue // TestDepartmentChecks
		}
		if !met[check.ID+engine.CheckFound.String()] || !met[check.ID+engine.CheckOK.String()] {
			t.Errorf("%s has no case of a finding or none of ok", check.ID)
		}
	}
}

// A department is compared with the bureau from three projects on: 10 points off is no finding, and more is; nor is one total for all.
func TestDepartmentChecks(t *testing.T) {
	set, err := Load("mof-2020", Options{})
	if err != nil {
		t.Fatal(err)
	}
	tally := engine.NewDepartmentTally()
	for _, project := range []struct {
		department string
		total      engine.Points
	}{{"甲局", 80_00}, {"甲局", 81_00}, {"甲局", 79_00}, {"乙局", 99_00}, {"乙局", 100_00}, {"乙局", 98_00}, {"丙局", 91_00}, {"丙局", 91_00}, {"丙局", 91_00},
		{"丁局", 84_00}, {"丁局", 86_00}, {"丁局", 85_00}, {"戊局", 20_00}, {"戊局", 100_00}} {
		tally.Add(project.department, true, project.total)
	}
	tally.Add("己局", false, 0)
	// The mean of all is 1185 ÷ 14, about 84.64: 甲局 is 4.64 below, 乙局 14.36 above.
	for department, want := range map[string]engine.CheckOutcome{"甲局": engine.CheckOK, "乙局": engine.CheckFound, "丙局": engine.CheckFound, "丁局": engine.CheckOK,
		"戊局": engine.CheckNotApplicable, "己局": engine.CheckNotApplicable, "无此局": engine.CheckNotApplicable} {
		results := set.CheckDepartment(tally.Facts(department))
		if len(results) != 1 || results[0].Check != "mof-2020/P11" || results[0].Outcome != want {
			t.Errorf("%s: %v, want %v", department, results, want)
		}
	}
}

// Packs that rest on mof-2020 have its checks under their own names; a check that finds something in several rows has a result for each.
func TestInheritedChecks(t *testing.T) {
	for _, pack := range []string{"mof-2021", "hubei-2020", "platform-default", "city-caps-2022"} {
		set, err := Load(pack, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if checks := set.QualityChecks(); len(checks) < 39 || checks[0].Code != pack+"/C1" {
			t.Errorf("%s has %d checks", pack, len(checks))
		}
	}
	set, err := Load("mof-2020", Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := orderlyForm()
	claims(0, "32", "")(s)
	claims(3, "9", "/")(s)
	if last, found := outcomeOf(t, set, s, "C6"); found != 2 || last.Indicator != s.Indicators[3].ID {
		t.Errorf("%d results, the last of %s", found, last.Indicator)
	}
}

// Of a rule set that chooses, the checks of all its packs are listed, those of departments once; a summary has those of the pack that judges the
// project, and leaves out what looks at last year.
func TestChecksOfSeveralPacks(t *testing.T) {
	var packs []*Ruleset
	for _, name := range []string{"mof-2020", "hubei-2020"} {
		set, err := Load(name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		packs = append(packs, set)
	}
	set := Combine(packs[0], []KindPack{{"甲类", packs[1]}, {"乙类", packs[0]}, {"丙类", packs[1]}})
	count := map[string]int{}
	for _, check := range set.QualityChecks() {
		count[check.Code]++
		if check.LastYear != (check.ID == "T12") {
			t.Errorf("%s looks at last year: %v", check.Code, check.LastYear)
		}
	}
	if count["mof-2020/C1"] != 1 || count["hubei-2020/C1"] != 1 || count["mof-2020/P11"] != 1 || count["hubei-2020/P11"] != 0 {
		t.Errorf("%v", count)
	}
	if set.SeverityOf("hubei-2020/A3") != engine.Error || set.SeverityOf("mof-2020/C1") != engine.Warning || set.SeverityOf("x/C1") != engine.Info {
		t.Error("severities")
	}
	s := orderlyForm()
	s.Identify()
	for kind, pack := range map[string]string{"甲类": "hubei-2020", "": "mof-2020"} {
		s.Kind = kind
		summary := set.Summarize(s, engine.Evaluate(set, s))
		if !strings.HasPrefix(summary.Asked, pack+"/C1 "+pack+"/C2 ") || strings.Contains(summary.Asked, "T12") || strings.Contains(summary.Asked, "P11") {
			t.Errorf("%q was asked %s", kind, summary.Asked)
		}
		if len(strings.Fields(summary.Asked)) != len(summary.Outcomes) {
			t.Errorf("%s for %s", summary.Outcomes, summary.Asked)
		}
	}
}

// A threshold is a parameter, and the evidence holds the numbers that were compared.
func TestCheckParameters(t *testing.T) {
	strict, err := Load("mof-2020", Options{Overrides: []Override{{"check_total_difference", "2", "--set"}}})
	if err != nil {
		t.Fatal(err)
	}
	s := orderlyForm()
	claims(0, "35", "雨季停工")(s)
	got, _ := outcomeOf(t, strict, s, "P5")
	if got.Outcome != engine.CheckFound || got.Severity != engine.Warning {
		t.Fatalf("%v %v", got.Outcome, got.Severity)
	}
	evidence := map[string]string{}
	for _, arg := range got.Args {
		evidence[arg.Name] = arg.Value
	}
	if evidence["claimed_sum"] != "95" || evidence["computed_total"] != "92" || evidence["check_total_difference"] != "2" {
		t.Errorf("the evidence is %v", evidence)
	}
}

// Checks never change a score, and are the same whoever asks first.
func TestChecksChangeNothing(t *testing.T) {
	set, err := Load("mof-2020", Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := orderlyForm()
	s.Identify()
	e := engine.Evaluate(set, s)
	before := engine.ResultDigest(e)
	set.Check(s, e, nil)
	if engine.ResultDigest(e) != before || engine.ResultDigest(engine.Evaluate(set, s)) != before {
		t.Error("checking changed the evaluation")
	}
}
