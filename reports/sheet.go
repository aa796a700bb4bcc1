package reports

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"jixiao/engine"
)

// The sheets of the fill-in workbook.
const (
	GuideSheet = "填报说明"
	FillSheet  = "填报表"
)

// guide is what the first sheet of the fill-in workbook says.
var guide = []string{
	"一、请在“" + FillSheet + "”中填写有底色的格子，其余格子已锁定。不要改动表头，也不要删除右侧隐藏的标识列，导入时靠它们对应到指标。",
	"二、指标行：填写“实际完成值”，尽量带上单位，例如 487 篇、95%、2025-11-20。没有完成的指标也要填写，空白表示没有上报，不会按 0 计。",
	"三、指标值是文字的，请在“完成情况”中选择达成、部分达成、未达成或不适用。“自评得分”按本单位自评填写，可以留空。",
	"四、得分低于分值的，请在“偏差原因分析及改进措施”中说明原因和改进措施。",
	"五、预算执行行：金额单位一律为元。空白表示没有填报，金额为零请填 0。",
	"六、年度总体目标行：在“实际完成值”中填写全年实际完成情况。填报信息行：在“实际完成值”中填写填报人、联系电话和填报日期，日期写成 2026-01-15。",
	"七、填好后保存，原样交回即可。以“=”“+”“-”“@”开头的文字前面有一个单引号，这是为了不被当作公式，导入时会去掉。",
}

// sheetCell is one cell of the fill-in sheet.
type sheetCell struct {
	text   string
	number bool // text is a plain decimal number
	input  bool // for people to fill in
}

// sheetRow is one row of the fill-in sheet, in the order of engine.Columns.
type sheetRow []sheetCell

func newSheetRow() sheetRow { return make(sheetRow, len(engine.Columns())) }

// at returns the cell of a column. Columns are numbered from 1 in the order of the table.
func (r sheetRow) at(column engine.Column) *sheetCell { return &r[column-1] }

func (r sheetRow) set(column engine.Column, text string) { r.at(column).text = text }

func (r sheetRow) input(column engine.Column, text string) {
	*r.at(column) = sheetCell{text: text, input: true}
}

func (r sheetRow) setPoints(column engine.Column, p *engine.Points, input bool) {
	*r.at(column) = sheetCell{input: input, number: p != nil}
	if p != nil {
		r.at(column).text = p.String()
	}
}

func (r sheetRow) setMoney(column engine.Column, m *engine.Money) {
	*r.at(column) = sheetCell{input: true, number: m != nil}
	if m != nil {
		r.at(column).text = m.String()
	}
}

// sheetRows lists a project's rows: the funds, the year's goal, who filled it in, and then one row an indicator. What is known
// already stands in its place.
func sheetRows(s *engine.Submission) []sheetRow {
	rows := make([]sheetRow, 0, 8+len(s.Indicators))
	for _, item := range engine.BudgetItems() {
		amounts, _ := s.Budget.Row(item)
		row := projectRow(s, engine.ExecutionLabel, item.String())
		row.setMoney(engine.ColumnInitial, amounts.Initial)
		row.setMoney(engine.ColumnAdjusted, amounts.Adjusted)
		row.setMoney(engine.ColumnExecuted, amounts.Executed)
		if item == engine.TotalFunds {
			row.setPoints(engine.ColumnWeight, s.ExecutionWeight, false)
			row.setPoints(engine.ColumnClaimed, s.ExecutionClaimed, true)
			row.input(engine.ColumnReason, s.ExecutionReason)
		}
		rows = append(rows, row)
	}
	goal := projectRow(s, engine.GoalLabel, engine.GoalActualLabel)
	goal.set(engine.ColumnTarget, s.Goal)
	goal.input(engine.ColumnActual, s.GoalActual)
	rows = append(rows, goal)
	for _, entry := range []struct{ label, value string }{
		{engine.FillerLabel, s.Filler}, {engine.TelephoneLabel, s.Telephone}, {engine.FilledOnLabel, s.FilledOn.String()},
	} {
		row := projectRow(s, engine.FillingLabel, entry.label)
		row.input(engine.ColumnActual, entry.value)
		rows = append(rows, row)
	}
	for i := range s.Indicators {
		rows = append(rows, indicatorRow(s, &s.Indicators[i]))
	}
	return rows
}

