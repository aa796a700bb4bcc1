package reports

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// softBreak parts the lines of a unit's text in a cell of the form: a blank without width and a line break. The reader of forms takes both
// away, so that the text comes back as it was.
const softBreak = "\u200b\n"

// mostLineFeeds is how many line breaks a cell may hold in Excel.
const mostLineFeeds = 253

// A text that has more line breaks or characters than a cell may hold goes on in the cell below: partRows rows of a sheet, as high as they
// may be, have room for partLines lines.
const (
	partRows  = 9
	partLines = 250 // 3,500 of 3,510 points
)

// partMark ends and begins the parts of a text in cells below each other. The reader of forms puts them together again.
const partMark = "\u200b\u200b\u200b"

// columnUnits is how wide the block is, in digits of the workbook's standard font.
func (b block) columnUnits() (width float64) {
	for column := b.from; column <= b.to; column++ {
		width += formWidths[column-1]
	}
	return width
}

// sheetWidth is how many digits of the body's font, half as wide as Chinese characters, fit into a line of the block in every program: a
// tenth more than of the standard font, which is larger. The margins and what programs measure differently take less than one and a half.
func (b block) sheetWidth() int { return int(b.columnUnits()*1.1 - 1.4) }

// widestSheetLine is how many halves of a digit fit into a line of the block where most do. Excel draws the standard font in whole points
// of the screen, which makes columns a tenth wider.
func (b block) widestSheetLine() int { return int(b.columnUnits() * 1.2 * 2) }

// inSheet breaks the lines of all texts, as the cells of a sheet hold them.
func (g *formGrid) inSheet() {
	for i := range g.bands {
		for j := range g.bands[i].blocks {
			b := &g.bands[i].blocks[j]
			b.text, b.own = b.inSheet(), ""
		}
	}
	for i := range g.spans {
		g.spans[i].text = g.spans[i].inSheet()
	}
}

// inSheet is the block's text as a cell holds it. No spreadsheet can be told to keep a closing mark from the beginning of a line, so lines
// are broken here: those of the program's own words always, those of the unit's where one might begin or end badly, and all of a text that
// is divided into parts.
func (b block) inSheet() string {
	theirs, own := b.parts(b.text)
	switch {
	case own == "":
	case b.from == b.to:
		own = strings.Join(evenly(own, b.sheetWidth(), 1, sheetCells), "\n")
	default:
		own = strings.Join(wrap(own, b.sheetWidth(), sheetCells), "\n")
	}
	if text := below(b.softly(theirs, mayBreakBadly), own); fitsCell(text) {
		return text
	}
	return below(b.softly(theirs, always), own)
}

// always breaks a paragraph into lines.
func always(block, []rune) bool { return true }

func fitsCell(text string) bool {
	return strings.Count(text, "\n") <= mostLineFeeds && (len(text) <= maxCellUnits || len(utf16.Encode([]rune(text))) <= maxCellUnits)
}

// sheetParts divides a text whose lines are broken into the texts of cells below each other, where one cell cannot hold it.
func sheetParts(text string) []string {
	if fitsCell(text) {
		return []string{text}
	}
	var parts []string
	for left := text; left != ""; {
		part := firstPart(left)
		left = left[len(part):]
		if left != "" {
			part = strings.TrimSuffix(part, softBreak) + partMark
		}
		if len(parts) > 0 {
			part = partMark + part
		}
		parts = append(parts, part)
	}
	return parts
}

// firstPart is as much of a text as a part holds: whole lines where one is not too long for a cell.
func firstPart(text string) string {
	lines := firstLines(text, partLines)
	part := cutUnits(lines, maxCellUnits-2*utf8.RuneCountInString(partMark))
	if len(part) == len(lines) {
		return part
	}
	if end := strings.LastIndexByte(part, '\n') + 1; end > 0 {
		return part[:end]
	}
	return strings.TrimSuffix(part, "\u200b")
}

// firstLines is the beginning of a text with so many lines, and their line breaks.
func firstLines(text string, lines int) string {
	end := 0
	for range lines {
		next := strings.IndexByte(text[end:], '\n')
		if next < 0 {
			return text
		}
		end += next + 1
	}
	return text[:end]
}

// softly breaks the lines of the paragraphs of a unit's text that have to be, and those in the middle of a cell, labels
// too, that need more than one: they are made even, since a last line of one character looks like a mistake there.
func (b block) softly(text string, has func(block, []rune) bool) string {
	paragraphs := strings.Split(strings.ReplaceAll(text, softBreak, "\n"), "\n")
	for i, paragraph := range paragraphs {
		runes, width := []rune(paragraph), b.sheetWidth()
		switch {
		case lineEnd(runes, width, sheetCells) == len(runes):
			continue
		case b.look != textLook && b.look != plainLook:
			width = evenWidth(paragraph, width, 1, sheetCells)
		case !has(b, runes):
			continue
		}
		paragraphs[i] = strings.Join(parted(runes, width, sheetCells), softBreak)
	}
	return strings.Join(paragraphs, "\n")
}

// mayBreakBadly tells whether a line of the paragraph may begin with a closing mark or end with an opening one in some program: how much
// of the text fits into a line differs between them, so it follows all beginnings of lines that are possible.
func mayBreakBadly(b block, text []rune) bool {
	begins := make([]bool, len(text)+1)
	begins[0] = true
	for at := range text {
		if !begins[at] {
			continue
		}
		least, most := lineEnd(text[at:], b.sheetWidth(), sheetCells), lineEnd(text[at:], b.widestSheetLine(), leastSheetCells)
		for end := at + least; end <= at+most && end < len(text); end++ {
			next := programBreak(text, at, end)
			if next < len(text) && !allowedBreak(text[next-1], text[next]) {
				return true
			}
			begins[next] = true
		}
	}
	return false
}

// programBreak is where a program that heeds no marks ends the line from..end: it parts no Latin word and no number unless a line is too
// short for it, and leaves blanks behind.
func programBreak(text []rune, from, end int) int {
	for at := end; at > from; at-- {
		if text[at-1] == ' ' || text[at] == ' ' || wordless(text[at-1]) || wordless(text[at]) {
			return pastBlanks(text, at)
		}
	}
	return end
}
