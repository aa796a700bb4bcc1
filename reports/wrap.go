package reports

import (
	"strings"
	"unicode"
)

// Characters that may not begin a line, and those that may not end one, in Chinese typesetting.
const (
	notFirst = "，。、；：？！）】》〉」』〕”’…—·％‰℃］｝,.;:?!)]}%>"
	notLast  = "（【《〈「『〔“‘［｛([{<"
)

// openings may begin a line behind a number: 60000 (人次).
const openings = "(（【〔［"

// unitSigns begin the units that stay with their number.
const unitSigns = "元万亿年月日个人户次件项条处家套台公吨米平亩天小时℃㎡"

// wholeWords are two characters each of what the program prints on a form that are not parted: 经济成本 over 指标.
const wholeWords = "指标 目标 绩效 年度 产出 项目 满意 意度 总体 影响 成本 效益 对象 服务 持续 名称 单位 部门 预算 执行 资金 情况 原因 措施 改进 分析 自评 核算 复核 审核 意见 系统 提示 评分 无法 判定"

// wrap breaks a text into lines of at most width columns, where cells measures a character. Latin words and numbers stay whole
// as long as they fit a line; no line begins with a closing mark. The text's own line breaks are kept.
func wrap(text string, width int, cells func(rune) int) []string {
	if width < 2 {
		width = 2
	}
	var lines []string
	for _, paragraph := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		lines = append(lines, wrapParagraph([]rune(paragraph), width, cells)...)
	}
	return lines
}

func wrapParagraph(text []rune, width int, cells func(rune) int) []string {
	lines := parted(text, width, cells)
	for i := range lines[:len(lines)-1] {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// parted parts a paragraph into its lines, which joined are the paragraph again: the blanks between two lines stand at the end of the first.
func parted(text []rune, width int, cells func(rune) int) []string {
	var lines []string
	for {
		end := lineEnd(text, width, cells)
		if end < len(text) {
			end = pastBlanks(text, breakBefore(text, end))
		}
		lines = append(lines, string(text[:end]))
		if text = text[end:]; len(text) == 0 {
			return lines
		}
	}
}

// lineEnd is how many characters fit into a line: at least one, however narrow it is, unless there is none.
func lineEnd(text []rune, width int, cells func(rune) int) int {
	end, used := 0, 0
	for end < len(text) && used+cells(text[end]) <= width {
		used += cells(text[end])
		end++
	}
	return min(max(end, 1), len(text))
}

func pastBlanks(text []rune, at int) int {
	for at < len(text) && text[at] == ' ' {
		at++
	}
	return at
}

// mostBalanced is how many lines a text may have whose lines are made even.
const mostBalanced = 6

// evenly breaks a short text into lines that are as even as the same number of lines allows: 项目 over 名称. Step is how much narrower a
// width is tried.
func evenly(text string, width, step int, cells func(rune) int) []string {
	return wrap(text, evenWidth(text, width, step, cells), cells)
}

// evenWidth is the narrowest width at which a short text has no more lines than at width, and no word is torn.
func evenWidth(text string, width, step int, cells func(rune) int) int {
	most := len(wrap(text, width, cells))
	if most > mostBalanced {
		return width
	}
	for width > 3*step {
		narrower := wrap(text, width-step, cells)
		if len(narrower) > most || tears(narrower) {
			break
		}
		width -= step
	}
	return width
}

// tears tells whether a line ends where none should.
func tears(lines []string) bool {
	for i := 1; i < len(lines); i++ {
		before, after := []rune(lines[i-1]), []rune(lines[i])
		if len(before) > 0 && len(after) > 0 && !goodBreak(before[len(before)-1], after[0]) {
			return true
		}
	}
	return false
}

// breakBefore moves a break at end to the left until it is a good one. Where there is none, as in a word longer than a line, the word is cut,
// if possible where no mark comes to stand at the wrong end of a line.
func breakBefore(text []rune, end int) int {
	for _, good := range []func(before, after rune) bool{goodBreak, allowedBreak} {
		for at := end; at > 0; at-- {
			if good(text[at-1], text[at]) {
				return at
			}
		}
	}
	return end
}

// allowedBreak tells whether no mark would stand at the wrong end of a line.
func allowedBreak(before, after rune) bool {
	return !strings.ContainsRune(notFirst, after) && !strings.ContainsRune(notLast, before) && !unicode.Is(unicode.Mn, after)
}

// goodBreak tells where a line may end. A range such as 75.00–100.00 may be parted behind its dash.
func goodBreak(before, after rune) bool {
	switch {
	case !allowedBreak(before, after):
		return false
	case before == ' ' || after == ' ', before == '–', digit(before) && strings.ContainsRune(openings, after):
		return true
	case digit(before) && strings.ContainsRune(unitSigns, after), joined(before, after):
		return false
	}
	return wordless(before) || wordless(after)
}

// joined tells whether two characters are a word of the form that is not parted.
func joined(before, after rune) bool {
	return wordless(before) && wordless(after) && strings.Contains(wholeWords, string([]rune{before, after}))
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// wordless tells whether a character is no part of a Latin word or a number: Chinese characters may be parted anywhere.
func wordless(r rune) bool { return r >= 0x2e80 }

// broadLetters are much wider than a digit in fonts whose letters differ in width, narrowLetters much narrower.
const (
	broadLetters  = "ABCDEFGHKMNOPQRSTUVWXYZmw%&@"
	narrowLetters = "filjrtI .,:;!|'()[]-/"
)

// sheetCells measures a character in a spreadsheet with a Chinese font, in digits: whatever is not plain ASCII may be drawn in full width
// there, and a broad letter may be almost as wide.
func sheetCells(r rune) int {
	switch {
	case r < 0x20 || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
		return 0
	case r < 0x7f && !strings.ContainsRune(broadLetters, r):
		return 1
	}
	return 2
}

// leastSheetCells measures how narrow a character may be in a spreadsheet that has none of the form's fonts, in halves of a digit: digits are
// up to two thirds as wide as a Chinese character.
func leastSheetCells(r rune) int {
	switch {
	case sheetCells(r) == 0:
		return 0
	case r >= 0x7f:
		return 3
	case strings.ContainsRune(narrowLetters, r):
		return 1
	}
	return 2
}
