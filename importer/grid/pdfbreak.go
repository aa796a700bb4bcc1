package grid

import (
	"fmt"
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
			end := newPageEnd(before, next, w.columns[before.group])
			if !end.joinBrokenRow() {
				end.joinMerged()
			}
		}
		before = layout.tables[len(layout.tables)-1]
	}
}

// pageEnd is a table on two pages.
type pageEnd struct {
	a, b    *ruledTable
	columns []int
	texts   map[[2]int]*ruledCell // in the last row of a, by their columns in both
}

func newPageEnd(a, b *ruledTable, columns []int) *pageEnd {
	e := &pageEnd{a: a, b: b, columns: columns, texts: map[[2]int]*ruledCell{}}
	for i := range a.cells {
		if c := &a.cells[i]; c.lastRow == a.rows()-1 && len(c.glyphs) > 0 {
			e.texts[e.place(a, c)] = c
		}
	}
	return e
}

// place is where a cell of one of the tables begins and ends, in columns that both have.
func (e *pageEnd) place(t *ruledTable, c *ruledCell) [2]int {
	return [2]int{nearest(e.columns, t.xs[c.col]), nearest(e.columns, t.xs[c.lastCol+1])}
}

// brokenCell is a cell at the end of a page and its rest on the next.
type brokenCell struct{ begin, end *ruledCell }

// first are the cells in the first row of b, and what stands above each: nil where nothing does.
func (e *pageEnd) first() []brokenCell {
	var list []brokenCell
	for i := range e.b.cells {
		if end := &e.b.cells[i]; end.row == 0 {
			list = append(list, brokenCell{e.texts[e.place(e.b, end)], end})
		}
	}
	return list
}

// goesOn tells that a text goes on on the next page as far as its lines show it.
func (e *pageEnd) goesOn(c brokenCell) bool {
	return c.begin != nil && len(c.end.glyphs) > 0 && cellGoesOn(c.begin, c.end, e.a.boxOf(c.begin))
}

// joinBrokenRow tells whether the first row of b went on with the last one of a.
func (e *pageEnd) joinBrokenRow() bool {
	var broken []brokenCell
	for _, c := range e.first() {
		switch {
		case len(c.end.glyphs) == 0:
		case !e.goesOn(c):
			return false
		default:
			broken = append(broken, c)
		}
	}
	for _, c := range broken {
		e.join(c)
	}
	return len(broken) > 0
}

// joinMerged puts merged cells together in whose middle the page ended. Columns that are merged over the same rows throughout say the same thing's
// name, who carries it out, its year: where two of them go on in blank cells, a text beside them does not begin anew. With less beside it it
// is left as it stands, and said.
func (e *pageEnd) joinMerged() {
	first := e.first()
	texts := slices.DeleteFunc(slices.Clone(first), func(c brokenCell) bool { return !e.goesOn(c) })
	if len(texts) == 0 {
		return
	}
	upper, lower := spansOf(e.a), spansOf(e.b)
	over := func(c brokenCell) [2]spans { return [2]spans{upper[c.begin.columns()], lower[c.end.columns()]} }
	blank := map[[2]spans]int{}
	for _, c := range first {
		if c.begin != nil && len(c.end.glyphs) == 0 {
			blank[over(c)]++
		}
	}
	for _, c := range texts {
		switch rows := over(c); {
		case !rows[0].merged && !rows[1].merged:
		case blank[rows] >= 2:
			e.join(c)
		default: // one cell or two: the page does not say
			room := e.a.boxOf(c.begin)
			c.end.follows = cellText(c.begin.glyphs, room.width(), room.height())
		}
	}
}

// spans are the rows that the cells of the same columns cover, and whether one covers several.
type spans struct {
	rows   string
	merged bool
}

func spansOf(t *ruledTable) map[[2]int]spans {
	rows := map[[2]int][]byte{}
	merged := map[[2]int]bool{}
	for i := range t.cells {
		c := &t.cells[i]
		rows[c.columns()] = fmt.Appendf(rows[c.columns()], "%d-%d ", c.row, c.lastRow)
		merged[c.columns()] = merged[c.columns()] || c.lastRow > c.row
	}
	all := make(map[[2]int]spans, len(rows))
	for columns, text := range rows {
		all[columns] = spans{string(text), merged[columns]}
	}
	return all
}

func (c *ruledCell) columns() [2]int { return [2]int{c.col, c.lastCol} }

// join moves the rest of a text behind its beginning.
func (e *pageEnd) join(c brokenCell) {
	down := e.a.box.bottom - e.b.box.top
	for _, g := range c.end.glyphs {
		g.box.top, g.box.bottom = g.box.top+down, g.box.bottom+down
		c.begin.glyphs = append(c.begin.glyphs, g)
	}
	c.begin.joined = true
	c.end.glyphs = nil
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
