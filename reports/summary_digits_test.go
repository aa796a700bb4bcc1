package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"math/big"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/messages"
)

// partFields say where the JSON of a part of the bureau has the figure of a label, for departments and for all.
var partFields = map[string]string{
	"due": "due", "handed-in": "handed_in", "partly-handed-in": "partly", "not-handed-in": "missing", "initial-yuan": "funds.initial",
	"adjusted-yuan": "funds.adjusted", "executed-yuan": "funds.executed", "rate": "rate", "with-total": "with_total", "mean": "mean", "median": "median",
	"no-grade": "ungraded", "undetermined-projects": "undetermined", "undetermined-rows": "undetermined_rows", "needing": "needing",
	"errors": "severities.error", "warnings": "severities.warning", "infos": "severities.info", "claimed-mean": "claims.mean_claimed",
	"computed-mean": "claims.mean_computed", "difference": "claims.difference", "claimed-above": "claims.above", "claimed-below": "claims.below",
	"rank": "rank",
}

// lineFields say the same for a project.
var lineFields = map[string]string{
	"rank": "rank", "department-rank": "department_rank", "indicators": "indicators", "reported-rows": "reported", "initial-yuan": "funds.initial",
	"adjusted-yuan": "funds.adjusted", "executed-yuan": "funds.executed", "rate": "rate", "claimed-total": "claimed", "at-least": "at_least",
	"at-most": "at_most", "difference": "difference", "undetermined-rows": "undetermined", "errors": "severities.error",
	"warnings": "severities.warning", "infos": "severities.info",
}

// TestBureauJSONSameDigits finds every figure that the lists show of all, of the departments and of the projects in the JSON, rounded there
// as it is shown. A figure without a number is null.
func TestBureauJSONSameDigits(t *testing.T) {
	b := bureau(t, messages.Chinese, bureauLines(t))
	var out bytes.Buffer
	if err := WriteBureauJSON(&out, b); err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(&out)
	decoder.UseNumber()
	var decoded struct {
		Summary                        map[string]any
		Departments, Projects, Needing []map[string]any
		Distribution                   []struct{ Projects json.Number }
	}
	if err := decoder.Decode(&decoded); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, fact := range b.facts() {
		compared += b.sameNumber(t, "all", partFields, fact.label, fact.figure, decoded.Summary)
	}
	for _, test := range []struct {
		list   bureauList
		fields map[string]string
		parts  []map[string]any
	}{
		{b.departments(), partFields, append(decoded.Departments, decoded.Summary)}, {b.allProjects(), lineFields, decoded.Projects},
		{b.needing(1000), lineFields, decoded.Needing},
	} {
		for i, row := range figuresOf(t, test.list) {
			if test.list.closing != nil && i == test.list.size {
				row[0] = words("") // all together have no rank
			}
			for j, figure := range row {
				compared += b.sameNumber(t, fmt.Sprint(test.list.name, " ", i), test.fields, test.list.columns[j].label, figure, test.parts[i])
			}
		}
	}
	if compared < 300 {
		t.Errorf("only %d figures were compared", compared)
	}
	for i, row := range figuresOf(t, b.distribution()) {
		sameFigure(t, row[0].Text, row[1], decoded.Distribution[i].Projects)
	}
}

// sameNumber compares a figure with the field of its label, and counts it where there is one. A grade's field is named by the grade.
func (b *Bureau) sameNumber(t *testing.T, place string, fields map[string]string, label string, figure Figure, part map[string]any) int {
	t.Helper()
	path := ""
	for code, field := range fields {
		if b.label(code) == label {
			path = field
		}
	}
	for _, grade := range b.Grades() {
		if part["by_grade"] != nil && (label == grade || label == b.label("grade")+" "+grade) {
			path = "by_grade." + grade
		}
	}
	if path == "" || figure.Text == "" {
		return 0
	}
	var value any = part
	for key := range strings.SplitSeq(path, ".") {
		object, _ := value.(map[string]any)
		field, found := object[key]
		if !found {
			t.Fatalf("%s: JSON has no %s", place, path)
		}
		value = field
	}
	sameFigure(t, place+", "+label, figure, value)
	return 1
}

// sameFigure rounds a number of JSON half up to the digits of a figure.
func sameFigure(t *testing.T, place string, figure Figure, value any) {
	t.Helper()
	plain, isNumber := figure.Plain()
	digits, known := value.(json.Number)
	if isNumber != known {
		t.Errorf("%s: %q is shown, JSON has %v", place, figure.Text, value)
		return
	}
	if !known {
		return
	}
	exact, ok := new(big.Rat).SetString(digits.String())
	_, fraction, _ := strings.Cut(plain, ".")
	shown, ok2 := new(big.Rat).SetString(plain)
	if !ok || !ok2 || shown.FloatString(len(fraction)) != exact.FloatString(len(fraction)) {
		t.Errorf("%s: %q is shown, JSON has %v", place, figure.Text, value)
	}
}

// TestBureauFactsEverywhere finds the figures of the whole bureau in the terminal's table, on the page and in the workbook, each beside what
// it is, and the rows of the departments and their sum in the table.
func TestBureauFactsEverywhere(t *testing.T) {
	for _, lang := range []messages.Lang{messages.Chinese, messages.English} {
		lines := bureauLines(t)
		lines[4].Department = "青浦县教育局" // a name of 500 characters takes many lines of a terminal
		b := bureau(t, lang, lines)
		var table, page, workbook bytes.Buffer
		if err := errors.Join(WriteBureauTable(&table, b, 400, false), WriteBureauHTML(&page, b), WriteBureauXLSX(&workbook, b)); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&workbook)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		sheet := shown(t, book, b.label("sheet-summary"))
		for _, fact := range b.facts() {
			if text := strings.Join(strings.Fields(table.String()), " "); !strings.Contains(text, strings.Join(strings.Fields(fact.label+" "+fact.figure.Text), " ")) {
				t.Errorf("the table lacks %s %s", fact.label, fact.figure.Text)
			}
			if pair := "<dt>" + fact.label + "</dt><dd>" + fact.figure.Text + "</dd>"; !strings.Contains(html.UnescapeString(page.String()), pair) {
				t.Errorf("the page lacks %s", pair)
			}
			if row := rowWith(t, sheet, fact.label); len(row) < 2 || row[1] != fact.figure.Text {
				t.Errorf("the workbook has %q for %s %s", row, fact.label, fact.figure.Text)
			}
		}
		for _, list := range []bureauList{b.distribution(), b.grades()} {
			for _, row := range figuresOf(t, list) {
				if got := rowWith(t, sheet, row[0].Text); len(got) < 2 || got[1] != row[1].Text {
					t.Errorf("the workbook has %q for %s %s", got, row[0].Text, row[1].Text)
				}
			}
		}
		for _, row := range figuresOf(t, b.departments().briefly()) {
			if !hasRow(table.String(), row) {
				t.Errorf("the table lacks the row %v", row)
			}
		}
	}
}

// hasRow tells whether a line of a table has the figures of a row in their order and nothing else.
func hasRow(table string, row []Figure) bool {
	var want []string
	for _, figure := range row {
		want = append(want, figure.Text)
	}
	for line := range strings.Lines(table) {
		if strings.Join(strings.Fields(line), " ") == strings.Join(strings.Fields(strings.Join(want, " ")), " ") {
			return true
		}
	}
	return false
}
