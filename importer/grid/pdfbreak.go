package grid

import (
	"slices"
	"unicode"
)

// joinBrokenRows puts rows together that a page break cut through. The pdf does not say whether the first row of a page goes on with the last
// one of the page before, so that it has to be plain in every cell: what stands in it had no room in the last line of the cell above it, and
// under that line is no room for another one.
func (w *pdfWriter) joinBrokenRows(layouts []*pageLayout) {
	var before *ruledTable
	for _, layout := range layouts {
		if len(layout.tables) == 0 {
			continue
		}
		if next := layout.tables[0]; before != nil && next.group == before.group {
			if !w.joinBrokenRow(before, next) {
				w.joinNested(before, next)
			}
		}
		before = layout.tables[len(layout.tables)-1]
	}
}

// brokenCell is a cell at the end of a page and its rest on the next.
type brokenCell struct{ begin, end *ruledCell }

// joinBrokenRow tells whether the first row of b went on with the last one of a.
func (w *pdfWriter) joinBrokenRow(a, b *ruledTable) bool {
	var broken []brokenCell
	for i := range b.cells {
		end := &b.cells[i]
		if end.row > 0 || len(end.glyphs) == 0 {
			continue
		}
		begin := w.above(a, b, end)
		if begin == nil || !cellGoesOn(begin, end, a.boxOf(begin)) {
			return false
		}
		broken = append(broken, brokenCell{begin, end})
	}
	for _, cell := range broken {
		cell.join(a, b)
	}
	return len(broken) > 0
}

// joinNested puts merged cells together in whose middle the page ended. Cells nest: where a cell begins, those to its right begin with
// it. So a text over the page goes on where blank cells to its right go on that lie within its rows. One alone proves nothing, because the
// two levels of classes stand in any order.
func (w *pdfWriter) joinNested(a, b *ruledTable) {
	for i := range b.cells {
		end := &b.cells[i]
		if end.row > 0 || len(end.glyphs) == 0 {
			continue
		}
		cell := brokenCell{w.above(a, b, end), end}
		if cell.begin != nil && merged(a, b, cell) && cellGoesOn(cell.begin, end, a.boxOf(cell.begin)) && w.nested(a, b, cell) >= 2 {
			cell.join(a, b)
		}
	}
}

// nested counts the blank cells that go on within the rows of a text that may do so.
func (w *pdfWriter) nested(a, b *ruledTable, outer brokenCell) int {
	count := 0
	for i := range b.cells {
		end := &b.cells[i]
		if end.row > 0 || len(end.glyphs) > 0 || end.col <= outer.end.lastCol || end.lastRow > outer.end.lastRow {
			continue
		}
		cell := brokenCell{w.above(a, b, end), end}
		if cell.begin != nil && cell.begin.row >= outer.begin.row && merged(a, b, cell) {
			count++
		}
	}
	return count
}

// merged tells that a cell stands in a column of cells over several rows.
func merged(a, b *ruledTable, cell brokenCell) bool {
	return a.merges(cell.begin.col) || b.merges(cell.end.col)
}

// merges tells that cells of a column cover several rows.
func (t *ruledTable) merges(col int) bool {
	return slices.ContainsFunc(t.cells, func(c ruledCell) bool { return c.col == col && c.lastRow > c.row })
}

// join moves the rest of a text behind its beginning.
func (c brokenCell) join(a, b *ruledTable) {
	down := a.box.bottom - b.box.top
	for _, g := range c.end.glyphs {
		g.box.top, g.box.bottom = g.box.top+down, g.box.bottom+down
		c.begin.glyphs = append(c.begin.glyphs, g)
	}
	c.begin.joined = true
	c.end.glyphs = nil
}

// above finds the cell in the last row of a that has the columns of a cell of b, and text.
func (w *pdfWriter) above(a, b *ruledTable, end *ruledCell) *ruledCell {
	columns := w.columns[a.group]
	for i := range a.cells {
		c := &a.cells[i]
		if c.lastRow == a.rows()-1 && len(c.glyphs) > 0 && nearest(columns, a.xs[c.col]) == nearest(columns, b.xs[end.col]) &&
			nearest(columns, a.xs[c.lastCol+1]) == nearest(columns, b.xs[end.lastCol+1]) {
			return c
		}
	}
	return nil
}

// cellGoesOn tells whether the first word of a cell had no room in the last line of another, nor below it.
func cellGoesOn(begin, end *ruledCell, place box) bool {
	before, after := pdfLines(begin.glyphs), pdfLines(end.glyphs)
	width := place.width() - cellPadding
	for _, l := range before {
		width = max(width, l.box.width())
	}
	last := before[len(before)-1]
	free := place.bottom - last.box.bottom
	return free < last.box.height()*4/5 && lineBreak(last, after[0], width) != "\n" && !dividesNumber(last, after[0], width)
}

// dividesNumber tells that a line ends with a digit and the next begins with one, though the line had room for it (digits are half
// an em wide): they are two numbers. A number is divided only where it is wider than its cell.
func dividesNumber(before, after pdfLine, width int) bool {
	last, first := before.glyphs[len(before.glyphs)-1], after.glyphs[0]
	return unicode.IsDigit(last.text) && unicode.IsDigit(first.text) && width-before.box.width() > first.em()*3/4
}

// cutCell is a cell of the grid that ends where the table of a page ends.
type cutCell struct {
	group, row, col, cols, rows int
	said                        bool // that the page cut it
}

// goesOn finds the cell that goes on in a blank one at the beginning of the next page: in the same columns, where cells cover several rows.
// Else two single rows are two values, of which one is blank.
func (w *pdfWriter) goesOn(cut []cutCell, c cutCell) *cutCell {
	for i, a := range cut {
		if a.group == c.group && a.col == c.col && a.cols == c.cols && (a.rows > 1 || c.rows > 1 || w.merges[[2]int{c.group, c.col}]) {
			return &cut[i]
		}
	}
	return nil
}

// extend lets a merged cell reach down to a row of the next page, and says so.
func (w *pdfWriter) extend(c cutCell, to int, open bool) {
	row := w.b.grid.Rows[c.row]
	for i := range row {
		if row[i].Col == c.col {
			row[i].MergeRows = to - c.row + 1
			w.saysPageBreak(&c, row[i].Text, row[i].Place)
		}
	}
	if c.rows = to - c.row + 1; open {
		w.cut = append(w.cut, c)
	}
}

// saysPageBreak says once of a cell that the page cut it.
func (w *pdfWriter) saysPageBreak(c *cutCell, text string, at Place) {
	if !c.said {
		w.faults = append(w.faults, Fault{FaultPageBreak, Args{{"text", text}}, at})
	}
	c.said = true
}
