package reports

import (
	"cmp"
	"fmt"
	"slices"

	"jixiao/reports/pdf"
)

// pdfPages lays a form's rows out on pages.
type pdfPages struct {
	rows  []pdfRow
	spans []pdfSpan
	// titles is the row of the indicators' headers, which every page repeats that begins with a row before behind.
	titles, behind int
}

// pdfRow is a band, or a part of one that is higher than a page.
type pdfRow struct {
	height float64
	least  float64 // what it should be at least, for a spreadsheet
	heads  bool    // it stays with the next row
	cells  []pdfCell
	spans  []int // that stand beside it
}

// pdfSpan is a cell beside the rows first to last.
type pdfSpan struct {
	first, last int
	pdfCell
	again *pdfCell // instead of the cell on the pages behind the first; nil where it is the cell itself
}

// on returns the cell as it stands on a page whose first row beside it is row.
func (s *pdfSpan) on(row int) *pdfCell {
	if s.again != nil && row > s.first {
		return s.again
	}
	return &s.pdfCell
}

// mostBeside is how high a class may be at most that is repeated whole on every page. A longer one stands whole beside the first of its
// rows, where it can be parted, and its beginning is repeated.
const mostBeside = pdfRoom / 3

// beginning returns the cell with as many of its lines as may be repeated, and a sign that there are more.
func (c pdfCell) beginning() *pdfCell {
	most := int((mostBeside - 2*pdfInset) / c.leading())
	c.lines = append(slices.Clone(c.lines[:most-1]), "……")
	return &c
}

// newPages lays a form out as loosely as its number of pages allows.
func newPages(g *formGrid) *pdfPages {
	p := rowsOfForm(g)
	p.compact(pdfCompact, pdfInset)
	if loose := len(p.pages()); loose > 1 {
		p.compact(pdfTight, pdfTightInset)
		if len(p.pages()) == loose {
			p.compact(pdfCompact, pdfInset)
		}
	}
	return p
}

// compact makes every row as high as its text needs with so much above and below it, and at least so much of what it should be.
func (p *pdfPages) compact(share, inset float64) {
	for i := range p.rows {
		row := &p.rows[i]
		row.height = row.least * share
		for j := range row.cells {
			row.height = max(row.height, row.cells[j].height()-2*(pdfInset-inset))
		}
	}
}

func rowsOfForm(g *formGrid) *pdfPages {
	p := &pdfPages{}
	beside := p.tooLong(g)
	starts := make([]int, len(g.bands)+1)
	room := pdfRoom - p.newRow(g.bands[g.titles]).height
	for i, b := range g.bands {
		starts[i] = len(p.rows)
		b.blocks = append(slices.Clone(b.blocks), beside[i]...)
		p.parts(p.newRow(b), room)
	}
	starts[len(g.bands)] = len(p.rows)
	p.titles, p.behind = starts[g.titles], starts[g.behind]
	for i := range p.spans {
		s := &p.spans[i]
		s.first, s.last = starts[s.first], starts[s.last+1]-1
		for row := s.first; row <= s.last; row++ {
			p.rows[row].spans = append(p.rows[row].spans, i)
		}
	}
	return p
}

// tooLong takes the spans over, and returns those that are too high as blocks of the bands that they begin at.
func (p *pdfPages) tooLong(g *formGrid) map[int][]block {
	beside := map[int][]block{}
	for _, s := range g.spans {
		span := pdfSpan{first: s.first, last: s.last, pdfCell: newPDFCell(s.block)}
		if span.height() > mostBeside {
			beside[s.first] = append(beside[s.first], s.block)
			span.again = span.beginning()
			span.first++
			span.lines = nil
		}
		if span.first <= span.last {
			p.spans = append(p.spans, span)
		}
	}
	return beside
}

func (p *pdfPages) newRow(b band) pdfRow {
	row := pdfRow{height: b.least * pdfCompact, least: b.least}
	for _, block := range b.blocks {
		cell := newPDFCell(block)
		row.height = max(row.height, cell.height())
		row.cells = append(row.cells, cell)
	}
	row.heads = b.heads && row.height <= mostHeading
	return row
}

