package pdftest

import (
	"cmp"
	"slices"
	"strings"
)

// Cell is a cell of a table; Rows and Cols are its span, 0 is 1.
type Cell struct {
	Text       string
	Rows, Cols int
}

func (c Cell) height() int { return max(c.Rows, 1) }
func (c Cell) width() int  { return max(c.Cols, 1) }

// Ruling is how the lines of a table are drawn.
type Ruling int

// The rulings.
const (
	Stroked  Ruling = iota // a line each edge
	Thin                   // thin filled rectangles, as word processors write
	Doubled                // two lines each edge
	Pieces                 // many short lines
	Boxes                  // a rectangle each cell
	OpenSide               // no line at the left and right of the table
	Unruled                // no lines at all
)

// Table is a table whose cells are placed from left to right in what the spans above leave free.
type Table struct {
	Widths  []float64
	Rows    [][]Cell
	Ruling  Ruling
	Size    float64 // of the font; 0 is 10
	Left    float64 // of the first column; 0 is 50
	Centred bool
	// Lines are rows, by their index, that are printed as a line without a frame: their first cell.
	Lines map[int]bool
}

const (
	padding = 4.0
	margin  = 50.0
)

// placed is a cell at its place.
type placed struct {
	Cell
	row, col int
	number   int // of the cell in its document, from 0
	lines    []string
}

// Table draws a table from y downwards on the page, and on further pages of the same size, and returns the page and the place where it ended.
func (d *Document) Table(page *Page, y float64, t Table) (*Page, float64) {
	if t.Size == 0 {
		t.Size = 10
	}
	if t.Left == 0 {
		t.Left = margin
	}
	cells := t.place()
	for i := range cells {
		cells[i].number = d.cells
		d.cells++
	}
	heights := t.heights(cells)
	top := 0
	for top < len(t.Rows) {
		end, bottom := top, y
		for end < len(t.Rows) && (end == top || bottom+heights[end] <= page.height-margin) {
			bottom += heights[end]
			end++
		}
		page.part(t, cells, heights, top, end, y)
		top, y = end, bottom
		if top < len(t.Rows) {
			page, y = d.Page(page.width, page.height), margin
			grow(heights, cells, top, t.Size)
		}
	}
	return page, y
}

// place finds the rows and columns of the cells.
func (t *Table) place() []placed {
	taken := map[[2]int]bool{}
	var cells []placed
	for row := range t.Rows {
		col := 0
		for _, c := range t.Rows[row] {
			for taken[[2]int{row, col}] {
				col++
			}
			cells = append(cells, placed{Cell: c, row: row, col: col, lines: wrap(c.Text, t.across(col, c.width())-2*padding, t.Size)})
			for i := range c.height() {
				for k := range c.width() {
					taken[[2]int{row + i, col + k}] = true
				}
			}
			col += c.width()
		}
	}
	return cells
}

// across is how wide so many columns are.
func (t *Table) across(col, count int) float64 {
	width := 0.0
	for _, w := range t.Widths[col : col+count] {
		width += w
	}
	return width
}

// heights are how high the rows have to be for their texts.
func (t *Table) heights(cells []placed) []float64 {
	heights := make([]float64, len(t.Rows))
	for i := range heights {
		heights[i] = 1.3*t.Size + 2*padding
	}
	grow(heights, cells, 0, t.Size)
	return heights
}

// grow makes the rows from top on high enough for the lines that are still to be drawn, the last row of a cell first.
func grow(heights []float64, cells []placed, top int, size float64) {
	for _, c := range cells {
		end := c.row + c.height()
		if end <= top {
			continue
		}
		have := 0.0
		for _, h := range heights[max(c.row, top):end] {
			have += h
		}
		if need := 1.3*size*float64(len(c.lines)) + 2*padding; need > have {
			heights[end-1] += need - have
		}
	}
}

