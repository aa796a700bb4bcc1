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
const chartedDepartments = 30

// WriteBureauXLSX writes a bureau's summary as a workbook: 汇总 with the figures, their meaning and charts, 部门, 项目, 未报, 发现问题 and
// 需人工处理. Lists have filters, a frozen head and print titles, and go into the file row by row, so that memory does not grow with the
// projects. The same summary gives the same bytes.
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
	if err := out.write(w); err != nil {
		return fmt.Errorf("write summary: %w", err)
	}
	return nil
}

// bureauBook is the workbook in the making. Its first error ends it.
type bureauBook struct {
	book                      *excelize.File
	b                         *Bureau
	body, strong              [CountFigure + 1]int // styles by the kind of figure
	words                     [len(scales)]int     // of texts, by scale
	head, title, note, dashed int
	lists                     []bureauList // in the order of their sheets
	err                       error
}

// write writes the workbook: its small parts, then sheet for sheet the lists, from the second one on. It goes past the buffer in which the
// library would collect all of it.
func (o *bureauBook) write(w io.Writer) error {
	archive := &orderedZip{out: w}
	for i, l := range o.lists {
		archive.long = append(archive.long, &longSheet{name: fmt.Sprintf("xl/worksheets/sheet%d.xml", i+2),
			rows: func(w io.Writer) error { return o.writeRows(w, l) }})
	}
	if o.err != nil {
		return o.err
	}
	return o.book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return archive }).Write(w)
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
var figureFormats = [...]string{PointsFigure: "0.00", SignedFigure: "+0.00;-0.00;0.00", MoneyFigure: "#,##0.00",
	PercentFigure: "0.00%", CountFigure: "0"}

func (o *bureauBook) styles() {
	var border []excelize.Border
	for _, side := range []string{"left", "top", "right", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	left := excelize.Alignment{Vertical: "center", WrapText: true, Horizontal: "left"}
	inset := excelize.Alignment{Vertical: "center", WrapText: true, Horizontal: "left", Indent: 1}
	centre := excelize.Alignment{Vertical: "center", Horizontal: "center", WrapText: true}
	for kind, format := range figureFormats {
		shrink := excelize.Alignment{Vertical: "center", ShrinkToFit: true} // a number is never ####
		style := excelize.Style{Font: &excelize.Font{Family: song, Size: bodySize}, Border: border, Alignment: &shrink, CustomNumFmt: &format}
		if FigureKind(kind) == WordsFigure {
			style.Alignment, style.CustomNumFmt, style.NumFmt = &inset, nil, textFormat
		}
		o.body[kind] = o.style(style)
		style.Font = &excelize.Font{Family: song, Size: bodySize, Bold: true}
		o.strong[kind] = o.style(style)
	}
	for i, scale := range scales {
		o.words[i] = o.style(excelize.Style{Font: &excelize.Font{Family: song, Size: bodySize * scale}, Border: border, Alignment: &inset, NumFmt: textFormat})
	}
	grey := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9D9D9"}}
	o.dashed = o.style(excelize.Style{Font: &excelize.Font{Family: song, Size: bodySize}, Border: border, NumFmt: textFormat,
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "right"}})
	o.head = o.style(excelize.Style{Font: &excelize.Font{Family: song, Size: bodySize, Bold: true}, Border: border, Fill: grey, Alignment: &centre})
	o.title = o.style(excelize.Style{Font: &excelize.Font{Family: hei, Size: 16}, NumFmt: textFormat, Alignment: &left})
	o.note = o.style(excelize.Style{Font: &excelize.Font{Family: song, Size: bodySize}, NumFmt: textFormat, Alignment: &left})
}

// widestA4 is how many columns of a list can be read on A4 across; more are printed on A3.
const widestA4 = 14

// sheet prepares a sheet of its own for a list.
func (o *bureauBook) sheet(l bureauList) {
	if o.err != nil {
		return
	}
	_, err := o.book.NewSheet(l.name)
	o.do(err)
	o.lists = append(o.lists, l)
	last, _ := excelize.CoordinatesToCellName(len(l.columns), max(l.size, 1)+1)
	o.do(o.book.AutoFilter(l.name, "A1:"+last, nil))
	o.do(o.book.SetPanes(l.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	for i, column := range l.columns {
		name, _ := excelize.ColumnNumberToName(i + 1)
		o.do(o.book.SetColWidth(l.name, name, name, column.width))
	}
	o.print(l.name, "landscape")
	if len(l.columns) > widestA4 {
		a3 := 8
		o.do(o.book.SetPageLayout(l.name, &excelize.PageLayoutOptions{Size: &a3}))
	}
	o.do(o.book.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: l.name, RefersTo: "'" + l.name + "'!$1:$1"}))
}

