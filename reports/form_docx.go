package reports

import (
	"fmt"
	"io"
	"strings"

	"jixiao/reports/docx"
)

// formMargins leave the form as much of a page as the workbook takes.
var formMargins = docx.Margins{Top: 794, Right: 680, Bottom: 964, Left: 680}

// The columns of the two tables of the form. Each has its own, so that no amount and no item of the funds needs two lines, nor a class of four
// characters or the range of a total.
var (
	headColumns      = formFit(9.8, 9, 12, 16.5, 16.5, 16.5, 8, 11, 11)
	indicatorColumns = formFit(6.5, 10, 10.8, 17.5, 14, 14, 9.5, 12.5, 19.2)
)

func formFit(widths ...float64) []int {
	return docx.Fit(widths, docx.PageWidth-formMargins.Left-formMargins.Right)
}

const (
	formRowHeight = 380
	goalHeight    = 960
	// longText is how many characters a row's longest text may have and still be kept on one page: a row that is higher than a
	// page must be parted, and none of them says where.
	longText = 400
)

// WriteDOCX writes the form 项目支出绩效自评表 of each view as a document for word processors, on A4, each form on pages of its own.
// The headers of the indicators stand on every page that they reach. Without views there is nothing to write, and that is an
// error.
func WriteDOCX(w io.Writer, views []*View) error {
	if len(views) == 0 {
		return fmt.Errorf("write document: no project")
	}
	title := views[0].Title
	if len(views) == 1 {
		title = views[0].Name + " " + views[0].Title
	}
	document := docx.Document{Title: title, Margins: formMargins}
	for i, view := range views {
		document.Blocks = append(document.Blocks, formBlocks(view, i > 0)...)
	}
	return docx.Write(w, document)
}

// formBlocks are the two tables of a form: only the first rows of a table can stand at the top of each page, so the indicators
// begin one of their own.
func formBlocks(v *View, newPage bool) []docx.Block {
	title := docx.Text(docx.FormTitle, v.Title)
	title.NewPage = newPage
	blocks := []docx.Block{
		title, docx.Text(docx.FormYear, v.Year),
		docx.Table{Columns: headColumns, Rows: headRows(v)},
		docx.Text(docx.Gap, ""),
		docx.Table{Columns: indicatorColumns, Rows: endingTogether(indicatorRows(v), append(closingRows(v), signingRows(v)...))},
	}
	if v.Explained() {
		blocks = append(blocks, docx.Text(docx.Gap, ""), docx.Table{Columns: indicatorColumns, Rows: explanationRows(v)})
	}
	return blocks
}

// signingRows say who filled the form in, and by what it was scored. They are rows of the table, since nothing else keeps them on the page of
// the total in every program.
func signingRows(v *View) []docx.Row {
	rows := []docx.Row{formRow(formRowHeight, textCell(4, v.Words.Filler+v.Filler), textCell(3, v.Words.Telephone+v.Telephone),
		textCell(2, v.Words.FilledOn+v.FilledOn))}
	if v.Basis != "" {
		rows = append(rows, formRow(formRowHeight, textCell(9, v.Basis)))
	}
	for i := range rows {
		rows[i].Plain = true
	}
	return rows
}

// endingTogether keeps what closes a form, and the last indicators where they are not too long, on one page: a page that has the total alone
// would be signed by somebody who sees none of what it sums up.
func endingTogether(indicators, closing []docx.Row) []docx.Row {
	for i := max(len(indicators)-lastTogether, 1); i < len(indicators); i++ {
		indicators[i].KeepNext = indicators[i].Whole
	}
	for i := range closing[:len(closing)-1] {
		closing[i].KeepNext = true
	}
	return append(indicators, closing...)
}

// explanationRows say how the scores came about, below a header that every page repeats which they reach.
func explanationRows(v *View) []docx.Row {
	head := formRow(formRowHeight, headCell(9, v.Words.Explanation))
	head.Header = true
	rows := []docx.Row{head}
	for _, e := range v.explanations() {
		rows = append(rows, formRow(formRowHeight, textCell(3, e.name), textCell(6, strings.Join(e.lines, "\n"))))
	}
	return rows
}

func headRows(v *View) []docx.Row {
	rows := []docx.Row{
		formRow(formRowHeight, headCell(1, v.Words.Name), centreCell(8, v.Name)),
		formRow(formRowHeight, headCell(1, v.Words.Department), centreCell(3, v.Department), headCell(1, v.Words.Unit), centreCell(4, v.Unit)),
	}
	rows = append(rows, fundsRows(v)...)
	return append(rows,
		formRow(formRowHeight, beginning(headCell(1, v.Words.Goal)), headCell(4, v.Words.Expected), headCell(4, v.Words.GoalActual)),
		formRow(goalHeight, going(1), textCell(4, v.Goal), textCell(4, v.GoalActual)))
}

