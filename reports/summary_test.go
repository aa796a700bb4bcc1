package reports

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/engine"
	"jixiao/messages"
)

var bureauBands = []engine.Band{{Name: "优", From: 90_00}, {Name: "良", From: 80_00}, {Name: "中", From: 60_00}, {Name: "差", From: 0}}

// bureauLines are projects in every state: determined and not, missing, not scored, only expected, claimed far off; names that look like
// formulas and markup, and a department with a name of 500 characters.
func bureauLines(t testing.TB) []engine.ProjectSummary {
	s1, e1 := river(t)
	s2, e2 := library(t)
	lines := []engine.ProjectSummary{engine.SummaryOf(s1, e1, e1.Findings, nil), engine.SummaryOf(s2, e2, nil, nil)}
	done := func(id, department, name string, total engine.Points, claimed *engine.Points) engine.ProjectSummary {
		grade := bureauBands[slices.IndexFunc(bureauBands, func(b engine.Band) bool { return total >= b.From })].Name
		return engine.ProjectSummary{ID: engine.ProjectID(id), Name: name, Department: department, Unit: department, HandedIn: engine.FullyHandedIn, Rows: 3, Reported: 3,
			Scored: true, Determined: true, Total: total, AtLeast: total, AtMost: total, Grade: grade, Claimed: claimed,
			Amounts: engine.Amounts{Initial: yuanOf(100_00), Adjusted: yuanOf(0), Executed: yuanOf(0)}}
	}
	tied := done("a1", "青浦县图书馆", "=cmd|' /C calc'!A0", 98_62, pointsOf(100_00))
	tied.Amounts = engine.Amounts{Adjusted: yuanOf(3_000_000_01), Executed: yuanOf(2_000_000_00)}
	missing := engine.ProjectSummary{ID: "b2", Name: "村道养护", Department: "青浦县水务局", Unit: "青浦县河道管理所", Rows: 4, Scored: true, OpenRows: 5, AtMost: 100_00}
	later := engine.ProjectSummary{ID: "c3", Code: "QP-2025-099", Name: "后来的项目", Department: "青浦县水务局", HandedIn: engine.PartlyHandedIn, Rows: 4, Reported: 1}
	return append(lines, tied, done("a2", "<script>alert(1)</script>", "@开头", 72_345/10, pointsOf(95_00)), done("a3", strings.Repeat("长名称", 166)+"局级", "甲", 59_99, nil),
		missing, later, engine.ProjectSummary{ID: "d4", Department: "青浦县民政局"})
}

func bureau(t testing.TB, lang messages.Lang, lines []engine.ProjectSummary) *Bureau {
	summary := engine.NewSummary(bureauBands)
	for _, line := range lines {
		var findings []engine.Finding
		if s, e := river(t); line.ID == s.ID() {
			findings = e.Findings
		}
		summary.Add(line, findings)
	}
	run := fixtureRun()
	run.FinishedAt = "2026-01-15T17:30:00+08:00"
	return &Bureau{Summary: summary, Lines: engine.Each(lines), Run: run, Texts: fixtureTexts(t, lang), Stale: true, Expected: 9,
		Pack: PackInfo{Name: "sample-pack", Title: "示例规则", Digest: fixturePack().Digest}}
}

func TestBureauGolden(t *testing.T) {
	lines := bureauLines(t)
	zh, en := bureau(t, messages.Chinese, lines), bureau(t, messages.English, lines)
	for name, write := range map[string]func(io.Writer) error{
		"bureau.golden.txt":             func(w io.Writer) error { return WriteBureauTable(w, zh, 120, false) },
		"bureau.en.golden.txt":          func(w io.Writer) error { return WriteBureauTable(w, en, 120, true) },
		"bureau.golden.json":            func(w io.Writer) error { return WriteBureauJSON(w, zh) },
		"bureau-departments.golden.csv": func(w io.Writer) error { return WriteBureauDepartmentsCSV(w, zh) },
		"bureau-projects.golden.csv":    func(w io.Writer) error { return WriteBureauProjectsCSV(w, zh) },
		"bureau.golden.html":            func(w io.Writer) error { return WriteBureauHTML(w, zh) },
		"bureau.en.golden.html":         func(w io.Writer) error { return WriteBureauHTML(w, en) },
	} {
		t.Run(name, func(t *testing.T) { checkGolden(t, name, write) })
	}
}

