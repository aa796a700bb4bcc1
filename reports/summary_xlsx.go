package reports

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"jixiao/engine"
)

// chartedDepartments is how many departments the workbook's chart of means shows; a chart of two hundred bars cannot be read.
const chartedDepartments = 40

// WriteBureauXLSX writes a bureau's summary as a workbook: 汇总 with the figures, their meaning and charts, 部门, 项目, 未报, 发现问题 and
// 需人工处理. Lists have filters, a frozen head and print titles, and are streamed, so that memory does not grow with the projects. The
// same summary gives the same bytes.
func WriteBureauXLSX(w io.Writer, b *Bureau) error {
	book, err := newBook(b.title())
	if err != nil {
		return fmt.Errorf("write summary: %w", err)
	}
	defer book.Close()
	out := &bureauBook{book: book, b: b}
	out.styles()
	departments := b.departments()
	out.summary(departments)
	for _, l := range []bureauList{departments, b.allProjects(), b.notHandedIn(), b.findings(), b.needing(engine.MostNeeding)} {
		out.sheet(l)
	}
	if out.err == nil {
		_, out.err = book.WriteTo(w)
	}
	if out.err != nil {
		return fmt.Errorf("write summary: %w", out.err)
	}
	return nil
}

// bureauBook is the workbook in the making. Its first error ends it.
type bureauBook struct {
	book                      *excelize.File
	b                         *Bureau
	body, strong              [CountFigure + 1]int // styles by the kind of figure
	head, title, note, dashed int
	err                       error
}

func (o *bureauBook) do(err error) {
	if o.err == nil {
		o.err = err
	}
}

func (o *bureauBook) style(style excelize.Style) int {
	id, err := o.book.NewStyle(&style)
	o.do(err)
	return id
}

// figureFormats are the number formats of figures in a list.
var figureFormats = [...]string{WordsFigure: "@", PointsFigure: "0.00", SignedFigure: "+0.00;-0.00;0.00", MoneyFigure: "#,##0.00",
	PercentFigure: "0.00%", CountFigure: "0"}

func (o *bureauBook) styles() {
	var border []excelize.Border
	for _, side := range []string{"left", "top", "right", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	left := excelize.Alignment{Vertical: "center", WrapText: true}
	centre := excelize.Alignment{Vertical: "center", Horizontal: "center", WrapText: true}
	for kind, format := range figureFormats {
		alignment := excelize.Alignment{Vertical: "center", ShrinkToFit: true} // a number is never ####
		if FigureKind(kind) == WordsFigure {
			alignment = left
		}
		style := excelize.Style{Font: &excelize.Font{Family: song, Size: bodySize}, Border: border, Alignment: &alignment, CustomNumFmt: &format}
		o.body[kind] = o.style(style)
		style.Font = &excelize.Font{Family: song, Size: bodySize, Bold: true}
		o.strong[kind] = o.style(style)
	}
	grey := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9D9D9"}}
	o.dashed = o.style(excelize.Style{Font: &excelize.Font{Family: song, Size: bodySize}, Border: border, NumFmt: textFormat,
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "right"}})
	o.head = o.style(excelize.Style{Font: &excelize.Font{Family: song, Size: bodySize, Bold: true}, Border: border, Fill: grey, Alignment: &centre})
	o.title = o.style(excelize.Style{Font: &excelize.Font{Family: hei, Size: 16}, Alignment: &excelize.Alignment{Vertical: "center"}})
	o.note = o.style(excelize.Style{Font: &excelize.Font{Family: song, Size: bodySize}, Alignment: &left})
}

// sheet streams a list into a sheet of its own.
func (o *bureauBook) sheet(l bureauList) {
	if o.err != nil {
		return
	}
	_, err := o.book.NewSheet(l.name)
	o.do(err)
	last, _ := excelize.CoordinatesToCellName(len(l.columns), max(l.size, 1)+1)
	o.do(o.book.AutoFilter(l.name, "A1:"+last, nil))
	o.print(l.name, "landscape")
	o.do(o.book.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: l.name, RefersTo: "'" + l.name + "'!$1:$1"}))
	if o.err == nil {
		o.do(o.stream(l))
	}
}

