package grid

import (
	"cmp"
	"slices"
	"strconv"
)

// readPDF reads the text of a pdf as one grid, its pages one below another.
func readPDF(src *source) (*Document, error) {
	pages, err := loadPDF(src)
	if err != nil {
		return nil, err
	}
	count := 0
	w := &pdfWriter{b: newBuilder(src, "", &count), merges: map[[2]int]bool{}}
	if err := w.write(pages); err != nil {
		return nil, err
	}
	if count == 0 && w.pictures {
		return nil, src.fail(ErrorNoText, Arg{"format", string(FormatPDF)}, Arg{"pages", strconv.Itoa(len(pages))})
	}
	return &Document{File: src.name, Format: FormatPDF, Grids: []Grid{w.b.grid}, Faults: w.faults}, nil
}

// pageLayout is what stands on a page: its tables, and its lines outside of them.
type pageLayout struct {
	page   *pdfPage
	tables []*ruledTable
	lines  []pdfLine
}

// pdfWriter writes pages into a grid.
type pdfWriter struct {
	b        *builder
	faults   []Fault
	pictures bool
	columns  [][]int // of each group of tables: the places of its lines

	cut    []cutCell       // cells at the end of the newest table, which the page may have cut
	merges map[[2]int]bool // groups and columns that have merged cells over several rows

	page  int
	first int // row of the grid in which the page begins
	row   int // next row of the grid
}

func (w *pdfWriter) write(pages []*pdfPage) error {
	var layouts []*pageLayout
	for _, page := range pages {
		page.setUpright()
		layout, err := w.layout(page)
		if err != nil {
			return err
		}
		layouts = append(layouts, layout)
	}
	w.groupTables(layouts)
	w.joinBrokenRows(layouts)
	for _, layout := range layouts {
		if err := w.writePage(layout); err != nil {
			return err
		}
	}
	return nil
}

func (w *pdfWriter) layout(page *pdfPage) (*pageLayout, error) {
	flat, upright := rulingLines(page.rules)
	if len(flat)+len(upright) > pageLines {
		return nil, w.b.src.tooLarge(LimitDrawings, pageLines, Place{Sheet: pageName(page.number)})
	}
	layout := &pageLayout{page: page, tables: ruledTables(flat, upright)}
	inner := slices.SortedStableFunc(slices.Values(layout.tables), func(a, b *ruledTable) int { return cmp.Compare(a.area(), b.area()) })
	var outside []glyph
	for _, g := range page.glyphs {
		if !slices.ContainsFunc(inner, func(t *ruledTable) bool { return t.take(g) }) {
			outside = append(outside, g)
		}
	}
	layout.lines = pdfLines(outside)
	return layout, nil
}

// groupTables finds tables that go on on the next page: the last one of a page and the first one of the next, if both have the same
// edges. The columns of a group are counted together, so that a column has one number on all pages.
func (w *pdfWriter) groupTables(layouts []*pageLayout) {
	var before *ruledTable
	for _, layout := range layouts {
		for i, t := range layout.tables {
			if i == 0 && before != nil && sameEdges(before, t) {
				t.group = before.group
			} else {
				t.group = len(w.columns)
				w.columns = append(w.columns, nil)
			}
			w.columns[t.group] = append(w.columns[t.group], t.xs...)
		}
		if last := len(layout.tables) - 1; last >= 0 {
			before = layout.tables[last]
		}
	}
	for i, xs := range w.columns {
		slices.Sort(xs)
		w.columns[i] = slices.CompactFunc(xs, func(a, b int) bool { return distance(a, b) <= sameLine })
	}
}

func sameEdges(a, b *ruledTable) bool {
	return distance(a.box.left, b.box.left) <= sameLine && distance(a.box.right, b.box.right) <= sameLine
}

func distance(a, b int) int { return max(a-b, b-a) }