// TestBureauNamesChecks: a finding of a check is named by the check, with an example.
func TestBureauNamesChecks(t *testing.T) {
	lines := bureauLines(t)[1:2]
	b := bureau(t, messages.Chinese, nil)
	if err := b.Catalogue.Add(messages.Entry{Code: "check.pack/P5", ZH: "总分相差大"}, messages.Entry{Code: "finding.pack/P5", ZH: "相差 {points} 分"}); err != nil {
		t.Fatal(err)
	}
	b.Add(lines[0], []engine.Finding{{Code: "pack/P5", Severity: engine.Warning, Args: engine.Args("points", "7.00")}})
	rows := figuresOf(t, b.findings())
	if len(rows) != 2 || rows[0][5].Text != "总分相差大。例：相差 7.00 分" {
		t.Errorf("%+v", rows)
	}
}

// bureauWriters are all writers of a summary.
var bureauWriters = map[string]func(io.Writer, *Bureau) error{
	"table": func(w io.Writer, b *Bureau) error { return WriteBureauTable(w, b, 120, false) },
	"json":  WriteBureauJSON, "departments.csv": WriteBureauDepartmentsCSV, "projects.csv": WriteBureauProjectsCSV,
	"html": WriteBureauHTML, "xlsx": WriteBureauXLSX,
}

// TestBureauSameBytes: the same projects give the same bytes, and those formats that do not list them in the order in which they come, in
// any order of them.
func TestBureauSameBytes(t *testing.T) {
	lines := bureauLines(t)
	reversed := slices.Clone(lines)
	slices.Reverse(reversed)
	for name, write := range bureauWriters {
		var first, again, other bytes.Buffer
		if err := errors.Join(write(&first, bureau(t, messages.Chinese, lines)), write(&again, bureau(t, messages.Chinese, lines)),
			write(&other, bureau(t, messages.Chinese, reversed))); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Errorf("%s: other bytes for the same summary", name)
		}
		if ordered := name == "json" || name == "projects.csv" || name == "xlsx"; ordered == bytes.Equal(first.Bytes(), other.Bytes()) {
			t.Errorf("%s: the order of the projects counts: %v", name, !ordered)
		}
	}
}

// TestBureauSameDigits finds every figure of the lists, digit for digit, in the workbook, the csv and the page.
func TestBureauSameDigits(t *testing.T) {
	b := bureau(t, messages.Chinese, bureauLines(t))
	var page, departments, projects, workbook bytes.Buffer
	if err := errors.Join(WriteBureauHTML(&page, b), WriteBureauDepartmentsCSV(&departments, b), WriteBureauProjectsCSV(&projects, b),
		WriteBureauXLSX(&workbook, b)); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&workbook)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, test := range []struct {
		list bureauList
		csv  *bytes.Buffer
	}{{b.departments(), &departments}, {b.allProjects(), &projects}, {b.notHandedIn(), nil}, {b.findings(), nil}, {b.needing(1000), nil}} {
		rows := figuresOf(t, test.list)
		cells, err := book.GetRows(test.list.name)
		if err != nil || len(cells) != len(rows)+1 {
			t.Fatalf("%s: %d rows of %d, %v", test.list.name, len(cells), len(rows)+1, err)
		}
		var records [][]string
		if test.csv != nil {
			if records, err = csv.NewReader(bytes.NewReader(bytes.TrimPrefix(test.csv.Bytes(), []byte("\ufeff")))).ReadAll(); err != nil || len(records) != len(rows)+1 {
				t.Fatalf("%s: %d records, %v", test.list.name, len(records), err)
			}
		}
		for i, row := range rows {
			for j, figure := range row {
				place := fmt.Sprintf("%s, row %d, %s", test.list.name, i+1, test.list.columns[j].label)
				if got := cellAt(cells[i+1], j); got != figure.Text {
					t.Errorf("%s: the workbook has %q, not %q", place, got, figure.Text)
				}
				if records != nil && engine.Unguard(records[i+1][j]) != plainText(figure) {
					t.Errorf("%s: csv has %q, not %q", place, records[i+1][j], figure.Text)
				}
				if test.list.columns[j].brief && test.csv == &departments && !strings.Contains(page.String(), html.EscapeString(figure.Text)+"</td>") {
					t.Errorf("%s: the page does not have %q", place, figure.Text)
				}
			}
		}
	}
}

