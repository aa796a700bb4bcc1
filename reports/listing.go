package reports

import (
	"fmt"
	"io"
	"iter"

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
	Name, Unit       string
	Year, Indicators int
	Total            *engine.Money         // 年度资金申请总额, nil for none
	Change           *engine.ProjectChange // nil where there was nothing to compare with, or it cannot be stored
}

// WriteImportTable writes one line a project: its name, unit, indicators, annual sum and what storing it changed; up to [MostRows], and
// counts the rest.
func WriteImportTable(w io.Writer, texts Texts, rows iter.Seq2[ImportRow, error], width int, colour bool) error {
	t := table{columns: []column{{head: texts.label("project")}, {head: texts.label("unit")}, {head: texts.label("year")},
		{head: texts.label("indicators"), number: true}, {head: texts.label("annual-sum"), number: true}, {head: texts.label("change")}}}
	more := 0
	for row, err := range rows {
		switch {
		case err != nil:
			return err
		case len(t.rows) == MostRows:
			more++
		default:
			t.rows = append(t.rows, texts.importRow(&row))
		}
	}
	p := newPainter(width, colour)
	p.table(t)
	if more > 0 {
		p.line(texts.counted("more-projects", more))
	}
	return p.flush(w)
}

func (t Texts) importRow(row *ImportRow) []cell {
	sum, change := "—", "—"
	if row.Total != nil {
		sum = row.Total.Grouped()
	}
	if row.Change != nil {
		change = t.changeText(row.Change)
	}
	return []cell{{text: row.Name}, {text: row.Unit}, {text: fmt.Sprint(row.Year)}, {text: fmt.Sprint(row.Indicators)}, {text: sum}, {text: change}}
}

type recordedFileJSON struct {
	Name    string  `json:"name"`
	Values  int     `json:"values"`
	Added   int     `json:"added"`
	Changed int     `json:"changed"`
	Errors  int     `json:"errors"`
	SameAs  *string `json:"same_as"`
	Why     *string `json:"why"`
}

// WriteRecordJSON writes what recording did: how many values were new, changed what was there, or were there already, the same for each of
// several files, and the issues.
func WriteRecordJSON(w io.Writer, texts Texts, added, changed, unchanged int, files []FileRow, issues []engine.Issue) error {
	list := make([]issueJSON, len(issues))
	for i := range issues {
		list[i] = texts.issueJSON(&issues[i])
	}
	var rows []recordedFileJSON
	for _, f := range files {
		rows = append(rows, recordedFileJSON{f.Name, f.Values, f.Added, f.Changed, f.Issues[engine.Error], present(f.SameAs), present(f.Why)})
	}
	return WriteJSON(w, struct {
		Recorded map[string]int     `json:"recorded"`
		Files    []recordedFileJSON `json:"files,omitempty"`
		Issues   []issueJSON        `json:"issues"`
	}{map[string]int{"added": added, "changed": changed, "unchanged": unchanged}, rows, list})
}