// writePage writes tables and lines in the order of their places.
func (w *pdfWriter) writePage(layout *pageLayout) error {
	w.page, w.first = layout.page.number, w.row
	w.pageFaults(layout.page)
	lines := layout.lines
	for _, t := range layout.tables {
		at := 0
		for at < len(lines) && lines[at].box.middleY() < t.box.top {
			at++
		}
		if err := w.writeLines(lines[:at]); err != nil {
			return err
		}
		if err := w.writeTable(t); err != nil {
			return err
		}
		lines = lines[at:]
	}
	return w.writeLines(lines)
}

// pageFaults reports what is on a page and in no cell.
func (w *pdfWriter) pageFaults(page *pdfPage) {
	w.pictures = w.pictures || page.pictures > 0
	number := Arg{"page", strconv.Itoa(page.number)}
	place := Place{File: w.b.src.name, Sheet: pageName(page.number)}
	if len(page.glyphs) == 0 && page.pictures > 0 {
		w.faults = append(w.faults, Fault{FaultPicturePage, Args{number}, place})
	}
	if page.texts > 0 && 2*page.unseen > page.texts {
		w.faults = append(w.faults, Fault{FaultUnseenText, Args{number}, place})
	}
	if len(page.watermark) > 0 {
		text := ""
		for _, g := range page.watermark {
			text += string(visible(g.text))
		}
		w.faults = append(w.faults, Fault{FaultWatermark, Args{{"text", text}}, place})
	}
}

func (w *pdfWriter) writeTable(t *ruledTable) error {
	order := slices.SortedStableFunc(slices.Values(t.cells), func(a, b ruledCell) int {
		return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col))
	})
	columns := w.columns[t.group]
	start := w.row
	cut := w.cut
	w.cut = nil
	for _, c := range order {
		left, right := nearest(columns, t.xs[c.col]), nearest(columns, t.xs[c.lastCol+1])
		at := cutCell{t.group, start + c.row, left, right - left, c.lastRow - c.row + 1, c.joined}
		last := c.lastRow == t.rows()-1
		if len(c.glyphs) == 0 {
			if above := w.goesOn(cut, at); above != nil && c.row == 0 {
				w.extend(*above, start+c.lastRow, last)
			}
			continue
		}
		w.merges[[2]int{t.group, left}] = w.merges[[2]int{t.group, left}] || at.rows > 1
		if last {
			w.cut = append(w.cut, at)
		}
		place := t.boxOf(&c)
		text := cellText(c.glyphs, place.width(), place.height())
		if err := w.add(start+c.row, left, c.lastRow-c.row+1, right-left, text, c.glyphs); err != nil {
			return err
		}
		w.cellFaults(&c, text, w.place(start+c.row, left))
	}
	w.row = start + t.rows()
	return w.b.reach(w.row-1, w.place(w.row-1, 0))
}

func (w *pdfWriter) cellFaults(c *ruledCell, text string, at Place) {
	if c.crossed {
		w.faults = append(w.faults, Fault{FaultCrossed, Args{{"text", text}}, at})
	}
	if c.joined {
		w.faults = append(w.faults, Fault{FaultPageBreak, Args{{"text", text}}, at})
	}
	if c.follows != "" {
		w.faults = append(w.faults, Fault{FaultPageBreakUnclear, Args{{"text", text}, {"before", c.follows}}, at})
	}
}

// add puts a text into the grid and reports characters in it that say nothing.
func (w *pdfWriter) add(row, col, rows, cols int, text string, glyphs []glyph) error {
	place := w.place(row, col)
	if err := w.b.add(Cell{Row: row, Col: col, Text: text, Place: place}); err != nil {
		return err
	}
	if cells := w.b.grid.Rows[row]; len(cells) > 0 {
		cells[len(cells)-1].MergeRows, cells[len(cells)-1].MergeCols = rows, max(cols, 1)
	}
	if codes := unknownCodes(glyphs); codes != "" {
		w.faults = append(w.faults, Fault{FaultGlyphs, Args{{"text", text}, {"codes", codes}}, place})
	}
	return nil
}

func (w *pdfWriter) place(row, col int) Place {
	return Place{File: w.b.src.name, Sheet: pageName(w.page), Ref: "c" + strconv.Itoa(col+1), Line: row - w.first + 1}
}
