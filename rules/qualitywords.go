package rules

import "jixiao/engine"

// The words of checks (自评复核). A fact that the form does not say stops the check that asks for it: the check has not enough data.

var (
	formChecks       = []engine.FactKind{engine.FormCheckFacts}
	rowChecks        = []engine.FactKind{engine.RowCheckFacts}
	departmentChecks = []engine.FactKind{engine.DepartmentCheckFacts}
)

// The facts of a subject; none where an expression is tried without any.
func formOf(x *engine.Facts) *engine.FormFacts             { return orNone(x.Form) }
func rowOf(x *engine.Facts) *engine.RowFacts               { return orNone(x.Row) }
func departmentOf(x *engine.Facts) *engine.DepartmentFacts { return orNone(x.Department) }

func orNone[T any](facts *T) *T {
	if facts == nil {
		return new(T)
	}
	return facts
}

func count(of func(*engine.Facts) int) func(*frame) engine.Rational {
	return func(f *frame) engine.Rational { return engine.NewRational(int64(of(f.facts)), 1) }
}

// maybe gives a number that may be unknown, which the frame remembers.
func maybe(of func(*engine.Facts) engine.Known) func(*frame) engine.Rational {
	return func(f *frame) engine.Rational {
		fact := of(f.facts)
		f.unknown = f.unknown || !fact.Known
		return fact.Value
	}
}

func maybeTrue(of func(*engine.Facts) engine.Known) func(*frame) bool {
	number := maybe(of)
	return func(f *frame) bool { return number(f).Sign() != 0 }
}

// verdictOfRow is the verdict of a judged row. An undetermined one is unknown; one that does not apply is none of the three.
func verdictOfRow(f *frame) int {
	verdict := rowOf(f.facts).Verdict
	f.unknown = f.unknown || verdict == engine.Undetermined
	return int(verdict)
}

func opOfRow(f *frame) int {
	f.unknown = f.unknown || !rowOf(f.facts).HasOp
	return int(rowOf(f.facts).Op)
}