// print sets a sheet up for A4, one page wide, with its name and the pages' numbers below.
func (o *bureauBook) print(sheet, orientation string) {
	side, edge, foot := 0.4, 0.3, 0.6
	o.do(fitWidth(o.book, sheet, orientation))
	o.do(o.book.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &side, Bottom: &foot, Header: &edge, Footer: &edge}))
	o.do(o.book.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L" + strings.ReplaceAll(sheet, "&", "&&") + "&C" + o.b.say("page")}))
}

func (o *bureauBook) stream(l bureauList) error {
	stream, err := o.book.NewStreamWriter(l.name)
	if err != nil {
		return err
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(l.columns))
	for i, column := range l.columns {
		if err := stream.SetColWidth(i+1, i+1, column.width); err != nil {
			return err
		}
		head[i] = excelize.Cell{StyleID: o.head, Value: column.label}
	}
	if err := stream.SetRow("A1", head, excelize.RowOpts{Height: headHeight(l.columns)}); err != nil {
		return err
	}
	next := 2
	for row, err := range l.rows {
		if err == nil {
			err = o.streamRow(stream, next, l.columns, row, &o.body)
		}
		if err != nil {
			return err
		}
		next++
	}
	if l.closing != nil {
		if err := o.streamRow(stream, next, l.columns, l.closing, &o.strong); err != nil {
			return err
		}
	}
	return stream.Flush()
}

// headHeight is how high the head of a list must be for its longest label.
func headHeight(columns []listColumn) float64 {
	lines := 1
	for _, column := range columns {
		lines = max(lines, len(wrap(column.label, int(column.width)-1, sheetCells)))
	}
	return float64(lines)*lineHeight + 2*rowPadding
}

func (o *bureauBook) streamRow(stream *excelize.StreamWriter, at int, columns []listColumn, row []Figure, styles *[CountFigure + 1]int) error {
	values := make([]any, len(row))
	lines := 1
	for i, figure := range row {
		values[i] = o.cell(figure, columns[i].kind, styles)
		if figure.Kind == WordsFigure {
			lines = max(lines, len(wrap(figure.Text, int(columns[i].width)-1, sheetCells)))
		}
	}
	return stream.SetRow("A"+strconv.Itoa(at), values, excelize.RowOpts{Height: min(float64(lines)*lineHeight+rowPadding, mostHeight)})
}

// cell writes a figure as a number where it is one. Words in a column of numbers, such as a dash, stand to the right.
func (o *bureauBook) cell(figure Figure, column FigureKind, styles *[CountFigure + 1]int) excelize.Cell {
	if figure.Kind == WordsFigure {
		style := styles[WordsFigure]
		if column != WordsFigure {
			style = o.dashed
		}
		return excelize.Cell{StyleID: style, Value: cellText(figure.Text)}
	}
	value, exact := exactNumber(figure)
	if !exact {
		return excelize.Cell{StyleID: o.dashed, Value: figure.Text}
	}
	return excelize.Cell{StyleID: styles[figure.Kind], Value: value}
}

// exactNumber returns the number of a figure, which a spreadsheet holds with fifteen digits; not ok where it has more, and stays text.
func exactNumber(figure Figure) (float64, bool) {
	plain, number := figure.Plain()
	digits := strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(plain), "0")
	if !number || len(digits) > 15 {
		return 0, false
	}
	value, err := strconv.ParseFloat(plain, 64)
	return value, err == nil
}

// The columns of the sheet 汇总: a label and a figure, a gap, and the charts beside them.
const (
	factLabelWidth = 22.0
	factWidth      = 24.0
	chartColumn    = "D"
)

// summary writes the first sheet: figures, grades, distribution and notes, and charts beside them.
func (o *bureauBook) summary(departments bureauList) {
	sheet := o.b.label("sheet-summary")
	o.do(o.book.SetSheetName(o.book.GetSheetName(0), sheet))
	o.do(o.book.SetColWidth(sheet, "A", "A", factLabelWidth))
	o.do(o.book.SetColWidth(sheet, "B", "B", factWidth))
	o.do(o.book.SetColWidth(sheet, "C", "C", 2))
	o.text(sheet, 1, o.b.title(), o.title, 30)
	o.text(sheet, 2, o.b.basis(), o.note, lineHeight+rowPadding)
	at := 4
	for _, fact := range o.b.facts() {
		o.pair(sheet, at, words(fact.label), fact.figure)
		at++
	}
	grades := o.small(sheet, at+1, o.b.grades())
	bins := o.small(sheet, grades.next+1, o.b.distribution())
	at = bins.next + 1
	for _, note := range o.b.notes() {
		lines := len(wrap(note, notesWidth, sheetCells))
		o.text(sheet, at, note, o.note, float64(lines)*lineHeight+rowPadding)
		last, _ := excelize.CoordinatesToCellName(notesColumn, at)
		o.do(o.book.MergeCell(sheet, "A"+strconv.Itoa(at), last))
		at++
	}
	o.print(sheet, "portrait")
	o.charts(sheet, grades, bins, departments)
}

