package formtest

import "strconv"

// The columns of a flat table that name the project.
const (
	colProject    Column = "project"
	colCode       Column = "code"
	colDepartment Column = "department"
	colUnit       Column = "unit"
	colYear       Column = "year"
)

// flat prints all projects in one table with an indicator a row.
func flat(b *printer, projects []Project) {
	l := b.l
	head := []Column{colProject, colDepartment, colUnit}
	if l.CodeGiven {
		head = append(head, colCode)
	}
	if l.YearPlace == "label" {
		head = append(head, colYear)
	}
	if chance(b.r, 40) {
		b.r.Shuffle(len(head), func(i, j int) { head[i], head[j] = head[j], head[i] })
	}
	columns := append(head, l.Columns...)
	if chance(b.r, 20) {
		columns = append(append([]Column{}, l.Columns...), head...)
	}
	b.Width = len(columns)
	if chance(b.r, 50) && l.Format != FormatCSV {
		b.wide(l.Title)
	}
	var header []Cell
	for _, c := range columns {
		text := l.Headers[c]
		if words := map[Column][]string{colProject: {"项目名称"}, colCode: codeLabels, colDepartment: departmentLabels[:4], colUnit: unitLabels[:5], colYear: yearLabels[:2]}[c]; words != nil {
			text = pick(b.r, words)
		}
		header = append(header, Cell{Text: text})
	}
	b.add(header...)
	for at := range projects {
		b.p, b.project = &projects[at], at
		for i := range b.p.Indicators {
			b.flatRow(columns, i)
		}
	}
}

func (b *printer) flatRow(columns []Column, i int) {
	var cells []Cell
	n := len(b.p.Indicators)
	for _, c := range columns {
		text, field, ofHead := b.headColumn(c)
		if !ofHead {
			if cell, covered := b.cell(c, i, 0, n); !covered {
				cells = append(cells, cell)
			}
			continue
		}
		if b.l.Classes == "merged" && i > 0 {
			continue
		}
		cell := Cell{Text: text, Fact: b.fact(field)}
		if b.l.Classes == "merged" {
			cell.Rows = n
		}
		cells = append(cells, cell)
	}
	b.add(cells...)
}

func (b *printer) headColumn(c Column) (text string, field Field, ok bool) {
	switch c {
	case colProject:
		return b.p.Name, FieldName, true
	case colCode:
		return b.p.Code, FieldCode, true
	case colDepartment:
		return b.p.Department, FieldDepartment, true
	case colUnit:
		return b.p.Unit, FieldUnit, true
	case colYear:
		return strconv.Itoa(b.p.Year), FieldYear, true
	}
	return "", "", false
}