var qualityWords = []word{
	{en: "name_blank", zh: "名称未填", in: formChecks, kind: truthKind, truth: func(f *frame) bool { return formOf(f.facts).NameBlank },
		meaning: Text{"项目名称未填", "the project has no name"}},
	{en: "department_blank", zh: "部门未填", in: formChecks, kind: truthKind, truth: func(f *frame) bool { return formOf(f.facts).DepartmentBlank },
		meaning: Text{"主管部门未填", "no department"}},
	{en: "goal_blank", zh: "目标未填", in: formChecks, kind: truthKind, truth: func(f *frame) bool { return formOf(f.facts).GoalBlank },
		meaning: Text{"年度总体目标未填", "no annual goal"}},
	{en: "rows", zh: "指标数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).Rows }),
		meaning: Text{"三级指标的个数", "the number of indicators"}},
	{en: "cost_rows", zh: "成本指标数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).CostRows }),
		meaning: Text{"成本指标的个数", "indicators of cost"}},
	{en: "output_rows", zh: "产出指标数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).OutputRows }),
		meaning: Text{"产出指标的个数", "indicators of output"}},
	{en: "benefit_rows", zh: "效益指标数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).BenefitRows }),
		meaning: Text{"效益指标的个数", "indicators of benefit"}},
	{en: "satisfaction_rows", zh: "满意度指标数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).SatisfactionRows }),
		meaning: Text{"满意度指标的个数", "indicators of satisfaction"}},
	{en: "weights_sum", zh: "分值合计", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).WeightsSum }),
		meaning: Text{"各指标分值之和；有一项没有分值就不知道", "the sum of the weights of all indicators; unknown where one has none"}},
	{en: "form_execution_weight", zh: "表中执行分值", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).ExecutionWeight }),
		meaning: Text{"表中印的预算执行分值", "the weight that the form prints for the execution"}},
	{en: "claimed_rows", zh: "自评行数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).ClaimedRows }),
		meaning: Text{"填了自评得分的指标个数", "indicators with a claimed score"}},
	{en: "unclaimed_rows", zh: "未自评行数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).UnclaimedRows }),
		meaning: Text{"没填自评得分的指标个数，不适用的除外", "indicators without a claimed score, those that do not apply left out"}},
	{en: "full_rows", zh: "满分行数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).FullRows }),
		meaning: Text{"自评满分的指标个数", "indicators claimed at their full weight"}},
	{en: "cut_rows", zh: "扣分行数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).CutRows }),
		meaning: Text{"自评未得满分的指标个数", "indicators claimed below their weight"}},
	{en: "whole_claims", zh: "整数自评数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).WholeClaims }),
		meaning: Text{"自评得分为整数的指标个数", "indicators claimed in whole points"}},
	{en: "claimed_sum", zh: "自评得分合计", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).ClaimedSum }),
		meaning: Text{"各项自评得分之和，含预算执行；有一项没填就不知道", "the sum of all claims, the execution included; unknown where one is missing"}},
	{en: "printed_total", zh: "表中总分", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).PrintedTotal }),
		meaning: Text{"表中印的总分", "the total that the form prints"}},
	{en: "computed_total", zh: "核算总分", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).ComputedTotal }),
		meaning: Text{"按规则计算的总分；有无法判定的就不知道", "the computed total; unknown where a row is undetermined"}},
	{en: "best_grade", zh: "最高等级", in: formChecks, kind: truthKind, truth: maybeTrue(func(x *engine.Facts) engine.Known { return formOf(x).BestGrade }),
		meaning: Text{"核算的等级是最高一等", "the computed grade is the best one"}},
	{en: "initial_total", zh: "年初预算合计", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).Initial }),
		meaning: Text{"年度资金总额的年初预算数（元）", "the initial budget of the total row, in yuan"}},
	{en: "adjusted_total", zh: "全年预算合计", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).Adjusted }),
		meaning: Text{"年度资金总额的全年预算数（元）", "the adjusted budget of the total row, in yuan"}},
	{en: "executed_total", zh: "全年执行合计", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).Executed }),
		meaning: Text{"年度资金总额的全年执行数（元）", "the executed amount of the total row, in yuan"}},
	{en: "initial_parts", zh: "年初预算分项", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).InitialParts }),
		meaning: Text{"各资金来源年初预算数之和（元）", "the sum of the initial budgets of the parts, in yuan"}},
	{en: "adjusted_parts", zh: "全年预算分项", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).AdjustedParts }),
		meaning: Text{"各资金来源全年预算数之和（元）", "the sum of the adjusted budgets of the parts, in yuan"}},
	{en: "executed_parts", zh: "全年执行分项", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).ExecutedParts }),
		meaning: Text{"各资金来源全年执行数之和（元）", "the sum of the executed amounts of the parts, in yuan"}},
	{en: "funds_gap", zh: "资金差额", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).FundsGap }),
		meaning: Text{"年度资金总额与各资金来源之和的差额，取各列中最大的（元）", "how far the total of the funds is from its parts, in the column where they differ most, in yuan"}},
	{en: "spent_share", zh: "执行比例", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).ExecutionRate }), percent: true,
		meaning: Text{"全年执行数 ÷ 全年预算数", "executed ÷ adjusted"}},
	{en: "printed_share", zh: "表中执行率", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).PrintedRate }), percent: true,
		meaning: Text{"表中印的执行率", "the execution rate that the form prints"}},
	{en: "execution_points", zh: "执行分值", in: formChecks, kind: numberKind, number: func(f *frame) engine.Rational { return formOf(f.facts).ExecutionPoints },
		meaning: Text{"预算执行在评分中的分值", "the weight of the execution in the scoring"}},
	{en: "execution_claim", zh: "执行自评得分", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).ExecutionClaimed }),
		meaning: Text{"预算执行的自评得分", "the claimed score of the execution"}},
	{en: "execution_explained", zh: "执行有说明", in: formChecks, kind: truthKind, truth: func(f *frame) bool { return formOf(f.facts).ExecutionExplained },
		meaning: Text{"预算执行填了偏差原因", "a reason is given beside the execution"}},
	{en: "output_share", zh: "产出得分率", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).OutputShare }), percent: true,
		meaning: Text{"产出指标核算得分占分值的比例", "what the output indicators earned of their weight"}},
	{en: "reported_rows", zh: "已报行数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).ReportedRows }),
		meaning: Text{"填了实际完成值的指标个数", "indicators with an actual"}},
	{en: "unreported_rows", zh: "未报行数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).Unreported }),
		meaning: Text{"没填实际完成值的指标个数，不适用的除外", "indicators without an actual, those that do not apply left out"}},
	{en: "echoed_rows", zh: "照抄行数", in: formChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return formOf(x).EchoedRows }),
		meaning: Text{"实际完成值与指标值文字相同的指标个数", "indicators whose actual repeats the target"}},
	{en: "heaviest_share", zh: "最大分值占比", in: formChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return formOf(x).HeaviestShare }), percent: true,
		meaning: Text{"最大的一项分值占全部指标分值的比例", "the greatest weight as a share of all"}},
	{en: "ends_first", zh: "结束早于开始", in: formChecks, kind: truthKind, truth: maybeTrue(func(x *engine.Facts) engine.Known { return formOf(x).EndsFirst }),
		meaning: Text{"项目的结束日期早于开始日期", "the project ends before it starts"}},
	{en: "target_missing", zh: "没有指标值", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).TargetMissing },
		meaning: Text{"指标值空白", "the target is blank"}},
	{en: "template_text", zh: "模板文字", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).TemplateText },
		meaning: Text{"指标值是模板留下的提示", "the target is a hint of the template"}},
	{en: "reported", zh: "已填完成值", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).Reported },
		meaning: Text{"填了实际完成值", "an actual is reported"}},
	{en: "inapplicable", zh: "填报不适用", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).Inapplicable },
		meaning: Text{"填报人说明不适用", "a person stated that the row does not apply"}},
	{en: "row_weight", zh: "行分值", in: rowChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return rowOf(x).Weight }),
		meaning: Text{"本行的分值", "the weight of the row"}},
	{en: "row_claim", zh: "行自评得分", in: rowChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return rowOf(x).Claimed }),
		meaning: Text{"本行的自评得分", "the claimed score of the row"}},
	{en: "claim_missing", zh: "没有自评得分", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return !rowOf(f.facts).Claimed.Known },
		meaning: Text{"本行没填自评得分", "the row has no claimed score"}},
	{en: "row_earned", zh: "行核算得分", in: rowChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return rowOf(x).Earned }),
		meaning: Text{"本行按规则计算的得分", "the computed score of the row"}},
	{en: "row_verdict", zh: "行结论", in: rowChecks, kind: choiceKind, domain: verdictDomain, choice: verdictOfRow,
		meaning: Text{"本行的结论：达成、部分达成、未达成", "the verdict: met, partly or missed"}},
	{en: "row_op", zh: "行比较符", in: rowChecks, kind: choiceKind, domain: opDomain, choice: opOfRow,
		meaning: Text{"指标值的比较符", "the comparator of the target"}},
	{en: "has_comparator", zh: "有比较符", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).HasOp },
		meaning: Text{"指标值是带比较符的数", "the target is a number with a comparator"}},
	{en: "target_value", zh: "指标数值", in: rowChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return rowOf(x).Target }),
		meaning: Text{"数值型指标值", "the target, where it is a number"}},
	{en: "actual_value", zh: "完成数值", in: rowChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return rowOf(x).Actual }),
		meaning: Text{"换算为指标值单位的实际完成值", "the actual in the unit of the target, where it is a number"}},
	{en: "completion", zh: "完成比例", in: rowChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return rowOf(x).Completion }), percent: true,
		meaning: Text{"完成值 ÷ 指标值（指标值为至少或等于一个正数）", "actual ÷ target, for a target of at least or exactly a number above 0"}},
	{en: "in_percent", zh: "以百分比计", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).Percent },
		meaning: Text{"指标值以 % 为单位", "the target is in percent"}},
	{en: "of_growth", zh: "增长类", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).Growth },
		meaning: Text{"衡量增长的指标", "the indicator measures growth"}},
	{en: "reason_given", zh: "填了原因", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).ReasonGiven },
		meaning: Text{"偏差原因一栏不空", "the reason is not blank"}},
	{en: "reason_filler", zh: "原因敷衍", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).ReasonFiller },
		meaning: Text{"偏差原因是“无”“/”“0”之类", "the reason is 无, / or 0"}},
	{en: "reason_says_done", zh: "原因称已完成", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).ReasonSaysDone },
		meaning: Text{"偏差原因写的是“已完成”之类", "the reason says that all was done"}},
	{en: "in_window", zh: "自评在区间内", in: rowChecks, kind: truthKind, truth: maybeTrue(func(x *engine.Facts) engine.Known { return rowOf(x).InWindow }),
		meaning: Text{"定性指标的自评得分在完成情况的得分区间内", "the claim for a worded row lies inside the window of its tier"}},
	{en: "vague", zh: "措辞含糊", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).Vague },
		meaning: Text{"指标值只有“提高”“有效”之类的词，没有数字或标准", "the target has vague words and neither figure nor standard"}},
	{en: "unit_missing", zh: "缺少单位", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).UnitMissing },
		meaning: Text{"数值型指标值没有单位，名称也看不出单位", "a number without a unit, and the name has none either"}},
	{en: "in_money", zh: "以金额计", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).MoneyUnit },
		meaning: Text{"指标值是金额", "the target is an amount of money"}},
	{en: "figure_in_name", zh: "名称含目标", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).FigureInName },
		meaning: Text{"指标名称里写着目标值", "the name of the indicator holds a target"}},
	{en: "satisfaction_name", zh: "名称称满意度", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).SatisfactionName },
		meaning: Text{"指标名称含“满意度”", "the name speaks of satisfaction"}},
	{en: "worded", zh: "定性", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).Worded },
		meaning: Text{"指标值是文字", "the target is words"}},
	{en: "with_deadline", zh: "有时限", in: rowChecks, kind: truthKind, truth: func(f *frame) bool { return rowOf(f.facts).Deadline },
		meaning: Text{"指标值是时限", "the target is a deadline"}},
	{en: "after_end", zh: "期限晚于项目", in: rowChecks, kind: truthKind, truth: maybeTrue(func(x *engine.Facts) engine.Known { return rowOf(x).AfterEnd }),
		meaning: Text{"时限晚于项目的结束日期", "the deadline lies behind the end of the project"}},
	{en: "had_last_year", zh: "上年已有", in: rowChecks, lastYear: true, kind: truthKind, truth: maybeTrue(func(x *engine.Facts) engine.Known { return rowOf(x).LastKept }),
		meaning: Text{"上年的自评表也有这个项目的这项指标；上年没有评分就不知道", "last year's form has the indicator too; unknown without a run of last year"}},
	{en: "last_actual", zh: "上年完成数值", in: rowChecks, lastYear: true, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return rowOf(x).LastActual }),
		meaning: Text{"上年的实际完成值，换算为今年指标值的单位", "last year's actual in the unit of this year's target"}},
	{en: "department_projects", zh: "部门项目数", in: departmentChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return departmentOf(x).Projects }),
		meaning: Text{"部门的项目个数", "the projects of the department"}},
	{en: "judged_projects", zh: "部门有总分项目数", in: departmentChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return departmentOf(x).Judged }),
		meaning: Text{"部门有总分的项目个数", "its projects that have a total"}},
	{en: "department_mean", zh: "部门平均分", in: departmentChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return departmentOf(x).Mean }),
		meaning: Text{"部门有总分的项目的平均分", "the mean of its totals"}},
	{en: "bureau_mean", zh: "全体平均分", in: departmentChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return departmentOf(x).BureauMean }),
		meaning: Text{"全部部门的平均分", "the mean of all departments"}},
	{en: "bureau_projects", zh: "全体有总分项目数", in: departmentChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return departmentOf(x).BureauJudged }),
		meaning: Text{"全部部门有总分的项目个数", "all projects that have a total"}},
	{en: "different_totals", zh: "不同总分数", in: departmentChecks, kind: numberKind, number: count(func(x *engine.Facts) int { return departmentOf(x).DifferentTotals }),
		meaning: Text{"部门的总分有几种", "how many different totals it has"}},
	{en: "lowest_total", zh: "最低总分", in: departmentChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return departmentOf(x).LowestTotal }),
		meaning: Text{"部门最低的总分", "its lowest total"}},
	{en: "highest_total", zh: "最高总分", in: departmentChecks, kind: numberKind, number: maybe(func(x *engine.Facts) engine.Known { return departmentOf(x).HighestTotal }),
		meaning: Text{"部门最高的总分", "its highest total"}},
}
