package messages

// storing holds what can go wrong with the database file.
var storing = []Entry{
	{Code: "error.db-newer", ZH: "数据库 {path} 由更新版本的程序写成（版本 {has}，本程序只认识到 {knows}）", EN: "the database {path} was written by a newer program (version {has}; this one knows {knows})",
		HintZH: "请升级程序后再打开，文件未作任何改动", HintEN: "upgrade the program; the file was not touched"},
	{Code: "error.db-not-a-database", ZH: "{path} 不是绩效自评数据库", EN: "{path} is not a database of this program",
		HintZH: "请用 --db 指定正确的数据库文件，或换一个新文件名；该文件未作任何改动", HintEN: "give the right file with --db, or a new name; the file was not touched"},
	{Code: "error.db-missing", ZH: "找不到数据库 {path}", EN: "there is no database {path}",
		HintZH: "请核对 --db 的路径和所在文件夹；尚无数据库时，先用 import 导入申报表", HintEN: "check the path given with --db and its folder; without a database yet, begin with import"},
	{Code: "error.db-read-only", ZH: "数据库 {path} 或其所在文件夹不能写入", EN: "the database {path} or its folder cannot be written",
		HintZH: "请检查文件和文件夹的权限，或用 --db 换一个可写的位置", HintEN: "check the rights of file and folder, or choose another place with --db"},
	{Code: "error.db-full", ZH: "磁盘已满，数据库 {path} 未能写入；已保存的数据没有损坏", EN: "the disk is full and {path} could not be written; what was stored is unharmed",
		HintZH: "请腾出空间后重新执行", HintEN: "free some space and run the command again"},
	{Code: "error.db-busy", ZH: "数据库 {path} 一直被其他程序占用", EN: "another program keeps the database {path} busy",
		HintZH: "请等其他程序结束后重试", HintEN: "try again once the other program has ended"},
	{Code: "error.db-damaged", ZH: "数据库 {path} 已损坏：{detail}", EN: "the database {path} is damaged: {detail}",
		HintZH: "请保留该文件，并从备份恢复", HintEN: "keep the file and restore a backup"},
	{Code: "error.year-held", ZH: "{year} 年度正在由他人评分", EN: "another evaluation of {year} is running",
		HintZH: "请等其结束后重试；该程序一旦退出，占用即自动解除", HintEN: "try again once it has ended; the hold falls as soon as that program ends"},
	{Code: "error.year-held-by", ZH: "{year} 年度正在由 {by} 评分", EN: "{by} is running an evaluation of {year}",
		HintZH: "请等其结束后重试；该程序一旦退出，占用即自动解除", HintEN: "try again once it has ended; the hold falls as soon as that program ends"},
	{Code: "error.stale-hold", ZH: "{year} 年度已被另一次评分接管，本次评分没有继续写入", EN: "another evaluation took {year} over; this one wrote nothing more",
		HintZH: "请重新执行 evaluate", HintEN: "run evaluate again"},
	{Code: "error.year-closed", ZH: "{year} 年度已由 {by} 于 {when} 关闭，什么也没有保存", EN: "{by} closed {year} on {when}; nothing was stored",
		HintZH: "确需更改时，先重新打开：jixiao year reopen --year {year} --reason 原因；评分、出表和复核不受影响",
		HintEN: "where a change is needed, first jixiao year reopen --year {year} --reason WHY; scoring, reports and reviews go on"},
}
