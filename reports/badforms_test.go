package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/engine"
	"jixiao/messages"
)

// badForms are forms that no official template was drawn for.
func badForms(t testing.TB) map[string]*View {
	return map[string]*View{
		"nothing filled in":     view(t, messages.Chinese, nothing(), nil),
		"nothing scored":        view(t, messages.Chinese, forms(t)[0], nil),
		"names of 500":          changed(t, longNames),
		"a reason of 5000":      changed(t, func(s *engine.Submission) { s.Indicators[1].Reason = strings.Repeat("征地手续未办结，", 625) }),
		"formulas":              changed(t, func(s *engine.Submission) { everywhere(s, "=HYPERLINK(\"http://x\",\"y\")") }),
		"formulas after tabs":   changed(t, func(s *engine.Submission) { everywhere(s, "\t@SUM(A1)") }),
		"markup":                changed(t, func(s *engine.Submission) { everywhere(s, "<p>甲</p>*乙*|丙`丁`[戊](己)&amp;#庚~~辛~~\\") }),
		"lists and headings":    changed(t, func(s *engine.Submission) { everywhere(s, "甲\n- 乙\n# 丙\n1. 丁") }),
		"very large amounts":    changed(t, largeAmounts),
		"two hundred and eight": changed(t, manyIndicators),
	}
}

func nothing() *engine.Submission {
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Name: "空白项目"}}
	s.Identify()
	return s
}

// changed is the view of a changed river; its scores still find their rows.
func changed(t testing.TB, change func(*engine.Submission)) *View {
	s, e := river(t)
	change(s)
	return view(t, messages.Chinese, s, e)
}

// everywhere writes a text into every field that takes any text.
func everywhere(s *engine.Submission, text string) {
	s.Name, s.Department, s.Unit, s.Goal, s.GoalActual, s.Filler, s.Telephone, s.ExecutionReason = text, text, text, text, text, text, text, text
	for i := range s.Indicators {
		row := &s.Indicators[i]
		row.Name, row.Target.Text, row.Actual.Text, row.Reason = text, text, text, text
	}
}

func longNames(s *engine.Submission) {
	name := strings.Repeat("整治与长效管护，", 62) + "整治经费"
	s.Name, s.Department, s.Unit, s.Filler, s.Telephone = name, name, name, name, strings.Repeat("13800000000", 45)
	s.Indicators[0].Name, s.Indicators[1].Target.Text = name, name
}

func largeAmounts(s *engine.Submission) {
	for i := range s.Budget.Rows {
		s.Budget.Rows[i].Initial, s.Budget.Rows[i].Adjusted, s.Budget.Rows[i].Executed = yuanOf(9_999_999_999_999_99), yuanOf(9_999_999_999_999_99), yuanOf(1_01)
	}
}

func manyIndicators(s *engine.Submission) {
	own := s.Indicators
	for i := range 25 {
		for _, row := range own {
			if i > 0 {
				row.Name = fmt.Sprintf("%s之%d", row.Name, i)
				row.ID = engine.IndicatorID(fmt.Sprintf("%s-%d", row.ID, i))
				s.Indicators = append(s.Indicators, row)
			}
		}
	}
	slices.SortStableFunc(s.Indicators, func(a, b engine.Indicator) int { return cmp.Compare(a.Level1, b.Level1) })
}

// Whatever stands in a form, every format shows all of it as text, and once.
func TestBadFormsLoseNothing(t *testing.T) {
	for name, v := range badForms(t) {
		for format, write := range formWriters() {
			var out bytes.Buffer
			if err := write(&out, []*View{v}); err != nil {
				t.Fatalf("%s, %s: %v", name, format, err)
			}
			if format == "pdf" { // a row that is parted by the end of a page is not in order; its pieces are looked at instead
				checkWhole(t, v)
				continue
			}
			text := formReaders[format](t, out.Bytes())
			if missing, ok := inOrder(text, texts(v)); !ok {
				t.Errorf("%s, %s: %.60q is missing from\n%.2000s", name, format, missing, text)
			}
		}
	}
}

// No cell of a form's workbook computes, no row is higher than a spreadsheet allows, and every row is as high as its texts need.
func TestBadFormsAreSafeWorkbooks(t *testing.T) {
	for name, v := range badForms(t) {
		var out bytes.Buffer
		if err := WriteXLSX(&out, []*View{v}); err != nil {
			t.Fatal(err)
		}
		neverComputes(t, out.Bytes())
		book, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		sheet := book.GetSheetName(0)
		for y := range shown(t, book, sheet) {
			if height, _ := book.GetRowHeight(sheet, y+1); height > 409 {
				t.Errorf("%s: row %d is %g points high", name, y+1, height)
			}
		}
		if err := book.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
