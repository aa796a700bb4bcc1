package main

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"
)

// sheetQuery is a sheet and the query of its stored values, whose columns bear the names that the formulas use. They are what the CASE script
// reads, with the same numbers prepared.
type sheetQuery struct{ name, query string }

// sheetQueries are the sheets, rows before the projects that they belong to. number is the number of a row's project on its sheet.
var sheetQueries = []sheetQuery{{"rows", `
SELECT dense_rank() OVER (ORDER BY r.project) AS "number", f.indicator AS "indicator", f.level1 AS "level1", f.weight AS "printed",
	f.target_kind AS "kind", CASE f.target_kind WHEN 4 THEN 1 ELSE f.target_op END AS "op",
	nullif(f.target_scaled_unit, '') AS "unit", nullif(f.max_scaled_unit, '') AS "most-unit", f.target_text AS "target",
	t.value AS "value", t.low AS "least", t.high AS "most", t.factor AS "factor", t.due AS "due",
	said.value AS "text", a.kind AS "recorded-kind", a.value AS "recorded", nullif(a.unit, '') AS "recorded-unit",
	nullif(a.scaled_unit, '') AS "recorded-scaled-unit", a.day AS "day", stated.value AS "stated",
	CAST(replace(claimed.value, '.', '') AS INTEGER) AS "claimed"
FROM revision r JOIN form_row f ON f.revision = r.pk
JOIN prepared.target t ON t.revision = f.revision AND t.position = f.position
LEFT JOIN entry said ON said.project = r.project AND said.indicator = f.indicator AND said.item = 0 AND said.field = 1
LEFT JOIN prepared.actual a ON a.entry = said.seq
LEFT JOIN entry stated ON stated.project = r.project AND stated.indicator = f.indicator AND stated.item = 0 AND stated.field = 2
LEFT JOIN entry claimed ON claimed.project = r.project AND claimed.indicator = f.indicator AND claimed.item = 0 AND claimed.field = 3
ORDER BY r.project, f.position`}, {"projects", `
SELECT p.id AS "project", p.folded_department AS "department", r.execution_weight AS "printed-execution",
	coalesce((SELECT CAST(replace(value, '.', '') AS INTEGER) FROM entry
		WHERE project = r.project AND indicator IS NULL AND item = 0 AND field = 6), b.adjusted) AS "adjusted",
	coalesce((SELECT CAST(replace(value, '.', '') AS INTEGER) FROM entry
		WHERE project = r.project AND indicator IS NULL AND item = 0 AND field = 7), b.executed) AS "executed"
FROM revision r JOIN project p ON p.pk = r.project LEFT JOIN budget_row b ON b.revision = r.pk AND b.position = 0
ORDER BY r.project`}, {"departments", `
SELECT DISTINCT folded_department AS "department" FROM project ORDER BY folded_department`}}

// workbook is a year as a workbook that is being written: the sheets of the queries, and one of the lists.
type workbook struct {
	rules    *formulas
	db       *sql.DB
	book     *excelize.File
	columns  map[string][]string // the names of each sheet's columns, the stored ones before the computed ones
	projects int
	spans    []span // the rows of each project
}

// span is the first and the last row that a project has on the sheet of rows.
type span struct{ first, last int }

// firstRow is the first row of a sheet below its heading.
const firstRow = 2

// writeWorkbook writes what is stored in a database, with the numbers prepared for it, as a workbook with the
// formulas of some rules, which nobody has computed yet.
func writeWorkbook(database, prepared, rules, path string) (err error) {
	w := &workbook{book: excelize.NewFile(), columns: map[string][]string{}}
	defer w.book.Close()
	if w.rules, err = parseFormulas(rules); err != nil {
		return err
	}
	if w.db, err = connect(database); err != nil {
		return err
	}
	defer w.db.Close()
	if _, err := w.db.Exec(`ATTACH ?1 AS prepared`, prepared); err != nil {
		return err
	}
	if err := w.fill(); err != nil {
		return err
	}
	return w.book.SaveAs(path)
}

// fill writes the sheets. All columns have to be known before formulas are written that speak of them.
func (w *workbook) fill() error {
	if err := w.db.QueryRow(`SELECT count(*) FROM revision`).Scan(&w.projects); err != nil {
		return err
	}
	for _, sheet := range sheetQueries {
		if err := w.name(sheet); err != nil {
			return err
		}
	}
	for _, sheet := range sheetQueries {
		if err := w.sheet(sheet); err != nil {
			return fmt.Errorf("sheet %s: %w", sheet.name, err)
		}
	}
	return errors.Join(w.lists(), w.book.DeleteSheet("Sheet1"))
}