func projectRow(s *engine.Submission, level1, name string) sheetRow {
	row := newSheetRow()
	row.set(engine.ColumnProjectCode, s.Code)
	row.set(engine.ColumnProjectName, s.Name)
	row.set(engine.ColumnDepartment, s.Department)
	row.set(engine.ColumnUnit, s.Unit)
	*row.at(engine.ColumnYear) = sheetCell{text: strconv.Itoa(s.Year), number: true}
	row.set(engine.ColumnLevel1, level1)
	row.set(engine.ColumnIndicator, name)
	row.set(engine.ColumnProjectID, string(s.ID()))
	return row
}

func indicatorRow(s *engine.Submission, indicator *engine.Indicator) sheetRow {
	row := projectRow(s, indicator.Level1.String(), indicator.Name)
	row.set(engine.ColumnLevel2, indicator.Level2.String())
	row.set(engine.ColumnTarget, indicator.Target.Text)
	row.input(engine.ColumnActual, actualText(&indicator.Actual))
	row.input(engine.ColumnTier, indicator.Tier.Label())
	row.setPoints(engine.ColumnWeight, indicator.Weight, false)
	row.setPoints(engine.ColumnClaimed, indicator.Claimed, true)
	row.input(engine.ColumnReason, indicator.Reason)
	*row.at(engine.ColumnOrdinal) = sheetCell{text: strconv.Itoa(indicator.Ordinal), number: true}
	row.set(engine.ColumnIndicatorID, string(indicator.ID))
	return row
}

// WriteSheetCSV writes the fill-in sheet as UTF-8 with a byte order mark, which spreadsheet programs need to see the Chinese in it.
// Submissions must have been identified.
func WriteSheetCSV(w io.Writer, submissions []*engine.Submission) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write fill-in sheet: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	record := make([]string, 0, len(engine.Columns()))
	for _, column := range engine.Columns() {
		record = append(record, column.Label())
	}
	err := out.Write(record)
	for _, s := range submissions {
		for _, row := range sheetRows(s) {
			if err != nil {
				break
			}
			record = record[:0]
			for _, cell := range row {
				record = append(record, csvText(cell))
			}
			err = out.Write(record)
		}
	}
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	if err != nil {
		return fmt.Errorf("write fill-in sheet: %w", err)
	}
	return nil
}

func csvText(cell sheetCell) string {
	if cell.number {
		return cell.text
	}
	return engine.Guard(cell.text)
}

// Widths of the fill-in sheet's columns in characters, and which of them are hidden.
var sheetWidths = map[engine.Column]float64{
	engine.ColumnProjectCode: 14, engine.ColumnProjectName: 22, engine.ColumnDepartment: 20, engine.ColumnUnit: 20,
	engine.ColumnYear: 7, engine.ColumnLevel1: 13, engine.ColumnLevel2: 15, engine.ColumnIndicator: 24, engine.ColumnTarget: 24,
	engine.ColumnActual: 24, engine.ColumnTier: 11, engine.ColumnWeight: 8, engine.ColumnClaimed: 10, engine.ColumnReason: 32,
	engine.ColumnInitial: 16, engine.ColumnAdjusted: 16, engine.ColumnExecuted: 16,
	engine.ColumnIndicatorID: 18, engine.ColumnProjectID: 18, engine.ColumnOrdinal: 10,
}

func hidden(column engine.Column) bool {
	return column == engine.ColumnIndicatorID || column == engine.ColumnProjectID || column == engine.ColumnOrdinal
}

// WriteSheetXLSX writes the fill-in sheet as a workbook: a short guide and the table. Cells to fill in are shaded, all others are
// locked without a password, and 完成情况 is chosen from a list. Submissions must have been identified.
func WriteSheetXLSX(w io.Writer, submissions []*engine.Submission) error {
	book, err := newBook("项目支出绩效自评填报表")
	if err != nil {
		return fmt.Errorf("write fill-in sheet: %w", err)
	}
	defer book.Close()
	if err := writeGuide(book); err != nil {
		return fmt.Errorf("write fill-in sheet: %w", err)
	}
	if err := writeFillSheet(book, submissions); err != nil {
		return fmt.Errorf("write fill-in sheet: %w", err)
	}
	if _, err := book.WriteTo(w); err != nil {
		return fmt.Errorf("write fill-in sheet: %w", err)
	}
	return nil
}

