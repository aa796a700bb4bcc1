package grid

import (
	"cmp"
	"slices"
)

// worksheet is what the readers of workbooks share: the cells of one sheet with their faults, and what lies over them.
type worksheet struct {
	b        *builder
	file     Format
	entry    sheetEntry
	date1904 bool
	merges   []area
}

type sheetEntry struct {
	name   string
	id     string // of the relationship to its part
	hidden bool
}

type area struct{ row, col, lastRow, lastCol int }

func newWorksheet(b *builder, file Format, entry sheetEntry, date1904 bool) worksheet {
	b.grid.Hidden = entry.hidden
	return worksheet{b: b, file: file, entry: entry, date1904: date1904}
}

func (w *worksheet) placeAt(row, col int) Place {
	return Place{File: w.b.src.name, Sheet: w.entry.name, Ref: refName(row, col)}
}

func (w *worksheet) faultAt(at Place, code string, args ...Arg) {
	w.b.faults = append(w.b.faults, Fault{Code: code, Args: args, Place: at})
}

func (w *worksheet) broken(reason, ref string) *Error {
	e := w.b.src.fail(ErrorBroken, Arg{"format", string(w.file)}, Arg{"part", ""}, Arg{"reason", reason})
	e.Place.Sheet, e.Place.Ref = w.entry.name, ref
	return e
}

// checkFaults stops a sheet that is nothing but faults.
func (w *worksheet) checkFaults() error {
	if most := w.b.src.limits.Faults; len(w.b.faults) > most {
		return w.b.src.tooLarge(LimitFaults, int64(most), Place{Sheet: w.entry.name})
	}
	return nil
}

// formulaFault tells that a value was left by a formula, or that there is none.
func (w *worksheet) formulaFault(at Place, formula, text string) {
	if text == "" {
		w.faultAt(at, FaultFormulaNoValue, Arg{"formula", formula})
		return
	}
	w.faultAt(at, FaultFormula, Arg{"formula", formula}, Arg{"value", text})
}

// numberText writes a stored number by the rules of its format. What is no number stays as it is.
func (w *worksheet) numberText(row, col int, value string, format numberFormat) string {
	d, ok := parseDecimal(value)
	if !ok {
		return value
	}
	d, rounded := d.shown()
	text := format.write(d, w.date1904)
	if rounded {
		w.faultAt(w.placeAt(row, col), FaultNumberRounded, Arg{"stored", value}, Arg{"text", text})
	}
	return text
}

// finish puts cells that came out of order into their places and applies the merged ranges.
func (w *worksheet) finish() error {
	for i, row := range w.b.grid.Rows {
		byColumn := func(a, b Cell) int { return cmp.Compare(a.Col, b.Col) }
		if !slices.IsSortedFunc(row, byColumn) {
			slices.SortStableFunc(row, byColumn)
		}
		for j := 1; j < len(row); j++ {
			if row[j].Col == row[j-1].Col {
				return w.broken(ReasonDuplicateCell, refName(i, row[j].Col))
			}
		}
	}
	return w.applyMerges()
}

// applyMerges counts the rows that the ranges span and the cells in them: both cost time.
func (w *worksheet) applyMerges() error {
	spanned := 0
	rows := w.b.grid.Rows
	for _, m := range w.merges {
		end := min(m.lastRow+1, len(rows))
		spanned += max(end-m.row, 1)
		for i := m.row; i < end && spanned <= w.b.src.limits.Merges; i++ {
			spanned += coverRow(rows[i], i, m)
		}
		if spanned > w.b.src.limits.Merges {
			return w.b.src.tooLarge(LimitMerges, int64(w.b.src.limits.Merges), Place{Sheet: w.entry.name})
		}
	}
	return nil
}

// coverRow marks the cells of one row that lie in the merged range: the first cell carries its extent, what is under it is out of sight.
// It returns how many cells are under it.
func coverRow(row []Cell, i int, m area) int {
	at, _ := slices.BinarySearchFunc(row, m.col, func(c Cell, col int) int { return cmp.Compare(c.Col, col) })
	covered := 0
	for ; at < len(row) && row[at].Col <= m.lastCol; at++ {
		if i == m.row && row[at].Col == m.col {
			row[at].MergeRows, row[at].MergeCols = m.lastRow-m.row+1, m.lastCol-m.col+1
			continue
		}
		row[at].Hidden = true
		covered++
	}
	return covered
}
