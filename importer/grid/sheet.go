package grid

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
)

// The extent of a worksheet in the file format.
const (
	sheetRows    = 1 << 20
	sheetColumns = 1 << 14
)

// sheetReader takes the cells of one worksheet as they stream by.
type sheetReader struct {
	worksheet
	wb   *workbook
	left *int64 // bytes of shared text that cells may still show

	hiddenColumns []bool
	ranges        int // elements that named columns
	row, col      int // of the cell before, -1 before the first
	rowHidden     bool
	cell          rawCell
	rowDone       func() error // called at the end of each row, nil where nobody asks
}

// rawCell is a c element: its attributes and the texts of its v, f and is.
type rawCell struct {
	kind, style        string
	row, col           int
	value, formula, in []byte
	hasFormula         bool
}

func newSheetReader(wb *workbook, entry sheetEntry, b *builder) *sheetReader {
	return &sheetReader{worksheet: newWorksheet(b, FormatXLSX, entry, wb.date1904), wb: wb, left: &wb.left, row: -1, col: -1}
}

func (r *sheetReader) start(path []string, attrs []xml.Attr) error {
	switch {
	case len(path) == 3 && path[1] == "sheetData" && path[2] == "row":
		return r.startRow(attrs)
	case len(path) == 4 && isCell(path):
		return r.startCell(attrs)
	case len(path) == 5 && isCell(path) && path[4] == "f":
		r.cell.hasFormula = true
	case len(path) == 3 && path[1] == "cols" && path[2] == "col":
		return r.column(attrs)
	case len(path) == 3 && path[1] == "mergeCells" && path[2] == "mergeCell":
		r.merge(attr(attrs, "ref"))
	}
	return nil
}

// isCell tells a cell and what is in it.
func isCell(path []string) bool {
	return len(path) >= 4 && path[1] == "sheetData" && path[2] == "row" && path[3] == "c"
}

func (r *sheetReader) text(path []string, data []byte) error {
	if len(path) < 5 || !isCell(path) {
		return nil
	}
	switch {
	case len(path) == 5 && path[4] == "v":
		r.cell.value = append(r.cell.value, data...)
	case len(path) == 5 && path[4] == "f":
		r.cell.formula = append(r.cell.formula, data...)
	case path[4] == "is" && isItemText(path):
		r.cell.in = append(r.cell.in, data...)
	}
	return nil
}

func (r *sheetReader) end(path []string) error {
	if err := r.checkFaults(); err != nil {
		return err
	}
	switch {
	case len(path) == 4 && isCell(path):
		return r.endCell()
	case r.rowDone != nil && len(path) == 3 && path[1] == "sheetData" && path[2] == "row":
		return r.rowDone()
	}
	return nil
}

func (r *sheetReader) column(attrs []xml.Attr) error {
	if r.ranges++; r.ranges > sheetColumns {
		return r.b.src.tooLarge(LimitColumns, sheetColumns, Place{Sheet: r.entry.name})
	}
	first, err1 := strconv.Atoi(attr(attrs, "min"))
	last, err2 := strconv.Atoi(attr(attrs, "max"))
	if !isTrue(attr(attrs, "hidden")) || err1 != nil || err2 != nil {
		return nil
	}
	if r.hiddenColumns == nil {
		r.hiddenColumns = make([]bool, sheetColumns)
	}
	for i := max(first, 1); i <= min(last, sheetColumns); i++ {
		r.hiddenColumns[i-1] = true
	}
	return nil
}

// startRow goes to the row's number; without one it is the next.
func (r *sheetReader) startRow(attrs []xml.Attr) error {
	r.row, r.col = r.row+1, -1
	r.rowHidden = isTrue(attr(attrs, "hidden"))
	if number := attr(attrs, "r"); number != "" {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > sheetRows {
			return r.broken(ReasonReference, number)
		}
		r.row = n - 1
	}
	return nil
}

// startCell goes to the cell's reference; without one it is the next in the row. A reference to another row is refused:
// nobody can say which of the two is meant.
func (r *sheetReader) startCell(attrs []xml.Attr) error {
	r.col++
	if ref := attr(attrs, "r"); ref != "" {
		row, col, ok := parseRef(ref)
		if !ok || row != r.row {
			return r.broken(ReasonReference, ref)
		}
		r.col = col
	}
	if r.col >= sheetColumns {
		return r.broken(ReasonReference, "")
	}
	c := &r.cell
	c.kind, c.style = attr(attrs, "t"), attr(attrs, "s")
	c.row, c.col = r.row, r.col
	c.value, c.formula, c.in = c.value[:0], c.formula[:0], c.in[:0]
	c.hasFormula = false
	return nil
}

