package reports

import (
	"fmt"
	"strings"

	"jixiao/engine"
)

// funds shows the amounts of the form and says how much of the year's budget was spent.
func (b *narrator) funds() {
	rows := [][]NarrativeCell{titlesOf(b.v.Words.Funds+"（"+b.v.MoneyUnit+"）", b.v.Words.Initial, b.v.Words.Adjusted, b.v.Words.Executed)}
	for _, line := range b.v.Budget {
		rows = append(rows, []NarrativeCell{{Text: line.Label}, amountCell(line.Initial), amountCell(line.Adjusted), amountCell(line.Executed)})
	}
	total := &b.v.Budget[0]
	b.text(say("本项目全年预算数为"), b.amountOf(total.Adjusted, b.v.Words.Adjusted), say("，全年执行数为"), b.amountOf(total.Executed, b.v.Words.Executed),
		say("，"+b.execution(total)+"。"))
	b.table([]float64{30, 20, 20, 20}, rows)
	b.unspent()
	b.text(gap("资金管理和使用的合规情况"))
}

func (b *narrator) amountOf(figure Figure, what string) NarrativePiece {
	if figure.Kind != MoneyFigure {
		return gap(what)
	}
	return say(figure.Text + b.v.MoneyUnit)
}

// execution says the rate and what it earned, as far as they are known.
func (b *narrator) execution(total *BudgetLine) string {
	rate := "预算执行率无法计算"
	if total.Rate.Kind == PercentFigure {
		rate = "预算执行率为" + total.Rate.Text
	}
	switch {
	case b.v.Execution.Verdict == engine.NotApplicable:
		return rate + "，不参加评分"
	case b.v.Execution.Verdict == engine.Undetermined:
		return rate + "，得分无法判定"
	case total.Score.Kind != PointsFigure:
		return rate
	}
	return fmt.Sprintf("%s，得%s分（分值%s分）", rate, total.Score.Text, total.Weight.Text)
}

// unspent says why money was left, in the department's own words.
func (b *narrator) unspent() {
	if b.v.ExecutionReason != "" {
		b.text(say("预算执行的说明：" + quoted(b.v.ExecutionReason)))
		return
	}
	if deviating(b.v.Execution.Verdict) {
		b.text(say("预算未全部执行的原因："), gap("预算未全部执行的原因"))
	}
}

// indicators says how many were reached, in all and in each class, and shows them.
func (b *narrator) indicators() {
	if len(b.v.Indicators) == 0 {
		b.text(say("没有登记年度绩效指标。"), gap("绩效指标完成情况"))
		return
	}
	all := make([]*IndicatorLine, len(b.v.Indicators))
	for i := range b.v.Indicators {
		all[i] = &b.v.Indicators[i]
	}
	classes := b.classes()
	if len(classes) > 1 {
		b.text(say(tally("年度绩效指标", all)))
	}
	for _, class := range classes {
		b.text(say(tally(class.name, class.rows)))
		b.classTable(class)
	}
}

// tally says how many rows have which verdict: 产出指标共5项，达成3项，未达成2项。
func tally(what string, rows []*IndicatorLine) string {
	var parts []string
	for _, verdict := range engine.Verdicts() {
		n := 0
		for _, row := range rows {
			if row.Verdict == verdict {
				n++
			}
		}
		switch {
		case n > 0 && n == len(rows) && n > 1:
			return fmt.Sprintf("%s共%d项，全部%s。", what, n, verdict.Label())
		case n > 0 && n == len(rows):
			return fmt.Sprintf("%s共1项，%s。", what, verdict.Label())
		case n > 0:
			parts = append(parts, fmt.Sprintf("%s%d项", verdict.Label(), n))
		}
	}
	return fmt.Sprintf("%s共%d项，%s。", what, len(rows), strings.Join(parts, "，"))
}

func (b *narrator) classTable(class class) {
	rows := [][]NarrativeCell{titlesOf(b.v.Words.Level2, b.v.Words.Indicator, b.v.Words.Target, b.v.Words.Actual, labelVerdict, b.v.Words.Weight, b.v.Words.Points)}
	for _, row := range class.rows {
		score := row.Score.Text
		if row.Score.Kind != PointsFigure {
			score = Dash // the verdict stands beside it
		}
		rows = append(rows, []NarrativeCell{{Text: row.Level2}, {Text: row.Name}, {Text: row.Target}, {Text: row.Actual},
			{Text: row.Verdict.Label()}, {Text: row.Weight.Text}, {Text: score}})
	}
	b.table([]float64{17, 26, 18, 18, 12, 8.5, 8.5}, rows)
}

func (b *narrator) table(widths []float64, rows [][]NarrativeCell) {
	b.blocks = append(b.blocks, NarrativeBlock{Kind: NarrativeTableKind, Table: &NarrativeTable{Widths: widths, Rows: rows}})
}

func titlesOf(texts ...string) []NarrativeCell {
	cells := make([]NarrativeCell, len(texts))
	for i, text := range texts {
		cells[i].Text = text
	}
	return cells
}

func amountCell(figure Figure) NarrativeCell {
	return NarrativeCell{figure.Text, figure.Kind == MoneyFigure}
}
