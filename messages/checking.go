package messages

// checking are the sentences around the quality checks (自评复核). What a check finds is said in its pack.
var checking = []Entry{
	{Code: "help.check", ZH: "复核自评表，指出不可信之处", EN: "check the self-evaluations and point at what not to believe"},
	{Code: "help.check-long", ZH: "按规则中的复核项目检查最近一次评分的每张自评表：是否完整、算得对不对、目标是否合适、结果是否可信。\n\n每一项的结果是发现问题、通过、不适用或数据不足。--sample N 抽出 N 个项目供抽查：问题多、金额大的更可能抽中，同一个 --seed 总是抽出同样的项目。",
		EN: "Checks every form of the newest run by the checks of its rules: is it complete, does it add up, are the targets sound, can the result be believed?\n\nEach check comes to a finding, ok, not applicable or not enough data. --sample N draws N projects for a closer look, the likelier the more was found and the more money is at stake; the same --seed always draws the same."},
	{Code: "flag.sample", ZH: "抽出这么多个项目供抽查", EN: "draw so many projects for a closer look"},
	{Code: "flag.sample-seed", ZH: "抽样的种子", EN: "the seed of the draw"},
	{Code: "progress.check", ZH: "复核", EN: "checking"},
	{Code: "error.sample-size", ZH: "--sample 应为不小于 0 的整数，写的是 {value}", EN: "--sample takes a whole number from 0; this is {value}"},
	{Code: "error.seed-alone", ZH: "--seed 要与 --sample 一起用", EN: "--seed goes with --sample"},
	{Code: "error.no-checks", ZH: "规则 {pack} 没有复核项目", EN: "the pack {pack} has no checks",
		HintZH: "用现在的规则重新评分后再复核：jixiao evaluate", HintEN: "evaluate again with the present rules first: jixiao evaluate"},
	{Code: "done.check", ZH: "复核了 {projects} 个项目，发现 {found} 处问题。", EN: "{projects} projects checked, {found} findings."},
	{Code: "next.check", ZH: "下一步：jixiao show 项目 看依据；核实后用 jixiao review 记下复核分和审核意见。",
		EN: "Next: jixiao show PROJECT for the grounds; then jixiao review records a score and an opinion."},
	{Code: "check.sample", ZH: "抽查 {count} 个项目（种子 {seed}）", EN: "{count} projects for a closer look (seed {seed})"},
	{Code: "label.check", ZH: "复核", EN: "check"},
	{Code: "label.check-title", ZH: "内容", EN: "what it looks for"},
	{Code: "label.outcome-finding", ZH: "发现", EN: "found"},
	{Code: "label.outcome-ok", ZH: "通过", EN: "ok"},
	{Code: "label.outcome-not-applicable", ZH: "不适用", EN: "n/a"},
	{Code: "label.outcome-not-enough-data", ZH: "数据不足", EN: "no data"},
	{Code: "label.finding", ZH: "发现的问题", EN: "finding"},
	{Code: "label.order", ZH: "次序", EN: "order"},
	{Code: "label.tickets", ZH: "权重", EN: "tickets"},
	{Code: "label.more-findings", ZH: "另有 {count} 处，见 --json", EN: "{count} more; see --json"},
}
