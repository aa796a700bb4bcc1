package hostile

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// formText is a small form in order, divided by tabs. The files below are it with something done to it.
const formText = `财政项目支出绩效目标申报表
（2025年度）
项目名称	村道养护经费
主管部门	青岚县交通运输局	实施单位	青岚县公路站
项目资金（元）	年度资金申请总额	300,000.00
年度总体目标	按期养护村道，保障村民出行安全
一级指标	二级指标	三级指标	指标值
产出指标	数量指标	养护里程	≥50公里
产出指标	质量指标	验收合格率	≥95%
满意度指标	服务对象满意度指标	村民满意度	≥90%
`

// formInGB18030 is 项目名称, a tab, 甲 and a line break in GB18030.
const formInGB18030 = "\xcf\xee\xc4\xbf\xc3\xfb\xb3\xc6\t\xbc\xd7\n"

// bytesOf makes the Data of a text.
func bytesOf(text string) func() []byte { return func() []byte { return []byte(text) } }

// repeated makes the Data of many equal parts without keeping them.
func repeated(part string, times int) func() []byte {
	return func() []byte { return []byte(strings.Repeat(part, times)) }
}

// changed is the form with one text replaced by another.
func changed(from, to string) func() []byte { return bytesOf(strings.Replace(formText, from, to, 1)) }

// wide is a text in UTF-16, its bytes in the given order, without a byte order mark.
func wide(text string, order binary.AppendByteOrder) string {
	var data []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		data = order.AppendUint16(data, unit)
	}
	return string(data)
}