// name lists the columns of a sheet.
func (w *workbook) name(sheet sheetQuery) error {
	found, err := w.db.Query(sheet.query + ` LIMIT 0`)
	if err != nil {
		return err
	}
	names, err := found.Columns()
	for i := range w.rules.sheets[sheet.name] {
		names = append(names, w.rules.sheets[sheet.name][i].name)
	}
	w.columns[sheet.name] = names
	return errors.Join(err, found.Close())
}

// sheet writes a sheet: its heading, and a row for each of the query.
func (w *workbook) sheet(sheet sheetQuery) error {
	if _, err := w.book.NewSheet(sheet.name); err != nil {
		return err
	}
	out, err := w.book.NewStreamWriter(sheet.name)
	if err != nil {
		return err
	}
	var heading []any
	for _, name := range w.columns[sheet.name] {
		heading = append(heading, name)
	}
	if err := out.SetRow("A1", heading); err != nil {
		return err
	}
	found, err := w.db.Query(sheet.query)
	if err != nil {
		return err
	}
	defer found.Close()
	for row := firstRow; found.Next(); row++ {
		cells, err := w.cells(sheet.name, row, found)
		if err == nil {
			err = out.SetRow(fmt.Sprintf("A%d", row), cells)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(found.Err(), out.Flush())
}

// cells are the stored values and the formulas of a row.
func (w *workbook) cells(sheet string, row int, found *sql.Rows) ([]any, error) {
	computed := w.rules.sheets[sheet]
	stored := len(w.columns[sheet]) - len(computed)
	cells := make([]any, stored, stored+len(computed))
	values := make([]any, stored)
	for i := range values {
		values[i] = &cells[i]
	}
	if err := found.Scan(values...); err != nil {
		return nil, err
	}
	if number, ok := cells[0].(int64); ok {
		w.belongs(row, int(number))
	}
	for i := range computed {
		text, err := computed[i].write(func(ref reference) (string, error) { return w.address(sheet, row, ref) })
		if err != nil {
			return nil, err
		}
		cells = append(cells, excelize.Cell{Formula: text})
	}
	return cells, nil
}

// belongs notes that a row is one of a project's, by the project's number.
func (w *workbook) belongs(row, number int) {
	if number > len(w.spans) {
		w.spans = append(w.spans, span{first: row})
	}
	w.spans[number-1].last = row
}

// address is where a reference leads from a row of a sheet.
func (w *workbook) address(sheet string, row int, ref reference) (string, error) {
	if ref.of == "list" {
		return w.listed(ref.name)
	}
	of := ref.of
	if of == "" {
		of = sheet
	}
	letter, err := excelize.ColumnNumberToName(slices.Index(w.columns[of], ref.name) + 1)
	switch {
	case err != nil:
		return "", fmt.Errorf("sheet %s has no column %q", of, ref.name)
	case ref.above:
		return fmt.Sprintf("%s%d", letter, row-1), nil
	case of == sheet:
		return fmt.Sprintf("%s%d", letter, row), nil
	case of == "rows":
		rows := w.spans[row-firstRow]
		return fmt.Sprintf("rows!%s%d:%s%d", letter, rows.first, letter, rows.last), nil
	}
	return fmt.Sprintf("%s!$%s$%d:$%s$%d", of, letter, firstRow, letter, firstRow+w.projects-1), nil
}

// listed is where a list stands on its sheet.
func (w *workbook) listed(name string) (string, error) {
	i := slices.IndexFunc(w.rules.lists, func(list wordList) bool { return list.name == name })
	letter, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return "", fmt.Errorf("there is no list %q", name)
	}
	return fmt.Sprintf("lists!$%s$1:$%s$%d", letter, letter, len(w.rules.lists[i].words)), nil
}

// lists writes the lists, a column each.
func (w *workbook) lists() error {
	if _, err := w.book.NewSheet("lists"); err != nil {
		return err
	}
	for i, list := range w.rules.lists {
		cell, err := excelize.CoordinatesToCellName(i+1, 1)
		if err != nil {
			return err
		}
		if err := w.book.SetSheetCol("lists", cell, &list.words); err != nil {
			return err
		}
	}
	return nil
}
