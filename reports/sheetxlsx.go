package reports

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"jixiao/engine"
)

// WriteSheetXLSX writes the fill-in sheet as a workbook: a guide and the table. Cells to fill in are shaded, all others are locked
// without a password. What a cell should hold is checked with a warning and never refused: the reader understands more than a
// spreadsheet's check does.
func WriteSheetXLSX(w io.Writer, fill FillIn) error {
	book, err := newBook(engine.FillInTitle)
	if err != nil {
		return fmt.Errorf("write fill-in sheet: %w", err)
	}
	defer book.Close()
	if err := writeGuide(book, &fill); err != nil {
		return fmt.Errorf("write fill-in sheet: %w", err)
	}
	if err := writeFillSheet(book, &fill); err != nil {
		return fmt.Errorf("write fill-in sheet: %w", err)
	}
	if _, err := book.WriteTo(w); err != nil {
		return fmt.Errorf("write fill-in sheet: %w", err)
	}
	return nil
}

// sheetStyles are the styles of the table: those of cells, the same for the first row of a project, and the rest.
type sheetStyles struct {
	cellStyles
	first                   cellStyles
	head, inputHead, filled int
}

// cellStyles are the styles of locked and of input cells.
type cellStyles struct {
	locked, input                               [len(scales)]int // of texts, by scale
	lockedNumber, inputNumber, inputDate, whole int
}

// Colours help and say nothing by themselves: locked cells are grey and cells to fill in light, on paper without colour too.
const (
	headFill   = "C8C8C8"
	lockedFill = "EDEDED"
	inputFill  = "FFF9DB"
)

// Spreadsheets' built-in number formats. Input cells of text are text, so that 1-2 does not turn into a date.
const (
	wholeFormat  = 1  // 0
	pointsFormat = 2  // 0.00
	moneyFormat  = 4  // #,##0.00
	textFormat   = 49 // @
)

// The borders of spreadsheets.
const (
	thinLine  = 1
	thickLine = 5
)

// styleMaker makes styles of the table. The first failure stays.
type styleMaker struct {
	book *excelize.File
	err  error
}

func (m *styleMaker) style(colour string, top int, look excelize.Style) int {
	for _, side := range []string{"left", "top", "right", "bottom"} {
		line, colour := thinLine, "808080"
		if side == "top" && top != thinLine {
			line, colour = top, "000000"
		}
		look.Border = append(look.Border, excelize.Border{Type: side, Color: colour, Style: line})
	}
	look.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	id, err := m.book.NewStyle(&look)
	if err != nil {
		m.err = err
	}
	return id
}

func (m *styleMaker) head(colour string) int {
	return m.style(colour, thinLine, excelize.Style{Font: &excelize.Font{Family: song, Size: 10.5, Bold: true}, NumFmt: textFormat,
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}, Protection: &excelize.Protection{Locked: true}})
}

