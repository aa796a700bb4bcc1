package grid

import (
	"cmp"
	"slices"
)

// ruledTable is a table of ruling lines: the places of its lines, and its cells.
type ruledTable struct {
	xs, ys []int
	cells  []ruledCell
	owner  []int // by row and column between neighbouring lines: the index of the cell
	box    box
	group  int // tables of one group have the same columns
}

// ruledCell is a cell: the rows and columns that it covers, the last ones included, and what stands in it.
type ruledCell struct {
	row, col, lastRow, lastCol int
	glyphs                     []glyph
	crossed                    bool   // a character reaches over the edge of the cell
	joined                     bool   // its rest stood on the next page
	follows                    string // what it may go on with: the text of a cell at the end of the page before
}

func (t *ruledTable) rows() int { return len(t.ys) - 1 }
func (t *ruledTable) cols() int { return len(t.xs) - 1 }

// ruledTables finds the tables on a page. A frame around one cell is none: pages, notes and boxes to tick have such.
func ruledTables(flat, upright []line) []*ruledTable {
	var tables []*ruledTable
	for _, f := range frames(flat, upright) {
		if t := newRuledTable(f); t != nil && len(t.cells) > 1 {
			tables = append(tables, t)
		}
	}
	slices.SortStableFunc(tables, func(a, b *ruledTable) int {
		return cmp.Or(cmp.Compare(a.box.top, b.box.top), cmp.Compare(a.box.left, b.box.left))
	})
	return tables
}

func newRuledTable(f frame) *ruledTable {
	t := &ruledTable{xs: places(f.upright), ys: places(f.flat)}
	t.openSides(&f)
	if t.rows() < 1 || t.cols() < 1 || t.rows()*t.cols() > tableCells {
		return nil
	}
	t.box = box{t.xs[0], t.ys[0], t.xs[t.cols()], t.ys[t.rows()]}
	t.divide(t.borders(f.upright, t.xs, t.ys), t.borders(f.flat, t.ys, t.xs))
	return t
}

// places are the different places of lines.
func places(lines []line) []int {
	var all []int
	for _, l := range lines {
		all = append(all, l.at)
	}
	slices.Sort(all)
	var kept []int
	for _, at := range all {
		if len(kept) == 0 || at-kept[len(kept)-1] > sameLine {
			kept = append(kept, at)
		}
	}
	return kept
}

// nearest is the index of the place that a line lies at.
func nearest(places []int, at int) int {
	i, _ := slices.BinarySearch(places, at)
	if i == len(places) || i > 0 && at-places[i-1] < places[i]-at {
		i--
	}
	return i
}

// openSides closes a table that has no line at its left or right, where its flat lines reach beyond the upright ones.
func (t *ruledTable) openSides(f *frame) {
	left, right := t.xs[0], t.xs[len(t.xs)-1]
	for _, l := range f.flat {
		left, right = min(left, l.from), max(right, l.to)
	}
	if t.xs[0]-left > 2*shortest {
		t.xs = slices.Insert(t.xs, 0, left)
	}
	if right-t.xs[len(t.xs)-1] > 2*shortest {
		t.xs = append(t.xs, right)
	}
}

// borders tells of each place and each stretch across it whether a line is drawn there. It is indexed by place × stretches + stretch.
func (t *ruledTable) borders(lines []line, at, across []int) []bool {
	drawn := make([]bool, len(at)*(len(across)-1))
	for _, l := range lines {
		place := nearest(at, l.at)
		for i := range len(across) - 1 {
			from, to := max(l.from, across[i]), min(l.to, across[i+1])
			if 5*(to-from) >= 3*(across[i+1]-across[i]) {
				drawn[place*(len(across)-1)+i] = true
			}
		}
	}
	return drawn
}

// divide makes the cells: neighbours without a line between them are one.
func (t *ruledTable) divide(upright, flat []bool) {
	rows, cols := t.rows(), t.cols()
	joined := newGroups(rows * cols)
	for row := range rows {
		for col := range cols {
			if col+1 < cols && !upright[(col+1)*rows+row] {
				joined.join(row*cols+col, row*cols+col+1)
			}
			if row+1 < rows && !flat[(row+1)*cols+col] {
				joined.join(row*cols+col, (row+1)*cols+col)
			}
		}
	}
	t.makeCells(joined)
}

// makeCells gives each group its rectangle. A group of another shape, which a missing piece of a line makes, is divided by rows.
func (t *ruledTable) makeCells(joined *groups) {
	rows, cols := t.rows(), t.cols()
	extents := make(map[int]*ruledCell)
	sizes := make(map[int]int)
	for i := range rows * cols {
		group := joined.of(i)
		if extents[group] == nil {
			extents[group] = &ruledCell{row: i / cols, col: i % cols, lastRow: i / cols, lastCol: i % cols}
		}
		extents[group].reach(i/cols, i%cols)
		sizes[group]++
	}
	t.owner = make([]int, rows*cols)
	made := make(map[int]int)
	for i := range rows * cols {
		group := joined.of(i)
		cell, key := *extents[group], group
		if sizes[group] != cell.area() {
			cell, key = ruledCell{row: i / cols, col: i % cols, lastRow: i / cols, lastCol: i % cols}, -i-1
			if i%cols > 0 && joined.of(i-1) == group {
				t.owner[i] = t.owner[i-1]
				t.cells[t.owner[i]].reach(i/cols, i%cols)
				continue
			}
		}
		at, found := made[key]
		if !found {
			at = len(t.cells)
			made[key] = at
			t.cells = append(t.cells, cell)
		}
		t.owner[i] = at
	}
}

func (c *ruledCell) reach(row, col int) {
	c.row, c.col, c.lastRow, c.lastCol = min(c.row, row), min(c.col, col), max(c.lastRow, row), max(c.lastCol, col)
}

func (c *ruledCell) area() int { return (c.lastRow - c.row + 1) * (c.lastCol - c.col + 1) }

// take puts a glyph into the cell in which its middle lies; false where that is outside.
func (t *ruledTable) take(g glyph) bool {
	x, y := g.box.middleX(), g.box.middleY()
	if x < t.box.left || x > t.box.right || y < t.box.top || y > t.box.bottom {
		return false
	}
	cell := &t.cells[t.owner[between(t.ys, y)*t.cols()+between(t.xs, x)]]
	cell.glyphs = append(cell.glyphs, g)
	cell.crossed = cell.crossed || reachesOver(g.box, t.boxOf(cell))
	return true
}

// reachesOver tells whether more than a quarter of a character is outside of its cell. Fonts count some free space to their characters.
func reachesOver(g, cell box) bool {
	sideways := max(cell.left-g.left, g.right-cell.right)
	upwards := max(cell.top-g.top, g.bottom-cell.bottom)
	return 4*sideways > g.width() || 4*upwards > g.height()
}

// between is the stretch between two places in which something lies.
func between(places []int, at int) int {
	i, found := slices.BinarySearch(places, at)
	if !found {
		i--
	}
	return min(max(i, 0), len(places)-2)
}

// boxOf is where a cell lies on the page.
func (t *ruledTable) boxOf(c *ruledCell) box {
	return box{t.xs[c.col], t.ys[c.row], t.xs[c.lastCol+1], t.ys[c.lastRow+1]}
}

func (t *ruledTable) area() int { return t.box.width() * t.box.height() }