func fundsRows(v *View) []docx.Row {
	rows := []docx.Row{formRow(formRowHeight, beginning(headCell(1, v.Words.Funds+"\n（"+v.MoneyUnit+"）")), headCell(2, ""),
		headCell(1, v.Words.Initial), headCell(1, v.Words.Adjusted), headCell(1, v.Words.Executed), headCell(1, v.Words.FundsWeight),
		headCell(1, v.Words.Rate), headCell(1, v.Words.FundsPoints))}
	for _, line := range v.Budget {
		rows = append(rows, formRow(formRowHeight, going(1), textCell(2, line.Label), figureCell(line.Initial), figureCell(line.Adjusted),
			figureCell(line.Executed), figureCell(line.Weight), figureCell(line.Rate), figureCell(line.Score)))
	}
	return rows
}

func indicatorRows(v *View) []docx.Row {
	titles := formRow(formRowHeight, headCell(1, v.Words.Indicators), headCell(1, v.Words.Level1), headCell(1, v.Words.Level2), headCell(1, v.Words.Indicator),
		headCell(1, v.Words.Target), headCell(1, v.Words.Actual), headCell(1, v.Words.Weight), headCell(1, v.Words.Points), headCell(1, v.Words.Reason))
	titles.Header = true
	rows := []docx.Row{titles}
	for i := range v.Indicators {
		line := &v.Indicators[i]
		// Below the header, which is repeated, the label's column goes on without it.
		label := going(1)
		if i == 0 {
			label = beginning(headCell(1, ""))
		}
		rows = append(rows, formRow(formRowHeight, label, classCell(line.Level1Span, line.Level1), classCell(line.Level2Span, line.Level2),
			textCell(1, line.Name), centreCell(1, line.Target), centreCell(1, line.Actual), figureCell(line.Weight), figureCell(line.Score),
			textCell(1, line.Remark)))
	}
	return rows
}

func closingRows(v *View) []docx.Row {
	var rows []docx.Row
	for _, line := range v.Adjustments {
		rows = append(rows, formRow(formRowHeight, centreCell(6, v.Words.Adjustment+"："+line.Label), centreCell(1, Dash), figureCell(line.Points), textCell(1, "")))
	}
	rows = append(rows, formRow(formRowHeight, headCell(6, v.Words.Total), headCell(1, v.Weight.Text), headCell(1, v.Total.Text),
		headCell(1, v.Words.Grade+"："+v.Grade)))
	if len(v.Notes) > 0 {
		rows = append(rows, formRow(formRowHeight, headCell(1, v.Words.Notes), textCell(8, strings.Join(v.Notes, "\n"))))
	}
	return rows
}

// formRow is kept on one page where its texts leave a choice.
func formRow(height int, cells ...docx.Cell) docx.Row {
	row := docx.Row{Cells: cells, Height: height, Whole: true}
	for _, cell := range cells {
		for _, run := range cell.Runs {
			row.Whole = row.Whole && len([]rune(run.Text)) <= longText
		}
	}
	return row
}

func formCell(span int, style docx.Style, align docx.Align, text string) docx.Cell {
	return docx.Cell{Span: span, Style: style, Align: align, Runs: []docx.Run{{Text: text}}}
}

func headCell(span int, text string) docx.Cell {
	return formCell(span, docx.FormHead, docx.Centre, text)
}

func textCell(span int, text string) docx.Cell {
	return formCell(span, docx.FormText, docx.Left, text)
}

func centreCell(span int, text string) docx.Cell {
	return formCell(span, docx.FormText, docx.Centre, text)
}

// figureCell puts amounts to the right, where their digits stand below each other, and everything else in the middle.
func figureCell(figure Figure) docx.Cell {
	align := docx.Centre
	if figure.Kind == MoneyFigure {
		align = docx.Right
	}
	return formCell(1, docx.FormText, align, figure.Text)
}

func beginning(cell docx.Cell) docx.Cell {
	cell.Merge = docx.Begins
	return cell
}

func going(span int) docx.Cell { return docx.Cell{Span: span, Merge: docx.Continues} }

// classCell is the cell of a class that may reach over several rows.
func classCell(span int, text string) docx.Cell {
	switch span {
	case 0:
		return going(1)
	case 1:
		return centreCell(1, text)
	}
	return beginning(centreCell(1, text))
}