// cells makes the styles of cells with a line of some thickness above them.
func (m *styleMaker) cells(top int) cellStyles {
	number := func(colour string, locked bool, format int) int {
		return m.style(colour, top, excelize.Style{Font: &excelize.Font{Family: song, Size: 10.5}, NumFmt: format,
			Alignment: &excelize.Alignment{Vertical: "center"}, Protection: &excelize.Protection{Locked: locked}})
	}
	texts := func(colour string, locked bool) (styles [len(scales)]int) {
		for i, scale := range scales {
			styles[i] = m.style(colour, top, excelize.Style{Font: &excelize.Font{Family: song, Size: 10.5 * scale}, NumFmt: textFormat,
				Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}, Protection: &excelize.Protection{Locked: locked}})
		}
		return styles
	}
	date := "yyyy-mm-dd"
	days := m.style(inputFill, top, excelize.Style{Font: &excelize.Font{Family: song, Size: 10.5}, CustomNumFmt: &date,
		Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center"}, Protection: &excelize.Protection{Locked: false}})
	return cellStyles{locked: texts(lockedFill, true), input: texts(inputFill, false),
		lockedNumber: number(lockedFill, true, pointsFormat), inputNumber: number(inputFill, false, moneyFormat),
		inputDate: days, whole: number(lockedFill, true, wholeFormat)}
}

func newSheetStyles(book *excelize.File) (sheetStyles, error) {
	m := &styleMaker{book: book}
	styles := sheetStyles{cellStyles: m.cells(thinLine), first: m.cells(thickLine), head: m.head(headFill), inputHead: m.head(inputFill)}
	filled, err := book.NewConditionalStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFFFF"}}})
	styles.filled = filled
	return styles, errors.Join(m.err, err)
}

func writeFillSheet(book *excelize.File, fill *FillIn) error {
	index, err := book.NewSheet(FillSheet)
	if err != nil {
		return err
	}
	book.SetActiveSheet(index)
	styles, err := newSheetStyles(book)
	if err != nil {
		return err
	}
	last := max(fill.Rows(), 2)
	if err := guardSheet(book, styles, last); err != nil {
		return err
	}
	blank, err := streamRows(book, styles, fill)
	if err != nil {
		return err
	}
	return writeProgress(book, last, blank)
}

// guardSheet sets the sheet's checks, protection, filter and print settings, which all must be there before rows are streamed.
func guardSheet(book *excelize.File, styles sheetStyles, last int) error {
	for _, add := range []func(*excelize.File, int) error{checkTiers, checkAmounts, checkClaims} {
		if err := add(book, last); err != nil {
			return err
		}
	}
	if err := markFilled(book, styles, last); err != nil {
		return err
	}
	if err := book.ProtectSheet(FillSheet, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true,
		FormatCells: true, FormatColumns: true, FormatRows: true, AutoFilter: true, Sort: true}); err != nil {
		return err
	}
	end, _ := excelize.ColumnNumberToName(len(fillColumns))
	if err := book.AutoFilter(FillSheet, "A1:"+end+strconv.Itoa(last), nil); err != nil {
		return err
	}
	if err := fitWidth(book, FillSheet, "landscape"); err != nil {
		return err
	}
	if err := book.SetHeaderFooter(FillSheet, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}); err != nil {
		return err
	}
	return book.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: FillSheet, RefersTo: FillSheet + "!$1:$1"})
}

// streamRows writes the rows one by one and counts the indicators without an actual.
func streamRows(book *excelize.File, styles sheetStyles, fill *FillIn) (blank int, err error) {
	stream, err := book.NewStreamWriter(FillSheet)
	if err != nil {
		return 0, err
	}
	if err := streamHead(stream, styles, fill); err != nil {
		return 0, err
	}
	next := 2
	var dates dateCells
	for s, err := range fill.Projects {
		if err != nil {
			return 0, err
		}
		for i, row := range sheetRows(s) {
			look := styles.cellStyles
			if i == 0 {
				look = styles.first
			}
			values, height := look.values(row, fill)
			if err := stream.SetRow("A"+strconv.Itoa(next), values, excelize.RowOpts{Height: height}); err != nil {
				return 0, err
			}
			actual := row.at(engine.ColumnActual)
			if actual.date {
				dates.add(next)
			}
			if actual.text == "" && row.at(engine.ColumnIndicatorID).text != "" {
				blank++
			}
			next++
		}
	}
	if err := dates.check(book); err != nil { // the stream writes the sheet's checks behind its rows
		return 0, err
	}
	return blank, stream.Flush()
}

