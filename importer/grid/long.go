package grid

import (
	"errors"
	"iter"
)

// Row is one row of a long grid that is not blank, or the faults of no single row, which come at the end without cells.
type Row struct {
	// Index is the row's number from 0.
	Index int
	// Cells are valid until the next row.
	Cells []Cell
	// Faults are those of this row.
	Faults []Fault
}

// ErrUnordered says that the rows of a long grid do not stand in their order, so that it must be loaded as a whole.
var ErrUnordered = errors.New("the rows of the worksheet are out of order")

// errLong ends the reading of the beginning of a long worksheet, errStop a reading that nobody wants to go on with.
var (
	errLong = errors.New("the worksheet is long")
	errStop = errors.New("no more rows are wanted")
)

// longSheet is a worksheet that is read row by row, as often as somebody asks.
type longSheet struct {
	wb       *workbook
	entry    sheetEntry
	part     string
	before   archive // the budget as it was when the worksheet began
	left     int64   // what was left of the shared texts then
	surveyed bool    // all of it was read once
	merges   []area
}

// Long tells that Rows holds only the beginning, and without merged ranges: [Grid.All] reads everything, [Document.Load] fetches it into Rows.
func (g *Grid) Long() bool { return g.long != nil }

// Merged tells whether a long grid has merged ranges, which is known once all of it was read.
func (g *Grid) Merged() bool { return len(g.long.merges) > 0 }

// All reads the rows of a long grid from its beginning, one at a time. The first reading that goes through to the end is the check of
// the worksheet, and finds its merged ranges, which the format puts behind the rows; only later ones apply them. The error is an
// *Error, or ErrUnordered, and ends the reading.
func (g *Grid) All() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		r := &rowReader{sheet: g.long, yield: yield, last: -1}
		if err := r.guarded(); err != nil && !errors.Is(err, errStop) {
			yield(Row{}, err)
		}
	}
}

// rowReader is one reading of a long worksheet.
type rowReader struct {
	*sheetReader
	sheet  *longSheet
	yield  func(Row, error) bool
	merger *merger
	last   int // the row before
	away   bool
}

// guarded turns a panic of the reading into an error, but not one of whoever takes the rows.
func (r *rowReader) guarded() (err error) {
	defer func() {
		if r.away {
			return
		}
		if recover() != nil {
			err = r.sheet.wb.archive.broken("", ReasonPanic)
		}
	}()
	return r.read()
}

func (r *rowReader) read() error {
	a := r.sheet.before
	count := 0
	left := r.sheet.left
	r.sheetReader = newSheetReader(r.sheet.wb, r.sheet.entry, newBuilder(a.src, r.sheet.entry.name, &count))
	r.left = &left
	r.b.long, r.rowDone = true, r.give
	r.merger = r.mergerOf(r.sheet.merges)
	if err := a.walk(r.sheet.part, r.sheetReader); err != nil {
		return err
	}
	return r.end()
}

// give gives the row that has just ended away.
func (r *rowReader) give() error {
	if r.row <= r.last {
		return ErrUnordered
	}
	r.last = r.row
	cells, faults := r.b.row, r.b.faults
	r.b.row, r.b.faults = cells[:0], nil
	r.given += len(faults)
	if len(cells) == 0 && len(faults) == 0 {
		return nil
	}
	if err := r.order(r.last, cells); err != nil {
		return err
	}
	if err := r.merger.apply(r.last, cells); err != nil {
		return err
	}
	r.away = true
	more := r.yield(Row{r.last, cells, faults}, nil)
	r.away = false
	if !more {
		return errStop
	}
	return nil
}

// end notes what is known once all rows have passed, and gives the faults that belong to none.
func (r *rowReader) end() error {
	if !r.sheet.surveyed {
		if _, err := r.worksheet.merger(r.last + 1); err != nil {
			return err
		}
		r.sheet.surveyed, r.sheet.merges = true, r.merges
	}
	if len(r.b.faults) > 0 {
		r.away = true
		r.yield(Row{Index: r.last + 1, Faults: r.b.faults}, nil)
		r.away = false
	}
	return nil
}

// Load reads all rows of a long grid into memory, within the limits for that.
func (d *Document) Load(g *Grid) (err error) {
	sheet := *g.long
	defer func() {
		if recover() != nil {
			err = sheet.wb.archive.broken("", ReasonPanic)
		}
	}()
	a := sheet.before
	wb := *sheet.wb
	wb.archive, wb.left = &a, sheet.left
	count := d.CellCount()
	for _, row := range g.Rows {
		count -= len(row)
	}
	r := newSheetReader(&wb, sheet.entry, newBuilder(a.src, sheet.entry.name, &count))
	if err := a.walk(sheet.part, r); err != nil {
		return err
	}
	if err := r.finish(); err != nil {
		return err
	}
	*g = r.b.grid
	d.Faults = append(d.Faults, r.b.faults...)
	return nil
}