// print sets a sheet up for A4, one page wide, with its name and the pages' numbers below.
func (o *bureauBook) print(sheet, orientation string) {
	side, edge, foot := 0.4, 0.3, 0.6
	o.do(fitWidth(o.book, sheet, orientation))
	o.do(o.book.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &side, Bottom: &foot, Header: &edge, Footer: &edge}))
	o.do(o.book.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L" + strings.ReplaceAll(sheet, "&", "&&") + "&C" + o.b.say("page")}))
}

// writeRows writes a list: its head, its rows and the one that sums them up.
func (o *bureauBook) writeRows(w io.Writer, l bureauList) error {
	out := newRowWriter(w, len(l.columns))
	head := make([]listCell, len(l.columns))
	for i, column := range l.columns {
		head[i] = listCell{style: o.head, text: column.label}
	}
	out.write(headHeight(l.columns), head)
	cells := make([]listCell, len(l.columns))
	empty := true
	for row, err := range l.rows {
		if err != nil {
			return err
		}
		empty = false
		out.write(o.listRow(cells, l.columns, row, &o.body), cells)
	}
	if l.closing != nil {
		out.write(o.listRow(cells, l.columns, l.closing, &o.strong), cells)
	} else if empty { // so that who prints it sees that there is nothing
		nothing := make([]listCell, len(l.columns))
		nothing[0] = listCell{style: o.note, text: o.b.say("none")}
		out.write(lineHeight+2*rowPadding, nothing[:1])
	}
	return out.flush()
}

// headHeight is how high the head of a list must be for its longest label.
func headHeight(columns []listColumn) float64 {
	lines := 1
	for _, column := range columns {
		lines = max(lines, len(wrap(column.label, int(column.width)-1, sheetCells)))
	}
	return float64(lines)*lineHeight + 2*rowPadding
}

// listFit leaves a character at either side of a text and one for its inset.
var listFit = rowFit{line: lineHeight, padding: rowPadding, margin: 3}

// listRow makes the cells of a row and says how high it must be.
func (o *bureauBook) listRow(cells []listCell, columns []listColumn, row []Figure, styles *[CountFigure + 1]int) (height float64) {
	height = lineHeight + rowPadding
	for i, figure := range row {
		cells[i] = o.cell(figure, columns[i].kind, styles)
		if cells[i].style == o.body[WordsFigure] {
			scale, needs := listFit.fit(figure.Text, columns[i].width)
			cells[i].style, height = o.words[scale], max(height, needs)
		}
	}
	return height
}

// cell writes a figure as a number where it is one that a spreadsheet can hold. Words in a column of numbers, such as a dash, stand to the
// right.
func (o *bureauBook) cell(figure Figure, column FigureKind, styles *[CountFigure + 1]int) listCell {
	number, ok := exactNumber(figure)
	switch {
	case ok:
		return listCell{styles[figure.Kind], number, true}
	case figure.Kind == WordsFigure && column == WordsFigure:
		return listCell{styles[WordsFigure], cellText(figure.Text), false}
	}
	return listCell{o.dashed, cellText(figure.Text), false}
}

// exactNumber returns the number of a figure, which a spreadsheet holds with fifteen digits; not ok where it has more, and stays text.
func exactNumber(figure Figure) (number string, ok bool) {
	plain, ok := figure.Plain()
	digits := strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(plain), "0")
	return plain, ok && len(digits) <= 15
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
	o.across(sheet, 1, o.b.title(), o.title, titleWidth, titleLine)
	o.across(sheet, 2, o.b.basis(), o.note, notesWidth, lineHeight)
	at := 4
	for _, fact := range o.b.facts() {
		o.pair(sheet, at, words(fact.label), fact.figure)
		at++
	}
	grades := o.small(sheet, at+1, o.b.grades())
	bins := o.small(sheet, grades.next+1, o.b.distribution())
	o.print(sheet, "portrait")
	at = max(bins.next, o.charts(sheet, grades, bins, departments)) + 1
	for row := 3; row < at; row++ { // charts are placed by rows of a known height
		o.do(o.book.SetRowHeight(sheet, row, rowPixels*0.75))
	}
	for _, note := range o.b.notes() {
		o.across(sheet, at, note, o.note, notesWidth, lineHeight)
		at++
	}
}