func writeGuide(book *excelize.File) error {
	if err := book.SetSheetName(book.GetSheetName(0), GuideSheet); err != nil {
		return err
	}
	const width = 70
	if err := book.SetColWidth(GuideSheet, "A", "A", width); err != nil {
		return err
	}
	wrapped := excelize.Alignment{Vertical: "center", WrapText: true}
	title, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Family: hei, Size: 16}, Alignment: &wrapped})
	if err != nil {
		return err
	}
	body, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Family: song, Size: 11}, Alignment: &wrapped})
	if err != nil {
		return err
	}
	for i, text := range append([]string{"项目支出绩效自评填报说明"}, guide...) {
		cell, style, height := fmt.Sprintf("A%d", i+1), body, 10.0
		if i == 0 {
			style = title
		}
		// The guide's letters are a tenth larger than a column's unit.
		height += 16 * float64(len(wrap(text, width*9/10, sheetCells)))
		if err := book.SetCellStr(GuideSheet, cell, text); err != nil {
			return err
		}
		if err := book.SetCellStyle(GuideSheet, cell, cell, style); err != nil {
			return err
		}
		if err := book.SetRowHeight(GuideSheet, i+1, height); err != nil {
			return err
		}
	}
	return fitWidth(book, GuideSheet, "portrait")
}

// fitWidth prints a sheet on A4, one page wide.
func fitWidth(book *excelize.File, sheet, orientation string) error {
	size, wide, high, fit := 9, 1, 0, true
	err := book.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high})
	if err != nil {
		return err
	}
	return book.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit})
}

// sheetStyles are the styles of the table, for locked and for input cells.
type sheetStyles struct{ head, locked, input, lockedNumber, inputNumber, whole int }

func newSheetStyles(book *excelize.File) (styles sheetStyles, err error) {
	border := make([]excelize.Border, 0, 4)
	for _, side := range []string{"left", "top", "right", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	shaded := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF7DC"}}
	grey := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9D9D9"}}
	plain := excelize.Fill{}
	style := func(fill excelize.Fill, bold, locked bool, format int) int {
		alignment := excelize.Alignment{Vertical: "center", WrapText: format == textFormat}
		if bold {
			alignment.Horizontal = "center"
		}
		id, failed := book.NewStyle(&excelize.Style{Font: &excelize.Font{Family: song, Size: 10.5, Bold: bold}, Fill: fill,
			Border: border, Alignment: &alignment, NumFmt: format, Protection: &excelize.Protection{Locked: locked}})
		if failed != nil {
			err = failed
		}
		return id
	}
	styles = sheetStyles{
		head: style(grey, true, true, textFormat), locked: style(plain, false, true, textFormat),
		input: style(shaded, false, false, textFormat), lockedNumber: style(plain, false, true, pointsFormat),
		inputNumber: style(shaded, false, false, moneyFormat), whole: style(plain, false, true, wholeFormat),
	}
	return styles, err
}

// Spreadsheets' built-in number formats. Input cells of text are text, so that 1-2 does not turn into a date.
const (
	wholeFormat  = 1  // 0
	pointsFormat = 2  // 0.00
	moneyFormat  = 4  // #,##0.00
	textFormat   = 49 // @
)

func writeFillSheet(book *excelize.File, submissions []*engine.Submission) error {
	index, err := book.NewSheet(FillSheet)
	if err != nil {
		return err
	}
	book.SetActiveSheet(index)
	styles, err := newSheetStyles(book)
	if err != nil {
		return err
	}
	last := 1
	for _, s := range submissions {
		last += 8 + len(s.Indicators)
	}
	if err := guardSheet(book, last); err != nil {
		return err
	}
	return streamRows(book, styles, submissions)
}

// guardSheet sets the sheet's list, hints, protection and print settings, which all must be there before rows are streamed.
func guardSheet(book *excelize.File, last int) error {
	tiers := make([]string, 0, len(engine.Tiers()))
	for _, tier := range engine.Tiers() {
		tiers = append(tiers, tier.Label())
	}
	choice := excelize.NewDataValidation(true)
	choice.Sqref = sheetRange(engine.ColumnTier, engine.ColumnTier, last)
	if err := choice.SetDropList(tiers); err != nil {
		return err
	}
	choice.SetError(excelize.DataValidationErrorStyleStop, engine.ColumnTier.Label(), "请从列表中选择："+strings.Join(tiers, "、"))
	amount := excelize.NewDataValidation(true)
	amount.Sqref = sheetRange(engine.ColumnInitial, engine.ColumnExecuted, last)
	if err := amount.SetRange(-1e13, 1e13, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween); err != nil {
		return err
	}
	amount.SetInput("金额", "单位：元")
	amount.SetError(excelize.DataValidationErrorStyleStop, "金额", "请填写数字，单位：元")
	for _, validation := range []*excelize.DataValidation{choice, amount} {
		if err := book.AddDataValidation(FillSheet, validation); err != nil {
			return err
		}
	}
	if err := book.ProtectSheet(FillSheet, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true,
		FormatColumns: true, FormatRows: true, AutoFilter: true}); err != nil {
		return err
	}
	if err := fitWidth(book, FillSheet, "landscape"); err != nil {
		return err
	}
	return book.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: FillSheet, RefersTo: FillSheet + "!$1:$1"})
}

