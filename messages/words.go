package messages

// words holds the field's words: verdicts, tiers, severities, places.
var words = []Entry{
	{Code: "verdict.met", ZH: "达成", EN: "met"},
	{Code: "verdict.partly", ZH: "部分达成", EN: "partly met"},
	{Code: "verdict.missed", ZH: "未达成", EN: "missed"},
	{Code: "verdict.undetermined", ZH: "无法判定", EN: "undetermined"},
	{Code: "verdict.not-applicable", ZH: "不适用", EN: "not applicable"},

	{Code: "tier.met", ZH: "达成", EN: "met"},
	{Code: "tier.partly", ZH: "部分达成", EN: "partly met"},
	{Code: "tier.missed", ZH: "未达成", EN: "missed"},
	{Code: "tier.not-applicable", ZH: "不适用", EN: "not applicable"},

	{Code: "severity.error", ZH: "错误", EN: "error"},
	{Code: "severity.warning", ZH: "提醒", EN: "warning"},
	{Code: "severity.info", ZH: "提示", EN: "info"},

	{Code: "format.text", ZH: "文本（制表符、竖线、空格对齐或字符画框）", EN: "text (tabs, pipes, aligned columns or drawn lines)"},
	{Code: "format.csv", ZH: "csv 和 tsv", EN: "csv and tsv"},
	{Code: "format.xlsx", ZH: "xlsx", EN: "xlsx"},
	{Code: "format.xls", ZH: "xls", EN: "xls"},
	{Code: "format.docx", ZH: "docx", EN: "docx"},
	{Code: "format.pdf", ZH: "有文字层的 pdf", EN: "pdf with a text layer"},
	{Code: "format.html", ZH: "网页（html）", EN: "web pages (html)"},
	{Code: "format.mhtml", ZH: "网页归档（mhtml）", EN: "web archives (mhtml)"},
	{Code: "format.xml2003", ZH: "XML 表格 2003（SpreadsheetML）", EN: "XML spreadsheets 2003 (SpreadsheetML)"},

	{Code: "place.file", ZH: "{file}", EN: "{file}"},
	{Code: "place.nowhere", ZH: "别处", EN: "elsewhere"},
	{Code: "place.line", ZH: "{file} 第{line}行", EN: "{file}, line {line}"},
	{Code: "place.field", ZH: "{file} 第{line}行第{column}格", EN: "{file}, line {line}, field {column}"},
	{Code: "place.page", ZH: "{file} 第{page}页", EN: "{file}, page {page}"},
	{Code: "place.page-line", ZH: "{file} 第{page}页第{line}行", EN: "{file}, page {page}, row {line}"},
	{Code: "place.page-field", ZH: "{file} 第{page}页第{line}行第{column}格", EN: "{file}, page {page}, row {line}, field {column}"},
	{Code: "place.table", ZH: "{file} 第{table}个表格第{row}行第{column}列", EN: "{file}, table {table}, row {row}, column {column}"},
	{Code: "place.paragraph", ZH: "{file} 第{paragraph}段", EN: "{file}, paragraph {paragraph}"},
	{Code: "place.margin", ZH: "{file} 页眉、页脚或注释 {ref}", EN: "{file}, header, footer or note {ref}"},
	{Code: "place.cell", ZH: "{file}「{sheet}」{ref}", EN: "{file}, sheet {sheet}, cell {ref}"},
	{Code: "place.sheet", ZH: "{file}「{sheet}」", EN: "{file}, sheet {sheet}"},

	{Code: "spot.file", ZH: "整个文件", EN: "the file"},
	{Code: "spot.line", ZH: "第{line}行", EN: "line {line}"},
	{Code: "spot.field", ZH: "第{line}行第{column}格", EN: "line {line}, field {column}"},
	{Code: "spot.cell", ZH: "{sheet}!{ref}", EN: "{sheet}!{ref}"},
	{Code: "spot.page", ZH: "第{page}页", EN: "page {page}"},
	{Code: "spot.page-line", ZH: "第{page}页第{line}行", EN: "page {page}, row {line}"},
	{Code: "spot.page-field", ZH: "第{page}页第{line}行第{column}格", EN: "page {page}, row {line}, field {column}"},
	{Code: "spot.table", ZH: "第{table}个表格第{row}行第{column}列", EN: "table {table}, row {row}, column {column}"},
	{Code: "spot.paragraph", ZH: "第{paragraph}段", EN: "paragraph {paragraph}"},
	{Code: "spot.margin", ZH: "页眉、页脚或注释 {ref}", EN: "header, footer or note {ref}"},
	{Code: "spot.sheet", ZH: "「{sheet}」", EN: "sheet {sheet}"},
}
