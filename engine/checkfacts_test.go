package engine

import (
	"fmt"
	"strings"
	"testing"
)

func fundsOf(total, fiscal BudgetRow) *Budget {
	var b Budget
	total.Item, fiscal.Item = TotalFunds, FiscalFunds
	*b.Edit(TotalFunds) = total
	*b.Edit(FiscalFunds) = fiscal
	return &b
}

// The gap of the funds is that of the worst column; a column that lacks the total or the parts says nothing (A9).
func TestFundsGap(t *testing.T) {
	fen := func(n int64) *Money { m := Money(n); return &m }
	fenKnown := func(n int64) *Known { return &Known{NewRational(n, 100), true} }
	for _, c := range []struct {
		name          string
		total, fiscal BudgetRow
		want          *Known // in fen; nil: unknown
	}{
		{"nothing", BudgetRow{}, BudgetRow{}, nil},
		{"no parts", BudgetRow{Adjusted: fen(100)}, BudgetRow{}, nil},
		{"equal", BudgetRow{Adjusted: fen(100)}, BudgetRow{Adjusted: fen(100)}, fenKnown(0)},
		{"only the initial ones", BudgetRow{Initial: fen(1000)}, BudgetRow{Initial: fen(900)}, fenKnown(100)},
		{"parts above the total", BudgetRow{Adjusted: fen(100), Executed: fen(50)}, BudgetRow{Adjusted: fen(100), Executed: fen(51)}, fenKnown(1)},
		{"the worst", BudgetRow{Initial: fen(500), Adjusted: fen(100)}, BudgetRow{Initial: fen(300), Adjusted: fen(400)}, fenKnown(300)},
		{"different columns", BudgetRow{Initial: fen(500)}, BudgetRow{Adjusted: fen(400)}, nil},
	} {
		var f FormFacts
		f.funds(fundsOf(c.total, c.fiscal))
		if f.FundsGap.Known != (c.want != nil) || c.want != nil && f.FundsGap.Value.Cmp(c.want.Value) != 0 {
			t.Errorf("%s: the gap is %+v, want %+v", c.name, f.FundsGap, c.want)
		}
	}
}

// Facts of texts, each by the definition of its check: T1 vague, C2 template text, T8 a target in the name.
func TestFactsOfTexts(t *testing.T) {
	for _, c := range []struct {
		text string
		is   func(string) bool
		want bool
	}{
		{"有效提升", isVague, true}, {"进一步提高", isVague, true}, {"提升3个百分点", isVague, false}, {"提高到行业标准", isVague, false}, {"验收合格", isVague, false}, {"", isVague, false},
		{"*", isTemplateText, true}, {"XXX", isTemplateText, true}, {"≥××%", isTemplateText, true}, {"请填写", isTemplateText, true}, {"≥90%", isTemplateText, false}, {"", isTemplateText, false},
		{"亮灯率≥95%", hasFigure, true}, {"培训不少于3场", hasFigure, true}, {"十四五规划编制", hasFigure, false}, {"2025年活动场次", hasFigure, false}, {"亮灯率", hasFigure, false},
		{"\x00\u200b", isVague, false}, {"\x1b[31m", isTemplateText, false}, {strings.Repeat("≥", 100_000), hasFigure, false},
	} {
		if got := c.is(c.text); got != c.want {
			t.Errorf("%.20q: %v, want %v", c.text, got, c.want)
		}
	}
}

// The facts of a form grow with its rows, and no faster: a row that lacks its score is looked for among all of them.
func TestFactsOfLongForms(t *testing.T) {
	allocations := func(rows int) float64 {
		s, e := &Submission{}, &Evaluation{}
		for i := range rows {
			id := IndicatorID(fmt.Sprintf("%016x", i))
			s.Indicators = append(s.Indicators, Indicator{ID: id, Level1: Output, Level2: Quantity, Name: "场次"})
			e.Scores = append(e.Scores, Score{Indicator: id, Weight: 100, Earned: 50, Verdict: PartlyMet})
		}
		f := NewFormFacts(s, e, "优")
		if f.Rows != rows || f.Unreported != rows || !f.OutputShare.Known || f.OutputShare.Value.Cmp(NewRational(1, 2)) != 0 {
			t.Errorf("%d rows: %+v", rows, f)
		}
		return testing.AllocsPerRun(1, func() { NewFormFacts(s, e, "优") })
	}
	if few, many := allocations(500), allocations(5000); many > 12*few+100 {
		t.Errorf("%v allocations for 5,000 rows, %v for 500", many, few)
	}
}
