package main

import (
	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/importer"
	"jixiao/reports"
)

// writeImportJSON writes what was read and, where that was asked for, where each field was read.
func (a *app) writeImportJSON(reading *assessment.Reading, issues issueList, counts reports.CellCounts, report reports.ImportReport) error {
	if reading.Traces == nil {
		return reports.WriteImportJSON(a.out, a.texts(), reading.Submissions(), issues, counts, report)
	}
	origins, err := originsOf(reading, issues)
	if err != nil {
		return err
	}
	return reports.WriteExplainedImportJSON(a.out, a.texts(), reading.Submissions(), origins, counts, report)
}

// originsOf puts the forms that were read beside the cells that they were read from.
func originsOf(reading *assessment.Reading, issues issueList) (*reports.Origins, error) {
	taken := map[engine.ProjectID]*engine.Submission{}
	for s, err := range reading.Submissions() {
		if err != nil {
			return nil, err
		}
		taken[s.ID()] = s
	}
	list, err := inMemory(issues)
	if err != nil {
		return nil, err
	}
	origins := &reports.Origins{Issues: list}
	for _, trace := range reading.Traces {
		origins.Forms = append(origins.Forms, formOrigins(trace, taken))
	}
	for cell, err := range reading.Cells() {
		if err != nil {
			return nil, err
		}
		if cell.Fate == importer.FateReported {
			origins.Unused = append(origins.Unused, cellFate(cell))
		}
	}
	return origins, nil
}

func formOrigins(trace importer.Trace, taken map[engine.ProjectID]*engine.Submission) reports.FormOrigins {
	form := reports.FormOrigins{Form: trace.Form, Head: cellFates(trace.Head)}
	for _, funds := range trace.Funds {
		form.Funds = append(form.Funds, reports.FundsFate{Item: funds.Item, CellFate: cellFate(funds.Cell)})
	}
	for _, row := range trace.Rows {
		form.Rows = append(form.Rows, cellFates(row))
	}
	if trace.Form != nil {
		if first := taken[trace.Form.ID()]; first != trace.Form {
			form.First = first.SourceOf(engine.FieldName)
		}
	}
	return form
}

func cellFates(cells []importer.Cell) []reports.CellFate {
	fates := make([]reports.CellFate, len(cells))
	for i, cell := range cells {
		fates[i] = cellFate(cell)
	}
	return fates
}

func cellFate(cell importer.Cell) reports.CellFate {
	return reports.CellFate{Source: cell.Source, Text: cell.Text, Fate: string(cell.Fate), As: cell.As}
}
