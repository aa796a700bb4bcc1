package grid

import (
	"slices"
	"strconv"
	"strings"
)

// oldColumns is how many columns a worksheet of an xls file has. Its rows fill the two bytes of their number.
const oldColumns = 256

// The flags of rows and columns that are out of sight.
const (
	rowOfNoHeight = 0x20
	columnHidden  = 0x01
)

// oldSheetReader takes the cells of one worksheet, record by record.
type oldSheetReader struct {
	worksheet
	wb            *oldWorkbook
	hiddenRows    map[int]bool
	hiddenColumns [oldColumns]bool
	waiting       *oldCell // a formula whose text stands in a later record
}

// oldCell is where a cell stands and how it looks.
type oldCell struct {
	row, col, style int
	isFormula       bool
}

func newOldSheetReader(wb *oldWorkbook, entry sheetEntry, b *builder) *oldSheetReader {
	return &oldSheetReader{worksheet: newWorksheet(b, FormatXLS, entry, wb.date1904), wb: wb, hiddenRows: map[int]bool{}}
}

// read reads the sheet. read is false for one that holds no cells of a table.
func (r *oldSheetReader) read(sheet oldSheet) (read bool, err error) {
	about := sheet.about
	records := &recordReader{}
	if about == aboutWorksheet {
		if about, err = r.open(sheet, records); err != nil {
			return false, err
		}
	}
	kind, skip := skippedSheets[about]
	switch {
	case skip && kind != "":
		r.faultAt(Place{File: r.b.src.name, Sheet: r.entry.name}, FaultSheetUnread, Arg{"kind", kind})
		return false, nil
	case skip:
		return false, nil
	case about != aboutWorksheet:
		return false, r.broken(ReasonSheetOffset, "")
	}
	if err := r.readRecords(records); err != nil {
		return false, err
	}
	r.hide()
	return true, r.finish()
}

// open goes to where the sheet begins, and returns what it is.
func (r *oldSheetReader) open(sheet oldSheet, records *recordReader) (about int, err error) {
	from, to, ok := r.wb.extent(sheet)
	if !ok {
		return 0, r.broken(ReasonSheetOffset, "")
	}
	*records = recordReader{data: r.wb.data[:to], at: from}
	kind, content, ok := records.next()
	if !ok || kind != recordBegin || len(content) < 4 {
		return 0, r.broken(ReasonSheetOffset, "")
	}
	b := &body{rest: content[2:]}
	return b.uint16(), nil
}

// readRecords reads to the end of the sheet. What stands within it between a beginning and an end of its own is a chart, whose numbers
// are copies of cells.
func (r *oldSheetReader) readRecords(records *recordReader) error {
	b := &body{}
	for depth := 0; ; {
		kind, content, ok := records.next()
		switch {
		case !ok:
			return r.broken(ReasonRecord, "")
		case kind == recordBegin:
			depth++
		case kind == recordEnd && depth == 0:
			return r.noText()
		case kind == recordEnd:
			depth--
		case depth == 0:
			b.rest, b.records = content, records
			if err := r.record(kind, b); err != nil {
				return err
			}
			if b.reason != "" {
				return r.broken(b.reason, "")
			}
		}
	}
}

func (r *oldSheetReader) record(kind int, b *body) error {
	if r.waiting != nil && !precedesText(kind) {
		if err := r.noText(); err != nil {
			return err
		}
	}
	switch kind {
	case recordSharedText:
		return r.sharedText(r.cell(b), b.uint32())
	case recordText, recordRichText:
		return r.add(r.cell(b), r.wb.text(b, b.uint16()))
	case recordNumber:
		return r.number(r.cell(b), b.float())
	case recordRK:
		return r.number(r.cell(b), rkNumber(b.uint32()))
	case recordManyRK:
		return r.manyNumbers(b)
	case recordTruth:
		return r.truth(r.cell(b), b.byte(), b.byte() != 0)
	case recordFormula:
		return r.formula(r.cell(b), b)
	case recordString:
		return r.formulaText(b)
	case recordRow:
		r.row(b)
	case recordColumns:
		r.columns(b)
	case recordMerges:
		return r.mergedRanges(b)
	}
	return nil
}

// precedesText tells the records that may stand between a formula and its text, and the text itself.
func precedesText(kind int) bool {
	return slices.Contains([]int{recordString, recordArray, recordSharedTerms, recordDataTable, recordContinue}, kind)
}

func (r *oldSheetReader) cell(b *body) oldCell {
	return oldCell{row: b.uint16(), col: b.uint16(), style: b.uint16()}
}

// add puts a cell into the grid. Whether it is hidden is known when all rows and columns are.
func (r *oldSheetReader) add(c oldCell, text string) error {
	if c.col >= oldColumns {
		return r.broken(ReasonReference, refName(c.row, c.col))
	}
	text = strings.TrimSpace(text)
	if r.wb.left -= int64(len(text)); r.wb.left < 0 {
		return r.b.src.tooLarge(LimitUnpackedBytes, r.b.src.limits.UnpackedBytes, r.placeAt(c.row, c.col))
	}
	if c.isFormula {
		r.formulaFault(r.placeAt(c.row, c.col), "", text)
	}
	if text != "" {
		err := r.b.add(Cell{Row: c.row, Col: c.col, Text: text, Place: r.placeAt(c.row, c.col), Hidden: r.entry.hidden, Formula: c.isFormula})
		if err != nil {
			return err
		}
	}
	return r.checkFaults()
}