// text lists files that are, or say that they are, plain text.
func text() []File {
	little, big := wide(formText, binary.LittleEndian), wide(formText, binary.BigEndian)
	return []File{
		{Name: "empty.txt", About: "no bytes", Data: bytesOf(""), Code: "file_empty"},
		{Name: "mark-only.txt", About: "only a byte order mark", Data: bytesOf("\ufeff"), Code: "file_empty"},
		{Name: "mark-only-utf16.txt", About: "only a byte order mark of UTF-16", Data: bytesOf("\xff\xfe"), Code: "file_empty"},
		{Name: "blank.txt", About: "only white space, the full-width kind too", Data: repeated(" \t\u3000\r\n\f", 1000), Code: "file_empty"},
		{Name: "nul.txt", About: "a zero byte in a cell", Data: changed("养护里程", "养护\x00里程"), Code: "file_not_text"},
		{Name: "nul-only.txt", About: "a disk's blank space", Data: repeated("\x00", 1<<20), Code: "file_not_text"},
		{Name: "escape.txt", About: "control sequences of terminals", Data: changed("养护里程", "\x1b]0;x\x07\x1b[2J养护里程"), Code: "file_not_text"},
		{Name: "backspace.txt", About: "characters that delete others on a terminal", Data: changed("50公里", "50\b\b99公里"), Code: "file_not_text"},
		{Name: "cut-in-character.txt", About: "cut off within a character", Data: bytesOf(formText[:len(formText)-6]), Code: "file_not_text"},
		{Name: "surrogates.txt", About: "UTF-8 of half a surrogate pair", Data: changed("养护里程", "养护\xed\xa0\x80里程"), Code: "file_not_text"},
		{Name: "overlong.txt", About: "an overlong / in UTF-8", Data: changed("养护里程", "养护\xc0\xaf里程"), Code: "file_not_text"},
		{Name: "utf16-cut.txt", About: "UTF-16 cut off within a unit", Data: bytesOf("\xff\xfe" + little[:len(little)-1]), Code: "file_not_text"},
		{Name: "utf16-half-pair.txt", About: "half a surrogate pair in UTF-16", Data: bytesOf("\xff\xfe" + little + "\x00\xd8" + little), Code: "file_not_text"},
		{Name: "utf16-wrong-mark.txt", About: "UTF-16 with the mark of the other byte order", Data: bytesOf("\xff\xfe" + big), Code: "file_not_text"},
		{Name: "utf16-both-orders.txt", About: "UTF-16 without a mark in both byte orders", Data: bytesOf(little + big), Code: "file_not_text"},
		{Name: "utf16-no-mark.txt", About: "UTF-16 without a mark", Data: bytesOf(little)},
		{Name: "utf16-in-utf8.txt", About: "a part in UTF-16", Data: bytesOf(formText + little), Code: "file_not_text"},
		{Name: "utf32.txt", About: "every character in four bytes", Data: utf32, Code: "file_not_text"},
		{Name: "utf7.txt", About: "UTF-7, which is plain ASCII", Data: bytesOf("+mnl27lQNeex- +kBph24VI-\t1\n+TqdR+mMHaAc-\t2\n"), Code: NoForm},
		{Name: "big5.txt", About: "the encoding of another region", Data: repeated("\xb6\xb5\xa5\xd8\xa6\x57\xba\xd9\t\xa5\xd2\n", 9), Code: "file_not_text"},
		{Name: "gb18030-with-utf8.txt", About: "GB18030 with a part in UTF-8", Data: bytesOf(strings.Repeat(formInGB18030, 400) + formText), Code: "file_mixed"},
		{Name: "utf8-with-gb18030.txt", About: "UTF-8 with a part in GB18030", Data: bytesOf(formText + formInGB18030), Code: "file_not_text"},
		{Name: "second-mark.txt", About: "byte order marks where two files were put together", Data: bytesOf("\ufeff\ufeff" + formText)},
		{Name: "zero-width.txt", About: "zero-width characters in labels and numbers", Data: changed("项目名称", "项\u200b目\u2060名\ufeff称")},
		{Name: "zero-width-number.txt", About: "zero-width characters in a number", Data: changed("≥50公里", "≥5\u200d0\u00ad公里")},
		{Name: "right-to-left.txt", About: "controls by which ≥50 is shown as 05≤", Data: changed("≥50公里", "\u202e≥50公里\u202c"), Issue: "invisible-characters"},
		{Name: "isolates.txt", About: "bidirectional isolates in a name", Data: changed("养护里程", "\u2066养护\u2069里程"), Issue: "invisible-characters"},
		{Name: "look-alikes.txt", About: "comparators that only look like the usual ones", Data: lookAlikes},
		{Name: "old-line-ends.txt", About: "lines that end with a carriage return alone", Data: bytesOf(strings.ReplaceAll(formText, "\n", "\r"))},
		{Name: "long-line.txt", About: "one line of 70 MB", Data: repeated("绩效目标表", 14<<20/3), Code: "file_too_large"},
		{Name: "long-cell.txt", About: "a cell of 2 MB", Data: func() []byte { return []byte(formText + strings.Repeat("长", 700_000) + "\n") }, Code: "file_too_large"},
		{Name: "million-tabs.txt", About: "a line of a million tabs", Data: func() []byte { return []byte(formText + strings.Repeat("\t", 1_000_000)) }, Code: "file_too_large"},
		{Name: "million-pipes.txt", About: "a line of a million pipes", Data: func() []byte { return []byte(formText + strings.Repeat("|", 1_000_000)) }, Code: "file_too_large"},
		{Name: "million-borders.txt", About: "a line of a million borders", Data: func() []byte { return []byte(formText + strings.Repeat("│x", 1_000_000)) }, Code: "file_too_large"},
		{Name: "million-lines.txt", About: "more lines than any form", Data: repeated("a\n", 1_000_000), Code: "file_too_large"},
		{Name: "million-breaks.txt", About: "sixty million line breaks", Data: repeated("\n", 60<<20), Code: "file_empty"},
		{Name: "million-gaps.txt", About: "a line of a million gaps", Data: repeated("a  ", 300_000), Code: NoForm},
		{Name: "gaps-in-lines.txt", About: "more aligned cells than any form", Data: repeated(strings.Repeat("ab  ", 20)+"\n", 100_000), Code: "file_too_large"},
		{Name: "staircase.txt", About: "gaps at another place in every line", Data: staircase, Code: NoForm},
		{Name: "rulings.txt", About: "only ruling lines", Data: repeated("├────┼────┤\n+----+----+\n---------\n", 2_000), Code: NoForm},
		{Name: "deep-pipes.txt", About: "lines of pipes with nothing between", Data: repeated(strings.Repeat("|", 4_000)+"\n", 2_000), Code: "file_no_cells"},
		{Name: "prose.txt", About: "an article and no form", Data: repeated("本办法适用于本市各部门，自公布之日起施行。\n第一条  为了规范管理，制定本办法。\n", 500), Code: NoForm},
		{Name: "many-forms.txt", About: "the title of a form a thousand times", Data: repeated("财政项目支出绩效目标申报表\n项目名称\n", 1_000), Code: Nothing, Issue: "form-without-indicators"},
		{Name: "no-indicators.txt", About: "a form without indicators", Data: bytesOf(formText[:strings.Index(formText, "产出指标\t")]), Code: Nothing, Issue: "form-without-indicators"},
		{Name: "no-name.txt", About: "a form without the project's name", Data: changed("村道养护经费", ""), Code: Nothing, Issue: "project-name-missing"},
		{Name: "picture.txt", About: "a picture called a text", Data: picture, Code: "file_binary"},
		{Name: "program.txt", About: "a program called a text", Data: bytesOf("\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 200)), Code: "file_binary"},
		{Name: "rich.txt", About: "a rich text called a text", Data: bytesOf(`{\rtf1\ansi\ansicpg936 \'cf\'ee\'c4\'bf}`), Code: "file_unsupported"},
	}
}

func utf32() []byte {
	var data []byte
	for _, r := range formText {
		data = binary.LittleEndian.AppendUint32(data, uint32(r))
	}
	return data
}

func lookAlikes() []byte {
	lines := formText
	for i, sign := range []string{"≧", "﹥", "›", "⩾", "＞＝", "≽", "⋝"} {
		lines += "产出指标\t数量指标\t巡查次数" + string(rune('A'+i)) + "\t" + sign + "12次\n"
	}
	return []byte(lines)
}

// staircase is a text in which no two gaps stand below each other, and none of its lines looks like another.
func staircase() []byte {
	var text strings.Builder
	for i := range 3_000 {
		text.WriteString(strings.Repeat("字", 3*i%4_001+1) + "   " + strings.Repeat("词", i%7+2) + "\n")
	}
	return []byte(text.String())
}

// picture is the beginning of a PNG.
func picture() []byte {
	return []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x08\x00\x00\x00\x08\x08\x00\x00\x00\x00")
}
