package reports

import (
	"fmt"
	"io"

	"jixiao/engine"
)

// WriteListing writes a plain table for a terminal that is width columns wide (0 or less: [DefaultWidth]): a head, and rows of
// texts. Texts are wrapped, never cut.
func WriteListing(w io.Writer, head []string, rows [][]string, width int, colour bool) error {
	t := table{}
	for _, title := range head {
		t.columns = append(t.columns, column{head: title})
	}
	for _, row := range rows {
		cells := make([]cell, len(row))
		for i, text := range row {
			cells[i].text = text
		}
		t.rows = append(t.rows, cells)
	}
	p := newPainter(width, colour)
	p.table(t)
	return p.flush(w)
}

// ImportRow is one project in the table that an import ends with.
type ImportRow struct {
	Submission *engine.Submission
	Change     *engine.ProjectChange // nil where there was nothing to compare with, or it cannot be stored
}

// WriteImportTable writes one line a project: its name, unit, indicators, annual sum and what storing it changed.
func WriteImportTable(w io.Writer, texts Texts, rows []ImportRow, width int, colour bool) error {
	t := table{columns: []column{{head: texts.label("project")}, {head: texts.label("unit")}, {head: texts.label("year")},
		{head: texts.label("indicators"), number: true}, {head: texts.label("annual-sum"), number: true}, {head: texts.label("change")}}}
	for _, row := range rows {
		s := row.Submission
		sum := "—"
		if s.Budget.Total != nil {
			sum = s.Budget.Total.Grouped()
		}
		change := "—"
		if row.Change != nil {
			change = texts.changeText(row.Change)
		}
		t.rows = append(t.rows, []cell{{text: s.Name}, {text: s.Unit}, {text: fmt.Sprint(s.Year)},
			{text: fmt.Sprint(len(s.Indicators))}, {text: sum}, {text: change}})
	}
	p := newPainter(width, colour)
	p.table(t)
	return p.flush(w)
}

// WriteRecordJSON writes what recording did: how many values were new, changed what was there, or were there already, and the
// issues.
func WriteRecordJSON(w io.Writer, texts Texts, added, changed, unchanged int, issues []engine.Issue) error {
	list := make([]issueJSON, len(issues))
	for i := range issues {
		list[i] = texts.issueJSON(&issues[i])
	}
	return WriteJSON(w, struct {
		Recorded map[string]int `json:"recorded"`
		Issues   []issueJSON    `json:"issues"`
	}{map[string]int{"added": added, "changed": changed, "unchanged": unchanged}, list})
}
