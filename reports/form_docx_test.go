package reports

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/importer/grid"
	"jixiao/messages"
	"jixiao/reports/docx"
)

// documentRows are the texts of a document's paragraphs and of the rows of its tables, as the project's own reader finds them.
func documentRows(t *testing.T, content []byte) (rows [][]string) {
	t.Helper()
	document, err := grid.Read("表.docx", content, grid.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range document.Grids[0].Rows {
		var texts []string
		for _, cell := range row {
			texts = append(texts, cell.Text)
		}
		rows = append(rows, texts)
	}
	return rows
}

// The document shows every text and digit of the view in the row where it belongs.
func TestDocumentShowsTheDigitsOfTheView(t *testing.T) {
	for _, v := range fixtureViews(t, messages.Chinese) {
		var out bytes.Buffer
		if err := WriteDOCX(&out, []*View{v}); err != nil {
			t.Fatal(err)
		}
		rows := documentRows(t, out.Bytes())
		same := func(key string, want ...string) {
			t.Helper()
			row := rowWith(t, rows, key)
			for _, text := range want {
				if text = strings.TrimSpace(text); text != "" && !slices.Contains(row, text) {
					t.Errorf("%s: %q is missing from %q", v.Name, text, row)
				}
			}
		}
		same(v.Words.Name, v.Name)
		same(v.Words.Department, v.Department, v.Unit)
		same(v.Goal, v.GoalActual)
		for _, line := range v.Budget {
			same(strings.TrimSpace(line.Label), line.Initial.Text, line.Adjusted.Text, line.Executed.Text, line.Weight.Text, line.Rate.Text, line.Score.Text)
		}
		for _, line := range v.Indicators {
			same(line.Name, line.Target, line.Actual, line.Weight.Text, line.Score.Text, line.Remark)
		}
		for _, line := range v.Adjustments {
			same(v.Words.Adjustment+"："+line.Label, line.Points.Text)
		}
		same(v.Words.Total, v.Weight.Text, v.Total.Text, v.Words.Grade+"："+v.Grade)
		same(v.Title)
		same(v.Basis)
	}
}

// Whoever signs sees the last indicators on the same page: each row stays with the next, up to the last.
func TestDocumentEndsTogether(t *testing.T) {
	v := fixtureViews(t, messages.Chinese)[0]
	blocks := formBlocks(v, false)
	table := blocks[len(blocks)-1].(docx.Table)
	closing := len(closingRows(v)) + len(signingRows(v))
	for i, row := range table.Rows {
		last := i >= len(table.Rows)-closing-lastTogether && i < len(table.Rows)-1
		if row.KeepNext != last {
			t.Errorf("row %d of %d (%d close the form): stays with the next: %v", i+1, len(table.Rows), closing, row.KeepNext)
		}
	}
}

// What people write into forms stays text, and what XML cannot hold breaks nothing.
func TestDocumentTakesEveryText(t *testing.T) {
	s, e := library(t)
	long := strings.Repeat("长", 500)
	s.Name, s.Goal, s.GoalActual = long, "=cmd|'/c calc'!A1\x00\x0b", "<b>&amp;</b>\xff\u202e倒"
	s.Indicators[0].Name, s.Indicators[0].Reason = "", "-1\n\n+2"
	var out bytes.Buffer
	if err := WriteDOCX(&out, []*View{view(t, messages.Chinese, s, e)}); err != nil {
		t.Fatal(err)
	}
	rows := documentRows(t, out.Bytes())
	for _, want := range []string{long, "=cmd|'/c calc'!A1", "-1\n\n+2"} {
		rowWith(t, rows, want)
	}
	if all := strings.Join(slices.Concat(rows...), "|"); !strings.Contains(all, "<b>&amp;</b>\ufffd") {
		t.Errorf("markup did not stay text: %q", all)
	}
}

func TestDocumentOfNothingIsAnError(t *testing.T) {
	if err := WriteDOCX(&bytes.Buffer{}, nil); err == nil || err.Error() != "write document: no project" {
		t.Errorf("got %v", err)
	}
}

// A project of which nothing is known has a form whose blanks are blank.
func TestDocumentOfAnEmptyProject(t *testing.T) {
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025}}
	s.Identify()
	var out bytes.Buffer
	if err := WriteDOCX(&out, []*View{view(t, messages.Chinese, s, nil)}); err != nil {
		t.Fatal(err)
	}
	rowWith(t, documentRows(t, out.Bytes()), nationalWords.Total)
}
