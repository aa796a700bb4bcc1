package reports

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"jixiao/reports/docx"
)

// narrativeFormats are the formats of the narrative: one to go on writing in, one to read.
var narrativeFormats = []struct {
	name  string
	write func(io.Writer, *Narrative) error
}{
	{"docx", WriteNarrativeDOCX},
	{"html", WriteNarrativeHTML},
}

// NarrativeEnding stands behind the name of a project's form in the name of its narrative.
const NarrativeEnding = "-自评报告"

// NarrativeFormats lists the formats of the narrative.
func NarrativeFormats() []string {
	var names []string
	for _, format := range narrativeFormats {
		names = append(names, format.name)
	}
	return names
}

// NarrativeWriter returns the writer of the narrative in a format, or nil where there is none.
func NarrativeWriter(name string) func(io.Writer, *Narrative) error {
	for _, format := range narrativeFormats {
		if format.name == name {
			return format.write
		}
	}
	return nil
}

// reportMargins are those of official documents: 37, 26, 35 and 28 mm (GB/T 9704).
var reportMargins = docx.Margins{Top: 2098, Right: 1474, Bottom: 1985, Left: 1588}

var narrativeStyles = [...]docx.Style{NarrativeText: docx.Body, NarrativeChapter: docx.Heading1, NarrativeSection: docx.Heading2, NarrativeClosing: docx.Closing}

// WriteNarrativeDOCX writes a narrative as a document for word processors, laid out as official documents are. The gaps have a
// yellow ground.
func WriteNarrativeDOCX(w io.Writer, n *Narrative) error {
	document := docx.Document{Title: n.Name + n.Title, Margins: reportMargins, Blocks: []docx.Block{
		docx.Text(docx.ReportTitle, strings.TrimPrefix(n.Name+"\n"+n.Title, "\n")), docx.Text(docx.ReportHead, n.Year)}}
	for i, block := range n.Blocks {
		if block.Table != nil {
			document.Blocks = append(document.Blocks, narrativeTable(block.Table), docx.Text(docx.FormText, ""))
			continue
		}
		signed := i+1 < len(n.Blocks) && n.Blocks[i+1].Kind == NarrativeClosing // who signs does not do so on a page of his own
		paragraph := docx.Paragraph{Style: narrativeStyles[block.Kind], KeepNext: signed}
		for _, piece := range block.Pieces {
			paragraph.Runs = append(paragraph.Runs, docx.Run{Text: piece.Text, Marked: piece.Gap})
		}
		document.Blocks = append(document.Blocks, paragraph)
	}
	return docx.Write(w, document)
}

func narrativeTable(t *NarrativeTable) docx.Table {
	table := docx.Table{Columns: docx.Fit(t.Widths, docx.PageWidth-reportMargins.Left-reportMargins.Right)}
	for i, row := range t.Rows {
		cells := make([]docx.Cell, len(row))
		for k, cell := range row {
			switch {
			case i == 0:
				cells[k] = headCell(1, cell.Text)
			case cell.Amount:
				cells[k] = formCell(1, docx.FormText, docx.Right, cell.Text)
			default:
				cells[k] = textCell(1, cell.Text)
			}
		}
		written := formRow(formRowHeight, cells...)
		written.Header = i == 0
		table.Rows = append(table.Rows, written)
	}
	return table
}

//go:embed narrative.tmpl.html
var narrativeSource string

var narrativeTemplate = template.Must(template.New("narrative").Parse(narrativeSource))

// Element is the name of the element of a page that a block is.
func (b NarrativeBlock) Element() string {
	return [...]string{NarrativeText: "p", NarrativeChapter: "h2", NarrativeSection: "h3", NarrativeClosing: "closing", NarrativeTableKind: "table"}[b.Kind]
}

// Shares are the widths of the columns in hundredths of the table's.
func (t *NarrativeTable) Shares() []int { return docx.Fit(t.Widths, 100) }

// WriteNarrativeHTML writes a narrative as a page without scripts and without anything to fetch, made for A4.
func WriteNarrativeHTML(w io.Writer, n *Narrative) error {
	if err := narrativeTemplate.Execute(w, n); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}
