package reports

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"

	"jixiao/engine"
)

// FillIn is what a fill-in sheet is about: the projects of a year, of one department or of several. Projects come one after the other,
// so that a bureau's whole year needs no more memory than one of them.
type FillIn struct {
	Year        int
	Departments []string // those that are to fill it in, in the order of their first project
	Units       int      // different ones
	Count       int      // projects
	Indicators  int
	Projects    iter.Seq2[*engine.Submission, error] // identified

	met map[string]bool
}

// NewFillIn is the fill-in sheet of projects that are in memory.
func NewFillIn(submissions []*engine.Submission) FillIn {
	f := FillIn{Projects: engine.Each(submissions)}
	for _, s := range submissions {
		f.Add(s.ProjectKey, len(s.Indicators))
	}
	return f
}

// Add counts a project.
func (f *FillIn) Add(key engine.ProjectKey, indicators int) {
	f.Year = max(f.Year, key.Year)
	f.Count++
	f.Indicators += indicators
	if f.met == nil {
		f.met = map[string]bool{}
	}
	if department := "department " + engine.Fold(key.Department); !f.met[department] {
		f.met[department] = true
		f.Departments = append(f.Departments, key.Department)
	}
	if unit := "unit " + engine.Fold(key.Unit); !f.met[unit] {
		f.met[unit] = true
		f.Units++
	}
}

// Rows returns how many rows the sheet has, the header among them.
func (f *FillIn) Rows() int { return 1 + projectRows*f.Count + f.Indicators }

// MostSheetRows is how many rows a sheet of a workbook can have.
const MostSheetRows = 1 << 20

// projectRows is how many rows a project has beside its indicators: the funds, the goal, who filled it in.
const projectRows = 8

// sheetCell is one cell of the fill-in sheet.
type sheetCell struct {
	text   string
	number bool // text is a plain decimal number
	date   bool // text is a date, or is to be one
	input  bool // for people to fill in
}

// sheetRow is one row of the fill-in sheet, in the order of engine.Columns.
type sheetRow []sheetCell

func newSheetRow() sheetRow { return make(sheetRow, len(engine.Columns())) }

// at returns the cell of a column. Columns are numbered from 1 in the order of engine.Columns.
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
	rows := make([]sheetRow, 0, projectRows+len(s.Indicators))
	for _, item := range engine.BudgetItems() {
		rows = append(rows, fundsRow(s, item))
	}
	goal := projectRow(s, engine.GoalLabel, engine.GoalActualLabel)
	goal.set(engine.ColumnTarget, s.Goal)
	goal.set(engine.ColumnHint, "写全年实际完成情况")
	goal.input(engine.ColumnActual, s.GoalActual)
	rows = append(rows, goal, fillingRow(s, engine.FillerLabel, s.Filler, "写姓名"), fillingRow(s, engine.TelephoneLabel, s.Telephone, "写电话号码"))
	filled := fillingRow(s, engine.FilledOnLabel, s.FilledOn.String(), fmt.Sprintf("写日期，如 %d-01-15", s.Year+1))
	filled.at(engine.ColumnActual).date = true
	rows = append(rows, filled)
	for i := range s.Indicators {
		rows = append(rows, indicatorRow(s, &s.Indicators[i]))
	}
	return rows
}

func fundsRow(s *engine.Submission, item engine.BudgetItem) sheetRow {
	amounts, _ := s.Budget.Row(item)
	row := projectRow(s, engine.ExecutionLabel, item.String())
	row.set(engine.ColumnHint, "在右边写金额（元）")
	row.setMoney(engine.ColumnInitial, amounts.Initial)
	row.setMoney(engine.ColumnAdjusted, amounts.Adjusted)
	row.setMoney(engine.ColumnExecuted, amounts.Executed)
	if item == engine.TotalFunds {
		row.setPoints(engine.ColumnWeight, s.ExecutionWeight, false)
		row.setPoints(engine.ColumnClaimed, s.ExecutionClaimed, true)
		row.input(engine.ColumnReason, s.ExecutionReason)
	}
	return row
}

func fillingRow(s *engine.Submission, label, value, hint string) sheetRow {
	row := projectRow(s, engine.FillingLabel, label)
	row.set(engine.ColumnHint, hint)
	row.input(engine.ColumnActual, value)
	return row
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
	row.set(engine.ColumnHint, targetHint(&indicator.Target, s.Year))
	row.input(engine.ColumnActual, actualText(&indicator.Actual))
	row.input(engine.ColumnTier, indicator.Tier.Label())
	row.setPoints(engine.ColumnWeight, indicator.Weight, false)
	row.setPoints(engine.ColumnClaimed, indicator.Claimed, true)
	row.input(engine.ColumnReason, indicator.Reason)
	*row.at(engine.ColumnOrdinal) = sheetCell{text: strconv.Itoa(indicator.Ordinal), number: true}
	row.set(engine.ColumnIndicatorID, string(indicator.ID))
	return row
}

// targetHint says what kind of actual a target asks for, and in which unit.
func targetHint(target *engine.Target, year int) string {
	unit := target.Number.Unit
	switch target.Kind {
	case engine.RangeTarget:
		unit = target.Max.Unit
		fallthrough
	case engine.NumberTarget:
		if unit == "" {
			return "写数字"
		}
		return "写数字，单位：" + unit
	case engine.SetTarget:
		return "写个数"
	case engine.DeadlineTarget:
		return fmt.Sprintf("写完成日期，如 %d-11-20", year)
	case engine.WordsTarget:
		return "写完成情况，并在右边选达成与否"
	}
	return "指标值缺失，照实写"
}

// WriteSheetCSV writes the fill-in sheet as UTF-8 with a byte order mark, which spreadsheet programs need to see the Chinese in it.
func WriteSheetCSV(w io.Writer, fill FillIn) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write fill-in sheet: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	record := make([]string, 0, len(fillColumns))
	for _, column := range fillColumns {
		record = append(record, column.head)
	}
	err := out.Write(record)
	for s, failure := range fill.Projects {
		if failure != nil {
			return failure
		}
		for _, row := range sheetRows(s) {
			record = record[:0]
			for _, column := range fillColumns {
				record = append(record, csvText(*row.at(column.Column)))
			}
			if err == nil {
				err = out.Write(record)
			}
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
