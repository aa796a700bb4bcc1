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
	var lines []string
	for {
		end, used := 0, 0
		for end < len(text) && used+cells(text[end]) <= width {
			used += cells(text[end])
			end++
		}
		end = max(end, 1) // a line holds a character, however narrow it is
		if end >= len(text) {
			return append(lines, string(text))
		}
		end = breakBefore(text, end)
		lines = append(lines, strings.TrimRight(string(text[:end]), " "))
		text = text[end:]
		for len(text) > 0 && text[0] == ' ' {
			text = text[1:]
		}
	}
}

// mostBalanced is how many lines a text may have whose lines are made even.
const mostBalanced = 6

// evenly breaks a short text into lines that are as even as the same number of lines allows: 项目 over 名称. Step is how much narrower a
// width is tried.
func evenly(text string, width, step int, cells func(rune) int) []string {
	lines := wrap(text, width, cells)
	if len(lines) > mostBalanced {
		return lines
	}
	for width > 3*step {
		width -= step
		narrower := wrap(text, width, cells)
		if len(narrower) > len(lines) || tears(narrower) {
			break
		}
		lines = narrower
	}
	return lines
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
	case digit(before) && strings.ContainsRune(unitSigns, after):
		return false
	}
	return wordless(before) || wordless(after)
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// wordless tells whether a character is no part of a Latin word or a number: Chinese characters may be parted anywhere.
func wordless(r rune) bool { return r >= 0x2e80 }

// sheetCells measures a character in a spreadsheet with a Chinese font, in half characters: whatever is not plain ASCII may be
// drawn in full width there.
func sheetCells(r rune) int {
	switch {
	case r < 0x20 || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
		return 0
	case r < 0x7f:
		return 1
	}
	return 2
}
