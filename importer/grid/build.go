package grid

import (
	"slices"
	"strconv"
)

// builder collects the cells of one grid within the limits.
type builder struct {
	src    *source
	count  *int // non-blank cells of the whole document
	grid   Grid
	faults []Fault  // in reading order
	refs   []string // c1, c2 and so on, as far as they were needed
	width  int      // cells of the row that was filled last
	long   bool     // rows are given away one by one
	joins  bool     // texts go on in the cell below
	parts  []part   // of such texts
	row    []Cell   // of a long grid
}

func newBuilder(src *source, sheet string, count *int) *builder {
	return &builder{src: src, count: count, grid: Grid{Sheet: sheet}}
}

// reach makes sure that the row exists, blank if nothing is put into it.
func (b *builder) reach(row int, at Place) error {
	if row >= b.src.limits.Rows {
		return b.src.tooLarge(LimitRows, int64(b.src.limits.Rows), at)
	}
	if b.long {
		return nil
	}
	if missing := row + 1 - len(b.grid.Rows); missing > 0 {
		b.grid.Rows = append(b.grid.Rows, make([][]Cell, missing)...)
	}
	return nil
}

// add puts a cell into the grid; a blank one is left out.
func (b *builder) add(c Cell) error {
	piece, isPart := newPart(c)
	isPart = isPart && b.joins && !b.long
	if c.Text = b.visible(c); c.Text == "" && !isPart {
		return nil
	}
	if isPart {
		b.parts = append(b.parts, piece)
	}
	if err := b.reach(c.Row, c.Place); err != nil {
		return err
	}
	switch {
	case c.Col >= b.src.limits.Columns:
		return b.src.tooLarge(LimitColumns, int64(b.src.limits.Columns), c.Place)
	case *b.count >= b.src.limits.Cells && !b.long:
		return b.src.tooLarge(LimitCells, int64(b.src.limits.Cells), c.Place)
	case len(c.Text) > b.src.limits.CellBytes:
		return b.src.tooLarge(LimitCellBytes, int64(b.src.limits.CellBytes), c.Place)
	}
	*b.count++
	c.MergeRows, c.MergeCols = 1, 1
	b.put(c)
	return nil
}

func (b *builder) put(c Cell) {
	if b.long {
		b.row = append(b.row, c)
		return
	}
	row := b.grid.Rows[c.Row]
	if row == nil {
		row = make([]Cell, 0, b.width) // most rows are as long as the one before
	}
	b.grid.Rows[c.Row] = append(row, c)
	b.width = len(row) + 1
}

// divided notes what divides a text: of several the one that is surest.
func (b *builder) divided(by Delimiter) {
	sureness := []Delimiter{DelimiterLine, DelimiterSpaces, DelimiterPipe, DelimiterTab}
	if slices.Index(sureness, by) > slices.Index(sureness, b.grid.Delimiter) {
		b.grid.Delimiter = by
	}
}

func (b *builder) addRecord(row int, r record) error {
	if r.wide {
		return b.src.tooLarge(LimitColumns, int64(b.src.limits.Columns), Place{Line: r.line})
	}
	if err := b.reach(row, Place{Line: r.line}); err != nil {
		return err
	}
	if b.grid.Rows[row] == nil {
		b.grid.Rows[row] = make([]Cell, 0, r.filled())
	}
	for col, f := range r.fields {
		if f.text == "" {
			continue
		}
		if err := b.add(Cell{Row: row, Col: col, Text: f.text, Place: b.fieldPlace(col, f.line)}); err != nil {
			return err
		}
	}
	return b.checkFaults(r.line)
}

// checkFaults ends the reading of a text in which hardly a line is in order.
func (b *builder) checkFaults(line int) error {
	if most := b.src.limits.TextFaults; len(b.faults) > most {
		return b.src.tooLarge(LimitFaults, int64(most), Place{Line: line})
	}
	return nil
}

func (b *builder) fieldPlace(col, line int) Place {
	for len(b.refs) <= col {
		b.refs = append(b.refs, "c"+strconv.Itoa(len(b.refs)+1))
	}
	return Place{File: b.src.name, Ref: b.refs[col], Line: line}
}