// part draws the rows from top up to end. Of a cell that goes on on the next page it draws the lines that have room, as word processors do,
// and leaves the others in cells.
func (p *Page) part(t Table, cells []placed, heights []float64, top, end int, y float64) {
	edges := []float64{y}
	for _, h := range heights[top:end] {
		edges = append(edges, edges[len(edges)-1]+h)
	}
	var drawn []placed
	for i := range cells {
		c := &cells[i]
		from, to := max(c.row, top), min(c.row+c.height(), end)
		if from >= to {
			continue
		}
		x, width := t.Left+t.across(0, c.col), t.across(c.col, c.width())
		upper, lower := edges[from-top], edges[to-top]
		if !t.Lines[c.row] {
			p.frame(t, *c, x, upper, width, lower-upper)
		}
		count := len(c.lines)
		if c.row+c.height() > end {
			count = min(count, int((lower-upper-2*padding)/(1.3*t.Size)+0.01))
		}
		p.cellText(t, c.lines[:count], x, upper, width)
		drawn = append(drawn, placed{Cell: c.Cell, row: from, col: c.col, number: c.number, lines: c.lines[:count]})
		c.lines = c.lines[count:]
	}
	p.document.note(drawn)
}

// note keeps what was drawn, row by row.
func (d *Document) note(drawn []placed) {
	slices.SortStableFunc(drawn, func(a, b placed) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col)) })
	for _, c := range drawn {
		d.parts = append(d.parts, Part{Number: c.number, Text: strings.Join(c.lines, "\n"), Cell: c.Cell})
	}
}

func (p *Page) cellText(t Table, lines []string, x, y, width float64) {
	for i, line := range lines {
		left := x + padding
		if t.Centred {
			left = x + (width-Width(line, t.Size))/2
		}
		p.Text(left, y+padding+t.Size*(1+1.3*float64(i)), t.Size, line)
	}
}

// frame draws the edges of a cell.
func (p *Page) frame(t Table, c placed, x, y, width, height float64) {
	first, last := c.col == 0, c.col+c.width() == len(t.Widths)
	right, bottom := x+width, y+height
	switch t.Ruling {
	case Unruled:
		return
	case Boxes:
		p.Box(x, y, width, height)
		return
	}
	p.edge(t.Ruling, x, y, right, y)
	p.edge(t.Ruling, x, bottom, right, bottom)
	if t.Ruling != OpenSide || !first {
		p.edge(t.Ruling, x, y, x, bottom)
	}
	if t.Ruling != OpenSide || !last {
		p.edge(t.Ruling, right, y, right, bottom)
	}
}

func (p *Page) edge(ruling Ruling, x1, y1, x2, y2 float64) {
	switch ruling {
	case Thin:
		p.Fill(x1-0.25, y1-0.25, x2-x1+0.5, y2-y1+0.5, 0)
	case Doubled:
		p.Line(x1-0.8, y1-0.8, x2-0.8, y2-0.8, 0.4)
		p.Line(x1+0.8, y1+0.8, x2+0.8, y2+0.8, 0.4)
	case Pieces:
		p.pieces(x1, y1, x2, y2)
	default:
		p.Line(x1, y1, x2, y2, 0.5)
	}
}

func (p *Page) pieces(x1, y1, x2, y2 float64) {
	const step = 4.0
	length := max(x2-x1, y2-y1)
	for at := 0.0; at < length; at += step {
		to := min(at+step-1.5, length)
		if x2 > x1 {
			p.Line(x1+at, y1, x1+to, y1, 0.5)
		} else {
			p.Line(x1, y1+at, x1, y1+to, 0.5)
		}
	}
}

// wrap breaks a text into lines of a width: between Chinese characters anywhere, between words at their space, and inside a word
// that is wider than the line.
func wrap(text string, width, size float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range words(paragraph) {
			if line != "" && Width(line+strings.TrimRight(word, " "), size) > width {
				lines = append(lines, strings.TrimRight(line, " "))
				line = ""
			}
			for Width(strings.TrimRight(word, " "), size) > width && len([]rune(word)) > 1 {
				runes := []rune(word)
				at := max(int(width/size/0.5), 1)
				at = min(at, len(runes)-1)
				lines = append(lines, string(runes[:at]))
				word = string(runes[at:])
			}
			line += word
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// words are the parts of a text that are not broken if they fit into a line, spaces behind them included.
func words(text string) []string {
	var list []string
	var before rune
	for _, r := range text {
		if len(list) == 0 || r != ' ' && (before == ' ' || before >= 0x80 || r >= 0x80) {
			list = append(list, "")
		}
		list[len(list)-1] += string(r)
		before = r
	}
	return list
}
