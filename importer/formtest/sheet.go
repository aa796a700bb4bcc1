package formtest

import "slices"

// Cell is a cell of a form. Blank cells hold their place.
type Cell struct {
	Text       string
	Rows, Cols int    // its span; 0 is 1
	Raw        string // the number that a workbook holds, where it holds one
	Format     string // the number format of Raw
	Fact       *Fact
	Outside    bool // a line that a word processor or a page prints outside its table
	Row, Col   int  // where it was placed, from 0
}

func (c Cell) height() int { return max(c.Rows, 1) }
func (c Cell) width() int  { return max(c.Cols, 1) }

// Sheet is a form as a table: cells with spans, placed from left to right in what the spans above leave free.
type Sheet struct {
	Width int
	Rows  [][]Cell
	// Breaks are the rows, from 0, with which another worksheet or table begins.
	Breaks []int
	taken  map[[2]int]bool
}

func newSheet(width int) *Sheet { return &Sheet{Width: width, taken: map[[2]int]bool{}} }

// add places one row of cells.
func (s *Sheet) add(cells ...Cell) {
	at, col := len(s.Rows), 0
	for i := range cells {
		for s.taken[[2]int{at, col}] {
			col++
		}
		c := &cells[i]
		c.Row, c.Col = at, col
		for row := at; row < at+c.height(); row++ {
			for k := col; k < col+c.width(); k++ {
				s.taken[[2]int{row, k}] = true
			}
		}
		col += c.width()
	}
	s.Width = max(s.Width, col)
	s.Rows = append(s.Rows, cells)
}

// wide is one cell over the whole width.
func (s *Sheet) wide(text string) { s.add(Cell{Text: text, Cols: s.Width, Outside: true}) }

// at finds the cell that begins at a place.
func (s *Sheet) at(row, col int) (Cell, bool) {
	for _, c := range s.Rows[row] {
		if c.Col == col {
			return c, true
		}
	}
	return Cell{}, false
}

// grid lays the sheet out by rows and columns; what a span covers is blank.
func (s *Sheet) grid() [][]Cell {
	grid := make([][]Cell, len(s.Rows))
	for i := range s.Rows {
		grid[i] = make([]Cell, s.Width)
		for _, c := range s.Rows[i] {
			grid[i][c.Col] = c
		}
	}
	return grid
}

// compact leaves out what a cell covers to its right, as word processors do when they write a table as text.
func (s *Sheet) compact() [][]Cell {
	grid := s.grid()
	rows := make([][]Cell, len(grid))
	for i := range grid {
		for col := 0; col < s.Width; {
			c := grid[i][col]
			rows[i] = append(rows[i], c)
			col += c.width()
		}
	}
	return rows
}

// Texts are the texts of all cells in reading order.
func (s *Sheet) Texts() []string {
	var texts []string
	for _, row := range s.Rows {
		for _, c := range row {
			if c.Text != "" {
				texts = append(texts, c.Text)
			}
		}
	}
	return texts
}

// parts are the beginnings and ends of the worksheets, as rows.
func (s *Sheet) parts() [][2]int {
	var parts [][2]int
	from := 0
	for _, at := range append(slices.Clone(s.Breaks), len(s.Rows)) {
		parts = append(parts, [2]int{from, at})
		from = at
	}
	return parts
}
