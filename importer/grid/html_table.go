package grid

// What browsers allow a cell to span.
const (
	mostColspan = 1000
	mostRowspan = 65534
)

// pageTable is a table of a page under reading.
type pageTable struct {
	*flowTable
	implied bool // by a row or a cell outside of a table
	hidden  bool // not shown, itself or what it stands in
	inRow   bool
	rowHide bool
	section bool // the section is hidden
	open    *pageCell
	columns []bool // which are hidden, as far as col elements say it
}

// pageCell is a cell under reading.
type pageCell struct {
	text                         pageText
	at                           Cell
	columns, rows                int
	number, formula, failed      string
	hasNumber, hasFail, hasTerms bool
	outer                        look
}

// look is what the surroundings of a cell say of its text; it does not reach into the cell.
type look struct {
	pre, raised int
	hidden      hiding
}

func (r *pageReader) table() *pageTable {
	if len(r.tables) == 0 {
		return nil
	}
	return r.tables[len(r.tables)-1]
}

// cell is the open cell of the innermost table; text of a table that stands in no cell is a paragraph.
func (r *pageReader) cell() *pageCell {
	if table := r.table(); table != nil {
		return table.open
	}
	return nil
}

// startTable opens a table. Within another table, but in no cell of it, it ends the other.
func (r *pageReader) startTable(t *tag) error {
	if table := r.table(); table != nil && table.open == nil {
		if err := r.endTable(); err != nil {
			return err
		}
	}
	return r.openTable(t.hidden, false)
}

func (r *pageReader) openTable(hidden, implied bool) error {
	if most := r.f.b.src.limits.XMLDepth; len(r.tables) >= most {
		return r.f.b.src.tooLarge(LimitXMLDepth, int64(most), r.here())
	}
	if err := r.breakLine(); err != nil {
		return err
	}
	hidden = hidden || r.isHidden()
	r.tables = append(r.tables, &pageTable{flowTable: r.f.table(), hidden: hidden, implied: implied})
	return nil
}

// isHidden tells whether what stands here is not shown.
func (r *pageReader) isHidden() bool {
	if r.hidden.name != "" {
		return true
	}
	table := r.table()
	return table != nil && (table.hidden || table.section || table.rowHide || table.open != nil && table.open.at.Hidden)
}

func (r *pageReader) endTable() error {
	if r.table() == nil {
		return nil
	}
	if err := r.endRow(); err != nil {
		return err
	}
	table := r.table()
	table.flowTable.endSection()
	r.tables = r.tables[:len(r.tables)-1]
	return r.breakLine()
}

func (r *pageReader) startSection(t *tag) error {
	if err := r.endSection(); err != nil {
		return err
	}
	if table := r.table(); table != nil {
		table.section = t.hidden
	}
	return nil
}

func (r *pageReader) endSection() error {
	if r.table() == nil {
		return nil
	}
	if err := r.endRow(); err != nil {
		return err
	}
	r.table().flowTable.endSection()
	r.table().section = false
	return nil
}

func (r *pageReader) startRow(t *tag) error {
	if r.table() == nil {
		if err := r.openTable(false, true); err != nil {
			return err
		}
	}
	if err := r.endRow(); err != nil {
		return err
	}
	table := r.table()
	table.inRow, table.rowHide = true, t.hidden
	return table.flowTable.startRow()
}

// endRow ends the row and what is open in it.
func (r *pageReader) endRow() error {
	if err := r.endCell(); err != nil {
		return err
	}
	if table := r.table(); table != nil {
		table.inRow, table.rowHide = false, false
	}
	return r.flush()
}

func (r *pageReader) startCell(t *tag) error {
	if table := r.table(); table == nil || !table.inRow {
		if err := r.startRow(&tag{}); err != nil {
			return err
		}
	}
	if err := r.endCell(); err != nil {
		return err
	}
	if err := r.flush(); err != nil {
		return err
	}
	table := r.table()
	if table.free(); table.col > sheetColumns {
		return r.f.b.src.tooLarge(LimitColumns, sheetColumns, r.here())
	}
	c := &pageCell{at: Cell{Row: table.at, Col: table.col}, columns: spanOf(t.colspan, mostColspan), rows: spanOf(t.rowspan, mostRowspan)}
	if t.rowspan == "0" {
		c.rows = mostRowspan // down to the end of its section
	}
	c.at.Hidden = t.hidden || r.isHidden() || table.hidesColumn(table.col)
	c.number, c.hasNumber = t.number, t.hasNumber
	c.formula, c.hasTerms = t.formula, t.hasFormula
	c.failed, c.hasFail = t.failed, t.hasFailed
	c.outer = look{r.pre, r.raised, r.hidden}
	r.pre, r.raised, r.hidden = 0, 0, hiding{}
	table.open = c
	return nil
}

func spanOf(text string, most int) int { return max(clampedInt(text, most), 1) }

func (r *pageReader) endCell() error {
	table := r.table()
	if table == nil || table.open == nil {
		return nil
	}
	c := table.open
	table.open = nil
	r.pre, r.raised, r.hidden = c.outer.pre, c.outer.raised, c.outer.hidden
	if c.text.size() > 0 || c.hasNumber || c.hasFail {
		c.at.Place = table.cell().Place
		c.at.Place.Line = c.text.line
	}
	if err := r.stored(c); err != nil {
		return err
	}
	extent, err := table.put(c.at, &c.text.passage, c.columns)
	if err != nil {
		return err
	}
	if c.rows > 1 {
		table.reach(extent, c.rows-1)
	}
	return nil
}

// stored takes what a spreadsheet program noted of a cell beside the text that it shows.
func (r *pageReader) stored(c *pageCell) error {
	if c.hasNumber {
		c.text.shown = []byte(storedNumber(string(c.text.shown), c.number))
	}
	shown := string(c.text.shown)
	if c.hasFail {
		if err := r.f.fault(FaultCellError, c.at.Place, Arg{"value", shown}); err != nil {
			return err
		}
	}
	if c.hasTerms && shown != "" {
		c.at.Formula = true
		return r.f.fault(FaultFormula, c.at.Place, Arg{"formula", c.formula}, Arg{"value", shown})
	}
	return nil
}

// column notes hidden columns.
func (r *pageReader) column(t *tag) {
	table := r.table()
	if table == nil {
		return
	}
	span, most := spanOf(t.span, mostColspan), r.f.b.src.limits.Columns
	for range min(span, most-len(table.columns)) {
		table.columns = append(table.columns, t.hidden)
	}
}

func (t *pageTable) hidesColumn(col int) bool { return col < len(t.columns) && t.columns[col] }