func plainText(f Figure) string {
	if f.Kind == MoneyFigure {
		return strings.ReplaceAll(f.Text, ",", "")
	}
	return f.Text
}

func cellAt(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

func figuresOf(t *testing.T, l bureauList) (rows [][]Figure) {
	t.Helper()
	for row, err := range l.rows {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	if len(rows) != l.size {
		t.Errorf("%s says %d rows and has %d", l.name, l.size, len(rows))
	}
	if l.closing != nil {
		rows = append(rows, l.closing)
	}
	return rows
}

// TestBureauHostileNames: markup is text, nothing is a formula, and nothing is fetched or run.
func TestBureauHostileNames(t *testing.T) {
	b := bureau(t, messages.Chinese, bureauLines(t))
	var page, projects, workbook bytes.Buffer
	if err := errors.Join(WriteBureauHTML(&page, b), WriteBureauProjectsCSV(&projects, b), WriteBureauXLSX(&workbook, b)); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "http:", "https:", " src=", "<link", "@import", "javascript:"} {
		if strings.Contains(page.String(), bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
	if !strings.Contains(page.String(), "&lt;script&gt;alert(1)&lt;/script&gt;") || !strings.Contains(page.String(), strings.Repeat("长名称", 166)+"局级") {
		t.Error("a department's name is not whole on the page")
	}
	for _, line := range strings.Split(projects.String(), "\r\n") {
		for _, field := range strings.Split(line, ",") {
			if field != "" && strings.ContainsAny(strings.Trim(field, `"`)[:1], "=@") {
				t.Errorf("csv holds a formula: %s", field)
			}
		}
	}
	book, err := excelize.OpenReader(&workbook)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		rows, _ := book.GetRows(sheet)
		for i, row := range rows {
			for j := range row {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, _ := book.GetCellFormula(sheet, cell); formula != "" {
					t.Errorf("%s %s is a formula: %s", sheet, cell, formula)
				}
			}
		}
	}
}

// TestBureauOfLittle writes every format of bureaus with next to nothing in them.
func TestBureauOfLittle(t *testing.T) {
	lines := bureauLines(t)
	for name, some := range map[string][]engine.ProjectSummary{"everything undetermined": lines[:1], "one project": lines[1:2], "zero budget": lines[3:4],
		"nothing handed in": lines[5:6], "only expected": lines[7:]} {
		for format, write := range bureauWriters {
			var out bytes.Buffer
			if err := write(&out, bureau(t, messages.Chinese, some)); err != nil || out.Len() == 0 || strings.Contains(out.String(), "NaN") {
				t.Errorf("%s as %s: %d bytes, %v", name, format, out.Len(), err)
			}
			if format == "json" && !json.Valid(out.Bytes()) {
				t.Errorf("%s: no JSON: %s", name, out.String())
			}
		}
	}
}

// TestBureauSaysThatNothingIsThere: a sheet of the workbook that has no project says so, and does not look like one that was cut off.
func TestBureauSaysThatNothingIsThere(t *testing.T) {
	book := openBook(t, func(w io.Writer) error { return WriteBureauXLSX(w, bureau(t, messages.Chinese, bureauLines(t)[1:2])) })
	for sheet, want := range map[string]bool{"未报": true, "项目": false} {
		rows, err := book.GetRows(sheet)
		if err != nil || len(rows) != 2 || (rows[1][0] == "没有") != want {
			t.Errorf("%s: %v, %v", sheet, rows, err)
		}
	}
}

// TestBureauPageStaysSmall: two hundred departments with names of any length and twenty thousand projects make a page that opens at once.
func TestBureauPageStaysSmall(t *testing.T) {
	var lines []engine.ProjectSummary
	for i := range 20_000 {
		lines = append(lines, engine.ProjectSummary{ID: engine.ProjectID(fmt.Sprintf("%05d", i)), Name: fmt.Sprint("项目", i), Department: fmt.Sprint("部门", i%200),
			HandedIn: engine.FullyHandedIn, Scored: true, Determined: i%3 > 0, Total: engine.Points(i % 100_01), Amounts: engine.Amounts{Adjusted: yuanOf(int64(i) * 1000)}})
	}
	var page bytes.Buffer
	if err := WriteBureauHTML(&page, bureau(t, messages.Chinese, lines)); err != nil {
		t.Fatal(err)
	}
	const most = 300_000
	if page.Len() > most {
		t.Errorf("%d bytes, more than %d", page.Len(), most)
	}
	for _, want := range []string{"部门199<", "另有 6467 个需人工处理的项目未列出"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page does not have %s", want)
		}
	}
}

// TestBureauFailsWhole: a list that cannot be read, or a disk that is full, ends the writing with its error.
func TestBureauFailsWhole(t *testing.T) {
	broken := errors.New("broken")
	for name, write := range bureauWriters {
		b := bureau(t, messages.Chinese, bureauLines(t))
		if err := write(failingWriter{broken}, b); err == nil {
			t.Errorf("%s: a full disk is no error", name)
		}
		b.Lines = func(yield func(engine.ProjectSummary, error) bool) { yield(engine.ProjectSummary{}, broken) }
		if err := write(io.Discard, b); (name == "json" || name == "projects.csv" || name == "xlsx") && !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBureauRowsGoStraightIntoTheFile: while the projects are read for a list, their rows are written, so that memory does not grow with them.
func TestBureauRowsGoStraightIntoTheFile(t *testing.T) {
	lines := bureauLines(t)
	b := bureau(t, messages.Chinese, lines)
	const repeated = 2_000
	var out bytes.Buffer
	most := 0
	b.Lines = func(yield func(engine.ProjectSummary, error) bool) {
		before := out.Len()
		for i := range repeated {
			line := lines[i%len(lines)]
			line.Name = fmt.Sprintf("%s %x", line.Name, i*i*i)
			if !yield(line, nil) {
				return
			}
		}
		most = max(most, out.Len()-before)
	}
	if err := WriteBureauXLSX(&out, b); err != nil {
		t.Fatal(err)
	}
	if all := out.Len(); most < all/4 {
		t.Errorf("at most %d of %d bytes were written while the projects were read", most, all)
	}
}

// TestTextsOfListsComeBack: what a workbook takes for an escaped character, markup and line breaks are texts like others.
func TestTextsOfListsComeBack(t *testing.T) {
	for _, name := range []string{"_x0041_项目", "_x005F_x0041_", "<b>&\"甲\"", "甲\n乙", " 甲 "} {
		lines := bureauLines(t)
		lines[0].Name = name
		book := openBook(t, func(w io.Writer) error { return WriteBureauXLSX(w, bureau(t, messages.Chinese, lines)) })
		if got, err := book.GetCellValue("项目", "D2"); err != nil || got != name {
			t.Errorf("%q became %q, %v", name, got, err)
		}
	}
}
