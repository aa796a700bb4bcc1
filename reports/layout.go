package reports

import (
	"slices"

	"jixiao/engine"
)

// Layout is how a place prints the form 项目支出绩效自评表: its words and its unit of money. The blocks and their order are the same
// everywhere, so that a writer needs to know no place.
type Layout struct {
	Name  string // as the configuration calls it
	Words FormWords
	unit  string   // 元 or 万元; blank for the one of the project's own form
	packs []string // rule packs whose forms look like this
}

// FormWords are the words that a form prints around a project's own.
type FormWords struct {
	Title                                               string
	Name, Department, Unit                              string
	Funds, Initial, Adjusted, Executed, FundsWeight     string
	Rate, FundsPoints                                   string
	Goal, Expected, GoalActual                          string
	Indicators, Level1, Level2, Indicator               string
	Target, Actual, Weight, Points, Reason              string
	Total, Grade, Notes, Adjustment                     string
	Filler, Telephone, FilledOn                         string
	Claimed, Computed, Reviewed, Opinion, ReviewedTotal string
	Explanation                                         string
}

// LayoutAuto chooses the layout by the project: the one that its rule pack names, or else the one of its own form's unit of money.
const LayoutAuto = "auto"

// Names of the layouts.
const (
	layoutNational = "national"
	layoutShanghai = "shanghai"
	layoutHubei    = "hubei"
)

// nationalWords are those of the form that hangs at 财预〔2020〕10号 and its followers.
var nationalWords = FormWords{
	Title: "项目支出绩效自评表", Name: "项目名称", Department: "主管部门", Unit: "实施单位",
	Funds: "项目资金", Initial: engine.ColumnInitial.Label(), Adjusted: engine.ColumnAdjusted.Label(), Executed: engine.ColumnExecuted.Label(),
	FundsWeight: engine.ColumnWeight.Label(), Rate: "执行率", FundsPoints: "得分",
	Goal: engine.GoalLabel, Expected: "预期目标", GoalActual: engine.GoalActualLabel,
	Indicators: "绩效指标", Level1: engine.ColumnLevel1.Label(), Level2: engine.ColumnLevel2.Label(), Indicator: engine.ColumnIndicator.Label(),
	Target: engine.ColumnTarget.Label(), Actual: engine.ColumnActual.Label(), Weight: engine.ColumnWeight.Label(), Points: "得分",
	Reason: engine.ColumnReason.Label(), Total: "总分", Grade: "等级", Notes: "说明", Adjustment: "调整",
	Filler: engine.FillerLabel + "：", Telephone: engine.TelephoneLabel + "：", FilledOn: engine.FilledOnLabel + "：",
	Claimed: "自评", Computed: "核算", Reviewed: "复核", Opinion: "审核意见", ReviewedTotal: "复核总分", Explanation: "计分说明",
}

// layouts is the registry of layouts.
var layouts = []Layout{
	{Name: layoutNational, Words: nationalWords, unit: tenThousand},
	{Name: layoutShanghai, Words: nationalWords, unit: yuan},
	{Name: layoutHubei, Words: hubeiWords(), unit: tenThousand, packs: []string{"hubei-2020"}},
}

// hubeiWords are those of the form of 湖北省, which prints how the score of the execution is made.
func hubeiWords() FormWords {
	w := nationalWords
	w.Title, w.Unit = "项目绩效自评表", "项目实施单位"
	w.Funds, w.Adjusted, w.Executed = "预算执行情况", "预算数（A）", "执行数（B）"
	w.Rate, w.FundsPoints = "执行率（B/A）", "得分（分值×执行率）"
	w.Goal, w.Indicators = "年度绩效目标", "年度绩效指标"
	w.Target, w.Actual = "年初目标值（A）", "实际完成值（B）"
	w.Reason = "偏差原因分析"
	return w
}

// Layouts lists the names of the layouts, LayoutAuto first.
func Layouts() []string {
	names := []string{LayoutAuto}
	for _, layout := range layouts {
		names = append(names, layout.Name)
	}
	return names
}

// layoutFor returns the layout of a name, or for LayoutAuto and the blank name the one of a project scored under one of some packs: its
// own and those that it builds on.
func layoutFor(name string, packs []string, s *engine.Submission) *Layout {
	for i := range layouts {
		if layouts[i].Name == name {
			return &layouts[i]
		}
	}
	for i := range layouts {
		if slices.ContainsFunc(layouts[i].packs, func(pack string) bool { return slices.Contains(packs, pack) }) {
			return layouts[i].inUnitOf(s)
		}
	}
	return layouts[0].inUnitOf(s)
}

// inUnitOf returns the layout with the unit of money that the project's own form prints; a form that says neither 元 nor 万元 is printed
// in 元.
func (l *Layout) inUnitOf(s *engine.Submission) *Layout {
	own := *l
	own.unit = yuan
	if engine.Fold(s.Budget.FormUnit) == tenThousand {
		own.unit = tenThousand
	}
	return &own
}