func (r *sheetReader) endCell() error {
	text, err := r.cellText()
	if err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	c := &r.cell
	if c.hasFormula {
		r.formulaFault(r.place(), string(bytes.TrimSpace(c.formula)), text)
	}
	if text == "" {
		return nil
	}
	return r.b.add(Cell{
		Row: c.row, Col: c.col, Text: text, Place: r.place(), Formula: c.hasFormula,
		Hidden: r.entry.hidden || r.rowHidden || r.hiddenColumns != nil && r.hiddenColumns[c.col],
	})
}

// cellText is the cell's value by its kind. A number is written by the rules of its format; everything else is text as it stands.
func (r *sheetReader) cellText() (string, error) {
	trimmed := bytes.TrimSpace(r.cell.value)
	if r.cell.kind == "s" {
		return r.sharedString(trimmed)
	}
	value := r.wb.words.text(trimmed)
	switch r.cell.kind {
	case "inlineStr":
		return unescape(r.wb.words.text(r.cell.in)), nil
	case "b":
		return booleanText(value), nil
	case "e":
		if value != "" {
			r.fault(FaultCellError, Arg{"value", value})
		}
		return value, nil
	case "", "n":
		return r.numberText(r.row, r.col, value, r.format(value)), nil
	case "d":
		return strings.TrimSuffix(value, "T00:00:00"), nil
	}
	return unescape(string(r.cell.value)), nil
}

// sharedString refuses a wrong index: taken for blank, the cell would be lost without a trace.
func (r *sheetReader) sharedString(value []byte) (string, error) {
	if len(value) == 0 {
		return "", nil
	}
	index, err := strconv.Atoi(string(value))
	if err != nil || index < 0 || index >= len(r.wb.strings) {
		return "", r.broken(ReasonSharedString, r.place().Ref)
	}
	text := r.wb.strings[index]
	if *r.left -= int64(len(text)); *r.left < 0 {
		src := r.b.src
		return "", src.tooLarge(LimitUnpackedBytes, src.limits.unpacked(len(src.data)), r.place())
	}
	return text, nil
}

func booleanText(value string) string {
	switch value {
	case "1":
		return "TRUE"
	case "0":
		return "FALSE"
	}
	return value
}

func (r *sheetReader) format(value string) numberFormat {
	if r.cell.style == "" {
		return numberFormat{}
	}
	index, err := strconv.Atoi(r.cell.style)
	if err == nil && index >= 0 && index < len(r.wb.formats) {
		return r.wb.formats[index]
	}
	if index != 0 || err != nil { // style 0 is the general format also where a workbook has no styles
		r.fault(FaultStyleMissing, Arg{"style", r.cell.style}, Arg{"value", value})
	}
	return numberFormat{}
}

func (r *sheetReader) place() Place { return r.placeAt(r.cell.row, r.cell.col) }

func (r *sheetReader) broken(reason, ref string) *Error {
	e := r.wb.archive.broken("", reason)
	e.Place.Sheet, e.Place.Ref = r.entry.name, ref
	return e
}
func (r *sheetReader) fault(code string, args ...Arg) { r.faultAt(r.place(), code, args...) }

// merge notes a merged range; a single reference is a range of one cell.
func (r *sheetReader) merge(ref string) {
	from, to, found := strings.Cut(ref, ":")
	if !found {
		to = from
	}
	row, col, ok1 := parseRef(from)
	lastRow, lastCol, ok2 := parseRef(to)
	if !ok1 || !ok2 || lastRow < row || lastCol < col {
		place := Place{File: r.b.src.name, Sheet: r.entry.name, Ref: ref}
		r.b.faults = append(r.b.faults, Fault{Code: FaultMergeUnreadable, Args: Args{{"range", ref}}, Place: place})
		return
	}
	r.merges = append(r.merges, area{row, col, lastRow, lastCol})
}

// parseRef reads "B7", with or without dollar signs, into row and column from 0.
func parseRef(ref string) (row, col int, ok bool) {
	ref = strings.ReplaceAll(ref, "$", "")
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		letter := ref[i] &^ 0x20
		if letter < 'A' || letter > 'Z' {
			break
		}
		col = col*26 + int(letter-'A') + 1
	}
	number, err := strconv.ParseUint(ref[i:], 10, 32)
	if err != nil || i == 0 || col > sheetColumns || number < 1 || number > sheetRows {
		return 0, 0, false
	}
	return int(number) - 1, col - 1, true
}

// refName writes row and column from 0 as "B7".
func refName(row, col int) string {
	name := make([]byte, 0, 16)
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		name = append(name, byte('A'+(n-1)%26))
	}
	slices.Reverse(name)
	return string(strconv.AppendInt(name, int64(row+1), 10))
}