func streamHead(stream *excelize.StreamWriter, styles sheetStyles, fill *FillIn) error {
	keep := placeOf(frozen)
	corner, _ := excelize.CoordinatesToCellName(keep+1, 2)
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, XSplit: keep, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight"}); err != nil {
		return err
	}
	head := make([]any, len(fillColumns))
	for i := range fillColumns {
		column := &fillColumns[i]
		if err := stream.SetColWidth(i+1, i+1, column.width); err != nil {
			return err
		}
		if err := stream.SetColVisible(i+1, i+1, column.shows(fill)); err != nil {
			return err
		}
		style := styles.head
		if toFill(column.Column) {
			style = styles.inputHead
		}
		head[i] = excelize.Cell{StyleID: style, Value: column.head}
	}
	return stream.SetRow("A1", head, excelize.RowOpts{Height: 32})
}

// toFill tells the columns that have cells to fill in.
func toFill(column engine.Column) bool {
	switch column {
	case engine.ColumnActual, engine.ColumnTier, engine.ColumnClaimed, engine.ColumnReason, engine.ColumnInitial, engine.ColumnAdjusted, engine.ColumnExecuted:
		return true
	}
	return false
}

// values turns a row into cells and says how high it must be for what it holds already.
func (s cellStyles) values(row sheetRow, fill *FillIn) (values []any, height float64) {
	values = make([]any, len(fillColumns))
	for i := range fillColumns {
		column := &fillColumns[i]
		cell := *row.at(column.Column)
		scale, needs := 0, 0.0
		if !cell.number && column.shows(fill) {
			scale, needs = fillFit.fit(cell.text, column.width)
		}
		values[i] = excelize.Cell{StyleID: s.of(column.Column, cell, scale), Value: cellValue(cell)}
		height = max(height, needs)
	}
	return values, height
}

// fillFit leaves a character at either side of a text.
var fillFit = rowFit{line: 15, padding: 5, margin: 2}

func (s cellStyles) of(column engine.Column, cell sheetCell, scale int) int {
	amount := column >= engine.ColumnInitial && column <= engine.ColumnExecuted || column == engine.ColumnClaimed
	switch {
	case cell.input && amount:
		return s.inputNumber
	case cell.input && cell.date:
		return s.inputDate
	case cell.input:
		return s.input[scale]
	case column == engine.ColumnYear || column == engine.ColumnOrdinal:
		return s.whole
	case cell.number:
		return s.lockedNumber
	}
	return s.locked[scale]
}

// cellValue hands a number over as a number and a date as one. Points and amounts have at most fifteen digits, which a float holds
// exactly enough to print them again; nothing is computed with it.
func cellValue(cell sheetCell) any {
	if cell.text == "" {
		return nil
	}
	if cell.number {
		if value, err := strconv.ParseFloat(cell.text, 64); err == nil {
			return value
		}
	}
	if date, ok := engine.ParseDate(cell.text); ok && cell.date {
		return daySerial(date)
	}
	return guardedText(cell.text)
}

// plainTarget matches a target or actual such as =100.00(%): a sign, one number, a unit in Chinese. It computes
// nothing, and an apostrophe before it would only puzzle a clerk.
var plainTarget = regexp.MustCompile(`^[=+\-＝＋－]\s*[0-9０-９][0-9０-９.,]*\s*[（(]?[\p{Han}%％‰·/]*[)）]?$`)

// guardedText is the text of a cell of the fill-in sheet. Such a sheet is often saved as csv and opened again, so that a text that could
// become a formula then carries the guard in the workbook already.
func guardedText(text string) string {
	if plainTarget.MatchString(text) {
		return cellText(text)
	}
	return cellText(engine.Guard(text))
}

// sheetRange names the cells of some columns below the header.
func sheetRange(from, to engine.Column, last int) string {
	left, _ := excelize.CoordinatesToCellName(placeOf(from), 2)
	right, _ := excelize.CoordinatesToCellName(placeOf(to), last)
	return left + ":" + right
}

// tierLabels are the labels of 完成情况.
func tierLabels() []string {
	labels := make([]string, 0, len(engine.Tiers()))
	for _, tier := range engine.Tiers() {
		labels = append(labels, tier.Label())
	}
	return labels
}

func tierList() string { return strings.Join(tierLabels(), "、") }
