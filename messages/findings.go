package messages

// findings holds what the scoring notices without changing a score.
var findings = []Entry{
	{Code: "finding.weights-leave-no-execution", ZH: "指标分值合计为 100 分，预算执行率不再占分", EN: "the indicators' weights add up to 100, so execution has no points"},
	{Code: "finding.weights-sum", ZH: "指标分值 {rows} 与预算执行率 {execution} 合计 {sum} 分，不等于 100 分，不评定等级", EN: "weights {rows} and execution {execution} add up to {sum}, not 100; no grade is given",
		HintZH: "请核对分值后重新导入", HintEN: "check the weights and import the form again"},
	{Code: "finding.level-without-heir", ZH: "表中没有{level}，其 {points} 分也没有可转入的一级指标，不评定等级", EN: "the form has no {level}, and its {points} points have nowhere to go; no grade is given"},
	{Code: "finding.level-given-away", ZH: "表中没有{level}，其 {points} 分计入{to}", EN: "the form has no {level}; its {points} points go to {to}"},
	{Code: "finding.exactly-exceeded", ZH: "指标值为“{target}”，实际完成 {actual}，超过指标值", EN: "the target is {target}; the actual {actual} goes beyond it"},
	{Code: "finding.target-without-unit", ZH: "指标值“{target}”没有单位，实际完成值“{actual}”按其数字比较", EN: "the target {target} has no unit; the number of “{actual}” was compared with it"},
	{Code: "finding.negative-counts-as-zero", ZH: "实际完成值 {actual} 为负数，按 0 计", EN: "the negative actual {actual} counts as 0"},
	{Code: "finding.deadline-without-date", ZH: "“{actual:tier}”没有日期，按如期完成计（期限 {due}）", EN: "“{actual:tier}” gives no date; taken as in time (due {due})"},
	{Code: "finding.earlier-than-window", ZH: "完成时间“{actual}”早于计划开始的 {from}", EN: "“{actual}” is earlier than the window, which begins {from}"},
	{Code: "finding.claimed-outside-window", ZH: "自评 {claimed} 分不在“{tier:tier}”的得分区间内（分值 {weight}），按规则的默认比例计分", EN: "the claimed {claimed} lies outside the window of “{tier:tier}” (weight {weight}); the rule's default share counts"},
	{Code: "finding.tier-differs", ZH: "填写的完成情况是“{tier:tier}”，按规则判定为“{verdict:verdict}”，以判定为准", EN: "the tier was stated as “{tier:tier}”, the rules say “{verdict:verdict}”, which counts",
		HintZH: "请核对实际完成值和完成情况", HintEN: "check the actual and the tier"},
	{Code: "finding.claimed-differs", ZH: "自评 {claimed} 分，按规则应得 {computed} 分", EN: "claimed {claimed}, computed {computed}"},
	{Code: "finding.execution-from-initial", ZH: "全年预算数未填，按年初预算数 {initial} 元计算预算执行率", EN: "the adjusted budget is blank; the initial budget of {initial} yuan was used"},
	{Code: "finding.execution-over-budget", ZH: "全年执行数 {executed} 元超过全年预算数 {adjusted} 元，执行率按 100% 计分", EN: "executed {executed} is above the budget of {adjusted} yuan; execution counts as 100 %"},
	{Code: "finding.nothing-applies", ZH: "所有指标都不适用，无法评分", EN: "no indicator applies, so nothing can be scored"},
}