// sharedText refuses a wrong number: taken for blank, the cell would be lost without a trace.
func (r *oldSheetReader) sharedText(c oldCell, index int) error {
	if index >= len(r.wb.strings) {
		return r.broken(ReasonSharedString, refName(c.row, c.col))
	}
	return r.add(c, r.wb.strings[index])
}

func (r *oldSheetReader) number(c oldCell, value float64) error {
	stored, ok := floatText(value)
	if !ok {
		return r.broken(ReasonRecord, refName(c.row, c.col))
	}
	format, ok := r.wb.format(c.style)
	if !ok {
		r.faultAt(r.placeAt(c.row, c.col), FaultStyleMissing, Arg{"style", strconv.Itoa(c.style)}, Arg{"value", stored})
	}
	return r.add(c, r.numberText(c.row, c.col, stored, format))
}

// manyNumbers reads neighbours in one row: the row, the first column, style and number of each, the last column.
func (r *oldSheetReader) manyNumbers(b *body) error {
	c := oldCell{row: b.uint16(), col: b.uint16()}
	count := (len(b.rest) - 2) / 6
	for range count {
		c.style = b.uint16()
		if err := r.number(c, rkNumber(b.uint32())); err != nil {
			return err
		}
		c.col++
	}
	if last := b.uint16(); len(b.rest) > 0 || last != c.col-1 {
		b.fail(ReasonRecord)
	}
	return nil
}

// truth reads TRUE, FALSE or an error.
func (r *oldSheetReader) truth(c oldCell, value int, isError bool) error {
	if !isError {
		return r.add(c, booleanText(strconv.Itoa(min(value, 1))))
	}
	name := errorName(value)
	r.faultAt(r.placeAt(c.row, c.col), FaultCellError, Arg{"value", name})
	return r.add(c, name)
}

// The kinds of a formula's result that is no number.
const (
	resultText = iota
	resultTruth
	resultError
	resultBlank
)

// formula takes the result that the writing program stored.
func (r *oldSheetReader) formula(c oldCell, b *body) error {
	c.isFormula = true
	result := b.take(8)
	switch {
	case result == nil:
		return nil
	case result[6] != 0xff || result[7] != 0xff:
		return r.number(c, (&body{rest: result}).float())
	}
	switch result[0] {
	case resultText:
		r.waiting = &c
		return nil
	case resultTruth:
		return r.truth(c, int(result[2]), false)
	case resultError:
		return r.truth(c, int(result[2]), true)
	case resultBlank:
		return r.add(c, "")
	}
	return r.broken(ReasonRecord, refName(c.row, c.col))
}

// formulaText reads the text of the formula before.
func (r *oldSheetReader) formulaText(b *body) error {
	if r.waiting == nil {
		return nil
	}
	c := *r.waiting
	r.waiting = nil
	return r.add(c, r.wb.text(b, b.uint16()))
}

// noText settles a formula whose text did not come.
func (r *oldSheetReader) noText() error {
	if r.waiting == nil {
		return nil
	}
	c := *r.waiting
	r.waiting = nil
	return r.add(c, "")
}

func (r *oldSheetReader) row(b *body) {
	row := b.uint16()
	b.skip(10)
	if b.uint16()&rowOfNoHeight != 0 {
		r.hiddenRows[row] = true
	}
}

func (r *oldSheetReader) columns(b *body) {
	first, last := b.uint16(), b.uint16()
	b.skip(4)
	if b.uint16()&columnHidden == 0 {
		return
	}
	for i := first; i <= min(last, oldColumns-1); i++ {
		r.hiddenColumns[i] = true
	}
}

func (r *oldSheetReader) mergedRanges(b *body) error {
	for count := b.uint16(); count > 0 && b.reason == ""; count-- {
		m := area{row: b.uint16(), lastRow: b.uint16(), col: b.uint16(), lastCol: b.uint16()}
		if m.lastRow < m.row || m.lastCol < m.col {
			ref := refName(m.row, m.col) + ":" + refName(m.lastRow, m.lastCol)
			r.faultAt(Place{File: r.b.src.name, Sheet: r.entry.name, Ref: ref}, FaultMergeUnreadable, Arg{"range", ref})
			continue
		}
		if r.merges = append(r.merges, m); len(r.merges) > r.b.src.limits.Merges {
			return r.b.src.tooLarge(LimitMerges, int64(r.b.src.limits.Merges), Place{Sheet: r.entry.name})
		}
	}
	return r.checkFaults()
}

// hide marks the cells of hidden rows and columns.
func (r *oldSheetReader) hide() {
	for i, row := range r.b.grid.Rows {
		for j := range row {
			c := &row[j]
			c.Hidden = c.Hidden || r.hiddenRows[i] || r.hiddenColumns[c.Col]
		}
	}
}
