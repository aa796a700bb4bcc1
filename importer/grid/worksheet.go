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
	given    int // faults that were given away with their rows
}

type sheetEntry struct {
	name   string
	id     string // of the relationship to its part
	hidden bool
}

type area struct{ row, col, lastRow, lastCol int }

func newWorksheet(b *builder, file Format, entry sheetEntry, date1904 bool) worksheet {
	b.grid.Hidden, b.joins = entry.hidden, true
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
	if most := w.b.src.limits.Faults; w.given+len(w.b.faults) > most {
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

// finish puts cells that came out of order into their places, applies the merged ranges and puts divided texts together.
func (w *worksheet) finish() error {
	rows := w.b.grid.Rows
	for i, row := range rows {
		if err := w.order(i, row); err != nil {
			return err
		}
	}
	merger, err := w.merger(len(rows))
	if err != nil {
		return err
	}
	for i, row := range rows {
		if err := merger.apply(i, row); err != nil {
			return err
		}
	}
	return w.b.joinParts()
}

// order puts the cells of one row into their order and refuses two of them in one place.
func (w *worksheet) order(i int, row []Cell) error {
	byColumn := func(a, b Cell) int { return cmp.Compare(a.Col, b.Col) }
	if !slices.IsSortedFunc(row, byColumn) {
		slices.SortStableFunc(row, byColumn)
	}
	for j := 1; j < len(row); j++ {
		if row[j].Col == row[j-1].Col {
			return w.broken(ReasonDuplicateCell, refName(i, row[j].Col))
		}
	}
	return nil
}

// merger applies merged ranges to rows that are shown to it from top to bottom. It counts the rows that the ranges span and the cells
// in them: both cost time.
type merger struct {
	sheet   *worksheet
	waiting []area // by their first rows
	active  []area
	spanned int
}

// merger takes the merged ranges of a sheet with so many rows.
func (w *worksheet) merger(rows int) (*merger, error) {
	m := w.mergerOf(w.merges)
	for _, a := range w.merges {
		if m.spanned += max(min(a.lastRow+1, rows)-a.row, 1); m.spanned > w.b.src.limits.Merges {
			return nil, w.tooManyMerges()
		}
	}
	return m, nil
}

func (w *worksheet) mergerOf(merges []area) *merger {
	sorted := slices.Clone(merges)
	slices.SortStableFunc(sorted, func(a, b area) int { return cmp.Compare(a.row, b.row) })
	return &merger{sheet: w, waiting: sorted}
}

func (w *worksheet) tooManyMerges() *Error {
	return w.b.src.tooLarge(LimitMerges, int64(w.b.src.limits.Merges), Place{Sheet: w.entry.name})
}

func (m *merger) apply(i int, row []Cell) error {
	for len(m.waiting) > 0 && m.waiting[0].row <= i {
		m.active = append(m.active, m.waiting[0])
		m.waiting = m.waiting[1:]
	}
	m.active = slices.DeleteFunc(m.active, func(a area) bool { return a.lastRow < i })
	for _, a := range m.active {
		if m.spanned += coverRow(row, i, a); m.spanned > m.sheet.b.src.limits.Merges {
			return m.sheet.tooManyMerges()
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