// mostHeading is how high a row may be that stays with the next: a higher one would leave too much of its page blank.
const mostHeading = pdfRoom / 5

// parts adds a row, in parts where it is higher than a page has room.
func (p *pdfPages) parts(row pdfRow, room float64) {
	if row.height <= room {
		p.rows = append(p.rows, row)
		return
	}
	for part := 0; ; part++ {
		piece, more := pdfRow{height: 2 * pdfInset}, false
		for _, cell := range row.cells {
			cell = cell.part(part, room)
			more = more || len(cell.lines) > 0
			piece.height = max(piece.height, cell.height())
			piece.cells = append(piece.cells, cell)
		}
		if !more {
			return
		}
		p.rows = append(p.rows, piece)
	}
}

// pages shares the rows out: each page is a list of rows.
func (p *pdfPages) pages() (pages [][]int) {
	for next := 0; next < len(p.rows); {
		page, repeated := p.opening(next)
		for next < len(p.rows) {
			if len(page) > repeated && !p.fits(append(page, next)) {
				break
			}
			page = append(page, next)
			next++
		}
		for next < len(p.rows) && len(page) > repeated+1 && p.rows[page[len(page)-1]].heads {
			page = page[:len(page)-1]
			next--
		}
		pages = append(pages, page)
	}
	return pages
}

// opening returns what stands on a page before its first row.
func (p *pdfPages) opening(row int) (page []int, repeated int) {
	if row > p.titles && row < p.behind {
		return []int{p.titles}, 1
	}
	return nil, 0
}

func (p *pdfPages) fits(page []int) bool {
	height := 0.0
	for _, row := range p.heights(page) {
		height += row
	}
	return height <= pdfRoom
}

// heights returns how high each row of a page is, so that what stands beside several rows has room too.
func (p *pdfPages) heights(page []int) []float64 {
	heights := make([]float64, len(page))
	for i, row := range page {
		heights[i] = p.rows[row].height
	}
	for _, b := range p.beside(page) {
		room := 0.0
		for i := b.first; i <= b.last; i++ {
			room += heights[i]
		}
		if lack := b.cell.height() - room; lack > 0 {
			for i := b.first; i <= b.last; i++ {
				heights[i] += lack / float64(b.last-b.first+1)
			}
		}
	}
	return heights
}

// besidePage is a span's piece on one page, beside the page's rows first to last.
type besidePage struct {
	first, last int
	cell        *pdfCell
}

// beside returns the pieces of the spans that reach a page, in the order of their first rows.
func (p *pdfPages) beside(page []int) (pieces []besidePage) {
	open := map[int]int{} // the piece of a span
	for i, row := range page {
		for _, span := range p.rows[row].spans {
			at, found := open[span]
			if !found {
				at = len(pieces)
				open[span] = at
				pieces = append(pieces, besidePage{i, i, p.spans[span].on(row)})
			}
			pieces[at].last = i
		}
	}
	return pieces
}

// draw draws all pages and numbers them.
func (p *pdfPages) draw(d *pdf.Document) {
	pages := p.pages()
	for i, page := range pages {
		d.Page()
		at := d.Pages() - 1
		p.page(d, at, page)
		number := fmt.Sprintf("第 %d 页 共 %d 页", i+1, len(pages))
		d.Text(at, (pdf.PageWidth-pdfWidth(number, pdfBody))/2, pdf.PageHeight-pdfBottom/2, pdfBody, false, number)
	}
}

// page draws the cells of a page in the order in which they are read.
func (p *pdfPages) page(d *pdf.Document, at int, page []int) {
	heights, tops := p.heights(page), make([]float64, len(page)+1)
	tops[0] = pdfTop
	for i, height := range heights {
		tops[i+1] = tops[i] + height
	}
	pieces := p.beside(page)
	for i, row := range page {
		for j := range p.rows[row].cells {
			pieces = append(pieces, besidePage{i, i, &p.rows[row].cells[j]})
		}
	}
	slices.SortStableFunc(pieces, func(a, b besidePage) int {
		return cmp.Or(a.first-b.first, a.cell.from-b.cell.from)
	})
	for _, piece := range pieces {
		piece.cell.draw(d, at, tops[piece.first], tops[piece.last+1]-tops[piece.first])
	}
}