// sheetRange names the cells of some columns below the header.
func sheetRange(from, to engine.Column, last int) string {
	left, _ := excelize.CoordinatesToCellName(int(from), 2)
	right, _ := excelize.CoordinatesToCellName(int(to), max(last, 2))
	return left + ":" + right
}

// streamRows writes the rows one by one, so that a bureau's whole year needs no more memory than one row.
func streamRows(book *excelize.File, styles sheetStyles, submissions []*engine.Submission) error {
	stream, err := book.NewStreamWriter(FillSheet)
	if err != nil {
		return err
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, 0, len(engine.Columns()))
	for _, column := range engine.Columns() {
		at := int(column)
		if err := stream.SetColWidth(at, at, sheetWidths[column]); err != nil {
			return err
		}
		if err := stream.SetColVisible(at, at, !hidden(column)); err != nil {
			return err
		}
		head = append(head, excelize.Cell{StyleID: styles.head, Value: column.Label()})
	}
	if err := stream.SetRow("A1", head, excelize.RowOpts{Height: 30}); err != nil {
		return err
	}
	next := 2
	for _, s := range submissions {
		for _, row := range sheetRows(s) {
			values, height := styles.values(row)
			if err := stream.SetRow(fmt.Sprintf("A%d", next), values, excelize.RowOpts{Height: height}); err != nil {
				return err
			}
			next++
		}
	}
	return stream.Flush()
}

// values turns a row into cells and says how high it must be for what it holds already.
func (s sheetStyles) values(row sheetRow) (values []any, height float64) {
	values = make([]any, len(row))
	lines := 1
	for i, cell := range row {
		column := engine.Column(i + 1)
		values[i] = excelize.Cell{StyleID: s.of(column, cell), Value: cellValue(cell)}
		if !cell.number && !hidden(column) {
			lines = max(lines, len(wrap(cell.text, int(sheetWidths[column])-1, sheetCells)))
		}
	}
	return values, min(float64(lines)*15+5, mostHeight)
}

func (s sheetStyles) of(column engine.Column, cell sheetCell) int {
	amount := column >= engine.ColumnInitial && column <= engine.ColumnExecuted || column == engine.ColumnClaimed
	switch {
	case cell.input && amount:
		return s.inputNumber
	case cell.input:
		return s.input
	case column == engine.ColumnYear || column == engine.ColumnOrdinal:
		return s.whole
	case cell.number:
		return s.lockedNumber
	}
	return s.locked
}

// cellValue hands a number over as a number. Points and amounts have at most fifteen digits, which a float holds exactly enough
// to print them again; nothing is computed with it.
func cellValue(cell sheetCell) any {
	if cell.text == "" {
		return nil
	}
	if cell.number {
		if value, err := strconv.ParseFloat(cell.text, 64); err == nil {
			return value
		}
	}
	return cellText(cell.text)
}
