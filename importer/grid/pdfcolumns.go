package grid

import (
	"cmp"
	"slices"
	"strconv"
)

// How far apart pieces of a line stand, in tenths of the size of their font: in a table without ruling lines, and in a line by itself.
const (
	columnGap = 9
	loneGap   = 25
)

// tableLines is how many lines with several pieces make a table.
const tableLines = 3

// writeLines writes lines outside of ruled tables: what looks like a table by columns, other lines as they are.
func (w *pdfWriter) writeLines(lines []pdfLine) error {
	for len(lines) > 0 {
		size, staggered := alignedLines(lines), staggeredLines(lines)
		var err error
		switch {
		case size > 0:
			err = w.writeAligned(lines[:size])
		case staggered > 0:
			size = staggered
			err = w.writeStaggered(lines[:size])
		default:
			size = 1
			err = w.writeRow(lines[0].fragments(loneGap), nil)
		}
		if err != nil {
			return err
		}
		lines = lines[size:]
	}
	return nil
}

// alignedLines is how many lines at the beginning look like a table: most of them have several pieces, and none is far from the next.
func alignedLines(lines []pdfLine) int {
	several, end := 0, 0
	for i, l := range lines {
		if i > 0 && l.box.top-lines[i-1].box.bottom > 3*l.box.height() || i-end > 2 {
			break
		}
		if len(l.fragments(columnGap)) > 1 {
			several++
			end = i + 1
		} else if i == 0 {
			return 0
		}
	}
	if several < tableLines || 3*several < 2*end {
		return 0
	}
	return end
}

// writeAligned writes a table without ruling lines.
func (w *pdfWriter) writeAligned(lines []pdfLine) error {
	rows := make([][]pdfLine, len(lines))
	for i, l := range lines {
		rows[i] = l.fragments(columnGap)
	}
	columns := gutters(rows)
	place := w.place(w.row, 0)
	for _, row := range rows {
		if err := w.writeRow(row, columns); err != nil {
			return err
		}
	}
	fault := Fault{Code: FaultUnaligned, Args: Args{{"lines", strconv.Itoa(len(lines))}}, Place: place}
	if columns != nil {
		fault.Code, fault.Args = FaultUnruled, append(fault.Args, Arg{"columns", strconv.Itoa(len(columns))})
	}
	w.faults = append(w.faults, fault)
	return nil
}

// gutters finds the columns of pieces: stretches of the width that pieces cover, with nothing between them in any line. Where the most pieces of a line
// have no columns of their own, the columns cannot be told and there are none.
func gutters(rows [][]pdfLine) []box {
	var pieces []box
	most := 0
	for _, row := range rows {
		if len(row) < 2 {
			continue
		}
		most = max(most, len(row))
		for _, piece := range row {
			pieces = append(pieces, piece.box)
		}
	}
	slices.SortFunc(pieces, func(a, b box) int { return cmp.Compare(a.left, b.left) })
	var columns []box
	for _, p := range pieces {
		if last := len(columns) - 1; last >= 0 && p.left <= columns[last].right {
			columns[last] = columns[last].union(p)
			continue
		}
		columns = append(columns, p)
	}
	if len(columns) < most || slices.ContainsFunc(rows, func(row []pdfLine) bool { return sharesColumn(row, columns) }) {
		return nil
	}
	return columns
}

// sharesColumn tells whether two pieces of a line would stand in one column.
func sharesColumn(row []pdfLine, columns []box) bool {
	next := 0
	for _, piece := range row {
		first, count := covered(columns, piece.box)
		if first < next {
			return true
		}
		next = first + count
	}
	return false
}

// writeRow writes the pieces of a line as the cells of a row, each in the columns that it lies in, or one beside another without columns.
func (w *pdfWriter) writeRow(row []pdfLine, columns []box) error {
	for i, piece := range row {
		col, width := i, 1
		if columns != nil {
			col, width = covered(columns, piece.box)
		}
		if err := w.add(w.row, col, 1, width, piece.text(), piece.glyphs); err != nil {
			return err
		}
	}
	w.row++
	return w.b.reach(w.row-1, w.place(w.row-1, 0))
}

// covered is the first column that a piece reaches into, and how many it does.
func covered(columns []box, piece box) (first, count int) {
	for i, c := range columns {
		if c.right < piece.left {
			first = i + 1
		} else if c.left <= piece.right {
			count++
		}
	}
	return min(first, len(columns)-1), max(count, 1)
}
