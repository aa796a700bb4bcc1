package reports

import (
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/engine"
	"jixiao/messages"
)

// TestListRowsAreHighEnough finds every text of a list inside its row, by the size that its cell has: names of 500 characters are set
// smaller, since no row may be higher than 409 points.
func TestListRowsAreHighEnough(t *testing.T) {
	long := strings.Repeat("长名称，", 125)
	s, _ := river(t)
	s.Name, s.Department, s.Indicators[0].Name = long, long, long
	lines := bureauLines(t)
	lines[1].Name, lines[1].Department, lines[1].Unit = long, long, long
	b := bureau(t, messages.Chinese, lines)
	for name, write := range map[string]func(io.Writer) error{
		"summary":    func(w io.Writer) error { return WriteBureauXLSX(w, b) },
		"fill-in":    func(w io.Writer) error { return WriteSheetXLSX(w, NewFillIn([]*engine.Submission{s})) },
		"department": func(w io.Writer) error { b := *b; b.Department = long; return WriteBureauXLSX(w, &b) },
	} {
		book := openBook(t, write)
		smaller := 0
		for _, sheet := range book.GetSheetList() {
			if sheet == GuideSheet {
				continue
			}
			smaller += checkRows(t, name, book, sheet)
		}
		if smaller == 0 {
			t.Errorf("%s: no text is set smaller", name)
		}
	}
}

// checkRows compares the height of the rows of a list with what its texts need, and counts the texts that are smaller than usual.
func checkRows(t *testing.T, name string, book *excelize.File, sheet string) (smaller int) {
	t.Helper()
	for y, row := range shown(t, book, sheet) {
		height, _ := book.GetRowHeight(sheet, y+1)
		if height > 409 {
			t.Errorf("%s: row %d of %s is %g points high", name, y+1, sheet, height)
		}
		for x, text := range row {
			cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
			column, _ := excelize.ColumnNumberToName(x + 1)
			width, _ := book.GetColWidth(sheet, column)
			id, _ := book.GetCellStyle(sheet, cell)
			style, err := book.GetStyle(id)
			if err != nil {
				t.Fatal(err)
			}
			visible, _ := book.GetColVisible(sheet, column)
			if style.Alignment == nil || !style.Alignment.WrapText || style.NumFmt != textFormat || len([]rune(text)) < 400 || !visible {
				continue
			}
			if style.Font.Size < bodySize {
				smaller++
			}
			if sheet == "汇总" { // its long texts reach over twelve columns
				width = notesWidth + 1
			}
			// A column is so many digits of the standard font wide, 5.5 points each, one of them for the margins; a cell is half a size wide.
			lines := len(wrap(text, int((width-1)*5.5/(style.Font.Size/2)), sheetCells))
			if need := float64(lines) * style.Font.Size * 1.3; need > height {
				t.Errorf("%s: %s!%s needs %g points and has %g", name, sheet, cell, need, height)
			}
		}
	}
	return smaller
}
