package messages

// starter holds what a new pack of one's own explains to its author, line by line. The lines are written as comments.
var starter = []Entry{
	{Code: "starter.head",
		ZH: `规则“{name}”以 {base} 为基础：这里只写与它不同之处，没有写到的一律照 {base}。

写好以后：
  jixiao rules check {name}    检查，一次指出全部错误，并说明应当怎样写
  jixiao rules test {name}     运行文末的测试
  jixiao rules show {name}     打印本文件，并列出与 {base} 不同的每一处
  jixiao rules vocabulary      列出表达式中可用的词，中文、英文都可以
使用：jixiao evaluate --rules {name}；或者在 jixiao.yaml 的 rules 下写 pack: {name}，或按年度、项目类别写在 packs 下。

以 ## 开头的是说明。以 # 开头的是例子，去掉行首的“# ”就起作用。
行首的空格表示上下级，请保持原样，也不要用制表符。`,
		EN: `The pack {name} builds on {base}: only what differs stands here, everything else is as in {base}.

When you have changed something:
  jixiao rules check {name}    checks it; all mistakes at once, and what could stand there
  jixiao rules test {name}     runs the tests at the end
  jixiao rules show {name}     prints this file and every place that differs from {base}
  jixiao rules vocabulary      lists the names that expressions may use, in Chinese or English
To use it: jixiao evaluate --rules {name}; or pack: {name} under rules in jixiao.yaml, or under packs for a year or a kind of project.

Lines with ## explain. Lines with # are examples: take the "# " away and they count.
Blanks at the beginning of a line say what belongs to what: leave them, and use no tabs.`},
	{Code: "starter.title", ZH: `名称，中文和英文`, EN: `What the pack is called, in both languages`},
	{Code: "starter.basis",
		ZH: `依据：文号和名称，条文核对过没有。不写就沿用 {base} 的。`,
		EN: `What the pack rests on, and whether its articles were read again. Left out, it is that of {base}.`},
	{Code: "starter.parameters",
		ZH: `一、参数：最常改的数。只写 value 就行，单位、允许的范围和含义沿用 {base} 的。
下面是 {base} 的全部参数和现在的值。`,
		EN: `1. Parameters: the numbers that are changed most. The value is enough; unit, range and meaning stay those of {base}.
These are all parameters of {base} with their values.`},
	{Code: "starter.parameter", ZH: `{meaning}（可取 {allowed}）`, EN: `{meaning} (allowed: {allowed})`},
	{Code: "starter.parameter-unit", ZH: `{meaning}（单位：{unit:unit}；可取 {allowed}）`, EN: `{meaning} (unit: {unit:unit}; allowed: {allowed})`},
	{Code: "starter.weights",
		ZH: `二、表中没有印分值时，100 分如何分。预算执行与各一级指标合计 100。`,
		EN: `2. How the 100 points are spread where a form prints none. Execution and classes add up to 100.`},
	{Code: "starter.grades",
		ZH: `三、等级，从高到低；最低的从 0 分开始，中间不留空。`,
		EN: `3. Grades from the best down; the lowest begins at 0, and nothing is left out.`},
	{Code: "starter.score",
		ZH: `四、计分规则：每类指标从上到下，第一条适用的（when 成立的）起作用。
id 与 {base} 相同的，替换那一条；写 remove: true 的，去掉那一条；新的放在最前面，或用 before、after 指明位置。
verdict 只能是 met、partly、missed（达成、部分达成、未达成）；points 是得分；why 是理由，花括号里的词换成数。
除数可能为 0 的，要先在 when 中排除，否则那一行无法判定。
{base} 的规则：`,
		EN: `4. Scoring rules: for each kind from the top down, the first one whose condition (when) holds counts.
A rule with an id of {base} replaces that one; remove: true takes one away; new ones go first, or where before and after say.
verdict is met, partly or missed; points is what is earned; why is the reason, with values for the names in braces.
What might divide by zero must be excluded in when, or the row cannot be judged.
The rules of {base}:`},
	{Code: "starter.ids", ZH: `  {facts}（{facts:facts}）：{ids}`, EN: `  {facts} ({facts:facts}): {ids}`},
	{Code: "starter.tables",
		ZH: `五、分档表：from 含，to 不含，首尾相接。表达式中写 表名(数)，如 rate_steps(完成率)。
share 是比例（0 至 1），points 是分。用 jixiao rules show {name} --table 表名 可导出为 csv，修改后用 --csv 文件 读回。`,
		EN: `5. Tables: from is included, to is not, each row begins where the last one ends. Call one by its name: rate_steps(rate).
share is a share, 0 to 1; points are points. jixiao rules show {name} --table NAME writes csv, with --csv FILE it is read back.`},
	{Code: "starter.flags",
		ZH: `六、提示：不影响得分，凡是成立的都提出。severity 为 info、warning 或 error；error 的项目要有人处理。`,
		EN: `6. Flags: they never change a score, and all that hold are raised. severity is info, warning or error; an error needs a person.`},
	{Code: "starter.project",
		ZH: `七、项目规则：各行和预算执行加总以后，凡是适用的都起作用，逐条列为“调整”。cap 是总分上限，add 是加减分。
可用：执行率、全年预算数、全年执行数和参数。`,
		EN: `7. Project rules: after rows and execution were added up all that fit count, each printed as an adjustment. cap is the most that
the total may be, add is added to it. They know: execution_rate, budget, executed, and the parameters.`},
	{Code: "starter.tests",
		ZH: `八、测试：表上写的是什么，应得多少分。数字请照文件的公式手算，不要抄程序的结果。`,
		EN: `8. Tests: what a form says, and what it must earn. Work the numbers out from the notice, do not copy them from the program.`},
}
