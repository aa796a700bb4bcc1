package reports

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/engine"
	"jixiao/engine/notation"
)

func TestFillInWorkbook(t *testing.T) {
	book := openBook(t, func(w io.Writer) error { return WriteSheetXLSX(w, NewFillIn(forms(t))) })
	if got := book.GetSheetList(); !reflect.DeepEqual(got, []string{GuideSheet, FillSheet}) {
		t.Fatalf("sheets: %q", got)
	}
	rows := shown(t, book, FillSheet)
	if len(rows) != 1+8+8+8+1 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, column := range fillColumns {
		if rows[0][i] != column.head {
			t.Errorf("header %d is %q", i, rows[0][i])
		}
	}
	s := forms(t)[0]
	at := func(row int, column engine.Column) string {
		if placeOf(column) > len(rows[row]) {
			return ""
		}
		return rows[row][placeOf(column)-1]
	}
	for _, want := range []struct {
		row    int
		column engine.Column
		text   string
	}{
		{1, engine.ColumnLevel1, engine.ExecutionLabel}, {1, engine.ColumnIndicator, "年度资金总额"}, {1, engine.ColumnExecuted, "1,016,996.50"},
		{4, engine.ColumnInitial, "0.00"}, {4, engine.ColumnExecuted, ""},
		{5, engine.ColumnLevel1, engine.GoalLabel}, {5, engine.ColumnIndicator, engine.GoalActualLabel}, {5, engine.ColumnTarget, s.Goal},
		{6, engine.ColumnIndicator, engine.FillerLabel}, {6, engine.ColumnActual, "沈小河"}, {7, engine.ColumnActual, "'+86 21 5555 0101"},
		{8, engine.ColumnIndicator, engine.FilledOnLabel}, {8, engine.ColumnActual, "2026-01-15"},
		{10, engine.ColumnIndicator, "整治河道条数"}, {10, engine.ColumnClaimed, "10.00"}, {10, engine.ColumnOrdinal, "1"},
		{12, engine.ColumnTarget, "=100.00(%)"}, {14, engine.ColumnTier, "部分达成"},
		{16, engine.ColumnIndicatorID, string(s.Indicators[7].ID)}, {16, engine.ColumnProjectID, string(s.ID())},
	} {
		if got := at(want.row, want.column); got != want.text {
			t.Errorf("row %d, %s: %q, want %q", want.row, want.column.Label(), got, want.text)
		}
	}
	locked := func(cell string) bool {
		id, err := book.GetCellStyle(FillSheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := book.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return style.Protection == nil || style.Protection.Locked
	}
	for cell, want := range map[string]bool{"K11": false, "L11": false, "M11": false, "O11": false, "P2": false, "R2": false, "K6": false, "K9": false,
		"A11": true, "I11": true, "J11": true, "N11": true, "K2": true, "P11": true, "T11": true} {
		if locked(cell) != want {
			t.Errorf("%s locked: %v", cell, !want)
		}
	}
	for column, want := range map[string]bool{"A": false, "B": true, "C": true, "E": false, "K": true, "R": true, "S": false, "T": false, "U": false} {
		if visible, _ := book.GetColVisible(FillSheet, column); visible != want {
			t.Errorf("column %s visible: %v", column, visible)
		}
	}
	if panes, err := book.GetPanes(FillSheet); err != nil || !panes.Freeze || panes.YSplit != 1 || panes.XSplit != placeOf(engine.ColumnIndicator) {
		t.Errorf("panes: %+v, %v", panes, err)
	}
}

// TestFillInChecks holds the checks of the cells: each has a prompt and a question in Chinese and none refuses, because the reader
// understands more than a spreadsheet does.
func TestFillInChecks(t *testing.T) {
	book := openBook(t, func(w io.Writer) error { return WriteSheetXLSX(w, NewFillIn(forms(t))) })
	checks, err := book.GetDataValidations(FillSheet)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`list L2:L26 "达成,部分达成,未达成,不适用" `,
		"decimal P2:R26 0 10000000000000",
		`decimal M2:M26 0 IF($N2="",100,$N2)`,
		"date K9 K25 36526 73051",
	}
	for i, check := range checks {
		if got := fmt.Sprint(check.Type, " ", check.Sqref, " ", check.Formula1, " ", check.Formula2); i >= len(want) || got != want[i] {
			t.Errorf("check %d: %s", i, got)
		}
		if check.ErrorStyle == nil || *check.ErrorStyle != "warning" || check.Error == nil || check.Prompt == nil {
			t.Errorf("check %d: %+v", i, check)
		}
	}
	if len(checks) != len(want) {
		t.Errorf("%d checks", len(checks))
	}
}

// TestFillInProgress holds the number of blank actuals that the guide shows, and the formula that counts them again: the rows with the
// id of an indicator and without an actual.
func TestFillInProgress(t *testing.T) {
	list := forms(t)
	blank := 0
	for _, s := range list {
		for i := range s.Indicators {
			if !s.Indicators[i].Actual.Reported {
				blank++
			}
		}
	}
	if blank == 0 {
		t.Fatal("the fixture has no blank actual")
	}
	book := openBook(t, func(w io.Writer) error { return WriteSheetXLSX(w, NewFillIn(list)) })
	stored, err := book.GetCellValue(GuideSheet, "B3")
	if err != nil || stored != fmt.Sprint(blank) {
		t.Errorf("the guide shows %q, %v; %d are blank", stored, err, blank)
	}
	formula, err := book.GetCellFormula(GuideSheet, "B3")
	if want := fmt.Sprintf(`SUMPRODUCT((%[1]s!$S$2:$S$26<>"")*(%[1]s!$K$2:$K$26=""))`, FillSheet); err != nil || formula != want {
		t.Errorf("the formula is %s, %v", formula, err)
	}
}

// TestFillInScope hides what is the same in all rows, and names whom the sheet concerns.
func TestFillInScope(t *testing.T) {
	one := forms(t)[:1]
	book := openBook(t, func(w io.Writer) error { return WriteSheetXLSX(w, NewFillIn(one)) })
	for _, column := range []engine.Column{engine.ColumnDepartment, engine.ColumnUnit} {
		name, _ := excelize.ColumnNumberToName(placeOf(column))
		if visible, _ := book.GetColVisible(FillSheet, name); visible {
			t.Errorf("%s is in view", column.Label())
		}
	}
	who, err := book.GetCellValue(GuideSheet, "A2")
	if err != nil || !strings.Contains(who, one[0].Department) || !strings.Contains(who, "1 个项目") {
		t.Errorf("%q, %v", who, err)
	}
}

// TestTargetHints says for each kind of target what to write.
func TestTargetHints(t *testing.T) {
	for text, want := range map[string]string{
		"≥500场": "写数字，单位：场", "=100%": "写数字，单位：%", "80-90分": "写数字，单位：分", "≥3": "写数字",
		"12月底前": "写完成日期，如 2025-11-20", "管护机制健全": "写完成情况，并在右边选达成与否", "": "指标值缺失，照实写",
	} {
		target, _ := notation.ParseTarget(text, notation.Context{Year: 2025})
		if got := targetHint(&target, 2025); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