// Notes reach over the columns of figures and charts.
const (
	notesColumn = 12
	notesWidth  = 120
)

func (o *bureauBook) text(sheet string, row int, text string, style int, height float64) {
	cell := "A" + strconv.Itoa(row)
	o.do(o.book.SetCellStr(sheet, cell, cellText(text)))
	o.do(o.book.SetCellStyle(sheet, cell, cell, style))
	o.do(o.book.SetRowHeight(sheet, row, height))
}

func (o *bureauBook) pair(sheet string, row int, label, figure Figure) {
	for column, shown := range map[string]Figure{"A": label, "B": figure} {
		kind := WordsFigure
		if column == "B" {
			kind = CountFigure
		}
		cell, name := o.cell(shown, kind, &o.body), column+strconv.Itoa(row)
		o.do(o.book.SetCellStyle(sheet, name, name, cell.StyleID))
		o.do(o.book.SetCellValue(sheet, name, cell.Value))
	}
}

// placed says where on its sheet a small list stands: its rows, and the next free one.
type placed struct{ first, last, next int }

// small writes a list of two columns below what stands on a sheet already.
func (o *bureauBook) small(sheet string, at int, l bureauList) placed {
	for i, column := range l.columns {
		cell, _ := excelize.CoordinatesToCellName(i+1, at)
		o.do(o.book.SetCellStr(sheet, cell, column.label))
		o.do(o.book.SetCellStyle(sheet, cell, cell, o.head))
	}
	next := at + 1
	for row, err := range l.rows {
		o.do(err)
		o.pair(sheet, next, row[0], row[1])
		next++
	}
	return placed{at + 1, next - 1, next}
}

// charts draws the grades, the distribution and the departments' means from the cells that hold them.
func (o *bureauBook) charts(sheet string, grades, bins placed, departments bureauList) {
	o.chart(sheet, 4, o.b.label("grade"), excelize.Col, 260, sheetSeries(sheet, "A", "B", grades.first, grades.last))
	o.chart(sheet, 18, o.b.label("distribution"), excelize.Col, 300, sheetSeries(sheet, "A", "B", bins.first, bins.last))
	shown := min(departments.size, chartedDepartments)
	for i, column := range departments.columns {
		if column.label == o.b.label("mean") && shown > 0 {
			mean, _ := excelize.ColumnNumberToName(i + 1)
			o.chart(sheet, 34, o.b.label("sheet-departments")+" — "+o.b.label("mean"), excelize.Bar, uint(max(200, 60+18*shown)),
				sheetSeries(departments.name, "B", mean, 2, shown+1))
		}
	}
}

// sheetSeries names the cells of a series and of its categories.
func sheetSeries(sheet, categories, values string, first, last int) excelize.ChartSeries {
	cells := func(column string) string {
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", sheet, column, first, column, last)
	}
	return excelize.ChartSeries{Categories: cells(categories), Values: cells(values),
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"595959"}}}
}

func (o *bureauBook) chart(sheet string, row int, title string, kind excelize.ChartType, height uint, series excelize.ChartSeries) {
	gap := uint(40)
	series.Name = title
	o.do(o.book.AddChart(sheet, chartColumn+strconv.Itoa(row), &excelize.Chart{Type: kind, Series: []excelize.ChartSeries{series},
		Title:  excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Family: hei, Size: 12, Color: "000000"}}}},
		Legend: excelize.ChartLegend{Position: "none"}, Dimension: excelize.ChartDimension{Width: 620, Height: height}, GapWidth: &gap,
		PlotArea: excelize.ChartPlotArea{ShowVal: true}, Format: excelize.GraphicOptions{AltText: title},
		XAxis: excelize.ChartAxis{ReverseOrder: kind == excelize.Bar}, YAxis: excelize.ChartAxis{MajorGridLines: true}}))
}
