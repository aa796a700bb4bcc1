package messages

// delivering holds what the index of a folder of reports says, and what people are told of the folder.
var delivering = []Entry{
	{Code: "flag.narrative", ZH: "另写《项目支出绩效自评报告》（docx、html），数据中没有的内容留空并标出，由编写人填写",
		EN: "also write the narrative self-evaluation report (docx, html); what the data do not say is a marked gap for its author"},
	{Code: "error.bureau-with-narrative", ZH: "汇总没有自评报告：--bureau 与 --narrative 不能一起用", EN: "a summary has no narrative: --bureau and --narrative do not go together",
		HintZH: "分两次执行：先 jixiao report --narrative，再 jixiao report --bureau", HintEN: "run jixiao report --narrative and jixiao report --bureau one after the other"},
	{Code: "done.reports-many", ZH: "已生成 {count} 个文件，目录见 {index}", EN: "{count} files written; open {index}"},
	{Code: "done.left", ZH: "以下 {count} 个文件是以前生成的，本次没有再生成（项目已撤回或改名，或者不再要这种格式），已原样保留；不再需要的请自行删除。清单见 {manifest}：",
		EN: "{count} files of an earlier report were not written again (projects withdrawn or renamed, formats not asked for). They were left as they are; delete what is no longer needed. {manifest} lists them:"},
	{Code: "done.manifest-stale", ZH: "只生成了一个项目的表，{manifest} 和目录仍是以前的；请用 jixiao report（不加 --project）重新生成",
		EN: "one project's form was written alone; {manifest} and the index are still those of an earlier report: run jixiao report without --project to renew them"},

	{Code: "index.title", ZH: "{year} 年度项目支出绩效自评表目录", EN: "Self-evaluation forms of {year}"},
	{Code: "index.basis", ZH: "第 {run} 次评分；规则：{pack}", EN: "Run {run}; rules: {pack}"},
	{Code: "index.projects", ZH: "共 {count} 个项目", EN: "Projects: {count}"},
	{Code: "index.department", ZH: "主管部门", EN: "Department"},
	{Code: "index.no-department", ZH: "（未填主管部门）", EN: "(no department)"},
	{Code: "index.count", ZH: "项目数", EN: "Projects"},
	{Code: "index.project", ZH: "项目", EN: "Project"},
	{Code: "index.total", ZH: "总分", EN: "Total"},
	{Code: "index.grade", ZH: "等级", EN: "Grade"},
	{Code: "index.files", ZH: "文件", EN: "Files"},
	{Code: "index.others", ZH: "全年数据", EN: "The whole year"},
	{Code: "index.narrative", ZH: "自评报告（{format}）", EN: "narrative ({format})"},
}