// Texts reach over the columns of figures and charts. A title is larger, and fewer characters fit.
const (
	notesColumn = 12
	notesWidth  = 120
	titleWidth  = notesWidth * 10 / 16
	titleLine   = 24.0 // points
)

// across writes a text over all columns, as high as its lines of at most width characters.
func (o *bureauBook) across(sheet string, row int, text string, style, width int, line float64) {
	first := "A" + strconv.Itoa(row)
	last, _ := excelize.CoordinatesToCellName(notesColumn, row)
	o.do(o.book.SetCellStr(sheet, first, cellText(text)))
	o.do(o.book.SetCellStyle(sheet, first, last, style))
	o.do(o.book.MergeCell(sheet, first, last))
	o.do(o.book.SetRowHeight(sheet, row, min(float64(len(wrap(text, width, sheetCells)))*line+rowPadding, mostHeight)))
}

// pair writes a label and the figure beside it.
func (o *bureauBook) pair(sheet string, row int, label, figure Figure) {
	for _, shown := range []struct {
		column string
		figure Figure
		kind   FigureKind
	}{{"A", label, WordsFigure}, {"B", figure, CountFigure}} {
		cell, name := o.cell(shown.figure, shown.kind, &o.body), shown.column+strconv.Itoa(row)
		o.do(o.book.SetCellStyle(sheet, name, name, cell.style))
		if cell.number {
			o.do(o.book.SetCellDefault(sheet, name, cell.text))
			continue
		}
		o.do(o.book.SetCellStr(sheet, name, cell.text))
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

// charts draws the grades, the distribution and the departments' means from the cells that hold them, one below the other, and returns
// the row behind the last.
func (o *bureauBook) charts(sheet string, grades, bins placed, departments bureauList) int {
	next := o.chart(sheet, 4, o.b.label("grade"), excelize.Col, 260, sheetSeries(sheet, "A", "B", grades.first, grades.last))
	next = o.chart(sheet, next, o.b.label("distribution"), excelize.Col, 320, sheetSeries(sheet, "A", "B", bins.first, bins.last))
	shown := min(departments.size, chartedDepartments)
	for i, column := range departments.columns {
		if column.label == o.b.label("mean") && shown > 0 {
			mean, _ := excelize.ColumnNumberToName(i + 1)
			next = o.chart(sheet, next, o.b.label("sheet-departments")+" — "+column.label, excelize.Bar, max(200, 80+18*shown),
				sheetSeries(departments.name, "B", mean, 2, shown+1))
		}
	}
	return next
}

// sheetSeries names the cells of a series and of its categories.
func sheetSeries(sheet, categories, values string, first, last int) excelize.ChartSeries {
	cells := func(column string) string {
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", sheet, column, first, column, last)
	}
	return excelize.ChartSeries{Categories: cells(categories), Values: cells(values),
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"595959"}}}
}

// rowPixels is the height of a row beside the charts, a quarter less in points.
const rowPixels = 20

// chart draws one series, in black on white, and returns the row behind it.
func (o *bureauBook) chart(sheet string, row int, title string, kind excelize.ChartType, height int, series excelize.ChartSeries) int {
	gap, zero, full := uint(40), 0.0, 100.0
	axis := excelize.ChartAxis{MajorGridLines: true, Minimum: &zero, Font: excelize.Font{Family: song, Size: 9, Color: "000000"}}
	if top := o.b.Ranking(); kind == excelize.Bar && len(top) > 0 {
		if mean, known := top[0].Totals.Value(); known && mean.Cmp(engine.FullMarks.Rational()) <= 0 {
			axis.Maximum = &full // otherwise some form's weights add up to more than 100
		}
	}
	series.Name = title
	o.do(o.book.AddChart(sheet, chartColumn+strconv.Itoa(row), &excelize.Chart{Type: kind, Series: []excelize.ChartSeries{series},
		Title:  excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Family: hei, Size: 12, Color: "000000"}}}},
		Legend: excelize.ChartLegend{Position: "none"}, Dimension: excelize.ChartDimension{Width: 620, Height: uint(height)}, GapWidth: &gap,
		PlotArea: excelize.ChartPlotArea{ShowVal: true}, Format: excelize.GraphicOptions{AltText: title},
		XAxis: excelize.ChartAxis{ReverseOrder: kind == excelize.Bar, Font: axis.Font}, YAxis: axis}))
	return row + height/(rowPixels-2) + 2 // programs do not agree about the height of a row
}
