package grid

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
			w.joinBrokenRow(before, next)
		}
		before = layout.tables[len(layout.tables)-1]
	}
}

// brokenCell is a cell at the end of a page and its rest on the next.
type brokenCell struct{ begin, end *ruledCell }

func (w *pdfWriter) joinBrokenRow(a, b *ruledTable) {
	var broken []brokenCell
	for i := range b.cells {
		end := &b.cells[i]
		if end.row > 0 || len(end.glyphs) == 0 {
			continue
		}
		begin := w.above(a, b, end)
		if begin == nil || !cellGoesOn(begin, end, a.boxOf(begin)) {
			return
		}
		broken = append(broken, brokenCell{begin, end})
	}
	for _, cell := range broken {
		for _, g := range cell.end.glyphs {
			g.box.top, g.box.bottom = g.box.top+a.box.bottom-b.box.top, g.box.bottom+a.box.bottom-b.box.top
			cell.begin.glyphs = append(cell.begin.glyphs, g)
		}
		cell.begin.joined = true
		cell.end.glyphs = nil
	}
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
	return free < last.box.height()*4/5 && lineBreak(last, after[0], width) != "\n"
}
