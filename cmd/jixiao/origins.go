package main

import (
	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/importer"
	"jixiao/reports"
)

// writeImportJSON writes what was read and, where that was asked for, where each field was read.
func (a *app) writeImportJSON(reading *assessment.Reading, issues []engine.Issue, counts reports.CellCounts, report reports.ImportReport) error {
	if reading.Traces == nil {
		return reports.WriteImportJSON(a.out, a.texts(), each(reading.Submissions), issues, counts, report)
	}
	return reports.WriteExplainedImportJSON(a.out, a.texts(), each(reading.Submissions), originsOf(reading, issues), counts, report)
}

// originsOf puts the forms that were read beside the cells that they were read from.
func originsOf(reading *assessment.Reading, issues []engine.Issue) *reports.Origins {
	taken := map[engine.ProjectID]*engine.Submission{}
	for _, s := range reading.Submissions {
		taken[s.ID()] = s
	}
	origins := &reports.Origins{Issues: issues}
	for _, trace := range reading.Traces {
		origins.Forms = append(origins.Forms, formOrigins(trace, taken))
	}
	for _, cell := range reading.Cells {
		if cell.Fate == importer.FateReported {
			origins.Unused = append(origins.Unused, cellFate(cell))
		}
	}
	return origins
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
